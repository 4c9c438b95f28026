//! A problem falls apart where nobody connects it: by qualification, by place. Parts share no worker and no shift, so
//! the best whole is the best of each, and bounds add up.

use super::eligible::Pair;
use crate::domain::problem::{DemandIx, Problem, WorkerIx};
use std::collections::BTreeMap;

/// Interchangeable shifts: same unit, code, day, title, priority. Planned as one with a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The shifts, in input order.
    pub members: Vec<DemandIx>,
}

/// One independent part.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Classes of shifts.
    pub classes: Vec<Class>,
    /// Lawful pairs, each with the position of its class in `classes`; sorted by worker, then start of the shift.
    pub pairs: Vec<(usize, Pair)>,
}

impl Part {
    /// Its shifts.
    pub fn demands(&self) -> impl Iterator<Item = DemandIx> + Clone + '_ {
        self.classes.iter().flat_map(|class| class.members.iter().copied())
    }

    fn sort(&mut self, problem: &Problem) {
        self.pairs.sort_by_key(|(_, pair)| (pair.worker, problem.demands[pair.demand].duty.span.start, pair.demand));
    }
}

/// Splits a problem, largest part first. Shifts without any pair belong to no part.
pub fn split(problem: &Problem, pairs: &[Pair]) -> Vec<Part> {
    let mut classes: Vec<Class> = Vec::new();
    let mut class_pairs: Vec<&[Pair]> = Vec::new();
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for group in pairs.chunk_by(|a, b| a.demand == b.demand) {
        let demand = &problem.demands[group[0].demand];
        // A shift of which a choice speaks is like no other.
        let chosen = problem.choices.speak_of(group[0].demand).then_some(group[0].demand);
        let key = (
            (&demand.unit, &demand.code, demand.duty.day),
            (&demand.qualification, demand.priority, &demand.suitable),
            chosen,
        );
        let class = *known.entry(key).or_insert_with(|| {
            classes.push(Class { members: Vec::new() });
            class_pairs.push(group);
            classes.len() - 1
        });
        classes[class].members.push(group[0].demand);
    }
    let mut roots: Vec<usize> = (0..classes.len()).collect();
    let mut seen: BTreeMap<WorkerIx, usize> = BTreeMap::new();
    for (class, group) in class_pairs.iter().enumerate() {
        for pair in *group {
            let other = *seen.entry(pair.worker).or_insert(class);
            let (a, b) = (root(&mut roots, class), root(&mut roots, other));
            roots[a.max(b)] = a.min(b);
        }
    }
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    for (at, class) in classes.into_iter().enumerate() {
        let part = parts.entry(root(&mut roots, at)).or_default();
        let position = part.classes.len();
        part.classes.push(class);
        part.pairs.extend(class_pairs[at].iter().map(|pair| (position, *pair)));
    }
    let mut parts: Vec<Part> = parts.into_values().collect();
    for part in &mut parts {
        part.sort(problem);
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.pairs.len()));
    parts
}

/// Some pairs as one part, connected or not, in which each shift is a class of its own: for whoever was promised a shift
/// another one like it is not the same.
pub fn one(problem: &Problem, pairs: impl Iterator<Item = Pair>) -> Part {
    let mut part = Part { classes: Vec::new(), pairs: pairs.map(|pair| (0, pair)).collect() };
    let mut class_of: BTreeMap<DemandIx, usize> = BTreeMap::new();
    for (class, pair) in &mut part.pairs {
        *class = *class_of.entry(pair.demand).or_insert_with(|| {
            part.classes.push(Class { members: vec![pair.demand] });
            part.classes.len() - 1
        });
    }
    part.sort(problem);
    part
}

/// The shifts that belong to no part: they are bare in every plan, so they add to values and bounds alike.
pub fn outside(problem: &Problem, parts: &[Part]) -> Vec<DemandIx> {
    let mut inside: Vec<DemandIx> = parts.iter().flat_map(Part::demands).collect();
    inside.sort_unstable();
    (0..problem.demands.len()).filter(|demand| inside.binary_search(demand).is_err()).collect()
}

fn root(roots: &mut [usize], mut at: usize) -> usize {
    while roots[at] != at {
        roots[at] = roots[roots[at]];
        at = roots[at];
    }
    at
}
