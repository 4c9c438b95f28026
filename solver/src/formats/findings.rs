//! Where the checks of meaning record what they find, and what they know of the passes before them.

use super::reader::{Path, meant};
use super::suggest::nearest;
use super::tree::quote;
use super::{Issue, Said};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Longest identifier, characters.
const ID_CHARS_MAX: usize = 64;
/// Characters that an identifier may hold beside letters and digits.
const ID_MARKS: &str = "-_.:/+'";
/// The same without the last, which French text is set with another of.
const ID_MARKS_NAMED: &str = "-_.:/+";
/// Most did-you-mean searches in one run, so that a file of garbage is judged as fast as a good one.
const HINTS_MAX: usize = 100;

/// Whether a text may be an identifier, wherever it comes from.
///
/// # Errors
/// What an identifier looks like.
pub fn well_formed_id(id: &str) -> Result<(), Said> {
    let fits = |c: char| c.is_alphanumeric() || ID_MARKS.contains(c);
    if !id.is_empty() && id.chars().count() <= ID_CHARS_MAX && id.chars().all(fits) {
        return Ok(());
    }
    Err(Said::both(
        format!("de 1 à {ID_CHARS_MAX} lettres, chiffres, apostrophes droites ou signes parmi {ID_MARKS_NAMED}"),
        format!("1 to {ID_CHARS_MAX} letters, digits or any of {ID_MARKS}"),
    ))
}

/// What reading the text already complained about.
#[derive(Default)]
pub struct Doubts<'t> {
    fields: BTreeSet<String>,
    /// Lists of which some id could not be read.
    gapped: BTreeSet<String>,
    torn: Vec<&'t str>,
}

impl<'t> Doubts<'t> {
    /// Doubts from the issues so far and from the lines that the parser could not read.
    pub fn new(issues: &[Issue], torn: Vec<&'t str>) -> Self {
        let fields: BTreeSet<String> = issues.iter().map(|issue| without_ids(&issue.field)).collect();
        let list_of = |field: &String| {
            let item = field.strip_suffix(".id").or(field.strip_suffix(".code")).unwrap_or(field);
            let list = if item.ends_with(']') { &item[..item.rfind('[')?] } else { field };
            Some(list.to_owned())
        };
        let gapped = fields.iter().filter_map(list_of).collect();
        Self { fields, gapped, torn }
    }

    /// Doubt of one field: what would be held against it is not.
    pub fn about(field: &str) -> Self {
        Self { fields: BTreeSet::from([field.to_owned()]), ..Self::default() }
    }

    /// Whether a field, or something inside it, is a stand-in.
    pub fn is_unsure(&self, field: &str) -> bool {
        let inside = |known: &String| {
            known.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.fields.range(field.to_owned()..).take_while(|known| known.starts_with(field)).any(inside)
    }

    /// Whether a field, or something around it, is a stand-in.
    pub fn covers(&self, field: &str) -> bool {
        if self.fields.is_empty() {
            return false;
        }
        let cuts = field.char_indices().filter(|(_, c)| matches!(c, '.' | '[')).map(|(at, _)| at);
        cuts.chain([field.len()]).any(|cut| cut > 0 && self.fields.contains(&field[..cut]))
    }

    /// Whether some id of a list could not be read.
    pub fn has_gap(&self, list: &str) -> bool {
        self.gapped.contains(list)
    }

    /// Whether the ids of a list are not all known: one could not be read, or its line is torn.
    pub fn may_hide(&self, list: &str, id: &str) -> bool {
        self.gapped.contains(list) || self.torn.iter().any(|line| line.contains(id))
    }
}

/// `agents[3 "x"].home` → `agents[3].home`.
pub fn without_ids(field: &str) -> String {
    let mut plain = String::with_capacity(field.len());
    let mut rest = field;
    while let Some(at) = rest.find(" \"") {
        plain.push_str(&rest[..at]);
        let mut escaped = false;
        let close = rest[at + 2..].char_indices().find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        rest = close.map_or("", |(end, _)| &rest[at + 2 + end + 1..]);
    }
    plain + rest
}

/// The issues found so far.
pub struct Findings<'d> {
    issues: Vec<Issue>,
    hints_left: usize,
    /// What not to repeat.
    pub doubts: &'d Doubts<'d>,
}

