//! As a problem an instance says the same: for any small instance and any plan, the checker of whole rosters finds as
//! much wrong with each person as the benchmark's judge, and asks the same price.

#![expect(clippy::float_cmp, reason = "prices are whole numbers, and their sums are exact")]

use super::*;
use crate::check::{RosterBreach, check_roster};
use crate::domain::roster::{Bound, Price};
use crate::formats::bare;
use crate::rules::pattern::brute::cheapest;
use prop::collection::vec;
use proptest::prelude::*;

fn staff(days: usize, shifts: usize) -> impl Strategy<Value = Staff> {
    // Loose enough for some plans of a short horizon.
    let minutes = (0..=days as u32 * 120, 300_u32..6000);
    let runs = (1_u32..7, 0_u32..4, 0_u32..4);
    let totals = vec(0_u32..9, shifts);
    (totals, minutes, runs, 0_u32..4, vec(0..days, 0..3)).prop_map(
        |(shifts_max, (minutes_min, more), (work, work_more, rest), weekends_max, mut days_off)| {
            days_off.sort_unstable();
            days_off.dedup();
            Staff {
                id: String::new(),
                shifts_max,
                minutes_max: minutes_min + more,
                minutes_min,
                work_days_max: work + work_more,
                work_days_min: work.saturating_sub(3),
                rest_days_min: rest,
                weekends_max,
                days_off,
            }
        },
    )
}

/// Instances with at most so many days, and at most so many shifts and people, of which there are names for three.
fn instances(days: usize, shifts: usize, people: usize) -> impl Strategy<Value = Instance> {
    (1..=days, 1..=shifts, 1..=people).prop_flat_map(|(days, shifts, people)| {
        let shift = (200_u32..700, vec(0..shifts, 0..2));
        let request = move || (0..people, 0..days, 0..shifts, 0_u32..50);
        let cover = (0..days * shifts, 0_u32..4, 0_u32..200, 0_u32..20);
        (
            vec(shift, shifts),
            vec(staff(days, shifts), people),
            vec(request(), 0..9),
            vec(request(), 0..9),
            vec(cover, 0..40),
        )
            .prop_map(move |(kinds, mut members, on, off, mut needs)| {
                for (member, id) in members.iter_mut().zip(["A", "B", "C"]) {
                    id.clone_into(&mut member.id);
                }
                needs.sort_unstable();
                needs.dedup_by_key(|need| need.0);
                let request = |(staff, day, shift, weight)| Request { staff, day, shift, weight };
                let kinds = kinds.into_iter().zip(["D", "E/1", "E%2F1"]);
                Instance {
                    days,
                    shifts: kinds
                        .map(|((minutes, not_followed_by), id)| Shift { id: id.into(), minutes, not_followed_by })
                        .collect(),
                    staff: members,
                    requests_on: on.into_iter().map(request).collect(),
                    requests_off: off.into_iter().map(request).collect(),
                    cover: needs
                        .into_iter()
                        .map(|(at, required, under_weight, over_weight)| Cover {
                            day: at / shifts,
                            shift: at % shifts,
                            required,
                            under_weight,
                            over_weight,
                        })
                        .collect(),
                }
            })
    })
}

fn cases() -> impl Strategy<Value = (Instance, Plan)> {
    cases_of(21, 3, 3)
}

fn cases_of(days: usize, shifts: usize, people: usize) -> impl Strategy<Value = (Instance, Plan)> {
    instances(days, shifts, people).prop_flat_map(|instance| {
        let days = instance.days;
        // Blocks of one shift or of days off.
        let block = (0..=instance.shifts.len(), 1_usize..5).prop_map(|(kind, len)| vec![kind.checked_sub(1); len]);
        let row = vec(block, days).prop_map(move |blocks| blocks.concat()[..days].to_vec());
        let rows = vec(row, instance.staff.len());
        (Just(instance), rows.prop_map(|rows| Plan { rows }))
    })
}

