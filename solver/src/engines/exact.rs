//! The exact engine: one mixed-integer model per part, written with good_lp, solved by HiGHS level after level. After
//! each level its value becomes a row, so that no later level can take it back.
//!
//! Columns, in this order: one binary per pair of worker and class of shifts; per class the number left bare; per worker
//! the price steps of her equity account; the auxiliary variables of the rules, some of them with
//! a price at the last level. Only the pairs are integer.

use super::highs::{RunLimits, Solver};
use super::levels::{self, LEVELS};
use super::parts::Part;
use super::pool::{Pool, PoolRow};
use crate::domain::plan::LevelName;
use crate::domain::problem::{DemandIx, Duty, Problem, WorkerIx};
use crate::rules::RuleId;
use crate::rules::linear::{self, Sense, Term};
use good_lp::{Expression, SolverModel, Variable, constraint, solvers::highs::highs, variable, variables};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// The value and the proven bound of one level of one part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settled {
    /// Value of the part's plan.
    pub objective: f64,
    /// Proven lower bound.
    pub bound: f64,
}

/// What one part gave.
#[derive(Debug, Clone)]
pub struct PartPlan {
    /// Chosen pairs, as positions in [`Part::pairs`].
    pub chosen: Vec<usize>,
    /// Levels in order.
    pub levels: [Settled; 5],
    /// Simplex iterations.
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
    /// Threads for HiGHS.
    pub threads: u32,
    /// Seed.
    pub seed: u32,
}

/// How much of a part's time each level may use before the next ones must have their turn.
const LEVEL_SHARES: [f64; 5] = [1.0, 3.0, 12.0, 1.0, 1.0];

struct Layout {
    pairs: usize,
    classes: usize,
    /// Per worker with burdens: first step column and the steps.
    steps: BTreeMap<WorkerIx, (usize, Vec<levels::Step>)>,
    /// Auxiliary columns with a price at the last level.
    prices: Vec<(usize, f64)>,
    columns: usize,
}

/// Up to this many rule rows are given to the solver at once; above, only those that some solution breaks.
const ROWS_AT_ONCE: usize = 20_000;

/// Share of a level's limits for bettering the plan piece by piece.
const POLISH_SHARE: f64 = 0.6;

/// Most people planned again at a time.
const FREE_MAX: usize = 40;

/// Parts of up to this many pairs are proven whatever gap was asked: it costs seconds at most, and a coordinator reads
/// "proven" rather than a tenth of a per cent.
const PROVEN_PAIRS: usize = 1_000;

/// A plan that more workers than this break is not mended; with all their rows in, the whole part is searched again.
const MENDABLE: usize = 20;

/// How often a nearly lawful plan is mended before the whole part is searched again.
const MEND_ROUNDS: usize = 12;

/// Solves one part from `start` (a lawful choice of pairs). `report` hears (level, best, bound).
pub fn solve(
    problem: &Problem,
    part: &Part,
    start: &[bool],
    budget: Budget,
    stop: &dyn Fn() -> bool,
    report: &mut dyn FnMut(LevelName, f64, f64),
) -> PartPlan {
    let (mut solver, mut pool, layout) = build(problem, part, budget);
    if pool.len() <= ROWS_AT_ONCE {
        pool.activate_all(&mut solver);
    }
    let mut values = vec![0.0; layout.columns];
    for (at, chosen) in start.iter().enumerate() {
        values[at] = f64::from(u8::from(*chosen));
    }
    fill(part, &layout, &mut values);
    pool.complete(&mut values);
    let mut search = Search { problem, part, budget, layout, solver, pool, values, kept: Vec::new(), work: 0 };
    let mut settled = [Settled { objective: 0.0, bound: 0.0 }; 5];
    for (at, level) in LEVELS.into_iter().enumerate() {
        settled[at] = search.settle(at, level, stop, &mut |best, bound| report(level, best, bound));
        report(level, settled[at].objective, settled[at].bound);
    }
    let chosen = (0..search.layout.pairs).filter(|pair| search.values[*pair] > 0.5).collect();
    PartPlan { chosen, levels: settled, work: search.work }
}

