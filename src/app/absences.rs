//! Absences: dated, with a neutral class and never a cause. Her employer's managers and the coordination enter them, she announces
//! her own.
//!
//! Invariants: somebody absent holds no shift of the pool on these days, in the same deed; another establishment learns that she
//! is not available, and nothing else; two absences of hers never lie on the same day; what is taken back stays on record; what her
//! employer entered she does not change.

use super::access::{Action, Actor, Paging, Reach};
use super::audit::{self, Event};
use super::error::{Conflict, Error, Result};
use super::identity::today;
use super::work::Work;
use super::wrong::expected;
use super::{App, assignments, fields, requests, shifts, swaps, users};
use crate::store::absences::{self, Record};
use crate::store::outbox::Notice;
use crate::store::{Tx, agents, establishments, groups, parsed, rosters};
use chrono::{Days, NaiveDate};
use releve_solver::domain::scenario::{Absence, AbsenceClass};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

/// Longest absence, days; a longer one is entered again when it is known to go on.
const DAYS_MAX: i64 = 400;
/// How far back one may be entered, changed or taken back, days.
const BACK_DAYS: u64 = 60;

/// An absence to enter.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewAbsence")]
pub struct New {
    /// Whose.
    pub agent: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Neutral class.
    pub class: AbsenceClass,
}

/// A duty of a home roster that nobody holds for the time being.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bare {
    /// Unit.
    pub unit: String,
    /// Unit's name.
    pub unit_name: String,
    /// Shift code.
    pub code: String,
    /// Civil day of the start.
    pub date: NaiveDate,
    /// A title of hers that holds on the day, when she has one: what a request would ask for.
    pub qualification: Option<String>,
    /// Unix seconds.
    pub starts_at: i64,
    /// Unix seconds.
    pub ends_at: i64,
}

/// An absence with the home duties that it leaves bare.
#[derive(Debug, Clone)]
pub struct Entered {
    /// The absence.
    pub absence: Record,
    /// The duties, by unit and day.
    pub bare: Vec<Bare>,
}

/// Enters an absence; the same one again gives the stored one and `false`.
///
/// # Errors
/// `Forbidden`, `NotFound` for an agent outside the reach, `Invalid` for days that cannot be, `Conflict` when another absence of
/// hers lies in them, or she has left.
pub async fn enter(app: &App, actor: &Actor, new: &New) -> Result<(Entered, bool)> {
    let reach = actor.may(Action::EnterAbsence)?;
    fields::period("to", new.from, new.to, DAYS_MAX)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let group = work.group();
    let agent = agents::record(&mut work.tx, group, &new.agent).await?;
    let agent = agent.filter(|agent| reach.sees_agent(&agent.id, &agent.employer));
    let agent = agent.ok_or_else(|| Error::not_found("agent", &new.agent))?;
    let day = today(work.now(), groups::zone(&mut work.tx, group).await?);
    recent("from", new.from, day)?;
    fields::foreseeable("to", new.to, day)?;
    if agent.left_on.is_some_and(|day| day <= new.from) {
        return Err(Conflict::AgentLeft.into());
    }
    let (from, to) = (new.from.to_string(), new.to.to_string());
    let others = absences::list(&mut work.tx, group, (&new.agent, &from, &to), -1).await?;
    if let Some(other) = others.into_iter().find(|other| other.standing) {
        if (other.from, other.to, other.class) == (new.from, new.to, new.class) {
            let bare = bare(&mut work.tx, group, (&agent, Some(other.number)), (new.from, new.to)).await?;
            return Ok((Entered { absence: other, bare }, false));
        }
        return Err(Conflict::AbsenceOverlaps(other.number).into());
    }
    // Which home duties become bare is asked before they are hers no more.
    let bare = bare(&mut work.tx, group, (&agent, None), (new.from, new.to)).await?;
    let announced = reach.is_herself(&new.agent);
    let absence = Absence { agent: new.agent.as_str().into(), from: new.from, to: new.to, class: new.class };
    let number = absences::insert(&mut work.tx, group, &absence, announced).await?;
    // The log says that there is one and when, to whoever may read it, and neither class nor cause.
    let detail = json!({ "agent": new.agent, "from": new.from, "to": new.to, "announced": announced });
    work.record(Event::new("absence.enter", "absence", number.to_string()).with(detail));
    assignments::free_unlawful_ahead(&mut work, &new.agent).await?;
    swaps::home_days_changed(&mut work, &[&new.agent]).await?;
    tell_managers(&mut work, number, &bare).await?;
    let absence = found(&mut work.tx, group, &reach, number).await?;
    work.commit().await?;
    Ok((Entered { absence, bare }, true))
}

