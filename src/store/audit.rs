//! The audit log: what was done, written in the transaction of the deed and chained by the one who writes it.

use super::{Tx, on, rows};

/// A line of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
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
    /// Version of the object, or of the facts, that it started from.
    pub object_version: Option<i64>,
    /// JSON object with the figures.
    pub detail: String,
    /// Place in the group's chain, from 1; none on lines from before there was one.
    pub seq: Option<i64>,
    /// Link: see `app::audit::chain`.
    pub sha256: Option<String>,
}

/// The end of a chain.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    /// Lines so far.
    pub seq: i64,
    /// The last link; empty before the first.
    pub sha256: String,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, at, actor_id, actor_role, action, object_kind, object_id, object_version, detail, seq, sha256 ",
            "FROM audit_log ",
            $tail
        )
    };
}

/// Adds lines.
pub async fn insert(tx: &mut Tx, group: &str, lines: &[Row]) -> sqlx::Result<()> {
    rows!(
        tx,
        "INSERT INTO audit_log (id, group_id, at, actor_id, actor_role, action, object_kind, object_id, \
        object_version, detail, seq, sha256) ",
        lines,
        |row| [
            row.id.as_str(),
            group,
            row.at,
            row.actor_id.as_str(),
            row.actor_role.as_str(),
            row.action.as_str(),
            row.object_kind.as_str(),
            row.object_id.as_str(),
            row.object_version,
            row.detail.as_str(),
            row.seq,
            row.sha256.as_deref()
        ]
    )
}

/// The end of a group's chain, held until the transaction ends; other writers of the group's log wait.
pub async fn lock_head(tx: &mut Tx, group: &str) -> sqlx::Result<Head> {
    on!(tx, sqlx::query("INSERT INTO audit_heads (group_id, seq, sha256) VALUES ($1, 0, '') ON CONFLICT DO NOTHING")
        .bind(group) => execute)?;
    on!(tx, sqlx::query_as("UPDATE audit_heads SET seq = seq WHERE group_id = $1 RETURNING seq, sha256").bind(group)
        => fetch_one)
}

/// Moves the end of a group's chain.
pub async fn set_head(tx: &mut Tx, group: &str, head: &Head) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE audit_heads SET seq = $2, sha256 = $3 WHERE group_id = $1")
        .bind(group).bind(head.seq).bind(&head.sha256) => execute)?;
    Ok(())
}

/// The end of a group's chain.
pub async fn head(tx: &mut Tx, group: &str) -> sqlx::Result<Head> {
    let head: Option<Head> = on!(tx, sqlx::query_as("SELECT seq, sha256 FROM audit_heads WHERE group_id = $1")
        .bind(group) => fetch_optional)?;
    Ok(head.unwrap_or(Head { seq: 0, sha256: String::new() }))
}

/// Lines of the chain after a number, oldest first.
pub async fn chained(tx: &mut Tx, group: &str, after: i64, limit: i64) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND seq > $2 ORDER BY seq LIMIT $3"))
        .bind(group).bind(after).bind(limit) => fetch_all)
}

/// Lines from before there was a chain, oldest first.
pub async fn unchained(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND seq IS NULL ORDER BY id")).bind(group) => fetch_all)
}

/// What was done to one object from a line on, oldest first.
pub async fn about(tx: &mut Tx, group: &str, (kind, id): (&str, &str), from: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE group_id = $1 AND id >= $4 AND object_kind = $2 AND object_id = $3 ORDER BY id LIMIT 500"))
        .bind(group).bind(kind).bind(id).bind(from) => fetch_all)
}

/// A line and who did it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Named {
    /// The line.
    #[sqlx(flatten)]
    pub row: Row,
    /// Name of the user, where one did it.
    pub actor_name: Option<String>,
}

/// What is looked for in the log; an empty text means that it does not matter.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Action.
    pub action: String,
    /// Identifier of a user, or a part of her name.
    pub who: String,
    /// Kind of the object.
    pub kind: String,
    /// Identifier of the object.
    pub object: String,
    /// First instant, unix seconds.
    pub from: i64,
    /// The instant after the last, unix seconds.
    pub until: i64,
    /// Identifier of the last line of the page before.
    pub after: String,
    /// Most lines.
    pub limit: i64,
}

/// A page of the log, the newest first.
pub async fn list(tx: &mut Tx, group: &str, search: &Search) -> sqlx::Result<Vec<Named>> {
    on!(tx, sqlx::query_as(
        "SELECT l.id, l.at, l.actor_id, l.actor_role, l.action, l.object_kind, l.object_id, l.object_version, l.detail, \
         l.seq, l.sha256, u.name AS actor_name FROM audit_log l LEFT JOIN users u ON u.id = l.actor_id \
         WHERE l.group_id = $1 AND ($2 = '' OR l.action = $2) AND ($3 = '' OR l.id < $3) \
         AND ($5 = '' OR l.actor_id = $5 OR replace(lower(u.name), lower($5), '') <> lower(u.name)) \
         AND ($6 = '' OR l.object_kind = $6) AND ($7 = '' OR l.object_id = $7) AND l.at >= $8 AND l.at < $9 \
         ORDER BY l.id DESC LIMIT $4")
        .bind(group).bind(&search.action).bind(&search.after).bind(search.limit).bind(&search.who).bind(&search.kind)
        .bind(&search.object).bind(search.from).bind(search.until) => fetch_all)
}

/// The kinds of objects that the log speaks of.
pub async fn kinds(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<String>> {
    on!(tx, sqlx::query_scalar("SELECT DISTINCT object_kind FROM audit_log WHERE group_id = $1 ORDER BY object_kind")
        .bind(group) => fetch_all)
}

/// How often somebody has done something since an instant, unix seconds.
pub async fn count(tx: &mut Tx, group: &str, (actor, action): (&str, &str), since: i64) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM audit_log WHERE group_id = $1 AND actor_id = $2 AND action = $3 AND at > $4")
        .bind(group).bind(actor).bind(action).bind(since) => fetch_one)
}
