//! What the last goal level looks at, on either side of each boundary and exactly on it; cases computed by hand.

use crate::common::{World, date, moment};
use releve_solver::domain::problem::{DemandIx, Duty, Problem};
use releve_solver::domain::scenario::*;
use releve_solver::explain::preferences;
use releve_solver::rules::soft::{self, Holiday, Preference};

/// What lies in the pair of the only person and the last shift on offer, the unknown unit aside.
fn of_pair(world: &World) -> Vec<Preference> {
    let problem = world.problem();
    let last = problem.demands.len() - 1;
    let aside = [Preference::UnknownUnit, Preference::AloneOnUnknownUnit];
    soft::of_pair(&problem, &problem.workers[0], &problem.demands[last]).filter(|what| !aside.contains(what)).collect()
}

/// How often all shifts on offer together do what weighs only together: week-ends in a row, both holidays.
fn together(world: &World) -> (i64, i64) {
    let problem = world.problem();
    let proposed: Vec<Duty> = problem.demands.iter().map(|demand| demand.duty).collect();
    let [weekends, holidays] = soft::of_plan(&problem, &problem.workers[0], &proposed);
    (weekends.1, holidays.1)
}

#[test]
fn a_site_at_exactly_the_radius_is_within_it() {
    let at = |km: f64| {
        World::new("fph").offer("2026-12-02", "0700-1400").with(|s| {
            s.house_rules.mobility_radius_km = Some(20);
            s.establishments[1].place.latitude += (km / 6371.0).to_degrees();
        })
    };
    assert_eq!(of_pair(&at(19.999)), []);
    assert_eq!(of_pair(&at(20.0)), []);
    assert_eq!(of_pair(&at(20.001)), [Preference::FarSite]);
    let without_radius = at(90.0).with(|s| s.house_rules.mobility_radius_km = None);
    assert_eq!(of_pair(&without_radius), []);
}

/// Two worked week-ends in a row are wanted at most. Saturdays of the horizon: 5, 12, 19, 26 December, 2 January.
fn two_in_a_row() -> World {
    World::new("fph").with(|s| s.house_rules.weekends_in_a_row_max = Some(2))
}

#[test]
fn exactly_as_many_weekends_in_a_row_cost_nothing() {
    let one = || two_in_a_row().roster("2026-12-13", "0700-1400");
    assert_eq!(together(&one().offer("2026-12-19", "0700-1400")).0, 0);
    let two = || one().roster("2026-12-05", "0700-1400");
    assert_eq!(together(&two().offer("2026-12-19", "0700-1400")).0, 1);
    // Saturday and Sunday are one week-end.
    assert_eq!(together(&two().offer("2026-12-19", "0700-1400").offer("2026-12-20", "0700-1400")).0, 1);
    // A week-end off in between begins a new run.
    assert_eq!(together(&two().offer("2026-12-26", "0700-1400")).0, 0);
    // Without the wish nothing is counted.
    let without_wish = two().with(|s| s.house_rules.weekends_in_a_row_max = None);
    assert_eq!(together(&without_wish.offer("2026-12-19", "0700-1400")).0, 0);
}

#[test]
fn a_weekend_is_worked_from_its_first_minute_to_its_last() {
    let two = || two_in_a_row().roster("2026-12-05", "0700-1400").roster("2026-12-13", "0700-1400");
    // Friday evening up to midnight is not the week-end; one minute more is.
    assert_eq!(together(&two().offer("2026-12-18", "1700-0000")).0, 0);
    assert_eq!(together(&two().offer("2026-12-18", "1700-0001")).0, 1);
    assert_eq!(together(&two().offer("2026-12-20", "2300-0600")).0, 1);
    assert_eq!(together(&two().offer("2026-12-21", "0000-0600")).0, 0);
}

#[test]
fn only_what_the_plan_brings_about_is_counted() {
    let home = "0700-1400 6*. 0700-1400 6*. 0700-1400";
    let three = || two_in_a_row().roster("2026-12-05", home);
    // The third week-end is the home roster's own doing; a shift on its Sunday changes nothing, the fourth does.
    assert_eq!(together(&three().offer("2026-12-20", "0700-1400")).0, 0);
    assert_eq!(together(&three().offer("2026-12-26", "0700-1400")).0, 1);
    // The middle one joins two runs of two: of five in a row three are too many.
    let around = two_in_a_row().roster("2026-12-05", "0700-1400 6*. 0700-1400 13*. 0700-1400 6*. 0700-1400");
    assert_eq!(together(&around.offer("2026-12-19", "0700-1400")).0, 3);
    // What she does for others is not the group's to count.
    let outside = two_in_a_row().roster("2026-12-13", "0700-1400").agent(|a| {
        a.outside_work.push(OutsideWork { from: moment("2026-12-05T08:00"), to: moment("2026-12-05T12:00") });
    });
    assert_eq!(together(&outside.offer("2026-12-19", "0700-1400")).0, 0);
}

