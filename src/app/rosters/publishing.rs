//! Publication: from then on the roster holds, and a change needs a reason and notice.
//!
//! A published roster is lawful as a whole, every day of everybody on it is settled, and it is known to each of them as long
//! before its first day as her employer's rules ask for (`notice` rules: décret 2002-9 art. 13, 15 days; CCN51 05.05.3; CCN66 20.8;
//! Code du travail L3121-47 and for part-timers L3123-11). Inside that time it is published with a reason that stays on record.

use super::judging::{self, Absences, Against};
use super::table::as_changes;
use super::{Ground, State, at_version, find_in, hand, save};
use crate::app::access::{Action, Actor};
use crate::app::audit::Event;
use crate::app::conflict::Late;
use crate::app::error::{Conflict, Error, Result};
use crate::app::work::Work;
use crate::app::{App, facts, fields, swaps};
use crate::store::outbox::Notice;
use crate::store::rosters::periods::{self, Row};
use crate::store::rosters::{self as day_rows, Becomes, DayRow, NewDay};
use chrono::NaiveDate;
use releve_solver::domain::time::local_of_instant;
use releve_solver::explain::notices_owed;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

/// A publication.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// The version that was read.
    pub version: i64,
    /// Why it is published inside somebody's notice, where it is.
    #[serde(default)]
    pub late_reason: Option<String>,
}

/// Publishes a roster, and tells everybody on it.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for somebody who has days on it and is not on it, `Conflict` unless it is a draft or closed, and
/// when it is late without a reason, `UnlawfulRoster` with every rule it breaks by person, day and article.
pub async fn publish(app: &App, actor: &Actor, id: &str, order: &Publication) -> Result<Row> {
    let reach = actor.may(Action::ManageRosters)?;
    let late_reason = order.late_reason.as_deref().map(|text| fields::reason("late_reason", text)).transpose()?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let version = work.touch().await?;
    let (group, now) = (actor.group.as_str(), work.now());
    let row = find_in(&mut work.tx, group, &reach, id).await?;
    let state = State::of(&row)?.publish(now)?;
    at_version(&row, order.version)?;
    let ground = Ground::of(&mut work.tx, group, &row).await?;
    let people = periods::people(&mut work.tx, group, id).await?;
    // Nobody's days are published without her being judged, settled and told.
    let period = (row.from_date.as_str(), row.to_date.as_str());
    for agent in day_rows::people_of_unit(&mut work.tx, group, &row.unit_id, period).await? {
        hand::on_roster(&people, &agent, "people")?;
    }
    let late = late(&mut work, &people, ground.first).await?;
    if let (Some(late), None) = (&late, &late_reason) {
        return Err(Conflict::PublishedLate(late.clone()).into());
    }
    let mut days: BTreeMap<String, Vec<DayRow>> = BTreeMap::new();
    for agent in &people {
        days.insert(agent.clone(), day_rows::of_agent(&mut work.tx, group, agent, period).await?);
    }
    let changes = as_changes(&days, &row.unit_id)?;
    let found = judging::breaches(&mut work.tx, (group, &reach), &changes, (Absences::Keep, Against::Nothing)).await?;
    if !found.is_empty() {
        return Err(Error::UnlawfulRoster(found));
    }
    // Whoever has nothing on a day is free on it: a roster tells every day.
    for (agent, hers) in &days {
        let open = ground.days().filter(|date| !hers.iter().any(|day| day.date == date.to_string()));
        for date in open {
            let rest = NewDay::Rest { unit: row.unit_id.clone() };
            let change = Becomes { agent: agent.clone(), date, day: rest };
            hand::set(&mut work, &change, "publication", (0, version)).await?;
        }
    }
    let new = Row {
        state: state.name().to_owned(),
        published_by: Some(actor.user.0.clone()),
        published_at: Some(now),
        late_reason: late_reason.filter(|_| late.is_some()).map(str::to_owned),
        ..row
    };
    save(&mut work, &new).await?;
    swaps::home_days_changed(&mut work, &people.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    for agent in &people {
        let payload = json!({ "unit": ground.unit.name, "date": ground.first });
        work.tell(Notice::to_agent("roster.published", id, agent, payload));
    }
    let detail = json!({ "people": people.len(), "late": late.as_ref().map(recorded), "reason_given": new.late_reason.is_some() });
    work.record(Event::new("roster.publish", "roster", id).from_version(new.version).with(detail));
    work.commit().await?;
    Ok(Row { version: new.version + 1, ..new })
}

/// A missed notice as the audit log has it, in French whoever publishes.
fn recorded(late: &Late) -> String {
    let Late { ahead_days, least_days, article } = late;
    format!("{ahead_days}\u{202f}j avant le premier jour, {least_days}\u{202f}j dus ({article})")
}

/// The notice that a publication now would miss most; `None` when it misses nobody's. Whole civil days at her employer's
/// count, the day of publication not among them.
async fn late(work: &mut Work<'_>, people: &[String], first: NaiveDate) -> Result<Option<Late>> {
    let (group, minute) = (work.group(), work.now().div_euclid(60));
    let facts = facts::read(&mut work.tx, group).await?;
    let mut worst: Option<(i64, Late)> = None;
    let workers = facts.problem.workers.iter().filter(|worker| people.iter().any(|agent| worker.id.as_str() == agent));
    for worker in workers {
        let today = local_of_instant(facts.problem.sites[worker.employer].zone, minute).date();
        let ahead = (first - today).num_days();
        for owed in notices_owed(&facts.problem, worker) {
            let Some(least) = owed.days_min.filter(|least| ahead < *least) else { continue };
            let missing = least - ahead;
            if worst.as_ref().is_none_or(|(most, _)| missing > *most) {
                let late = Late { ahead_days: ahead.max(0), least_days: least, article: owed.article };
                worst = Some((missing, late));
            }
        }
    }
    Ok(worst.map(|(_, missed)| missed))
}
