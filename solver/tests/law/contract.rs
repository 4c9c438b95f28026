//! What a contract counts, on either side of its boundary and exactly on it, computed by hand from the articles in the rule
//! packs: overtime, additional hours, the year, reduced hours. Her employer's rules alone.
//!
//! Monday 30 November 2026 begins an eight-week cycle; the week of 28 December 2026 is ISO week 53.

use crate::common::{World, after, counters, date, fph, private};
use releve_solver::domain::scenario::*;

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
    let fridays: Vec<String> = (0..7).map(|week| after("2026-12-04", 7 * week)).collect();
    let held: Vec<(&str, &str)> = fridays.iter().map(|day| (day.as_str(), "0800-1300")).collect();
    let cycle = || full_weeks(fph(), 8, &held).with(|s| s.establishments[0].law.cycle_weeks = Some(8));
    cycle().lawful("2027-01-22", "0800-0955");
    cycle().refused("overtime", "2027-01-22", "0800-0956");
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
