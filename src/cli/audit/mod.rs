//! `releve audit`: the audit log of a group, for whoever runs the service.

mod export;
mod verify;

use releve::app::{App, Clock};
use releve::config::Config;
use releve::store::{Db, groups};

/// Arguments of `audit`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Check that the log and the ledgers are what was written: every link of the chain and every posting it seals
    #[command(after_help = super::EXIT_CODES)]
    Verify(verify::Args),
    /// Write the whole log as JSON lines, oldest first
    #[command(after_help = super::EXIT_CODES)]
    Export(export::Args),
}

/// Whose log, and where it is.
#[derive(Debug, clap::Args)]
struct Where {
    /// The group; may be left out when the database holds one group alone
    #[arg(long)]
    group: Option<String>,
    /// Where the data lives: `sqlite://file` or `postgres://user:password@host/database`
    #[arg(long, env = "RELEVE_DATABASE_URL", default_value = "sqlite://releve.sqlite", hide_env_values = true)]
    database_url: String,
}

impl Where {
    /// The service behind it, and the group.
    async fn open(self) -> anyhow::Result<(App, String)> {
        let db = Db::connect_existing(&self.database_url).await?;
        let mut tx = db.read().await?;
        let mut known: Vec<String> = groups::zones(&mut tx).await?.into_iter().map(|(id, _)| id).collect();
        drop(tx);
        let group = match self.group {
            Some(group) if known.contains(&group) => group,
            Some(group) => anyhow::bail!("--group: found {group:?}, expected one of: {}", known.join(", ")),
            None if known.len() == 1 => known.remove(0),
            None => anyhow::bail!(
                "the database holds {} groups ({}); say which with --group",
                known.len(),
                known.join(", ")
            ),
        };
        Ok((App::new(db, Clock::system(), Config { database_url: self.database_url, ..Config::default() }), group))
    }
}

/// Runs the command.
///
/// # Errors
/// When the database does not answer, or there is no such group.
pub fn run(args: Args) -> anyhow::Result<u8> {
    match args.command {
        Command::Verify(args) => verify::run(args),
        Command::Export(args) => export::run(args),
    }
}
