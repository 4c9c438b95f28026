//! Did you mean …? The nearest known word, when one is near enough to be a slip of the keyboard.

/// The candidate with the fewest edits from `word`, unless that is more than a third of its letters.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    const LONGEST: usize = 64;
    let wanted: Vec<char> = word.chars().take(LONGEST).flat_map(char::to_lowercase).collect();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let letters: Vec<char> = candidate.chars().take(LONGEST).flat_map(char::to_lowercase).collect();
            let allowed = (wanted.len().max(letters.len()) / 3).max(1);
            if wanted.len().abs_diff(letters.len()) > allowed {
                return None;
            }
            let edits = distance(&wanted, &letters);
            (edits <= allowed && edits < letters.len()).then_some((edits, candidate))
        })
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Up to three candidates that look most like `word`: those that hold it first, then by edits.
pub fn nearest_few<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    const FEW: usize = 3;
    let wanted: Vec<char> = word.chars().take(64).flat_map(char::to_lowercase).collect();
    let mut ranked: Vec<(bool, usize, &str)> = candidates
        .into_iter()
        .map(|candidate| {
            let letters: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
            (word.is_empty() || !candidate.contains(word), distance(&wanted, &letters), candidate)
        })
        .collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.into_iter().take(FEW).map(|(.., candidate)| candidate).collect()
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in b.iter().enumerate() {
            let mut edits = (above[j] + usize::from(letter != other)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == b[j - 1] && a[i - 1] == *other {
                edits = edits.min(before[j - 1] + 1);
            }
            row.push(edits);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{nearest, nearest_few};

    #[test]
    fn a_few_come_nearest_first() {
        let known = ["fph.daily-rest", "fph.weekly-rest", "ccn51.daily-rest", "fph.notice"];
        assert_eq!(nearest_few("fph.dayly-rest", known)[0], "fph.daily-rest");
        assert_eq!(nearest_few("notice", known)[0], "fph.notice");
        assert_eq!(nearest_few("x", known).len(), 3);
    }

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let known = ["share_percent", "mobility_km", "home", "id"];
        assert_eq!(nearest("share_precent", known), Some("share_percent"));
        assert_eq!(nearest("Home", known), Some("home"));
        assert_eq!(nearest("mobilty", known), None, "six letters short");
        assert_eq!(nearest("mobility_k", known), Some("mobility_km"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("", known), None);
    }
}
