//! Work in one civil day, where the regime counts so (Code du travail L3121-18: 10 h from 0:00 to 24:00). One duty is
//! already held by its own length; here two nights meet in one day, or a split day adds up.

use super::linear::Model;
use super::{Case, Detail, RuleId, Violation};
use crate::domain::problem::Worker;
use crate::domain::time::{Day, Span};

fn days(worker: &Worker, spans: impl Iterator<Item = Span>) -> Vec<Day> {
    let mut days: Vec<Day> =
        spans.flat_map(|span| worker.grid.day_of(span.start)..=worker.grid.day_of(span.end - 1)).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Judges the civil days touched by duties under judgement.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    if case.limits(|k| &k.day_length).next().is_none() {
        return;
    }
    for day in days(case.worker, case.subjects().map(|d| d.span)) {
        let window = case.worker.grid.span_of(day);
        let measured = case.work_in(window);
        for (law, rule) in case.limits(|k| &k.day_length) {
            if measured > rule.minutes_max && case.governs(law.set, window) {
                found.push(Violation {
                    rule: RuleId::DayLength,
                    law: Some(law),
                    window,
                    measured,
                    limit: rule.minutes_max,
                    detail: Detail::None,
                    lawful_from: Some(window.end),
                });
            }
        }
    }
}

/// Rows: work per civil day at most the limit.
pub fn rows(model: &mut Model<'_>) {
    for (law, rule) in model.limits(|k| &k.day_length) {
        for day in days(model.worker, model.candidates.iter().map(|d| d.span)) {
            let window = model.worker.grid.span_of(day);
            model.work_at_most(RuleId::DayLength, law.set, window, rule.minutes_max);
        }
    }
}
