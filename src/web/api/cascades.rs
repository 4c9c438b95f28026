//! Cascades: where the search for a shift stands, and what may be done about it.

use super::requests::Why;
use super::{Listed, instant};
use crate::app::access::{Action, Actor, Paging};
use crate::app::cascades::{self, Step, Whole};
use crate::ids::{CascadeId, RoundId};
use crate::lang::Words;
use crate::notify::words::why::told;
use crate::store::cascades::{Row, Step as Begun, Why as Reason};
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
        Route::post("/api/v1/shifts/{id}/cascade", Needs(&[A::RunCascade]), start).describe(
            Doc::new("Starts asking wider and wider circles for a shift")
                .answers::<WholeCascade>(201, "The cascade, its first step begun")
                .refuses(&["cascade-under-way", "shift-state", "already-filled", "shift-begun"]),
        ),
        Route::get("/api/v1/shifts/{id}/cascade", Needs(&[A::ReadCascades]), of_shift)
            .describe(Doc::new("Shows where the search for a shift stands").answers::<WholeCascade>(200, "Its newest cascade")),
        Route::get("/api/v1/cascades", Needs(&[A::ReadCascades]), list).describe(
            Doc::new("Lists cascades")
                .query::<Paging>()
                .states(&["running", "paused", "filled", "booked", "stopped", "exhausted"])
                .answers::<Listed<Cascade>>(200, "A page of cascades, the newest first"),
        ),
        Route::get("/api/v1/cascades/{id}", Needs(&[A::ReadCascades]), show)
            .describe(Doc::new("Shows a cascade with what its steps came to").answers::<WholeCascade>(200, "The cascade")),
        Route::post("/api/v1/cascades/{id}/pause", Needs(&[A::RunCascade]), pause).describe(
            Doc::new("Holds a cascade: an open round goes on, no further step begins")
                .answers::<WholeCascade>(200, "The cascade")
                .refuses(&["cascade-state"]),
        ),
        Route::post("/api/v1/cascades/{id}/resume", Needs(&[A::RunCascade]), resume).describe(
            Doc::new("Lets a cascade go on").answers::<WholeCascade>(200, "The cascade").refuses(&["cascade-state"]),
        ),
        Route::post("/api/v1/cascades/{id}/advance", Needs(&[A::RunCascade]), advance).describe(
            Doc::new("Begins the next step of a cascade now")
                .more("Where somebody has said yes to the round of this step, it keeps its closing time.")
                .answers::<WholeCascade>(200, "The cascade")
                .refuses(&["cascade-state", "said-yes", "shift-state", "already-filled", "round-over"]),
        ),
        Route::post("/api/v1/cascades/{id}/stop", Needs(&[A::RunCascade]), stop).describe(
            Doc::new("Stops a cascade")
                .body::<Why>()
                .answers::<WholeCascade>(200, "The cascade")
                .refuses(&["cascade-state", "said-yes", "round-over"]),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Cascade {
    id: CascadeId,
    shift: String,
    unit: String,
    state: String,
    /// The step under way, or the last one, from 1; 0 before the first.
    step: i64,
    /// Whom it asks.
    audience: Option<String>,
    step_since: String,
    /// When the next step begins at the latest.
    next_at: Option<String>,
    round: Option<RoundId>,
    started_by: String,
    started_at: String,
    ended_at: Option<String>,
    /// Why it ended, or why it is held, in the reader's language; what somebody typed stays as it is.
    reason: Option<String>,
    /// The steps as they were agreed on when it started.
    order: Vec<Step>,
    version: i64,
}

impl Cascade {
    fn of(words: Words, row: Row) -> crate::app::Result<Self> {
        let order: Vec<Step> = from_json(&row.steps)?;
        let at = usize::try_from(row.step - 1).ok();
        let audience = at.and_then(|at| order.get(at)).map(|step| crate::store::name_of(&step.audience)).transpose()?;
        Ok(Self {
            id: row.id,
            shift: row.shift_id,
            unit: row.unit_id,
            state: row.state,
            step: row.step,
            audience,
            step_since: instant(row.step_since),
            next_at: row.next_at.map(instant),
            round: row.round_id,
            started_by: row.started_by,
            started_at: instant(row.started_at),
            ended_at: row.ended_at.map(instant),
            reason: row.reason.as_deref().map(|text| told(words, &Reason::read(text))),
            order,
            version: row.version,
        })
    }
}

/// What a step has come to.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CascadeStepBegun")]
struct Came {
    step: i64,
    audience: String,
    began_at: String,
    /// How long it was to take.
    minutes: i64,
    round: Option<RoundId>,
    /// `open`, `closed` or `withdrawn`.
    round_state: Option<String>,
    /// How many were asked, or could be called.
    people: i64,
    /// How many were left alone, because they had been asked often enough.
    left_alone: i64,
}

impl From<Begun> for Came {
    fn from(step: Begun) -> Self {
        Self {
            step: step.step,
            audience: step.audience,
            began_at: instant(step.began_at),
            minutes: step.minutes,
            round: step.round_id,
            round_state: step.round_state,
            people: step.people,
            left_alone: step.left_alone,
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(super) struct WholeCascade {
    #[serde(flatten)]
    cascade: Cascade,
    /// The steps that have begun.
    steps: Vec<Came>,
}

impl WholeCascade {
    fn of(words: Words, whole: Whole) -> crate::app::Result<axum::Json<Self>> {
        let steps = whole.steps.into_iter().map(Came::from).collect();
        Ok(axum::Json(Self { cascade: Cascade::of(words, whole.cascade)?, steps }))
    }
}

/// `POST /shifts/{id}/cascade`
pub(super) async fn start(
    State(state): State<AppState>,
    words: Words,
    actor: Actor,
    Id(shift): Id,
) -> Result<(StatusCode, axum::Json<WholeCascade>)> {
    Ok((StatusCode::CREATED, WholeCascade::of(words, cascades::start(&state.app, &actor, &shift).await?)?))
}

/// `GET /shifts/{id}/cascade`: the newest one of the shift.
pub(super) async fn of_shift(
    State(state): State<AppState>,
    words: Words,
    actor: Actor,
    Id(shift): Id,
) -> Result<axum::Json<WholeCascade>> {
    Ok(WholeCascade::of(words, cascades::of_shift(&state.app, &actor, &shift).await?)?)
}

/// `GET /cascades?state=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    words: Words,
    Paged { actor, paging }: Paged,
) -> Result<axum::Json<Listed<Cascade>>> {
    let rows = cascades::list(&state.app, &actor, &paging).await?;
    Ok(axum::Json(Listed::try_new(rows, paging.limit(), |row| row.id.0.clone(), |row| Cascade::of(words, row))?))
}

/// `GET /cascades/{id}`
pub(super) async fn show(
    State(state): State<AppState>,
    words: Words,
    actor: Actor,
    Id(id): Id,
) -> Result<axum::Json<WholeCascade>> {
    Ok(WholeCascade::of(words, cascades::find(&state.app, &actor, &id).await?)?)
}

/// `POST /cascades/{id}/pause`
pub(super) async fn pause(
    State(state): State<AppState>,
    words: Words,
    actor: Actor,
    Id(id): Id,
) -> Result<axum::Json<WholeCascade>> {
    Ok(WholeCascade::of(words, cascades::pause(&state.app, &actor, &id).await?)?)
}

/// `POST /cascades/{id}/resume`
pub(super) async fn resume(
    State(state): State<AppState>,
    words: Words,
    actor: Actor,
    Id(id): Id,
) -> Result<axum::Json<WholeCascade>> {
    Ok(WholeCascade::of(words, cascades::resume(&state.app, &actor, &id).await?)?)
}

/// `POST /cascades/{id}/advance`
pub(super) async fn advance(
    State(state): State<AppState>,
    words: Words,
    actor: Actor,
    Id(id): Id,
) -> Result<axum::Json<WholeCascade>> {
    Ok(WholeCascade::of(words, cascades::advance(&state.app, &actor, &id).await?)?)
}

/// `POST /cascades/{id}/stop`
pub(super) async fn stop(
    State(state): State<AppState>,
    words: Words,
    actor: Actor,
    Id(id): Id,
    Json(why): Json<Why>,
) -> Result<axum::Json<WholeCascade>> {
    Ok(WholeCascade::of(words, cascades::stop(&state.app, &actor, &id, &why.reason).await?)?)
}
