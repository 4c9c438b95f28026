//! What a run tells on its way, what is left when it is cut short, and when two runs are the same.

use super::{every_lawful_value, random_scenario, run};
use crate::oracle::Oracle;
use releve_solver::check::check;
use releve_solver::domain::plan::{Cancel, LevelName, Limits, Outcome, Progress, Repair, Start};
use releve_solver::domain::problem::Problem;
use releve_solver::domain::scenario::{Absence, AbsenceClass};
use releve_solver::formats::generate::{Size, generate};
use releve_solver::{compile, solve_from};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Solves and keeps every step; `cancel` is pulled at step `stop_at`, counted from 0.
fn watched(problem: &Problem, limits: &Limits, stop_at: usize) -> (Outcome, Vec<Progress>) {
    watched_from(problem, &Start::default(), limits, stop_at)
}

fn watched_from(problem: &Problem, start: &Start, limits: &Limits, stop_at: usize) -> (Outcome, Vec<Progress>) {
    let (cancel, steps) = (Cancel::new(), Mutex::new(Vec::new()));
    let outcome = solve_from(problem, start, limits, &cancel, &|progress| {
        let mut steps = steps.lock().expect("nobody panics");
        if steps.len() == stop_at {
            cancel.cancel();
        }
        steps.push(progress.clone());
    });
    (outcome, steps.into_inner().expect("nobody panics"))
}

/// Values that differ by rounding of the linear solver only.
fn exceeds(a: f64, b: f64) -> bool {
    a > b + 1e-5 * b.abs().max(1.0)
}

/// Within a level a best value only falls and a bound only rises; neither time, nor work done, nor a level goes back.
fn only_gets_better(name: &str, steps: &[Progress], outcome: &Outcome) {
    let mut known: BTreeMap<LevelName, (f64, f64)> = BTreeMap::new();
    for pair in steps.windows(2) {
        assert!(pair[0].seconds <= pair[1].seconds && pair[0].level <= pair[1].level, "{name}: {pair:?}");
        assert!(pair[0].fraction <= pair[1].fraction && pair[0].work <= pair[1].work, "{name}: {pair:?}");
    }
    for step in steps {
        let before = known.insert(step.level, (step.objective, step.bound));
        if let Some((best, bound)) = before {
            assert!(!exceeds(step.objective, best), "{name}: best {best} becomes {step:?}");
            assert!(!exceeds(bound, step.bound), "{name}: bound {bound} becomes {step:?}");
        }
        assert!(!exceeds(step.bound, step.objective), "{name}: {step:?}");
        assert!(step.gap.is_some_and(|gap| gap >= -1e-5) && step.covered <= step.shifts, "{name}: {step:?}");
    }
    for level in &outcome.levels {
        let Some((best, bound)) = known.get(&level.name) else { continue };
        assert!(
            !exceeds(level.objective, *best) && !exceeds(*bound, level.bound),
            "{name}: {level:?}, {best}, {bound}"
        );
    }
    let last = steps.last().expect("a run tells something");
    assert_eq!(last.covered, outcome.assigned.len(), "{name}: the last step is the end");
}

#[test]
fn steps_only_get_better_and_end_with_the_plan() {
    for seed in 0..12 {
        let problem = compile(&random_scenario(seed, 10, 25)).expect("a valid scenario");
        let (outcome, steps) = watched(&problem, &Limits::default(), usize::MAX);
        only_gets_better(&format!("seed {seed}"), &steps, &outcome);
        assert_eq!(steps.last().map(|step| step.fraction), Some(1.0), "seed {seed}");
        assert!(steps.len() > 5 && steps.iter().any(|step| step.columns > 0), "seed {seed}: something is told");
    }
}

#[test]
fn steps_of_a_repair_only_get_better_too() {
    for seed in 20..30 {
        let scenario = random_scenario(seed, 10, 25);
        let problem = compile(&scenario).expect("a valid scenario");
        let plan = run(&problem, &Limits::default()).assignments();
        // Somebody who was given shifts is away now.
        let mut other = scenario.clone();
        let Some(agent) = plan.first().map(|one| one.agent.clone()) else { continue };
        let (from, days) = (scenario.horizon.from, chrono::Days::new(u64::from(scenario.horizon.days) - 1));
        other.absences.push(Absence { agent, from, to: from + days, class: AbsenceClass::Unplanned });
        let problem = compile(&other).expect("a valid scenario");
        let start = Start { plan, repair: Some(Repair::default()) };
        for stop_at in [usize::MAX, 0, 3] {
            let (outcome, steps) = watched_from(&problem, &start, &Limits::default(), stop_at);
            assert!(check(&problem, &outcome.assignments()).is_ok(), "seed {seed}: lawful");
            only_gets_better(&format!("seed {seed}, cancelled at {stop_at}"), &steps, &outcome);
        }
    }
}

