//! How long plans take, and how well they are proven.
//!
//! What: `group.small` to full proof, and the regional group of `releve generate --establishments 40 --agents 600 --days 28
//! --gaps 1500 --seed 7` within 115 s at a gap of 1 %. Beside each, the greedy first plan of the same run (what a solve
//! without any time gives), so that the value of the search is a ratio in one run.
//!
//! Then the repair of the regional plan after one sick call: each of seven people in turn is absent for five days from a
//! shift of hers on, told on the eve, and the plan that was published (with half of the time above) is repaired: the
//! seconds of the engine, the changes, and what is held after them.
//!
//! Why: the coordinator waits for the first; the second is the size of a whole valley's groups together; after a sick call
//! nobody waits for a minute.
//!
//! How: `cargo bench --bench planning`, or with a name: `cargo bench --bench planning -- small`.
//!
//! The dated results are in `docs/measurements.md`.

use releve_solver::domain::plan::{Assignment, Cancel, Limits, Outcome, Repair, Start, Why};
use releve_solver::domain::problem::Problem;
use releve_solver::domain::scenario::{Absence, AbsenceClass, Scenario};
use releve_solver::formats::generate::{Size, generate};
use releve_solver::formats::scenario::{Syntax, read};
use releve_solver::{check, compile, solve_from};

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
    if wants("repair") {
        repairs(&generate(Size { establishments: 40, agents: 600, days: 28, gaps: 1500 }, 7));
    }
    println!("peak memory of the process: {} MiB", peak_mebibytes());
}

fn measure(name: &str, scenario: &Scenario, limits: &Limits) {
    let problem = compile(scenario).expect("a valid scenario");
    let greedy = run(&problem, &Start::default(), &Limits { seconds: 0.0, ..limits.clone() });
    let proven = run(&problem, &Start::default(), limits);
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

/// Seven sick calls, one after the other, each in the group as it was published.
fn repairs(published: &Scenario) {
    let limits = Limits { seconds: 57.0, gap: 0.01, ..Limits::default() };
    let plan = run(&compile(published).expect("a valid scenario"), &Start::default(), &limits).assignments();
    let mut all = Vec::new();
    for Assignment { shift, agent } in plan.iter().step_by(plan.len() / 7).take(7) {
        let mut scenario = published.clone();
        let of_shift = scenario.shifts.iter().find(|known| known.id == *shift).expect("a shift of the scenario");
        let from = of_shift.date;
        scenario.decided_at = from.pred_opt().and_then(|eve| eve.and_hms_opt(9, 0, 0));
        let to = from + chrono::Days::new(4);
        scenario.absences.push(Absence { agent: agent.clone(), from, to, class: AbsenceClass::Unplanned });
        let problem = compile(&scenario).expect("a valid scenario");
        for changes_max in [Some(2), None] {
            let repair = Some(Repair { changes_max, ..Repair::default() });
            let after = run(&problem, &Start { plan: plan.clone(), repair }, &Limits::default());
            let forced = after.changes.iter().filter(|change| matches!(change.why, Why::Forced { .. })).count();
            println!(
                "{agent} from {from}, at most {}: {:.2} s; {forced} forced changes, {} chosen; {} held of {} published; \
                 cover {:.2}",
                changes_max.map_or_else(|| "any".to_owned(), |most| most.to_string()),
                after.seconds,
                after.changes.len() - forced,
                after.assigned.len(),
                plan.len(),
                after.levels[1].objective
            );
            all.push(after.seconds);
        }
    }
    all.sort_by(f64::total_cmp);
    println!("regional repair: median {:.2} s, longest {:.2} s", all[all.len() / 2], all[all.len() - 1]);
}

fn run(problem: &Problem, start: &Start, limits: &Limits) -> Outcome {
    let outcome = solve_from(problem, start, limits, &Cancel::new(), &|_| {});
    assert!(check::check(problem, &outcome.assignments()).is_ok(), "every result is lawful");
    outcome
}

/// `VmHWM` of Linux; 0 elsewhere.
fn peak_mebibytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}
