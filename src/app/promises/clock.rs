//! What promises need by the clock: earned rest becomes promises, rests that are over are taken, those that somebody works on
//! get another date at once, and what is due is called for.
//!
//! Each change is a deed of its own that reads everything again, so that several servers may look at once: whoever comes
//! second finds nothing left to do.

use super::dating::{self, Rest};
use super::{
    State, alarms, gathering, owing, put_date, rest_of, reverse_lines, save, stands_for_duties, telling, today,
};
use crate::app::access::{Actor, Role};
use crate::app::audit::Event;
use crate::app::error::Result;
use crate::app::facts::{self, Facts};
use crate::app::settings::{self, Settings};
use crate::app::work::Work;
use crate::app::{App, assignments};
use crate::lang::reasons::Reason;
use crate::store::ledgers::Compensation;
use crate::store::promises::{self, Row};
use crate::store::{due_runs, parsed};
use chrono::{Days, NaiveDate};
use releve_solver::domain::time::local_of_instant;
use serde_json::json;
use std::collections::BTreeMap;

/// Name of the daily search for dates in `due_runs`.
const DATING: &str = "promise-dates";

/// Keeps the promises of a group. What fails for one of them keeps no other from being kept: it is logged, and due again at the
/// next tick. Gives how many failed.
///
/// # Errors
/// When the database fails, or the facts of the group cannot be read.
pub async fn keep(app: &App, group: &str) -> Result<u64> {
    let mut tx = app.db.read().await?;
    let (live, owed) = (promises::live(&mut tx, group).await?, owing::owed(&mut tx, group).await?);
    if live.is_empty() && owed.is_empty() {
        return Ok(0);
    }
    let facts = app.facts.current(&mut tx, group).await?;
    let agreed = settings::read(&mut tx, group).await?;
    drop(tx);
    let mut failed = 0;
    for row in live.iter().filter(|row| row.state == "dated") {
        failed += apart(&row.id.0, look_after(app, group, &facts, row).await);
    }
    let mut by_agent: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for line in &owed {
        let sums = by_agent.entry(&line.agent_id).or_default();
        if line.unit == "days" { sums.0 += line.quantity } else { sums.1 += line.quantity }
    }
    for (agent, (days, minutes)) in by_agent {
        if facts.employer(agent).is_some() && (days > 0 || minutes >= day_minutes(&facts, agent, &agreed)) {
            failed += apart(group, gathering::gather(app, group, agent).await);
        }
    }
    let undated: Vec<&Row> = live.iter().filter(|row| row.state == "undated").collect();
    if !undated.is_empty() {
        failed += search_again(app, group, (&facts, &agreed), &undated).await?;
    }
    Ok(failed + alarms::call_for(app, group).await?)
}

/// Logs and counts what fails for one promise, or for what a group owes one agent.
pub(super) fn apart<T>(id: &str, result: Result<T>) -> u64 {
    match result {
        Ok(_) => 0,
        Err(error) => {
            tracing::error!(id, error = format!("{error:#}"), "a promised rest could not be looked after");
            1
        }
    }
}

/// A rest with a date: is it kept, is it over?
async fn look_after(app: &App, group: &str, facts: &Facts, row: &Row) -> Result<()> {
    let State::Dated { from, to } = State::of(row)? else { return Ok(()) };
    if dating::is_broken(facts, &row.agent_id, (from, to)) {
        break_promise(app, group, &row.id.0).await
    } else if to < today(facts, &row.agent_id, app.clock.now())? {
        take(app, group, &row.id.0).await
    } else {
        Ok(())
    }
}

pub(super) fn day_minutes(facts: &Facts, agent: &str, agreed: &Settings) -> i64 {
    dating::usual_day(facts, agent).unwrap_or_else(|| i64::from(agreed.rest_day_minutes))
}

/// A rest whose days are over is taken.
async fn take(app: &App, group: &str, id: &str) -> Result<()> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.queue().await?;
    let Some(mut row) = promises::find(&mut work.tx, group, id).await? else { return Ok(()) };
    let facts = app.facts.current(&mut work.tx, group).await?;
    let today = today(&facts, &row.agent_id, work.now())?;
    let State::Dated { from, to } = State::of(&row)? else { return Ok(()) };
    if to >= today || dating::is_broken(&facts, &row.agent_id, (from, to)) {
        return Ok(());
    }
    State::of(&row)?.take(today)?.name().clone_into(&mut row.state);
    row.ended_at = Some(work.now());
    (row.wanted_from, row.wanted_to, row.wanted_by) = (None, None, None);
    work.record(Event::new("promise.take", "promise", id).from_version(row.version));
    save(&mut work, &mut row).await?;
    let line = Compensation {
        kind: "taken".to_owned(),
        label_fr: Reason::LabelTaken.record(),
        quantity: -row.days,
        unit: "days".to_owned(),
        rest_from: row.rest_from.clone(),
        rest_to: row.rest_to.clone(),
        promise_id: Some(row.id.clone()),
        reason: row.reason.clone(),
        ..work.compensation_line(&row.agent_id)
    };
    work.post_compensation(line);
    work.commit().await
}

