//! Promises: what work earns as rest is owed with a date.
//!
//! Invariants: minutes of rest gather until they make a day of hers, whole days are promised at once; a promise gets its date from
//! the service, inside the time in which it is due, and another one by agreement of both sides; from its date on it is a line
//! of the account and a hard constraint of every plan; it ends as a rest that was taken, or is taken back with what earned it.
//!
//! On the account: `earned` puts rest on it; `dated` takes it off again in its own unit and `promised_rest` puts whole days there
//! instead; `taken` takes those off. So the balances are what is owed and not yet promised, and what is promised and not yet taken.

mod clock;
pub mod dating;

pub use clock::keep;

use super::App;
use super::access::{Action, Actor, Paging, Reach, Role, holders_over};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::facts::{self, Facts};
use super::work::Work;
use crate::ids::PromiseId;
use crate::store::ledgers::Compensation;
use crate::store::outbox::Notice;
use crate::store::promises::{self, Row};
use crate::store::{Page, Tx, agents, ledgers, parsed, to_json};
use chrono::NaiveDate;
use chrono_tz::Tz;
use dating::{Found, Rest};
use releve_solver::domain::time::local_of_instant;
use serde_json::json;
use std::collections::BTreeMap;

/// Where a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Owed, without a date.
    Undated,
    /// With its first and last day.
    Dated {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// She has rested.
    Taken,
    /// What earned it was taken back.
    Withdrawn,
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row holds none.
    pub fn of(row: &Row) -> Result<Self> {
        Ok(match (row.state.as_str(), &row.rest_from, &row.rest_to) {
            ("undated", ..) => Self::Undated,
            ("dated", Some(from), Some(to)) => Self::Dated { from: parsed(from)?, to: parsed(to)? },
            ("taken", ..) => Self::Taken,
            ("withdrawn", ..) => Self::Withdrawn,
            (other, ..) => return Err(Error::Corrupt(format!("promise {} in state {other}", row.id))),
        })
    }

    /// It gets a date, or another one.
    ///
    /// # Errors
    /// When it is over.
    pub fn date(self, (from, to): (NaiveDate, NaiveDate)) -> Result<Self> {
        match self {
            Self::Undated | Self::Dated { .. } => Ok(Self::Dated { from, to }),
            other => Err(other.in_the_way()),
        }
    }

    /// Its date does not hold, and there is no other yet.
    ///
    /// # Errors
    /// Unless dated.
    pub fn lose_its_date(self) -> Result<Self> {
        match self {
            Self::Dated { .. } => Ok(Self::Undated),
            other => Err(other.in_the_way()),
        }
    }

    /// Its days are over, and she did not work on them.
    ///
    /// # Errors
    /// Unless dated, and over by `today`.
    pub fn take(self, today: NaiveDate) -> Result<Self> {
        match self {
            Self::Dated { to, .. } if to < today => Ok(Self::Taken),
            Self::Dated { .. } => Err(Conflict::NotOverYet.into()),
            other => Err(other.in_the_way()),
        }
    }

    /// What earned it is taken back.
    ///
    /// # Errors
    /// When it is over.
    pub fn withdraw(self) -> Result<Self> {
        match self {
            Self::Undated | Self::Dated { .. } => Ok(Self::Withdrawn),
            other => Err(other.in_the_way()),
        }
    }

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Undated => "undated",
            Self::Dated { .. } => "dated",
            Self::Taken => "taken",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn in_the_way(self) -> Error {
        Conflict::PromiseState(match self {
            Self::Undated => "sans date",
            Self::Dated { .. } => "daté",
            Self::Taken => "pris",
            Self::Withdrawn => "repris avec ce qui l’avait fait naître",
        })
        .into()
    }
}

/// Which side of a promise somebody is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Agent,
    Service,
}

impl Side {
    const fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Service => "service",
        }
    }
}

/// Which promises.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// To this agent alone.
    pub agent: Option<String>,
    /// Still to be kept, and due before this day.
    pub due_before: Option<NaiveDate>,
}

/// A page of promises to whoever's record she reaches, by identifier.
///
/// # Errors
/// When the role does not allow it, or the agent's record is not hers to see.
pub async fn list(app: &App, actor: &Actor, paging: &Paging, wanted: &Wanted) -> Result<Vec<Row>> {
    let reach = actor.may(Action::ReadCompensation)?;
    let mut tx = app.db.read().await?;
    let faces = agents::faces(&mut tx, &actor.group).await?;
    let seen = faces.iter().filter(|face| reach.sees_agent(&face.id, &face.employer_id));
    let seen: Vec<&str> = seen.map(|face| face.id.as_str()).collect();
    let mut page = reach.page(paging);
    if let Some(agent) = &wanted.agent {
        if !seen.contains(&agent.as_str()) {
            return Err(Error::not_found("agent", agent));
        }
        page = Page { whole: false, agents: format!("|{agent}|"), ..page };
    } else if !page.whole {
        page.agents = seen.iter().fold(String::new(), |list, id| list + "|" + id + "|");
    }
    let before = wanted.due_before.map(|day| day.to_string()).unwrap_or_default();
    Ok(promises::list(&mut tx, &actor.group, &page, &before).await?)
}

