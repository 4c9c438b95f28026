//! What members lent each other, as each of them has it re-invoiced.

use super::Format;
use super::members::Convention;
use crate::app::access::{Action, Actor};
use crate::app::members::{self, Line, Statement as Stated, Total};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Query};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use crate::web::tables::{Kind, WORKBOOK, download, hundredths};
use axum::Json;
use axum::extract::State;
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
        Route::get("/api/v1/establishments/{id}/statement", Needs(&[A::ReadStatements]), statement).describe(
            Doc::new("States what an establishment lent and was lent").query::<Between>()
                .answers::<Statement>(200, "The statement, as JSON")
                .answers_text(200, "text/csv", "The statement, as a table")
                .answers_text(200, WORKBOOK, "The statement, as a workbook").refuses(&["invalid"])),
    ]
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Between {
    from: NaiveDate,
    to: NaiveDate,
    #[serde(default)]
    format: Format,
}

#[derive(Serialize, JsonSchema)]
struct Loan {
    id: String,
    /// The line that it takes back, since the hours were corrected; then its figures are negative.
    reverses: Option<String>,
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
            id: loan.id.clone(),
            reverses: loan.reverses.clone(),
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

/// `GET /establishments/{id}/statement?from=&to=&format=`
pub(super) async fn statement(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Query(between): Query<Between>,
) -> Result<Response> {
    let stated = members::statement(&state.app, &actor, &id, (between.from, between.to)).await?;
    Ok(match between.format.table() {
        None => Json(Statement::from(stated)).into_response(),
        Some(kind) => table(kind, &id, &stated),
    })
}

fn table(kind: Kind, establishment: &str, stated: &Stated) -> Response {
    let columns = [
        "Sens",
        "Date",
        "Employeur",
        "Accueil",
        "Agent",
        "Vacation",
        "Reprise",
        "Heures",
        "Coût horaire",
        "Coût des heures",
        "Déplacements",
        "Frais de gestion",
        "Total",
    ];
    let mut rows = Vec::new();
    for (sense, lines, total) in
        [("donné", &stated.given, stated.total_given), ("reçu", &stated.received, stated.total_received)]
    {
        rows.extend(lines.iter().map(|line| {
            let loan = &line.loan;
            vec![
                sense.to_owned(),
                loan.date.clone(),
                loan.employer_id.clone(),
                loan.host_id.clone(),
                line.agent_name.clone(),
                loan.assignment_id.0.clone(),
                if loan.reverses.is_some() { "oui" } else { "" }.to_owned(),
                hundredths(loan.work_minutes * 100 / 60),
                hundredths(loan.cents_per_hour),
                hundredths(loan.hours_cents),
                hundredths(loan.road_cents),
                hundredths(line.management_cents),
                hundredths(loan.hours_cents + loan.road_cents + line.management_cents),
            ]
        }));
        let mut sum = vec![format!("Total {sense}")];
        sum.resize(7, String::new());
        sum.extend([
            hundredths(total.minutes * 100 / 60),
            String::new(),
            hundredths(total.hours_cents),
            hundredths(total.road_cents),
            hundredths(total.management_cents),
            hundredths(total.cents()),
        ]);
        rows.push(sum);
    }
    download(kind, &format!("releve-prets-{establishment}-{}-{}", stated.from, stated.to), &columns, rows)
}
