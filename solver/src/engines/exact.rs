//! The exact engine: one mixed-integer problem per part, written with good_lp, solved by HiGHS level after level. After
//! each level its value becomes a row, so that no later level can take it back.
//!
//! A part has two models of it, which differ in the rows of the rules that they hold: the linear relaxation has those that its
//! own solutions broke, for the bound (`relax`), the other one all of whoever broke one in a whole plan, for plans (`better`).
//!
//! Columns, in this order: one binary per pair of worker and class of shifts; per class the number left bare; per worker
//! the price steps of her equity account; the auxiliary variables of the rules, some of them with
//! a price at the last level. Only the pairs are integer.

mod better;
mod hulls;
mod instead;
mod model;
mod relax;

pub use instead::instead;

use super::highs::RunLimits;
use super::levels::{Goals, LEVELS, position};
use super::parts::Part;
use super::pool::{Model, Pool};
use super::search::Search as Moves;
use crate::domain::plan::LevelName;
use crate::domain::problem::{DemandIx, WorkerIx};
use hulls::Person;
use model::{Layout, Models, build, costs, fill};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The value and the proven bound of one level of one part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settled {
    /// Value of the part's plan.
    pub objective: f64,
    /// Proven lower bound.
    pub bound: f64,
}

impl Settled {
    /// Of a level at which nothing has a cost.
    const NOTHING: Self = Self { objective: 0.0, bound: 0.0 };
}

/// What one part gave.
#[derive(Debug, Clone)]
pub struct PartPlan {
    /// Chosen pairs, as positions in [`Part::pairs`].
    pub chosen: Vec<usize>,
    /// In the order of [`LEVELS`]; 0 where a level has no say.
    pub levels: [Settled; LEVELS.len()],
    /// Their linear relaxations, where a limit left time for them.
    pub relaxed: [Option<Relaxed>; LEVELS.len()],
    /// Simplex iterations.
    pub work: u64,
}

/// The linear relaxation of a level of a part, with the prices that prove its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxed {
    /// No plan that keeps the levels before is worth less.
    pub value: f64,
    /// By pair: by how much the value rises at least once it is chosen; what is negative says nothing.
    pub reduced: Vec<f64>,
    /// By class: by how much the value rises with each further shift to fill.
    pub prices: Vec<f64>,
}

/// Where a level of a part stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Value of the best plan so far.
    pub best: f64,
    /// Proven bound so far.
    pub bound: f64,
    /// Shifts that the plan holds.
    pub covered: usize,
    /// Columns of the model.
    pub columns: usize,
    /// Simplex iterations so far.
    pub work: u64,
}

/// Limits of one part.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// When to stop.
    pub deadline: Instant,
    /// Relative gap.
    pub gap: f64,
    /// Simplex iterations.
    pub work: u64,
    /// Threads for looking for rows.
    pub threads: u32,
    /// Seed.
    pub seed: u32,
}

/// How much of a part's time each level may use before the next ones must have their turn.
const LEVEL_SHARES: [f64; LEVELS.len()] = [0.5, 8.0, 1.0, 10.0, 3.0, 3.0];

/// Share of the gap asked for that is aimed at with the levels of cover.
const BEFORE_OTHERS: f64 = 0.1;

/// A large part is only searched as a whole with at least this share of its time left.
const WHOLE_LEAST: f64 = 0.08;

/// Share of what is left that such a search does without.
const WHOLE_KEPT_BACK: f64 = 0.4;

/// Up to this many rule rows are given to the solver at once; above, only those that some solution breaks.
const ROWS_AT_ONCE: usize = 20_000;

/// Parts of up to this many pairs are proven whatever gap was asked: it costs seconds at most, and a coordinator reads
/// "proven" rather than a tenth of a per cent.
pub const PROVEN_PAIRS: usize = 1_000;

/// A plan that more workers than this break is not mended; with all their rows in, the whole part is searched again.
const MENDABLE: usize = 20;

/// How often a nearly lawful plan is mended before the whole part is searched again.
const MEND_ROUNDS: usize = 12;

/// Solves one part from `start` (a lawful choice of pairs). `report` hears of each level at its start, of its steps, and of
/// its end.
pub fn solve(
    goals: Goals<'_>,
    part: &Part,
    start: &[bool],
    budget: Budget,
    stop: &(dyn Fn() -> bool + Sync),
    report: &mut dyn FnMut(LevelName, Step),
) -> PartPlan {
    Search::new(goals, part, start, budget).each_level(|search, at, level| {
        let settled = search.settle(at, level, stop, &mut |step| report(level, step));
        report(level, search.step(settled.objective, settled.bound));
        settled
    })
}

