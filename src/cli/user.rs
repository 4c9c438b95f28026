//! `releve user`: people and machines that sign in, and what they may do. The first administrator of a group is made here; the
//! others can be made over the API.

use super::DONE;
use super::place::Place;
use super::serve::runtime;
use anyhow::bail;
use chrono::NaiveDate;
use releve::app::access::{Actor, Paging, Role, Scope};
use releve::app::users::{self, NewGrant, NewUser};
use releve::app::{links, second_factor};
use releve::config::Accounts;
use releve::lang::{Locale, Words};
use releve::web::conflicts;
use std::fmt::Write;

/// Arguments of `user`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make a user with a first role and print her token, which is shown this once
    Add(Add),
    /// Print a link by which a user chooses her password, once, within seven days
    Invite(Invite),
    /// Take away the second factor of a user who has lost it
    Reset(Reset),
    /// Give a user one more role
    Grant(Grant),
    /// End one role of a user
    End(End),
    /// End every role and every token of a user in the group
    Remove(Remove),
    /// List who has which role in which part of the group, from when to when
    List(List),
}

#[derive(Debug, clap::Args)]
struct Add {
    #[command(flatten)]
    place: Place,
    /// Name shown to people
    #[arg(long)]
    name: String,
    /// Where she is written to
    #[arg(long)]
    email: Option<String>,
    #[command(flatten)]
    given: Given,
}

#[derive(Debug, clap::Args)]
struct Invite {
    #[command(flatten)]
    place: Place,
    /// The user's identifier
    user: String,
    #[command(flatten)]
    accounts: Accounts,
}

#[derive(Debug, clap::Args)]
struct Reset {
    #[command(flatten)]
    place: Place,
    /// The user's identifier
    user: String,
}

#[derive(Debug, clap::Args)]
struct Grant {
    #[command(flatten)]
    place: Place,
    /// The user's identifier
    user: String,
    #[command(flatten)]
    given: Given,
}

#[derive(Debug, clap::Args)]
struct End {
    #[command(flatten)]
    place: Place,
    /// Identifier of the role given, as `user list` prints it
    grant: String,
}

#[derive(Debug, clap::Args)]
struct Remove {
    #[command(flatten)]
    place: Place,
    /// The user's identifier
    user: String,
}

#[derive(Debug, clap::Args)]
struct List {
    #[command(flatten)]
    place: Place,
}

/// A role and how far it reaches.
#[derive(Debug, clap::Args)]
struct Given {
    /// Role
    #[arg(long)]
    role: Role,
    /// Only for this establishment; may be repeated
    #[arg(long = "establishment", conflicts_with = "units", value_name = "ID")]
    establishments: Vec<String>,
    /// Only for this unit; may be repeated
    #[arg(long = "unit", value_name = "ID")]
    units: Vec<String>,
    /// The agent she is, for the role of an agent
    #[arg(long)]
    agent: Option<String>,
    /// First day; today when left out
    #[arg(long)]
    from: Option<NaiveDate>,
    /// Last day; until it is ended when left out
    #[arg(long)]
    to: Option<NaiveDate>,
}

impl From<Given> for NewGrant {
    fn from(given: Given) -> Self {
        let scope = if !given.units.is_empty() {
            Scope::Units(given.units.into_iter().collect())
        } else if !given.establishments.is_empty() {
            Scope::Establishments(given.establishments.into_iter().collect())
        } else {
            Scope::Group
        };
        Self { role: given.role, scope, agent: given.agent, valid_from: given.from, valid_to: given.to }
    }
}

/// Runs the command.
///
/// # Errors
/// When the database does not answer, or what is asked for cannot be.
pub fn run(args: Args) -> anyhow::Result<u8> {
    let text = runtime()?.block_on(async {
        match args.command {
            Command::Add(add) => {
                let (app, group) = add.place.open_or_begin().await?;
                let new = NewUser { name: add.name, email: add.email, grant: add.given.into(), invite: false };
                let created = said(users::create(&app, &Actor::system(&group), new).await)?;
                let token = created.token.unwrap_or_default();
                anyhow::Ok(format!("user   {}\ngrant  {}\ntoken  {token}\n", created.id, created.grant))
            }
            Command::Invite(invite) => {
                let (app, group) = invite.place.open().await?;
                let app = app.with_accounts(invite.accounts);
                let url = said(links::invite(&app, &Actor::system(&group), &invite.user).await)?;
                Ok(format!("{url}\n"))
            }
            Command::Reset(reset) => {
                let (app, group) = reset.place.open().await?;
                said(second_factor::reset(&app, &Actor::system(&group), &reset.user).await)?;
                Ok(String::new())
            }
            Command::Grant(grant) => {
                let (app, group) = grant.place.open().await?;
                let given = users::give(&app, &Actor::system(&group), &grant.user, &grant.given.into()).await;
                Ok(format!("grant  {}\n", said(given)?))
            }
            Command::End(end) => {
                let (app, group) = end.place.open().await?;
                said(users::end(&app, &Actor::system(&group), &end.grant).await)?;
                Ok(String::new())
            }
            Command::Remove(remove) => {
                let (app, group) = remove.place.open().await?;
                said(users::remove(&app, &Actor::system(&group), &remove.user).await)?;
                Ok(String::new())
            }
            Command::List(list) => {
                let (app, group) = list.place.open().await?;
                listed(&app, &Actor::system(&group)).await
            }
        }
    })?;
    super::print(&text)?;
    Ok(DONE)
}

/// A refusal in words for the one who typed.
fn said<T>(result: releve::app::Result<T>) -> anyhow::Result<T> {
    match result {
        Ok(value) => Ok(value),
        Err(releve::app::Error::Invalid(issues)) => bail!("{}", issues[0]),
        Err(releve::app::Error::Conflict(conflict)) => bail!("{}", conflicts::told(Words::new(Locale::En), &conflict)),
        Err(error) => Err(error.into()),
    }
}

async fn listed(app: &releve::app::App, actor: &Actor) -> anyhow::Result<String> {
    let mut text = String::new();
    let mut paging = Paging::first(500);
    loop {
        let rows = users::list(app, actor, &paging).await?;
        let full = rows.len() as i64 == paging.limit();
        paging.after = rows.last().map(|row| row.grant.id.0.clone());
        for row in rows {
            let until = row.grant.valid_to.unwrap_or_else(|| "…".to_owned());
            let over = if row.grant.ended_at.is_some() { "  ended" } else { "" };
            let _ = writeln!(
                text,
                "{}  {:<14}  {} to {until}  {}  {}{over}",
                row.grant.id, row.grant.role, row.grant.valid_from, row.grant.user_id, row.user_name
            );
        }
        if !full {
            return Ok(text);
        }
    }
}
