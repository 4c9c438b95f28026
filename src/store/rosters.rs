//! Home rosters and absences, line by line as they were written.

use super::{Tx, name_of, named, on, parsed};
use releve_solver::domain::scenario::{Absence, RosterLine, Scenario};

#[derive(sqlx::FromRow)]
struct LineRow {
    agent_id: String,
    unit_id: String,
    from_date: String,
    codes: String,
}

#[derive(sqlx::FromRow)]
struct AbsenceRow {
    agent_id: String,
    from_date: String,
    to_date: String,
    class: String,
}

/// The home rosters of a group.
pub async fn lines(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<RosterLine>> {
    let rows: Vec<LineRow> = on!(tx, sqlx::query_as(
        "SELECT agent_id, unit_id, from_date, codes FROM roster_lines WHERE group_id = $1 ORDER BY line_no")
        .bind(group) => fetch_all)?;
    rows.into_iter()
        .map(|row| {
            Ok(RosterLine {
                agent: row.agent_id.as_str().into(),
                unit: row.unit_id.as_str().into(),
                from: parsed(&row.from_date)?,
                codes: row.codes,
            })
        })
        .collect()
}

/// The absences of a group.
pub async fn absences(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Absence>> {
    let rows: Vec<AbsenceRow> = on!(tx, sqlx::query_as(
        "SELECT agent_id, from_date, to_date, class FROM absences WHERE group_id = $1 ORDER BY line_no")
        .bind(group) => fetch_all)?;
    rows.into_iter()
        .map(|row| {
            Ok(Absence {
                agent: row.agent_id.as_str().into(),
                from: parsed(&row.from_date)?,
                to: parsed(&row.to_date)?,
                class: named(&row.class)?,
            })
        })
        .collect()
}

/// Stores the rosters and absences of a scenario; there are none yet.
pub async fn insert(tx: &mut Tx, scenario: &Scenario) -> sqlx::Result<()> {
    let group = scenario.group.id.as_str();
    for (line, number) in scenario.rosters.iter().zip(0_i64..) {
        on!(tx, sqlx::query(
            "INSERT INTO roster_lines (group_id, line_no, agent_id, unit_id, from_date, codes) \
             VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(group).bind(number).bind(line.agent.as_str()).bind(line.unit.as_str()).bind(line.from.to_string())
            .bind(&line.codes) => execute)?;
    }
    for (absence, number) in scenario.absences.iter().zip(0_i64..) {
        let class = name_of(&absence.class)?;
        on!(tx, sqlx::query(
            "INSERT INTO absences (group_id, line_no, agent_id, from_date, to_date, class) \
             VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(group).bind(number).bind(absence.agent.as_str()).bind(absence.from.to_string())
            .bind(absence.to.to_string()).bind(&class) => execute)?;
    }
    Ok(())
}

/// Takes the rosters and absences of a group away, before an import puts others in their place.
pub async fn delete_all(tx: &mut Tx, group: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM roster_lines WHERE group_id = $1").bind(group) => execute)?;
    on!(tx, sqlx::query("DELETE FROM absences WHERE group_id = $1").bind(group) => execute)?;
    Ok(())
}
