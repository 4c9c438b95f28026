//! A roster in the making: days put down by hand, and days filled from the unit's cycles.

use super::judging::{self, Absences, Against};
use super::{Ground, State, find_in};
use crate::app::access::{Action, Actor};
use crate::app::audit::Event;
use crate::app::cycles::{Position, code_on};
use crate::app::error::{Conflict, Error, Result};
use crate::app::shifts::bounds;
use crate::app::work::Work;
use crate::app::wrong::expected;
use crate::app::{App, fields, rosters, swaps};
use crate::store::rosters::periods::{self, Row};
use crate::store::rosters::{self as day_rows, Becomes, NewDay, NewDuty, cycles, version_of};
use crate::store::{from_json, rosters::DayRow};
use chrono::NaiveDate;
use releve_solver::audit::Finding;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Most days of one deed.
const DAYS_MAX: usize = 1_000;
/// Most codes of one day.
const CODES_MAX: usize = 3;

/// A day to put down.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RosterDay")]
pub struct Day {
    /// Whose.
    pub agent: String,
    /// Civil day.
    pub date: NaiveDate,
    /// Codes of the unit; empty: rest; `null`: nothing is settled any more.
    pub codes: Option<Vec<String>>,
    /// The version of the day that was read; 0 for one that is open.
    pub version: i64,
}

/// Days to put down together or not at all.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RosterDays")]
pub struct Order {
    /// One at least, each once.
    pub days: Vec<Day>,
}

/// Puts days of a roster in the making down.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for what cannot be, `Conflict` once published, when a day moved meanwhile or another unit
/// has it, `UnlawfulRoster` with every rule that the days would break.
pub async fn put(app: &App, actor: &Actor, id: &str, order: &Order) -> Result<()> {
    let reach = actor.may(Action::ManageRosters)?;
    fields::count("days", order.days.len(), 1, DAYS_MAX)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let facts = work.touch().await?;
    let group = actor.group.as_str();
    let row = find_in(&mut work.tx, group, &reach, id).await?;
    State::of(&row)?.is_in_the_making()?;
    let ground = Ground::of(&mut work.tx, group, &row).await?;
    let people = periods::people(&mut work.tx, group, id).await?;
    let (mut changes, mut seen) = (Vec::with_capacity(order.days.len()), BTreeSet::new());
    for (at, day) in order.days.iter().enumerate() {
        let field = |name: &str| format!("days[{at}].{name}");
        on_roster(&people, &day.agent, &field("agent"))?;
        if !seen.insert((day.agent.as_str(), day.date)) {
            return Err(Error::field(&field("date"), day.date.to_string(), expected("field-once")));
        }
        ground.date(day.date, &field("date"))?;
        let new = new_day(&ground, day.date, day.codes.as_deref(), &field("codes"))?;
        changes.push(Becomes { agent: day.agent.clone(), date: day.date, day: new });
    }
    judging::judge(&mut work.tx, (group, &reach), &changes).await?;
    for (change, day) in changes.iter().zip(&order.days) {
        own_day(&mut work, &row, change).await?;
        set(&mut work, change, "hand", (day.version, facts)).await?;
    }
    work.record(Event::new("roster.put", "roster", id).from_version(facts).with(json!({ "days": changes.len() })));
    swaps::home_days_changed(&mut work, &whose(&changes)).await?;
    work.commit().await
}

/// Days of a roster are those of the people on it.
pub(super) fn on_roster(people: &[String], agent: &str, field: &str) -> Result<()> {
    if people.iter().any(|known| known == agent) {
        return Ok(());
    }
    Err(Error::field(field, agent, expected("field-on-roster")))
}

/// Whose days change.
pub(super) fn whose(changes: &[Becomes]) -> Vec<&str> {
    changes.iter().map(|change| change.agent.as_str()).collect()
}

/// What a day becomes by codes of the unit.
pub(super) fn new_day(ground: &Ground, date: NaiveDate, codes: Option<&[String]>, field: &str) -> Result<NewDay> {
    let unit = || ground.unit.id.0.clone();
    let Some(codes) = codes else { return Ok(NewDay::Open) };
    if codes.is_empty() {
        return Ok(NewDay::Rest { unit: unit() });
    }
    fields::count(field, codes.len(), 0, CODES_MAX)?;
    let mut duties = Vec::with_capacity(codes.len());
    for code in codes {
        bounds(ground.zone, ground.code(code, field)?, date)?;
        duties.push(NewDuty { unit: unit(), code: code.clone() });
    }
    Ok(NewDay::Duties(duties))
}

/// That no other unit has the day.
pub(super) async fn own_day(work: &mut Work<'_>, row: &Row, change: &Becomes) -> Result<Vec<DayRow>> {
    let (group, date) = (work.group(), change.date.to_string());
    let before = day_rows::day(&mut work.tx, group, &change.agent, &date).await?;
    if before.iter().any(|duty| duty.unit_id != row.unit_id) {
        return Err(Conflict::DaySettled { date: change.date, code: None }.into());
    }
    Ok(before)
}

/// Stores a day that stands at the version that was read.
pub(super) async fn set(work: &mut Work<'_>, change: &Becomes, origin: &str, versions: (i64, i64)) -> Result<()> {
    let (group, date) = (work.group(), change.date.to_string());
    let key = (change.agent.as_str(), date.as_str());
    if day_rows::set_day(&mut work.tx, group, key, &change.day, origin, versions).await? {
        return Ok(());
    }
    let current = version_of(&day_rows::day(&mut work.tx, group, &change.agent, &date).await?);
    Err(Conflict::VersionMoved { current }.into())
}

