//! A roster as it stands, judged: every person's whole timeline under her employer's rules, and every duty by itself. It is
//! the judgement of a plan with everything under it, so that a plan and an audit never disagree.
//!
//! Not judged, as they are about who is sent where: titles, absences, availability, documents, nights and week-ends of
//! somebody exempt from them.

use crate::domain::ids::AgentId;
use crate::domain::problem::{DutyKind, Problem, Worker};
use crate::domain::time::local_of_instant;
use crate::explain;
use crate::law::Certainty;
use crate::rules::{self, Case, Scope, Violation};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One rule that a roster breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Whose roster.
    pub agent: AgentId,
    /// First civil day of what is at fault, at her employer's.
    pub date: NaiveDate,
    /// Kind of rule: `daily-rest`, `weekly-max` …
    pub rule: String,
    /// Rule of the packs that decided, `fph.daily-rest`; none for what no pack holds.
    pub law: Option<String>,
    /// How sure that rule is.
    pub certainty: Option<Certainty>,
    /// Its French name.
    pub label_fr: String,
    /// Article that founds it.
    pub article: String,
    /// French sentence with its figures.
    pub sentence_fr: String,
    /// English sentence with its figures.
    pub sentence_en: String,
    /// Figure found, in `unit`.
    pub measured: i64,
    /// Figure allowed, in `unit`.
    pub limit: i64,
    /// `minutes`, `days`, `duties` or empty.
    pub unit: String,
}

/// Everything that the rosters of a problem break, person by person in the order of the problem, each in the order of days.
pub fn audit(problem: &Problem) -> Vec<Finding> {
    problem.workers.iter().flat_map(|worker| of_worker(problem, worker)).collect()
}

/// Of what an audit finds after a change, what the change brings about: a rule that the person did not break on the day, or broke
/// by less. What stays as it was, or comes nearer to the law, is not the change's doing.
pub fn worsened(before: &[Finding], after: Vec<Finding>) -> Vec<Finding> {
    let key = |finding: &Finding| (finding.agent.clone(), finding.date, finding.rule.clone(), finding.law.clone());
    let excess = |finding: &Finding| (finding.measured - finding.limit).abs();
    let mut known: BTreeMap<_, Vec<i64>> = BTreeMap::new();
    for finding in before {
        known.entry(key(finding)).or_default().push(excess(finding));
    }
    for excesses in known.values_mut() {
        excesses.sort_unstable();
    }
    // A day may break a rule several times: the worst is held against the worst, the next against the next.
    let mut order: Vec<usize> = (0..after.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(excess(&after[*at])));
    let mut is_worse = vec![false; after.len()];
    for at in order {
        let stood = known.get_mut(&key(&after[at])).and_then(Vec::pop);
        is_worse[at] = stood.is_none_or(|stood| excess(&after[at]) > stood);
    }
    after.into_iter().zip(is_worse).filter_map(|(finding, worse)| worse.then_some(finding)).collect()
}

fn of_worker(problem: &Problem, worker: &Worker) -> Vec<Finding> {
    // How long she works for others, and with which breaks, is theirs to answer for.
    let own = worker.fixed.iter().filter(|duty| duty.kind != DutyKind::Outside);
    let mut broken: Vec<Violation> = own.flat_map(|duty| rules::judge_duty(problem, worker, duty)).collect();
    broken.extend(rules::judge_timeline(&Case::new(problem, worker, &worker.fixed, Scope::Everything)));
    let mut findings: Vec<Finding> = broken.iter().map(|violation| finding(problem, worker, violation)).collect();
    findings.sort_by(|a, b| (a.date, &a.law, &a.rule).cmp(&(b.date, &b.law, &b.rule)));
    findings
}

fn finding(problem: &Problem, worker: &Worker, violation: &Violation) -> Finding {
    let law = violation.law.map(|law| law.of(problem));
    let words = explain::of_roster(problem, worker, violation);
    let zone = problem.sites[worker.employer].zone;
    Finding {
        agent: worker.id.clone(),
        date: local_of_instant(zone, violation.window.start).date(),
        rule: violation.rule.as_str().to_owned(),
        law: law.map(|rule| rule.id.clone()),
        certainty: law.map(|rule| rule.certainty),
        label_fr: law.map_or_else(String::new, |rule| rule.label_fr.clone()),
        article: explain::article(problem, violation),
        sentence_fr: words.fr,
        sentence_en: words.en,
        measured: violation.measured,
        limit: violation.limit,
        unit: words.unit.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(day: u32, measured: i64, limit: i64) -> Finding {
        Finding {
            agent: "a".into(),
            date: NaiveDate::from_ymd_opt(2026, 12, day).expect("a date"),
            rule: "daily-rest".to_owned(),
            law: Some("fph.daily-rest".to_owned()),
            certainty: None,
            label_fr: String::new(),
            article: String::new(),
            sentence_fr: String::new(),
            sentence_en: String::new(),
            measured,
            limit,
            unit: "minutes".to_owned(),
        }
    }

    #[test]
    fn less_of_a_fault_is_not_another() {
        let rest = |measured| finding(7, measured, 720);
        for (before, after, brought_about) in [
            (vec![], vec![rest(600)], vec![rest(600)]),
            (vec![rest(600)], vec![rest(600)], vec![]),
            (vec![rest(600)], vec![rest(660)], vec![]),
            (vec![rest(600)], vec![rest(599)], vec![rest(599)]),
            // More work than is allowed is a fault the other way round.
            (vec![finding(7, 3_000, 2_880)], vec![finding(7, 2_940, 2_880)], vec![]),
            (vec![finding(7, 3_000, 2_880)], vec![finding(7, 3_060, 2_880)], vec![finding(7, 3_060, 2_880)]),
            // Another day is another fault, and a second one on the same day is one more.
            (vec![rest(600)], vec![finding(8, 660, 720)], vec![finding(8, 660, 720)]),
            (vec![rest(600)], vec![rest(660), rest(600)], vec![rest(660)]),
            (vec![rest(600), rest(540)], vec![rest(600), rest(540)], vec![]),
        ] {
            assert_eq!(worsened(&before, after), brought_about);
        }
    }
}
