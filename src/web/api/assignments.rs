//! Assignments, and the record that they were worked.

use super::{About, Held, Listed, instant};
use crate::app::access::{Action, Actor, Paging};
use crate::app::assignments::{self, Actual, Cause};
use crate::app::requests::NoticeClass;
use crate::ids::{AssignmentId, OfferId};
use crate::lang::Words;
use crate::store::assignments::Row;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json as Body, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/assignments", Needs(&[A::ReadAssignments]), list).describe(
            Doc::new("Lists assignments; an agent sees her own")
                .query::<Held>()
                .states(&["confirmed", "started", "worked", "validated", "cancelled"])
                .answers::<Listed<Assignment>>(200, "A page of assignments, the newest first"),
        ),
        Route::get("/api/v1/assignments/{id}", Needs(&[A::ReadAssignments]), show)
            .describe(Doc::new("Shows an assignment").answers::<Assignment>(200, "The assignment")),
        Route::post("/api/v1/assignments/{id}/cancel", Needs(&[A::CancelAssignment]), cancel).describe(
            Doc::new("Calls an assignment off")
                .more("`cause` says on whose side the cause lies; what a late cancellation leaves on her account depends on it.")
                .body::<Ending>()
                .answers::<Assignment>(200, "The assignment")
                .refuses(&["assignment-state", "shift-begun", "shift-state"]),
        ),
        Route::post("/api/v1/assignments/{id}/started", Needs(&[A::RecordWork]), started).describe(
            Doc::new("Records that she has begun")
                .answers::<Assignment>(200, "The assignment")
                .refuses(&["assignment-state", "not-begun-yet", "lost-race"]),
        ),
        Route::post("/api/v1/assignments/{id}/correct", Needs(&[A::CorrectWork]), correct).describe(
            Doc::new("Says when the work really began and ended")
                .more("What it earned is taken back and posted anew, in one deed.")
                .body::<Correction>()
                .answers::<Assignment>(200, "The assignment")
                .refuses(&["assignment-state", "version-moved", "lost-race"]),
        ),
        Route::post("/api/v1/assignments/{id}/validate", Needs(&[A::ValidateWork]), validate).describe(
            Doc::new("Records that payroll has looked at the work")
                .answers::<Assignment>(200, "The assignment")
                .refuses(&["assignment-state", "lost-race"]),
        ),
        Route::post("/api/v1/assignments/{id}/worked", Needs(&[A::RecordWork]), worked).describe(
            Doc::new("Records that a shift was worked, and posts what it earns")
                .answers::<Assignment>(200, "The assignment")
                .refuses(&["assignment-state", "not-over-yet", "unlawful"]),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Assignment {
    id: AssignmentId,
    offer: Option<OfferId>,
    shift: String,
    agent: String,
    agent_name: String,
    #[serde(flatten)]
    about: About,
    state: String,
    confirmed_at: String,
    started_at: Option<String>,
    worked_at: Option<String>,
    validated_at: Option<String>,
    /// When the work really began, where it was not as planned.
    actual_starts_at: Option<String>,
    actual_ends_at: Option<String>,
    cancelled_at: Option<String>,
    /// In the reader's language where it is the service's, as typed where it is a person's.
    reason: Option<String>,
    /// Minutes between its cancellation and the start; negative after it.
    notice_minutes: Option<i64>,
    /// `J-15`, `J-7`, `J-2` or `under-48h`.
    notice_class: Option<NoticeClass>,
    /// On whose side the cause of its cancellation lies: `service` or `agent`.
    cause: Option<String>,
    /// What a late cancellation left on the accounts.
    kept_centipoints: Option<i64>,
    kept_cents: Option<i64>,
    /// The swap that it came from.
    swap: Option<String>,
    /// The assignment of the same shift whose place it took in that swap.
    replaces: Option<AssignmentId>,
    version: i64,
}

impl Assignment {
    fn of(words: Words, row: Row) -> Self {
        Self {
            id: row.id,
            offer: row.offer_id,
            shift: row.shift.id.clone(),
            agent: row.agent_id,
            agent_name: row.agent_name,
            about: row.shift.into(),
            state: row.state,
            confirmed_at: instant(row.confirmed_at),
            started_at: row.started_at.map(instant),
            worked_at: row.worked_at.map(instant),
            validated_at: row.validated_at.map(instant),
            actual_starts_at: row.actual_starts_at.map(instant),
            actual_ends_at: row.actual_ends_at.map(instant),
            cancelled_at: row.ended_at.map(instant),
            reason: row.reason.as_deref().map(|why| words.reason(why).to_string()),
            notice_minutes: row.notice_minutes,
            notice_class: row.notice_minutes.map(NoticeClass::of),
            cause: row.ended_for,
            kept_centipoints: row.kept_centipoints,
            kept_cents: row.kept_cents,
            swap: row.swap_id,
            replaces: row.replaces,
            version: row.version,
        }
    }
}

/// `GET /assignments?state=&unit=&agent=&from=&to=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Query(held): Query<Held>,
) -> Result<Json<Listed<Assignment>>> {
    let paging = Paging::from(held);
    let rows = assignments::list(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::of(rows, paging.limit(), |row| row.id.0.clone(), |row| Assignment::of(words, row))))
}

/// `GET /assignments/{id}`
pub(super) async fn show(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
) -> Result<Json<Assignment>> {
    Ok(Json(Assignment::of(words, assignments::find(&state.app, &actor, &id).await?)))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Ending {
    reason: String,
    /// On whose side the cause lies: `service` when left out.
    #[serde(default)]
    cause: Cause,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Correction {
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    reason: String,
    version: i64,
}

/// `POST /assignments/{id}/cancel`
pub(super) async fn cancel(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
    Body(ending): Body<Ending>,
) -> Result<Json<Assignment>> {
    Ok(Json(Assignment::of(words, assignments::cancel(&state.app, &actor, &id, &ending.reason, ending.cause).await?)))
}

/// `POST /assignments/{id}/started`
pub(super) async fn started(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
) -> Result<Json<Assignment>> {
    Ok(Json(Assignment::of(words, assignments::record_started(&state.app, &actor, &id).await?)))
}

/// `POST /assignments/{id}/correct`
pub(super) async fn correct(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
    Body(new): Body<Correction>,
) -> Result<Json<Assignment>> {
    let actual = Actual { starts_at: new.starts_at.timestamp(), ends_at: new.ends_at.timestamp() };
    let row = assignments::correct(&state.app, &actor, &id, actual, (&new.reason, new.version)).await?;
    Ok(Json(Assignment::of(words, row)))
}

/// `POST /assignments/{id}/validate`
pub(super) async fn validate(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
) -> Result<Json<Assignment>> {
    Ok(Json(Assignment::of(words, assignments::validate(&state.app, &actor, &id).await?)))
}

/// `POST /assignments/{id}/worked`
pub(super) async fn worked(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
) -> Result<Json<Assignment>> {
    Ok(Json(Assignment::of(words, assignments::record_worked(&state.app, &actor, &id).await?)))
}