/// One part at work.
struct Search<'a> {
    problem: &'a Problem,
    part: &'a Part,
    budget: Budget,
    layout: Layout,
    solver: Solver,
    pool: Pool,
    /// The best lawful plan so far, all columns.
    values: Vec<f64>,
    /// Costs of the levels already settled, and the value each must keep.
    kept: Vec<(Vec<f64>, f64)>,
    work: u64,
}

impl Search<'_> {
    /// Settles one level: a bound from the linear relaxation, then the best whole plan, then the row that keeps it.
    fn settle(
        &mut self,
        at: usize,
        level: LevelName,
        stop: &dyn Fn() -> bool,
        report: &mut dyn FnMut(f64, f64),
    ) -> Settled {
        let costs = costs(self.problem, self.part, &self.layout, level);
        if costs.iter().all(|cost| *cost == 0.0) {
            return Settled { objective: 0.0, bound: 0.0 };
        }
        if level == LevelName::Preferences {
            self.pool.activate_definers(self.layout.prices.iter().map(|(column, _)| *column), &mut self.solver);
        }
        self.solver.set_costs(&costs);
        let shares: f64 = LEVEL_SHARES[at..].iter().sum();
        let share = LEVEL_SHARES[at] / shares;
        let left = self.budget.deadline.saturating_duration_since(Instant::now());
        let demands = self.part.classes.iter().flat_map(|class| class.members.iter().copied());
        let scale = levels::scale(self.problem, demands, level, value(&costs, &self.values));
        let limits = RunLimits {
            deadline: Instant::now() + left.mul_f64(share),
            gap: if self.layout.pairs <= PROVEN_PAIRS { 0.0 } else { self.budget.gap * scale },
            work: self.work.saturating_add((self.budget.work.saturating_sub(self.work) as f64 * share) as u64),
        };
        let least = costs[..self.layout.pairs].iter().map(|cost| cost.min(0.0)).sum::<f64>();
        let best = value(&costs, &self.values);
        let relaxed = self.relax(limits, stop, &mut |bound| report(best, bound));
        let mut bound = relaxed.max(least);
        if self.layout.pairs > PROVEN_PAIRS {
            self.polish(&costs, level, limits, bound, stop, report);
        }
        if value(&costs, &self.values) - bound > limits.gap.max(1e-6) {
            bound = bound.max(self.improve(&costs, limits, bound, stop, report));
        }
        let objective = value(&costs, &self.values);
        let terms: Vec<(usize, f64)> = costs.iter().copied().enumerate().filter(|(_, cost)| *cost != 0.0).collect();
        let keep = objective + 1e-6 * objective.abs().max(1.0);
        self.solver.add_row(&terms, f64::NEG_INFINITY, keep);
        self.kept.push((costs, keep));
        Settled { objective, bound: bound.min(objective) }
    }

    /// What is left of a level's limits for the next run.
    fn left(&self, limits: RunLimits) -> RunLimits {
        RunLimits { work: limits.work.saturating_sub(self.work), ..limits }
    }

    /// A share of what is left, so that a run that does not end leaves room for others. Under a work limit the share is
    /// one of work: the clock must not decide where a reproducible run turns.
    fn slice(&self, limits: RunLimits, share: f64) -> RunLimits {
        let left = self.left(limits);
        if self.budget.work == u64::MAX {
            let time = limits.deadline.saturating_duration_since(Instant::now()).mul_f64(share);
            RunLimits { deadline: Instant::now() + time, ..left }
        } else {
            RunLimits { work: (left.work as f64 * share).ceil() as u64, ..left }
        }
    }

    fn exhausted(&self, limits: RunLimits) -> bool {
        Instant::now() >= limits.deadline || self.work >= limits.work
    }

    /// The value of the linear relaxation with every row it breaks added; each round gives a bound.
    fn relax(&mut self, limits: RunLimits, stop: &dyn Fn() -> bool, report: &mut dyn FnMut(f64)) -> f64 {
        self.solver.set_relaxed(true);
        let mut bound = f64::NEG_INFINITY;
        loop {
            let run = self.solver.run(None, self.left(limits), stop, &mut |_, _| {});
            self.work += run.work;
            bound = bound.max(run.bound);
            let Some(mut values) = run.values.filter(|_| run.complete) else { break };
            report(bound);
            if self.pool.separate(&mut values, &mut self.solver) == 0 {
                break;
            }
        }
        self.solver.set_relaxed(false);
        bound
    }

    /// Betters the plan at hand piece by piece: a few people are planned again while everyone else keeps her shifts, first
    /// around each bare shift, then around each holder. Broken rows come in as they are met, so each step is a small model
    /// and the plan stays lawful throughout (large-neighbourhood search; Shaw, 1998).
    fn polish(
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

    /// Searches whole plans until the gap closes or the limits are reached; gives the best bound met.
    fn improve(
        &mut self,
        costs: &[f64],
        limits: RunLimits,
        mut bound: f64,
        stop: &dyn Fn() -> bool,
        report: &mut dyn FnMut(f64, f64),
    ) -> f64 {
        loop {
            let best = value(costs, &self.values);
            // With rows left out the plan found may need mending, which wants time as well.
            let share = if self.pool.is_all_active() { 1.0 } else { 0.5 };
            let slice = self.slice(limits, share);
            let run = self.solver.run(Some(&self.values), slice, stop, &mut |found, proven| {
                report(found.min(best), proven.max(bound));
            });
            self.work += run.work;
            bound = bound.max(run.bound);
            let Some(found) = run.values else { return bound };
            let mut found = self.clean(found);
            let offenders = self.pool.offenders(&mut found);
            let lawful = offenders.is_empty();
            self.pool.activate_workers(&offenders, &mut self.solver);
            let found = match offenders.len() {
                0 => Some(found),
                1..=MENDABLE => self.mend(found, offenders, limits, stop),
                _ => None,
            };
            let better = |found: &Vec<f64>| value(costs, found) <= value(costs, &self.values) + 1e-9;
            if let Some(found) = found.filter(|found| self.keeps(found) && better(found)) {
                self.values = found;
            }
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
        self.kept.iter().all(|(costs, keep)| value(costs, values) <= keep + 1e-9)
    }

    /// Makes a whole plan lawful that a few workers break: everyone else keeps her shifts, the offenders and whoever
    /// could take over from them are planned again, a small model. `None` when that does not succeed.
    fn mend(
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

fn value(costs: &[f64], values: &[f64]) -> f64 {
    costs.iter().zip(values).map(|(cost, value)| cost * value).sum()
}

/// The candidate duties of one worker and the pair columns they stand for. Pairs are sorted by worker, then start.
fn by_worker(part: &Part) -> impl Iterator<Item = (WorkerIx, std::ops::Range<usize>)> + '_ {
    let mut from = 0;
    part.pairs.chunk_by(|a, b| a.1.worker == b.1.worker).map(move |group| {
        let range = from..from + group.len();
        from = range.end;
        (group[0].1.worker, range)
    })
}

fn build(problem: &Problem, part: &Part, budget: Budget) -> (Solver, Pool, Layout) {
    let mut pool = Pool::default();
    let mut vars = variables!();
    let pairs: Vec<Variable> = part.pairs.iter().map(|_| vars.add(variable().binary())).collect();
    let bare: Vec<Variable> =
        part.classes.iter().map(|class| vars.add(variable().min(0).max(class.members.len() as f64))).collect();
    let lowest = levels::lowest_account(problem);
    let mut columns = pairs.len() + bare.len();
    let mut steps = BTreeMap::new();
    let mut rows = Vec::new();
    let mut prices = Vec::new();
    for (worker, range) in by_worker(part) {
        let burden: i64 = part.pairs[range.clone()].iter().map(|(_, pair)| pair.burden).sum();
        if burden > 0 {
            let of_account = levels::steps(&problem.workers[worker], lowest, burden);
            let step_vars: Vec<Variable> =
                of_account.iter().map(|step| vars.add(variable().min(0).max(step.width))).collect();
            let taken: Expression =
                range.map(|at| part.pairs[at].1.burden as f64 / 100.0 * pairs[at]).sum::<Expression>();
            rows.push(constraint!(taken == step_vars.iter().sum::<Expression>()));
            steps.insert(worker, (columns, of_account));
            columns += step_vars.len();
        }
    }
    for (worker, range) in by_worker(part) {
        let duties: Vec<Duty> = range.clone().map(|at| problem.demands[part.pairs[at].1.demand].duty).collect();
        let model = linear::model(problem, &problem.workers[worker], &duties);
        let aux = columns;
        for _ in 0..model.aux {
            vars.add(variable().min(0).max(1));
        }
        columns += model.aux;
        prices.extend(model.prices.iter().map(|(at, price)| (aux + at, *price as f64 / 100.0)));
        let column = |term: Term| match term {
            Term::Candidate(at) => range.start + at,
            Term::Aux(at) => aux + at,
        };
        for row in model.rows {
            if row.rule == Some(RuleId::DailyRest) {
                // The cliques of the daily rest carry the model; they are there from the start.
                let left: Expression = row.terms.iter().map(|(term, k)| *k * pairs[column(*term)]).sum();
                rows.push(constraint!(left <= row.right));
                continue;
            }
            let (lower, upper) = match row.sense {
                Sense::AtMost => (f64::NEG_INFINITY, row.right),
                Sense::AtLeast => (row.right, f64::INFINITY),
            };
            pool.push(PoolRow {
                worker,
                rule: row.rule,
                terms: row.terms.iter().map(|(term, k)| (column(*term), *k)).collect(),
                lower,
                upper,
                defines: row.defines.map(|at| aux + at),
            });
        }
    }
    let mut held = vec![Expression::default(); part.classes.len()];
    for ((class, _), column) in part.pairs.iter().zip(&pairs) {
        held[*class] += *column;
    }
    for ((held, bare), class) in held.into_iter().zip(&bare).zip(&part.classes) {
        rows.push(constraint!(held + *bare == class.members.len() as f64));
    }
    let mut model = vars.minimise(Expression::default()).using(highs);
    for row in rows {
        model.add_constraint(row);
    }
    let layout = Layout { pairs: pairs.len(), classes: bare.len(), steps, prices, columns };
    (Solver::new(model, budget.threads, budget.seed), pool, layout)
}

fn costs(problem: &Problem, part: &Part, layout: &Layout, level: LevelName) -> Vec<f64> {
    let mut costs = vec![0.0; layout.columns];
    for (at, (_, pair)) in part.pairs.iter().enumerate() {
        costs[at] = levels::held(problem, pair, level);
    }
    for (at, class) in part.classes.iter().enumerate() {
        costs[layout.pairs + at] = levels::bare(problem, class.members[0], level);
    }
    if level == LevelName::Preferences {
        for (column, price) in &layout.prices {
            costs[*column] = *price;
        }
    }
    if level == LevelName::Equity {
        for (first, steps) in layout.steps.values() {
            for (offset, step) in steps.iter().enumerate() {
                costs[first + offset] = step.price;
            }
        }
    }
    costs
}

/// Recomputes what follows from the pairs: bare shifts and price steps.
fn fill(part: &Part, layout: &Layout, values: &mut [f64]) {
    for (at, class) in part.classes.iter().enumerate() {
        values[layout.pairs + at] = class.members.len() as f64;
    }
    debug_assert_eq!(layout.classes, part.classes.len());
    let mut burdens: BTreeMap<WorkerIx, f64> = BTreeMap::new();
    for (at, (class, pair)) in part.pairs.iter().enumerate() {
        if values[at] > 0.5 {
            values[layout.pairs + class] -= 1.0;
            *burdens.entry(pair.worker).or_default() += pair.burden as f64 / 100.0;
        }
    }
    for (worker, (first, steps)) in &layout.steps {
        let mut rest = burdens.get(worker).copied().unwrap_or(0.0);
        for (offset, step) in steps.iter().enumerate() {
            values[first + offset] = rest.min(step.width);
            rest -= values[first + offset];
        }
    }
}

/// Gives the members of each class to the chosen workers, in order.
pub fn assignments(part: &Part, chosen: &[usize]) -> Vec<(DemandIx, WorkerIx)> {
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    chosen
        .iter()
        .map(|at| {
            let (class, pair) = &part.pairs[*at];
            let next = taken.entry(*class).or_default();
            *next += 1;
            (part.classes[*class].members[*next - 1], pair.worker)
        })
        .collect()
}

/// Time left until a deadline, as a share of it for one of several parts.
pub fn deadline_for(share: f64, deadline: Instant) -> Instant {
    let left = deadline.saturating_duration_since(Instant::now());
    Instant::now() + left.mul_f64(share.clamp(0.0, 1.0)).max(Duration::from_millis(50)).min(left)
}
