//! Where the checks record what they find, and the small checks that all of them share.

use crate::formats::reader::Path;
use crate::formats::suggest::nearest;
use super::{HORIZON_DAYS, MARGIN_DAYS, is_sane, quoted};
use crate::domain::ids::ShiftCodeId;
use crate::domain::scenario::{Horizon, Place, Scenario, Unit};
use crate::formats::Issue;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Longest identifier, characters.
const ID_CHARS_MAX: usize = 64;
/// Characters that an identifier may hold beside letters and digits.
const ID_MARKS: &str = "-_.:/+'";
/// Most did-you-mean searches in one run, so that a file of garbage is judged as fast as a good one.
const HINTS_MAX: usize = 100;

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

    /// Whether a field, or something inside it, is a stand-in.
    pub fn is_unsure(&self, field: &str) -> bool {
        let inside = |known: &String| {
            known.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.fields.range(field.to_owned()..).take_while(|known| known.starts_with(field)).any(inside)
    }

    /// Whether a field, or something around it, is a stand-in.
    fn covers(&self, field: &str) -> bool {
        if self.fields.is_empty() {
            return false;
        }
        let cuts = field.char_indices().filter(|(_, c)| matches!(c, '.' | '[')).map(|(at, _)| at);
        cuts.chain([field.len()]).any(|cut| cut > 0 && self.fields.contains(&field[..cut]))
    }

    /// Whether the ids of a list are not all known: one could not be read, or its line is torn.
    fn may_hide(&self, list: &str, id: &str) -> bool {
        self.gapped.contains(list) || self.torn.iter().any(|line| line.contains(id))
    }
}

/// `agents[3 "x"].home` → `agents[3].home`.
fn without_ids(field: &str) -> String {
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

/// Positions by id.
pub struct Index<'s> {
    /// Establishments.
    pub establishments: BTreeMap<&'s str, usize>,
    /// Units.
    pub units: BTreeMap<&'s str, usize>,
    /// Agents.
    pub agents: BTreeMap<&'s str, usize>,
    /// Shifts.
    pub shifts: BTreeMap<&'s str, usize>,
}

impl<'s> Index<'s> {
    /// Builds the index and reports ids that are malformed or taken.
    pub fn new(scenario: &'s Scenario, findings: &mut Findings<'_>) -> Self {
        Self {
            establishments: positions(
                "establishments",
                scenario.establishments.iter().map(|e| e.id.as_str()),
                findings,
            ),
            units: positions("units", scenario.units.iter().map(|u| u.id.as_str()), findings),
            agents: positions("agents", scenario.agents.iter().map(|a| a.id.as_str()), findings),
            shifts: positions("shifts", scenario.shifts.iter().map(|s| s.id.as_str()), findings),
        }
    }
}

