//! Offers, and the agent's answer.

use super::{About, Held, Listed, instant};
use crate::app::access::{Action, Actor, Paging};
use crate::app::burdens::Breakdown;
use crate::app::offers;
use crate::ids::{AssignmentId, OfferId, PlanId, RoundId};
use crate::store::offers::Row;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
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
        Route::get("/api/v1/offers", Needs(&[A::ReadOffers]), list).describe(
            Doc::new("Lists offers; an agent sees her own")
                .query::<Held>()
                .states(&["sent", "accepted", "declined", "expired", "withdrawn", "not_chosen"])
                .answers::<Listed<Offer>>(200, "A page of offers, the newest first"),
        ),
        Route::get("/api/v1/offers/{id}", Needs(&[A::ReadOffers]), show)
            .describe(Doc::new("Shows an offer").answers::<Offer>(200, "The offer")),
        Route::post("/api/v1/offers/{id}/accept", Needs(&[A::AnswerOffer]), accept).describe(
            Doc::new("Says yes to an offer")
                .more("In a fair round the published order decides at its closing time, not who answers first.")
                .answers::<Accepted>(200, "The answer is kept; `assignment` when the shift is hers already")
                .refuses(&["offer-state", "offer-closed", "already-filled", "round-over", "unlawful", "not-eligible",
                    "shift-state"]),
        ),
        Route::post("/api/v1/offers/{id}/decline", Needs(&[A::AnswerOffer]), decline).describe(
            Doc::new("Says no to an offer, which never counts against her")
                .more("In a fair round a yes, too, may so be taken back until the closing.")
                .answers_nothing(204, "The answer is kept")
                .refuses(&["offer-state", "offer-closed", "already-filled", "round-over", "shift-state"]),
        ),
        Route::post("/api/v1/offers/{id}/reconsider", Needs(&[A::AnswerOffer]), reconsider).describe(
            Doc::new("Takes back a no to an offer, which waits for her answer again")
                .more("In a fair round, until it is over; there she may also say yes straight away. Elsewhere a no stands.")
                .answers_nothing(204, "Nothing is answered any more")
                .refuses(&["offer-state", "already-filled"]),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Offer {
    id: OfferId,
    round: RoundId,
    /// `named`, `fair` or `first`.
    mode: String,
    plan: Option<PlanId>,
    shift: String,
    agent: String,
    agent_name: String,
    #[serde(flatten)]
    about: About,
    state: String,
    burden_centipoints: i64,
    /// The same by kind; empty on an offer from before kinds were told apart.
    burdens_centipoints: Breakdown,
    sent_at: String,
    closes_at: String,
    answered_at: Option<String>,
    version: i64,
}

impl From<Row> for Offer {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            round: row.round_id,
            mode: row.mode,
            plan: row.plan_id,
            shift: row.shift.id.clone(),
            agent: row.agent_id,
            agent_name: row.agent_name,
            about: row.shift.into(),
            state: row.state,
            burden_centipoints: row.burden_centipoints,
            burdens_centipoints: row.burdens.as_deref().and_then(|text| Breakdown::read(text).ok()).unwrap_or_default(),
            sent_at: instant(row.sent_at),
            closes_at: instant(row.closes_at),
            answered_at: row.answered_at.map(instant),
            version: row.version,
        }
    }
}

/// `GET /offers?state=&unit=&agent=&from=&to=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
    Query(held): Query<Held>,
) -> Result<Json<Listed<Offer>>> {
    let paging = Paging::from(held);
    let rows = offers::list(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::new(rows, paging.limit(), |row| row.id.0.clone())))
}

/// `GET /offers/{id}`
pub(super) async fn show(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Offer>> {
    Ok(Json(offers::find(&state.app, &actor, &id).await?.into()))
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Accepted {
    offer: String,
    state: &'static str,
    /// The shift is hers.
    assignment: Option<AssignmentId>,
    /// When it is decided whose it is, in a fair round.
    decided_at: Option<String>,
}

/// `POST /offers/{id}/accept`
pub(super) async fn accept(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Accepted>> {
    let offers::Accepted { assignment, decided_at } = offers::accept(&state.app, &actor, &id).await?;
    Ok(Json(Accepted { offer: id, state: "accepted", assignment, decided_at: decided_at.map(instant) }))
}

/// `POST /offers/{id}/decline`
pub(super) async fn decline(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    offers::decline(&state.app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /offers/{id}/reconsider`
pub(super) async fn reconsider(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    offers::reconsider(&state.app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