/// The best value of a level among all lawful plans that keep the levels before as good as a plan does.
fn best_of_level(every: &[[f64; 5]], at: usize, plan: &Outcome) -> f64 {
    let keeps = |values: &&[f64; 5]| (0..at).all(|before| values[before] <= plan.levels[before].objective + 1e-5);
    every.iter().filter(keeps).map(|values| values[at]).fold(f64::INFINITY, f64::min)
}

#[test]
fn whenever_it_is_cancelled_the_plan_is_lawful_and_no_plan_beats_the_bound() {
    let mut cut_short = 0;
    for seed in 700..716 {
        let scenario = random_scenario(seed, 3, 5);
        let problem = compile(&scenario).expect("a valid scenario");
        let oracle = Oracle::new(&scenario, &problem);
        let every = every_lawful_value(&scenario, &problem);
        for stop_at in 0.. {
            let name = format!("seed {seed}, cancelled at step {stop_at}");
            let (outcome, steps) = watched(&problem, &Limits { threads: 1, ..Limits::default() }, stop_at);
            assert!(check(&problem, &outcome.assignments()).is_ok(), "{name}: lawful");
            let shift = |id| problem.demands.iter().position(|demand| demand.id == id).expect("a shift");
            let agent = |id| problem.workers.iter().position(|worker| worker.id == id).expect("an agent");
            let plan = outcome.assignments().into_iter().map(|one| (shift(one.shift), agent(one.agent))).collect();
            let (values, _) = oracle.values(&plan);
            for (at, level) in outcome.levels.iter().enumerate() {
                let best = best_of_level(&every, at, &outcome);
                assert!(
                    (level.objective - values[at]).abs() < 1e-5,
                    "{name}: the value is that of the plan: {level:?}"
                );
                assert!(level.bound <= best + 1e-5, "{name}: a plan is worth {best}, below the bound: {level:?}");
            }
            only_gets_better(&name, &steps, &outcome);
            if steps.len() <= stop_at {
                break;
            }
            cut_short += 1;
        }
    }
    assert!(cut_short > 100, "runs were cut short at many moments: {cut_short}");
}

/// A group large enough to be searched by moves and near the relaxation. No optimum is at hand: any bound of the first level
/// is held against any plan's value.
#[test]
fn a_large_group_may_be_cancelled_as_well() {
    let scenario = generate(Size { establishments: 8, agents: 120, days: 28, gaps: 200 }, 3);
    let problem = compile(&scenario).expect("what is generated compiles");
    let mut first_levels = Vec::new();
    for stop_at in [0, 1, 3, 8, 20, 40] {
        let (outcome, steps) = watched(&problem, &Limits { gap: 0.05, ..Limits::default() }, stop_at);
        assert!(check(&problem, &outcome.assignments()).is_ok(), "cancelled at step {stop_at}: lawful");
        only_gets_better(&format!("cancelled at step {stop_at}"), &steps, &outcome);
        first_levels.push(outcome.levels[0].clone());
    }
    for a in &first_levels {
        assert!(first_levels.iter().all(|b| !exceeds(a.bound, b.objective)), "{first_levels:?}");
    }
}

#[test]
fn equal_runs_give_equal_plans_with_any_number_of_threads() {
    let mut problems: Vec<Problem> =
        (300..303).map(|seed| compile(&random_scenario(seed, 12, 40)).expect("a valid scenario")).collect();
    // Many parts, which are planned side by side.
    let scenario = generate(Size { establishments: 6, agents: 60, days: 28, gaps: 90 }, 11);
    problems.push(compile(&scenario).expect("what is generated compiles"));
    for (at, problem) in problems.iter().enumerate() {
        let with = |threads| Limits { work: Some(2_000), seconds: 600.0, threads, ..Limits::default() };
        let one = run(problem, &with(1));
        for threads in [1, 2, 3] {
            let other = run(problem, &with(threads));
            assert_eq!(one.assignments(), other.assignments(), "problem {at}, {threads} threads");
            assert_eq!((&one.levels, one.work), (&other.levels, other.work), "problem {at}, {threads} threads");
        }
    }
}
