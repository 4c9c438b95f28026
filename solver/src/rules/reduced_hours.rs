//! Reduced weekly hours of protected persons (pregnancy: CCN51 05.05.6, five thirty-fifths; CCN66 20.10, a tenth). Only the
//! period is known, never its cause; how much less follows from the convention. A civil week that the period touches counts
//! whole, to her benefit.

use super::linear::{Model, Sense};
use super::{Case, Detail, RuleId, Violation, days_span, touching};
use crate::domain::problem::{DutyKind, Worker};
use crate::domain::time::{Minute, Span};
use crate::law::rule::ReducedHours;

fn limit(rule: &ReducedHours, worker: &Worker) -> Minute {
    (rule.full_time_minutes - rule.minutes_min) * i64::from(worker.share_percent) / 100
}

fn is_reduced(worker: &Worker, week: Span) -> bool {
    worker.reduced_hours.iter().any(|period| period.overlaps(week))
}

/// Judges the reduced weeks that duties under judgement touch.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    if case.worker.reduced_hours.is_empty() {
        return;
    }
    for (law, rule) in case.home_limits(|k| &k.reduced_hours) {
        for monday in case.subject_weeks() {
            let week = days_span(case.worker, monday, 7);
            let employer = case.near(week).filter(|d| d.kind != DutyKind::Outside);
            let measured: Minute = employer.map(|d| d.work_within(week)).sum();
            let limit = limit(&rule, case.worker);
            if is_reduced(case.worker, week) && measured > limit {
                found.push(Violation {
                    rule: RuleId::ReducedHours,
                    law: Some(law),
                    window: week,
                    measured,
                    limit,
                    detail: Detail::None,
                    lawful_from: Some(week.end),
                });
            }
        }
    }
}

/// Rows: work per reduced week at most the limit.
pub fn rows(model: &mut Model<'_>) {
    if model.worker.reduced_hours.is_empty() {
        return;
    }
    let longest = model.problem.longest_duty;
    for (_, rule) in model.home_limits(|k| &k.reduced_hours) {
        for monday in super::mondays(model.worker, model.candidates.iter().map(|d| d.span)) {
            let week = days_span(model.worker, monday, 7);
            if !is_reduced(model.worker, week) {
                continue;
            }
            let employer = touching(&model.worker.fixed, longest, week).filter(|d| d.kind != DutyKind::Outside);
            let room = limit(&rule, model.worker) - employer.map(|d| d.work_within(week)).sum::<Minute>();
            let terms = model.terms(week, |d| d.work_within(week));
            model.row(RuleId::ReducedHours, terms, Sense::AtMost, room as f64);
        }
    }
}