/// Solves the linear relaxations of one part around a plan that stays as it is: the levels before are kept at its values.
pub fn relax(
    goals: Goals<'_>,
    part: &Part,
    plan: &[bool],
    budget: Budget,
    stop: &(dyn Fn() -> bool + Sync),
) -> PartPlan {
    Search::new(goals, part, plan, budget).each_level(|search, at, level| {
        let Some(Open { costs, limits, least, .. }) = search.open(at, level) else { return Settled::NOTHING };
        let bound = search.relax(level, limits, false, stop, &mut |_| {}).max(least);
        let objective = value(&costs, &search.values);
        search.keep(at, costs, objective);
        Settled { objective, bound: bound.min(objective) }
    })
}

/// One part at work.
struct Search<'a> {
    goals: Goals<'a>,
    part: &'a Part,
    budget: Budget,
    started: Instant,
    layout: Layout,
    people: Vec<Person<'a>>,
    /// For bounds; see [`Models`].
    relaxation: Model,
    /// For plans.
    plans: Model,
    pool: Arc<Pool>,
    /// Moves of single shifts, once a level wanted some.
    moves: Option<Moves<'a>>,
    /// The best lawful plan so far, all columns.
    values: Vec<f64>,
    /// The last solution of the linear relaxation.
    relaxed: Vec<f64>,
    /// What goes with it, of the level at work.
    proof: Option<Relaxed>,
    /// Costs of the levels already settled (by position), and the value each must keep.
    kept: Vec<(usize, Vec<f64>, f64)>,
    work: u64,
}

/// A level about to be settled.
struct Open {
    level: LevelName,
    costs: Vec<f64>,
    limits: RunLimits,
    /// No plan is worth less, without any look at the model.
    least: f64,
}

impl<'a> Search<'a> {
    fn new(goals: Goals<'a>, part: &'a Part, start: &[bool], budget: Budget) -> Self {
        let Models { mut relaxation, mut plans, pool, layout } = build(goals, part, budget);
        if pool.len() <= ROWS_AT_ONCE {
            relaxation.take(&pool, 0..pool.len());
            plans.take(&pool, 0..pool.len());
        }
        let mut values = vec![0.0; layout.columns];
        for (at, chosen) in start.iter().enumerate() {
            values[at] = f64::from(u8::from(*chosen));
        }
        fill(part, &layout, &mut values);
        pool.complete(&mut values);
        Self {
            goals,
            part,
            budget,
            started: Instant::now(),
            people: hulls::people(goals.problem, part),
            layout,
            relaxation,
            plans,
            pool: Arc::new(pool),
            moves: None,
            relaxed: values.clone(),
            proof: None,
            values,
            kept: Vec::new(),
            work: 0,
        }
    }

    /// Settles level after level, and gathers what comes of it.
    fn each_level(mut self, mut settle: impl FnMut(&mut Self, usize, LevelName) -> Settled) -> PartPlan {
        let mut levels = [Settled::NOTHING; LEVELS.len()];
        let mut relaxed = [const { None }; LEVELS.len()];
        for level in self.goals.levels() {
            let at = position(level);
            levels[at] = settle(&mut self, at, level);
            relaxed[at] = self.proof.take();
        }
        let chosen = (0..self.layout.pairs).filter(|pair| self.values[*pair] > 0.5).collect();
        PartPlan { chosen, levels, relaxed, work: self.work }
    }

    /// Puts a level to the solver; `None` when nothing has a cost at it.
    fn open(&mut self, at: usize, level: LevelName) -> Option<Open> {
        let costs = costs(self.goals, self.part, &self.layout, level);
        self.proof = None;
        if costs.iter().all(|cost| *cost == 0.0) {
            let Layout { pairs, classes, .. } = self.layout;
            self.proof = Some(Relaxed { value: 0.0, reduced: vec![0.0; pairs], prices: vec![0.0; classes] });
            return None;
        }
        if level == LevelName::Preferences {
            let rows = self.pool.definers(self.layout.prices.values().flatten().map(|(column, _)| *column));
            self.take(&rows);
        }
        self.relaxation.solver.set_costs(&costs);
        self.plans.solver.set_costs(&costs);
        let shares: f64 =
            self.goals.levels().map(position).filter(|later| *later >= at).map(|at| LEVEL_SHARES[at]).sum();
        let share = LEVEL_SHARES[at] / shares;
        let left = self.budget.deadline.saturating_duration_since(Instant::now());
        let scale = self.goals.scale(self.part.demands(), level, value(&costs, &self.values));
        let limits = RunLimits {
            deadline: Instant::now() + left.mul_f64(share),
            gap: if self.layout.pairs <= PROVEN_PAIRS { 0.0 } else { self.budget.gap * scale },
            work: self.work.saturating_add((self.budget.work.saturating_sub(self.work) as f64 * share) as u64),
        };
        let least = self.goals.least(self.part.pairs.iter().map(|(_, pair)| pair), level);
        Some(Open { level, costs, limits, least })
    }

