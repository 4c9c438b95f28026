//! One run: which searches go on when, and the best plan and bound that they share.

use super::generate::{self, Generated, Reach, generate};
use super::job::{Column, Job};
use super::master::Master;
use super::meter::Meter;
use super::neighbourhoods::WHOLE_WORK;
use super::plan::Plan;
use super::search::{self, Pace};
use super::tree::{Sought, seek};
use crate::domain::plan::{LevelName, Limits, Progress};
use crate::engines::highs::RunLimits;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Up to so many days × person-days for each second that is left the linear program over all rosters is solved.
const WHOLE: f64 = 7_000.0;

/// Share of the time that is left for the linear program over all rosters.
const ROOT: f64 = 0.5;

/// Share of it for a first look whether that comes to its end; where it does not, a longer horizon is planned in parts.
const FIRST_LOOK: f64 = 0.15;

/// Up to so many days a horizon is not planned in parts.
const SHORT: usize = 42;

/// It is near its end when it is this close to its bound.
const NEAR: f64 = 0.5;

/// It is quick when it takes no more than this share of the time: then thousands of its kind can be solved.
const QUICK: f64 = 0.05;

/// A plan this close to its bound may be proven by branching.
const BRANCHED: f64 = 0.02;

/// A look without any prices is worth this share of the time.
const GLANCE: f64 = 0.01;

/// Most rosters of one person that an enumeration may meet.
const ENUMERATED: usize = 10_000;

