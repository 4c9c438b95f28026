//! Better plans from the one at hand: moves of single shifts, and small models around a few people or around what the
//! linear relaxation would do otherwise.

use super::model::Layout;
use super::{MEND_ROUNDS, Relaxed, Search, Step, fill, value};
use crate::domain::plan::LevelName;
use crate::domain::problem::WorkerIx;
use crate::engines::highs::{Run, RunLimits};
use crate::engines::levels;
use crate::engines::search::Search as Moves;
use std::collections::BTreeSet;

/// Share of what is left of a level's limits for what the relaxation would do otherwise.
const NEAR_SHARE: f64 = 0.5;

/// Share of what is left for planning a few people at a time, where the relaxation tells nothing.
const POLISH_SHARE: f64 = 0.6;

/// Share of what is left near the relaxation for one run.
const RUN_SHARE: f64 = 0.7;

/// Gap of one run as a share of the gap that is left, and of the one asked for.
const RUN_GAP: f64 = 0.1;

/// How many further pairs are free when the neighbourhood widens first; from then on twice as many each time.
const WIDTH: usize = 1_000;

/// Widened further than that, at most one pair of this many is free.
const WIDEST: usize = 3;

/// Most people planned again at a time.
const FREE_MAX: usize = 40;

impl<'a> Search<'a> {
    /// Moves of single shifts around the plan at hand, with what may be given up of the levels before.
    pub(super) fn moves(&mut self) -> (Moves<'a>, levels::Values) {
        let mut slack = levels::Values::default();
        for (at, costs, keep) in &self.kept {
            slack[*at] = keep - value(costs, &self.values);
        }
        let held = |pair: usize| self.values[pair] > 0.5;
        let moves = match self.moves.take() {
            Some(mut moves) => {
                moves.restart(held);
                moves
            }
            None => Moves::new(self.goals, self.part, held),
        };
        (moves, slack)
    }

    /// Takes over the plan that such moves led to, unless it is worth less: a search that was stopped while it was hot may have lost.
    pub(super) fn moved(&mut self, moves: Moves<'a>, costs: &[f64]) {
        let mut found = self.values.clone();
        for (pair, held) in found[..self.layout.pairs].iter_mut().enumerate() {
            *held = f64::from(u8::from(moves.holds(pair)));
        }
        fill(self.part, &self.layout, &mut found);
        self.pool.complete(&mut found);
        if value(costs, &found) <= value(costs, &self.values) {
            self.values = found;
        }
        self.moves = Some(moves);
    }

    /// Plans again where the plan at hand and the linear relaxation differ, and keeps what they agree on (RINS; Danna,
    /// Rothberg & Le Pape 2005, *Exploring relaxation induced neighborhoods*); when that brings nothing, everything that
    /// either uses and more and more of what the relaxation would take up next. Gives whether the last such model was solved.
    pub(super) fn near(
        &mut self,
        costs: &[f64],
        limits: RunLimits,
        bound: &(dyn Fn() -> f64 + Sync),
        stop: &(dyn Fn() -> bool + Sync),
        report: &mut dyn FnMut(Step),
    ) -> bool {
        let share = self.slice(limits, NEAR_SHARE);
        let (mut width, mut complete, mut unlawful) = (0, true, None);
        loop {
            let best = value(costs, &self.values);
            let enough = || best - bound() <= limits.gap.max(1e-6) || stop();
            let free = self.free_near(width);
            let is_small = WIDEST * free.iter().filter(|free| **free).count() <= free.len();
            if enough() || self.exhausted(share) || width > WIDTH && !is_small {
                break;
            }
            // Far off, a run that gets most of the way soon is worth more than one that gets all of it: what it finds may
            // still break rows that wait.
            let gap = (RUN_GAP * (best - bound())).max(RUN_GAP * limits.gap);
            let slice = RunLimits { gap, ..self.slice(share, RUN_SHARE) };
            let plan = self.values.clone();
            let run = self.around(&plan, |at| free[at], Some(&plan), slice, &enough);
            complete = run.complete;
            let Some(found) = run.values else { break };
            let mut found = self.clean(found);
            let offenders = self.pool.offenders(&mut found);
            if !offenders.is_empty() {
                // With their rows the same run is soon done again, sooner than what it found could be mended.
                let rows = self.pool.of_workers(&offenders);
                let is_told = self.plans.has(&rows);
                self.plans.take(&self.pool, rows);
                unlawful = Some(found);
                if !complete || is_told {
                    break;
                }
            } else if self.keeps(&found) && value(costs, &found) < best - 1e-6 {
                self.values = found;
                (width, unlawful) = (0, None);
                report(self.step(value(costs, &self.values), bound()));
            } else if complete {
                unlawful = None;
                width = (2 * width).max(WIDTH);
            } else {
                break;
            }
        }
        // There was no time to do the last run again.
        let best = value(costs, &self.values);
        if let Some(found) = unlawful.filter(|_| best - bound() > limits.gap.max(1e-6)) {
            self.adopt(found, costs, limits, stop);
            report(self.step(value(costs, &self.values), bound()));
        }
        complete
    }

