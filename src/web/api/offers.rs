//! Offers, and the agent's answer.

use super::{About, Listed, instant};
use crate::app::access::Actor;
use crate::app::offers;
use crate::ids::{OfferId, PlanId};
use crate::store::offers::Row;
use crate::web::AppState;
use crate::web::extract::{Id, Paged};
use crate::web::problem::Result;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

#[derive(Serialize)]
pub(super) struct Offer {
    id: OfferId,
    plan: PlanId,
    shift: String,
    agent: String,
    agent_name: String,
    #[serde(flatten)]
    about: About,
    state: String,
    burden_centipoints: i64,
    sent_at: String,
    closes_at: String,
    answered_at: Option<String>,
    version: i64,
}

impl From<Row> for Offer {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            plan: row.plan_id,
            shift: row.shift.id.clone(),
            agent: row.agent_id,
            agent_name: row.agent_name,
            about: row.shift.into(),
            state: row.state,
            burden_centipoints: row.burden_centipoints,
            sent_at: instant(row.sent_at),
            closes_at: instant(row.closes_at),
            answered_at: row.answered_at.map(instant),
            version: row.version,
        }
    }
}

/// `GET /offers?state=&after=&limit=`
pub(super) async fn list(State(state): State<AppState>, Paged { actor, paging }: Paged) -> Result<Json<Listed<Offer>>> {
    let rows = offers::list(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::new(rows, paging.limit(), |row| row.id.0.clone())))
}

/// `POST /offers/{id}/accept`
pub(super) async fn accept(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Value>> {
    let assignment = offers::accept(&state.app, &actor, &id).await?;
    Ok(Json(json!({ "offer": id, "state": "accepted", "assignment": assignment })))
}

/// `POST /offers/{id}/decline`
pub(super) async fn decline(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    offers::decline(&state.app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
