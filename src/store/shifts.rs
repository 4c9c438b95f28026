//! Shifts with the names of their unit and establishment: what requests, offers and assignments are about, and where each
//! stands.

use super::{Page, Tx, named, on, parsed, rows};
use crate::ids::AssignmentId;
use releve_solver::domain::scenario::{Absence, AbsenceClass, Shift};

/// A shift and where it is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    #[sqlx(rename = "shift_id")]
    pub id: String,
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
}

impl Row {
    /// What a message says of it: place, day, hours; a JSON object.
    pub fn facts(&self) -> serde_json::Value {
        serde_json::json!({
            "shift": self.id, "unit": self.unit_name, "establishment": self.establishment_name, "code": self.code,
            "date": self.date, "qualification": self.qualification, "starts_at": self.starts_at, "ends_at": self.ends_at,
        })
    }
}

/// A shift with its state and what its request says of it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Stored {
    /// The shift.
    #[sqlx(flatten)]
    pub shift: Row,
    /// Its request.
    pub request_id: String,
    /// How much it matters.
    pub priority: String,
    /// A degraded substitution will do.
    pub degraded_accepted: bool,
    /// Whose it would have been.
    pub absent_agent: Option<String>,
    /// `draft`, `open`, `offered`, `filled`, `booked`, `unfilled` or `cancelled`.
    pub state: String,
    /// What filled it.
    pub assignment_id: Option<AssignmentId>,
    /// Why it was changed, or taken out of its request.
    pub reason: Option<String>,
    /// Goes up with every change.
    pub version: i64,
}

impl Stored {
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

impl Stored {
    /// The post that it asks for, as a new shift would.
    pub fn post(&self) -> New {
        let row = &self.shift;
        New {
            id: row.id.clone(),
            request: self.request_id.clone(),
            unit: row.unit_id.clone(),
            code: row.code.clone(),
            date: row.date.clone(),
            qualification: row.qualification.clone(),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            state: "draft",
        }
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT s.id AS shift_id, s.unit_id, u.name AS unit_name, u.establishment_id, e.name AS establishment_name, ",
            "s.code, s.date, s.qualification, s.starts_at, s.ends_at, s.request_id, t.priority, t.degraded_accepted, ",
            "t.absent_agent, s.state, s.assignment_id, s.reason, s.version ",
            "FROM shifts s JOIN requests t ON t.group_id = s.group_id AND t.id = s.request_id ",
            "JOIN units u ON u.group_id = s.group_id AND u.id = s.unit_id ",
            "JOIN establishments e ON e.group_id = u.group_id AND e.id = u.establishment_id ",
            $tail
        )
    };
}

/// A shift to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// Identifier.
    pub id: String,
    /// Its request.
    pub request: String,
    /// Unit.
    pub unit: String,
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
    /// `draft` or `open`.
    pub state: &'static str,
}

/// Stores shifts; `changed_at` for those that a request asks for since later than its other ones. A taken id is a unique error.
pub async fn insert(tx: &mut Tx, group: &str, shifts: &[New], changed_at: Option<i64>) -> sqlx::Result<()> {
    rows!(
        tx,
        "INSERT INTO shifts (group_id, id, request_id, unit_id, code, date, qualification, starts_at, ends_at, state, \
        changed_at, version) ",
        shifts,
        |new| [
            group,
            new.id.as_str(),
            new.request.as_str(),
            new.unit.as_str(),
            new.code.as_str(),
            new.date.as_str(),
            new.qualification.as_str(),
            new.starts_at,
            new.ends_at,
            new.state,
            changed_at,
            1_i64
        ]
    )
}

/// One shift.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Stored>> {
    on!(tx, sqlx::query_as(select!("WHERE s.group_id = $1 AND s.id = $2")).bind(group).bind(id) => fetch_optional)
}

/// The shifts of a request, by start.
pub async fn of_request(tx: &mut Tx, group: &str, request: &str) -> sqlx::Result<Vec<Stored>> {
    on!(tx, sqlx::query_as(select!("WHERE s.group_id = $1 AND s.request_id = $2 ORDER BY s.starts_at, s.id"))
        .bind(group).bind(request) => fetch_all)
}

