//! Occasions that weigh only together: a run of them costs once when one person works every one, and nothing as long as
//! one is left out. The predicate and the linear form, for any kind of occasion.

use crate::rules::linear::Model;
use std::collections::{BTreeMap, BTreeSet};

/// How many runs are worked whole with the occasions that a plan adds, but not with the decided ones alone.
pub fn count<K: Ord>(runs: &[Vec<K>], decided: &BTreeSet<K>, added: &BTreeSet<K>) -> i64 {
    let is_whole = |run: &&Vec<K>| run.iter().all(|at| decided.contains(at) || added.contains(at));
    let is_decided = |run: &&Vec<K>| run.iter().all(|at| decided.contains(at));
    runs.iter().filter(|run| is_whole(run) && !is_decided(run)).count() as i64
}

/// The same over candidates: `chosen` tells which of them make an occasion worked.
pub fn rows<K: Ord>(
    model: &mut Model<'_>,
    runs: &[Vec<K>],
    decided: &BTreeSet<K>,
    chosen: &BTreeMap<K, Vec<usize>>,
    price: i64,
) {
    for run in runs {
        let open = run.iter().filter(|at| !decided.contains(at));
        // An open occasion without candidates is never worked, and the run never whole.
        let choices: Option<Vec<&[usize]>> = open.map(|at| chosen.get(at).map(Vec::as_slice)).collect();
        if let Some(choices) = choices.filter(|choices| !choices.is_empty()) {
            model.charge_together(&choices, price);
        }
    }
}
