//! Users and their tokens. A token is shown once, when its user is made; only its SHA-256 is kept.

use super::App;
use super::access::{Actor, Role, Scope};
use super::audit::Event;
use super::error::{Error, Result};
use super::work::Work;
use crate::ids::UserId;
use crate::store::{self, Tx, establishments, users};
use crate::text::sha256;
use serde_json::json;
use std::collections::BTreeMap;

/// A user to make.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Group; it need not exist yet.
    pub group: String,
    /// Name shown to people.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Part of the group.
    pub scope: Scope,
    /// The agent this user is; wanted for [`Role::Agent`] alone.
    pub agent: Option<String>,
}

/// A user just made.
#[derive(Debug, Clone)]
pub struct Created {
    /// User.
    pub id: UserId,
    /// The clear token; nobody can read it again.
    pub token: String,
}

/// Makes a user.
///
/// # Errors
/// When somebody with the role of an agent is no agent, or the database fails.
pub async fn create_user(app: &App, new: NewUser) -> Result<Created> {
    if new.role == Role::Agent && new.agent.is_none() {
        return Err(Error::field("agent", "(nothing)", "the id of an agent", "name the agent who this user is"));
    }
    let scope = serde_json::to_string(&new.scope).map_err(|e| Error::Corrupt(e.to_string()))?;
    let row = users::Row {
        id: UserId(app.clock.new_id()),
        group_id: new.group,
        name: new.name,
        role: store::name_of(&new.role)?,
        scope,
        agent_id: new.agent,
    };
    let token = app.clock.new_token();
    let actor = Actor::system(&row.group_id);
    let mut work = Work::begin(app, &actor).await?;
    users::insert(&mut work.tx, &row, &sha256(&token), app.clock.now()).await?;
    work.record(Event::new("user.create", "user", &row.id.0).with(json!({ "role": row.role })));
    work.commit().await?;
    Ok(Created { id: row.id, token })
}

/// Recognises the bearer of a token.
///
/// # Errors
/// [`Error::SignedOut`] when nobody has this token.
pub async fn recognise(tx: &mut Tx, token: &str) -> Result<Actor> {
    let row = users::by_token(tx, &sha256(token)).await?.ok_or(Error::SignedOut)?;
    let scope: Scope = store::from_json(&row.scope)?;
    let role: Role = store::named(&row.role)?;
    let units = match &scope {
        Scope::Group => BTreeMap::new(),
        Scope::Establishments(ids) => {
            let all = establishments::homes_of_units(tx, &row.group_id).await?;
            all.into_iter().filter(|(_, establishment)| ids.contains(establishment)).collect()
        }
        Scope::Units(ids) => {
            let all = establishments::homes_of_units(tx, &row.group_id).await?;
            all.into_iter().filter(|(unit, _)| ids.contains(unit)).collect()
        }
    };
    Ok(Actor { user: row.id, name: row.name, role, group: row.group_id, scope, agent: row.agent_id, units })
}
