//! Wishes: what somebody would give, and what she would take for it. They are hers alone to read; the search knows them all,
//! and says of others no more than the legs that a swap would have.

use super::duties::{self, Standing};
use super::{Duty, NewLeg, PartOfDay, Takes};
use crate::app::access::{Action, Actor, Paging, Reach};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::work::Work;
use crate::app::wrong::{expected, nothing};
use crate::app::{App, fields};
use crate::store::swaps::wishes::{self, Row};
use crate::store::{Tx, from_json, groups, is_taken, parsed, to_json};
use chrono::{DateTime, Days, NaiveTime, Utc};
use chrono_tz::Tz;
use releve_solver::domain::scenario::Scenario;
use releve_solver::domain::time::instant_of_local;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

/// Most wishes of one agent.
const WISHES_MAX: i64 = 50;

/// A wish to make, or what one becomes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewSwapWish")]
pub struct NewWish {
    /// The duty she would give; none when she would only take.
    #[serde(default)]
    pub gives: Option<Duty>,
    /// What she would take; none when she would only give.
    #[serde(default)]
    pub takes: Option<Takes>,
    /// As it was read; looked at when a wish is changed.
    #[serde(default)]
    pub version: i64,
}

/// A wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Identifier.
    pub id: String,
    /// Whose.
    pub agent: String,
    /// The duty she would give.
    pub gives: Option<Duty>,
    /// What she would take.
    pub takes: Option<Takes>,
    /// Unix seconds.
    pub made_at: i64,
    /// Goes up with every change.
    pub version: i64,
}

impl Wish {
    pub(super) fn of(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.id.clone(),
            agent: row.agent_id.clone(),
            gives: row.gives.as_deref().map(from_json).transpose()?,
            takes: row.takes.as_deref().map(from_json).transpose()?,
            made_at: row.made_at,
            version: row.version,
        })
    }
}

/// Makes a wish.
///
/// # Errors
/// `Forbidden` for any role but the agent's; `Invalid` when it neither gives nor takes, or for what cannot be; `NotFound` for a
/// duty that is not hers; `Conflict` when the duty has begun, or she has too many wishes.
pub async fn make(app: &App, actor: &Actor, new: &NewWish) -> Result<Wish> {
    make_once(app, actor, new, &app.clock.new_id()).await
}

/// The same under an identifier of the caller's: sent twice it is one wish.
///
/// # Errors
/// As [`make`]; `Conflict` when the identifier is somebody else's, or of a wish that has ended.
pub async fn make_once(app: &App, actor: &Actor, new: &NewWish, id: &str) -> Result<Wish> {
    let reach = actor.may(Action::ProposeSwap)?;
    let id = fields::id("id", id)?;
    let me = actor.agent().ok_or(Error::Forbidden(Action::ProposeSwap))?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    if let Some(row) = wishes::find(&mut work.tx, &actor.group, &id).await? {
        let hers = row.agent_id == me && row.ended_at.is_none();
        return if hers { Wish::of(&row) } else { Err(Conflict::IdTaken(id).into()) };
    }
    let over_at = look_at(&mut work, me, new).await?;
    if wishes::count(&mut work.tx, &actor.group, me).await? >= WISHES_MAX {
        return Err(Conflict::TooManyWishes { most: WISHES_MAX }.into());
    }
    let row = Row {
        id,
        agent_id: me.to_owned(),
        gives: new.gives.as_ref().map(to_json).transpose()?,
        duty_key: new.gives.as_ref().map(|duty| duty.key(me)),
        takes: new.takes.as_ref().map(to_json).transpose()?,
        made_at: work.now(),
        over_at,
        ended_at: None,
        version: 1,
    };
    wishes::insert(&mut work.tx, &actor.group, &row).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::IdTaken(row.id.clone()).into(),
        e => Error::from(e),
    })?;
    work.record(Event::new("swap-wish.make", "swap-wish", &row.id));
    work.commit().await?;
    Wish::of(&row)
}

/// What can be wished: a duty of hers that is still to come, and conditions that can be met. Gives until when it can be.
async fn look_at(work: &mut Work<'_>, me: &str, new: &NewWish) -> Result<Option<i64>> {
    if new.gives.is_none() && new.takes.is_none() {
        return Err(Error::field("gives", nothing(), expected("field-wish")));
    }
    let (group, now) = (work.group(), work.now());
    let mut over_at = None;
    if let Some(takes) = &new.takes {
        takes.look_at()?;
        if let Some(last) = takes.last_day() {
            let zone = groups::zone(&mut work.tx, group).await?.unwrap_or(Tz::UTC);
            over_at = Some(instant_of_local(zone, (last + Days::new(1)).and_time(NaiveTime::MIN)) * 60);
        }
    }
    if let Some(duty) = &new.gives {
        let facts = work.app.facts.current(&mut work.tx, group).await?;
        let standing = duties::standing(&mut work.tx, (group, &facts.scenario), me, duty).await?;
        let standing = standing.ok_or_else(|| Error::not_found("duty", &duty.key(me)))?;
        if standing.post.starts_at <= now {
            return Err(Conflict::ShiftBegun.into());
        }
        over_at = Some(over_at.map_or(standing.post.starts_at, |day| day.min(standing.post.starts_at)));
    }
    Ok(over_at)
}

