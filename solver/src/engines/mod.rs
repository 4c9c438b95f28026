//! The engines, behind one [`solve`] and its form with a published plan, [`solve_from`].
//!
//! `eligible` finds the lawful pairs, `greedy` a first plan, `parts` what can be planned apart, `exact` the proven best
//! of each part, `search` better ones by moves of single shifts, `repair` what follows from a published plan at the price
//! that `changes` puts on leaving it, `columns` whole rosters, [`monolith`] the same as one model to compare with, `lawful`
//! knows which shifts one worker may hold together, `highs` alone speaks to the solver library, and `outcome` (of whole rosters
//! `roster_outcome`) puts reasons to the result once [`crate::check`] has accepted it.

mod board;
pub mod bound;
mod changes;
mod columns;
mod eligible;
mod exact;
mod greedy;
mod highs;
mod lawful;
pub mod levels;
pub mod monolith;
mod outcome;
mod parts;
mod pool;
mod repair;
mod restrict;
mod roster_outcome;
mod search;

use crate::check::{Breach, Checked, check};
use crate::domain::ids::{AgentId, ShiftId};
use crate::domain::plan::{Assignment, Cancel, Level, LevelName, Limits, Outcome, Progress, Start, Status};
use crate::domain::problem::{DemandIx, Problem, WorkerIx};
use board::Board;
use bound::Told;
use changes::Changes;
use exact::{Budget, PartPlan, Step};
use levels::{Goals, LEVELS};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Fills the gaps: lawful, then goal level after goal level, with a proven bound for each.
///
/// Always gives a plan that [`check`] accepts; a limit or `cancel` only makes the proof weaker. The same problem, seed,
/// gap and work limit give the same plan of single shifts, with any number of threads, as long as the clock stops no part and
/// no level of the run. `progress` is called from several threads, one call after the other.
pub fn solve(problem: &Problem, limits: &Limits, cancel: &Cancel, progress: &(dyn Fn(&Progress) + Sync)) -> Outcome {
    solve_from(problem, &Start::default(), limits, cancel, progress)
}

/// [`solve`] from a published plan. What of it is still lawful is kept; completed, it is the plan to better, or with
/// [`Start::repair`] it is left only where that covers more. [`Outcome::changes`] tells each change. Whole rosters begin from
/// what of the plan is lawful by itself, person by person; they know no terms of repair and tell no changes.
pub fn solve_from(
    problem: &Problem,
    start: &Start,
    limits: &Limits,
    cancel: &Cancel,
    progress: &(dyn Fn(&Progress) + Sync),
) -> Outcome {
    if let Some(roster) = &problem.roster {
        return columns::solve(problem, roster, &start.plan, limits, cancel, progress);
    }
    let run =
        Run { problem, limits, cancel, started: Instant::now(), pairs: eligible::pairs(problem, threads(limits)) };
    let published = known(problem, &start.plan);
    let mut kept = published.clone();
    let (_, breaches) = accept(problem, &mut kept);
    let day_price = start.repair.map_or(0.0, |repair| repair.day_price);
    let changes = Changes::new(problem, &published, &breaches, day_price);
    let mut outcome = match start.repair {
        Some(repair) => {
            let goals = Goals { problem, changes: Some(&changes), changes_max: repair.changes_max };
            run.repair(goals, &changes, &kept, progress)
        }
        None => run.whole(&kept, progress),
    };
    if *start != Start::default() {
        let goals = Goals { problem, changes: start.repair.map(|_| &changes), changes_max: None };
        outcome.changes = changes.list(goals, &known(problem, &outcome.assignments()));
    }
    outcome
}

fn threads(limits: &Limits) -> usize {
    limits.threads.max(1) as usize
}

/// One solve of single shifts.
struct Run<'a> {
    problem: &'a Problem,
    limits: &'a Limits,
    cancel: &'a Cancel,
    started: Instant,
    pairs: Vec<eligible::Pair>,
}

