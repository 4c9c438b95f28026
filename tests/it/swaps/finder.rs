//! The finder against brute force on small random worlds: every ring of up to five that the checker accepts is found, and no
//! other; and whatever the order in which wishes lie, the same search finds the same.

use crate::world::scenario;
use chrono::{Days, NaiveDate};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use releve::app::swaps::finder::{BOUNDS, Bounds, Given, Lot, search};
use releve::app::swaps::judging::What;
use releve::app::swaps::{PartOfDay, Takes};
use releve_solver::check::check;
use releve_solver::compile;
use releve_solver::domain::plan::Assignment;
use releve_solver::domain::scenario::{Held, Priority, RosterLine, Scenario, Shift};
use releve_solver::law::Library;
use std::collections::BTreeSet;

const NO_BOUNDS: Bounds =
    Bounds { lots: 100, judgements: 1_000_000, steps: 10_000_000, checks: 100_000, matches: 100_000 };

fn date(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 7).expect("a date") + Days::new(offset)
}

fn part(code: &str) -> PartOfDay {
    match code {
        "M" | "J" => PartOfDay::Morning,
        "S" => PartOfDay::Afternoon,
        _ => PartOfDay::Night,
    }
}

fn shift(id: &str, code: &str, date: NaiveDate) -> Shift {
    Shift {
        id: id.into(),
        unit: "medecine".into(),
        code: code.into(),
        date,
        qualification: "IDE".into(),
        priority: Priority::Normal,
        degraded_accepted: false,
    }
}

/// Six nurses with a shift or two of the pool each, some with a home roster, and a wish or two each.
fn world(random: &mut StdRng) -> (Scenario, Vec<Lot>) {
    let mut scenario = scenario();
    let nurses: Vec<_> = (0..6)
        .map(|n| {
            let mut nurse = scenario.agents[if n % 3 == 2 { 4 } else { n % 3 }].clone();
            nurse.id = format!("n{n}").as_str().into();
            if random.random_bool(0.6) {
                nurse.promised_rests.clear();
            }
            nurse
        })
        .collect();
    (scenario.agents, scenario.rosters) = (nurses, Vec::new());
    (scenario.absences, scenario.shifts) = (Vec::new(), Vec::new());
    for n in 0..6 {
        if n % 3 != 2 && random.random_bool(0.4) {
            let codes: Vec<_> = (0..7).map(|_| if random.random_bool(0.3) { "M" } else { "." }).collect();
            let (agent, unit) = (format!("n{n}").as_str().into(), "medecine".into());
            scenario.rosters.push(RosterLine { agent, unit, from: date(0), codes: codes.join(" ") });
        }
    }
    let mut lots = Vec::new();
    for n in 0..6 {
        let agent = format!("n{n}");
        let mut hers = Vec::new();
        for number in 0..2 {
            let (code, day) = (*["M", "S", "N"].choose(random).expect("a code"), date(random.random_range(0..12)));
            let taken = shift(&format!("s{n}-{number}"), code, day);
            let held = Held { shift: taken.clone(), agent: agent.as_str().into() };
            // Only what she may hold.
            let mut judged = scenario.clone();
            judged.shifts = vec![taken.clone()];
            let asked = [Assignment { shift: taken.id.clone(), agent: agent.as_str().into() }];
            if check(&compile(&judged).expect("it compiles"), &asked).is_ok() {
                scenario.held.push(held);
                let what = What::Held { shift: taken.id.0.clone() };
                hers.push((what, code, day));
            }
        }
        for line in scenario.rosters.iter().filter(|line| line.agent.as_str() == agent) {
            if let Some(at) = line.codes.split(' ').position(|code| code == "M") {
                let day = date(at as u64);
                let (unit, code, title) = ("medecine".to_owned(), "M".to_owned(), "IDE".to_owned());
                hers.push((What::Home { unit, code, date: day, title }, "M", day));
            }
        }
        for _ in 0..random.random_range(1..=2) {
            let gives = hers.choose(random).filter(|_| random.random_bool(0.9)).map(|(what, code, day)| Given {
                what: what.clone(),
                unit: "medecine".to_owned(),
                code: (*code).to_owned(),
                date: *day,
                part: part(code),
            });
            let takes = (gives.is_none() || random.random_bool(0.9)).then(|| takes(random));
            lots.push(Lot { wish: format!("w{}", lots.len()), agent: agent.clone(), gives, takes });
        }
    }
    (scenario, lots)
}

fn takes(random: &mut StdRng) -> Takes {
    match random.random_range(0..4) {
        0 => Takes::default(),
        1 => Takes { kinds: [part(["M", "S", "N"].choose(random).expect("a code"))].into(), ..Takes::default() },
        2 => Takes { from: Some(date(random.random_range(0..6))), ..Takes::default() },
        _ => Takes { dates: (0..6).map(|_| date(random.random_range(0..12))).collect(), ..Takes::default() },
    }
}

/// A ring as the set of what goes from whom to whom.
type Ring = BTreeSet<String>;

fn legs(lots: &[Lot], ring: &[usize]) -> Ring {
    let mut legs = Ring::new();
    for (at, giver) in ring.iter().enumerate() {
        let taker = &lots[ring[(at + 1) % ring.len()]];
        if let Some(given) = &lots[*giver].gives {
            legs.insert(format!("{}: {:?} → {}", lots[*giver].agent, given.what, taker.agent));
        }
    }
    legs
}

