//! `releve law`: the rules themselves: list and show them, compare versions, check a pack, load one, audit a roster.

mod audit;
mod check;
mod diff;
mod list;
mod load;
mod show;

use super::EXIT_CODES;
use clap::Subcommand;

/// Arguments of `law`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the rule packs
    #[command(after_help = EXIT_CODES)]
    List(list::Args),
    /// Show a pack, a rule, a derogation or a compensation
    #[command(after_help = EXIT_CODES)]
    Show(show::Args),
    /// Compare two packs: what is added, removed, stricter, looser
    #[command(after_help = EXIT_CODES)]
    Diff(diff::Args),
    /// Read rule packs and say what is wrong with them
    #[command(after_help = EXIT_CODES)]
    Check(check::Args),
    /// Store a rule pack in the service's database, in force from the next computation on
    #[command(after_help = EXIT_CODES)]
    Load(load::Args),
    /// Judge a roster that stands: every breach by person and date, with its article
    #[command(after_help = EXIT_CODES)]
    Audit(audit::Args),
}

/// Runs the command.
///
/// # Errors
/// A refused input, an unknown id, or an I/O failure.
pub fn run(args: Args) -> anyhow::Result<u8> {
    match args.command {
        Command::List(args) => list::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Load(args) => load::run(args),
        Command::Audit(args) => audit::run(&args),
    }
}
