//! Replacement requests: a unit's need, one or several shifts of it, from a draft to its end.
//!
//! Invariants: a request and its shifts are stored together; what several people may send twice is there once; whoever is
//! replaced is not asked to replace herself; nothing that is told of a request says why somebody is absent.

mod ending;
mod thread;

pub use ending::cancel;
pub(super) use ending::reason;
pub use thread::{NewMessage, messages, write};

use super::access::{Action, Actor, Paging, Reach};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::shifts::{self as shift, bounds};
use super::work::Work;
use super::{App, assignments, settings};
use crate::store::requests::{self, Row};
use crate::store::shifts::{New as NewShift, Stored};
use crate::store::{self, Tx, agents, establishments, groups, is_taken, shifts};
use chrono::{Days, NaiveDate};
use releve_solver::domain::scenario::{Priority, Shift, Unit};
use releve_solver::formats::well_formed_id;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Most shifts of one request: two months of nights.
const SHIFTS_MAX: usize = 62;
/// Longest note, characters.
const NOTE_CHARS_MAX: usize = 2_000;

/// Why there is a need. The list is short on purpose: the cause of an absence is nobody's business here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motive {
    /// Somebody is absent, as planned.
    PlannedAbsence,
    /// Somebody is absent, unforeseen.
    UnplannedAbsence,
    /// A post is vacant.
    VacantPost,
    /// More work than usual.
    Workload,
    /// Anything else.
    Other,
}

/// Where a request stands. How far it is filled is said by its shifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its author is still at it.
    Draft,
    /// To be looked at by the coordination.
    Submitted,
    /// Being filled.
    Open,
    /// Over.
    Closed,
    /// Not wanted any more.
    Cancelled,
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row holds none.
    pub fn of(row: &Row) -> Result<Self> {
        Ok(match row.state.as_str() {
            "draft" => Self::Draft,
            "submitted" => Self::Submitted,
            "open" => Self::Open,
            "closed" => Self::Closed,
            "cancelled" => Self::Cancelled,
            other => return Err(Error::Corrupt(format!("request {} in state {other}", row.id))),
        })
    }

    /// Its author hands it in.
    ///
    /// # Errors
    /// Unless a draft.
    pub fn submit(self) -> Result<Self> {
        match self {
            Self::Draft => Ok(Self::Submitted),
            other => Err(other.in_the_way()),
        }
    }

    /// It is to be filled.
    ///
    /// # Errors
    /// Unless handed in.
    pub fn open(self) -> Result<Self> {
        match self {
            Self::Submitted => Ok(Self::Open),
            other => Err(other.in_the_way()),
        }
    }

    /// Every shift of it is over.
    ///
    /// # Errors
    /// Unless open.
    pub fn close(self) -> Result<Self> {
        match self {
            Self::Open => Ok(Self::Closed),
            other => Err(other.in_the_way()),
        }
    }

    /// It is not wanted any more.
    ///
    /// # Errors
    /// When it is over.
    pub fn cancel(self) -> Result<Self> {
        match self {
            Self::Draft | Self::Submitted | Self::Open => Ok(Self::Cancelled),
            other => Err(other.in_the_way()),
        }
    }

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    fn in_the_way(self) -> Error {
        let state = match self {
            Self::Draft => "encore à l’état de brouillon",
            Self::Submitted => "déjà transmise",
            Self::Open => "déjà ouverte",
            Self::Closed => "close",
            Self::Cancelled => "annulée",
        };
        Conflict::RequestState(state).into()
    }
}

/// A request to make.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
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
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
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

/// A request with its shifts.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The request.
    pub request: Row,
    /// Its shifts, by start.
    pub shifts: Vec<Stored>,
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
    for post in posts.iter().filter(|_| !new.although_alike && !new.draft) {
        let alike = shifts::alike(&mut work.tx, &actor.group, post).await?;
        if !alike.is_empty() {
            return Err(Conflict::AlikeRequested(alike).into());
        }
    }
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
    shifts::insert(&mut work.tx, &actor.group, &posts).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::IdTaken(new.id.clone()).into(),
        e => Error::from(e),
    })?;
    let detail = json!({ "unit": new.unit, "motive": new.motive, "priority": new.priority, "shifts": posts.len() });
    work.record(Event::new("request.make", "request", &new.id).with(detail));
    if !new.draft {
        let opens = may_open(&mut work, &row.unit_id).await?;
        hand_in(&mut work, &mut row, opens).await?;
    }
    let whole = whole_in(&mut work.tx, &actor.group, &reach, &new.id).await?;
    work.commit().await?;
    Ok((whole, true))
}

