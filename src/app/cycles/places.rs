//! Who follows which position of a cycle, from when to when.

use super::{End, Whole, whole_in};
use crate::app::access::{Action, Actor};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::work::Work;
use crate::app::{App, fields};
use crate::store::rosters::cycles::{self, Place};
use crate::store::{agents, parsed};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

/// Somebody to place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewCyclePlace")]
pub struct NewPlace {
    /// Who.
    pub agent: String,
    /// Position, from 1.
    pub position: usize,
    /// First day.
    pub from: NaiveDate,
    /// Last day; left out: without end.
    #[serde(default)]
    pub to: Option<NaiveDate>,
}

/// Places somebody on a position of a cycle from a day on. Her roster does not change by it: a roster is filled from it.
///
/// # Errors
/// `Forbidden`, `NotFound` for a cycle or agent outside the reach, `Invalid` for a position or dates that are not the cycle's,
/// `Conflict` when she is placed in a cycle on some of these days.
pub async fn place(app: &App, actor: &Actor, id: &str, new: &NewPlace) -> Result<Whole> {
    let reach = actor.may(Action::ManageRosters)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    let face = agents::face(&mut work.tx, &actor.group, &new.agent).await?;
    if !face.is_some_and(|face| reach.sees_agent(&face.id, &face.employer_id)) {
        return Err(Error::not_found("agent", &new.agent));
    }
    fields::within("position", new.position as i64, 1, whole.positions.len() as i64)?;
    fields::not_before("from", new.from, parsed(&whole.cycle.valid_from)?)?;
    fields::in_order("to", new.from, new.to)?;
    let (from, to) = (new.from.to_string(), new.to.map(|date| date.to_string()));
    let meets = |place: &Place| {
        to.as_ref().is_none_or(|to| place.from_date <= *to) && place.to_date.as_ref().is_none_or(|last| *last >= from)
    };
    let places = cycles::places_of_agent(&mut work.tx, &actor.group, &new.agent).await?;
    if let Some(other) = places.iter().find(|place| meets(place)) {
        // A cycle of a unit she does not reach is not hers to read about.
        let named = cycles::find(&mut work.tx, &actor.group, &other.cycle_id).await?;
        let name = named.filter(|row| reach.sees_unit(&row.unit_id)).map_or_else(|| "…".to_owned(), |row| row.name);
        return Err(Conflict::PlacedElsewhere(name).into());
    }
    let place = Place {
        id: app.clock.new_id(),
        cycle_id: id.to_owned(),
        position: new.position as i64 - 1,
        agent_id: new.agent.clone(),
        from_date: from,
        to_date: to,
        version: 1,
    };
    let (by, at) = (actor.user.0.as_str(), work.now());
    cycles::insert_place(&mut work.tx, &actor.group, &place, (by, at)).await?;
    let detail = json!({ "agent": new.agent, "position": new.position, "from": new.from, "to": new.to });
    work.record(Event::new("cycle.place", "cycle", id).from_version(whole.cycle.version).with(detail));
    let whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(whole)
}

/// Ends somebody's place on a day; one that has an end already ends earlier. What was filled from it beyond that day is open again
/// when the roster is next filled.
///
/// # Errors
/// As for [`super::end`]; `Invalid` also for a day after its last: another place may begin there.
pub async fn end_place(app: &App, actor: &Actor, id: &str, end: End) -> Result<Whole> {
    let reach = actor.may(Action::ManageRosters)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let missing = || Error::not_found("cycle", id);
    let place = cycles::place(&mut work.tx, &actor.group, id).await?.ok_or_else(missing)?;
    let whole = whole_in(&mut work.tx, &actor.group, &reach, &place.cycle_id).await.map_err(|_| missing())?;
    fields::not_before("last", end.last, parsed(&place.from_date)?)?;
    if let Some(last) = &place.to_date {
        fields::not_after("last", end.last, parsed(last)?)?;
    }
    if place.version != end.version {
        return Err(Conflict::VersionMoved { current: place.version }.into());
    }
    if !cycles::end_place(&mut work.tx, &actor.group, &place, &end.last.to_string()).await? {
        return Err(Conflict::LostRace.into());
    }
    let detail = json!({ "agent": place.agent_id, "last": end.last });
    work.record(Event::new("cycle.unplace", "cycle", &whole.cycle.id).from_version(place.version).with(detail));
    let whole = whole_in(&mut work.tx, &actor.group, &reach, &place.cycle_id).await?;
    work.commit().await?;
    Ok(whole)
}
