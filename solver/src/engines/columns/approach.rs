//! Column generation from the middle: what [`super::generate`] does at the prices of corners, at those of [`Centre`].

use super::centre::Centre;
use super::generate::{Failed, Generated, Reach, price};
use super::master::Master;

/// How near a point goes to the best over the rosters at hand, as a share of what is open.
const AIM: f64 = 0.7;

/// It goes so much nearer when nobody had a new roster.
const NEARER: f64 = 0.3;

/// It goes no nearer than this: numbers end there.
const NEAREST: f64 = 1e-5;

/// How much prices keep of those of the best bound.
const KEPT: f64 = 0.4;

/// Share of its value to which a linear program is solved.
const CLOSE: f64 = 1e-6;

/// Posts³ of a step of the centre for a unit of work.
const STEP: f64 = 450_000.0;

/// What people answered at some prices.
struct Asked {
    worth: Vec<f64>,
    bound: f64,
    least: Vec<f64>,
}

/// Asks everybody at some prices; the pool has their rosters then.
fn ask(master: &mut Master<'_>, mut worth: Vec<f64>, reach: &Reach<'_>) -> Result<Asked, Failed> {
    master.clip(&mut worth);
    let found = price(master.job, &master.people, &worth, reach)?;
    let least: Vec<f64> = found.iter().map(|found| found.least).collect();
    let bound = master.lagrangian(&worth, least.iter().sum());
    for column in found.into_iter().flat_map(|found| found.columns) {
        master.add(column);
    }
    Ok(Asked { worth, bound, least })
}

/// Generates until value and bound are close, the cutoff is reached or the time is over. `report` hears (rosters, bound).
///
/// # Errors
/// See [`Failed`].
pub fn approach(
    master: &mut Master<'_>,
    reach: &Reach<'_>,
    report: &mut dyn FnMut(usize, f64),
) -> Result<Generated, Failed> {
    let job = master.job;
    let worth = reach.near.map_or_else(|| vec![0.0; job.covers.len()], <[f64]>::to_vec);
    let mut best = ask(master, worth, reach)?;
    let mut values = reach.taken.to_vec();
    let mut value = master.shared(&mut values);
    // Where each roster of the centre is in the pool.
    let mut places: Vec<usize> = (0..master.pool.len()).filter(|at| !master.is_banned(*at)).collect();
    // Whose network is not searched to its end may have none in the choice.
    let mut has_roster = vec![false; job.people.len()];
    for at in &places {
        has_roster[master.pool[*at].person] = true;
    }
    if has_roster.contains(&false) {
        return Err(Failed::Stopped);
    }
    let rosters = places.iter().map(|at| (&master.pool[*at], values[*at]));
    let mut centre = Centre::new(job, &master.present, reach.kept, rosters);
    let (mut complete, mut aim, mut kept) = (false, AIM, KEPT);
    let (mut goes_on, mut heard) = (false, f64::NEG_INFINITY);
    let step = 1 + ((job.covers.len() as f64).powi(3) / STEP) as u64;
    for round in 2.. {
        report(master.pool.len(), best.bound);
        let open = value - best.bound;
        complete = open <= reach.gap.max(CLOSE * value.abs());
        let is_told = reach.cutoff.is_some_and(|cutoff| best.bound > cutoff);
        if complete || is_told || round > reach.rounds || aim < NEAREST || reach.is_over() {
            break;
        }
        let from = if goes_on { centre.worth().to_vec() } else { best.worth.clone() };
        centre.enter(&from, open);
        centre.approach(aim * open, &|| {
            reach.meter.spend(step);
            reach.is_over()
        });
        let known = master.pool.len();
        let mut shares = vec![0.0; known];
        places.iter().zip(centre.values()).for_each(|(at, taken)| shares[*at] = taken);
        let cost = master.shared(&mut shares);
        if cost <= value {
            (value, values) = (cost, shares);
        }
        let near = centre.worth().iter().zip(&best.worth);
        let worth = near.map(|(own, near)| own + kept * (near - own)).collect();
        let asked = match ask(master, worth, reach) {
            Err(Failed::Stopped) => break,
            asked => asked?,
        };
        // Prices without a better bound lead on as long as their own gets better; else it goes back to those of the best.
        goes_on = asked.bound <= best.bound && asked.bound >= heard;
        heard = asked.bound;
        if asked.bound > best.bound {
            best = asked;
        }
        // Where nobody knew another roster the point is not near enough yet, or its prices were held back.
        (aim, kept) = if master.pool.len() > known { (AIM, KEPT) } else { (aim * NEARER, 0.0) };
        for at in known..master.pool.len() {
            centre.add(&master.pool[at], 0.0);
            places.push(at);
        }
    }
    values.resize(master.pool.len(), 0.0);
    let Asked { worth, bound, least } = best;
    Ok(Generated { value, values, bound, worth, least, complete })
}

