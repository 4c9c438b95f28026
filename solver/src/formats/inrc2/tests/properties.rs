//! Whatever the bytes, reading ends; whatever the plan, its cost is that of a count day by day over the calendar with
//! the history written out, and the weeks one after another cost what they cost together.

use super::*;
use crate::formats::garble::{edits, mutated};
use proptest::prelude::*;

fn assignments() -> impl Strategy<Value = Vec<Assignment>> {
    let work = (0_usize..3, 0_usize..7, 0_usize..2, 0_usize..2);
    let work = work.prop_map(|(nurse, day, shift, skill)| Assignment { nurse, day, shift, skill });
    prop::collection::vec(work, 0..20)
}

/// Solutions in which nobody has two shifts on a day.
fn solutions(weeks: usize) -> impl Strategy<Value = Vec<Solution>> {
    prop::collection::vec(assignments(), weeks).prop_map(|weeks| {
        let single = |mut work: Vec<Assignment>| {
            work.sort_by_key(|work| (work.nurse, work.day));
            work.dedup_by_key(|work| (work.nurse, work.day));
            work
        };
        (0..).zip(weeks).map(|(week, work)| Solution { week, assignments: single(work) }).collect()
    })
}

fn histories() -> impl Strategy<Value = History> {
    let off = (0_u32..9).prop_map(|days| Last::Off { days });
    let worked = (0_usize..2, 1_u32..6, 0_u32..4).prop_map(|(shift, shift_days, before)| Last::Worked {
        shift,
        shift_days,
        work_days: shift_days + before,
    });
    let nurse = (0_u32..9, 0_u32..3, prop_oneof![off, worked]).prop_map(|(assignments, weekends, last)| NurseHistory {
        assignments,
        weekends,
        last,
    });
    prop::collection::vec(nurse, 3).prop_map(|nurses| History { week: 0, nurses })
}

/// Four weeks of the scenario made by hand, its two weeks in turn.
fn four_weeks(history: History) -> Instance {
    let Instance { mut scenario, weeks, .. } = instance(&[WEEKS[0], WEEKS[1]]);
    scenario.weeks = 4;
    Instance::new(scenario, history, [weeks.clone(), weeks].concat()).expect("four weeks")
}

/// A day of the calendar: a letter for each shift, `?` for an unknown one of the history, `-` for a day off.
fn calendar(instance: &Instance, solutions: &[Solution], nurse: usize) -> (usize, Vec<char>) {
    let letter = |shift: usize| ['E', 'N'][shift];
    let mut days = match instance.history.nurses[nurse].last {
        Last::Off { days } => vec!['-'; days as usize],
        Last::Worked { shift, shift_days, work_days } => {
            let mut days = vec!['?'; (work_days - shift_days) as usize];
            days.resize(work_days as usize, letter(shift));
            days
        }
    };
    let past = days.len();
    days.resize(past + 7 * solutions.len(), '-');
    for (week, solution) in solutions.iter().enumerate() {
        for work in solution.assignments.iter().filter(|work| work.nurse == nurse) {
            days[past + 7 * week + work.day] = letter(work.shift);
        }
    }
    (past, days)
}

/// Each new day that has at least `max` like it just before, and each day short of `min` where such days end.
fn outside(days: &[char], past: usize, like: impl Fn(char) -> bool, bounds: Bounds) -> u64 {
    let mut count = 0;
    for at in past..days.len() {
        let before = days[..at].iter().rev().take_while(|day| like(**day)).count() as u64;
        if like(days[at]) {
            count += u64::from(before >= u64::from(bounds.max));
        } else if before > 0 {
            count += u64::from(bounds.min).saturating_sub(before);
        }
    }
    count
}

