//! Cycles of a unit, and who follows which of their positions.

use crate::store::{Tx, on};

/// A cycle's row.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier, chosen by the caller.
    pub id: String,
    /// Unit.
    pub unit_id: String,
    /// Name shown to people.
    pub name: String,
    /// Civil weeks after which it repeats.
    pub weeks: i64,
    /// JSON array of positions.
    pub positions: String,
    /// Monday on which its first week begins.
    pub valid_from: String,
    /// Last day; none: until it is ended.
    pub valid_to: Option<String>,
    /// User.
    pub made_by: String,
    /// Unix seconds.
    pub made_at: i64,
    /// Goes up with every change.
    pub version: i64,
}

/// Who follows a position.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Place {
    /// Identifier.
    pub id: String,
    /// Cycle.
    pub cycle_id: String,
    /// Position, from 0.
    pub position: i64,
    /// Who.
    pub agent_id: String,
    /// First day.
    pub from_date: String,
    /// Last day; none: without end.
    pub to_date: Option<String>,
    /// Goes up with every change.
    pub version: i64,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, unit_id, name, weeks, positions, valid_from, valid_to, made_by, made_at, version FROM cycles ",
            $tail
        )
    };
}

macro_rules! places {
    ($tail:literal) => {
        concat!("SELECT id, cycle_id, position, agent_id, from_date, to_date, version FROM cycle_places ", $tail)
    };
}

/// Stores a cycle. A taken id is a unique error.
pub async fn insert(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO cycles (group_id, id, unit_id, name, weeks, positions, valid_from, valid_to, made_by, made_at, \
         version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(group).bind(&row.id).bind(&row.unit_id).bind(&row.name).bind(row.weeks).bind(&row.positions)
        .bind(&row.valid_from).bind(&row.valid_to).bind(&row.made_by).bind(row.made_at).bind(row.version) => execute)?;
    Ok(())
}

/// One cycle.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id) => fetch_optional)
}

/// The cycles of a unit, by id.
pub async fn of_unit(tx: &mut Tx, group: &str, unit: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND unit_id = $2 ORDER BY id")).bind(group).bind(unit)
        => fetch_all)
}

/// Ends a cycle on a day, if nobody changed it meanwhile.
pub async fn end(tx: &mut Tx, group: &str, row: &Row, last: &str) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE cycles SET valid_to = $4, version = version + 1 WHERE group_id = $1 AND id = $2 AND version = $3")
        .bind(group).bind(&row.id).bind(row.version).bind(last) => execute)?;
    Ok(changed == 1)
}

/// Stores a place.
pub async fn insert_place(tx: &mut Tx, group: &str, place: &Place, (by, at): (&str, i64)) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO cycle_places (group_id, id, cycle_id, position, agent_id, from_date, to_date, placed_by, placed_at, \
         version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(group).bind(&place.id).bind(&place.cycle_id).bind(place.position).bind(&place.agent_id)
        .bind(&place.from_date).bind(&place.to_date).bind(by).bind(at).bind(place.version) => execute)?;
    Ok(())
}

/// Everybody placed in a cycle, in the order in which they were.
pub async fn places_of(tx: &mut Tx, group: &str, cycle: &str) -> sqlx::Result<Vec<Place>> {
    on!(tx, sqlx::query_as(places!("WHERE group_id = $1 AND cycle_id = $2 ORDER BY id")).bind(group).bind(cycle)
        => fetch_all)
}

/// Every place that somebody has or had in any cycle.
pub async fn places_of_agent(tx: &mut Tx, group: &str, agent: &str) -> sqlx::Result<Vec<Place>> {
    on!(tx, sqlx::query_as(places!("WHERE group_id = $1 AND agent_id = $2 ORDER BY id")).bind(group).bind(agent)
        => fetch_all)
}

/// One place.
pub async fn place(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Place>> {
    on!(tx, sqlx::query_as(places!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id) => fetch_optional)
}

/// Ends a place on a day, if nobody changed it meanwhile.
pub async fn end_place(tx: &mut Tx, group: &str, place: &Place, last: &str) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE cycle_places SET to_date = $4, version = version + 1 WHERE group_id = $1 AND id = $2 AND version = $3")
        .bind(group).bind(&place.id).bind(place.version).bind(last) => execute)?;
    Ok(changed == 1)
}
