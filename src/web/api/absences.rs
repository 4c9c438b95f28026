//! Absences, and the home duties that they leave bare.

use super::requests::Why;
use super::{Listed, instant};
use crate::app::Error;
use crate::app::absences::{self, Bare, Entered, New, Wanted};
use crate::app::access::{Action, Actor, Paging};
use crate::store::absences::Record;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json as Body, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use releve_solver::domain::scenario::AbsenceClass;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/absences", Needs(&[A::ReadAbsences]), list).describe(
            Doc::new("Lists absences; an agent sees her own").query::<Which>()
                .answers::<Listed<Absence>>(200, "A page of absences, by number").refuses(&["invalid", "not-found"])),
        Route::post("/api/v1/absences", Needs(&[A::EnterAbsence]), enter).describe(
            Doc::new("Enters an absence; an agent announces her own").body::<New>()
                .answers::<Answer>(201, "The absence, and the home duties it leaves bare")
                .answers::<Answer>(200, "The same absence was there already")
                .refuses(&["absence-overlaps", "agent-left", "not-found"])),
        Route::post("/api/v1/absences/{id}/end", Needs(&[A::EnterAbsence]), end).describe(
            Doc::new("Moves the last day of an absence").body::<Ending>()
                .answers::<Answer>(200, "The absence, and the home duties that become bare")
                .refuses(&["absence-over", "absence-not-announced", "absence-overlaps"])),
        Route::post("/api/v1/absences/{id}/withdraw", Needs(&[A::EnterAbsence]), withdraw).describe(
            Doc::new("Takes an absence back").body::<Why>()
                .answers::<Absence>(200, "The absence").refuses(&["absence-over", "absence-not-announced"])),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Absence {
    id: String,
    agent: String,
    from: NaiveDate,
    to: NaiveDate,
    class: AbsenceClass,
    /// `standing` or `withdrawn`.
    state: &'static str,
    /// She said it herself.
    announced: bool,
    /// Why it was taken back.
    reason: Option<String>,
    version: i64,
}

impl From<Record> for Absence {
    fn from(record: Record) -> Self {
        Self {
            id: record.number.to_string(),
            agent: record.agent,
            from: record.from,
            to: record.to,
            class: record.class,
            state: if record.standing { "standing" } else { "withdrawn" },
            announced: record.announced,
            reason: record.reason,
            version: record.version,
        }
    }
}

/// A home duty that nobody holds for the time being.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BareDuty")]
struct Duty {
    unit: String,
    unit_name: String,
    code: String,
    date: NaiveDate,
    qualification: Option<String>,
    starts_at: String,
    ends_at: String,
}

/// A request that would ask for the bare duties of one unit, ready to be sent to `POST /requests`.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SuggestedRequest")]
struct Suggested {
    id: String,
    unit: String,
    motive: &'static str,
    priority: &'static str,
    absent_agent: String,
    shifts: Vec<Post>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SuggestedPost")]
struct Post {
    code: String,
    date: NaiveDate,
    qualification: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EnteredAbsence")]
pub(super) struct Answer {
    #[serde(flatten)]
    absence: Absence,
    bare: Vec<Duty>,
    /// For whoever may ask for replacements, one for each unit of hers.
    requests: Vec<Suggested>,
}

impl Answer {
    fn of(entered: Entered, actor: &Actor) -> Self {
        let Entered { absence, bare } = entered;
        let reach = actor.may(Action::OpenRequest).ok();
        let mut by_unit: BTreeMap<&str, Vec<&Bare>> = BTreeMap::new();
        for duty in bare.iter().filter(|duty| reach.as_ref().is_some_and(|reach| reach.sees_unit(&duty.unit))) {
            by_unit.entry(&duty.unit).or_default().push(duty);
        }
        let motive = match absence.class {
            AbsenceClass::Planned => "planned_absence",
            AbsenceClass::Unplanned => "unplanned_absence",
        };
        let suggested = |(unit, duties): (&str, Vec<&Bare>)| Suggested {
            id: format!("absence-{}-{unit}-{}", absence.number, absence.version),
            unit: unit.to_owned(),
            motive,
            priority: "normal",
            absent_agent: absence.agent.clone(),
            shifts: duties
                .into_iter()
                .filter_map(|duty| {
                    let qualification = duty.qualification.clone()?;
                    Some(Post { code: duty.code.clone(), date: duty.date, qualification })
                })
                .collect(),
        };
        let requests = by_unit.into_iter().map(suggested).filter(|request| !request.shifts.is_empty()).collect();
        let duty = |duty: Bare| Duty {
            unit: duty.unit,
            unit_name: duty.unit_name,
            code: duty.code,
            date: duty.date,
            qualification: duty.qualification,
            starts_at: instant(duty.starts_at),
            ends_at: instant(duty.ends_at),
        };
        Self { requests, bare: bare.into_iter().map(duty).collect(), absence: absence.into() }
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "AbsenceQuery")]
pub(super) struct Which {
    agent: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    after: Option<String>,
    limit: Option<i64>,
}

/// `GET /absences?agent=&from=&to=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
    Query(which): Query<Which>,
) -> Result<Json<Listed<Absence>>> {
    let paging = Paging { after: which.after, limit: which.limit, ..Paging::default() };
    let wanted = Wanted { agent: which.agent, from: which.from, to: which.to };
    let all = absences::list(&state.app, &actor, &paging, &wanted).await?;
    Ok(Json(Listed::new(all, paging.limit(), |record| record.number.to_string())))
}

/// `POST /absences`: 201 when it is new, 200 when the same absence was there already.
pub(super) async fn enter(
    State(state): State<AppState>,
    actor: Actor,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<Answer>)> {
    let (entered, is_new) = absences::enter(&state.app, &actor, &new).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Answer::of(entered, &actor))))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AbsenceEnding")]
pub(super) struct Ending {
    /// Its new last day.
    to: NaiveDate,
}

/// `POST /absences/{id}/end`
pub(super) async fn end(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(ending): Body<Ending>,
) -> Result<Json<Answer>> {
    let entered = absences::end(&state.app, &actor, number(&id)?, ending.to).await?;
    Ok(Json(Answer::of(entered, &actor)))
}

/// `POST /absences/{id}/withdraw`
pub(super) async fn withdraw(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(why): Body<Why>,
) -> Result<Json<Absence>> {
    Ok(Json(absences::withdraw(&state.app, &actor, number(&id)?, &why.reason).await?.into()))
}

fn number(id: &str) -> Result<i64> {
    Ok(id.parse().map_err(|_| Error::not_found("absence", id))?)
}
