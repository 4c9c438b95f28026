//! Additional hours of part-timers: at most a tenth beyond the contract, a third by agreement, and never as much as full
//! time, not even in one week (Code du travail L3123-9, L3123-20, L3123-28).
//!
//! Counted per civil week, for her own employer; a week in which her home roster already holds more than her contract is
//! measured from that roster.

use super::employer_week::{self, EmployerWeek};
use super::linear::Model;
use super::{Case, RuleId, Violation};
use crate::domain::problem::Worker;
use crate::domain::time::Minute;
use crate::law::Status;
use crate::law::rule::PartTime;

fn is_part_timer(worker: &Worker) -> bool {
    worker.statuses.contains(&Status::PartTime)
}

/// Most work for her employer in a week.
#[expect(clippy::unnecessary_wraps, reason = "every week has a limit here; other rules know weeks without one")]
fn limit(rule: &PartTime, worker: &Worker, week: &EmployerWeek) -> Option<Minute> {
    let contract = rule.full_time_minutes * i64::from(worker.share_percent) / 100;
    let rostered = week.rostered_minutes;
    let with_extra = rostered.max(contract) + contract * rule.extra_permille_max / 1000;
    Some(with_extra.min(rostered.max(rule.full_time_minutes - 1)))
}

/// Judges the weeks that duties under judgement touch.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    if is_part_timer(case.worker) {
        employer_week::judge(case, found, RuleId::PartTime, |k| &k.part_time, limit);
    }
}

/// Rows: work per civil week at most the limit.
pub fn rows(model: &mut Model<'_>) {
    if is_part_timer(model.worker) {
        employer_week::rows(model, RuleId::PartTime, |k| &k.part_time, limit);
    }
}