impl<'d> Findings<'d> {
    /// Nothing found yet.
    pub fn new(doubts: &'d Doubts<'d>) -> Self {
        Self { issues: Vec::new(), hints_left: HINTS_MAX, doubts }
    }

    /// Everything recorded.
    pub fn into_issues(self) -> Vec<Issue> {
        self.issues
    }

    /// Records an issue, unless its field could not even be read.
    pub fn report(
        &mut self,
        field: &Path<'_>,
        found: impl Into<Said>,
        expected: impl Into<Said>,
        help: impl Into<Said>,
    ) {
        let field = field.to_string();
        if !self.doubts.covers(&without_ids(&field)) {
            self.issues.push(Issue {
                line: None,
                field,
                found: found.into(),
                expected: expected.into(),
                help: help.into(),
            });
        }
    }

    /// An identifier's form.
    pub fn id(&mut self, field: &Path<'_>, id: &str) {
        if let Err(expected) = well_formed_id(id) {
            let help = Said::both("écrivez un identifiant sans espaces", "write an identifier without spaces");
            self.report(field, quote(id), expected, help);
        }
    }

    /// A text that must say something.
    pub fn filled(&mut self, field: &Path<'_>, text: &str) {
        if text.trim().is_empty() {
            let expected = Said::both("un texte qui n’est pas vide", "a text that is not empty");
            self.report(field, quote(text), expected, Said::both("remplissez-le", "fill it in"));
        }
    }

    /// First and last day, the last included.
    pub fn in_order(&mut self, parent: &Path<'_>, (first, from): (&str, NaiveDate), (last, to): (&str, NaiveDate)) {
        let plain = without_ids(&parent.to_string());
        let unsure = [first, last].iter().any(|key| self.doubts.is_unsure(&format!("{plain}.{key}")));
        if to < from && !unsure {
            let expected = Said::both(
                format!("{from} ou après, puisque `{first}` est {from}"),
                format!("{from} or later, as `{first}` is {from}"),
            );
            let help = Said::both("échangez les deux, ou corrigez l’année", "exchange the two, or correct the year");
            self.report(&parent.key(last), to.to_string(), expected, help);
        }
    }

    /// The position that an id refers to.
    pub fn reference(
        &mut self,
        field: &Path<'_>,
        id: &str,
        known: &BTreeMap<&str, usize>,
        list: &str,
    ) -> Option<usize> {
        let position = known.get(id).copied();
        if position.is_none() && !self.doubts.may_hide(list, id) {
            let help = match self.nearest(id, known.keys().copied()) {
                Some(near) => meant(&quote(near)),
                None => Said::both(
                    format!("ajoutez-le à `{list}`, ou corrigez l’identifiant"),
                    format!("add it to `{list}`, or correct the id"),
                ),
            };
            let expected =
                Said::both(format!("l’identifiant d’un des `{list}`"), format!("the id of one of the `{list}`"));
            self.report(field, quote(id), expected, help);
        }
        position
    }

    /// Did you mean …?
    pub fn nearest<'c>(&mut self, word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
        self.hints_left = self.hints_left.checked_sub(1)?;
        nearest(word, candidates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_left_out_of_plain_paths() {
        assert_eq!(without_ids(r#"agents[3 "a \" b"].wishes[0].date"#), "agents[3].wishes[0].date");
        assert_eq!(without_ids("horizon.days"), "horizon.days");
    }

    #[test]
    fn doubts_reach_up_and_down_but_not_sideways() {
        let issue = |field: &str| Issue {
            line: None,
            field: field.to_owned(),
            found: Said::default(),
            expected: Said::default(),
            help: Said::default(),
        };
        let doubts =
            Doubts::new(&[issue("horizon.from"), issue("agents[1 \"x\"]"), issue("units[0].name")], vec!["id = u9"]);
        assert!(doubts.is_unsure("horizon") && !doubts.is_unsure("hor") && !doubts.is_unsure("horizon.days"));
        assert!(doubts.covers("agents[1].home.latitude") && !doubts.covers("agents[10].home"));
        assert!(
            doubts.may_hide("agents", "anyone") && doubts.may_hide("units", "u9") && !doubts.may_hide("units", "u8")
        );
    }
}
