//! Repair of a published plan: what the law still accepts of it is kept, and the shifts that lost their holder are filled
//! with as few and as cheap changes as can be.
//!
//! First moves of single shifts over the whole plan, at the levels up to changes ([`super::search`]); then one exact model
//! of the neighbourhood: the shifts that lost their holder, those that were changed and those left bare, everyone who
//! could take them, and the shifts these hold, which they may hand on. Everything else stays as it was published.
//!
//! # What is proven
//! A neighbourhood that holds every lawful pair proves every level. Otherwise *safety* and *cover* have the bound that
//! each shift has by itself: bare where nobody may lawfully hold it. Where no change was chosen, the levels after
//! *changes* are proven all the same: whoever keeps that level has only the forced shifts to give away, and all their
//! pairs are in the model.

use super::changes::Changes;
use super::eligible::{self, Pair};
use super::exact::{self, Budget, PartPlan, Settled, Step};
use super::levels::{Goals, LEVELS, Values, position};
use super::parts::{self, Part};
use super::search::Search;
use crate::domain::plan::LevelName;
use crate::domain::problem::{DemandIx, WorkerIx};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// Most pairs in the model. On `group.small`, with about 600 pairs, sick calls end where the model of all pairs ends, in a
/// fraction of its time.
const PAIRS_MAX: usize = 200;

/// Levels at which shifts are moved before the model.
const SEARCHED: [LevelName; 3] = [LevelName::Safety, LevelName::Cover, LevelName::Changes];

/// A repaired plan.
pub struct Repaired {
    pub assigned: BTreeMap<DemandIx, WorkerIx>,
    /// Proven bounds.
    pub bounds: Values,
    /// Simplex iterations.
    pub work: u64,
}

/// Repairs `kept`, a lawful plan, using `pairs` (sorted by demand). `report` hears of the whole plan, with the bound that
/// each shift has by itself.
pub fn repair(
    goals: Goals<'_>,
    changes: &Changes,
    pairs: &[Pair],
    kept: &BTreeMap<DemandIx, WorkerIx>,
    budget: Budget,
    stop: &(dyn Fn() -> bool + Sync),
    report: &mut dyn FnMut(LevelName, Step),
) -> Repaired {
    let pairs = &open(goals, pairs, kept)[..];
    let mut assigned = searched(goals, pairs, kept, budget.deadline, stop);
    let alone = LEVELS.map(|level| alone(goals, pairs, level));
    let mut done: BTreeSet<DemandIx> = BTreeSet::new();
    let mut work = 0;
    // What a first model has no room for is the matter of the next ones.
    loop {
        let mut near = Near::new(pairs, &assigned);
        near.widen(goals, changes, &done);
        let part = parts::one(goals.problem, near.pairs(goals));
        let is_whole = near.columns.len() == pairs.len();
        let has_forced = pairs.iter().all(|pair| !changes.is_forced(pair.demand) || near.free.contains(&pair.demand));
        let before = done.len();
        done.append(&mut near.free);
        let budget = Budget { work: budget.work.saturating_sub(work), ..budget };
        let is_left = |pair: &Pair| changes.is_forced(pair.demand) && !done.contains(&pair.demand);
        let is_last = done.len() == before || !pairs.iter().any(is_left);
        let plan = decided(goals, &part, &mut assigned, budget, stop, &mut |level, step| {
            // A later model may better the first levels at the cost of the others: only the last one tells of all.
            if is_last || level == LEVELS[0] {
                let bound = alone[position(level)].min(step.best);
                report(level, Step { bound, work: work + step.work, ..step });
            }
        });
        work += plan.work;
        if is_last || Instant::now() >= budget.deadline || plan.work >= budget.work || stop() {
            let values = goals.evaluate(&assigned);
            let is_unchanged = values[position(LevelName::Changes)] <= 0.0;
            let bounds = std::array::from_fn(|at| {
                let Settled { objective, bound } = plan.levels[at];
                let is_proven = is_whole || is_unchanged && has_forced && at >= position(LevelName::Changes);
                // Whatever is outside the model is the same in every plan that counts.
                if is_proven { alone[at].max(values[at] - (objective - bound)) } else { alone[at] }
            });
            return Repaired { assigned, bounds, work };
        }
    }
}