impl Run<'_> {
    fn deadline(&self) -> Instant {
        self.started + Duration::from_secs_f64(self.limits.seconds.clamp(0.0, 1e7))
    }

    /// Repairs what is kept of a published plan.
    fn repair(
        &self,
        goals: Goals<'_>,
        changes: &Changes,
        kept: &BTreeMap<DemandIx, WorkerIx>,
        progress: &(dyn Fn(&Progress) + Sync),
    ) -> Outcome {
        let budget = Budget {
            deadline: self.deadline(),
            gap: self.limits.gap,
            work: self.limits.work.unwrap_or(u64::MAX),
            threads: self.limits.threads.max(1),
            seed: self.limits.seed,
        };
        let shifts = self.problem.demands.len();
        let mut report = |level, Step { best, bound, covered, columns, work }| {
            progress(&Progress {
                seconds: self.started.elapsed().as_secs_f64(),
                level,
                fraction: levels::position(level) as f64 / LEVELS.len() as f64,
                covered,
                shifts,
                objective: best,
                bound,
                gap: Some((best - bound) / goals.scale(0..shifts, level, best)),
                columns,
                work,
            });
        };
        let stop = || self.cancel.is_cancelled();
        let repaired = repair::repair(goals, changes, &self.pairs, kept, budget, &stop, &mut report);
        self.finish(goals, repaired.assigned, repaired.bounds, repaired.work, None)
    }

    /// Plans everything, part by part, from what is kept of a published plan, if there is one.
    fn whole(&self, kept: &BTreeMap<DemandIx, WorkerIx>, progress: &(dyn Fn(&Progress) + Sync)) -> Outcome {
        let (problem, limits, deadline) = (self.problem, self.limits, self.deadline());
        let goals = Goals::new(problem);
        let first = greedy::complete(problem, &self.pairs, kept);
        let parts = parts::split(problem, &self.pairs);
        let board = Board::new(goals, &parts, &first, self.started, progress);
        board.publish();

        let done = each_part(&parts, limits, deadline, |at, part, budget| {
            let start: Vec<bool> = start_of(part, &first);
            let stop = || self.cancel.is_cancelled();
            let plan =
                exact::solve(goals, part, &start, budget, &stop, &mut |level, step| board.report(at, level, step));
            board.finish(at);
            plan
        });
        let mut assigned: BTreeMap<DemandIx, WorkerIx> = BTreeMap::new();
        for (at, plan) in &done {
            assigned.extend(exact::assignments(&parts[*at], &plan.chosen, kept));
        }
        let work = done.values().map(|plan| plan.work).sum();
        let told = Told::new(&parts, &done);
        self.finish(goals, assigned, bounds(goals, &parts, &done), work, Some(&told))
    }

    /// Checks the plan, holds it against what is proven, and puts reasons to it.
    fn finish(
        &self,
        goals: Goals<'_>,
        mut assigned: BTreeMap<DemandIx, WorkerIx>,
        bounds: levels::Values,
        work: u64,
        told: Option<&Told<'_>>,
    ) -> Outcome {
        let (checked, _) = accept(self.problem, &mut assigned);
        let levels = levels_of(goals, goals.evaluate(&assigned), bounds);
        let worst = levels.iter().map(|level| level.gap).fold(0.0, f64::max);
        let status = if worst <= 0.0 {
            Status::Optimal
        } else if worst <= self.limits.gap {
            Status::WithinGap
        } else {
            Status::Feasible
        };
        let seconds = self.started.elapsed().as_secs_f64();
        let proof = outcome::Proof { status, levels, seconds, work, seed: self.limits.seed };
        outcome::explain(self.problem, &self.pairs, &assigned, &checked, told, proof, threads(self.limits))
    }
}

/// The bounds of the parts together. Shifts that belong to no part are bare in every plan: they are part of value and bound
/// alike.
fn bounds(goals: Goals<'_>, parts: &[parts::Part], done: &BTreeMap<usize, PartPlan>) -> levels::Values {
    let outside = parts::outside(goals.problem, parts);
    std::array::from_fn(|at| {
        let outside: f64 = outside.iter().map(|demand| goals.bare(*demand, LEVELS[at])).sum();
        done.values().map(|plan| plan.levels[at].bound).sum::<f64>() + outside
    })
}

/// The levels that a plan is told to have, with their gaps.
fn levels_of(goals: Goals<'_>, values: levels::Values, bounds: levels::Values) -> Vec<Level> {
    let of_level = |name| {
        let at = levels::position(name);
        let scale = goals.scale(0..goals.problem.demands.len(), name, values[at]);
        level(name, values[at], bounds[at], scale)
    };
    goals.levels().map(of_level).collect()
}

