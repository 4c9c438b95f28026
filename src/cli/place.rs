//! Which group of which database a command is about.

use releve::app::{App, Clock};
use releve::config::Config;
use releve::store::{Db, groups};

/// Options that say where a group is.
#[derive(Debug, clap::Args)]
pub struct Place {
    /// The group; may be left out when the database holds one group alone
    #[arg(long)]
    group: Option<String>,
    /// Where the data lives: `sqlite://file` or `postgres://user:password@host/database`
    #[arg(long, env = "RELEVE_DATABASE_URL", default_value = "sqlite://releve.sqlite", hide_env_values = true)]
    database_url: String,
}

impl Place {
    /// The service behind it, and a group that is there.
    ///
    /// # Errors
    /// When the database does not open, or the group is unknown or not said.
    pub async fn open(self) -> anyhow::Result<(App, String)> {
        let app = app(Db::connect_existing(&self.database_url).await?, self.database_url);
        let mut known = known(&app).await?;
        match self.group {
            Some(group) if known.contains(&group) => Ok((app, group)),
            Some(group) => anyhow::bail!("--group: found {group:?}, expected one of: {}", known.join(", ")),
            None if known.len() == 1 => Ok((app, known.remove(0))),
            None => {
                anyhow::bail!("the database holds {} groups ({}); choose with --group", known.len(), known.join(", "))
            }
        }
    }

    /// The service behind it, brought up to date, and a group that may yet have to be imported.
    ///
    /// # Errors
    /// When the database does not open, or the group is not said.
    pub async fn open_or_begin(self) -> anyhow::Result<(App, String)> {
        let db = Db::connect(&self.database_url).await?;
        db.migrate().await?;
        let app = app(db, self.database_url);
        if let Some(group) = self.group {
            return Ok((app, group));
        }
        let mut known = known(&app).await?;
        anyhow::ensure!(known.len() == 1, "the database holds {} groups; say which with --group", known.len());
        Ok((app, known.remove(0)))
    }
}

fn app(db: Db, database_url: String) -> App {
    App::new(db, Clock::system(), Config { database_url, ..Config::default() })
}

async fn known(app: &App) -> anyhow::Result<Vec<String>> {
    let mut tx = app.db.read().await?;
    Ok(groups::zone_names(&mut tx).await?.into_iter().map(|(id, _)| id).collect())
}
