//! Bringing in the facts of a group.

use crate::app::access::{Action, Actor};
use crate::app::{Error, scenarios};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{media_type, read_body, utf8};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use releve_solver::formats::scenario::{Syntax, read, with_lines};

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::post("/api/v1/scenarios", Needs(&[A::ImportScenario]), import).describe(
            Doc::new("Creates the group from a scenario, or replaces its facts")
                .text_body(&["application/toml", "application/json"])
                .large()
                .answers::<scenarios::Imported>(201, "What was brought in")
                .refuses(&["group-has-approvals", "not-found"]),
        ),
    ]
}

/// `POST /scenarios`: the body is TOML (`application/toml`) or JSON (anything else, unless it plainly is TOML).
pub(super) async fn import(
    State(state): State<AppState>,
    actor: Actor,
    request: Request,
) -> Result<(StatusCode, Json<scenarios::Imported>)> {
    let toml = media_type(request.headers()).is_some_and(|kind| kind.contains("toml"));
    let syntax = if toml { Syntax::Toml } else { Syntax::Json };
    let body = read_body(request, state.app.config.import_limit_bytes).await?;
    let text = utf8(body)?;
    let reading = tokio::task::spawn_blocking(move || (read(&text, syntax), text));
    let (scenario, text) = reading.await.map_err(|e| Error::Corrupt(e.to_string()))?;
    let scenario = scenario.map_err(Error::Invalid)?;
    let imported = scenarios::import(&state.app, &actor, scenario).await.map_err(|error| match error {
        // What only the law finds wrong is known by field; the author wants the line.
        Error::Invalid(issues) => Error::Invalid(with_lines(&text, syntax, issues)),
        other => other,
    })?;
    Ok((StatusCode::CREATED, Json(imported)))
}