/// Her wishes that stand, the newest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Wish>> {
    let reach = actor.may(Action::ProposeSwap)?;
    let mut tx = app.db.read().await?;
    wishes::list(&mut tx, &actor.group, &reach.page(paging)).await?.iter().map(Wish::of).collect()
}

/// One of her wishes that stand.
///
/// # Errors
/// When the role does not allow it, or there is none of hers.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Wish> {
    let reach = actor.may(Action::ProposeSwap)?;
    let mut tx = app.db.read().await?;
    Wish::of(&own(&mut tx, actor, &reach, id).await?)
}

/// Changes what she would give and take.
///
/// # Errors
/// As [`make`]; `NotFound` for a wish that is not hers or has ended; `Conflict` when she changed it meanwhile.
pub async fn change(app: &App, actor: &Actor, id: &str, new: &NewWish) -> Result<Wish> {
    let reach = actor.may(Action::ProposeSwap)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let before = own(&mut work.tx, actor, &reach, id).await?;
    if before.version != new.version {
        return Err(Conflict::VersionMoved { current: before.version }.into());
    }
    let over_at = look_at(&mut work, &before.agent_id, new).await?;
    let row = Row {
        over_at,
        gives: new.gives.as_ref().map(to_json).transpose()?,
        duty_key: new.gives.as_ref().map(|duty| duty.key(&before.agent_id)),
        takes: new.takes.as_ref().map(to_json).transpose()?,
        ..before
    };
    if !wishes::update(&mut work.tx, &actor.group, &row).await? {
        return Err(Conflict::LostRace.into());
    }
    work.record(Event::new("swap-wish.change", "swap-wish", id).from_version(row.version));
    work.commit().await?;
    Wish::of(&Row { version: row.version + 1, ..row })
}

/// Ends a wish of hers.
///
/// # Errors
/// When the role does not allow it, or there is none of hers.
pub async fn end(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let reach = actor.may(Action::ProposeSwap)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let row = own(&mut work.tx, actor, &reach, id).await?;
    let now = work.now();
    if !wishes::end(&mut work.tx, &actor.group, id, now).await? {
        return Err(Error::not_found("swap-wish", id));
    }
    work.record(Event::new("swap-wish.end", "swap-wish", id).from_version(row.version).with(json!({})));
    work.commit().await
}

pub(super) async fn own(tx: &mut Tx, actor: &Actor, reach: &Reach, id: &str) -> Result<Row> {
    let row = wishes::find(tx, &actor.group, id).await?;
    let hers = |row: &Row| row.ended_at.is_none() && reach.is_herself(&row.agent_id);
    row.filter(hers).ok_or_else(|| Error::not_found("swap-wish", id))
}

/// The part of the day in which a duty begins, by the clock of its place.
pub(super) fn part_of(scenario: &Scenario, standing: &Standing) -> PartOfDay {
    let site = |id: &str| scenario.establishments.iter().find(|site| site.id.as_str() == id);
    let zone = site(&standing.post.establishment_id).map_or(Tz::UTC, |site| site.time_zone);
    let start: DateTime<Utc> = DateTime::from_timestamp(standing.post.starts_at, 0).unwrap_or_default();
    PartOfDay::of(start.with_timezone(&zone).time())
}

/// The legs of a ring of wishes, each giving to the next and the last to the first, and who is in it by which wish. Whoever
/// only gives stands beside one who only takes.
pub(super) async fn legs(
    tx: &mut Tx,
    (group, scenario): (&str, &Scenario),
    ids: &[String],
) -> Result<(Vec<NewLeg>, BTreeMap<String, String>)> {
    fields::count("wishes", ids.len(), 2, super::PEOPLE_MAX)?;
    let mut ring = Vec::with_capacity(ids.len());
    for id in ids {
        let row = wishes::find(tx, group, id).await?.ok_or_else(|| Error::not_found("swap-wish", id))?;
        if row.ended_at.is_some() {
            return Err(Conflict::WishOver.into());
        }
        ring.push(Wish::of(&row)?);
    }
    let of_wishes = ring.iter().map(|wish| (wish.agent.clone(), wish.id.clone())).collect();
    let mut legs = Vec::with_capacity(ring.len());
    for (at, giver) in ring.iter().enumerate() {
        let taker = &ring[(at + 1) % ring.len()];
        let (duty, takes) = match (&giver.gives, &taker.takes) {
            (Some(duty), Some(takes)) => (duty, takes),
            (None, None) if ring.len() == 2 => continue,
            _ => return Err(Conflict::WishOver.into()),
        };
        let standing = duties::standing(tx, (group, scenario), &giver.agent, duty).await?;
        let standing = standing.ok_or(Conflict::WishOver)?;
        let (post, part) = (&standing.post, part_of(scenario, &standing));
        if !takes.wants(parsed(&post.date)?, &post.code, &post.unit_id, part) {
            return Err(Conflict::WishOver.into());
        }
        legs.push(NewLeg { giver: giver.agent.clone(), duty: duty.clone(), taker: taker.agent.clone() });
    }
    Ok((legs, of_wishes))
}