/// Ends an absence earlier than it was to, or later: `to` is its new last day.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for a day before its first or days that are over long since, `Conflict` when it was taken back,
/// her employer entered it and she is the agent, or another absence lies in the days added.
pub async fn end(app: &App, actor: &Actor, number: i64, to: NaiveDate) -> Result<Entered> {
    let reach = actor.may(Action::EnterAbsence)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let group = work.group();
    let before = found(&mut work.tx, group, &reach, number).await?;
    if !before.standing {
        return Err(Conflict::AbsenceOver.into());
    }
    hers_to_change(&reach, &before)?;
    fields::period("to", before.from, to, DAYS_MAX)?;
    let day = today(work.now(), groups::zone(&mut work.tx, group).await?);
    // The first day that is an absence from now on, or is one no more.
    recent("to", to.min(before.to) + Days::new(1), day)?;
    fields::foreseeable("to", to, day)?;
    let agent = agents::record(&mut work.tx, group, &before.agent).await?;
    let agent = agent.ok_or_else(|| Error::Corrupt(format!("absence {number} of nobody")))?;
    let mut bare_days = Vec::new();
    if to > before.to {
        let (from, last) = ((before.to + Days::new(1)).to_string(), to.to_string());
        let others = absences::list(&mut work.tx, group, (&before.agent, &from, &last), -1).await?;
        if let Some(other) = others.into_iter().find(|other| other.standing && other.number != number) {
            return Err(Conflict::AbsenceOverlaps(other.number).into());
        }
        bare_days = bare(&mut work.tx, group, (&agent, Some(number)), (before.to + Days::new(1), to)).await?;
    }
    if !absences::update(&mut work.tx, group, &Record { to, ..before.clone() }).await? {
        return Err(Conflict::LostRace.into());
    }
    let detail = json!({ "agent": before.agent, "was_to": before.to, "to": to });
    work.record(Event::new("absence.end", "absence", number.to_string()).from_version(before.version).with(detail));
    if to > before.to {
        assignments::free_unlawful_ahead(&mut work, &before.agent).await?;
        swaps::home_days_changed(&mut work, &[&before.agent]).await?;
        tell_managers(&mut work, number, &bare_days).await?;
    }
    let absence = found(&mut work.tx, group, &reach, number).await?;
    work.commit().await?;
    Ok(Entered { absence, bare: bare_days })
}

/// Takes an absence back that was entered by mistake, or did not come about.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason or for days that are over long since, `Conflict` when it was taken back before,
/// or her employer entered it and she is the agent.
pub async fn withdraw(app: &App, actor: &Actor, number: i64, why: &str) -> Result<Record> {
    let reach = actor.may(Action::EnterAbsence)?;
    let why = requests::reason(why)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let group = work.group();
    let before = found(&mut work.tx, group, &reach, number).await?;
    if !before.standing {
        return Err(Conflict::AbsenceOver.into());
    }
    hers_to_change(&reach, &before)?;
    recent("from", before.from, today(work.now(), groups::zone(&mut work.tx, group).await?))?;
    let withdrawn = Record { standing: false, reason: Some(why.to_owned()), ..before.clone() };
    if !absences::update(&mut work.tx, group, &withdrawn).await? {
        return Err(Conflict::LostRace.into());
    }
    let detail = json!({ "agent": before.agent, "reason_given": true });
    work.record(
        Event::new("absence.withdraw", "absence", number.to_string()).from_version(before.version).with(detail),
    );
    let absence = found(&mut work.tx, group, &reach, number).await?;
    work.commit().await?;
    Ok(absence)
}

/// What her employer entered is not the agent's to change; what she announced is.
fn hers_to_change(reach: &Reach, absence: &Record) -> Result<()> {
    if reach.is_herself(&absence.agent) && !absence.announced {
        return Err(Conflict::AbsenceNotAnnounced.into());
    }
    Ok(())
}

/// Days longer ago have been paid.
fn recent(field: &str, date: NaiveDate, today: NaiveDate) -> Result<()> {
    let first = today - Days::new(BACK_DAYS);
    if date < first {
        let expected = expected("field-absence-recent").with("first", first.to_string());
        return Err(Error::field(field, date.to_string(), expected));
    }
    Ok(())
}

/// Which absences.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of this agent.
    pub agent: Option<String>,
    /// That reach to this day or beyond.
    pub from: Option<NaiveDate>,
    /// That begin on this day or before.
    pub to: Option<NaiveDate>,
}

/// A page of absences, by number. Reading those of somebody else's employees is put on record.
///
/// # Errors
/// `Forbidden`, `NotFound` for an agent outside the reach, `Invalid` for a page that cannot be.
pub async fn list(app: &App, actor: &Actor, paging: &Paging, wanted: &Wanted) -> Result<Vec<Record>> {
    let reach = actor.may(Action::ReadAbsences)?;
    let after = match paging.after.as_deref() {
        None | Some("") => -1,
        Some(text) => text.parse().map_err(|_| Error::field("after", text, expected("field-cursor")))?,
    };
    let mut tx = app.db.read().await?;
    if let Some(agent) = &wanted.agent {
        let face = agents::face(&mut tx, &actor.group, agent).await?;
        if !face.is_some_and(|face| reach.sees_agent(&face.id, &face.employer_id)) {
            return Err(Error::not_found("agent", agent));
        }
    }
    let day = |date: Option<NaiveDate>| date.map(|d| d.to_string()).unwrap_or_default();
    let (from, to) = (day(wanted.from), day(wanted.to));
    let agent = wanted.agent.as_deref().unwrap_or_default();
    let mut all = absences::list(&mut tx, &actor.group, (agent, &from, &to), after).await?;
    drop(tx);
    all.retain(|record| reach.sees_agent(&record.agent, &record.employer));
    all.truncate(paging.limit() as usize);
    let others = all.iter().filter(|record| !reach.is_herself(&record.agent)).count();
    if others > 0 && reach.whole {
        let event = Event::new("absence.read", "group", &actor.group).with(json!({ "absences": others }));
        audit::note(app, actor, reach.role, [event]).await?;
    }
    Ok(all)
}