/// The shifts of the requests from one identifier to another, by start.
pub async fn of_requests(tx: &mut Tx, group: &str, (first, last): (&str, &str)) -> sqlx::Result<Vec<Stored>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE s.group_id = $1 AND s.request_id >= $2 AND s.request_id <= $3 ORDER BY s.starts_at, s.id"))
        .bind(group).bind(first).bind(last) => fetch_all)
}

/// Which shifts of a page are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// First civil day; empty means no bound.
    pub from: String,
    /// Last civil day; empty means no bound.
    pub to: String,
    /// Start (unix seconds) and identifier of the last shift of the page before.
    pub after: Option<(i64, String)>,
}

/// A page of shifts by start, drafts left out.
pub async fn list(tx: &mut Tx, group: &str, page: &Page, wanted: &Wanted) -> sqlx::Result<Vec<Stored>> {
    let (start, id) = wanted.after.as_ref().map_or((i64::MIN, ""), |(start, id)| (*start, id.as_str()));
    on!(tx, sqlx::query_as(select!(
        "WHERE s.group_id = $1 AND ($2 OR replace($3, '|' || s.unit_id || '|', '') <> $3) \
         AND s.state <> 'draft' AND ($4 = '' OR s.state = $4) AND ($5 = '' OR s.date >= $5) AND ($6 = '' OR s.date <= $6) \
         AND (s.starts_at > $7 OR (s.starts_at = $7 AND s.id > $8)) AND ($10 = '' OR t.priority = $10) \
         ORDER BY s.starts_at, s.id LIMIT $9"))
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.state).bind(&wanted.from).bind(&wanted.to)
        .bind(start).bind(id).bind(page.limit).bind(&page.only.priority) => fetch_all)
}

/// Every shift of a group that is to be filled and nobody is asked about, by id.
pub async fn open(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Stored>> {
    on!(tx, sqlx::query_as(select!("WHERE s.group_id = $1 AND s.state = 'open' ORDER BY s.id")).bind(group)
        => fetch_all)
}

/// Every shift that somebody holds through the pool, with who: assignments that stand, and offers to the one person chosen
/// that are not answered yet.
pub async fn held(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, Stored)>> {
    let agents: Vec<(String, String)> = on!(tx, sqlx::query_as(
        "SELECT shift_id, agent_id FROM assignments WHERE group_id = $1 AND state <> 'cancelled' UNION ALL \
         SELECT o.shift_id, o.agent_id FROM offers o JOIN rounds r ON r.id = o.round_id \
         WHERE o.group_id = $1 AND o.state = 'sent' AND r.mode = 'named'").bind(group) => fetch_all)?;
    let agents: std::collections::BTreeMap<_, _> = agents.into_iter().collect();
    let rows: Vec<Stored> = on!(tx, sqlx::query_as(select!(
        "WHERE s.group_id = $1 AND s.state IN ('offered', 'filled') ORDER BY s.id")).bind(group) => fetch_all)?;
    Ok(rows.into_iter().filter_map(|row| agents.get(&row.shift.id).map(|agent| (agent.clone(), row))).collect())
}

/// That whoever is replaced is not there on the days on which she is: for as long as her replacement is wanted, whatever has
/// become of it.
pub async fn absences(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Absence>> {
    let rows: Vec<(String, String)> = on!(tx, sqlx::query_as(
        "SELECT DISTINCT t.absent_agent, s.date FROM shifts s JOIN requests t ON t.group_id = s.group_id \
         AND t.id = s.request_id WHERE s.group_id = $1 AND t.absent_agent IS NOT NULL \
         AND s.state NOT IN ('draft', 'cancelled') ORDER BY t.absent_agent, s.date").bind(group) => fetch_all)?;
    let absence = |(agent, date): (String, String)| {
        let day = parsed(&date)?;
        Ok(Absence { agent: agent.as_str().into(), from: day, to: day, class: AbsenceClass::Unplanned })
    };
    rows.into_iter().map(absence).collect()
}

/// Stores a shift's new state, if nobody changed it meanwhile.
pub async fn set_state(
    tx: &mut Tx,
    group: &str,
    row: &Stored,
    (state, assignment): (&str, Option<&AssignmentId>),
) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE shifts SET state = $4, assignment_id = $5, version = version + 1 \
         WHERE group_id = $1 AND id = $2 AND version = $3")
        .bind(group).bind(&row.shift.id).bind(row.version).bind(state).bind(assignment) => execute)?;
    Ok(changed == 1)
}

