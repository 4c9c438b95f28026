//! Whole rosters as one mixed-integer model that HiGHS solves whole: what the column engine is measured against, and its
//! oracle, since the two share no code.
//!
//! A person has a 0/1 column for each post open to her, and every limit of her pattern is written out day by day
//! (`model`), as in the integer programmes that came with the public benchmarks. It proves tiny rosters and small wards;
//! on a hospital's month the relaxation, which knows no lawful roster as a whole, stays far below the best plan.

mod model;
#[cfg(test)]
mod tests;

use super::highs::RunLimits;
use super::roster_outcome::{Found, outcome};
use crate::domain::plan::{Cancel, LevelName, Limits, Outcome, Progress};
use crate::domain::problem::Problem;
use crate::domain::roster::Roster;
use model::Model;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// Plans [`Problem::roster`] by one mixed-integer model on one thread; a problem without a roster is one without days.
///
/// The plan is one that [`check_roster`](crate::check::check_roster) accepts and its bound holds for all plans; where there
/// is no plan nothing is assigned, and a bound that stands at the same value as the objective says that there is none at
/// all. The same problem, seed, gap and work limit give the same plan as long as the clock does not stop the run.
pub fn solve(problem: &Problem, limits: &Limits, cancel: &Cancel, progress: &(dyn Fn(&Progress) + Sync)) -> Outcome {
    let started = Instant::now();
    let deadline = started + Duration::from_secs_f64(limits.seconds.clamp(0.0, 1e7));
    let stop = || cancel.is_cancelled() || Instant::now() >= deadline;
    let none = Roster { days: 0, kinds: Vec::new(), posts: Vec::new(), patterns: Vec::new() };
    let roster = problem.roster.as_deref().unwrap_or(&none);
    let seconds = || started.elapsed().as_secs_f64();
    let Some(model) = Model::new(roster, &stop) else {
        let found = Found { held: None, bound: f64::NEG_INFINITY, seconds: seconds(), work: 0 };
        return outcome(problem, roster, limits, &found);
    };
    let run_limits = RunLimits {
        deadline,
        // A better plan is better by a whole unit where all prices are whole.
        gap: if model.is_whole() { 1.0 - 1e-4 } else { 1e-6 },
        work: limits.work.unwrap_or(u64::MAX),
    };
    let is_settled = Cell::new(false);
    let mut solver = model.solver(limits.seed);
    let run = solver.run(None, run_limits, &|| stop() || is_settled.get(), &mut |best, bound| {
        let (best, bound) = (best + model.base(), bound + model.base());
        is_settled.set(best.is_finite() && best - bound <= limits.gap * best.abs().max(1.0));
        if best.is_finite() {
            progress(&Progress {
                seconds: seconds(),
                level: LevelName::Cost,
                fraction: 0.0,
                covered: 0,
                shifts: roster.posts.len(),
                objective: best,
                bound,
                gap: bound.is_finite().then(|| (best - bound) / best.abs().max(1.0)),
                columns: 0,
                work: 0,
            });
        }
    });
    let held = run.values.map(|values| model.plan(&values));
    let bound = if model.is_whole() { (run.bound - 1e-4).ceil() } else { run.bound } + model.base();
    outcome(problem, roster, limits, &Found { held, bound, seconds: seconds(), work: run.work })
}
