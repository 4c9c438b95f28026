//! The restricted master: which of the rosters found so far go best together. A linear program kept hot in HiGHS.
//!
//! Rows: one per post (`Σ rosters + Σ missing − surplus = wanted`), then one per person (`Σ rosters = 1`). Columns: what is
//! missing or too many, a way out for each person who has no roster yet, then the rosters.

use super::cover::Cover;
use super::job::Job;
use super::meter::{Mark, Meter};
use super::person::{Column, Found};
use super::prices::Kept;
use crate::domain::roster::PostIx;
use crate::engines::highs::{RunLimits, Solver};
use std::collections::HashSet;

/// The master over some people, and every roster of theirs found so far.
pub struct Master<'a> {
    /// What is planned.
    pub job: &'a Job,
    /// Whose rosters are open.
    pub people: Vec<usize>,
    /// Rosters found so far, each once.
    pub pool: Vec<Column>,
    known: HashSet<(usize, Vec<Option<PostIx>>)>,
    /// By roster: whether it is out of the choice.
    banned: Vec<bool>,
    solver: Solver,
    /// What everybody else already holds.
    pub present: Vec<f64>,
    /// By person: her row; `usize::MAX` when she is not open.
    row_of: Vec<usize>,
    slack: usize,
}

/// A solved master.
#[derive(Debug, Clone)]
pub struct Solved {
    /// Value, the people and posts of others aside.
    pub objective: f64,
    /// Of each roster of the pool.
    pub values: Vec<f64>,
    /// What holding each post is worth.
    pub worth: Vec<f64>,
    /// By open person: what her best roster comes to.
    pub people: Vec<f64>,
}

impl<'a> Master<'a> {
    /// A master without rosters for some people, when the others already hold `present`.
    pub fn new(job: &'a Job, people: Vec<usize>, present: Vec<f64>, seed: u32) -> Self {
        let mut solver = Solver::empty(seed);
        solver.set_relaxed(true);
        for (cover, present) in job.covers.iter().zip(&present) {
            let left = cover.wanted() - present;
            solver.add_row(&[], left, left);
        }
        let mut row_of = vec![usize::MAX; job.people.len()];
        for (at, person) in people.iter().enumerate() {
            solver.add_row(&[], 1.0, 1.0);
            row_of[*person] = job.covers.len() + at;
        }
        let mut slack = 0;
        for (row, cover) in job.covers.iter().enumerate() {
            for (width, price) in &cover.bands {
                solver.add_column(*price, 0.0, *width, &[(row, 1.0)], false);
                slack += 1;
            }
            if let Some(price) = cover.surplus {
                solver.add_column(price, 0.0, f64::INFINITY, &[(row, -1.0)], false);
                slack += 1;
            }
        }
        for person in &people {
            solver.add_column(100.0 * job.never, 0.0, 1.0, &[(row_of[*person], 1.0)], false);
            slack += 1;
        }
        Self {
            job,
            people,
            pool: Vec::new(),
            known: HashSet::new(),
            banned: Vec::new(),
            solver,
            present,
            row_of,
            slack,
        }
    }

    /// Adds a roster; false when it is known.
    pub fn add(&mut self, column: Column) -> bool {
        if !self.known.insert((column.person, column.row.clone())) {
            return false;
        }
        let mut terms: Vec<(usize, f64)> = column.posts().map(|post| (post, 1.0)).collect();
        terms.push((self.row_of[column.person], 1.0));
        self.solver.add_column(column.cost, 0.0, 1.0, &terms, false);
        self.pool.push(column);
        true
    }

    /// Leaves the rosters that agree with what is settled of each person's days in the choice, and no others.
    pub fn keep(&mut self, kept: &[Vec<Kept>]) {
        self.banned.resize(self.pool.len(), false);
        for (at, column) in self.pool.iter().enumerate() {
            let banned = column.row.iter().zip(&kept[column.person]).any(|(post, kept)| !kept.allows(*post));
            if banned != self.banned[at] {
                self.banned[at] = banned;
                self.solver.set_column_bounds(self.slack + at, 0.0, if banned { 0.0 } else { 1.0 });
            }
        }
    }

