//! Member sites and the distinct sets of rules that hold there.

use super::after_last_day;
use crate::domain::problem::{RuleSetIx, Site};
use crate::domain::scenario::{LocalRule, Scenario};
use crate::domain::time::{Day, day_of_date};
use crate::formats::{Issue, Said};
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
                expected: Said::both(
                    format!("un référentiel parmi {}", library.keys()),
                    format!("one of {}", library.keys()),
                ),
                help: Said::both(
                    "nommez un référentiel et une version que ce programme connaît",
                    "name a rule pack and version that this program holds",
                ),
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
            expected: Said::both("un régime nommé sous [rule_packs]", "a regime listed under [rule_packs]"),
            help: Said::both(
                format!("ce programme connaît {}", library.keys()),
                format!("this program holds {}", library.keys()),
            ),
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
    let (field, found, expected, help): (_, Said, _, _) = match error {
        ResolveError::UnknownDerogation { at, id, known } => (
            format!("{establishment}.derogations[{at}].id"),
            format!("«{id}»").into(),
            Said::both(
                format!("une dérogation des référentiels en vigueur : {known}"),
                format!("a derogation of the packs in force: {known}"),
            ),
            Said::both(
                "la loi ne permet pas d’autre assouplissement ; retirez-la",
                "the law allows no other relaxation; remove it",
            ),
        ),
        ResolveError::DerogationWithoutDocument { at, id } => (
            format!("{establishment}.derogations[{at}].document"),
            Said::both(format!("aucun pour «{id}»"), format!("none for «{id}»")),
            Said::both("la référence du document qui l’accorde", "the reference of the document that grants it"),
            Said::both(
                "nommez le document ; sans lui, la dérogation n’existe pas",
                "name the document; without it the derogation does not exist",
            ),
        ),
        ResolveError::UnknownRule { at, id, known } => (
            rule_field(*at, ".rule"),
            format!("«{id}»").into(),
            Said::both(format!("une règle en vigueur ici : {known}"), format!("a rule in force here: {known}")),
            Said::both("`releve law show PACK` donne la liste des règles", "`releve law show PACK` lists the rules"),
        ),
        ResolveError::UnknownValue { at, value, known, .. } => (
            rule_field(*at, ".values"),
            format!("«{value}»").into(),
            Said::both(format!("une valeur parmi {known}"), format!("one of {known}")),
            Said::both("nommez une valeur que la règle possède", "name a value that the rule has"),
        ),
        ResolveError::LoosenedWithoutDocument { at, value, article, .. } => (
            rule_field(*at, ".document"),
            Said::both(
                format!("aucun, alors que «{value}» est plus souple que {article}"),
                format!("none, though «{value}» is looser than {article}"),
            ),
            Said::both("la référence de l’accord qui le permet", "the reference of the agreement that allows it"),
            Said::both(
                "nommez le document, ou gardez la valeur du référentiel",
                "name the document, or keep the value of the pack",
            ),
        ),
        ResolveError::PastFloor { at, value, found, floor, article, .. } => (
            rule_field(*at, ".values"),
            format!("{value} = {found}").into(),
            Said::both(
                format!("rien de plus souple que {value} = {floor}, le plancher d’ordre public ({article})"),
                format!("nothing looser than {value} = {floor}, the floor of public order ({article})"),
            ),
            Said::both(
                "aucun accord ne peut aller plus loin ; restez dans cette limite",
                "no agreement may go further; keep within it",
            ),
        ),
        ResolveError::MissingTable { pack, table } => (
            format!("{establishment}.regime"),
            Said::both(format!("«{pack}», qui n’a pas de [{table}]"), format!("«{pack}», which has no [{table}]")),
            Said::both(
                "un référentiel avec cette table, ou un dont il part",
                "a pack with that table, or one underneath",
            ),
            Said::both("complétez le référentiel", "complete the pack"),
        ),
    };
    Issue { line: None, field, found, expected, help }
}
