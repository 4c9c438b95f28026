//! As a problem an instance says the same: for any small instance and any plan, the checker of whole rosters finds as
//! much wrong as the competition's judge, and asks the same price for each constraint.

#![expect(clippy::float_cmp, reason = "prices are whole numbers, and their sums are exact")]

use super::*;
use crate::check::{RosterBreach, RosterCosts, check_roster};
use crate::domain::roster::{Bound, Past, Price, Wanted};
use crate::formats::bare;
use crate::rules::pattern::PatternBreach;
use crate::rules::pattern::brute::cheapest;
use prop::collection::vec;
use proptest::prelude::*;

fn bounds(most: u32) -> impl Strategy<Value = Bounds> {
    (0..most, 0..most).prop_map(|(a, b)| Bounds { min: a.min(b), max: a.max(b) })
}

fn scenarios(shifts: usize, skills: usize, nurses: usize) -> impl Strategy<Value = Scenario> {
    let shift = (bounds(5), vec(0..shifts, 0..2));
    let contract = (bounds(25), bounds(7), bounds(6), 0_u32..4, any::<bool>());
    let nurse = (0_usize..2, vec(0..skills, 1..3));
    (1_u32..=3, vec(shift, shifts), vec(contract, 2), vec(nurse, 1..=nurses)).prop_map(
        move |(weeks, kinds, contracts, nurses)| Scenario {
            name: "any".to_owned(),
            weeks,
            skills: (0..skills).map(|at| format!("Skill/{at}")).collect(),
            shifts: (0..)
                .zip(kinds)
                .map(|(at, (run_days, not_followed_by))| ShiftType {
                    id: format!("Shift{at}"),
                    run_days,
                    not_followed_by,
                })
                .collect(),
            contracts: (0..)
                .zip(contracts)
                .map(|(at, (assignments, work_days, rest_days, weekends_max, complete_weekends))| Contract {
                    id: format!("Contract{at}"),
                    assignments,
                    work_days,
                    rest_days,
                    weekends_max,
                    complete_weekends,
                })
                .collect(),
            nurses: (0..)
                .zip(nurses)
                .map(|(at, (contract, skills))| Nurse { id: format!("Nurse{at}"), contract, skills })
                .collect(),
        },
    )
}

fn weeks(shifts: usize, skills: usize, nurses: usize) -> impl Strategy<Value = Week> {
    // More minima than these and nobody could meet them all.
    let minimum = prop_oneof![9 => Just(0_u32), 1 => Just(1)];
    let need = (minimum, 0_u32..3).prop_map(|(min, more)| Bounds { min, max: min + more });
    let needs = vec(vec(need, 7), shifts * skills);
    let wish = (0..nurses, prop::option::of(0..shifts), 0_usize..7);
    (needs, vec(wish, 0..5)).prop_map(move |(needs, wishes)| Week {
        requirements: (0..)
            .zip(needs)
            .map(|(at, days)| Requirement {
                shift: at / skills,
                skill: at % skills,
                days: days.try_into().expect("seven"),
            })
            .collect(),
        requests: wishes.into_iter().map(|(nurse, shift, day)| OffRequest { nurse, shift, day }).collect(),
    })
}

fn lasts(shifts: usize) -> impl Strategy<Value = Last> {
    let worked = (0..shifts, 1_u32..6, 0_u32..4).prop_map(|(shift, shift_days, more)| Last::Worked {
        shift,
        shift_days,
        work_days: shift_days + more,
    });
    prop_oneof![(0_u32..8).prop_map(|days| Last::Off { days }), worked]
}

/// An instance of one or more weeks, that may end before the scenario does, and what somebody might plan for it.
fn cases() -> impl Strategy<Value = (Instance, Vec<Solution>)> {
    (1_usize..=3, 1_usize..=2).prop_flat_map(|(shifts, skills)| cases_of(shifts, skills, 3, 3))
}

