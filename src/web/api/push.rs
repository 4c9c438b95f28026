//! Push messages to one's own browsers.

use crate::app::access::{Action, Actor};
use crate::app::accounts::Client;
use crate::app::push::{self, New};
use crate::ids::PushId;
use crate::store::push::Row;
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

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/me/push", Needs(&[A::OwnAccount]), show).describe(
            Doc::new("Lists one's own browsers that take push messages")
                .more("With the public key by which they know the service (RFC 8292): `applicationServerKey`.")
                .answers::<Shown>(200, "The key, and every browser"),
        ),
        Route::post("/api/v1/me/push", Needs(&[A::OwnAccount]), subscribe).describe(
            Doc::new("Subscribes a browser to push messages")
                .more("What `PushSubscription.toJSON()` gives. It also puts `push` among the channels of one's contact. A browser \
                       belongs to whoever subscribed in it last.")
                .body::<New>()
                .answers::<Browser>(201, "The browser")
                .answers::<Browser>(200, "The same subscription was there")
                .refuses(&["not-set-up"]),
        ),
        Route::delete("/api/v1/me/push", Needs(&[A::OwnAccount]), end_at).describe(
            Doc::new("Ends the subscription of the browser at an address")
                .body::<At>()
                .answers_nothing(204, "It is told nothing any more")
                .refuses(&["not-found"]),
        ),
        Route::delete("/api/v1/me/push/{id}", Needs(&[A::OwnAccount]), end)
            .describe(Doc::new("Ends the subscription of one of one's own browsers").answers_nothing(204, "It is told nothing any more")),
    ]
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PushBrowser")]
pub(super) struct Browser {
    id: PushId,
    /// What it calls itself.
    #[serde(rename = "browser")]
    name: String,
    created_at: String,
    /// When a message was last taken for it.
    used_at: Option<String>,
}

impl From<Row> for Browser {
    fn from(row: Row) -> Self {
        Self { id: row.id, name: row.browser, created_at: instant(row.created_at), used_at: row.used_at.map(instant) }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Push")]
pub(super) struct Shown {
    /// By which browsers know the service: `applicationServerKey`, base64url. None where the operator has set no key: no
    /// browser can subscribe then.
    public_key: Option<String>,
    items: Vec<Browser>,
}

/// `GET /me/push`
pub(super) async fn show(State(state): State<AppState>, actor: Actor) -> Result<axum::Json<Shown>> {
    let public_key = push::public_key(&state.app).ok();
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

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PushAddress")]
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
