//! Solving from a published plan.

use crate::oracle::Oracle;
use crate::random::Random;
use crate::{add_house_rules, better, for_each_choice, make_alike, random_scenario};
use chrono::Days;
use releve_solver::check::check;
use releve_solver::domain::plan::{Assignment, Cancel, Change, Limits, Outcome, Repair, Start, Status, Why};
use releve_solver::domain::problem::{DemandIx, Problem, WorkerIx};
use releve_solver::domain::scenario::{Absence, AbsenceClass, Scenario};
use releve_solver::formats::generate::{Size, generate};
use releve_solver::{compile, solve, solve_from};
use std::collections::BTreeMap;

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
        let again = from(&problem, &Start { plan: best.assignments(), repair: None }, &Limits::default());
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
        let after = from(&problem, &Start { plan: plan.clone(), repair: None }, &at_once).assignments();
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
    let (with, without) = (Start { plan, repair: None }, Start::default());
    let limits = Limits::default();
    assert_eq!(from(&problem, &with, &limits).assignments(), from(&problem, &without, &limits).assignments());
}

/// Whole civil days of notice that an agent is owed: décret 2002-9 art. 13; Code du travail L3121-47 and, below full time,
/// L3123-31 in civil days.
fn notice_days(scenario: &Scenario, agent: usize) -> i64 {
    let agent = &scenario.agents[agent];
    match (agent.employer.as_str(), agent.share_percent) {
        ("hopital", _) => 15,
        (_, 100) => 7,
        _ => 11,
    }
}

/// What was published, and whether the law has taken it away since.
type Published = BTreeMap<DemandIx, (WorkerIx, bool)>;

fn assignments(problem: &Problem, assigned: &BTreeMap<DemandIx, WorkerIx>) -> Vec<Assignment> {
    let name = |(demand, worker): (&DemandIx, &WorkerIx)| Assignment {
        shift: problem.demands[*demand].id.clone(),
        agent: problem.workers[*worker].id.clone(),
    };
    assigned.iter().map(name).collect()
}

fn published(problem: &Problem, plan: &[Assignment]) -> Published {
    let mut kept = plan.to_vec();
    while let Err(breaches) = check(problem, &kept) {
        kept.retain(|given| breaches.iter().all(|breach| breach.shift != given.shift));
    }
    let of_shift = |given: &Assignment| {
        let demand = problem.demands.iter().position(|demand| demand.id == given.shift).expect("a known shift");
        let worker = problem.workers.iter().position(|worker| worker.id == given.agent).expect("a known agent");
        (demand, (worker, !kept.contains(given)))
    };
    plan.iter().map(of_shift).collect()
}

/// The chosen changes and their price; `None` where a shift is touched that has begun.
fn chosen(
    scenario: &Scenario,
    published: &Published,
    assigned: &BTreeMap<DemandIx, WorkerIx>,
    day_price: f64,
) -> Option<(usize, f64)> {
    let now = scenario.decided_at.expect("a moment of decision");
    let (mut count, mut price) = (0, 0.0);
    for (ix, shift) in scenario.shifts.iter().enumerate() {
        let (was, forced) = published.get(&ix).map_or((None, false), |(who, forced)| (Some(*who), *forced));
        let is = assigned.get(&ix).copied();
        let unit = scenario.units.iter().find(|unit| unit.id == shift.unit).expect("a unit");
        let code = unit.shift_codes.iter().find(|code| code.code == shift.code).expect("a code");
        let has_begun = shift.date.and_time(code.start) < now;
        if has_begun && is != was.filter(|_| !forced) {
            return None;
        }
        if forced || is == was {
            continue;
        }
        let days = (shift.date - now.date()).num_days().max(0);
        let short = was.into_iter().chain(is).map(|who| (notice_days(scenario, who) - days).max(0)).max();
        count += 1;
        price += 1.0 + day_price * short.unwrap_or(0) as f64;
    }
    Some((count, price))
}

