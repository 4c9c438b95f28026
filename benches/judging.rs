//! How long the law takes: one agent judged for one shift, every rule, every violation.
//!
//! What: (1) an agent with a year of home roster before the shift, judged by [`rules::judge`]; mean over many repetitions and
//! several shifts. (2) Everyone of a regional group for every bare shift, 600 × 1,500, on one thread, sentences left out.
//!
//! Why: a manager waits for the ranked candidates, and the engine judges every pair before it plans. The aims are 20 µs and
//! 10 s.
//!
//! How: `cargo bench --bench judging`. The dated results are in `docs/measurements.md`.

use chrono::Days;
use releve_solver::compile;
use releve_solver::domain::scenario::RosterLine;
use releve_solver::formats::generate::{Size, generate};
use releve_solver::rules;
use std::hint::black_box;
use std::time::Instant;

const REPETITIONS: usize = 20_000;

fn main() {
    let mut scenario = generate(Size { establishments: 40, agents: 600, days: 28, gaps: 1500 }, 7);
    everyone_for_everything(&compile(&scenario).expect("a generated group compiles"));

    // A year of the same fortnights before the roster of the first agent that has one.
    let line = scenario.rosters[0].clone();
    let codes: Vec<&str> = line.codes.split_whitespace().collect();
    let fortnight = codes.iter().take(14).copied().collect::<Vec<_>>().join(" ");
    scenario.rosters.push(RosterLine {
        from: line.from - Days::new(364),
        codes: [fortnight.as_str(); 26].join(" "),
        ..line.clone()
    });
    let problem = compile(&scenario).expect("the group compiles with a year more");
    let worker = problem.workers.iter().position(|w| w.id == line.agent).expect("the agent of the line");
    let fixed = &problem.workers[worker].fixed;
    let begun = Instant::now();
    let mut found = 0;
    for n in 0..REPETITIONS {
        found += black_box(rules::judge(&problem, worker, n * 7 % problem.demands.len(), fixed)).len();
    }
    let micros = begun.elapsed().as_secs_f64() * 1e6 / REPETITIONS as f64;
    println!("one agent with {} duties in a year, one shift: {micros:.1} µs ({found} violations)", fixed.len());
}

fn everyone_for_everything(problem: &releve_solver::domain::problem::Problem) {
    let begun = Instant::now();
    let (mut lawful, mut violations) = (0, 0);
    for demand in 0..problem.demands.len() {
        for (worker, who) in problem.workers.iter().enumerate() {
            let found = black_box(rules::judge(problem, worker, demand, &who.fixed)).len();
            lawful += usize::from(found == 0);
            violations += found;
        }
    }
    let pairs = problem.demands.len() * problem.workers.len();
    println!(
        "{} agents × {} shifts: {:.2} s on one thread; {lawful} of {pairs} lawful, {violations} violations",
        problem.workers.len(),
        problem.demands.len(),
        begun.elapsed().as_secs_f64()
    );
}
