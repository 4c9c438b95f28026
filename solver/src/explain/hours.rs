//! A shift at hours that no code of its unit has: begun at another time, or cut.

use crate::domain::problem::{Demand, Duty, Problem};
use crate::domain::time::{Minute, Span, day_of_date, local_of_instant};
use crate::law::calendar;

/// Hours change in steps of this many minutes.
pub const STEP: Minute = 15;
/// A start moves at most this far, either way, minutes.
pub const REACH: Minute = 12 * 60;
/// No part of a shift is shorter than this, minutes.
pub const SHORTEST: Minute = 3 * 60;

/// Longest duty without a break when the rules name none, minutes (décret 2002-9 art. 7; Code du travail L3121-16).
const BREAK_AFTER: Minute = 6 * 60;

/// A shift at other hours. What is long enough to owe a break keeps the one that the code gives; what is not has none, and is
/// worked from end to end.
pub fn at(problem: &Problem, demand: &Demand, span: Span) -> Demand {
    let site = &problem.sites[demand.site];
    let whole = demand.duty;
    let breaks = problem.rule_sets[site.rule_set].limits.breaks.iter().map(|(_, rule)| rule.after_minutes);
    let keeps_break = span.minutes() >= whole.span.minutes() || span.minutes() > breaks.min().unwrap_or(BREAK_AFTER);
    let unpaid = whole.span.minutes() - whole.work_minutes;
    let work_minutes = if keeps_break { (span.minutes() - unpaid).max(0) } else { span.minutes() };
    let burden_minutes = calendar::burden_minutes(span, &site.calendar);
    Demand {
        duty: Duty {
            span,
            work_minutes,
            day: day_of_date(local_of_instant(site.zone, span.start).date()),
            night_minutes: calendar::night_minutes(span, &site.calendar),
            break_minutes: if keeps_break { whole.break_minutes } else { whole.break_minutes.map(|_| 0) },
            ..whole
        },
        burden_minutes,
        burden_centipoints: problem.burden_weights.centipoints(burden_minutes)
            + problem.burden_weights.hours_centipoints(work_minutes),
        agency_cents: demand.agency_cents.map(|cents| cents * work_minutes / whole.work_minutes.max(1)),
        ..demand.clone()
    }
}

/// Whether somebody could still be asked to start then: not before now, and on a planned day.
pub fn may_start(problem: &Problem, asked_at: Option<Minute>, start: Minute) -> bool {
    asked_at.is_none_or(|now| start >= now) && problem.horizon.start <= start && start < problem.horizon.end
}
