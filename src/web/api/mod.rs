//! The JSON API, one file per noun. Instants are RFC 3339 in UTC, dates are `YYYY-MM-DD`, amounts are integers whose unit is
//! the last word of the name.

mod absences;
mod agents;
mod agreements;
mod assignments;
mod audit;
mod bookings;
mod cascades;
mod contact;
mod cycles;
mod fixed_term;
mod identities;
mod indicators;
mod law;
mod ledgers;
mod loans;
mod me;
mod members;
mod notices;
mod offers;
mod own_rosters;
mod plans;
mod promises;
mod push;
mod requests;
mod roster_changes;
mod rosters;
mod scenarios;
mod settings;
mod shifts;
mod solicitations;
pub(in crate::web) mod statements;
mod swaps;
mod units;
mod users;
mod webhooks;

use super::routes::Route;
use super::tables::Kind;
use crate::app::access::{Only, Paging};
use crate::store::shifts as rows;
use crate::text::instant;
use chrono::NaiveDate;
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
        cascades::routes(),
        fixed_term::routes(),
        bookings::routes(),
        agreements::routes(),
        solicitations::routes(),
        plans::routes(),
        cycles::routes(),
        rosters::routes(),
        roster_changes::routes(),
        own_rosters::routes(),
        offers::routes(),
        assignments::routes(),
        promises::routes(),
        members::routes(),
        units::routes(),
        loans::routes(),
        agents::routes(),
        absences::routes(),
        swaps::routes(),
        ledgers::routes(),
        statements::routes(),
        indicators::routes(),
        law::routes(),
        audit::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Format {
    #[default]
    Json,
    Csv,
    Xlsx,
}

impl Format {
    /// A table for a spreadsheet, if one is asked for.
    const fn table(self) -> Option<Kind> {
        match self {
            Self::Json => None,
            Self::Csv => Some(Kind::Csv),
            Self::Xlsx => Some(Kind::Xlsx),
        }
    }
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

impl Pages {
    /// The same without a state.
    fn paging(self) -> Paging {
        Paging { after: self.after, limit: self.limit, ..Paging::default() }
    }
}

/// `?state=&unit=&agent=&from=&to=&after=&limit=`: rows about a shift that an agent is asked for, or holds.
#[derive(Debug, Deserialize, JsonSchema)]
struct Held {
    /// The `next` of the page before.
    after: Option<String>,
    /// Rows wanted; 100 when left out.
    #[schemars(range(min = 1, max = 500))]
    limit: Option<i64>,
    /// Only rows in this state.
    state: Option<String>,
    /// Only rows about shifts of this unit.
    unit: Option<String>,
    /// Only rows of this agent.
    agent: Option<String>,
    /// Only rows about shifts that begin on this day or later.
    from: Option<NaiveDate>,
    /// Only rows about shifts that begin on this day or earlier.
    to: Option<NaiveDate>,
}

impl From<Held> for Paging {
    fn from(held: Held) -> Self {
        let only = Only { unit: held.unit, agent: held.agent, from: held.from, to: held.to, priority: None };
        Self { after: held.after, limit: held.limit, state: held.state, only }
    }
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
        Self::of(rows, limit, id, Into::into)
    }

    /// The same for rows that are shown in some way, such as in the reader's language.
    fn of<R>(rows: Vec<R>, limit: i64, id: impl Fn(&R) -> String, shown: impl Fn(R) -> T) -> Self {
        let next = (rows.len() as i64 >= limit).then(|| rows.last().map(id)).flatten();
        Self { items: rows.into_iter().map(shown).collect(), next }
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
