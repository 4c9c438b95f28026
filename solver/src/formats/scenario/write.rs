//! Writes a scenario so that people like to read it: rows for shifts and rosters, paragraphs for places and persons,
//! nothing that only repeats a default.

use super::Syntax;
use crate::domain::scenario::{
    Admission, Agent, AgentLaw, Establishment, EstablishmentLaw, Scenario, ShiftCode, Unit, Weights,
};
use serde::Serialize;
use std::fmt::Write as _;

/// Writes a scenario; [`super::read`] gives the same scenario back.
pub fn write(scenario: &Scenario, syntax: Syntax) -> String {
    match syntax {
        Syntax::Json => serde_json::to_string_pretty(scenario).expect("a scenario has only text keys") + "\n",
        Syntax::Toml => toml(scenario),
    }
}

fn toml(scenario: &Scenario) -> String {
    let mut out = Toml::default();
    out.line("format", &scenario.format);
    out.line("description", &scenario.description);
    out.gap();
    out.line("group", &scenario.group);
    out.line("horizon", &scenario.horizon);
    if let Some(at) = &scenario.decided_at {
        out.line("decided_at", &at.format("%Y-%m-%dT%H:%M").to_string());
    }
    out.line("rule_packs", &scenario.rule_packs);
    if scenario.house_rules != crate::domain::scenario::HouseRules::default() {
        out.line("house_rules", &scenario.house_rules);
    }
    if scenario.weights != Weights::default() {
        out.line("weights", &scenario.weights);
    }
    // Rows stand before the paragraphs, because TOML has no way back to the root after the first header.
    out.rows("substitutions", &scenario.substitutions);
    out.rows("agency", &scenario.agency);
    out.rows("shifts", &scenario.shifts);
    out.rows("held", &scenario.held);
    out.rows("absences", &scenario.absences);
    out.rows("rosters", &scenario.rosters);
    if scenario.establishments.is_empty() {
        out.line("establishments", &scenario.establishments);
    }
    if scenario.units.is_empty() {
        out.line("units", &scenario.units);
    }
    if scenario.agents.is_empty() {
        out.line("agents", &scenario.agents);
    }
    if let Some(expected) = &scenario.expected {
        out.header("[expected]");
        out.some("status", expected.status.as_ref());
        out.some("covered", expected.covered.as_ref());
        out.some("covered_min", expected.covered_min.as_ref());
        out.list("uncovered", &expected.uncovered);
        if !expected.assigned.is_empty() {
            out.line("assigned", &expected.assigned);
        }
        if !expected.refused.is_empty() {
            out.header("[expected.refused]");
            for (shift, agents) in &expected.refused {
                out.line(&key(shift.as_str()), agents);
            }
        }
    }
    scenario.establishments.iter().for_each(|site| establishment(&mut out, site));
    scenario.units.iter().for_each(|team| unit(&mut out, team));
    scenario.agents.iter().for_each(|carer| agent(&mut out, carer));
    out.0
}

fn establishment(out: &mut Toml, site: &Establishment) {
    out.header("[[establishments]]");
    out.line("id", &site.id);
    out.line("name", &site.name);
    out.line("finess", &site.finess);
    out.line("regime", &site.regime);
    out.line("time_zone", &site.time_zone);
    out.line("commune", &site.commune);
    out.line("place", &site.place);
    out.line("territory", &site.territory);
    if site.good_friday {
        out.line("good_friday", &true);
    }
    out.list("extra_holidays", &site.extra_holidays);
    out.rows("derogations", &site.derogations);
    if site.law != EstablishmentLaw::default() {
        out.line("law", &site.law);
    }
    out.list("membership", &site.membership);
}

fn unit(out: &mut Toml, team: &Unit) {
    out.header("[[units]]");
    out.line("id", &team.id);
    out.line("establishment", &team.establishment);
    out.line("name", &team.name);
    let codes: Vec<CodeRow<'_>> = team.shift_codes.iter().map(CodeRow::from).collect();
    if codes.is_empty() {
        out.line("shift_codes", &codes);
    }
    out.rows("shift_codes", &codes);
    out.rows("minimum_cover", &team.minimum_cover);
}

/// A shift code with its times as people write them, to the minute.
#[derive(Serialize)]
struct CodeRow<'s> {
    code: &'s str,
    label: &'s str,
    start: String,
    end: String,
    break_minutes: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    paid_break_minutes: Option<u32>,
}

impl<'s> From<&'s ShiftCode> for CodeRow<'s> {
    fn from(code: &'s ShiftCode) -> Self {
        Self {
            code: code.code.as_str(),
            label: &code.label,
            start: code.start.format("%H:%M").to_string(),
            end: code.end.format("%H:%M").to_string(),
            break_minutes: code.break_minutes,
            paid_break_minutes: code.paid_break_minutes,
        }
    }
}

fn agent(out: &mut Toml, carer: &Agent) {
    out.header("[[agents]]");
    out.line("id", &carer.id);
    out.line("name", &carer.name);
    out.line("employer", &carer.employer);
    out.line("share_percent", &carer.share_percent);
    out.line("qualifications", &carer.qualifications);
    out.line("home", &carer.home);
    out.line("mobility_km", &carer.mobility_km);
    out.line("cost_cents_per_hour", &carer.cost_cents_per_hour);
    if carer.equity_balance.to_bits() != 0 {
        out.line("equity_balance", &carer.equity_balance);
    }
    out.list("exemptions", &carer.exemptions);
    out.list("known_units", &carer.known_units);
    out.list("outside_work", &carer.outside_work);
    out.list("availability", &carer.availability);
    out.list("wishes", &carer.wishes);
    out.list("promised_rests", &carer.promised_rests);
    if carer.pool != Admission::Admitted {
        out.line("pool", &carer.pool);
    }
    if carer.law != AgentLaw::default() {
        out.line("law", &carer.law);
    }
}

/// A key as TOML wants it: bare when it can be.
fn key(text: &str) -> String {
    let bare = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { text.to_owned() } else { value(text) }
}

fn value<T: Serialize + ?Sized>(value: &T) -> String {
    let mut text = String::new();
    value.serialize(toml::ser::ValueSerializer::new(&mut text)).expect("scenario values have a TOML form");
    text
}

/// The text written so far.
#[derive(Default)]
struct Toml(String);

impl Toml {
    fn gap(&mut self) {
        self.0.push('\n');
    }

    fn header(&mut self, header: &str) {
        let _ = writeln!(self.0, "\n{header}");
    }

    fn line<T: Serialize + ?Sized>(&mut self, key: &str, what: &T) {
        let _ = writeln!(self.0, "{key} = {}", value(what));
    }

    fn some<T: Serialize>(&mut self, key: &str, what: Option<&T>) {
        if let Some(what) = what {
            self.line(key, what);
        }
    }

    /// A list on one line, left out when empty.
    fn list<T: Serialize>(&mut self, key: &str, items: &[T]) {
        if !items.is_empty() {
            self.line(key, items);
        }
    }

    /// A list with one item a line, left out when empty.
    fn rows<T: Serialize>(&mut self, key: &str, items: &[T]) {
        if items.is_empty() {
            return;
        }
        let _ = writeln!(self.0, "{key} = [");
        for item in items {
            let _ = writeln!(self.0, "  {},", value(item));
        }
        self.0.push_str("]\n");
    }
}
