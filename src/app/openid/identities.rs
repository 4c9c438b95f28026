//! Identities that are linked: one's own, and those of a user as an administrator sees them.

use super::super::access::{Action, Actor};
use super::super::audit::Event;
use super::super::error::{Conflict, Error, Result};
use super::super::work::Work;
use super::super::{App, accounts, sessions};
use crate::ids::UserId;
use crate::store::identities::{self, Row};
use crate::store::users;
use serde_json::json;

/// An identity and what its provider is called.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The identity.
    pub row: Row,
    /// Name of the provider; its issuer when the settings no longer have it.
    pub provider: String,
}

fn shown(app: &App, row: Row) -> Shown {
    let known = app.config.openid.as_ref().and_then(|all| all.of_issuer(&row.issuer));
    Shown { provider: known.map_or_else(|| row.issuer.clone(), |provider| provider.name.clone()), row }
}

/// The actor's own identities, the oldest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Shown>> {
    actor.may(Action::OwnAccount)?;
    let mut tx = app.db.read().await?;
    let rows = identities::of_user(&mut tx, &actor.user).await?;
    Ok(rows.into_iter().map(|row| shown(app, row)).collect())
}

/// Unlinks one of the actor's own identities; her other sessions that it began end.
///
/// # Errors
/// As [`accounts::prove`]; `NotFound`; [`Conflict::LastWayIn`] for the only one of somebody without a password.
pub async fn unlink(app: &App, actor: &Actor, id: &str, password: &str) -> Result<()> {
    let role = actor.may(Action::OwnAccount)?.role;
    let account = accounts::prove(app, actor, password).await?;
    let mut work = Work::begin(app, actor, role).await?;
    delete(&mut work, &actor.user, id).await?;
    if account.password_hash.is_none() && identities::of_user(&mut work.tx, &actor.user).await?.is_empty() {
        return Err(Conflict::LastWayIn.into());
    }
    sessions::end_by_identity(&mut work, id, actor.seat.as_ref().map(|seat| &seat.session)).await?;
    work.commit().await
}

async fn delete(work: &mut Work<'_>, user: &UserId, id: &str) -> Result<()> {
    if !identities::delete(&mut work.tx, user, id).await? {
        return Err(Error::not_found("identity", id));
    }
    work.record(Event::new("identity.unlink", "identity", id).with(json!({ "user": user })));
    Ok(())
}

/// The identities of a user of the group.
///
/// # Errors
/// `Forbidden`; `NotFound` for a user unknown in the group.
pub async fn of_user(app: &App, actor: &Actor, user: &str) -> Result<Vec<Shown>> {
    actor.may(Action::ReadUsers)?;
    let mut tx = app.db.read().await?;
    let row = users::find(&mut tx, &actor.group, &UserId(user.to_owned())).await?;
    let row = row.ok_or_else(|| Error::not_found("user", user))?;
    let rows = identities::of_user(&mut tx, &row.id).await?;
    Ok(rows.into_iter().map(|row| shown(app, row)).collect())
}

/// Unlinks an identity of somebody else: of the wrong person, or one she has lost. The sessions that it began end.
///
/// # Errors
/// `Forbidden`; `NotFound`; [`Conflict::OwnGrant`] for her own.
pub async fn unlink_of(app: &App, actor: &Actor, user: &str, id: &str) -> Result<()> {
    let reach = actor.may(Action::ManageUsers)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let row = users::find(&mut work.tx, &actor.group, &UserId(user.to_owned())).await?;
    let row = row.ok_or_else(|| Error::not_found("user", user))?;
    if row.id == actor.user {
        return Err(Conflict::OwnGrant.into());
    }
    delete(&mut work, &row.id, id).await?;
    sessions::end_by_identity(&mut work, id, None).await?;
    work.commit().await
}
