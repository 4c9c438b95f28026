//! From packs to the rules that hold at one establishment.
//!
//! Everything of the pack and of the packs underneath holds at once: code, branch, convention. What a recorded derogation
//! relaxes, or a local rule changes, is changed in place; a rule that another one implies is dropped, so that the strictest
//! of each kind remains (`law.md` §0, layering).

use super::pack::{Library, Mileage, Night, Pack};
use super::rule::{ByKind, Certainty, ConsecutiveDays, Force, Limit, Rule};
use crate::domain::scenario::{Derogation, HouseRules, LocalRule};
use crate::domain::time::Day;
use chrono::NaiveDate;

/// Effective rules for work at one establishment.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSet {
    /// `fph@2026-01`.
    pub pack: String,
    /// Every rule in force, those of the nearest pack first.
    pub rules: Vec<Rule>,
    /// The same by kind.
    pub limits: ByKind,
    /// What makes a duty a night duty.
    pub night: Night,
    /// Travel refund.
    pub mileage: Mileage,
    /// A Monday on which a period of several weeks begins (fortnights, cycles).
    pub anchor: Day,
    /// Length of the work cycle, civil weeks.
    pub cycle_weeks: i64,
}

/// What an establishment and its group add to the packs.
#[derive(Debug, Clone, Copy)]
pub struct Local<'a> {
    /// Recorded derogations.
    pub derogations: &'a [Derogation],
    /// Changed values, the group's before the establishment's.
    pub rules: &'a [LocalRule],
    /// The group's own tightenings.
    pub house: &'a HouseRules,
    /// See [`RuleSet::anchor`].
    pub anchor: Day,
    /// See [`RuleSet::cycle_weeks`].
    pub cycle_weeks: i64,
}

/// Why an establishment's rules cannot be resolved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// No such derogation.
    #[error("no pack in force knows a derogation «{id}»; they know {known}")]
    UnknownDerogation {
        /// Position in the list.
        at: usize,
        /// What was asked for.
        id: String,
        /// What there is.
        known: String,
    },
    /// A derogation without the document that grants it.
    #[error("derogation «{id}» names no document")]
    DerogationWithoutDocument {
        /// Position in the list.
        at: usize,
        /// Which.
        id: String,
    },
    /// No such rule.
    #[error("no pack in force has a rule «{id}»; they have {known}")]
    UnknownRule {
        /// Position in the list.
        at: usize,
        /// What was asked for.
        id: String,
        /// What there is.
        known: String,
    },
    /// A rule without such a value.
    #[error("rule «{rule}» has no value «{value}»; it has {known}")]
    UnknownValue {
        /// Position in the list.
        at: usize,
        /// Rule.
        rule: String,
        /// What was asked for.
        value: String,
        /// What there is.
        known: String,
    },
    /// A local rule is looser than the law and no document allows it.
    #[error("«{value}» of «{rule}» is looser than {article} and names no document")]
    LoosenedWithoutDocument {
        /// Position in the list.
        at: usize,
        /// Rule.
        rule: String,
        /// Which value.
        value: String,
        /// What founds the rule.
        article: String,
    },
    /// A local rule goes past what the law lets anybody agree on.
    #[error("«{value}» = {found} of «{rule}» is past the public-order floor {floor} ({article})")]
    PastFloor {
        /// Position in the list.
        at: usize,
        /// Rule.
        rule: String,
        /// Which value.
        value: String,
        /// What was asked for.
        found: i64,
        /// What the law allows at most.
        floor: String,
        /// What founds the rule.
        article: String,
    },
    /// No pack of the chain says what a night is, or what a kilometre costs.
    #[error("neither {pack} nor a pack underneath it has a [{table}] table")]
    MissingTable {
        /// Pack.
        pack: String,
        /// Which table.
        table: &'static str,
    },
}

