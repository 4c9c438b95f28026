//! What is proven of a level: the linear relaxation with the rows that it breaks, and the cuts that whole numbers allow.

use super::model::Layout;
use super::{MENDABLE, Open, Relaxed, Search, Step, hulls, value};
use crate::domain::plan::LevelName;
use crate::domain::problem::WorkerIx;
use crate::engines::highs::{Run, RunLimits};
use crate::engines::levels::{LEVELS, position};
use crate::engines::pool::{Model, Pool};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

/// By level: share of its limits for the linear relaxation. Cover gets better plans from the models near it than equity does.
const RELAX_SHARE: [f64; LEVELS.len()] = [0.45, 0.45, 0.45, 0.7, 0.7, 0.7];

/// Whatever gap is asked for, the relaxation is not driven closer than a share of this of its bound.
const CLOSE: f64 = 1e-3;

/// Rounds of the relaxation in which its bound must rise by [`LEAST_RISE`] of the gap asked for.
const PATIENCE: usize = 3;

/// See [`PATIENCE`].
const LEAST_RISE: f64 = 0.05;

/// Share of a level's time for moves of single shifts; under a work limit they end by themselves.
const MOVE_SHARE: f64 = 0.5;

/// Share of what a level has left after its relaxation for cuts across people, when it is shared with small models.
const CUT_SHARE: f64 = 0.6;

/// The same of its time where the two run side by side.
const CUT_SHARE_BESIDE: f64 = 0.9;

/// Share of the best round's rise below which a round of a large part's relaxation is its last.
const SLOW: f64 = 0.6;

