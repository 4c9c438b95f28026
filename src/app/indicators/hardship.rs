//! How heavy the work of a unit is: what its home duties and the pool's shifts there weigh, for a full-time equivalent of its own
//! people.
//!
//! Both are weighed by the group's published weights, as equity accounts are: a home duty by its hours at night, on week-ends and
//! holidays; a shift of the pool by what it brought to the account of whoever holds it, the way, short notice and split days
//! included. Home duties on days of absence, or whose place a promised rest has taken, weigh nothing: nobody bore them.

use super::FEWEST;
use super::sources::Sources;
use crate::app::burdens::Breakdown;
use crate::app::error::Result;
use crate::store::parsed;
use chrono::{Days, NaiveDate};
use releve_solver::domain::scenario::{Establishment, ShiftCode};
use releve_solver::domain::time::{Span, instant_of_local};
use releve_solver::law::calendar::burden_minutes;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How heavy the work of a unit is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "HardshipIndicator")]
pub struct HardshipLine {
    /// Unit.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// People with a duty on its home roster in the period; masked with everything else when fewer than five.
    pub people: Option<i64>,
    /// Their full-time equivalents, hundredths.
    pub fte_hundredths: Option<i64>,
    /// What home duties and shifts of the pool there weigh together, hundredths of a point.
    pub centipoints: Option<i64>,
    /// The same for a full-time equivalent.
    pub centipoints_per_fte: Option<i64>,
}

/// By unit, those without a home roster in the period left out.
pub(super) fn hardship(sources: &Sources) -> Result<Vec<HardshipLine>> {
    let mut teams: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in sources.duties.iter().filter(|row| sources.units.contains_key(&row.unit_id)) {
        teams.entry(&row.unit_id).or_default().insert(&row.agent_id);
    }
    let points = points(sources)?;
    let lines = teams.into_iter().map(|(unit, team)| {
        let share = |agent: &&str| sources.everybody.get(*agent).map_or(0, |person| person.share_percent);
        let shares: i64 = team.iter().map(share).sum();
        let told = team.len() >= FEWEST && shares > 0;
        let weight = points.get(unit).copied().unwrap_or_default();
        HardshipLine {
            name: sources.units.get(unit).map(|unit| unit.name.clone()).unwrap_or_default(),
            unit: unit.to_owned(),
            people: told.then_some(team.len() as i64),
            fte_hundredths: told.then_some(shares),
            centipoints: told.then_some(weight),
            centipoints_per_fte: told.then(|| (weight * 100 + shares / 2).div_euclid(shares)),
        }
    });
    Ok(lines.collect())
}

/// What was borne in each unit, hundredths of a point.
fn points(sources: &Sources) -> Result<BTreeMap<&str, i64>> {
    let mut points: BTreeMap<&str, i64> = BTreeMap::new();
    for row in &sources.borne {
        let Some(unit) = sources.units.get(&row.unit_id) else { continue };
        let site = sources.sites.iter().find(|site| site.id == unit.establishment);
        let code = unit.shift_codes.iter().find(|known| known.code.as_str() == row.code);
        // A code that the unit no longer has says no hours.
        if let Some((site, code)) = site.zip(code) {
            let weight = sources.weights.centipoints(burden_minutes(span(site, code, parsed(&row.date)?), site));
            *points.entry(&row.unit_id).or_default() += weight * row.duties;
        }
    }
    for row in sources.assignments.iter().filter(|row| row.state != "cancelled") {
        if let Some(shift) = sources.shifts.get(&row.shift_id) {
            let burdens = row.burdens.as_deref().map(Breakdown::read).transpose()?.unwrap_or_default();
            *points.entry(&shift.unit_id).or_default() += burdens.centipoints();
        }
    }
    Ok(points)
}

/// When a duty with a code begins and ends; an end at or before the start is on the next day.
fn span(site: &Establishment, code: &ShiftCode, date: NaiveDate) -> Span {
    let last = if code.end <= code.start { date + Days::new(1) } else { date };
    let at = |day: NaiveDate, time| instant_of_local(site.time_zone, day.and_time(time));
    Span::new(at(date, code.start), at(last, code.end))
}
