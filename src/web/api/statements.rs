//! Statements of somebody's accounts, lines by hand, and what payroll pays.

use super::Format;
use crate::app::Error;
use crate::app::access::{Action, Actor};
use crate::app::ledgers::{self, Export, Line, NewLine, Statement, TakeBack};
use crate::app::wrong::{expected, nothing};
use crate::ids::EntryId;
use crate::lang::Words;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json as Body, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use crate::web::tables::{Kind, WORKBOOK, amount, download, hundredths, unit_fr};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/ledgers/statement", Needs(&[A::ReadCompensation]), statement).describe(
            Doc::new("States both accounts of an agent over a period")
                .more("`equity` is null for whoever may not read equity accounts. What lines say is in the language of \
                       `Accept-Language`; in a table and a workbook it is in French, as it is on record.")
                .query::<Which>()
                .answers::<Statement>(200, "The statement, as JSON")
                .answers_text(200, "text/csv", "The statement, as a table")
                .answers_text(200, WORKBOOK, "The statement, as a workbook")
                .refuses(&["invalid", "not-found"]),
        ),
        Route::post("/api/v1/ledgers/entries", Needs(&[A::CorrectLedger]), post).describe(
            Doc::new("Posts a line by hand")
                .body::<NewLine>()
                .answers::<Posted>(201, "The line")
                .refuses(&["not-found"]),
        ),
        Route::post("/api/v1/ledgers/entries/{id}/reverse", Needs(&[A::CorrectLedger]), reverse).describe(
            Doc::new("Takes a line back, and may post another one in its place")
                .body::<TakeBack>()
                .answers::<TakenBack>(201, "The lines posted")
                .refuses(&["entry-reversed", "entry-bound"]),
        ),
        Route::get("/api/v1/payroll", Needs(&[A::ExportPay]), payroll).describe(
            Doc::new("Exports what payroll pays for a month that is over")
                .more("Labels are in French whatever `Accept-Language` says: they are those of the rule packs.")
                .query::<Wanted>()
                .answers::<Export>(200, "The export, as JSON")
                .answers_text(200, "text/csv", "The export, as a table")
                .answers_text(200, WORKBOOK, "The export, as a workbook")
                .refuses(&["invalid", "not-found", "period-open"]),
        ),
    ]
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    /// Whose; an agent may leave it out.
    agent: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    #[serde(default)]
    format: Format,
}

/// `GET /ledgers/statement?agent=&from=&to=&format=`
pub(super) async fn statement(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Query(which): Query<Which>,
) -> Result<Response> {
    let agent = which.agent.or_else(|| actor.agent().map(ToOwned::to_owned));
    let missing = || Error::field("agent", nothing(), expected("field-agent"));
    let agent = agent.ok_or_else(missing)?;
    let whole = ledgers::statement(&state.app, &actor, &agent, (which.from, which.to)).await?;
    Ok(match which.format.table() {
        None => Json(told(words, whole)).into_response(),
        Some(kind) => table(kind, &whole),
    })
}

/// The same with what its lines say in the reader's language.
fn told(words: Words, mut whole: Statement) -> Statement {
    let points = whole.equity.iter_mut().flat_map(|points| &mut points.lines);
    for line in points.chain(whole.compensation.values_mut().flat_map(|owed| &mut owed.lines)) {
        line.reason = line.told(words).to_string();
    }
    whole
}

/// A table is taken into other programs and kept: like what payroll pays, it holds the French sentences of record.
fn table(kind: Kind, whole: &Statement) -> Response {
    let columns =
        ["compte", "date", "nature", "reprise", "libellé", "article", "quantité", "solde", "unité", "échéance"];
    let mut rows = Vec::new();
    let mut account = |name: &str, unit: &str, (opening, lines, closing): (i64, &[Line], i64)| {
        let edge = |what: &str, day: NaiveDate, balance: i64| {
            let text = |text: &str| text.to_owned();
            vec![
                text(name),
                day.to_string(),
                text(what),
                text(""),
                text(""),
                text(""),
                text(""),
                amount(unit, balance),
                text(unit_fr(unit)),
                text(""),
            ]
        };
        rows.push(edge("solde initial", whole.from, opening));
        rows.extend(lines.iter().map(|line| {
            vec![
                name.to_owned(),
                line.date.to_string(),
                line.kind.clone(),
                if line.takes_back { "oui" } else { "" }.to_owned(),
                line.record(),
                line.article.clone(),
                amount(unit, line.quantity),
                amount(unit, line.balance),
                unit_fr(unit).to_owned(),
                line.due_on.clone().unwrap_or_default(),
            ]
        }));
        rows.push(edge("solde final", whole.to, closing));
    };
    if let Some(points) = &whole.equity {
        account("équité", "centipoints", (points.opening, &points.lines, points.closing));
    }
    for (unit, owed) in &whole.compensation {
        account("compensation", unit, (owed.opening, &owed.lines, owed.closing));
    }
    download(kind, "releve-de-compte", &columns, rows)
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Posted {
    id: EntryId,
}

/// `POST /ledgers/entries`: a line by hand.
pub(super) async fn post(
    State(state): State<AppState>,
    actor: Actor,
    Body(new): Body<NewLine>,
) -> Result<(StatusCode, Json<Posted>)> {
    let id = ledgers::post(&state.app, &actor, &new).await?;
    Ok((StatusCode::CREATED, Json(Posted { id })))
}

#[derive(Serialize, JsonSchema)]
pub(super) struct TakenBack {
    /// The line that takes it back.
    id: EntryId,
    /// The line in its place.
    instead: Option<EntryId>,
}

/// `POST /ledgers/entries/{id}/reverse`
pub(super) async fn reverse(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(order): Body<TakeBack>,
) -> Result<(StatusCode, Json<TakenBack>)> {
    let (id, instead) = ledgers::take_back(&state.app, &actor, &id, &order).await?;
    Ok((StatusCode::CREATED, Json(TakenBack { id, instead })))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Wanted {
    establishment: String,
    /// `YYYY-MM`.
    month: String,
    #[serde(default)]
    format: Format,
}

/// `GET /payroll?establishment=&month=&format=`: what payroll pays for a month that is over.
pub(super) async fn payroll(
    State(state): State<AppState>,
    actor: Actor,
    Query(which): Query<Wanted>,
) -> Result<Response> {
    let export = ledgers::export(&state.app, &actor, &which.establishment, &which.month).await?;
    Ok(match which.format.table() {
        None => Json(export).into_response(),
        Some(kind) => pay_table(kind, &export),
    })
}

/// An export as a table.
pub(in crate::web) fn pay_table(kind: Kind, export: &Export) -> Response {
    let columns = ["mois", "matricule", "nom", "rubrique", "libellé", "quantité", "unité", "taux"];
    let rows = export.lines.iter().map(|line| {
        vec![
            export.month.clone(),
            line.agent.clone(),
            line.name.clone(),
            line.rule.clone(),
            line.label_fr.clone(),
            amount(&line.unit, line.quantity),
            unit_fr(&line.unit).to_owned(),
            // Thousandths of the pay as a percentage.
            line.rate_permille.map(|rate| hundredths(rate * 10)).unwrap_or_default(),
        ]
    });
    download(kind, &format!("paie-{}", export.month), &columns, rows)
}