impl Search<'_> {
    /// The value of the linear relaxation with the rows that it breaks added, the rules' own and those of [`hulls`], until
    /// none is left or they hardly raise it any more; each round gives a bound. Where more is done about the bound afterwards
    /// it is `brief`.
    pub(super) fn relax(
        &mut self,
        level: LevelName,
        limits: RunLimits,
        brief: bool,
        stop: &(dyn Fn() -> bool + Sync),
        report: &mut dyn FnMut(Step),
    ) -> f64 {
        let mut bound = f64::NEG_INFINITY;
        let mut rounds: Vec<f64> = Vec::new();
        // Without its first solution nothing at all is proven: that one may take what the level has.
        let share = self.slice(limits, RELAX_SHARE[position(level)]);
        loop {
            let limits = if rounds.is_empty() { limits } else { share };
            let run = self.relaxation.solver.run(None, self.left(limits), stop, &mut |_, _| {});
            self.work += run.work;
            bound = bound.max(run.bound);
            let Some(mut values) = run.values.filter(|_| run.complete) else { break };
            report(self.step(f64::INFINITY, bound));
            self.relaxed.clone_from(&values);
            self.proof = Some(self.proof_of(run.bound));
            let broken = self.pool.separate(&mut values, &self.relaxation);
            self.take(&broken);
            let broken = self.pool.workers(&broken);
            rounds.push(bound);
            if brief && is_slowing(&rounds) || broken.is_empty() && is_still(&rounds, limits.gap) {
                break;
            }
            // Whoever breaks a rule in parts of shifts hears of that first.
            let layout = &self.layout;
            let together = |worker: WorkerIx| layout.together(worker, level);
            let threads = self.budget.threads as usize;
            let over = || Instant::now() >= limits.deadline || stop();
            let rows = hulls::separate(&mut self.people, level, &together, &values, &broken, threads, &over);
            if rows.is_empty() && broken.is_empty() {
                break;
            }
            for row in rows {
                self.add_row(&row.terms, row.least, f64::INFINITY);
            }
        }
        bound
    }

    /// The prices of the relaxation that has just run.
    fn proof_of(&mut self, value: f64) -> Relaxed {
        let Layout { pairs, classes, covers, .. } = self.layout;
        let reduced = self.relaxation.solver.reduced_costs()[..pairs].to_vec();
        let prices = self.relaxation.solver.row_duals()[covers..covers + classes].to_vec();
        Relaxed { value, reduced, prices }
    }

    /// The linear relaxation of a large part, as [`Self::relax`] gives it, and a better plan by moves of single shifts. The two know
    /// nothing of each other, and run side by side where there are threads for it.
    pub(super) fn relax_and_move(
        &mut self,
        open: &Open,
        stop: &(dyn Fn() -> bool + Sync),
        report: &mut dyn FnMut(Step),
    ) -> f64 {
        let Open { level, limits, .. } = *open;
        let (mut moves, slack) = self.moves();
        let classes: Vec<usize> = (0..self.part.classes.len()).collect();
        let seed = u64::from(self.budget.seed);
        let ends = AtomicBool::new(false);
        let stop_moves = || ends.load(Ordering::Relaxed) || stop();
        let better = |limits: RunLimits| {
            if matches!(level, LevelName::Safety | LevelName::Cover | LevelName::Changes) {
                moves.better(level, &classes, slack, limits.deadline, &stop_moves);
            } else {
                moves.anneal(level, slack, seed, limits.deadline, &stop_moves);
            }
            moves
        };
        let share = self.slice(limits, MOVE_SHARE);
        let (relaxed, moves) = if self.budget.threads > 1 {
            let (moves, relaxed) = beside(
                || better(share),
                || {
                    let relaxed = self.relax(level, limits, true, stop, report);
                    // Of a plan that is proven nothing can be bettered.
                    let is_proven = value(&open.costs, &self.values) - relaxed.max(open.least) <= 1e-6;
                    ends.store(is_proven && !self.is_counted(), Ordering::Relaxed);
                    relaxed
                },
            );
            (relaxed, moves)
        } else {
            let relaxed = self.relax(level, limits, true, stop, report);
            let share = self.slice(limits, MOVE_SHARE);
            (relaxed, better(share))
        };
        self.moved(moves, &open.costs);
        relaxed
    }

    /// Betters the bound by what the solver does with whole numbers on the rows of the relaxation, for it cuts across people where
    /// the rows of [`hulls`] know one at a time, and beside it the plan by small models. Gives the bound, and whether small models near the
    /// relaxation ended by themselves.
    pub(super) fn cut_and_plan(
        &mut self,
        open: &Open,
        is_relaxed: bool,
        bound: f64,
        stop: &(dyn Fn() -> bool + Sync),
        report: &mut dyn FnMut(Step),
    ) -> (f64, bool) {
        let Open { level, ref costs, limits, .. } = *open;
        let counted = self.is_counted();
        let threads = self.budget.threads;
        let is_beside = threads > 1 && !counted;
        let share = self.slice(limits, if is_beside { CUT_SHARE_BESIDE } else { CUT_SHARE });
        let cutting = (is_relaxed && self.whole(share).is_some()).then(|| self.cutting(self.left(share)));
        let reserved = if counted { self.left(share).work } else { 0 };
        let planning = RunLimits { work: limits.work.saturating_sub(reserved), ..limits };
        // How far the other has come the clock decides, which must not tell in a reproducible run.
        let (ends, proven) = (AtomicBool::new(false), Proven::new(bound));
        let known = || if counted { bound } else { proven.get() };
        let cut = || cutting.map(|cutting| cutting.run(&proven, &|| ends.load(Ordering::Relaxed) || stop()));
        let mut plan = || {
            let whole = is_relaxed && self.near(costs, planning, &known, stop, report);
            if !whole || is_beside {
                self.polish(costs, level, planning, &known, stop, report);
            }
            ends.store(!counted && self.is_within(open, known()), Ordering::Relaxed);
            whole
        };
        let (cut, whole) = if threads > 1 { beside(cut, plan) } else { (cut(), plan()) };
        let Some(cut) = cut else { return (f64::NEG_INFINITY, whole) };
        self.work += cut.work;
        if let Some(found) = cut.values {
            let mut found = self.clean(found);
            // Of a solution that many people break nothing is worth mending, and all their rows would weigh on every later run.
            if self.pool.offenders(&mut found).len() <= MENDABLE {
                self.adopt(found, costs, limits, stop);
            }
        }
        (cut.bound.max(known()), whole)
    }

    /// The relaxation as it stands, with whole pairs.
    fn cutting(&mut self, limits: RunLimits) -> Cutting {
        let Layout { pairs, columns, .. } = self.layout;
        let mut model = self.relaxation.copy(columns, pairs, self.budget.seed);
        model.solver.set_without_heuristics();
        Cutting { model, pool: Arc::clone(&self.pool), pairs, plan: self.values.clone(), limits }
    }
}

/// Does two things side by side.
fn beside<A: Send, B>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let first = scope.spawn(first);
        let second = second();
        (first.join().expect("neither panics"), second)
    })
}

/// Whether the last round raised the bound by much less than the best of those before.
fn is_slowing(bounds: &[f64]) -> bool {
    let rises: Vec<f64> = bounds.windows(2).map(|two| two[1] - two[0]).collect();
    let [before @ .., last] = rises.as_slice() else { return false };
    !before.is_empty() && *last <= SLOW * before.iter().copied().fold(0.0, f64::max)
}

