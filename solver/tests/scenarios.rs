//! The scenarios that ship with the project keep the promises their files make.

use chrono::Days;
use releve_solver::check::check;
use releve_solver::domain::ids::{AgentId, ShiftId};
use releve_solver::domain::plan::{Assignment, Cancel, Change, Limits, Outcome, Repair, Start, Status, Why};
use releve_solver::domain::problem::{DemandIx, Problem, WorkerIx};
use releve_solver::domain::scenario::{Absence, AbsenceClass, Scenario};
use releve_solver::explain::{Verdict, judge};
use releve_solver::formats::generate::{Size, generate};
use releve_solver::formats::scenario::{Syntax, read};
use releve_solver::{compile, solve, solve_from};

fn demand(problem: &Problem, shift: &ShiftId) -> DemandIx {
    problem.demands.iter().position(|d| d.id == *shift).expect("a shift of the scenario")
}

fn worker(problem: &Problem, agent: &AgentId) -> WorkerIx {
    problem.workers.iter().position(|w| w.id == *agent).expect("an agent of the scenario")
}

/// Solves a file to proof and holds the result against its `[expected]` table, which is argued in the file. Gives both.
fn keeps_its_promises(text: &str) -> (Scenario, Outcome) {
    let scenario = read(text, Syntax::Toml).expect("a valid scenario");
    let expected = scenario.expected.clone().expect("the file says what it expects");
    let problem = compile(&scenario).expect("a valid scenario");
    let outcome = solve(&problem, &Limits::default(), &Cancel::new(), &|_| {});
    assert!(check(&problem, &outcome.assignments()).is_ok(), "the plan is lawful");
    if expected.status.as_deref() == Some("optimal") {
        assert_eq!(outcome.status, Status::Optimal);
        assert!(outcome.levels.iter().all(|level| level.gap == 0.0), "proven at every level: {:?}", outcome.levels);
    }
    if let Some(covered) = expected.covered {
        assert_eq!(outcome.assigned.len(), covered as usize);
    }
    if let Some(least) = expected.covered_min {
        assert!(outcome.assigned.len() >= least as usize, "{} < {least}", outcome.assigned.len());
    }
    for shift in &expected.uncovered {
        assert!(outcome.uncovered.iter().any(|bare| bare.shift == *shift), "{shift} cannot be held by anybody");
    }
    for (shift, agent) in &expected.assigned {
        let held = outcome.assigned.iter().find(|given| given.shift == *shift).map(|given| &given.agent);
        assert_eq!(held, Some(agent), "{shift}");
    }
    for (shift, agents) in &expected.refused {
        for (agent, rule) in agents {
            let verdict = judge(&problem, worker(&problem, agent), demand(&problem, shift), &[]).verdict;
            let Verdict::Refused { refusals } = verdict else { panic!("{agent} must be refused for {shift}") };
            assert!(refusals.iter().any(|r| r.rule == *rule), "{agent} for {shift}: no {rule} in {refusals:?}");
        }
    }
    (scenario, outcome)
}

#[test]
fn the_small_group_and_its_sick_calls() {
    let (scenario, best) = keeps_its_promises(include_str!("../../scenarios/group.small.toml"));
    let published = best.assignments();
    let mut chosen_by = Vec::new();
    for agent in ["ide-10", "aes-10", "aes-11", "as-04", "as-25"] {
        let mut scenario = scenario.clone();
        let first = published.iter().find(|given| given.agent.as_str() == agent).expect("she holds a shift");
        let from = scenario.shifts.iter().find(|shift| shift.id == first.shift).expect("a known shift").date;
        let to = from + Days::new(4);
        scenario.absences.push(Absence { agent: agent.into(), from, to, class: AbsenceClass::Unplanned });
        scenario.decided_at = (from - Days::new(1)).and_hms_opt(9, 0, 0);
        let problem = compile(&scenario).expect("a valid scenario");
        let repaired = |changes_max| {
            let repair = Some(Repair { changes_max, ..Repair::default() });
            let start = Start { plan: published.clone(), repair };
            solve_from(&problem, &start, &Limits::default(), &Cancel::new(), &|_| {})
        };
        let (least, free) = (repaired(Some(0)), repaired(None));
        let is_forced = |change: &&Change| matches!(change.why, Why::Forced { .. });
        let cover = |outcome: &Outcome| (outcome.levels[0].objective, outcome.levels[1].objective);
        for outcome in [&least, &free] {
            assert!(check(&problem, &outcome.assignments()).is_ok(), "{agent}: the plan is lawful");
            for change in outcome.changes.iter().filter(is_forced) {
                assert_eq!(change.from, Some(agent.into()), "nobody else lost a shift by force: {change:?}");
            }
            let told = |given: &&Assignment| outcome.changes.iter().any(|change| change.shift == given.shift);
            let after = outcome.assignments();
            assert!(published.iter().filter(|given| !told(given)).all(|given| after.contains(given)), "{agent}");
        }
        let chosen = free.changes.iter().filter(|change| !is_forced(change)).count();
        assert_eq!(least.changes.iter().filter(|change| !is_forced(change)).count(), 0, "{agent}: {:?}", least.changes);
        assert_eq!(chosen > 0, cover(&free) < cover(&least), "{agent}: others are moved for cover: {:?}", free.changes);
        chosen_by.push(chosen);
    }
    assert!(chosen_by.contains(&0) && chosen_by.iter().any(|chosen| *chosen > 0), "both are met: {chosen_by:?}");
}

#[test]
fn the_clock_changes() {
    keeps_its_promises(include_str!("../../scenarios/edge.clock-change.toml"));
}

#[test]
fn a_large_part_is_planned_lawfully_with_its_rows_left_out() {
    // Some 120 agents and 300 gaps have more rule rows than the engine takes at once: rows come in as they are broken.
    let scenario = generate(Size { establishments: 8, agents: 120, days: 28, gaps: 300 }, 3);
    let problem = compile(&scenario).expect("a valid scenario");
    let limits = Limits { seconds: 25.0, gap: 0.02, ..Limits::default() };
    let outcome = solve(&problem, &limits, &Cancel::new(), &|_| {});
    assert!(check(&problem, &outcome.assignments()).is_ok());
    let first = solve(&problem, &Limits { seconds: 0.0, ..limits }, &Cancel::new(), &|_| {});
    assert!(outcome.levels[0].objective <= first.levels[0].objective, "the search never gives up cover for fairness");
    assert!(outcome.levels.iter().all(|level| level.bound <= level.objective + 1e-9), "a bound is a bound");
}
