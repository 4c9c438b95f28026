//! Rests that are overdue, or soon due without a date: whom to tell, once.

use super::{managers, today};
use crate::app::App;
use crate::app::access::{Actor, Role};
use crate::app::audit::Event;
use crate::app::error::Result;
use crate::app::facts::Facts;
use crate::app::settings::{self, Settings};
use crate::app::work::Work;
use crate::store::outbox::Notice;
use crate::store::promises::{self, Owed, Row};
use crate::store::{grants, groups, parsed};
use chrono::{Days, NaiveDate};
use releve_solver::domain::time::local_of_instant;
use serde_json::json;

/// Told when a rest was not taken by its due date.
const OVERDUE: &str = "compensation.overdue";
/// Told when a rest without a date is soon due.
const DUE_SOON: &str = "compensation.due-soon";

/// Tells her, her manager and the coordination, once, of every rest that is overdue, and of every one without a date that is
/// soon due.
pub(super) async fn call_for(app: &App, group: &str) -> Result<()> {
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
    let due: Vec<Call> = due.into_iter().filter(|due| !told.contains(&format!("{}:{}", due.kind, due.id))).collect();
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
struct Call {
    kind: &'static str,
    id: String,
    agent: String,
    due_on: String,
}

fn due(facts: &Facts, agreed: &Settings, (live, owed): (Vec<Row>, Vec<Owed>), now: i64) -> Result<Vec<Call>> {
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
        found.push(Call { kind, id, agent, due_on });
    }
    Ok(found)
}
