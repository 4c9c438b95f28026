//! Agents' files, the way into the pool, and what an agent says herself.

use super::{Listed, instant};
use crate::app::access::{Action, Actor, Paging};
use crate::app::agents::{self, Agreement, Declaration, Ending, Form, Paper, Step, WishWanted};
use crate::store;
use crate::store::agents::{Declared, Record, Standing};
use crate::store::diary::Diary;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json as Body, Paged};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use releve_solver::domain::ids::UnitId;
use releve_solver::domain::scenario::{
    AgentDocument, Exemption, HeldQualification, LendingAgreement, OutsideWork, Place, Window, Wish,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where somebody may stand in the pool.
const STANDINGS: &[&str] = &["outside", "trainee", "evaluated", "admitted", "suspended", "left"];

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/agents", Needs(&[A::ReadAgents]), list).describe(
            Doc::new("Lists agents' files; an agent sees her own").query::<Paging>().states(STANDINGS)
                .answers::<Listed<File>>(200, "A page of files, by identifier")),
        Route::post("/api/v1/agents", Needs(&[A::ManageAgents]), create).describe(
            Doc::new("Makes an agent, outside the pool").body::<New>()
                .answers::<File>(201, "Her file").refuses(&["id-taken", "not-found"])),
        Route::get("/api/v1/agents/{id}", Needs(&[A::ReadAgents]), show).describe(
            Doc::new("Reads an agent's file").answers::<File>(200, "Her file")),
        Route::put("/api/v1/agents/{id}", Needs(&[A::ManageAgents]), change).describe(
            Doc::new("Puts what her employer says of an agent in place").body::<Change>()
                .answers::<File>(200, "Her file").refuses(&["version-moved", "agent-left"])),
        Route::post("/api/v1/agents/{id}/leave", Needs(&[A::ManageAgents]), leave).describe(
            Doc::new("Says from which day on an agent is no longer employed").body::<Leaving>()
                .answers::<File>(200, "Her file").refuses(&["agent-left"])),
        Route::post("/api/v1/agents/{id}/documents", Needs(&[A::ManageAgents]), add_document).describe(
            Doc::new("Puts a document on an agent's file").body::<Paper>()
                .answers::<File>(201, "Her file").refuses(&["document-known", "agent-left"])),
        Route::post("/api/v1/agents/{id}/documents/end", Needs(&[A::ManageAgents]), end_document).describe(
            Doc::new("Says on which day a document ends").body::<Ending>()
                .answers::<File>(200, "Her file").refuses(&["agent-left"])),
        Route::post("/api/v1/agents/{id}/agreements", Needs(&[A::ManageAgents]), add_agreement).describe(
            Doc::new("Puts an agent's agreement to be lent on file").body::<Agreement>()
                .answers::<File>(201, "Her file").refuses(&["document-known", "agent-left"])),
        Route::post("/api/v1/agents/{id}/agreements/end", Needs(&[A::ManageAgents]), end_agreement).describe(
            Doc::new("Says on which day an agreement to be lent ends").body::<Ending>()
                .answers::<File>(200, "Her file").refuses(&["agent-left"])),
        Route::get("/api/v1/agents/{id}/admission", Needs(&[A::ReadAgents]), steps).describe(
            Doc::new("Reads an agent's way into the pool").answers::<Steps>(200, "Step by step")),
        Route::post("/api/v1/agents/{id}/admission", Needs(&[A::DecideAdmission]), decide).describe(
            Doc::new("Takes a step of an agent's way into the pool").body::<Step>()
                .answers::<File>(200, "Her file").refuses(&["admission-state", "agent-left"])),
        Route::get("/api/v1/agents/{id}/diary", Needs(&[A::ReadDiary]), diary).describe(
            Doc::new("Reads when an agent accepts to be asked, and what she wishes").answers::<Said>(200, "What she says")),
        Route::put("/api/v1/me/diary", Needs(&[A::KeepDiary]), keep).describe(
            Doc::new("Keeps one's own diary").body::<Kept>()
                .answers::<Said>(200, "What she says").refuses(&["agent-left", "not-found"])),
        Route::post("/api/v1/me/wishes", Needs(&[A::KeepDiary]), wish).describe(
            Doc::new("Wishes for a day that is not decided").body::<NewWish>()
                .answers::<Said>(200, "What she says").refuses(&["day-decided", "agent-left", "not-found"])),
        Route::post("/api/v1/me/outside-work", Needs(&[A::KeepDiary]), declare).describe(
            Doc::new("Declares work for another employer").body::<Declaration>()
                .answers::<Said>(201, "What she says").refuses(&["agent-left", "not-found"])),
    ]
}

