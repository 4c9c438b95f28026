//! Whole rosters through the public door: what a caller may ask, and that the judge of the format agrees with every figure.

use releve_solver::domain::plan::{Cancel, Limits, Outcome, Status};
use releve_solver::formats::curtois::{self, Instance, Judgement};
use std::fmt::Write;

/// A ward of some days and people with days and nights; everybody works about four days in seven.
fn ward(days: usize, people: usize) -> Instance {
    let mut text = format!("SECTION_HORIZON\n{days}\nSECTION_SHIFTS\nD,480,\nN,600,D\nSECTION_STAFF\n");
    let weeks = days.div_ceil(7);
    for person in 0..people {
        let (least, most) = (weeks * 1200, weeks * 2400);
        writeln!(text, "P{person},D={days}|N={},{most},{least},5,2,2,{}", 2 * weeks, weeks.div_ceil(2)).expect("text");
    }
    text.push_str("SECTION_DAYS_OFF\n");
    (0..people).for_each(|person| writeln!(text, "P{person},{}", (3 * person) % days).expect("text"));
    text.push_str("SECTION_SHIFT_ON_REQUESTS\n");
    (0..people).for_each(|person| writeln!(text, "P{person},{},D,3", (5 * person + 1) % days).expect("text"));
    text.push_str("SECTION_SHIFT_OFF_REQUESTS\n");
    (0..people).for_each(|person| writeln!(text, "P{person},{},N,2", (7 * person + 2) % days).expect("text"));
    text.push_str("SECTION_COVER\n");
    for day in 0..days {
        writeln!(text, "{day},D,{},100,1\n{day},N,{},100,1", people / 3, people / 5).expect("text");
    }
    curtois::read(&text).unwrap_or_else(|issues| panic!("{issues:?}"))
}

fn limits(seconds: f64) -> Limits {
    Limits { seconds, ..Limits::default() }
}

/// What the format's own judge says of an outcome.
fn judged(instance: &Instance, outcome: &Outcome) -> Judgement {
    let plan = curtois::plan_of(instance, &outcome.assignments()).unwrap_or_else(|issues| panic!("{issues:?}"));
    curtois::judge(instance, &plan)
}

/// Lawful, priced as the judge prices it, and not below its own bound.
fn sound(instance: &Instance, outcome: &Outcome) {
    let judgement = judged(instance, outcome);
    let level = &outcome.levels[0];
    assert_eq!(judgement.hard, vec![]);
    assert!((level.objective - judgement.total as f64).abs() < 1e-6, "{level:?}, judged {}", judgement.total);
    assert!(level.bound <= level.objective + 1e-6, "{level:?}");
}

#[test]
fn a_month_is_planned_and_priced_as_the_judge_prices_it() {
    let instance = ward(28, 15);
    let outcome = releve_solver::solve(&curtois::compile(&instance), &limits(10.0), &Cancel::new(), &|_| {});
    sound(&instance, &outcome);
    assert!(outcome.levels[0].gap < 0.05, "{:?}", outcome.levels);
}

#[test]
fn a_year_and_more_is_planned() {
    let instance = ward(400, 5);
    let outcome = releve_solver::solve(&curtois::compile(&instance), &limits(5.0), &Cancel::new(), &|_| {});
    sound(&instance, &outcome);
}

/// Under a work limit the plan is the same each time, and with any number of threads.
#[test]
fn a_work_limit_gives_the_same_plan_with_any_threads() {
    for (days, people) in [(28, 10), (60, 5)] {
        let instance = ward(days, people);
        let problem = curtois::compile(&instance);
        let plan = |threads| {
            let limits = Limits { seconds: 600.0, threads, work: Some(40_000), ..Limits::default() };
            let outcome = releve_solver::solve(&problem, &limits, &Cancel::new(), &|_| {});
            sound(&instance, &outcome);
            (outcome.assignments(), outcome.levels[0].objective, outcome.levels[0].bound, outcome.work)
        };
        let once = plan(1);
        assert_eq!(once, plan(1));
        assert_eq!(once, plan(2));
        assert_eq!(once, plan(3));
    }
}

/// No time, or no wish to go on: an answer all the same, a lawful plan or none.
#[test]
fn without_time_there_is_an_answer() {
    let instance = ward(28, 15);
    let problem = curtois::compile(&instance);
    let cancelled = Cancel::new();
    cancelled.cancel();
    for (seconds, cancel) in [(0.0, &Cancel::new()), (60.0, &cancelled)] {
        let outcome = releve_solver::solve(&problem, &limits(seconds), cancel, &|_| {});
        assert_eq!(outcome.status, Status::Feasible);
        if !outcome.assigned.is_empty() {
            sound(&instance, &outcome);
        }
        assert!(outcome.levels[0].bound <= outcome.levels[0].objective);
    }
}

#[test]
fn one_person_is_planned_best() {
    let instance = ward(14, 1);
    let outcome = releve_solver::solve(&curtois::compile(&instance), &limits(20.0), &Cancel::new(), &|_| {});
    sound(&instance, &outcome);
    assert_eq!(outcome.status, Status::Optimal, "{:?}", outcome.levels);
}

/// A worker whose limits contradict each other has no roster, so nobody is assigned and the bound claims nothing.
#[test]
fn limits_that_contradict_give_no_plan() {
    let text = "SECTION_HORIZON\n7\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,D=1,4800,960,5,1,1,1\n\
                SECTION_DAYS_OFF\nSECTION_SHIFT_ON_REQUESTS\nSECTION_SHIFT_OFF_REQUESTS\nSECTION_COVER\n1,D,1,100,1\n";
    let instance = curtois::read(text).expect("an instance");
    let outcome = releve_solver::solve(&curtois::compile(&instance), &limits(5.0), &Cancel::new(), &|_| {});
    assert_eq!((outcome.status, outcome.assigned.len()), (Status::Feasible, 0));
    assert!(outcome.levels[0].gap > 0.0);
}
