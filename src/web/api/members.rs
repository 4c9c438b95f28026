//! Establishments, their conventions and units, and what they lent each other.

use super::agents::Leaving;
use super::{Listed, Pages};
use crate::app::access::{Action, Actor};
use crate::app::members::{self, Line, New as NewConvention, SiteForm, Statement as Stated, Total, UnitForm};
use crate::store;
use crate::store::establishments::{Record, UnitRecord};
use crate::store::members::{CostKey, Period};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json as Body, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use chrono::NaiveDate;
use releve_solver::domain::scenario::{Establishment, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/establishments", Needs(&[A::ReadMembers]), list).describe(
            Doc::new("Lists the establishments of the group").query::<Pages>()
                .answers::<Listed<Site>>(200, "A page of establishments, by identifier")),
        Route::post("/api/v1/establishments", Needs(&[A::ManageMembers]), create).describe(
            Doc::new("Lets an establishment join, with its convention").body::<NewSite>()
                .answers::<Site>(201, "The establishment").refuses(&["id-taken", "convention-overlaps", "not-found"])),
        Route::get("/api/v1/establishments/{id}", Needs(&[A::ReadMembers]), show).describe(
            Doc::new("Reads an establishment").answers::<Site>(200, "The establishment")),
        Route::put("/api/v1/establishments/{id}", Needs(&[A::ManageUnits]), change).describe(
            Doc::new("Puts what an establishment says of itself in place").body::<ChangeSite>()
                .answers::<Site>(200, "The establishment").refuses(&["version-moved", "still-in-use"])),
        Route::post("/api/v1/establishments/{id}/close", Needs(&[A::ManageMembers]), close).describe(
            Doc::new("Closes an establishment from a day on").body::<Leaving>()
                .answers::<Site>(200, "The establishment").refuses(&["still-in-use"])),
        Route::get("/api/v1/establishments/{id}/conventions", Needs(&[A::ReadMembers]), conventions).describe(
            Doc::new("Lists the conventions of an establishment").answers::<Conventions>(200, "By first day")),
        Route::post("/api/v1/establishments/{id}/conventions", Needs(&[A::ManageMembers]), join).describe(
            Doc::new("Records a convention of an establishment").body::<NewConvention>()
                .answers::<Convention>(201, "The convention").refuses(&["convention-overlaps"])),
        Route::post("/api/v1/establishments/{id}/leave", Needs(&[A::ManageMembers]), leave).describe(
            Doc::new("Says from which day on an establishment is no member").body::<Leaving>()
                .answers::<Convention>(200, "The convention that ends").refuses(&["convention-over"])),
        Route::get("/api/v1/establishments/{id}/statement", Needs(&[A::ReadStatements]), statement).describe(
            Doc::new("Reads what an establishment lent and was lent").query::<Between>()
                .answers::<Statement>(200, "The statement").refuses(&["invalid"])),
        Route::get("/api/v1/establishments/{id}/statement.csv", Needs(&[A::ReadStatements]), statement_csv).describe(
            Doc::new("Reads the same as a table").query::<Between>()
                .answers_text(200, "text/csv", "`;` between cells, decimal comma, UTF-8 with its mark").refuses(&["invalid"])),
        Route::get("/api/v1/units", Needs(&[A::ReadMembers]), units).describe(
            Doc::new("Lists the units of the group").query::<Pages>()
                .answers::<Listed<Team>>(200, "A page of units, by identifier")),
        Route::post("/api/v1/units", Needs(&[A::ManageUnits]), create_unit).describe(
            Doc::new("Makes a unit").body::<NewUnit>()
                .answers::<Team>(201, "The unit").refuses(&["id-taken", "not-found"])),
        Route::put("/api/v1/units/{id}", Needs(&[A::ManageUnits]), change_unit).describe(
            Doc::new("Puts the codes and the minimum cover of a unit in place").body::<ChangeUnit>()
                .answers::<Team>(200, "The unit").refuses(&["version-moved", "still-in-use"])),
        Route::post("/api/v1/units/{id}/close", Needs(&[A::ManageUnits]), close_unit).describe(
            Doc::new("Closes a unit from a day on").body::<Leaving>()
                .answers::<Team>(200, "The unit").refuses(&["still-in-use"])),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Site {
    #[serde(flatten)]
    establishment: Establishment,
    closed_on: Option<NaiveDate>,
    version: i64,
    /// What is doubtful and forbids nothing.
    warnings: Vec<Warning>,
}

