//! Member sites and the distinct sets of rules that hold there.

use super::after_last_day;
use crate::domain::problem::{RuleSetIx, Site};
use crate::domain::scenario::{LocalRule, Scenario};
use crate::domain::time::{Day, day_of_date};
use crate::formats::Issue;
use crate::law::{Library, Local, ResolveError, RuleSet};
use chrono::Days;
use std::sync::Arc;

/// Length of a work cycle when the establishment states none, civil weeks.
const CYCLE_WEEKS: u32 = 4;

/// 29 December 2025, the Monday of ISO week 1 of 2026: where cycles begin when the establishment states nothing.
const CYCLE_ANCHOR: Day = 20_451;

/// Sites and the distinct rule sets they point at.
pub(super) fn sites(library: &Library, scenario: &Scenario, issues: &mut Vec<Issue>) -> (Vec<Site>, Vec<RuleSet>) {
    for (id, version) in &scenario.rule_packs {
        if library.pack(id, version).is_none() {
            issues.push(Issue {
                line: None,
                field: format!("rule_packs.{id}"),
                found: format!("«{version}»").into(),
                expected: format!("one of {}", library.keys()).into(),
                help: "name a rule pack and version that this program holds".into(),
            });
        }
    }
    let mut rule_sets: Vec<RuleSet> = Vec::new();
    let mut sites = Vec::new();
    for (position, establishment) in scenario.establishments.iter().enumerate() {
        let rule_set = rule_set(library, scenario, position, &mut rule_sets, issues).unwrap_or(0);
        sites.push(Site {
            id: establishment.id.clone(),
            name: establishment.name.clone(),
            zone: establishment.time_zone,
            place: establishment.place,
            rule_set,
            required_documents: establishment.law.required_documents.clone(),
            membership: establishment
                .membership
                .iter()
                .map(|days| (day_of_date(days.from), days.to.map_or(Day::MAX, day_of_date)))
                .collect(),
            calendar: Arc::new(establishment.clone()),
        });
    }
    (sites, rule_sets)
}

fn rule_set(
    library: &Library,
    scenario: &Scenario,
    position: usize,
    rule_sets: &mut Vec<RuleSet>,
    issues: &mut Vec<Issue>,
) -> Option<RuleSetIx> {
    let establishment = &scenario.establishments[position];
    let at = format!("establishments[{position} \"{}\"]", establishment.id);
    let version = scenario.rule_packs.get(&establishment.regime);
    let Some(pack) = version.and_then(|version| library.pack(&establishment.regime, version)) else {
        issues.push(Issue {
            line: None,
            field: format!("{at}.regime"),
            found: format!("«{}»", establishment.regime).into(),
            expected: "a regime listed under [rule_packs]".into(),
            help: format!("this program holds {}", library.keys()).into(),
        });
        return None;
    };
    // The establishment's own rules come after the group's, which they may tighten further.
    let of_group = &scenario.house_rules.rules;
    let rules: Vec<LocalRule> = of_group.iter().chain(&establishment.law.rules).cloned().collect();
    let local = Local {
        derogations: &establishment.derogations,
        rules: &rules,
        house: &scenario.house_rules,
        anchor: establishment.law.cycle_anchor.map_or(CYCLE_ANCHOR, day_of_date),
        cycle_weeks: i64::from(establishment.law.cycle_weeks.unwrap_or(CYCLE_WEEKS)),
    };
    let last = after_last_day(scenario) - Days::new(1);
    match RuleSet::resolve(library, pack, local, scenario.horizon.from, last) {
        Ok(set) => Some(rule_sets.iter().position(|known| *known == set).unwrap_or_else(|| {
            rule_sets.push(set);
            rule_sets.len() - 1
        })),
        Err(error) => {
            let issue = refused_rule(&at, of_group.len(), &error);
            // A rule of the group is at fault at every establishment; it is told once.
            if !issues.contains(&issue) {
                issues.push(issue);
            }
            None
        }
    }
}

/// Where and how a resolution failed, in the words of an issue. Local rules are numbered the group's first.
fn refused_rule(establishment: &str, of_group: usize, error: &ResolveError) -> Issue {
    let rule_field = |at: usize, rest: &str| match at.checked_sub(of_group) {
        None => format!("house_rules.rules[{at}]{rest}"),
        Some(own) => format!("{establishment}.law.rules[{own}]{rest}"),
    };
    let (field, found, expected, help) = match error {
        ResolveError::UnknownDerogation { at, id, known } => (
            format!("{establishment}.derogations[{at}].id"),
            format!("«{id}»"),
            format!("a derogation of the packs in force: {known}"),
            "the law allows no other relaxation; remove it".to_owned(),
        ),
        ResolveError::DerogationWithoutDocument { at, id } => (
            format!("{establishment}.derogations[{at}].document"),
            format!("none for «{id}»"),
            "the reference of the document that grants it".to_owned(),
            "name the document; without it the derogation does not exist".to_owned(),
        ),
        ResolveError::UnknownRule { at, id, known } => (
            rule_field(*at, ".rule"),
            format!("«{id}»"),
            format!("a rule in force here: {known}"),
            "`releve law show PACK` lists the rules".to_owned(),
        ),
        ResolveError::UnknownValue { at, value, known, .. } => (
            rule_field(*at, ".values"),
            format!("«{value}»"),
            format!("one of {known}"),
            "name a value that the rule has".to_owned(),
        ),
        ResolveError::LoosenedWithoutDocument { at, value, article, .. } => (
            rule_field(*at, ".document"),
            format!("none, though «{value}» is looser than {article}"),
            "the reference of the agreement that allows it".to_owned(),
            "name the document, or keep the value of the pack".to_owned(),
        ),
        ResolveError::PastFloor { at, value, found, floor, article, .. } => (
            rule_field(*at, ".values"),
            format!("{value} = {found}"),
            format!("nothing looser than {value} = {floor}, the floor of public order ({article})"),
            "no agreement may go further; keep within it".to_owned(),
        ),
        ResolveError::MissingTable { pack, table } => (
            format!("{establishment}.regime"),
            format!("«{pack}», which has no [{table}]"),
            "a pack with that table, or one underneath".to_owned(),
            "complete the pack".to_owned(),
        ),
    };
    let [found, expected, help] = [found, expected, help].map(Into::into);
    Issue { line: None, field, found, expected, help }
}
