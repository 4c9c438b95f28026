//! Push messages to one's own browsers.

use crate::app::access::Actor;
use crate::app::accounts::Client;
use crate::app::push::{self, New};
use crate::ids::PushId;
use crate::store::push::Row;
use crate::text::instant;
use crate::web::AppState;
use crate::web::extract::{Id, Json};
use crate::web::problem::Result;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub(super) struct Browser {
    id: PushId,
    browser: String,
    created_at: String,
    /// When a message was last taken for it.
    used_at: Option<String>,
}

impl From<Row> for Browser {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            browser: row.browser,
            created_at: instant(row.created_at),
            used_at: row.used_at.map(instant),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Shown {
    /// By which browsers know the service: `applicationServerKey`, base64url.
    public_key: String,
    items: Vec<Browser>,
}

/// `GET /me/push`
pub(super) async fn show(State(state): State<AppState>, actor: Actor) -> Result<axum::Json<Shown>> {
    let public_key = push::public_key(&state.app)?;
    let items = push::list(&state.app, &actor).await?.into_iter().map(Browser::from).collect();
    Ok(axum::Json(Shown { public_key, items }))
}

/// `POST /me/push`: 201, or 200 for a subscription that was there.
pub(super) async fn subscribe(
    State(state): State<AppState>,
    actor: Actor,
    client: Client,
    Json(new): Json<New>,
) -> Result<(StatusCode, axum::Json<Browser>)> {
    let (row, made) = push::subscribe(&state.app, &actor, &new, &client.browser).await?;
    Ok((if made { StatusCode::CREATED } else { StatusCode::OK }, axum::Json(row.into())))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct At {
    endpoint: String,
}

/// `DELETE /me/push`: of the browser at this address.
pub(super) async fn end_at(State(state): State<AppState>, actor: Actor, Json(at): Json<At>) -> Result<StatusCode> {
    push::end_at(&state.app, &actor, &at.endpoint).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /me/push/{id}`
pub(super) async fn end(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    push::end(&state.app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
