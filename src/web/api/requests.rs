//! Replacement requests, and the conversation about them.

use super::shifts::Post;
use super::{Listed, Pages, instant};
use crate::app::access::{Action, Actor, Paging};
use crate::app::requests::{self, New, NewMessage, Whole};
use crate::ids::MessageId;
use crate::store::{from_json, messages};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json, Paged, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/requests", Needs(&[A::ReadRequests]), list).describe(
            Doc::new("Lists replacement requests with their shifts")
                .query::<Paging>()
                .states(&["draft", "submitted", "open", "closed", "cancelled"])
                .answers::<Listed<Request>>(200, "A page of requests, by identifier"),
        ),
        Route::post("/api/v1/requests", Needs(&[A::OpenRequest]), make).describe(
            Doc::new("Makes a replacement request")
                .more("Its identifier is the caller's: the same request sent twice is one request.")
                .body::<New>()
                .answers::<Request>(201, "The request")
                .answers::<Request>(200, "The same request was there already")
                .refuses(&["id-taken", "alike-requested", "no-such-time", "not-found", "shift-begun"]),
        ),
        Route::get("/api/v1/requests/{id}", Needs(&[A::ReadRequests]), show)
            .describe(Doc::new("Shows a request with its shifts").answers::<Request>(200, "The request")),
        Route::post("/api/v1/requests/{id}/submit", Needs(&[A::OpenRequest]), submit).describe(
            Doc::new("Hands a draft in").answers::<Request>(200, "The request").refuses(&["request-state", "shift-begun"]),
        ),
        Route::post("/api/v1/requests/{id}/open", Needs(&[A::AdmitRequest]), open).describe(
            Doc::new("Opens a request that was handed in")
                .answers::<Request>(200, "The request")
                .refuses(&["request-state", "shift-begun"]),
        ),
        Route::post("/api/v1/requests/{id}/cancel", Needs(&[A::OpenRequest]), cancel).describe(
            Doc::new("Calls a request off, and whoever was asked hears of it")
                .body::<Why>()
                .answers::<Request>(200, "The request")
                .refuses(&["request-state", "shift-state", "shift-begun"]),
        ),
        Route::get("/api/v1/requests/{id}/messages", Needs(&[A::ReadRequests]), messages).describe(
            Doc::new("Reads the conversation about a request")
                .query::<Pages>()
                .answers::<Listed<Message>>(200, "A page of messages, oldest first"),
        ),
        Route::post("/api/v1/requests/{id}/messages", Needs(&[A::OpenRequest]), write).describe(
            Doc::new("Writes a message about a request").body::<NewMessage>().answers::<Message>(201, "The message"),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Request {
    id: String,
    unit: String,
    state: String,
    motive: String,
    priority: String,
    degraded_accepted: bool,
    absent_agent: Option<String>,
    note: String,
    requested_by: String,
    created_at: String,
    submitted_at: Option<String>,
    opened_at: Option<String>,
    closed_at: Option<String>,
    reason: Option<String>,
    version: i64,
    /// How many of its shifts are in which state.
    progress: BTreeMap<String, usize>,
    shifts: Vec<Post>,
}

impl From<Whole> for Request {
    fn from(whole: Whole) -> Self {
        let row = whole.request;
        let mut progress = BTreeMap::new();
        for stored in &whole.shifts {
            *progress.entry(stored.state.clone()).or_insert(0) += 1;
        }
        Self {
            id: row.id,
            unit: row.unit_id,
            state: row.state,
            motive: row.motive,
            priority: row.priority,
            degraded_accepted: row.degraded_accepted,
            absent_agent: row.absent_agent,
            note: row.note,
            requested_by: row.requested_by,
            created_at: instant(row.created_at),
            submitted_at: row.submitted_at.map(instant),
            opened_at: row.opened_at.map(instant),
            closed_at: row.closed_at.map(instant),
            reason: row.reason,
            version: row.version,
            progress,
            shifts: whole.shifts.into_iter().map(Post::from).collect(),
        }
    }
}

/// A request with its version as an entity tag.
fn answer(status: StatusCode, whole: Whole) -> Response {
    let tag = etag(whole.request.version);
    (status, [(header::ETAG, tag)], axum::Json(Request::from(whole))).into_response()
}

/// `GET /requests?state=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    Paged { actor, paging }: Paged,
) -> Result<axum::Json<Listed<Request>>> {
    let all = requests::list(&state.app, &actor, &paging).await?;
    Ok(axum::Json(Listed::new(all, paging.limit(), |whole| whole.request.id.clone())))
}

/// `POST /requests`: 201 when it is new, 200 when the same request was there already.
pub(super) async fn make(State(state): State<AppState>, actor: Actor, Json(new): Json<New>) -> Result<Response> {
    let (whole, is_new) = requests::make(&state.app, &actor, &new).await?;
    Ok(answer(if is_new { StatusCode::CREATED } else { StatusCode::OK }, whole))
}

/// `GET /requests/{id}`
pub(super) async fn show(
    State(state): State<AppState>,
    actor: Actor,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Response> {
    let whole = requests::find(&state.app, &actor, &id).await?;
    // Its shifts have versions of their own.
    let versions = whole.shifts.iter().map(|stored| stored.version);
    let etag = etag(whole.request.version + versions.sum::<i64>());
    if headers.get(header::IF_NONE_MATCH) == Some(&etag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    Ok(([(header::ETAG, etag)], axum::Json(Request::from(whole))).into_response())
}

/// `POST /requests/{id}/submit`
pub(super) async fn submit(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Response> {
    Ok(answer(StatusCode::OK, requests::submit(&state.app, &actor, &id).await?))
}

/// `POST /requests/{id}/open`
pub(super) async fn open(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Response> {
    Ok(answer(StatusCode::OK, requests::open(&state.app, &actor, &id).await?))
}

/// Why something is called off.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Why {
    pub(super) reason: String,
}

/// `POST /requests/{id}/cancel`
pub(super) async fn cancel(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(why): Json<Why>,
) -> Result<Response> {
    Ok(answer(StatusCode::OK, requests::cancel(&state.app, &actor, &id, &why.reason).await?))
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Message {
    id: MessageId,
    author: String,
    author_name: String,
    text: String,
    mentions: Vec<String>,
    written_at: String,
}

impl Message {
    fn of(row: messages::Row) -> crate::app::Result<Self> {
        Ok(Self {
            mentions: from_json(&row.mentions)?,
            id: row.id,
            author: row.author,
            author_name: row.author_name,
            text: row.text,
            written_at: instant(row.written_at),
        })
    }
}

/// `GET /requests/{id}/messages?after=&limit=`
pub(super) async fn messages(
    State(state): State<AppState>,
    Id(id): Id,
    actor: Actor,
    Query(pages): Query<Pages>,
) -> Result<axum::Json<Listed<Message>>> {
    let paging = Paging { after: pages.after, limit: pages.limit, state: None };
    let rows = requests::messages(&state.app, &actor, &id, &paging).await?;
    Ok(axum::Json(Listed::try_new(rows, paging.limit(), |row| row.id.0.clone(), Message::of)?))
}

/// `POST /requests/{id}/messages`
pub(super) async fn write(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(new): Json<NewMessage>,
) -> Result<(StatusCode, axum::Json<Message>)> {
    let row = requests::write(&state.app, &actor, &id, &new).await?;
    Ok((StatusCode::CREATED, axum::Json(Message::of(row)?)))
}

/// A version as an entity tag.
pub(super) fn etag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).expect("digits in quotes are a header value")
}
