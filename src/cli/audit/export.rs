//! `releve audit export`.

use crate::cli::DONE;
use crate::cli::place::Place;
use crate::cli::serve::runtime;
use anyhow::Context;
use futures_util::TryStreamExt;
use releve::app::access::Actor;
use releve::app::audit;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Arguments of `audit export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Write here instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When the database does not answer or the file cannot be written.
pub fn run(args: Args) -> anyhow::Result<u8> {
    let mut out: Box<dyn Write> = match &args.output {
        Some(path) => {
            let file = File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
            Box::new(BufWriter::new(file))
        }
        None => Box::new(std::io::stdout().lock()),
    };
    runtime()?.block_on(async {
        let (app, group) = args.place.open().await?;
        let lines = audit::export(&app, &Actor::system(&group)).await?;
        futures_util::pin_mut!(lines);
        while let Some(page) = lines.try_next().await? {
            out.write_all(page.as_bytes())?;
        }
        out.flush()?;
        anyhow::Ok(())
    })?;
    Ok(DONE)
}
