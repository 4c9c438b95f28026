//! A first plan at once: the hardest shifts first, each to the best lawful person left. It is a start for the exact
//! engine and the answer when there is no time for more.

use super::eligible::Pair;
use crate::domain::problem::{DemandIx, Duty, Problem, WorkerIx};
use crate::rules;
use std::collections::BTreeMap;

/// Chooses among `pairs` (sorted by demand). Every prefix of the result is lawful.
pub fn plan(problem: &Problem, pairs: &[Pair]) -> BTreeMap<DemandIx, WorkerIx> {
    let mut by_demand: Vec<&[Pair]> = pairs.chunk_by(|a, b| a.demand == b.demand).collect();
    by_demand.sort_by_key(|pairs| {
        let demand = &problem.demands[pairs[0].demand];
        (demand.priority, pairs.len(), demand.duty.span.start, pairs[0].demand)
    });
    let mut held: BTreeMap<WorkerIx, Vec<Duty>> = BTreeMap::new();
    let mut burden: BTreeMap<WorkerIx, i64> = BTreeMap::new();
    let mut assigned = BTreeMap::new();
    for pairs in by_demand {
        let mut order: Vec<&Pair> = pairs.iter().collect();
        order.sort_by_key(|pair| {
            let worker = &problem.workers[pair.worker];
            let taken = burden.get(&pair.worker).copied().unwrap_or(0);
            (
                pair.suitability,
                worker.normalised(worker.balance_centipoints + taken + pair.burden),
                pair.cost,
                pair.worker,
            )
        });
        let duty = problem.demands[pairs[0].demand].duty;
        for pair in order {
            let duties = held.entry(pair.worker).or_insert_with(|| problem.workers[pair.worker].fixed.clone());
            if rules::judge(problem, pair.worker, pair.demand, duties).is_empty() {
                let at = duties.partition_point(|d| d.span.start <= duty.span.start);
                duties.insert(at, duty);
                *burden.entry(pair.worker).or_default() += pair.burden;
                assigned.insert(pair.demand, pair.worker);
                break;
            }
        }
    }
    assigned
}
