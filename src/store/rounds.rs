//! Rounds: one asking for one shift, until a closing time. At most one round per shift is open (unique index `rounds_open`).

use super::{Page, Tx, on, rows};
use crate::ids::{PlanId, RoundId};

/// A round's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: RoundId,
    /// Shift.
    pub shift_id: String,
    /// `named`, `fair` or `first`.
    pub mode: String,
    /// Plan it comes from.
    pub plan_id: Option<PlanId>,
    /// `open`, `closed` or `withdrawn`.
    pub state: String,
    /// User.
    pub opened_by: String,
    /// Unix seconds.
    pub opened_at: i64,
    /// Unix seconds.
    pub closes_at: i64,
    /// Unix seconds.
    pub closed_at: Option<i64>,
    /// JSON object: the published order at closing, and who was chosen.
    pub outcome: Option<String>,
    /// Why it was withdrawn.
    pub reason: Option<String>,
    /// Goes up with every change.
    pub version: i64,
}

/// How a round ends.
#[derive(Debug, Clone, Copy)]
pub enum End<'a> {
    /// Its time is over, or nobody is left to answer, or somebody has the shift; with the published order where there is one.
    Closed(Option<&'a str>),
    /// Nobody is asked any more, with the reason.
    Withdrawn(&'a str),
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT t.id, t.shift_id, t.mode, t.plan_id, t.state, t.opened_by, t.opened_at, t.closes_at, t.closed_at, ",
            "t.outcome, t.reason, t.version FROM rounds t ",
            $tail
        )
    };
}

/// Stores rounds. A second open round of a shift is a unique error.
pub async fn insert(tx: &mut Tx, group: &str, rounds: &[Row]) -> sqlx::Result<()> {
    rows!(
        tx,
        "INSERT INTO rounds (group_id, id, shift_id, mode, plan_id, state, opened_by, opened_at, closes_at, version) ",
        rounds,
        |row| [
            group,
            &row.id,
            row.shift_id.as_str(),
            row.mode.as_str(),
            row.plan_id.as_ref(),
            row.state.as_str(),
            row.opened_by.as_str(),
            row.opened_at,
            row.closes_at,
            row.version
        ]
    )
}

/// One round.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.id = $2")).bind(group).bind(id) => fetch_optional)
}

/// The round of a shift that is open.
pub async fn open_of(tx: &mut Tx, group: &str, shift: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.shift_id = $2 AND t.state = 'open'"))
        .bind(group).bind(shift) => fetch_optional)
}

/// A page of rounds, the newest first.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "JOIN shifts s ON s.group_id = t.group_id AND s.id = t.shift_id \
         WHERE t.group_id = $1 AND ($2 OR replace($3, '|' || s.unit_id || '|', '') <> $3) \
         AND ($4 = '' OR t.state = $4) AND ($5 = '' OR t.id < $5) AND ($7 = '' OR s.unit_id = $7) \
         AND ($8 = '' OR s.date >= $8) AND ($9 = '' OR s.date <= $9) ORDER BY t.id DESC LIMIT $6"))
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.state).bind(&page.after).bind(page.limit)
        .bind(&page.only.unit).bind(&page.only.from).bind(&page.only.to) => fetch_all)
}

/// Every round of a shift, the newest first.
pub async fn of_shift(tx: &mut Tx, group: &str, shift: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.shift_id = $2 ORDER BY t.id DESC")).bind(group).bind(shift)
        => fetch_all)
}

/// Open rounds whose time is over: group and id.
pub async fn due(tx: &mut Tx, now: i64) -> sqlx::Result<Vec<(String, RoundId)>> {
    on!(tx, sqlx::query_as(
        "SELECT group_id, id FROM rounds WHERE state = 'open' AND closes_at <= $1 ORDER BY group_id, closes_at, id")
        .bind(now) => fetch_all)
}

/// Ends a round, if nobody changed it meanwhile.
pub async fn end(tx: &mut Tx, row: &Row, how: End<'_>, now: i64) -> sqlx::Result<bool> {
    let (state, outcome, reason) = match how {
        End::Closed(outcome) => ("closed", outcome, None),
        End::Withdrawn(reason) => ("withdrawn", None, Some(reason)),
    };
    let changed = on!(tx, sqlx::query(
        "UPDATE rounds SET state = $3, outcome = $4, closed_at = $5, reason = $6, version = version + 1 \
         WHERE id = $1 AND version = $2 AND state = 'open'")
        .bind(&row.id).bind(row.version).bind(state).bind(outcome).bind(now).bind(reason) => execute)?;
    Ok(changed == 1)
}
