//! When a person may be disturbed, by the clock of where she lives. Pure, and right on the nights on which the clock
//! changes: what counts is what her clock shows, minute by minute.

use crate::store::contacts::Quiet;
use chrono::{Days, NaiveTime, Timelike};
use chrono_tz::Tz;
use releve_solver::domain::time::{instant_of_local, local_of_instant};

/// Longest search for the end of quiet hours: a civil day of 25 hours, and one more.
const SEARCH_MINUTES: i64 = 26 * 60;

/// The first instant from `at` on (unix seconds) that is not in her quiet hours.
pub fn after_quiet(at: i64, zone: Tz, quiet: Option<Quiet>) -> i64 {
    let Some(quiet) = quiet else { return at };
    let first = at.div_euclid(60);
    let disturbs = |minute: &i64| !quiet.holds(minute_of_day(zone, *minute));
    match (first..first + SEARCH_MINUTES).find(disturbs) {
        Some(minute) if minute > first => minute * 60,
        _ => at,
    }
}

/// The first instant after `after` (unix seconds) at which her clock reaches this minute of the day; a time that the spring
/// change skips is reached an hour later by the clock, one that the autumn change repeats is reached the first time.
pub fn next_daily(after: i64, zone: Tz, minute: u16) -> i64 {
    let today = local_of_instant(zone, after.div_euclid(60)).date();
    let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute) * 60, 0).unwrap_or_default();
    let reached = (0..3).map(|days| instant_of_local(zone, (today + Days::new(days)).and_time(time)) * 60);
    reached.into_iter().find(|at| *at > after).unwrap_or(after)
}

/// What her clock shows, in minutes since its midnight.
fn minute_of_day(zone: Tz, minute: i64) -> u16 {
    let local = local_of_instant(zone, minute).time();
    (local.hour() * 60 + local.minute()) as u16
}

impl Quiet {
    /// Whether a minute of the day is quiet. The same bound twice is no quiet at all.
    fn holds(self, minute: u16) -> bool {
        if self.from_minute <= self.to_minute {
            (self.from_minute..self.to_minute).contains(&minute)
        } else {
            minute >= self.from_minute || minute < self.to_minute
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDateTime;

    const PARIS: Tz = Tz::Europe__Paris;
    const NIGHT: Quiet = Quiet { from_minute: 21 * 60, to_minute: 7 * 60 };

    /// Seconds of an instant written with its offset.
    fn at(text: &str) -> i64 {
        chrono::DateTime::parse_from_rfc3339(text).expect("an instant").timestamp()
    }

    fn local(zone: Tz, instant: i64) -> NaiveDateTime {
        local_of_instant(zone, instant.div_euclid(60))
    }

    #[test]
    fn quiet_hours_hold_until_their_end_and_not_a_minute_longer() {
        let cases = [
            ("2026-12-01T20:59:59+01:00", "2026-12-01T20:59:59+01:00"),
            ("2026-12-01T21:00:00+01:00", "2026-12-02T07:00:00+01:00"),
            ("2026-12-02T00:00:30+01:00", "2026-12-02T07:00:00+01:00"),
            ("2026-12-02T06:59:59+01:00", "2026-12-02T07:00:00+01:00"),
            ("2026-12-02T07:00:00+01:00", "2026-12-02T07:00:00+01:00"),
        ];
        for (now, expected) in cases {
            assert_eq!(after_quiet(at(now), PARIS, Some(NIGHT)), at(expected), "{now}");
        }
        assert_eq!(after_quiet(at(cases[1].0), PARIS, None), at(cases[1].0));
        let midday = Some(Quiet { from_minute: 12 * 60, to_minute: 14 * 60 });
        assert_eq!(after_quiet(at("2026-12-01T12:30:00+01:00"), PARIS, midday), at("2026-12-01T14:00:00+01:00"));
        assert_eq!(after_quiet(at("2026-12-01T02:00:00+01:00"), PARIS, midday), at("2026-12-01T02:00:00+01:00"));
    }

    #[test]
    fn the_night_that_loses_an_hour_ends_when_her_clock_says_so() {
        // 27 to 28 March 2027: two o'clock becomes three.
        let evening = at("2027-03-27T22:00:00+01:00");
        assert_eq!(after_quiet(evening, PARIS, Some(NIGHT)), at("2027-03-28T07:00:00+02:00"));
        // An end inside the missing hour is reached when the clock jumps over it.
        let until_half_past_two = Some(Quiet { from_minute: 21 * 60, to_minute: 150 });
        assert_eq!(after_quiet(evening, PARIS, until_half_past_two), at("2027-03-28T03:00:00+02:00"));
    }

    #[test]
    fn the_night_that_gains_an_hour_ends_when_her_clock_says_so() {
        // 24 to 25 October 2026: three o'clock becomes two.
        let evening = at("2026-10-24T22:00:00+02:00");
        assert_eq!(after_quiet(evening, PARIS, Some(NIGHT)), at("2026-10-25T07:00:00+01:00"));
        // An end inside the hour that comes twice: free the first time, and quiet again when it is two again.
        let until_half_past_two = Some(Quiet { from_minute: 21 * 60, to_minute: 150 });
        assert_eq!(after_quiet(evening, PARIS, until_half_past_two), at("2026-10-25T02:30:00+02:00"));
        let again = at("2026-10-25T02:10:00+01:00");
        assert_eq!(after_quiet(again, PARIS, until_half_past_two), at("2026-10-25T02:30:00+01:00"));
    }

    #[test]
    fn quiet_is_by_her_own_clock() {
        let noon_in_paris = at("2026-12-01T12:00:00+01:00");
        assert_eq!(after_quiet(noon_in_paris, PARIS, Some(NIGHT)), noon_in_paris);
        // 21:00 in Auckland is quiet; so is noon in Paris by that clock.
        let auckland = Tz::Pacific__Auckland;
        let free = after_quiet(noon_in_paris, auckland, Some(NIGHT));
        assert_eq!(local(auckland, free).to_string(), "2026-12-02 07:00:00");
    }

    #[test]
    fn a_digest_comes_once_a_day_through_both_changes() {
        for (from, to, days) in [
            ("2027-03-26T12:00:00+01:00", "2027-03-30T12:00:00+02:00", 4),
            ("2026-10-23T12:00:00+02:00", "2026-10-27T12:00:00+01:00", 4),
        ] {
            for minute in [0, 150, 18 * 60, 1439] {
                let (mut now, mut seen) = (at(from), Vec::new());
                for _ in 0..10 {
                    now = next_daily(now, PARIS, minute);
                    if now >= at(to) {
                        break;
                    }
                    seen.push(local(PARIS, now).date());
                }
                assert_eq!(seen.len(), days, "{minute}: {seen:?}");
                seen.dedup();
                assert_eq!(seen.len(), days, "{minute}: {seen:?}");
            }
        }
    }

    #[test]
    fn the_next_digest_is_strictly_later() {
        let six = at("2026-12-01T18:00:00+01:00");
        assert_eq!(next_daily(six - 1, PARIS, 18 * 60), six);
        assert_eq!(next_daily(six, PARIS, 18 * 60), six + 24 * 3600);
    }
}
