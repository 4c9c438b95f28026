//! Promises: rests that are owed, from when they make a day until they are taken. What a promise repays is in
//! `promise_sources`; what it does to an account is in the ledger.

use super::{Page, Tx, on, parsed, rows};
use crate::ids::{AssignmentId, EntryId, PromiseId};
use releve_solver::domain::scenario::PromisedRest;
use std::collections::BTreeMap;

/// A promise.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: PromiseId,
    /// To whom.
    pub agent_id: String,
    /// `undated`, `dated`, `taken` or `withdrawn`.
    pub state: String,
    /// Whole days of rest.
    pub days: i64,
    /// They are a Saturday and the Sunday after it.
    pub weekend: bool,
    /// What it repays, in words.
    pub reason: String,
    /// Civil day by which it is due.
    pub due_on: String,
    /// First civil day of the rest.
    pub rest_from: Option<String>,
    /// Last civil day of the rest.
    pub rest_to: Option<String>,
    /// Home duties that become rest: a JSON array of objects with `date`, `unit`, `code`.
    pub lifted: String,
    /// The `promised_rest` line that stands for it.
    pub entry_id: Option<EntryId>,
    /// First day of another date that one side asks for.
    pub wanted_from: Option<String>,
    /// Its last day.
    pub wanted_to: Option<String>,
    /// `agent` or `service`.
    pub wanted_by: Option<String>,
    /// Unix seconds.
    pub made_at: i64,
    /// Unix seconds; when it was taken or withdrawn.
    pub ended_at: Option<i64>,
    /// Goes up with every change.
    pub version: i64,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT p.id, p.agent_id, p.state, p.days, p.weekend, p.reason, p.due_on, p.rest_from, p.rest_to, p.lifted, ",
            "p.entry_id, p.wanted_from, p.wanted_to, p.wanted_by, p.made_at, p.ended_at, p.version FROM promises p ",
            $tail
        )
    };
}

/// Stores promises.
pub async fn insert(tx: &mut Tx, group: &str, all: &[Row]) -> sqlx::Result<()> {
    rows!(
        tx,
        "INSERT INTO promises (group_id, id, agent_id, state, days, weekend, reason, due_on, rest_from, rest_to, lifted, \
        entry_id, made_at, version) ",
        all,
        |row| [
            group,
            &row.id,
            row.agent_id.as_str(),
            row.state.as_str(),
            row.days,
            row.weekend,
            row.reason.as_str(),
            row.due_on.as_str(),
            row.rest_from.as_deref(),
            row.rest_to.as_deref(),
            row.lifted.as_str(),
            row.entry_id.as_ref(),
            row.made_at,
            row.version
        ]
    )
}

/// An earned line and how much of it a promise repays, in the line's unit.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Source {
    /// The promise.
    pub promise_id: PromiseId,
    /// The line.
    pub entry_id: EntryId,
    /// How much of it.
    pub quantity: i64,
}

/// Stores what promises repay.
pub async fn insert_sources(tx: &mut Tx, all: &[Source]) -> sqlx::Result<()> {
    rows!(tx, "INSERT INTO promise_sources (promise_id, entry_id, quantity) ", all, |source| [
        &source.promise_id,
        &source.entry_id,
        source.quantity
    ])
}

/// What a promise repays.
pub async fn sources(tx: &mut Tx, promise: &PromiseId) -> sqlx::Result<Vec<(Source, String)>> {
    #[derive(sqlx::FromRow)]
    struct Joined {
        #[sqlx(flatten)]
        source: Source,
        unit: String,
    }
    let all: Vec<Joined> = on!(tx, sqlx::query_as(
        "SELECT s.promise_id, s.entry_id, s.quantity, e.unit FROM promise_sources s JOIN compensation_entries e \
         ON e.id = s.entry_id WHERE s.promise_id = $1 ORDER BY s.entry_id").bind(promise) => fetch_all)?;
    Ok(all.into_iter().map(|joined| (joined.source, joined.unit)).collect())
}

