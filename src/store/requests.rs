//! Replacement requests and the shifts they ask for, one shift each.

use super::shifts::{self, with_shift};
use super::{Page, Tx, name_of, named, on, parsed};
use crate::ids::{AssignmentId, OfferId};
use releve_solver::domain::scenario::Shift;

/// A request with its shift and the names of its unit and establishment.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Request; chosen by who made it.
    pub id: String,
    /// Its shift.
    #[sqlx(flatten)]
    pub shift: shifts::Row,
    /// How much it matters.
    pub priority: String,
    /// A degraded substitution will do.
    pub degraded_accepted: bool,
    /// `open`, `offered`, `filled` or `cancelled`.
    pub state: String,
    /// The offer under way.
    pub offer_id: Option<OfferId>,
    /// What filled it.
    pub assignment_id: Option<AssignmentId>,
    /// Why it was cancelled.
    pub reason: Option<String>,
    /// User.
    pub requested_by: String,
    /// Unix seconds.
    pub opened_at: i64,
    /// Goes up with every change.
    pub version: i64,
}

impl Row {
    /// The shift as the solver knows it.
    pub fn shift(&self) -> sqlx::Result<Shift> {
        let row = &self.shift;
        Ok(Shift {
            id: row.id.as_str().into(),
            unit: row.unit_id.as_str().into(),
            code: row.code.as_str().into(),
            date: parsed(&row.date)?,
            qualification: row.qualification.as_str().into(),
            priority: named(&self.priority)?,
            degraded_accepted: self.degraded_accepted,
        })
    }
}

/// A request to store.
#[derive(Debug)]
pub struct New<'a> {
    /// The shift; its id is the request's.
    pub shift: &'a Shift,
    /// Unix seconds.
    pub starts_at: i64,
    /// Unix seconds.
    pub ends_at: i64,
    /// User.
    pub requested_by: &'a str,
    /// Unix seconds.
    pub opened_at: i64,
}

macro_rules! select {
    ($tail:literal) => {
        with_shift!(
            "t.id, t.priority, t.degraded_accepted, t.state, t.offer_id, t.assignment_id, t.reason, t.requested_by, \
             t.opened_at, t.version",
            "requests t",
            $tail
        )
    };
}

/// Stores a request and its shift, open. A taken id is a unique error.
pub async fn insert(tx: &mut Tx, group: &str, new: &New<'_>) -> sqlx::Result<()> {
    let shift = new.shift;
    let priority = name_of(&shift.priority)?;
    on!(tx, sqlx::query(
        "INSERT INTO shifts (group_id, id, unit_id, code, date, qualification, starts_at, ends_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(group).bind(shift.id.as_str()).bind(shift.unit.as_str()).bind(shift.code.as_str())
        .bind(shift.date.to_string()).bind(shift.qualification.as_str()).bind(new.starts_at).bind(new.ends_at)
        => execute)?;
    on!(tx, sqlx::query(
        "INSERT INTO requests (group_id, id, shift_id, priority, degraded_accepted, state, requested_by, opened_at, \
         version) VALUES ($1, $2, $2, $3, $4, 'open', $5, $6, 1)")
        .bind(group).bind(shift.id.as_str()).bind(&priority).bind(shift.degraded_accepted).bind(new.requested_by)
        .bind(new.opened_at) => execute)?;
    Ok(())
}

/// One request by its id.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.id = $2")).bind(group).bind(id) => fetch_optional)
}

/// One request by its shift.
pub async fn of_shift(tx: &mut Tx, group: &str, shift: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.shift_id = $2")).bind(group).bind(shift)
        => fetch_optional)
}

/// Which requests of a page are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// First civil day of the shift; empty means no bound.
    pub from: String,
    /// Last civil day of the shift; empty means no bound.
    pub to: String,
    /// Start (unix seconds) and identifier of the last request of the page before.
    pub after: Option<(i64, String)>,
}

/// A page of requests by start.
pub async fn list(tx: &mut Tx, group: &str, page: &Page, wanted: &Wanted) -> sqlx::Result<Vec<Row>> {
    let (start, id) = wanted.after.as_ref().map_or((i64::MIN, ""), |(start, id)| (*start, id.as_str()));
    on!(tx, sqlx::query_as(select!(
        "WHERE t.group_id = $1 AND ($2 OR replace($3, '|' || s.unit_id || '|', '') <> $3) \
         AND ($4 = '' OR t.state = $4) AND ($5 = '' OR s.date >= $5) AND ($6 = '' OR s.date <= $6) \
         AND (s.starts_at > $7 OR (s.starts_at = $7 AND s.id > $8)) ORDER BY s.starts_at, s.id LIMIT $9"))
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.state).bind(&wanted.from).bind(&wanted.to)
        .bind(start).bind(id).bind(page.limit) => fetch_all)
}

/// Every open request of a group, by shift id.
pub async fn open(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.state = 'open' ORDER BY s.id")).bind(group)
        => fetch_all)
}

/// Every shift that somebody holds through the pool, with who: offers not yet answered, and assignments.
pub async fn held(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, Row)>> {
    let agents: Vec<(String, String)> = on!(tx, sqlx::query_as(
        "SELECT shift_id, agent_id FROM offers WHERE group_id = $1 AND state IN ('sent', 'accepted')")
        .bind(group) => fetch_all)?;
    let agents: std::collections::BTreeMap<_, _> = agents.into_iter().collect();
    let rows: Vec<Row> = on!(tx, sqlx::query_as(select!(
        "WHERE t.group_id = $1 AND t.state IN ('offered', 'filled') ORDER BY s.id")).bind(group) => fetch_all)?;
    Ok(rows.into_iter().filter_map(|row| agents.get(&row.shift.id).map(|agent| (agent.clone(), row))).collect())
}

/// Stores a request's new state, if nobody changed it meanwhile.
pub async fn set_state(
    tx: &mut Tx,
    group: &str,
    row: &Row,
    (state, offer, assignment, reason): (&str, Option<&OfferId>, Option<&AssignmentId>, Option<&str>),
) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE requests SET state = $4, offer_id = $5, assignment_id = $6, reason = $7, version = version + 1 \
         WHERE group_id = $1 AND id = $2 AND version = $3")
        .bind(group).bind(&row.id).bind(row.version).bind(state).bind(offer).bind(assignment).bind(reason)
        => execute)?;
    Ok(changed == 1)
}

/// Number of open requests of every group.
pub async fn count_open(tx: &mut Tx) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar("SELECT COUNT(*) FROM requests WHERE state = 'open'") => fetch_one)
}

/// Takes every request and shift of a group away, before an import puts others in their place.
pub async fn delete_all(tx: &mut Tx, group: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM requests WHERE group_id = $1").bind(group) => execute)?;
    on!(tx, sqlx::query("DELETE FROM shifts WHERE group_id = $1").bind(group) => execute)?;
    Ok(())
}