/// Whether the last rounds raised the bound by little of the gap that is asked for.
fn is_still(bounds: &[f64], gap: f64) -> bool {
    let Some(bound) = bounds.last() else { return false };
    let before = bounds.len().checked_sub(PATIENCE + 1).map_or(f64::NEG_INFINITY, |at| bounds[at]);
    bound - before < LEAST_RISE * gap.max(CLOSE * bound.abs())
}

/// A bound that one thread raises and others read.
struct Proven(AtomicU64);

impl Proven {
    fn new(bound: f64) -> Self {
        Self(AtomicU64::new(bound.to_bits()))
    }

    fn get(&self) -> f64 {
        f64::from_bits(self.0.load(Ordering::Relaxed))
    }

    /// Only one thread does this.
    fn raise(&self, bound: f64) {
        self.0.store(self.get().max(bound).to_bits(), Ordering::Relaxed);
    }
}

/// The relaxation of a level solved with whole pairs, for its bound.
struct Cutting {
    model: Model,
    pool: Arc<Pool>,
    pairs: usize,
    plan: Vec<f64>,
    limits: RunLimits,
}

impl Cutting {
    /// Solves it; with the rows of the rules that its solution breaks it is solved again. What is proven is told at once.
    fn run(mut self, proven: &Proven, stop: &(dyn Fn() -> bool + Sync)) -> Run {
        let mut limits = self.limits;
        let (mut bound, mut work) = (f64::NEG_INFINITY, 0);
        loop {
            let begun = Instant::now();
            let run = self.model.solver.run(Some(&self.plan), limits, stop, &mut |_, bound| proven.raise(bound));
            let before = bound;
            bound = run.bound.max(bound);
            proven.raise(bound);
            work += run.work;
            limits.work = limits.work.saturating_sub(run.work);
            let (has_risen, run) = (run.bound > before, Run { bound, work, ..run });
            let Some(mut values) = run.values.clone().filter(|_| run.complete) else { return run };
            for value in &mut values[..self.pairs] {
                *value = value.round();
            }
            let broken = self.pool.separate(&mut values, &self.model);
            // Once more takes about as long: what brings no better bound or would not come to its end is left to others.
            let left = limits.deadline.saturating_duration_since(Instant::now());
            if broken.is_empty() || !has_risen || left < 2 * begun.elapsed() {
                return run;
            }
            self.model.take(&self.pool, broken);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Budget, Settled, solve};
    use super::*;
    use crate::engines::levels::Goals;
    use crate::engines::{eligible, greedy, parts, start_of};
    use crate::formats::generate::{Size, generate};
    use std::collections::BTreeMap;
    use std::time::Duration;

    /// Small parts are proven best by another way: no bound with cuts across people passes what that finds, at no level, nor does a
    /// plan fall below it.
    #[test]
    fn cuts_across_people_leave_the_best_plan_in() {
        let mut raised = 0;
        for seed in 1..=4 {
            let scenario = generate(Size { establishments: 4, agents: 40, days: 28, gaps: 70 }, seed);
            let problem = crate::compile(&scenario).expect("what is generated compiles");
            let pairs = eligible::pairs(&problem, 1);
            let first = greedy::complete(&problem, &pairs, &BTreeMap::new());
            for part in parts::split(&problem, &pairs) {
                let deadline = Instant::now() + Duration::from_mins(2);
                let budget = Budget { deadline, gap: 0.0, work: u64::MAX, threads: 2, seed: 1 };
                let start = start_of(&part, &first);
                let goals = Goals::new(&problem);
                let best = solve(goals, &part, &start, budget, &|| false, &mut |_, _| {}).levels;
                Search::new(goals, &part, &start, budget).each_level(|search, at, level| {
                    let Some(open) = search.open(at, level) else { return Settled::NOTHING };
                    let relaxed = search.relax_and_move(&open, &|| false, &mut |_| {});
                    let known = relaxed.max(open.least);
                    let (cut, _) = search.cut_and_plan(&open, relaxed.is_finite(), known, &|| false, &mut |_| {});
                    let (optimum, tolerance) = (best[at].objective, 1e-5 * best[at].objective.abs().max(1.0));
                    assert!(best[at].bound >= optimum - tolerance, "seed {seed}: {level:?} is proven");
                    assert!(cut.max(known) <= optimum + tolerance, "seed {seed}, {level:?}: {cut}, {optimum}");
                    assert!(
                        value(&open.costs, &search.values) >= optimum - tolerance,
                        "seed {seed}, {level:?}: below the best"
                    );
                    raised += usize::from(cut > relaxed + tolerance);
                    search.keep(at, open.costs, optimum);
                    Settled::NOTHING
                });
            }
        }
        assert!(raised > 0, "whole numbers cut where the relaxation stops");
    }
}
