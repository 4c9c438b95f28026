//! Links that open an account once: to choose a first password (an invitation), or a new one.
//!
//! Invariants: the database holds nothing that opens an account: a link is its row's identifier and an HMAC-SHA256 of its
//! purpose and identifier, under `RELEVE_SECRET_KEY`. Looking at a link changes nothing; using it uses it up.

use super::access::Actor;
use super::audit::Event;
use super::error::{Conflict, Result};
use super::work::Work;
use super::wrong::{expected, nothing};
use super::{App, identity, secrets, sessions};
use crate::config::Config;
use crate::ids::{LinkId, UserId};
use crate::store::outbox::Notice;
use crate::store::{self, Tx, accounts, links};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A new password for somebody who forgot hers.
    Recover,
    /// A first password.
    Invite,
    /// A log-in without a password; `releve demo` alone makes and takes them.
    Demo,
}

impl Purpose {
    /// Seconds that a link can be used.
    pub const fn seconds(self) -> i64 {
        match self {
            Self::Recover => 30 * 60,
            Self::Invite => 7 * 86_400,
            Self::Demo => 60 * 60,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Recover => "recover",
            Self::Invite => "invite",
            Self::Demo => "demo",
        }
    }
}

/// A link just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Identifier.
    pub id: LinkId,
    /// Unix seconds.
    pub expires_at: i64,
}

/// The address of a link. Whoever delivers a message computes it; nobody stores it.
///
/// # Errors
/// [`NotSet`](super::Error::NotSet) without a key.
pub fn url(config: &Config, purpose: Purpose, id: &str) -> Result<String> {
    Ok(format!("{}/lien/{}", config.base_url(), token(config, purpose, id)?))
}

fn token(config: &Config, purpose: Purpose, id: &str) -> Result<String> {
    Ok(format!("{id}.{}", secrets::code(config, "link", &format!("{}:{id}", purpose.name()))?))
}

/// Makes a link for a user.
pub(super) async fn make(work: &mut Work<'_>, user: &UserId, purpose: Purpose) -> Result<Made> {
    secrets::are_possible(&work.app.config)?;
    let created_at = work.now();
    let row = links::Row {
        id: LinkId(work.app.clock.new_id()),
        user_id: user.clone(),
        purpose: purpose.name().to_owned(),
        created_at,
        expires_at: created_at + purpose.seconds(),
    };
    links::insert(&mut work.tx, &row).await?;
    Ok(Made { id: row.id, expires_at: row.expires_at })
}

/// The message that brings a link to its user; delivery computes the address.
pub(super) fn notice(kind: &'static str, user: &UserId, link: &Made) -> Notice {
    Notice {
        kind,
        fact: format!("{kind}:{}", link.id),
        person: format!("user:{user}"),
        payload: json!({ "link_id": link.id, "expires_at": link.expires_at }),
    }
}

/// Invites a user to choose a password: makes the link, and a message with it when she is to be told. Gives its address.
///
/// # Errors
/// `NotSet` without a key; `NotFound` for a user unknown in the group.
pub async fn invite(app: &App, actor: &Actor, user: &str) -> Result<String> {
    let reach = actor.may(super::access::Action::ManageUsers)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let row = store::users::find(&mut work.tx, &actor.group, &UserId(user.to_owned())).await?;
    let row = row.ok_or_else(|| super::Error::not_found("user", user))?;
    let email = || super::Error::field("email", nothing(), expected("field-email-of-invited"));
    row.email.as_ref().ok_or_else(email)?;
    let made = make(&mut work, &row.id, Purpose::Invite).await?;
    let detail = json!({ "link": made.id, "expires_at": made.expires_at });
    work.record(Event::new("account.invite", "user", &row.id.0).with(detail));
    work.commit().await?;
    url(&app.config, Purpose::Invite, &made.id.0)
}

/// Makes a link that logs a user of the demonstration in; gives its address.
///
/// # Errors
/// `Forbidden` anywhere but in `releve demo`.
pub async fn demonstrate(app: &App, group: &str, user: &UserId) -> Result<String> {
    if !app.config.accounts.demo {
        return Err(super::Error::Forbidden(super::access::Action::ManageUsers));
    }
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, super::access::Role::System).await?;
    let made = make(&mut work, user, Purpose::Demo).await?;
    work.record(Event::new("account.demo-link", "user", &user.0).with(json!({ "link": made.id })));
    work.commit().await?;
    url(&app.config, Purpose::Demo, &made.id.0)
}

/// A link that can be used, and whose it is.
#[derive(Debug, Clone)]
pub struct Open {
    /// The link.
    pub id: LinkId,
    /// What for.
    pub purpose: Purpose,
    /// Whose account.
    pub user: accounts::Row,
}

/// Looks at a link; changes nothing.
///
/// # Errors
/// [`Conflict::LinkOver`] for one that is forged, used or too old: which of these, nobody learns. `NotSet` without a key.
pub async fn look_at(app: &App, text: &str) -> Result<Open> {
    let mut tx = app.db.read().await?;
    open(&mut tx, app, text).await
}

pub(super) async fn open(tx: &mut Tx, app: &App, text: &str) -> Result<Open> {
    secrets::are_possible(&app.config)?;
    let (id, code) = text.split_once('.').ok_or(Conflict::LinkOver)?;
    let row = links::find(tx, id, app.clock.now()).await?.ok_or(Conflict::LinkOver)?;
    let purpose: Purpose = store::named(&row.purpose)?;
    let ours = secrets::is_code(&app.config, "link", &format!("{}:{}", purpose.name(), row.id), code)?;
    if !ours || (purpose == Purpose::Demo && !app.config.accounts.demo) {
        return Err(Conflict::LinkOver.into());
    }
    let user = accounts::find(tx, &row.user_id).await?.ok_or(Conflict::LinkOver)?;
    Ok(Open { id: row.id, purpose, user })
}

/// Logs in with a link of `releve demo`; gives the session's token.
///
/// # Errors
/// As [`look_at`].
pub async fn enter(app: &App, text: &str, browser: &str) -> Result<String> {
    let link = look_at(app, text).await?;
    if link.purpose != Purpose::Demo {
        return Err(Conflict::LinkOver.into());
    }
    let actor = identity::as_herself(app, &link.user.id, &link.user.name, None).await?;
    let mut work = Work::begin(app, &actor, sessions::role_of(&actor)).await?;
    consume(&mut work, &link).await?;
    let group = actor.group.as_str();
    let token = sessions::begin(&mut work, &link.user.id, Some(group), sessions::Factors::Demo, browser).await?;
    work.commit().await?;
    Ok(token)
}

pub(super) async fn consume(work: &mut Work<'_>, link: &Open) -> Result<()> {
    let now = work.now();
    if links::consume(&mut work.tx, &link.id, now).await? { Ok(()) } else { Err(Conflict::LinkOver.into()) }
}
