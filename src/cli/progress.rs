//! Progress of a solve on standard error: a bar on a terminal, else plain lines, at most one per second.

use indicatif::{ProgressBar, ProgressStyle};
use releve_solver::domain::plan::{LevelName, Progress};
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};

const STEPS: u64 = 1000;

/// Shows where a solve stands; may be fed from any thread.
pub struct Meter {
    bar: Option<ProgressBar>,
    /// Seconds of the last plain line.
    last_line: Mutex<f64>,
}

impl Meter {
    /// A meter that has shown nothing yet.
    pub fn new() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(STEPS);
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} %  {wide_msg}") {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, last_line: Mutex::new(f64::NEG_INFINITY) }
    }

    /// Takes note of a step.
    pub fn update(&self, progress: &Progress) {
        if let Some(bar) = &self.bar {
            bar.set_position((progress.fraction.clamp(0.0, 1.0) * STEPS as f64) as u64);
            bar.set_message(line(progress));
            return;
        }
        let mut last = self.last_line.lock().unwrap_or_else(PoisonError::into_inner);
        if progress.seconds - *last >= 1.0 {
            *last = progress.seconds;
            eprintln!("{:>3.0} %  {}", progress.fraction * 100.0, line(progress));
        }
    }

    /// Removes the bar.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn line(p: &Progress) -> String {
    let gap = p.gap.map_or_else(String::new, |gap| format!(", gap {:.2} %", gap * 100.0));
    format!(
        "{:.1} s, {}: {} of {} shifts, best {:.0}, bound {:.0}{gap}",
        p.seconds,
        level_name(p.level),
        p.covered,
        p.shifts,
        p.objective,
        p.bound
    )
}

/// The level as it is written in reports.
pub const fn level_name(level: LevelName) -> &'static str {
    match level {
        LevelName::Safety => "safety",
        LevelName::Cover => "cover",
        LevelName::Changes => "changes",
        LevelName::Equity => "equity",
        LevelName::Cost => "cost",
        LevelName::Preferences => "preferences",
    }
}
