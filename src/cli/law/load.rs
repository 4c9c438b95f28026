//! `releve law load`: a rule pack into the service's database, as `POST /api/v1/law/packs` does.

use crate::cli::DONE;
use crate::cli::input::{Refused, Usage, refused, shown, text};
use crate::cli::serve::runtime;
use anyhow::Context;
use releve::app::access::Actor;
use releve::app::law::Outcome;
use releve::app::{App, Clock, Error, law};
use releve::config::Config;
use releve::lang::{Locale, Words};
use releve::store::{Db, groups};
use releve::web::conflicts;
use std::fmt::Write;
use std::path::PathBuf;

/// Arguments of `law load`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Rule pack, .toml
    file: PathBuf,
    /// Group for which it is loaded; all that the database holds unless said otherwise
    #[arg(long)]
    group: Option<String>,
    /// Where the data lives
    #[arg(long, env = "RELEVE_DATABASE_URL", default_value = "sqlite://releve.sqlite", hide_env_values = true)]
    database_url: String,
}

/// Runs the command.
///
/// # Errors
/// A refused pack, a built-in key, a group that does not exist, or a failure of the database.
pub fn run(args: Args) -> anyhow::Result<u8> {
    let pack = text(&args.file)?;
    let out = runtime()?.block_on(store(args, pack))?;
    crate::cli::print(&out)?;
    Ok(DONE)
}

async fn store(args: Args, text: String) -> anyhow::Result<String> {
    let config = Config { database_url: args.database_url, ..Config::default() };
    let db = Db::connect(&config.database_url).await?;
    db.migrate().await.context("the database could not be brought up to date")?;
    let app = App::new(db, Clock::system(), config);
    let known: Vec<String> = {
        let mut tx = app.db.read().await?;
        groups::zone_names(&mut tx).await?.into_iter().map(|(group, _)| group).collect()
    };
    let wanted = match args.group {
        Some(group) => vec![group],
        None if known.is_empty() => {
            let help = "the database holds no group yet; name the one for which the pack is loaded";
            return Err(Usage(format!("--group: {help}")).into());
        }
        None => known,
    };
    let mut out = String::new();
    for group in wanted {
        let loaded = match law::load(&app, &Actor::system(&group), &text).await {
            Ok(loaded) => loaded,
            Err(Error::Invalid(issues)) => {
                let mut lines = refused(&args.file, "pack", &issues).0;
                lines.push(format!(
                    "{}: {} issues for {group}, nothing changed there",
                    shown(&args.file),
                    issues.len()
                ));
                return Err(Refused(lines).into());
            }
            Err(Error::Conflict(conflict)) => {
                return Err(Refused(vec![format!(
                    "{}: {}",
                    shown(&args.file),
                    conflicts::told(Words::new(Locale::En), &conflict)
                )])
                .into());
            }
            Err(error) => return Err(error.into()),
        };
        let word = match loaded.outcome {
            Outcome::Stored => "loaded",
            Outcome::Replaced => "replaced",
            Outcome::Unchanged => "loaded already, unchanged",
        };
        let _ = writeln!(out, "{} {word} for {group}", loaded.pack.key);
    }
    app.db.close().await;
    Ok(out)
}
