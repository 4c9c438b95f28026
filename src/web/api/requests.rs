//! Replacement requests, and the conversation about them.

use super::shifts::Post;
use super::{Listed, Pages, instant};
use crate::app::Error;
use crate::app::access::{Action, Actor, Only, Paging};
use crate::app::requests::{self, Change, New, NewMessage, NoticeClass, Outcome, Whole};
use crate::app::wrong::{expected, nothing};
use crate::ids::MessageId;
use crate::lang::Words;
use crate::store::{from_json, messages};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Ids, Json, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use releve_solver::domain::scenario::Priority;
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
                .query::<Which>()
                .states(&["draft", "submitted", "open", "closed", "cancelled"])
                .answers::<Listed<Request>>(200, "A page of requests, by identifier"),
        ),
        Route::post("/api/v1/requests", Needs(&[A::OpenRequest]), make).describe(
            Doc::new("Makes a replacement request")
                .more("Its identifier is the caller's: the same request sent twice is one request.")
                .body::<New>()
                .answers::<Request>(201, "The request")
                .answers::<Request>(200, "The same request was there already")
                .refuses(&["id-taken", "alike-requested", "no-such-time", "not-found", "shift-begun", "not-member", "unit-closed"]),
        ),
        Route::get("/api/v1/requests/{id}", Needs(&[A::ReadRequests]), show)
            .describe(Doc::new("Shows a request with its shifts").answers::<Request>(200, "The request")),
        Route::patch("/api/v1/requests/{id}", Needs(&[A::OpenRequest]), edit).describe(
            Doc::new("Changes a request that is not over, and asks anew whoever a changed shift concerns")
                .more("What is left out stays. The version that was read stands in the body, or the entity tag in `If-Match`.")
                .body::<Change>()
                .answers::<Request>(200, "The request")
                .refuses(&["request-state", "version-moved", "shift-begun", "shift-state", "id-taken", "alike-requested",
                    "no-such-time", "assignment-state", "round-over", "not-member", "unit-closed"]),
        ),
        Route::post("/api/v1/requests/{id}/submit", Needs(&[A::OpenRequest]), submit).describe(
            Doc::new("Hands a draft in")
                .query::<HandIn>()
                .answers::<Request>(200, "The request")
                .refuses(&["request-state", "shift-begun", "alike-requested", "no-such-time", "not-member", "unit-closed",
                    "invalid"]),
        ),
        Route::post("/api/v1/requests/{id}/open", Needs(&[A::AdmitRequest]), open).describe(
            Doc::new("Opens a request that was handed in")
                .more("It is looked at once more, as its unit and the other requests are by then.")
                .query::<HandIn>()
                .answers::<Request>(200, "The request")
                .refuses(&["request-state", "shift-begun", "alike-requested", "no-such-time", "not-member", "unit-closed",
                    "invalid"]),
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
        Route::post("/api/v1/requests/{id}/messages/{message}/read", Needs(&[A::ReadRequests]), mark_read)
            .describe(Doc::new("Says that she has read everything up to a message").answers_nothing(204, "It is noted")),
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
    /// `filled`, `partly_filled` or `unfilled`; none while all of it may still be filled.
    outcome: Option<Outcome>,
    /// How much notice there was before its first shift when it was cancelled, minutes.
    notice_minutes: Option<i64>,
    /// The same as a class: `J-15`, `J-7`, `J-2` or `under-48h`.
    notice_class: Option<NoticeClass>,
    /// Shifts of the pool from which whoever is replaced has just been freed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    freed: Vec<String>,
    /// Shifts of the pool that whoever is replaced holds, or is asked for by name, on the same days.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    absent_agent_also_holds: Vec<String>,
    /// Messages about it that the asker has not read.
    unread_messages: i64,
    shifts: Vec<Post>,
}