    /// Gives both models a row.
    fn add_row(&mut self, terms: &[(usize, f64)], lower: f64, upper: f64) {
        self.relaxation.solver.add_row(terms, lower, upper);
        self.plans.solver.add_row(terms, lower, upper);
    }

    /// Gives both models rows of the pool.
    fn take(&mut self, rows: &[usize]) {
        self.relaxation.take(&self.pool, rows.iter().copied());
        self.plans.take(&self.pool, rows.iter().copied());
    }

    /// The row that keeps a level at a value from now on.
    fn keep(&mut self, at: usize, costs: Vec<f64>, objective: f64) {
        let terms: Vec<(usize, f64)> = costs.iter().copied().enumerate().filter(|(_, cost)| *cost != 0.0).collect();
        let keep = objective + 1e-6 * objective.abs().max(1.0);
        self.add_row(&terms, f64::NEG_INFINITY, keep);
        self.kept.push((at, costs, keep));
    }

    /// Settles one level: a bound from the linear relaxation, then the best whole plan, then the row that keeps it.
    fn settle(
        &mut self,
        at: usize,
        level: LevelName,
        stop: &(dyn Fn() -> bool + Sync),
        report: &mut dyn FnMut(Step),
    ) -> Settled {
        let Some(mut open) = self.open(at, level) else { return Settled::NOTHING };
        let least = open.least;
        let best = value(&open.costs, &self.values);
        report(self.step(best, least));
        let mut of_relaxation = |step: Step| report(Step { best, bound: step.bound.max(least).min(best), ..step });
        let mut whole = true;
        let mut bound = least;
        if self.layout.pairs <= PROVEN_PAIRS {
            bound = bound.max(self.relax(level, open.limits, false, stop, &mut of_relaxation));
        } else {
            let relaxed = self.relax_and_move(&open, stop, &mut of_relaxation);
            bound = bound.max(relaxed);
            report(self.step(value(&open.costs, &self.values), bound));
            // A share of the value is meant; of the bound it is a little less, and the value still falls.
            open.limits.gap = self.budget.gap * self.goals.scale(self.part.demands(), level, bound);
            if matches!(level, LevelName::Safety | LevelName::Cover) {
                // What is left open here the relaxations of all levels to come may trade away.
                open.limits.gap *= BEFORE_OTHERS;
            }
            if !self.is_within(&open, bound) {
                let cut;
                (cut, whole) = self.cut_and_plan(&open, relaxed.is_finite(), bound, stop, report);
                bound = bound.max(cut);
            }
        }
        if whole
            && !self.is_within(&open, bound)
            && let Some(limits) = self.whole(open.limits)
        {
            bound = bound.max(self.improve(&open.costs, limits, bound, stop, report));
        }
        let objective = value(&open.costs, &self.values);
        self.keep(at, open.costs, objective);
        Settled { objective, bound: bound.min(objective) }
    }

    /// Whether the best plan is as near to a bound as is asked for.
    fn is_within(&self, open: &Open, bound: f64) -> bool {
        value(&open.costs, &self.values) - bound <= open.limits.gap.max(1e-6)
    }

