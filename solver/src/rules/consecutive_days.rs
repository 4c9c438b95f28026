//! Worked days in a row. Under the Code du travail at most 12, which is what remains when each civil week holds its rest
//! (Cass. soc. 13 Nov. 2025); the FPH has no number; a group may set a lower one. A worked day is one on which a duty
//! starts.

use super::linear::{Guard, Model, Sense, Term};
use super::{Case, Detail, RuleId, Violation};
use crate::domain::problem::Worker;
use crate::domain::time::{Day, Span};
use std::collections::BTreeSet;

fn window(worker: &Worker, first: Day, days: Day) -> Span {
    Span::new(worker.grid.start_of(first), worker.grid.start_of(first + days))
}

/// Judges the runs that contain a proposed duty.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    for rule_set in case.rule_sets() {
        let Some(rule) = &case.rules(rule_set).consecutive_days else { continue };
        let worked: BTreeSet<Day> = case.duties.iter().map(|d| d.day).collect();
        let length = rule.days_max as Day + 1;
        let proposed: BTreeSet<Day> = case.proposed().map(|d| d.day).collect();
        let broken = proposed.iter().flat_map(|day| day - length + 1..=*day).find(|first| {
            (*first..first + length).all(|day| worked.contains(&day))
                && case.governs(rule_set, window(case.worker, *first, length))
        });
        if let Some(inside) = broken {
            let first = (i32::MIN..=inside).rev().take_while(|day| worked.contains(day)).last().unwrap_or(inside);
            let last = (inside..=i32::MAX).take_while(|day| worked.contains(day)).last().unwrap_or(inside);
            found.push(Violation {
                rule: RuleId::ConsecutiveDays,
                rule_set: Some(rule_set),
                window: window(case.worker, first, last - first + 1),
                measured: i64::from(last - first + 1),
                limit: i64::from(rule.days_max),
                detail: Detail::None,
                lawful_from: Some(case.worker.grid.start_of(last + 2)),
            });
        }
    }
}

/// Rows: of any `max + 1` consecutive days, one is free.
pub fn rows(model: &mut Model<'_>) {
    for rule_set in model.rule_sets() {
        let Some(rule) = model.problem.rule_sets[rule_set].consecutive_days.clone() else { continue };
        let length = rule.days_max as Day + 1;
        let firsts: BTreeSet<Day> = model.candidates.iter().flat_map(|d| d.day - length + 1..=d.day).collect();
        for first in firsts {
            let mut room = f64::from(rule.days_max);
            let mut terms: Vec<(Term, f64)> = Vec::new();
            for day in first..first + length {
                match model.day_worked(day) {
                    Some(day_terms) => terms.extend(day_terms),
                    None => room -= 1.0,
                }
            }
            match model.guard(rule_set, window(model.worker, first, length)) {
                Guard::Always => {}
                Guard::Never => continue,
                Guard::When(aux) => {
                    terms.push((Term::Aux(aux), 1.0));
                    room += 1.0;
                }
            }
            model.row(RuleId::ConsecutiveDays, terms, Sense::AtMost, room);
        }
    }
}
