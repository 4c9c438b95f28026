//! Column generation: the master sets prices, each person answers with her best rosters, and so on until nobody has a
//! better one. At any prices the answers give a bound (Lagrange). Prices are smoothed towards those of the best bound so
//! far, as much as the slope of the bound there asks for (Pessoa, Sadykov, Uchoa & Vanderbeck 2018, *Automation and combination of
//! linear-programming based stabilization techniques in column generation*).

use super::approach::approach;
use super::job::Job;
use super::master::{Master, Solved};
use super::meter::{Mark, Meter};
use super::person::{Found, Person};
use super::prices::Kept;
use crate::random::Random;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How far a generation may go.
#[derive(Clone, Copy)]
pub struct Reach<'a> {
    /// The stopwatch of the run.
    pub meter: &'a Meter<'a>,
    /// When to stop.
    pub until: Mark,
    /// Stop when master and bound are this close.
    pub gap: f64,
    /// Stop when the bound is above this; at corners also when it will be no higher once rounded up to what plans may cost.
    pub cutoff: Option<f64>,
    /// Most rounds.
    pub rounds: usize,
    /// Threads for pricing.
    pub threads: usize,
    /// Rosters asked of each person at a time.
    pub want: usize,
    /// By person: what is settled of her days.
    pub kept: Option<&'a [Vec<Kept>]>,
    /// Prices that are known to be near the right ones: a generation begins by asking at them.
    pub near: Option<&'a [f64]>,
    /// Whether prices are to come from the middle, see [`approach`].
    pub middle: bool,
    /// How much of each roster of the pool was taken where it begins then.
    pub taken: &'a [f64],
}

impl Reach<'_> {
    /// Whether it is time to stop.
    pub fn is_over(&self) -> bool {
        self.meter.is_over(self.until)
    }
}

/// What a generation gave.
#[derive(Debug, Clone)]
pub struct Generated {
    /// Value of the master, the people and posts of others aside.
    pub value: f64,
    /// How much it takes of each roster of the pool.
    pub values: Vec<f64>,
    /// No plan of the master's people is better.
    pub bound: f64,
    /// Prices of the bound.
    pub worth: Vec<f64>,
    /// By open person: what her best roster comes to at them.
    pub least: Vec<f64>,
    /// Whether nobody has a better roster any more.
    pub complete: bool,
}

/// Why a generation gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// Somebody has no lawful roster: there is no plan.
    NoRoster,
    /// It was stopped before anything was known, or somebody's network is too large.
    Stopped,
}

/// Asks some people for their best rosters at some prices.
fn ask(
    job: &Job,
    people: &[usize],
    reach: &Reach<'_>,
    answer: impl Fn(&Person, usize) -> Option<Found> + Sync,
) -> Result<Vec<Found>, Failed> {
    let threads = reach.threads;
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(person) = people.get(at) else { return found };
            if reach.meter.is_stopped() {
                return found;
            }
            found.push((at, answer(&job.people[*person], *person)));
        }
    };
    let mut all: Vec<(usize, Option<Found>)> = if threads <= 1 {
        work()
    } else {
        std::thread::scope(|scope| {
            let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            handles.into_iter().flat_map(|handle| handle.join().expect("pricing does not panic")).collect()
        })
    };
    if all.len() < people.len() {
        return Err(Failed::Stopped);
    }
    all.sort_by_key(|(at, _)| *at);
    let why = |at: usize| if job.people[people[at]].is_laid_out() { Failed::NoRoster } else { Failed::Stopped };
    let all: Vec<Found> = all.into_iter().map(|(at, found)| found.ok_or_else(|| why(at))).collect::<Result<_, _>>()?;
    reach.meter.spend(all.iter().map(|found| found.work).sum());
    Ok(all)
}

/// The cheapest rosters of some people at prices for posts.
pub fn price(job: &Job, people: &[usize], worth: &[f64], reach: &Reach<'_>) -> Result<Vec<Found>, Failed> {
    ask(job, people, reach, |person, at| person.price(at, worth, reach.want, reach.kept.map(|kept| &kept[at][..])))
}

/// Length of the first steps of a bound, as a share of what is left to the target.
const PACE: f64 = 0.3;

/// After so many steps without a better bound they get shorter.
const PATIENCE: usize = 6;

/// How much of the last direction a step keeps.
const DEFLECTION: f64 = 0.6;

/// How often people are asked at prices that are varied, and how widely.
const VARIED: usize = 3;

/// See [`VARIED`].
const VARIANCE: f64 = 0.6;

/// Most that prices keep of those of the best bound.
const SMOOTHEST: f64 = 0.95;

/// Reduced costs below this count as better.
const BETTER: f64 = 1e-6;