/// The same with so many shift types and skills, and at most so many nurses and weeks.
fn cases_of(
    shifts: usize,
    skills: usize,
    nurses: usize,
    weeks_most: usize,
) -> impl Strategy<Value = (Instance, Vec<Solution>)> {
    scenarios(shifts, skills, nurses)
        .prop_flat_map(move |scenario| {
            let nurses = scenario.nurses.len();
            let past = (0_u32..20, 0_u32..4, lasts(shifts));
            let past = past.prop_map(|(assignments, weekends, last)| NurseHistory { assignments, weekends, last });
            let work = (0..nurses, 0_usize..7, 0..shifts, 0..skills);
            let work = work.prop_map(|(nurse, day, shift, skill)| Assignment { nurse, day, shift, skill });
            let week = (weeks(shifts, skills, nurses), vec(work, 0..20));
            (vec(past, nurses), vec(week, 1..=weeks_most.min(scenario.weeks as usize)), Just(scenario))
        })
        .prop_flat_map(|(past, planned, scenario)| {
            (0..=scenario.weeks - planned.len() as u32, Just((past, planned, scenario)))
        })
        .prop_map(|(week, (nurses, planned, scenario))| {
            let (weeks, work): (Vec<Week>, Vec<Vec<Assignment>>) = planned.into_iter().unzip();
            let solutions = (week..).zip(work).map(|(week, mut assignments)| {
                assignments.sort_by_key(|work| (work.nurse, work.day));
                assignments.dedup_by_key(|work| (work.nurse, work.day));
                Solution { week, assignments }
            });
            let solutions = solutions.collect();
            (Instance::new(scenario, History { week, nurses }, weeks).expect("weeks that fit"), solutions)
        })
}

/// The same costs, and no hard limit at all.
fn lax(mut instance: Instance) -> Instance {
    let skills: Vec<usize> = (0..instance.scenario.skills.len()).collect();
    instance.scenario.nurses.iter_mut().for_each(|nurse| nurse.skills.clone_from(&skills));
    instance.scenario.shifts.iter_mut().for_each(|shift| shift.not_followed_by.clear());
    for need in instance.weeks.iter_mut().flat_map(|week| &mut week.requirements) {
        need.days.iter_mut().for_each(|bounds| bounds.min = 0);
    }
    instance
}

fn costs_of(costs: &RosterCosts) -> [f64; 8] {
    let (row, cover) = (&costs.patterns, &costs.cover);
    let half = row.half_weekends;
    [cover.missing, row.kind_runs, row.work_runs, row.rest_runs, row.wishes, half, row.days, row.weekends]
}

