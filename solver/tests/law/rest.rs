//! Rest on either side of its boundary and exactly on it, computed by hand from the articles in the rule packs: between
//! duties, in the week and the fortnight, on Sundays, after days in a row.
//!
//! Monday 30 November 2026 begins a fortnight; the week of 28 December 2026 is ISO week 53.

use crate::common::{World, an_hour_away, counters, date, fph, private};
use chrono_tz::Tz;
use releve_solver::domain::scenario::*;

#[test]
fn daily_rest_before_the_shift() {
    // The evening ends at 19:00, the morning starts at 07:00: exactly 12 h.
    fph().roster("2026-12-01", "1300-1900").lawful("2026-12-02", "0700-1400");
    fph().roster("2026-12-01", "1300-1901").refused("daily-rest", "2026-12-02", "0700-1400");
    // Eleven hours with the recorded derogation only.
    fph().derogation("daily-rest-11h").roster("2026-12-01", "1300-2000").lawful("2026-12-02", "0700-1400");
    fph().derogation("daily-rest-11h").roster("2026-12-01", "1300-2001").refused(
        "daily-rest",
        "2026-12-02",
        "0700-1400",
    );
    // The Code du travail: 11 h, or 9 h with the recorded derogation.
    private().roster("2026-12-01", "1300-2000").lawful("2026-12-02", "0700-1400");
    private().roster("2026-12-01", "1300-2001").refused("daily-rest", "2026-12-02", "0700-1400");
    private().derogation("daily-rest-9h").roster("2026-12-01", "1400-2200").lawful("2026-12-02", "0700-1400");
    private().derogation("daily-rest-9h").roster("2026-12-01", "1400-2201").refused(
        "daily-rest",
        "2026-12-02",
        "0700-1400",
    );
}

#[test]
fn daily_rest_after_the_shift_and_across_midnight() {
    fph().roster("2026-12-03", "0700-1400").lawful("2026-12-02", "1300-1900");
    fph().roster("2026-12-03", "0700-1400").refused("daily-rest", "2026-12-02", "1300-1901");
    // A night that ends at 07:00 leaves 12 h until 19:00.
    fph().roster("2026-12-01", "2100-0700").lawful("2026-12-02", "1900-2300");
    fph().roster("2026-12-01", "2100-0700").refused("daily-rest", "2026-12-02", "1859-2300");
}

#[test]
fn daily_rest_over_month_year_and_leap_day() {
    fph().roster("2026-12-31", "1300-1900").lawful("2027-01-01", "0700-1400");
    fph().roster("2026-12-31", "1300-1901").refused("daily-rest", "2027-01-01", "0700-1400");
    let leap = || fph().horizon("2028-02-28", 14);
    leap().roster("2028-02-29", "1300-1900").lawful("2028-03-01", "0700-1400");
    leap().roster("2028-02-29", "1300-1901").refused("daily-rest", "2028-03-01", "0700-1400");
    leap().roster("2028-02-28", "1300-1901").refused("daily-rest", "2028-02-29", "0700-1400");
}

#[test]
fn daily_rest_is_real_time_on_both_clock_changes() {
    // 19:00 to 07:00 over the spring change is 11 h, 20:00 to 07:00 over the autumn change is 12 h.
    let spring = || fph().horizon("2027-03-22", 14);
    spring().roster("2027-03-27", "1300-1900").refused_also("daily-rest", "2027-03-28", "0700-1400");
    spring().roster("2027-03-27", "1300-1800").lawful("2027-03-28", "0700-1400");
    let autumn = || fph().horizon("2026-10-19", 14);
    autumn().roster("2026-10-24", "1300-2000").lawful("2026-10-25", "0700-1400");
    autumn().roster("2026-10-24", "1300-2001").refused("daily-rest", "2026-10-25", "0700-1400");
    // No clock change overseas.
    let overseas = || autumn().zone(Tz::Indian__Reunion, Territory::LaReunion);
    overseas().roster("2026-10-24", "1300-2000").refused("daily-rest", "2026-10-25", "0700-1400");
}

