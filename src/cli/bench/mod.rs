//! `releve bench`: the public benchmark instances of a folder one after the other, held against the best known costs. Each
//! is solved by a process of its own, so that the memory told is that of one instance, and a crash costs one row.

mod instances;
mod known;
mod row;

use super::benchmark::Engine;
use super::{DONE, REFUSED, duration};
use anyhow::Context;
use instances::Instance;
use row::{Figures, Row};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Arguments of `bench`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder with curtois/*.txt, inrc2/<scenario>/*.txt and best-known.csv, or some of them
    directory: PathBuf,
    /// Most wall-clock time for each instance: 500ms, 60s, 2m
    #[arg(long, default_value = "60s", value_parser = duration::parse)]
    time_limit: Duration,
    /// What makes the rosters; `both` gives each instance a row for each engine
    #[arg(long, value_enum, default_value_t = Engines::Columns)]
    engine: Engines,
    /// Threads of the columns; the mixed-integer model takes one
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=256))]
    threads: u32,
    /// Seed
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Only instances whose name holds this; a whole name, such as Instance1, chooses that one alone
    #[arg(long, value_name = "SUBSTR")]
    filter: Option<String>,
    /// Best known costs: columns set, instance, best_known [default: best-known.csv in the folder, if there is one]
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,
    /// Print a JSON object on a line for each instance instead of a table
    #[arg(long)]
    json: bool,
}

/// Engines to run side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Engines {
    /// Column generation
    Columns,
    /// One mixed-integer model solved whole
    Mip,
    /// One after the other
    Both,
}

impl Engines {
    const fn each(self) -> &'static [Engine] {
        match self {
            Self::Columns => &[Engine::Columns],
            Self::Mip => &[Engine::Mip],
            Self::Both => &[Engine::Columns, Engine::Mip],
        }
    }
}

/// Runs the command.
///
/// # Errors
/// A refused table of best known costs, a folder without instances, or an I/O failure.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let default = args.directory.join("best-known.csv");
    let known = match &args.known {
        Some(path) => known::read(path)?,
        None if default.exists() => known::read(&default)?,
        None => Vec::new(),
    };
    let mut found = instances::find(&args.directory, &known)?;
    if !found.absent.is_empty() {
        eprintln!("not in {}: {}", args.directory.display(), found.absent.join(", "));
    }
    if let Some(filter) = &args.filter {
        instances::keep(&mut found.present, filter);
    }
    anyhow::ensure!(
        !found.present.is_empty(),
        "no instance in {}; expected curtois/*.txt, or best-known.csv and inrc2/<scenario>/*.txt{}",
        args.directory.display(),
        args.filter.as_ref().map_or_else(String::new, |filter| format!(", with a name that holds {filter:?}"))
    );

    if !args.json {
        super::print(row::HEADER)?;
    }
    let mut all = true;
    for instance in found.present {
        let mut any = false;
        for engine in args.engine.each() {
            eprintln!("{}, {engine} …", instance.name);
            let row = solve(args, &instance, *engine)?;
            any |= row.found.is_some();
            // Each line is out before the next solve begins.
            super::print(&if args.json { serde_json::to_string(&row)? + "\n" } else { row.line() })?;
        }
        all &= any;
    }
    Ok(if all { DONE } else { REFUSED })
}

/// Solves an instance in a process of this program's own binary.
fn solve(args: &Args, instance: &Instance, engine: Engine) -> anyhow::Result<Row> {
    let program = std::env::current_exe().context("cannot find the program itself")?;
    let ran = Command::new(&program)
        .arg("solve")
        .args(&instance.arguments)
        .args(["--json", "--engine", &engine.to_string()])
        .args(["--time-limit", &format!("{}ms", args.time_limit.as_millis())])
        .args(["--threads", &args.threads.to_string(), "--seed", &args.seed.to_string()])
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run {}", program.display()))?;
    let figures: Option<Figures> = serde_json::from_slice(&ran.stdout).ok();
    if figures.as_ref().is_none_or(|figures| !figures.feasible) {
        let said = String::from_utf8_lossy(&ran.stderr);
        let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no word");
        eprintln!("{}: {last} ({})", instance.name, ran.status);
    }
    Ok(Row::new(&instance.name, engine, instance.best_known, figures.as_ref()))
}
