//! The networks against every roster there is: small random patterns, all rows of which can be listed.

use super::job::Job;
use super::person::Person;
use super::prices::{Kept, Row};
use super::shape::Shape;
use crate::domain::ids::ShiftId;
use crate::domain::roster::{Band, Bound, Kind, KindPattern, Past, Pattern, Post, PostIx, Price, Roster, Wanted, Wish};
use crate::random::Random;

/// A roster of one person over a few days: two kinds of duty, limits of every sort, some hard and some with a price.
fn roster(random: &mut Random, days: usize) -> Roster {
    roster_of(random, days, 1)
}

/// The same of several people.
pub fn roster_of(random: &mut Random, days: usize, people: usize) -> Roster {
    let kinds: Vec<Kind> = (0..2)
        .map(|kind| Kind {
            code: format!("K{kind}"),
            minutes: if kind == 0 { 480 } else { 480 + 120 * i64::from(random.below(2)) },
            not_followed_by: if kind == 1 { vec![0] } else { Vec::new() },
        })
        .collect();
    let posts = (0..days).flat_map(|day| (0..kinds.len()).map(move |kind| (day, kind)));
    let posts: Vec<Post> = posts
        .map(|(day, kind)| Post {
            id: ShiftId(format!("d{day}-{kind}")),
            day,
            kind,
            skill: None,
            bands: vec![Band { persons: 1, missing: Price::Units(10.0) }],
            surplus: Some(1.0),
        })
        .collect();
    let patterns = (0..people).map(|_| pattern(random, days)).collect();
    Roster { days, kinds, posts, patterns }
}

fn pattern(random: &mut Random, days: usize) -> Pattern {
    let price = |random: &mut Random| {
        if random.below(2) == 0 { Price::Never } else { Price::Units(f64::from(1 + random.below(9))) }
    };
    let run = |random: &mut Random, most: u32| Bound {
        least: 1 + random.below(2),
        short: price(random),
        most: most + random.below(3),
        over: price(random),
    };
    let total = |random: &mut Random| match random.below(3) {
        0 => Bound::FREE,
        _ => Bound { least: 0, short: Price::Never, most: 1 + random.below(3), over: price(random) },
    };
    let least = random.below(3);
    let past = match random.below(4) {
        0 => Past::Rest(1 + random.below(2)),
        1 => Past::Work { kind: random.below(2) as usize, kind_days: 1, work_days: 1 + random.below(2) },
        _ => Past::Open,
    };
    Pattern {
        skills: Vec::new(),
        kinds: (0..2)
            .map(|_| KindPattern {
                total: total(random),
                run: if random.below(2) == 0 { Bound::FREE } else { run(random, 1) },
            })
            .collect(),
        minutes: Bound::hard(480 * random.below(3), 480 * (3 + random.below(3))),
        days: Bound { least, short: Price::Units(3.0), most: least + 1 + random.below(3), over: price(random) },
        work_run: run(random, 2),
        rest_run: run(random, 2),
        weekends: Bound { least: 0, short: Price::Never, most: random.below(2), over: price(random) },
        half_weekend: f64::from(random.below(2) * 4),
        days_off: vec![random.below(days as u32) as usize],
        wishes: vec![
            Wish { day: random.below(days as u32) as usize, what: Wanted::Kind(0), units: 2.0 },
            Wish { day: random.below(days as u32) as usize, what: Wanted::Rest, units: 3.0 },
        ],
        past,
        days_before: 0,
        weekends_before: random.below(2),
    }
}

/// Every row of posts, lawful or not.
pub fn rows(job: &Job) -> Vec<Row> {
    (0..job.posts_from.len() - 1).fold(vec![Row::new()], |rows, day| {
        let of_day: Vec<Option<PostIx>> = std::iter::once(None).chain(job.posts(&(day..day + 1)).map(Some)).collect();
        rows.iter().flat_map(|row| of_day.iter().map(|post| [&row[..], &[*post]].concat())).collect()
    })
}

