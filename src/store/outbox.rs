//! The outbox: who is to be told what, one row for each fact and person, written in the transaction of the fact. A row
//! stays: it is the person's inbox. What carries it elsewhere is in [`super::deliveries`], made when the row is expanded.

use super::{Tx, on, rows};

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

/// A stored message.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: String,
    /// Group.
    pub group_id: String,
    /// Names the fact once: `offer.sent:<offer id>` …
    pub fact: String,
    /// `offer.sent` …
    pub kind: String,
    /// `agent:<agent id>` or `user:<user id>`.
    pub person: String,
    /// JSON object with what the words need.
    pub payload: String,
    /// Unix seconds.
    pub created_at: i64,
}

macro_rules! columns {
    ($tail:literal) => {
        concat!("SELECT id, group_id, fact, kind, person, payload, created_at FROM outbox ", $tail)
    };
}

/// The oldest notices not yet expanded. On `PostgreSQL` they are locked, and those that another worker has locked are
/// passed over; on `SQLite` a write transaction is alone.
pub async fn waiting(tx: &mut Tx, limit: i64) -> sqlx::Result<Vec<Row>> {
    match tx {
        Tx::Sqlite(tx) => {
            sqlx::query_as(columns!("WHERE expanded_at IS NULL ORDER BY created_at, id LIMIT $1"))
                .bind(limit)
                .fetch_all(&mut **tx)
                .await
        }
        Tx::Postgres(tx) => {
            sqlx::query_as(columns!(
                "WHERE expanded_at IS NULL ORDER BY created_at, id LIMIT $1 FOR UPDATE SKIP LOCKED"
            ))
            .bind(limit)
            .fetch_all(&mut **tx)
            .await
        }
    }
}

/// Marks a notice expanded; false when somebody has done so.
pub async fn set_expanded(tx: &mut Tx, id: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query("UPDATE outbox SET expanded_at = $2 WHERE id = $1 AND expanded_at IS NULL")
        .bind(id).bind(now) => execute)?;
    Ok(changed == 1)
}

/// One notice.
pub async fn find(tx: &mut Tx, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(columns!("WHERE id = $1")).bind(id) => fetch_optional)
}

/// A page of what somebody was told, the newest first; `kind` is the one kind wanted, empty means all. She may be two persons:
/// an agent, and a user from before she was one.
pub async fn list(
    tx: &mut Tx,
    group: &str,
    (person, other): (&str, &str),
    kind: &str,
    (after, limit): (&str, i64),
) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(columns!(
        "WHERE group_id = $1 AND person IN ($2, $3) AND ($4 = '' OR kind = $4) AND ($5 = '' OR id < $5) \
         ORDER BY id DESC LIMIT $6"))
        .bind(group).bind(person).bind(other).bind(kind).bind(after).bind(limit) => fetch_all)
}

/// How many notices somebody has not read. She may be two persons, as in [`list`]; `person` is the one under which it is kept how
/// far she has read.
pub async fn unread(tx: &mut Tx, group: &str, (person, other): (&str, &str)) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM outbox WHERE group_id = $1 AND person IN ($2, $3) AND id > COALESCE(\
         (SELECT notice_id FROM notice_reads WHERE group_id = $1 AND person = $2), '')")
        .bind(group).bind(person).bind(other) => fetch_one)
}

/// The newest notice that somebody has read.
pub async fn read_up_to(tx: &mut Tx, group: &str, person: &str) -> sqlx::Result<Option<String>> {
    on!(tx, sqlx::query_scalar("SELECT notice_id FROM notice_reads WHERE group_id = $1 AND person = $2")
        .bind(group).bind(person) => fetch_optional)
}

/// Says that somebody has read her notices up to one; never moves back.
pub async fn mark_read(tx: &mut Tx, group: &str, person: &str, notice: &str, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO notice_reads (group_id, person, notice_id, read_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (group_id, person) DO UPDATE SET notice_id = excluded.notice_id, read_at = excluded.read_at \
         WHERE notice_reads.notice_id < excluded.notice_id").bind(group).bind(person).bind(notice).bind(now) => execute)?;
    Ok(())
}
