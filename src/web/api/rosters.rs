//! A unit's rosters: make, fill, open, publish. A published day changes in [`super::roster_changes`]; what agents do is in
//! [`super::own_rosters`].

use super::{Listed, instant};
use crate::app::access::{Action, Actor, Paging};
use crate::app::plans::Order;
use crate::app::rosters::choosing::{self, Choosing, PersonsMost};
use crate::app::rosters::fill::{self, Apply};
use crate::app::rosters::hand::{self, Generated};
use crate::app::rosters::publishing::{self, Publication};
use crate::app::rosters::table::{self, Table};
use crate::app::rosters::{self, New, People};
use crate::ids::PlanId;
use crate::store::rosters::periods::Row;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json, Paged};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/rosters", Needs(&[A::ReadRosters]), list).describe(
            Doc::new("Lists rosters of units")
                .query::<Paging>()
                .states(&["draft", "open", "closed", "published"])
                .answers::<Listed<Roster>>(200, "A page of rosters, by identifier"),
        ),
        Route::post("/api/v1/rosters", Needs(&[A::ManageRosters]), make).describe(
            Doc::new("Makes a draft of a unit's roster")
                .more("The identifier makes it idempotent. Rosters of a unit do not share a day.")
                .body::<New>()
                .answers::<Roster>(201, "The new draft")
                .answers::<Roster>(200, "It was there already")
                .refuses(&["id-taken", "roster-overlaps", "not-found"]),
        ),
        Route::get("/api/v1/rosters/{id}", Needs(&[A::ReadRosters]), show).describe(
            Doc::new("Shows a roster as a table: people, days, cover, totals, rules broken").answers::<WholeRoster>(200, "The table"),
        ),
        Route::put("/api/v1/rosters/{id}/people", Needs(&[A::ManageRosters]), people).describe(
            Doc::new("Says who is on a roster in the making").body::<People>().answers::<Roster>(200, "The roster")
                .refuses(&["roster-state", "version-moved", "lost-race"]),
        ),
        Route::put("/api/v1/rosters/{id}/days", Needs(&[A::ManageRosters]), days).describe(
            Doc::new("Puts days down by hand, together or not at all").body::<hand::Order>()
                .answers_nothing(204, "They are put down")
                .refuses(&["roster-state", "version-moved", "day-settled", "unlawful-roster", "no-such-time"]),
        ),
        Route::post("/api/v1/rosters/{id}/generate", Needs(&[A::ManageRosters]), generate).describe(
            Doc::new("Fills a roster from the unit's cycles")
                .more("What a hand or a choice has settled stays; the duty of somebody absent stays and its post is told as bare.")
                .answers::<Generated>(200, "What was put down, what stayed, what is bare, what would not be lawful")
                .refuses(&["roster-state", "version-moved", "no-such-time", "invalid"]),
        ),
        Route::post("/api/v1/rosters/{id}/fill", Needs(&[A::ManageRosters]), fill).describe(
            Doc::new("Starts computing a plan for the posts that nobody is there for").body::<Order>()
                .answers::<Started>(202, "A worker takes it from here")
                .refuses(&["roster-state", "already-computing"]),
        ),
        Route::post("/api/v1/rosters/{id}/apply", Needs(&[A::ManageRosters]), apply).describe(
            Doc::new("Puts items of a plan on its roster, together or not at all").body::<Apply>()
                .answers::<Applied>(200, "The plan as it now stands")
                .refuses(&["roster-state", "plan-kind", "plan-state", "stale-plan", "version-moved", "item-not-proposed",
                    "day-settled", "unlawful-roster", "lost-race"]),
        ),
        Route::post("/api/v1/rosters/{id}/open", Needs(&[A::ManageRosters]), open).describe(
            Doc::new("Opens a roster to its agents' choices").body::<Opening>().answers::<Roster>(200, "The roster")
                .refuses(&["roster-state", "version-moved", "lost-race"]),
        ),
        Route::post("/api/v1/rosters/{id}/close", Needs(&[A::ManageRosters]), close).describe(
            Doc::new("Closes a roster to choices before its time").body::<Version>().answers::<Roster>(200, "The roster")
                .refuses(&["roster-state", "version-moved", "lost-race"]),
        ),
        Route::post("/api/v1/rosters/{id}/publish", Needs(&[A::ManageRosters]), publish).describe(
            Doc::new("Publishes a roster: lawful as a whole, every day settled, in time or with a reason").body::<Publication>()
                .answers::<Roster>(200, "The roster")
                .refuses(&["roster-state", "version-moved", "published-late", "unlawful-roster", "lost-race"]),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Roster {
    id: String,
    unit: String,
    from: String,
    to: String,
    /// `draft`, `open`, `closed` or `published`.
    state: String,
    closes_at: Option<String>,
    made_at: String,
    published_at: Option<String>,
    /// Why it was published inside somebody's notice.
    late_reason: Option<String>,
    version: i64,
}

impl From<Row> for Roster {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            unit: row.unit_id,
            from: row.from_date,
            to: row.to_date,
            state: row.state,
            closes_at: row.closes_at.map(instant),
            made_at: instant(row.made_at),
            published_at: row.published_at.map(instant),
            late_reason: row.late_reason,
            version: row.version,
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(super) struct WholeRoster {
    #[serde(flatten)]
    roster: Roster,
    #[serde(flatten)]
    table: Table,
}

/// `GET /rosters?state=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    Paged { actor, paging }: Paged,
) -> Result<axum::Json<Listed<Roster>>> {
    let rows = rosters::list(&state.app, &actor, &paging).await?;
    Ok(axum::Json(Listed::new(rows, paging.limit(), |row| row.id.clone())))
}

/// `POST /rosters`: 201 for a new one, 200 for one that is there already.
pub(super) async fn make(
    State(state): State<AppState>,
    actor: Actor,
    Json(new): Json<New>,
) -> Result<(StatusCode, axum::Json<Roster>)> {
    let (row, made) = rosters::make(&state.app, &actor, &new).await?;
    let status = if made { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, axum::Json(row.into())))
}

