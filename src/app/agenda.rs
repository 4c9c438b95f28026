//! An agent's agenda: the duties ahead of her, those of her home roster and those of the pool, each with the way there.
//!
//! A home duty that an absence or a promised rest has taken the place of is none: what is here is where she is expected.

use super::access::{Action, Actor, Only, Paging};
use super::error::{Error, Result};
use super::facts::Facts;
use super::rosters::mine;
use super::{App, assignments, users};
use crate::ids::{AssignmentId, UserId};
use crate::store::assignments::Row;
use crate::store::{self, Tx, agreements, parsed};
use chrono::NaiveDate;
use chrono_tz::Tz;
use releve_solver::domain::problem::{Worker, distance_km};
use releve_solver::domain::scenario::Place;
use releve_solver::domain::time::{Span, day_of_date};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most shifts of the pool in one agenda.
const SHIFTS_MAX: i64 = 500;

/// How she gets to a post, and what awaits her there.
#[derive(Debug, Clone)]
pub struct Way {
    /// Zone of the place's clocks.
    pub zone: Tz,
    /// Commune.
    pub commune: String,
    /// Where it stands.
    pub place: Place,
    /// Crow's flight from her home, kilometres.
    pub distance_km: f64,
    /// She has never worked in the unit.
    pub first_time: bool,
    /// Somebody who knows the unit is on duty there when she begins.
    pub company: bool,
    /// Names of those who run the unit, whom she may ask for.
    pub managers: Vec<String>,
}

/// A duty ahead of her.
#[derive(Debug, Clone)]
pub struct Duty {
    /// Her assignment; none for a duty of her home roster.
    pub assignment: Option<AssignmentId>,
    /// The assignment was called off.
    pub cancelled: bool,
    /// The roster is not published yet.
    pub provisional: bool,
    /// Civil day of the start.
    pub date: NaiveDate,
    /// Shift code.
    pub code: String,
    /// Unit.
    pub unit: String,
    /// Unit's name.
    pub unit_name: String,
    /// Establishment's name.
    pub establishment_name: String,
    /// Unix seconds.
    pub starts_at: i64,
    /// Unix seconds.
    pub ends_at: i64,
    /// How she gets there.
    pub way: Way,
}

/// A shift of the pool that is hers, or was.
#[derive(Debug, Clone)]
pub struct Held {
    /// The assignment.
    pub row: Row,
    /// How she gets there.
    pub way: Way,
    /// Until when she may hand it back, where an agreement gave it to her; unix seconds.
    pub hand_back_until: Option<i64>,
}

/// The agent who asks.
///
/// # Errors
/// `Forbidden` for whoever is none.
pub fn herself(actor: &Actor) -> Result<&str> {
    let reach = actor.may(Action::AnswerOffer)?;
    actor.agent().filter(|agent| reach.is_herself(agent)).ok_or(Error::Forbidden(Action::AnswerOffer))
}

/// Her duties over some civil days (both included), by start; shifts of the pool that were called off are among them, marked.
///
/// # Errors
/// `Forbidden` for whoever is no agent, `Invalid` for a period that cannot be.
pub async fn ahead(app: &App, actor: &Actor, (from, to): (NaiveDate, NaiveDate)) -> Result<Vec<Duty>> {
    let me = herself(actor)?;
    let home = mine::show(app, actor, (from, to)).await?;
    let only = Only { agent: Some(me.to_owned()), from: Some(from), to: Some(to), ..Only::default() };
    let held = assignments::list(app, actor, &Paging { only, ..Paging::first(SHIFTS_MAX) }).await?;
    let mut tx = app.db.read().await?;
    let units = home.iter().map(|day| day.unit.clone()).chain(held.iter().map(|row| row.shift.unit_id.clone()));
    let guide = Guide::read(app, &mut tx, actor, units.collect()).await?;
    let mut duties = Vec::new();
    for day in home.into_iter().filter(|day| day.kind == "home") {
        let (Some(code), Some(starts_at), Some(ends_at)) = (day.code, day.starts_at, day.ends_at) else { continue };
        if guide.is_away(starts_at) {
            continue;
        }
        duties.push(Duty {
            assignment: None,
            cancelled: false,
            provisional: day.standing == "provisional",
            date: parsed(&day.date)?,
            code,
            way: guide.way(&day.unit, starts_at)?,
            unit: day.unit,
            unit_name: day.unit_name,
            establishment_name: day.establishment_name,
            starts_at,
            ends_at,
        });
    }
    for row in held {
        let shift = row.shift;
        duties.push(Duty {
            assignment: Some(row.id),
            cancelled: row.state == "cancelled",
            provisional: false,
            date: parsed(&shift.date)?,
            way: guide.way(&shift.unit_id, shift.starts_at)?,
            code: shift.code,
            unit: shift.unit_id,
            unit_name: shift.unit_name,
            establishment_name: shift.establishment_name,
            starts_at: shift.starts_at,
            ends_at: shift.ends_at,
        });
    }
    duties.sort_by(|a, b| (a.starts_at, &a.assignment).cmp(&(b.starts_at, &b.assignment)));
    Ok(duties)
}

/// One shift of the pool that is hers, or was.
///
/// # Errors
/// `Forbidden` for whoever is no agent, `NotFound` for somebody else's.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Held> {
    let me = herself(actor)?;
    let row = assignments::find(app, actor, id).await?;
    if row.agent_id != me {
        return Err(Error::not_found("assignment", id));
    }
    let mut tx = app.db.read().await?;
    let guide = Guide::read(app, &mut tx, actor, [row.shift.unit_id.clone()].into()).await?;
    let hand_back_until = match &row.offer_id {
        Some(offer) => agreements::hand_back_until(&mut tx, offer).await?,
        None => None,
    };
    let way = guide.way(&row.shift.unit_id, row.shift.starts_at)?;
    Ok(Held { row, way, hand_back_until })
}

