//! Which minutes of a span are night, week-end or holiday.
//!
//! Windows and days are cut at local times and measured between instants, so a clock change makes them longer or
//! shorter by itself: the night of the autumn change has ten hours between 21:00 and 06:00, that of the spring change
//! eight.

use super::is_holiday;
use crate::domain::problem::BurdenMinutes;
use crate::domain::scenario::Establishment;
use crate::domain::time::{Day, Minute, Span, date_of_day, day_of_date, instant_of_local, local_of_instant, weekday};
use chrono::{Datelike, Days, NaiveDate, NaiveTime};

/// A kind of civil day at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// Saturday, holiday or not.
    Saturday,
    /// Sunday, holiday or not.
    Sunday,
    /// Public holiday, Sunday or not.
    Holiday,
    /// Sunday or public holiday, each day once.
    SundayOrHoliday,
    /// A public holiday that falls on a Sunday.
    HolidayOnSunday,
    /// 1 May.
    FirstOfMay,
}

impl DayKind {
    /// Whether a date is one at an establishment.
    pub fn holds(self, date: NaiveDate, establishment: &Establishment) -> bool {
        let weekday = weekday(day_of_date(date));
        match self {
            Self::Saturday => weekday == 5,
            Self::Sunday => weekday == 6,
            Self::Holiday => is_holiday(date, establishment),
            Self::SundayOrHoliday => weekday == 6 || is_holiday(date, establishment),
            Self::HolidayOnSunday => weekday == 6 && is_holiday(date, establishment),
            Self::FirstOfMay => (date.month(), date.day()) == (5, 1),
        }
    }
}

/// The parts of a span that lie between two local hours of any day, in order. A window that ends at or before the hour
/// at which it starts ends the next day: 21 to 6, 19 to 8, 0 to 0 for the whole day.
///
/// # Panics
/// For an hour that no clock shows (24 and above).
pub fn window_spans(span: Span, establishment: &Establishment, from_hour: u32, to_hour: u32) -> Vec<Span> {
    let zone = establishment.time_zone;
    let at = |day: NaiveDate, hour| instant_of_local(zone, day.and_hms_opt(hour, 0, 0).expect("an hour below 24"));
    let first = local_of_instant(zone, span.start).date();
    let last = local_of_instant(zone, span.end).date();
    let overnight = u64::from(to_hour <= from_hour);
    let mut spans = Vec::new();
    // The window that opened the evening before the first day may still be open.
    let mut day = first - Days::new(1);
    while day <= last {
        let window = Span::new(at(day, from_hour), at(day + Days::new(overnight), to_hour));
        spans.extend(common(span, window));
        day = day + Days::new(1);
    }
    spans
}

/// Minutes of a span between two local hours, see [`window_spans`].
pub fn window_minutes(span: Span, establishment: &Establishment, from_hour: u32, to_hour: u32) -> Minute {
    window_spans(span, establishment, from_hour, to_hour).into_iter().map(Span::minutes).sum()
}

/// Minutes of a span between 21:00 and 06:00 local (décret 2002-9 art. 7; Code du travail L3122-20).
pub fn night_minutes(span: Span, establishment: &Establishment) -> Minute {
    window_minutes(span, establishment, 21, 6)
}

/// The parts of a span that lie on days of a kind, in order, one for each day.
pub fn day_spans(span: Span, establishment: &Establishment, kind: DayKind) -> Vec<Span> {
    let mut spans = Vec::new();
    for_each_span(span, establishment, |day, inside| {
        if kind.holds(date_of_day(day), establishment) {
            spans.push(inside);
        }
    });
    spans
}

/// Minutes of a span on days of a kind.
pub fn day_minutes(span: Span, establishment: &Establishment, kind: DayKind) -> Minute {
    day_spans(span, establishment, kind).into_iter().map(Span::minutes).sum()
}

/// The burdensome minutes of a span. A holiday minute is not also a Saturday or Sunday minute.
pub fn burden_minutes(span: Span, establishment: &Establishment) -> BurdenMinutes {
    let mut minutes = BurdenMinutes { night: night_minutes(span, establishment), ..BurdenMinutes::default() };
    for_each_day(span, establishment, |day, inside| {
        if is_holiday(date_of_day(day), establishment) {
            minutes.holiday += inside;
        } else if weekday(day) == 5 {
            minutes.saturday += inside;
        } else if weekday(day) == 6 {
            minutes.sunday += inside;
        }
    });
    debug_assert!(minutes.night <= span.minutes(), "in {}", establishment.time_zone);
    minutes
}

/// Calls `f` with every civil day that a span touches and the minutes it spends there.
pub fn for_each_day(span: Span, establishment: &Establishment, mut f: impl FnMut(Day, Minute)) {
    for_each_span(span, establishment, |day, inside| f(day, inside.minutes()));
}

fn for_each_span(span: Span, establishment: &Establishment, mut f: impl FnMut(Day, Span)) {
    let zone = establishment.time_zone;
    let midnight = |day: Day| instant_of_local(zone, date_of_day(day).and_time(NaiveTime::MIN));
    let mut day = day_of_date(local_of_instant(zone, span.start).date());
    while midnight(day) < span.end {
        if let Some(inside) = common(span, Span::new(midnight(day), midnight(day + 1))) {
            f(day, inside);
        }
        day += 1;
    }
}

fn common(a: Span, b: Span) -> Option<Span> {
    let shared = Span::new(a.start.max(b.start), a.end.min(b.end));
    (shared.start < shared.end).then_some(shared)
}
