//! Making a request, and what is looked at before it is stored.

use super::{Motive, State, Whole, hand_in, may_open, sees_agent, whole_in};
use crate::app::access::{Action, Actor, Reach};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::shifts::{self as shift, bounds};
use crate::app::work::Work;
use crate::app::wrong::{expected, shift_code};
use crate::app::{App, fields};
use crate::store::requests::{self, Row};
use crate::store::shifts::New as NewShift;
use crate::store::{self, Tx, establishments, groups, is_taken, shifts};
use chrono::{Days, NaiveDate};
use releve_solver::domain::scenario::{Priority, Shift, Unit};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Most shifts of one request: two months of nights.
pub(super) const SHIFTS_MAX: usize = 62;
/// Longest note, characters.
pub(super) const NOTE_CHARS_MAX: usize = 2_000;

/// A request to make.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewRequest")]
pub struct New {
    /// Chosen by the caller: the same request sent twice is one request.
    pub id: String,
    /// Unit.
    pub unit: String,
    /// Why there is a need.
    pub motive: Motive,
    /// How much it matters.
    pub priority: Priority,
    /// A degraded substitution will do.
    #[serde(default)]
    pub degraded_accepted: bool,
    /// Whose the shifts would have been.
    #[serde(default)]
    pub absent_agent: Option<String>,
    /// What whoever comes should know.
    #[serde(default)]
    pub note: String,
    /// Keep it as a draft.
    #[serde(default)]
    pub draft: bool,
    /// Send it although another request asks for the same post.
    #[serde(default)]
    pub although_alike: bool,
    /// The shifts, at least one.
    pub shifts: Vec<Post>,
}

/// A shift that a request asks for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewShift")]
pub struct Post {
    /// Chosen by the caller; the request's own with a number when left out.
    #[serde(default)]
    pub id: Option<String>,
    /// Shift code of the unit.
    pub code: String,
    /// Civil day of the start.
    pub date: NaiveDate,
    /// Title asked for.
    pub qualification: String,
}

/// Makes a request. The id, chosen by the caller, makes it idempotent: the same request again gives the stored one and `false`.
///
/// # Errors
/// `Forbidden`, `NotFound` for a unit outside the reach, `Invalid` for what cannot be, `NoSuchTime`, `Conflict` when an id is
/// taken by something else or another request asks for the same post.
pub async fn make(app: &App, actor: &Actor, new: &New) -> Result<(Whole, bool)> {
    let reach = actor.may(Action::OpenRequest)?;
    look_at(new)?;
    if !reach.sees_unit(&new.unit) {
        return Err(Error::not_found("unit", &new.unit));
    }
    let mut work = Work::begin(app, actor, reach.role).await?;
    // In the queue first, so that the same request sent twice at once is found the second time. A repetition changes
    // nothing: its transaction is dropped.
    work.touch().await?;
    if requests::find(&mut work.tx, &actor.group, &new.id).await?.is_some() {
        let whole = whole_in(&mut work.tx, &actor.group, &reach, &new.id).await?;
        return if is_the_same(&whole, new) {
            Ok((whole, false))
        } else {
            Err(Conflict::IdTaken(new.id.clone()).into())
        };
    }
    let posts = posts(&mut work, &reach, new).await?;
    let now = work.now();
    let mut row = Row {
        id: new.id.clone(),
        unit_id: new.unit.clone(),
        state: State::Draft.name().to_owned(),
        motive: store::name_of(&new.motive)?,
        priority: store::name_of(&new.priority)?,
        degraded_accepted: new.degraded_accepted,
        absent_agent: new.absent_agent.clone(),
        note: new.note.trim().to_owned(),
        requested_by: actor.user.0.clone(),
        created_at: now,
        submitted_at: None,
        opened_at: None,
        closed_at: None,
        reason: None,
        version: 1,
    };
    requests::insert(&mut work.tx, &actor.group, std::slice::from_ref(&row)).await?;
    shifts::insert(&mut work.tx, &actor.group, &posts, None).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::IdTaken(new.id.clone()).into(),
        e => Error::from(e),
    })?;
    let detail = json!({ "unit": new.unit, "motive": new.motive, "priority": new.priority, "shifts": posts.len() });
    work.record(Event::new("request.make", "request", &new.id).with(detail));
    let mut freed = Vec::new();
    if !new.draft {
        let opens = may_open(&mut work, &row.unit_id).await?;
        freed = hand_in(&mut work, &mut row, (opens, new.although_alike)).await?;
    }
    let whole = whole_in(&mut work.tx, &actor.group, &reach, &new.id).await?;
    work.commit().await?;
    Ok((Whole { freed, ..whole }, true))
}

