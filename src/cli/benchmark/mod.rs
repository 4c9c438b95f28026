//! The public benchmark formats on the command line: which one the files are in ([`Files`]), reading them ([`read`]),
//! judging plans ([`check`]) and making them ([`solve`]). Many instances one after the other: [`super::bench`].

pub mod check;
pub mod read;
mod report;
pub mod solve;
#[cfg(test)]
mod tests;

use super::input::Usage;
use super::solve::Solve;
use clap::ValueEnum;
use releve_solver::engines::monolith;
use releve_solver::formats::detect::{Kind, detect};
use serde::Serialize;
use std::fmt;
use std::path::PathBuf;

/// Formats that problems and plans are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Own scenario, TOML or JSON
    Scenario,
    /// Shift Scheduling Benchmarks, Curtois and Qu
    Curtois,
    /// Second International Nurse Rostering Competition
    Inrc2,
}

/// What makes whole rosters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// Column generation, which is what plans
    Columns,
    /// One mixed-integer model solved whole on one thread, to compare with
    Mip,
}

impl Engine {
    /// Its entry.
    pub fn entry(self) -> Solve<'static> {
        match self {
            Self::Columns => &releve_solver::solve,
            Self::Mip => &monolith::solve,
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Columns => "columns",
            Self::Mip => "mip",
        })
    }
}

/// What the benchmark formats add to `check` and `solve`.
#[derive(Debug, Default, clap::Args)]
pub struct Files {
    /// Format of the files [default: told by what the first one says]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// inrc2: scenario, Sc-*.txt
    #[arg(long, value_name = "FILE", requires_all = ["history", "weeks"])]
    pub scenario: Option<PathBuf>,
    /// inrc2: history before the first week, H0-*.txt
    #[arg(long, value_name = "FILE", requires = "scenario")]
    history: Option<PathBuf>,
    /// inrc2: data of a week, WD-*.txt; once for each week, in order
    #[arg(long = "week", value_name = "FILE", requires = "scenario")]
    weeks: Vec<PathBuf>,
}

impl Files {
    /// As asked for; else by the options; else by the text of the first file. Where no text is at hand, a scenario.
    ///
    /// # Errors
    /// [`Usage`] when options of one format are given for another.
    pub fn format(&self, text: Option<&str>) -> Result<Format, Usage> {
        let format = match (self.format, text) {
            (Some(format), _) => format,
            (None, _) if self.scenario.is_some() => Format::Inrc2,
            (None, Some(text)) => match detect(text) {
                Some(Kind::Curtois) => Format::Curtois,
                Some(Kind::Inrc2(_)) => Format::Inrc2,
                Some(Kind::ScenarioToml | Kind::ScenarioJson) | None => Format::Scenario,
            },
            (None, None) => Format::Scenario,
        };
        if format != Format::Inrc2 && self.scenario.is_some() {
            return Err(Usage("--scenario, --history and --week are for --format inrc2".to_owned()));
        }
        Ok(format)
    }

    /// Files of the weeks, in order.
    pub fn weeks(&self) -> &[PathBuf] {
        &self.weeks
    }
}
