//! Prices that learn. Everybody in turn takes the roster that is best for her at the prices of the day, which rise where people are
//! missing and fall where they are too many: a method of multipliers whose inner problem is gone through person by person (Hestenes
//! 1969, *Multiplier and gradient methods*; Wedelin 1995, *An algorithm for large scale 0–1 integer programming with application to
//! airline crew scheduling*, does the like with single bits). At first prices hardly yield to what the others do now, and everybody
//! looks for her place in the whole; later they yield more and more, until each takes what the others leave.
//!
//! It needs no linear program, so it goes as far as the networks of the people do: a year of fifty people within a minute.

use super::corridor::Reach;
use super::cover::Cover;
use super::job::Job;
use super::meter::Meter;
use super::person::{Column, Person};
use super::plan::Plan;
use super::run::Run;
use crate::random::Random;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How far prices yield to one person missing or too many, as a share of what a missing one costs: at first and at the end.
const YIELD: [f64; 2] = [0.05, 0.3];

/// How far they learn from it for the next turn, at first and at the end.
const LEARN: [f64; 2] = [0.05, 0.003];

/// How much prices differ from one asking to the next, at first and at the end: where many days are alike, everybody would else go to the
/// same ones, and no fine would tell them apart.
const NOISE: [f64; 2] = [0.1, 0.001];

/// So many plan at a time, each without knowing of the others: always as many, so that threads change nothing.
const AT_ONCE: usize = 2;

/// Most turns.
const MOST: f64 = 400.0;

/// Where there is no time for so many, everybody stays nearer to the roster that she has: that takes half the time.
const ENOUGH: f64 = 120.0;

/// Share of the time that is left.
const SHARE: f64 = 0.5;

/// How often somebody is asked until she has a roster, as a rule.
const ASKED: f64 = 2.0;

/// How prices move in a turn.
#[derive(Clone, Copy)]
struct Terms {
    noise: f64,
    yields: f64,
    learns: f64,
    /// How far somebody goes from the roster that she has.
    reach: Reach,
}

impl Run<'_> {
    /// Plans everybody in turn at prices that learn; gives what posts are worth in the end.
    pub fn trade(&self) -> Vec<f64> {
        let Self { job, meter, limits, .. } = *self;
        let (began, until) = (meter.now(), meter.share(SHARE));
        let usual = job.usual();
        let mut random = Random::new(u64::from(limits.seed));
        let mut worth = vec![0.0; job.covers.len()];
        let mut plan = self.plan();
        let mut best = plan.cost;
        let mut turns = 0.0;
        while !meter.is_over(until) && turns < MOST {
            let done = ((meter.now() - began) / (until - began)).max(turns / MOST);
            let between = |[first, last]: [f64; 2]| usual * first * (last / first).powf(done);
            // The pace of the turns so far tells how many there is time for.
            let fits = turns * (until - began) / (meter.now() - began).max(1e-6);
            let reach = if turns > 0.0 && fits < ENOUGH { Reach::NARROW } else { Reach::WIDE };
            let terms = Terms { reach, noise: between(NOISE), yields: between(YIELD), learns: between(LEARN) };
            turn(job, &mut plan, &mut worth, terms, &mut random, (self.threads(), meter));
            turns += 1.0;
            plan.cost = job.cost(&plan.columns);
            if plan.cost < best {
                best = plan.cost;
                self.offer(plan.clone(), f64::INFINITY);
            }
        }
        worth
    }

    /// How long a turn of everybody over all days takes, roughly.
    pub fn turn_seconds(&self) -> f64 {
        let Self { job, meter, .. } = *self;
        let threads = if meter.counts_work() { 1.0 } else { self.threads().min(AT_ONCE) as f64 };
        let once: u64 = job.people.iter().map(Person::work).sum();
        ASKED * Meter::seconds_of(once) / threads
    }
}

