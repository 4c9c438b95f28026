//! The log of a solve: one JSON object a line, written as things happen, so that a run can be shown again and judged
//! afterwards. The first line tells what was asked, the last how it ended; a run that was killed has no last line.

mod read;

pub use read::{Log, Step, read};

use anyhow::Context;
use releve_solver::domain::plan::{Level, LevelName, Limits, Outcome, Progress, Status};
use releve_solver::domain::problem::Problem;
use serde::Serialize;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Version of the lines.
pub const FORMAT: u64 = 1;

/// One line.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Line<'a> {
    Start {
        log: u64,
        version: &'static str,
        input_sha256: &'a str,
        /// Seconds, gap, threads, seed, work.
        limits: &'a Limits,
    },
    Step {
        seconds: f64,
        level: LevelName,
        fraction: f64,
        best: Option<f64>,
        /// None while nothing is proven.
        bound: Option<f64>,
        gap: Option<f64>,
        cover: usize,
        shifts: usize,
        columns: usize,
        work: u64,
    },
    End {
        seconds: f64,
        work: u64,
        status: Status,
        cancelled: bool,
        cover: usize,
        levels: &'a [Level],
    },
}

/// Writes a log; may be fed from any thread.
pub struct Writer {
    path: PathBuf,
    file: Mutex<std::io::Result<File>>,
}

impl Writer {
    /// Begins a log, over whatever the file held.
    ///
    /// # Errors
    /// An I/O error that names the file.
    pub fn new(path: &Path, problem: &Problem, limits: &Limits) -> anyhow::Result<Self> {
        let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let writer = Self { path: path.to_owned(), file: Mutex::new(Ok(file)) };
        let version = env!("CARGO_PKG_VERSION");
        writer.line(&Line::Start { log: FORMAT, version, input_sha256: &problem.input_sha256, limits });
        Ok(writer)
    }

    /// Takes note of a step.
    pub fn step(&self, progress: &Progress) {
        let finite = |value: f64| value.is_finite().then_some(value);
        self.line(&Line::Step {
            seconds: progress.seconds,
            level: progress.level,
            fraction: progress.fraction,
            best: finite(progress.objective),
            bound: finite(progress.bound),
            gap: progress.gap,
            cover: progress.covered,
            shifts: progress.shifts,
            columns: progress.columns,
            work: progress.work,
        });
    }

    /// Ends the log.
    ///
    /// # Errors
    /// The first failure to write, with the name of the file.
    pub fn finish(self, outcome: &Outcome, cancelled: bool) -> anyhow::Result<()> {
        self.line(&Line::End {
            seconds: outcome.seconds,
            work: outcome.work,
            status: outcome.status,
            cancelled,
            cover: outcome.assigned.len(),
            levels: &outcome.levels,
        });
        let file = self.file.into_inner().unwrap_or_else(PoisonError::into_inner);
        file.map(drop).with_context(|| format!("cannot write {}", self.path.display()))
    }

    /// A failure is kept for [`Self::finish`]: a full disk must not cost anybody the plan.
    fn line(&self, line: &Line<'_>) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(open) = file.as_mut() {
            let written = serde_json::to_string(line).map_err(std::io::Error::from).and_then(|mut text| {
                text.push('\n');
                open.write_all(text.as_bytes())
            });
            if let Err(error) = written {
                *file = Err(error);
            }
        }
    }
}
