//! Who is asking.

use crate::app::access::{Action, Actor, Role, Scope};
use crate::ids::UserId;
use axum::Json;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Me {
    id: UserId,
    name: String,
    group: String,
    /// The agent she is, if she is one.
    agent: Option<String>,
    /// What she is today.
    grants: Vec<Held>,
    /// What she may do, here and with this token.
    actions: Vec<Action>,
}

#[derive(Serialize)]
struct Held {
    role: Role,
    scope: Scope,
}

/// `GET /me`
pub(super) async fn show(actor: Actor) -> Json<Me> {
    let actions = Action::all().filter(|action| actor.can(*action)).collect();
    let agent = actor.agent().map(ToOwned::to_owned);
    let grants = actor.grants.into_iter().map(|grant| Held { role: grant.role, scope: grant.scope }).collect();
    Json(Me { id: actor.user, name: actor.name, group: actor.group, agent, grants, actions })
}
