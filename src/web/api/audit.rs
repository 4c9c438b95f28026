//! The audit log.

use super::Listed;
use crate::app::access::Actor;
use crate::app::audit::{self, Line, Verified};
use crate::web::AppState;
use crate::web::extract::{Paged, Query};
use crate::web::problem::Result;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde::Deserialize;

/// `GET /audit?state=&after=&limit=`, where `state` is an action such as `plan.approve`.
pub(super) async fn list(State(state): State<AppState>, Paged { actor, paging }: Paged) -> Result<Json<Listed<Line>>> {
    let rows = audit::list(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::try_new(rows, paging.limit(), |row| row.id.clone(), Line::of)?))
}

#[derive(Debug, Deserialize)]
pub(super) struct Kept {
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
