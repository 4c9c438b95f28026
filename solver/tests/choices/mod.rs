//! What people have chosen beforehand narrows a plan and never makes it unlawful.

use super::{better, random_scenario, run};
use releve_solver::compile;
use releve_solver::domain::plan::{Assignment, Limits, Outcome};

fn values(outcome: &Outcome) -> [f64; 5] {
    std::array::from_fn(|at| outcome.levels[at].objective)
}

/// Whether one plan is better than another by more than rounding.
fn clearly_better(one: &Outcome, other: &Outcome) -> bool {
    better(&values(one).map(|value| value + 1e-4), &values(other))
}

#[test]
fn whoever_is_ruled_out_does_not_hold_the_shift_and_the_plan_is_never_better_for_it() {
    let mut met = 0;
    for seed in 1300..1330 {
        let problem = compile(&random_scenario(seed, 4, 5)).expect("a valid scenario");
        let before = run(&problem, &Limits::default());
        let Some(Assignment { shift, agent }) = before.assignments().into_iter().next() else { continue };
        met += 1;
        let without = [Assignment { shift: shift.clone(), agent: agent.clone() }];
        let narrowed = problem.clone().under_choices(&[], &without);
        assert_ne!(narrowed.input_sha256, problem.input_sha256, "seed {seed}: another input");
        let after = run(&narrowed, &Limits::default());
        assert!(after.assignments().iter().all(|one| one.shift != shift || one.agent != agent), "seed {seed}");
        assert!(!clearly_better(&after, &before), "seed {seed}: {after:?}");
    }
    assert!(met > 20, "{met}");
}

#[test]
fn what_is_kept_of_the_best_plan_costs_nothing() {
    for seed in 1330..1350 {
        let problem = compile(&random_scenario(seed, 4, 5)).expect("a valid scenario");
        let before = run(&problem, &Limits::default());
        let kept = before.assignments();
        let after = run(&problem.clone().under_choices(&kept, &[]), &Limits::default());
        assert_eq!(after.assignments(), kept, "seed {seed}: all of it is kept");
        assert!(!clearly_better(&before, &after) && !clearly_better(&after, &before), "seed {seed}");
    }
}

#[test]
fn a_shift_that_is_kept_for_somebody_is_given_to_nobody_else() {
    let mut moved = 0;
    for seed in 1350..1430 {
        let problem = compile(&random_scenario(seed, 4, 5)).expect("a valid scenario");
        let before = run(&problem, &Limits::default());
        // Somebody else could hold one of the shifts.
        let contested = before.assigned.iter().find_map(|one| one.next_best.as_ref().map(|next| (one, next)));
        let Some((first, next)) = contested else { continue };
        let keep = [Assignment { shift: first.shift.clone(), agent: next.agent.clone() }];
        let after = run(&problem.clone().under_choices(&keep, &[]), &Limits::default());
        let holder = after.assignments().into_iter().find(|one| one.shift == first.shift);
        assert!(holder.is_none_or(|holder| holder.agent == next.agent), "seed {seed}");
        moved += 1;
    }
    assert!(moved > 10, "{moved}");
}

#[test]
fn choices_about_nothing_known_change_nothing_but_the_fingerprint() {
    let problem = compile(&random_scenario(1300, 4, 5)).expect("a valid scenario");
    let before = run(&problem, &Limits::default());
    let nothing = [Assignment { shift: "none".into(), agent: "nobody".into() }];
    let after = run(&problem.clone().under_choices(&nothing, &nothing), &Limits::default());
    assert_eq!(after.assignments(), before.assignments());
    assert_eq!(problem.clone().under_choices(&[], &[]).input_sha256, problem.input_sha256);
}