    /// Which pairs are planned again near the relaxation: without `width`, where the plan differs from it; else what either
    /// holds and the `width` further pairs of least reduced cost.
    fn free_near(&self, width: usize) -> Vec<bool> {
        let pairs = self.layout.pairs;
        if width == 0 {
            return (0..pairs).map(|at| (self.relaxed[at] - self.values[at]).abs() > 1e-6).collect();
        }
        let mut free: Vec<bool> = (0..pairs).map(|at| self.relaxed[at] > 1e-6 || self.values[at] > 0.5).collect();
        let mut others: Vec<usize> = (0..pairs).filter(|at| !free[*at]).collect();
        if let Some(Relaxed { reduced, .. }) = &self.proof {
            others.sort_by(|a, b| reduced[*a].total_cmp(&reduced[*b]).then(a.cmp(b)));
        }
        for at in others.into_iter().take(width) {
            free[at] = true;
        }
        free
    }

    /// Betters the plan at hand piece by piece: a few people are planned again while everyone else keeps her shifts, first
    /// around each bare shift, then around each holder. Broken rows come in as they are met, so each step is a small model
    /// and the plan stays lawful throughout (large-neighbourhood search; Shaw, 1998).
    pub(super) fn polish(
        &mut self,
        costs: &[f64],
        level: LevelName,
        limits: RunLimits,
        bound: &(dyn Fn() -> f64 + Sync),
        stop: &(dyn Fn() -> bool + Sync),
        report: &mut dyn FnMut(Step),
    ) {
        let limits = self.slice(limits, POLISH_SHARE);
        loop {
            let before = value(costs, &self.values);
            for seeds in self.seeds(level) {
                if before - bound() <= limits.gap.max(1e-6) || self.exhausted(limits) || stop() {
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
                    let broken = self.pool.separate(&mut found, &self.plans);
                    self.plans.take(&self.pool, broken.iter().copied());
                    if broken.is_empty() {
                        if self.pool.offenders(&mut found).is_empty() {
                            self.values = found;
                            report(self.step(value(costs, &self.values), bound()));
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
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<f64>> {
        let mut free: BTreeSet<WorkerIx> = BTreeSet::new();
        for _ in 0..MEND_ROUNDS {
            // Whoever breaks a row would break the next one: all of hers come in at once.
            self.plans.take(&self.pool, self.pool.of_workers(&offenders));
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
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<f64>> {
        let slice = self.slice(limits, 1.0 / 6.0);
        let part = self.part;
        let run = self.around(values, |at| free.contains(&part.pairs[at].1.worker), None, slice, stop);
        run.values.map(|found| self.clean(found))
    }

    /// One run in which all but the free pairs keep what `values` gives them.
    fn around(
        &mut self,
        values: &[f64],
        free: impl Fn(usize) -> bool,
        start: Option<&[f64]>,
        limits: RunLimits,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Run {
        let fixed = self.fixed(values, &free);
        if fixed.iter().all(Option::is_some) {
            return Run { values: Some(values.to_vec()), bound: f64::NEG_INFINITY, complete: true, work: 0 };
        }
        let (mut rest, columns) = self.plans.solver.without(&fixed, self.layout.pairs, self.budget.seed);
        let start: Option<Vec<f64>> = start.map(|start| columns.iter().map(|at| start[*at]).collect());
        let mut run = rest.run(start.as_deref(), self.left(limits), stop, &mut |_, _| {});
        self.work += run.work;
        run.values = run.values.map(|found| {
            let mut all = values.to_vec();
            for (at, value) in columns.into_iter().zip(found) {
                all[at] = value;
            }
            all
        });
        run
    }

    /// What stays as `values` has it when only some pairs are free: the others, and what follows from nothing but them.
    fn fixed(&self, values: &[f64], free: &impl Fn(usize) -> bool) -> Vec<Option<f64>> {
        let Layout { pairs, .. } = self.layout;
        let mut fixed: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        for (at, (class, pair)) in self.part.pairs.iter().enumerate().filter(|(at, _)| free(*at)) {
            fixed[at] = None;
            fixed[pairs + class] = None;
            // Once for each worker is enough, and her pairs stand together.
            if at == 0 || self.part.pairs[at - 1].1.worker != pair.worker || !free(at - 1) {
                for column in self.layout.of_worker(pair.worker) {
                    fixed[column] = None;
                }
            }
        }
        fixed
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
