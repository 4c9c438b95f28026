//! `releve what-if`: the same group with one thing changed, planned again from a plan at hand: what every level gains, which
//! shifts are newly held, whose account moves.

mod comparison;
mod who;

use super::input::{self, Input, Usage};
use super::packs::LawFiles;
use super::progress::Meter;
use super::solve::stop_on_ctrl_c;
use super::{DONE, duration};
use comparison::Comparison;
use releve_solver::domain::plan::{Assignment, Cancel, Limits, Outcome, Start};
use releve_solver::domain::problem::Problem;
use releve_solver::formats::Issue;
use releve_solver::what_if::{Change, apply};
use releve_solver::{compile_under, solve_from};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Arguments of `what-if`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true).args(["add_agent", "remove_agent", "places"]))]
pub struct Args {
    /// Scenario, .toml or .json; `-` reads standard input
    file: PathBuf,
    /// The plan at hand, as `check` reads it
    #[arg(long)]
    plan: PathBuf,
    /// Somebody more: qualification=AS,share=50%,establishment=ID and as wanted mobility=30km, knows=UNIT,
    /// exemption=no_night|no_weekend|no_holiday|no_overtime (knows and exemption may be repeated), count=2;
    /// share is 100% when it is left out. May be repeated
    #[arg(long, value_name = "WHO", value_parser = who::newcomers)]
    add_agent: Vec<who::Newcomers>,
    /// Somebody less: this agent is gone for the whole horizon. May be repeated
    #[arg(long, value_name = "AGENT")]
    remove_agent: Vec<String>,
    /// A shift that wants several people: SHIFT=2. May be repeated
    #[arg(long, value_name = "SHIFT=N", value_parser = who::places)]
    places: Vec<(String, u32)>,
    #[command(flatten)]
    law: LawFiles,
    /// Most wall-clock time for each of the two plans: 500ms, 60s, 2m
    #[arg(long, default_value = "30s", value_parser = duration::parse)]
    time_limit: Duration,
    /// Threads
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=256))]
    threads: u32,
    /// Seed
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Print one JSON object instead of tables
    #[arg(long)]
    json: bool,
}

impl Args {
    fn changes(&self) -> Vec<Change> {
        let join = |new: &who::Newcomers| vec![Change::Join(new.each.clone()); new.count as usize];
        let mut changes: Vec<Change> = self.add_agent.iter().flat_map(join).collect();
        changes.extend(self.remove_agent.iter().map(|agent| Change::Leave { agent: agent.as_str().into() }));
        let wider = |(shift, places): &(String, u32)| Change::Places { shift: shift.as_str().into(), places: *places };
        changes.extend(self.places.iter().map(wider));
        changes
    }
}

/// Runs the command.
///
/// # Errors
/// A refused scenario or plan, a change that names what the scenario does not know, or an I/O failure.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let library = args.law.library()?;
    let Input { scenario, problem } = input::load(&args.file, &library)?;
    let plan = input::lawful_plan(&args.plan, &args.file, &problem)?;
    let changes = args.changes();
    let told = |issues: Vec<Issue>| {
        let line = |issue: &Issue| {
            format!("{}: found {}, expected {}; {}", issue.field, issue.found, issue.expected, issue.help)
        };
        Usage(issues.iter().map(line).collect::<Vec<_>>().join("\n"))
    };
    let changed = apply(&scenario, &changes).map_err(told)?;
    let other = compile_under(&library, &changed).map_err(told)?;
    let limits = Limits {
        seconds: args.time_limit.as_secs_f64(),
        gap: 0.001,
        threads: args.threads,
        seed: args.seed,
        work: None,
    };
    let cancel = Arc::new(Cancel::new());
    stop_on_ctrl_c(Arc::clone(&cancel))?;
    // What the plan at hand leaves undone must not pass for what the change brings: it is bettered first.
    let before = solved(&problem, plan.assignments(), &limits, &cancel);
    let after = solved(&other, &before.assignments(), &limits, &cancel);
    let comparison = Comparison::new(&changes, plan.assignments(), &changed, &before, &after, cancel.is_cancelled());
    if args.json {
        super::print_json(&comparison)?;
    } else {
        super::print(&comparison.text(&changed))?;
    }
    Ok(DONE)
}

fn solved(problem: &Problem, plan: &[Assignment], limits: &Limits, cancel: &Cancel) -> Outcome {
    let meter = Meter::new();
    let start = Start { plan: plan.to_vec(), repair: None };
    let outcome = solve_from(problem, &start, limits, cancel, &|progress| meter.update(progress));
    meter.finish();
    outcome
}
