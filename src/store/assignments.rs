//! Assignments: who holds a shift. At most one per shift stands (unique index `assignments_live`).

use super::shifts::{self, page_of, with_shift};
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
    /// `confirmed`, `started`, `worked`, `validated` or `cancelled`.
    pub state: String,
    /// Unix seconds.
    pub confirmed_at: i64,
    /// Unix seconds.
    pub started_at: Option<i64>,
    /// Unix seconds.
    pub worked_at: Option<i64>,
    /// Unix seconds.
    pub validated_at: Option<i64>,
    /// When the work really began, where it was not as planned; unix seconds.
    pub actual_starts_at: Option<i64>,
    /// When it really ended; unix seconds.
    pub actual_ends_at: Option<i64>,
    /// Unix seconds; when it was cancelled.
    pub ended_at: Option<i64>,
    /// Why it was cancelled.
    pub reason: Option<String>,
    /// Minutes between its cancellation and the start of the shift; negative after it.
    pub notice_minutes: Option<i64>,
    /// On whose side the cause of its cancellation lies: `service` or `agent`.
    pub ended_for: Option<String>,
    /// What a late cancellation left on the equity account, hundredths of a point.
    pub kept_centipoints: Option<i64>,
    /// What it earned, euro cents.
    pub kept_cents: Option<i64>,
    /// Swap that it came from.
    pub swap_id: Option<String>,
    /// The assignment of the same shift whose place it took in that swap.
    pub replaces: Option<AssignmentId>,
    /// Goes up with every change.
    pub version: i64,
}

macro_rules! select {
    ($tail:expr) => {
        with_shift!(
            "t.id, t.offer_id, t.agent_id, a.name AS agent_name, t.state, t.confirmed_at, t.started_at, \
             t.worked_at, t.validated_at, t.actual_starts_at, t.actual_ends_at, t.ended_at, t.reason, t.notice_minutes, \
             t.ended_for, t.kept_centipoints, t.kept_cents, t.swap_id, t.replaces, t.version",
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

/// An assignment that a swap makes.
#[derive(Debug)]
pub struct Exchanged<'a> {
    /// Identifier.
    pub id: &'a AssignmentId,
    /// The swap.
    pub swap: &'a str,
    /// Whose place it takes.
    pub before: &'a Row,
    /// Who holds the shift from now on.
    pub agent: &'a str,
    /// Unix seconds.
    pub at: i64,
}

/// Stores an assignment that came from a swap, confirmed; the one whose place it takes is cancelled before.
pub async fn insert_exchanged(tx: &mut Tx, group: &str, new: &Exchanged<'_>) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO assignments (group_id, id, shift_id, agent_id, state, confirmed_at, swap_id, replaces, version) \
         VALUES ($1, $2, $3, $4, 'confirmed', $5, $6, $7, 1)")
        .bind(group).bind(new.id).bind(&new.before.shift.id).bind(new.agent).bind(new.at).bind(new.swap)
        .bind(&new.before.id) => execute)?;
    Ok(())
}

/// One assignment.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of assignments, the newest first.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    let (query, agent) = match page.of_one() {
        Some(agent) => (page_of!(select, "t.agent_id = $9"), agent),
        None => (page_of!(select, "$9 = ''"), ""),
    };
    on!(tx, sqlx::query_as(query)
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.agents).bind(&page.state).bind(&page.after)
        .bind(page.limit).bind(&page.only.unit).bind(agent).bind(&page.only.from).bind(&page.only.to)
        => fetch_all)
}

/// Every assignment of a group that was worked, by identifier.
pub async fn worked(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.state IN ('worked', 'validated') ORDER BY t.id")).bind(group)
        => fetch_all)
}

/// Every assignment whose late cancellation left something on an account, by identifier.
pub async fn cancelled_late(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE t.group_id = $1 AND t.state = 'cancelled' AND (COALESCE(t.kept_centipoints, 0) <> 0 \
         OR COALESCE(t.kept_cents, 0) <> 0) ORDER BY t.id")).bind(group) => fetch_all)
}

/// Stores how far an assignment has come, if nobody changed it meanwhile: `started`, `worked` or `validated`.
pub async fn set_state(tx: &mut Tx, row: &Row, state: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE assignments SET state = $4, started_at = CASE WHEN $4 = 'started' THEN $5 ELSE started_at END, \
         worked_at = CASE WHEN $4 = 'worked' THEN $5 ELSE worked_at END, \
         validated_at = CASE WHEN $4 = 'validated' THEN $5 ELSE validated_at END, version = version + 1 \
         WHERE id = $1 AND version = $2 AND state = $3")
        .bind(&row.id).bind(row.version).bind(&row.state).bind(state).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Stores when the work really began and ended, if nobody changed the assignment meanwhile.
pub async fn set_actual(tx: &mut Tx, row: &Row, (starts_at, ends_at): (i64, i64)) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE assignments SET actual_starts_at = $3, actual_ends_at = $4, version = version + 1 \
         WHERE id = $1 AND version = $2 AND state = 'worked'")
        .bind(&row.id).bind(row.version).bind(starts_at).bind(ends_at) => execute)?;
    Ok(changed == 1)
}

/// Stores on whose side the cause of a cancellation lies, and what it leaves on the accounts: hundredths of a point, euro cents.
pub async fn set_kept(
    tx: &mut Tx,
    id: &AssignmentId,
    cause: &str,
    (centipoints, cents): (i64, i64),
) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE assignments SET ended_for = $2, kept_centipoints = $3, kept_cents = $4 WHERE id = $1")
        .bind(id).bind(cause).bind(centipoints).bind(cents) => execute)?;
    Ok(())
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
         version = version + 1 WHERE id = $1 AND version = $2 AND state IN ('confirmed', 'started')")
        .bind(&row.id).bind(row.version).bind(ending.at).bind(ending.by).bind(ending.reason).bind(ending.notice_minutes)
        => execute)?;
    Ok(changed == 1)
}
