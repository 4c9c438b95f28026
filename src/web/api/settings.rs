//! How the group works.

use crate::app::access::{Action, Actor};
use crate::app::settings::{self, Settings};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::Json;
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/settings", Needs(&[A::ReadSettings]), show)
            .describe(Doc::new("Says how the group works").answers::<Settings>(200, "The settings in force")),
        Route::put("/api/v1/settings", Needs(&[A::ManageSettings]), put).describe(
            Doc::new("Says how the group is to work")
                .more("What is left out is as by default; `version` is the one that was read.")
                .body::<Settings>()
                .answers::<Settings>(200, "The settings now in force")
                .refuses(&["version-moved"]),
        ),
    ]
}

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