#[derive(Serialize, JsonSchema)]
struct Warning {
    field: &'static str,
    text: String,
}

impl From<Record> for Site {
    fn from(record: Record) -> Self {
        let number = &record.establishment.finess;
        let doubtful = members::finess_is_doubtful(number).then(|| Warning {
            field: "finess",
            text: format!("La clé du numéro FINESS « {number} » ne tombe pas juste : vérifiez-le dans le répertoire."),
        });
        Self {
            warnings: doubtful.into_iter().collect(),
            establishment: record.establishment,
            closed_on: record.closed_on,
            version: record.version,
        }
    }
}

/// `GET /establishments?after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
    Query(pages): Query<Pages>,
) -> Result<Json<Listed<Site>>> {
    let paging = pages.paging();
    let all = members::list_sites(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::new(all, paging.limit(), |record| record.establishment.id.0.clone())))
}

/// `GET /establishments/{id}`
pub(super) async fn show(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Site>> {
    Ok(Json(members::find_site(&state.app, &actor, &id).await?.into()))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSite {
    id: String,
    establishment: SiteForm,
    convention: NewConvention,
}

/// `POST /establishments`
pub(super) async fn create(
    State(state): State<AppState>,
    actor: Actor,
    Body(new): Body<NewSite>,
) -> Result<(StatusCode, Json<Site>)> {
    let record = members::create_site(&state.app, &actor, &new.id, &new.establishment, &new.convention).await?;
    Ok((StatusCode::CREATED, Json(record.into())))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeSite {
    version: i64,
    establishment: SiteForm,
}

/// `PUT /establishments/{id}`
pub(super) async fn change(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(new): Body<ChangeSite>,
) -> Result<Json<Site>> {
    Ok(Json(members::change_site(&state.app, &actor, &id, &new.establishment, new.version).await?.into()))
}

/// `POST /establishments/{id}/close`
pub(super) async fn close(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(from): Body<Leaving>,
) -> Result<Json<Site>> {
    Ok(Json(members::close_site(&state.app, &actor, &id, from.on, &from.reason).await?.into()))
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Convention {
    id: String,
    establishment: String,
    document: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    notice_days: i64,
    cost_key: CostKey,
    management_permille: i64,
    period: Period,
    contribution_minutes: Option<i64>,
    quota_minutes: Option<i64>,
    leaves_on: Option<NaiveDate>,
    leaving_reason: Option<String>,
    version: i64,
}

impl From<store::members::Convention> for Convention {
    fn from(row: store::members::Convention) -> Self {
        Self {
            id: row.id,
            establishment: row.establishment,
            document: row.document,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            notice_days: row.notice_days,
            cost_key: row.cost_key,
            management_permille: row.management_permille,
            period: row.period,
            contribution_minutes: row.contribution_minutes,
            quota_minutes: row.quota_minutes,
            leaves_on: row.leaves_on,
            leaving_reason: row.leaving_reason,
            version: row.version,
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Conventions {
    items: Vec<Convention>,
}

/// `GET /establishments/{id}/conventions`
pub(super) async fn conventions(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Conventions>> {
    let all = members::conventions(&state.app, &actor, &id).await?;
    Ok(Json(Conventions { items: all.into_iter().map(Convention::from).collect() }))
}

/// `POST /establishments/{id}/conventions`
pub(super) async fn join(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(new): Body<NewConvention>,
) -> Result<(StatusCode, Json<Convention>)> {
    Ok((StatusCode::CREATED, Json(members::join(&state.app, &actor, &id, &new).await?.into())))
}

/// `POST /establishments/{id}/leave`
pub(super) async fn leave(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(from): Body<Leaving>,
) -> Result<Json<Convention>> {
    Ok(Json(members::leave(&state.app, &actor, &id, from.on, &from.reason).await?.into()))
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnitOnFile")]
pub(super) struct Team {
    #[serde(flatten)]
    unit: Unit,
    closed_on: Option<NaiveDate>,
    version: i64,
}

impl From<UnitRecord> for Team {
    fn from(record: UnitRecord) -> Self {
        Self { unit: record.unit, closed_on: record.closed_on, version: record.version }
    }
}

/// `GET /units?after=&limit=`
pub(super) async fn units(
    State(state): State<AppState>,
    actor: Actor,
    Query(pages): Query<Pages>,
) -> Result<Json<Listed<Team>>> {
    let paging = pages.paging();
    let all = members::units(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::new(all, paging.limit(), |record| record.unit.id.0.clone())))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewUnit {
    id: String,
    establishment: String,
    unit: UnitForm,
}

/// `POST /units`
pub(super) async fn create_unit(
    State(state): State<AppState>,
    actor: Actor,
    Body(new): Body<NewUnit>,
) -> Result<(StatusCode, Json<Team>)> {
    let record = members::create_unit(&state.app, &actor, (&new.id, &new.establishment), &new.unit).await?;
    Ok((StatusCode::CREATED, Json(record.into())))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeUnit {
    version: i64,
    unit: UnitForm,
}

/// `PUT /units/{id}`
pub(super) async fn change_unit(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(new): Body<ChangeUnit>,
) -> Result<Json<Team>> {
    Ok(Json(members::change_unit(&state.app, &actor, &id, &new.unit, new.version).await?.into()))
}

/// `POST /units/{id}/close`
pub(super) async fn close_unit(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(from): Body<Leaving>,
) -> Result<Json<Team>> {
    Ok(Json(members::close_unit(&state.app, &actor, &id, from.on, &from.reason).await?.into()))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Between {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Serialize, JsonSchema)]
struct Loan {
    assignment: String,
    employer: String,
    host: String,
    agent: String,
    agent_name: String,
    date: String,
    minutes: i64,
    cents_per_hour: i64,
    hours_cents: i64,
    road_cents: i64,
    management_cents: i64,
    total_cents: i64,
}

impl From<&Line> for Loan {
    fn from(line: &Line) -> Self {
        let loan = &line.loan;
        Self {
            assignment: loan.assignment_id.0.clone(),
            employer: loan.employer_id.clone(),
            host: loan.host_id.clone(),
            agent: loan.agent_id.clone(),
            agent_name: line.agent_name.clone(),
            date: loan.date.clone(),
            minutes: loan.work_minutes,
            cents_per_hour: loan.cents_per_hour,
            hours_cents: loan.hours_cents,
            road_cents: loan.road_cents,
            management_cents: line.management_cents,
            total_cents: loan.hours_cents + loan.road_cents + line.management_cents,
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LoanTotal")]
struct Sum {
    shifts: i64,
    minutes: i64,
    hours_cents: i64,
    road_cents: i64,
    management_cents: i64,
    total_cents: i64,
}

impl From<Total> for Sum {
    fn from(total: Total) -> Self {
        Self {
            shifts: total.shifts,
            minutes: total.minutes,
            hours_cents: total.hours_cents,
            road_cents: total.road_cents,
            management_cents: total.management_cents,
            total_cents: total.cents(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Exchange {
    establishment: String,
    given: Sum,
    received: Sum,
    /// Minutes given less minutes received.
    balance_minutes: i64,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MemberStatement")]
pub(super) struct Statement {
    establishment: String,
    from: NaiveDate,
    to: NaiveDate,
    convention: Option<Convention>,
    given: Vec<Loan>,
    received: Vec<Loan>,
    total_given: Sum,
    total_received: Sum,
    /// Reciprocity with each other member.
    exchanges: Vec<Exchange>,
    /// Minutes given less minutes received.
    balance_minutes: i64,
    /// What is to be re-invoiced less what is to be paid.
    balance_cents: i64,
}

impl From<Stated> for Statement {
    fn from(stated: Stated) -> Self {
        let exchange = |(establishment, (given, received)): (String, (Total, Total))| Exchange {
            establishment,
            balance_minutes: given.minutes - received.minutes,
            given: given.into(),
            received: received.into(),
        };
        Self {
            balance_minutes: stated.total_given.minutes - stated.total_received.minutes,
            balance_cents: stated.total_given.cents() - stated.total_received.cents(),
            establishment: stated.establishment,
            from: stated.from,
            to: stated.to,
            convention: stated.convention.map(Convention::from),
            given: stated.given.iter().map(Loan::from).collect(),
            received: stated.received.iter().map(Loan::from).collect(),
            total_given: stated.total_given.into(),
            total_received: stated.total_received.into(),
            exchanges: stated.with.into_iter().map(exchange).collect(),
        }
    }
}

/// `GET /establishments/{id}/statement?from=&to=`
pub(super) async fn statement(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Query(between): Query<Between>,
) -> Result<Json<Statement>> {
    Ok(Json(members::statement(&state.app, &actor, &id, (between.from, between.to)).await?.into()))
}

/// `GET /establishments/{id}/statement.csv?from=&to=`: `;` between cells, decimal comma, UTF-8 with its mark, as spreadsheets in
/// France read it.
pub(super) async fn statement_csv(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Query(between): Query<Between>,
) -> Result<impl IntoResponse> {
    let stated = members::statement(&state.app, &actor, &id, (between.from, between.to)).await?;
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], csv(&stated)))
}

fn csv(stated: &Stated) -> String {
    let mut text = String::from(
        "\u{feff}Sens;Date;Employeur;Accueil;Agent;Vacation;Heures;Coût horaire;Coût des heures;Déplacements;Frais de gestion;\
         Total\r\n",
    );
    for (sense, lines, total) in
        [("donné", &stated.given, stated.total_given), ("reçu", &stated.received, stated.total_received)]
    {
        for line in lines {
            let loan = &line.loan;
            let names = [&loan.date, &loan.employer_id, &loan.host_id, &line.agent_name, &loan.assignment_id.0];
            let names: Vec<String> = names.into_iter().map(|name| cell(name)).collect();
            let figures = [
                hundredths(loan.work_minutes * 100 / 60),
                hundredths(loan.cents_per_hour),
                hundredths(loan.hours_cents),
                hundredths(loan.road_cents),
                hundredths(line.management_cents),
                hundredths(loan.hours_cents + loan.road_cents + line.management_cents),
            ];
            let _ = write!(text, "{sense};{};{}\r\n", names.join(";"), figures.join(";"));
        }
        let figures = [
            hundredths(total.minutes * 100 / 60),
            String::new(),
            hundredths(total.hours_cents),
            hundredths(total.road_cents),
            hundredths(total.management_cents),
            hundredths(total.cents()),
        ];
        let _ = write!(text, "Total {sense};;;;;;{}\r\n", figures.join(";"));
    }
    text
}

/// A figure of hundredths with a decimal comma.
fn hundredths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{},{:02}", value.abs() / 100, value.abs() % 100)
}

/// A text as one cell, and as no formula.
fn cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([';', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_neither_separators_nor_formulas() {
        assert_eq!(cell("Alix"), "Alix");
        assert_eq!(cell("a;b \"c\""), "\"a;b \"\"c\"\"\"");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!([hundredths(750), hundredths(-5), hundredths(0)], ["7,50", "-0,05", "0,00"]);
    }
}
