//! Assignments: accepted offers.

use super::{Page, Tx, on};
use crate::ids::{AssignmentId, OfferId};

/// An assignment with what it is about.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: AssignmentId,
    /// Offer that was accepted.
    pub offer_id: OfferId,
    /// Shift.
    pub shift_id: String,
    /// Agent.
    pub agent_id: String,
    /// Agent's name.
    pub agent_name: String,
    /// Unit.
    pub unit_id: String,
    /// Unit's name.
    pub unit_name: String,
    /// Establishment.
    pub establishment_id: String,
    /// Establishment's name.
    pub establishment_name: String,
    /// Shift code.
    pub code: String,
    /// Civil day of the start.
    pub date: String,
    /// Title asked for.
    pub qualification: String,
    /// Unix seconds.
    pub starts_at: i64,
    /// Unix seconds.
    pub ends_at: i64,
    /// `confirmed` or `worked`.
    pub state: String,
    /// Unix seconds.
    pub confirmed_at: i64,
    /// Unix seconds.
    pub worked_at: Option<i64>,
    /// Goes up with every change.
    pub version: i64,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT x.id, x.offer_id, x.shift_id, x.agent_id, a.name AS agent_name, s.unit_id, u.name AS unit_name, ",
            "u.establishment_id, e.name AS establishment_name, s.code, s.date, s.qualification, s.starts_at, ",
            "s.ends_at, x.state, x.confirmed_at, x.worked_at, x.version ",
            "FROM assignments x JOIN shifts s ON s.group_id = x.group_id AND s.id = x.shift_id ",
            "JOIN agents a ON a.group_id = x.group_id AND a.id = x.agent_id ",
            "JOIN units u ON u.group_id = s.group_id AND u.id = s.unit_id ",
            "JOIN establishments e ON e.group_id = u.group_id AND e.id = u.establishment_id ",
            $tail
        )
    };
}

/// Stores an assignment, confirmed.
pub async fn insert(
    tx: &mut Tx,
    group: &str,
    id: &AssignmentId,
    offer: &super::offers::Row,
    now: i64,
) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO assignments (group_id, id, offer_id, shift_id, agent_id, state, confirmed_at, version) \
         VALUES ($1, $2, $3, $4, $5, 'confirmed', $6, 1)")
        .bind(group).bind(id).bind(&offer.id).bind(&offer.shift_id).bind(&offer.agent_id).bind(now) => execute)?;
    Ok(())
}

/// One assignment.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE x.group_id = $1 AND x.id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of assignments, the newest first.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE x.group_id = $1 AND ($2 = '' OR replace($2, '|' || s.unit_id || '|', '') <> $2) \
         AND ($3 = '' OR x.agent_id = $3) AND ($4 = '' OR x.state = $4) AND ($5 = '' OR x.id < $5) \
         ORDER BY x.id DESC LIMIT $6"))
        .bind(group).bind(&page.units).bind(&page.agent).bind(&page.state).bind(&page.after).bind(page.limit)
        => fetch_all)
}

/// Marks an assignment worked, if nobody changed it meanwhile.
pub async fn set_worked(tx: &mut Tx, row: &Row, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE assignments SET state = 'worked', worked_at = $3, version = version + 1 \
         WHERE id = $1 AND version = $2 AND state = 'confirmed'")
        .bind(&row.id).bind(row.version).bind(now) => execute)?;
    Ok(changed == 1)
}
