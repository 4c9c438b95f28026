//! The goal levels as numbers: what each pair, each bare shift and each slice of burden weighs. One place, used by the
//! exact model and to evaluate a finished plan.
//!
//! - *Safety*, *cover*: bare shifts. A degraded substitution counts half. In *cover* a high priority weighs 4, normal 2, low
//!   1, plus up to a half for a burdensome shift, so that equity can never be bought by leaving nights bare.
//! - *Changes*: what a repaired plan changes of the published one (`changes`); a plan from nothing has no such level.
//! - *Equity*: each hundredth of a point of burden costs what the account that takes it already holds. Accounts are
//!   normalised by working-time share and measured from the lowest of the group; the price rises by [`EQUITY_STEP`]
//!   after each step. The sum is a discretised Σ share·account²/2, the convex measure whose marginal value is the account
//!   itself: a burden always goes to the lawful person who carries least.
//! - *Cost*: pool hours, road, and for a bare shift its agency price or, without one, [`BARE_CENTS_PER_HOUR`].
//! - *Preferences*: the soft rules ([`crate::rules::soft`]): wishes, units and sites, week-ends in a row, winter holidays.

use super::changes::Changes;
use super::eligible::{Pair, pair};
use crate::domain::plan::LevelName;
use crate::domain::problem::{DemandIx, Duty, Problem, Worker, WorkerIx};
use crate::domain::scenario::{Priority, Suitability};
use crate::rules::soft;
use std::collections::BTreeMap;

/// All goal levels, most important first.
pub const LEVELS: [LevelName; 6] = [
    LevelName::Safety,
    LevelName::Cover,
    LevelName::Changes,
    LevelName::Equity,
    LevelName::Cost,
    LevelName::Preferences,
];

/// One value for each of [`LEVELS`].
pub type Values = [f64; LEVELS.len()];

/// Where a level stands among [`LEVELS`].
pub fn position(level: LevelName) -> usize {
    LEVELS.iter().position(|known| *known == level).expect("every level is listed")
}

/// Width of one price step of an equity account, hundredths of a point per full-time equivalent: about one Sunday.
pub const EQUITY_STEP: i64 = 300;

/// What an hour of a bare shift without agency price counts at the cost level, euro cents: twice the highest legal ceiling
/// for a nurse in metropolitan France (arrêté du 5 septembre 2025), so that a priced alternative is always preferred.
pub const BARE_CENTS_PER_HOUR: i64 = 10_800;

/// What a plan is measured by.
#[derive(Clone, Copy)]
pub struct Goals<'a> {
    /// Whom and what it is about.
    pub problem: &'a Problem,
    /// What was published, where that has a price.
    pub changes: Option<&'a Changes>,
    /// Most chosen changes, where they are limited.
    pub changes_max: Option<usize>,
}

impl<'a> Goals<'a> {
    /// The levels of a plan that changes nothing published.
    pub fn new(problem: &'a Problem) -> Self {
        Self { problem, changes: None, changes_max: None }
    }

    /// The levels that a plan is told to have, most important first.
    pub fn levels(self) -> impl Iterator<Item = LevelName> {
        LEVELS.into_iter().filter(move |level| *level != LevelName::Changes || self.changes.is_some())
    }

    /// Whether `holder` (none: nobody) makes a shift a chosen change.
    pub fn counts(self, demand: DemandIx, holder: Option<WorkerIx>) -> bool {
        self.changes.is_some_and(|changes| changes.counts(demand, holder))
    }

    /// Whether a shift of a published plan has begun: nobody is sent to it any more, nor called off it.
    pub fn has_begun(self, demand: DemandIx) -> bool {
        let begun = |now| self.problem.demands[demand].duty.span.start < now;
        self.changes.is_some() && self.problem.decided_at.is_some_and(begun)
    }

