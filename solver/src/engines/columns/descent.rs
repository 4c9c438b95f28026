//! Down from the linear program over all rosters to those that a good plan is made of: day by day is settled, the clearest first, and after
//! each step new rosters are generated from the middle of what is left. A step after which the linear program is much dearer, or not shown
//! to be cheap within a few rounds, is taken back and done by half; a single day that is dear is excluded where that is cheaper. Where little
//! is left open the best choice among the rosters is found by search; where the time is over before, each takes the roster that she has most
//! of, and parts are planned again from there: a leap to the end would lose more.

use super::generate::{Failed, Generated, Reach, generate};
use super::master::Master;
use super::person::Column;
use super::prices::Kept;
use super::run::{Hints, WANTED};
use super::search::settle_days;
use super::tree::settle;

/// Share of all days that a step settles: the first, and the most.
const STEP: [f64; 2] = [0.06, 0.1];

/// Steps grow so much while they cost no more than their linear programs are off.
const GROWTH: f64 = 1.5;

/// A step that makes the linear program dearer by more than this share of it is taken back.
const DEAR: f64 = 0.005;

/// Rounds of generation after a step: one that needs more settles too much.
const ROUNDS: usize = 8;

/// Rounds after what is taken as it is.
const MORE_ROUNDS: usize = 30;

/// Share of its value to which a step's linear program is solved.
const CLOSE: f64 = 2e-3;

/// What is less clear than this may be excluded.
const CLEAR: f64 = 0.99;

/// Steps settle less and less in their time: it is late where the share of the days that is open is above the square of the share of the
/// time that is left. Steps may be as many times as dear then, up to this: beyond that no search mends afterwards what was lost.
const LATEST: f64 = 3.0;

/// It ends where no more than this share of the days is open.
const LEFT: f64 = 0.05;

/// Rosters are worth a look whose reduced cost is within this share of the value.
const NEAR: f64 = 0.02;

/// Of one person so many at most.
const LOOKS: usize = 50;

/// Where a descent ends.
pub struct Landing {
    /// By person: the rosters that are worth a look.
    pub near: Hints,
    /// The roster of each person that is taken most.
    pub largest: Vec<Column>,
    /// Whether little was left open; else the time was over before, or nobody could go on.
    pub is_low: bool,
}

/// Goes down from the linear program of a master over all rosters. `None` when what was settled leaves no plan below the cutoff, or
/// somebody without a roster.
pub fn descend(from: &Master<'_>, root: &Generated, reach: &Reach<'_>) -> Option<Landing> {
    let job = from.job;
    let days = job.posts_from.len() - 1;
    let mut master = Master::new(job, from.people.clone(), from.present.clone(), 1);
    for column in &from.pool {
        master.add(column.clone());
    }
    let mut kept = vec![vec![Kept::Open; days]; job.people.len()];
    let all = (days * job.people.len()) as f64;
    let open = |kept: &[Vec<Kept>]| kept.iter().flatten().filter(|kept| !kept.is_settled()).count() as f64;
    let allowed = reach.meter.left(reach.until).max(1e-6);
    let mut here = root.clone();
    let mut size = STEP[0] * all;
    let mut is_again = false;
    while open(&kept) > LEFT * all && !reach.is_over() {
        let before = kept.clone();
        if !settle_days(&master, &here.values, &mut kept, size as usize, 0.0) {
            break;
        }
        // A program that comes to next to nothing is still one of whole units.
        let scale = here.value.abs().max(job.unit);
        let gap = reach.gap.max(CLOSE * scale);
        // Who is late takes dearer steps.
        let left = reach.meter.left(reach.until) / allowed;
        let late = (open(&before) / all / left.powi(2).max(1e-6)).clamp(1.0, LATEST);
        let dear = gap.max(late * DEAR * scale);
        let step = |master: &mut Master<'_>, kept: &[Vec<Kept>], here: &Generated, is_free: bool| {
            master.keep(kept);
            let cutoff = (!is_free).then_some(here.value + dear);
            let step = Reach {
                gap,
                cutoff: cutoff.into_iter().chain(reach.cutoff).reduce(f64::min),
                rounds: if is_free { MORE_ROUNDS } else { ROUNDS },
                want: WANTED,
                kept: Some(kept),
                middle: true,
                near: Some(&here.worth),
                taken: &here.values,
                ..*reach
            };
            generate(master, &step, &mut |_, _| {})
        };
        match step(&mut master, &kept, &here, false) {
            Ok(next) if next.value <= here.value + dear => {
                if next.value <= here.value + gap && !is_again {
                    size = (size * GROWTH).min(STEP[1] * all);
                }
                (here, is_again) = (next, false);
            }
            _ if size >= 2.0 => {
                size /= 2.0;
                kept = before;
                is_again = true;
            }
            // What is dear by itself she does only where nothing else is cheaper.
            _ => {
                let value =
                    |found: &Result<Generated, Failed>| found.as_ref().map_or(f64::INFINITY, |found| found.value);
                let mut other = before.clone();
                let mut next = step(&mut master, &kept, &here, true);
                if exclude(&master.pool, &here.values, &kept, &mut other) {
                    let without = step(&mut master, &other, &here, true);
                    if value(&without) < value(&next) {
                        (kept, next) = (other, without);
                    }
                }
                // Where there is no roster either way, what was settled before is where it ends.
                let Ok(next) = next else {
                    kept = before;
                    break;
                };
                (here, is_again) = (next, false);
            }
        }
        if reach.cutoff.is_some_and(|cutoff| here.bound > cutoff) {
            return None;
        }
    }
    master.keep(&kept);
    Some(Landing { near: near(&master, &here), largest: largest(&master, &here)?, is_low: open(&kept) <= LEFT * all })
}