/// Whether no other request asks for the same post.
pub(super) async fn is_asked_for_once(work: &mut Work<'_>, post: &NewShift) -> Result<()> {
    let group = work.group();
    let alike = shifts::alike(&mut work.tx, group, post).await?;
    if alike.is_empty() { Ok(()) } else { Err(Conflict::AlikeRequested(alike).into()) }
}

/// Looks at the posts that a request is about to ask for, as its unit is by now: the code must be there, its hours are those of
/// today, and another request may have asked for the same since. Gives the shifts whose hours have moved.
pub(super) async fn look_again(work: &mut Work<'_>, row: &Row, although_alike: bool) -> Result<Vec<String>> {
    let (group, now) = (work.group(), work.now());
    let place = Place::of(&mut work.tx, group, &row.unit_id).await?;
    let mut moved = Vec::new();
    for (at, stored) in shifts::of_request(&mut work.tx, group, &row.id).await?.into_iter().enumerate() {
        if shift::State::of(&stored)? != shift::State::Draft {
            continue;
        }
        let mut post = stored.post();
        let date = store::parsed(&post.date)?;
        (post.starts_at, post.ends_at) = place.span(&post.code, date, &|name| format!("shifts[{at}].{name}"))?;
        if post != stored.post() {
            if !shifts::set_terms(&mut work.tx, group, &stored, &post, now).await? {
                return Err(Conflict::LostRace.into());
            }
            moved.push(post.id.clone());
        }
        if !although_alike {
            is_asked_for_once(work, &post).await?;
        }
    }
    Ok(moved)
}

/// What can be told without looking at anything.
fn look_at(new: &New) -> Result<()> {
    fields::id("id", &new.id)?;
    fields::short("note", &new.note, NOTE_CHARS_MAX)?;
    fields::count("shifts", new.shifts.len(), 1, SHIFTS_MAX)?;
    let mut seen = BTreeSet::new();
    for (at, post) in new.shifts.iter().enumerate() {
        let id = fields::id(&format!("shifts[{at}].id"), &id_of(new, at))?;
        fields::title(&format!("shifts[{at}].qualification"), &post.qualification)?;
        if !seen.insert(id.clone()) {
            return Err(Error::field(&format!("shifts[{at}].id"), id, expected("field-once")));
        }
    }
    Ok(())
}

/// Whether an agent is one whose absence is this actor's to say: who is absent is her employer's business.
pub(super) async fn is_hers_to_say(work: &mut Work<'_>, reach: &Reach, agent: &str) -> Result<()> {
    let group = work.group();
    if sees_agent(&mut work.tx, group, reach, agent).await? {
        return Ok(());
    }
    Err(Error::field("absent_agent", agent, expected("field-of-house")))
}

fn id_of(new: &New, at: usize) -> String {
    match &new.shifts[at].id {
        Some(id) => id.clone(),
        None if new.shifts.len() == 1 => new.id.clone(),
        None => format!("{}.{}", new.id, at + 1),
    }
}

/// Whether a stored request is the one that is sent again.
fn is_the_same(whole: &Whole, new: &New) -> bool {
    let row = &whole.request;
    let wanted: BTreeSet<_> = new
        .shifts
        .iter()
        .enumerate()
        .map(|(at, post)| (id_of(new, at), post.code.clone(), post.date.to_string(), post.qualification.clone()))
        .collect();
    let stored: BTreeSet<_> = whole
        .shifts
        .iter()
        .map(|s| (s.shift.id.clone(), s.shift.code.clone(), s.shift.date.clone(), s.shift.qualification.clone()))
        .collect();
    row.unit_id == new.unit
        && store::name_of(&new.motive).is_ok_and(|name| name == row.motive)
        && store::name_of(&new.priority).is_ok_and(|name| name == row.priority)
        && row.degraded_accepted == new.degraded_accepted
        && row.absent_agent == new.absent_agent
        && row.note == new.note.trim()
        && wanted == stored
}

