//! Promises: what work earns as rest is owed with a date.
//!
//! Invariants: minutes of rest gather until they make a day of hers, whole days are promised at once; a promise gets its date from
//! the service, inside the time in which it is due, and another one by agreement of both sides; from its date on it is a line
//! of the account and a hard constraint of every plan; it ends as a rest that was taken, or is taken back with what earned it.
//!
//! On the account: `earned` puts rest on it; `dated` takes it off again in its own unit and `promised_rest` puts whole days there
//! instead; `taken` takes those off. So the balances are what is owed and not yet promised, and what is promised and not yet taken.

mod agreeing;
mod alarms;
mod clock;
pub mod dating;
mod gathering;
mod owing;
mod state;
mod telling;

pub use agreeing::{agree, ask_for, refuse};
pub use clock::keep;
pub use state::State;

use super::App;
use super::access::{Action, Actor, Paging};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::facts::{self, Facts};
use super::work::Work;
use super::{assignments, swaps};
use crate::ids::PromiseId;
use crate::lang::reasons::Reason;
use crate::store::ledgers::Compensation;
use crate::store::promises::{self, Row};
use crate::store::{Page, agents, ledgers, to_json};
use chrono::NaiveDate;
use chrono_tz::Tz;
use dating::{Found, Rest};
use releve_solver::domain::time::local_of_instant;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

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

/// Stores a promise as it now is, whose version goes up.
async fn save(work: &mut Work<'_>, row: &mut Row) -> Result<()> {
    if !promises::store(&mut work.tx, row).await? {
        return Err(Conflict::LostRace.into());
    }
    row.version += 1;
    Ok(())
}

/// Home duties have become rest in its place: without it, or on another date, they are hers again.
fn stands_for_duties(row: &Row) -> bool {
    row.lifted != "[]"
}

/// Gives a promise its date, or another one, with its lines on the account. Whoever moves one that stands for duties judges
/// what they come back beside.
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
        label_fr: Reason::LabelPromised.record(),
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
    save(work, row).await?;
    if stands_for_duties(row) { swaps::home_days_changed(work, &[&row.agent_id]).await } else { Ok(()) }
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
            label_fr: Reason::LabelDated.record(),
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

/// Takes promises back whose ground is gone: their lines are reversed, what else they repaid is owed without a promise again, and
/// what they had taken the place of is hers again. Then she holds no shift of the pool that is unlawful beside it, and she and
/// her managers hear of it. The deed has touched the facts.
pub(super) async fn withdraw(work: &mut Work<'_>, all: Vec<Row>, why: &str) -> Result<()> {
    let (group, mut on_duty_again) = (work.group(), BTreeSet::new());
    for mut row in all {
        let was = State::of(&row)?;
        was.withdraw()?.name().clone_into(&mut row.state);
        reverse_lines(work, &row, why).await?;
        let event = Event::new("promise.withdraw", "promise", &row.id.0).from_version(row.version);
        work.record(event.with(json!({ "reason": why })));
        if stands_for_duties(&row) {
            on_duty_again.insert(row.agent_id.clone());
        }
        (row.entry_id, row.ended_at, row.lifted) = (None, Some(work.now()), "[]".to_owned());
        save(work, &mut row).await?;
        if let State::Dated { from, to } = was {
            let facts = facts::read(&mut work.tx, group).await?;
            telling::withdrawn(work, &facts, &row, (from, to)).await?;
        }
    }
    for agent in on_duty_again {
        assignments::free_unlawful_ahead(work, &agent).await?;
    }
    Ok(())
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
