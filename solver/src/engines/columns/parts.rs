//! Long horizons: planned at prices that learn where no part spans them, then part by part from the first day to the last.

use super::generate::{Generated, Reach};
use super::run::Run;
use super::search::{self, Part};

/// Share of the time for the parts of a longer horizon.
const PARTS: f64 = 0.35;

/// Share of what is left before that for a bound.
const BOUND: f64 = 0.15;

/// People × days² of the parts that are planned in a second, where nothing is known yet.
const PART_SPEED: f64 = 50_000.0;

/// Parts whose linear program is left further from its bound than this share of the plan's cost should have been shorter.
const PART_OPEN: f64 = 0.02;

/// Most days of a part.
const LONGEST_PART: usize = 63;

/// A long horizon is gone through again as long as that betters it by this share.
const LEAST_TURN: f64 = 0.002;

impl Run<'_> {
    /// Plans a long horizon in parts, one that no part spans at prices that learn before; the prices give a bound.
    pub fn in_parts(&self, look: Option<Generated>) {
        let days = self.job.posts_from.len() - 1;
        let worth = if days > LONGEST_PART { Some(self.trade()) } else { look.map(|look| look.worth) };
        if let Some(mut worth) = worth {
            self.lift(&mut worth, &self.reach(BOUND));
        }
        self.parts();
        std::thread::scope(|scope| {
            for thread in 0..if self.meter.counts_work() { 1 } else { self.threads() } {
                scope.spawn(move || self.neighbourhoods(thread));
            }
        });
    }

    /// Betters the plan of a long horizon part by part from the first day to the last, each with some days of the next, and
    /// again from elsewhere while that helps. The parts are as long as their linear programs can be solved in the time that
    /// there is for each.
    fn parts(&self) {
        let Self { job, meter, .. } = *self;
        let mut plan = self.plan();
        let days = job.posts_from.len() - 1;
        let people: Vec<usize> = (0..job.people.len()).collect();
        let ends = meter.share(PARTS);
        let longest = (days / 2).clamp(7, LONGEST_PART) / 7;
        let step = |weeks: usize| 7 * (weeks * 2).div_ceil(3);
        let needed = |weeks: usize| {
            let parts = days.div_ceil(step(weeks)) as f64;
            parts * (people.len() * 49 * weeks * weeks) as f64 / PART_SPEED
        };
        let mut weeks = (1..=longest).rev().find(|weeks| needed(*weeks) <= meter.left(ends)).unwrap_or(1);
        for turn in 0.. {
            let known = plan.cost;
            let began = meter.now();
            // Each time the parts begin elsewhere.
            let mut from = if turn % 2 == 0 { 0 } else { 7 * (weeks / 3) };
            while from < days && !meter.is_stopped() {
                // A turn that was begun goes on to its end, unless there is no time at all.
                let step = step(weeks);
                let slot = meter.left(ends) * (step as f64 / (days - from) as f64).min(1.0);
                let now = meter.now();
                let reach = Reach { until: now + slot, gap: 0.3, ..self.reach(1.0) };
                let part = Part { people: people.clone(), window: from..(from + 7 * weeks).min(days) };
                let found = search::through(job, &mut plan, &part, &reach);
                if found.is_some() {
                    self.offer(plan.clone(), f64::INFINITY);
                }
                let open = found.unwrap_or(f64::INFINITY);
                if open > PART_OPEN * known {
                    weeks = (weeks * 3 / 4).max(1);
                } else if meter.now() - now < slot / 2.0 {
                    weeks = (weeks + weeks.div_ceil(4)).min(longest);
                }
                from += step;
            }
            let pace = meter.now() - began;
            let helped = plan.cost <= known * (1.0 - LEAST_TURN);
            if !helped || meter.left(ends) < pace / 2.0 || meter.is_stopped() {
                break;
            }
        }
    }
}