/// Units of the group with the names of their establishments, by both names: where somebody may say that she would go.
///
/// # Errors
/// `Forbidden` for whoever is no agent.
pub async fn units(app: &App, actor: &Actor) -> Result<Vec<(String, String, String)>> {
    herself(actor)?;
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    let sites: BTreeMap<&str, &str> =
        facts.scenario.establishments.iter().map(|site| (site.id.as_str(), site.name.as_str())).collect();
    let named = facts.scenario.units.iter().map(|unit| {
        let site = sites.get(unit.establishment.as_str()).copied().unwrap_or_default();
        (unit.id.0.clone(), unit.name.clone(), site.to_owned())
    });
    let mut units: Vec<_> = named.collect();
    units.sort_by(|a, b| (&a.2, &a.1).cmp(&(&b.2, &b.1)));
    Ok(units)
}

/// What stands in the place of work on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Away {
    /// A promised rest.
    Rest,
    /// An absence.
    Absence,
}

/// Her absences and promised rests over some civil days (both included), by day.
///
/// # Errors
/// `Forbidden` for whoever is no agent.
pub async fn away(app: &App, actor: &Actor, (from, to): (NaiveDate, NaiveDate)) -> Result<BTreeMap<NaiveDate, Away>> {
    let mut tx = app.db.read().await?;
    let guide = Guide::read(app, &mut tx, actor, BTreeSet::new()).await?;
    let worker = guide.worker();
    let mut days = BTreeMap::new();
    for date in from.iter_days().take_while(|date| *date <= to) {
        let day = worker.grid.span_of(day_of_date(date));
        if worker.absences.iter().any(|absence| absence.overlaps(day)) {
            days.insert(date, Away::Absence);
        } else if worker.promised_rests.iter().any(|rest| rest.overlaps(day)) {
            days.insert(date, Away::Rest);
        }
    }
    Ok(days)
}

/// The clocks of the group's places.
#[derive(Debug, Clone)]
pub struct Clocks {
    group: Tz,
    sites: BTreeMap<String, Tz>,
}

impl Clocks {
    /// That of an establishment.
    pub fn of(&self, establishment: &str) -> Tz {
        self.sites.get(establishment).copied().unwrap_or(self.group)
    }
}

/// The clocks by which an agent's shifts are told.
///
/// # Errors
/// `Forbidden` for whoever is no agent.
pub async fn clocks(app: &App, actor: &Actor) -> Result<Clocks> {
    herself(actor)?;
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    let sites = facts.scenario.establishments.iter().map(|site| (site.id.0.clone(), site.time_zone));
    Ok(Clocks { group: facts.scenario.group.time_zone, sites: sites.collect() })
}

/// What one agent may know of the places of her group and of those who run them.
#[derive(Debug)]
pub(super) struct Guide {
    /// The group's facts.
    pub facts: Arc<Facts>,
    worker: usize,
    managers: BTreeMap<String, Vec<String>>,
}

impl Guide {
    /// For these units.
    pub async fn read(app: &App, tx: &mut Tx, actor: &Actor, units: BTreeSet<String>) -> Result<Self> {
        let (me, group) = (herself(actor)?, actor.group.as_str());
        let facts = app.facts.current(tx, group).await?;
        let worker = facts.problem.workers.iter().position(|worker| worker.id.as_str() == me);
        let worker = worker.ok_or_else(|| Error::not_found("agent", me))?;
        let mut managers = BTreeMap::new();
        for unit in units {
            let mut names = Vec::new();
            for user in users::managers_of(tx, group, &unit, app.clock.now()).await? {
                names.extend(store::users::find(tx, group, &UserId(user)).await?.map(|user| user.name));
            }
            managers.insert(unit, names);
        }
        Ok(Self { facts, worker, managers })
    }

    /// She herself, as the planning model knows her.
    pub fn worker(&self) -> &Worker {
        &self.facts.problem.workers[self.worker]
    }

    /// The way to a unit for a duty that begins at an instant (unix seconds).
    pub fn way(&self, unit: &str, starts_at: i64) -> Result<Way> {
        let missing = || Error::not_found("unit", unit);
        let scenario = &self.facts.scenario;
        let known = scenario.units.iter().find(|known| known.id.as_str() == unit).ok_or_else(missing)?;
        let site = scenario.establishments.iter().find(|site| site.id == known.establishment).ok_or_else(missing)?;
        Ok(Way {
            zone: site.time_zone,
            commune: site.commune.clone(),
            place: site.place,
            distance_km: distance_km(self.worker().home, site.place),
            first_time: !self.worker().knows(&known.id),
            company: self.facts.problem.has_company(&known.id, starts_at.div_euclid(60)),
            managers: self.managers.get(unit).cloned().unwrap_or_default(),
        })
    }

    /// Whether an absence or a promised rest stands in the place of a home duty that begins at an instant (unix seconds).
    fn is_away(&self, starts_at: i64) -> bool {
        let start = starts_at.div_euclid(60);
        let (absences, rests) = (&self.worker().absences, &self.worker().promised_rests);
        absences.iter().chain(rests).any(|away| away.contains(Span::new(start, start + 1)))
    }
}
