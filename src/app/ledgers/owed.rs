//! What is owed to people today, one line each: the rests that they were promised, and the rest in hours that is no promise yet.

use crate::app::App;
use crate::app::access::{Action, Actor};
use crate::app::audit::{self, Event};
use crate::app::error::Result;
use crate::app::identity::today;
use crate::store::{agents, groups, ledgers, promises};
use serde_json::json;
use std::collections::BTreeMap;

/// What is owed to somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owing {
    /// To whom.
    pub agent: String,
    /// Name shown to people.
    pub name: String,
    /// Who employs her.
    pub employer: String,
    /// Promised days with a date.
    pub dated_days: i64,
    /// Promised days without one.
    pub undated_days: i64,
    /// Promised days, with or without a date, that were due before today.
    pub overdue_days: i64,
    /// The first day on which one of them is due.
    pub due_on: Option<String>,
    /// Rest in hours on her account, minutes.
    pub rest_minutes: i64,
}

impl Owing {
    const fn is_something(&self) -> bool {
        self.dated_days + self.undated_days != 0 || self.rest_minutes != 0
    }
}

/// What is owed to everybody whose account she reads; whom nothing is owed is left out. The first due come first. That the
/// accounts were read is on record.
///
/// # Errors
/// When the role does not allow it.
pub async fn owed(app: &App, actor: &Actor) -> Result<Vec<Owing>> {
    let reach = actor.may(Action::ReadCompensation)?;
    let (mut tx, group) = (app.db.read().await?, actor.group.as_str());
    let day = today(app.clock.now(), groups::zone(&mut tx, group).await?).to_string();
    let faces = agents::faces(&mut tx, group).await?;
    let seen = faces.into_iter().filter(|face| reach.sees_agent(&face.id, &face.employer_id));
    let mut all: BTreeMap<String, Owing> = seen
        .map(|face| {
            let blank =
                Owing { agent: face.id.clone(), name: face.name, employer: face.employer_id, ..Owing::default() };
            (face.id, blank)
        })
        .collect();
    for row in promises::live(&mut tx, group).await? {
        let Some(owing) = all.get_mut(&row.agent_id) else { continue };
        match row.state.as_str() {
            "dated" => owing.dated_days += row.days,
            _ => owing.undated_days += row.days,
        }
        if row.due_on < day {
            owing.overdue_days += row.days;
        }
        if owing.due_on.as_ref().is_none_or(|first| row.due_on < *first) {
            owing.due_on = Some(row.due_on);
        }
    }
    for (agent, minutes) in ledgers::balances(&mut tx, group, "rest_minutes").await? {
        if let Some(owing) = all.get_mut(&agent) {
            owing.rest_minutes = minutes;
        }
    }
    drop(tx);
    let read = all.keys().filter(|agent| !reach.is_herself(agent)).count();
    if read > 0 {
        let event = Event::new("ledger.read", "group", group);
        let detail = json!({ "ledger": "compensation", "agents": read });
        audit::note(app, actor, reach.role, [event.with(detail)]).await?;
    }
    let mut owed: Vec<Owing> = all.into_values().filter(Owing::is_something).collect();
    // Whoever has no due date comes last.
    owed.sort_by(|a, b| (a.due_on.is_none(), &a.due_on, &a.name).cmp(&(b.due_on.is_none(), &b.due_on, &b.name)));
    Ok(owed)
}
