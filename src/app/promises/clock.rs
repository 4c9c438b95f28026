//! What promises need by the clock: earned rest becomes promises, rests that are over are taken, those that somebody works on
//! get another date at once, and what is due is called for.
//!
//! Each change is a deed of its own that reads everything again, so that several servers may look at once: whoever comes
//! second finds nothing left to do.

use super::dating::{self, Rest};
use super::{State, managers, new, put_date, rest_of, reverse_lines, save, tell_date, today};
use crate::app::App;
use crate::app::access::{Actor, Role};
use crate::app::audit::Event;
use crate::app::error::Result;
use crate::app::facts::{self, Facts};
use crate::app::settings::{self, Settings};
use crate::app::work::Work;
use crate::store::ledgers::Compensation;
use crate::store::outbox::Notice;
use crate::store::promises::{self, Owed, Row, Source};
use crate::store::{due_runs, grants, groups, parsed};
use chrono::{Days, NaiveDate};
use releve_solver::domain::time::local_of_instant;
use serde_json::json;
use std::collections::BTreeMap;

/// Name of the daily search for dates in `due_runs`.
const DATING: &str = "promise-dates";
/// The rule whose days are a week-end.
const WEEKEND_RULE: &str = "house.weekend-for-weekend";
/// Told when a rest was not taken by its due date.
const OVERDUE: &str = "compensation.overdue";
/// Told when a rest without a date is soon due.
const DUE_SOON: &str = "compensation.due-soon";

/// Keeps the promises of a group.
///
/// # Errors
/// When the database fails, or the facts of the group cannot be read.
pub async fn keep(app: &App, group: &str) -> Result<()> {
    let mut tx = app.db.read().await?;
    let (live, owed) = (promises::live(&mut tx, group).await?, promises::to_promise(&mut tx, group).await?);
    let owed: Vec<_> = owed.into_iter().filter(|(.., quantity)| *quantity > 0).collect();
    if live.is_empty() && owed.is_empty() {
        return Ok(());
    }
    let facts = app.facts.current(&mut tx, group).await?;
    let agreed = settings::read(&mut tx, group).await?;
    drop(tx);
    let now = app.clock.now();
    for row in live.iter().filter(|row| row.state == "dated") {
        let State::Dated { from, to } = State::of(row)? else { continue };
        if dating::is_broken(&facts, &row.agent_id, (from, to)) {
            break_promise(app, group, &row.id.0).await?;
        } else if to < today(&facts, &row.agent_id, now)? {
            take(app, group, &row.id.0).await?;
        }
    }
    let mut by_agent: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for (agent, unit, quantity) in &owed {
        let sums = by_agent.entry(agent).or_default();
        if unit == "days" { sums.0 += quantity } else { sums.1 += quantity }
    }
    for (agent, (days, minutes)) in by_agent {
        if facts.employer(agent).is_some() && (days > 0 || minutes >= day_minutes(&facts, agent, &agreed)) {
            gather(app, group, agent).await?;
        }
    }
    let undated: Vec<&Row> = live.iter().filter(|row| row.state == "undated").collect();
    if !undated.is_empty() {
        search_again(app, group, (&facts, &agreed), &undated).await?;
    }
    call_for(app, group).await
}

fn day_minutes(facts: &Facts, agent: &str, agreed: &Settings) -> i64 {
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
    save(&mut work, &row).await?;
    let line = Compensation {
        kind: "taken".to_owned(),
        label_fr: "Repos pris".to_owned(),
        quantity: -row.days,
        unit: "days".to_owned(),
        rest_from: row.rest_from.clone(),
        rest_to: row.rest_to.clone(),
        promise_id: Some(row.id.clone()),
        reason: row.reason.clone(),
        ..work.compensation_line(&row.agent_id)
    };
    work.post_compensation(line);
    work.record(Event::new("promise.take", "promise", id).from_version(row.version));
    work.commit().await
}

