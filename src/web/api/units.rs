//! Units of establishments: their codes and what they need at least.

use super::agents::Leaving;
use super::{Listed, Pages};
use crate::app::access::{Action, Actor};
use crate::app::members::{self, UnitForm};
use crate::store::establishments::UnitRecord;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json as Body, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use releve_solver::domain::scenario::Unit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/units", Needs(&[A::ReadMembers]), units).describe(
            Doc::new("Lists the units of the group").query::<Pages>()
                .answers::<Listed<Team>>(200, "A page of units, by identifier")),
        Route::post("/api/v1/units", Needs(&[A::ManageUnits]), create_unit).describe(
            Doc::new("Makes a unit").body::<NewUnit>()
                .answers::<Team>(201, "The unit").refuses(&["id-taken", "not-found"])),
        Route::put("/api/v1/units/{id}", Needs(&[A::ManageUnits]), change_unit).describe(
            Doc::new("Puts the codes and the minimum cover of a unit in place").body::<ChangeUnit>()
                .answers::<Team>(200, "The unit").refuses(&["version-moved", "still-in-use"])),
        Route::post("/api/v1/units/{id}/close", Needs(&[A::ManageUnits]), close_unit).describe(
            Doc::new("Closes a unit from a day on").body::<Leaving>()
                .answers::<Team>(200, "The unit").refuses(&["still-in-use"])),
    ]
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnitOnFile")]
pub(super) struct Team {
    #[serde(flatten)]
    unit: Unit,
    closed_on: Option<NaiveDate>,
    version: i64,
}

impl From<UnitRecord> for Team {
    fn from(record: UnitRecord) -> Self {
        Self { unit: record.unit, closed_on: record.closed_on, version: record.version }
    }
}

/// `GET /units?after=&limit=`
pub(super) async fn units(
    State(state): State<AppState>,
    actor: Actor,
    Query(pages): Query<Pages>,
) -> Result<Json<Listed<Team>>> {
    let paging = pages.paging();
    let all = members::units(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::new(all, paging.limit(), |record| record.unit.id.0.clone())))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewUnit {
    id: String,
    establishment: String,
    unit: UnitForm,
}

/// `POST /units`
pub(super) async fn create_unit(
    State(state): State<AppState>,
    actor: Actor,
    Body(new): Body<NewUnit>,
) -> Result<(StatusCode, Json<Team>)> {
    let record = members::create_unit(&state.app, &actor, (&new.id, &new.establishment), &new.unit).await?;
    Ok((StatusCode::CREATED, Json(record.into())))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeUnit {
    version: i64,
    unit: UnitForm,
}

/// `PUT /units/{id}`
pub(super) async fn change_unit(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(new): Body<ChangeUnit>,
) -> Result<Json<Team>> {
    Ok(Json(members::change_unit(&state.app, &actor, &id, &new.unit, new.version).await?.into()))
}

/// `POST /units/{id}/close`
pub(super) async fn close_unit(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(from): Body<Leaving>,
) -> Result<Json<Team>> {
    Ok(Json(members::close_unit(&state.app, &actor, &id, from.on, &from.reason).await?.into()))
}
