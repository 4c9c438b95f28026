//! Identities that are linked: one's own, and those of a user as an administrator sees them.

use super::super::access::{Action, Actor};
use super::super::audit::Event;
use super::super::error::{Conflict, Error, Result};
use super::super::work::Work;
use super::super::{App, accounts, audit, sessions};
use crate::config::openid::Provider;
use crate::ids::{IdentityId, UserId};
use crate::store::identities::{self, Row};
use crate::store::{Tx, accounts as rows, grants, users};
use serde_json::json;

/// An identity and what its provider is called.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The identity.
    pub row: Row,
    /// Name of the provider; its issuer when the settings no longer have it.
    pub provider: String,
}

/// The provider of an identity, while the settings have it: what vouches no more opens nothing.
fn of_settings<'a>(app: &'a App, row: &Row) -> Option<&'a Provider> {
    app.config.openid.as_ref().and_then(|all| all.of_issuer(&row.issuer))
}

fn shown(app: &App, row: Row) -> Shown {
    let known = of_settings(app, &row);
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
/// As [`accounts::prove`]; `NotFound`; [`Conflict::LastWayIn`] when neither a password nor an identity at a provider of the
/// settings would be left.
pub async fn unlink(app: &App, actor: &Actor, id: &str, password: &str) -> Result<()> {
    let role = actor.may(Action::OwnAccount)?.role;
    accounts::prove(app, actor, password).await?;
    let mut work = Work::begin(app, actor, role).await?;
    // Two at once would each leave her the identity that the other takes away.
    let account = rows::lock(&mut work.tx, &actor.user).await?.ok_or(Error::SignedOut)?;
    delete(&mut work, &actor.user, id).await?;
    let left = identities::of_user(&mut work.tx, &actor.user).await?;
    if account.password_hash.is_none() && !left.iter().any(|row| of_settings(app, row).is_some()) {
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

/// An identity of a user of the group, as the group may know it.
#[derive(Debug, Clone)]
pub enum Seen {
    /// She is in this group alone.
    Whole(Shown),
    /// She is in other groups too: that there is one, and nothing of what it is or when she comes by it.
    Neutral(IdentityId),
}

/// The identities of a user of the group. That they were read is on record.
///
/// # Errors
/// `Forbidden`; `NotFound` for a user unknown in the group.
pub async fn of_user(app: &App, actor: &Actor, user: &str) -> Result<Vec<Seen>> {
    let reach = actor.may(Action::ReadUsers)?;
    let mut tx = app.db.read().await?;
    let row = users::find(&mut tx, &actor.group, &UserId(user.to_owned())).await?;
    let row = row.ok_or_else(|| Error::not_found("user", user))?;
    let elsewhere = is_elsewhere(&mut tx, &actor.group, &row.id).await?;
    let rows = identities::of_user(&mut tx, &row.id).await?;
    drop(tx);
    if row.id != actor.user {
        audit::note(app, actor, reach.role, [Event::new("identity.read", "user", &row.id.0)]).await?;
    }
    let seen = |row: Row| if elsewhere { Seen::Neutral(row.id) } else { Seen::Whole(shown(app, row)) };
    Ok(rows.into_iter().map(seen).collect())
}

/// Whether a user has anything in another group.
async fn is_elsewhere(tx: &mut Tx, group: &str, user: &UserId) -> Result<bool> {
    Ok(grants::groups_of(tx, user).await?.iter().any(|(id, _)| id != group))
}

/// Unlinks an identity of somebody else: of the wrong person, or one she has lost. The sessions that it began end.
///
/// # Errors
/// `Forbidden`; `NotFound`; [`Conflict::OwnGrant`] for her own; [`Conflict::IdentityElsewhere`] for one that opens another
/// group to her as well.
pub async fn unlink_of(app: &App, actor: &Actor, user: &str, id: &str) -> Result<()> {
    let reach = actor.may(Action::ManageUsers)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let row = users::find(&mut work.tx, &actor.group, &UserId(user.to_owned())).await?;
    let row = row.ok_or_else(|| Error::not_found("user", user))?;
    if row.id == actor.user {
        return Err(Conflict::OwnGrant.into());
    }
    rows::lock(&mut work.tx, &row.id).await?;
    let elsewhere = is_elsewhere(&mut work.tx, &actor.group, &row.id).await?;
    delete(&mut work, &row.id, id).await?;
    if elsewhere {
        return Err(Conflict::IdentityElsewhere.into());
    }
    sessions::end_by_identity(&mut work, id, None).await?;
    work.commit().await
}