/// Somebody works, or will, on a promised rest: it gets another date at once, or waits for one.
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
    row.lifted = "[]".to_owned();
    let rest = Rest { broken: Some((from, to)), ..rest_of(&row)? };
    let due: NaiveDate = parsed(&row.due_on)?;
    match first_date(&facts, (&row.agent_id, rest, due), (&agreed, work.now()))? {
        Some(found) => {
            put_date(&mut work, &mut row, &found, "Repos promis non tenu : nouvelle date").await?;
            tell_date(&mut work, &facts, &row).await?;
        }
        None => {
            reverse_lines(&mut work, &row, "Repos promis non tenu : à dater de nouveau").await?;
            State::of(&row)?.lose_its_date()?.name().clone_into(&mut row.state);
            (row.rest_from, row.rest_to, row.entry_id) = (None, None, None);
            save(&mut work, &row).await?;
        }
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
    let last = if due < tomorrow { tomorrow + Days::new(u64::from(agreed.rest_alarm_days.max(14))) } else { due };
    let found = dating::choose(facts, agent, rest, (noticed, last));
    Ok(found.or_else(|| dating::choose(facts, agent, rest, (tomorrow, last))))
}

/// Makes promises of somebody's earned rest: whole days at once, minutes as soon as they make a day of hers.
async fn gather(app: &App, group: &str, agent: &str) -> Result<()> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.touch().await?;
    let facts = facts::read(&mut work.tx, group).await?;
    let agreed = settings::read(&mut work.tx, group).await?;
    let sums: BTreeMap<String, i64> = promises::to_promise(&mut work.tx, group)
        .await?
        .into_iter()
        .filter_map(|(whose, unit, quantity)| (whose == agent).then_some((unit, quantity)))
        .collect();
    let lines: Vec<Owed> =
        promises::owed(&mut work.tx, group).await?.into_iter().filter(|owed| owed.agent_id == agent).collect();
    let mut made = Vec::new();
    let days = sums.get("days").copied().unwrap_or_default();
    whole_days(&mut made, lines.iter().filter(|line| line.unit == "days"), days);
    let (minutes, day) = (sums.get("rest_minutes").copied().unwrap_or_default(), day_minutes(&facts, agent, &agreed));
    minutes_into_days(&mut made, lines.iter().filter(|line| line.unit == "rest_minutes"), (minutes, day));
    if made.is_empty() {
        return Ok(());
    }
    for gathered in made {
        let mut row = new(&work, agent, (gathered.days, gathered.weekend), (&gathered.due_on, &gathered.reason));
        promises::insert(&mut work.tx, group, std::slice::from_ref(&row)).await?;
        let sources: Vec<Source> = gathered
            .sources
            .into_iter()
            .map(|(entry_id, quantity)| Source { promise_id: row.id.clone(), entry_id, quantity })
            .collect();
        promises::insert_sources(&mut work.tx, &sources).await?;
        let detail = json!({ "agent": agent, "days": row.days, "due_on": row.due_on });
        work.record(Event::new("promise.make", "promise", &row.id.0).with(detail));
        // The dates of the promises before are obstacles to this one.
        let facts = facts::read(&mut work.tx, group).await?;
        give_date(&mut work, &facts, &mut row, &agreed).await?;
    }
    work.commit().await
}

/// Gives a promise the first date that there is, and tells; without one it waits.
async fn give_date(work: &mut Work<'_>, facts: &Facts, row: &mut Row, agreed: &Settings) -> Result<()> {
    let due: NaiveDate = parsed(&row.due_on)?;
    let rest = rest_of(row)?;
    if let Some(found) = first_date(facts, (&row.agent_id, rest, due), (agreed, work.now()))? {
        put_date(work, row, &found, "").await?;
        tell_date(work, facts, row).await?;
    }
    Ok(())
}

/// Rest that makes a promise.
struct Gathered {
    days: i64,
    weekend: bool,
    due_on: String,
    reason: String,
    sources: Vec<(crate::ids::EntryId, i64)>,
}

