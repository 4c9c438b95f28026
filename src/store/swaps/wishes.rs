//! What agents would exchange. A wish ends with its duty, and when that has begun.

use crate::store::{Page, Tx, from_json, on, parsed};
use chrono::{Days, NaiveDate, NaiveTime};
use releve_solver::domain::time::instant_of_local;
use serde::Deserialize;

/// A wish.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: String,
    /// Whose.
    pub agent_id: String,
    /// JSON object: the duty she would give; none when she would only take.
    pub gives: Option<String>,
    /// Names that duty in one text.
    pub duty_key: Option<String>,
    /// JSON object: what she would take; none when she would only give.
    pub takes: Option<String>,
    /// Unix seconds.
    pub made_at: i64,
    /// Unix seconds from which nothing can meet it; none when it asks for any day.
    pub over_at: Option<i64>,
    /// Unix seconds; none while it stands.
    pub ended_at: Option<i64>,
    /// Goes up with every change.
    pub version: i64,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, agent_id, gives, duty_key, takes, made_at, over_at, ended_at, version FROM swap_wishes ",
            $tail
        )
    };
}

/// Stores a wish.
pub async fn insert(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO swap_wishes (group_id, id, agent_id, gives, duty_key, takes, made_at, over_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)")
        .bind(group).bind(&row.id).bind(&row.agent_id).bind(&row.gives).bind(&row.duty_key).bind(&row.takes)
        .bind(row.made_at).bind(row.over_at) => execute)?;
    Ok(())
}

/// One wish.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of somebody's wishes that stand, the newest first.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE group_id = $1 AND replace($2, '|' || agent_id || '|', '') <> $2 AND ended_at IS NULL \
         AND ($3 = '' OR id < $3) ORDER BY id DESC LIMIT $4"))
        .bind(group).bind(&page.agents).bind(&page.after).bind(page.limit) => fetch_all)
}

/// Every wish of a group that stands, in the order in which they were made.
pub async fn standing(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND ended_at IS NULL ORDER BY made_at, id")).bind(group)
        => fetch_all)
}

/// Wishes that stand although nothing can meet them any more: group and id.
pub async fn over(tx: &mut Tx, now: i64) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT group_id, id FROM swap_wishes WHERE ended_at IS NULL AND over_at <= $1 ORDER BY over_at, group_id, id")
        .bind(now) => fetch_all)
}

/// How many wishes of somebody stand.
pub async fn count(tx: &mut Tx, group: &str, agent: &str) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM swap_wishes WHERE group_id = $1 AND agent_id = $2 AND ended_at IS NULL")
        .bind(group).bind(agent) => fetch_one)
}

/// Stores what somebody would exchange now, if nobody changed it meanwhile.
pub async fn update(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE swap_wishes SET gives = $4, duty_key = $5, takes = $6, over_at = $7, version = version + 1 \
         WHERE group_id = $1 AND id = $2 AND version = $3 AND ended_at IS NULL")
        .bind(group).bind(&row.id).bind(row.version).bind(&row.gives).bind(&row.duty_key).bind(&row.takes)
        .bind(row.over_at) => execute)?;
    Ok(changed == 1)
}

/// Ends a wish; false when it has ended.
pub async fn end(tx: &mut Tx, group: &str, id: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE swap_wishes SET ended_at = $3, version = version + 1 WHERE group_id = $1 AND id = $2 AND ended_at IS NULL")
        .bind(group).bind(id).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Ends every wish to give this duty.
pub async fn end_of_duty(tx: &mut Tx, group: &str, duty_key: &str, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "UPDATE swap_wishes SET ended_at = $3, version = version + 1 \
         WHERE group_id = $1 AND duty_key = $2 AND ended_at IS NULL").bind(group).bind(duty_key).bind(now) => execute)?;
    Ok(())
}

/// A wish from before it was kept until when something can meet it.
#[derive(sqlx::FromRow)]
struct Endless {
    group_id: String,
    id: String,
    gives: Option<String>,
    takes: Option<String>,
    time_zone: String,
    /// When the shift of the pool begins that she would give.
    starts_at: Option<i64>,
}

/// The days of what somebody would give or take.
#[derive(Default, Deserialize)]
struct Named {
    date: Option<NaiveDate>,
    to: Option<NaiveDate>,
    #[serde(default)]
    dates: Vec<NaiveDate>,
}

/// Says of wishes from before it was kept until when something can meet them: until her shift of the pool begins, her day of a
/// roster is over, and the last of the days is over that would do. One that asks for any day has no end.
pub(in crate::store) async fn convert(tx: &mut Tx) -> sqlx::Result<()> {
    let all: Vec<Endless> = on!(tx, sqlx::query_as(
        "SELECT w.group_id, w.id, w.gives, w.takes, g.time_zone, s.starts_at FROM swap_wishes w \
         JOIN groups g ON g.id = w.group_id LEFT JOIN assignments a ON w.duty_key = 'assignment:' || a.id \
         LEFT JOIN shifts s ON s.group_id = w.group_id AND s.id = a.shift_id \
         WHERE w.ended_at IS NULL AND w.over_at IS NULL ORDER BY w.group_id, w.id") => fetch_all)?;
    for wish in all {
        let zone = parsed(&wish.time_zone)?;
        let named = |text: Option<&String>| text.map_or(Ok(Named::default()), |text| from_json::<Named>(text));
        let (gives, takes) = (named(wish.gives.as_ref())?, named(wish.takes.as_ref())?);
        let days = [gives.date, takes.to, takes.dates.into_iter().max()];
        let ends = days
            .into_iter()
            .flatten()
            .map(|day| instant_of_local(zone, (day + Days::new(1)).and_time(NaiveTime::MIN)) * 60);
        let Some(over_at) = ends.chain(wish.starts_at).min() else { continue };
        on!(tx, sqlx::query("UPDATE swap_wishes SET over_at = $3 WHERE group_id = $1 AND id = $2")
            .bind(&wish.group_id).bind(&wish.id).bind(over_at) => execute)?;
    }
    Ok(())
}
