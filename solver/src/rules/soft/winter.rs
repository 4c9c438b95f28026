//! Christmas and New Year (`law.md` EQ-2, practice): not both in one winter, and not the same one two winters running.
//!
//! Christmas is 24 and 25 December, New Year 31 December and 1 January, civil days of the site; any minute of a duty on
//! them holds the holiday. A winter bears the year of its December. Days that an agent's file names as worked
//! (`winter_holidays_worked`) count like duties: last winter's against the same holiday again, this winter's, where the
//! rosters begin too late to tell, against the other one.

use super::together;
use crate::domain::problem::{Duty, Problem, Worker};
use crate::domain::time::{Day, date_of_day, day_of_date, local_of_instant};
use crate::rules::linear::Model;
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};

/// One of the two holidays of a winter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holiday {
    /// 24 and 25 December.
    Christmas,
    /// 31 December and 1 January.
    NewYear,
}

/// A holiday of the winter that begins in a year.
type Occasion = (i32, Holiday);

fn occasion_of_day(day: Day) -> Option<Occasion> {
    let date = date_of_day(day);
    match (date.month(), date.day()) {
        (12, 24 | 25) => Some((date.year(), Holiday::Christmas)),
        (12, 31) => Some((date.year(), Holiday::NewYear)),
        (1, 1) => Some((date.year() - 1, Holiday::NewYear)),
        _ => None,
    }
}

/// The holiday that a duty for the group holds; no duty is long enough for both.
fn occasion(problem: &Problem, duty: &Duty) -> Option<Occasion> {
    let zone = problem.sites[duty.site?].zone;
    // Asking the zone is dear, and few days of a year are near a holiday.
    let latest = duty.day + ((duty.span.end - duty.span.start) / (24 * 60)) as Day + 1;
    (duty.day..=latest).find_map(occasion_of_day)?;
    let last = day_of_date(local_of_instant(zone, duty.span.end - 1).date());
    (duty.day..=last).find_map(occasion_of_day)
}

fn decided(problem: &Problem, worker: &Worker) -> BTreeSet<Occasion> {
    let of_duties = worker.fixed.iter().filter_map(|duty| occasion(problem, duty));
    let of_file = worker.winter_holidays_worked.iter().filter_map(|day| occasion_of_day(*day));
    of_duties.chain(of_file).collect()
}

/// Both holidays of each winter concerned.
fn runs<'a>(occasions: impl Iterator<Item = &'a Occasion>) -> Vec<Vec<Occasion>> {
    let winters: BTreeSet<i32> = occasions.map(|(winter, _)| *winter).collect();
    winters.into_iter().map(|winter| vec![(winter, Holiday::Christmas), (winter, Holiday::NewYear)]).collect()
}

/// The holiday that a duty holds, when she worked the same one last winter.
pub fn worked_last_winter(problem: &Problem, worker: &Worker, duty: &Duty) -> Option<Holiday> {
    if worker.winter_holidays_worked.is_empty() {
        return None;
    }
    let (winter, holiday) = occasion(problem, duty)?;
    let last = Some((winter - 1, holiday));
    worker.winter_holidays_worked.iter().any(|day| occasion_of_day(*day) == last).then_some(holiday)
}

/// Winters of which some proposed duties make her hold both holidays.
pub fn count(problem: &Problem, worker: &Worker, proposed: &[Duty]) -> i64 {
    let added: BTreeSet<Occasion> = proposed.iter().filter_map(|duty| occasion(problem, duty)).collect();
    if added.is_empty() {
        return 0;
    }
    together::count(&runs(added.iter()), &decided(problem, worker), &added)
}

/// Rows: a winter costs when both of its holidays are held.
pub fn rows(model: &mut Model<'_>) {
    let mut chosen: BTreeMap<Occasion, Vec<usize>> = BTreeMap::new();
    for (at, duty) in model.candidates.iter().enumerate() {
        if let Some(occasion) = occasion(model.problem, duty) {
            chosen.entry(occasion).or_default().push(at);
        }
    }
    if chosen.is_empty() {
        return;
    }
    let decided = decided(model.problem, model.worker);
    let price = model.problem.weights.winter_holidays;
    together::rows(model, &runs(chosen.keys()), &decided, &chosen, price);
}
