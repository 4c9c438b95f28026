//! Parts of the people and the weeks planned again while all else stays, until the time is over.

use super::generate::Reach;
use super::meter::Mark;
use super::person::Column;
use super::run::Run;
use super::search::{self, Pace, Tried, Way};
use crate::random::Random;
use std::sync::Arc;

/// Simplex iterations of one whole neighbourhood.
pub const WHOLE_WORK: u64 = 20_000;

/// How parts are planned again, and how many days they have.
const WAYS: [(Way, usize); 22] = [
    (Way::Near(WHOLE_WORK), 21),
    (Way::Near(WHOLE_WORK), 14),
    (Way::Near(WHOLE_WORK), 7),
    (Way::Whole(WHOLE_WORK), usize::MAX),
    (Way::Varied(WHOLE_WORK), usize::MAX),
    (Way::Varied(WHOLE_WORK), 28),
    (Way::Dive(Pace::People), usize::MAX),
    (Way::Whole(WHOLE_WORK), 42),
    (Way::Whole(WHOLE_WORK), 28),
    (Way::Whole(WHOLE_WORK), 21),
    (Way::Whole(WHOLE_WORK), 14),
    (Way::Whole(WHOLE_WORK), 10),
    (Way::Dive(Pace::People), 70),
    (Way::Dive(Pace::People), 42),
    (Way::Dive(Pace::People), 28),
    (Way::Dive(Pace::Days(0.1)), 21),
    (Way::Dive(Pace::People), 14),
    (Way::Dive(Pace::Days(0.1)), 10),
    (Way::Descent(WHOLE_WORK), usize::MAX),
    (Way::Descent(WHOLE_WORK), 28),
    (Way::Descent(WHOLE_WORK), 21),
    (Way::Descent(WHOLE_WORK), 14),
];

/// How much of what a way gained counts after each further try of it.
const FADING: f64 = 0.8;

/// Seconds of a part that should have been smaller.
const SLOW: f64 = 2.0;

/// The same of a descent: it may be much larger.
const SLOW_DESCENT: f64 = 6.0;

/// How many people a part begins with.
fn first_size(way: Way, length: usize, people: usize) -> f64 {
    let days = match way {
        Way::Descent(_) => 1_000.0,
        Way::Dive(_) => 500.0,
        _ => 170.0,
    };
    (days / length as f64).max(4.0).min(people as f64)
}

impl Run<'_> {
    /// Plans parts again, from the plan at hand, on this thread until the time is over.
    pub fn neighbourhoods(&self, thread: usize) {
        self.neighbourhoods_until(thread, self.meter.end(), &|| false);
    }

    /// The same until a mark is reached or the plan is good enough.
    pub fn neighbourhoods_until(&self, thread: usize, until: Mark, is_enough: &dyn Fn() -> bool) {
        let Self { job, meter, limits, .. } = *self;
        let mut random = Random::new(u64::from(limits.seed) << 8 | thread as u64);
        // By way and length of the part: how many people it may have.
        let mut sizes = WAYS.map(|(way, length)| first_size(way, length, job.people.len()));
        let mut gains = Gains::default();
        let mut hints = self.hints();
        while !meter.is_over(until) && !is_enough() {
            let mut own = self.plan();
            let known = std::mem::replace(&mut hints, self.hints());
            // With the rosters of the linear program at hand what went badly before may go well.
            if !Arc::ptr_eq(&known, &hints) {
                sizes = WAYS.map(|(way, length)| first_size(way, length, job.people.len()));
                gains = Gains::default();
            }
            let kind = gains.choose(&mut random);
            let (way, length) = WAYS[kind];
            let size = &mut sizes[kind];
            let part = search::part(job, &own, length, *size as usize, &mut random);
            let near: Vec<Column> = part.people.iter().flat_map(|person| hints[*person].iter().cloned()).collect();
            let began = meter.now();
            let slow = if matches!(way, Way::Descent(_)) { SLOW_DESCENT } else { SLOW };
            let reach =
                Reach { until: began + 2.0 * slow, gap: 0.3, rounds: 30, threads: 1, want: 3, ..self.reach(1.0) };
            let before = own.cost;
            let tried = search::again(job, &mut own, &part, &near, way, &mut random, &reach);
            // As large as the time allows: small parts are soon exhausted.
            let seconds = meter.now() - began;
            // A point is worth more the fewer are left.
            let open = before - self.bound().max(0.0);
            gains.heed(kind, (before - own.cost) / open.max(1.0), seconds);
            if seconds > slow {
                *size = (*size * 0.7).max(2.0);
            } else if tried == Tried::Open && !matches!(way, Way::Dive(_) | Way::Descent(_)) {
                *size = (*size * 0.9).max(2.0);
            } else if seconds < slow / 4.0 && tried != Tried::Better {
                *size = (*size * 1.2).min(job.people.len() as f64);
            }
            if matches!(tried, Tried::Better | Tried::Same) {
                // What others found meanwhile stays where both go together.
                let now = self.plan();
                if now.cost < before - 1e-6
                    && let Some(both) = search::both(job, &now, &part, &own)
                    && both.cost < own.cost
                {
                    own = both;
                }
                self.offer(own, before);
            }
        }
    }
}

/// What share of what was open each of [`WAYS`] has closed of late, and in what time.
#[derive(Debug, Default)]
struct Gains([(f64, f64); WAYS.len()]);

impl Gains {
    /// The one that gains most in its time; every third time any, and every other one that has not been tried while there are such.
    fn choose(&self, random: &mut Random) -> usize {
        let untried: Vec<usize> = (0..WAYS.len()).filter(|kind| self.0[*kind].1 <= 0.0).collect();
        let any = if untried.is_empty() { random.below(WAYS.len() as u32) as usize } else { *random.pick(&untried) };
        if random.below(if untried.is_empty() { 3 } else { 2 }) == 0 {
            return any;
        }
        let rate = |kind: usize| self.0[kind].0 / self.0[kind].1.max(1e-3);
        let best = (0..WAYS.len()).max_by(|a, b| rate(*a).total_cmp(&rate(*b))).unwrap_or(any);
        if rate(best) > 0.0 { best } else { any }
    }

    /// Hears what one came to; what lies back counts less and less.
    fn heed(&mut self, kind: usize, gain: f64, seconds: f64) {
        let (known, spent) = &mut self.0[kind];
        *known = *known * FADING + gain.max(0.0);
        *spent = *spent * FADING + seconds.max(1e-3);
    }
}