/// A week-end for a week-end, and every other day by itself.
fn whole_days<'l>(made: &mut Vec<Gathered>, lines: impl Iterator<Item = &'l Owed>, mut days: i64) {
    for line in lines {
        let weekend = line.rule == WEEKEND_RULE && line.quantity == 2;
        let size = if weekend { 2 } else { 1 };
        let mut left = line.quantity;
        while left >= size && days >= size {
            made.push(Gathered {
                days: size,
                weekend,
                due_on: line.due_on.clone(),
                reason: said(line),
                sources: vec![(line.entry_id.clone(), size)],
            });
            left -= size;
            days -= size;
        }
    }
}

/// Minutes, the first due first, as often as they make a day.
fn minutes_into_days<'l>(made: &mut Vec<Gathered>, lines: impl Iterator<Item = &'l Owed>, (minutes, day): (i64, i64)) {
    let (mut minutes, day) = (minutes, day.max(1));
    let mut gathered: Vec<(&Owed, i64)> = Vec::new();
    let mut sum = 0;
    for line in lines {
        let mut left = line.quantity;
        while left > 0 && minutes >= day {
            let part = left.min(day - sum);
            gathered.push((line, part));
            sum += part;
            left -= part;
            if sum == day {
                let first = gathered[0].0;
                made.push(Gathered {
                    days: 1,
                    weekend: false,
                    due_on: first.due_on.clone(),
                    reason: said(first),
                    sources: gathered.drain(..).map(|(line, part)| (line.entry_id.clone(), part)).collect(),
                });
                sum = 0;
                minutes -= day;
            }
        }
    }
}

fn said(line: &Owed) -> String {
    if line.reason.is_empty() { line.label_fr.clone() } else { format!("{} : {}", line.label_fr, line.reason) }
}

/// Looks once a day for dates of the promises that have none. Plans under way go stale only where there is one.
async fn search_again(app: &App, group: &str, (facts, agreed): (&Facts, &Settings), undated: &[&Row]) -> Result<()> {
    let now = app.clock.now();
    let local = local_of_instant(facts.scenario.group.time_zone, now.div_euclid(60)).date().to_string();
    let mut tx = app.db.read().await?;
    let last = due_runs::last(&mut tx, DATING, group).await?;
    drop(tx);
    if last.is_some_and(|last| last >= local) {
        return Ok(());
    }
    let mut any = false;
    for row in undated.iter().filter(|row| facts.employer(&row.agent_id).is_some()) {
        let asked = (row.agent_id.as_str(), rest_of(row)?, parsed(&row.due_on)?);
        any |= first_date(facts, asked, (agreed, now))?.is_some();
    }
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    if any {
        work.touch().await?
    } else {
        work.queue().await?
    };
    if !due_runs::claim(&mut work.tx, DATING, group, &local, now).await? {
        return Ok(());
    }
    if any {
        date_undated(&mut work, agreed).await?;
    }
    work.commit().await
}

async fn date_undated(work: &mut Work<'_>, agreed: &Settings) -> Result<()> {
    let group = work.group();
    let mut facts = facts::read(&mut work.tx, group).await?;
    for mut row in promises::live(&mut work.tx, group).await? {
        if row.state != "undated" || facts.employer(&row.agent_id).is_none() {
            continue;
        }
        give_date(work, &facts, &mut row, agreed).await?;
        if row.state == "dated" {
            work.record(Event::new("promise.date", "promise", &row.id.0).with(json!({ "from": row.rest_from })));
            // The date of one is an obstacle to the next.
            facts = facts::read(&mut work.tx, group).await?;
        }
    }
    Ok(())
}

