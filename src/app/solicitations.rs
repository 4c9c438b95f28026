//! How often people are asked. Everybody reads her own figures, the coordination those of all; how somebody answered is in none
//! of them, since a no must never count against anybody.

use super::App;
use super::access::{Action, Actor};
use super::error::{Error, Result};
use super::rounds::room_under_caps;
use super::{audit, fields, notices};
use crate::store::offers::{self, Told};
use crate::store::{agents, contacts};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use releve_solver::domain::time::{instant_of_local, local_of_instant};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// Most weeks at a time.
const WEEKS_MAX: u32 = 53;

/// What a civil week held for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SolicitationWeek")]
pub struct Week {
    /// Its Monday, in the group's zone.
    pub monday: NaiveDate,
    /// How often she was asked.
    pub asked: u32,
    /// How often she answered, whatever she said.
    pub answered: u32,
    /// How many shifts became hers that way.
    pub given: u32,
    /// How many an agreement of hers spoke for, instead of asking her.
    pub agreed: u32,
}

impl Week {
    const fn of(monday: NaiveDate) -> Self {
        Self { monday, asked: 0, answered: 0, given: 0, agreed: 0 }
    }

    fn count(&mut self, told: &Told) {
        if told.agreed == 1 {
            self.agreed += 1;
        } else {
            self.asked += 1;
            self.answered += u32::from(answered(told));
        }
        self.given += u32::from(told.given == 1);
    }
}

/// Whether she has said something. Who is not chosen in a fair round had said yes; where speed decides she may have said nothing.
fn answered(told: &Told) -> bool {
    matches!((told.state.as_str(), told.mode.as_str()), ("declined" | "accepted", _) | ("not_chosen", "fair"))
}

/// One person's figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SolicitationFigures")]
pub struct Figures {
    /// Who.
    pub agent: String,
    /// Most times a week that she wants to be asked.
    pub weekly_cap: Option<i64>,
    /// How many more times in the seven days up to now; none without a cap.
    pub left_of_cap: Option<i64>,
    /// Week by week, the newest first, those without anything included.
    pub weeks: Vec<Week>,
}

/// Somebody's figures, or everybody's, over so many weeks up to this one.
///
/// # Errors
/// `Forbidden`, `NotFound` when the agent's record is not hers to see, `Invalid` for a number of weeks that cannot be.
pub async fn figures(app: &App, actor: &Actor, agent: Option<&str>, weeks: u32) -> Result<Vec<Figures>> {
    let reach = actor.may(Action::ReadSolicitations)?;
    fields::within("weeks", weeks, 1, WEEKS_MAX.into())?;
    let mut tx = app.db.read().await?;
    let zone = notices::zone(&mut tx, &actor.group).await?;
    let day = |seconds: i64| local_of_instant(zone, seconds.div_euclid(60)).date();
    let monday = |date: NaiveDate| date - Days::new(u64::from(date.weekday().days_since(Weekday::Mon)));
    let this = monday(day(app.clock.now()));
    let first = this - Days::new(7 * u64::from(weeks - 1));
    let since = instant_of_local(zone, first.and_time(chrono::NaiveTime::MIN)) * 60;
    let faces = agents::faces(&mut tx, &actor.group).await?;
    let wanted: Vec<_> = faces
        .into_iter()
        .filter(|face| agent.is_none_or(|agent| agent == face.id) && reach.sees_agent(&face.id, &face.employer_id))
        .collect();
    if let (Some(agent), true) = (agent, wanted.is_empty()) {
        return Err(Error::not_found("agent", agent));
    }
    let names = wanted.iter().fold(String::new(), |list, face| list + "|" + &face.id + "|");
    let told = offers::told_since(&mut tx, &actor.group, (&names, since)).await?;
    let caps: BTreeMap<String, i64> = contacts::weekly_caps(&mut tx, &actor.group).await?.into_iter().collect();
    let room = room_under_caps(&mut tx, &actor.group, app.clock.now()).await?;
    drop(tx);
    let all = (0..weeks).map(|back| Week::of(this - Days::new(7 * u64::from(back))));
    let blank: Vec<Week> = all.collect();
    let mut figures: Vec<Figures> = Vec::with_capacity(wanted.len());
    for face in &wanted {
        let mut weeks = blank.clone();
        for told in told.iter().filter(|told| told.agent_id == face.id) {
            let of = monday(day(told.sent_at));
            if let Some(week) = weeks.iter_mut().find(|week| week.monday == of) {
                week.count(told);
            }
        }
        figures.push(Figures {
            agent: face.id.clone(),
            weekly_cap: caps.get(&face.id).copied(),
            left_of_cap: room.get(&face.id).map(|left| (*left).max(0)),
            weeks,
        });
    }
    let others = wanted.iter().filter(|face| !reach.is_herself(&face.id)).count();
    if others > 0 {
        let event = audit::Event::new("solicitations.read", "group", &actor.group);
        audit::note(app, actor, reach.role, [event.with(json!({ "agents": others, "weeks": weeks }))]).await?;
    }
    Ok(figures)
}
