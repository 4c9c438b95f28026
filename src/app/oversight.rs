//! What the administration sees of people's ways in, and ends: who is in the group as what, in which browsers, with which tokens.
//!
//! Nothing that opens an account is ever told: neither a password, nor a token, nor a link.

use super::access::{Action, Actor, Paging};
use super::audit::Event;
use super::error::{Error, Result};
use super::work::Work;
use super::{App, sessions};
use crate::ids::UserId;
use crate::store::{self, grants, tokens, users};
use serde_json::json;

/// A user of the group with what she is in it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Who.
    pub user: users::Row,
    /// She has chosen a password; without one she is still invited, or comes by a provider or a token.
    pub has_password: bool,
    /// Her second factor is in force.
    pub has_second_factor: bool,
    /// Grants that are not ended, whether or not they hold today.
    pub grants: Vec<grants::Row>,
}

/// A page of the group's users by identifier, those who have something in it. `paging.state` is a role; `text` is a part of a name
/// or an address.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, text: &str, paging: &Paging) -> Result<Vec<Seen>> {
    let reach = actor.may(Action::ReadUsers)?;
    let (mut tx, page) = (app.db.read().await?, reach.page(paging));
    let mut all = Vec::new();
    for row in users::list(&mut tx, &actor.group, text.trim(), &page).await? {
        let grants = grants::standing(&mut tx, &actor.group, &row.user.id).await?;
        all.push(Seen {
            has_password: row.password_at.is_some(),
            has_second_factor: row.totp_since.is_some(),
            user: row.user,
            grants,
        });
    }
    Ok(all)
}

/// One user of the group, with every grant that she was ever given in it.
///
/// # Errors
/// `Forbidden`, or `NotFound` for a user who never had anything in the group.
pub async fn find(app: &App, actor: &Actor, user: &str) -> Result<Seen> {
    actor.may(Action::ReadUsers)?;
    let mut tx = app.db.read().await?;
    let id = UserId(user.to_owned());
    let row = users::find(&mut tx, &actor.group, &id).await?.ok_or_else(|| Error::not_found("user", user))?;
    let account = store::accounts::find(&mut tx, &id).await?;
    Ok(Seen {
        has_password: account.as_ref().is_some_and(|account| account.password_at.is_some()),
        has_second_factor: account.as_ref().is_some_and(|account| account.totp_since.is_some()),
        grants: grants::of_user(&mut tx, &actor.group, &id).await?,
        user: row,
    })
}

/// Her sessions that are not over, the newest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn sessions(app: &App, actor: &Actor, user: &UserId) -> Result<Vec<store::sessions::Row>> {
    actor.may(Action::ReadUsers)?;
    let mut tx = app.db.read().await?;
    let idle = sessions::idle_since(app);
    Ok(store::sessions::of_user(&mut tx, &actor.group, user, app.clock.now(), idle).await?)
}

/// Her tokens in the group that were not ended, the oldest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn tokens(app: &App, actor: &Actor, user: &UserId) -> Result<Vec<tokens::Row>> {
    actor.may(Action::ReadUsers)?;
    let mut tx = app.db.read().await?;
    Ok(tokens::of_user(&mut tx, &actor.group, user).await?)
}

/// Ends every session of a user but the one that asks; gives their number.
///
/// # Errors
/// `Forbidden`, or `NotFound` for a user unknown in the group.
pub async fn end_sessions(app: &App, actor: &Actor, user: &str) -> Result<u64> {
    let reach = actor.may(Action::ManageUsers)?;
    let user = UserId(user.to_owned());
    let mut work = Work::begin(app, actor, reach.role).await?;
    let row = users::find(&mut work.tx, &actor.group, &user).await?;
    row.ok_or_else(|| Error::not_found("user", &user.0))?;
    let ended = sessions::end_all(&mut work, &user, actor.seat.as_ref().map(|seat| &seat.session)).await?;
    work.commit().await?;
    Ok(ended)
}

/// Ends a token of anybody in the group; gives whose it was.
///
/// # Errors
/// `Forbidden`, or `NotFound` when there is none.
pub async fn end_token(app: &App, actor: &Actor, id: &str) -> Result<UserId> {
    let reach = actor.may(Action::ManageUsers)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let owner = tokens::owner(&mut work.tx, &actor.group, id).await?.ok_or_else(|| Error::not_found("token", id))?;
    let now = work.now();
    if tokens::end(&mut work.tx, &actor.group, &owner, id, now).await? {
        work.record(Event::new("token.end", "token", id).with(json!({ "user": owner })));
        work.commit().await?;
    }
    Ok(owner)
}
