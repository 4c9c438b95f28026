//! `releve replay`: the log of a solve shown again, after a look at whether it is sound.

use super::DONE;
use super::input::{self, Refused, refused, shown};
use super::log::{self, Log, Step};
use super::progress::{Meter, level_name};
use releve_solver::domain::plan::{Progress, Status};
use std::fmt::Write;
use std::path::PathBuf;
use std::time::Duration;

/// Arguments of `replay`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Log of `solve --log`; `-` reads standard input
    log: PathBuf,
    /// Show the meter in time, so many times as fast as it was; without it a table is printed at once
    #[arg(long, value_parser = speed)]
    speed: Option<f64>,
}

/// No pause of a replay lasts longer, whatever the log says.
const PAUSE_MAX: Duration = Duration::from_secs(5);

fn speed(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value > 0.0 && value.is_finite() => Ok(value),
        _ => Err(format!("found {text:?}, expected a number above 0, such as 10")),
    }
}

/// Runs the command.
///
/// # Errors
/// A log that cannot be read or is unsound, or an I/O failure.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let log = log::read(&input::text(&args.log)?).map_err(|issues| refused(&args.log, "log", &issues))?;
    match args.speed {
        Some(speed) => play(&log, speed),
        None => super::print(&table(&log))?,
    }
    super::print(&summary(&log))?;
    if log.end.is_none() {
        let line = format!("{}: the log has no end: the run was killed, or goes on", shown(&args.log));
        return Err(Refused(vec![line]).into());
    }
    Ok(DONE)
}

/// Shows the meter as it went.
fn play(log: &Log, speed: f64) {
    let meter = Meter::new();
    let mut now = 0.0;
    for step in &log.steps {
        std::thread::sleep(
            Duration::try_from_secs_f64((step.seconds - now) / speed).unwrap_or(PAUSE_MAX).min(PAUSE_MAX),
        );
        now = step.seconds;
        meter.update(&Progress {
            seconds: step.seconds,
            level: step.level,
            fraction: step.fraction,
            covered: step.cover,
            shifts: step.shifts,
            objective: step.best.unwrap_or(f64::INFINITY),
            bound: step.bound.unwrap_or(f64::NEG_INFINITY),
            gap: step.gap,
            columns: step.columns,
            work: step.work,
        });
    }
    meter.finish();
}

fn table(log: &Log) -> String {
    let mut out = format!(
        "{:>9}  {:<12} {:>14} {:>14} {:>10} {:>11} {:>9} {:>9}\n",
        "seconds", "level", "best", "bound", "gap", "cover", "columns", "work"
    );
    let or_none = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"));
    for Step { seconds, level, best, bound, gap, cover, shifts, columns, work, .. } in &log.steps {
        let (best, bound) = (or_none(*best), or_none(*bound));
        let gap = gap.map_or_else(|| "–".to_owned(), |gap| format!("{:.3} %", gap * 100.0));
        let (level, cover) = (level_name(*level), format!("{cover}/{shifts}"));
        let _ = writeln!(
            out,
            "{seconds:>9.2}  {level:<12} {best:>14} {bound:>14} {gap:>10} {cover:>11} {columns:>9} {work:>9}"
        );
    }
    out
}

fn summary(log: &Log) -> String {
    let limits = &log.limits;
    let work = limits.work.map_or_else(|| "no work limit".to_owned(), |work| format!("{work} work units"));
    let mut out = format!(
        "\nAsked    at most {} s and {work}, gap {}, {} threads, seed {}, version {}, facts {}\n",
        limits.seconds,
        limits.gap,
        limits.threads,
        limits.seed,
        log.version,
        log.input_sha256.get(..12).unwrap_or(&log.input_sha256)
    );
    if let Some(end) = &log.end {
        let status = match end.status {
            Status::Optimal => "proven best at every level",
            Status::WithinGap => "proven within the asked gap at every level",
            Status::Feasible if end.cancelled => "cancelled; lawful, gaps below",
            Status::Feasible => "stopped by a limit; lawful, gaps below",
        };
        let _ = writeln!(out, "Plan     {status}, {} shifts held", end.cover);
        let _ = writeln!(out, "Effort   {:.1} s, {} work units", end.seconds, end.work);
        for level in &end.levels {
            let name = level_name(level.name);
            let (best, bound, gap) = (level.objective, level.bound, level.gap * 100.0);
            let _ = writeln!(out, "         {name:<12} {best:>14.2} {bound:>14.2} {gap:>8.3} %");
        }
    }
    let _ = writeln!(out, "Sound    {} steps: no best value rose, no bound fell or passed it", log.steps.len());
    out
}
