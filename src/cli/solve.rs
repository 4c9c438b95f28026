//! `releve solve`: a scenario in, a checked plan with its proof out; with `--start` from a published plan ([`super::start`]). Ctrl-C stops the search, not the answer. Problems in the
//! public benchmark formats are solved by [`super::benchmark::solve`].

use super::benchmark::{self, Engine, Files, Format};
use super::input::{self, PlanFile, Usage};
use super::packs::LawFiles;
use super::progress::Meter;
use super::report::Report;
use super::start::Published;
use super::{DONE, REFUSED, duration, log};
use anyhow::Context;
use releve_solver::check::check;
use releve_solver::domain::plan::{Cancel, Limits, Outcome, Progress};
use releve_solver::domain::problem::Problem;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Arguments of `solve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario, .toml or .json; curtois: instance; `-` reads standard input
    #[arg(required_unless_present = "scenario")]
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub law: LawFiles,
    #[command(flatten)]
    pub files: Files,
    #[command(flatten)]
    pub published: Published,
    /// Most wall-clock time: 500ms, 60s, 2m
    #[arg(long, default_value = "60s", value_parser = duration::parse)]
    time_limit: Duration,
    /// Relative gap at which a goal level counts as settled; 0 asks for full proof; small groups are always proven
    /// [default: 0.001; benchmark formats: 0]
    #[arg(long, value_parser = share)]
    gap: Option<f64>,
    /// Threads
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=256))]
    pub threads: u32,
    /// Seed; the same input, seed and work limit give the same plan
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Work units after which to stop, the same on every machine
    #[arg(long)]
    work: Option<u64>,
    /// Write the plan here, as JSON that `check` reads; benchmark formats: in the format (inrc2: a folder for a solution
    /// file for each week, or with one week a .txt file), and print the costs
    #[arg(long)]
    pub output: Option<PathBuf>,
    /// inrc2: write the history after the last week here, for the next stage
    #[arg(long, value_name = "FILE", requires = "scenario")]
    pub next_history: Option<PathBuf>,
    /// Write each step of the search here, a JSON object a line, for `replay`
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// Benchmark formats: what makes the roster [default: columns]
    #[arg(long, value_enum)]
    pub engine: Option<Engine>,
    /// Print one JSON object instead of tables
    #[arg(long)]
    pub json: bool,
}

/// An engine's entry.
pub type Solve<'a> = &'a dyn Fn(&Problem, &Limits, &Cancel, &(dyn Fn(&Progress) + Sync)) -> Outcome;

impl Args {
    /// How far the solve may go; `gap` where none is given.
    pub fn limits(&self, gap: f64) -> Limits {
        Limits {
            seconds: self.time_limit.as_secs_f64(),
            gap: self.gap.unwrap_or(gap),
            threads: self.threads,
            seed: self.seed,
            work: self.work,
        }
    }
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
    args.published.not_both_stdin(args.file.as_deref())?;
    let text = args.file.as_deref().map(input::text).transpose()?;
    let format = args.files.format(text.as_deref())?;
    if format != Format::Scenario {
        return benchmark::solve::run(args, format, text.as_deref());
    }
    if let Some(engine) = args.engine {
        return Err(Usage(format!("--engine {engine} is for --format curtois and inrc2; leave it out")).into());
    }
    let (Some(file), Some(text)) = (&args.file, text) else {
        return Err(Usage("a scenario is one file: releve solve FILE".to_owned()).into());
    };
    let input = input::compiled(file, &text, &args.law.library()?)?;
    let start = args.published.start(file, &input.problem)?;
    let limits = args.limits(0.001);
    let from_start: Solve<'_> =
        &|problem, limits, cancel, progress| releve_solver::solve_from(problem, &start, limits, cancel, progress);
    let (outcome, cancelled) = search(&input.problem, &limits, args.log.as_deref(), from_start)?;

    // The engines verify their own result; this second look is what the report vouches for.
    let assignments = outcome.assignments();
    let breaches = check(&input.problem, &assignments).err().unwrap_or_default();
    let report = Report::new(&outcome, &start, &limits, &breaches, cancelled);
    if let Some(path) = &args.output {
        let changes = outcome.changes.clone();
        let plan = PlanFile { input_sha256: Some(outcome.input_sha256.clone()), assignments, changes };
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

/// Solves, with progress on standard error and in a log where one is asked for; also says whether Ctrl-C ended it.
///
/// # Errors
/// When Ctrl-C cannot be listened to, or the log cannot be begun.
pub fn search(
    problem: &Problem,
    limits: &Limits,
    log: Option<&Path>,
    solve: Solve<'_>,
) -> anyhow::Result<(Outcome, bool)> {
    let log = log.map(|path| log::Writer::new(path, problem, limits)).transpose()?;
    let cancel = Arc::new(Cancel::new());
    stop_on_ctrl_c(Arc::clone(&cancel))?;
    let meter = Meter::new();
    let outcome = solve(problem, limits, &cancel, &|progress| {
        meter.update(progress);
        if let Some(log) = &log {
            log.step(progress);
        }
    });
    meter.finish();
    let cancelled = cancel.is_cancelled();
    // A log that could not be written must not cost anybody the plan.
    if let Some(Err(error)) = log.map(|log| log.finish(&outcome, cancelled)) {
        eprintln!("warning: the log is not complete: {error:#}");
    }
    Ok((outcome, cancelled))
}

/// The first Ctrl-C asks the solve to stop at its next safe point; a second one ends the process.
pub fn stop_on_ctrl_c(cancel: Arc<Cancel>) -> anyhow::Result<()> {
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
