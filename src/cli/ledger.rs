//! `releve ledger`: the equity and compensation accounts of a group.

use super::place::Place;
use super::serve::runtime;
use super::{DONE, REFUSED};
use releve::app::access::Actor;
use releve::app::ledgers;
use std::fmt::Write;

/// Arguments of `ledger`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Work every balance out again from the facts, and say where it is not what is posted
    #[command(after_help = super::EXIT_CODES)]
    Verify(Verify),
}

#[derive(Debug, clap::Args)]
struct Verify {
    #[command(flatten)]
    place: Place,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the database does not answer, or there is no such group.
pub fn run(args: Args) -> anyhow::Result<u8> {
    let Command::Verify(verify) = args.command;
    let found = runtime()?.block_on(async {
        let (app, group) = verify.place.open().await?;
        anyhow::Ok(ledgers::recompute(&app, &Actor::system(&group)).await?)
    })?;
    let code = if found.differences.is_empty() { DONE } else { REFUSED };
    if verify.json {
        super::print_json(&found)?;
        return Ok(code);
    }
    let mut text = format!(
        "equity accounts     {}\nworked assignments  {}\ndifferences         {}\n",
        found.equity_accounts,
        found.worked_assignments,
        found.differences.len()
    );
    for d in &found.differences {
        let _ =
            writeln!(text, "{}: {}, {}: posted {}, by the facts {}", d.agent, d.account, d.about, d.posted, d.computed);
    }
    super::print(&text)?;
    Ok(code)
}
