//! The engines, behind one [`solve`].
//!
//! `eligible` finds the lawful pairs, `greedy` a first plan, `parts` what can be planned apart, `exact` the proven best
//! of each part, `search` better ones by moves of single shifts, `columns` whole rosters, [`monolith`] the same as one
//! model to compare with, `highs` alone speaks to the solver library, and `outcome` puts reasons to the result once
//! [`crate::check`] has accepted it.

mod columns;
mod eligible;
mod exact;
mod greedy;
mod highs;
pub mod levels;
pub mod monolith;
mod outcome;
mod parts;
mod pool;
mod search;

use crate::check::check;
use crate::domain::plan::{Assignment, Cancel, Level, LevelName, Limits, Outcome, Progress, Status};
use crate::domain::problem::{DemandIx, Problem, WorkerIx};
use exact::{Budget, PartPlan, Settled};
use levels::LEVELS;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Fills the gaps: lawful, then goal level after goal level, with a proven bound for each.
///
/// Always gives a plan that [`check`] accepts; a limit or `cancel` only makes the proof weaker. The same problem, seed,
/// gap, thread count and work limit give the same plan as long as the clock does not stop the run. `progress` is called
/// from several threads.
pub fn solve(problem: &Problem, limits: &Limits, cancel: &Cancel, progress: &(dyn Fn(&Progress) + Sync)) -> Outcome {
    if let Some(roster) = &problem.roster {
        return columns::solve(problem, roster, limits, cancel, progress);
    }
    let started = Instant::now();
    let deadline = started + Duration::from_secs_f64(limits.seconds.clamp(0.0, 1e7));
    let threads = limits.threads.max(1);
    let pairs = eligible::pairs(problem, threads as usize);
    let first = greedy::plan(problem, &pairs);
    let parts = parts::split(problem, &pairs);
    let board = Board::new(problem, &parts, &first, started, progress);
    board.publish();

    let total: f64 = parts.iter().map(weight).sum();
    let next = AtomicUsize::new(0);
    let done: Mutex<BTreeMap<usize, PartPlan>> = Mutex::new(BTreeMap::new());
    // Several parts run side by side; one that outweighs all the others, and thus outlasts them, may use all the threads.
    let workers = (threads as usize).min(parts.len());
    let threads_of = |part: &parts::Part| if 2.0 * weight(part) >= total { threads } else { 1 };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(part) = parts.get(at) else { break };
                    let remaining: f64 = parts[at..].iter().map(weight).sum();
                    let budget = Budget {
                        deadline: exact::deadline_for(weight(part) * workers as f64 / remaining, deadline),
                        gap: limits.gap,
                        work: limits.work.map_or(u64::MAX, |work| (work as f64 * weight(part) / total) as u64),
                        threads: threads_of(part),
                        seed: limits.seed,
                    };
                    let start: Vec<bool> = start_of(part, &first);
                    let stop = || cancel.is_cancelled();
                    let plan = exact::solve(problem, part, &start, budget, &stop, &mut |level, best, bound| {
                        board.report(at, level, best, bound);
                    });
                    board.finish(at, plan.chosen.len());
                    done.lock().expect("no holder panics").insert(at, plan);
                }
            });
        }
    });
    let done = done.into_inner().expect("no holder panics");
    finish(problem, limits, started, &pairs, &parts, &done)
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

fn finish(
    problem: &Problem,
    limits: &Limits,
    started: Instant,
    pairs: &[eligible::Pair],
    parts: &[parts::Part],
    done: &BTreeMap<usize, PartPlan>,
) -> Outcome {
    let mut assigned: BTreeMap<DemandIx, WorkerIx> = BTreeMap::new();
    for (at, plan) in done {
        assigned.extend(exact::assignments(&parts[*at], &plan.chosen));
    }
    let checked = accept(problem, &mut assigned);
    let values = levels::evaluate(problem, &assigned);
    // Shifts that belong to no part are bare in every plan: they are part of value and bound alike.
    let mut in_parts: Vec<DemandIx> =
        parts.iter().flat_map(|p| &p.classes).flat_map(|c| c.members.iter().copied()).collect();
    in_parts.sort_unstable();
    let levels: Vec<Level> = LEVELS
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let sum = |f: fn(&Settled) -> f64| done.values().map(|plan| f(&plan.levels[at])).sum::<f64>();
            let outside: f64 = (0..problem.demands.len())
                .filter(|demand| in_parts.binary_search(demand).is_err())
                .map(|demand| levels::bare(problem, demand, name))
                .sum();
            let scale = levels::scale(problem, 0..problem.demands.len(), name, values[at]);
            level(name, values[at], sum(|s| s.bound) + outside, scale)
        })
        .collect();
    let worst = levels.iter().map(|level| level.gap).fold(0.0, f64::max);
    let status = if worst <= 0.0 {
        Status::Optimal
    } else if worst <= limits.gap {
        Status::WithinGap
    } else {
        Status::Feasible
    };
    let work = done.values().map(|plan| plan.work).sum();
    outcome::explain(
        problem,
        pairs,
        &assigned,
        &checked,
        outcome::Proof { status, levels, seconds: started.elapsed().as_secs_f64(), work, seed: limits.seed },
    )
}

