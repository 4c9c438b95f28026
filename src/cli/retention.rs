//! `releve retention`: takes away what is too old in a group, as the service does every night.

use super::DONE;
use super::place::Place;
use super::serve::runtime;
use releve::app::retention::{self, Mode};
use std::fmt::Write;

/// Arguments of `retention`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Change nothing, and say what would be taken away
    #[arg(long)]
    dry_run: bool,
    /// Print the numbers as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the database does not answer, or there is no such group.
pub fn run(args: Args) -> anyhow::Result<u8> {
    let mode = if args.dry_run { Mode::Trial } else { Mode::Real };
    let counts = runtime()?.block_on(async {
        let (app, group) = args.place.open().await?;
        anyhow::Ok(retention::run(&app, &group, mode).await?)
    })?;
    if args.json {
        super::print_json(&counts)?;
        return Ok(DONE);
    }
    let mut text = String::new();
    for (rule, count) in counts.all() {
        let _ = writeln!(text, "{rule:<14}{count}");
    }
    if counts.is_full() {
        text.push_str("there may be more: run it again\n");
    }
    if mode == Mode::Trial {
        text.push_str("nothing was changed\n");
    }
    super::print(&text)?;
    Ok(DONE)
}
