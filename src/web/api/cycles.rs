//! Cycles of a unit, and who follows them.

use super::instant;
use crate::app::access::{Action, Actor};
use crate::app::cycles::{self, End, New, NewPlace, Position, Whole};
use crate::store::rosters::cycles::Place;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json};
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
        Route::get("/api/v1/units/{id}/cycles", Needs(&[A::ReadRosters]), list)
            .describe(Doc::new("Lists the cycles of a unit, with who follows them").answers::<Cycles>(200, "All of them")),
        Route::post("/api/v1/cycles", Needs(&[A::ManageRosters]), make).describe(
            Doc::new("Makes a cycle of a unit")
                .more("It is judged over twelve weeks and more under the rules of the unit's establishment; the identifier makes it \
                    idempotent.")
                .body::<New>()
                .answers::<Cycle>(201, "The new cycle")
                .answers::<Cycle>(200, "It was there already")
                .refuses(&["id-taken", "unlawful-roster", "not-found"]),
        ),
        Route::get("/api/v1/cycles/{id}", Needs(&[A::ReadRosters]), show)
            .describe(Doc::new("Shows a cycle and who follows it").answers::<Cycle>(200, "The cycle")),
        Route::post("/api/v1/cycles/{id}/end", Needs(&[A::ManageRosters]), end).describe(
            Doc::new("Ends a cycle on a day").body::<End>().answers::<Cycle>(200, "The cycle")
                .refuses(&["version-moved", "lost-race"]),
        ),
        Route::post("/api/v1/cycles/{id}/places", Needs(&[A::ManageRosters]), place).describe(
            Doc::new("Places an agent on a position of a cycle").body::<NewPlace>().answers::<Cycle>(201, "The cycle")
                .refuses(&["placed-elsewhere"]),
        ),
        Route::post("/api/v1/cycle-places/{id}/end", Needs(&[A::ManageRosters]), end_place).describe(
            Doc::new("Ends somebody's place in a cycle on a day").body::<End>().answers::<Cycle>(200, "The cycle")
                .refuses(&["version-moved", "lost-race"]),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Cycle {
    id: String,
    unit: String,
    name: String,
    weeks: i64,
    valid_from: String,
    valid_to: Option<String>,
    positions: Vec<Position>,
    places: Vec<Placed>,
    made_at: String,
    version: i64,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CyclePlace")]
struct Placed {
    id: String,
    agent: String,
    /// From 1.
    position: i64,
    from: String,
    to: Option<String>,
    version: i64,
}

impl From<Place> for Placed {
    fn from(place: Place) -> Self {
        Self {
            id: place.id,
            agent: place.agent_id,
            position: place.position + 1,
            from: place.from_date,
            to: place.to_date,
            version: place.version,
        }
    }
}

impl From<Whole> for Cycle {
    fn from(whole: Whole) -> Self {
        let row = whole.cycle;
        Self {
            id: row.id,
            unit: row.unit_id,
            name: row.name,
            weeks: row.weeks,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            positions: whole.positions,
            places: whole.places.into_iter().map(Placed::from).collect(),
            made_at: instant(row.made_at),
            version: row.version,
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Cycles {
    items: Vec<Cycle>,
}

/// `GET /units/{id}/cycles`
pub(super) async fn list(State(state): State<AppState>, actor: Actor, Id(unit): Id) -> Result<axum::Json<Cycles>> {
    let items = cycles::list(&state.app, &actor, &unit).await?.into_iter().map(Cycle::from).collect();
    Ok(axum::Json(Cycles { items }))
}

/// `POST /cycles`: 201 for a new one, 200 for one that is there already.
pub(super) async fn make(
    State(state): State<AppState>,
    actor: Actor,
    Json(new): Json<New>,
) -> Result<(StatusCode, axum::Json<Cycle>)> {
    let (whole, made) = cycles::make(&state.app, &actor, &new).await?;
    let status = if made { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, axum::Json(whole.into())))
}

/// `GET /cycles/{id}`
pub(super) async fn show(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<axum::Json<Cycle>> {
    Ok(axum::Json(cycles::find(&state.app, &actor, &id).await?.into()))
}

/// `POST /cycles/{id}/end`
pub(super) async fn end(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(end): Json<End>,
) -> Result<axum::Json<Cycle>> {
    Ok(axum::Json(cycles::end(&state.app, &actor, &id, end).await?.into()))
}

/// `POST /cycles/{id}/places`
pub(super) async fn place(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(new): Json<NewPlace>,
) -> Result<(StatusCode, axum::Json<Cycle>)> {
    Ok((StatusCode::CREATED, axum::Json(cycles::place(&state.app, &actor, &id, &new).await?.into())))
}

/// `POST /cycle-places/{id}/end`
pub(super) async fn end_place(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(end): Json<End>,
) -> Result<axum::Json<Cycle>> {
    Ok(axum::Json(cycles::end_place(&state.app, &actor, &id, end).await?.into()))
}
