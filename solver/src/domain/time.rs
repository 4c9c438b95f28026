//! Time. An instant is a count of minutes since 1970-01-01T00:00Z; a civil day is a count of days since 1970-01-01 in
//! some zone. Every duration is a difference of instants, so a 21:00–07:00 night is 9, 10 or 11 hours long by itself.

use chrono::{Datelike, Duration, LocalResult, NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// An instant: minutes since 1970-01-01T00:00Z.
pub type Minute = i64;

/// A civil day: days since 1970-01-01 in the zone at hand. Day 0 was a Thursday.
pub type Day = i32;

/// Minutes in seven days of twenty-four hours.
pub const WEEK_MINUTES: Minute = 7 * 24 * 60;

/// A half-open interval of instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First minute inside.
    pub start: Minute,
    /// First minute after.
    pub end: Minute,
}

impl Span {
    /// `start..end`.
    pub const fn new(start: Minute, end: Minute) -> Self {
        Self { start, end }
    }

    /// Length in minutes.
    pub const fn minutes(self) -> Minute {
        self.end - self.start
    }

    /// Whether the two share a minute.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether every minute of `other` lies inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Number of shared minutes.
    pub fn common_minutes(self, other: Self) -> Minute {
        (self.end.min(other.end) - self.start.max(other.start)).max(0)
    }
}

/// The civil day of a date.
pub fn day_of_date(date: NaiveDate) -> Day {
    date.num_days_from_ce() - 719_163
}

/// The date of a civil day.
///
/// # Panics
/// When the day lies outside the calendar that chrono can hold (about ±260,000 years).
pub fn date_of_day(day: Day) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(day + 719_163).expect("a civil day within chrono's calendar")
}

/// Monday is 0, Sunday is 6.
pub const fn weekday(day: Day) -> i32 {
    (day + 3).rem_euclid(7)
}

/// The instant of a local civil time.
///
/// A time that the spring change skips is read as the same distance after the last minute before the gap (02:30 becomes
/// 03:30 summer time); a time that the autumn change repeats is read as its first occurrence. Shift bounds at such times
/// do not occur in practice, and both readings keep every duration positive.
pub fn instant_of_local(zone: Tz, local: NaiveDateTime) -> Minute {
    let seconds = match zone.from_local_datetime(&local) {
        LocalResult::Single(t) | LocalResult::Ambiguous(t, _) => t.timestamp(),
        LocalResult::None => {
            // The gap is at most a few hours wide; the offset in force just before it gives the instant.
            let before = (1..=24)
                .find_map(|h| zone.from_local_datetime(&(local - Duration::hours(h))).earliest().map(|t| (t, h)))
                .expect("no zone skips a whole day");
            before.0.timestamp() + before.1 * 3600
        }
    };
    seconds.div_euclid(60)
}

/// Whether a zone's clocks ever show a local civil time: not so for the hour that the spring change skips.
pub fn exists(zone: Tz, local: NaiveDateTime) -> bool {
    !matches!(zone.from_local_datetime(&local), LocalResult::None)
}

/// The local civil time of an instant.
///
/// # Panics
/// When the instant lies outside chrono's calendar.
pub fn local_of_instant(zone: Tz, minute: Minute) -> NaiveDateTime {
    zone.timestamp_opt(minute * 60, 0).single().expect("an instant within chrono's calendar").naive_local()
}

/// The local midnights of a run of civil days in one zone: civil boundaries without asking the zone again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayGrid {
    first: Day,
    midnights: Vec<Minute>,
}

impl DayGrid {
    /// The days `first..=last` of `zone`.
    pub fn new(zone: Tz, first: Day, last: Day) -> Self {
        let midnights = (first..=last + 1)
            .map(|day| instant_of_local(zone, date_of_day(day).and_hms_opt(0, 0, 0).expect("midnight exists")))
            .collect();
        Self { first, midnights }
    }

    /// The instant at which `day` begins. Days outside the grid are extrapolated at 24 h each.
    pub fn start_of(&self, day: Day) -> Minute {
        let offset = i64::from(day - self.first);
        let last = self.midnights.len() as i64 - 1;
        let inside = offset.clamp(0, last);
        self.midnights[inside as usize] + (offset - inside) * 24 * 60
    }

    /// The whole civil day as a span.
    pub fn span_of(&self, day: Day) -> Span {
        Span::new(self.start_of(day), self.start_of(day + 1))
    }

    /// The civil day that holds an instant.
    pub fn day_of(&self, minute: Minute) -> Day {
        let mut day = self.first + (minute - self.midnights[0]).div_euclid(24 * 60) as Day;
        // A clock change moves the guess by at most one day.
        while self.start_of(day) > minute {
            day -= 1;
        }
        while self.start_of(day + 1) <= minute {
            day += 1;
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").expect("a test time")
    }

    #[test]
    fn a_night_is_nine_ten_or_eleven_hours() {
        let night = |from: &str, to: &str| {
            instant_of_local(Tz::Europe__Paris, local(to)) - instant_of_local(Tz::Europe__Paris, local(from))
        };
        assert_eq!(night("2026-10-24T21:00", "2026-10-25T07:00"), 11 * 60);
        assert_eq!(night("2027-03-27T21:00", "2027-03-28T07:00"), 9 * 60);
        assert_eq!(night("2026-11-24T21:00", "2026-11-25T07:00"), 10 * 60);
    }

    #[test]
    fn skipped_and_repeated_times_have_one_reading() {
        let paris = Tz::Europe__Paris;
        assert_eq!(
            local_of_instant(paris, instant_of_local(paris, local("2027-03-28T02:30"))),
            local("2027-03-28T03:30")
        );
        let first = instant_of_local(paris, local("2026-10-25T02:30"));
        assert_eq!(instant_of_local(paris, local("2026-10-25T03:00")) - first, 90);
    }

    #[test]
    fn weekdays_and_dates() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
        assert_eq!(weekday(day_of_date(date)), 6, "22 November 2026 is a Sunday");
        assert_eq!(date_of_day(day_of_date(date)), date);
    }

    #[test]
    fn the_grid_finds_the_day_on_both_sides_of_a_change() {
        let day = |y, m, d| day_of_date(NaiveDate::from_ymd_opt(y, m, d).expect("a date"));
        let grid = DayGrid::new(Tz::Europe__Paris, day(2026, 10, 20), day(2027, 4, 2));
        for d in day(2026, 10, 18)..day(2027, 4, 5) {
            assert_eq!(grid.day_of(grid.start_of(d)), d);
            assert_eq!(grid.day_of(grid.start_of(d + 1) - 1), d);
        }
        assert_eq!(grid.span_of(day(2026, 10, 25)).minutes(), 25 * 60);
        assert_eq!(grid.span_of(day(2027, 3, 28)).minutes(), 23 * 60);
    }
}
