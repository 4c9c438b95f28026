//! The outbox: who is to be told what, one row for each fact and person, written in the transaction of the fact.

use super::{Tx, rows};

/// A message for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// `offer.sent` …
    pub kind: &'static str,
    /// The fact, named once: `offer.sent:<offer>`. The same fact is told to the same person once.
    pub fact: String,
    /// `agent:<id>` or `user:<id>`.
    pub person: String,
    /// JSON object with what the words need; never a cause of absence.
    pub payload: serde_json::Value,
}

impl Notice {
    /// A message for an agent about an object.
    pub fn to_agent(kind: &'static str, object: &str, agent: &str, payload: serde_json::Value) -> Self {
        Self { kind, fact: format!("{kind}:{object}"), person: format!("agent:{agent}"), payload }
    }
}

impl Notice {
    /// A message for a user about an object.
    pub fn to_user(kind: &'static str, object: &str, user: &str, payload: serde_json::Value) -> Self {
        Self { kind, fact: format!("{kind}:{object}"), person: format!("user:{user}"), payload }
    }
}

/// Stores messages under their identifiers; one that the person has been told before is left out.
pub async fn insert(tx: &mut Tx, group: &str, notices: &[(String, Notice)], now: i64) -> sqlx::Result<()> {
    rows!(
        tx,
        "INSERT INTO outbox (id, group_id, fact, kind, person, payload, created_at) ",
        notices,
        |row| [
            row.0.as_str(),
            group,
            row.1.fact.as_str(),
            row.1.kind,
            row.1.person.as_str(),
            row.1.payload.to_string(),
            now
        ],
        " ON CONFLICT (group_id, fact, person) DO NOTHING"
    )
}