fn wanted(giver: &Lot, taker: &Lot) -> bool {
    match (&giver.gives, &taker.takes) {
        (Some(given), Some(takes)) => takes.wants(given.date, &given.code, &given.unit, given.part),
        (None, None) => true,
        _ => false,
    }
}

/// Whether the checker accepts a ring: the world rebuilt by hand without what is given, and all of it asked for at once.
fn accepted(scenario: &Scenario, lots: &[Lot], ring: &[usize]) -> bool {
    let (mut after, mut asked) = (scenario.clone(), Vec::new());
    for (at, giver) in ring.iter().enumerate() {
        let (giver, taker) = (&lots[*giver], &lots[ring[(at + 1) % ring.len()]]);
        let Some(given) = &giver.gives else { continue };
        let id = format!("given-{at}");
        match &given.what {
            What::Held { shift } => after.held.retain(|held| held.shift.id.as_str() != shift),
            What::Home { date, .. } => {
                let line = after.rosters.iter_mut().find(|line| line.agent.as_str() == giver.agent).expect("a roster");
                let day = (*date - line.from).num_days() as usize;
                let mut codes: Vec<_> = line.codes.split(' ').map(ToOwned::to_owned).collect();
                ".".clone_into(&mut codes[day]);
                line.codes = codes.join(" ");
                let employer = |agent: &str| {
                    after.agents.iter().find(|known| known.id.as_str() == agent).expect("an agent").employer.clone()
                };
                if employer(&taker.agent).as_str() != "hopital" {
                    return false;
                }
            }
        }
        after.shifts.push(shift(&id, &given.code, given.date));
        asked.push(Assignment { shift: id.as_str().into(), agent: taker.agent.as_str().into() });
    }
    check(&compile(&after).expect("it compiles"), &asked).is_ok()
}

/// Every ring through the first lot, by trying all of them.
fn by_force(scenario: &Scenario, lots: &[Lot], start: usize) -> BTreeSet<Ring> {
    let mut found = BTreeSet::new();
    let mut open = vec![vec![start]];
    while let Some(ring) = open.pop() {
        let last = ring[ring.len() - 1];
        let one_sided = ring.iter().any(|lot| lots[*lot].gives.is_none() || lots[*lot].takes.is_none());
        if ring.len() >= 2 && wanted(&lots[last], &lots[start]) && !(one_sided && ring.len() > 2) {
            let moves = legs(lots, &ring);
            if !found.contains(&moves) && accepted(scenario, lots, &ring) {
                found.insert(moves);
            }
        }
        if ring.len() < 5 {
            for (next, lot) in lots.iter().enumerate() {
                let again = ring.iter().any(|known| lots[*known].agent == lot.agent);
                if !again && wanted(&lots[last], lot) {
                    let mut longer = ring.clone();
                    longer.push(next);
                    open.push(longer);
                }
            }
        }
    }
    found
}

#[test]
fn a_ring_is_found_if_and_only_if_there_is_one() {
    let (mut rings, mut alone, mut long) = (0, 0, 0);
    for seed in 0..30 {
        let mut random = StdRng::seed_from_u64(seed);
        let (scenario, lots) = world(&mut random);
        let start = random.random_range(0..lots.len());
        let expected = by_force(&scenario, &lots, start);
        let found = search(Library::builtin(), &scenario, &lots, start, NO_BOUNDS).expect("it compiles");
        assert!(found.complete);
        let told: Vec<Ring> = found.matches.iter().map(|ring| legs(&lots, &ring.lots)).collect();
        let distinct: BTreeSet<Ring> = told.iter().cloned().collect();
        assert_eq!(distinct, expected, "seed {seed}");
        assert_eq!(distinct.len(), told.len(), "seed {seed}: each swap is told once");
        let sizes: Vec<_> = found.matches.iter().map(|ring| ring.lots.len()).collect();
        assert!(sizes.is_sorted(), "seed {seed}: fewest people first: {sizes:?}");
        for pair in found.matches.windows(2).filter(|pair| pair[0].lots.len() == pair[1].lots.len()) {
            assert!(
                (pair[0].spread, pair[0].metres) <= (pair[1].spread, pair[1].metres),
                "seed {seed}: the fairest first"
            );
        }
        assert_eq!(
            search(Library::builtin(), &scenario, &lots, start, NO_BOUNDS).expect("again"),
            found,
            "seed {seed}"
        );
        rings += expected.len();
        alone += usize::from(expected.is_empty());
        long += sizes.iter().filter(|size| **size >= 3).count();
    }
    assert!(rings > 30 && alone > 0 && long > 10, "worlds of every sort: {rings} rings, {alone} without, {long} long");
}

#[test]
fn a_bound_that_is_met_is_told() {
    let mut random = StdRng::seed_from_u64(1);
    let (scenario, mut lots) = world(&mut random);
    for lot in &mut lots {
        lot.takes = Some(Takes::default());
    }
    let start = lots.iter().position(|lot| lot.gives.is_some()).expect("somebody gives");
    for bounds in [Bounds { steps: 3, ..BOUNDS }, Bounds { judgements: 2, ..BOUNDS }, Bounds { checks: 0, ..BOUNDS }] {
        let found = search(Library::builtin(), &scenario, &lots, start, bounds).expect("it compiles");
        assert!(!found.complete, "{bounds:?}");
    }
    let found =
        search(Library::builtin(), &scenario, &lots, start, Bounds { matches: 1, ..BOUNDS }).expect("it compiles");
    assert!(found.matches.len() <= 1 && found.complete);
}
