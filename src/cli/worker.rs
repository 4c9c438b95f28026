//! `releve worker`: workers without pages and API, in as many processes and on as many machines as wanted. All they share
//! with a server is the database.

use super::DONE;
use super::serve::{log, runtime, stopped};
use releve::Parts;
use releve::config::Config;

/// Arguments of `worker`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Solve queued plans; with none of --solve, --deliver and --time the worker does all three
    #[arg(long)]
    solve: bool,
    /// Send notices
    #[arg(long)]
    deliver: bool,
    /// Run what happens by the clock
    #[arg(long)]
    time: bool,
    #[command(flatten)]
    config: Config,
}

/// Runs the command.
///
/// # Errors
/// When the database does not open or a setting cannot be used.
pub fn run(args: Args) -> anyhow::Result<u8> {
    log(&args.config)?;
    let chosen = Parts { solve: args.solve, deliver: args.deliver, time: args.time };
    let none = Parts { solve: false, deliver: false, time: false };
    let parts = if chosen == none { Parts { solve: true, deliver: true, time: true } } else { chosen };
    runtime()?.block_on(async move { Box::pin(releve::work(args.config, parts, stopped()?)).await })?;
    Ok(DONE)
}
