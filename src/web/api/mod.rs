//! The JSON API, one file per noun. Instants are RFC 3339 in UTC, dates are `YYYY-MM-DD`, amounts are integers whose unit is
//! the last word of the name.

mod assignments;
mod audit;
mod law;
mod ledgers;
mod me;
mod offers;
mod plans;
mod requests;
mod scenarios;

use super::AppState;
use crate::store::shifts;
use crate::text::instant;
use axum::Router;
use axum::routing::{get, post};
use serde::Serialize;

/// The routes under `/api/v1`.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/me", get(me::show))
        .route("/scenarios", post(scenarios::import))
        .route("/requests", get(requests::list).post(requests::open))
        .route("/requests/{id}", get(requests::show))
        .route("/shifts/{id}/candidates", get(requests::candidates))
        .route("/plans", get(plans::list).post(plans::start))
        .route("/plans/{id}", get(plans::show))
        .route("/plans/{id}/progress", get(plans::progress))
        .route("/plans/{id}/cancel", post(plans::cancel))
        .route("/plans/{id}/approve", post(plans::approve))
        .route("/plans/{id}/reject", post(plans::reject))
        .route("/offers", get(offers::list))
        .route("/offers/{id}/accept", post(offers::accept))
        .route("/offers/{id}/decline", post(offers::decline))
        .route("/assignments", get(assignments::list))
        .route("/assignments/{id}/worked", post(assignments::worked))
        .route("/ledgers/equity", get(ledgers::equity))
        .route("/ledgers/compensation", get(ledgers::compensation))
        .route("/law/packs", get(law::list).post(law::load))
        .route("/law/packs/{key}", get(law::show))
        .route("/audit", get(audit::list))
        .route("/audit/verification", get(audit::verify))
        .route("/audit/export", get(audit::export))
}

/// A list, and where the next page starts when there is one.
#[derive(Debug, Serialize)]
struct Listed<T> {
    items: Vec<T>,
    /// Give it as `after` to get the next page.
    next: Option<String>,
}

impl<T> Listed<T> {
    /// `limit` rows are a full page: there may be more.
    fn new<R: Into<T>>(rows: Vec<R>, limit: i64, id: impl Fn(&R) -> String) -> Self {
        let next = (rows.len() as i64 >= limit).then(|| rows.last().map(id)).flatten();
        Self { items: rows.into_iter().map(Into::into).collect(), next }
    }
}

/// What a request, an offer or an assignment says of its shift, beside its identifier.
#[derive(Serialize)]
struct About {
    unit: String,
    unit_name: String,
    establishment: String,
    establishment_name: String,
    code: String,
    date: String,
    qualification: String,
    starts_at: String,
    ends_at: String,
}

impl From<shifts::Row> for About {
    fn from(row: shifts::Row) -> Self {
        Self {
            unit: row.unit_id,
            unit_name: row.unit_name,
            establishment: row.establishment_id,
            establishment_name: row.establishment_name,
            code: row.code,
            date: row.date,
            qualification: row.qualification,
            starts_at: instant(row.starts_at),
            ends_at: instant(row.ends_at),
        }
    }
}

/// A JSON column as a value; `null` when there is none.
fn value(text: Option<&str>) -> serde_json::Value {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}
