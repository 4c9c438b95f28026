//! Tokens of machines: each is its owner's, for some of what she may do, for some time. A token is shown once, when it is made.

use super::access::{Action, Actor};
use super::audit::Event;
use super::error::{Error, Result};
use super::work::Work;
use super::{App, fields};
use crate::ids::{TokenId, UserId};
use crate::store::{self, tokens};
use crate::text::sha256;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;

/// Longest name, characters.
const NAME_CHARS_MAX: usize = 100;
/// Longest life, days.
const DAYS_MAX: i64 = 400;

/// A token to make.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What it may do; all that its owner may when left out.
    #[serde(default)]
    pub actions: Option<BTreeSet<Action>>,
    /// Days until it is over, 1 to 400.
    pub days: i64,
}

/// Makes a token for the actor herself; gives the clear token, which nobody can read again.
///
/// # Errors
/// `Invalid` for a name, a life or actions that cannot be; `Forbidden` for an action that is not hers.
pub async fn make(app: &App, actor: &Actor, new: &NewToken) -> Result<(TokenId, String)> {
    let role = actor.may(Action::OwnAccount)?.role;
    let name = fields::filled("name", &new.name, NAME_CHARS_MAX)?;
    fields::within("days", new.days, 1, DAYS_MAX)?;
    let wanted: BTreeSet<Action> = match &new.actions {
        Some(actions) => {
            fields::some("actions", actions.is_empty())?;
            actions.clone()
        }
        None => Action::all().filter(|action| actor.can(*action)).collect(),
    };
    for action in &wanted {
        actor.may(*action)?;
    }
    // A token made by a narrowed token is as narrow.
    let actions = (new.actions.is_some() || actor.only.is_some()).then_some(&wanted);
    let mut work = Work::begin(app, actor, role).await?;
    let expires = work.now() + new.days * 86_400;
    let made = issue(&mut work, &actor.user, &name, actions, Some(expires)).await?;
    work.commit().await?;
    Ok(made)
}

/// Stores a token of a user in the actor's group; gives it in clear.
pub(super) async fn issue(
    work: &mut Work<'_>,
    user: &UserId,
    name: &str,
    actions: Option<&BTreeSet<Action>>,
    expires_at: Option<i64>,
) -> Result<(TokenId, String)> {
    let (group, created_at) = (work.group(), work.now());
    let row = tokens::Row {
        id: TokenId(work.app.clock.new_id()),
        user_id: user.clone(),
        name: name.to_owned(),
        actions: actions.map(store::to_json).transpose()?,
        created_at,
        expires_at,
    };
    let token = work.app.clock.new_token();
    tokens::insert(&mut work.tx, group, &row, &sha256(&token)).await?;
    let detail = json!({ "user": user, "actions": actions, "expires_at": expires_at });
    work.record(Event::new("token.make", "token", &row.id.0).with(detail));
    Ok((row.id, token))
}

/// The actor's own tokens.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<tokens::Row>> {
    actor.may(Action::OwnAccount)?;
    let mut tx = app.db.read().await?;
    Ok(tokens::of_user(&mut tx, &actor.group, &actor.user).await?)
}

/// Ends one of the actor's own tokens.
///
/// # Errors
/// `NotFound` when it is none of hers, or over.
pub async fn end(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let role = actor.may(Action::OwnAccount)?.role;
    let mut work = Work::begin(app, actor, role).await?;
    end_in(&mut work, &actor.user, id).await?;
    work.commit().await
}

pub(super) async fn end_in(work: &mut Work<'_>, user: &UserId, id: &str) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    if !tokens::end(&mut work.tx, group, user, id, now).await? {
        return Err(Error::not_found("token", id));
    }
    work.record(Event::new("token.end", "token", id).with(json!({ "user": user })));
    Ok(())
}
