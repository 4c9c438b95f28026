//! `releve migrate`: the database, created or brought up to date; `serve` does the same when it starts.

use super::DONE;
use super::serve::runtime;
use anyhow::Context;
use releve::config::Config;
use releve::store::Db;

/// Arguments of `migrate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    config: Config,
}

/// Runs the command.
///
/// # Errors
/// When the database does not open or a migration fails.
pub fn run(args: Args) -> anyhow::Result<u8> {
    runtime()?.block_on(async move {
        let db = Db::connect(&args.config.database_url).await?;
        db.migrate().await.context("the database could not be brought up to date")?;
        db.close().await;
        anyhow::Ok(())
    })?;
    super::print("the database is up to date\n")?;
    Ok(DONE)
}
