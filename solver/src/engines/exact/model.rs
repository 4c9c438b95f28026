//! The model of one part: columns, rows and costs.

use super::Budget;
use super::hulls::Together;
use crate::domain::plan::LevelName;
use crate::domain::problem::{Duty, WorkerIx};
use crate::engines::highs::Solver;
use crate::engines::levels::{self, Goals};
use crate::engines::parts::{Class, Part};
use crate::engines::pool::{Model, Pool, PoolRow};
use crate::rules::RuleId;
use crate::rules::linear::{self, Sense, Term};
use good_lp::{
    Expression, ProblemVariables, SolverModel, Variable, constraint, solvers::highs::highs, variable, variables,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// Where the columns of one part stand.
pub(super) struct Layout {
    pub(super) pairs: usize,
    pub(super) classes: usize,
    /// Per worker with burdens: first step column and the steps.
    pub(super) steps: BTreeMap<WorkerIx, (usize, Vec<levels::Step>)>,
    /// Auxiliary columns with a price at the last level.
    pub(super) prices: BTreeMap<WorkerIx, Vec<(usize, f64)>>,
    /// Per worker: her auxiliary columns.
    pub(super) aux: BTreeMap<WorkerIx, Range<usize>>,
    pub(super) columns: usize,
    /// First of the rows that say of each class how many are held and bare.
    pub(super) covers: usize,
}

impl Layout {
    /// The columns of one worker besides her pairs.
    pub(super) fn of_worker(&self, worker: WorkerIx) -> impl Iterator<Item = usize> {
        let steps = self.steps.get(&worker).map_or(0..0, |(first, steps)| *first..first + steps.len());
        steps.chain(self.aux.get(&worker).cloned().unwrap_or(0..0))
    }

    /// The columns that carry what the shifts of one worker cost together at a level.
    pub(super) fn together(&self, worker: WorkerIx, level: LevelName) -> Together {
        match level {
            LevelName::Equity => self.steps.get(&worker).map_or_else(Together::default, |(first, steps)| Together {
                columns: steps.iter().enumerate().map(|(at, step)| (first + at, step.price)).collect(),
                account: Some(steps.clone()),
            }),
            LevelName::Preferences => {
                Together { columns: self.prices.get(&worker).cloned().unwrap_or_default(), account: None }
            }
            LevelName::Safety | LevelName::Cover | LevelName::Changes | LevelName::Cost => Together::default(),
        }
    }
}

/// The candidate duties of one worker and the pair columns they stand for. Pairs are sorted by worker, then start.
fn by_worker(part: &Part) -> impl Iterator<Item = (WorkerIx, Range<usize>)> + '_ {
    let mut from = 0;
    part.pairs.chunk_by(|a, b| a.1.worker == b.1.worker).map(move |group| {
        let range = from..from + group.len();
        from = range.end;
        (group[0].1.worker, range)
    })
}

/// What a part is planned with.
pub(super) struct Models {
    /// The linear relaxation: it has the rows that its own solutions broke, and keeps its basis.
    pub(super) relaxation: Model,
    /// The whole numbers: the same rows, and all of whoever broke one in a whole plan.
    pub(super) plans: Model,
    /// The rows of the rules.
    pub(super) pool: Pool,
    pub(super) layout: Layout,
}

/// The models of a part, the rows of the rules kept aside, and where their columns stand.
pub(super) fn build(goals: Goals<'_>, part: &Part, budget: Budget) -> Models {
    let problem = goals.problem;
    let mut pool = Pool::default();
    let mut vars = variables!();
    let pairs: Vec<Variable> = part.pairs.iter().map(|_| vars.add(variable().binary())).collect();
    let most_bare = |class: &Class| if goals.has_begun(class.members[0]) { 0.0 } else { class.members.len() as f64 };
    let bare: Vec<Variable> =
        part.classes.iter().map(|class| vars.add(variable().min(0).max(most_bare(class)))).collect();
    let lowest = levels::lowest_account(problem);
    let mut columns = pairs.len() + bare.len();
    let mut steps = BTreeMap::new();
    let mut rows = Vec::new();
    let mut prices: BTreeMap<WorkerIx, Vec<(usize, f64)>> = BTreeMap::new();
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
    let mut of_workers = BTreeMap::new();
    for (worker, range) in by_worker(part) {
        let duties: Vec<Duty> = range.clone().map(|at| problem.demands[part.pairs[at].1.demand].duty).collect();
        let model = linear::model(problem, &problem.workers[worker], &duties);
        let aux = columns;
        for _ in 0..model.aux {
            vars.add(variable().min(0).max(1));
        }
        columns += model.aux;
        of_workers.insert(worker, aux..columns);
        let of_hers = model.prices.iter().map(|(at, price)| (aux + at, *price as f64 / 100.0));
        prices.insert(worker, of_hers.collect());
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
    let covers = rows.len();
    let mut held = vec![Expression::default(); part.classes.len()];
    for ((class, _), column) in part.pairs.iter().zip(&pairs) {
        held[*class] += *column;
    }
    for ((held, bare), class) in held.into_iter().zip(&bare).zip(&part.classes) {
        rows.push(constraint!(held + *bare == class.members.len() as f64));
    }
    if let Some(most) = goals.changes_max {
        let held = part.pairs.iter().map(|(_, pair)| (pair.demand, Some(pair.worker))).zip(&pairs);
        let left = part.classes.iter().map(|class| (class.members[0], None)).zip(&bare);
        let counted = held.chain(left).filter(|((demand, holder), _)| goals.counts(*demand, *holder));
        let number: Expression = counted.map(|(_, column)| *column).sum();
        rows.push(constraint!(number <= most as f64));
    }
    let solver = |vars: ProblemVariables| {
        let mut model = vars.minimise(Expression::default()).using(highs);
        for row in &rows {
            model.add_constraint(row.clone());
        }
        Model::new(Solver::new(model, budget.seed), &pool)
    };
    let (mut relaxation, plans) = (solver(vars.clone()), solver(vars));
    relaxation.solver.set_relaxed(true);
    let layout = Layout { pairs: pairs.len(), classes: bare.len(), steps, prices, aux: of_workers, columns, covers };
    Models { relaxation, plans, pool, layout }
}

/// What each column costs at a level.
pub(super) fn costs(goals: Goals<'_>, part: &Part, layout: &Layout, level: LevelName) -> Vec<f64> {
    let mut costs = vec![0.0; layout.columns];
    for (at, (_, pair)) in part.pairs.iter().enumerate() {
        costs[at] = goals.held(pair, level);
    }
    for (at, class) in part.classes.iter().enumerate() {
        costs[layout.pairs + at] = goals.bare(class.members[0], level);
    }
    if level == LevelName::Preferences {
        for (column, price) in layout.prices.values().flatten() {
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
pub(super) fn fill(part: &Part, layout: &Layout, values: &mut [f64]) {
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