/// Asks the other side for another date. The present one holds until she or they agree.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for a day on which it cannot be or that is past its due date, `Conflict` when it is over.
pub async fn ask_for(app: &App, actor: &Actor, id: &str, (from, version): (NaiveDate, i64)) -> Result<Row> {
    let reach = actor.may(Action::AgreeRest)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let mut row = find_in(&mut work.tx, &actor.group, &reach, id, version).await?;
    let facts = app.facts.current(&mut work.tx, &actor.group).await?;
    let found = on_day(&work, &facts, &row, from)?;
    State::of(&row)?.date((found.from, found.to))?;
    let side = side(&reach, &row);
    row.wanted_from = Some(found.from.to_string());
    row.wanted_to = Some(found.to.to_string());
    row.wanted_by = Some(side.name().to_owned());
    save(&mut work, &row).await?;
    let payload = json!({ "date": found.from, "until": found.to, "promise": row.id });
    let fact = format!("{}:{}", row.id, row.version + 1);
    let notice = |person: &str| Notice {
        person: person.to_owned(),
        ..Notice::to_agent("rest.wanted", &fact, "", payload.clone())
    };
    match side {
        Side::Agent => {
            let now = work.now();
            for user in managers(&mut work.tx, &facts, &actor.group, (&row.agent_id, now)).await? {
                work.tell(notice(&format!("user:{user}")));
            }
        }
        Side::Service => work.tell(notice(&format!("agent:{}", row.agent_id))),
    }
    let detail = json!({ "from": found.from, "to": found.to, "by": side.name() });
    work.record(Event::new("promise.ask", "promise", id).from_version(row.version).with(detail));
    done(work, &reach, id).await
}

/// Agrees to the date that the other side has asked for.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` when it cannot be any more, `Conflict` when nothing is asked for, or by her own side.
pub async fn agree(app: &App, actor: &Actor, id: &str, version: i64) -> Result<Row> {
    let reach = actor.may(Action::AgreeRest)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let mut row = asked_by_the_other(&mut work, &reach, id, version).await?;
    let facts = facts::read(&mut work.tx, &actor.group).await?;
    let from = parsed(row.wanted_from.as_deref().unwrap_or_default())?;
    let found = on_day(&work, &facts, &row, from)?;
    let detail = json!({ "from": found.from, "to": found.to, "before": row.rest_from });
    work.record(Event::new("promise.agree", "promise", id).from_version(row.version).with(detail));
    put_date(&mut work, &mut row, &found, "Date changée d’un commun accord").await?;
    tell_date(&mut work, &facts, &row).await?;
    done(work, &reach, id).await
}

/// Does not agree: the date stays as it is.
///
/// # Errors
/// As [`agree`].
pub async fn refuse(app: &App, actor: &Actor, id: &str, version: i64) -> Result<Row> {
    let reach = actor.may(Action::AgreeRest)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let mut row = asked_by_the_other(&mut work, &reach, id, version).await?;
    (row.wanted_from, row.wanted_to, row.wanted_by) = (None, None, None);
    save(&mut work, &row).await?;
    work.record(Event::new("promise.refuse", "promise", id).from_version(row.version));
    done(work, &reach, id).await
}

async fn asked_by_the_other(work: &mut Work<'_>, reach: &Reach, id: &str, version: i64) -> Result<Row> {
    let group = work.group();
    let row = find_in(&mut work.tx, group, reach, id, version).await?;
    let side = side(reach, &row).name();
    if row.wanted_by.as_deref().is_none_or(|by| by == side) {
        return Err(Conflict::NothingAsked.into());
    }
    Ok(row)
}

fn side(reach: &Reach, row: &Row) -> Side {
    if reach.is_herself(&row.agent_id) { Side::Agent } else { Side::Service }
}

async fn done(mut work: Work<'_>, reach: &Reach, id: &str) -> Result<Row> {
    let group = work.group();
    let row = seen(&mut work.tx, group, reach, id).await?;
    work.commit().await?;
    Ok(row)
}