/// The same costs, and no hard limit at all.
fn lax(mut instance: Instance) -> Instance {
    instance.shifts.iter_mut().for_each(|shift| shift.not_followed_by.clear());
    for member in &mut instance.staff {
        *member = Staff {
            id: member.id.clone(),
            shifts_max: vec![99; instance.shifts.len()],
            minutes_max: 99_999,
            minutes_min: 0,
            work_days_max: 99,
            work_days_min: 0,
            rest_days_min: 0,
            weekends_max: 99,
            days_off: Vec::new(),
        };
    }
    instance
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_checker_finds_what_the_judge_finds((instance, plan) in cases()) {
        let judgement = judge(&instance, &plan);
        match check_roster(&compile(&instance), &assignments_of(&instance, &plan)) {
            Ok(checked) => {
                prop_assert_eq!(judgement.hard, []);
                prop_assert_eq!(checked.costs().total(), judgement.total as f64);
            }
            Err(breaches) => {
                prop_assert_eq!(breaches.len(), judgement.hard.len(), "{:?} {:?}", breaches, judgement.hard);
                for member in &instance.staff {
                    let of_hers = |breach: &&RosterBreach| {
                        matches!(breach, RosterBreach::Pattern { agent, .. } if agent.as_str() == member.id)
                    };
                    let told = judgement.hard.iter().filter(|violation| violation.staff == member.id).count();
                    prop_assert_eq!(breaches.iter().filter(of_hers).count(), told);
                }
            }
        }
    }

    #[test]
    fn without_limits_every_plan_has_the_judges_price((instance, plan) in cases()) {
        let instance = lax(instance);
        let Judgement { hard, costs, total } = judge(&instance, &plan);
        prop_assert_eq!(hard, []);
        let checked = check_roster(&compile(&instance), &assignments_of(&instance, &plan)).expect("no limit");
        prop_assert_eq!(checked.costs().patterns.wishes, (costs.requests_on + costs.requests_off) as f64);
        prop_assert_eq!(checked.costs().cover.missing, costs.under_cover as f64);
        prop_assert_eq!(checked.costs().cover.surplus, costs.over_cover as f64);
        prop_assert_eq!(checked.costs().total(), total as f64);
    }

    #[test]
    fn plans_come_back((instance, plan) in cases()) {
        prop_assert_eq!(plan_of(&instance, &assignments_of(&instance, &plan)), Ok(plan));
    }

    #[test]
    fn two_shifts_on_a_day_are_refused((instance, plan) in cases()) {
        let mut twice = assignments_of(&instance, &plan);
        let Some(first) = twice.first().cloned() else { return Ok(()) };
        twice.push(first);
        prop_assert_eq!(plan_of(&instance, &twice).expect_err("two on a day").len(), 1);
        let breaches = check_roster(&compile(&instance), &twice).expect_err("two on a day");
        prop_assert!(matches!(breaches[0], RosterBreach::SecondPost(_)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_cheapest_plan_has_the_judges_price_and_none_is_cheaper((instance, plan) in cases_of(7, 2, 2)) {
        let cheapest = cheapest(&compile(&instance));
        if let Some((cost, plan)) = &cheapest {
            let judgement = judge(&instance, &plan_of(&instance, plan).expect("a plan"));
            prop_assert_eq!((judgement.hard, judgement.total as f64), (vec![], *cost));
        }
        let Judgement { hard, total, .. } = judge(&instance, &plan);
        prop_assert!(!hard.is_empty() || cheapest.is_some_and(|(cost, _)| total as f64 >= cost));
    }

    #[test]
    fn the_engine_proves_the_cheapest_plan(instance in instances(7, 2, 2)) {
        bare::assert_proven(&compile(&instance));
    }
}

#[test]
fn every_limit_has_its_place() {
    let instance = instance();
    let problem = compile(&instance);
    let roster = problem.roster.as_deref().expect("a roster");
    assert_eq!((problem.workers.len(), problem.workers[2].id.as_str()), (3, "C"));
    assert_eq!((roster.days, roster.posts.len(), roster.kinds[1].minutes), (14, 28, 600));
    let night = &roster.posts[5];
    assert_eq!((night.id.as_str(), night.day, night.kind, night.surplus), ("2/N", 2, 1, Some(1.0)));
    assert_eq!((night.bands[0].persons, night.bands[0].missing), (1, Price::Units(30.0)));
    assert_eq!((roster.posts[0].bands.len(), roster.posts[0].surplus), (0, Some(0.0)), "no need, no price");
    let pattern = &roster.patterns[2];
    assert_eq!(pattern.kinds[0].total, Bound::hard(0, 0));
    assert_eq!((pattern.minutes, pattern.work_run), (Bound::hard(600, 2400), Bound::hard(1, 5)));
    assert_eq!((pattern.rest_run, pattern.weekends), (Bound::hard(2, u32::MAX), Bound::hard(0, 2)));
    assert_eq!((pattern.days_off.as_slice(), pattern.wishes.len()), (&[4][..], 2));
}

#[test]
fn the_same_facts_have_the_same_fingerprint() {
    let sha = |instance: &Instance| compile(instance).input_sha256;
    let mut other = instance();
    assert_eq!((sha(&other).len(), sha(&other)), (64, sha(&instance())));
    other.requests_off[0].weight += 1;
    assert_ne!(sha(&other), sha(&instance()));
}

#[test]
fn a_name_of_another_instance_is_told() {
    let instance = instance();
    let mut plan = assignments_of(&instance, &plan(GOOD));
    plan[0].shift = "99/E".into();
    plan[1].agent = "Z".into();
    let fields: Vec<String> =
        plan_of(&instance, &plan).expect_err("unknown").into_iter().map(|issue| issue.field).collect();
    assert_eq!(fields, ["assignments[0].shift", "assignments[1].agent"]);
    let breaches = check_roster(&compile(&instance), &plan).expect_err("unknown");
    assert_eq!(breaches.iter().filter(|breach| matches!(breach, RosterBreach::Unknown(_))).count(), 2);
}
