//! Who is asking, and from which browsers.

use super::Listed;
use crate::app::access::{Action, Actor, Role, Scope};
use crate::app::sessions;
use crate::ids::{SessionId, UserId};
use crate::text::instant;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::Id;
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::{Needs, SignedIn};
    use Action as A;
    vec![
        Route::get("/api/v1/me", SignedIn, show)
            .describe(Doc::new("Says who is asking, what she is today and what she may do").answers::<Me>(200, "Who is asking")),
        Route::get("/api/v1/me/sessions", Needs(&[A::OwnAccount]), sessions).describe(
            Doc::new("Lists the browsers in which one is logged in").answers::<Listed<Session>>(200, "Every open session"),
        ),
        Route::delete("/api/v1/me/sessions/{id}", Needs(&[A::OwnAccount]), end_session)
            .describe(Doc::new("Logs one of one's own browsers out").answers_nothing(204, "The session is over")),
    ]
}

#[derive(Serialize, JsonSchema)]
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

#[derive(Serialize, JsonSchema)]
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

#[derive(Serialize, JsonSchema)]
pub(super) struct Session {
    id: SessionId,
    browser: String,
    created_at: String,
    seen_at: String,
    expires_at: String,
    /// It is the one that asks.
    current: bool,
}

/// `GET /me/sessions`
pub(super) async fn sessions(State(state): State<AppState>, actor: Actor) -> Result<Json<Listed<Session>>> {
    let rows = sessions::list(&state.app, &actor).await?;
    let shown = |(row, current): (crate::store::sessions::Row, bool)| {
        Ok(Session {
            id: row.id,
            browser: row.browser,
            created_at: instant(row.created_at),
            seen_at: instant(row.seen_at),
            expires_at: instant(row.expires_at),
            current,
        })
    };
    Ok(Json(Listed::try_new(rows, i64::MAX, |(row, _)| row.id.0.clone(), shown)?))
}

/// `DELETE /me/sessions/{id}`
pub(super) async fn end_session(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    sessions::end(&state.app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
