//! `releve solve`: a scenario in, a checked plan with its proof out. Ctrl-C stops the search, not the answer.

use super::input::{self, PlanFile};
use super::packs::LawFiles;
use super::progress::Meter;
use super::report::Report;
use super::{DONE, REFUSED, duration};
use anyhow::Context;
use releve_solver::check::check;
use releve_solver::domain::plan::{Cancel, Limits};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Arguments of `solve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario, .toml or .json; `-` reads standard input
    file: PathBuf,
    #[command(flatten)]
    law: LawFiles,
    /// Most wall-clock time: 500ms, 60s, 2m
    #[arg(long, default_value = "60s", value_parser = duration::parse)]
    time_limit: Duration,
    /// Relative gap at which a goal level counts as settled; 0 asks for full proof; small groups are always proven
    #[arg(long, default_value_t = 0.001, value_parser = share)]
    gap: f64,
    /// Threads
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=256))]
    threads: u32,
    /// Seed; the same input, seed and work limit give the same plan
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Work units after which to stop, the same on every machine
    #[arg(long)]
    work: Option<u64>,
    /// Write the plan here, as JSON that `check` reads
    #[arg(long)]
    output: Option<PathBuf>,
    /// Print one JSON object instead of tables
    #[arg(long)]
    json: bool,
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err(format!("found {text:?}, expected a number from 0 to 1, such as 0.001")),
    }
}

/// Runs the command.
///
/// # Errors
/// A refused scenario, or an I/O failure.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let input = input::load(&args.file, &args.law.library()?)?;
    let limits = Limits {
        seconds: args.time_limit.as_secs_f64(),
        gap: args.gap,
        threads: args.threads,
        seed: args.seed,
        work: args.work,
    };
    let cancel = Arc::new(Cancel::new());
    stop_on_ctrl_c(Arc::clone(&cancel))?;

    let meter = Meter::new();
    let outcome = releve_solver::solve(&input.problem, &limits, &cancel, &|progress| meter.update(progress));
    meter.finish();

    // The engines verify their own result; this second look is what the report vouches for.
    let assignments = outcome.assignments();
    let breaches = check(&input.problem, &assignments).err().unwrap_or_default();
    let report = Report::new(&outcome, &limits, &breaches, cancel.is_cancelled());
    if let Some(path) = &args.output {
        let plan = PlanFile { input_sha256: Some(outcome.input_sha256.clone()), assignments };
        let text = serde_json::to_string_pretty(&plan)? + "\n";
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
        eprintln!("plan written to {}", path.display());
    }
    if args.json {
        super::print_json(&report)?;
    } else {
        super::print(&report.text(&input.scenario))?;
    }
    Ok(if breaches.is_empty() { DONE } else { REFUSED })
}

/// The first Ctrl-C asks the solve to stop at its next safe point; a second one ends the process.
fn stop_on_ctrl_c(cancel: Arc<Cancel>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            if tokio::signal::ctrl_c().await.is_ok() {
                cancel.cancel();
                eprintln!("stopping; the best plan so far follows (Ctrl-C again to give up)");
            }
            if tokio::signal::ctrl_c().await.is_ok() {
                std::process::exit(130);
            }
        });
    });
    Ok(())
}
