//! Down from the linear program over all rosters to those that a good plan is made of: day by day is settled, the clearest first, and after
//! each step new rosters are generated from the middle of what is left. A step after which the linear program is much dearer is taken back
//! and done by half, three times at most. Where little is left open the best choice among the rosters is found by search.

use super::generate::{Generated, Reach, generate};
use super::job::Job;
use super::master::Master;
use super::person::Column;
use super::prices::Kept;
use super::run::{Hints, WANTED};
use super::search::settle_days;

/// Share of all days that a step settles: the first, and the most.
const STEP: [f64; 2] = [0.06, 0.1];

/// Steps grow so much while they cost no more than their linear programs are off.
const GROWTH: f64 = 1.5;

/// A step that makes the linear program dearer by more than this share of it is taken back.
const DEAR: f64 = 0.005;

/// How often a step is taken back.
const TRIES: usize = 3;

/// Rounds of generation after a step.
const ROUNDS: usize = 30;

/// Share of its value to which a step's linear program is solved.
const CLOSE: f64 = 2e-3;

/// Share of the time that is left in which it is to end.
const IN_TIME: f64 = 0.8;

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
    let (began, mut steps) = (reach.meter.now(), 0.0);
    while open(&kept) > LEFT * all && !reach.is_over() {
        let before = kept.clone();
        // The pace of the steps so far tells how many there is time for.
        let pace = steps / (reach.meter.now() - began).max(1e-6);
        if steps > 0.0 {
            size = size.max(open(&kept) / (IN_TIME * reach.meter.left(reach.until) * pace).max(2.0));
        }
        for tries in 0.. {
            if !settle_days(&master, &here.values, &mut kept, size.ceil() as usize, 0.0) {
                return near(&master, &here);
            }
            master.keep(&kept);
            steps += 1.0;
            let gap = reach.gap.max(CLOSE * here.value.abs());
            let step = Reach {
                gap,
                rounds: ROUNDS,
                want: WANTED,
                kept: Some(&kept),
                middle: true,
                near: Some(&here.worth),
                taken: &here.values,
                ..*reach
            };
            let next = generate(&mut master, &step, &mut |_, _| {});
            let dear = gap.max(DEAR * here.value.abs());
            let is_good = next.as_ref().is_ok_and(|next| next.value <= here.value + dear);
            if is_good || tries >= TRIES || size < 2.0 || reach.is_over() {
                let Ok(next) = next else {
                    // Somebody has no roster left: what was settled before is where it ends.
                    master.keep(&before);
                    return near(&master, &here);
                };
                if next.value <= here.value + gap {
                    size = (size * GROWTH).min(STEP[1] * all);
                }
                here = next;
                break;
            }
            size /= 2.0;
            kept.clone_from(&before);
        }
    }
    near(&master, &here)
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
