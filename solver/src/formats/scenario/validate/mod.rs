//! What the fields of a scenario mean together: ids that exist, ranges, order of dates, rosters that one person can hold.
//!
//! Independent of any text, so that a scenario assembled from the database is held to the same rules as a file. Whether
//! a plan would be lawful is not asked here; that a rule pack exists is the compiler's question.

mod findings;
mod law;
mod people;
mod places;
mod rosters;

use crate::domain::scenario::{FORMAT, Horizon, Scenario};
use crate::formats::findings::{Doubts, Findings};
use crate::formats::reader::{Path, YEARS};
use crate::formats::{Issue, Said};
use chrono::{Datelike, Days, NaiveDate};
use findings::Index;

/// Days by which facts may lie outside the horizon before they are taken for a slip of the keyboard. Averages look back
/// twelve weeks, so a loaded history is never farther away than that.
const MARGIN_DAYS: u64 = 92;

/// Days that a horizon may have: a day, up to a year with its margins.
const HORIZON_DAYS: std::ops::RangeInclusive<u32> = 1..=Horizon::DAYS_MAX;

/// Everything that is wrong with a scenario, keyed by field path, without lines.
pub fn validate(scenario: &Scenario) -> Vec<Issue> {
    check(scenario, &Doubts::default())
}

/// [`validate`] for facts that are kept from year to year: a roster of next summer and an absence of last winter are no slip of the
/// keyboard there, so nothing is held against the horizon.
pub fn validate_kept(scenario: &Scenario) -> Vec<Issue> {
    check(scenario, &Doubts::about("horizon"))
}

/// [`validate`], quiet about whatever follows from issues already known.
pub(super) fn check(scenario: &Scenario, doubts: &Doubts<'_>) -> Vec<Issue> {
    let mut findings = Findings::new(doubts);
    let index = Index::new(scenario, &mut findings);
    head(scenario, &mut findings);
    places::establishments(scenario, &index, &mut findings);
    places::units(scenario, &index, &mut findings);
    people::agents(scenario, &index, &mut findings);
    people::absences(scenario, &index, &mut findings);
    rosters::rosters(scenario, &index, &mut findings);
    shifts(scenario, &index, &mut findings);
    expected(scenario, &index, &mut findings);
    findings.into_issues()
}

fn head(scenario: &Scenario, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    if scenario.format != FORMAT {
        let help = Said::both("cette version ne lit aucun autre format", "this version reads no other format");
        findings.report(&root.key("format"), quoted(&scenario.format), format!("{FORMAT:?}"), help);
    }
    let group = root.key("group");
    findings.id(&group.key("id"), scenario.group.id.as_str());
    findings.filled(&group.key("name"), &scenario.group.name);
    let horizon = root.key("horizon");
    findings.within(&horizon.key("days"), scenario.horizon.days, *HORIZON_DAYS.start(), *HORIZON_DAYS.end());
    findings.sane_date(&horizon.key("from"), scenario.horizon.from);
    let packs = root.key("rule_packs");
    if scenario.rule_packs.is_empty() && !findings.doubts.is_unsure("rule_packs") {
        let (found, expected) =
            (Said::both("rien", "nothing"), Said::both("au moins un référentiel", "at least one rule pack"));
        let help = Said::both("écrivez par exemple `fph = \"2026-01\"`", "write for instance `fph = \"2026-01\"`");
        findings.report(&packs, found, expected, help);
    }
    for (pack, version) in &scenario.rule_packs {
        findings.filled(&packs.key(pack), version);
    }
    if let Some(days) = scenario.house_rules.consecutive_days_max {
        findings.within(&root.key("house_rules").key("consecutive_days_max"), days, 1, 31);
    }
    if let Some(weekends) = scenario.house_rules.weekends_in_a_row_max {
        findings.within(&root.key("house_rules").key("weekends_in_a_row_max"), weekends, 1, 52);
    }
    if let Some(km) = scenario.house_rules.mobility_radius_km {
        findings.within(&root.key("house_rules").key("mobility_radius_km"), km, 1, 1000);
    }
    law::local_rules(&root.key("house_rules").key("rules"), &scenario.house_rules.rules, findings);
    let weights = &scenario.weights;
    let named = [
        ("night", weights.night),
        ("saturday", weights.saturday),
        ("sunday", weights.sunday),
        ("holiday", weights.holiday),
        ("hours", weights.hours),
        ("travel", weights.travel),
        ("unknown_unit", weights.unknown_unit),
        ("wish_off", weights.wish_off),
        ("wish_on", weights.wish_on),
        ("weekend_in_a_row", weights.weekend_in_a_row),
        ("far_site", weights.far_site),
        ("winter_holidays", weights.winter_holidays),
        ("alone_on_unknown_unit", weights.alone_on_unknown_unit),
    ];
    for (name, weight) in named {
        findings.between(&root.key("weights").key(name), weight, 0.0, 10_000.0);
    }
    tables(scenario, findings);
}

