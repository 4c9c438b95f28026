//! `releve check`: a plan against every hard rule, by the verifier that shares no code with the engines.

use super::input::{self, shown};
use super::packs::LawFiles;
use super::report::breach_line;
use super::{DONE, REFUSED};
use releve_solver::check::check;
use std::fmt::Write;
use std::path::PathBuf;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario, .toml or .json; `-` reads standard input
    file: PathBuf,
    /// Plan: a file of `solve --output`, a report of `solve --json`, or a JSON list of {"shift", "agent"}
    plan: PathBuf,
    #[command(flatten)]
    law: LawFiles,
}

/// Runs the command.
///
/// # Errors
/// A refused scenario or plan file, or an I/O failure.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let input = input::load(&args.file, &args.law.library()?)?;
    let plan = input::plan(&args.plan)?;
    match &plan.input_sha256 {
        Some(sha) if *sha != input.problem.input_sha256 => eprintln!(
            "warning: {} was made for other facts ({sha}) than {} holds ({}); it is checked against the latter",
            shown(&args.plan),
            shown(&args.file),
            input.problem.input_sha256
        ),
        _ => {}
    }
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