/// Settles that what is settled in `kept`, open in `other`, and was not clear is not to be; whether there was any.
fn exclude(pool: &[Column], values: &[f64], kept: &[Vec<Kept>], other: &mut [Vec<Kept>]) -> bool {
    let mut unclear = Vec::new();
    for (person, kept) in kept.iter().enumerate() {
        for (day, kept) in kept.iter().enumerate() {
            let Kept::Is(post) = *kept else { continue };
            let is_hers = |column: &Column| column.person == person && column.row[day] == post;
            let share = || pool.iter().zip(values).filter(|(own, _)| is_hers(own)).map(|(_, taken)| taken).sum::<f64>();
            if !other[person][day].is_settled() && share() < CLEAR {
                unclear.push((person, day, post));
            }
        }
    }
    for what in &unclear {
        settle(other, *what, false);
    }
    !unclear.is_empty()
}

/// The roster in the choice that each person has most of; `None` when somebody has none.
fn largest(master: &Master<'_>, here: &Generated) -> Option<Vec<Column>> {
    let mut largest: Vec<Option<usize>> = vec![None; master.people.len()];
    for at in (0..here.values.len()).filter(|at| !master.is_banned(*at)) {
        let own = &mut largest[master.pool[at].person];
        if own.is_none_or(|own| here.values[at] > here.values[own]) {
            *own = Some(at);
        }
    }
    largest.into_iter().map(|own| own.map(|own| master.pool[own].clone())).collect()
}

/// The rosters in the choice that are near the best of their people at the prices of the bound, the nearest first.
fn near(master: &Master<'_>, here: &Generated) -> Hints {
    let mut near: Vec<Vec<(f64, &Column)>> = vec![Vec::new(); master.people.len()];
    let most = NEAR * here.value.abs().max(master.job.unit);
    for (at, column) in master.pool.iter().enumerate().filter(|(at, _)| !master.is_banned(*at)) {
        let is_taken = here.values.get(at).is_some_and(|taken| *taken > 0.01);
        let apart = column.at(&here.worth) - here.least[column.person];
        if is_taken || apart <= most {
            near[column.person].push((if is_taken { 0.0 } else { apart }, column));
        }
    }
    let nearest = |mut near: Vec<(f64, &Column)>| {
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.truncate(LOOKS);
        near.into_iter().map(|(_, column)| column.clone()).collect()
    };
    near.into_iter().map(nearest).collect()
}