impl RuleSet {
    /// The rules of `pack` and of the packs underneath it that hold at an establishment on the days `first..=last`.
    ///
    /// A derogation, or a local rule that loosens, which covers only part of the period is not applied, and a rule that is
    /// in force on only part of it is: a plan must be lawful on each of its days, and the stricter value is lawful on all of
    /// them.
    ///
    /// # Errors
    /// See [`ResolveError`].
    pub fn resolve(
        library: &Library,
        pack: &Pack,
        local: Local<'_>,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Self, ResolveError> {
        let chain = library.chain(pack);
        let recorded = recorded(&chain, local.derogations, first, last)?;
        let mut rules: Vec<Rule> =
            chain.iter().flat_map(|pack| &pack.rules).filter(|r| r.touches(first, last)).cloned().collect();
        for derogation in &recorded {
            rules.retain(|rule| !derogation.switch.suspends.contains(&rule.id));
        }
        rules.retain(|rule| {
            rule.only_with.as_ref().is_none_or(|needed| recorded.iter().any(|d| d.switch.id == *needed))
        });
        for derogation in &recorded {
            for change in &derogation.switch.changes {
                for rule in rules.iter_mut().filter(|rule| rule.id == change.rule) {
                    rule.limit = rule.limit.with(&change.values).unwrap_or(rule.limit);
                    rule.article = format!("{} (dérogation : {})", derogation.switch.article, derogation.document);
                }
            }
        }
        for (at, change) in local.rules.iter().enumerate() {
            apply(at, change, &mut rules, first, last)?;
        }
        rules.extend(local.house.consecutive_days_max.map(house_rule));
        let night = chain.iter().find_map(|pack| pack.night.clone());
        let mileage = chain.iter().find_map(|pack| pack.mileage.clone());
        let missing = |table| ResolveError::MissingTable { pack: pack.key(), table };
        let rules = strictest(rules);
        Ok(Self {
            pack: pack.key(),
            limits: ByKind::new(&rules),
            rules,
            night: night.ok_or_else(|| missing("night"))?,
            mileage: mileage.ok_or_else(|| missing("mileage"))?,
            anchor: local.anchor,
            cycle_weeks: local.cycle_weeks,
        })
    }
}

/// A derogation of the packs with the document that turns it on.
struct Recorded<'a> {
    switch: &'a super::pack::PackDerogation,
    document: &'a str,
}

fn recorded<'a>(
    chain: &[&'a Pack],
    derogations: &'a [Derogation],
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Recorded<'a>>, ResolveError> {
    let mut found = Vec::new();
    for (at, derogation) in derogations.iter().enumerate() {
        let all = || chain.iter().flat_map(|pack| &pack.derogations);
        let switch = all().find(|switch| switch.id == derogation.id).ok_or_else(|| {
            let known: Vec<&str> = all().map(|switch| switch.id.as_str()).collect();
            ResolveError::UnknownDerogation { at, id: derogation.id.clone(), known: known.join(", ") }
        })?;
        if derogation.document.trim().is_empty() {
            return Err(ResolveError::DerogationWithoutDocument { at, id: derogation.id.clone() });
        }
        if derogation.valid_from <= first && derogation.valid_to.is_none_or(|to| to >= last) {
            found.push(Recorded { switch, document: &derogation.document });
        }
    }
    Ok(found)
}

