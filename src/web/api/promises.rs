//! Promised rests, and what both sides agree on.

use super::{Listed, instant};
use crate::app::access::{Action, Actor, Paging};
use crate::app::promises::{self, Wanted};
use crate::ids::PromiseId;
use crate::lang::Words;
use crate::store::promises::Row;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json as Body, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/promises", Needs(&[A::ReadCompensation]), list).describe(
            Doc::new("Lists promised rests; an agent sees her own")
                .query::<Which>()
                .states(&["undated", "dated", "taken", "withdrawn"])
                .answers::<Listed<Promise>>(200, "A page of promises, oldest first")
                .refuses(&["not-found"]),
        ),
        Route::post("/api/v1/promises/{id}/ask", Needs(&[A::AgreeRest]), ask).describe(
            Doc::new("Asks the other side for another date")
                .more("The present date holds until the other side agrees.")
                .body::<Ask>()
                .answers::<Promise>(200, "The promise")
                .refuses(&["promise-state", "version-moved", "lost-race"]),
        ),
        Route::post("/api/v1/promises/{id}/agree", Needs(&[A::AgreeRest]), agree).describe(
            Doc::new("Agrees to the date that the other side asks for")
                .body::<Seen>()
                .answers::<Promise>(200, "The promise")
                .refuses(&["promise-state", "nothing-asked", "version-moved", "lost-race", "unlawful"]),
        ),
        Route::post("/api/v1/promises/{id}/refuse", Needs(&[A::AgreeRest]), refuse).describe(
            Doc::new("Does not agree: the date stays as it is")
                .body::<Seen>()
                .answers::<Promise>(200, "The promise")
                .refuses(&["nothing-asked", "version-moved", "lost-race"]),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Promise {
    id: PromiseId,
    agent: String,
    /// `undated`, `dated`, `taken` or `withdrawn`.
    state: String,
    days: i64,
    /// They are a Saturday and the Sunday after it.
    weekend: bool,
    /// What it repays, in the reader's language where the service says it; the label of a rule pack is French.
    reason: String,
    due_on: String,
    rest_from: Option<String>,
    rest_to: Option<String>,
    /// Another date that one side asks for.
    wanted: Option<Other>,
    made_at: String,
    ended_at: Option<String>,
    version: i64,
}

#[derive(Serialize, JsonSchema)]
struct Other {
    from: String,
    to: String,
    /// `agent` or `service`.
    by: String,
}

impl Promise {
    fn of(words: Words, row: Row) -> Self {
        let wanted = row.wanted_from.zip(row.wanted_to).zip(row.wanted_by);
        Self {
            id: row.id,
            agent: row.agent_id,
            state: row.state,
            days: row.days,
            weekend: row.weekend,
            reason: words.reason(&row.reason).to_string(),
            due_on: row.due_on,
            rest_from: row.rest_from,
            rest_to: row.rest_to,
            wanted: wanted.map(|((from, to), by)| Other { from, to, by }),
            made_at: instant(row.made_at),
            ended_at: row.ended_at.map(instant),
            version: row.version,
        }
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    state: Option<String>,
    agent: Option<String>,
    /// Still to be kept, and due before this day.
    due_before: Option<NaiveDate>,
    after: Option<String>,
    limit: Option<i64>,
}

/// `GET /promises?state=&agent=&due_before=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Query(which): Query<Which>,
) -> Result<Json<Listed<Promise>>> {
    let paging = Paging { after: which.after, limit: which.limit, state: which.state, ..Paging::default() };
    let wanted = Wanted { agent: which.agent, due_before: which.due_before };
    let rows = promises::list(&state.app, &actor, &paging, &wanted).await?;
    Ok(Json(Listed::of(rows, paging.limit(), |row| row.id.0.clone(), |row| Promise::of(words, row))))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    /// First day of the rest.
    from: NaiveDate,
    version: i64,
}

/// `POST /promises/{id}/ask`: another date.
pub(super) async fn ask(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
    Body(ask): Body<Ask>,
) -> Result<Json<Promise>> {
    Ok(Json(Promise::of(words, promises::ask_for(&state.app, &actor, &id, (ask.from, ask.version)).await?)))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    version: i64,
}

/// `POST /promises/{id}/agree`: to the date that the other side asks for.
pub(super) async fn agree(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
    Body(seen): Body<Seen>,
) -> Result<Json<Promise>> {
    Ok(Json(Promise::of(words, promises::agree(&state.app, &actor, &id, seen.version).await?)))
}

/// `POST /promises/{id}/refuse`: the date stays as it is.
pub(super) async fn refuse(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
    Body(seen): Body<Seen>,
) -> Result<Json<Promise>> {
    Ok(Json(Promise::of(words, promises::refuse(&state.app, &actor, &id, seen.version).await?)))
}
