//! One day of somebody on a unit's roster: what stands there, on which roster, at which version.

use super::month::{self, Cell, Line, Month};
use crate::app::App;
use crate::app::access::Actor;
use crate::app::error::{Error, Result};
use crate::store::rosters::periods::{self, Row};
use crate::store::rosters::{self as day_rows, version_of};
use chrono::NaiveDate;

/// See the module.
#[derive(Debug)]
pub struct OneDay {
    /// The unit's month that it lies in.
    pub month: Month,
    /// Her line of it.
    pub line: Line,
    /// What stands there.
    pub cell: Cell,
    /// To be sent with a change of the day; 0 while it is open.
    pub version: i64,
    /// The roster that has the day and that she is on.
    pub roster: Option<Row>,
    /// Another unit has the day.
    pub elsewhere: bool,
}

/// Looks at one day of somebody whom the reader's establishment employs.
///
/// # Errors
/// `Forbidden`, or `NotFound` for a unit outside the reach and for somebody who is not on its roster or not hers to know.
pub async fn look(app: &App, actor: &Actor, unit: &str, agent: &str, date: NaiveDate) -> Result<OneDay> {
    let month = month::show(app, actor, unit, Some(date)).await?;
    let missing = || Error::not_found("agent", agent);
    let line = month.people.iter().chain(&month.pool).find(|line| line.agent == agent && line.own);
    let line = line.ok_or_else(missing)?.clone();
    let at = month.days.iter().position(|day| *day == date).ok_or_else(missing)?;
    let cell = line.cells.get(at).cloned().unwrap_or_default();
    let text = date.to_string();
    let mut tx = app.db.read().await?;
    let rows = day_rows::day(&mut tx, &actor.group, agent, &text).await?;
    let mut roster = None;
    for row in month.rosters.iter().filter(|row| row.from_date <= text && text <= row.to_date) {
        let people = periods::people(&mut tx, &actor.group, &row.id).await?;
        roster = people.iter().any(|known| known == agent).then(|| row.clone());
    }
    let elsewhere = rows.iter().any(|row| row.unit_id != unit);
    Ok(OneDay { line, cell, version: version_of(&rows), roster, elsewhere, month })
}
