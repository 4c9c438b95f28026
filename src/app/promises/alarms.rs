//! Rests that are overdue, or soon due without a date: whom to tell, once.

use super::clock::apart;
use super::telling::managers;
use super::{owing, today};
use crate::app::App;
use crate::app::access::{Actor, Role};
use crate::app::audit::Event;
use crate::app::error::Result;
use crate::app::facts::Facts;
use crate::app::settings::{self, Settings};
use crate::app::work::Work;
use crate::store::outbox::Notice;
use crate::store::promises;
use crate::store::{Tx, grants, groups, parsed};
use chrono::{Days, NaiveDate};
use releve_solver::domain::time::local_of_instant;
use serde_json::json;

/// Told when a rest was not taken by its due date.
const OVERDUE: &str = "compensation.overdue";
/// Told when a rest without a date is soon due.
const DUE_SOON: &str = "compensation.due-soon";

/// Tells her, her manager and the coordination, once, of every rest that is overdue, and of every one without a date that is
/// soon due. Gives of how many it cannot be told when they are due.
pub(super) async fn call_for(app: &App, group: &str) -> Result<u64> {
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, group).await?;
    let agreed = settings::read(&mut tx, group).await?;
    let (due, failed) = untold(&mut tx, group, (&facts, &agreed), app.clock.now()).await?;
    drop(tx);
    if due.is_empty() {
        return Ok(failed);
    }
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.queue().await?;
    let now = work.now();
    // Another server may have called meanwhile, and what was owed may be taken.
    let (due, _) = untold(&mut work.tx, group, (&facts, &agreed), now).await?;
    if due.is_empty() {
        return Ok(failed);
    }
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
    work.commit().await?;
    Ok(failed)
}

/// A rest to call for.
struct Call {
    kind: &'static str,
    id: String,
    agent: String,
    due_on: String,
}

/// The rests to call for that nobody was told of yet, and of how many it cannot be told.
async fn untold(tx: &mut Tx, group: &str, (facts, agreed): (&Facts, &Settings), now: i64) -> Result<(Vec<Call>, u64)> {
    let told = [promises::told(tx, group, OVERDUE).await?, promises::told(tx, group, DUE_SOON).await?].concat();
    let live = promises::live(tx, group).await?.into_iter();
    let promised = live.map(|row| (row.id.0, row.agent_id, row.due_on, row.state == "undated"));
    let owed = owing::owed(tx, group).await?.into_iter();
    let waiting = owed.map(|line| (line.entry_id.0, line.agent_id, line.due_on, true));
    let (mut calls, mut failed) = (Vec::new(), 0);
    for (id, agent, due_on, without_date) in promised.chain(waiting) {
        if due_on.is_empty() || facts.employer(&agent).is_none() {
            continue;
        }
        match kind_of_call(facts, agreed, (&agent, &due_on, without_date), now) {
            Ok(Some(kind)) if !told.contains(&format!("{kind}:{id}")) => calls.push(Call { kind, id, agent, due_on }),
            Ok(_) => {}
            error => failed += apart(&id, error),
        }
    }
    Ok((calls, failed))
}

fn kind_of_call(
    facts: &Facts,
    agreed: &Settings,
    (agent, due_on, without_date): (&str, &str, bool),
    now: i64,
) -> Result<Option<&'static str>> {
    let (today, due): (NaiveDate, NaiveDate) = (today(facts, agent, now)?, parsed(due_on)?);
    let soon = today + Days::new(u64::from(agreed.rest_alarm_days)) >= due;
    Ok(match (due < today, without_date && soon) {
        (true, _) => Some(OVERDUE),
        (false, true) => Some(DUE_SOON),
        (false, false) => None,
    })
}