/// What posts are worth.
pub fn worths(random: &mut Random, posts: usize) -> Vec<f64> {
    (0..posts).map(|_| f64::from(random.below(24)) - 3.0).collect()
}

/// The cheapest roster at some prices, all rosters within a cost, and the claim that there is none.
#[test]
fn a_network_finds_the_cheapest_roster_of_all() {
    let (mut lawful_ones, mut cut_off) = (0, 0);
    for seed in 0..120 {
        let mut random = Random::new(seed);
        let roster = roster(&mut random, 7);
        let job = Job::new(&roster);
        let worth = worths(&mut random, roster.posts.len());
        let person = &job.people[0];
        let mut all: Vec<(f64, Row)> = rows(&job)
            .into_iter()
            .filter_map(|row| {
                let cost = person.shape.cost(&row)?;
                Some((cost - row.iter().flatten().map(|post| worth[*post]).sum::<f64>(), row))
            })
            .collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let found = person.price(0, &worth, 3, None);
        let Some((least, _)) = all.first() else {
            assert!(found.is_none(), "seed {seed}: a roster where there is none");
            continue;
        };
        lawful_ones += 1;
        let found = found.unwrap_or_else(|| panic!("seed {seed}: no roster"));
        assert!(
            (found.columns[0].at(&worth) - least).abs() < 1e-6,
            "seed {seed}: {} is not {least}",
            found.columns[0].at(&worth)
        );
        assert!((found.least - least).abs() < 1e-6, "seed {seed}: bound {} of {least}", found.least);
        let floor = person.floor(0, &worth).unwrap_or_else(|| panic!("seed {seed}: no floor")).least;
        assert!((floor - least).abs() < 1e-6, "seed {seed}: floor {floor} of {least}");
        let (within, is_all) = person.within(0, &worth, least + 4.0, 100_000, None);
        assert!(is_all, "seed {seed}: more than a hundred thousand rosters");
        let expected = all.iter().filter(|(cost, _)| *cost <= least + 4.0 + 1e-9).count();
        assert_eq!(within.len(), expected, "seed {seed}: rosters within 4 of the best");
        let (some, is_all) = person.within(0, &worth, least + 4.0, 3, None);
        for (column, (cost, _)) in some.iter().zip(&all) {
            assert!((column.at(&worth) - cost).abs() < 1e-6, "seed {seed}: {} is not {cost}", column.at(&worth));
        }
        assert!(some.len() <= 3 && (some.len() == expected || !is_all), "seed {seed}: {} of {expected}", some.len());
        cut_off += usize::from(!is_all && some.len() == 3);
    }
    assert!(lawful_ones > 60, "{lawful_ones} seeds with a roster");
    assert!(cut_off > 20, "{cut_off} seeds with more than three rosters near the best");
}