/// A level with its gap; a difference below the tolerance of the linear solver is none.
fn level(name: LevelName, objective: f64, bound: f64, scale: f64) -> Level {
    let bound = if objective - bound <= 1e-5 * objective.abs().max(1.0) { objective } else { bound };
    Level { name, objective, bound, gap: (objective - bound) / scale }
}

/// Nothing leaves the engines unchecked. Should rounding ever have let a breach through, the shifts it names become bare
/// again; the values are then those of what is left, and the bounds stay valid.
fn accept(problem: &Problem, assigned: &mut BTreeMap<DemandIx, WorkerIx>) -> crate::check::Checked {
    loop {
        let plan: Vec<Assignment> = assigned
            .iter()
            .map(|(demand, worker)| Assignment {
                shift: problem.demands[*demand].id.clone(),
                agent: problem.workers[*worker].id.clone(),
            })
            .collect();
        match check(problem, &plan) {
            Ok(checked) => return checked,
            Err(breaches) => {
                assigned.retain(|demand, _| !breaches.iter().any(|breach| breach.shift == problem.demands[*demand].id));
            }
        }
    }
}

/// What all threads know of the run, for progress.
struct Board<'a> {
    started: Instant,
    progress: &'a (dyn Fn(&Progress) + Sync),
    shifts: usize,
    state: Mutex<Vec<PartState>>,
}

struct PartState {
    weight: f64,
    covered: usize,
    level: usize,
    values: [(f64, f64); 5],
    finished: bool,
}

impl<'a> Board<'a> {
    fn new(
        problem: &Problem,
        parts: &[parts::Part],
        first: &BTreeMap<DemandIx, WorkerIx>,
        started: Instant,
        progress: &'a (dyn Fn(&Progress) + Sync),
    ) -> Self {
        let state = parts
            .iter()
            .map(|part| PartState {
                weight: weight(part),
                covered: part.classes.iter().flat_map(|c| &c.members).filter(|d| first.contains_key(d)).count(),
                level: 0,
                values: [(0.0, 0.0); 5],
                finished: false,
            })
            .collect();
        Self { started, progress, shifts: problem.demands.len(), state: Mutex::new(state) }
    }

    fn report(&self, part: usize, level: LevelName, best: f64, bound: f64) {
        let at = LEVELS.iter().position(|name| *name == level).unwrap_or(0);
        if best.is_finite() && bound.is_finite() {
            let mut state = self.state.lock().expect("no holder panics");
            state[part].level = at;
            state[part].values[at] = (best, bound);
        }
        self.publish();
    }

    fn finish(&self, part: usize, covered: usize) {
        {
            let mut state = self.state.lock().expect("no holder panics");
            state[part].finished = true;
            state[part].level = LEVELS.len();
            state[part].covered = covered;
        }
        self.publish();
    }

    fn publish(&self) {
        let snapshot = {
            let state = self.state.lock().expect("no holder panics");
            let total: f64 = state.iter().map(|part| part.weight).sum();
            let done: f64 = state.iter().map(|part| part.weight * part.level as f64 / LEVELS.len() as f64).sum();
            let level = state.iter().filter(|p| !p.finished).map(|p| p.level).min().unwrap_or(LEVELS.len() - 1);
            let sum = |f: fn(&(f64, f64)) -> f64| state.iter().map(|part| f(&part.values[level])).sum::<f64>();
            Progress {
                seconds: self.started.elapsed().as_secs_f64(),
                level: LEVELS[level],
                fraction: if total > 0.0 { done / total } else { 1.0 },
                covered: state.iter().map(|part| part.covered).sum(),
                shifts: self.shifts,
                objective: sum(|v| v.0),
                bound: sum(|v| v.1),
            }
        };
        (self.progress)(&snapshot);
    }
}
