//! A unit's rosters over a period, and the agents on them.

use crate::store::{Page, Tx, on, rows};

/// A roster's row.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier, chosen by the caller.
    pub id: String,
    /// Unit.
    pub unit_id: String,
    /// First day.
    pub from_date: String,
    /// Last day, included.
    pub to_date: String,
    /// `draft`, `open`, `closed` or `published`.
    pub state: String,
    /// JSON object: how agents put themselves down; none where they never could.
    pub choosing: Option<String>,
    /// Until when they may, unix seconds.
    pub closes_at: Option<i64>,
    /// User.
    pub made_by: String,
    /// Unix seconds.
    pub made_at: i64,
    /// User.
    pub published_by: Option<String>,
    /// Unix seconds.
    pub published_at: Option<i64>,
    /// Why it was published inside somebody's notice.
    pub late_reason: Option<String>,
    /// Goes up with every change of the roster itself; days have versions of their own.
    pub version: i64,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, unit_id, from_date, to_date, state, choosing, closes_at, made_by, made_at, published_by, ",
            "published_at, late_reason, version FROM rosters ",
            $tail
        )
    };
}

/// Stores a roster. A taken id is a unique error.
pub async fn insert(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO rosters (group_id, id, unit_id, from_date, to_date, state, made_by, made_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(group).bind(&row.id).bind(&row.unit_id).bind(&row.from_date).bind(&row.to_date).bind(&row.state)
        .bind(&row.made_by).bind(row.made_at).bind(row.version) => execute)?;
    Ok(())
}

/// One roster.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of rosters, by identifier.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE group_id = $1 AND ($2 OR replace($3, '|' || unit_id || '|', '') <> $3) AND ($4 = '' OR state = $4) \
         AND id > $5 ORDER BY id LIMIT $6"))
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.state).bind(&page.after).bind(page.limit)
        => fetch_all)
}

/// The rosters of a unit that share a day with a period (both ends included).
pub async fn touching(tx: &mut Tx, group: &str, unit: &str, (from, to): (&str, &str)) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE group_id = $1 AND unit_id = $2 AND from_date <= $4 AND to_date >= $3 ORDER BY from_date"))
        .bind(group).bind(unit).bind(from).bind(to) => fetch_all)
}

/// The rosters on which an agent is that share a day with a period.
pub async fn of_agent(tx: &mut Tx, group: &str, agent: &str, (from, to): (&str, &str)) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE group_id = $1 AND from_date <= $4 AND to_date >= $3 AND id IN \
         (SELECT p.roster_id FROM roster_people p WHERE p.group_id = $1 AND p.agent_id = $2) ORDER BY from_date, id"))
        .bind(group).bind(agent).bind(from).bind(to) => fetch_all)
}

/// Stores a roster as it now is, if nobody changed it meanwhile.
pub async fn update(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE rosters SET state = $4, choosing = $5, closes_at = $6, published_by = $7, published_at = $8, \
         late_reason = $9, version = version + 1 WHERE group_id = $1 AND id = $2 AND version = $3")
        .bind(group).bind(&row.id).bind(row.version).bind(&row.state).bind(&row.choosing).bind(row.closes_at)
        .bind(&row.published_by).bind(row.published_at).bind(&row.late_reason) => execute)?;
    Ok(changed == 1)
}

/// Open rosters whose closing has come: group and id.
pub async fn due(tx: &mut Tx, now: i64) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT group_id, id FROM rosters WHERE state = 'open' AND closes_at <= $1 ORDER BY closes_at, id").bind(now)
        => fetch_all)
}

/// Whether an agent is on a roster that is open to choices beyond an instant.
pub async fn any_open_to(tx: &mut Tx, group: &str, agent: &str, now: i64) -> sqlx::Result<bool> {
    let open: i64 = on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM rosters r JOIN roster_people p ON p.group_id = r.group_id AND p.roster_id = r.id \
         WHERE r.group_id = $1 AND p.agent_id = $2 AND r.state = 'open' AND r.closes_at > $3")
        .bind(group).bind(agent).bind(now) => fetch_one)?;
    Ok(open > 0)
}

/// Whether any roster of the group was published.
pub async fn any_published(tx: &mut Tx, group: &str) -> sqlx::Result<bool> {
    let published: i64 = on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM rosters WHERE group_id = $1 AND state = 'published'").bind(group) => fetch_one)?;
    Ok(published > 0)
}

/// The agents on a roster, by id.
pub async fn people(tx: &mut Tx, group: &str, roster: &str) -> sqlx::Result<Vec<String>> {
    on!(tx, sqlx::query_scalar(
        "SELECT agent_id FROM roster_people WHERE group_id = $1 AND roster_id = $2 ORDER BY agent_id")
        .bind(group).bind(roster) => fetch_all)
}

/// Puts other agents on a roster.
pub async fn set_people(tx: &mut Tx, group: &str, roster: &str, people: &[String]) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM roster_people WHERE group_id = $1 AND roster_id = $2").bind(group).bind(roster)
        => execute)?;
    rows!(tx, "INSERT INTO roster_people (group_id, roster_id, agent_id) ", people, |agent| [
        group,
        roster,
        agent.as_str()
    ])
}
