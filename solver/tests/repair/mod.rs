//! Solving from a published plan.

use crate::random_scenario;
use releve_solver::check::check;
use releve_solver::domain::plan::{Assignment, Cancel, Limits, Outcome, Start};
use releve_solver::domain::problem::Problem;
use releve_solver::domain::scenario::{Absence, AbsenceClass, Scenario};
use releve_solver::{compile, solve, solve_from};

fn from(problem: &Problem, start: &Start, limits: &Limits) -> Outcome {
    solve_from(problem, start, limits, &Cancel::new(), &|_| {})
}

/// Somebody who holds a shift of the plan is absent on its day.
fn call_in_sick(scenario: &mut Scenario, plan: &[Assignment]) {
    let Assignment { shift, agent } = &plan[0];
    let date = scenario.shifts.iter().find(|known| known.id == *shift).expect("a shift of the scenario").date;
    scenario.absences.push(Absence { agent: agent.clone(), from: date, to: date, class: AbsenceClass::Unplanned });
}

#[test]
fn the_best_plan_is_where_a_solve_from_it_ends() {
    for seed in 800..820 {
        let problem = compile(&random_scenario(seed, 8, 20)).expect("a valid scenario");
        let best = solve(&problem, &Limits::default(), &Cancel::new(), &|_| {});
        let again = from(&problem, &Start { plan: best.assignments() }, &Limits::default());
        assert_eq!((again.status, again.assignments()), (best.status, best.assignments()), "seed {seed}");
    }
}

#[test]
fn what_is_still_lawful_of_a_start_is_kept_when_there_is_no_time() {
    let (mut sick, mut refilled) = (0, 0);
    for seed in 830..860 {
        let mut scenario = random_scenario(seed, 8, 20);
        let problem = compile(&scenario).expect("a valid scenario");
        let best = solve(&problem, &Limits::default(), &Cancel::new(), &|_| {});
        let plan = best.assignments();
        if plan.is_empty() {
            continue;
        }
        call_in_sick(&mut scenario, &plan);
        let problem = compile(&scenario).expect("a valid scenario");
        let refused = check(&problem, &plan).expect_err("she is absent");
        let at_once = Limits { seconds: 0.0, ..Limits::default() };
        let after = from(&problem, &Start { plan: plan.clone() }, &at_once).assignments();
        assert_eq!(check(&problem, &after).err(), None, "seed {seed}");
        for kept in plan.iter().filter(|given| refused.iter().all(|breach| breach.shift != given.shift)) {
            assert!(after.contains(kept), "seed {seed}: {kept:?} was lawful");
        }
        sick += 1;
        refilled += usize::from(after.len() == plan.len());
    }
    assert!(sick > 20 && refilled > 0, "the cases are worth solving: {refilled} of {sick} refilled");
}

#[test]
fn a_start_that_the_problem_does_not_know_is_none() {
    let problem = compile(&random_scenario(870, 6, 10)).expect("a valid scenario");
    let plan = vec![Assignment { shift: "elsewhere".into(), agent: "nobody".into() }];
    let (with, without) = (Start { plan }, Start::default());
    let limits = Limits::default();
    assert_eq!(from(&problem, &with, &limits).assignments(), from(&problem, &without, &limits).assignments());
}