/// Generates until nobody has a better roster, the gap is reached or the time is over. `report` hears (rosters, bound).
///
/// # Errors
/// See [`Failed`].
pub fn generate(
    master: &mut Master<'_>,
    reach: &Reach<'_>,
    report: &mut dyn FnMut(usize, f64),
) -> Result<Generated, Failed> {
    if reach.middle {
        return approach(master, reach, report);
    }
    let asked = master.people.clone();
    let mut center: Option<(Vec<f64>, f64, Vec<f64>)> = None;
    let mut last: Option<Solved> = None;
    let mut smoothing: f64 = 0.5;
    let mut rounds = 0;
    let mut complete = false;
    let mut grown = false;
    if let Some(near) = reach.near {
        let mut worth = near.to_vec();
        master.clip(&mut worth);
        let found = price(master.job, &asked, &worth, reach)?;
        let least: Vec<f64> = found.iter().map(|found| found.least).collect();
        center = Some((worth.clone(), master.lagrangian(&worth, least.iter().sum()), least));
        for column in found.into_iter().flat_map(|found| found.columns) {
            master.add(column);
        }
    }
    while let Some(solved) = master.solve(grown, reach.meter, reach.until) {
        grown = true;
        rounds += 1;
        let best = center.as_ref().map_or(f64::NEG_INFINITY, |(_, bound, _)| *bound);
        report(master.pool.len(), best);
        last = Some(solved.clone());
        let is_near = solved.objective - best <= reach.gap;
        let round = |bound: f64| master.job.round(bound);
        let is_told = reach.cutoff.is_some_and(|cutoff| best > cutoff || round(best) >= round(solved.objective));
        if is_near || is_told || rounds >= reach.rounds || reach.is_over() {
            complete = is_near;
            break;
        }
        let mut alpha = if center.is_some() { smoothing } else { 0.0 };
        let (mut added, mut rises) = (0, false);
        loop {
            let mut worth = solved.worth.clone();
            if let Some((center, ..)) = center.as_ref().filter(|_| alpha > 0.0) {
                for (own, other) in worth.iter_mut().zip(center) {
                    *own = alpha * other + (1.0 - alpha) * *own;
                }
            }
            master.clip(&mut worth);
            // What was known before it was stopped stays.
            let found = match price(master.job, &asked, &worth, reach) {
                Err(Failed::Stopped) if center.is_some() => break,
                found => found?,
            };
            let least: Vec<f64> = found.iter().map(|found| found.least).collect();
            let bound = master.lagrangian(&worth, least.iter().sum());
            if let Some((center, ..)) = center.as_ref().filter(|_| alpha > 0.0) {
                let lacking = master.lacking(&worth, &found);
                let ahead = solved.worth.iter().zip(center).map(|(out, center)| out - center);
                let slope: f64 = lacking.iter().zip(ahead).map(|(lacking, ahead)| lacking * ahead).sum();
                rises = slope > 0.0;
            }
            if center.as_ref().is_none_or(|(_, best, _)| bound > *best) {
                center = Some((worth, bound, least));
            }
            for (at, found) in found.into_iter().enumerate() {
                for column in found.columns {
                    if column.at(&solved.worth) - solved.people[at] < -BETTER && master.add(column) {
                        added += 1;
                    }
                }
            }
            if added > 0 || alpha <= 0.0 || reach.is_over() {
                break;
            }
            alpha = if alpha > 0.3 { alpha - 0.3 } else { 0.0 };
        }
        if reach.meter.is_stopped() {
            break;
        }
        // Where the bound still rises towards the prices of the master, smoothing held back too much.
        smoothing = match (rises, smoothing >= 0.5) {
            (true, true) => smoothing / 1.1,
            (true, false) => (smoothing - 0.1 * (1.0 - smoothing)).max(0.0),
            (false, _) => (smoothing + 0.1 * (1.0 - smoothing)).min(SMOOTHEST),
        };
        if added == 0 {
            complete = alpha <= 0.0;
            break;
        }
    }
    let solved = last.ok_or(Failed::Stopped)?;
    let (worth, bound, least) = center.ok_or(Failed::Stopped)?;
    let Solved { objective: value, values, .. } = solved;
    Ok(Generated { value, values, bound, worth, least, complete })
}

/// Adds rosters that are best at prices near some others: a linear program asks only for what its own solution lacks, and the
/// best whole plan is seldom made of these alone.
pub fn vary(master: &mut Master<'_>, worth: &[f64], random: &mut Random, reach: &Reach<'_>) {
    let asked = master.people.clone();
    for _ in 0..VARIED {
        let mut near: Vec<f64> = worth.iter().map(|worth| worth * (1.0 + VARIANCE * (random.unit() - 0.5))).collect();
        master.clip(&mut near);
        let Ok(found) = price(master.job, &asked, &near, reach) else { return };
        for column in found.into_iter().flat_map(|found| found.columns) {
            master.add(column);
        }
    }
}

/// A bound from prices for posts, bettered by steps along what is missing and what is too many while time allows (Held,
/// Wolfe & Crowder 1974, *Validation of subgradient optimization*). `None` when somebody has no lawful roster.
pub fn bound(master: &Master<'_>, worth: &mut Vec<f64>, target: f64, reach: &Reach<'_>) -> Option<f64> {
    let mut best = f64::NEG_INFINITY;
    master.clip(worth);
    let mut here = worth.clone();
    let mut direction = vec![0.0; here.len()];
    let (mut pace, mut stale) = (PACE, 0);
    loop {
        let found = match ask(master.job, &master.people, reach, |person, at| person.floor(at, &here)) {
            Err(Failed::Stopped) if best > f64::NEG_INFINITY => return Some(best),
            found => found.ok()?,
        };
        let value = master.lagrangian(&here, found.iter().map(|found| found.least).sum());
        if value > best {
            best = value;
            worth.clone_from(&here);
            stale = 0;
        } else {
            stale += 1;
        }
        if reach.is_over() || pace < 1e-3 {
            return Some(best);
        }
        if stale >= PATIENCE {
            pace *= 0.6;
            stale = 0;
            here.clone_from(worth);
            direction.fill(0.0);
            continue;
        }
        let lacking = master.lacking(&here, &found);
        for (direction, lacking) in direction.iter_mut().zip(&lacking) {
            *direction = DEFLECTION * *direction + (1.0 - DEFLECTION) * lacking;
        }
        let norm: f64 = direction.iter().map(|direction| direction * direction).sum();
        if norm == 0.0 {
            return Some(best);
        }
        let length = pace * (target - value).max(1e-3 * best.abs().max(1.0)) / norm;
        for (worth, direction) in here.iter_mut().zip(&direction) {
            *worth += length * direction;
        }
        master.clip(&mut here);
    }
}
