//! Duties of home rosters that are exchanged: which wait for it, what it did to a day, and what they weighed.

use crate::store::{Tx, on};

/// A duty of a home roster that a swap waits for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
pub struct Duty {
    /// Unit.
    pub unit_id: String,
    /// Code of the unit.
    pub code: String,
    /// Civil day.
    pub date: String,
}

/// Duties of home rosters that swaps wait for, with who is to give each.
pub async fn waiting(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, Duty)>> {
    let rows: Vec<(String, String, String, String)> = on!(tx, sqlx::query_as(
        "SELECT DISTINCT l.giver_id, l.unit_id, l.code, l.date FROM swap_legs l JOIN swaps w ON w.group_id = l.group_id \
         AND w.id = l.swap_id WHERE l.group_id = $1 AND l.assignment_id IS NULL \
         AND w.state IN ('proposed', 'to_approve') ORDER BY l.giver_id, l.date").bind(group) => fetch_all)?;
    let duty = |(giver, unit_id, code, date)| (giver, Duty { unit_id, code, date });
    Ok(rows.into_iter().map(duty).collect())
}

/// Of every home duty that was exchanged who gave it, who took it, and its burdens by kind, a JSON object.
pub async fn moved(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT l.giver_id, l.taker_id, l.burdens FROM swap_legs l JOIN swaps w ON w.group_id = l.group_id \
         AND w.id = l.swap_id WHERE l.group_id = $1 AND w.state = 'done' AND l.assignment_id IS NULL \
         AND l.burdens IS NOT NULL ORDER BY l.swap_id, l.leg_no").bind(group) => fetch_all)
}

/// Whether a day of a unit's roster is still being made: nobody counts on it yet.
pub async fn is_in_the_making(tx: &mut Tx, group: &str, unit: &str, date: &str) -> sqlx::Result<bool> {
    let drafts: i64 = on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM rosters WHERE group_id = $1 AND unit_id = $2 AND from_date <= $3 AND to_date >= $3 \
         AND state <> 'published'").bind(group).bind(unit).bind(date) => fetch_one)?;
    Ok(drafts > 0)
}

/// A day of a home roster that a swap has changed, for its history.
#[derive(Debug)]
pub struct ChangedDay<'a> {
    /// Identifier.
    pub id: String,
    /// Whose day.
    pub agent: &'a str,
    /// Civil day.
    pub date: &'a str,
    /// Unit of the roster.
    pub unit: &'a str,
    /// Codes before, a JSON array; empty is rest.
    pub before: String,
    /// Codes after.
    pub after: String,
    /// Why.
    pub reason: String,
    /// Minutes until the first duty concerned.
    pub notice_minutes: i64,
    /// User.
    pub by: &'a str,
    /// Unix seconds.
    pub at: i64,
}

/// Puts a changed day on record.
pub async fn day_changed(tx: &mut Tx, group: &str, day: &ChangedDay<'_>) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO roster_changes (id, group_id, agent_id, date, unit_id, kind, before, after, ground, \
         notice_minutes, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, 'swapped', $6, $7, 'agreement', $8, $9, $10)")
        .bind(&day.id).bind(group).bind(day.agent).bind(day.date).bind(day.unit).bind(&day.before).bind(&day.after)
        .bind(day.notice_minutes).bind(day.by).bind(day.at) => execute)?;
    crate::store::rosters::changes::why(tx, group, (&day.id, &day.reason), day.at).await
}