/// Everybody plans once, then the prices learn.
fn turn(
    job: &Job,
    plan: &mut Plan,
    worth: &mut [f64],
    terms: Terms,
    random: &mut Random,
    (threads, meter): (usize, &Meter<'_>),
) {
    let mut order: Vec<usize> = (0..job.people.len()).collect();
    random.shuffle(&mut order);
    for people in order.chunks(AT_ONCE) {
        if meter.is_stopped() {
            return;
        }
        let people: Vec<(usize, u32)> = people.iter().map(|person| (*person, random.below(u32::MAX))).collect();
        for (column, work) in answers(job, plan, &people, &*worth, terms, threads) {
            meter.spend(work);
            plan.replace(column);
        }
    }
    for ((worth, cover), present) in worth.iter_mut().zip(&job.covers).zip(&plan.present) {
        let now = cover.eased(*present, *worth, terms.yields);
        if now.is_finite() {
            *worth += (terms.learns / terms.yields).min(1.0) * (now - *worth);
        }
    }
}

/// What some people, each with a seed of her own, would rather do.
fn answers(
    job: &Job,
    plan: &Plan,
    people: &[(usize, u32)],
    worth: &[f64],
    terms: Terms,
    threads: usize,
) -> Vec<(Column, u64)> {
    let answer = |(person, seed): (usize, u32)| {
        let others = plan.others(&[person]);
        let mut random = Random::new(u64::from(seed));
        let price = |((cover, others), worth): ((&Cover, &f64), &f64)| match cover.one_more(*others) {
            f64::INFINITY => f64::NEG_INFINITY,
            // What has no price does not yield.
            cost if -cost >= job.never => -cost,
            // Half of her is there already: the slope in the middle of what she changes.
            _ => cover.eased(others + 0.5, *worth, terms.yields) + terms.noise * random.unit(),
        };
        let prices: Vec<f64> = job.covers.iter().zip(&others).zip(worth).map(price).collect();
        job.people[person].answer(person, &prices, Some(&plan.columns[person].row), terms.reach)
    };
    if threads < 2 {
        return people.iter().filter_map(|person| answer(*person)).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        while let Some(person) = people.get(next.fetch_add(1, Ordering::Relaxed)) {
            found.extend(answer(*person));
        }
        found
    };
    let mut found: Vec<(Column, u64)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads.min(people.len())).map(|_| scope.spawn(work)).collect();
        handles.into_iter().flat_map(|handle| handle.join().expect("pricing does not panic")).collect()
    });
    found.sort_by_key(|(column, _)| column.person);
    found
}

#[cfg(test)]
mod tests {
    use crate::domain::plan::{Cancel, Limits};
    use crate::domain::roster::{Bound, Roster};
    use crate::engines::columns::job::Job;
    use crate::engines::columns::meter::Meter;
    use crate::engines::columns::plan::Plan;
    use crate::engines::columns::run::Run;
    use crate::engines::columns::tests::roster_of;
    use crate::random::Random;

    /// Six people, four of whom are wanted each day: ten to sixteen days of work each, at most five in a row.
    fn ward(seed: u64) -> Roster {
        let mut roster = roster_of(&mut Random::new(seed), 28, 6);
        roster.posts.iter_mut().for_each(|post| post.bands[0].persons = 2);
        for pattern in &mut roster.patterns {
            pattern.minutes = Bound::hard(0, 28 * 600);
            pattern.days = Bound::hard(10, 16);
            pattern.work_run = Bound::hard(1, 5);
            pattern.rest_run = Bound::hard(1, 28);
            pattern.weekends = Bound::FREE;
            for kind in &mut pattern.kinds {
                (kind.total, kind.run) = (Bound::FREE, Bound::FREE);
            }
        }
        roster
    }

    /// A plan after trading costs no more than the one before, is made of lawful rosters, and is the same with any number of
    /// threads.
    #[test]
    fn trading_betters_lawful_plans_whoever_plans_them() {
        let mut bettered = 0;
        for seed in 0..12 {
            let roster = ward(seed);
            let traded = |threads: u32| {
                let job = Job::new(&roster);
                let limits = Limits { seconds: 60.0, gap: 0.0, threads, seed: 3, work: Some(2_000) };
                let cancel = Cancel::new();
                let meter = Meter::new(&limits, &cancel);
                let rows = vec![None; job.people.len()];
                let first = Plan::first(&job, &rows, &meter).expect("somebody may always work ten days");
                let before = first.cost;
                let run = Run::new(&job, &limits, &meter, &|_| {}, first);
                run.trade();
                let plan = run.plan();
                for column in &plan.columns {
                    assert_eq!(job.people[column.person].shape.cost(&column.row), Some(column.cost), "seed {seed}");
                }
                assert!((job.cost(&plan.columns) - plan.cost).abs() < 1e-6 && plan.cost <= before, "seed {seed}");
                (before, plan.cost, plan.columns)
            };
            let alone = traded(1);
            assert_eq!(alone, traded(2), "seed {seed}");
            bettered += usize::from(alone.1 < alone.0);
        }
        assert!(bettered > 6, "{bettered} of 12 plans were bettered");
    }
}
