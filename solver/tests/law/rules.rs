//! Each hard rule on either side of its boundary and exactly on it, computed by hand from the articles in the rule packs.
//! Monday 30 November 2026 begins a fortnight and an eight-week cycle; the week of 28 December 2026 is ISO week 53.

use crate::common::{World, date, moment};
use chrono_tz::Tz;
use releve_solver::domain::scenario::*;
use releve_solver::law::Status;

fn fph() -> World {
    World::new("fph")
}

fn private() -> World {
    World::new("code-du-travail")
}

/// The host lies 38.4 km north: 49.9 km of road, an hour.
fn an_hour_away(world: World) -> World {
    world.with(|s| s.establishments[1].place.latitude += 0.345)
}

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
fn lengths_by_day() {
    fph().lawful("2026-12-02", "0800-1700");
    fph().refused("duty-length", "2026-12-02", "0800-1701");
    fph().derogation("daily-length-12h").lawful("2026-12-02", "0700-1900");
    fph().derogation("daily-length-12h").refused("duty-length", "2026-12-02", "0700-1901");
    private().lawful("2026-12-02", "0700-1700");
    private().refused_also("duty-length", "2026-12-02", "0700-1701");
    private().derogation("daily-length-12h").lawful("2026-12-02", "0700-1900");
    private().derogation("daily-length-12h").refused_also("duty-length", "2026-12-02", "0700-1901");
    // A derogation that ends inside the planned days does not carry the plan.
    let ending = fph().derogation("daily-length-12h").with(|s| {
        s.establishments.iter_mut().for_each(|e| e.derogations[0].valid_to = Some(date("2026-12-26")));
    });
    ending.refused_also("duty-length", "2026-12-02", "0700-1900");
}

#[test]
fn lengths_by_night_are_real_hours() {
    fph().lawful("2026-12-02", "2100-0700");
    fph().refused("duty-length", "2026-12-02", "2059-0700");
    // 11 h on the night of the autumn change, 9 h on that of the spring change.
    let autumn = || fph().horizon("2026-10-19", 14);
    autumn().refused_also("duty-length", "2026-10-24", "2100-0700");
    autumn().lawful("2026-10-24", "2200-0700");
    let spring = || fph().horizon("2027-03-22", 14);
    spring().lawful("2027-03-27", "2100-0700");
    spring().lawful("2027-03-27", "2000-0700");
    spring().refused("duty-length", "2027-03-27", "1959-0700");
    // Twelve hours all in under the derogation: 19:00 to 07:00 is thirteen in autumn.
    fph().derogation("daily-length-12h").lawful("2026-12-02", "1900-0700");
    autumn().derogation("daily-length-12h").refused_also("duty-length", "2026-10-24", "1900-0700");
}

#[test]
fn the_eight_hour_night_binds_night_workers_only() {
    private().lawful("2026-12-02", "2100-0700");
    let night_worker = || private().status(Status::NightWorker);
    night_worker().lawful("2026-12-02", "2200-0600");
    night_worker().refused("duty-length", "2026-12-02", "2200-0601");
    night_worker().derogation("night-length-12h").lawful("2026-12-02", "2100-0700");
    // Two nights a week by her usual timetable make a night worker of anybody (L3122-5).
    private().roster("2026-11-30", "2300-0500 2300-0500 5*. 2300-0500 2300-0500").refused(
        "duty-length",
        "2026-12-16",
        "2200-0601",
    );
    private().roster("2026-11-30", "2300-0500 6*. 2300-0500 6*. 2300-0500").lawful("2026-12-23", "2200-0601");
}

#[test]
fn a_break_is_due_in_a_long_duty() {
    fph().lawful("2026-12-02", "0700-1400/20");
    fph().refused("break", "2026-12-02", "0700-1400/19");
    fph().lawful("2026-12-02", "0700-1300/0");
    fph().refused("break", "2026-12-02", "0700-1301/0");
    // Nothing recorded, nothing judged.
    fph().lawful("2026-12-02", "0700-1400");
}

