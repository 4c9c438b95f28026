//! The engines hold each other to account: on any tiny roster both prove the same value with plans that the checker
//! accepts at that price, and trying every plan finds nothing cheaper.

use super::*;
use crate::check::check_roster;
use crate::domain::plan::Status;
use crate::domain::roster::{Band, Bound, Kind, KindPattern, Past, Pattern, Post, Price, Wanted, Wish};
use crate::formats::bare;
use crate::random::Random;
use crate::rules::pattern::brute::cheapest;

/// Made-up rosters of all sizes up to some.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    days: (u32, u32),
    people: (u32, u32),
    kinds: u32,
    skills: u32,
}

/// Small enough for every plan to be tried.
const SMALLEST: Sizes = Sizes { days: (5, 7), people: (1, 2), kinds: 2, skills: 1 };
const SMALL: Sizes = Sizes { days: (5, 9), people: (2, 5), kinds: 3, skills: 2 };

fn price(random: &mut Random) -> Price {
    if random.percent(30) { Price::Never } else { Price::Units(f64::from(random.between(0, 30))) }
}

/// A bound around some values, mostly priced.
fn bound(random: &mut Random, least: u32, most: (u32, u32)) -> Bound {
    if random.percent(25) {
        return Bound::FREE;
    }
    let least = random.between(0, least);
    let most = if random.percent(25) { u32::MAX } else { random.between(most.0, most.1).max(least) };
    Bound { least, short: price(random), most, over: price(random) }
}

fn pattern(random: &mut Random, days: u32, kinds: usize, skills: usize) -> Pattern {
    let of_kind = |random: &mut Random| KindPattern {
        total: Bound { least: 0, ..bound(random, 0, (0, days)) },
        run: bound(random, 3, (1, 4)),
    };
    let minutes = random.between(0, 60 * days);
    let wish = |random: &mut Random| Wish {
        day: random.below(days) as usize,
        what: match random.below(3) {
            0 => Wanted::Kind(random.below(kinds as u32) as usize),
            1 => Wanted::NotKind(random.below(kinds as u32) as usize),
            _ => Wanted::Rest,
        },
        units: f64::from(random.between(0, 20)),
    };
    let kind_days = random.between(1, 3);
    let past = match random.below(3) {
        0 => Past::Open,
        1 => Past::Rest(random.between(0, 4)),
        _ => Past::Work {
            kind: random.below(kinds as u32) as usize,
            kind_days,
            work_days: kind_days + random.between(0, 3),
        },
    };
    Pattern {
        skills: (0..skills).filter(|_| random.percent(70)).collect(),
        kinds: (0..kinds).map(|_| of_kind(random)).collect(),
        minutes: if random.percent(50) { Bound::FREE } else { Bound::hard(minutes, minutes + 300 + 120 * days) },
        days: bound(random, days, (2, days + 4)),
        work_run: bound(random, 3, (1, 5)),
        rest_run: bound(random, 3, (1, 4)),
        weekends: Bound { least: 0, ..bound(random, 0, (0, 2)) },
        // Only whole week-ends can be halved.
        half_weekend: if days == 6 || random.percent(40) { 0.0 } else { f64::from(random.between(1, 30)) },
        days_off: (0..days as usize).filter(|_| random.percent(8)).collect(),
        wishes: (0..random.below(5)).map(|_| wish(random)).collect(),
        past,
        days_before: random.between(0, 4),
        weekends_before: random.between(0, 2),
    }
}

/// A minimum now and then, then what is wanted, at falling prices.
fn bands(random: &mut Random) -> Vec<Band> {
    let (mut bands, mut persons, mut price) = (Vec::new(), 0, 90);
    if random.percent(8) {
        persons = 1;
        bands.push(Band { persons, missing: Price::Never });
    }
    for _ in 0..random.below(3) {
        persons += 1;
        price = random.between(1, price);
        bands.push(Band { persons, missing: Price::Units(f64::from(price)) });
    }
    bands
}