/// A file as her employer and the coordination read it, and she herself.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AgentFile")]
pub(super) struct File {
    id: String,
    name: String,
    employer: String,
    share_percent: u32,
    qualifications: Vec<HeldQualification>,
    home: Place,
    mobility_km: u32,
    cost_cents_per_hour: u32,
    exemptions: Vec<Exemption>,
    known_units: Vec<UnitId>,
    documents: Vec<AgentDocument>,
    lending_agreements: Vec<LendingAgreement>,
    outside_work: Vec<OutsideWork>,
    declared: Vec<Declared>,
    standing: Standing,
    left_on: Option<NaiveDate>,
    leaving_reason: Option<String>,
    version: i64,
}

impl From<Record> for File {
    fn from(record: Record) -> Self {
        let file = record.file;
        Self {
            id: record.id,
            name: record.name,
            employer: record.employer,
            share_percent: record.share_percent,
            qualifications: file.qualifications,
            home: record.home,
            mobility_km: record.mobility_km,
            cost_cents_per_hour: record.cost_cents_per_hour,
            exemptions: file.exemptions,
            known_units: file.known_units,
            documents: file.law.documents,
            lending_agreements: file.law.lending_agreements,
            outside_work: file.outside_work,
            declared: file.declared,
            standing: record.standing,
            left_on: record.left_on,
            leaving_reason: record.leaving_reason,
            version: record.version,
        }
    }
}

/// What an agent says herself.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AgentSays")]
pub(super) struct Said {
    agent: String,
    /// None: she is asked for anything, or as `availability` says.
    diary: Option<Diary>,
    /// Windows that came with an import and hold until she keeps a diary.
    availability: Vec<Window>,
    wishes: Vec<Wish>,
    outside_work: Vec<OutsideWork>,
    declared: Vec<Declared>,
    version: i64,
}

impl From<Record> for Said {
    fn from(record: Record) -> Self {
        let file = record.file;
        Self {
            agent: record.id,
            availability: if record.diary.is_some() { Vec::new() } else { file.availability },
            diary: record.diary,
            wishes: file.wishes,
            outside_work: file.outside_work,
            declared: file.declared,
            version: record.version,
        }
    }
}

/// `GET /agents?state=&after=&limit=`
pub(super) async fn list(State(state): State<AppState>, Paged { actor, paging }: Paged) -> Result<Json<Listed<File>>> {
    let all = agents::list(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::new(all, paging.limit(), |record| record.id.clone())))
}