#[test]
fn a_day_may_be_split_within_its_limits() {
    // FPH: two duties of 3 h within 10 h 30.
    fph().roster("2026-12-02", "0700-1100").lawful("2026-12-02", "1430-1730");
    fph().roster("2026-12-02", "0700-1100").refused("split-day", "2026-12-02", "1430-1731");
    fph().roster("2026-12-02", "0700-0959").refused("split-day", "2026-12-02", "1400-1700");
    fph().roster("2026-12-02", "0700-1000").lawful("2026-12-02", "1400-1700");
    fph().roster("2026-12-02", "0700-1000+1030-1330").refused_also("split-day", "2026-12-02", "1400-1700");
    // Code du travail: within 13 h.
    private().roster("2026-12-02", "0700-1000").lawful("2026-12-02", "1700-2000");
    private().roster("2026-12-02", "0700-1000").refused("split-day", "2026-12-02", "1700-2001");
    // A part-timer has one interruption of two hours.
    private().share(50).roster("2026-12-02", "0700-1000").lawful("2026-12-02", "1200-1500");
    private().share(50).roster("2026-12-02", "0700-1000").refused("split-day", "2026-12-02", "1201-1500");
    // Across midnight it is another day.
    private().roster("2026-12-02", "1900-2200").refused("daily-rest", "2026-12-03", "0400-0700");
}

#[test]
fn one_civil_day_holds_ten_hours_of_the_code() {
    // 7 h of Monday's night and 3 h of Tuesday's.
    private().roster("2026-11-30", "2100-0700").lawful("2026-12-01", "2100-0700");
    private().roster("2026-11-30", "2100-0700").refused("day-length", "2026-12-01", "2059-0659");
    // The spring night gives Sunday one hour less: 6 h and 4 h.
    let spring = || private().horizon("2027-03-22", 14);
    spring().roster("2027-03-27", "2100-0700").lawful("2027-03-28", "2000-0500");
    spring().roster("2027-03-27", "2100-0700").refused("day-length", "2027-03-28", "1959-0500");
}

#[test]
fn forty_eight_hours_in_any_seven_days_of_the_fph() {
    // 6 × 8 h from Monday to Saturday.
    fph().roster("2026-11-30", "2*0800-1600 . 3*0800-1600").lawful("2026-12-02", "0800-1600");
    fph().roster("2026-11-30", "2*0800-1600 . 2*0800-1600 0800-1601").refused("weekly-max", "2026-12-02", "0800-1600");
    // Thursday to Wednesday, across the civil week: 5 × 9 h and 3 h.
    let across = || fph().roster("2026-12-03", "3*0800-1700 . 2*0800-1700");
    across().lawful("2026-12-09", "0800-1100");
    across().refused("weekly-max", "2026-12-09", "0800-1101");
    // Over New Year and ISO week 53.
    let new_year = || fph().roster("2026-12-31", "3*0800-1700 . 2*0800-1700");
    new_year().lawful("2027-01-06", "0800-1100");
    new_year().refused("weekly-max", "2027-01-06", "0800-1101");
}

#[test]
fn the_week_of_the_code_is_the_civil_week() {
    // 5 × 9 h, and of a night from Sunday 21:00 three hours belong to the week.
    let week = || private().roster("2026-11-30", "5*0800-1700");
    week().lawful("2026-12-06", "2100-0500");
    week().refused("weekly-max", "2026-12-06", "2059-0500");
    // Sixty hours in seven days are lawful when they lie in two civil weeks.
    private().roster("2026-12-03", "4*0700-1700 . 0700-1700").lawful("2026-12-09", "0700-1700");
    // ISO week 53 ends on Sunday 3 January.
    let last_week = || private().roster("2026-12-28", "5*0800-1700");
    last_week().lawful("2027-01-03", "2100-0500");
    last_week().refused("weekly-max", "2027-01-03", "2059-0500");
}

