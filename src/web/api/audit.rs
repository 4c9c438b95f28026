//! The audit log.

use super::Listed;
use crate::app::access::{Action, Actor, Paging};
use crate::app::audit::{self, Line, Verified};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Paged, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/audit", Needs(&[A::ReadAudit]), list).describe(
            Doc::new("Lists the audit log")
                .more("`state` is an action such as `plan.approve`.")
                .query::<Paging>()
                .answers::<Listed<Line>>(200, "A page of lines, the newest first"),
        ),
        Route::get("/api/v1/audit/verification", Needs(&[A::ReadAudit]), verify).describe(
            Doc::new("Checks that log and ledgers are what the chain says they are")
                .query::<Kept>()
                .answers::<Verified>(200, "What was found"),
        ),
        Route::get("/api/v1/audit/export", Needs(&[A::ReadAudit]), export).describe(
            Doc::new("Exports the whole chain")
                .answers_text(200, "application/x-ndjson", "One line of JSON a line of the log, oldest first"),
        ),
    ]
}

/// `GET /audit?state=&after=&limit=`, where `state` is an action such as `plan.approve`.
pub(super) async fn list(State(state): State<AppState>, Paged { actor, paging }: Paged) -> Result<Json<Listed<Line>>> {
    let rows = audit::list(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::try_new(rows, paging.limit(), |row| row.id.clone(), Line::of)?))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Kept {
    /// A link kept from before: it must still be there.
    link: Option<String>,
}

/// `GET /audit/verification?link=`: whether log and ledgers are what the chain says they are, and whether a link kept from
/// before is still in it.
pub(super) async fn verify(
    State(state): State<AppState>,
    actor: Actor,
    Query(kept): Query<Kept>,
) -> Result<Json<Verified>> {
    Ok(Json(audit::verify(&state.app, &actor, kept.link.as_deref()).await?))
}

/// `GET /audit/export`: the whole chain as JSON lines, oldest first.
pub(super) async fn export(State(state): State<AppState>, actor: Actor) -> Result<impl IntoResponse> {
    let lines = audit::export(&state.app, &actor).await?;
    let headers = [
        (CONTENT_TYPE, "application/x-ndjson; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"journal.ndjson\""),
    ];
    Ok((headers, Body::from_stream(lines)))
}
