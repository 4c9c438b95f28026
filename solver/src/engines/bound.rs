//! What the bound tells beyond its value: what choosing somebody else costs at least, and what one more shift filled from
//! outside would be worth.
//!
//! Both come from the linear relaxation of each goal level, which has the values of the levels before as rows. With its
//! value `z`, a pair of reduced cost `d ≥ 0`: no plan that holds the pair and keeps the levels before is worth less than
//! `z + d`. And with the price `y` of a cover row: when one of its shifts is filled from outside, no plan that keeps the levels
//! before is worth less than `z − y`, since the value of a linear program is convex in its right sides. Prices are of one
//! shift; of several filled at once they tell nothing but that each next one is worth no more at the relaxation.

use super::exact::{self, PartPlan};
use super::levels::{Goals, LEVELS, Values, position as position_of};
use super::parts::{self, Part};
use super::{bounds, budget_of, each_part, eligible, known, levels_of, start_of};
use crate::check::Checked;
use crate::domain::ids::{EstablishmentId, Qualification};
use crate::domain::plan::{Cancel, Instead, Least, Level, LevelName, Limits, Price};
use crate::domain::problem::{DemandIx, Problem, WorkerIx};
use crate::domain::time::date_of_day;
use chrono::Datelike;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Differences below this share of a value are rounding.
const SAME: f64 = 1e-5;

/// Which relaxations are wanted: those of the parts that hold these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole group.
    Group,
    /// One shift.
    Shift(DemandIx),
    /// One agent.
    Agent(WorkerIx),
}

/// What there is to ask around a plan that stays as it is.
#[derive(Debug)]
pub struct Around<'a> {
    problem: &'a Problem,
    assigned: BTreeMap<DemandIx, WorkerIx>,
    parts: Vec<Part>,
    /// Their relaxations, once they are solved.
    plans: BTreeMap<usize, PartPlan>,
}

impl<'a> Around<'a> {
    /// Finds the parts that are asked about.
    pub fn new(problem: &'a Problem, plan: &Checked, scope: Scope, threads: u32) -> Self {
        let pairs = eligible::pairs(problem, threads.max(1) as usize);
        let mut parts = parts::split(problem, &pairs);
        parts.retain(|part| match scope {
            Scope::Group => true,
            Scope::Shift(demand) => part.demands().any(|other| other == demand),
            Scope::Agent(worker) => part.pairs.iter().any(|(_, pair)| pair.worker == worker),
        });
        Self { problem, assigned: known(problem, plan.assignments()), parts, plans: BTreeMap::new() }
    }

    /// Solves the relaxations; a limit or `cancel` leaves out what is not done by then.
    #[must_use]
    pub fn relaxed(mut self, limits: &Limits, cancel: &Cancel) -> Self {
        let Self { problem, assigned, parts, .. } = &self;
        self.plans = each_part(parts, limits, deadline(limits), |_, part, budget| {
            exact::relax(Goals::new(problem), part, &start_of(part, assigned), budget, &|| cancel.is_cancelled())
        });
        self
    }

    /// Whether the part that holds a shift is small enough for exact answers.
    pub fn is_small(&self, demand: DemandIx) -> bool {
        let part = self.parts.iter().find(|part| part.demands().any(|other| other == demand));
        part.is_none_or(|part| part.pairs.len() <= exact::PROVEN_PAIRS)
    }

    /// What giving a shift to somebody would cost, everything else planned again around it; `None` when she may not lawfully
    /// hold it. In a small part the answer is exact, unless a limit or `cancel` came first.
    pub fn instead(&self, demand: DemandIx, worker: WorkerIx, limits: &Limits, cancel: &Cancel) -> Option<Instead> {
        let Self { problem, assigned, parts, .. } = self;
        let at = parts.iter().position(|part| part.demands().any(|other| other == demand))?;
        let part = &parts[at];
        let class = part.classes.iter().position(|class| class.members.contains(&demand))?;
        let pair = position(part, class, worker)?;
        let start = start_of(part, assigned);
        if start[pair] {
            return Some(Instead::Held);
        }
        let demands: Vec<DemandIx> = part.demands().collect();
        let held = demands.iter().filter_map(|demand| Some((*demand, *assigned.get(demand)?))).collect();
        let goals = Goals::new(problem);
        let values = goals.evaluate_among(&demands, &held);
        let budget = budget_of(0, std::slice::from_ref(part), limits, deadline(limits));
        Some(exact::instead(goals, part, &start, values, pair, budget, &|| cancel.is_cancelled()))
    }

    /// What the relaxations say of the same; `None` when the pair is not lawful.
    pub fn told(&self, demand: DemandIx, worker: WorkerIx) -> Option<Instead> {
        let (part, class) = self.parts.iter().find_map(|part| {
            let class = part.classes.iter().position(|class| class.members.contains(&demand))?;
            Some((part, class))
        })?;
        position(part, class, worker)?;
        let alike = &part.classes[class].members;
        Some(match self.least(demand, worker) {
            _ if alike.iter().any(|alike| self.assigned.get(alike) == Some(&worker)) => Instead::Held,
            Some(least) => Instead::AtLeast(least),
            None => Instead::Open,
        })
    }

    /// What giving a shift to somebody costs at least, whatever else is changed, at the first level at which the bound excludes
    /// that it costs nothing; `None` when at no level it does.
    pub fn least(&self, demand: DemandIx, worker: WorkerIx) -> Option<Least> {
        Told::new(&self.parts, &self.plans).least(demand, worker)
    }

    /// What one more shift filled would be worth, dearest first.
    pub fn prices(&self) -> Vec<Price> {
        Told::new(&self.parts, &self.plans).prices(self.problem, &self.assigned)
    }