#[cfg(test)]
mod tests {
    use super::super::generate::{Generated, Reach, generate};
    use super::super::master::Master;
    use super::super::meter::Meter;
    use super::super::person::Column;
    use super::super::plan::Plan;
    use super::super::prices::Kept;
    use super::super::run::Run;
    use super::super::tests::roster_of;
    use super::{Landing, descend, exclude};
    use crate::domain::plan::{Cancel, Limits};
    use crate::domain::roster::Bound;
    use crate::engines::columns::job::Job;
    use crate::random::Random;

    /// What a descent ends at has lawful rosters of everybody, and the best choice among them is near the bound.
    #[test]
    fn a_descent_ends_at_rosters_of_a_good_plan() {
        let mut tried = 0;
        for seed in 0..12 {
            let job = ward(seed);
            let limits = Limits { seconds: 60.0, gap: 0.0, threads: 1, seed: 1, work: None };
            let cancel = Cancel::new();
            let meter = Meter::new(&limits, &cancel);
            let Some(plan) = Plan::first(&job, &[const { None }; 6], &meter) else { continue };
            let run = Run::new(&job, &limits, &meter, &|_| {}, plan);
            let (master, root) = root_of(&job, &run);
            let landing = descend(&master, &root, &run.reach(1.0)).expect("everybody has a roster");
            let Landing { near, largest, is_low } = landing;
            assert!(is_low, "seed {seed}: there was time");
            assert_eq!(largest.len(), 6, "seed {seed}");
            for (person, rosters) in near.iter().enumerate() {
                assert!(!rosters.is_empty(), "seed {seed}: none of person {person}");
                for column in rosters {
                    assert_eq!(job.people[person].shape.cost(&column.row), Some(column.cost), "seed {seed}");
                }
            }
            run.choose(run.narrow(&near), meter.limits(meter.end(), job.least_difference(), u64::MAX));
            let found = run.plan().cost;
            assert!(found >= root.bound - 1e-6, "seed {seed}: {found} is below {}", root.bound);
            assert!(found <= root.bound * 1.05 + 4.0, "seed {seed}: {found}, the bound is {}", root.bound);
            tried += 1;
        }
        assert!(tried > 6, "{tried} tried");
    }

    /// A ward whose people have many rosters.
    fn ward(seed: u64) -> Job {
        let mut random = Random::new(300 + seed);
        let mut roster = roster_of(&mut random, 14, 6);
        roster.posts.iter_mut().for_each(|post| post.bands[0].persons = 2);
        for pattern in &mut roster.patterns {
            (pattern.minutes, pattern.weekends) = (Bound::hard(0, 14 * 600), Bound::FREE);
            (pattern.days, pattern.work_run) = (Bound::hard(4, 9), Bound::hard(1, 4));
            pattern.rest_run = Bound::hard(1, 14);
        }
        Job::new(&roster)
    }

