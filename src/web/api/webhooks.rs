//! Webhooks of the group.

use super::Listed;
use crate::app::access::{Action, Actor};
use crate::app::webhooks;
use crate::store::webhooks::Webhook;
use crate::text::instant;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/webhooks", Needs(&[A::ManageWebhooks]), list)
            .describe(Doc::new("Lists the group's webhooks").answers::<Listed<Shown>>(200, "Every webhook")),
        Route::post("/api/v1/webhooks", Needs(&[A::ManageWebhooks]), register).describe(
            Doc::new("Makes a webhook")
                .body::<Register>()
                .answers::<Shown>(201, "The webhook with its secret, which nobody can read again"),
        ),
        Route::delete("/api/v1/webhooks/{id}", Needs(&[A::ManageWebhooks]), end)
            .describe(Doc::new("Ends a webhook").answers_nothing(204, "Nothing is sent to it any more")),
    ]
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Webhook")]
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

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewWebhook")]
pub(super) struct Register {
    url: String,
    #[serde(default)]
    kinds: BTreeSet<String>,
}

/// `GET /webhooks`
pub(super) async fn list(State(state): State<AppState>, actor: Actor) -> Result<axum::Json<Listed<Shown>>> {
    let hooks = webhooks::list(&state.app, &actor).await?;
    Ok(axum::Json(Listed { items: hooks.into_iter().map(Shown::from).collect(), next: None }))
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