/// The cheapest roster among those that agree with what is settled of single days.
#[test]
fn a_network_heeds_what_is_settled() {
    let (mut found_ones, mut none, mut whole_ones) = (0, 0, 0);
    for seed in 0..250 {
        let mut random = Random::new(5_000 + seed);
        // Every fifth time all that there is.
        let is_all = seed % 5 == 4;
        let roster = roster(&mut random, 6);
        let job = Job::new(&roster);
        let worth = worths(&mut random, roster.posts.len());
        let kept: Vec<Kept> = (0..6)
            .map(|day| {
                let any = |random: &mut Random| *random.pick(&[None, Some(2 * day), Some(2 * day + 1)]);
                match random.below(3) {
                    _ if is_all => Kept::Is(any(&mut random)),
                    0 => Kept::Open,
                    1 => Kept::Is(any(&mut random)),
                    _ => Kept::Not(vec![any(&mut random), any(&mut random)]),
                }
            })
            .collect();
        let person = &job.people[0];
        let costs: Vec<f64> = rows(&job)
            .into_iter()
            .filter(|row| row.iter().zip(&kept).all(|(post, kept)| kept.allows(*post)))
            .filter_map(|row| {
                Some(person.shape.cost(&row)? - row.iter().flatten().map(|post| worth[*post]).sum::<f64>())
            })
            .collect();
        let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
        if let Some(found) = person.price(0, &worth, 1, Some(&kept)) {
            let (within, is_all) = person.within(0, &worth, least + 4.0, 100_000, Some(&kept));
            let expected = costs.iter().filter(|cost| **cost <= least + 4.0 + 1e-9).count();
            assert!(is_all && within.len() == expected, "seed {seed} {kept:?}: {} of {expected}", within.len());
            found_ones += 1;
            whole_ones += usize::from(is_all);
            assert!((found.least - least).abs() < 1e-6, "seed {seed} {kept:?}: bound {} of {least}", found.least);
            let best = found.columns[0].at(&worth);
            assert!((best - least).abs() < 1e-6, "seed {seed} {kept:?}: {best} is not {least}");
        } else {
            none += 1;
            assert!(least.is_infinite(), "seed {seed} {kept:?}: no roster where there is one");
        }
    }
    assert!(found_ones > 30 && none > 10, "{found_ones} with a roster, {none} without");
    assert!(whole_ones > 3, "{whole_ones} with everything settled");
}

/// A window of a roster judges its days as the whole does: differences in cost are the same, and so is what is forbidden.
#[test]
fn a_window_judges_as_the_whole_does() {
    let mut compared = 0;
    for seed in 0..150 {
        let mut random = Random::new(1_000 + seed);
        let roster = roster(&mut random, 9);
        let job = Job::new(&roster);
        let worth = worths(&mut random, roster.posts.len());
        let Some(found) = job.people[0].price(0, &worth, 1, None) else { continue };
        let Some(now) = found.columns.into_iter().next() else { continue };
        // Day 6 is a Sunday.
        let window = *random.pick(&[(0, 4), (2, 5), (3, 8), (5, 9), (6, 9), (0, 9)]);
        let window = window.0..window.1;
        let part = job.part(std::slice::from_ref(&now), &[0], &window).expect("a lawful roster has windows");
        let first = job.posts(&window).start;
        let shape: &Shape = &part.people[0].shape;
        let inside = |row: &Row| row[window.clone()].iter().map(|post| post.map(|post| post - first)).collect::<Row>();
        let base = shape.cost(&inside(&now.row)).expect("what she does now is lawful");
        for local in rows(&part) {
            let mut row = now.row.clone();
            for (day, post) in window.clone().zip(&local) {
                row[day] = post.map(|post| post + first);
            }
            let whole = job.people[0].shape.cost(&row).map(|cost| cost - now.cost);
            let here = shape.cost(&local).map(|cost| cost - base);
            match (whole, here) {
                (None, None) => {}
                (Some(whole), Some(here)) => {
                    compared += 1;
                    assert!(
                        (whole - here).abs() < 1e-6,
                        "seed {seed} {window:?}: {whole} in the whole, {here} in the window"
                    );
                }
                other => panic!("seed {seed} {window:?} {local:?}: {other:?}"),
            }
        }
        // And its own network finds the best of them.
        let free = Person::new(shape.clone());
        let worth = worths(&mut random, part.covers.len());
        let at = |row: &Row| Some(shape.cost(row)? - row.iter().flatten().map(|post| worth[*post]).sum::<f64>());
        let least = rows(&part).iter().filter_map(at).fold(f64::INFINITY, f64::min);
        let best = free.price(0, &worth, 1, None).expect("a roster").columns[0].at(&worth);
        assert!((best - least).abs() < 1e-6, "seed {seed} {window:?}: {best} is not {least}");
    }
    assert!(compared > 1_000, "{compared} rosters compared");
}
