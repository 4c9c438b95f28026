//! What all threads know of a run, for progress. Levels are told of the whole group: parts that have not begun count with
//! the first plan and with what is proven without looking, so that a best value only falls and a bound only rises.

use super::exact::Step;
use super::levels::{Goals, LEVELS, Values, position};
use super::parts::{self, Part};
use crate::domain::plan::{LevelName, Progress};
use crate::domain::problem::{DemandIx, WorkerIx};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Instant;

/// Where every part stands.
pub struct Board<'a> {
    goals: Goals<'a>,
    started: Instant,
    progress: &'a (dyn Fn(&Progress) + Sync),
    /// What the shifts of no part add at each level.
    outside: Values,
    /// Held while `progress` runs: events come one after the other, each at least as late as the one before.
    state: Mutex<Vec<PartState>>,
}

struct PartState {
    weight: f64,
    covered: usize,
    columns: usize,
    work: u64,
    level: usize,
    /// Best value and bound of each level.
    values: [(f64, f64); LEVELS.len()],
    finished: bool,
}

impl<'a> Board<'a> {
    /// The board of a run that begins with `first`.
    pub fn new(
        goals: Goals<'a>,
        parts: &[Part],
        first: &BTreeMap<DemandIx, WorkerIx>,
        started: Instant,
        progress: &'a (dyn Fn(&Progress) + Sync),
    ) -> Self {
        let outside = parts::outside(goals.problem, parts);
        let state = parts.iter().map(|part| PartState::new(goals, part, first)).collect();
        Self {
            goals,
            started,
            progress,
            outside: LEVELS.map(|level| outside.iter().map(|demand| goals.bare(*demand, level)).sum()),
            state: Mutex::new(state),
        }
    }

    /// A part takes a step.
    pub fn report(&self, part: usize, level: LevelName, step: Step) {
        let at = position(level);
        let mut state = self.state.lock().expect("no holder panics");
        let known = &mut state[part];
        known.covered = step.covered;
        known.columns = step.columns;
        known.work = step.work;
        if step.best.is_finite() && step.bound.is_finite() {
            known.level = at;
            known.values[at] = (step.best, step.bound);
        }
        self.tell(&state);
    }

    /// A part is done.
    pub fn finish(&self, part: usize) {
        let mut state = self.state.lock().expect("no holder panics");
        state[part].finished = true;
        state[part].level = LEVELS.len();
        self.tell(&state);
    }

    /// Tells where the run stands.
    pub fn publish(&self) {
        self.tell(&self.state.lock().expect("no holder panics"));
    }

    fn tell(&self, state: &[PartState]) {
        let total: f64 = state.iter().map(|part| part.weight).sum();
        let done: f64 = state.iter().map(|part| part.weight * part.level as f64 / LEVELS.len() as f64).sum();
        // Sums of shares may miss the whole by rounding.
        let is_done = state.iter().all(|part| part.finished);
        let level = state.iter().filter(|p| !p.finished).map(|p| p.level).min().unwrap_or(LEVELS.len() - 1);
        let sum = |f: fn(&(f64, f64)) -> f64| -> f64 {
            self.outside[level] + state.iter().map(|part| f(&part.values[level])).sum::<f64>()
        };
        let (objective, bound) = (sum(|v| v.0), sum(|v| v.1));
        let scale = self.goals.scale(0..self.goals.problem.demands.len(), LEVELS[level], objective);
        (self.progress)(&Progress {
            seconds: self.started.elapsed().as_secs_f64(),
            level: LEVELS[level],
            fraction: if is_done { 1.0 } else { (done / total).min(1.0) },
            covered: state.iter().map(|part| part.covered).sum(),
            shifts: self.goals.problem.demands.len(),
            objective,
            bound,
            gap: Some((objective - bound) / scale),
            columns: state.iter().map(|part| part.columns).sum(),
            work: state.iter().map(|part| part.work).sum(),
        });
    }
}

impl PartState {
    fn new(goals: Goals<'_>, part: &Part, first: &BTreeMap<DemandIx, WorkerIx>) -> Self {
        let demands: Vec<DemandIx> = part.demands().collect();
        let held: BTreeMap<DemandIx, WorkerIx> =
            demands.iter().filter_map(|demand| Some((*demand, *first.get(demand)?))).collect();
        let values = goals.evaluate_among(&demands, &held);
        let pairs = || part.pairs.iter().map(|(_, pair)| pair);
        let least = LEVELS.map(|level| goals.least(pairs(), level));
        Self {
            weight: super::weight(part),
            covered: held.len(),
            columns: 0,
            work: 0,
            level: 0,
            values: std::array::from_fn(|at| (values[at], least[at])),
            finished: false,
        }
    }
}