/// Decides the pairs of a part anew.
fn decided(
    goals: Goals<'_>,
    part: &Part,
    assigned: &mut BTreeMap<DemandIx, WorkerIx>,
    budget: Budget,
    stop: &(dyn Fn() -> bool + Sync),
    report: &mut dyn FnMut(LevelName, Step),
) -> PartPlan {
    let inside: BTreeSet<DemandIx> = part.classes.iter().map(|class| class.members[0]).collect();
    let outside = (0..goals.problem.demands.len())
        .filter(|demand| !inside.contains(demand) && goals.counts(*demand, assigned.get(demand).copied()))
        .count();
    let of_part = Goals { changes_max: goals.changes_max.map(|most| most.saturating_sub(outside)), ..goals };
    let start: Vec<bool> =
        part.pairs.iter().map(|(_, pair)| assigned.get(&pair.demand) == Some(&pair.worker)).collect();
    let untouched = untouched(goals, part, assigned);
    let plan = exact::solve(of_part, part, &start, budget, stop, &mut |level, step| {
        let best = untouched.values[position(level)] + step.best;
        report(level, Step { best, covered: untouched.covered + step.covered, ..step });
    });
    assigned.retain(|demand, _| !inside.contains(demand));
    assigned.extend(exact::assignments(part, &plan.chosen, &BTreeMap::new()));
    plan
}

/// The pairs that can still be, and of the shifts that have begun their holders.
fn open(goals: Goals<'_>, pairs: &[Pair], kept: &BTreeMap<DemandIx, WorkerIx>) -> Vec<Pair> {
    let is_open = |pair: &&Pair| !goals.has_begun(pair.demand) || kept.get(&pair.demand) == Some(&pair.worker);
    pairs.iter().filter(is_open).copied().collect()
}

/// The plan after moves of single shifts.
fn searched(
    goals: Goals<'_>,
    pairs: &[Pair],
    kept: &BTreeMap<DemandIx, WorkerIx>,
    deadline: Instant,
    stop: &(dyn Fn() -> bool + Sync),
) -> BTreeMap<DemandIx, WorkerIx> {
    let whole = parts::one(goals.problem, pairs.iter().copied());
    let mut search = Search::new(goals, &whole, |at| {
        let pair = &whole.pairs[at].1;
        kept.get(&pair.demand) == Some(&pair.worker)
    });
    for level in SEARCHED {
        // Only a shift that costs something at the level is a reason to move any.
        let mut costs: Vec<f64> = whole.classes.iter().map(|class| goals.bare(class.members[0], level)).collect();
        for (_, (class, pair)) in whole.pairs.iter().enumerate().filter(|(at, _)| search.holds(*at)) {
            costs[*class] = goals.held(pair, level);
        }
        let classes: Vec<usize> = (0..costs.len()).filter(|class| costs[*class] > 0.0).collect();
        search.better(level, &classes, Values::default(), deadline, stop);
    }
    let held = whole.pairs.iter().enumerate().filter(|(at, _)| search.holds(*at));
    held.map(|(_, (_, pair))| (pair.demand, pair.worker)).collect()
}

/// What is outside a model, the same before and after it.
struct Untouched {
    values: Values,
    covered: usize,
}

/// Everybody in a part has all her shifts in it, so values add up.
fn untouched(goals: Goals<'_>, part: &parts::Part, assigned: &BTreeMap<DemandIx, WorkerIx>) -> Untouched {
    let inside: Vec<DemandIx> = part.demands().collect();
    let held: BTreeMap<DemandIx, WorkerIx> =
        inside.iter().filter_map(|demand| Some((*demand, *assigned.get(demand)?))).collect();
    let (whole, part) = (goals.evaluate(assigned), goals.evaluate_among(&inside, &held));
    Untouched { values: std::array::from_fn(|at| whole[at] - part[at]), covered: assigned.len() - held.len() }
}

/// What a level is worth at least: each shift by itself, with the best that it could have.
fn alone(goals: Goals<'_>, pairs: &[Pair], level: LevelName) -> f64 {
    let mut least: Vec<f64> = (0..goals.problem.demands.len()).map(|demand| goals.bare(demand, level)).collect();
    for pair in pairs {
        least[pair.demand] = least[pair.demand].min(goals.held(pair, level));
    }
    least.iter().sum()
}

