//! A first plan at once: the hardest shifts first, each to the best lawful person left. It is a start for the exact
//! engine and the answer when there is no time for more. What a published plan gave stays given.

use super::eligible::Pair;
use crate::domain::problem::{DemandIx, Duty, Problem, WorkerIx};
use crate::rules;
use std::collections::BTreeMap;

/// Adds to a lawful plan what can be had among `pairs` (sorted by demand). Every prefix of the result is lawful.
pub fn complete(
    problem: &Problem,
    pairs: &[Pair],
    kept: &BTreeMap<DemandIx, WorkerIx>,
) -> BTreeMap<DemandIx, WorkerIx> {
    let mut plan = Plan { problem, duties: BTreeMap::new(), burden: BTreeMap::new(), assigned: BTreeMap::new() };
    for (demand, worker) in kept {
        plan.give(*demand, *worker);
    }
    let mut by_demand: Vec<&[Pair]> = pairs.chunk_by(|a, b| a.demand == b.demand).collect();
    by_demand.retain(|pairs| !kept.contains_key(&pairs[0].demand));
    by_demand.sort_by_key(|pairs| {
        let demand = &problem.demands[pairs[0].demand];
        (demand.priority, pairs.len(), demand.duty.span.start, pairs[0].demand)
    });
    for pairs in by_demand {
        let mut order: Vec<&Pair> = pairs.iter().collect();
        order.sort_by_key(|pair| {
            let worker = &problem.workers[pair.worker];
            let taken = plan.burden.get(&pair.worker).copied().unwrap_or(0);
            (
                pair.suitability,
                worker.normalised(worker.balance_centipoints + taken + pair.burden),
                pair.cost,
                pair.worker,
            )
        });
        if let Some(pair) = order.into_iter().find(|pair| plan.allows(pair)) {
            plan.give(pair.demand, pair.worker);
        }
    }
    plan.assigned
}

/// The plan so far.
struct Plan<'a> {
    problem: &'a Problem,
    /// Of those who hold something: everything they do, sorted.
    duties: BTreeMap<WorkerIx, Vec<Duty>>,
    /// What the plan adds to their accounts, hundredths of a point.
    burden: BTreeMap<WorkerIx, i64>,
    assigned: BTreeMap<DemandIx, WorkerIx>,
}

impl Plan<'_> {
    fn allows(&self, pair: &Pair) -> bool {
        let duties = self.duties.get(&pair.worker).unwrap_or(&self.problem.workers[pair.worker].fixed);
        rules::judge(self.problem, pair.worker, pair.demand, duties).is_empty()
    }

    fn give(&mut self, demand: DemandIx, worker: WorkerIx) {
        let duty = self.problem.demands[demand].duty;
        let duties = self.duties.entry(worker).or_insert_with(|| self.problem.workers[worker].fixed.clone());
        let at = duties.partition_point(|d| (d.span.start, d.span.end) <= (duty.span.start, duty.span.end));
        duties.insert(at, duty);
        *self.burden.entry(worker).or_default() += self.problem.burden_of(worker, demand);
        self.assigned.insert(demand, worker);
    }
}
