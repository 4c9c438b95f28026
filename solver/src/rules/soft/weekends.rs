//! Worked week-ends in a row (`law.md` EQ-1, a house rule: one in two is the usual wish).
//!
//! A week-end is worked when a duty for the group has a minute on its Saturday or its Sunday, civil days of the employer:
//! Saturday and Sunday count together, and a night that ends on Saturday morning counts. Each worked week-end that comes
//! after the group's number of worked week-ends costs once: of five in a row where two are wanted, three.

use super::together;
use crate::domain::problem::{Duty, DutyKind, Problem, Worker};
use crate::domain::time::{Day, weekday};
use crate::rules::linear::Model;
use std::collections::{BTreeMap, BTreeSet};

/// The Saturdays of the week-ends that a duty touches.
fn saturdays<'a>(worker: &'a Worker, duty: &Duty) -> impl Iterator<Item = Day> + use<'a> {
    let (first, last) = (worker.grid.day_of(duty.span.start), worker.grid.day_of(duty.span.end - 1));
    (first..=last).filter(|day| weekday(*day) >= 5).map(|day| day - (weekday(day) - 5))
}

fn decided(worker: &Worker) -> BTreeSet<Day> {
    let for_group = worker.fixed.iter().filter(|duty| duty.kind != DutyKind::Outside);
    for_group.flat_map(|duty| saturdays(worker, duty)).collect()
}

/// The runs of one week-end more than wanted that hold one of some week-ends.
fn runs<'a>(most: u32, saturdays: impl Iterator<Item = &'a Day>) -> Vec<Vec<Day>> {
    let most = most as Day;
    let mut firsts: Vec<Day> = saturdays.flat_map(|day| (0..=most).map(move |back| day - 7 * back)).collect();
    firsts.sort_unstable();
    firsts.dedup();
    firsts.into_iter().map(|first| (0..=most).map(|week| first + 7 * week).collect()).collect()
}

/// Worked week-ends beyond the group's number in a row that some proposed duties bring about.
pub fn count(problem: &Problem, worker: &Worker, proposed: &[Duty]) -> i64 {
    let Some(most) = problem.weekends_in_a_row_max else { return 0 };
    let added: BTreeSet<Day> = proposed.iter().flat_map(|duty| saturdays(worker, duty)).collect();
    if added.is_empty() {
        return 0;
    }
    together::count(&runs(most, added.iter()), &decided(worker), &added)
}

/// Rows: each run of one week-end too many costs when all of its week-ends are worked.
pub fn rows(model: &mut Model<'_>) {
    let Some(most) = model.problem.weekends_in_a_row_max else { return };
    let mut chosen: BTreeMap<Day, Vec<usize>> = BTreeMap::new();
    for (at, duty) in model.candidates.iter().enumerate() {
        for saturday in saturdays(model.worker, duty) {
            let of_weekend = chosen.entry(saturday).or_default();
            // A duty over both days is one candidate.
            if of_weekend.last() != Some(&at) {
                of_weekend.push(at);
            }
        }
    }
    let price = model.problem.weights.weekend_in_a_row;
    together::rows(model, &runs(most, chosen.keys()), &decided(model.worker), &chosen, price);
}