#[test]
fn averages_over_twelve_weeks() {
    // Eleven weeks of 44 h, then 40 h and 4 h.
    let weeks = || {
        let week = "4*0700-1700 0700-1100 2*. ";
        private().horizon("2026-11-30", 14).roster("2026-09-14", &format!("{}4*0700-1700", week.repeat(11)))
    };
    weeks().lawful("2026-12-04", "0700-1100");
    weeks().refused("weekly-max", "2026-12-04", "0700-1101");
    // Forty-six by agreement.
    weeks().derogation("average-46h").lawful("2026-12-04", "0700-1101");
}

#[test]
fn the_branch_keeps_forty_four_hours() {
    for regime in ["bass", "ccn51", "ccn66"] {
        let week = || World::new(regime).roster("2026-11-30", "4*0700-1700");
        week().lawful("2026-12-04", "0700-1100");
        week().refused("weekly-max", "2026-12-04", "0700-1101");
    }
}

#[test]
fn night_workers_average_forty_hours() {
    // Twelve weeks of four nights of 8 h and of one evening of 8 h: 40 h.
    let week = "4*2200-0600 . 1500-2300 . ";
    let weeks =
        |last: &str| private().horizon("2026-11-30", 14).roster("2026-09-14", &format!("{}{last}", week.repeat(11)));
    weeks("4*2200-0600").lawful("2026-12-05", "1500-2300");
    weeks("4*2200-0600").refused("weekly-max", "2026-12-05", "1500-2301");
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

/// Four days of 8 h 45 a week, and Fridays given through the pool.
fn full_weeks(world: World, weeks: usize, fridays: &[(&str, &str)]) -> World {
    let week = "4*0800-1645 3*. ";
    let mut world = world.roster("2026-11-30", &week.repeat(weeks));
    for (day, hours) in fridays {
        world = world.offer(day, hours);
        let shift = world.scenario.shifts.pop().expect("an offer");
        world.scenario.held.push(Held { shift: Shift { id: (*day).into(), ..shift }, agent: "a".into() });
    }
    world
}

#[test]
fn twenty_hours_of_overtime_a_month_in_the_fph() {
    let december = || full_weeks(fph(), 5, &[("2026-12-04", "0800-1500"), ("2026-12-11", "0800-1500")]);
    december().lawful("2026-12-18", "0800-1400");
    december().refused("overtime", "2026-12-18", "0800-1401");
    // The week of 28 December ends in January and counts there.
    let full = || {
        full_weeks(fph(), 5, &[("2026-12-04", "0700-1500"), ("2026-12-11", "0700-1500"), ("2026-12-18", "0800-1200")])
    };
    full().refused("overtime", "2026-12-25", "0800-0801");
    full().lawful("2027-01-01", "0800-1400");
}

#[test]
fn a_long_cycle_has_its_own_cap() {
    // 240 h ÷ 52 × 8 weeks = 36.92 h = 2,215 minutes: seven Fridays of 5 h and 115 minutes.
    let fridays: Vec<String> = (0..7).map(|week| crate::common::after("2026-12-04", 7 * week)).collect();
    let held: Vec<(&str, &str)> = fridays.iter().map(|day| (day.as_str(), "0800-1300")).collect();
    let cycle = || full_weeks(fph(), 8, &held).with(|s| s.establishments[0].law.cycle_weeks = Some(8));
    cycle().lawful("2027-01-22", "0800-0955");
    cycle().refused("overtime", "2027-01-22", "0800-0956");
}

fn counters(work_minutes: i64, overtime_minutes: i64) -> Counters {
    Counters {
        year: 2026,
        work_minutes,
        overtime_minutes,
        night_minutes: 0,
        sundays_holidays_worked: 0,
        sundays_worked: 0,
    }
}

#[test]
fn two_hundred_and_forty_hours_of_overtime_a_year_in_the_fph() {
    let nearly = || full_weeks(fph(), 5, &[]).agent(|a| a.law.counters = Some(counters(0, 239 * 60)));
    nearly().lawful("2026-12-18", "0800-0900");
    nearly().refused("overtime", "2026-12-18", "0800-0901");
    // The counter of 2026 says nothing of 2027: the week of 28 December ends in January.
    nearly().lawful("2027-01-01", "0800-0901");
}

#[test]
fn additional_hours_of_part_timers() {
    // Half time is 17 h 30; a tenth more is 1 h 45; a third by agreement is 5 h 49 (349 whole minutes).
    let half = || private().share(50).roster("2026-11-30", "3*0800-1350");
    half().lawful("2026-12-03", "0800-0945");
    half().refused("part-time", "2026-12-03", "0800-0946");
    // Never full time, not even in one week: 95 % is 33 h 15, and 34 h 59 is all there can be.
    let nearly_full = || private().share(95).roster("2026-11-30", "5*0800-1439");
    nearly_full().lawful("2026-12-05", "0800-0944");
    nearly_full().refused("part-time", "2026-12-05", "0800-0945");
    // In ISO week 53 as in any other.
    private().share(50).roster("2026-12-28", "3*0800-1350").refused("part-time", "2027-01-01", "0800-0946");
}

#[test]
fn the_year_of_the_fph() {
    // 1,607 h and 240 h of overtime; 1,582 h from the tenth Sunday or holiday; 1,476 h exclusively at night.
    let left_420 = |obligation_hours: i64, sundays: u32, night: bool| {
        let work_minutes = (obligation_hours + 240) * 60 - 420;
        let night_minutes = if night { work_minutes } else { 0 };
        let known = Counters { night_minutes, sundays_holidays_worked: sundays, ..counters(work_minutes, 0) };
        fph().agent(|a| a.law.counters = Some(known))
    };
    for (obligation, sundays, night) in [(1607, 9, false), (1582, 10, false), (1476, 20, true)] {
        left_420(obligation, sundays, night).lawful("2026-12-02", "0700-1400");
        left_420(obligation, sundays, night).refused("annual-hours", "2026-12-02", "0700-1401");
        // A duty belongs to the year in which it starts.
        left_420(obligation, sundays, night).lawful("2027-01-01", "0700-1401");
        left_420(obligation, sundays, night).refused("annual-hours", "2026-12-31", "2200-0501");
    }
}

#[test]
fn reduced_hours_are_known_by_their_dates_only() {
    let reduced = |regime: &str| {
        World::new(regime).roster("2026-11-30", "4*0800-1500").agent(|a| {
            a.law.reduced_hours.push(Period { from: date("2026-11-30"), to: date("2026-12-06") });
        })
    };
    // CCN51: 35 h less five; CCN66: a tenth less.
    reduced("ccn51").lawful("2026-12-04", "0800-1000");
    reduced("ccn51").refused("reduced-hours", "2026-12-04", "0800-1001");
    reduced("ccn66").lawful("2026-12-04", "0800-1130");
    reduced("ccn66").refused("reduced-hours", "2026-12-04", "0800-1131");
    let refusals = reduced("ccn51").offer("2026-12-04", "0800-1001").refusals();
    assert!(!refusals[0].sentence_fr.contains("enceinte") && !refusals[0].neutral_fr.contains("réduit"));
}

#[test]
fn work_for_others_counts_and_must_be_declared() {
    let with_outside = |world: World, to: &str| {
        let work = OutsideWork { from: moment("2026-12-01T10:00"), to: moment(to) };
        world.agent(|a| a.outside_work.push(work))
    };
    let document = |kind: &str, from: &str| AgentDocument {
        kind: kind.into(),
        reference: "D-1".into(),
        valid_from: Some(date(from)),
        valid_to: None,
    };
    let declared =
        |world: World, from: &str| world.agent(|a| a.law.documents.push(document("outside-work-declaration", from)));
    with_outside(private(), "2026-12-01T20:00").refused("outside-work", "2026-12-02", "0700-1400");
    declared(with_outside(private(), "2026-12-01T20:00"), "2026-01-02").lawful("2026-12-02", "0700-1400");
    declared(with_outside(private(), "2026-12-01T20:01"), "2026-01-02").refused(
        "daily-rest",
        "2026-12-02",
        "0700-1400",
    );
    // A declaration is good for a year: 365 days before 2 December 2026 is 2 December 2025.
    declared(with_outside(private(), "2026-12-01T20:00"), "2025-12-02").lawful("2026-12-02", "0700-1400");
    declared(with_outside(private(), "2026-12-01T20:00"), "2025-12-01").refused(
        "outside-work",
        "2026-12-02",
        "0700-1400",
    );
    // A full-time public agent needs an authorisation as well; at 70 % the declaration is enough.
    let public = || declared(with_outside(fph(), "2026-12-01T19:00"), "2026-01-02");
    public().refused("outside-work", "2026-12-02", "0700-1400");
    let authorised = public().agent(|a| a.law.documents.push(document("outside-work-authorisation", "2026-01-02")));
    authorised.lawful("2026-12-02", "0700-1400");
    public().share(70).lawful("2026-12-02", "0700-1400");
    public().share(71).refused("outside-work", "2026-12-02", "0700-1400");
}

#[test]
fn documents_hold_between_their_dates() {
    let site = || fph().with(|s| s.establishments[1].law.required_documents.push("formation dialyse".into()));
    let holding = |from: &str, to: &str| {
        let (valid_from, valid_to) = (Some(date(from)), Some(date(to)));
        let document = AgentDocument { kind: "formation dialyse".into(), reference: "F".into(), valid_from, valid_to };
        site().agent(|a| a.law.documents.push(document))
    };
    site().refused("document", "2026-12-02", "0700-1400");
    holding("2026-12-02", "2026-12-02").lawful("2026-12-02", "0700-1400");
    holding("2026-12-03", "2027-12-02").refused("document", "2026-12-02", "0700-1400");
    holding("2025-12-02", "2026-12-01").refused("document", "2026-12-02", "0700-1400");
}

#[test]
fn titles_hold_between_their_dates() {
    let holding = |from: &str, to: &str| {
        fph().agent(|a| {
            a.qualifications[0].valid_from = Some(date(from));
            a.qualifications[0].valid_to = Some(date(to));
        })
    };
    holding("2026-12-02", "2026-12-02").lawful("2026-12-02", "2100-0700");
    holding("2026-12-03", "2027-12-02").refused("qualification", "2026-12-02", "0700-1400");
    holding("2025-12-02", "2026-12-01").refused("qualification", "2026-12-02", "0700-1400");
}

#[test]
fn promised_rests_absences_and_restrictions() {
    let rest = |from: &str, to: &str| PromisedRest { from: date(from), to: date(to), reason: "week-end".into() };
    fph().agent(|a| a.promised_rests.push(rest("2026-12-02", "2026-12-02"))).refused(
        "promised-rest",
        "2026-12-02",
        "0700-1400",
    );
    // A night of the day before ends inside it; one that ends at midnight does not.
    fph().agent(|a| a.promised_rests.push(rest("2026-12-02", "2026-12-02"))).refused(
        "promised-rest",
        "2026-12-01",
        "2100-0700",
    );
    fph().agent(|a| a.promised_rests.push(rest("2026-12-02", "2026-12-02"))).lawful("2026-12-01", "1700-0000");
    let absent = || {
        fph().with(|s| {
            s.absences.push(Absence {
                agent: "a".into(),
                from: date("2026-12-02"),
                to: date("2026-12-03"),
                class: AbsenceClass::Unplanned,
            });
        })
    };
    absent().refused("absence", "2026-12-03", "0700-1400");
    absent().lawful("2026-12-04", "0700-1400");
    let exempt = |exemption| fph().agent(move |a| a.exemptions.push(exemption));
    exempt(Exemption::NoNight).refused("exemption", "2026-12-02", "2100-0700");
    exempt(Exemption::NoNight).lawful("2026-12-02", "1300-1900");
    exempt(Exemption::NoWeekend).refused("exemption", "2026-12-04", "2100-0700");
    exempt(Exemption::NoWeekend).lawful("2026-12-04", "1500-0000");
    exempt(Exemption::NoHoliday).refused("exemption", "2026-12-24", "2100-0700");
    exempt(Exemption::NoHoliday).lawful("2026-12-24", "1500-0000");
    // Five mornings of 7 h are the 35 h of a full-timer.
    exempt(Exemption::NoOvertime).roster("2026-11-30", "4*0700-1400").lawful("2026-12-04", "0700-1400");
    exempt(Exemption::NoOvertime).roster("2026-11-30", "4*0700-1400").refused("exemption", "2026-12-04", "0700-1401");
}

#[test]
fn at_two_places_at_once() {
    fph().roster("2026-12-02", "0700-1100").refused_also("overlap", "2026-12-02", "1059-1500");
    private().roster("2026-12-02", "0700-1100").lawful("2026-12-02", "1100-1500");
    // An hour of road between the two sites.
    an_hour_away(private()).roster("2026-12-02", "0700-1100").lawful("2026-12-02", "1200-1500");
    an_hour_away(private()).roster("2026-12-02", "0700-1100").refused("overlap", "2026-12-02", "1159-1500");
    let window = |world: World| {
        world
            .agent(|a| a.availability.push(Window { from: moment("2026-12-02T07:00"), to: moment("2026-12-02T14:00") }))
    };
    window(fph()).lawful("2026-12-02", "0700-1400");
    window(fph()).refused("availability", "2026-12-02", "0700-1401");
    let radius = |km: u32| an_hour_away(fph()).agent(|a| a.mobility_km = km);
    radius(39).lawful("2026-12-02", "0700-1400");
    radius(38).refused("mobility", "2026-12-02", "0700-1400");
}

#[test]
fn a_lent_worker_keeps_both_rules() {
    // A private agent on loan to a public site: 12 h of rest there, and 10 h lengths of both.
    let lent = || private().host("fph");
    lent().roster("2026-12-01", "1300-1900").lawful("2026-12-02", "0700-1400");
    lent().roster("2026-12-01", "1300-2000").refused("daily-rest", "2026-12-02", "0700-1400");
    lent().refused("duty-length", "2026-12-02", "0700-1601");
    // 48 h in any seven days hold there as well: 5 × 9 h and 3 h from Thursday to Wednesday.
    let across = || lent().roster("2026-12-03", "3*0800-1700 . 2*0800-1700");
    across().lawful("2026-12-09", "0800-1100");
    across().refused("weekly-max", "2026-12-09", "0800-1101");
    // At home the Code du travail alone rules.
    private().roster("2026-12-03", "3*0800-1700 . 2*0800-1700").lawful("2026-12-09", "0800-1101");
}

#[test]
fn local_rules_tighten_freely_and_loosen_with_a_document() {
    let local = |minutes: i64, document: Option<&str>| LocalRule {
        rule: "ct.daily-rest".into(),
        values: [("minutes_min".to_owned(), minutes)].into(),
        document: document.map(Into::into),
        valid_from: None,
        valid_to: None,
    };
    let evening = || private().roster("2026-12-01", "1300-2000");
    evening().with(|s| s.house_rules.rules.push(local(720, None))).refused("daily-rest", "2026-12-02", "0700-1400");
    let ten_hours = || private().roster("2026-12-01", "1300-2100");
    ten_hours()
        .with(|s| s.house_rules.rules.push(local(600, Some("accord 12/2025"))))
        .lawful("2026-12-02", "0700-1400");
    let refused = |minutes, document| {
        let world = evening().with(|s| s.house_rules.rules.push(local(minutes, document)));
        releve_solver::compile(&world.scenario).expect_err("a local rule past what the law allows")
    };
    assert_eq!(refused(600, None)[0].field, "house_rules.rules[0].document");
    assert!(refused(539, Some("accord"))[0].expected.contains("minutes_min = 540"));
}
