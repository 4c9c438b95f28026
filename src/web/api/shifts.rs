//! Shifts, who could hold them, and the rounds that ask people for them.

use super::offers::Offer;
use super::requests::Why;
use super::{About, Listed, instant, value};
use crate::app::access::{Action, Actor, Only, Paging};
use crate::app::candidates::{self, Answer};
use crate::app::rounds::{self, Order, Outcome, Whole};
use crate::app::shifts::{self, Wanted};
use crate::ids::{AssignmentId, PlanId, RoundId};
use crate::lang::Words;
use crate::store::rounds::Row;
use crate::store::shifts::Stored;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use releve_solver::domain::scenario::Priority;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/shifts", Needs(&[A::ReadRequests]), list).describe(
            Doc::new("Lists shifts that were asked for")
                .query::<Filter>()
                .states(&["draft", "open", "offered", "filled", "booked", "unfilled", "cancelled"])
                .answers::<Listed<Post>>(200, "A page of shifts, by start")
                .refuses(&["invalid", "not-found"]),
        ),
        Route::get("/api/v1/shifts/{id}", Needs(&[A::ReadRequests]), show)
            .describe(Doc::new("Shows a shift").answers::<Post>(200, "The shift")),
        Route::get("/api/v1/shifts/{id}/candidates", Needs(&[A::ReadCandidates]), candidates).describe(
            Doc::new("Judges who could hold a shift, now")
                .more("Everybody in the published order with reasons; or one agent with what would make her lawful.")
                .query::<Who>()
                .answers::<Candidates>(200, "Everybody who was judged")
                .refuses(&["shift-state", "already-filled", "lost-race"]),
        ),
        Route::post("/api/v1/shifts/{id}/rounds", Needs(&[A::OpenRound]), open_round).describe(
            Doc::new("Asks people for a shift")
                .body::<Order>()
                .answers::<WholeRound>(201, "The round with its offers")
                .refuses(&[
                    "shift-state", "already-filled", "shift-begun", "not-urgent", "nobody-eligible", "asked-often", "not-eligible",
                    "unlawful",
                ]),
        ),
        Route::get("/api/v1/rounds", Needs(&[A::ReadRounds]), rounds).describe(
            Doc::new("Lists rounds")
                .query::<WhichRounds>()
                .states(&["open", "closed", "withdrawn"])
                .answers::<Listed<Round>>(200, "A page of rounds, the newest first"),
        ),
        Route::get("/api/v1/rounds/{id}", Needs(&[A::ReadRounds]), round)
            .describe(Doc::new("Shows a round with its offers").answers::<WholeRound>(200, "The round")),
        Route::post("/api/v1/rounds/{id}/withdraw", Needs(&[A::OpenRound]), withdraw).describe(
            Doc::new("Stops asking")
                .body::<Why>()
                .answers::<WholeRound>(200, "The round")
                .refuses(&["round-over", "shift-state"]),
        ),
    ]
}

/// A shift as it is listed, alone or in its request.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Shift")]
pub(super) struct Post {
    id: String,
    request: String,
    #[serde(flatten)]
    about: About,
    priority: String,
    degraded_accepted: bool,
    state: String,
    assignment: Option<AssignmentId>,
    /// Why it was changed, or taken out of its request.
    reason: Option<String>,
    version: i64,
}

impl From<Stored> for Post {
    fn from(row: Stored) -> Self {
        Self {
            id: row.shift.id.clone(),
            request: row.request_id,
            about: row.shift.into(),
            priority: row.priority,
            degraded_accepted: row.degraded_accepted,
            state: row.state,
            assignment: row.assignment_id,
            reason: row.reason,
            version: row.version,
        }
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// The `next` of the page before.
    after: Option<String>,
    /// Rows wanted; 100 when left out.
    #[schemars(range(min = 1, max = 500))]
    limit: Option<i64>,
    /// Only shifts in this state.
    state: Option<String>,
    /// Only shifts of this unit.
    unit: Option<String>,
    /// Only shifts of this priority.
    #[schemars(with = "Option<Priority>")]
    priority: Option<String>,
    /// Only shifts that begin on this day or later.
    from: Option<NaiveDate>,
    /// Only shifts that begin on this day or earlier.
    to: Option<NaiveDate>,
}

/// `GET /shifts?state=&unit=&from=&to=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
    Query(filter): Query<Filter>,
) -> Result<axum::Json<Listed<Post>>> {
    let only = Only { priority: filter.priority, ..Only::default() };
    let paging = Paging { after: filter.after, limit: filter.limit, state: filter.state, only };
    let wanted = Wanted { unit: filter.unit, from: filter.from, to: filter.to };
    let rows = shifts::list(&state.app, &actor, &paging, wanted).await?;
    Ok(axum::Json(Listed::new(rows, paging.limit(), shifts::cursor)))
}