fn positions<'s>(
    list: &str,
    ids: impl Iterator<Item = &'s str>,
    findings: &mut Findings<'_>,
) -> BTreeMap<&'s str, usize> {
    let root = Path::ROOT;
    let list = root.key(list);
    let mut known = BTreeMap::new();
    for (i, id) in ids.enumerate() {
        let item = list.item(i, Some(id));
        let path = item.key("id");
        findings.id(&path, id);
        if let Some(first) = known.get(id) {
            let found = format!("{}, already the id of {list}[{first}]", quoted(id));
            findings.report(&path, &found, "an id of its own", "rename one of the two");
        } else {
            known.insert(id, i);
        }
    }
    known
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
    pub fn report(&mut self, field: &Path<'_>, found: &str, expected: &str, help: &str) {
        let field = field.to_string();
        if !self.doubts.covers(&without_ids(&field)) {
            self.issues.push(Issue {
                line: None,
                field,
                found: found.to_owned(),
                expected: expected.to_owned(),
                help: help.to_owned(),
            });
        }
    }

    /// An identifier's form.
    pub fn id(&mut self, field: &Path<'_>, id: &str) {
        let fits = |c: char| c.is_alphanumeric() || ID_MARKS.contains(c);
        if id.is_empty() || id.chars().count() > ID_CHARS_MAX || !id.chars().all(fits) {
            let expected = format!("1 to {ID_CHARS_MAX} letters, digits or any of {ID_MARKS}");
            self.report(field, &quoted(id), &expected, "write an identifier without spaces");
        }
    }

    /// A text that must say something.
    pub fn filled(&mut self, field: &Path<'_>, text: &str) {
        if text.trim().is_empty() {
            self.report(field, &quoted(text), "a text that is not empty", "fill it in");
        }
    }

    /// A whole number in a range.
    pub fn within(&mut self, field: &Path<'_>, number: u32, least: u32, most: u32) {
        if !(least..=most).contains(&number) {
            let expected = format!("a whole number from {least} to {most}");
            self.report(field, &number.to_string(), &expected, "correct the number");
        }
    }

    /// A number in a range.
    pub fn between(&mut self, field: &Path<'_>, number: f64, least: f64, most: f64) {
        if !(least..=most).contains(&number) {
            let expected = format!("a number from {least} to {most}");
            self.report(field, &number.to_string(), &expected, "correct the number");
        }
    }

    /// Coordinates.
    pub fn place(&mut self, field: &Path<'_>, place: Place) {
        self.between(&field.key("latitude"), place.latitude, -90.0, 90.0);
        self.between(&field.key("longitude"), place.longitude, -180.0, 180.0);
    }

    /// A date within living memory; texts are held to it by the reader, databases here.
    pub fn sane_date(&mut self, field: &Path<'_>, date: NaiveDate) {
        if !is_sane(date) {
            self.report(field, &date.to_string(), "a date from 1900 to 2199", "correct the year");
        }
    }

    /// First and last day, the last included.
    pub fn in_order(&mut self, parent: &Path<'_>, (first, from): (&str, NaiveDate), (last, to): (&str, NaiveDate)) {
        let plain = without_ids(&parent.to_string());
        let unsure = [first, last].iter().any(|key| self.doubts.is_unsure(&format!("{plain}.{key}")));
        if to < from && !unsure {
            let expected = format!("{from} or later, as `{first}` is {from}");
            self.report(&parent.key(last), &to.to_string(), &expected, "exchange the two, or correct the year");
        }
    }

    /// Whether dates can be held against the horizon.
    pub fn is_horizon_sound(&self, scenario: &Scenario) -> bool {
        let Horizon { from, days } = scenario.horizon;
        is_sane(from) && HORIZON_DAYS.contains(&days) && !self.doubts.is_unsure("horizon")
    }

    /// A period of facts that must have something to do with the horizon.
    pub fn near_horizon(&mut self, field: &Path<'_>, scenario: &Scenario, from: NaiveDate, to: NaiveDate) {
        // A period that ends before it starts has its own issue.
        if to < from || !self.is_horizon_sound(scenario) {
            return;
        }
        let margin = Days::new(MARGIN_DAYS);
        let first = scenario.horizon.from - margin;
        let last = scenario.horizon.from + Days::new(u64::from(scenario.horizon.days)) + margin;
        if to < first || from > last {
            let expected = format!("days between {first} and {last}, around the horizon");
            self.report(field, &from.to_string(), &expected, "correct the date, or leave this entry out");
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
                Some(near) => format!("did you mean {}?", quoted(near)),
                None => format!("add it to `{list}`, or correct the id"),
            };
            self.report(field, &quoted(id), &format!("the id of one of the `{list}`"), &help);
        }
        position
    }

    /// A code that the unit has.
    pub fn code_of_unit(&mut self, field: &Path<'_>, code: &ShiftCodeId, unit: &Unit, position: usize) {
        if unit.shift_codes.iter().any(|known| known.code == *code) || self.codes_unsure(position) {
            return;
        }
        let (expected, help) = self.codes_wanted(code.as_str(), unit);
        self.report(field, &quoted(code.as_str()), &expected, &help);
    }

    /// Whether the codes of a unit could not all be read.
    pub fn codes_unsure(&self, unit: usize) -> bool {
        self.doubts.gapped.contains(&format!("units[{unit}].shift_codes"))
    }

    /// Whether the hours of a code could not be read.
    pub fn times_unsure(&self, unit: usize, code: usize) -> bool {
        let field = |key| format!("units[{unit}].shift_codes[{code}].{key}");
        ["start", "end"].into_iter().any(|key| self.doubts.covers(&field(key)))
    }

    /// What to say when a unit does not have a code.
    pub fn codes_wanted(&mut self, code: &str, unit: &Unit) -> (String, String) {
        let codes: Vec<&str> = unit.shift_codes.iter().map(|known| known.code.as_str()).collect();
        let help = match self.nearest(code, codes.iter().copied()) {
            Some(near) => format!("did you mean {}?", quoted(near)),
            None => format!("add it to the `shift_codes` of the unit {}, or correct it", quoted(unit.id.as_str())),
        };
        (format!("a code of the unit {}: {}", quoted(unit.id.as_str()), codes.join(", ")), help)
    }

    fn nearest<'c>(&mut self, word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
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
            found: String::new(),
            expected: String::new(),
            help: String::new(),
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
