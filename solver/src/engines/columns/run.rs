//! One run: which searches go on when, and the best plan and bound that they share.

use super::descent::descend;
use super::generate::{self, Generated, Reach, generate};
use super::job::Job;
use super::master::Master;
use super::meter::Meter;
use super::person::Column;
use super::plan::Plan;
use crate::domain::plan::{LevelName, Limits, Progress};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Up to so many days × person-days for each second that is left the linear program over all rosters is solved.
const WHOLE: f64 = 7_000.0;

/// Share of the time that is left for the linear program over all rosters.
const ROOT: f64 = 0.5;

/// At most this share of the time that is left is for a descent from it.
const DESCENT: f64 = 0.65;

/// Share of it for a first look whether that comes to its end; where it does not, a longer horizon is planned in parts.
const FIRST_LOOK: f64 = 0.15;

/// Up to so many days a horizon is not planned in parts.
const SHORT: usize = 42;

/// It is near its end when it is this close to its bound, as a share of its value.
const NEAR: f64 = 0.05;

/// Rosters asked of each person at a time where prices come from the middle: rounds are few, and so are those that nobody asked for.
pub const WANTED: usize = 2;

/// A look without any prices is worth this share of the time.
const GLANCE: f64 = 0.01;

/// By person: rosters that may be part of a better plan.
pub type Hints = Vec<Vec<Column>>;

/// The best that is known.
struct Best {
    plan: Plan,
    bound: f64,
    hints: Arc<Hints>,
}

/// One run: what to plan, how far to go, who listens, and what is known.
pub struct Run<'a> {
    /// What is planned.
    pub job: &'a Job,
    /// How far to go.
    pub limits: &'a Limits,
    /// How far the run is.
    pub meter: &'a Meter<'a>,
    progress: &'a (dyn Fn(&Progress) + Sync),
    best: Mutex<Best>,
    /// Rosters in the largest linear program so far.
    columns: AtomicUsize,
}

impl<'a> Run<'a> {
    /// A run from a first plan.
    pub fn new(
        job: &'a Job,
        limits: &'a Limits,
        meter: &'a Meter<'a>,
        progress: &'a (dyn Fn(&Progress) + Sync),
        first: Plan,
    ) -> Self {
        let hints = Arc::new(vec![Vec::new(); job.people.len()]);
        let best = Mutex::new(Best { plan: first, bound: f64::NEG_INFINITY, hints });
        let run = Self { job, limits, meter, progress, best, columns: AtomicUsize::new(0) };
        run.see(|_| true);
        run
    }

    /// The best plan that the time allows, and a bound.
    pub fn best(self) -> (Plan, f64) {
        self.improve();
        let best = self.best.into_inner().expect("no holder panics");
        (best.plan, best.bound)
    }

    fn see(&self, change: impl FnOnce(&mut Best) -> bool) {
        let mut best = self.best.lock().expect("no holder panics");
        if !change(&mut best) {
            return;
        }
        let Best { plan, bound, .. } = &*best;
        if plan.cost - bound <= (self.limits.gap * plan.cost.abs().max(1.0)).max(1e-6) {
            self.meter.settle();
        }
        (self.progress)(&Progress {
            seconds: self.meter.seconds(),
            level: LevelName::Cost,
            fraction: 0.0,
            covered: plan.present.iter().filter(|present| **present > 0.0).count(),
            shifts: plan.present.len(),
            objective: plan.cost,
            bound: *bound,
            gap: bound.is_finite().then(|| (plan.cost - bound) / plan.cost.abs().max(1.0)),
            columns: self.columns.load(Ordering::Relaxed),
            work: self.meter.work(),
        });
    }

    /// The plan at hand.
    pub fn plan(&self) -> Plan {
        self.best.lock().expect("no holder panics").plan.clone()
    }

    /// The rosters worth a look.
    pub fn hints(&self) -> Arc<Hints> {
        Arc::clone(&self.best.lock().expect("no holder panics").hints)
    }

    /// Hears of rosters worth a look.
    pub fn hint(&self, hints: &Arc<Hints>) {
        self.best.lock().expect("no holder panics").hints = Arc::clone(hints);
    }

    /// How far the plan at hand is from the bound.
    pub fn open(&self) -> f64 {
        let best = self.best.lock().expect("no holder panics");
        best.plan.cost - best.bound
    }

    /// No plan is below this.
    pub fn bound(&self) -> f64 {
        self.best.lock().expect("no holder panics").bound
    }

    /// Hears of a plan that came from one that cost `before`: it stays if it is cheaper, or as cheap and nobody was faster.
    pub fn offer(&self, found: Plan, before: f64) {
        self.see(|best| {
            let is_taken = found.cost < best.plan.cost - 1e-6
                || (found.cost <= best.plan.cost + 1e-6 && best.plan.cost >= before - 1e-6);
            if is_taken {
                best.plan = found;
            }
            is_taken
        });
    }

    /// Hears of a plan of its own, with everybody planned again in turn.
    pub fn offer_new(&self, mut found: Plan) {
        found.better_each(self.job, self.meter);
        self.offer(found, f64::INFINITY);
    }

    /// Hears of a bound.
    pub fn raise(&self, bound: f64) {
        let bound = self.job.round(bound);
        self.see(|best| {
            best.bound = best.bound.max(bound.min(best.plan.cost));
            true
        });
    }