#[test]
fn the_same_holiday_two_winters_running() {
    let after = |worked: &str, day: &str, hours: &str| {
        of_pair(&World::new("fph").agent(|a| a.law.winter_holidays_worked = vec![date(worked)]).offer(day, hours))
    };
    let new_year = [Preference::HolidayAgain(Holiday::NewYear)];
    // The night from 31 December to 1 January is one holiday, whichever of its days was worked last winter.
    assert_eq!(after("2025-12-31", "2026-12-31", "2100-0700"), new_year);
    assert_eq!(after("2026-01-01", "2026-12-31", "2100-0700"), new_year);
    assert_eq!(after("2026-01-01", "2027-01-01", "2100-0700"), new_year);
    // The night before reaches into 31 December, the evening before does not.
    assert_eq!(after("2026-01-01", "2026-12-30", "2100-0700"), new_year);
    assert_eq!(after("2026-01-01", "2026-12-30", "1700-0000"), []);
    assert_eq!(after("2026-01-01", "2027-01-02", "0700-1400"), []);
    // The other holiday, or two winters ago, is no reason.
    assert_eq!(after("2025-12-25", "2026-12-31", "2100-0700"), []);
    assert_eq!(after("2025-01-01", "2026-12-31", "2100-0700"), []);
    let christmas = [Preference::HolidayAgain(Holiday::Christmas)];
    assert_eq!(after("2025-12-24", "2026-12-25", "0700-1400"), christmas);
    assert_eq!(after("2025-12-24", "2026-12-26", "0000-0600"), []);
}

#[test]
fn christmas_and_new_year_of_one_winter() {
    let at_christmas = || World::new("fph").roster("2026-12-24", "0700-1400");
    assert_eq!(together(&at_christmas().offer("2026-12-31", "2100-0700")).1, 1);
    assert_eq!(together(&at_christmas().offer("2027-01-02", "0700-1400")).1, 0);
    // Both through the plan: once, however many shifts.
    let both = World::new("fph").offer("2026-12-24", "2100-0700").offer("2026-12-31", "0700-1400");
    assert_eq!(together(&both.offer("2027-01-01", "2100-0700")).1, 1);
    // Both on the home roster: not the plan's doing.
    let at_home = at_christmas().roster("2026-12-31", "0700-1400");
    assert_eq!(together(&at_home.offer("2027-01-01", "2100-0700")).1, 0);
    // Christmas worked before the rosters begin.
    let known = World::new("fph").agent(|a| a.law.winter_holidays_worked = vec![date("2026-12-25")]);
    assert_eq!(together(&known.offer("2026-12-31", "2100-0700")).1, 1);
}

/// A shift on 2 December on a unit that she does not know, where a colleague works from 7:00 to 14:00.
fn with_colleague(hours: &str) -> World {
    World::new("fph").roster("2026-12-20", "0700-1400").offer("2026-12-02", hours).with(|s| {
        let colleague = Agent { id: "b".into(), name: "B".into(), employer: "host".into(), ..s.agents[0].clone() };
        s.agents.push(colleague);
        let codes = "0700-1400".into();
        s.rosters.push(RosterLine { agent: "b".into(), unit: "u-host".into(), from: date("2026-12-02"), codes });
    })
}

fn is_alone(world: &World) -> bool {
    let problem = world.problem();
    let mut found = soft::of_pair(&problem, &problem.workers[0], &problem.demands[0]);
    found.any(|what| what == Preference::AloneOnUnknownUnit)
}

#[test]
fn alone_when_nobody_who_knows_the_unit_is_on_duty_at_the_start() {
    assert!(!is_alone(&with_colleague("0700-1400")));
    assert!(!is_alone(&with_colleague("1359-2100")));
    assert!(is_alone(&with_colleague("1400-2100")), "she leaves as the other arrives");
    assert!(is_alone(&with_colleague("0659-1400")), "she comes a minute later");
    let class = AbsenceClass::Planned;
    let day = date("2026-12-02");
    let away = |s: &mut Scenario| s.absences.push(Absence { agent: "b".into(), from: day, to: day, class });
    assert!(is_alone(&with_colleague("0700-1400").with(away)));
    // Somebody sent through the pool is company only when she knows the unit.
    let sent = |s: &mut Scenario| {
        s.rosters.retain(|line| line.agent.as_str() != "b");
        s.held.push(Held { shift: Shift { id: "held".into(), ..s.shifts[0].clone() }, agent: "b".into() });
    };
    assert!(is_alone(&with_colleague("0700-1400").with(sent)));
    let knowing = |s: &mut Scenario| s.agents[1].known_units.push("u-host".into());
    assert!(!is_alone(&with_colleague("0700-1400").with(sent).with(knowing)));
    // Who knows the unit needs no company.
    let known = |s: &mut Scenario| s.agents[0].known_units.push("u-host".into());
    assert!(!is_alone(&with_colleague("1400-2100").with(known)));
}

#[test]
fn every_remark_has_its_weight() {
    let world = two_in_a_row().roster("2026-12-12", "0700-1400").agent(|a| {
        a.wishes.push(Wish { date: date("2026-12-26"), kind: WishKind::Work });
    });
    let world = world.offer("2026-12-19", "0700-1400").offer("2026-12-26", "0700-1400");
    let problem: Problem = world.problem();
    let weights = |held: &[DemandIx]| -> Vec<i64> {
        preferences(&problem, 0, 1, held).into_iter().map(|remark| remark.centipoints).collect()
    };
    // New to the unit, alone there, a wish met; and with the shift of the week before a third week-end in a row.
    assert_eq!(weights(&[]), [200, 300, -100]);
    assert_eq!(weights(&[0]), [200, 300, -100, 300]);
    assert_eq!(weights(&[0, 1]), [200, 300, -100, 300], "the shift itself is no company");
    let remark = preferences(&problem, 0, 1, &[0]).pop().expect("a remark");
    assert_eq!(remark.what_fr, "travaille plus de week-ends de suite que les 2 souhaités");
}