#[test]
fn the_road_between_two_sites_is_not_rest() {
    an_hour_away(fph()).roster("2026-12-01", "1300-1800").lawful("2026-12-02", "0700-1400");
    an_hour_away(fph()).roster("2026-12-01", "1300-1801").refused("daily-rest", "2026-12-02", "0700-1400");
}

#[test]
fn weekly_rest_of_the_fph() {
    // From Saturday 19:00 to Monday 07:00: 36 h. Ten worked days in the fortnight.
    let weeks = || fph().roster("2026-11-30", "5*0700-1200 2*. 4*0700-1200");
    weeks().lawful("2026-12-05", "1400-1900");
    weeks().refused("weekly-rest", "2026-12-05", "1400-1901");
}

#[test]
fn weekly_rest_of_the_code() {
    // From Saturday 20:00 to Monday 07:00: 35 h.
    let weeks = || private().roster("2026-11-30", "5*0700-1200 2*. 5*0700-1200");
    weeks().lawful("2026-12-05", "1500-2000");
    weeks().refused("weekly-rest", "2026-12-05", "1500-2001");
    // The night of the autumn change gives an hour more, that of the spring change takes one.
    let autumn = || private().horizon("2026-10-19", 14).roster("2026-10-19", "5*0700-1200 2*. 5*0700-1200");
    autumn().lawful("2026-10-24", "1600-2100");
    autumn().refused("weekly-rest", "2026-10-24", "1600-2101");
    let spring = || private().horizon("2027-03-22", 14).roster("2027-03-22", "5*0700-1200 2*. 5*0700-1200");
    spring().lawful("2027-03-27", "1400-1900");
    spring().refused("weekly-rest", "2027-03-27", "1400-1901");
}

#[test]
fn fortnights_of_the_fph() {
    // Nine worked days and one more: ten, four rest days left.
    let nine = || fph().roster("2026-11-30", "2*0800-1400 . 2*0800-1400 2*. 3*0800-1400 . 2*0800-1400");
    nine().lawful("2026-12-02", "0800-1400");
    let ten = || fph().roster("2026-11-30", "2*0800-1400 . 2*0800-1400 2*. 6*0800-1400");
    ten().refused("rest-days", "2026-12-02", "0800-1400");
    // The other week-end is worked. A night from Friday to Saturday leaves Sunday and Monday whole.
    let second_weekend_worked = || fph().roster("2026-12-11", "3*0800-1400");
    second_weekend_worked().lawful("2026-12-04", "2100-0700");
    // From Saturday to Sunday 07:00 it destroys the Sunday; one that ended at midnight would not.
    second_weekend_worked().refused("rest-days", "2026-12-05", "2100-0700");
    second_weekend_worked().lawful("2026-12-05", "1500-0000");
    second_weekend_worked().refused("rest-days", "2026-12-05", "1501-0001");
}

#[test]
fn fortnights_begin_where_the_establishment_says() {
    // Sundays 6 and 13 December worked: one fortnight from 30 November, two when they begin on 7 December.
    let sundays = || fph().roster("2026-12-06", "0800-1400");
    sundays().refused("rest-days", "2026-12-13", "0800-1400");
    let other = sundays().with(|s| {
        s.establishments.iter_mut().for_each(|e| e.law.cycle_anchor = Some(date("2026-12-07")));
    });
    other.lawful("2026-12-13", "0800-1400");
}

#[test]
fn fortnights_over_iso_week_53() {
    // The fortnight of 28 December: Sundays 3 and 10 January.
    fph().roster("2027-01-03", "0800-1400").refused("rest-days", "2027-01-10", "0800-1400");
    fph().roster("2026-12-27", "0800-1400").lawful("2027-01-03", "0800-1400");
}

