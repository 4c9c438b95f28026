//! What people agree to beforehand, and what they want to be asked for.

use super::{Listed, instant};
use crate::app::access::{Action, Actor, Paging};
use crate::app::agreements::{self, New, Window};
use crate::app::volunteering::{self, Said};
use crate::ids::{AgreementId, AssignmentId};
use crate::store::agreements::Row;
use crate::store::from_json;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json, Paged};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/agreements", Needs(&[A::ReadAgreements]), list).describe(
            Doc::new("Lists standing agreements; an agent sees her own")
                .query::<Paging>()
                .states(&["standing", "revoked"])
                .answers::<Listed<Agreement>>(200, "A page of agreements, the newest first"),
        ),
        Route::post("/api/v1/agreements", Needs(&[A::AgreeBeforehand]), make).describe(
            Doc::new("Agrees beforehand to be given shifts inside windows")
                .body::<New>()
                .answers::<Agreement>(201, "The agreement")
                .refuses(&["too-many-agreements"]),
        ),
        Route::post("/api/v1/agreements/{id}/revoke", Needs(&[A::AgreeBeforehand]), revoke).describe(
            Doc::new("Ends an agreement, with effect for what is not given yet")
                .answers::<Agreement>(200, "The agreement")
                .refuses(&["agreement-over"]),
        ),
        Route::post("/api/v1/assignments/{id}/hand-back", Needs(&[A::AgreeBeforehand]), hand_back).describe(
            Doc::new("Hands a shift back that an agreement gave, without a reason and without a mark")
                .answers::<HandedBack>(200, "What has become of the assignment")
                .refuses(&["hand-back-over", "assignment-state", "shift-state"]),
        ),
        Route::get("/api/v1/me/volunteering", Needs(&[A::AgreeBeforehand]), volunteering).describe(
            Doc::new("Shows what one wants to be asked for beyond plain hours at the own place")
                .answers::<Said>(200, "What was said"),
        ),
        Route::put("/api/v1/me/volunteering", Needs(&[A::AgreeBeforehand]), volunteer).describe(
            Doc::new("Says what one wants to be asked for")
                .body::<Said>()
                .answers::<Said>(200, "What was said")
                .refuses(&["version-moved"]),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Agreement {
    id: AgreementId,
    agent: String,
    windows: Vec<Window>,
    per_week_max: i64,
    /// Rest days of her roster may be taken too.
    rest_days: bool,
    valid_from: String,
    valid_to: Option<String>,
    /// `standing` or `revoked`.
    state: &'static str,
    made_at: String,
    revoked_at: Option<String>,
    version: i64,
}

impl Agreement {
    fn of(row: Row) -> crate::app::Result<Self> {
        Ok(Self {
            windows: from_json(&row.windows)?,
            id: row.id,
            agent: row.agent_id,
            per_week_max: row.per_week_max,
            rest_days: row.rest_days,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            state: if row.revoked_at.is_some() { "revoked" } else { "standing" },
            made_at: instant(row.made_at),
            revoked_at: row.revoked_at.map(instant),
            version: row.version,
        })
    }
}

/// `GET /agreements?state=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    Paged { actor, paging }: Paged,
) -> Result<axum::Json<Listed<Agreement>>> {
    let rows = agreements::list(&state.app, &actor, &paging).await?;
    Ok(axum::Json(Listed::try_new(rows, paging.limit(), |row| row.id.0.clone(), Agreement::of)?))
}

/// `POST /agreements`
pub(super) async fn make(
    State(state): State<AppState>,
    actor: Actor,
    Json(new): Json<New>,
) -> Result<(StatusCode, axum::Json<Agreement>)> {
    let row = agreements::make(&state.app, &actor, &new).await?;
    Ok((StatusCode::CREATED, axum::Json(Agreement::of(row)?)))
}

/// `POST /agreements/{id}/revoke`
pub(super) async fn revoke(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<axum::Json<Agreement>> {
    Ok(axum::Json(Agreement::of(agreements::revoke(&state.app, &actor, &id).await?)?))
}

#[derive(Serialize, JsonSchema)]
pub(super) struct HandedBack {
    assignment: AssignmentId,
    shift: String,
    state: String,
}

/// `POST /assignments/{id}/hand-back`
pub(super) async fn hand_back(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
) -> Result<axum::Json<HandedBack>> {
    let row = agreements::hand_back(&state.app, &actor, &id).await?;
    Ok(axum::Json(HandedBack { assignment: row.id, shift: row.shift.id, state: row.state }))
}

/// `GET /me/volunteering`
pub(super) async fn volunteering(State(state): State<AppState>, actor: Actor) -> Result<axum::Json<Said>> {
    Ok(axum::Json(volunteering::own(&state.app, &actor).await?))
}

/// `PUT /me/volunteering`: the version is the one that was read.
pub(super) async fn volunteer(
    State(state): State<AppState>,
    actor: Actor,
    Json(said): Json<Said>,
) -> Result<axum::Json<Said>> {
    Ok(axum::Json(volunteering::put(&state.app, &actor, &said).await?))
}
