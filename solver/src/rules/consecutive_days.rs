//! Worked days in a row. Under the Code du travail at most 12, which is what remains when each civil week holds its rest
//! (Cass. soc. 13 Nov. 2025); six in the CCU (accord of 27 January 2000); the FPH has no number; a group may set a lower one.
//! A worked day is one on which a duty starts.

use super::linear::{Guard, Model, Sense, Term};
use super::{Case, Detail, RuleId, Violation, days_span};
use crate::domain::time::Day;

/// Judges the runs that contain a duty under judgement.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    let mut days: Vec<Day> = Vec::new();
    for (law, rule) in case.limits(|k| &k.consecutive_days) {
        if days.is_empty() {
            days = case.duties.iter().map(|d| d.day).collect();
            days.sort_unstable();
            days.dedup();
        }
        let length = rule.days_max as Day + 1;
        let mut broken = Vec::new();
        for run in days.chunk_by(|a, b| a + 1 == *b).filter(|run| run.len() >= length as usize) {
            let (first, last) = (run[0], run[run.len() - 1]);
            let inside = |day: Day| (first..=last).contains(&day);
            // Some window of one day too many holds a duty under judgement and is governed by this rule set.
            let at_fault = case.subjects().filter(|d| inside(d.day)).any(|d| {
                (d.day - length + 1..=d.day).any(|from| {
                    inside(from)
                        && inside(from + length - 1)
                        && case.governs(law.set, days_span(case.worker, from, length))
                })
            });
            if at_fault {
                broken.push(Violation {
                    rule: RuleId::ConsecutiveDays,
                    law: Some(law),
                    window: days_span(case.worker, first, last - first + 1),
                    measured: i64::from(last - first + 1),
                    limit: rule.days_max,
                    detail: Detail::None,
                    lawful_from: Some(case.worker.grid.start_of(last + 2)),
                });
            }
        }
        case.tell(found, broken);
    }
}

/// Rows: of any `max + 1` consecutive days, one is free.
pub fn rows(model: &mut Model<'_>) {
    for (law, rule) in model.limits(|k| &k.consecutive_days) {
        let length = rule.days_max as Day + 1;
        let mut firsts: Vec<Day> = model.candidates.iter().flat_map(|d| d.day - length + 1..=d.day).collect();
        firsts.sort_unstable();
        firsts.dedup();
        for first in firsts {
            let mut room = rule.days_max as f64;
            let mut terms: Vec<(Term, f64)> = Vec::new();
            for day in first..first + length {
                match model.day_worked(day) {
                    Some(day_terms) => terms.extend(day_terms),
                    None => room -= 1.0,
                }
            }
            match model.guard(law.set, days_span(model.worker, first, length)) {
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
