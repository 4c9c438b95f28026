//! The JSON API, one file per noun. Instants are RFC 3339 in UTC, dates are `YYYY-MM-DD`, amounts are integers whose unit is
//! the last word of the name.

mod assignments;
mod audit;
mod contact;
mod cycles;
mod identities;
mod law;
mod ledgers;
mod me;
mod notices;
mod offers;
mod own_rosters;
mod plans;
mod push;
mod requests;
mod roster_changes;
mod rosters;
mod scenarios;
mod settings;
mod shifts;
mod users;
mod webhooks;

use super::routes::Route;
use crate::store::shifts as rows;
use crate::text::instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes under `/api/v1`, noun by noun. Each noun's file has its routes, each with its description.
pub fn routes() -> Vec<Route> {
    [
        me::routes(),
        contact::routes(),
        push::routes(),
        users::routes(),
        identities::routes(),
        notices::routes(),
        webhooks::routes(),
        settings::routes(),
        scenarios::routes(),
        requests::routes(),
        shifts::routes(),
        plans::routes(),
        cycles::routes(),
        rosters::routes(),
        roster_changes::routes(),
        own_rosters::routes(),
        offers::routes(),
        assignments::routes(),
        ledgers::routes(),
        law::routes(),
        audit::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `?after=&limit=`
#[derive(Debug, Deserialize, JsonSchema)]
struct Pages {
    /// The `next` of the page before.
    after: Option<String>,
    /// Rows wanted; 100 when left out.
    #[schemars(range(min = 1, max = 500))]
    limit: Option<i64>,
}

/// A list, and where the next page starts when there is one.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListOf{T}")]
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
#[derive(Serialize, JsonSchema)]
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
