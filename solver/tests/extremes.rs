//! Sizes at both ends: as many people as anybody may load, one, none; nothing to fill. There is an answer each time, lawful
//! and with a bound that does not lie above it.

use releve_solver::check::{check, check_roster};
use releve_solver::domain::plan::{Cancel, Limits, Outcome, Status};
use releve_solver::domain::problem::Problem;
use releve_solver::domain::roster::Roster;
use releve_solver::domain::scenario::Scenario;
use releve_solver::engines::monolith;
use releve_solver::formats::curtois;
use releve_solver::formats::generate::{Size, generate};
use releve_solver::{compile, solve};
use std::fmt::Write;
use std::sync::Arc;

fn limits(seconds: f64) -> Limits {
    Limits { seconds, ..Limits::default() }
}

/// Solves a group; whatever comes out is lawful and honest.
fn planned(scenario: &Scenario, seconds: f64) -> (Problem, Outcome) {
    let problem = compile(scenario).expect("a generated group compiles");
    let outcome = solve(&problem, &limits(seconds), &Cancel::new(), &|_| {});
    assert!(check(&problem, &outcome.assignments()).is_ok());
    assert_eq!(outcome.assigned.len() + outcome.uncovered.len(), problem.demands.len(), "every shift is told");
    for level in &outcome.levels {
        assert!(level.bound <= level.objective && level.gap >= 0.0, "{level:?}");
    }
    (problem, outcome)
}

#[test]
fn ten_thousand_agents_get_an_answer() {
    let scenario = generate(Size { establishments: 300, agents: 10_000, days: 7, gaps: 30 }, 5);
    let (problem, outcome) = planned(&scenario, 0.5);
    assert_eq!((problem.workers.len(), outcome.equity.len()), (10_000, 10_000));
    assert!(!outcome.assigned.is_empty(), "among so many somebody may");
}

#[test]
fn one_agent_no_agent_and_no_gap_are_proven() {
    let one = generate(Size { establishments: 1, agents: 1, days: 28, gaps: 5 }, 5);
    let mut nobody = one.clone();
    nobody.agents.clear();
    nobody.rosters.clear();
    nobody.absences.clear();
    let idle = generate(Size { establishments: 3, agents: 40, days: 28, gaps: 0 }, 5);
    for (scenario, shifts) in [(&one, 5), (&nobody, 5), (&idle, 0)] {
        let (problem, outcome) = planned(scenario, 20.0);
        assert_eq!((outcome.status, problem.demands.len()), (Status::Optimal, shifts), "{:?}", outcome.levels);
    }
    assert_eq!(planned(&nobody, 20.0).1.uncovered.len(), 5, "nobody is there to fill them");
}

/// A week of one duty that nobody has to work.
fn week(people: usize) -> Problem {
    let mut text = "SECTION_HORIZON\n7\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\n".to_owned();
    for person in 0..people {
        writeln!(text, "P{person},D=7,2400,0,5,1,1,1").expect("text");
    }
    text.push_str(
        "SECTION_DAYS_OFF\nSECTION_SHIFT_ON_REQUESTS\nSECTION_SHIFT_OFF_REQUESTS\nSECTION_COVER\n0,D,2,100,1\n",
    );
    curtois::compile(&curtois::read(&text).unwrap_or_else(|issues| panic!("{issues:?}")))
}

/// The same with another roster.
fn with(problem: &Problem, change: impl FnOnce(&mut Roster)) -> Problem {
    let mut roster = problem.roster.as_deref().expect("a roster").clone();
    change(&mut roster);
    Problem { roster: Some(Arc::new(roster)), ..problem.clone() }
}

/// What both engines say of a roster that has a plan, and the price that the checker asks for it.
fn rostered(problem: &Problem, seconds: f64) -> [(Outcome, f64); 2] {
    [solve, monolith::solve].map(|solve| {
        let outcome = solve(problem, &limits(seconds), &Cancel::new(), &|_| {});
        let cost = check_roster(problem, &outcome.assignments()).expect("a lawful plan").costs().total();
        (outcome, cost)
    })
}

#[test]
fn a_roster_without_posts_or_demand_costs_nothing() {
    let no_demand = |roster: &mut Roster| roster.posts.iter_mut().for_each(|post| post.bands.clear());
    let mut nothing = with(&week(1), |roster| {
        roster.patterns.clear();
        roster.posts.clear();
    });
    nothing.workers.clear();
    for problem in [with(&week(10_000), |roster| roster.posts.clear()), with(&week(3), no_demand), nothing] {
        for (outcome, cost) in rostered(&problem, 10.0) {
            assert_eq!((cost, outcome.levels[0].objective, outcome.levels[0].bound), (0.0, 0.0, 0.0));
        }
    }
}

#[test]
fn ten_thousand_people_on_two_places_get_an_answer() {
    let problem = week(10_000);
    let outcome = solve(&problem, &limits(1.0), &Cancel::new(), &|_| {});
    assert!(outcome.levels[0].bound <= outcome.levels[0].objective);
    // So little time may be over before the first plan.
    assert!(outcome.assigned.is_empty() || check_roster(&problem, &outcome.assignments()).is_ok());
}

#[test]
fn one_worker_does_what_she_can_and_nobody_leaves_all_bare() {
    // One of two is missing on the first day; or both are.
    let mut nobody = with(&week(1), |roster| roster.patterns.clear());
    nobody.workers.clear();
    for (problem, expected) in [(week(1), 100.0), (nobody, 200.0)] {
        for (outcome, cost) in rostered(&problem, 20.0) {
            let level = &outcome.levels[0];
            assert_eq!(
                (outcome.status, cost, level.objective, level.bound),
                (Status::Optimal, expected, expected, expected)
            );
        }
    }
}
