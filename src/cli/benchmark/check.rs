//! `releve check` for plans in the benchmark formats: hard violations and the cost of each constraint.

use super::report::Report;
use super::{Files, Format, read};
use crate::cli::input::{Usage, text};
use crate::cli::packs::LawFiles;
use crate::cli::{DONE, REFUSED};
use std::path::{Path, PathBuf};

/// What the benchmark formats add to `check`.
#[derive(Debug, Default, clap::Args)]
pub struct Options {
    #[command(flatten)]
    pub files: Files,
    /// Benchmark formats: print JSON instead of lines
    #[arg(long)]
    pub(super) json: bool,
}

/// Checks a plan in a benchmark format; `None` when the files are a scenario of our own and its plan.
///
/// # Errors
/// A refused file, arguments that do not fit the format, or an I/O failure.
pub fn run(options: &Options, files: &[PathBuf], law: &LawFiles) -> anyhow::Result<Option<u8>> {
    let format = format(&options.files, files)?;
    if format == Format::Scenario {
        if options.json {
            return Err(Usage("--json is for the benchmark formats".to_owned()).into());
        }
        return Ok(None);
    }
    law.none_for_benchmarks()?;
    let report = if format == Format::Curtois { curtois_plan(files)? } else { inrc2_solutions(&options.files, files)? };
    if options.json {
        crate::cli::print_json(&report)?;
    } else {
        crate::cli::print(&report.text())?;
    }
    Ok(Some(if report.feasible { DONE } else { REFUSED }))
}

/// Standard input can be read only once: it is a scenario unless the options say otherwise.
fn format(options: &Files, files: &[PathBuf]) -> anyhow::Result<Format> {
    let text = match files {
        [first, ..] if first != Path::new("-") && options.format.is_none() && options.scenario.is_none() => {
            Some(text(first)?)
        }
        _ => None,
    };
    Ok(options.format(text.as_deref())?)
}

pub(super) fn curtois_plan(files: &[PathBuf]) -> anyhow::Result<Report> {
    let [instance_file, plan_file] = files else {
        return Err(Usage("curtois: releve check INSTANCE PLAN".to_owned()).into());
    };
    let instance = read::curtois(instance_file, &text(instance_file)?)?;
    let plan = read::curtois_plan(&instance, plan_file)?;
    Ok(Report::curtois(&instance, &plan)?)
}

pub(super) fn inrc2_solutions(options: &Files, files: &[PathBuf]) -> anyhow::Result<Report> {
    let instance = read::inrc2(options)?;
    let solutions = read::solutions(&instance, files)?;
    Ok(Report::inrc2(&instance, &solutions)?)
}
