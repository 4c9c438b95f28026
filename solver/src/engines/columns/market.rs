//! Prices that learn. Everybody in turn takes the roster that is best for her at the prices of the day, which rise where people are
//! missing and fall where they are too many: a method of multipliers whose inner problem is gone through person by person (Hestenes
//! 1969, *Multiplier and gradient methods*; Wedelin 1995, *An algorithm for large scale 0–1 integer programming with application to
//! airline crew scheduling*, does the like with single bits). At first prices hardly yield to what the others do now, and everybody
//! looks for her place in the whole; later they yield more and more, until each takes what the others leave.
//!
//! It needs no linear program, so it goes as far as the networks of the people do: a year of fifty people within a minute.

use super::cover::Cover;
use super::job::{Column, Job, Person};
use super::meter::Meter;
use super::plan::Plan;
use super::run::Run;
use super::search::{Cut, Part, with};
use crate::random::Random;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How far prices yield to one person missing or too many, as a share of what a missing one costs: at first and at the end.
const YIELD: [f64; 2] = [0.01, 0.3];

/// How far they learn from it for the next turn, at first and at the end.
const LEARN: [f64; 2] = [0.01, 0.003];

/// So many plan at a time, each without knowing of the others: always as many, so that threads change nothing.
const AT_ONCE: usize = 2;

/// So many turns come near what more of them would give, and most turns.
const ENOUGH: f64 = 60.0;

/// See [`ENOUGH`].
const MOST: f64 = 300.0;

/// Share of the time that is left, at least and at most.
const SHARE: [f64; 2] = [0.25, 0.75];

/// How often somebody is asked until she has a roster, as a rule.
const ASKED: f64 = 2.0;

/// Turns in each window.
const STAY: usize = 3;

/// Shortest window, weeks.
const SHORTEST: usize = 4;

/// How prices move in a turn.
#[derive(Clone, Copy)]
struct Terms {
    yields: f64,
    learns: f64,
}

impl Run<'_> {
    /// Plans everybody in turn at prices that learn. The longer a turn takes, the less is to be had from linear programs after it, and
    /// the larger its share of the time.
    pub fn trade(&self) {
        let Self { job, meter, limits, .. } = *self;
        let days = job.posts_from.len() - 1;
        let one = self.turn_seconds().max(1e-9);
        let share = (2.0 * ENOUGH * one / meter.left(meter.end()).max(1e-9)).clamp(SHARE[0], SHARE[1]);
        let (began, until) = (meter.now(), meter.share(share));
        let length = window(days, (until - began) / one);
        let usual = usual(job);
        let mut random = Random::new(u64::from(limits.seed));
        let mut worth = vec![0.0; job.covers.len()];
        let mut plan = self.plan();
        let mut best = plan.cost;
        let mut window = 0..length;
        let mut turns = 0.0;
        while !meter.is_over(until) && turns < MOST {
            let done = ((meter.now() - began) / (until - began)).max(turns / MOST);
            let between = |[first, last]: [f64; 2]| usual * first * (last / first).powf(done);
            let terms = Terms { yields: between(YIELD), learns: between(LEARN) };
            if length == days {
                turn(job, &mut plan, &mut worth, terms, &mut random, (self.threads(), meter));
                turns += 1.0;
            } else {
                let Some(found) = self.turns_in(&plan, &window, &mut worth, terms, &mut random) else { return };
                plan = found;
                turns += (STAY * length) as f64 / days as f64;
                window = next(&window, days, &mut random);
            }
            plan.cost = job.cost(&plan.columns);
            if plan.cost < best {
                best = plan.cost;
                self.offer(plan.clone(), f64::INFINITY);
            }
        }
    }

    /// Some turns over the days of a window while the others stay as they are. `None` when somebody's roster is not lawful.
    fn turns_in(
        &self,
        plan: &Plan,
        window: &Range<usize>,
        worth: &mut [f64],
        terms: Terms,
        random: &mut Random,
    ) -> Option<Plan> {
        let part = Part { people: (0..self.job.people.len()).collect(), window: window.clone() };
        let cut = Cut::new(self.job, plan, &part)?;
        let mut inner = cut.plan()?;
        for _ in 0..STAY {
            turn(&cut.inner, &mut inner, &mut worth[cut.posts.clone()], terms, random, (self.threads(), self.meter));
        }
        with(self.job, plan, &part, &inner.columns)
    }

    /// How long a turn of everybody over all days takes, roughly.
    pub fn turn_seconds(&self) -> f64 {
        let Self { job, meter, .. } = *self;
        let threads = if meter.counts_work() { 1.0 } else { self.threads().min(AT_ONCE) as f64 };
        let once: u64 = job.people.iter().map(Person::work).sum();
        ASKED * Meter::seconds_of(once) / threads
    }
}

