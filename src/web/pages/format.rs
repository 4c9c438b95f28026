//! How figures, days and words are written in French. U+202F (narrow no-break space) groups thousands, U+00A0 stands
//! before a unit, so that no figure is torn from its unit at the end of a line.

use super::view::Tag;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use releve_solver::domain::plan::LevelName;
use releve_solver::domain::scenario::Priority;
use releve_solver::explain::{MONTHS_FR, date_fr};

const DAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

/// `samedi 5 décembre 2026`; the first of a month is `1er`.
pub fn day(date: NaiveDate) -> String {
    format!("{} {}", short_day(date), date.year())
}

/// `samedi 5 décembre`.
pub fn short_day(date: NaiveDate) -> String {
    tied(&format!("{} {}", DAYS[date.weekday().num_days_from_monday() as usize], date_fr(date)))
}

/// `21:00–07:00`.
pub fn hours(start: NaiveDateTime, end: NaiveDateTime) -> String {
    format!("{}–{}", start.format("%H:%M"), end.format("%H:%M"))
}

/// `22/11/2026`.
pub fn date(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

/// `22/11/2026 à 08:10`.
pub fn moment(at: NaiveDateTime) -> String {
    at.format("%d/%m/%Y à %H:%M").to_string()
}

/// Hundredths as a decimal with a comma: `1 234,50`.
pub fn hundredths(value: i64) -> String {
    let sign = if value < 0 { "−" } else { "" };
    format!("{sign}{},{:02}", grouped(value.unsigned_abs() / 100), value.unsigned_abs() % 100)
}

/// Euro cents: `1 234,50 €`.
pub fn euros(cents: i64) -> String {
    format!("{}\u{a0}€", hundredths(cents))
}

/// With its sign, for a difference: `+3,00`, `−1,50`, `0,00`.
pub fn signed(value: i64) -> String {
    if value > 0 { format!("+{}", hundredths(value)) } else { hundredths(value) }
}

/// A goal value or bound: whole figures without decimals.
pub fn figure(value: f64) -> String {
    if (value - value.round()).abs() < 1e-6 {
        let sign = if value < -0.5 { "−" } else { "" };
        return format!("{sign}{}", grouped(value.round().abs() as u64));
    }
    hundredths((value * 100.0).round() as i64)
}

/// A gap: `prouvé` when there is none, else a percentage.
pub fn gap(value: f64) -> String {
    if value.abs() < 1e-9 { "prouvé".to_owned() } else { percent(value) }
}

/// `0,42 %`; what would round to nought is said to be less than the last digit.
pub fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.00005 {
        return "<\u{a0}0,01\u{a0}%".to_owned();
    }
    format!("{}\u{a0}%", hundredths((share * 10_000.0).round() as i64))
}

/// Sets a sentence: curly apostrophes, and no break where one would tear apart what belongs together: before a double
/// sign, between a figure and its unit or month, after `art.`, `n°` and a sign of comparison.
pub fn tied(sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len() + 16);
    let mut before = "";
    for word in sentence.split(' ') {
        if !out.is_empty() {
            out.push(if belongs(before, word) { '\u{a0}' } else { ' ' });
        }
        out.push_str(&word.replace('\'', "’"));
        before = word;
    }
    out
}

fn belongs(before: &str, word: &str) -> bool {
    const UNITS: [&str; 7] = ["h", "j", "jours", "km", "min", "%", "€"];
    const SHORT_MONTHS: [&str; 7] = ["janv", "févr", "juill", "sept", "oct", "nov", "déc"];
    let bare = word.trim_end_matches([',', '.', ')', ']']);
    let digit = |c: char| c.is_ascii_digit();
    word.starts_with([':', ';', '?', '!', '»'])
        || ["«", "n°", "art.", "<", ">"].iter().any(|mark| before.trim_start_matches(['(', '[']) == *mark)
        || (before.ends_with(digit) || before.ends_with("1er"))
            && [&UNITS[..], &SHORT_MONTHS, &MONTHS_FR].iter().any(|words| words.contains(&bare))
        || before == "h" && word.starts_with(digit)
}

/// The first letter as a capital, for what begins a line.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What is going to stand in parentheses: its own become square brackets.
pub fn bracketed(text: &str) -> String {
    tied(&text.replace('(', "[").replace(')', "]"))
}

/// `1 poste`, `3 postes`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number}\u{a0}{}", if number < 2 { one } else { many })
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// A priority as text and colour.
pub fn priority(priority: Priority) -> Tag {
    match priority {
        Priority::Safety => Tag::bad("Sécurité"),
        Priority::High => Tag::warn("Urgente"),
        Priority::Normal => Tag::plain("Normale"),
        Priority::Low => Tag::plain("Confort"),
    }
}

/// A goal level with the unit of its figures.
pub const fn level(name: LevelName) -> &'static str {
    match name {
        LevelName::Safety => "1. Sécurité (postes nus)",
        LevelName::Cover => "2. Couverture (postes nus pondérés)",
        // Only a repaired plan has it: the others keep their numbers.
        LevelName::Changes => "2 bis. Changements du planning publié",
        LevelName::Equity => "3. Équité (points)",
        LevelName::Cost => "4. Coût (€)",
        LevelName::Preferences => "5. Souhaits et continuité",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_french() {
        assert_eq!(euros(123_456_789), "1\u{202f}234\u{202f}567,89\u{a0}€");
        assert_eq!(euros(-5), "−0,05\u{a0}€");
        assert_eq!(signed(150), "+1,50");
        assert_eq!(signed(0), "0,00");
        assert_eq!(figure(1200.0), "1\u{202f}200");
        assert_eq!(figure(0.25), "0,25");
        assert_eq!(gap(0.0), "prouvé");
        assert_eq!(gap(0.0042), "0,42\u{a0}%");
        assert_eq!(gap(0.000_01), "<\u{a0}0,01\u{a0}%");
        assert_eq!(count(1, "poste", "postes"), "1\u{a0}poste");
    }

    #[test]
    fn sentences_are_set_in_french() {
        for (plain, set) in [
            ("l'accepte : oui", "l’accepte\u{a0}: oui"),
            ("20 h 45 < 35 h, 1er mai", "20\u{a0}h\u{a0}45 <\u{a0}35\u{a0}h, 1er\u{a0}mai"),
            ("du 14 au 20 décembre", "du 14 au 20\u{a0}décembre"),
            ("décret 2002-9, art. 6", "décret 2002-9, art.\u{a0}6"),
            ("CAA Lyon 9 oct. 2018", "CAA Lyon 9\u{a0}oct. 2018"),
            ("3 < 4 (n° 2)", "3 <\u{a0}4 (n°\u{a0}2)"),
        ] {
            assert_eq!(tied(plain), set);
        }
        assert_eq!(capital("état"), "État");
        assert_eq!(capital(""), "");
        assert_eq!(bracketed("L8261-1 (tous les employeurs)"), "L8261-1 [tous les employeurs]");
    }

    #[test]
    fn days_are_french() {
        let date = NaiveDate::from_ymd_opt(2026, 5, 1).expect("a date");
        assert_eq!(day(date), "vendredi 1er\u{a0}mai 2026");
    }
}