/// `GET /rosters/{id}`: the table.
pub(super) async fn show(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<axum::Json<WholeRoster>> {
    let table = table::show(&state.app, &actor, &id).await?;
    Ok(axum::Json(WholeRoster { roster: table.roster.clone().into(), table }))
}

/// `PUT /rosters/{id}/people`
pub(super) async fn people(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(new): Json<People>,
) -> Result<axum::Json<Roster>> {
    Ok(axum::Json(rosters::set_people(&state.app, &actor, &id, &new).await?.into()))
}

/// `PUT /rosters/{id}/days`: days by hand, together or not at all.
pub(super) async fn days(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(order): Json<hand::Order>,
) -> Result<StatusCode> {
    hand::put(&state.app, &actor, &id, &order).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /rosters/{id}/generate`: from the unit's cycles.
pub(super) async fn generate(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<axum::Json<Generated>> {
    Ok(axum::Json(hand::generate(&state.app, &actor, &id).await?))
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterFillStarted")]
pub(super) struct Started {
    /// The plan that is being computed, under `/plans`.
    plan: PlanId,
}

/// `POST /rosters/{id}/fill`: by the solver.
pub(super) async fn fill(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(order): Json<Order>,
) -> Result<(StatusCode, axum::Json<Started>)> {
    let plan = fill::start(&state.app, &actor, &id, &order).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(Started { plan })))
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterApplied")]
pub(super) struct Applied {
    plan: PlanId,
    /// `approved` when nothing is left, else `partly_approved`.
    state: String,
    version: i64,
}

/// `POST /rosters/{id}/apply`: items of a plan.
pub(super) async fn apply(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(order): Json<Apply>,
) -> Result<axum::Json<Applied>> {
    let plan = fill::apply(&state.app, &actor, &id, &order).await?;
    Ok(axum::Json(Applied { plan: plan.id, state: plan.state, version: plan.version }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RosterOpening")]
pub(super) struct Opening {
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    #[serde(default)]
    persons: Vec<PersonsMost>,
    #[serde(default)]
    days_least: Option<i64>,
    #[serde(default)]
    days_most: Option<i64>,
    version: i64,
}

/// `POST /rosters/{id}/open`: to its agents' choices.
pub(super) async fn open(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(order): Json<Opening>,
) -> Result<axum::Json<Roster>> {
    let choosing = Choosing {
        opens_at: order.opens_at.timestamp(),
        closes_at: order.closes_at.timestamp(),
        persons: order.persons,
        days_least: order.days_least,
        days_most: order.days_most,
    };
    Ok(axum::Json(choosing::open(&state.app, &actor, &id, choosing, order.version).await?.into()))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AtVersion")]
pub(super) struct Version {
    version: i64,
}

/// `POST /rosters/{id}/close`
pub(super) async fn close(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(order): Json<Version>,
) -> Result<axum::Json<Roster>> {
    Ok(axum::Json(choosing::close(&state.app, &actor, &id, order.version).await?.into()))
}

/// `POST /rosters/{id}/publish`
pub(super) async fn publish(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(order): Json<Publication>,
) -> Result<axum::Json<Roster>> {
    Ok(axum::Json(publishing::publish(&state.app, &actor, &id, &order).await?.into()))
}