fn problem(random: &mut Random, sizes: Sizes) -> Problem {
    let days = random.between(sizes.days.0, sizes.days.1);
    let people = random.between(sizes.people.0, sizes.people.1) as usize;
    let (kinds, skills) = (random.between(1, sizes.kinds) as usize, random.between(1, sizes.skills) as usize);
    let kind = |random: &mut Random, at: usize| Kind {
        code: ["D", "E", "N"][at].to_owned(),
        minutes: i64::from(*random.pick(&[0, 240, 300, 480])),
        not_followed_by: (0..kinds).filter(|_| random.percent(20)).collect(),
    };
    let mut posts = Vec::new();
    for day in 0..days as usize {
        for kind in 0..kinds {
            for skill in 0..skills {
                let id = bare::post_id(day, &[&kind.to_string(), &skill.to_string()]);
                let surplus = if random.percent(15) { None } else { Some(f64::from(random.between(0, 9))) };
                let skill = (skills > 1).then_some(skill);
                posts.push(Post { id, day, kind, skill, bands: bands(random), surplus });
            }
        }
    }
    let roster = Roster {
        days: days as usize,
        kinds: (0..kinds).map(|at| kind(random, at)).collect(),
        posts,
        patterns: (0..people).map(|_| pattern(random, days, kinds, skills)).collect(),
    };
    bare::problem("made up", ["A", "B", "C", "D", "E"].into_iter().take(people), roster)
}

type Engine = fn(&Problem, &Limits) -> Outcome;

const ENGINES: [(&str, Engine); 2] = [
    ("columns", |problem, limits| crate::solve(problem, limits, &Cancel::new(), &|_| {})),
    ("monolith", |problem, limits| solve(problem, limits, &Cancel::new(), &|_| {})),
];

/// The proven cost, `None` where no plan breaks nothing.
fn proven(problem: &Problem, (name, engine): (&str, Engine), seed: u64) -> Option<f64> {
    let outcome = engine(problem, &Limits { seconds: 20.0, threads: 1, ..Limits::default() });
    let roster = problem.roster.as_ref().expect("a roster");
    let checked = check_roster(problem, &outcome.assignments());
    let level = &outcome.levels[0];
    let told = || format!("{name}, roster {seed}: {:?} {level:?} {checked:?}\n{roster:#?}", outcome.status);
    assert!(level.bound <= level.objective, "{}", told());
    if outcome.status != Status::Optimal {
        // A plan that is not proven best is a defect on problems of this size; no plan at all is an answer.
        assert!(outcome.assigned.is_empty(), "{}", told());
        return None;
    }
    let cost = checked.as_ref().unwrap_or_else(|_| panic!("{}", told())).costs().total();
    assert!((cost - level.objective).abs() < 1e-6 && (cost - level.bound).abs() < 1e-6, "{}", told());
    Some(cost)
}

fn agree(sizes: Sizes, seeds: std::ops::Range<u64>, tries_all: bool) {
    let (mut with_plan, mut without) = (0, 0);
    for seed in seeds {
        let problem = problem(&mut Random::new(seed), sizes);
        let [columns, monolith] = ENGINES.map(|engine| proven(&problem, engine, seed));
        let roster = problem.roster.as_ref().expect("a roster");
        assert_eq!(columns, monolith, "columns and monolith on roster {seed}: {roster:#?}");
        if tries_all {
            let least = cheapest(&problem).map(|(cost, _)| cost);
            assert_eq!(least, monolith, "every plan and monolith on roster {seed}: {roster:#?}");
        }
        *(if monolith.is_some() { &mut with_plan } else { &mut without }) += 1;
    }
    assert!(with_plan > 10 * without.min(1) && without > 0, "{with_plan} with a plan, {without} without");
}

#[test]
fn engines_and_every_plan_agree_on_the_smallest_rosters() {
    agree(SMALLEST, 0..120, true);
}

#[test]
fn engines_agree_on_small_rosters() {
    agree(SMALL, 1000..1080, false);
}

#[test]
fn nothing_to_plan_costs_nothing() {
    let no_roster = Problem { roster: None, ..problem(&mut Random::new(1), SMALLEST) };
    let outcome = solve(&no_roster, &Limits::default(), &Cancel::new(), &|_| {});
    assert_eq!((outcome.status, outcome.levels[0].objective, outcome.assigned.len()), (Status::Optimal, 0.0, 0));
}

#[test]
fn without_time_there_is_an_answer_that_claims_nothing() {
    let cancelled = Cancel::new();
    cancelled.cancel();
    let problem = problem(&mut Random::new(3), SMALL);
    for (seconds, cancel) in [(0.0, &Cancel::new()), (60.0, &cancelled)] {
        let outcome = solve(&problem, &Limits { seconds, ..Limits::default() }, cancel, &|_| {});
        assert_eq!((outcome.status, outcome.assigned.len()), (Status::Feasible, 0));
        assert!(outcome.levels[0].gap > 0.0);
    }
}