    /// The value of the plan and that of the relaxation, level by level, of the whole group; `None` when a limit left a
    /// part out, or the scope did.
    pub fn levels(&self) -> Option<Vec<Level>> {
        let goals = Goals::new(self.problem);
        let is_whole = |plan: &PartPlan| goals.levels().all(|level| plan.relaxed[position_of(level)].is_some());
        (self.plans.values().all(is_whole) && self.plans.len() == self.parts.len())
            .then(|| levels_of(goals, goals.evaluate(&self.assigned), bounds(goals, &self.parts, &self.plans)))
    }
}

/// What the relaxations of some parts tell.
pub(super) struct Told<'a> {
    parts: &'a [Part],
    plans: &'a BTreeMap<usize, PartPlan>,
    /// Part and class of each shift.
    places: BTreeMap<DemandIx, (usize, usize)>,
}

impl<'a> Told<'a> {
    pub(super) fn new(parts: &'a [Part], plans: &'a BTreeMap<usize, PartPlan>) -> Self {
        let classes =
            parts.iter().enumerate().flat_map(|(part, of)| of.classes.iter().enumerate().map(move |c| (part, c)));
        let places = classes
            .flat_map(|(part, (class, of))| of.members.iter().map(move |demand| (*demand, (part, class))))
            .collect();
        Self { parts, plans, places }
    }

    /// See [`Around::least`].
    pub(super) fn least(&self, demand: DemandIx, worker: WorkerIx) -> Option<Least> {
        let (part, class) = *self.places.get(&demand)?;
        let pair = position(&self.parts[part], class, worker)?;
        let plan = self.plans.get(&part)?;
        LEVELS.into_iter().enumerate().find_map(|(at, level)| {
            let relaxed = plan.relaxed[at].as_ref()?;
            let value = plan.levels[at].objective;
            let by = relaxed.value + relaxed.reduced[pair].max(0.0) - value;
            exceeds(by, value).then_some(Least { level, by })
        })
    }

    /// See [`Around::prices`].
    pub(super) fn prices(&self, problem: &Problem, assigned: &BTreeMap<DemandIx, WorkerIx>) -> Vec<Price> {
        let mut cells: BTreeMap<Cell, Vec<(DemandIx, Values)>> = BTreeMap::new();
        for demand in 0..problem.demands.len() {
            if let Some(prices) = self.price(Goals::new(problem), demand) {
                cells.entry(Cell::of(problem, demand)).or_default().push((demand, prices));
            }
        }
        let mut prices: Vec<Price> =
            cells.into_iter().filter_map(|(cell, shifts)| cell.price(&shifts, assigned)).collect();
        // Stable: equal ones stay in the order of title, place and week.
        prices.sort_by(|a, b| {
            a.level.cmp(&b.level).then(b.highest.total_cmp(&a.highest)).then(b.mean.total_cmp(&a.mean))
        });
        prices
    }

    /// What filling one shift from outside is worth at most, level by level; `None` when the first levels are not known.
    fn price(&self, goals: Goals<'_>, demand: DemandIx) -> Option<Values> {
        let bare = |level| goals.bare(demand, level);
        let Some((part, class)) = self.places.get(&demand) else {
            // Nobody of the group may hold it: it is bare in every plan, and filling it changes nothing else.
            return Some(LEVELS.map(bare));
        };
        let plan = self.plans.get(part)?;
        let mut prices = Values::default();
        for level in goals.levels() {
            let at = position_of(level);
            let Some(relaxed) = &plan.relaxed[at] else { break };
            let price = relaxed.prices[*class].max(0.0);
            // At the first two levels a shift is never worth more than what it counts when it is bare.
            prices[at] =
                if matches!(level, LevelName::Safety | LevelName::Cover) { price.min(bare(level)) } else { price };
        }
        plan.relaxed[0].is_some().then_some(prices)
    }
}

/// Where prices are gathered: title asked for, place, and civil week of the start.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Cell {
    qualification: Qualification,
    establishment: EstablishmentId,
    week: (i32, u32),
}

impl Cell {
    fn of(problem: &Problem, demand: DemandIx) -> Self {
        let shift = &problem.demands[demand];
        let week = date_of_day(shift.duty.day).iso_week();
        Self {
            qualification: shift.qualification.clone(),
            establishment: problem.sites[shift.site].id.clone(),
            week: (week.year(), week.week()),
        }
    }

    /// `None` when help there betters no level.
    fn price(self, shifts: &[(DemandIx, Values)], assigned: &BTreeMap<DemandIx, WorkerIx>) -> Option<Price> {
        let highest_at = |at: usize| shifts.iter().map(|(_, prices)| prices[at]).fold(0.0, f64::max);
        let at = (0..LEVELS.len()).find(|at| highest_at(*at) > SAME)?;
        Some(Price {
            qualification: self.qualification,
            establishment: self.establishment,
            week: format!("{}-W{:02}", self.week.0, self.week.1),
            shifts: shifts.len(),
            bare: shifts.iter().filter(|(demand, _)| !assigned.contains_key(demand)).count(),
            level: LEVELS[at],
            highest: highest_at(at),
            mean: shifts.iter().map(|(_, prices)| prices[at]).sum::<f64>() / shifts.len() as f64,
        })
    }
}

fn deadline(limits: &Limits) -> Instant {
    Instant::now() + Duration::from_secs_f64(limits.seconds.clamp(0.0, 1e7))
}

/// Where the pair of a worker and a class stands.
fn position(part: &Part, class: usize, worker: WorkerIx) -> Option<usize> {
    part.pairs.iter().position(|(of, pair)| *of == class && pair.worker == worker)
}

/// Whether a difference at a level is more than rounding.
pub(super) fn exceeds(by: f64, value: f64) -> bool {
    by > SAME * value.abs().max(1.0)
}
