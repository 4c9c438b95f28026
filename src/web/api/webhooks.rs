//! Webhooks of the group.

use crate::app::access::Actor;
use crate::app::webhooks;
use crate::store::webhooks::Webhook;
use crate::text::instant;
use crate::web::AppState;
use crate::web::extract::{Id, Json};
use crate::web::problem::Result;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[derive(Serialize)]
pub(super) struct Shown {
    id: String,
    url: String,
    kinds: BTreeSet<String>,
    created_at: String,
    ended_at: Option<String>,
    /// Only when it has just been made.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

impl From<Webhook> for Shown {
    fn from(hook: Webhook) -> Self {
        Self {
            id: hook.id,
            url: hook.url,
            kinds: hook.kinds,
            created_at: instant(hook.created_at),
            ended_at: hook.disabled_at.map(instant),
            secret: None,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Register {
    url: String,
    #[serde(default)]
    kinds: BTreeSet<String>,
}

/// `GET /webhooks`
pub(super) async fn list(State(state): State<AppState>, actor: Actor) -> Result<axum::Json<Value>> {
    let hooks = webhooks::list(&state.app, &actor).await?;
    Ok(axum::Json(json!({ "items": hooks.into_iter().map(Shown::from).collect::<Vec<_>>() })))
}

/// `POST /webhooks`: the answer holds the secret, this once.
pub(super) async fn register(
    State(state): State<AppState>,
    actor: Actor,
    Json(body): Json<Register>,
) -> Result<(StatusCode, axum::Json<Shown>)> {
    let hook = webhooks::register(&state.app, &actor, &body.url, body.kinds).await?;
    let secret = Some(hook.secret.clone());
    Ok((StatusCode::CREATED, axum::Json(Shown { secret, ..hook.into() })))
}

/// `DELETE /webhooks/{id}`
pub(super) async fn end(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    webhooks::end(&state.app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
