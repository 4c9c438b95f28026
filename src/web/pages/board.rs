//! The home page. Who plans or oversees gets the board; the others their own page.

use super::coordinator::board::{self, Asked};
use super::frame::{Result, Seated};
use super::view::Alert;
use super::{agent, records};
use crate::app::access::Role;
use crate::lang::Words;
use crate::web::AppState;
use crate::web::extract::Query;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

/// What the last action did.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    pub(super) fait: Option<String>,
}

/// `GET /`.
pub async fn home(
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    let app = &state.app;
    let plans = [Role::Manager, Role::Coordinator, Role::Director, Role::Administrator];
    if plans.iter().any(|role| actor.is(*role)) {
        return Ok(board::show(app, &actor, words, &asked).await?.into_response());
    }
    if actor.is(Role::Payroll) {
        return records::pay::home(app, &actor, words, asked.fait).await;
    }
    if actor.is(Role::Auditor) {
        return records::journal::home(app, &actor, words, asked.fait).await;
    }
    let done = asked.fait.as_deref();
    Ok(Html(agent::home::page(app, &actor, words, (done, Alert::default())).await?).into_response())
}
