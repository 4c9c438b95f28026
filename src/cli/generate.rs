//! `releve generate`: a made-up group of a chosen size, the same for the same seed.

use super::DONE;
use anyhow::Context;
use releve_solver::formats::generate::{Size, generate};
use releve_solver::formats::scenario::{Syntax, write};
use std::path::PathBuf;

/// Arguments of `generate`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("syntax").args(["json", "toml"]))]
pub struct Args {
    /// Member sites
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=500))]
    establishments: u32,
    /// Carers
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    agents: u32,
    /// Days to plan
    #[arg(long, default_value_t = 28, value_parser = clap::value_parser!(u32).range(1..=400))]
    days: u32,
    /// Shifts that nobody holds
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    gaps: u32,
    /// Seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write here instead of standard output; .json or .toml chooses the syntax
    #[arg(long)]
    output: Option<PathBuf>,
    /// Write JSON
    #[arg(long)]
    json: bool,
    /// Write TOML, the default
    #[arg(long)]
    toml: bool,
}

/// Runs the command.
///
/// # Errors
/// An I/O failure.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let Args { establishments, agents, days, gaps, seed, .. } = *args;
    let scenario = generate(Size { establishments, agents, days, gaps }, seed);
    let text = write(&scenario, syntax(args));
    if let Some(path) = &args.output {
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
        eprintln!("{agents} agents, {gaps} bare shifts over {days} days written to {}", path.display());
    } else {
        super::print(&text)?;
    }
    Ok(DONE)
}

fn syntax(args: &Args) -> Syntax {
    let named_json = args.output.as_ref().is_some_and(|path| path.extension().is_some_and(|ext| ext == "json"));
    if args.json || (named_json && !args.toml) { Syntax::Json } else { Syntax::Toml }
}
