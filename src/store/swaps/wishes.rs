//! What agents would exchange. A wish whose duty is over or gone stays, and is found by nobody.

use crate::store::{Page, Tx, on};

/// A wish.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: String,
    /// Whose.
    pub agent_id: String,
    /// JSON object: the duty she would give; none when she would only take.
    pub gives: Option<String>,
    /// Names that duty in one text.
    pub duty_key: Option<String>,
    /// JSON object: what she would take; none when she would only give.
    pub takes: Option<String>,
    /// Unix seconds.
    pub made_at: i64,
    /// Unix seconds; none while it stands.
    pub ended_at: Option<i64>,
    /// Goes up with every change.
    pub version: i64,
}

macro_rules! select {
    ($tail:literal) => {
        concat!("SELECT id, agent_id, gives, duty_key, takes, made_at, ended_at, version FROM swap_wishes ", $tail)
    };
}

/// Stores a wish.
pub async fn insert(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO swap_wishes (group_id, id, agent_id, gives, duty_key, takes, made_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1)")
        .bind(group).bind(&row.id).bind(&row.agent_id).bind(&row.gives).bind(&row.duty_key).bind(&row.takes)
        .bind(row.made_at) => execute)?;
    Ok(())
}

/// One wish.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of somebody's wishes that stand, the newest first.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE group_id = $1 AND replace($2, '|' || agent_id || '|', '') <> $2 AND ended_at IS NULL \
         AND ($3 = '' OR id < $3) ORDER BY id DESC LIMIT $4"))
        .bind(group).bind(&page.agents).bind(&page.after).bind(page.limit) => fetch_all)
}

/// Every wish of a group that stands, in the order in which they were made.
pub async fn standing(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND ended_at IS NULL ORDER BY made_at, id")).bind(group)
        => fetch_all)
}

/// How many wishes of somebody stand.
pub async fn count(tx: &mut Tx, group: &str, agent: &str) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM swap_wishes WHERE group_id = $1 AND agent_id = $2 AND ended_at IS NULL")
        .bind(group).bind(agent) => fetch_one)
}

/// Stores what somebody would exchange now, if nobody changed it meanwhile.
pub async fn update(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE swap_wishes SET gives = $4, duty_key = $5, takes = $6, version = version + 1 \
         WHERE group_id = $1 AND id = $2 AND version = $3 AND ended_at IS NULL")
        .bind(group).bind(&row.id).bind(row.version).bind(&row.gives).bind(&row.duty_key).bind(&row.takes) => execute)?;
    Ok(changed == 1)
}

/// Ends a wish; false when it has ended.
pub async fn end(tx: &mut Tx, group: &str, id: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE swap_wishes SET ended_at = $3, version = version + 1 WHERE group_id = $1 AND id = $2 AND ended_at IS NULL")
        .bind(group).bind(id).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Ends every wish to give this duty.
pub async fn end_of_duty(tx: &mut Tx, group: &str, duty_key: &str, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "UPDATE swap_wishes SET ended_at = $3, version = version + 1 \
         WHERE group_id = $1 AND duty_key = $2 AND ended_at IS NULL").bind(group).bind(duty_key).bind(now) => execute)?;
    Ok(())
}
