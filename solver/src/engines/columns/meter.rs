//! How far a run has come: by the clock, or under a work limit by work alone, so that it goes the same way everywhere.

use crate::domain::plan::{Cancel, Limits};
use crate::engines::highs::RunLimits;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Units of work that stand for a second where a run has to judge what is worth its time.
const PER_SECOND: f64 = 20_000.0;

/// A point in a run: seconds since its start, or units of work in [`PER_SECOND`]s.
pub type Mark = f64;

/// The stopwatch of one run.
#[derive(Debug)]
pub struct Meter<'a> {
    started: Instant,
    seconds: f64,
    /// Most units of work: simplex iterations, and what searches in networks are worth in them.
    most: Option<u64>,
    done: AtomicU64,
    cancel: &'a Cancel,
    is_settled: AtomicBool,
}

impl<'a> Meter<'a> {
    /// Starts.
    pub fn new(limits: &Limits, cancel: &'a Cancel) -> Self {
        let seconds = limits.seconds.clamp(0.0, 1e7);
        Self {
            started: Instant::now(),
            seconds,
            most: limits.work,
            done: AtomicU64::new(0),
            cancel,
            is_settled: AtomicBool::new(false),
        }
    }

    /// Whether work, not the clock, says how far the run is.
    pub const fn counts_work(&self) -> bool {
        self.most.is_some()
    }

    /// Seconds by the clock.
    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Units of work so far.
    pub fn work(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// How long so much work takes, roughly.
    pub fn seconds_of(units: u64) -> f64 {
        units as f64 / PER_SECOND
    }

    /// Counts work.
    pub fn spend(&self, units: u64) {
        self.done.fetch_add(units, Ordering::Relaxed);
    }

    /// Where the run is.
    pub fn now(&self) -> Mark {
        if self.counts_work() { self.work() as f64 / PER_SECOND } else { self.seconds() }
    }

    /// Where it ends.
    pub fn end(&self) -> Mark {
        self.most.map_or(self.seconds, |most| most as f64 / PER_SECOND)
    }

    /// What is left until a mark.
    pub fn left(&self, until: Mark) -> f64 {
        (until.min(self.end()) - self.now()).max(0.0)
    }

    /// The mark after a share of what is left of the whole run.
    pub fn share(&self, share: f64) -> Mark {
        self.now() + share * self.left(self.end())
    }

    /// Ends the run: its plan is as good as was asked for.
    pub fn settle(&self) {
        self.is_settled.store(true, Ordering::Relaxed);
    }

    /// Whether the plan was said to be as good as was asked for.
    pub fn is_settled(&self) -> bool {
        self.is_settled.load(Ordering::Relaxed)
    }

    /// Whether nobody wants the run to go on.
    pub fn is_stopped(&self) -> bool {
        self.is_settled() || self.cancel.is_cancelled() || self.seconds() >= self.seconds
    }

    /// Whether a mark is reached, or the run is to end.
    pub fn is_over(&self, until: Mark) -> bool {
        self.now() >= until.min(self.end()) || self.is_stopped()
    }

    /// Limits for the solver until a mark, by at most so many simplex iterations.
    pub fn limits(&self, until: Mark, gap: f64, work: u64) -> RunLimits {
        let end = self.started + Duration::from_secs_f64(self.seconds);
        if self.counts_work() {
            RunLimits { deadline: end, gap, work: work.min((self.left(until) * PER_SECOND) as u64) }
        } else {
            RunLimits { deadline: Instant::now() + Duration::from_secs_f64(self.left(until)), gap, work }
        }
    }
}