#[test]
fn rest_days_of_the_conventions() {
    // CCN51 05.05.2: four in two weeks, two of them together.
    let ccn51 = || World::new("ccn51").roster("2026-11-30", "4*0800-1400 . 0800-1400 . 4*0800-1400 . 0800-1400");
    ccn51().refused_also("rest-days", "2026-12-13", "0800-1400");
    // CCN66 art. 21: two a week, a day and a half together: from Saturday 19:00 to Monday 07:00.
    // (Tuesday 20:00 to Thursday 07:00 is an hour short.)
    let ccn66 = || World::new("ccn66").roster("2026-11-30", "0700-1200 1500-2000 . 2*0700-1200 2*. 0700-1200");
    ccn66().lawful("2026-12-05", "1400-1900");
    ccn66().refused("rest-days", "2026-12-05", "1400-1901");
    // CCU art. 52: 48 h together in two weeks.
    let ccu = || {
        let days = "3*0800-1400 . 2*0800-1400 . 2*0800-1400 . 2*0800-1400 2*. 1200-1800";
        World::new("ccu").roster("2026-11-30", days)
    };
    ccu().lawful("2026-12-12", "0600-1200");
    ccu().refused("rest-days", "2026-12-12", "0600-1201");
}

#[test]
fn free_sundays_of_the_conventions() {
    // CCN51: one in three weeks. CCN66: two in four. CCU: one in two.
    let worked = |regime: &str, sundays: &str| World::new(regime).roster("2026-12-06", sundays);
    worked("ccn51", "0800-1400 6*. .").lawful("2026-12-13", "0800-1400");
    worked("ccn51", "0800-1400 6*. 0800-1400").refused("free-sundays", "2026-12-20", "0800-1400");
    worked("ccn66", "0800-1400").lawful("2026-12-13", "0800-1400");
    worked("ccn66", "0800-1400 6*. 0800-1400").refused("free-sundays", "2026-12-20", "0800-1400");
    worked("ccu", ".").lawful("2026-12-13", "0800-1400");
    worked("ccu", "0800-1400").refused("free-sundays", "2026-12-13", "0800-1400");
    // In the CCN51 the free Sunday lies in two days off: Saturday and Monday worked around the third one destroy it.
    let around = || worked("ccn51", "0800-1400 6*. 0800-1400 5*. 0800-1400 .");
    around().lawful("2026-12-23", "0800-1400");
    around().refused("free-sundays", "2026-12-21", "0800-1400");
}

#[test]
fn fifteen_free_sundays_in_the_year() {
    // 2026 has 52 Sundays: 37 may be worked. The alternative of CCN51 05.05.2 al. 3, by its document only.
    let worked = |sundays: u32| {
        let known = Counters { sundays_holidays_worked: sundays, sundays_worked: sundays, ..counters(60_000, 0) };
        World::new("ccn51").derogation("averaged-rest-days").agent(|a| a.law.counters = Some(known))
    };
    worked(36).lawful("2026-12-13", "0800-1400");
    worked(37).refused("free-sundays", "2026-12-13", "0800-1400");
    // A week-day takes no Sunday, and the next year begins anew.
    worked(37).lawful("2026-12-14", "0800-1400");
    worked(37).lawful("2027-01-03", "0800-1400");
    // A night that ends on Sunday morning takes it.
    worked(37).refused("free-sundays", "2026-12-12", "2100-0700");
}

#[test]
fn days_in_a_row() {
    // Tuesday to the Saturday of the week after is twelve; the group may want less.
    let twelve = || private().roster("2026-12-01", "5*0800-1400 . 6*0800-1400");
    twelve().lawful("2026-12-06", "0800-1400");
    let thirteen = || private().roster("2026-12-01", "5*0800-1400 . 7*0800-1400");
    thirteen().refused_also("consecutive-days", "2026-12-06", "0800-1400");
    twelve().with(|s| s.house_rules.consecutive_days_max = Some(11)).refused(
        "consecutive-days",
        "2026-12-06",
        "0800-1400",
    );
    // CCU: six, over New Year as well.
    let ccu = || World::new("ccu").roster("2026-12-28", ". 2*0800-1400 . 2*0800-1400 .");
    ccu().lawful("2026-12-31", "0800-1400");
    let ccu = || World::new("ccu").roster("2026-12-27", "4*0800-1400 . 2*0800-1400 .");
    ccu().refused_also("consecutive-days", "2026-12-31", "0800-1400");
}