/// The best repair by brute force, levels in order.
fn best_repair(scenario: &Scenario, problem: &Problem, published: &Published, terms: Repair) -> [f64; 6] {
    let oracle = Oracle::new(scenario, problem);
    let mut best = [f64::INFINITY; 6];
    for_each_choice(problem, |assigned| {
        let Some((count, price)) = chosen(scenario, published, assigned, terms.day_price) else { return };
        let is_allowed = terms.changes_max.is_none_or(|most| count <= most);
        if is_allowed && check(problem, &assignments(problem, assigned)).is_ok() {
            let ([safety, cover, equity, cost, preferences], _) = oracle.values(assigned);
            let values = [safety, cover, price, equity, cost, preferences];
            if better(&values, &best) {
                best = values;
            }
        }
    });
    best
}

#[test]
fn a_small_repair_is_the_best_of_all() {
    let (mut with_forced, mut with_chosen, mut held_back) = (0, 0, 0);
    for seed in 900..1020 {
        let mut scenario = random_scenario(seed, 3, 5);
        let mut random = Random(seed);
        // Rosters with room, and mostly shifts that everybody could take: there is something to choose.
        add_house_rules(&mut scenario, &mut random);
        if !random.one_in(3) {
            make_alike(&mut scenario);
        }
        let problem = compile(&scenario).expect("a valid scenario");
        // Some published plans are not the best, or leave something to be had.
        let limits = Limits { seconds: if random.one_in(2) { 0.0 } else { 60.0 }, ..Limits::default() };
        let mut plan = solve(&problem, &limits, &Cancel::new(), &|_| {}).assignments();
        if random.one_in(2) {
            plan.retain(|_| !random.one_in(3));
        }
        if plan.is_empty() {
            continue;
        }
        call_in_sick(&mut scenario, &plan);
        let day = scenario.horizon.from + Days::new(random.below(9));
        scenario.decided_at = day.and_hms_opt(8, 0, 0);
        let problem = compile(&scenario).expect("a valid scenario");
        let known = published(&problem, &plan);
        for changes_max in [None, Some(0), Some(1)] {
            let terms = Repair { changes_max, day_price: random.of(&[0.0, 1.0, 2.5]) };
            let start = Start { plan: plan.clone(), repair: Some(terms) };
            let outcome = from(&problem, &start, &Limits::default());
            assert_eq!(check(&problem, &outcome.assignments()).err(), None, "seed {seed}");
            let expected = best_repair(&scenario, &problem, &known, terms);
            assert_eq!(outcome.status, Status::Optimal, "seed {seed}: {:?}", outcome.levels);
            for (level, expected) in outcome.levels.iter().zip(expected) {
                let found = level.objective;
                assert!((found - expected).abs() < 1e-5, "seed {seed} {terms:?}: {level:?} should be {expected}");
            }
            let forced = outcome.changes.iter().filter(|change| matches!(change.why, Why::Forced { .. })).count();
            let chosen = outcome.changes.len() - forced;
            assert!(changes_max.is_none_or(|most| chosen <= most), "seed {seed}: {:?}", outcome.changes);
            let price: f64 = outcome.changes.iter().map(|change| change.price).sum();
            assert!((price - outcome.levels[2].objective).abs() < 1e-9, "seed {seed}: {:?}", outcome.changes);
            with_forced += usize::from(forced > 0);
            with_chosen += usize::from(chosen > 0);
            held_back += usize::from(changes_max.is_none() && chosen > 1);
        }
    }
    let met = format!("{with_forced} with forced changes, {with_chosen} with chosen ones, {held_back} with several");
    assert!(with_forced > 200 && with_chosen > 50 && held_back > 5, "the cases are worth solving: {met}");
}

#[test]
fn the_best_plan_needs_no_repair() {
    for seed in 800..815 {
        let problem = compile(&random_scenario(seed, 8, 20)).expect("a valid scenario");
        let best = solve(&problem, &Limits::default(), &Cancel::new(), &|_| {});
        let start = Start { plan: best.assignments(), repair: Some(Repair::default()) };
        let again = from(&problem, &start, &Limits::default());
        assert_eq!(again.assignments(), best.assignments(), "seed {seed}");
        assert!(again.changes.is_empty(), "seed {seed}: {:?}", again.changes);
    }
}