    /// What a bare shift costs at a level.
    pub fn bare(self, demand: DemandIx, level: LevelName) -> f64 {
        let shift = &self.problem.demands[demand];
        match level {
            LevelName::Safety if shift.priority == Priority::Safety => 1.0,
            LevelName::Cover if shift.priority != Priority::Safety => {
                let base = match shift.priority {
                    Priority::Safety | Priority::High => 400,
                    Priority::Normal => 200,
                    Priority::Low => 100,
                };
                (base + (shift.burden_centipoints / 20).clamp(0, 50)) as f64 / 100.0
            }
            LevelName::Changes => self.changes.map_or(0.0, |changes| changes.price(self.problem, demand, None)),
            LevelName::Cost => {
                let bare_cents = BARE_CENTS_PER_HOUR * shift.duty.work_minutes / 60;
                shift.agency_cents.unwrap_or(bare_cents) as f64 / 100.0
            }
            _ => 0.0,
        }
    }

    /// What a pair costs at a level by itself; equity and some preferences depend on everything else the worker takes.
    pub fn held(self, pair: &Pair, level: LevelName) -> f64 {
        match level {
            LevelName::Safety | LevelName::Cover if pair.suitability == Suitability::Degraded => {
                self.bare(pair.demand, level) / 2.0
            }
            LevelName::Changes => {
                self.changes.map_or(0.0, |changes| changes.price(self.problem, pair.demand, Some(pair.worker)))
            }
            LevelName::Cost => pair.cost as f64 / 100.0,
            LevelName::Preferences => pair.preference as f64 / 100.0,
            _ => 0.0,
        }
    }

    /// What some pairs are worth at a level at least, whatever is chosen: nothing costs less than nothing but a wish to work
    /// that is met.
    pub fn least<'p>(self, pairs: impl Iterator<Item = &'p Pair>, level: LevelName) -> f64 {
        pairs.map(|pair| self.held(pair, level).min(0.0)).sum()
    }

    /// The value of a set of assignments at every level, in the order of [`LEVELS`].
    pub fn evaluate(self, assigned: &BTreeMap<DemandIx, WorkerIx>) -> Values {
        self.evaluate_among(&(0..self.problem.demands.len()).collect::<Vec<_>>(), assigned)
    }

    /// [`Self::evaluate`] as if there were only these shifts; `assigned` holds no others.
    pub fn evaluate_among(self, demands: &[DemandIx], assigned: &BTreeMap<DemandIx, WorkerIx>) -> Values {
        let problem = self.problem;
        let lowest = lowest_account(problem);
        let mut burdens: BTreeMap<WorkerIx, i64> = BTreeMap::new();
        let mut duties: BTreeMap<WorkerIx, Vec<Duty>> = BTreeMap::new();
        let pairs: Vec<Pair> = assigned.iter().map(|(demand, worker)| pair(problem, *worker, *demand)).collect();
        for pair in &pairs {
            *burdens.entry(pair.worker).or_default() += pair.burden;
            duties.entry(pair.worker).or_default().push(problem.demands[pair.demand].duty);
        }
        LEVELS.map(|level| {
            let held: f64 = pairs.iter().map(|pair| self.held(pair, level)).sum();
            let left = demands.iter().copied().filter(|demand| !assigned.contains_key(demand));
            let bare: f64 = left.map(|demand| self.bare(demand, level)).sum();
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
                LevelName::Safety | LevelName::Cover | LevelName::Changes | LevelName::Cost => 0.0,
            };
            held + bare + together
        })
    }

    /// What a gap at a level is a share of: at *safety* and *cover* everything asked for (the value if all were bare), so
    /// that one per cent means one per cent of the cover; elsewhere the value itself, at least 1.
    pub fn scale(self, demands: impl Iterator<Item = DemandIx>, level: LevelName, objective: f64) -> f64 {
        match level {
            LevelName::Safety | LevelName::Cover => {
                demands.map(|demand| self.bare(demand, level)).sum::<f64>().max(1.0)
            }
            LevelName::Changes | LevelName::Equity | LevelName::Cost | LevelName::Preferences => {
                objective.abs().max(1.0)
            }
        }
    }
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
        if rest <= 0.0 {
            break;
        }
        let part = rest.min(step.width);
        cost += part * step.price;
        rest -= part;
    }
    cost
}
