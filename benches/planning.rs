//! How long plans take, and how well they are proven.
//!
//! What: `group.small` to full proof, and the regional group of `releve generate --establishments 40 --agents 600 --days 28
//! --gaps 1500 --seed 7` within 115 s at a gap of 1 %. Beside each, the greedy first plan of the same run (what a solve
//! without any time gives), so that the value of the search is a ratio in one run.
//!
//! Why: the coordinator waits for the first; the second is the size of a whole valley's groups together.
//!
//! How: `cargo bench --bench planning`, or with a name: `cargo bench --bench planning -- small`.
//!
//! The dated results are in `docs/measurements.md`.

use releve_solver::domain::plan::{Cancel, Limits, Outcome};
use releve_solver::domain::problem::Problem;
use releve_solver::domain::scenario::Scenario;
use releve_solver::formats::generate::{Size, generate};
use releve_solver::formats::scenario::{Syntax, read};
use releve_solver::{check, compile, solve};

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wants = |name: &str| wanted.is_empty() || wanted.iter().any(|w| name.contains(w.as_str()));
    if wants("small") {
        let scenario = read(include_str!("../scenarios/group.small.toml"), Syntax::Toml).expect("a valid scenario");
        measure("group.small", &scenario, &Limits::default());
    }
    if wants("regional") {
        let scenario = generate(Size { establishments: 40, agents: 600, days: 28, gaps: 1500 }, 7);
        measure("group.regional", &scenario, &Limits { seconds: 115.0, gap: 0.01, ..Limits::default() });
    }
    println!("peak memory of the process: {} MiB", peak_mebibytes());
}

fn measure(name: &str, scenario: &Scenario, limits: &Limits) {
    let problem = compile(scenario).expect("a valid scenario");
    let greedy = run(&problem, &Limits { seconds: 0.0, ..limits.clone() });
    let proven = run(&problem, limits);
    println!(
        "{name}: {:?} in {:.1} s; {} of {} shifts held ({} by the greedy plan in {:.1} s)",
        proven.status,
        proven.seconds,
        proven.assigned.len(),
        problem.demands.len(),
        greedy.assigned.len(),
        greedy.seconds
    );
    for (level, first) in proven.levels.iter().zip(&greedy.levels) {
        println!(
            "  {:<12} value {:>12.3}  bound {:>12.3}  gap {:>7.4} %  greedy {:>12.3}",
            format!("{:?}", level.name),
            level.objective,
            level.bound,
            level.gap * 100.0,
            first.objective
        );
    }
}

fn run(problem: &Problem, limits: &Limits) -> Outcome {
    let outcome = solve(problem, limits, &Cancel::new(), &|_| {});
    assert!(check::check(problem, &outcome.assignments()).is_ok(), "every result is lawful");
    outcome
}

/// `VmHWM` of Linux; 0 elsewhere.
fn peak_mebibytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}
