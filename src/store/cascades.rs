//! Cascades: wider and wider circles asked for one shift, with what each step came to. At most one per shift is under way
//! (unique index `cascades_live`).

mod why;

pub use why::Why;

use super::{Page, Tx, on};
use crate::ids::{CascadeId, RoundId};

/// A cascade's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: CascadeId,
    /// Shift.
    pub shift_id: String,
    /// Unit of the shift.
    pub unit_id: String,
    /// `running`, `paused`, `filled`, `booked`, `stopped` or `exhausted`.
    pub state: String,
    /// JSON array: the steps as they were agreed on when it started.
    pub steps: String,
    /// The step under way, from 1; 0 before the first.
    pub step: i64,
    /// When that step began, unix seconds.
    pub step_since: i64,
    /// When the next one begins at the latest, unix seconds.
    pub next_at: Option<i64>,
    /// The round that the step under way opened.
    pub round_id: Option<RoundId>,
    /// User.
    pub started_by: String,
    /// Unix seconds.
    pub started_at: i64,
    /// Unix seconds.
    pub ended_at: Option<i64>,
    /// Why it ended, or why it is paused: the text of a [`Why`].
    pub reason: Option<String>,
    /// Goes up with every change.
    pub version: i64,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT t.id, t.shift_id, s.unit_id, t.state, t.steps, t.step, t.step_since, t.next_at, t.round_id, t.started_by, ",
            "t.started_at, t.ended_at, t.reason, t.version FROM cascades t ",
            "JOIN shifts s ON s.group_id = t.group_id AND s.id = t.shift_id ",
            $tail
        )
    };
}

/// Stores a cascade. A second one under way for a shift is a unique error.
pub async fn insert(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO cascades (group_id, id, shift_id, state, steps, step, step_since, next_at, started_by, started_at, \
         version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(group).bind(&row.id).bind(&row.shift_id).bind(&row.state).bind(&row.steps).bind(row.step)
        .bind(row.step_since).bind(row.next_at).bind(&row.started_by).bind(row.started_at).bind(row.version)
        => execute)?;
    Ok(())
}

/// One cascade.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.id = $2")).bind(group).bind(id) => fetch_optional)
}

/// The newest cascade of a shift.
pub async fn newest(tx: &mut Tx, group: &str, shift: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.shift_id = $2 ORDER BY t.id DESC LIMIT 1"))
        .bind(group).bind(shift) => fetch_optional)
}

/// The cascade of a shift that is under way.
pub async fn live(tx: &mut Tx, group: &str, shift: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE t.group_id = $1 AND t.shift_id = $2 AND t.state IN ('running', 'paused')"))
        .bind(group).bind(shift) => fetch_optional)
}

/// A page of cascades, the newest first.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE t.group_id = $1 AND ($2 OR replace($3, '|' || s.unit_id || '|', '') <> $3) \
         AND ($4 = '' OR t.state = $4) AND ($5 = '' OR t.id < $5) ORDER BY t.id DESC LIMIT $6"))
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.state).bind(&page.after).bind(page.limit)
        => fetch_all)
}

/// Cascades that go on now: group and id. Their shift is open, and their step's time is over, their round has come to nothing,
/// or the shift has begun. While somebody else's round asks for the shift they wait.
pub async fn due(tx: &mut Tx, now: i64) -> sqlx::Result<Vec<(String, CascadeId)>> {
    on!(tx, sqlx::query_as(
        "SELECT c.group_id, c.id FROM cascades c JOIN shifts s ON s.group_id = c.group_id AND s.id = c.shift_id \
         LEFT JOIN rounds r ON r.id = c.round_id WHERE c.state = 'running' AND s.state = 'open' \
         AND (c.next_at <= $1 OR r.state <> 'open' OR s.starts_at <= $1) ORDER BY c.group_id, s.starts_at, c.id")
        .bind(now) => fetch_all)
}

/// Stores a cascade as it now is, if nobody changed it meanwhile.
pub async fn update(tx: &mut Tx, row: &Row) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE cascades SET state = $3, step = $4, step_since = $5, next_at = $6, round_id = $7, ended_at = $8, \
         reason = $9, version = version + 1 WHERE id = $1 AND version = $2")
        .bind(&row.id).bind(row.version).bind(&row.state).bind(row.step).bind(row.step_since).bind(row.next_at)
        .bind(&row.round_id).bind(row.ended_at).bind(&row.reason) => execute)?;
    Ok(changed == 1)
}