/// Runs every part with its share of the limits, several side by side.
fn each_part(
    parts: &[parts::Part],
    limits: &Limits,
    deadline: Instant,
    run: impl Fn(usize, &parts::Part, Budget) -> PartPlan + Sync,
) -> BTreeMap<usize, PartPlan> {
    let next = AtomicUsize::new(0);
    let done: Mutex<BTreeMap<usize, PartPlan>> = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..(limits.threads.max(1) as usize).min(parts.len()) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(part) = parts.get(at) else { break };
                    let plan = run(at, part, budget_of(at, parts, limits, deadline));
                    done.lock().expect("no holder panics").insert(at, plan);
                }
            });
        }
    });
    done.into_inner().expect("no holder panics")
}

/// What one of the parts may use, when those before it have been begun.
fn budget_of(at: usize, parts: &[parts::Part], limits: &Limits, deadline: Instant) -> Budget {
    let total: f64 = parts.iter().map(weight).sum();
    let remaining: f64 = parts[at..].iter().map(weight).sum();
    let own = weight(&parts[at]);
    let threads = limits.threads.max(1);
    let workers = (threads as usize).min(parts.len());
    Budget {
        deadline: exact::deadline_for(own * workers as f64 / remaining, deadline),
        gap: limits.gap,
        work: limits.work.map_or(u64::MAX, |work| (work as f64 * own / total) as u64),
        // One that outweighs all the others, and thus outlasts them, may use all the threads.
        threads: if 2.0 * own >= total { threads } else { 1 },
        seed: limits.seed,
    }
}

/// Larger parts are harder than in proportion.
fn weight(part: &parts::Part) -> f64 {
    (part.pairs.len() as f64).powf(1.3)
}

/// Which pairs of a part the first plan holds; members of a class are interchangeable.
fn start_of(part: &parts::Part, first: &BTreeMap<DemandIx, WorkerIx>) -> Vec<bool> {
    part.pairs
        .iter()
        .map(|(class, pair)| part.classes[*class].members.iter().any(|demand| first.get(demand) == Some(&pair.worker)))
        .collect()
}

/// The assignments of shifts and agents that the problem knows; of a shift given twice the first.
fn known(problem: &Problem, plan: &[Assignment]) -> BTreeMap<DemandIx, WorkerIx> {
    let demands: BTreeMap<&ShiftId, DemandIx> = problem.demands.iter().enumerate().map(|(ix, d)| (&d.id, ix)).collect();
    let workers: BTreeMap<&AgentId, WorkerIx> = problem.workers.iter().enumerate().map(|(ix, w)| (&w.id, ix)).collect();
    let mut assigned = BTreeMap::new();
    for Assignment { shift, agent } in plan {
        if let (Some(demand), Some(worker)) = (demands.get(shift), workers.get(agent)) {
            assigned.entry(*demand).or_insert(*worker);
        }
    }
    assigned
}

/// A level with its gap; a difference below the tolerance of the linear solver is none.
fn level(name: LevelName, objective: f64, bound: f64, scale: f64) -> Level {
    let bound = if objective - bound <= 1e-5 * objective.abs().max(1.0) { objective } else { bound };
    Level { name, objective, bound, gap: (objective - bound) / scale }
}

/// Nothing enters or leaves the engines unchecked: the shifts that a breach names become bare. A published plan may have
/// met with new facts; in a result only rounding could ever have let a breach through, and then the values are those of
/// what is left, and the bounds stay valid.
///
/// Gives the breaches as well.
fn accept(problem: &Problem, assigned: &mut BTreeMap<DemandIx, WorkerIx>) -> (Checked, Vec<Breach>) {
    let mut met = Vec::new();
    loop {
        let plan: Vec<Assignment> = assigned
            .iter()
            .map(|(demand, worker)| Assignment {
                shift: problem.demands[*demand].id.clone(),
                agent: problem.workers[*worker].id.clone(),
            })
            .collect();
        match check(problem, &plan) {
            Ok(checked) => return (checked, met),
            Err(breaches) => {
                assigned.retain(|demand, _| !breaches.iter().any(|breach| breach.shift == problem.demands[*demand].id));
                met.extend(breaches);
            }
        }
    }
}