/// One promise.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE p.group_id = $1 AND p.id = $2")).bind(group).bind(id) => fetch_optional)
}

/// Every promise that is still to be kept, by identifier.
pub async fn live(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE p.group_id = $1 AND p.state IN ('undated', 'dated') ORDER BY p.id"))
        .bind(group) => fetch_all)
}

/// Every promise of somebody, by identifier.
pub async fn of_agent(tx: &mut Tx, group: &str, agent: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE p.group_id = $1 AND p.agent_id = $2 ORDER BY p.id")).bind(group).bind(agent)
        => fetch_all)
}

/// Every promise of a group, by identifier.
pub async fn all(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE p.group_id = $1 ORDER BY p.id")).bind(group) => fetch_all)
}

/// A page of promises by identifier; `due_before` leaves out what is due on that day or later, empty means no bound.
pub async fn list(tx: &mut Tx, group: &str, page: &Page, due_before: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE p.group_id = $1 AND ($2 OR replace($3, '|' || p.agent_id || '|', '') <> $3) AND ($4 = '' OR p.state = $4) \
         AND ($5 = '' OR (p.due_on < $5 AND p.state IN ('undated', 'dated'))) AND ($6 = '' OR p.id > $6) \
         ORDER BY p.id LIMIT $7"))
        .bind(group).bind(page.whole).bind(&page.agents).bind(&page.state).bind(due_before).bind(&page.after)
        .bind(page.limit) => fetch_all)
}

/// Live promises that repay something of what an assignment earned.
pub async fn of_assignment(tx: &mut Tx, group: &str, assignment: &AssignmentId) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE p.group_id = $1 AND p.state IN ('undated', 'dated') AND EXISTS (SELECT 1 FROM promise_sources s \
         JOIN compensation_entries e ON e.id = s.entry_id WHERE s.promise_id = p.id AND e.assignment_id = $2) \
         ORDER BY p.id")).bind(group).bind(assignment) => fetch_all)
}

/// Live promises that repay something of a line.
pub async fn of_entry(tx: &mut Tx, group: &str, entry: &EntryId) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE p.group_id = $1 AND p.state IN ('undated', 'dated') AND EXISTS (SELECT 1 FROM promise_sources s \
         WHERE s.promise_id = p.id AND s.entry_id = $2) ORDER BY p.id")).bind(group).bind(entry) => fetch_all)
}

/// Stores everything of a promise that may change, if nobody changed it meanwhile: `row` is as it was read but for that.
pub async fn store(tx: &mut Tx, row: &Row) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE promises SET state = $3, rest_from = $4, rest_to = $5, lifted = $6, entry_id = $7, wanted_from = $8, \
         wanted_to = $9, wanted_by = $10, ended_at = $11, version = version + 1 WHERE id = $1 AND version = $2")
        .bind(&row.id).bind(row.version).bind(&row.state).bind(&row.rest_from).bind(&row.rest_to).bind(&row.lifted)
        .bind(&row.entry_id).bind(&row.wanted_from).bind(&row.wanted_to).bind(&row.wanted_by).bind(row.ended_at)
        => execute)?;
    Ok(changed == 1)
}

/// Dated rests by agent, those that were taken included, as the solver knows them.
pub async fn rests(tx: &mut Tx, group: &str) -> sqlx::Result<BTreeMap<String, Vec<PromisedRest>>> {
    let rows: Vec<(String, String, String, String)> = on!(tx, sqlx::query_as(
        "SELECT agent_id, rest_from, rest_to, reason FROM promises WHERE group_id = $1 AND state IN ('dated', 'taken') \
         AND rest_from IS NOT NULL AND rest_to IS NOT NULL ORDER BY id").bind(group) => fetch_all)?;
    let mut rests: BTreeMap<String, Vec<PromisedRest>> = BTreeMap::new();
    for (agent, from, to, reason) in rows {
        let rest = PromisedRest { from: parsed(&from)?, to: parsed(&to)?, reason };
        rests.entry(agent).or_default().push(rest);
    }
    Ok(rests)
}

