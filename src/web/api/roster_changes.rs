//! Changes of published days, and what happened to them.

use super::{instant, value};
use crate::app::access::{Action, Actor};
use crate::app::rosters::changing::{self, Change, Changed};
use crate::lang::Words;
use crate::store::rosters::changes::{self, Question};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::post("/api/v1/rosters/{id}/changes", Needs(&[A::ManageRosters]), change).describe(
            Doc::new("Changes a published day, or asks the agent")
                .body::<Change>()
                .answers::<Outcome>(200, "The day is changed")
                .answers::<Outcome>(202, "She is asked")
                .refuses(&["roster-state", "version-moved", "day-settled", "day-begun", "inside-notice", "unlawful-roster",
                    "no-such-time"]),
        ),
        Route::get("/api/v1/rosters/{id}/changes", Needs(&[A::ReadRosters]), history).describe(
            Doc::new("Lists what happened to the days of a roster, and what waits for an answer").answers::<History>(200, "All of it"),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterChangeLine")]
pub(super) struct ChangeLine {
    id: String,
    roster: Option<String>,
    agent: String,
    date: String,
    unit: String,
    kind: String,
    before: Value,
    after: Value,
    /// In the reader's language where it is the service's, as typed where it is a person's.
    reason: String,
    /// `notice`, `imperative` or `agreement`.
    ground: Option<String>,
    /// What asked for notice, where the change missed it.
    article: Option<String>,
    notice_minutes: Option<i64>,
    changed_at: String,
}

impl ChangeLine {
    pub(super) fn of(words: Words, row: changes::Row) -> Self {
        Self {
            before: value(Some(&row.before)),
            after: value(Some(&row.after)),
            id: row.id,
            roster: row.roster_id,
            agent: row.agent_id,
            date: row.date,
            unit: row.unit_id,
            kind: row.kind,
            reason: words.reason(&row.reason).to_string(),
            ground: row.ground,
            article: row.article,
            notice_minutes: row.notice_minutes,
            changed_at: instant(row.changed_at),
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterQuestion")]
pub(super) struct QuestionLine {
    id: String,
    roster: String,
    agent: String,
    date: String,
    unit: String,
    /// Codes that the day would have; none: rest.
    codes: Value,
    reason: String,
    article: String,
    /// `asked`, `agreed`, `declined` or `expired`.
    state: String,
    asked_at: String,
    closes_at: String,
    answered_at: Option<String>,
}

impl From<Question> for QuestionLine {
    fn from(row: Question) -> Self {
        Self {
            codes: value(Some(&row.duties)),
            id: row.id,
            roster: row.roster_id,
            agent: row.agent_id,
            date: row.date,
            unit: row.unit_id,
            reason: row.reason,
            article: row.article,
            state: row.state,
            asked_at: instant(row.asked_at),
            closes_at: instant(row.closes_at),
            answered_at: row.answered_at.map(instant),
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RosterChangeOutcome")]
pub(super) enum Outcome {
    /// The day is changed.
    Changed(ChangeLine),
    /// She is asked.
    Asked(QuestionLine),
}

/// `POST /rosters/{id}/changes`: 200 for a changed day, 202 when the agent is asked.
pub(super) async fn change(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
    Json(order): Json<Change>,
) -> Result<(StatusCode, axum::Json<Outcome>)> {
    Ok(match changing::change(&state.app, &actor, &id, &order).await? {
        Changed::Done(row) => (StatusCode::OK, axum::Json(Outcome::Changed(ChangeLine::of(words, row)))),
        Changed::Asked(question) => (StatusCode::ACCEPTED, axum::Json(Outcome::Asked(question.into()))),
    })
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterHistory")]
pub(super) struct History {
    changes: Vec<ChangeLine>,
    questions: Vec<QuestionLine>,
}

/// `GET /rosters/{id}/changes`
pub(super) async fn history(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
) -> Result<axum::Json<History>> {
    let (changes, questions) = changing::history(&state.app, &actor, &id).await?;
    Ok(axum::Json(History {
        changes: changes.into_iter().map(|row| ChangeLine::of(words, row)).collect(),
        questions: questions.into_iter().map(QuestionLine::from).collect(),
    }))
}