/// Tells her, her manager and the coordination, once, of every rest that is overdue, and of every one without a date that is
/// soon due.
async fn call_for(app: &App, group: &str) -> Result<()> {
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, group).await?;
    let agreed = settings::read(&mut tx, group).await?;
    let told =
        [promises::told(&mut tx, group, OVERDUE).await?, promises::told(&mut tx, group, DUE_SOON).await?].concat();
    let due = due(
        &facts,
        &agreed,
        (promises::live(&mut tx, group).await?, promises::owed(&mut tx, group).await?),
        app.clock.now(),
    )?;
    drop(tx);
    let due: Vec<Due> = due.into_iter().filter(|due| !told.contains(&format!("{}:{}", due.kind, due.id))).collect();
    if due.is_empty() {
        return Ok(());
    }
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.queue().await?;
    let now = work.now();
    let zone = groups::zone(&mut work.tx, group).await?.unwrap_or(facts.scenario.group.time_zone);
    let day = local_of_instant(zone, now.div_euclid(60)).date().to_string();
    let coordination: Vec<String> =
        grants::of_role(&mut work.tx, group, "coordinator", &day).await?.into_iter().map(|row| row.user_id.0).collect();
    for due in due {
        let payload = json!({ "date": due.due_on, "promise": due.id });
        work.tell(Notice::to_agent(due.kind, &due.id, &due.agent, payload.clone()));
        let mut users = managers(&mut work.tx, &facts, group, (&due.agent, now)).await?;
        users.extend(coordination.iter().cloned());
        users.sort();
        users.dedup();
        for user in users {
            work.tell(Notice::to_user(due.kind, &due.id, &user, payload.clone()));
        }
        let detail = json!({ "agent": due.agent, "due_on": due.due_on });
        work.record(Event::new(due.kind, "promise", &due.id).with(detail));
    }
    work.commit().await
}

/// A rest to call for.
struct Due {
    kind: &'static str,
    id: String,
    agent: String,
    due_on: String,
}

fn due(facts: &Facts, agreed: &Settings, (live, owed): (Vec<Row>, Vec<Owed>), now: i64) -> Result<Vec<Due>> {
    let mut found = Vec::new();
    let promised = live.into_iter().map(|row| (row.id.0, row.agent_id, row.due_on, row.state == "undated"));
    let waiting = owed.into_iter().map(|line| (line.entry_id.0, line.agent_id, line.due_on, true));
    for (id, agent, due_on, without_date) in promised.chain(waiting) {
        if due_on.is_empty() || facts.employer(&agent).is_none() {
            continue;
        }
        let (today, due): (NaiveDate, NaiveDate) = (today(facts, &agent, now)?, parsed(&due_on)?);
        let soon = today + Days::new(u64::from(agreed.rest_alarm_days)) >= due;
        let kind = match (due < today, without_date && soon) {
            (true, _) => OVERDUE,
            (false, true) => DUE_SOON,
            (false, false) => continue,
        };
        found.push(Due { kind, id, agent, due_on });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, unit: &str, quantity: i64, rule: &str) -> Owed {
        let text = |text: &str| text.to_owned();
        Owed {
            entry_id: crate::ids::EntryId(text(id)),
            agent_id: text("a"),
            rule: text(rule),
            label_fr: text("Repos"),
            reason: String::new(),
            due_on: format!("2026-12-{quantity:02}"),
            unit: text(unit),
            quantity,
        }
    }

    #[test]
    fn minutes_gather_in_the_order_in_which_they_are_due_until_they_make_a_day() {
        let lines =
            [line("a", "rest_minutes", 10, ""), line("b", "rest_minutes", 25, ""), line("c", "rest_minutes", 7, "")];
        let mut made = Vec::new();
        minutes_into_days(&mut made, lines.iter(), (42, 20));
        let sources: Vec<Vec<(&str, i64)>> =
            made.iter().map(|g| g.sources.iter().map(|(id, part)| (id.0.as_str(), *part)).collect()).collect();
        assert_eq!(sources, [vec![("a", 10), ("b", 10)], vec![("b", 15), ("c", 5)]]);
        // Nineteen minutes on the account do not make a day of twenty, whatever the lines say.
        let mut none = Vec::new();
        minutes_into_days(&mut none, lines.iter(), (19, 20));
        assert!(none.is_empty());
    }

    #[test]
    fn a_weekend_stays_whole_and_other_days_stand_alone() {
        let lines = [line("w", "days", 2, WEEKEND_RULE), line("y", "days", 2, "fph.extra-rest")];
        let mut made = Vec::new();
        whole_days(&mut made, lines.iter(), 4);
        let shapes: Vec<(i64, bool)> = made.iter().map(|gathered| (gathered.days, gathered.weekend)).collect();
        assert_eq!(shapes, [(2, true), (1, false), (1, false)]);
    }
}
