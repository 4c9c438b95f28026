//! Establishments and their conventions.

use super::agents::Leaving;
use super::{Listed, Pages};
use crate::app::access::{Action, Actor};
use crate::app::members::{self, New as NewConvention, SiteForm};
use crate::store;
use crate::store::establishments::Record;
use crate::store::members::{CostKey, Period};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json as Body, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use releve_solver::domain::scenario::Establishment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/establishments", Needs(&[A::ReadMembers]), list).describe(
            Doc::new("Lists the establishments of the group").query::<Pages>()
                .answers::<Listed<Site>>(200, "A page of establishments, by identifier")),
        Route::post("/api/v1/establishments", Needs(&[A::ManageMembers]), create).describe(
            Doc::new("Lets an establishment join, with its convention").body::<NewSite>()
                .answers::<Site>(201, "The establishment").refuses(&["id-taken", "convention-overlaps", "not-found"])),
        Route::get("/api/v1/establishments/{id}", Needs(&[A::ReadMembers]), show).describe(
            Doc::new("Reads an establishment").answers::<Site>(200, "The establishment")),
        Route::put("/api/v1/establishments/{id}", Needs(&[A::ManageUnits]), change).describe(
            Doc::new("Puts what an establishment says of itself in place").body::<ChangeSite>()
                .answers::<Site>(200, "The establishment").refuses(&["version-moved", "still-in-use", "unlawful-roster"])),
        Route::post("/api/v1/establishments/{id}/close", Needs(&[A::ManageMembers]), close).describe(
            Doc::new("Closes an establishment from a day on").body::<Leaving>()
                .answers::<Site>(200, "The establishment").refuses(&["still-in-use"])),
        Route::get("/api/v1/establishments/{id}/conventions", Needs(&[A::ReadMembers]), conventions).describe(
            Doc::new("Lists the conventions of an establishment").answers::<Conventions>(200, "By first day")),
        Route::post("/api/v1/establishments/{id}/conventions", Needs(&[A::ManageMembers]), join).describe(
            Doc::new("Records a convention of an establishment").body::<NewConvention>()
                .answers::<Convention>(201, "The convention").refuses(&["convention-overlaps"])),
        Route::post("/api/v1/establishments/{id}/leave", Needs(&[A::ManageMembers]), leave).describe(
            Doc::new("Says from which day on an establishment is no member").body::<Leaving>()
                .answers::<Convention>(200, "The convention that ends").refuses(&["convention-over"])),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Site {
    #[serde(flatten)]
    establishment: Establishment,
    closed_on: Option<NaiveDate>,
    version: i64,
    /// What is doubtful and forbids nothing.
    warnings: Vec<Warning>,
}

#[derive(Serialize, JsonSchema)]
struct Warning {
    field: &'static str,
    text: String,
}

impl From<Record> for Site {
    fn from(record: Record) -> Self {
        let number = &record.establishment.finess;
        let doubtful = members::finess_is_doubtful(number).then(|| Warning {
            field: "finess",
            text: format!("La clé du numéro FINESS « {number} » ne tombe pas juste : vérifiez-le dans le répertoire."),
        });
        Self {
            warnings: doubtful.into_iter().collect(),
            establishment: record.establishment,
            closed_on: record.closed_on,
            version: record.version,
        }
    }
}

/// `GET /establishments?after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
    Query(pages): Query<Pages>,
) -> Result<Json<Listed<Site>>> {
    let paging = pages.paging();
    let all = members::list_sites(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::new(all, paging.limit(), |record| record.establishment.id.0.clone())))
}

/// `GET /establishments/{id}`
pub(super) async fn show(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Site>> {
    Ok(Json(members::find_site(&state.app, &actor, &id).await?.into()))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSite {
    id: String,
    establishment: SiteForm,
    convention: NewConvention,
}

/// `POST /establishments`
pub(super) async fn create(
    State(state): State<AppState>,
    actor: Actor,
    Body(new): Body<NewSite>,
) -> Result<(StatusCode, Json<Site>)> {
    let record = members::create_site(&state.app, &actor, &new.id, &new.establishment, &new.convention).await?;
    Ok((StatusCode::CREATED, Json(record.into())))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeSite {
    version: i64,
    establishment: SiteForm,
}

/// `PUT /establishments/{id}`
pub(super) async fn change(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(new): Body<ChangeSite>,
) -> Result<Json<Site>> {
    Ok(Json(members::change_site(&state.app, &actor, &id, &new.establishment, new.version).await?.into()))
}

/// `POST /establishments/{id}/close`
pub(super) async fn close(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(from): Body<Leaving>,
) -> Result<Json<Site>> {
    Ok(Json(members::close_site(&state.app, &actor, &id, from.on, &from.reason).await?.into()))
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Convention {
    id: String,
    establishment: String,
    document: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    notice_days: i64,
    cost_key: CostKey,
    management_permille: i64,
    period: Period,
    contribution_minutes: Option<i64>,
    quota_minutes: Option<i64>,
    leaves_on: Option<NaiveDate>,
    leaving_reason: Option<String>,
    version: i64,
}

impl From<store::members::Convention> for Convention {
    fn from(row: store::members::Convention) -> Self {
        Self {
            id: row.id,
            establishment: row.establishment,
            document: row.document,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            notice_days: row.notice_days,
            cost_key: row.cost_key,
            management_permille: row.management_permille,
            period: row.period,
            contribution_minutes: row.contribution_minutes,
            quota_minutes: row.quota_minutes,
            leaves_on: row.leaves_on,
            leaving_reason: row.leaving_reason,
            version: row.version,
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Conventions {
    items: Vec<Convention>,
}

/// `GET /establishments/{id}/conventions`
pub(super) async fn conventions(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Conventions>> {
    let all = members::conventions(&state.app, &actor, &id).await?;
    Ok(Json(Conventions { items: all.into_iter().map(Convention::from).collect() }))
}

/// `POST /establishments/{id}/conventions`
pub(super) async fn join(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(new): Body<NewConvention>,
) -> Result<(StatusCode, Json<Convention>)> {
    Ok((StatusCode::CREATED, Json(members::join(&state.app, &actor, &id, &new).await?.into())))
}

/// `POST /establishments/{id}/leave`
pub(super) async fn leave(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(from): Body<Leaving>,
) -> Result<Json<Convention>> {
    Ok(Json(members::leave(&state.app, &actor, &id, from.on, &from.reason).await?.into()))
}