#[cfg(test)]
mod tests {
    use super::super::generate::{Failed, Reach, generate};
    use super::super::master::Master;
    use super::super::meter::Meter;
    use super::super::plan::Plan;
    use super::super::prices::Kept;
    use super::super::run::Run;
    use super::super::tests::roster_of;
    use crate::domain::plan::{Cancel, Limits};
    use crate::domain::roster::{Band, Price};
    use crate::engines::columns::job::Job;
    use crate::random::Random;

    /// The linear program over all rosters has the same value from the middle as from corners, with some days settled too, and who has no
    /// roster then has none in either.
    #[test]
    fn the_middle_leads_where_corners_do() {
        let (mut compared, mut without, mut whole) = (0, 0, 0);
        for seed in 0..250 {
            let mut random = Random::new(9_000 + seed);
            let mut roster = roster_of(&mut random, 10, 4);
            for post in &mut roster.posts {
                post.bands[0].persons = 1 + random.below(2);
                if random.below(3) == 0 {
                    post.bands.push(Band { persons: 4, missing: Price::Units(4.0) });
                }
                post.surplus = (random.below(12) > 0).then_some(2.0);
            }
            let job = Job::new(&roster);
            assert!(job.has_middle());
            let limits = Limits { seconds: 60.0, gap: 0.0, threads: 1, seed: 1, work: None };
            let cancel = Cancel::new();
            let meter = Meter::new(&limits, &cancel);
            let Some(plan) = Plan::first(&job, &[None, None, None, None], &meter) else { continue };
            let kept: Vec<Vec<Kept>> = (plan.columns.iter())
                .map(|column| {
                    let mut settled = |post: &Option<usize>| match random.below(16) {
                        0 => Kept::Is(*post),
                        1 => Kept::Not(vec![*post]),
                        _ => Kept::Open,
                    };
                    column.row.iter().map(&mut settled).collect()
                })
                .collect();
            for kept in [None, Some(&kept[..])] {
                let run = Run::new(&job, &limits, &meter, &|_| {}, plan.clone());
                let from = |middle: bool| {
                    let mut master = Master::new(&job, vec![0, 1, 2, 3], vec![0.0; job.covers.len()], 1);
                    for column in &plan.columns {
                        master.add(column.clone());
                    }
                    if let Some(kept) = kept {
                        master.keep(kept);
                    }
                    let reach = Reach { kept, middle, ..run.reach(1.0) };
                    let found = generate(&mut master, &reach, &mut |_, _| {});
                    found.inspect(|found| {
                        assert_eq!(found.values.len(), master.pool.len(), "seed {seed}");
                        let of = |at: usize| found.values[at] > 0.0 && master.is_banned(at);
                        assert!(!(0..master.pool.len()).any(of), "seed {seed}: what is not in the choice is taken");
                    })
                };
                match (from(true), from(false)) {
                    (Ok(middle), Ok(corner)) => {
                        let near = 1e-4 * corner.value.abs().max(1.0);
                        assert!((middle.value - corner.value).abs() <= near, "seed {seed}: {middle:?} {corner:?}");
                        assert!((middle.bound - corner.bound).abs() <= near, "seed {seed}: {middle:?} {corner:?}");
                        assert!(middle.complete, "seed {seed}");
                        compared += 1;
                        whole += usize::from(corner.values.iter().all(|taken| taken.fract().abs() < 1e-6));
                    }
                    (Err(Failed::NoRoster), Err(Failed::NoRoster)) => without += 1,
                    (middle, corner) => panic!("seed {seed}: {middle:?} {corner:?}"),
                }
            }
        }
        assert!(compared > 100 && without > 20, "{compared} compared, {without} without a roster");
        assert!(whole < compared, "all {compared} were whole");
    }
}
