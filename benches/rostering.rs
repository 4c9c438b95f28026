//! Whole rosters: the column engine beside the exact mixed-integer model, in the same run.
//!
//! What: made-up wards of 10, 20 and 40 people over 28 days with two kinds of duty, runs, totals, minutes, week-ends, days
//! off and wishes, at most 20 s for each engine; or, with a folder, the public benchmark instances in it.
//!
//! Why: a general solver on one model is what a ward could do without this engine. What is gained is the ratio of the two
//! costs, and the difference of the two gaps.
//!
//! How: `cargo bench --bench rostering`, `cargo bench --bench rostering -- --time-limit 60s`, or
//! `cargo bench --bench rostering -- DIR [--time-limit 60s]`, which is `releve bench DIR --engine both`. The columns take
//! two threads, the model one.
//!
//! The dated results are in `docs/measurements.md`.

use releve_solver::check::check_roster;
use releve_solver::domain::plan::{Cancel, Limits, Outcome};
use releve_solver::domain::problem::Problem;
use releve_solver::engines::monolith;
use releve_solver::formats::curtois;
use releve_solver::solve;
use std::fmt::Write;
use std::process::{Command, ExitCode};

/// Days of a ward.
const DAYS: usize = 28;

fn main() -> ExitCode {
    let mut folder = None;
    let mut limit = "20s".to_owned();
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--time-limit" => limit = given.next().unwrap_or_default(),
            // What cargo itself adds.
            "--bench" => {}
            _ => folder = Some(argument),
        }
    }
    if let Some(folder) = folder {
        let ran = Command::new(env!("CARGO_BIN_EXE_releve"))
            .args(["bench", &folder, "--engine", "both", "--time-limit", &limit])
            .status();
        return if ran.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let Some(seconds) = limit.strip_suffix('s').and_then(|seconds| seconds.parse().ok()) else {
        eprintln!("--time-limit: found {limit:?}, expected seconds, such as 20s");
        return ExitCode::FAILURE;
    };
    wards(&Limits { seconds, ..Limits::default() });
    ExitCode::SUCCESS
}

fn wards(limits: &Limits) {
    println!("| people | engine | cost | bound | gap % | seconds | cost, MIP = 1 |");
    println!("|--:|---|--:|--:|--:|--:|--:|");
    for people in [10, 20, 40] {
        let problem = ward(people, 7);
        let columns = solve(&problem, limits, &Cancel::new(), &|_| {});
        let mip = monolith::solve(&problem, limits, &Cancel::new(), &|_| {});
        let cost_of_mip = cost(&problem, &mip);
        for (name, outcome) in [("columns", &columns), ("mip", &mip)] {
            let cost = cost(&problem, outcome);
            let bound = outcome.levels[0].bound;
            let told = |figure: Option<f64>, digits: usize| {
                figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.digits$}"))
            };
            println!(
                "| {people} | {name} | {} | {bound:.1} | {} | {:.1} | {} |",
                told(cost, 0),
                told(cost.map(|cost| 100.0 * (cost - bound) / cost.max(1.0)), 2),
                outcome.seconds,
                told(cost.zip(cost_of_mip).map(|(cost, of_mip)| cost / of_mip.max(1.0)), 3),
            );
        }
    }
}

/// What the checker says a plan costs; `None` when there is none.
fn cost(problem: &Problem, outcome: &Outcome) -> Option<f64> {
    let checked = check_roster(problem, &outcome.assignments()).ok()?;
    Some(checked.costs().total())
}

/// A ward of so many people: each has full or half time, some days off and a few wishes, some are never on nights, and by
/// day and night about as many are wanted as there are.
fn ward(people: usize, seed: u64) -> Problem {
    let mut random = Random(seed);
    let mut text = format!("SECTION_HORIZON\n{DAYS}\nSECTION_SHIFTS\nD,480,\nE,480,D\nN,600,D|E\nSECTION_STAFF\n");
    let (mut off, mut on, mut against) = (String::new(), String::new(), String::new());
    for person in 0..people {
        let (most, least) = if random.below(4) == 0 { (5040, 3600) } else { (9120, 8160) };
        let nights = if random.below(5) == 0 { 0 } else { 10 };
        let _ = writeln!(text, "P{person},D={DAYS}|E={DAYS}|N={nights},{most},{least},5,2,2,2");
        let first = random.below(DAYS - 1);
        let _ = writeln!(off, "P{person},{first},{}", first + 1);
        for _ in 0..3 {
            let _ = writeln!(on, "P{person},{},{},{}", random.below(DAYS), random.of(&["D", "E"]), 1 + random.below(3));
            let _ = writeln!(against, "P{person},{},N,{}", random.below(DAYS), 1 + random.below(3));
        }
    }
    let _ = write!(text, "SECTION_DAYS_OFF\n{off}SECTION_SHIFT_ON_REQUESTS\n{on}SECTION_SHIFT_OFF_REQUESTS\n{against}");
    text.push_str("SECTION_COVER\n");
    for day in 0..DAYS {
        for (shift, share) in [("D", 30), ("E", 20), ("N", 12)] {
            let wanted = (people * share / 100 + random.below(2)).max(1);
            let _ = writeln!(text, "{day},{shift},{wanted},100,1");
        }
    }
    let instance = curtois::read(&text).unwrap_or_else(|issues| panic!("{issues:?}"));
    curtois::compile(&instance)
}

/// `SplitMix64` (Steele, Lea, Flood, 2014).
struct Random(u64);

impl Random {
    /// From 0 to `n − 1`.
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}
