//! Whole plans from the linear program over all rosters, and the last steps of their proof.

use super::descent::Landing;
use super::generate::{Generated, Reach};
use super::job::Job;
use super::master::Master;
use super::neighbourhoods::WHOLE_WORK;
use super::person::Column;
use super::plan::Plan;
use super::prices::Kept;
use super::run::{Hints, Run};
use super::search::{self, Pace};
use super::tree::Tree;
use crate::engines::highs::RunLimits;
use std::sync::Arc;

/// The linear program is quick when it takes no more than this share of the time: then thousands of its kind can be solved.
const QUICK: f64 = 0.05;

/// Up to this share some hundreds can.
const MANY: f64 = 0.15;

/// Up to this share a dive person by person comes to its end: it takes about as long again.
const DIVED: f64 = 0.35;

/// A plan this close to its bound may be proven by branching.
const BRANCHED: f64 = 0.02;

/// An enumeration is tried again once no more than this share of the gap is left.
const AGAIN: f64 = 0.7;

/// Most rosters of one person that an enumeration may meet, and of all.
const ENUMERATED: (usize, usize) = (10_000, 40_000);

/// Share of the time that is left for branching.
const BRANCHING: f64 = 0.5;

/// Share of it for a choice among rosters.
const CHOSEN: f64 = 0.1;

/// Rosters of the root kept as hints for neighbourhoods, by person.
const HINTS: usize = 25;

impl<'a> Run<'a> {
    /// Whole plans from the rosters of the linear program, and those where a descent from it ended if there was one, on so many threads;
    /// `took` is the share of the time that the linear program took. Gives how far the plan was from the bound when it was last tried by
    /// enumeration.
    pub fn whole_plans(
        &self,
        master: Master<'_>,
        root: &Generated,
        landing: Option<&Landing>,
        threads: usize,
        took: f64,
    ) -> f64 {
        let Self { job, meter, .. } = *self;
        self.raise(root.bound);
        // What follows works on the rosters that may still be part of a better plan.
        let Master { pool, .. } = master;
        let hints = Arc::new(hints(&pool, root, self.plan().cost - root.bound, HINTS));
        self.hint(&hints);
        let is_over = || meter.is_over(meter.end());
        let dive = |pace: Pace, share: f64| {
            let reach = Reach { gap: 0.3, threads, ..self.reach(share) };
            if let Some(columns) = search::dive(&mut self.narrow(&hints), pace, f64::INFINITY, &reach) {
                self.offer_new(Plan::new(job, columns));
            }
        };
        let choose = |hints: &Hints| {
            if !is_over() {
                let limits = meter.limits(meter.share(CHOSEN), job.least_difference(), 10 * WHOLE_WORK);
                self.choose(self.narrow(hints), limits);
            }
        };
        match landing {
            Some(landing) if landing.is_low => choose(&landing.near),
            None if !is_over() => dive(Pace::Days(0.06), 0.2),
            Some(_) | None => {}
        }
        // Far above what these rosters come to no choice among them ends in its time.
        if landing.is_none_or(|landing| landing.is_low) {
            choose(&hints);
        }
        let tried = self.open();
        if !is_over() {
            self.finish(root);
        }
        // Person by person takes longer than by days, and ends better where there is the time for it.
        if !is_over() && took < DIVED && landing.is_none() {
            dive(Pace::People, 0.3);
        }
        // Where the plan is not yet near enough, parts bring it there.
        let is_near = || took < QUICK || self.open() <= BRANCHED * self.plan().cost.abs();
        self.neighbourhoods_until(0, meter.share(0.3), &is_near);
        if !is_over() && (took < MANY && is_near() || self.open() <= job.unit) {
            let gap = self.plan().cost - root.bound;
            let master = self.narrow(&self::hints(&pool, root, gap, usize::MAX));
            Tree::new(self, master, root).grow(&Reach { threads, want: 1, ..self.reach(BRANCHING) });
        }
        tried
    }

    /// Plans parts again until the time is over; whenever the plan is much nearer to the bound than an enumeration `tried` last, by
    /// another one.
    pub fn close(&self, root: &Generated, mut tried: f64) {
        while !self.meter.is_over(self.meter.end()) {
            if self.open() <= AGAIN * tried {
                tried = self.open();
                self.finish(root);
            }
            self.neighbourhoods_until(0, self.meter.end(), &|| self.open() <= AGAIN * tried);
        }
    }

    /// The best plan over some rosters, the first of which make a plan; gives the bound over these rosters.
    pub fn choose(&self, mut master: Master<'_>, limits: RunLimits) -> f64 {
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

    /// Proves what is left by enumeration.
    fn finish(&self, root: &Generated) {
        let Some(master) = self.enclosed(root, None, ENUMERATED) else { return };
        let Self { job, meter, .. } = *self;
        let bound = self.choose(master, meter.limits(meter.share(0.2), job.least_difference(), u64::MAX));
        self.raise(bound);
    }

    /// A master with every roster that a plan better than the one at hand may be made of: those whose reduced cost at the prices of the
    /// bound is within the gap (Baldacci, Christofides & Mingozzi 2008, *An exact algorithm for the vehicle routing problem based on the
    /// set partitioning formulation with additional cuts*), of those that agree with what is settled. `None` when there are more than so
    /// many of one person or of all.
    pub fn enclosed(
        &self,
        at: &Generated,
        kept: Option<&[Vec<Kept>]>,
        (of_each, of_all): (usize, usize),
    ) -> Option<Master<'a>> {
        let Self { job, meter, .. } = *self;
        let plan = self.plan();
        // A better plan is a whole unit better.
        let gap = plan.cost - at.bound - (job.unit - 1e-4).max(0.0);
        let mut all = Vec::new();
        for (person, who) in job.people.iter().enumerate() {
            if meter.is_stopped() {
                return None;
            }
            let most = at.least[person] + gap + 1e-6;
            let kept = kept.map(|kept| &kept[person][..]);
            let (columns, is_all) = who.within(person, &at.worth, most, of_each, kept);
            all.push(columns);
            if !is_all || all.iter().map(Vec::len).sum::<usize>() > of_all {
                return None;
            }
        }
        Some(narrow(job, &plan, &all))
    }

    pub fn narrow(&self, hints: &Hints) -> Master<'a> {
        narrow(self.job, &self.plan(), hints)
    }
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

/// By person: rosters that at the prices of the bound are within the gap, the nearest first, at most so many.
fn hints(pool: &[Column], root: &Generated, gap: f64, most: usize) -> Hints {
    let mut hints: Vec<Vec<(f64, &Column)>> = vec![Vec::new(); root.least.len()];
    for column in pool {
        let reduced = column.at(&root.worth) - root.least[column.person];
        if reduced <= gap + 1e-6 {
            hints[column.person].push((reduced, column));
        }
    }
    hints
        .into_iter()
        .map(|mut hints| {
            hints.sort_by(|a, b| a.0.total_cmp(&b.0));
            hints.truncate(most);
            hints.into_iter().map(|(_, column)| column.clone()).collect()
        })
        .collect()
}
