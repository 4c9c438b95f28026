//! Files of the benchmarks → instances; every issue is told with its file and line.

use super::Files;
use crate::cli::input::{Usage, refused, shown, text};
use releve_solver::formats::detect::{Inrc2File, Kind, detect};
use releve_solver::formats::{Issue, curtois, inrc2};
use std::path::{Path, PathBuf};

/// How the competition's files are given.
const INRC2_USAGE: &str = "inrc2 takes --scenario Sc-….txt --history H0-….txt --week WD-….txt …, one --week for each week, \
                           in order; check takes one solution for each week besides, in order";

/// Reads an instance of the Shift Scheduling Benchmarks from the text of a file.
///
/// # Errors
/// [`Refused`](crate::cli::input::Refused) with every issue.
pub fn curtois(path: &Path, text: &str) -> anyhow::Result<curtois::Instance> {
    Ok(curtois::read(text).map_err(|issues| refused(path, "instance", &issues))?)
}

/// Reads a plan of an instance of the Shift Scheduling Benchmarks.
///
/// # Errors
/// As [`curtois`], or an I/O error that names the file.
pub fn curtois_plan(instance: &curtois::Instance, path: &Path) -> anyhow::Result<curtois::Plan> {
    Ok(curtois::read_plan(instance, &text(path)?).map_err(|issues| refused(path, "plan", &issues))?)
}

/// Reads scenario, history and weeks of the competition.
///
/// # Errors
/// [`Usage`] when one is missing or of another sort; [`Refused`](crate::cli::input::Refused) with every issue; an I/O
/// error that names the file.
pub fn inrc2(files: &Files) -> anyhow::Result<inrc2::Instance> {
    let (Some(scenario_file), Some(history_file)) = (&files.scenario, &files.history) else {
        return Err(Usage(INRC2_USAGE.to_owned()).into());
    };
    let scenario = file(scenario_file, Inrc2File::Scenario, inrc2::read_scenario)?;
    let history = file(history_file, Inrc2File::History, |text| inrc2::read_history(&scenario, text))?;
    let week = |path: &PathBuf| file(path, Inrc2File::Week, |text| inrc2::read_week(&scenario, text));
    let weeks = files.weeks.iter().map(week).collect::<anyhow::Result<Vec<_>>>()?;
    let refuse = |issue: Issue| refused(scenario_file, "files", &[issue]);
    Ok(inrc2::Instance::new(scenario, history, weeks).map_err(refuse)?)
}

/// Reads the solutions of an instance's weeks.
///
/// # Errors
/// As [`inrc2`], also when there is not one for each week.
pub fn solutions(instance: &inrc2::Instance, paths: &[PathBuf]) -> anyhow::Result<Vec<inrc2::Solution>> {
    let scenario = &instance.scenario;
    let one = |path: &PathBuf| file(path, Inrc2File::Solution, |text| inrc2::read_solution(scenario, text));
    let solutions = paths.iter().map(one).collect::<anyhow::Result<Vec<_>>>()?;
    let first = paths.first().map_or(Path::new("-"), PathBuf::as_path);
    instance.accepts(&solutions).map_err(|issue| refused(first, "files", &[issue]))?;
    Ok(solutions)
}

/// Reads one of the four files, and says so when it is another of the four.
fn file<T>(path: &Path, expected: Inrc2File, read: impl FnOnce(&str) -> Result<T, Vec<Issue>>) -> anyhow::Result<T> {
    let text = text(path)?;
    let what = name(expected);
    match detect(&text) {
        Some(Kind::Inrc2(found)) if found != expected => {
            Err(Usage(format!("{} is {}, not {what}; {INRC2_USAGE}", shown(path), name(found))).into())
        }
        _ => Ok(read(&text).map_err(|issues| refused(path, what, &issues))?),
    }
}

fn name(file: Inrc2File) -> &'static str {
    match file {
        Inrc2File::Scenario => "a scenario",
        Inrc2File::History => "a history",
        Inrc2File::Week => "week data",
        Inrc2File::Solution => "a solution",
    }
}
