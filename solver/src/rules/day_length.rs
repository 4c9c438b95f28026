//! Work in one civil day, where the regime counts so (Code du travail L3121-18: 10 h from 0:00 to 24:00). One duty is
//! already held by its own length; here two nights meet in one day.

use super::linear::Model;
use super::{Case, Detail, RuleId, Violation, work_in};
use crate::domain::problem::Worker;
use crate::domain::time::{Day, Span};
use std::collections::BTreeSet;

fn days(worker: &Worker, spans: impl Iterator<Item = Span>) -> BTreeSet<Day> {
    spans.flat_map(|span| worker.grid.day_of(span.start)..=worker.grid.day_of(span.end - 1)).collect()
}

/// Judges the civil days touched by proposed duties.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    for rule_set in case.rule_sets() {
        let Some(rule) = &case.rules(rule_set).day_length else { continue };
        for day in days(case.worker, case.proposed().map(|d| d.span)) {
            let window = case.worker.grid.span_of(day);
            let measured = work_in(case.duties, window);
            if measured > rule.minutes_max && case.governs(rule_set, window) {
                found.push(Violation {
                    rule: RuleId::DayLength,
                    rule_set: Some(rule_set),
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
    for rule_set in model.rule_sets() {
        let Some(rule) = &model.problem.rule_sets[rule_set].day_length else { continue };
        for day in days(model.worker, model.candidates.iter().map(|d| d.span)) {
            let window = model.worker.grid.span_of(day);
            model.work_at_most(RuleId::DayLength, rule_set, window, rule.minutes_max);
        }
    }
}