/// One absence with the home duties that it leaves bare; none once it was taken back. Reading one of somebody else's employee is
/// put on record.
///
/// # Errors
/// `Forbidden`, or `NotFound` outside the reach.
pub async fn find(app: &App, actor: &Actor, number: i64) -> Result<Entered> {
    let reach = actor.may(Action::ReadAbsences)?;
    let mut tx = app.db.read().await?;
    let absence = found(&mut tx, &actor.group, &reach, number).await?;
    let agent = agents::record(&mut tx, &actor.group, &absence.agent).await?;
    let agent = agent.ok_or_else(|| Error::Corrupt(format!("absence {number} of nobody")))?;
    let days = (absence.from, absence.to);
    let bare =
        if absence.standing { bare(&mut tx, &actor.group, (&agent, Some(number)), days).await? } else { Vec::new() };
    drop(tx);
    if reach.whole && !reach.is_herself(&absence.agent) {
        let event = Event::new("absence.read", "absence", number.to_string());
        audit::note(app, actor, reach.role, [event]).await?;
    }
    Ok(Entered { absence, bare })
}

async fn found(tx: &mut Tx, group: &str, reach: &Reach, number: i64) -> Result<Record> {
    let record = absences::find(tx, group, number).await?;
    let seen = record.filter(|record| reach.sees_agent(&record.agent, &record.employer));
    seen.ok_or_else(|| Error::not_found("absence", &number.to_string()))
}

/// The home duties of an agent on some days, as far as no absence of hers but `beside` lies on them. A unit's hours that the clocks
/// jump over are left out: nobody can be asked for them.
async fn bare(
    tx: &mut Tx,
    group: &str,
    (agent, beside): (&agents::Record, Option<i64>),
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Bare>> {
    let (first, last) = (from.to_string(), to.to_string());
    let away = absences::list(tx, group, (&agent.id, &first, &last), -1).await?;
    let is_away = |day: NaiveDate| {
        let mut others = away.iter().filter(|other| other.standing && Some(other.number) != beside);
        others.any(|other| (other.from..=other.to).contains(&day))
    };
    let mut bare = Vec::new();
    for row in rosters::of_agent(tx, group, &agent.id, (&first, &last)).await? {
        let date = parsed(&row.date)?;
        let Some(code) = row.code.filter(|_| !is_away(date)) else { continue };
        let Some((unit, zone)) = establishments::unit(tx, group, &row.unit_id).await? else { continue };
        let Some(known) = unit.shift_codes.iter().find(|known| known.code.as_str() == code) else { continue };
        let Ok((starts_at, ends_at)) = shifts::bounds(zone, known, date) else { continue };
        let holds = |from: Option<NaiveDate>, to: Option<NaiveDate>| {
            from.is_none_or(|from| from <= date) && to.is_none_or(|to| date <= to)
        };
        let title = agent.file.qualifications.iter().find(|held| holds(held.valid_from, held.valid_to));
        bare.push(Bare {
            unit: unit.id.0,
            unit_name: unit.name,
            code,
            date,
            qualification: title.map(|held| held.qualification.0.clone()),
            starts_at,
            ends_at,
        });
    }
    bare.sort_by(|a, b| (&a.unit, a.starts_at, &a.code).cmp(&(&b.unit, b.starts_at, &b.code)));
    Ok(bare)
}

/// Tells the managers of the units whose duties become bare: which unit, from which day, and not why.
async fn tell_managers(work: &mut Work<'_>, number: i64, bare: &[Bare]) -> Result<()> {
    let group = work.group();
    let mut units: Vec<&str> = bare.iter().map(|duty| duty.unit.as_str()).collect();
    units.dedup();
    for unit in units {
        let first = bare.iter().find(|duty| duty.unit == unit).expect("the unit is in the list");
        let last = bare.iter().rev().find(|duty| duty.unit == unit).expect("the unit is in the list");
        let count = bare.iter().filter(|duty| duty.unit == unit).count();
        let managers = users::managers_of(&mut work.tx, group, unit, work.app.clock.now()).await?;
        for user in managers.into_iter().filter(|user| *user != work.actor.user.0) {
            let payload =
                json!({ "unit": first.unit_name, "date": first.date, "last_date": last.date, "duties": count });
            let fact = format!("{number}:{unit}:{}", first.date);
            work.tell(Notice::to_user("duty.bare", &fact, &user, payload));
        }
    }
    Ok(())
}