/// Stores another day, other hours or another title of a shift, if nobody changed it meanwhile.
pub async fn set_terms(tx: &mut Tx, group: &str, row: &Stored, new: &New, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE shifts SET code = $4, date = $5, qualification = $6, starts_at = $7, ends_at = $8, changed_at = $9, \
         version = version + 1 WHERE group_id = $1 AND id = $2 AND version = $3")
        .bind(group).bind(&row.shift.id).bind(row.version).bind(&new.code).bind(&new.date).bind(&new.qualification)
        .bind(new.starts_at).bind(new.ends_at).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Stores why a shift was changed, or taken out of its request.
pub async fn set_reason(tx: &mut Tx, group: &str, id: &str, reason: Option<&str>) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE shifts SET reason = $3 WHERE group_id = $1 AND id = $2")
        .bind(group).bind(id).bind(reason) => execute)?;
    Ok(())
}

/// Shifts of the pool that an agent holds, or is asked for by name, on the days of a request's shifts, by start.
pub async fn held_on_the_days_of(tx: &mut Tx, group: &str, agent: &str, request: &str) -> sqlx::Result<Vec<String>> {
    on!(tx, sqlx::query_scalar(
        "SELECT s.id FROM shifts s WHERE s.group_id = $1 AND s.state IN ('offered', 'filled') AND s.request_id <> $3 \
         AND EXISTS (SELECT 1 FROM shifts d WHERE d.group_id = $1 AND d.request_id = $3 AND d.date = s.date \
         AND d.state <> 'cancelled') \
         AND (EXISTS (SELECT 1 FROM assignments a WHERE a.group_id = $1 AND a.shift_id = s.id AND a.agent_id = $2 \
         AND a.state <> 'cancelled') \
         OR EXISTS (SELECT 1 FROM offers o JOIN rounds r ON r.id = o.round_id WHERE o.group_id = $1 \
         AND o.shift_id = s.id AND o.agent_id = $2 AND o.state = 'sent' AND r.mode = 'named')) \
         ORDER BY s.starts_at, s.id").bind(group).bind(agent).bind(request) => fetch_all)
}

/// Marks the open shifts for which a round is open offered; gives how many.
pub async fn offer_all(tx: &mut Tx, group: &str) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "UPDATE shifts SET state = 'offered', version = version + 1 WHERE group_id = $1 AND state = 'open' \
         AND id IN (SELECT r.shift_id FROM rounds r WHERE r.group_id = $1 AND r.state = 'open')").bind(group) => execute)
}

/// Shifts that another request asks for in the same place, at the same time, for the same title: their ids.
pub async fn alike(tx: &mut Tx, group: &str, new: &New) -> sqlx::Result<Vec<String>> {
    on!(tx, sqlx::query_scalar(
        "SELECT id FROM shifts WHERE group_id = $1 AND unit_id = $2 AND code = $3 AND date = $4 AND qualification = $5 \
         AND state IN ('open', 'offered', 'filled', 'booked') AND request_id <> $6 ORDER BY id")
        .bind(group).bind(&new.unit).bind(&new.code).bind(&new.date).bind(&new.qualification).bind(&new.request)
        => fetch_all)
}

/// Shifts that began while nobody was found: group and id.
pub async fn begun_bare(tx: &mut Tx, now: i64) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT group_id, id FROM shifts WHERE state = 'open' AND ends_at <= $1 ORDER BY group_id, id").bind(now)
        => fetch_all)
}

