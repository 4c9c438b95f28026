//! What agents do with rosters: choose days while one is open, read their own, answer for a change of it.

use super::instant;
use super::roster_changes::{ChangeLine, QuestionLine};
use crate::app::access::{Action, Actor};
use crate::app::rosters::changing::{self, Answer};
use crate::app::rosters::choosing::{self, Choice, PersonsMost};
use crate::app::rosters::mine;
use crate::app::rosters::seen::{self, OwnDay};
use crate::app::rosters::table::CoverLine;
use crate::days;
use crate::lang::Words;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Ids, Json, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/rosters/{id}/choices", Needs(&[A::ChooseDays]), choices).describe(
            Doc::new("Shows an agent the need of a roster and her own days").answers::<Choices>(200, "Cover and days, never who"),
        ),
        Route::post("/api/v1/rosters/{id}/choices", Needs(&[A::ChooseDays]), choose).describe(
            Doc::new("Puts oneself down for a day").body::<Choice>().answers_nothing(204, "The day is hers")
                .refuses(&["not-choosing", "day-settled", "code-full", "chosen-most", "unlawful-roster", "version-moved",
                    "no-such-time"]),
        ),
        Route::delete("/api/v1/rosters/{id}/choices/{date}", Needs(&[A::ChooseDays]), take_off).describe(
            Doc::new("Takes oneself off a day that one chose").answers_nothing(204, "The day is open again")
                .refuses(&["not-choosing", "version-moved"]),
        ),
        Route::post("/api/v1/roster-questions/{id}/agree", Needs(&[A::ChooseDays]), agree).describe(
            Doc::new("Agrees to a change of one's roster").answers_nothing(204, "The day is changed")
                .refuses(&["question-over", "version-moved", "day-settled", "day-begun", "roster-state", "unlawful-roster",
                    "no-such-time", "invalid"]),
        ),
        Route::post("/api/v1/roster-questions/{id}/decline", Needs(&[A::ChooseDays]), decline).describe(
            Doc::new("Declines a change of one's roster, which never counts against her").answers_nothing(204, "Nothing changes")
                .refuses(&["question-over", "lost-race"]),
        ),
        Route::get("/api/v1/me/roster", Needs(&[A::ChooseDays]), mine).describe(
            Doc::new("Shows one's own roster: home and pool, with place").query::<Period>().answers::<OwnRoster>(200, "The days")
                .refuses(&["invalid"]),
        ),
        Route::get("/api/v1/me/roster-questions", Needs(&[A::ChooseDays]), questions)
            .describe(Doc::new("Lists what one was asked about one's roster").answers::<Questions>(200, "The newest first")),
    ]
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterChoices")]
pub(super) struct Choices {
    id: String,
    state: String,
    opens_at: Option<String>,
    closes_at: Option<String>,
    persons: Vec<PersonsMost>,
    days_least: Option<i64>,
    days_most: Option<i64>,
    days: Vec<NaiveDate>,
    cover: Vec<CoverLine>,
    own: Vec<OwnDay>,
    chosen: i64,
}

/// `GET /rosters/{id}/choices`: the need, and one's own days.
pub(super) async fn choices(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<axum::Json<Choices>> {
    let seen = seen::see(&state.app, &actor, &id).await?;
    let choosing = seen.choosing;
    Ok(axum::Json(Choices {
        id: seen.roster.id,
        state: seen.roster.state,
        opens_at: choosing.as_ref().map(|c| instant(c.opens_at)),
        closes_at: choosing.as_ref().map(|c| instant(c.closes_at)),
        days_least: choosing.as_ref().and_then(|c| c.days_least),
        days_most: choosing.as_ref().and_then(|c| c.days_most),
        persons: choosing.map(|c| c.persons).unwrap_or_default(),
        days: seen.days,
        cover: seen.cover,
        own: seen.own,
        chosen: seen.chosen,
    }))
}

/// `POST /rosters/{id}/choices`
pub(super) async fn choose(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(choice): Json<Choice>,
) -> Result<StatusCode> {
    choosing::choose(&state.app, &actor, &id, &choice).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /rosters/{id}/choices/{date}`
pub(super) async fn take_off(State(state): State<AppState>, actor: Actor, Ids((id, date)): Ids) -> Result<StatusCode> {
    // Nobody has chosen what is no day.
    let date = days::read(&date).ok_or_else(|| crate::app::Error::not_found("roster", &id))?;
    choosing::take_off(&state.app, &actor, &id, date).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /roster-questions/{id}/agree`
pub(super) async fn agree(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    changing::answer(&state.app, &actor, &id, Answer::Agree).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /roster-questions/{id}/decline`
pub(super) async fn decline(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    changing::answer(&state.app, &actor, &id, Answer::Decline).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "RosterPeriod")]
pub(super) struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct OwnRoster {
    days: Vec<OwnRosterDay>,
    changes: Vec<ChangeLine>,
}

#[derive(Serialize, JsonSchema)]
struct OwnRosterDay {
    date: String,
    /// `home` or `pool`.
    kind: &'static str,
    /// `published` or `provisional`.
    standing: &'static str,
    unit: String,
    unit_name: String,
    establishment_name: String,
    commune: String,
    /// None on a day of rest.
    code: Option<String>,
    label: Option<String>,
    starts_at: Option<String>,
    ends_at: Option<String>,
}

/// `GET /me/roster?from=&to=`: home and pool, with place.
pub(super) async fn mine(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Query(period): Query<Period>,
) -> Result<axum::Json<OwnRoster>> {
    let period = (period.from, period.to);
    let days = mine::show(&state.app, &actor, period).await?;
    let changes = mine::changes(&state.app, &actor, period).await?;
    let day = |day: mine::Day| OwnRosterDay {
        date: day.date,
        kind: day.kind,
        standing: day.standing,
        unit: day.unit,
        unit_name: day.unit_name,
        establishment_name: day.establishment_name,
        commune: day.commune,
        code: day.code,
        label: day.label,
        starts_at: day.starts_at.map(instant),
        ends_at: day.ends_at.map(instant),
    };
    Ok(axum::Json(OwnRoster {
        days: days.into_iter().map(day).collect(),
        changes: changes.into_iter().map(|row| ChangeLine::of(words, row)).collect(),
    }))
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RosterQuestions")]
pub(super) struct Questions {
    items: Vec<QuestionLine>,
}

/// `GET /me/roster-questions`
pub(super) async fn questions(State(state): State<AppState>, actor: Actor) -> Result<axum::Json<Questions>> {
    let items = mine::questions(&state.app, &actor).await?.into_iter().map(QuestionLine::from).collect();
    Ok(axum::Json(Questions { items }))
}