    /// Whether a roster of the pool is out of the choice.
    pub fn is_banned(&self, at: usize) -> bool {
        self.banned.get(at).is_some_and(|is_banned| *is_banned)
    }

    /// Makes what is taken of the rosters of the pool one of everybody in all, of hers in the choice alike where it is none; gives what that
    /// costs, the people and posts of others aside.
    pub fn shared(&self, taken: &mut Vec<f64>) -> f64 {
        taken.resize(self.pool.len(), 0.0);
        let mut sums = vec![(0.0, 0.0); self.job.people.len()];
        for (at, column) in self.pool.iter().enumerate().filter(|(at, _)| !self.is_banned(*at)) {
            let (sum, count) = &mut sums[column.person];
            (*sum, *count) = (*sum + taken[at], *count + 1.0);
        }
        let mut present = self.present.clone();
        let mut cost = 0.0;
        for (at, (column, taken)) in self.pool.iter().zip(&mut *taken).enumerate() {
            let (sum, count) = sums[column.person];
            *taken = if self.is_banned(at) {
                0.0
            } else if sum > 0.0 {
                *taken / sum
            } else {
                1.0 / count
            };
            cost += *taken * column.cost;
            column.posts().for_each(|post| present[post] += *taken);
        }
        // Where there may be none too many, those who are cost what stands for "never", so that there is a way back.
        let of_post = |(cover, present): (&Cover, f64)| match cover.surplus {
            None if present > cover.wanted() => self.job.never * (present - cover.wanted()),
            _ => cover.cost(present),
        };
        cost + self.job.covers.iter().zip(present).map(of_post).sum::<f64>()
    }

    /// Solves the linear program; `None` when it was stopped before its end. `grown` tells that columns were added since
    /// the last time, not bounds changed.
    pub fn solve(&mut self, grown: bool, meter: &Meter<'_>, until: Mark) -> Option<Solved> {
        self.solver.set_primal(grown);
        let limits = meter.limits(until, 0.0, u64::MAX);
        let run = self.solver.run(None, limits, &|| meter.is_stopped(), &mut |_, _| {});
        meter.spend(run.work);
        if !run.complete {
            return None;
        }
        let values = run.values?;
        let duals = self.solver.row_duals();
        Some(Solved {
            objective: run.bound,
            values: values[self.slack..].to_vec(),
            worth: duals[..self.job.covers.len()].to_vec(),
            people: duals[self.job.covers.len()..].to_vec(),
        })
    }

    /// The best whole choice among the rosters found, from a start (positions in the pool), within limits. Gives the
    /// positions chosen, if any, and the bound over these rosters.
    pub fn whole(&mut self, start: &[usize], meter: &Meter<'_>, limits: RunLimits) -> (Option<Vec<usize>>, f64) {
        let mut values = Vec::with_capacity(self.slack + self.pool.len());
        let mut here = self.present.clone();
        for column in start {
            self.pool[*column].posts().for_each(|post| here[post] += 1.0);
        }
        for (cover, here) in self.job.covers.iter().zip(&here) {
            let mut missing = (cover.wanted() - here).max(0.0);
            let mut bands = vec![0.0; cover.bands.len()];
            for (value, (width, _)) in bands.iter_mut().zip(&cover.bands).rev() {
                *value = missing.min(*width);
                missing -= *value;
            }
            values.extend(bands);
            if cover.surplus.is_some() {
                values.push((here - cover.wanted()).max(0.0));
            }
        }
        values.resize(self.slack + self.pool.len(), 0.0);
        for column in start {
            values[self.slack + column] = 1.0;
        }
        self.solver.set_whole(self.slack, true);
        let run = self.solver.run(Some(&values), limits, &|| meter.is_stopped(), &mut |_, _| {});
        meter.spend(run.work);
        self.solver.set_whole(self.slack, false);
        let chosen =
            run.values.map(|values| (0..self.pool.len()).filter(|column| values[self.slack + column] > 0.5).collect());
        (chosen, run.bound)
    }

