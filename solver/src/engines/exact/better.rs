//! Better plans from the one at hand: moves of single shifts, and small models around a few people or around what the
//! linear relaxation would do otherwise.

use super::{MEND_ROUNDS, Search, fill, value};
use crate::domain::plan::LevelName;
use crate::domain::problem::WorkerIx;
use crate::engines::highs::RunLimits;
use crate::engines::search::Search as Moves;
use std::collections::BTreeSet;

/// Share of what is left of a level's limits for what the relaxation would do otherwise.
const NEAR_SHARE: f64 = 0.4;

/// Share of what is then left for planning a few people at a time.
const POLISH_SHARE: f64 = 0.3;

/// Share of the former for one run.
const RUN_SHARE: f64 = 0.25;

/// Most people planned again at a time.
const FREE_MAX: usize = 40;

impl Search<'_> {
    /// Betters the plan at hand by moves of single shifts, until none helps.
    pub(super) fn search(&mut self, level: LevelName, limits: RunLimits, stop: &dyn Fn() -> bool) {
        let mut slack = [0.0; 5];
        for (at, costs, keep) in &self.kept {
            slack[*at] = keep - value(costs, &self.values);
        }
        let mut search = Moves::new(self.problem, self.part, |pair| self.values[pair] > 0.5);
        search.better(level, slack, limits.deadline, stop);
        for pair in 0..self.layout.pairs {
            self.values[pair] = f64::from(u8::from(search.holds(pair)));
        }
        fill(self.part, &self.layout, &mut self.values);
        self.pool.complete(&mut self.values);
    }

    /// Plans again where the plan at hand and the linear relaxation differ, and keeps what they agree on (RINS; Danna,
    /// Rothberg & Le Pape 2005, *Exploring relaxation induced neighborhoods*).
    pub(super) fn near(
        &mut self,
        costs: &[f64],
        limits: RunLimits,
        bound: f64,
        stop: &dyn Fn() -> bool,
        report: &mut dyn FnMut(f64, f64),
    ) {
        let limits = self.slice(limits, NEAR_SHARE);
        while value(costs, &self.values) - bound > limits.gap.max(1e-6) && !self.exhausted(limits) && !stop() {
            let agree = |at: usize| (self.relaxed[at] - self.values[at]).abs() < 1e-6;
            let (lower, upper): (Vec<f64>, Vec<f64>) = (0..self.layout.pairs)
                .map(|at| if agree(at) { (self.values[at], self.values[at]) } else { (0.0, 1.0) })
                .unzip();
            self.solver.set_bounds(&lower, &upper);
            let slice = self.slice(limits, RUN_SHARE);
            let run = self.solver.run(Some(&self.values), slice, stop, &mut |_, _| {});
            self.solver.set_bounds(&vec![0.0; lower.len()], &vec![1.0; lower.len()]);
            self.work += run.work;
            let Some(found) = run.values else { return };
            let mut found = self.clean(found);
            let offenders = self.pool.offenders(&mut found);
            if !offenders.is_empty() {
                self.pool.activate_workers(&offenders, &mut self.solver);
                continue;
            }
            if !self.keeps(&found) || value(costs, &found) > value(costs, &self.values) - 1e-6 {
                return;
            }
            self.values = found;
            report(value(costs, &self.values), bound);
        }
    }

    /// Betters the plan at hand piece by piece: a few people are planned again while everyone else keeps her shifts, first
    /// around each bare shift, then around each holder. Broken rows come in as they are met, so each step is a small model
    /// and the plan stays lawful throughout (large-neighbourhood search; Shaw, 1998).
    pub(super) fn polish(
        &mut self,
        costs: &[f64],
        level: LevelName,
        limits: RunLimits,
        bound: f64,
        stop: &dyn Fn() -> bool,
        report: &mut dyn FnMut(f64, f64),
    ) {
        let limits = self.slice(limits, POLISH_SHARE);
        loop {
            let before = value(costs, &self.values);
            for seeds in self.seeds(level) {
                if before - bound <= limits.gap.max(1e-6) || self.exhausted(limits) || stop() {
                    return;
                }
                let mut free: BTreeSet<WorkerIx> = seeds.iter().copied().collect();
                let near = self.neighbours(&self.values, &seeds);
                free.extend(near.into_iter().take(FREE_MAX.saturating_sub(free.len())));
                for _ in 0..MEND_ROUNDS {
                    let start = self.values.clone();
                    let Some(mut found) = self.replan(&start, &free, limits, stop) else { break };
                    if value(costs, &found) > value(costs, &self.values) - 1e-6 || !self.keeps(&found) {
                        break;
                    }
                    if self.pool.separate(&mut found, &mut self.solver) == 0 {
                        if self.pool.offenders(&mut found).is_empty() {
                            self.values = found;
                            report(value(costs, &self.values), bound);
                        }
                        break;
                    }
                }
            }
            if value(costs, &self.values) > before - 1e-6 {
                return;
            }
        }
    }

    /// Around whom to plan again: those who could hold a bare shift, dearest shift first, and below the cover levels each
    /// holder by herself.
    fn seeds(&self, level: LevelName) -> Vec<Vec<WorkerIx>> {
        let pairs = || self.part.pairs.iter().enumerate();
        let mut seeds: Vec<Vec<WorkerIx>> = Vec::new();
        if matches!(level, LevelName::Safety | LevelName::Cover) {
            for class in (0..self.part.classes.len()).filter(|class| self.values[self.layout.pairs + class] > 0.5) {
                let mut able: Vec<WorkerIx> =
                    pairs().filter(|(_, (c, _))| *c == class).map(|(_, (_, pair))| pair.worker).collect();
                able.sort_unstable();
                able.dedup();
                able.truncate(FREE_MAX / 2);
                seeds.push(able);
            }
        } else {
            let mut holders: Vec<WorkerIx> =
                pairs().filter(|(at, _)| self.values[*at] > 0.5).map(|(_, (_, pair))| pair.worker).collect();
            holders.sort_unstable();
            holders.dedup();
            seeds.extend(holders.into_iter().map(|worker| vec![worker]));
        }
        seeds
    }

    /// Makes a whole plan lawful that a few workers break: everyone else keeps her shifts, the offenders and whoever
    /// could take over from them are planned again, a small model. `None` when that does not succeed.
    pub(super) fn mend(
        &mut self,
        mut values: Vec<f64>,
        mut offenders: Vec<WorkerIx>,
        limits: RunLimits,
        stop: &dyn Fn() -> bool,
    ) -> Option<Vec<f64>> {
        let mut free: BTreeSet<WorkerIx> = BTreeSet::new();
        for _ in 0..MEND_ROUNDS {
            // Whoever breaks a row would break the next one: all of hers come in at once.
            self.pool.activate_workers(&offenders, &mut self.solver);
            // First only around these offenders; what was free before joins when that is too little.
            let near = self.neighbours(&values, &offenders);
            free.extend(&near);
            let found = match self.replan(&values, &near, limits, stop) {
                Some(found) => found,
                None => self.replan(&values, &free, limits, stop)?,
            };
            values = found;
            offenders = self.pool.offenders(&mut values);
            if offenders.is_empty() {
                return Some(values);
            }
        }
        None
    }

    /// The best plan in which all but `free` keep what `values` gives them.
    fn replan(
        &mut self,
        values: &[f64],
        free: &BTreeSet<WorkerIx>,
        limits: RunLimits,
        stop: &dyn Fn() -> bool,
    ) -> Option<Vec<f64>> {
        let is_free = |at: usize| free.contains(&self.part.pairs[at].1.worker);
        let (lower, upper): (Vec<f64>, Vec<f64>) =
            (0..self.layout.pairs).map(|at| if is_free(at) { (0.0, 1.0) } else { (values[at], values[at]) }).unzip();
        self.solver.set_bounds(&lower, &upper);
        let slice = self.slice(limits, 1.0 / 6.0);
        let run = self.solver.run(None, slice, stop, &mut |_, _| {});
        self.solver.set_bounds(&vec![0.0; lower.len()], &vec![1.0; lower.len()]);
        self.work += run.work;
        run.values.map(|found| self.clean(found))
    }

    /// Some workers and everyone who could hold a shift of theirs.
    fn neighbours(&self, values: &[f64], workers: &[WorkerIx]) -> BTreeSet<WorkerIx> {
        let pairs = || self.part.pairs.iter().enumerate();
        let given_up: BTreeSet<usize> = pairs()
            .filter(|(at, (_, pair))| values[*at] > 0.5 && workers.binary_search(&pair.worker).is_ok())
            .map(|(_, (class, _))| *class)
            .collect();
        let takers = pairs().filter(|(_, (class, _))| given_up.contains(class)).map(|(_, (_, pair))| pair.worker);
        takers.chain(workers.iter().copied()).collect()
    }
}
