//! The home page. Who plans or oversees gets the board; the others their own page.

use super::coordinator::board::{self, Asked};
use super::frame::{Result, Seated};
use super::{accounts, agent};
use crate::app::access::Role;
use crate::lang::Words;
use crate::web::AppState;
use crate::web::extract::Query;
use axum::extract::State;
use axum::response::Html;
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
) -> Result<Html<String>> {
    let done = asked.fait.as_deref();
    let plans = [Role::Manager, Role::Coordinator, Role::Director, Role::Administrator];
    if plans.iter().any(|role| actor.is(*role)) {
        board::show(&state.app, &actor, words, &asked).await
    } else if actor.is(Role::Payroll) {
        accounts::payroll(&state.app, &actor, words, done).await
    } else if actor.is(Role::Auditor) {
        accounts::audit(&state.app, &actor, words, done).await
    } else {
        Ok(Html(agent::home::page(&state.app, &actor, words, (done, None)).await?))
    }
}