    /// The linear program of a job from the middle, and the master with all rosters that it met.
    fn root_of<'a>(job: &'a Job, run: &Run<'_>) -> (Master<'a>, Generated) {
        let mut master = Master::new(job, (0..6).collect(), vec![0.0; job.covers.len()], 1);
        for column in run.plan().columns {
            master.add(column);
        }
        let reach = Reach { middle: true, ..run.reach(1.0) };
        let root = generate(&mut master, &reach, &mut |_, _| {}).expect("everybody has a roster");
        (master, root)
    }

    /// Where the time is over half-way everybody has a lawful roster all the same, and however many threads ask, they are the same ones.
    #[test]
    fn a_descent_that_is_cut_short_leaves_everybody_a_roster() {
        let mut cut = 0;
        for seed in 0..12 {
            let job = ward(seed);
            let mut landed: Vec<Vec<Vec<Option<usize>>>> = Vec::new();
            for threads in [1, 3] {
                let limits = Limits { seconds: 60.0, gap: 0.0, threads, seed: 1, work: Some(10_000_000) };
                let cancel = Cancel::new();
                let meter = Meter::new(&limits, &cancel);
                let Some(plan) = Plan::first(&job, &[const { None }; 6], &meter) else { continue };
                let run = Run::new(&job, &limits, &meter, &|_| {}, plan);
                let (master, root) = root_of(&job, &run);
                let began = meter.now();
                let whole = descend(&master, &root, &run.reach(1.0)).expect("somebody has none");
                assert!(whole.is_low, "seed {seed}: there was time");
                let until = meter.now() + (meter.now() - began) / 2.0;
                let half = descend(&master, &root, &Reach { until, ..run.reach(1.0) }).expect("somebody has none");
                cut += usize::from(!half.is_low && threads == 1);
                for (person, column) in half.largest.iter().enumerate() {
                    assert_eq!(column.person, person, "seed {seed}");
                    assert_eq!(job.people[person].shape.cost(&column.row), Some(column.cost), "seed {seed}");
                }
                landed.push(half.largest.into_iter().map(|column| column.row).collect());
            }
            assert!(landed.windows(2).all(|two| two[0] == two[1]), "seed {seed}: threads change where it ends");
        }
        assert!(cut > 6, "{cut} were cut short");
    }

    /// With a cutoff it ends below it, or says that it does not; it does not end above.
    #[test]
    fn a_descent_gives_up_where_it_cannot_end_below_the_cutoff() {
        let (mut ended, mut given_up) = (0, 0);
        for seed in 0..40 {
            let job = ward(seed);
            let limits = Limits { seconds: 60.0, gap: 0.0, threads: 1, seed: 1, work: None };
            let cancel = Cancel::new();
            let meter = Meter::new(&limits, &cancel);
            let Some(plan) = Plan::first(&job, &[const { None }; 6], &meter) else { continue };
            let run = Run::new(&job, &limits, &meter, &|_| {}, plan);
            let (master, root) = root_of(&job, &run);
            let cutoff = root.bound + 0.01 * root.bound.abs();
            let Some(landing) = descend(&master, &root, &Reach { cutoff: Some(cutoff), ..run.reach(1.0) }) else {
                given_up += 1;
                continue;
            };
            // Of the rosters where it ends there is a plan whose linear program is below the cutoff.
            let mut near = Master::new(&job, (0..6).collect(), vec![0.0; job.covers.len()], 1);
            for column in landing.near.into_iter().flatten() {
                near.add(column);
            }
            let value = near.solve(false, &meter, meter.end()).expect("there is time").objective;
            assert!(value <= cutoff + 0.01 * cutoff.abs(), "seed {seed}: {value} is above {cutoff}");
            ended += 1;
        }
        assert!(ended > 3 && given_up > 3, "{ended} ended, {given_up} were given up");
    }

    /// Excluded is what a step has settled that was open before and not clear, and nothing else.
    #[test]
    fn what_is_not_clear_is_excluded() {
        let column = |person, row: &[Option<usize>]| Column { person, row: row.to_vec(), cost: 0.0 };
        let pool = [
            column(0, &[Some(1), None, Some(4)]),
            column(0, &[Some(1), Some(2), None]),
            column(1, &[None, Some(2), None]),
        ];
        // She is at post 1 in any case, at post 2 in part, and rests on the last day in the same part.
        let values = [0.4, 0.6, 1.0];
        let before =
            [vec![Kept::Open, Kept::Not(vec![Some(3)]), Kept::Open], vec![Kept::Is(None), Kept::Open, Kept::Open]];
        let settled = [
            vec![Kept::Is(Some(1)), Kept::Is(Some(2)), Kept::Is(None)],
            vec![Kept::Is(None), Kept::Is(Some(2)), Kept::Open],
        ];
        let mut other = before.to_vec();
        assert!(exclude(&pool, &values, &settled, &mut other));
        assert_eq!(other[0], [Kept::Open, Kept::Not(vec![Some(3), Some(2)]), Kept::Not(vec![None])]);
        assert_eq!(other[1], before[1]);
        let clear = [0.0, 1.0, 1.0];
        let mut other = before.to_vec();
        assert!(!exclude(&pool, &clear, &settled, &mut other));
        assert_eq!(other, before);
    }
}