async fn seen(tx: &mut Tx, group: &str, reach: &Reach, id: &str) -> Result<Row> {
    let missing = || Error::not_found("promise", id);
    let row = promises::find(tx, group, id).await?.ok_or_else(missing)?;
    let face = agents::face(tx, group, &row.agent_id).await?;
    face.filter(|face| reach.sees_agent(&face.id, &face.employer_id)).map(|_| row).ok_or_else(missing)
}

async fn find_in(tx: &mut Tx, group: &str, reach: &Reach, id: &str, version: i64) -> Result<Row> {
    let row = seen(tx, group, reach, id).await?;
    if row.version == version { Ok(row) } else { Err(Conflict::VersionMoved { current: row.version }.into()) }
}

/// A day that somebody asks for: later than today, and inside the due date where that is still to come.
fn on_day(work: &Work<'_>, facts: &Facts, row: &Row, from: NaiveDate) -> Result<Found> {
    let wrong = |expected: &str| Error::field("from", from.to_string(), expected, "choisissez un autre jour");
    let today = today(facts, &row.agent_id, work.now())?;
    let due: NaiveDate = parsed(&row.due_on)?;
    if from <= today {
        return Err(wrong("un jour à venir"));
    }
    let found = dating::asked(facts, &row.agent_id, rest_of(row)?, from);
    let found = found.ok_or_else(|| Error::not_found("agent", &row.agent_id))?;
    let found = found.map_err(|obstacle| wrong(obstacle.in_words()))?;
    if found.to > due && today <= due {
        return Err(wrong(&format!("au plus tard le {due}")));
    }
    Ok(found)
}

/// A promise as the choice of its date sees it.
fn rest_of(row: &Row) -> Result<Rest> {
    let now = match State::of(row)? {
        State::Dated { from, to } => Some((from, to)),
        _ => None,
    };
    Ok(Rest { days: row.days, weekend: row.weekend, now, broken: None })
}

/// The civil day at an agent's employer.
fn today(facts: &Facts, agent: &str, now: i64) -> Result<NaiveDate> {
    Ok(local_of_instant(zone_of(facts, agent)?, now.div_euclid(60)).date())
}

pub(super) fn zone_of(facts: &Facts, agent: &str) -> Result<Tz> {
    let employer = facts.employer(agent);
    let site = facts.scenario.establishments.iter().find(|site| Some(site.id.as_str()) == employer);
    site.map(|site| site.time_zone).ok_or_else(|| Error::not_found("agent", agent))
}

async fn save(work: &mut Work<'_>, row: &Row) -> Result<()> {
    if promises::store(&mut work.tx, row).await? { Ok(()) } else { Err(Conflict::LostRace.into()) }
}

/// Gives a promise its date, or another one, with its lines on the account.
async fn put_date(work: &mut Work<'_>, row: &mut Row, found: &Found, why: &str) -> Result<()> {
    State::of(row)?.date((found.from, found.to))?.name().clone_into(&mut row.state);
    let group = work.group();
    let standing = ledgers::standing_of_promise(&mut work.tx, group, &row.id, row.entry_id.as_ref()).await?;
    for line in standing.iter().filter(|line| line.kind == "promised_rest") {
        work.reverse_compensation(line, why);
    }
    if !standing.iter().any(|line| line.kind == "dated") {
        take_off(work, row).await?;
    }
    row.rest_from = Some(found.from.to_string());
    row.rest_to = Some(found.to.to_string());
    row.lifted = to_json(&found.lifted)?;
    (row.wanted_from, row.wanted_to, row.wanted_by) = (None, None, None);
    let line = Compensation {
        kind: "promised_rest".to_owned(),
        label_fr: "Repos promis".to_owned(),
        quantity: row.days,
        unit: "days".to_owned(),
        due_on: Some(row.due_on.clone()),
        rest_from: row.rest_from.clone(),
        rest_to: row.rest_to.clone(),
        promise_id: Some(row.id.clone()),
        reason: row.reason.clone(),
        ..work.compensation_line(&row.agent_id)
    };
    row.entry_id = Some(line.id.clone());
    work.post_compensation(line);
    save(work, row).await
}

/// Takes the rest that a promise repays off the account in its own unit: from now on it is there as whole days.
async fn take_off(work: &mut Work<'_>, row: &Row) -> Result<()> {
    let mut by_unit: BTreeMap<String, i64> = BTreeMap::new();
    for (source, unit) in promises::sources(&mut work.tx, &row.id).await? {
        *by_unit.entry(unit).or_default() += source.quantity;
    }
    for (unit, quantity) in by_unit {
        let line = Compensation {
            kind: "dated".to_owned(),
            label_fr: "Repos daté".to_owned(),
            quantity: -quantity,
            unit,
            promise_id: Some(row.id.clone()),
            reason: row.reason.clone(),
            ..work.compensation_line(&row.agent_id)
        };
        work.post_compensation(line);
    }
    Ok(())
}

