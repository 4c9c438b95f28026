//! Whole rosters by columns: the lawful rosters of each person are paths of a network ([`shape`]), the best of them at
//! given prices are found exactly ([`lattice`], [`label`]), a linear program chooses among those found and sets the prices
//! ([`master`], [`mod@generate`]), and whole plans come from diving on it and from planning neighbourhoods again ([`search`],
//! [`neighbourhoods`], [`plan`]), the last units of a proof from branching ([`tree`]). [`run`] says what is done when.
//!
//! The bound is that of the linear program over *all* rosters: everything that concerns one person alone is exact in it.

mod generate;
mod job;
mod label;
mod lattice;
mod master;
mod meter;
mod neighbourhoods;
mod plan;
mod run;
mod search;
mod shape;
#[cfg(test)]
mod tests;
mod tree;

use super::roster_outcome::{Found, outcome};
use crate::domain::plan::{Cancel, Limits, Outcome, Progress};
use crate::domain::problem::Problem;
use crate::domain::roster::Roster;
use job::Job;
use meter::Meter;
use plan::Plan;
use run::Run;

/// Makes whole rosters. A plan that [`check_roster`](crate::check::check_roster) refuses (a minimum that nobody could meet,
/// a worker without any lawful roster) is not given: then nothing is assigned.
///
/// Under a work limit ([`Limits::work`]) that the clock does not cut short the same problem and seed give the same plan,
/// whatever the number of threads: they only share the pricing then. Without one phases end by the clock and threads race
/// for the plan at hand, so that two runs may differ unless the plan was proven the best.
pub fn solve(
    problem: &Problem,
    roster: &Roster,
    limits: &Limits,
    cancel: &Cancel,
    progress: &(dyn Fn(&Progress) + Sync),
) -> Outcome {
    let meter = Meter::new(limits, cancel);
    let job = Job::new(roster);
    let best = Plan::first(&job, &meter).map(|first| Run::new(&job, limits, &meter, progress, first).best());
    let (held, bound) = match best {
        Some((plan, bound)) => (Some(plan.held().collect()), bound),
        None => (None, f64::NEG_INFINITY),
    };
    outcome(problem, roster, limits, &Found { held, bound, seconds: meter.seconds(), work: meter.work() })
}
