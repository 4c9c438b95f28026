//! The JSON API, one file per noun. Instants are RFC 3339 in UTC, dates are `YYYY-MM-DD`, amounts are integers whose unit is
//! the last word of the name.

mod assignments;
mod audit;
mod contact;
mod law;
mod ledgers;
mod me;
mod notices;
mod offers;
mod plans;
mod requests;
mod scenarios;
mod settings;
mod shifts;
mod users;
mod webhooks;

use super::routes::{Access, Route};
use crate::app::access::Action;
use crate::store::shifts as rows;
use crate::text::instant;
use serde::Serialize;

/// The routes under `/api/v1`.
#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::{Needs, SignedIn};
    use Action as A;
    vec![
        Route::get("/api/v1/me", SignedIn, me::show),
        Route::get("/api/v1/me/contact", Needs(&[A::OwnAccount]), contact::show),
        Route::put("/api/v1/me/contact", Needs(&[A::OwnAccount]), contact::change),
        Route::get("/api/v1/me/tokens", Needs(&[A::OwnAccount]), users::tokens),
        Route::post("/api/v1/me/tokens", Needs(&[A::OwnAccount]), users::make_token),
        Route::delete("/api/v1/me/tokens/{id}", Needs(&[A::OwnAccount]), users::end_token),
        Route::get("/api/v1/me/sessions", Needs(&[A::OwnAccount]), me::sessions),
        Route::delete("/api/v1/me/sessions/{id}", Needs(&[A::OwnAccount]), me::end_session),
        Route::get("/api/v1/notices", Needs(&[A::OwnAccount]), notices::list),
        Route::get("/api/v1/webhooks", Needs(&[A::ManageWebhooks]), webhooks::list),
        Route::post("/api/v1/webhooks", Needs(&[A::ManageWebhooks]), webhooks::register),
        Route::delete("/api/v1/webhooks/{id}", Needs(&[A::ManageWebhooks]), webhooks::end),
        Route::post("/api/v1/users", Needs(&[A::ManageUsers]), users::create),
        Route::delete("/api/v1/users/{id}", Needs(&[A::ManageUsers]), users::remove),
        Route::post("/api/v1/users/{id}/grants", Needs(&[A::ManageUsers]), users::give),
        Route::get("/api/v1/grants", Needs(&[A::ReadUsers]), users::list),
        Route::delete("/api/v1/grants/{id}", Needs(&[A::ManageUsers]), users::end),
        Route::get("/api/v1/settings", Needs(&[A::ReadSettings]), settings::show),
        Route::put("/api/v1/settings", Needs(&[A::ManageSettings]), settings::put),
        Route::post("/api/v1/scenarios", Needs(&[A::ImportScenario]), scenarios::import),
        Route::get("/api/v1/requests", Needs(&[A::ReadRequests]), requests::list),
        Route::post("/api/v1/requests", Needs(&[A::OpenRequest]), requests::make),
        Route::get("/api/v1/requests/{id}", Needs(&[A::ReadRequests]), requests::show),
        Route::post("/api/v1/requests/{id}/submit", Needs(&[A::OpenRequest]), requests::submit),
        Route::post("/api/v1/requests/{id}/open", Needs(&[A::AdmitRequest]), requests::open),
        Route::post("/api/v1/requests/{id}/cancel", Needs(&[A::OpenRequest]), requests::cancel),
        Route::get("/api/v1/requests/{id}/messages", Needs(&[A::ReadRequests]), requests::messages),
        Route::post("/api/v1/requests/{id}/messages", Needs(&[A::OpenRequest]), requests::write),
        Route::get("/api/v1/shifts", Needs(&[A::ReadRequests]), shifts::list),
        Route::get("/api/v1/shifts/{id}", Needs(&[A::ReadRequests]), shifts::show),
        Route::get("/api/v1/shifts/{id}/candidates", Needs(&[A::ReadCandidates]), shifts::candidates),
        Route::post("/api/v1/shifts/{id}/rounds", Needs(&[A::OpenRound]), shifts::open_round),
        Route::get("/api/v1/rounds", Needs(&[A::ReadRounds]), shifts::rounds),
        Route::get("/api/v1/rounds/{id}", Needs(&[A::ReadRounds]), shifts::round),
        Route::post("/api/v1/rounds/{id}/withdraw", Needs(&[A::OpenRound]), shifts::withdraw),
        Route::get("/api/v1/plans", Needs(&[A::ReadPlans]), plans::list),
        Route::post("/api/v1/plans", Needs(&[A::ComputePlan]), plans::start),
        Route::get("/api/v1/plans/{id}", Needs(&[A::ReadPlans]), plans::show),
        Route::get("/api/v1/plans/{id}/progress", Needs(&[A::ReadPlans]), plans::progress),
        Route::post("/api/v1/plans/{id}/cancel", Needs(&[A::ComputePlan]), plans::cancel),
        Route::post("/api/v1/plans/{id}/approve", Needs(&[A::DecidePlan]), plans::approve),
        Route::post("/api/v1/plans/{id}/reject", Needs(&[A::DecidePlan]), plans::reject),
        Route::get("/api/v1/offers", Needs(&[A::ReadOffers]), offers::list),
        Route::post("/api/v1/offers/{id}/accept", Needs(&[A::AnswerOffer]), offers::accept),
        Route::post("/api/v1/offers/{id}/decline", Needs(&[A::AnswerOffer]), offers::decline),
        Route::get("/api/v1/assignments", Needs(&[A::ReadAssignments]), assignments::list),
        Route::post("/api/v1/assignments/{id}/cancel", Needs(&[A::CancelAssignment]), assignments::cancel),
        Route::post("/api/v1/assignments/{id}/worked", Needs(&[A::RecordWork]), assignments::worked),
        Route::get("/api/v1/ledgers/equity", Needs(&[A::ReadEquity]), ledgers::equity),
        Route::get("/api/v1/ledgers/compensation", Needs(&[A::ReadCompensation]), ledgers::compensation),
        Route::get("/api/v1/ledgers/recomputation", Needs(&[A::ReadAudit]), ledgers::recompute),
        Route::get("/api/v1/law/packs", Needs(&[A::ReadLaw]), law::list),
        Route::post("/api/v1/law/packs", Needs(&[A::LoadLaw]), law::load),
        Route::get("/api/v1/law/packs/{key}", Needs(&[A::ReadLaw]), law::show),
        Route::get("/api/v1/audit", Needs(&[A::ReadAudit]), audit::list),
        Route::get("/api/v1/audit/verification", Needs(&[A::ReadAudit]), audit::verify),
        Route::get("/api/v1/audit/export", Needs(&[A::ReadAudit]), audit::export),
    ]
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

    /// The same for rows that may turn out to hold what they cannot.
    fn try_new<R>(
        rows: Vec<R>,
        limit: i64,
        id: impl Fn(&R) -> String,
        shown: impl Fn(R) -> crate::app::Result<T>,
    ) -> crate::app::Result<Self> {
        let next = (rows.len() as i64 >= limit).then(|| rows.last().map(id)).flatten();
        Ok(Self { items: rows.into_iter().map(shown).collect::<crate::app::Result<_>>()?, next })
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

impl From<rows::Row> for About {
    fn from(row: rows::Row) -> Self {
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