/// `GET /shifts/{id}`
pub(super) async fn show(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<axum::Json<Post>> {
    Ok(axum::Json(shifts::find(&state.app, &actor, &id).await?.into()))
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Candidates {
    shift: String,
    #[serde(flatten)]
    answer: Answer,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Who {
    /// This agent alone.
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

#[derive(Serialize, JsonSchema)]
pub(super) struct Round {
    id: RoundId,
    shift: String,
    mode: String,
    plan: Option<PlanId>,
    state: String,
    opened_at: String,
    closes_at: String,
    closed_at: Option<String>,
    /// Why it was withdrawn: in the reader's language where the service says it, as typed where a person does.
    reason: Option<String>,
    version: i64,
}

impl Round {
    fn of(words: Words, row: Row) -> Self {
        Self {
            id: row.id,
            shift: row.shift_id,
            mode: row.mode,
            plan: row.plan_id,
            state: row.state,
            opened_at: instant(row.opened_at),
            closes_at: instant(row.closes_at),
            closed_at: row.closed_at.map(instant),
            reason: row.reason.as_deref().map(|why| words.reason(why).to_string()),
            version: row.version,
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(super) struct WholeRound {
    #[serde(flatten)]
    round: Round,
    /// The published order at closing, and who was chosen.
    #[schemars(with = "Option<Outcome>")]
    outcome: Value,
    offers: Vec<Offer>,
}

impl WholeRound {
    fn of(words: Words, whole: Whole) -> Self {
        Self {
            outcome: value(whole.round.outcome.as_deref()),
            round: Round::of(words, whole.round),
            offers: whole.offers.into_iter().map(Offer::from).collect(),
        }
    }
}

/// Which rounds.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct WhichRounds {
    /// The `next` of the page before.
    after: Option<String>,
    /// Rows wanted; 100 when left out.
    #[schemars(range(min = 1, max = 500))]
    limit: Option<i64>,
    /// Only rounds in this state.
    state: Option<String>,
    /// Only rounds about shifts of this unit.
    unit: Option<String>,
    /// Only rounds about shifts that begin on this day or later.
    from: Option<NaiveDate>,
    /// Only rounds about shifts that begin on this day or earlier.
    to: Option<NaiveDate>,
}

/// `GET /rounds?state=&unit=&from=&to=&after=&limit=`
pub(super) async fn rounds(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Query(which): Query<WhichRounds>,
) -> Result<axum::Json<Listed<Round>>> {
    let only = Only { unit: which.unit, from: which.from, to: which.to, ..Only::default() };
    let paging = Paging { after: which.after, limit: which.limit, state: which.state, only };
    let rows = rounds::list(&state.app, &actor, &paging).await?;
    Ok(axum::Json(Listed::of(rows, paging.limit(), |row| row.id.0.clone(), |row| Round::of(words, row))))
}

/// `POST /shifts/{id}/rounds`
pub(super) async fn open_round(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(shift): Id,
    Json(order): Json<Order>,
) -> Result<(StatusCode, axum::Json<WholeRound>)> {
    let whole = rounds::open(&state.app, &actor, &shift, &order).await?;
    Ok((StatusCode::CREATED, axum::Json(WholeRound::of(words, whole))))
}

/// `GET /rounds/{id}`
pub(super) async fn round(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
) -> Result<axum::Json<WholeRound>> {
    Ok(axum::Json(WholeRound::of(words, rounds::find(&state.app, &actor, &id).await?)))
}

/// `POST /rounds/{id}/withdraw`
pub(super) async fn withdraw(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
    Json(why): Json<Why>,
) -> Result<axum::Json<WholeRound>> {
    Ok(axum::Json(WholeRound::of(words, rounds::withdraw(&state.app, &actor, &id, &why.reason).await?)))
}