    /// Makes a whole plan the best one where it is better, mended where that takes little; gives whether it was lawful as it came.
    fn adopt(
        &mut self,
        mut found: Vec<f64>,
        costs: &[f64],
        limits: RunLimits,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> bool {
        let offenders = self.pool.offenders(&mut found);
        let lawful = offenders.is_empty();
        self.plans.take(&self.pool, self.pool.of_workers(&offenders));
        let found = match offenders.len() {
            0 => Some(found),
            1..=MENDABLE => self.mend(found, offenders, limits, stop),
            _ => None,
        };
        let better = |found: &Vec<f64>| value(costs, found) <= value(costs, &self.values) + 1e-9;
        if let Some(found) = found.filter(|found| self.keeps(found) && better(found)) {
            self.values = found;
        }
        lawful
    }

    /// Where the level at work stands.
    fn step(&self, best: f64, bound: f64) -> Step {
        let covered = self.values[..self.layout.pairs].iter().filter(|held| **held > 0.5).count();
        Step { best, bound: bound.min(best), covered, columns: self.layout.columns, work: self.work }
    }

    /// What is left of some limits, for a run of the solver: it counts its own work only, limits all that is done.
    fn left(&self, limits: RunLimits) -> RunLimits {
        RunLimits { work: limits.work.saturating_sub(self.work), ..limits }
    }

    /// A share of what is left, so that a run that does not end leaves room for others. Under a work limit the share is
    /// one of work: the clock must not decide where a reproducible run turns.
    fn slice(&self, limits: RunLimits, share: f64) -> RunLimits {
        if self.is_counted() {
            let work = (self.left(limits).work as f64 * share).ceil() as u64;
            RunLimits { work: self.work.saturating_add(work), ..limits }
        } else {
            let time = limits.deadline.saturating_duration_since(Instant::now()).mul_f64(share);
            RunLimits { deadline: Instant::now() + time, ..limits }
        }
    }

    /// Whether work is limited: the clock must then not tell what a run does.
    fn is_counted(&self) -> bool {
        self.budget.work != u64::MAX
    }

    /// The limits for searching the whole part at once: HiGHS takes seconds to get such a model under way and cannot be
    /// stopped meanwhile, so a large part is left alone when too little time is left, and some is kept back. Under a work limit
    /// the clock does not decide that.
    fn whole(&self, limits: RunLimits) -> Option<RunLimits> {
        if self.layout.pairs <= PROVEN_PAIRS || self.is_counted() {
            return Some(limits);
        }
        let left = limits.deadline.saturating_duration_since(Instant::now());
        let whole = self.budget.deadline.saturating_duration_since(self.started);
        (left >= whole.mul_f64(WHOLE_LEAST))
            .then(|| RunLimits { deadline: Instant::now() + left.mul_f64(1.0 - WHOLE_KEPT_BACK), ..limits })
    }

    fn exhausted(&self, limits: RunLimits) -> bool {
        Instant::now() >= limits.deadline || self.work >= limits.work
    }

    /// Searches whole plans until the gap closes or the limits are reached; gives the best bound met.
    fn improve(
        &mut self,
        costs: &[f64],
        limits: RunLimits,
        mut bound: f64,
        stop: &(dyn Fn() -> bool + Sync),
        report: &mut dyn FnMut(Step),
    ) -> f64 {
        loop {
            let best = value(costs, &self.values);
            let step = self.step(best, bound);
            // A solution of a model that lacks rows may turn out to break one: only a plan counts as best.
            let whole = self.plans.is_whole();
            // With rows left out the plan found may need mending, which wants time as well.
            let share = if whole { 1.0 } else { 0.5 };
            let slice = self.slice(limits, share);
            let run = self.plans.solver.run(Some(&self.values), self.left(slice), stop, &mut |found, proven| {
                let best = if whole { found.min(best) } else { best };
                report(Step { best, bound: proven.max(bound).min(best), ..step });
            });
            self.work += run.work;
            bound = bound.max(run.bound);
            let Some(found) = run.values else { return bound };
            let found = self.clean(found);
            let lawful = self.adopt(found, costs, limits, stop);
            let settled = lawful && run.complete || value(costs, &self.values) - bound <= limits.gap.max(1e-6);
            if settled || self.exhausted(limits) || stop() {
                return bound;
            }
        }
    }

    /// A solution of HiGHS with its pairs rounded to whole numbers and what follows from them recomputed.
    fn clean(&self, mut values: Vec<f64>) -> Vec<f64> {
        for value in &mut values[..self.layout.pairs] {
            *value = value.round();
        }
        fill(self.part, &self.layout, &mut values);
        values
    }

    /// Whether a plan gives up nothing of the levels already settled.
    fn keeps(&self, values: &[f64]) -> bool {
        self.kept.iter().all(|(_, costs, keep)| value(costs, values) <= keep + 1e-9)
    }
}

fn value(costs: &[f64], values: &[f64]) -> f64 {
    costs.iter().zip(values).map(|(cost, value)| cost * value).sum()
}

/// Gives the members of each class to the chosen workers, in order; whoever holds one of them in `kept` keeps that one.
pub fn assignments(part: &Part, chosen: &[usize], kept: &BTreeMap<DemandIx, WorkerIx>) -> Vec<(DemandIx, WorkerIx)> {
    let mut holders: Vec<Vec<WorkerIx>> = vec![Vec::new(); part.classes.len()];
    for at in chosen {
        let (class, pair) = &part.pairs[*at];
        holders[*class].push(pair.worker);
    }
    let mut assigned = Vec::with_capacity(chosen.len());
    for (class, mut holders) in part.classes.iter().zip(holders) {
        let mut left = Vec::new();
        for member in &class.members {
            match kept.get(member).and_then(|worker| holders.iter().position(|holder| holder == worker)) {
                Some(at) => assigned.push((*member, holders.remove(at))),
                None => left.push(*member),
            }
        }
        assigned.extend(left.into_iter().zip(holders));
    }
    assigned
}

/// Time left until a deadline, as a share of it for one of several parts.
pub fn deadline_for(share: f64, deadline: Instant) -> Instant {
    let left = deadline.saturating_duration_since(Instant::now());
    Instant::now() + left.mul_f64(share.clamp(0.0, 1.0)).max(Duration::from_millis(50)).min(left)
}
