//! `releve check`: a plan against every hard rule, by the verifier that shares no code with the engines. Plans in the
//! public benchmark formats have rules and a verifier of their own: [`super::benchmark`].

use super::benchmark;
use super::input::{self, Usage};
use super::packs::LawFiles;
use super::report::breach_line;
use super::{DONE, REFUSED};
use releve_solver::check::check;
use std::fmt::Write;
use std::path::PathBuf;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario, .toml or .json (`-` reads standard input), and plan: a file of `solve --output`, a report of
    /// `solve --json`, or a JSON list of {"shift", "agent"}; curtois: instance and plan; inrc2: a solution for each week
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    law: LawFiles,
    #[command(flatten)]
    benchmark: benchmark::check::Options,
}

/// Runs the command.
///
/// # Errors
/// A refused scenario or plan file, or an I/O failure.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    if let Some(code) = benchmark::check::run(&args.benchmark, &args.files, &args.law)? {
        return Ok(code);
    }
    let [file, plan_file] = args.files.as_slice() else {
        return Err(Usage("check takes a scenario and a plan: releve check FILE PLAN".to_owned()).into());
    };
    let input = input::load(file, &args.law.library()?)?;
    let plan = input::plan(plan_file)?;
    input::warn_of_other_facts(&plan, plan_file, file, &input.problem);
    match check(&input.problem, &plan.assignments) {
        Ok(checked) => {
            let (held, shifts) = (checked.assignments().len(), input.problem.demands.len());
            super::print(&format!("no rule broken: {held} of {shifts} shifts held\n"))?;
            Ok(DONE)
        }
        Err(breaches) => {
            let mut out = String::new();
            for breach in &breaches {
                let _ = writeln!(out, "{}", breach_line(breach));
            }
            let _ = writeln!(out, "{} breaches in {} assignments", breaches.len(), plan.assignments.len());
            super::print(&out)?;
            Ok(REFUSED)
        }
    }
}