/// What can be told without looking at anything.
fn look_at(new: &New) -> Result<()> {
    let help = "send a UUID made by the client";
    if let Err(expected) = well_formed_id(&new.id) {
        return Err(Error::field("id", new.id.as_str(), &expected, help));
    }
    if new.note.chars().count() > NOTE_CHARS_MAX {
        let expected = format!("at most {NOTE_CHARS_MAX} characters");
        return Err(Error::field("note", format!("{} characters", new.note.chars().count()), &expected, "shorten it"));
    }
    if new.shifts.is_empty() || new.shifts.len() > SHIFTS_MAX {
        let expected = format!("1 to {SHIFTS_MAX} shifts");
        return Err(Error::field("shifts", new.shifts.len().to_string(), &expected, "split a longer need"));
    }
    let mut seen = BTreeSet::new();
    for (at, post) in new.shifts.iter().enumerate() {
        let id = id_of(new, at);
        if let Err(expected) = well_formed_id(&id) {
            return Err(Error::field(&format!("shifts[{at}].id"), id, &expected, help));
        }
        if well_formed_id(&post.qualification).is_err() {
            let field = format!("shifts[{at}].qualification");
            return Err(Error::field(
                &field,
                post.qualification.as_str(),
                "a title such as IDE or AS",
                "name one title",
            ));
        }
        if !seen.insert(id.clone()) {
            return Err(Error::field(&format!("shifts[{at}].id"), id, "an id of its own", "name each shift once"));
        }
    }
    Ok(())
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
        // Who is absent is her employer's to say.
        let face = agents::face(&mut work.tx, group, agent).await?;
        if !face.is_some_and(|face| reach.sees_agent(&face.id, &face.employer_id)) {
            return Err(Error::field("absent_agent", agent, "an agent of your establishment", "check the identifier"));
        }
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
struct Place {
    unit: Unit,
    zone: chrono_tz::Tz,
    first: NaiveDate,
    last: NaiveDate,
}

impl Place {
    async fn of(tx: &mut Tx, group: &str, unit: &str) -> Result<Self> {
        let found = establishments::unit(tx, group, unit).await?;
        let (unit, zone) = found.ok_or_else(|| Error::not_found("unit", unit))?;
        let stored = groups::find(tx, group).await?.ok_or_else(|| Error::not_found("group", group))?;
        let first = stored.horizon.from;
        let last = first + Days::new(u64::from(stored.horizon.days.max(1)) - 1);
        Ok(Self { unit, zone, first, last })
    }

    /// Start and end of a shift, unix seconds.
    fn span(&self, code: &str, date: NaiveDate, field: &dyn Fn(&str) -> String) -> Result<(i64, i64)> {
        let Some(known) = self.unit.shift_codes.iter().find(|c| c.code.as_str() == code) else {
            let known: Vec<_> = self.unit.shift_codes.iter().map(|c| c.code.as_str()).collect();
            let expected = format!("one of {}", known.join(", "));
            return Err(Error::field(&field("code"), code, &expected, "choose a shift code of the unit"));
        };
        if date < self.first || date > self.last {
            let expected = format!("{} to {}", self.first, self.last);
            return Err(Error::field(&field("date"), date.to_string(), &expected, "choose a date inside the horizon"));
        }
        bounds(self.zone, known, date)
    }
}

/// Stores the open shifts of an import, each with a request of its own, in few statements.
pub(super) async fn import(work: &mut Work<'_>, all: &[Shift]) -> Result<()> {
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
    shifts::insert(&mut work.tx, group, &posts).await?;
    Ok(())
}

/// Whether this actor's requests open at once: the coordination's always do, a manager's unless the group wants to look first.
async fn may_open(work: &mut Work<'_>, unit: &str) -> Result<bool> {
    let group = work.group();
    let admits = work.actor.may(Action::AdmitRequest).is_ok_and(|reach| reach.sees_unit(unit));
    Ok(admits || !settings::read(&mut work.tx, group).await?.coordinator_opens)
}

/// Hands a draft in, and opens it where it needs no further look.
async fn hand_in(work: &mut Work<'_>, row: &mut Row, opens: bool) -> Result<()> {
    let now = work.now();
    let mut state = State::of(row)?.submit()?;
    row.submitted_at = Some(now);
    work.record(Event::new("request.submit", "request", &row.id).from_version(row.version));
    if opens {
        state = state.open()?;
        row.opened_at = Some(now);
        open_shifts(work, row).await?;
    }
    state.name().clone_into(&mut row.state);
    save(work, row).await
}

async fn open_shifts(work: &mut Work<'_>, row: &Row) -> Result<()> {
    let group = work.group();
    for stored in shifts::of_request(&mut work.tx, group, &row.id).await? {
        let open = shift::State::of(&stored)?.publish()?;
        shift::store(work, &stored, &open).await?;
    }
    work.record(Event::new("request.open", "request", &row.id).from_version(row.version));
    // Whoever is absent on these days cannot hold a shift of the pool on them either.
    if let Some(agent) = &row.absent_agent {
        assignments::free_unlawful(work, agent, "Absence").await?;
    }
    Ok(())
}

/// Stores a request as it now is.
async fn save(work: &mut Work<'_>, row: &mut Row) -> Result<()> {
    let group = work.group();
    if !requests::update(&mut work.tx, group, row).await? {
        return Err(Conflict::LostRace.into());
    }
    row.version += 1;
    Ok(())
}

/// Hands a draft in.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` unless it is a draft or when another request asks for the same post.
pub async fn submit(app: &App, actor: &Actor, id: &str) -> Result<Whole> {
    let reach = actor.may(Action::OpenRequest)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let mut whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    let opens = may_open(&mut work, &whole.request.unit_id).await?;
    hand_in(&mut work, &mut whole.request, opens).await?;
    let whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(whole)
}

/// Opens a request that was handed in.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` unless it was handed in.
pub async fn open(app: &App, actor: &Actor, id: &str) -> Result<Whole> {
    let reach = actor.may(Action::AdmitRequest)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let mut row = whole_in(&mut work.tx, &actor.group, &reach, id).await?.request;
    State::of(&row)?.open()?.name().clone_into(&mut row.state);
    row.opened_at = Some(work.now());
    open_shifts(&mut work, &row).await?;
    save(&mut work, &mut row).await?;
    let whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(whole)
}

/// A page of requests with their shifts.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Whole>> {
    let reach = actor.may(Action::ReadRequests)?;
    let mut tx = app.db.read().await?;
    let rows = requests::list(&mut tx, &actor.group, &reach.page(paging)).await?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
    let mut shifts: BTreeMap<String, Vec<Stored>> = BTreeMap::new();
    for stored in shifts::of_requests(&mut tx, &actor.group, (&first.id, &last.id)).await? {
        shifts.entry(stored.request_id.clone()).or_default().push(stored);
    }
    let whole = |request: Row| Whole { shifts: shifts.remove(&request.id).unwrap_or_default(), request };
    Ok(rows.into_iter().map(whole).collect())
}

/// One request with its shifts.
///
/// # Errors
/// When the role does not allow it, or there is none in the reach.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Whole> {
    let reach = actor.may(Action::ReadRequests)?;
    let mut tx = app.db.read().await?;
    whole_in(&mut tx, &actor.group, &reach, id).await
}

async fn whole_in(tx: &mut Tx, group: &str, reach: &Reach, id: &str) -> Result<Whole> {
    let row = requests::find(tx, group, id).await?.filter(|row| reach.sees_unit(&row.unit_id));
    let request = row.ok_or_else(|| Error::not_found("request", id))?;
    let shifts = shifts::of_request(tx, group, &request.id).await?;
    Ok(Whole { request, shifts })
}
