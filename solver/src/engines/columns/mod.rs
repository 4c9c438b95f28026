//! Whole rosters by columns: the lawful rosters of each person are paths of a network ([`shape`], made by [`build`]), the best of them at
//! given prices are found exactly ([`net`], [`lattice`], [`label`]), a linear program chooses among those found and sets the prices
//! ([`master`], [`mod@generate`]), from the middle where it is small enough ([`mod@approach`], [`centre`], [`newton`]), and whole plans come
//! from prices that learn ([`market`]), from a descent ([`descent`]), from
//! diving on it and from planning parts again ([`search`], [`parts`], [`neighbourhoods`], [`plan`]), the last units of a proof from
//! branching ([`whole`], [`tree`]). [`run`] says what is done when.
//!
//! The bound is that of the linear program over *all* rosters: everything that concerns one person alone is exact in it.

mod approach;
mod arcs;
mod bands;
mod build;
mod centre;
mod corridor;
mod cover;
mod descent;
mod fine;
mod generate;
mod job;
mod label;
mod lattice;
mod market;
mod master;
mod meter;
mod neighbourhoods;
mod net;
mod newton;
mod parts;
mod person;
mod plan;
mod prices;
mod run;
mod search;
mod shape;
#[cfg(test)]
mod tests;
mod tree;
mod whole;

use super::roster_outcome::{Found, outcome};
use crate::domain::ids::{AgentId, ShiftId};
use crate::domain::plan::{Assignment, Cancel, Limits, Outcome, Progress};
use crate::domain::problem::Problem;
use crate::domain::roster::{PostIx, Roster};
use job::Job;
use meter::Meter;
use plan::Plan;
use prices::Row;
use run::Run;
use std::collections::HashMap;

/// Makes whole rosters, from those of `start` that are lawful, if any. A plan that [`check_roster`](crate::check::check_roster) refuses (a minimum that nobody could meet,
/// a worker without any lawful roster) is not given: then nothing is assigned.
///
/// Under a work limit ([`Limits::work`]) that the clock does not cut short the same problem and seed give the same plan,
/// whatever the number of threads: they only share the pricing then. Without one phases end by the clock and threads race
/// for the plan at hand, so that two runs may differ unless the plan was proven the best.
pub fn solve(
    problem: &Problem,
    roster: &Roster,
    start: &[Assignment],
    limits: &Limits,
    cancel: &Cancel,
    progress: &(dyn Fn(&Progress) + Sync),
) -> Outcome {
    let meter = Meter::new(limits, cancel);
    let job = Job::new(roster);
    let rows = rows(problem, roster, start);
    let best = Plan::first(&job, &rows, &meter).map(|first| Run::new(&job, limits, &meter, progress, first).best());
    let (held, bound) = match best {
        Some((plan, bound)) => (Some(plan.held().collect()), bound),
        None => (None, f64::NEG_INFINITY),
    };
    outcome(problem, roster, limits, &Found { held, bound, seconds: meter.seconds(), work: meter.work() })
}

/// By worker: what a plan gives her; `None` without any plan, or with two posts on a day. What the problem does not know is
/// left out.
fn rows(problem: &Problem, roster: &Roster, plan: &[Assignment]) -> Vec<Option<Row>> {
    let posts: HashMap<&ShiftId, PostIx> = roster.posts.iter().enumerate().map(|(at, post)| (&post.id, at)).collect();
    let workers: HashMap<&AgentId, usize> =
        problem.workers.iter().enumerate().map(|(at, worker)| (&worker.id, at)).collect();
    let of_nobody = (!plan.is_empty()).then(|| vec![None; roster.days]);
    let mut rows: Vec<Option<Row>> = vec![of_nobody; problem.workers.len()];
    let mut is_twice = vec![false; rows.len()];
    for Assignment { shift, agent } in plan {
        if let (Some(post), Some(worker)) = (posts.get(shift), workers.get(agent)) {
            let day = rows[*worker].as_mut().and_then(|row| row.get_mut(roster.posts[*post].day));
            is_twice[*worker] |= day.and_then(|day| day.replace(*post)).is_some_and(|other| other != *post);
        }
    }
    rows.into_iter().zip(is_twice).map(|(row, is_twice)| row.filter(|_| !is_twice)).collect()
}

/// The greatest common divisor; that of a number and 0 is the number.
const fn gcd(mut one: u64, mut other: u64) -> u64 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}
