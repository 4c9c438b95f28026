//! An agent's own roster: what her home roster and the pool hold for her, with place, whatever the unit.
//!
//! A day of a roster that is still being made is shown only once she may choose on it; until it is published it is provisional.

use crate::app::access::{Action, Actor};
use crate::app::error::{Error, Result};
use crate::app::shifts::bounds;
use crate::app::{App, fields};
use crate::store::rosters::changes::{self, Question};
use crate::store::rosters::{self as day_rows, periods};
use crate::store::{Tx, establishments, shifts};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// Longest period of one answer, days.
const DAYS_MAX: i64 = 100;

/// A day of hers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Day {
    /// Civil day of the start.
    pub date: String,
    /// `home` or `pool`.
    pub kind: &'static str,
    /// `published` or `provisional`.
    pub standing: &'static str,
    /// Unit.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// Establishment's name.
    pub establishment_name: String,
    /// Where it stands.
    pub commune: String,
    /// Code; none: rest.
    pub code: Option<String>,
    /// What the code is called.
    pub label: Option<String>,
    /// Unix seconds; none on a day of rest.
    pub starts_at: Option<i64>,
    /// Unix seconds.
    pub ends_at: Option<i64>,
}

/// The actor's own roster over some days (both included), in order.
///
/// # Errors
/// `Forbidden` for whoever is no agent, `Invalid` for a period that cannot be.
pub async fn show(app: &App, actor: &Actor, (from, to): (NaiveDate, NaiveDate)) -> Result<Vec<Day>> {
    let (mut tx, agent) = hers(app, actor).await?;
    let group = actor.group.as_str();
    fields::period("to", from, to, DAYS_MAX)?;
    let (first, last) = (from.to_string(), to.to_string());
    let sites: BTreeMap<String, (String, String, chrono_tz::Tz)> = establishments::all(&mut tx, group)
        .await?
        .into_iter()
        .map(|site| (site.id.0, (site.name, site.commune, site.time_zone)))
        .collect();
    let units: BTreeMap<String, _> =
        establishments::units(&mut tx, group).await?.into_iter().map(|unit| (unit.id.0.clone(), unit)).collect();
    let making = in_the_making(&mut tx, group, &agent, (&first, &last)).await?;
    let mut days = Vec::new();
    for row in day_rows::of_agent(&mut tx, group, &agent, (&first, &last)).await? {
        let inside = |roster: &&periods::Row| {
            roster.unit_id == row.unit_id && (&roster.from_date..=&roster.to_date).contains(&&row.date)
        };
        let standing = match making.iter().find(inside) {
            Some(roster) if roster.choosing.is_none() => continue,
            Some(_) => "provisional",
            None => "published",
        };
        let unit = units.get(&row.unit_id).ok_or_else(|| Error::Corrupt(format!("a day at unit {}", row.unit_id)))?;
        let Some((site, commune, zone)) = sites.get(unit.establishment.as_str()) else { continue };
        let code = row.code.as_deref().and_then(|code| unit.shift_codes.iter().find(|c| c.code.as_str() == code));
        let date = row.date.parse().map_err(|_| Error::Corrupt(format!("a roster day on {}", row.date)))?;
        let hours = code.and_then(|code| bounds(*zone, code, date).ok());
        days.push(Day {
            date: row.date,
            kind: "home",
            standing,
            unit: row.unit_id,
            unit_name: unit.name.clone(),
            establishment_name: site.clone(),
            commune: commune.clone(),
            label: code.map(|code| code.label.clone()),
            code: row.code,
            starts_at: hours.map(|(start, _)| start),
            ends_at: hours.map(|(_, end)| end),
        });
    }
    for (_, held) in shifts::held(&mut tx, group).await?.into_iter().filter(|(holder, _)| *holder == agent) {
        let shift = held.shift;
        if held.state != "filled" || shift.date < first || shift.date > last {
            continue;
        }
        let commune = sites.get(&shift.establishment_id).map(|(_, commune, _)| commune.clone()).unwrap_or_default();
        let unit = units.get(&shift.unit_id);
        let code = unit.and_then(|unit| unit.shift_codes.iter().find(|c| c.code.as_str() == shift.code));
        days.push(Day {
            date: shift.date,
            kind: "pool",
            standing: "published",
            unit: shift.unit_id,
            unit_name: shift.unit_name,
            establishment_name: shift.establishment_name,
            commune,
            label: code.map(|code| code.label.clone()),
            code: Some(shift.code),
            starts_at: Some(shift.starts_at),
            ends_at: Some(shift.ends_at),
        });
    }
    days.sort_by(|a, b| (&a.date, a.starts_at, a.kind).cmp(&(&b.date, b.starts_at, b.kind)));
    Ok(days)
}

/// Rosters that hold some of these days and are not published.
async fn in_the_making(tx: &mut Tx, group: &str, agent: &str, period: (&str, &str)) -> Result<Vec<periods::Row>> {
    let mut rosters = periods::of_agent(tx, group, agent, period).await?;
    rosters.retain(|roster| roster.state != "published");
    Ok(rosters)
}

/// What happened to her days, oldest first.
///
/// # Errors
/// As for [`show`].
pub async fn changes(app: &App, actor: &Actor, (from, to): (NaiveDate, NaiveDate)) -> Result<Vec<changes::Row>> {
    let (mut tx, agent) = hers(app, actor).await?;
    let period = (from.to_string(), to.to_string());
    Ok(changes::of_agent(&mut tx, &actor.group, &agent, (&period.0, &period.1)).await?)
}

/// What she was asked, the newest first.
///
/// # Errors
/// As for [`show`].
pub async fn questions(app: &App, actor: &Actor) -> Result<Vec<Question>> {
    let (mut tx, agent) = hers(app, actor).await?;
    Ok(changes::questions_of_agent(&mut tx, &actor.group, &agent).await?)
}

async fn hers(app: &App, actor: &Actor) -> Result<(Tx, String)> {
    let reach = actor.may(Action::ChooseDays)?;
    let agent = actor.agent().filter(|agent| reach.is_herself(agent));
    let agent = agent.ok_or(Error::Forbidden(Action::ChooseDays))?.to_owned();
    Ok((app.db.read().await?, agent))
}
