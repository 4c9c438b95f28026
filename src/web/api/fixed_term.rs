//! The fixed-term list, and the calls made from it.

use super::{Listed, instant};
use crate::app::access::{Action, Actor, Paging};
use crate::app::fixed_term::{self, Made, New};
use crate::ids::CallId;
use crate::store::fixed_term::{Call as Row, Person as PersonRow};
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
        Route::get("/api/v1/fixed-term", Needs(&[A::KeepFixedTermList]), list).describe(
            Doc::new("Lists people who are no agents yet and are called by hand")
                .more("`state` is a title.")
                .query::<Paging>()
                .answers::<Listed<Person>>(200, "A page of people"),
        ),
        Route::put("/api/v1/fixed-term/{id}", Needs(&[A::KeepFixedTermList]), put).describe(
            Doc::new("Puts somebody on the list, or changes what it says of her")
                .body::<New>()
                .answers::<Person>(200, "As she stands on it")
                .refuses(&["version-moved"]),
        ),
        Route::delete("/api/v1/fixed-term/{id}", Needs(&[A::KeepFixedTermList]), remove)
            .describe(Doc::new("Takes somebody off the list: nothing of her stays").answers_nothing(204, "She is off it")),
        Route::get("/api/v1/shifts/{id}/calls", Needs(&[A::KeepFixedTermList]), calls)
            .describe(Doc::new("Lists the calls about a shift").answers::<Listed<Call>>(200, "The first call first")),
        Route::post("/api/v1/shifts/{id}/calls", Needs(&[A::KeepFixedTermList]), call).describe(
            Doc::new("Records what came of a call about a shift")
                .body::<Made>()
                .answers::<Listed<Call>>(201, "Every call about the shift"),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FixedTermPerson")]
pub(super) struct Person {
    id: String,
    name: String,
    qualification: String,
    phone: Option<String>,
    email: Option<String>,
    note: String,
    version: i64,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            qualification: row.qualification,
            phone: row.phone,
            email: row.email,
            note: row.note,
            version: row.version,
        }
    }
}

/// `GET /fixed-term?state=&after=&limit=`: `state` is a title.
pub(super) async fn list(
    State(state): State<AppState>,
    Paged { actor, paging }: Paged,
) -> Result<axum::Json<Listed<Person>>> {
    let rows = fixed_term::list(&state.app, &actor, &paging).await?;
    Ok(axum::Json(Listed::new(rows, paging.limit(), |row| row.id.clone())))
}

/// `PUT /fixed-term/{id}`: version 0 puts somebody new on the list.
pub(super) async fn put(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(new): Json<New>,
) -> Result<axum::Json<Person>> {
    Ok(axum::Json(fixed_term::put(&state.app, &actor, &id, &new).await?.into()))
}

/// `DELETE /fixed-term/{id}`
pub(super) async fn remove(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    fixed_term::remove(&state.app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FixedTermCall")]
pub(super) struct Call {
    id: CallId,
    shift: String,
    person: String,
    /// As long as she is on the list.
    person_name: Option<String>,
    /// `agreed`, `declined`, `no_answer` or `call_back`.
    outcome: String,
    note: String,
    called_by: String,
    called_at: String,
}

impl From<Row> for Call {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            shift: row.shift.id,
            person: row.person_id,
            person_name: row.person_name,
            outcome: row.outcome,
            note: row.note,
            called_by: row.called_by,
            called_at: instant(row.called_at),
        }
    }
}

fn listed(rows: Vec<Row>) -> axum::Json<Listed<Call>> {
    axum::Json(Listed::new(rows, i64::MAX, |row| row.id.0.clone()))
}

/// `GET /shifts/{id}/calls`
pub(super) async fn calls(
    State(state): State<AppState>,
    actor: Actor,
    Id(shift): Id,
) -> Result<axum::Json<Listed<Call>>> {
    Ok(listed(fixed_term::calls(&state.app, &actor, &shift).await?))
}

/// `POST /shifts/{id}/calls`: answers with every call about the shift.
pub(super) async fn call(
    State(state): State<AppState>,
    actor: Actor,
    Id(shift): Id,
    Json(made): Json<Made>,
) -> Result<(StatusCode, axum::Json<Listed<Call>>)> {
    Ok((StatusCode::CREATED, listed(fixed_term::call(&state.app, &actor, &shift, &made).await?)))
}
