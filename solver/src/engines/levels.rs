//! The goal levels as numbers: what each pair, each bare shift and each slice of burden weighs. One place, used by the
//! exact model and to evaluate a finished plan.
//!
//! - *Safety*, *cover*: bare shifts. A degraded substitution counts half. In *cover* a high priority weighs 4, normal 2, low
//!   1, plus up to a half for a burdensome shift, so that equity can never be bought by leaving nights bare.
//! - *Equity*: each hundredth of a point of burden costs what the account that takes it already holds. Accounts are
//!   normalised by working-time share and measured from the lowest of the group; the price rises by [`EQUITY_STEP`]
//!   after each step. The sum is a discretised Σ share·account²/2, the convex measure whose marginal value is the account
//!   itself: a burden always goes to the lawful person who carries least.
//! - *Cost*: pool hours, road, and for a bare shift its agency price or, without one, [`BARE_CENTS_PER_HOUR`].
//! - *Preferences*: the soft rules ([`crate::rules::soft`]): wishes, units and sites, week-ends in a row, winter holidays.

use super::eligible::{Pair, preference};
use crate::domain::plan::LevelName;
use crate::domain::problem::{DemandIx, Duty, Problem, Worker, WorkerIx};
use crate::domain::scenario::{Priority, Suitability};
use crate::rules::soft;
use std::collections::BTreeMap;

/// All goal levels, most important first.
pub const LEVELS: [LevelName; 5] =
    [LevelName::Safety, LevelName::Cover, LevelName::Equity, LevelName::Cost, LevelName::Preferences];

/// Width of one price step of an equity account, hundredths of a point per full-time equivalent: about one Sunday.
pub const EQUITY_STEP: i64 = 300;

/// What an hour of a bare shift without agency price counts at the cost level, euro cents: twice the highest legal ceiling
/// for a nurse in metropolitan France (arrêté du 5 septembre 2025), so that a priced alternative is always preferred.
pub const BARE_CENTS_PER_HOUR: i64 = 10_800;

/// What a bare shift costs at a level.
pub fn bare(problem: &Problem, demand: DemandIx, level: LevelName) -> f64 {
    let demand = &problem.demands[demand];
    match level {
        LevelName::Safety if demand.priority == Priority::Safety => 1.0,
        LevelName::Cover if demand.priority != Priority::Safety => {
            let base = match demand.priority {
                Priority::Safety | Priority::High => 400,
                Priority::Normal => 200,
                Priority::Low => 100,
            };
            (base + (demand.burden_centipoints / 20).clamp(0, 50)) as f64 / 100.0
        }
        LevelName::Cost => {
            let bare_cents = BARE_CENTS_PER_HOUR * demand.duty.work_minutes / 60;
            demand.agency_cents.unwrap_or(bare_cents) as f64 / 100.0
        }
        _ => 0.0,
    }
}

/// What a pair costs at a level by itself; equity and some preferences depend on everything else the worker takes.
pub fn held(problem: &Problem, pair: &Pair, level: LevelName) -> f64 {
    match level {
        LevelName::Safety | LevelName::Cover if pair.suitability == Suitability::Degraded => {
            bare(problem, pair.demand, level) / 2.0
        }
        LevelName::Cost => pair.cost as f64 / 100.0,
        LevelName::Preferences => pair.preference as f64 / 100.0,
        _ => 0.0,
    }
}

/// What the pairs of a part are worth at a level at least, whatever is chosen: nothing costs less than nothing but a wish to
/// work that is met.
pub fn least<'a>(problem: &Problem, pairs: impl Iterator<Item = &'a Pair>, level: LevelName) -> f64 {
    pairs.map(|pair| held(problem, pair, level).min(0.0)).sum()
}

/// The lowest normalised account of the group, from which all are measured.
pub fn lowest_account(problem: &Problem) -> i64 {
    problem.workers.iter().map(|w| w.normalised(w.balance_centipoints)).min().unwrap_or(0)
}

/// One price step of an equity account.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// How much burden it takes, points (not normalised).
    pub width: f64,
    /// What a point costs in it.
    pub price: f64,
}