/// Rosters of the root kept as hints for neighbourhoods, by person.
const HINTS: usize = 25;

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

    fn bound(&self) -> f64 {
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
    fn offer_new(&self, mut found: Plan) {
        found.better_each(self.job, self.meter);
        self.offer(found, f64::INFINITY);
    }

    /// Hears of a bound.
    fn raise(&self, bound: f64) {
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
    /// thread alone, so half of them plan neighbourhoods beside it. They race for the plan at hand: under a work limit, where
    /// everything is to go the same way everywhere, there are none.
    fn side_by_side(&self, look: Option<(Master<'a>, Generated)>) {
        let beside = if self.meter.counts_work() { 0 } else { self.threads() / 2 };
        let threads = self.threads() - beside;
        std::thread::scope(|scope| {
            for thread in 1..=beside {
                scope.spawn(move || self.neighbourhoods(thread));
            }
            let began = self.meter.now();
            let (mut master, look) = look.map_or_else(|| (self.master(), None), |(master, look)| (master, Some(look)));
            let root = match look {
                Some(look) if look.complete => Some(look),
                look => {
                    let near = look.as_ref().map(|look| look.worth.clone());
                    let reach = Reach { near: near.as_deref(), threads, ..self.reach(ROOT) };
                    self.root(&mut master, &reach).or(look)
                }
            };
            match root {
                Some(root) => {
                    let is_quick = self.meter.now() - began < QUICK * self.meter.end();
                    self.whole_plans(master, &root, threads, is_quick);
                }
                None => self.glance(),
            }
            if !self.meter.counts_work() {
                for thread in 1 + beside..self.threads() {
                    scope.spawn(move || self.neighbourhoods(thread));
                }
            }
            self.neighbourhoods(0);
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
        let generated = generate(master, reach, &mut |columns, bound| {
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
            enough: None,
            rounds: usize::MAX,
            threads: self.threads(),
            want: 4,
            kept: None,
            near: None,
        }
    }

    /// Whole plans from the rosters of the linear program, on so many threads; `is_quick` tells that it took little time.
    fn whole_plans(&self, master: Master<'_>, root: &Generated, threads: usize, is_quick: bool) {
        let Self { job, meter, .. } = *self;
        self.raise(root.bound);
        // What follows works on the rosters that may still be part of a better plan.
        let plan = self.plan();
        let hints = Arc::new(hints(&master, &root.worth, &root.least, plan.cost - root.bound));
        self.best.lock().expect("no holder panics").hints = Arc::clone(&hints);
        drop(master);
        let is_over = || meter.is_over(meter.end());
        let dive = |pace: Pace, share: f64| {
            let reach = Reach { gap: 0.3, threads, ..self.reach(share) };
            let found = search::dive(&mut self.narrow(&hints), pace, f64::INFINITY, &reach);
            if let Some(columns) = found {
                self.offer_new(Plan::new(job, columns));
            }
        };
        if !is_over() {
            dive(Pace::Days(0.06), 0.2);
        }
        if !is_over() {
            let limits = meter.limits(meter.share(0.1), job.least_difference(), 10 * WHOLE_WORK);
            self.choose(self.narrow(&hints), limits);
        }
        let finished = self.plan().cost;
        if !is_over() {
            self.finish(root);
        }
        // Person by person takes longer than by days and ends better.
        if !is_over() {
            dive(Pace::People, 0.3);
        }
        // Where the plan is not yet near enough, parts bring it there.
        let is_near = || {
            let cost = self.plan().cost;
            is_quick || cost - self.bound() <= BRANCHED * cost.abs()
        };
        self.neighbourhoods_until(0, meter.share(0.3), &is_near);
        if !is_over() && is_near() {
            self.branch(&hints, threads);
        }
        if !is_over() && self.plan().cost < finished {
            self.finish(root);
        }
    }

    /// Looks for plans that cost no more than the bound, which it raises where there is none; what cannot be told in its
    /// time is looked for half the way to the plan at hand.
    fn branch(&self, hints: &Hints, threads: usize) {
        let Self { job, meter, .. } = *self;
        let mut master = self.narrow(hints);
        let until = meter.share(0.3);
        // Below this nothing more is looked for.
        let mut least = self.bound();
        let mut most = least;
        while !meter.is_over(until) && most <= self.plan().cost - job.least_difference() {
            let reach = Reach { threads, until: meter.now() + 0.5 * meter.left(until), ..self.reach(1.0) };
            match seek(&mut master, most, &reach) {
                Sought::Found(columns) => {
                    self.offer_new(Plan::new(job, columns));
                    most = least;
                }
                Sought::Nothing if job.unit > 0.0 => {
                    least = most + job.unit;
                    self.raise(least);
                    most = least;
                }
                told => {
                    if matches!(told, Sought::Nothing) {
                        self.raise(most);
                    }
                    let half = f64::midpoint(most, self.plan().cost);
                    let unit = job.unit;
                    most = if unit > 0.0 { ((half / unit).floor() * unit).max(most + unit) } else { half };
                    least = most;
                }
            }
        }
    }

    /// The best plan over some rosters, the first of which make a plan; gives the bound over these rosters.
    fn choose(&self, mut master: Master<'_>, limits: RunLimits) -> f64 {
        let start: Vec<usize> = (0..self.job.people.len()).collect();
        let (chosen, bound) = master.whole(&start, self.meter, limits);
        if let Some(chosen) = chosen {
            let mut columns = master.pool[..self.job.people.len()].to_vec();
            for column in chosen.into_iter().map(|at| &master.pool[at]) {
                columns[column.person] = column.clone();
            }
            self.offer_new(Plan::new(self.job, columns));
        }
        bound
    }

    /// Proves what is left by enumeration: a plan better than the one at hand is made of rosters whose reduced cost at the
    /// prices of the bound is within the gap (Baldacci, Christofides & Mingozzi 2008, *An exact algorithm for the vehicle
    /// routing problem based on the set partitioning formulation with additional cuts*). Where these are few enough the best
    /// choice among them is the best of all.
    fn finish(&self, root: &Generated) {
        let Self { job, meter, .. } = *self;
        let plan = self.plan();
        // A better plan is a whole unit better.
        let gap = plan.cost - root.bound - (job.unit - 1e-4).max(0.0);
        let mut master = narrow(job, &plan, &Vec::new());
        for (person, who) in job.people.iter().enumerate() {
            if meter.is_stopped() {
                return;
            }
            let most = root.least[person] + gap + 1e-6;
            let Some(columns) = who.within(person, &root.worth, most, ENUMERATED) else { return };
            for column in columns {
                master.add(column);
            }
            if master.pool.len() > 4 * ENUMERATED {
                return;
            }
        }
        let limits = meter.limits(meter.share(0.5), job.least_difference(), u64::MAX);
        let bound = self.choose(master, limits);
        self.raise(bound.min(plan.cost));
    }

    fn narrow(&self, hints: &Hints) -> Master<'a> {
        narrow(self.job, &self.plan(), hints)
    }
}

/// Whether a linear program is solved, or will be.
fn is_near(root: &Generated) -> bool {
    root.complete || root.solved.objective - root.bound <= NEAR * root.solved.objective.abs()
}

/// A master of everybody with a plan, first, and the rosters worth a look.
fn narrow<'a>(job: &'a Job, plan: &Plan, hints: &Hints) -> Master<'a> {
    let everybody = (0..job.people.len()).collect();
    let mut narrow = Master::new(job, everybody, vec![0.0; job.covers.len()], 1);
    for column in plan.columns.iter().chain(hints.iter().flatten()) {
        narrow.add(column.clone());
    }
    narrow
}

/// By person: rosters that at the prices of the bound are within the gap, the nearest first.
fn hints(master: &Master<'_>, worth: &[f64], least: &[f64], gap: f64) -> Hints {
    let mut hints: Vec<Vec<(f64, &Column)>> = vec![Vec::new(); least.len()];
    for column in &master.pool {
        let reduced = column.at(worth) - least[column.person];
        if reduced <= gap + 1e-6 {
            hints[column.person].push((reduced, column));
        }
    }
    hints
        .into_iter()
        .map(|mut hints| {
            hints.sort_by(|a, b| a.0.total_cmp(&b.0));
            hints.truncate(HINTS);
            hints.into_iter().map(|(_, column)| column.clone()).collect()
        })
        .collect()
}
