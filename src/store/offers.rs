//! Offers: an agent is asked for one shift. At most one offer per shift is alive (unique index `offers_live`).

use super::{Page, Tx, on};
use crate::ids::{OfferId, PlanId};

/// An offer with what it is about.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: OfferId,
    /// Plan it comes from.
    pub plan_id: PlanId,
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
    /// `sent`, `accepted`, `declined` or `expired`.
    pub state: String,
    /// What it added to her account.
    pub burden_centipoints: i64,
    /// Pool cost with travel.
    pub cost_cents: i64,
    /// Unix seconds.
    pub sent_at: i64,
    /// Unix seconds.
    pub closes_at: i64,
    /// Unix seconds.
    pub answered_at: Option<i64>,
    /// Goes up with every change.
    pub version: i64,
}

/// An offer to store.
#[derive(Debug)]
pub struct New<'a> {
    /// Identifier.
    pub id: &'a OfferId,
    /// Plan it comes from.
    pub plan: &'a PlanId,
    /// Shift.
    pub shift: &'a str,
    /// Agent.
    pub agent: &'a str,
    /// What it adds to her account.
    pub burden_centipoints: i64,
    /// Pool cost with travel.
    pub cost_cents: i64,
    /// Unix seconds.
    pub sent_at: i64,
    /// Unix seconds.
    pub closes_at: i64,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT o.id, o.plan_id, o.shift_id, o.agent_id, a.name AS agent_name, s.unit_id, u.name AS unit_name, ",
            "u.establishment_id, e.name AS establishment_name, s.code, s.date, s.qualification, s.starts_at, ",
            "s.ends_at, o.state, o.burden_centipoints, o.cost_cents, o.sent_at, o.closes_at, o.answered_at, o.version ",
            "FROM offers o JOIN shifts s ON s.group_id = o.group_id AND s.id = o.shift_id ",
            "JOIN agents a ON a.group_id = o.group_id AND a.id = o.agent_id ",
            "JOIN units u ON u.group_id = s.group_id AND u.id = s.unit_id ",
            "JOIN establishments e ON e.group_id = u.group_id AND e.id = u.establishment_id ",
            $tail
        )
    };
}

/// Stores an offer, sent. A second live offer for the shift is a unique error.
pub async fn insert(tx: &mut Tx, group: &str, new: &New<'_>) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO offers (group_id, id, plan_id, shift_id, agent_id, state, burden_centipoints, cost_cents, \
         sent_at, closes_at, version) VALUES ($1, $2, $3, $4, $5, 'sent', $6, $7, $8, $9, 1)")
        .bind(group).bind(new.id).bind(new.plan).bind(new.shift).bind(new.agent).bind(new.burden_centipoints)
        .bind(new.cost_cents).bind(new.sent_at).bind(new.closes_at) => execute)?;
    Ok(())
}

/// One offer.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE o.group_id = $1 AND o.id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of offers, the newest first.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE o.group_id = $1 AND ($2 = '' OR replace($2, '|' || s.unit_id || '|', '') <> $2) \
         AND ($3 = '' OR o.agent_id = $3) AND ($4 = '' OR o.state = $4) AND ($5 = '' OR o.id < $5) \
         ORDER BY o.id DESC LIMIT $6"))
        .bind(group).bind(&page.units).bind(&page.agent).bind(&page.state).bind(&page.after).bind(page.limit)
        => fetch_all)
}

/// Offers that nobody answered in time, of every group: group and id.
pub async fn overdue(tx: &mut Tx, now: i64) -> sqlx::Result<Vec<(String, OfferId)>> {
    on!(tx, sqlx::query_as(
        "SELECT group_id, id FROM offers WHERE state = 'sent' AND closes_at <= $1 ORDER BY group_id, id").bind(now)
        => fetch_all)
}

/// Stores an offer's end, if nobody changed it meanwhile.
pub async fn set_state(tx: &mut Tx, row: &Row, state: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE offers SET state = $3, answered_at = $4, version = version + 1 WHERE id = $1 AND version = $2")
        .bind(&row.id).bind(row.version).bind(state).bind(now) => execute)?;
    Ok(changed == 1)
}
