//! A civil week as her employer counts it: work at home or lent through the pool, without what she does for others.
//! Additional hours and reduced hours are each a most of such work, week by week; [`judge`] and [`rows`] are their two
//! forms, and the rule says how much that most is.

use super::linear::{Model, Sense};
use super::{Case, Detail, RuleId, Violation, days_span, mondays, touching};
use crate::domain::problem::{Duty, DutyKind, Worker};
use crate::domain::time::{Day, Minute, Span};
use crate::law::RuleIx;
use crate::law::rule::ByKind;

/// What a civil week holds for her employer.
#[derive(Debug, Clone, Copy)]
pub struct EmployerWeek {
    /// Monday to Sunday, her employer's zone.
    pub span: Span,
    /// Work of her home roster.
    pub rostered_minutes: Minute,
    /// All work, the roster's included.
    pub work_minutes: Minute,
}

impl EmployerWeek {
    /// The week of a timeline that begins on a Monday.
    pub fn of_case(case: &Case<'_>, monday: Day) -> Self {
        let span = days_span(case.worker, monday, 7);
        Self::new(span, case.near(span))
    }

    /// The week that begins on a Monday, as it stands before any candidate is chosen.
    pub fn of_fixed(model: &Model<'_>, monday: Day) -> Self {
        let span = days_span(model.worker, monday, 7);
        Self::new(span, touching(&model.worker.fixed, model.problem.longest_duty, span))
    }

    fn new<'a>(span: Span, duties: impl Iterator<Item = &'a Duty>) -> Self {
        let mut week = Self { span, rostered_minutes: 0, work_minutes: 0 };
        for duty in duties.filter(|duty| duty.kind != DutyKind::Outside) {
            let minutes = duty.work_within(span);
            week.work_minutes += minutes;
            if duty.kind == DutyKind::Home {
                week.rostered_minutes += minutes;
            }
        }
        week
    }
}

/// Judges the weeks that duties under judgement touch; `limit` gives the most work of a week, `None` where there is none.
pub fn judge<T: Copy>(
    case: &Case<'_>,
    found: &mut Vec<Violation>,
    rule: RuleId,
    kind: fn(&ByKind) -> &Vec<(RuleIx, T)>,
    limit: fn(&T, &Worker, &EmployerWeek) -> Option<Minute>,
) {
    for (law, values) in case.home_limits(kind) {
        for monday in case.subject_weeks() {
            let week = EmployerWeek::of_case(case, monday);
            if let Some(limit) = limit(&values, case.worker, &week)
                && week.work_minutes > limit
            {
                found.push(Violation {
                    rule,
                    law: Some(law),
                    window: week.span,
                    measured: week.work_minutes,
                    limit,
                    detail: Detail::None,
                    lawful_from: Some(week.span.end),
                });
            }
        }
    }
}

/// Rows: work per week at most the limit, fixed duties counted.
pub fn rows<T: Copy>(
    model: &mut Model<'_>,
    rule: RuleId,
    kind: fn(&ByKind) -> &Vec<(RuleIx, T)>,
    limit: fn(&T, &Worker, &EmployerWeek) -> Option<Minute>,
) {
    for (_, values) in model.home_limits(kind) {
        for monday in mondays(model.worker, model.candidates.iter().map(|d| d.span)) {
            let week = EmployerWeek::of_fixed(model, monday);
            if let Some(limit) = limit(&values, model.worker, &week) {
                let terms = model.terms(week.span, |d| d.work_within(week.span));
                model.row(rule, terms, Sense::AtMost, (limit - week.work_minutes) as f64);
            }
        }
    }
}
