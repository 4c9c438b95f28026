//! The audit log.

use super::Listed;
use crate::app::access::{Action, Actor, Paging};
use crate::app::audit::{self, Line, Verified, Wanted};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::Query;
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use chrono::NaiveDate;
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
                .query::<Lines>()
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

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Lines {
    /// The `next` of the page before.
    after: Option<String>,
    /// Rows wanted; 100 when left out.
    #[schemars(range(min = 1, max = 500))]
    limit: Option<i64>,
    /// Only lines of this action.
    state: Option<String>,
    /// Only what this user did: her identifier, or a part of her name.
    who: Option<String>,
    /// Only lines about objects of this kind: `plan`, `offer` …
    kind: Option<String>,
    /// Only lines about the object with this identifier.
    object: Option<String>,
    /// Only what was done on this day or later.
    from: Option<NaiveDate>,
    /// Only what was done on this day or earlier.
    to: Option<NaiveDate>,
}

/// `GET /audit?state=&who=&kind=&object=&from=&to=&after=&limit=`, where `state` is an action such as `plan.approve`.
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
    Query(lines): Query<Lines>,
) -> Result<Json<Listed<Line>>> {
    let paging = Paging { after: lines.after, limit: lines.limit, state: lines.state, ..Paging::default() };
    let wanted = Wanted { who: lines.who, kind: lines.kind, object: lines.object, from: lines.from, to: lines.to };
    let rows = audit::list(&state.app, &actor, &wanted, &paging).await?;
    Ok(Json(Listed::try_new(rows, paging.limit(), |named| named.row.id.clone(), |named| Line::of(named.row))?))
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
