//! Down from the linear program over all rosters to those that a good plan is made of: day by day is settled, the clearest first, and after
//! each step new rosters are generated from the middle of what is left. A step after which the linear program is much dearer, or not near
//! its end within a few rounds, is taken back and done by half; a single day that is dear is barred where that is cheaper. Where little is
//! left open the best choice among the rosters is found by search; where the time is short whole rosters are settled.

use super::generate::{Failed, Generated, Reach, generate};
use super::job::Job;
use super::master::Master;
use super::person::Column;
use super::prices::Kept;
use super::run::{Hints, WANTED};
use super::search::{settle_days, settle_people};

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

/// What is less clear than this may be barred.
const CLEAR: f64 = 0.99;

/// Share of the time that is left in which steps of the size of the last are to come to the end; where they do not they may be as much
/// dearer as they are late.
const IN_TIME: f64 = 0.5;

/// When there is time for no more than so many steps people who are open are shared out among them, and none is taken back.
const LAST: f64 = 15.0;

/// How much the time of the last step counts in what a step takes.
const LATEST: f64 = 0.3;

/// It ends where no more than this share of the days is open.
const LEFT: f64 = 0.05;

/// Rosters are worth a look whose reduced cost is within this share of the value.
const NEAR: f64 = 0.02;

/// Goes down from a linear program over all rosters and those that it met; gives by person those of the end that are worth a look.
pub fn descend(job: &Job, pool: &[Column], root: &Generated, reach: &Reach<'_>) -> Hints {
    let people: Vec<usize> = (0..job.people.len()).collect();
    let days = job.posts_from.len() - 1;
    let mut master = Master::new(job, people, vec![0.0; job.covers.len()], 1);
    for column in pool {
        master.add(column.clone());
    }
    let mut kept = vec![vec![Kept::Open; days]; job.people.len()];
    let all = (days * job.people.len()) as f64;
    let open = |kept: &[Vec<Kept>]| kept.iter().flatten().filter(|kept| !kept.is_settled()).count() as f64;
    let mut here = root.clone();
    let mut size = STEP[0] * all;
    let (mut took, mut is_again) = (0.0, false);
    while open(&kept) > LEFT * all && !reach.is_over() {
        let began = reach.meter.now();
        let before = kept.clone();
        let left = reach.meter.left(reach.until) / took;
        let is_hurried = left < LAST;
        let is_any = if is_hurried {
            let people = kept.iter().filter(|kept| !kept.iter().all(Kept::is_settled)).count() as f64;
            settle_people(&master, &here.values, &mut kept, (people / (left - 1.0).max(1.0)).ceil() as usize)
        } else {
            settle_days(&master, &here.values, &mut kept, size as usize, 0.0)
        };
        if !is_any {
            break;
        }
        let gap = reach.gap.max(CLOSE * here.value.abs());
        // Who is late takes dearer steps.
        let late = (open(&before) / size / (IN_TIME * left)).max(1.0);
        let dear = gap.max(late * DEAR * here.value.abs());
        let step = |master: &mut Master<'_>, kept: &[Vec<Kept>], here: &Generated, is_free: bool| {
            master.keep(kept);
            let step = Reach {
                gap,
                cutoff: (!is_free).then(|| job.round(here.value + dear)),
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
        match step(&mut master, &kept, &here, is_hurried) {
            Ok(next) if is_hurried || next.value <= here.value + dear => {
                if next.value <= here.value + gap && !is_again {
                    size = (size * GROWTH).min(STEP[1] * all);
                }
                (here, is_again) = (next, false);
            }
            _ if size >= 2.0 && !is_hurried => {
                size /= 2.0;
                kept = before;
                is_again = true;
            }
            // What is dear by itself she does only where nothing else is cheaper.
            next => {
                let value =
                    |found: &Result<Generated, Failed>| found.as_ref().map_or(f64::INFINITY, |found| found.value);
                let mut other = before.clone();
                let mut next = next;
                if bar(&master.pool, &here.values, &kept, &mut other) {
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
        took += LATEST * (reach.meter.now() - began - took);
    }
    master.keep(&kept);
    near(&master, &here)
}

/// Bars what is settled in `kept`, open in `other`, and was not clear; whether there was any.
fn bar(pool: &[Column], values: &[f64], kept: &[Vec<Kept>], other: &mut [Vec<Kept>]) -> bool {
    let mut is_any = false;
    for (person, (kept, other)) in kept.iter().zip(other).enumerate() {
        for (day, (kept, other)) in kept.iter().zip(other).enumerate() {
            let Kept::Is(post) = *kept else { continue };
            let is_hers = |column: &Column| column.person == person && column.row[day] == post;
            let share = || pool.iter().zip(values).filter(|(own, _)| is_hers(own)).map(|(_, taken)| taken).sum::<f64>();
            if !other.is_settled() && share() < CLEAR {
                match other {
                    Kept::Not(not) => not.push(post),
                    _ => *other = Kept::Not(vec![post]),
                }
                is_any = true;
            }
        }
    }
    is_any
}

/// The rosters in the choice that are near the best of their people at the prices of the bound.
fn near(master: &Master<'_>, here: &Generated) -> Hints {
    let mut hints = vec![Vec::new(); master.people.len()];
    let most = NEAR * here.value.abs();
    for (at, column) in master.pool.iter().enumerate().filter(|(at, _)| !master.is_banned(*at)) {
        let is_taken = here.values.get(at).is_some_and(|taken| *taken > 0.01);
        if is_taken || column.at(&here.worth) - here.least[column.person] <= most {
            hints[column.person].push(column.clone());
        }
    }
    hints
}

#[cfg(test)]
mod tests {
    use super::super::generate::{Reach, generate};
    use super::super::master::Master;
    use super::super::meter::Meter;
    use super::super::plan::Plan;
    use super::super::run::Run;
    use super::super::tests::roster_of;
    use super::descend;
    use crate::domain::plan::{Cancel, Limits};
    use crate::domain::roster::Bound;
    use crate::engines::columns::job::Job;
    use crate::random::Random;

    /// What a descent ends at has lawful rosters of everybody, and the best choice among them is near the bound.
    #[test]
    fn a_descent_ends_at_rosters_of_a_good_plan() {
        let mut tried = 0;
        for seed in 0..12 {
            let mut random = Random::new(300 + seed);
            let mut roster = roster_of(&mut random, 14, 6);
            roster.posts.iter_mut().for_each(|post| post.bands[0].persons = 2);
            for pattern in &mut roster.patterns {
                (pattern.minutes, pattern.weekends) = (Bound::hard(0, 14 * 600), Bound::FREE);
                (pattern.days, pattern.work_run) = (Bound::hard(4, 9), Bound::hard(1, 4));
                pattern.rest_run = Bound::hard(1, 14);
            }
            let job = Job::new(&roster);
            let limits = Limits { seconds: 60.0, gap: 0.0, threads: 1, seed: 1, work: None };
            let cancel = Cancel::new();
            let meter = Meter::new(&limits, &cancel);
            let Some(plan) = Plan::first(&job, &[const { None }; 6], &meter) else { continue };
            let run = Run::new(&job, &limits, &meter, &|_| {}, plan.clone());
            let mut master = Master::new(&job, (0..6).collect(), vec![0.0; job.covers.len()], 1);
            for column in &plan.columns {
                master.add(column.clone());
            }
            let reach = Reach { middle: true, ..run.reach(1.0) };
            let root = generate(&mut master, &reach, &mut |_, _| {}).expect("everybody has a roster");
            let near = descend(&job, &master.pool, &root, &run.reach(1.0));
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
}
