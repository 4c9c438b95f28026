//! Additional hours of part-timers: at most a tenth beyond the contract, a third by agreement, and never as much as full
//! time, not even in one week (Code du travail L3123-9, L3123-20, L3123-28).
//!
//! Counted per civil week, for her own employer; a week in which her home roster already holds more than her contract is
//! measured from that roster.

use super::linear::{Model, Sense};
use super::{Case, Detail, RuleId, Violation, days_span, touching};
use crate::domain::problem::{Duty, DutyKind, Worker};
use crate::domain::time::{Minute, Span};
use crate::law::Status;
use crate::law::rule::PartTime;

fn is_part_timer(worker: &Worker) -> bool {
    worker.statuses.contains(&Status::PartTime)
}

/// Most work for her employer in a week, given the duties that touch it.
fn limit<'a>(rule: &PartTime, worker: &Worker, week: Span, duties: impl Iterator<Item = &'a Duty>) -> Minute {
    let contract = rule.full_time_minutes * i64::from(worker.share_percent) / 100;
    let rostered: Minute = duties.filter(|d| d.kind == DutyKind::Home).map(|d| d.work_within(week)).sum();
    let with_extra = rostered.max(contract) + contract * rule.extra_permille_max / 1000;
    with_extra.min(rostered.max(rule.full_time_minutes - 1))
}

/// Judges the weeks that duties under judgement touch.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    if !is_part_timer(case.worker) {
        return;
    }
    for (law, rule) in case.home_limits(|k| &k.part_time) {
        for monday in case.subject_weeks() {
            let week = days_span(case.worker, monday, 7);
            let employer = || case.near(week).filter(|d| d.kind != DutyKind::Outside);
            let measured: Minute = employer().map(|d| d.work_within(week)).sum();
            let limit = limit(&rule, case.worker, week, employer());
            if measured > limit {
                found.push(Violation {
                    rule: RuleId::PartTime,
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

/// Rows: work per civil week at most the limit.
pub fn rows(model: &mut Model<'_>) {
    if !is_part_timer(model.worker) {
        return;
    }
    let longest = model.problem.longest_duty;
    for (_, rule) in model.home_limits(|k| &k.part_time) {
        for monday in super::mondays(model.worker, model.candidates.iter().map(|d| d.span)) {
            let week = days_span(model.worker, monday, 7);
            let employer = || touching(&model.worker.fixed, longest, week).filter(|d| d.kind != DutyKind::Outside);
            let fixed: Minute = employer().map(|d| d.work_within(week)).sum();
            let room = limit(&rule, model.worker, week, employer()) - fixed;
            let terms = model.terms(week, |d| d.work_within(week));
            model.row(RuleId::PartTime, terms, Sense::AtMost, room as f64);
        }
    }
}
