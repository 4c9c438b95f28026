//! Who is asking.

use crate::app::access::{Actor, Role, Scope};
use crate::ids::UserId;
use axum::Json;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Me {
    id: UserId,
    name: String,
    role: Role,
    group: String,
    scope: Scope,
    agent: Option<String>,
}

/// `GET /me`
pub(super) async fn show(actor: Actor) -> Json<Me> {
    let Actor { user, name, role, group, scope, agent, .. } = actor;
    Json(Me { id: user, name, role, group, scope, agent })
}
