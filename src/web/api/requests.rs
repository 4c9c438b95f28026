//! Replacement requests, and who could hold their shifts.

use super::{About, Listed, instant};
use crate::app::access::{Actor, Paging};
use crate::app::candidates::{self, Answer};
use crate::app::requests::{self, Wanted};
use crate::store::requests::Row;
use crate::web::AppState;
use crate::web::extract::{Id, Json, Query};
use crate::web::problem::Result;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use chrono::NaiveDate;
use releve_solver::domain::scenario::Shift;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub(super) struct Request {
    id: String,
    shift: String,
    #[serde(flatten)]
    about: About,
    priority: String,
    degraded_accepted: bool,
    state: String,
    offer: Option<crate::ids::OfferId>,
    assignment: Option<crate::ids::AssignmentId>,
    opened_at: String,
    version: i64,
}

impl From<Row> for Request {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            shift: row.shift.id.clone(),
            about: row.shift.into(),
            priority: row.priority,
            degraded_accepted: row.degraded_accepted,
            state: row.state,
            offer: row.offer_id,
            assignment: row.assignment_id,
            opened_at: instant(row.opened_at),
            version: row.version,
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Filter {
    after: Option<String>,
    limit: Option<i64>,
    state: Option<String>,
    unit: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// `GET /requests?state=&unit=&from=&to=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
    Query(filter): Query<Filter>,
) -> Result<axum::Json<Listed<Request>>> {
    let paging = Paging { after: filter.after, limit: filter.limit, state: filter.state };
    let wanted = Wanted { unit: filter.unit, from: filter.from, to: filter.to };
    let rows = requests::list(&state.app, &actor, &paging, wanted).await?;
    Ok(axum::Json(Listed::new(rows, paging.limit(), requests::cursor)))
}

/// `POST /requests`: 201 when it is new, 200 when the same request was there already.
pub(super) async fn open(
    State(state): State<AppState>,
    actor: Actor,
    Json(shift): Json<Shift>,
) -> Result<impl IntoResponse> {
    let (row, new) = requests::open(&state.app, &actor, &shift).await?;
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    let etag = etag(row.version);
    Ok((status, [(header::ETAG, etag)], axum::Json(Request::from(row))))
}

/// `GET /requests/{id}`
pub(super) async fn show(
    State(state): State<AppState>,
    actor: Actor,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<axum::response::Response> {
    let row = requests::find(&state.app, &actor, &id).await?;
    let etag = etag(row.version);
    if headers.get(header::IF_NONE_MATCH) == Some(&etag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    Ok(([(header::ETAG, etag)], axum::Json(Request::from(row))).into_response())
}

#[derive(Serialize)]
pub(super) struct Candidates {
    shift: String,
    #[serde(flatten)]
    answer: Answer,
}

#[derive(Debug, Deserialize)]
pub(super) struct Who {
    agent: Option<String>,
}

/// `GET /shifts/{id}/candidates?agent=`
pub(super) async fn candidates(
    State(state): State<AppState>,
    actor: Actor,
    Id(shift): Id,
    Query(who): Query<Who>,
) -> Result<axum::Json<Candidates>> {
    let answer = match who.agent {
        Some(agent) => {
            let seen = candidates::of_agent(&state.app, &actor, &shift, &agent).await?;
            Answer { candidates: vec![seen], nobody: None }
        }
        None => candidates::of_shift(&state.app, &actor, &shift).await?,
    };
    Ok(axum::Json(Candidates { shift, answer }))
}

/// A version as an entity tag.
pub(super) fn etag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).expect("digits in quotes are a header value")
}