/// Somebody works, or will, on a promised rest: it gets another date at once, or waits for one. What else it had taken the place
/// of is hers again, so that she holds no shift of the pool that is unlawful beside it.
async fn break_promise(app: &App, group: &str, id: &str) -> Result<()> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.touch().await?;
    let Some(mut row) = promises::find(&mut work.tx, group, id).await? else { return Ok(()) };
    let facts = facts::read(&mut work.tx, group).await?;
    let State::Dated { from, to } = State::of(&row)? else { return Ok(()) };
    if !dating::is_broken(&facts, &row.agent_id, (from, to)) {
        return Ok(());
    }
    let agreed = settings::read(&mut work.tx, group).await?;
    let detail = json!({ "from": from, "to": to });
    work.record(Event::new("promise.break", "promise", id).from_version(row.version).with(detail));
    // What stood in its place is for the roster to say from now on.
    let on_duty_again = stands_for_duties(&row);
    "[]".clone_into(&mut row.lifted);
    let rest = Rest { broken: Some((from, to)), ..rest_of(&row)? };
    let due: NaiveDate = parsed(&row.due_on)?;
    if let Some(found) = first_date(&facts, (&row.agent_id, rest, due), (&agreed, work.now()))? {
        put_date(&mut work, &mut row, &found, &Reason::RestDatedAnew.record()).await?;
        telling::dated(&mut work, &facts, &row).await?;
    } else {
        reverse_lines(&mut work, &row, &Reason::RestToDate.record()).await?;
        State::of(&row)?.lose_its_date()?.name().clone_into(&mut row.state);
        (row.rest_from, row.rest_to, row.entry_id) = (None, None, None);
        save(&mut work, &mut row).await?;
        telling::withdrawn(&mut work, &facts, &row, (from, to)).await?;
    }
    if on_duty_again {
        assignments::free_unlawful_ahead(&mut work, &row.agent_id).await?;
    }
    work.commit().await
}

/// The first date for a rest, with the notice that the group has set where the due date leaves it. What is overdue already is
/// dated as soon as can be, within as many days as an alarm comes before.
fn first_date(
    facts: &Facts,
    (agent, rest, due): (&str, Rest, NaiveDate),
    (agreed, now): (&Settings, i64),
) -> Result<Option<dating::Found>> {
    let tomorrow = today(facts, agent, now)? + Days::new(1);
    let noticed = tomorrow + Days::new(u64::from(agreed.rest_notice_days.max(1)) - 1);
    let last = if due < tomorrow { soon(tomorrow, agreed) } else { due };
    let found = dating::choose(facts, agent, rest, (noticed, last));
    Ok(found.or_else(|| dating::choose(facts, agent, rest, (tomorrow, last))))
}

/// As many days on as an alarm comes before: time enough to date a rest that cannot wait.
pub(super) fn soon(day: NaiveDate, agreed: &Settings) -> NaiveDate {
    day + Days::new(u64::from(agreed.rest_alarm_days.max(14)))
}

/// Gives a promise the first date that there is, and tells; without one it waits.
pub(super) async fn give_date(work: &mut Work<'_>, facts: &Facts, row: &mut Row, agreed: &Settings) -> Result<()> {
    let due: NaiveDate = parsed(&row.due_on)?;
    let rest = rest_of(row)?;
    if let Some(found) = first_date(facts, (&row.agent_id, rest, due), (agreed, work.now()))? {
        put_date(work, row, &found, "").await?;
        telling::dated(work, facts, row).await?;
    }
    Ok(())
}

/// Looks once a day for dates of the promises that have none. Plans under way go stale only where there is one. Gives for how
/// many it failed.
async fn search_again(app: &App, group: &str, (facts, agreed): (&Facts, &Settings), undated: &[&Row]) -> Result<u64> {
    let now = app.clock.now();
    let local = local_of_instant(facts.scenario.group.time_zone, now.div_euclid(60)).date().to_string();
    let mut tx = app.db.read().await?;
    let last = due_runs::last(&mut tx, DATING, group).await?;
    drop(tx);
    if last.is_some_and(|last| last >= local) {
        return Ok(0);
    }
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.queue().await?;
    if !due_runs::claim(&mut work.tx, DATING, group, &local, now).await? {
        return Ok(0);
    }
    work.commit().await?;
    let mut failed = 0;
    for row in undated.iter().filter(|row| facts.employer(&row.agent_id).is_some()) {
        let there_is_one = || -> Result<bool> {
            let asked = (row.agent_id.as_str(), rest_of(row)?, parsed(&row.due_on)?);
            Ok(first_date(facts, asked, (agreed, now))?.is_some())
        };
        failed += match there_is_one() {
            Ok(false) => 0,
            Ok(true) => apart(&row.id.0, date(app, group, &row.id.0).await),
            error => apart(&row.id.0, error),
        };
    }
    Ok(failed)
}

/// Dates a promise that has waited for it.
async fn date(app: &App, group: &str, id: &str) -> Result<()> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.touch().await?;
    let Some(mut row) = promises::find(&mut work.tx, group, id).await? else { return Ok(()) };
    // The dates of those before are obstacles to this one.
    let facts = facts::read(&mut work.tx, group).await?;
    if row.state != "undated" || facts.employer(&row.agent_id).is_none() {
        return Ok(());
    }
    let (agreed, version) = (settings::read(&mut work.tx, group).await?, row.version);
    give_date(&mut work, &facts, &mut row, &agreed).await?;
    if row.state != "dated" {
        return Ok(());
    }
    let detail = json!({ "from": row.rest_from });
    work.record(Event::new("promise.date", "promise", id).from_version(version).with(detail));
    work.commit().await
}