/// Takes back every live promise of a group, before an import puts others in their place.
pub async fn withdraw_all(tx: &mut Tx, group: &str, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "UPDATE promises SET state = 'withdrawn', entry_id = NULL, ended_at = $2, version = version + 1 \
         WHERE group_id = $1 AND state IN ('undated', 'dated')").bind(group).bind(now) => execute)?;
    Ok(())
}

/// Home duties of one agent or (empty) of all that promises have made rest: agent, and JSON arrays as in [`Row::lifted`].
pub async fn lifted(tx: &mut Tx, group: &str, agent: &str) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT agent_id, lifted FROM promises WHERE group_id = $1 AND ($2 = '' OR agent_id = $2) \
         AND state IN ('dated', 'taken') AND lifted <> '[]' ORDER BY id").bind(group).bind(agent) => fetch_all)
}

/// Earned rest that no promise repays yet.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Owed {
    /// The earned line.
    pub entry_id: EntryId,
    /// To whom.
    pub agent_id: String,
    /// Rule that founds it.
    pub rule: String,
    /// What it is, in French.
    pub label_fr: String,
    /// What earned it, in words.
    pub reason: String,
    /// Civil day by which it is due.
    pub due_on: String,
    /// `rest_minutes` or `days`.
    pub unit: String,
    /// What is left of it, in its unit.
    pub quantity: i64,
}

/// Earned rest of a group that stands and that no promise repays, the first due first.
pub async fn owed(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Owed>> {
    on!(tx, sqlx::query_as(
        "SELECT * FROM (SELECT e.id AS entry_id, e.agent_id, e.rule, e.label_fr, e.reason, COALESCE(e.due_on, '') AS due_on, \
         e.unit, CAST(e.quantity - COALESCE((SELECT SUM(s.quantity) FROM promise_sources s JOIN promises p \
         ON p.id = s.promise_id WHERE s.entry_id = e.id AND p.state <> 'withdrawn'), 0) AS BIGINT) AS quantity \
         FROM compensation_entries e WHERE e.group_id = $1 AND e.kind IN ('earned', 'manual') \
         AND e.unit IN ('rest_minutes', 'days') AND e.quantity > 0 AND NOT EXISTS (SELECT 1 FROM compensation_entries r \
         WHERE r.reverses = e.id)) open_lines WHERE quantity > 0 ORDER BY agent_id, due_on, entry_id").bind(group)
        => fetch_all)
}

/// By agent and unit what may still become a promise: earned rest on the account, less what is promised without a date.
pub async fn to_promise(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, String, i64)>> {
    on!(tx, sqlx::query_as(
        "SELECT e.agent_id, e.unit, CAST(SUM(e.quantity) - COALESCE((SELECT SUM(s.quantity) FROM promise_sources s \
         JOIN promises p ON p.id = s.promise_id JOIN compensation_entries f ON f.id = s.entry_id \
         WHERE p.group_id = $1 AND p.agent_id = e.agent_id AND p.state = 'undated' AND f.unit = e.unit), 0) AS BIGINT) \
         FROM compensation_entries e LEFT JOIN compensation_entries o ON o.id = e.reverses WHERE e.group_id = $1 \
         AND e.unit IN ('rest_minutes', 'days') AND COALESCE(o.kind, e.kind) NOT IN ('promised_rest', 'taken') \
         GROUP BY e.agent_id, e.unit ORDER BY e.agent_id, e.unit").bind(group) => fetch_all)
}

/// Facts of a kind that somebody has been told of.
pub async fn told(tx: &mut Tx, group: &str, kind: &str) -> sqlx::Result<Vec<String>> {
    on!(tx, sqlx::query_scalar("SELECT DISTINCT fact FROM outbox WHERE group_id = $1 AND kind = $2")
        .bind(group).bind(kind) => fetch_all)
}

/// Promises of all groups that are still to be kept and were due before a civil day.
pub async fn count_overdue(tx: &mut Tx, day: &str) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM promises WHERE state IN ('undated', 'dated') AND due_on < $1").bind(day) => fetch_one)
}
