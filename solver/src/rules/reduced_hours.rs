//! Reduced weekly hours of protected persons (pregnancy: CCN51 05.05.6, five thirty-fifths; CCN66 20.10, a tenth). Only the
//! period is known, never its cause; how much less follows from the convention. A civil week that the period touches counts
//! whole, to her benefit.

use super::employer_week::{self, EmployerWeek};
use super::linear::Model;
use super::{Case, RuleId, Violation};
use crate::domain::problem::Worker;
use crate::domain::time::Minute;
use crate::law::rule::ReducedHours;

/// Most work for her employer in a week that her period touches.
fn limit(rule: &ReducedHours, worker: &Worker, week: &EmployerWeek) -> Option<Minute> {
    let reduced = worker.reduced_hours.iter().any(|period| period.overlaps(week.span));
    reduced.then(|| (rule.full_time_minutes - rule.minutes_min) * i64::from(worker.share_percent) / 100)
}

/// Judges the reduced weeks that duties under judgement touch.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    if !case.worker.reduced_hours.is_empty() {
        employer_week::judge(case, found, RuleId::ReducedHours, |k| &k.reduced_hours, limit);
    }
}

/// Rows: work per reduced week at most the limit.
pub fn rows(model: &mut Model<'_>) {
    if !model.worker.reduced_hours.is_empty() {
        employer_week::rows(model, RuleId::ReducedHours, |k| &k.reduced_hours, limit);
    }
}