    /// Threads that plan.
    pub fn threads(&self) -> usize {
        self.limits.threads.max(1) as usize
    }

    /// Betters the plan until it is proven or the time is over.
    fn improve(&self) {
        let Self { job, meter, .. } = *self;
        let days = job.posts_from.len() - 1;
        if (days * days * job.people.len()) as f64 > WHOLE * meter.left(meter.end()).max(1.0) {
            // What costs nothing, or what nobody can be paid for, is seen without any prices.
            if self.turn_seconds() < GLANCE * meter.left(meter.end()) {
                self.glance();
            }
            if !meter.is_settled() {
                self.in_parts(None);
            }
            return;
        }
        self.offer_new(self.plan());
        if days <= SHORT {
            self.side_by_side(None);
            return;
        }
        let mut master = self.master();
        match self.root(&mut master, &self.reach(FIRST_LOOK)) {
            Some(look) if is_near(&look) => self.side_by_side(Some((master, look))),
            look => {
                drop(master);
                self.in_parts(look);
            }
        }
    }

    /// The linear program over all rosters, from a first look at it if there was one, then whole plans. The simplex has one
    /// thread alone, so half of them plan neighbourhoods beside it. Where prices come from the middle all threads ask people for rosters,
    /// but one of three and more, and these do so after the descent. They race for the plan at hand: under a work limit, where everything
    /// is to go the same way everywhere, there are none.
    fn side_by_side(&self, look: Option<(Master<'a>, Generated)>) {
        let beside = if self.meter.counts_work() { 0 } else { self.threads() / 2 };
        let is_from_middle = self.job.has_middle();
        std::thread::scope(|scope| {
            let plan_beside = |threads: RangeInclusive<usize>| {
                for thread in threads {
                    scope.spawn(move || self.neighbourhoods(thread));
                }
            };
            let first = match is_from_middle {
                true if self.threads() > 2 => beside.min(1),
                true => 0,
                false => beside,
            };
            plan_beside(1..=first);
            let threads = self.threads() - first;
            let began = self.meter.now();
            let (mut master, look) = look.map_or_else(|| (self.master(), None), |(master, look)| (master, Some(look)));
            let root = match look {
                Some(look) if look.complete => Some(look),
                look => {
                    let near = look.as_ref().map(|look| &look.worth[..]);
                    let taken = look.as_ref().map_or(&[][..], |look| &look.values);
                    let reach = Reach { threads, near, taken, ..self.reach(ROOT) };
                    self.root(&mut master, &reach).or(look)
                }
            };
            let took = (self.meter.now() - began) / self.meter.end();
            let from_middle = root.as_ref().filter(|_| is_from_middle);
            let landing =
                from_middle.and_then(|root| descend(&master, root, &Reach { threads, ..self.reach(DESCENT) }));
            if let Some(landing) = &landing {
                self.offer_new(Plan::new(self.job, landing.largest.clone()));
            }
            plan_beside(1 + first..=beside);
            let threads = self.threads() - beside;
            let root = root.map(|root| (self.whole_plans(master, &root, landing.as_ref(), threads, took), root));
            if root.is_none() {
                self.glance();
            }
            if !self.meter.counts_work() {
                plan_beside(1 + beside..=self.threads() - 1);
            }
            match root {
                Some((tried, root)) => self.close(&root, tried),
                None => self.neighbourhoods(0),
            }
        });
    }

    /// A master of everybody without rosters.
    fn master(&self) -> Master<'a> {
        let everybody = (0..self.job.people.len()).collect();
        Master::new(self.job, everybody, vec![0.0; self.job.covers.len()], self.limits.seed)
    }

    /// A bound without any prices.
    fn glance(&self) {
        self.lift(&mut vec![0.0; self.job.covers.len()], &self.reach(0.0));
    }

    /// A bound from prices for posts.
    pub fn lift(&self, worth: &mut Vec<f64>, reach: &Reach<'_>) {
        if let Some(bound) = generate::bound(&self.master(), worth, self.plan().cost, reach) {
            self.raise(bound);
        }
    }

    /// The linear program over all rosters, from those at hand and those of the plan.
    fn root(&self, master: &mut Master<'_>, reach: &Reach<'_>) -> Option<Generated> {
        for column in self.plan().columns {
            master.add(column);
        }
        let middle = self.job.has_middle();
        let reach = Reach { middle, want: if middle { WANTED } else { reach.want }, ..*reach };
        let generated = generate(master, &reach, &mut |columns, bound| {
            self.columns.fetch_max(columns, Ordering::Relaxed);
            self.raise(bound);
        });
        generated.ok()
    }

    /// A generation that goes on to its end, for a share of the time that is left.
    pub fn reach(&self, share: f64) -> Reach<'_> {
        Reach {
            meter: self.meter,
            until: self.meter.share(share),
            gap: 1e-6,
            cutoff: None,
            rounds: usize::MAX,
            threads: self.threads(),
            want: 4,
            kept: None,
            near: None,
            middle: false,
            taken: &[],
        }
    }
}

/// Whether a linear program is solved, or will be.
fn is_near(root: &Generated) -> bool {
    root.complete || root.value - root.bound <= NEAR * root.value.abs()
}