fn tables(scenario: &Scenario, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    let list = root.key("substitutions");
    let mut seen = std::collections::BTreeSet::new();
    for (i, cell) in scenario.substitutions.iter().enumerate() {
        let path = list.item(i, None);
        findings.id(&path.key("post"), cell.post.as_str());
        findings.id(&path.key("held"), cell.held.as_str());
        if !seen.insert((&cell.post, &cell.held)) {
            let found = Said::both(
                format!("une deuxième ligne pour post {} et held {}", cell.post, cell.held),
                format!("a second cell for post {} and held {}", cell.post, cell.held),
            );
            let expected = Said::both("une ligne par paire", "one cell per pair");
            findings.report(&path, found, expected, Said::both("retirez l’un des deux", "remove one of the two"));
        }
    }
    let list = root.key("agency");
    let mut seen = std::collections::BTreeSet::new();
    for (i, price) in scenario.agency.iter().enumerate() {
        let path = list.item(i, Some(price.qualification.as_str()));
        findings.id(&path.key("qualification"), price.qualification.as_str());
        if !seen.insert(&price.qualification) {
            let found = Said::both(
                format!("un deuxième prix pour {}", price.qualification),
                format!("a second price for {}", price.qualification),
            );
            let expected = Said::both("un prix par métier", "one price per qualification");
            findings.report(
                &path.key("qualification"),
                found,
                expected,
                Said::both("retirez l’un des deux", "remove one of the two"),
            );
        }
    }
}

fn shifts(scenario: &Scenario, index: &Index<'_>, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    let list = root.key("shifts");
    let from = scenario.horizon.from;
    let end = from.checked_add_days(Days::new(u64::from(scenario.horizon.days)));
    for (i, shift) in scenario.shifts.iter().enumerate() {
        let path = list.item(i, Some(shift.id.as_str()));
        findings.id(&path.key("qualification"), shift.qualification.as_str());
        if let Some(unit) = findings.reference(&path.key("unit"), shift.unit.as_str(), &index.units, "units") {
            findings.code_of_unit(&path.key("code"), &shift.code, &scenario.units[unit], unit);
        }
        let inside = end.is_none_or(|end| from <= shift.date && shift.date < end);
        if !inside && findings.is_horizon_sound(scenario) {
            let last = end.and_then(|end| end.pred_opt()).unwrap_or(from);
            let expected = Said::both(
                format!("un jour de l’horizon, du {from} au {last}"),
                format!("a day of the horizon, {from} to {last}"),
            );
            let help =
                Said::both("corrigez la date, ou allongez l’horizon", "correct the date, or lengthen the horizon");
            findings.report(&path.key("date"), shift.date.to_string(), expected, help);
        }
    }
    let held = root.key("held");
    for (i, given) in scenario.held.iter().enumerate() {
        let path = held.item(i, Some(given.agent.as_str()));
        findings.reference(&path.key("agent"), given.agent.as_str(), &index.agents, "agents");
        let path = path.key("shift");
        if let Some(unit) = findings.reference(&path.key("unit"), given.shift.unit.as_str(), &index.units, "units") {
            findings.code_of_unit(&path.key("code"), &given.shift.code, &scenario.units[unit], unit);
        }
    }
}

fn expected(scenario: &Scenario, index: &Index<'_>, findings: &mut Findings<'_>) {
    let Some(expected) = &scenario.expected else { return };
    let root = Path::ROOT;
    let path = root.key("expected");
    if let Some(status) = &expected.status
        && !["optimal", "feasible"].contains(&status.as_str())
    {
        let help = Said::both(
            "un scénario infaisable est celui dont tous les postes sont dans `uncovered`",
            "an infeasible scenario is one whose shifts are all in `uncovered`",
        );
        let expected = Said::both("\"optimal\" ou \"feasible\"", "\"optimal\" or \"feasible\"");
        findings.report(&path.key("status"), quoted(status), expected, help);
    }
    let most = scenario.shifts.len() as u32;
    for (key, count) in [("covered", expected.covered), ("covered_min", expected.covered_min)] {
        if let Some(count) = count
            && !findings.doubts.is_unsure("shifts")
        {
            findings.within(&path.key(key), count, 0, most);
        }
    }
    let uncovered = path.key("uncovered");
    for (i, shift) in expected.uncovered.iter().enumerate() {
        findings.reference(&uncovered.item(i, None), shift.as_str(), &index.shifts, "shifts");
    }
    let assigned = path.key("assigned");
    for (shift, agent) in &expected.assigned {
        let path = assigned.key(shift.as_str());
        findings.reference(&path, shift.as_str(), &index.shifts, "shifts");
        findings.reference(&path, agent.as_str(), &index.agents, "agents");
    }
    let refused = path.key("refused");
    for (shift, agents) in &expected.refused {
        let path = refused.key(shift.as_str());
        findings.reference(&path, shift.as_str(), &index.shifts, "shifts");
        for (agent, rule) in agents {
            let path = path.key(agent.as_str());
            findings.reference(&path, agent.as_str(), &index.agents, "agents");
            findings.filled(&path, rule);
        }
    }
}

/// Whether a date can take part in date arithmetic.
fn is_sane(date: NaiveDate) -> bool {
    YEARS.contains(&date.year())
}

fn quoted(text: &str) -> String {
    crate::formats::tree::quote(text)
}