/// What filling from cycles came to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "RosterGenerated")]
pub struct Generated {
    /// Days put down.
    pub days: usize,
    /// Days of an earlier filling that no cycle has any more, and that are open again.
    pub cleared: usize,
    /// Days that were settled otherwise and stayed as they were.
    pub kept: usize,
    /// Posts that stay bare, since whoever has them is absent.
    pub bare: Vec<Bare>,
    /// Agents whose cycle would not be lawful beside everything else they do: nothing of theirs was put down.
    pub refused: Vec<Finding>,
}

/// A post whose holder is absent.
#[derive(Debug, Clone, Serialize, PartialEq, Eq, JsonSchema)]
#[schemars(rename = "BarePost")]
pub struct Bare {
    /// Who would hold it.
    pub agent: String,
    /// Civil day.
    pub date: NaiveDate,
    /// Code of the unit.
    pub code: String,
}

/// Fills a roster from the unit's cycles. What a hand, a choice or another unit has settled stays; what an earlier filling from
/// cycles put down is replaced, or open again where no cycle has the day any more. The duty of somebody absent stays on her roster,
/// and its post is told as bare.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` once published.
pub async fn generate(app: &App, actor: &Actor, id: &str) -> Result<Generated> {
    let reach = actor.may(Action::ManageRosters)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let facts = work.touch().await?;
    let group = actor.group.as_str();
    let row = find_in(&mut work.tx, group, &reach, id).await?;
    State::of(&row)?.is_in_the_making()?;
    let ground = Ground::of(&mut work.tx, group, &row).await?;
    let wanted = wanted(&mut work, &row, &ground).await?;
    let (mut changes, mut versions, mut kept) = (Vec::new(), BTreeMap::new(), 0);
    for change in wanted {
        let date = change.date.to_string();
        let before = day_rows::day(&mut work.tx, group, &change.agent, &date).await?;
        let replaceable = |day: &DayRow| day.origin == "cycle" && day.unit_id == row.unit_id;
        if before.iter().all(replaceable) {
            versions.insert((change.agent.clone(), change.date), version_of(&before));
            changes.push(change);
        } else {
            kept += 1;
        }
    }
    let refused =
        judging::breaches(&mut work.tx, (group, &reach), &changes, (Absences::Keep, Against::Present)).await?;
    let at_fault: BTreeSet<&str> = refused.iter().map(|finding| finding.agent.as_str()).collect();
    changes.retain(|change| !at_fault.contains(change.agent.as_str()));
    let mut bare = Vec::new();
    let absences = rosters::table::absences(&mut work.tx, group, ground.last).await?;
    for change in &changes {
        set(&mut work, change, "cycle", (versions[&(change.agent.clone(), change.date)], facts)).await?;
        if absences.away(&change.agent, change.date)
            && let NewDay::Duties(duties) = &change.day
        {
            let post =
                |duty: &NewDuty| Bare { agent: change.agent.clone(), date: change.date, code: duty.code.clone() };
            bare.extend(duties.iter().map(post));
        }
    }
    let cleared = changes.iter().filter(|change| change.day == NewDay::Open).count();
    let days = changes.len() - cleared;
    let detail =
        json!({ "days": days, "cleared": cleared, "kept": kept, "bare": bare.len(), "refused": at_fault.len() });
    work.record(Event::new("roster.generate", "roster", id).from_version(facts).with(detail));
    swaps::home_days_changed(&mut work, &whose(&changes)).await?;
    work.commit().await?;
    Ok(Generated { days, cleared, kept, bare, refused })
}

/// What the unit's cycles have for the people of a roster, day by day; open is what an earlier filling put down and no cycle has any
/// more. Of two places on one day the one that began later counts.
async fn wanted(work: &mut Work<'_>, row: &Row, ground: &Ground) -> Result<Vec<Becomes>> {
    let group = work.group();
    let people: BTreeSet<String> = periods::people(&mut work.tx, group, &row.id).await?.into_iter().collect();
    let mut wanted: BTreeMap<(String, NaiveDate), (String, NewDay)> = BTreeMap::new();
    for agent in &people {
        for day in day_rows::of_agent(&mut work.tx, group, agent, (&row.from_date, &row.to_date)).await? {
            if day.origin == "cycle" && day.unit_id == row.unit_id {
                let date = day.date.parse().map_err(|_| Error::Corrupt(format!("a roster day on {}", day.date)))?;
                wanted.insert((agent.clone(), date), (String::new(), NewDay::Open));
            }
        }
    }
    for cycle in cycles::of_unit(&mut work.tx, group, &row.unit_id).await? {
        let positions: Vec<Position> = from_json(&cycle.positions)?;
        for place in cycles::places_of(&mut work.tx, group, &cycle.id).await? {
            let position = usize::try_from(place.position).ok().and_then(|at| positions.get(at));
            let Some(position) = position.filter(|_| people.contains(&place.agent_id)) else { continue };
            for date in ground.days() {
                let day = date.to_string();
                if day < place.from_date || place.to_date.as_ref().is_some_and(|last| *last < day) {
                    continue;
                }
                let codes = match code_on(&cycle, position, date) {
                    None => continue,
                    Some(".") => Vec::new(),
                    Some(code) => vec![code.to_owned()],
                };
                let new = new_day(ground, date, Some(&codes), "codes")?;
                let key = (place.agent_id.clone(), date);
                if wanted.get(&key).is_none_or(|(from, _)| *from <= place.from_date) {
                    wanted.insert(key, (place.from_date.clone(), new));
                }
            }
        }
    }
    Ok(wanted.into_iter().map(|((agent, date), (_, day))| Becomes { agent, date, day }).collect())
}
