//! A scenario with one thing changed is planned as any other, and what changes is what should.

use super::{better, is_the_best, random_scenario, run};
use releve_solver::domain::plan::{Cancel, Limits, Outcome, Start};
use releve_solver::domain::scenario::{Held, Scenario, Shift};
use releve_solver::what_if::{Change, Newcomer, apply};
use releve_solver::{compile, solve_from};

fn newcomer(qualification: &str, establishment: &str) -> Newcomer {
    Newcomer {
        qualification: qualification.into(),
        establishment: establishment.into(),
        share_percent: 50,
        mobility_km: None,
        exemptions: vec![],
        known_units: vec![],
    }
}

fn values(outcome: &Outcome) -> [f64; 5] {
    std::array::from_fn(|at| outcome.levels[at].objective)
}

/// The best plan of a changed scenario, found from the best plan of the other.
fn again(before: &Outcome, changed: &Scenario, name: &str) -> Outcome {
    let (best, _) = is_the_best(changed, name);
    let problem = compile(changed).expect("a valid scenario");
    let start = Start { plan: before.assignments(), repair: None };
    let after = solve_from(&problem, &start, &Limits::default(), &Cancel::new(), &|_| {});
    for (a, b) in values(&after).into_iter().zip(values(&best)) {
        assert!((a - b).abs() < 1e-4, "{name}: from the plan before: {a}, anew: {b}");
    }
    after
}

#[test]
fn somebody_more_never_makes_a_plan_worse() {
    let mut helped = 0;
    for seed in 1100..1130 {
        let scenario = random_scenario(seed, 3, 5);
        let name = format!("seed {seed}");
        let before = run(&compile(&scenario).expect("a valid scenario"), &Limits::default());
        let changed = apply(&scenario, &[Change::Join(newcomer("AS", "hopital"))]).expect("a group with an AS");
        assert_eq!(changed.agents.len(), 4, "{name}");
        let after = again(&before, &changed, &name);
        assert!(!better(&values(&before).map(|value| value + 1e-4), &values(&after)), "{name}: {after:?}");
        let hers = after.assigned.iter().filter(|assigned| assigned.agent.as_str() == "what-if-1").count();
        helped += usize::from(hers > 0 && after.assigned.len() > before.assigned.len());
        let account = after.equity.iter().find(|line| line.agent.as_str() == "what-if-1").expect("her account");
        let lowest = after.equity.iter().map(|line| line.before_centipoints).min().expect("accounts");
        assert!(account.before_centipoints - lowest <= 2, "{name}: she begins where the lowest account stands");
    }
    assert!(helped > 10, "somebody more often fills a shift: {helped}");
}

#[test]
fn whoever_leaves_holds_nothing_and_hands_back_what_she_held() {
    for seed in 1140..1160 {
        let mut scenario = random_scenario(seed, 4, 4);
        let name = format!("seed {seed}");
        let before = run(&compile(&scenario).expect("a valid scenario"), &Limits::default());
        let agent = scenario.agents[0].id.clone();
        let shift = Shift { id: "held".into(), ..scenario.shifts[0].clone() };
        scenario.held.push(Held { shift, agent: agent.clone() });
        let changed = apply(&scenario, &[Change::Leave { agent: agent.clone() }]).expect("a known agent");
        assert!(changed.held.is_empty() && changed.shifts.iter().any(|shift| shift.id.as_str() == "held"), "{name}");
        let after = again(&before, &changed, &name);
        assert!(after.assigned.iter().all(|assigned| assigned.agent != agent), "{name}: she is gone");
        // One gap more and one person less: never better.
        assert!(!better(&values(&after).map(|value| value + 1e-4), &values(&before)), "{name}: {after:?}");
    }
}

#[test]
fn a_shift_with_two_places_is_there_twice() {
    for seed in 1170..1182 {
        let scenario = random_scenario(seed, 4, 4);
        let name = format!("seed {seed}");
        let before = run(&compile(&scenario).expect("a valid scenario"), &Limits::default());
        let places = Change::Places { shift: scenario.shifts[0].id.clone(), places: 2 };
        let changed = apply(&scenario, &[places.clone(), places]).expect("a known shift");
        let ids: Vec<&str> = changed.shifts[4..].iter().map(|shift| shift.id.as_str()).collect();
        assert_eq!(ids, ["s0+2", "s0+3"], "{name}: asked twice");
        let after = again(&before, &changed, &name);
        assert!(after.uncovered.len() >= before.uncovered.len(), "{name}");
    }
}

#[test]
fn what_the_scenario_does_not_know_is_named() {
    let scenario = random_scenario(1, 3, 5);
    let refused = |change| {
        let issues = apply(&scenario, &[change]).expect_err("refused");
        format!("{}: found {}, expected {}; {}", issues[0].field, issues[0].found, issues[0].expected, issues[0].help)
    };
    for (change, told) in [
        (Change::Join(newcomer("AS", "hopitl")), "establishment: found \"hopitl\", expected one of the 2 establish"),
        (Change::Join(newcomer("XY", "hopital")), "qualification: found \"XY\", expected one of the "),
        (Change::Leave { agent: "nobody".into() }, "--remove-agent: found \"nobody\", expected one of the 3 agents"),
        (Change::Places { shift: "s".into(), places: 2 }, "--places: found \"s\", expected one of the 5 shifts"),
    ] {
        let issue = refused(change);
        assert!(issue.starts_with(told), "{issue}");
    }
    assert!(refused(Change::Join(newcomer("AS", "hopitl"))).ends_with("perhaps hopital, residence"));
}
