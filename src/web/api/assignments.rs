//! Assignments, and the record that they were worked.

use super::requests::Why;
use super::{About, Held, Listed, instant};
use crate::app::access::{Action, Actor, Paging};
use crate::app::assignments;
use crate::app::requests::NoticeClass;
use crate::ids::{AssignmentId, OfferId};
use crate::store::assignments::Row;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json as Body, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/assignments", Needs(&[A::ReadAssignments]), list).describe(
            Doc::new("Lists assignments; an agent sees her own")
                .query::<Held>()
                .states(&["confirmed", "worked", "cancelled"])
                .answers::<Listed<Assignment>>(200, "A page of assignments, the newest first"),
        ),
        Route::get("/api/v1/assignments/{id}", Needs(&[A::ReadAssignments]), show)
            .describe(Doc::new("Shows an assignment").answers::<Assignment>(200, "The assignment")),
        Route::post("/api/v1/assignments/{id}/cancel", Needs(&[A::CancelAssignment]), cancel).describe(
            Doc::new("Calls an assignment off")
                .body::<Why>()
                .answers::<Assignment>(200, "The assignment")
                .refuses(&["assignment-state", "shift-begun", "shift-state"]),
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
    worked_at: Option<String>,
    cancelled_at: Option<String>,
    reason: Option<String>,
    /// Minutes between its cancellation and the start; negative after it.
    notice_minutes: Option<i64>,
    /// `J-15`, `J-7`, `J-2` or `under-48h`.
    notice_class: Option<NoticeClass>,
    version: i64,
}

impl From<Row> for Assignment {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            offer: row.offer_id,
            shift: row.shift.id.clone(),
            agent: row.agent_id,
            agent_name: row.agent_name,
            about: row.shift.into(),
            state: row.state,
            confirmed_at: instant(row.confirmed_at),
            worked_at: row.worked_at.map(instant),
            cancelled_at: row.ended_at.map(instant),
            reason: row.reason,
            notice_minutes: row.notice_minutes,
            notice_class: row.notice_minutes.map(NoticeClass::of),
            version: row.version,
        }
    }
}

/// `GET /assignments?state=&unit=&agent=&from=&to=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
    Query(held): Query<Held>,
) -> Result<Json<Listed<Assignment>>> {
    let paging = Paging::from(held);
    let rows = assignments::list(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::new(rows, paging.limit(), |row| row.id.0.clone())))
}

/// `GET /assignments/{id}`
pub(super) async fn show(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Assignment>> {
    Ok(Json(assignments::find(&state.app, &actor, &id).await?.into()))
}

/// `POST /assignments/{id}/cancel`
pub(super) async fn cancel(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(why): Body<Why>,
) -> Result<Json<Assignment>> {
    Ok(Json(assignments::cancel(&state.app, &actor, &id, &why.reason).await?.into()))
}

/// `POST /assignments/{id}/worked`
pub(super) async fn worked(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Assignment>> {
    Ok(Json(assignments::record_worked(&state.app, &actor, &id).await?.into()))
}