fn costs_judged(costs: &Costs) -> [f64; 8] {
    [
        costs.optimal_coverage,
        costs.consecutive_shifts,
        costs.consecutive_days,
        costs.consecutive_days_off,
        costs.preferences,
        costs.complete_weekends,
        costs.total_assignments,
        costs.working_weekends,
    ]
    .map(|cost| cost as f64)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_checker_finds_what_the_judge_finds((instance, solutions) in cases()) {
        let judgement = judge(&instance, &solutions);
        match check_roster(&compile(&instance), &assignments_of(&instance, &solutions)) {
            Ok(checked) => {
                prop_assert_eq!(judgement.hard, []);
                prop_assert_eq!(checked.costs().total(), judgement.total as f64);
            }
            Err(breaches) => {
                let told = |rule: fn(&Rule) -> bool| judgement.hard.iter().filter(|v| rule(&v.rule)).count();
                let found = |rule: fn(&RosterBreach) -> bool| breaches.iter().filter(|breach| rule(breach)).count();
                prop_assert_eq!(
                    found(|b| matches!(b, RosterBreach::Pattern { breach: PatternBreach::Skill { .. }, .. })),
                    told(|rule| matches!(rule, Rule::MissingSkill { .. }))
                );
                prop_assert_eq!(
                    found(|b| matches!(b, RosterBreach::Pattern { breach: PatternBreach::Succession { .. }, .. })),
                    told(|rule| matches!(rule, Rule::Succession { .. }))
                );
                prop_assert_eq!(
                    found(|breach| matches!(breach, RosterBreach::Cover(_))),
                    told(|rule| matches!(rule, Rule::UnderStaffing { .. }))
                );
                prop_assert_eq!(breaches.len(), judgement.hard.len());
            }
        }
    }

    #[test]
    fn without_limits_every_plan_has_the_judges_price((instance, solutions) in cases()) {
        let instance = lax(instance);
        let judgement = judge(&instance, &solutions);
        let checked = check_roster(&compile(&instance), &assignments_of(&instance, &solutions)).expect("no limit");
        prop_assert_eq!(costs_of(checked.costs()), costs_judged(&judgement.costs));
        prop_assert_eq!(checked.costs().total(), judgement.total as f64);
    }

    #[test]
    fn solutions_come_back((instance, solutions) in cases()) {
        prop_assert_eq!(solutions_of(&instance, &assignments_of(&instance, &solutions)), Ok(solutions));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_cheapest_plan_has_the_judges_price_and_none_is_cheaper((instance, solutions) in cases_of(2, 1, 2, 1)) {
        let cheapest = cheapest(&compile(&instance));
        if let Some((cost, plan)) = &cheapest {
            let judgement = judge(&instance, &solutions_of(&instance, plan).expect("a plan"));
            prop_assert_eq!((judgement.hard, judgement.total as f64), (vec![], *cost));
        }
        let Judgement { hard, total, .. } = judge(&instance, &solutions);
        prop_assert!(!hard.is_empty() || cheapest.is_some_and(|(cost, _)| total as f64 >= cost));
    }

    #[test]
    fn the_engine_proves_the_cheapest_plan((instance, _) in cases_of(2, 1, 2, 1)) {
        bare::assert_proven(&compile(&instance));
    }
}

#[test]
fn every_constraint_has_its_place() {
    let instance = instance(&WEEKS);
    let problem = compile(&instance);
    let roster = problem.roster.as_deref().expect("a roster");
    assert_eq!((roster.days, roster.posts.len(), problem.workers[1].id.as_str()), (14, 14 * 4, "Bob"));
    let post = |id: &str| roster.posts.iter().find(|post| post.id.as_str() == id).expect(id);
    let early = post("0/Early/Nurse");
    let bands: Vec<_> = early.bands.iter().map(|band| (band.persons, band.missing)).collect();
    assert_eq!(bands, [(1, Price::Never), (2, Price::Units(30.0))]);
    assert_eq!((early.skill, early.surplus), (Some(1), Some(0.0)));
    assert_eq!(
        (post("1/Night/Head").bands.len(), post("5/Night/Nurse").bands.len()),
        (1, 1),
        "no band without a person"
    );
    assert_eq!(post("7/Early/Nurse").bands, []);
    let cid = &roster.patterns[2];
    assert_eq!(cid.past, Past::Work { kind: 0, kind_days: 4, work_days: 4 });
    assert_eq!(cid.kinds[1].run, Bound::priced(2, 15.0, 4, 15.0));
    assert_eq!((cid.work_run, cid.rest_run), (Bound::priced(1, 30.0, 3, 30.0), Bound::priced(2, 30.0, 5, 30.0)));
    assert_eq!((cid.days, cid.weekends.most, cid.half_weekend), (Bound::priced(2, 20.0, 5, 20.0), 1, 0.0));
    let wishes: Vec<_> = roster.patterns.iter().flat_map(|p| &p.wishes).map(|w| (w.day, w.what, w.units)).collect();
    let expected = [(5, Wanted::NotKind(0), 10.0), (0, Wanted::Rest, 10.0), (1, Wanted::NotKind(1), 10.0)];
    assert_eq!(wishes, expected, "by nurse");
}

#[test]
fn totals_have_no_price_before_the_last_week() {
    let stage = compile(&instance(&WEEKS[..1]));
    let pattern = &stage.roster.as_deref().expect("a roster").patterns[0];
    assert_eq!((pattern.days, pattern.weekends), (Bound::FREE, Bound::FREE));
    assert_ne!(stage.input_sha256, compile(&instance(&WEEKS)).input_sha256);
}
