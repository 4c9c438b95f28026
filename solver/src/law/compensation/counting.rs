//! Where overtime, complementary hours and a given-up week-end come from: a duty among the others of its period.
//!
//! What the home roster holds in a period counts first, wherever it stands in it, then the pool's duties by their
//! start. So what goes beyond the contract belongs to the pool duty that causes it, each minute to one duty only, and
//! the sum over a period does not depend on the order in which the work is recorded.

use super::earn::Worked;
use super::{Condition, Counting};
use crate::domain::problem::{Duty, DutyKind};
use crate::domain::time::{Day, Minute, Span, date_of_day, day_of_date, instant_of_local, local_of_instant, weekday};
use crate::law::rule::Status;
use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

/// A Monday on which periods of several weeks begin where the employer names none: the first of ISO year 2026.
const ANCHOR: NaiveDate = NaiveDate::from_ymd_opt(2025, 12, 29).expect("a Monday");

/// Length of a work cycle where the employer names none, civil weeks.
const CYCLE_WEEKS: i64 = 4;

/// A stretch of a duty. One unit is a minute of the span divided by its length, times its work: both a minute of
/// presence and a minute of work are whole numbers of units, so nothing is rounded before the end.
pub type Stretch = (i64, i64);

/// The stretches of a duty that [`Condition::Overtime`] or [`Condition::Complementary`] is about.
pub fn stretches(work: &Worked<'_>, counting: &Counting, condition: Condition) -> Vec<Stretch> {
    let zone = work.terms.employer.time_zone;
    let weeks = counting.weeks.unwrap_or_else(|| cycle_weeks(work)).max(1);
    let mut found = Vec::new();
    let mut period = period_of(work, weeks, local_of_instant(zone, work.span.start).date());
    loop {
        let window = Span::new(midnight(zone, period), midnight(zone, period + 7 * weeks as Day));
        if work.span.start.max(window.start) < work.span.end.min(window.end) {
            found.extend(stretch(work, window, band(work, counting, condition, weeks)));
        }
        if work.span.end <= window.end {
            return found;
        }
        period += 7 * weeks as Day;
    }
}

/// The minutes of work of a period that count, `(from, to)`, on top of everything from zero.
fn band(work: &Worked<'_>, counting: &Counting, condition: Condition, weeks: i64) -> (Minute, Minute) {
    let by_night = counting.night_threshold_minutes.filter(|_| work.terms.statuses.contains(&Status::ExclusiveNight));
    let full = by_night.unwrap_or(counting.threshold_minutes) * weeks;
    let contract = full * i64::from(work.terms.share_percent) / 100;
    let beyond = |base: i64, minutes: i64, permille: i64| base + minutes + contract * permille / 1000;
    let (base, end) = if condition == Condition::Complementary { (contract, full) } else { (full, Minute::MAX) };
    let to = match (counting.to_minutes, counting.to_permille) {
        (None, None) => end,
        (minutes, permille) => beyond(base, minutes.unwrap_or(0), permille.unwrap_or(0)).min(end),
    };
    (beyond(base, counting.from_minutes, counting.from_permille), to)
}

/// The part of a duty, inside a period, whose work falls in a band.
fn stretch(work: &Worked<'_>, period: Span, (from, to): (Minute, Minute)) -> Option<Stretch> {
    let before: Minute =
        work.others.iter().filter(|duty| counts_before(duty, work)).map(|d| d.work_within(period)).sum();
    let length = work.span.minutes();
    let at = |minute: Minute| (minute - work.span.start) * work.work_minutes;
    let (first, last) = (at(work.span.start.max(period.start)), at(work.span.end.min(period.end)));
    // Where the band begins and ends, were all the period's work done in one go up to this duty.
    let place = |minutes: Minute| first.saturating_add(minutes.saturating_sub(before).saturating_mul(length));
    let (start, end) = (place(from).clamp(first, last), place(to).clamp(first, last));
    (start < end).then_some((start, end))
}

/// Whether another duty takes its place in the period before the one that is judged.
fn counts_before(other: &Duty, work: &Worked<'_>) -> bool {
    match other.kind {
        DutyKind::Home => true,
        DutyKind::Pool => other.span.start < work.span.start,
        DutyKind::Outside | DutyKind::Proposed => false,
    }
}

/// Whether this is the first pool duty on a week-end that the home roster leaves free.
pub fn gives_up_weekend(work: &Worked<'_>) -> bool {
    let zone = work.site.time_zone;
    let first = day_of_date(local_of_instant(zone, work.span.start).date());
    let saturday = first - (weekday(first) - 5).rem_euclid(7);
    // A duty that starts on a Friday night reaches into the week-end of the day after.
    [saturday, saturday + 7].into_iter().any(|saturday| {
        let weekend = Span::new(midnight(zone, saturday), midnight(zone, saturday + 2));
        let mut others = work.others.iter().filter(|duty| duty.span.overlaps(weekend));
        weekend.overlaps(work.span) && !others.any(|duty| counts_before(duty, work))
    })
}

fn cycle_weeks(work: &Worked<'_>) -> i64 {
    work.terms.employer.law.cycle_weeks.map_or(CYCLE_WEEKS, i64::from)
}

/// The first day of the period of whole weeks that holds a date.
fn period_of(work: &Worked<'_>, weeks: i64, date: NaiveDate) -> Day {
    let anchor = day_of_date(work.terms.employer.law.cycle_anchor.unwrap_or(ANCHOR));
    let monday = anchor - weekday(anchor);
    let day = day_of_date(date);
    day - (day - monday).rem_euclid(7 * weeks as Day)
}

fn midnight(zone: Tz, day: Day) -> Minute {
    instant_of_local(zone, date_of_day(day).and_time(NaiveTime::MIN))
}
