//! All SQL. One file per table family, functions that take an open [`Tx`] and plain values, rows that are the tables'
//! columns. Nothing here decides anything; not found is `None`, a lost race is zero rows changed.

#![expect(clippy::missing_errors_doc, reason = "every function here fails only when the database does")]

pub mod absences;
pub mod accounts;
pub mod agents;
pub mod agreements;
mod append_only;
pub mod assignments;
pub mod attempts;
pub mod audit;
pub mod bookings;
pub mod calendars;
pub mod cascades;
pub mod conditions;
pub mod contacts;
mod db;
pub mod deliveries;
pub mod diary;
pub mod due_runs;
pub mod establishments;
pub mod fixed_term;
pub mod grants;
pub mod groups;
pub mod identities;
pub mod indicators;
pub mod jobs;
pub mod keys;
pub mod ledgers;
pub mod links;
pub mod members;
pub mod messages;
pub mod offers;
pub mod outbox;
pub mod plans;
pub mod promises;
pub mod pulse;
pub mod push;
pub mod reminders;
pub mod requests;
pub mod retention;
pub mod rosters;
pub mod rounds;
mod rows;
pub mod rule_packs;
pub mod sessions;
pub mod shifts;
pub mod snapshot;
pub mod swaps;
pub mod tokens;
pub mod users;
pub mod volunteering;
pub mod webhooks;

pub(crate) use db::on;
pub use db::{Db, Tx, is_taken};
pub(crate) use rows::rows;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// One page of a list, and whose rows it may hold.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Every row of the group.
    pub whole: bool,
    /// Units whose rows may be shown, each between two bars: `|a||b|`.
    pub units: String,
    /// Agents whose rows may be shown, each between two bars.
    pub agents: String,
    /// The one state wanted; empty means all.
    pub state: String,
    /// What the rows have in common.
    pub only: Only,
    /// Identifier of the last row of the page before; empty means from the start.
    pub after: String,
    /// Most rows.
    pub limit: i64,
}

impl Page {
    /// The one agent whose rows it holds: she who is asked for, or whoever may see no rows but her own. Then an index leads to
    /// them, instead of a look at every row of the group and its unit.
    pub fn of_one(&self) -> Option<&str> {
        if !self.only.agent.is_empty() {
            return Some(&self.only.agent);
        }
        let alone = self.agents.strip_prefix('|')?.strip_suffix('|')?;
        (!self.whole && self.units.is_empty() && !alone.contains('|')).then_some(alone)
    }
}

/// What the rows of a page have in common; empty means that it does not matter.
#[derive(Debug, Clone, Default)]
pub struct Only {
    /// Unit.
    pub unit: String,
    /// Agent.
    pub agent: String,
    /// First civil day of a shift.
    pub from: String,
    /// Last civil day of a shift.
    pub to: String,
    /// Priority.
    pub priority: String,
}

/// Reads a JSON column.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> sqlx::Result<T> {
    serde_json::from_str(text).map_err(|e| sqlx::Error::Decode(Box::new(e)))
}

/// Writes a JSON column.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> sqlx::Result<String> {
    serde_json::to_string(value).map_err(|e| sqlx::Error::Encode(Box::new(e)))
}

/// Reads a text column into a type that parses: a date, a time zone.
pub(crate) fn parsed<T>(text: &str) -> sqlx::Result<T>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|e| sqlx::Error::Decode(format!("{text:?}: {e}").into()))
}

/// Reads an enum that serde names: a priority, an absence class.
pub(crate) fn named<T: DeserializeOwned>(text: &str) -> sqlx::Result<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|e| sqlx::Error::Decode(Box::new(e)))
}

/// Writes an enum that serde names.
pub(crate) fn name_of<T: Serialize>(value: &T) -> sqlx::Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        Ok(other) => Err(sqlx::Error::Encode(format!("{other} is not a name").into())),
        Err(e) => Err(sqlx::Error::Encode(Box::new(e))),
    }
}
