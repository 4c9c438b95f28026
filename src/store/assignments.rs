//! Assignments: who holds a shift. At most one per shift stands (unique index `assignments_live`).

use super::shifts::{self, with_shift};
use super::{Page, Tx, on};
use crate::ids::{AssignmentId, OfferId};

/// An assignment with what it is about.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: AssignmentId,
    /// Offer that was accepted.
    pub offer_id: Option<OfferId>,
    /// Shift.
    #[sqlx(flatten)]
    pub shift: shifts::Row,
    /// Agent.
    pub agent_id: String,
    /// Agent's name.
    pub agent_name: String,
    /// `confirmed`, `worked` or `cancelled`.
    pub state: String,
    /// Unix seconds.
    pub confirmed_at: i64,
    /// Unix seconds.
    pub worked_at: Option<i64>,
    /// Unix seconds; when it was cancelled.
    pub ended_at: Option<i64>,
    /// Why it was cancelled.
    pub reason: Option<String>,
    /// Minutes between its cancellation and the start of the shift; negative after it.
    pub notice_minutes: Option<i64>,
    /// Goes up with every change.
    pub version: i64,
}

macro_rules! select {
    ($tail:literal) => {
        with_shift!(
            "t.id, t.offer_id, t.agent_id, a.name AS agent_name, t.state, t.confirmed_at, t.worked_at, \
             t.ended_at, t.reason, t.notice_minutes, t.version",
            "assignments t JOIN agents a ON a.group_id = t.group_id AND a.id = t.agent_id",
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
        .bind(group).bind(id).bind(&offer.id).bind(&offer.shift.id).bind(&offer.agent_id).bind(now) => execute)?;
    Ok(())
}

/// Stores what an assignment that came without an offer adds to an account, by kind.
pub async fn set_burdens(tx: &mut Tx, id: &AssignmentId, burdens: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE assignments SET burdens = $2 WHERE id = $1").bind(id).bind(burdens) => execute)?;
    Ok(())
}

/// One assignment.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of assignments, the newest first.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE t.group_id = $1 AND ($2 OR replace($3, '|' || s.unit_id || '|', '') <> $3 \
         OR replace($4, '|' || t.agent_id || '|', '') <> $4) AND ($5 = '' OR t.state = $5) AND ($6 = '' OR t.id < $6) \
         AND ($8 = '' OR s.unit_id = $8) AND ($9 = '' OR t.agent_id = $9) AND ($10 = '' OR s.date >= $10) \
         AND ($11 = '' OR s.date <= $11) ORDER BY t.id DESC LIMIT $7"))
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.agents).bind(&page.state).bind(&page.after)
        .bind(page.limit).bind(&page.only.unit).bind(&page.only.agent).bind(&page.only.from).bind(&page.only.to)
        => fetch_all)
}

/// Every assignment of a group that was worked, by identifier.
pub async fn worked(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.state = 'worked' ORDER BY t.id")).bind(group)
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

/// The assignment of a shift that stands.
pub async fn standing(tx: &mut Tx, group: &str, shift: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.shift_id = $2 AND t.state <> 'cancelled'"))
        .bind(group).bind(shift) => fetch_optional)
}

/// How an assignment ends before the work.
#[derive(Debug)]
pub struct Ending<'a> {
    /// User.
    pub by: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Minutes until the start.
    pub notice_minutes: i64,
    /// Unix seconds.
    pub at: i64,
}

/// Cancels an assignment, if nobody changed it meanwhile.
pub async fn cancel(tx: &mut Tx, row: &Row, ending: &Ending<'_>) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE assignments SET state = 'cancelled', ended_at = $3, ended_by = $4, reason = $5, notice_minutes = $6, \
         version = version + 1 WHERE id = $1 AND version = $2 AND state = 'confirmed'")
        .bind(&row.id).bind(row.version).bind(ending.at).bind(ending.by).bind(ending.reason).bind(ending.notice_minutes)
        => execute)?;
    Ok(changed == 1)
}