impl From<Whole> for Request {
    fn from(whole: Whole) -> Self {
        let row = whole.request;
        let mut progress = BTreeMap::new();
        for stored in &whole.shifts {
            *progress.entry(stored.state.clone()).or_insert(0) += 1;
        }
        let cancelled_at = row.closed_at.filter(|_| row.state == "cancelled");
        let notice_minutes = cancelled_at.and_then(|at| requests::notice_minutes(&whole.shifts, at));
        Self {
            outcome: Outcome::of(&whole.shifts),
            notice_minutes,
            notice_class: notice_minutes.map(NoticeClass::of),
            freed: whole.freed,
            absent_agent_also_holds: whole.also_held,
            unread_messages: whole.unread,
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

fn answer(status: StatusCode, whole: Whole) -> Response {
    (status, axum::Json(Request::from(whole))).into_response()
}

/// Which requests.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    /// The `next` of the page before.
    after: Option<String>,
    /// Rows wanted; 100 when left out.
    #[schemars(range(min = 1, max = 500))]
    limit: Option<i64>,
    /// Only requests in this state.
    state: Option<String>,
    /// Only requests of this unit.
    unit: Option<String>,
    /// Only requests of this priority.
    #[schemars(with = "Option<Priority>")]
    priority: Option<String>,
    /// Only requests with a shift that begins on this day or later.
    from: Option<NaiveDate>,
    /// Only requests with a shift that begins on this day or earlier; with `from`, the same shift.
    to: Option<NaiveDate>,
}

/// `GET /requests?state=&unit=&priority=&from=&to=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
    Query(which): Query<Which>,
) -> Result<axum::Json<Listed<Request>>> {
    let only = Only { unit: which.unit, from: which.from, to: which.to, priority: which.priority, agent: None };
    let paging = Paging { after: which.after, limit: which.limit, state: which.state, only };
    let all = requests::list(&state.app, &actor, &paging).await?;
    Ok(axum::Json(Listed::new(all, paging.limit(), |whole| whole.request.id.clone())))
}

/// `POST /requests`: 201 when it is new, 200 when the same request was there already.
pub(super) async fn make(State(state): State<AppState>, actor: Actor, Json(new): Json<New>) -> Result<Response> {
    let (whole, is_new) = requests::make(&state.app, &actor, &new).await?;
    Ok(answer(if is_new { StatusCode::CREATED } else { StatusCode::OK }, whole))
}

/// `GET /requests/{id}`
pub(super) async fn show(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<axum::Json<Request>> {
    Ok(axum::Json(requests::find(&state.app, &actor, &id).await?.into()))
}

/// `PATCH /requests/{id}`: the version of the request is in the body, or its entity tag in `If-Match`.
pub(super) async fn edit(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(change): Json<Change>,
) -> Result<Response> {
    let seen = change
        .version
        .or_else(|| actor.terms.version())
        .ok_or_else(|| Error::field("version", nothing(), expected("field-version")))?;
    Ok(answer(StatusCode::OK, requests::edit(&state.app, &actor, &id, &change, seen).await?))
}

/// How a request is handed in, or opened.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct HandIn {
    /// Although another request asks for the same post.
    #[serde(default)]
    although_alike: bool,
}

/// `POST /requests/{id}/submit?although_alike=`
pub(super) async fn submit(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Query(how): Query<HandIn>,
) -> Result<Response> {
    Ok(answer(StatusCode::OK, requests::submit(&state.app, &actor, &id, how.although_alike).await?))
}

/// `POST /requests/{id}/open?although_alike=`
pub(super) async fn open(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Query(how): Query<HandIn>,
) -> Result<Response> {
    Ok(answer(StatusCode::OK, requests::open(&state.app, &actor, &id, how.although_alike).await?))
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
    /// In the reader's language where the service wrote it.
    text: String,
    mentions: Vec<String>,
    written_at: String,
}

impl Message {
    fn of(words: Words, row: messages::Row) -> crate::app::Result<Self> {
        Ok(Self {
            mentions: from_json(&row.mentions)?,
            id: row.id,
            author: row.author,
            author_name: row.author_name,
            text: words.reason(&row.text).to_string(),
            written_at: instant(row.written_at),
        })
    }
}

/// `GET /requests/{id}/messages?after=&limit=`
pub(super) async fn messages(
    State(state): State<AppState>,
    Id(id): Id,
    actor: Actor,
    words: Words,
    Query(pages): Query<Pages>,
) -> Result<axum::Json<Listed<Message>>> {
    let paging = Paging { after: pages.after, limit: pages.limit, ..Paging::default() };
    let rows = requests::messages(&state.app, &actor, &id, &paging).await?;
    Ok(axum::Json(Listed::try_new(rows, paging.limit(), |row| row.id.0.clone(), |row| Message::of(words, row))?))
}

/// `POST /requests/{id}/messages`
pub(super) async fn write(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
    Json(new): Json<NewMessage>,
) -> Result<(StatusCode, axum::Json<Message>)> {
    let row = requests::write(&state.app, &actor, &id, &new).await?;
    Ok((StatusCode::CREATED, axum::Json(Message::of(words, row)?)))
}

/// `POST /requests/{id}/messages/{message}/read`: everything up to this message is read.
pub(super) async fn mark_read(
    State(state): State<AppState>,
    actor: Actor,
    Ids((request, message)): Ids,
) -> Result<StatusCode> {
    requests::mark_read(&state.app, &actor, &request, &message).await?;
    Ok(StatusCode::NO_CONTENT)
}