/// Whether the newest cascade of a shift was stopped or exhausted, and nobody has held the shift, nor an agency been asked for it,
/// nor the shift changed since.
pub async fn came_to_nothing(tx: &mut Tx, group: &str, shift: &str) -> sqlx::Result<bool> {
    let found: Option<i64> = on!(tx, sqlx::query_scalar(
        "SELECT CAST(CASE WHEN c.state IN ('stopped', 'exhausted') AND COALESCE(s.changed_at, 0) <= c.ended_at \
         AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.group_id = c.group_id AND a.shift_id = c.shift_id AND a.id > c.id) \
         AND NOT EXISTS (SELECT 1 FROM bookings b WHERE b.group_id = c.group_id AND b.shift_id = c.shift_id \
         AND b.requested_at >= c.ended_at) THEN 1 ELSE 0 END AS BIGINT) \
         FROM cascades c JOIN shifts s ON s.group_id = c.group_id AND s.id = c.shift_id \
         WHERE c.group_id = $1 AND c.shift_id = $2 ORDER BY c.id DESC LIMIT 1")
        .bind(group).bind(shift) => fetch_optional)?;
    Ok(found == Some(1))
}

/// Puts another round in place of one that a step under way has opened, with its closing time; every round that a cascade has
/// opened stays its own.
pub async fn set_round(tx: &mut Tx, before: &RoundId, (round, closes_at): (&RoundId, i64)) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "UPDATE rounds SET cascade_id = (SELECT b.cascade_id FROM rounds b WHERE b.id = $1) WHERE id = $2")
        .bind(before).bind(round) => execute)?;
    on!(tx, sqlx::query("UPDATE cascade_steps SET round_id = $2 WHERE round_id = $1").bind(before).bind(round)
        => execute)?;
    on!(tx, sqlx::query(
        "UPDATE cascades SET round_id = $2, next_at = $3, version = version + 1 WHERE round_id = $1 \
         AND state IN ('running', 'paused')").bind(before).bind(round).bind(closes_at) => execute)?;
    Ok(())
}

/// What a step came to.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Step {
    /// From 1.
    pub step: i64,
    /// Who was asked in it.
    pub audience: String,
    /// Unix seconds.
    pub began_at: i64,
    /// How long it was to take.
    pub minutes: i64,
    /// Its round, where it opened one.
    pub round_id: Option<RoundId>,
    /// State of that round.
    pub round_state: Option<String>,
    /// How many were asked, or are on the list to be called.
    pub people: i64,
    /// How many were left alone, because they had been asked often enough.
    pub left_alone: i64,
}

/// Stores the beginning of a step.
pub async fn insert_step(tx: &mut Tx, cascade: &CascadeId, step: &Step) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO cascade_steps (cascade_id, step, audience, began_at, minutes, round_id, people, left_alone) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(cascade).bind(step.step).bind(&step.audience).bind(step.began_at).bind(step.minutes)
        .bind(&step.round_id).bind(step.people).bind(step.left_alone) => execute)?;
    on!(tx, sqlx::query("UPDATE rounds SET cascade_id = $1 WHERE id = $2").bind(cascade).bind(&step.round_id)
        => execute)?;
    Ok(())
}

/// The steps of a cascade that have begun, in order.
pub async fn steps(tx: &mut Tx, cascade: &CascadeId) -> sqlx::Result<Vec<Step>> {
    on!(tx, sqlx::query_as(
        "SELECT t.step, t.audience, t.began_at, t.minutes, t.round_id, r.state AS round_state, t.people, t.left_alone \
         FROM cascade_steps t LEFT JOIN rounds r ON r.id = t.round_id WHERE t.cascade_id = $1 ORDER BY t.step")
        .bind(cascade) => fetch_all)
}

/// Who has had a whole round of this cascade to answer in, or has answered: nobody of them is asked again.
pub async fn asked(tx: &mut Tx, cascade: &CascadeId) -> sqlx::Result<Vec<String>> {
    on!(tx, sqlx::query_scalar(
        "SELECT DISTINCT o.agent_id FROM offers o JOIN rounds r ON r.id = o.round_id \
         WHERE r.cascade_id = $1 AND o.state <> 'withdrawn' ORDER BY o.agent_id").bind(cascade) => fetch_all)
}

/// Takes every cascade of a group away, before an import puts other shifts in place of theirs.
pub async fn delete_all(tx: &mut Tx, group: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "DELETE FROM cascade_steps WHERE cascade_id IN (SELECT id FROM cascades WHERE group_id = $1)").bind(group)
        => execute)?;
    on!(tx, sqlx::query("DELETE FROM cascades WHERE group_id = $1").bind(group) => execute)?;
    Ok(())
}
