//! Who could hold what: every pair of worker and demand that is lawful by itself on top of what is already decided or chosen.

use crate::domain::problem::{DemandIx, Problem, WorkerIx, distance_km};
use crate::domain::scenario::Suitability;
use crate::explain::timeline;
use crate::rules::{self, soft};
use crate::threads::side_by_side;
use std::borrow::Cow;

/// One lawful pair and what it weighs at each goal level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Who.
    pub worker: WorkerIx,
    /// Which shift.
    pub demand: DemandIx,
    /// Full or degraded.
    pub suitability: Suitability,
    /// Equity, hundredths of a point.
    pub burden: i64,
    /// Euro cents.
    pub cost: i64,
    /// Preferences, hundredths of a point; negative when a wish to work is met.
    pub preference: i64,
}

/// All lawful pairs, sorted by demand, then worker. Judged on `threads` threads; the result does not depend on them.
pub fn pairs(problem: &Problem, threads: usize) -> Vec<Pair> {
    let demands: Vec<DemandIx> = (0..problem.demands.len()).collect();
    side_by_side(&demands, threads, |demand| of_demand(problem, *demand)).into_iter().flatten().collect()
}

fn of_demand(problem: &Problem, demand: DemandIx) -> Vec<Pair> {
    let place = problem.sites[problem.demands[demand].site].place;
    (0..problem.workers.len())
        .filter_map(|worker| {
            // The two cheapest rules first: they refuse nine in ten.
            let suitability = problem.suitability(worker, demand);
            let who = &problem.workers[worker];
            if suitability == Suitability::No || distance_km(who.home, place) > f64::from(who.mobility_km) {
                return None;
            }
            if !problem.choices.allow(worker, demand) {
                return None;
            }
            let kept = problem.choices.kept_beside(worker, demand);
            let duties =
                if kept.is_empty() { Cow::Borrowed(&who.fixed) } else { Cow::Owned(timeline(problem, worker, &kept)) };
            rules::allows(problem, who, &problem.demands[demand], &duties).then(|| pair(problem, worker, demand))
        })
        .collect()
}

/// What a pair weighs, lawful or not.
pub fn pair(problem: &Problem, worker: WorkerIx, demand: DemandIx) -> Pair {
    Pair {
        worker,
        demand,
        suitability: problem.suitability(worker, demand),
        burden: problem.burden_of(worker, demand),
        cost: problem.cost_of(worker, demand),
        preference: preference(problem, worker, demand),
    }
}

/// What the last goal level says of a pair, hundredths of a point.
fn preference(problem: &Problem, worker: WorkerIx, demand: DemandIx) -> i64 {
    let (worker, demand) = (&problem.workers[worker], &problem.demands[demand]);
    soft::of_pair(problem, worker, demand).map(|what| what.centipoints(&problem.weights)).sum()
}