/// The pairs that are decided again, growing.
struct Near<'a> {
    /// By shift, the lawful pairs.
    takers: BTreeMap<DemandIx, &'a [Pair]>,
    held: BTreeMap<WorkerIx, Vec<DemandIx>>,
    assigned: &'a BTreeMap<DemandIx, WorkerIx>,
    /// Shifts that anybody may take.
    free: BTreeSet<DemandIx>,
    columns: BTreeSet<(DemandIx, WorkerIx)>,
}

impl<'a> Near<'a> {
    fn new(pairs: &'a [Pair], assigned: &'a BTreeMap<DemandIx, WorkerIx>) -> Self {
        let takers = pairs.chunk_by(|a, b| a.demand == b.demand).map(|group| (group[0].demand, group)).collect();
        let mut held: BTreeMap<WorkerIx, Vec<DemandIx>> = BTreeMap::new();
        for (demand, worker) in assigned {
            held.entry(*worker).or_default().push(*demand);
        }
        Self { takers, held, assigned, free: BTreeSet::new(), columns: BTreeSet::new() }
    }

    /// First what lost its holder or has another one, then what those who could take it hold, then bare shifts, the
    /// dearest first, with what is around them; but nothing that is done.
    fn widen(&mut self, goals: Goals<'_>, changes: &Changes, done: &BTreeSet<DemandIx>) {
        let shifts = (0..goals.problem.demands.len()).filter(|demand| !done.contains(demand));
        let is_urgent = |demand: &DemandIx| {
            changes.is_forced(*demand) || changes.counts(*demand, self.assigned.get(demand).copied())
        };
        let (urgent, others): (Vec<DemandIx>, Vec<DemandIx>) = shifts.partition(is_urgent);
        self.around(&urgent);
        let mut bare: Vec<DemandIx> = others.into_iter().filter(|demand| !self.assigned.contains_key(demand)).collect();
        let price = |demand: &DemandIx| SEARCHED.map(|level| -goals.bare(*demand, level));
        bare.sort_by(|a, b| price(a).partial_cmp(&price(b)).expect("no price is NaN"));
        for demand in bare {
            self.around(&[demand]);
        }
        // A small plan has room for everything.
        if self.takers.values().map(|pairs| pairs.len()).sum::<usize>() <= PAIRS_MAX {
            let all: Vec<DemandIx> = self.takers.keys().copied().collect();
            self.around(&all);
        }
    }

    /// Frees some shifts, then the shifts of those who could take them, as far as there is room.
    fn around(&mut self, demands: &[DemandIx]) {
        for demand in demands {
            self.free(*demand);
        }
        let takers: BTreeSet<WorkerIx> = demands
            .iter()
            .filter(|demand| self.free.contains(demand))
            .flat_map(|demand| self.takers.get(demand).into_iter().copied().flatten())
            .map(|pair| pair.worker)
            .collect();
        for worker in takers {
            for demand in self.held.get(&worker).cloned().unwrap_or_default() {
                self.free(demand);
            }
        }
    }

    /// Lets anybody take a shift, unless that makes the model too large; the first is let in whatever its size. Whoever
    /// comes in brings all her shifts.
    fn free(&mut self, demand: DemandIx) {
        let Some(pairs) = self.takers.get(&demand) else { return };
        let mut more: BTreeSet<(DemandIx, WorkerIx)> = BTreeSet::new();
        for pair in *pairs {
            let hers = self.held.get(&pair.worker).into_iter().flatten();
            more.extend(hers.chain([&demand]).map(|demand| (*demand, pair.worker)));
        }
        more.retain(|column| !self.columns.contains(column));
        if self.free.is_empty() || self.columns.len() + more.len() <= PAIRS_MAX {
            self.columns.extend(more);
            self.free.insert(demand);
        }
    }

    fn pairs(&self, goals: Goals<'_>) -> impl Iterator<Item = Pair> {
        self.columns.iter().map(move |(demand, worker)| eligible::pair(goals.problem, *worker, *demand))
    }
}
