//! What happened to days after their publication, append-only, and the questions that wait for an agent's word.

use crate::store::{Tx, on};

/// A change that was made.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: String,
    /// Roster, where the day is on one.
    pub roster_id: Option<String>,
    /// Whose day.
    pub agent_id: String,
    /// Civil day.
    pub date: String,
    /// Unit of the roster.
    pub unit_id: String,
    /// `changed`, `swapped` …
    pub kind: String,
    /// JSON array of duties before; empty: rest.
    pub before: String,
    /// JSON array of duties after.
    pub after: String,
    /// Why; empty when it is too long ago to be kept.
    pub reason: String,
    /// `notice`, `imperative` or `agreement`.
    pub ground: Option<String>,
    /// Article that asked for notice.
    pub article: Option<String>,
    /// From the change to the first duty concerned, minutes.
    pub notice_minutes: Option<i64>,
    /// User.
    pub changed_by: String,
    /// Unix seconds.
    pub changed_at: i64,
}

/// A question.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Question {
    /// Identifier.
    pub id: String,
    /// Roster.
    pub roster_id: String,
    /// Who is asked.
    pub agent_id: String,
    /// Civil day.
    pub date: String,
    /// Unit.
    pub unit_id: String,
    /// JSON array of the codes that the day would have; empty: rest.
    pub duties: String,
    /// Version of the day that it was asked about.
    pub day_version: i64,
    /// Why.
    pub reason: String,
    /// Article that asks for her agreement.
    pub article: String,
    /// `asked`, `agreed`, `declined` or `expired`.
    pub state: String,
    /// User.
    pub asked_by: String,
    /// Unix seconds.
    pub asked_at: i64,
    /// Unix seconds.
    pub closes_at: i64,
    /// Unix seconds.
    pub answered_at: Option<i64>,
    /// Goes up with every change.
    pub version: i64,
}

macro_rules! changes {
    ($tail:literal) => {
        concat!(
            "SELECT t.id, t.roster_id, t.agent_id, t.date, t.unit_id, t.kind, t.before, t.after, ",
            "COALESCE(w.reason, '') AS reason, t.ground, t.article, t.notice_minutes, t.changed_by, t.changed_at ",
            "FROM roster_changes t LEFT JOIN roster_change_reasons w ON w.change_id = t.id ",
            $tail
        )
    };
}

macro_rules! questions {
    ($tail:literal) => {
        concat!(
            "SELECT id, roster_id, agent_id, date, unit_id, duties, day_version, reason, article, state, asked_by, ",
            "asked_at, closes_at, answered_at, version FROM roster_questions ",
            $tail
        )
    };
}

/// Puts a change on record.
pub async fn insert(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO roster_changes (id, group_id, roster_id, agent_id, date, unit_id, kind, before, after, ground, \
         article, notice_minutes, changed_by, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)")
        .bind(&row.id).bind(group).bind(&row.roster_id).bind(&row.agent_id).bind(&row.date).bind(&row.unit_id)
        .bind(&row.kind).bind(&row.before).bind(&row.after).bind(&row.ground).bind(&row.article)
        .bind(row.notice_minutes).bind(&row.changed_by).bind(row.changed_at) => execute)?;
    why(tx, group, (&row.id, &row.reason), row.changed_at).await
}

/// Stores why a day was changed, beside the change.
pub(in crate::store) async fn why(
    tx: &mut Tx,
    group: &str,
    (change, reason): (&str, &str),
    now: i64,
) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO roster_change_reasons (change_id, group_id, reason, written_at) VALUES ($1, $2, $3, $4)")
        .bind(change).bind(group).bind(reason).bind(now) => execute)?;
    Ok(())
}

/// The changes of a roster's days, oldest first.
pub async fn of_roster(tx: &mut Tx, group: &str, roster: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(changes!("WHERE t.group_id = $1 AND t.roster_id = $2 ORDER BY t.id")).bind(group).bind(roster)
        => fetch_all)
}

/// The changes of an agent's days from one to another (both included), oldest first.
pub async fn of_agent(tx: &mut Tx, group: &str, agent: &str, (from, to): (&str, &str)) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(changes!(
        "WHERE t.group_id = $1 AND t.agent_id = $2 AND t.date >= $3 AND t.date <= $4 ORDER BY t.id"))
        .bind(group).bind(agent).bind(from).bind(to) => fetch_all)
}

/// Stores a question. A second one about a day that waits for an answer is a unique error.
pub async fn ask(tx: &mut Tx, group: &str, row: &Question) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO roster_questions (group_id, id, roster_id, agent_id, date, unit_id, duties, day_version, reason, \
         article, state, asked_by, asked_at, closes_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'asked', $11, $12, $13, 1)")
        .bind(group).bind(&row.id).bind(&row.roster_id).bind(&row.agent_id).bind(&row.date).bind(&row.unit_id)
        .bind(&row.duties).bind(row.day_version).bind(&row.reason).bind(&row.article).bind(&row.asked_by)
        .bind(row.asked_at).bind(row.closes_at) => execute)?;
    Ok(())
}

/// One question.
pub async fn question(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Question>> {
    on!(tx, sqlx::query_as(questions!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id) => fetch_optional)
}

/// The questions about a roster, oldest first.
pub async fn questions_of_roster(tx: &mut Tx, group: &str, roster: &str) -> sqlx::Result<Vec<Question>> {
    on!(tx, sqlx::query_as(questions!("WHERE group_id = $1 AND roster_id = $2 ORDER BY id")).bind(group).bind(roster)
        => fetch_all)
}

/// The questions to an agent, the newest first.
pub async fn questions_of_agent(tx: &mut Tx, group: &str, agent: &str) -> sqlx::Result<Vec<Question>> {
    on!(tx, sqlx::query_as(questions!("WHERE group_id = $1 AND agent_id = $2 ORDER BY id DESC LIMIT 100")).bind(group)
        .bind(agent) => fetch_all)
}

/// Stores the end of a question, if it still waits.
pub async fn end_question(tx: &mut Tx, group: &str, row: &Question, state: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE roster_questions SET state = $4, answered_at = $5, version = version + 1 \
         WHERE group_id = $1 AND id = $2 AND version = $3 AND state = 'asked'")
        .bind(group).bind(&row.id).bind(row.version).bind(state).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Questions whose time to answer is over: group and id.
pub async fn questions_due(tx: &mut Tx, now: i64) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT group_id, id FROM roster_questions WHERE state = 'asked' AND closes_at <= $1 ORDER BY closes_at, id")
        .bind(now) => fetch_all)
}
