//! The exact engine: one mixed-integer model per part, written with good_lp, solved by HiGHS level after level. After
//! each level its value becomes a row, so that no later level can take it back.
//!
//! Columns, in this order: one binary per pair of worker and class of shifts; per class the number left bare; per worker
//! the price steps of her equity account; the auxiliary variables of the rules. Only the pairs are integer.

use super::highs::{RunLimits, Solver};
use super::levels::{self, LEVELS};
use super::parts::Part;
use crate::domain::plan::LevelName;
use crate::domain::problem::{DemandIx, Duty, Problem, WorkerIx};
use crate::rules::linear::{self, Sense, Term};
use good_lp::{Expression, SolverModel, Variable, constraint, solvers::highs::highs, variable, variables};
use std::collections::BTreeMap;
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
const LEVEL_SHARES: [f64; 5] = [1.0, 3.0, 5.0, 2.0, 2.0];

struct Layout {
    pairs: usize,
    classes: usize,
    /// Per worker with burdens: first step column and the steps.
    steps: BTreeMap<WorkerIx, (usize, Vec<levels::Step>)>,
    columns: usize,
}

/// Solves one part from `start` (a lawful choice of pairs). `report` hears (level, best, bound).
pub fn solve(
    problem: &Problem,
    part: &Part,
    start: &[bool],
    budget: Budget,
    stop: &dyn Fn() -> bool,
    report: &mut dyn FnMut(LevelName, f64, f64),
) -> PartPlan {
    let (mut solver, layout) = build(problem, part, budget);
    let mut values = start_values(problem, part, &layout, start);
    let mut work = 0;
    let mut settled = [Settled { objective: 0.0, bound: 0.0 }; 5];
    for (at, level) in LEVELS.into_iter().enumerate() {
        let costs = costs(problem, part, &layout, level);
        if costs.iter().all(|cost| *cost == 0.0) {
            continue;
        }
        let value = |values: &[f64]| costs.iter().zip(values).map(|(cost, value)| cost * value).sum::<f64>();
        let least = costs[..layout.pairs].iter().map(|cost| cost.min(0.0)).sum::<f64>();
        solver.set_costs(&costs);
        let shares: f64 = LEVEL_SHARES[at..].iter().sum();
        let left = budget.deadline.saturating_duration_since(Instant::now());
        let limits = RunLimits {
            deadline: Instant::now() + left.mul_f64(LEVEL_SHARES[at] / shares),
            gap: budget.gap,
            work: ((budget.work.saturating_sub(work)) as f64 * LEVEL_SHARES[at] / shares) as u64,
        };
        let run = solver.run(&values, limits, stop, &mut |best, bound| report(level, best, bound));
        work += run.work;
        if let Some(found) = run.values {
            let found = clean(problem, part, &layout, &found);
            if value(&found) <= value(&values) + 1e-9 {
                values = found;
            }
        }
        let objective = value(&values);
        let bound = run.bound.max(least).min(objective);
        settled[at] = Settled { objective, bound };
        report(level, objective, bound);
        let terms: Vec<(usize, f64)> = costs.iter().copied().enumerate().filter(|(_, cost)| *cost != 0.0).collect();
        solver.add_at_most(&terms, objective + 1e-6 * objective.abs().max(1.0));
    }
    let chosen = (0..layout.pairs).filter(|pair| values[*pair] > 0.5).collect();
    PartPlan { chosen, levels: settled, work }
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

fn build(problem: &Problem, part: &Part, budget: Budget) -> (Solver, Layout) {
    let mut vars = variables!();
    let pairs: Vec<Variable> = part.pairs.iter().map(|_| vars.add(variable().binary())).collect();
    let bare: Vec<Variable> =
        part.classes.iter().map(|class| vars.add(variable().min(0).max(class.members.len() as f64))).collect();
    let lowest = levels::lowest_account(problem);
    let mut columns = pairs.len() + bare.len();
    let mut steps = BTreeMap::new();
    let mut rows = Vec::new();
    for (worker, range) in by_worker(part) {
        let burden: i64 = part.pairs[range.clone()].iter().map(|(_, pair)| pair.burden).sum();
        if burden > 0 {
            let prices = levels::steps(&problem.workers[worker], lowest, burden);
            let step_vars: Vec<Variable> =
                prices.iter().map(|step| vars.add(variable().min(0).max(step.width))).collect();
            let taken: Expression =
                range.map(|at| part.pairs[at].1.burden as f64 / 100.0 * pairs[at]).sum::<Expression>();
            rows.push(constraint!(taken == step_vars.iter().sum::<Expression>()));
            steps.insert(worker, (columns, prices));
            columns += step_vars.len();
        }
    }
    for (worker, range) in by_worker(part) {
        let duties: Vec<Duty> = range.clone().map(|at| problem.demands[part.pairs[at].1.demand].duty).collect();
        let model = linear::model(problem, &problem.workers[worker], &duties);
        let aux: Vec<Variable> = (0..model.aux).map(|_| vars.add(variable().min(0).max(1))).collect();
        columns += aux.len();
        for row in model.rows {
            let left: Expression = row
                .terms
                .iter()
                .map(|(term, coefficient)| match term {
                    Term::Candidate(at) => *coefficient * pairs[range.start + at],
                    Term::Aux(at) => *coefficient * aux[*at],
                })
                .sum();
            rows.push(match row.sense {
                Sense::AtMost => constraint!(left <= row.right),
                Sense::AtLeast => constraint!(left >= row.right),
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
    let layout = Layout { pairs: pairs.len(), classes: bare.len(), steps, columns };
    (Solver::new(model, budget.threads, budget.seed), layout)
}

fn costs(problem: &Problem, part: &Part, layout: &Layout, level: LevelName) -> Vec<f64> {
    let mut costs = vec![0.0; layout.columns];
    for (at, (_, pair)) in part.pairs.iter().enumerate() {
        costs[at] = levels::held(problem, pair, level);
    }
    for (at, class) in part.classes.iter().enumerate() {
        costs[layout.pairs + at] = levels::bare(problem, class.members[0], level);
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

/// All columns that follow from the chosen pairs; auxiliary ones are left at 0 for HiGHS to complete.
fn start_values(problem: &Problem, part: &Part, layout: &Layout, chosen: &[bool]) -> Vec<f64> {
    let mut values = vec![0.0; layout.columns];
    for (at, chosen) in chosen.iter().enumerate() {
        values[at] = f64::from(u8::from(*chosen));
    }
    fill(problem, part, layout, &mut values);
    values
}

/// A solution of HiGHS with its pairs rounded to whole numbers and what follows from them recomputed.
fn clean(problem: &Problem, part: &Part, layout: &Layout, found: &[f64]) -> Vec<f64> {
    let mut values = found.to_vec();
    for value in &mut values[..layout.pairs] {
        *value = value.round();
    }
    fill(problem, part, layout, &mut values);
    values
}

fn fill(problem: &Problem, part: &Part, layout: &Layout, values: &mut [f64]) {
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
    debug_assert!(!problem.workers.is_empty());
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