/// Changes the values of a rule: tighter at once, looser within the floor and with a document only.
fn apply(
    at: usize,
    change: &LocalRule,
    rules: &mut [Rule],
    first: NaiveDate,
    last: NaiveDate,
) -> Result<(), ResolveError> {
    if !rules.iter().any(|rule| rule.id == change.rule) {
        let known: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        return Err(ResolveError::UnknownRule { at, id: change.rule.clone(), known: known.join(", ") });
    }
    let values: Vec<(String, i64)> = change.values.iter().map(|(name, value)| (name.clone(), *value)).collect();
    let touches = change.valid_from.is_none_or(|from| from <= last) && change.valid_to.is_none_or(|to| to >= first);
    let covers = change.valid_from.is_none_or(|from| from <= first) && change.valid_to.is_none_or(|to| to >= last);
    for rule in rules.iter_mut().filter(|rule| rule.id == change.rule) {
        let new = rule.limit.with(&values).map_err(|value| {
            let known: Vec<&str> = rule.limit.values().iter().map(|(name, _)| name.name).collect();
            ResolveError::UnknownValue { at, rule: rule.id.clone(), value, known: known.join(", ") }
        })?;
        let past_floor = |value: &str, floor: String| ResolveError::PastFloor {
            at,
            rule: rule.id.clone(),
            value: value.to_owned(),
            found: values.iter().find(|(name, _)| name == value).map_or(0, |(_, v)| *v),
            floor,
            article: rule.article.clone(),
        };
        // A window or threshold is part of what the rule says: nobody changes it by themselves.
        if let Some((name, value)) = values.iter().find(|(name, _)| {
            let exact = |(known, _): &&(super::rule::ValueName, Option<i64>)| {
                known.name == name && known.direction == super::rule::Direction::Exact
            };
            rule.limit.values().iter().any(|v| exact(&v)) && !new.comparable(&rule.limit)
        }) {
            let law = rule.limit.values().iter().find(|(known, _)| known.name == name).and_then(|(_, v)| *v);
            return Err(past_floor(name, law.unwrap_or(*value).to_string()));
        }
        let looser = new.looser_than(&rule.limit);
        if let Some(value) = looser {
            let floor = rule.floor.filter(|_| rule.force == Force::Default).unwrap_or(rule.limit);
            if let Some(past) = new.looser_than(&floor) {
                let floor = floor.values().into_iter().find(|(name, _)| *name == past).and_then(|(_, v)| v);
                return Err(past_floor(past.name, floor.map_or_else(String::new, |v| v.to_string())));
            }
            if change.document.as_ref().is_none_or(|document| document.trim().is_empty()) {
                return Err(ResolveError::LoosenedWithoutDocument {
                    at,
                    rule: rule.id.clone(),
                    value: value.name.to_owned(),
                    article: rule.article.clone(),
                });
            }
        }
        if if looser.is_some() { covers } else { touches } {
            rule.limit = new;
            let document = change.document.as_deref().unwrap_or("décision du groupement");
            rule.article = format!("{} (local : {document})", rule.article);
        }
    }
    Ok(())
}

fn house_rule(days_max: u32) -> Rule {
    Rule {
        id: "house.consecutive-days".into(),
        label_fr: "Jours travaillés d'affilée".into(),
        limit: Limit::ConsecutiveDays(ConsecutiveDays { days_max: i64::from(days_max) }),
        floor: None,
        applies_to: None,
        only_with: None,
        force: Force::Hard,
        article: "règle du groupement (plus stricte que la loi)".into(),
        alias: None,
        source: "house_rules.consecutive_days_max".into(),
        certainty: Certainty::V1,
        valid_from: None,
        valid_to: None,
    }
}

/// Drops every rule that another one implies; of two that say the same the nearer one stays.
fn strictest(rules: Vec<Rule>) -> Vec<Rule> {
    let covers = |a: &Rule, b: &Rule| {
        (a.applies_to.is_none() || a.applies_to == b.applies_to)
            && (a.force == Force::Information) == (b.force == Force::Information)
            && a.limit.implies(&b.limit)
    };
    let kept = |at: usize| {
        !rules.iter().enumerate().any(|(other_at, other)| {
            other_at != at && covers(other, &rules[at]) && (other_at < at || !covers(&rules[at], other))
        })
    };
    let keep: Vec<bool> = (0..rules.len()).map(kept).collect();
    rules.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(rule, _)| rule).collect()
}

#[cfg(test)]
mod tests;