/// The shifts of a new request, after looking at unit, codes, dates and the person to be replaced.
async fn posts(work: &mut Work<'_>, reach: &Reach, new: &New) -> Result<Vec<NewShift>> {
    let group = work.group();
    if let Some(agent) = &new.absent_agent {
        is_hers_to_say(work, reach, agent).await?;
    }
    let place = Place::of(&mut work.tx, group, &new.unit).await?;
    let post = |(at, post): (usize, &Post)| {
        let field = |name: &str| format!("shifts[{at}].{name}");
        let (starts_at, ends_at) = place.span(&post.code, post.date, &field)?;
        Ok(NewShift {
            id: id_of(new, at),
            request: new.id.clone(),
            unit: new.unit.clone(),
            code: post.code.clone(),
            date: post.date.to_string(),
            qualification: post.qualification.clone(),
            starts_at,
            ends_at,
            state: "draft",
        })
    };
    new.shifts.iter().enumerate().map(post).collect()
}

/// A unit with what its shifts are looked at against.
pub(super) struct Place {
    unit: Unit,
    zone: chrono_tz::Tz,
    first: NaiveDate,
    last: NaiveDate,
}

impl Place {
    pub(super) async fn of(tx: &mut Tx, group: &str, unit: &str) -> Result<Self> {
        let found = establishments::unit(tx, group, unit).await?;
        let (unit, zone) = found.ok_or_else(|| Error::not_found("unit", unit))?;
        let stored = groups::find(tx, group).await?.ok_or_else(|| Error::not_found("group", group))?;
        let first = stored.horizon.from;
        let last = first + Days::new(u64::from(stored.horizon.days.max(1)) - 1);
        Ok(Self { unit, zone, first, last })
    }

    /// Start and end of a shift, unix seconds.
    pub(super) fn span(&self, code: &str, date: NaiveDate, field: &dyn Fn(&str) -> String) -> Result<(i64, i64)> {
        let Some(known) = self.unit.shift_codes.iter().find(|c| c.code.as_str() == code) else {
            return Err(Error::field(&field("code"), code, shift_code(&self.unit)));
        };
        fields::day_within(&field("date"), date, &(self.first..=self.last))?;
        bounds(self.zone, known, date)
    }
}

/// Stores the open shifts of an import, each with a request of its own, in few statements.
pub(in crate::app) async fn import(work: &mut Work<'_>, all: &[Shift]) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    let mut places: BTreeMap<String, Place> = BTreeMap::new();
    let (mut rows, mut posts) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    for (at, shift) in all.iter().enumerate() {
        let unit = shift.unit.as_str();
        if !places.contains_key(unit) {
            places.insert(unit.to_owned(), Place::of(&mut work.tx, group, unit).await?);
        }
        let field = |name: &str| format!("shifts[{at}].{name}");
        let (starts_at, ends_at) = places[unit].span(shift.code.as_str(), shift.date, &field)?;
        rows.push(Row {
            id: shift.id.0.clone(),
            unit_id: unit.to_owned(),
            state: State::Open.name().to_owned(),
            motive: store::name_of(&Motive::Other)?,
            priority: store::name_of(&shift.priority)?,
            degraded_accepted: shift.degraded_accepted,
            absent_agent: None,
            note: String::new(),
            requested_by: work.actor.user.0.clone(),
            created_at: now,
            submitted_at: Some(now),
            opened_at: Some(now),
            closed_at: None,
            reason: None,
            version: 1,
        });
        posts.push(NewShift {
            id: shift.id.0.clone(),
            request: shift.id.0.clone(),
            unit: unit.to_owned(),
            code: shift.code.as_str().to_owned(),
            date: shift.date.to_string(),
            qualification: shift.qualification.as_str().to_owned(),
            starts_at,
            ends_at,
            state: "open",
        });
    }
    requests::insert(&mut work.tx, group, &rows).await?;
    shifts::insert(&mut work.tx, group, &posts, None).await?;
    Ok(())
}
