//! Offers: an agent is asked for one shift. At most one offer per shift is alive (unique index `offers_live`).

use super::shifts::{self, with_shift};
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
    #[sqlx(flatten)]
    pub shift: shifts::Row,
    /// Agent.
    pub agent_id: String,
    /// Agent's name.
    pub agent_name: String,
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
        with_shift!(
            "t.id, t.plan_id, t.agent_id, a.name AS agent_name, t.state, t.burden_centipoints, t.cost_cents, t.sent_at, \
             t.closes_at, t.answered_at, t.version",
            "offers t JOIN agents a ON a.group_id = t.group_id AND a.id = t.agent_id",
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
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of offers, the newest first.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE t.group_id = $1 AND ($2 OR replace($3, '|' || s.unit_id || '|', '') <> $3 \
         OR replace($4, '|' || t.agent_id || '|', '') <> $4) AND ($5 = '' OR t.state = $5) AND ($6 = '' OR t.id < $6) \
         ORDER BY t.id DESC LIMIT $7"))
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.agents).bind(&page.state).bind(&page.after)
        .bind(page.limit) => fetch_all)
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
