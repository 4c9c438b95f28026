//! The audit log and the outbox: what was decided, and who is to be told. Both are written in the transaction of the
//! change they speak of.

use super::{Page, Tx, on};

/// A line of the audit log.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: String,
    /// Unix seconds.
    pub at: i64,
    /// User, or `releve`.
    pub actor_id: String,
    /// Role in which it was done.
    pub actor_role: String,
    /// `plan.approve`, `offer.decline` …
    pub action: String,
    /// `plan`, `offer` …
    pub object_kind: String,
    /// Identifier of the object.
    pub object_id: String,
    /// JSON object with the figures.
    pub detail: String,
}

/// Adds a line.
pub async fn insert(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO audit_log (id, group_id, at, actor_id, actor_role, action, object_kind, object_id, detail) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(&row.id).bind(group).bind(row.at).bind(&row.actor_id).bind(&row.actor_role).bind(&row.action)
        .bind(&row.object_kind).bind(&row.object_id).bind(&row.detail) => execute)?;
    Ok(())
}

/// A page of the log, the newest first. `page.state` is an action.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(
        "SELECT id, at, actor_id, actor_role, action, object_kind, object_id, detail FROM audit_log \
         WHERE group_id = $1 AND ($2 = '' OR action = $2) AND ($3 = '' OR id < $3) ORDER BY id DESC LIMIT $4")
        .bind(group).bind(&page.state).bind(&page.after).bind(page.limit) => fetch_all)
}

/// A message for an agent.
#[derive(Debug)]
pub struct Message<'a> {
    /// Identifier.
    pub id: &'a str,
    /// `offer.sent` …
    pub kind: &'a str,
    /// To whom.
    pub agent: &'a str,
    /// JSON object.
    pub payload: &'a str,
    /// Unix seconds.
    pub at: i64,
}

/// Puts a message into the outbox.
pub async fn enqueue(tx: &mut Tx, group: &str, message: &Message<'_>) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO outbox (id, group_id, kind, agent_id, payload, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(message.id).bind(group).bind(message.kind).bind(message.agent).bind(message.payload).bind(message.at)
        => execute)?;
    Ok(())
}