/// Days that can be gone through often enough when there is time for so many turns over all of them: all, or some weeks.
fn window(days: usize, turns: f64) -> usize {
    // What a table of some days holds grows with their days, and with how far two counts can rise in them; each day is gone
    // through twice.
    let share = (turns / (2.0 * ENOUGH)).sqrt();
    if share > 0.7 { days } else { (7 * ((share * days as f64 / 7.0).round() as usize).max(SHORTEST)).min(days) }
}

/// The window after this one, half of one later; after the last one the first, each time from elsewhere.
fn next(window: &Range<usize>, days: usize, random: &mut Random) -> Range<usize> {
    let (weeks, last) = (window.len() / 7, (days - 1) / 7 * 7);
    let half = weeks.div_ceil(2).max(1);
    let from = if window.end < days { window.start + 7 * half } else { 7 * random.below(half as u32) as usize };
    // The last one ends with the last day.
    let from = from.min(last.saturating_sub(7 * (weeks - 1)));
    let to = from + 7 * weeks;
    from..if to >= last { days } else { to }
}

/// What a missing person costs as a rule.
fn usual(job: &Job) -> f64 {
    let prices = job.covers.iter().filter_map(|cover| cover.bands.last()).map(|(_, price)| *price);
    let prices: Vec<f64> = prices.filter(|price| *price > 0.0 && *price < job.never).collect();
    if prices.is_empty() { 1.0 } else { prices.iter().sum::<f64>() / prices.len() as f64 }
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
        for (column, work) in answers(job, plan, people, &*worth, terms.yields, threads) {
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

/// What some people would rather do.
fn answers(job: &Job, plan: &Plan, people: &[usize], worth: &[f64], yields: f64, threads: usize) -> Vec<(Column, u64)> {
    let answer = |person: usize| {
        let others = plan.others(&[person]);
        let price = |((cover, others), worth): ((&Cover, &f64), &f64)| match cover.one_more(*others) {
            f64::INFINITY => f64::NEG_INFINITY,
            // What has no price does not yield.
            cost if -cost >= job.never => -cost,
            // Half of her is there already: the slope in the middle of what she changes.
            _ => cover.eased(others + 0.5, *worth, yields),
        };
        let prices: Vec<f64> = job.covers.iter().zip(&others).zip(worth).map(price).collect();
        job.people[person].answer(person, &prices)
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
    use super::{ENOUGH, SHORTEST, next, window};
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

    /// Windows begin on Mondays, follow each other without a gap, end with the last day, and begin again.
    #[test]
    fn windows_reach_every_day() {
        for days in [29, 56, 182, 365, 400] {
            let length = 28;
            let (mut here, mut random) = (0..length, Random::new(2));
            let mut seen = vec![0; days];
            let mut rounds = 0;
            for _ in 0..400 {
                assert!(here.start % 7 == 0 && (here.end % 7 == 0 || here.end == days), "{days}: {here:?}");
                seen[here.clone()].iter_mut().for_each(|seen| *seen += 1);
                let then = next(&here, days, &mut random);
                assert!(then.start <= here.end || here.end == days, "{days}: {here:?}, then {then:?}");
                rounds += usize::from(then.start < here.start || here.end == days);
                here = then;
            }
            assert!(seen.iter().all(|seen| *seen > 1) && rounds > 3, "{days}: {rounds} rounds, {seen:?}");
        }
    }

    /// Where there is time for enough turns over all days there is one window; with less time windows are shorter.
    #[test]
    fn windows_are_as_long_as_the_time_allows() {
        assert_eq!(window(364, 2.0 * ENOUGH), 364);
        assert_eq!(window(364, ENOUGH / 8.0), 91);
        assert_eq!(window(364, 0.0), 7 * SHORTEST);
        assert_eq!(window(20, 0.0), 20);
    }
}