    /// The value at some prices if everybody came to `least` in all: no plan is better (Lagrange; valid for any prices, so a
    /// generation may be stopped at any time). Prices must be in their range, see [`Self::clip`].
    pub fn lagrangian(&self, worth: &[f64], least: f64) -> f64 {
        let mut bound = least;
        for ((cover, worth), present) in self.job.covers.iter().zip(worth).zip(&self.present) {
            bound += worth * (cover.wanted() - present);
            for (width, price) in &cover.bands {
                bound += width * (price - worth).min(0.0);
            }
        }
        bound
    }

    /// By post: how many are missing at some prices (too many, below 0) when everybody takes her first roster `found`; none where at its
    /// price persons may as well be missing or too many. When these rosters are the best at the prices it is the subgradient of
    /// [`Self::lagrangian`] of the least norm.
    pub fn lacking(&self, worth: &[f64], found: &[Found]) -> Vec<f64> {
        let mut lacking: Vec<f64> =
            self.job.covers.iter().zip(&self.present).map(|(cover, present)| cover.wanted() - present).collect();
        for column in found.iter().filter_map(|found| found.columns.first()) {
            column.posts().for_each(|post| lacking[post] -= 1.0);
        }
        for ((lacking, worth), cover) in lacking.iter_mut().zip(worth).zip(&self.job.covers) {
            let left_out = |is_cheap: &dyn Fn(f64) -> bool| {
                cover.bands.iter().filter(|(_, price)| is_cheap(*price)).map(|(width, _)| width).sum::<f64>()
            };
            let least = *lacking - left_out(&|price| price <= *worth);
            let most = match cover.surplus {
                Some(surplus) if *worth <= -surplus => f64::INFINITY,
                _ => *lacking - left_out(&|price| price < *worth),
            };
            *lacking = least.max(0.0) + most.min(0.0);
        }
        lacking
    }

    /// Brings prices into the range in which [`Self::lagrangian`] is a bound.
    pub fn clip(&self, worth: &mut [f64]) {
        for (cover, worth) in self.job.covers.iter().zip(worth) {
            if let Some(surplus) = cover.surplus {
                *worth = worth.max(-surplus);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Master;
    use crate::domain::roster::{Band, Price};
    use crate::engines::columns::job::Job;
    use crate::engines::columns::person::Found;
    use crate::engines::columns::tests::{roster_of, worths};
    use crate::random::Random;

    /// From any prices to any others the bound rises by no more than what is missing, times how far the prices move.
    #[test]
    fn what_is_missing_is_the_slope_of_the_bound() {
        let (mut compared, mut flat) = (0, 0);
        for seed in 0..60 {
            let mut random = Random::new(4_000 + seed);
            let mut roster = roster_of(&mut random, 6, 2);
            for post in &mut roster.posts {
                post.bands.push(Band { persons: 2, missing: Price::Units(4.0) });
                post.surplus = (random.below(2) == 0).then_some(2.0);
            }
            let job = Job::new(&roster);
            let master = Master::new(&job, vec![0, 1], vec![0.0; job.covers.len()], 1);
            let mut at = |master: &Master<'_>| -> Option<(Vec<f64>, Vec<Found>, f64)> {
                let mut worth = worths(&mut random, job.covers.len());
                master.clip(&mut worth);
                let found: Vec<Found> =
                    (0..2).map(|person| job.people[person].price(person, &worth, 1, None)).collect::<Option<_>>()?;
                let bound = master.lagrangian(&worth, found.iter().map(|found| found.least).sum());
                Some((worth, found, bound))
            };
            let Some((here, found, bound)) = at(&master) else { continue };
            let slope = master.lacking(&here, &found);
            flat += slope.iter().filter(|slope| **slope == 0.0).count();
            for _ in 0..20 {
                let Some((there, _, value)) = at(&master) else { continue };
                let most: f64 =
                    slope.iter().zip(there.iter().zip(&here)).map(|(slope, (to, from))| slope * (to - from)).sum();
                assert!(value <= bound + most + 1e-6, "seed {seed}: {value} is above {bound} and {most}");
                compared += 1;
            }
        }
        assert!(compared > 500 && flat > 20, "{compared} compared, {flat} posts with nothing missing");
    }
}