#[test]
fn a_repair_around_a_sick_call_keeps_the_rest() {
    // Too large to be planned again as a whole: what is around the call is.
    let mut scenario = generate(Size { establishments: 12, agents: 180, days: 28, gaps: 450 }, 5);
    let problem = compile(&scenario).expect("what is generated compiles");
    let limits = Limits { seconds: 6.0, gap: 0.02, ..Limits::default() };
    let plan = solve(&problem, &limits, &Cancel::new(), &|_| {}).assignments();
    call_in_sick(&mut scenario, &plan[plan.len() / 2..]);
    let problem = compile(&scenario).expect("a valid scenario");
    let forced = published(&problem, &plan).values().filter(|(_, forced)| *forced).count();
    let mut covers = Vec::new();
    for changes_max in [Some(0), Some(1), Some(3), None] {
        let repair = Some(Repair { changes_max, ..Repair::default() });
        let outcome = from(&problem, &Start { plan: plan.clone(), repair }, &Limits::default());
        assert_eq!(check(&problem, &outcome.assignments()).err(), None, "{changes_max:?}");
        assert!(outcome.levels.iter().all(|level| level.bound <= level.objective + 1e-9), "{:?}", outcome.levels);
        let (law, choice): (Vec<&Change>, Vec<&Change>) =
            outcome.changes.iter().partition(|change| matches!(change.why, Why::Forced { .. }));
        assert_eq!(law.len(), forced, "{:?}", outcome.changes);
        for change in law {
            let Why::Forced { grounds } = &change.why else { unreachable!("partitioned") };
            assert_eq!(grounds[0].rule, "absence");
        }
        assert!(changes_max.is_none_or(|most| choice.len() <= most), "{:?}", outcome.changes);
        let told = |given: &&Assignment| outcome.changes.iter().any(|change| change.shift == given.shift);
        let after = outcome.assignments();
        let is_kept = |given: &Assignment| after.contains(given);
        assert!(plan.iter().filter(|given| !told(given)).all(is_kept), "what is not told has not changed");
        covers.push((outcome.levels[0].objective, outcome.levels[1].objective));
    }
    assert!(covers.is_sorted_by(|few, many| many <= few), "more changes cover no less: {covers:?}");
}

#[test]
fn many_sick_calls_at_once_are_repaired_one_neighbourhood_after_the_other() {
    let mut scenario = generate(Size { establishments: 12, agents: 180, days: 28, gaps: 450 }, 5);
    let problem = compile(&scenario).expect("what is generated compiles");
    let at_once = Limits { seconds: 0.0, ..Limits::default() };
    let plan = solve(&problem, &at_once, &Cancel::new(), &|_| {}).assignments();
    for at in (0..plan.len()).step_by(plan.len() / 12) {
        call_in_sick(&mut scenario, &plan[at..]);
    }
    let problem = compile(&scenario).expect("a valid scenario");
    let repair = Some(Repair { changes_max: Some(0), ..Repair::default() });
    let outcome = from(&problem, &Start { plan: plan.clone(), repair }, &Limits::default());
    let mut after = outcome.assignments();
    assert_eq!(check(&problem, &after).err(), None);
    let is_forced = |change: &Change| matches!(change.why, Why::Forced { .. });
    assert!(outcome.changes.len() >= 12 && outcome.changes.iter().all(is_forced), "{:?}", outcome.changes);
    assert!(outcome.changes.iter().any(|change| change.to.is_some()), "some are filled: {:?}", outcome.changes);
    for change in outcome.changes.iter().filter(|change| change.to.is_none()) {
        for agent in &scenario.agents {
            after.push(Assignment { shift: change.shift.clone(), agent: agent.id.clone() });
            assert!(check(&problem, &after).is_err(), "{} could take {}", agent.id, change.shift);
            after.pop();
        }
    }
}
