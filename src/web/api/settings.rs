//! How the group works.

use crate::app::access::Actor;
use crate::app::settings::{self, Settings};
use crate::web::AppState;
use crate::web::extract::Json;
use crate::web::problem::Result;
use axum::extract::State;

/// `GET /settings`
pub(super) async fn show(State(state): State<AppState>, actor: Actor) -> Result<axum::Json<Settings>> {
    Ok(axum::Json(settings::find(&state.app, &actor).await?))
}

/// `PUT /settings`: the version is the one that was read.
pub(super) async fn put(
    State(state): State<AppState>,
    actor: Actor,
    Json(new): Json<Settings>,
) -> Result<axum::Json<Settings>> {
    Ok(axum::Json(settings::put(&state.app, &actor, &new).await?))
}