/// Shifts of a unit from a day on that are to be filled, are offered or are held, or that an agency is to hold: identifier and
/// code, by start. What an agency has held is over and not opened again; what it was asked for and never confirmed is.
pub async fn live(
    tx: &mut Tx,
    group: &str,
    (unit, from): (&str, &str),
    now: i64,
) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT id, code FROM shifts WHERE group_id = $1 AND unit_id = $2 AND date >= $3 \
         AND (state IN ('open', 'offered', 'filled') OR (state = 'booked' AND (ends_at > $4 OR EXISTS (SELECT 1 \
         FROM bookings b WHERE b.group_id = $1 AND b.shift_id = shifts.id AND b.state = 'requested')))) \
         ORDER BY starts_at, id")
        .bind(group).bind(unit).bind(from).bind(now) => fetch_all)
}

/// How a post that has begun came out.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CameOut {
    /// Shift code.
    pub code: String,
    /// `filled`, `booked` or `unfilled`.
    pub state: String,
    /// When its request opened, unix seconds.
    pub opened_at: Option<i64>,
    /// When whoever held it had agreed, unix seconds.
    pub confirmed_at: Option<i64>,
}

/// The posts of a unit for a title that began between two instants, and how each came out.
pub async fn came_out(
    tx: &mut Tx,
    group: &str,
    (unit, qualification): (&str, &str),
    (from, to): (i64, i64),
) -> sqlx::Result<Vec<CameOut>> {
    on!(tx, sqlx::query_as(
        "SELECT s.code, s.state, t.opened_at, (SELECT MIN(a.confirmed_at) FROM assignments a \
         WHERE a.group_id = s.group_id AND a.shift_id = s.id AND a.state <> 'cancelled') AS confirmed_at \
         FROM shifts s JOIN requests t ON t.group_id = s.group_id AND t.id = s.request_id \
         WHERE s.group_id = $1 AND s.unit_id = $2 AND s.qualification = $3 AND s.starts_at >= $4 AND s.starts_at < $5 \
         AND s.state IN ('filled', 'booked', 'unfilled') ORDER BY s.starts_at, s.id")
        .bind(group).bind(unit).bind(qualification).bind(from).bind(to) => fetch_all)
}

/// Number of shifts of every group that are to be filled.
pub async fn count_open(tx: &mut Tx) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar("SELECT COUNT(*) FROM shifts WHERE state = 'open'") => fetch_one)
}

/// The query for rows of a table that has a `shift_id`, with the columns of [`Row`] beside its own: the table's columns, the
/// table (`t`, joined with what else it needs), and what follows the joins. The shift is `s`.
macro_rules! with_shift {
    ($columns:literal, $table:literal, $tail:expr) => {
        concat!(
            "SELECT s.id AS shift_id, s.unit_id, u.name AS unit_name, u.establishment_id, e.name AS establishment_name, ",
            "s.code, s.date, s.qualification, s.starts_at, s.ends_at, ",
            $columns,
            " FROM ",
            $table,
            " JOIN shifts s ON s.group_id = t.group_id AND s.id = t.shift_id ",
            "JOIN units u ON u.group_id = s.group_id AND u.id = s.unit_id ",
            "JOIN establishments e ON e.group_id = u.group_id AND e.id = u.establishment_id ",
            $tail
        )
    };
}
pub(super) use with_shift;

/// The query for a page of rows that belong to an agent and a shift, the newest first: what selects them (a macro over
/// [`with_shift`]), and what says whose rows are wanted (`$9`, see [`Page::of_one`](super::Page::of_one)).
macro_rules! page_of {
    ($select:ident, $whose:literal) => {
        $select!(concat!(
            "WHERE t.group_id = $1 AND ",
            $whose,
            " AND ($2 OR replace($3, '|' || s.unit_id || '|', '') <> $3 OR replace($4, '|' || t.agent_id || '|', '') <> $4) \
             AND ($5 = '' OR t.state = $5) AND ($6 = '' OR t.id < $6) AND ($8 = '' OR s.unit_id = $8) \
             AND ($10 = '' OR s.date >= $10) AND ($11 = '' OR s.date <= $11) ORDER BY t.id DESC LIMIT $7"
        ))
    };
}
pub(super) use page_of;