/// `GET /agents/{id}`
pub(super) async fn show(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<File>> {
    Ok(Json(agents::find(&state.app, &actor, &id).await?.into()))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewAgent")]
pub(super) struct New {
    id: String,
    file: Form,
}

/// `POST /agents`
pub(super) async fn create(
    State(state): State<AppState>,
    actor: Actor,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<File>)> {
    let record = agents::create(&state.app, &actor, &new.id, &new.file).await?;
    Ok((StatusCode::CREATED, Json(record.into())))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AgentChange")]
pub(super) struct Change {
    version: i64,
    file: Form,
}

/// `PUT /agents/{id}`
pub(super) async fn change(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(new): Body<Change>,
) -> Result<Json<File>> {
    Ok(Json(agents::change(&state.app, &actor, &id, &new.file, new.version).await?.into()))
}

/// A day and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Leaving {
    pub(super) on: NaiveDate,
    pub(super) reason: String,
}

/// `POST /agents/{id}/leave`
pub(super) async fn leave(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(from): Body<Leaving>,
) -> Result<Json<File>> {
    Ok(Json(agents::leave(&state.app, &actor, &id, from.on, &from.reason).await?.into()))
}

/// `POST /agents/{id}/documents`
pub(super) async fn add_document(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(paper): Body<Paper>,
) -> Result<(StatusCode, Json<File>)> {
    Ok((StatusCode::CREATED, Json(agents::add_paper(&state.app, &actor, &id, &paper).await?.into())))
}

/// `POST /agents/{id}/documents/end`
pub(super) async fn end_document(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(ending): Body<Ending>,
) -> Result<Json<File>> {
    Ok(Json(agents::end_paper(&state.app, &actor, &id, &ending).await?.into()))
}

/// `POST /agents/{id}/agreements`
pub(super) async fn add_agreement(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(agreement): Body<Agreement>,
) -> Result<(StatusCode, Json<File>)> {
    Ok((StatusCode::CREATED, Json(agents::add_agreement(&state.app, &actor, &id, &agreement).await?.into())))
}

/// `POST /agents/{id}/agreements/end`
pub(super) async fn end_agreement(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(ending): Body<Ending>,
) -> Result<Json<File>> {
    Ok(Json(agents::end_agreement(&state.app, &actor, &id, &ending).await?.into()))
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AdmissionTaken")]
pub(super) struct Taken {
    state: String,
    verdict: Option<String>,
    note: String,
    decided_by: String,
    decided_at: String,
}

impl From<store::agents::Step> for Taken {
    fn from(step: store::agents::Step) -> Self {
        Self {
            state: step.state,
            verdict: step.verdict,
            note: step.note,
            decided_by: step.decided_by,
            decided_at: instant(step.decided_at),
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AdmissionSteps")]
pub(super) struct Steps {
    items: Vec<Taken>,
}

/// `GET /agents/{id}/admission`
pub(super) async fn steps(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Steps>> {
    let steps = agents::steps(&state.app, &actor, &id).await?;
    Ok(Json(Steps { items: steps.into_iter().map(Taken::from).collect() }))
}

/// `POST /agents/{id}/admission`
pub(super) async fn decide(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(step): Body<Step>,
) -> Result<Json<File>> {
    Ok(Json(agents::decide(&state.app, &actor, &id, &step).await?.into()))
}

/// `GET /agents/{id}/diary`
pub(super) async fn diary(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Said>> {
    Ok(Json(agents::diary_of(&state.app, &actor, &id).await?.into()))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DiaryKept")]
pub(super) struct Kept {
    diary: Option<Diary>,
}

/// `PUT /me/diary`
pub(super) async fn keep(State(state): State<AppState>, actor: Actor, Body(kept): Body<Kept>) -> Result<Json<Said>> {
    Ok(Json(agents::keep(&state.app, &actor, kept.diary).await?.into()))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewWish {
    date: NaiveDate,
    kind: WishWanted,
}

/// `POST /me/wishes`
pub(super) async fn wish(State(state): State<AppState>, actor: Actor, Body(new): Body<NewWish>) -> Result<Json<Said>> {
    Ok(Json(agents::wish(&state.app, &actor, new.date, new.kind).await?.into()))
}

/// `POST /me/outside-work`
pub(super) async fn declare(
    State(state): State<AppState>,
    actor: Actor,
    Body(new): Body<Declaration>,
) -> Result<(StatusCode, Json<Said>)> {
    Ok((StatusCode::CREATED, Json(agents::declare(&state.app, &actor, &new).await?.into())))
}