/// Takes the lines of a promise back that stand.
async fn reverse_lines(work: &mut Work<'_>, row: &Row, why: &str) -> Result<()> {
    let group = work.group();
    for line in ledgers::standing_of_promise(&mut work.tx, group, &row.id, row.entry_id.as_ref()).await? {
        work.reverse_compensation(&line, why);
    }
    Ok(())
}

/// Takes promises back whose ground is gone: their lines are reversed, and what else they repaid is owed without a promise again.
/// The deed has touched the facts.
pub(super) async fn withdraw(work: &mut Work<'_>, all: Vec<Row>, why: &str) -> Result<()> {
    for mut row in all {
        State::of(&row)?.withdraw()?.name().clone_into(&mut row.state);
        reverse_lines(work, &row, why).await?;
        (row.entry_id, row.ended_at, row.lifted) = (None, Some(work.now()), "[]".to_owned());
        save(work, &row).await?;
        work.record(
            Event::new("promise.withdraw", "promise", &row.id.0)
                .from_version(row.version)
                .with(json!({ "reason": why })),
        );
    }
    Ok(())
}

/// Tells her and her manager when she rests.
async fn tell_date(work: &mut Work<'_>, facts: &Facts, row: &Row) -> Result<()> {
    let payload = json!({ "date": row.rest_from, "until": row.rest_to, "promise": row.id });
    let (group, now) = (work.group(), work.now());
    let fact = format!("{}:{}", row.id, row.rest_from.as_deref().unwrap_or_default());
    work.tell(Notice::to_agent("rest.dated", &fact, &row.agent_id, payload.clone()));
    for user in managers(&mut work.tx, facts, group, (&row.agent_id, now)).await? {
        work.tell(Notice::to_user("rest.dated", &fact, &user, payload.clone()));
    }
    Ok(())
}

/// Users who manage an agent at her employer.
async fn managers(tx: &mut Tx, facts: &Facts, group: &str, (agent, now): (&str, i64)) -> Result<Vec<String>> {
    let employer = facts.employer(agent).unwrap_or_default();
    let own: Vec<&str> = facts
        .scenario
        .rosters
        .iter()
        .filter(|line| line.agent.as_str() == agent)
        .map(|line| line.unit.as_str())
        .collect();
    let of_employer = facts.scenario.units.iter().filter(|unit| unit.establishment.as_str() == employer);
    let units: Vec<&str> =
        of_employer.map(|unit| unit.id.as_str()).filter(|unit| own.is_empty() || own.contains(unit)).collect();
    let day = local_of_instant(facts.scenario.group.time_zone, now.div_euclid(60)).date();
    holders_over(tx, group, (Role::Manager, day), (employer, &units)).await
}

/// A promise to store, without a date.
fn new(work: &Work<'_>, agent: &str, (days, weekend): (i64, bool), (due_on, reason): (&str, &str)) -> Row {
    Row {
        id: PromiseId(work.app.clock.new_id()),
        agent_id: agent.to_owned(),
        state: State::Undated.name().to_owned(),
        days,
        weekend,
        reason: reason.to_owned(),
        due_on: due_on.to_owned(),
        rest_from: None,
        rest_to: None,
        lifted: "[]".to_owned(),
        entry_id: None,
        wanted_from: None,
        wanted_to: None,
        wanted_by: None,
        made_at: work.now(),
        ended_at: None,
        version: 1,
    }
}

/// A rest that an import brings in with its date.
pub(super) async fn import(
    work: &mut Work<'_>,
    agent: &str,
    (from, to): (NaiveDate, NaiveDate),
    reason: &str,
) -> Result<()> {
    let days = (to - from).num_days() + 1;
    let mut row = new(work, agent, (days, false), (&to.to_string(), reason));
    let group = work.group();
    promises::insert(&mut work.tx, group, std::slice::from_ref(&row)).await?;
    put_date(work, &mut row, &Found { from, to, lifted: Vec::new() }, "").await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, d).expect("a day")
    }

    #[test]
    fn a_rest_is_taken_once_its_last_day_is_over() {
        let dated = State::Undated.date((day(12), day(13))).expect("it gets a date");
        assert!(matches!(dated.take(day(13)), Err(Error::Conflict(Conflict::NotOverYet))));
        assert_eq!(dated.take(day(14)).expect("it is over"), State::Taken);
        assert_eq!(dated.lose_its_date().expect("dated"), State::Undated);
        assert!(State::Undated.lose_its_date().is_err() && State::Undated.take(day(31)).is_err());
        for over in [State::Taken, State::Withdrawn] {
            assert!(over.date((day(1), day(1))).is_err() && over.withdraw().is_err());
        }
    }
}
