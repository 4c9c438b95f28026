//! Restrictions, known only by their effect (`law.md` DP-5): no night duty, no week-end, no holiday, no overtime.

use super::linear::{Model, Sense};
use super::{Case, Detail, RuleId, Violation, days_span, mondays};
use crate::domain::problem::{Demand, Problem, Worker};
use crate::domain::scenario::Exemption;
use crate::domain::time::{Span, weekday};

/// Legal weekly duration, minutes (Code du travail L3121-27; 1,607 h a year in the FPH come to the same).
const LEGAL_WEEK_MINUTES: i64 = 35 * 60;

/// Judges nights, week-ends and holidays.
pub fn judge_pair(problem: &Problem, worker: &Worker, demand: &Demand, found: &mut Vec<Violation>) {
    let rules = &problem.rule_sets[problem.sites[demand.site].rule_set];
    for exemption in &worker.exemptions {
        let minutes = match exemption {
            Exemption::NoNight if rules.is_night(&demand.duty) => demand.duty.night_minutes,
            Exemption::NoNight | Exemption::NoOvertime => 0,
            Exemption::NoWeekend => weekend_minutes(worker, demand.duty.span),
            Exemption::NoHoliday => demand.burden_minutes.holiday,
        };
        if minutes > 0 {
            found.push(Violation {
                rule: RuleId::Exemption,
                law: None,
                window: demand.duty.span,
                measured: minutes,
                limit: 0,
                detail: Detail::Exempt(*exemption),
                lawful_from: None,
            });
        }
    }
}

/// Saturday and Sunday minutes, holidays included.
fn weekend_minutes(worker: &Worker, span: Span) -> i64 {
    let (first, last) = (worker.grid.day_of(span.start), worker.grid.day_of(span.end - 1));
    (first..=last).filter(|day| weekday(*day) >= 5).map(|day| span.common_minutes(worker.grid.span_of(day))).sum()
}

fn limit(worker: &Worker) -> i64 {
    LEGAL_WEEK_MINUTES * i64::from(worker.share_percent) / 100
}

fn exempt_from_overtime(worker: &Worker) -> bool {
    worker.exemptions.contains(&Exemption::NoOvertime)
}

/// Judges the civil weeks of someone who may not work overtime.
pub fn judge_overtime(case: &Case<'_>, found: &mut Vec<Violation>) {
    if !exempt_from_overtime(case.worker) {
        return;
    }
    for monday in case.subject_weeks() {
        let week = days_span(case.worker, monday, 7);
        let measured = case.work_in(week);
        if measured > limit(case.worker) {
            found.push(Violation {
                rule: RuleId::Exemption,
                law: None,
                window: week,
                measured,
                limit: limit(case.worker),
                detail: Detail::Exempt(Exemption::NoOvertime),
                lawful_from: Some(week.end),
            });
        }
    }
}

/// Rows: work per civil week at most her share of the legal week.
pub fn rows(model: &mut Model<'_>) {
    if !exempt_from_overtime(model.worker) {
        return;
    }
    for monday in mondays(model.worker, model.candidates.iter().map(|d| d.span)) {
        let week = days_span(model.worker, monday, 7);
        let fixed = model.fixed_work(week);
        let terms = model.terms(week, |duty| duty.work_within(week));
        model.row(RuleId::Exemption, terms, Sense::AtMost, (limit(model.worker) - fixed) as f64);
    }
}
