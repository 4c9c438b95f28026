//! From fractional to whole: diving, and large neighbourhoods solved by columns.

use super::generate::{Generated, Reach, generate};
use super::job::{Column, Job};
use super::master::Master;
use super::plan::Plan;
use crate::engines::highs::RunLimits;
use std::collections::BTreeSet;
use std::time::Instant;

/// A roster with at least this value in the linear program is taken as chosen.
const CHOSEN: f64 = 0.85;

/// Most share of the people that one step of a dive settles.
const STEP_SHARE: f64 = 0.15;

/// Rounds of generation after each step of a dive.
const ROUNDS_PER_STEP: usize = 12;

/// A small reproducible generator (SplitMix64; Steele, Lea & Flood 2014).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// A generator for a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }
}

/// Settles the people step by step, the clearest first, with new rosters for the rest after each step. Gives up when the
/// rest cannot come below `worst`. Frees everybody again at the end.
pub fn dive(
    master: &mut Master<'_>,
    from: &Generated,
    worst: f64,
    reach: &Reach<'_>,
) -> Option<Vec<Column>> {
    let result = descend(master, from, worst, reach);
    for at in 0..master.people.len() {
        master.fix(at, None);
    }
    result
}

fn descend(master: &mut Master<'_>, from: &Generated, worst: f64, reach: &Reach<'_>) -> Option<Vec<Column>> {
    let mut values = from.solved.values.clone();
    loop {
        let settled: BTreeSet<usize> = master.fixed().map(|(at, _)| at).collect();
        if settled.len() == master.people.len() {
            return Some(master.fixed().map(|(_, column)| column.clone()).collect());
        }
        if Instant::now() >= reach.deadline || (reach.stop)() {
            return None;
        }
        // The clearest roster of each open person.
        let mut best: Vec<Option<(f64, usize)>> = vec![None; master.people.len()];
        let position = |person: usize| master.people.iter().position(|other| *other == person);
        for (column, value) in values.iter().enumerate().filter(|(_, value)| **value > 1e-6) {
            let at = position(master.pool[column].person)?;
            if best[at].is_none_or(|(known, _)| *value > known + 1e-9) {
                best[at] = Some((*value, column));
            }
        }
        let mut order: Vec<(f64, usize, usize)> = best
            .iter()
            .enumerate()
            .filter(|(at, _)| !settled.contains(at))
            .filter_map(|(at, best)| best.map(|(value, column)| (value, at, column)))
            .collect();
        if order.len() + settled.len() < master.people.len() {
            return None;
        }
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let most = ((order.len() as f64 * STEP_SHARE).ceil() as usize).max(1);
        for (rank, (value, at, column)) in order.into_iter().enumerate() {
            // What is whole already costs nothing to settle.
            if rank > 0 && (value < CHOSEN || rank >= most) && value < 1.0 - 1e-6 {
                break;
            }
            master.fix(at, Some(column));
        }
        let step = Reach { rounds: ROUNDS_PER_STEP, ..*reach };
        if master.fixed().count() == master.people.len() {
            continue;
        }
        let generated = generate(master, &step, &mut |_, _| {})?;
        if generated.solved.objective > worst - 1e-6 {
            return None;
        }
        values = generated.solved.values;
    }
}

/// What one neighbourhood gave.
#[derive(Debug, PartialEq, Eq)]
pub enum Tried {
    /// A better plan.
    Better,
    /// A plan as good.
    Same,
    /// Proven: nothing better in it.
    Nothing,
    /// Given up.
    Open,
}

/// Plans some people again with all others as they are.
pub fn again(job: &Job, plan: &mut Plan, people: &[usize], hints: &[Column], work: u64, reach: &Reach<'_>) -> Tried {
    let present = plan.others(people);
    let others: f64 = (0..plan.columns.len()).filter(|at| !people.contains(at)).map(|at| plan.columns[at].cost).sum();
    let mut master = Master::new(job, people.to_vec(), present, 1, 1);
    for person in people {
        master.add(plan.columns[*person].clone());
    }
    for column in hints {
        master.add(column.clone());
    }
    let target = plan.cost - others;
    let Some(generated) = generate(&mut master, reach, &mut |_, _| {}) else { return Tried::Open };
    if job.round(generated.bound + others) >= plan.cost - 1e-6 {
        return Tried::Nothing;
    }
    if generated.solved.objective > target - 1e-6 && generated.complete {
        return Tried::Nothing;
    }
    let start: Vec<usize> = (0..people.len()).collect();
    let limits = RunLimits { deadline: reach.deadline, gap: if job.whole { 0.99 } else { 1e-6 }, work };
    let Some(chosen) = master.whole(&start, limits, reach.stop) else { return Tried::Open };
    let before = plan.cost;
    let mut columns = plan.columns.clone();
    let mut changed = false;
    for column in chosen {
        let column = &master.pool[column];
        changed |= columns[column.person] != *column;
        columns[column.person] = column.clone();
    }
    let next = Plan::new(job, columns);
    if next.cost > before + 1e-6 || !changed {
        return Tried::Open;
    }
    *plan = next;
    if plan.cost < before - 1e-6 { Tried::Better } else { Tried::Same }
}

/// Who is planned again together: somebody at random, and those who share most of her days' posts or stand where it hurts.
pub fn neighbours(job: &Job, plan: &Plan, size: usize, random: &mut Random) -> Vec<usize> {
    let count = job.people.len();
    if size >= count {
        return (0..count).collect();
    }
    let mut people: BTreeSet<usize> = BTreeSet::new();
    match random.below(3) {
        // Anybody.
        0 => {}
        // Whoever could better a post that costs something, the holders and those who could hold it.
        1 => {
            let sore: Vec<usize> =
                (0..job.covers.len()).filter(|post| job.covers[*post].cost(plan.present[*post]) > 0.0).collect();
            if !sore.is_empty() {
                let post = sore[random.below(sore.len())];
                let able: Vec<usize> = (0..count)
                    .filter(|person| {
                        job.people[*person].shape.choices.iter().flatten().flatten().any(|(other, _)| *other == post)
                    })
                    .collect();
                while people.len() < size.min(able.len()) {
                    people.insert(able[random.below(able.len())]);
                }
            }
        }
        // Those whose rosters cost most by themselves, and somebody.
        _ => {
            let mut dear: Vec<usize> = (0..count).collect();
            dear.sort_by(|a, b| plan.columns[*b].cost.total_cmp(&plan.columns[*a].cost));
            dear.truncate((count / 3).max(size));
            while people.len() < size / 2 {
                people.insert(dear[random.below(dear.len())]);
            }
        }
    }
    while people.len() < size {
        people.insert(random.below(count));
    }
    people.into_iter().collect()
}
