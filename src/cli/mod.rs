//! The command line: one file per command. Results go to standard output, progress and complaints to standard error.
//!
//! Exit codes: [`DONE`], [`REFUSED`], [`USAGE`]. A refused input lists everything that is wrong with it, each issue with
//! its file and line; nothing is guessed or left out silently.

mod audit;
mod bench;
mod benchmark;
mod check;
mod demo;
mod duration;
mod explain;
mod generate;
mod input;
mod law;
mod ledger;
mod log;
mod migrate;
mod packs;
mod place;
mod progress;
mod replay;
mod report;
mod retention;
mod serve;
mod solve;
mod start;
mod user;
mod vapid_key;
mod what_if;
mod worker;

use clap::{Parser, Subcommand};
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// The command did what was asked.
pub const DONE: u8 = 0;
/// A plan or roster that breaks a rule, a refused input, or an I/O failure.
pub const REFUSED: u8 = 1;
/// The command line itself is wrong; clap exits with the same value.
pub const USAGE: u8 = 2;

const EXIT_CODES: &str = "Exit codes: 0 done; 1 a plan or roster that breaks a rule, a refused input or an \
     I/O failure; 2 usage.";

/// Shared replacement pools: lawful, fair and proven plans.
#[derive(Debug, Parser)]
#[command(name = "releve", version, about, after_help = EXIT_CODES, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Load the example group, plan it, serve it, and print a log-in for each role
    #[command(after_help = EXIT_CODES)]
    Demo(demo::Args),
    /// Serve the pages and the API, solve queued plans, run what happens by the clock
    #[command(after_help = EXIT_CODES)]
    Serve(serve::Args),
    /// Solve queued plans, send notices and run what happens by the clock, without serving pages
    #[command(after_help = EXIT_CODES)]
    Worker(worker::Args),
    /// Create the database, or bring it up to date
    #[command(after_help = EXIT_CODES)]
    Migrate(migrate::Args),
    /// Compute a plan for a scenario, or for an instance of a public benchmark, and print it with its proof
    #[command(after_help = EXIT_CODES)]
    Solve(solve::Args),
    /// Show the log of a solve again, and say whether it is sound
    #[command(after_help = EXIT_CODES)]
    Replay(replay::Args),
    /// Verify a plan against every hard rule, independently of the engines
    #[command(after_help = EXIT_CODES)]
    Check(check::Args),
    /// Say who may hold a shift and who may not, or which shifts an agent may hold, each with its reason
    #[command(after_help = EXIT_CODES)]
    Explain(explain::Args),
    /// Plan again with one thing changed, from a plan at hand, and say what it brings
    #[command(name = "what-if", after_help = EXIT_CODES)]
    WhatIf(what_if::Args),
    /// Print which role may use which route, as a Markdown table
    #[command(after_help = EXIT_CODES)]
    Access,
    /// People and machines that sign in: make them, give and end roles
    User(user::Args),
    /// The audit log of a group: verify its chain, export it
    Audit(audit::Args),
    /// The equity and compensation accounts of a group: work them out again from the facts
    Ledger(ledger::Args),
    /// Take away what is too old in a group, as the service does every night, or say what would be
    #[command(after_help = EXIT_CODES)]
    Retention(retention::Args),
    /// The rules: list and show them, compare versions, check and load packs, audit a roster
    Law(law::Args),
    /// Solve the public benchmark instances of a folder and hold them against the best known costs
    #[command(after_help = EXIT_CODES)]
    Bench(bench::Args),
    /// Make a key that push messages to browsers are signed with, and print it as a setting
    #[command(name = "vapid-key", after_help = EXIT_CODES)]
    VapidKey,
    /// Make up a group of a chosen size
    #[command(after_help = EXIT_CODES)]
    Generate(generate::Args),
}

/// Parses the command line, runs the command, turns its result into an exit code.
pub fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Demo(args) => demo::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Worker(args) => worker::run(args),
        Command::Migrate(args) => migrate::run(args),
        Command::Solve(args) => solve::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::WhatIf(args) => what_if::run(&args),
        Command::Access => print(&releve::web::routes::markdown()).map(|()| DONE),
        Command::User(args) => user::run(args),
        Command::Audit(args) => audit::run(args),
        Command::Law(args) => law::run(args),
        Command::Ledger(args) => ledger::run(args),
        Command::Retention(args) => retention::run(args),
        Command::Bench(args) => bench::run(&args),
        Command::VapidKey => vapid_key::run(),
        Command::Generate(args) => generate::run(&args),
    };
    ExitCode::from(result.unwrap_or_else(|error| complain(&error)))
}

/// Prints an error where a person or a log will find it, and gives its exit code.
fn complain(error: &anyhow::Error) -> u8 {
    if let Some(refused) = error.downcast_ref::<input::Refused>() {
        eprintln!("{refused}");
        return REFUSED;
    }
    // The reader of a pipe that has seen enough is not a failure worth a message.
    if error.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == ErrorKind::BrokenPipe) {
        return DONE;
    }
    if let Some(usage) = error.downcast_ref::<input::Usage>() {
        eprintln!("error: {usage}");
        return USAGE;
    }
    eprintln!("error: {error:#}");
    REFUSED
}

/// Writes a result to standard output in one go.
fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes a value to standard output as indented JSON.
fn print_json<T: serde::Serialize>(value: &T) -> anyhow::Result<()> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    print(&text)
}
