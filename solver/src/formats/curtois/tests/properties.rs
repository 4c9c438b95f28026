//! Whatever the bytes, reading ends; whatever the plan, the judgement is that of the benchmark's integer programme,
//! whose constraints are checked here window by window.

use super::*;
use crate::formats::garble::{edits, mutated};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn plans() -> impl Strategy<Value = Plan> {
    // Long blocks of one kind as well as noise.
    let block = (0_usize..3, 1_usize..5).prop_map(|(kind, len)| vec![kind.checked_sub(1); len]);
    let row = prop::collection::vec(block, 14).prop_map(|blocks| blocks.concat()[..14].to_vec());
    prop::collection::vec(row, 3).prop_map(|rows| Plan { rows })
}

/// Names of the limits that the windows of a row break.
fn by_windows(instance: &Instance, member: &Staff, row: &[Option<usize>]) -> BTreeSet<&'static str> {
    let mut broken = BTreeSet::new();
    let mut check = |name, holds: bool| {
        if !holds {
            broken.insert(name);
        }
    };
    let works = |day: usize| u32::from(row[day].is_some());
    let on = |day: usize, shift: usize| u32::from(row[day] == Some(shift));
    let days = row.len();
    let max = member.work_days_max as usize;
    for day in 0..days.saturating_sub(max) {
        check("work max", (day..=day + max).map(works).sum::<u32>() <= member.work_days_max);
    }
    for run in 1..member.work_days_min as usize {
        for day in 0..days.saturating_sub(run + 1) {
            let inside: u32 = (day + 1..=day + run).map(works).sum();
            check("work min", works(day) + (run as u32 - inside) + works(day + run + 1) > 0);
        }
    }
    for run in 1..member.rest_days_min as usize {
        for day in 0..days.saturating_sub(run + 1) {
            let inside: u32 = (day + 1..=day + run).map(works).sum();
            check("rest min", (1 - works(day)) + inside + (1 - works(day + run + 1)) > 0);
        }
    }
    check(
        "weekends",
        (0..days / 7).map(|w| works(7 * w + 5).max(works(7 * w + 6))).sum::<u32>() <= member.weekends_max,
    );
    let mut minutes = 0;
    for (shift, kind) in instance.shifts.iter().enumerate() {
        let worked: u32 = (0..days).map(|day| on(day, shift)).sum();
        minutes += worked * kind.minutes;
        check("shifts", worked <= member.shifts_max[shift]);
        for after in &kind.not_followed_by {
            for day in 0..days - 1 {
                check("succession", on(day, shift) + on(day + 1, *after) <= 1);
            }
        }
    }
    check("minutes max", minutes <= member.minutes_max);
    check("minutes min", minutes >= member.minutes_min);
    for day in &member.days_off {
        check("day off", works(*day) == 0);
    }
    broken
}

fn name(limit: &Limit) -> &'static str {
    match limit {
        Limit::DayOff { .. } => "day off",
        Limit::Succession { .. } => "succession",
        Limit::ShiftsMax { .. } => "shifts",
        Limit::MinutesMax { .. } => "minutes max",
        Limit::MinutesMin { .. } => "minutes min",
        Limit::WorkDaysMax { .. } => "work max",
        Limit::WorkDaysMin { .. } => "work min",
        Limit::RestDaysMin { .. } => "rest min",
        Limit::WeekendsMax { .. } => "weekends",
    }
}

/// Cost from the written plan, field by field.
fn total_of_text(instance: &Instance, text: &str) -> i64 {
    let grid: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').skip(1).collect()).collect();
    let id = |shift: usize| instance.shifts[shift].id.as_str();
    let mut total = 0;
    for wish in &instance.requests_on {
        total += if grid[wish.staff][wish.day] == id(wish.shift) { 0 } else { i64::from(wish.weight) };
    }
    for wish in &instance.requests_off {
        total += if grid[wish.staff][wish.day] == id(wish.shift) { i64::from(wish.weight) } else { 0 };
    }
    for need in &instance.cover {
        let surplus =
            grid.iter().filter(|row| row[need.day] == id(need.shift)).count() as i64 - i64::from(need.required);
        total += surplus * i64::from(need.over_weight) * i64::from(surplus > 0);
        total -= surplus * i64::from(need.under_weight) * i64::from(surplus < 0);
    }
    total
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn judgements_are_those_of_the_integer_programme(plan in plans()) {
        let instance = instance();
        let judgement = judge(&instance, &plan);
        for (member, row) in instance.staff.iter().zip(&plan.rows) {
            let told: BTreeSet<&str> =
                judgement.hard.iter().filter(|v| v.staff == member.id).map(|v| name(&v.limit)).collect();
            prop_assert_eq!(told, by_windows(&instance, member, row));
        }
        prop_assert_eq!(judgement.total as i64, total_of_text(&instance, &write_plan(&instance, &plan)));
    }

    #[test]
    fn plans_survive_writing(plan in plans()) {
        let instance = instance();
        prop_assert_eq!(read_plan(&instance, &write_plan(&instance, &plan)), Ok(plan));
    }

    #[test]
    fn damaged_files_never_panic(edits in edits(), plan in plans()) {
        let text = mutated(INSTANCE, &edits);
        match read(&text) {
            // An instance that is still one can be judged.
            Ok(damaged) => drop(judge(&damaged, &Plan::empty(&damaged))),
            Err(issues) => {
                prop_assert!(!issues.is_empty());
                let last = text.matches('\n').count() + 1;
                prop_assert!(issues.iter().filter_map(|issue| issue.line).all(|line| (1..=last).contains(&line)));
            }
        }
        let instance = instance();
        if let Ok(plan) = read_plan(&instance, &mutated(&write_plan(&instance, &plan), &edits)) {
            judge(&instance, &plan);
        }
    }

    #[test]
    fn garbage_never_panics(text in "\\PC{0,200}", lines in "[A-Z_=|,0-9\n]{0,200}") {
        for text in [&text, &lines] {
            prop_assert!(read(text).is_err());
            let _ = read_plan(&instance(), text);
        }
    }
}
