//! The small checks that the checks of a scenario share.

pub(super) use crate::formats::findings::Findings;

use super::{HORIZON_DAYS, MARGIN_DAYS, is_sane, quoted};
use crate::domain::ids::ShiftCodeId;
use crate::domain::scenario::{Horizon, Place, Scenario, Unit};
use crate::formats::Said;
use crate::formats::reader::{Path, meant};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

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
            let found = Said::both(
                format!("{}, déjà l’identifiant de {list}[{first}]", quoted(id)),
                format!("{}, already the id of {list}[{first}]", quoted(id)),
            );
            let expected = Said::both("un identifiant à lui", "an id of its own");
            findings.report(&path, found, expected, Said::both("renommez l’un des deux", "rename one of the two"));
        } else {
            known.insert(id, i);
        }
    }
    known
}

fn correct_number() -> Said {
    Said::both("corrigez le nombre", "correct the number")
}

impl Findings<'_> {
    /// A whole number in a range.
    pub fn within(&mut self, field: &Path<'_>, number: u32, least: u32, most: u32) {
        if !(least..=most).contains(&number) {
            let expected = Said::both(
                format!("un nombre entier de {least} à {most}"),
                format!("a whole number from {least} to {most}"),
            );
            self.report(field, number.to_string(), expected, correct_number());
        }
    }

    /// A number in a range.
    pub fn between(&mut self, field: &Path<'_>, number: f64, least: f64, most: f64) {
        if !(least..=most).contains(&number) {
            let expected =
                Said::both(format!("un nombre de {least} à {most}"), format!("a number from {least} to {most}"));
            self.report(field, number.to_string(), expected, correct_number());
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
            let expected = Said::both("une date de 1900 à 2199", "a date from 1900 to 2199");
            self.report(field, date.to_string(), expected, Said::both("corrigez l’année", "correct the year"));
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
            let expected = Said::both(
                format!("des jours entre {first} et {last}, autour de l’horizon"),
                format!("days between {first} and {last}, around the horizon"),
            );
            let help =
                Said::both("corrigez la date, ou retirez cette ligne", "correct the date, or leave this entry out");
            self.report(field, from.to_string(), expected, help);
        }
    }

    /// A code that the unit has.
    pub fn code_of_unit(&mut self, field: &Path<'_>, code: &ShiftCodeId, unit: &Unit, position: usize) {
        if unit.shift_codes.iter().any(|known| known.code == *code) || self.codes_unsure(position) {
            return;
        }
        let (expected, help) = self.codes_wanted(code.as_str(), unit);
        self.report(field, quoted(code.as_str()), expected, help);
    }

    /// Whether the codes of a unit could not all be read.
    pub fn codes_unsure(&self, unit: usize) -> bool {
        self.doubts.has_gap(&format!("units[{unit}].shift_codes"))
    }

    /// Whether the hours of a code could not be read.
    pub fn times_unsure(&self, unit: usize, code: usize) -> bool {
        let field = |key| format!("units[{unit}].shift_codes[{code}].{key}");
        ["start", "end"].into_iter().any(|key| self.doubts.covers(&field(key)))
    }

    /// What to say when a unit does not have a code.
    pub fn codes_wanted(&mut self, code: &str, unit: &Unit) -> (Said, Said) {
        let codes: Vec<&str> = unit.shift_codes.iter().map(|known| known.code.as_str()).collect();
        let help = match self.nearest(code, codes.iter().copied()) {
            Some(near) => meant(&quoted(near)),
            None => Said::both(
                format!("ajoutez-le aux `shift_codes` de l’unité {}, ou corrigez-le", quoted(unit.id.as_str())),
                format!("add it to the `shift_codes` of the unit {}, or correct it", quoted(unit.id.as_str())),
            ),
        };
        let (unit, codes) = (quoted(unit.id.as_str()), codes.join(", "));
        let expected =
            Said::both(format!("un code de l’unité {unit} : {codes}"), format!("a code of the unit {unit}: {codes}"));
        (expected, help)
    }
}