fn cost_by_calendar(instance: &Instance, solutions: &[Solution]) -> Costs {
    let scenario = &instance.scenario;
    let mut costs = Costs::default();
    for (nurse, person) in scenario.nurses.iter().enumerate() {
        let contract = &scenario.contracts[person.contract];
        let (past, days) = calendar(instance, solutions, nurse);
        for (letter, shift) in ['E', 'N'].into_iter().zip(&scenario.shifts) {
            costs.consecutive_shifts += 15 * outside(&days, past, |day| day == letter, shift.run_days);
        }
        costs.consecutive_days += 30 * outside(&days, past, |day| day != '-', contract.work_days);
        costs.consecutive_days_off += 30 * outside(&days, past, |day| day == '-', contract.rest_days);
        let written: String = days[past..].iter().map(|day| if *day == '-' { '-' } else { 'x' }).collect();
        let weekends: Vec<&str> = (0..solutions.len()).map(|week| &written[7 * week + 5..7 * week + 7]).collect();
        let half = weekends.iter().filter(|weekend| matches!(**weekend, "x-" | "-x")).count() as u64;
        costs.complete_weekends += 30 * half * u64::from(contract.complete_weekends);
        let history = &instance.history.nurses[nurse];
        let worked = i64::from(history.assignments) + written.matches('x').count() as i64;
        let (min, max) = (i64::from(contract.assignments.min), i64::from(contract.assignments.max));
        costs.total_assignments += 20 * (min - worked).max(worked - max).max(0) as u64;
        let worked = i64::from(history.weekends) + weekends.iter().filter(|weekend| **weekend != "--").count() as i64;
        costs.working_weekends += 30 * (worked - i64::from(contract.weekends_max)).max(0) as u64;
        for (week, data) in instance.weeks.iter().enumerate() {
            for wish in data.requests.iter().filter(|wish| wish.nurse == nurse) {
                let day = days[past + 7 * week + wish.day];
                costs.preferences +=
                    10 * u64::from(day != '-' && wish.shift.is_none_or(|shift| day == ['E', 'N'][shift]));
            }
        }
    }
    for (data, solution) in instance.weeks.iter().zip(solutions) {
        for need in &data.requirements {
            for (day, bounds) in need.days.iter().enumerate() {
                let present = solution
                    .assignments
                    .iter()
                    .filter(|work| (work.day, work.shift, work.skill) == (day, need.shift, need.skill));
                costs.optimal_coverage += 30 * u64::from(bounds.max).saturating_sub(present.count() as u64);
            }
        }
    }
    costs
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn costs_are_those_of_the_calendar(history in histories(), solutions in solutions(4)) {
        let instance = four_weeks(history);
        let judgement = judge(&instance, &solutions);
        let costs = cost_by_calendar(&instance, &solutions);
        prop_assert_eq!(judgement.costs, costs);
    }

    #[test]
    fn weeks_one_by_one_cost_what_they_cost_together(history in histories(), solutions in solutions(4)) {
        let whole = four_weeks(history);
        let together = judge(&whole, &solutions);
        let (mut history, mut total, mut hard) = (whole.history.clone(), 0, Vec::new());
        for (week, solution) in whole.weeks.iter().zip(&solutions) {
            let stage = Instance::new(whole.scenario.clone(), history, vec![week.clone()]).expect("a stage");
            let judgement = judge(&stage, std::slice::from_ref(solution));
            total += judgement.total;
            hard.extend(judgement.hard);
            let next = next_history(&stage.scenario, &stage.history, solution);
            prop_assert_eq!(read_history(&stage.scenario, &write_history(&stage.scenario, &next)), Ok(next.clone()));
            history = next;
        }
        prop_assert_eq!(total, together.total);
        prop_assert_eq!(hard, together.hard);
    }

    #[test]
    fn solutions_survive_writing(assignments in assignments(), week in 0_u32..9) {
        let solution = Solution { week, assignments };
        prop_assert_eq!(read_solution(&scenario(), &write_solution(&scenario(), &solution)), Ok(solution));
    }

    #[test]
    fn two_shifts_on_a_day_are_judged_too(assignments in assignments()) {
        let mut days: Vec<_> = assignments.iter().map(|work| (work.nurse, work.day)).collect();
        let all = days.len();
        days.sort_unstable();
        days.dedup();
        let judgement = judge(&instance(&WEEKS[..1]), &[Solution { week: 0, assignments }]);
        let told = judgement.hard.iter().filter(|v| matches!(v.rule, Rule::SingleAssignment { .. })).count();
        prop_assert_eq!(told, all - days.len());
    }

    #[test]
    fn damaged_files_never_panic(edits in edits()) {
        if let Ok(scenario) = read_scenario(&mutated(SCENARIO, &edits)) {
            prop_assert_eq!(read_scenario(&write_scenario(&scenario)), Ok(scenario));
        }
        let scenario = scenario();
        let history = read_history(&scenario, &mutated(HISTORY, &edits));
        let week = read_week(&scenario, &mutated(WEEKS[0], &edits));
        let solution = read_solution(&scenario, &mutated(SOLUTIONS[0], &edits));
        // What can still be read can be judged, or is refused with a reason.
        let mut files = instance(&WEEKS[..1]);
        files.history = history.unwrap_or(files.history);
        files.weeks = week.map_or(files.weeks, |week| vec![week]);
        if let Ok(solution) = solution && files.accepts(std::slice::from_ref(&solution)).is_ok() {
            judge(&files, &[solution]);
        }
    }

    #[test]
    fn garbage_never_panics(text in "\\PC{0,200}", lines in "[A-Z_=(), 0-9\n]{0,200}") {
        let scenario = scenario();
        for text in [&text, &lines] {
            prop_assert!(read_scenario(text).is_err());
            prop_assert!(read_history(&scenario, text).is_err());
            prop_assert!(read_week(&scenario, text).is_err());
            prop_assert!(read_solution(&scenario, text).is_err());
        }
    }
}