/// The price steps of one worker's account, enough for `burden` hundredths of a point; the last has no end.
pub fn steps(worker: &Worker, lowest: i64, burden: i64) -> Vec<Step> {
    let width = EQUITY_STEP * i64::from(worker.share_percent.max(1)) / 100;
    let count = (burden.div_euclid(width.max(1)) + 1).clamp(1, 24);
    let start = worker.normalised(worker.balance_centipoints) - lowest;
    (0..count)
        .map(|at| Step {
            width: if at + 1 == count { f64::INFINITY } else { width as f64 / 100.0 },
            price: (start + at * EQUITY_STEP) as f64 / 100.0,
        })
        .collect()
}

/// What taking `burden` hundredths of a point costs one worker at the equity level.
pub fn equity(worker: &Worker, lowest: i64, burden: i64) -> f64 {
    climb(&steps(worker, lowest, burden), burden)
}

/// [`equity`] with the account's steps at hand, enough of them for `burden`.
pub fn climb(steps: &[Step], burden: i64) -> f64 {
    let mut rest = burden as f64 / 100.0;
    let mut cost = 0.0;
    for step in steps {
        let part = rest.min(step.width);
        cost += part * step.price;
        rest -= part;
    }
    cost
}

/// The value of a set of assignments at every level, in the order of [`LEVELS`].
pub fn evaluate(problem: &Problem, assigned: &BTreeMap<DemandIx, WorkerIx>) -> [f64; 5] {
    evaluate_among(problem, &(0..problem.demands.len()).collect::<Vec<_>>(), assigned)
}

/// [`evaluate`] as if there were only these shifts; `assigned` holds no others.
pub fn evaluate_among(problem: &Problem, demands: &[DemandIx], assigned: &BTreeMap<DemandIx, WorkerIx>) -> [f64; 5] {
    let lowest = lowest_account(problem);
    let mut burdens: BTreeMap<WorkerIx, i64> = BTreeMap::new();
    let mut duties: BTreeMap<WorkerIx, Vec<Duty>> = BTreeMap::new();
    let pairs: Vec<Pair> = assigned
        .iter()
        .map(|(demand, worker)| Pair {
            worker: *worker,
            demand: *demand,
            suitability: problem.suitability(*worker, *demand),
            burden: problem.burden_of(*worker, *demand),
            cost: problem.cost_of(*worker, *demand),
            preference: preference(problem, *worker, *demand),
        })
        .collect();
    for pair in &pairs {
        *burdens.entry(pair.worker).or_default() += pair.burden;
        duties.entry(pair.worker).or_default().push(problem.demands[pair.demand].duty);
    }
    LEVELS.map(|level| {
        let held: f64 = pairs.iter().map(|pair| self::held(problem, pair, level)).sum();
        let left = demands.iter().copied().filter(|demand| !assigned.contains_key(demand));
        let bare: f64 = left.map(|demand| self::bare(problem, demand, level)).sum();
        // What depends on everything that a worker is given.
        let together: f64 = match level {
            LevelName::Equity => {
                burdens.iter().map(|(worker, burden)| equity(&problem.workers[*worker], lowest, *burden)).sum()
            }
            LevelName::Preferences => duties
                .iter()
                .map(|(worker, duties)| {
                    soft::plan_centipoints(problem, &problem.workers[*worker], duties) as f64 / 100.0
                })
                .sum(),
            LevelName::Safety | LevelName::Cover | LevelName::Cost => 0.0,
        };
        held + bare + together
    })
}

/// What a gap at a level is a share of: at *safety* and *cover* everything asked for (the value if all were bare), so
/// that one per cent means one per cent of the cover; elsewhere the value itself, at least 1.
pub fn scale(problem: &Problem, demands: impl Iterator<Item = DemandIx>, level: LevelName, objective: f64) -> f64 {
    match level {
        LevelName::Safety | LevelName::Cover => {
            demands.map(|demand| bare(problem, demand, level)).sum::<f64>().max(1.0)
        }
        LevelName::Equity | LevelName::Cost | LevelName::Preferences => objective.abs().max(1.0),
    }
}
