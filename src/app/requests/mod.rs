//! Replacement requests: a unit's need, one or several shifts of it, from a draft to its end.
//!
//! Invariants: a request and its shifts are stored together; what several people may send twice is there once; whoever is
//! replaced is not asked to replace herself; nothing that is told of a request says why somebody is absent.

mod asking;
mod editing;
mod ending;
mod estimate;
mod ground;
mod making;
mod notice;
mod standing;
mod thread;

pub use editing::{Change, Given, NewTerms, edit};
pub(crate) use ending::close;
pub use ending::{Outcome, cancel, notice_minutes};
pub(super) use ending::{reason, tell_if_filled, tell_if_unfilled};
pub use estimate::{Estimate, JUDGED_MOST, Judged, Next, PAST_DAYS, Past, estimate};
pub use ground::{Ground, ground};
pub(super) use making::import;
pub use making::{New, Post, make};
pub use notice::NoticeClass;
pub use standing::{ByNeed, Deed, Listing, Standing, UnderWay, by_need, standing};
pub use thread::{NewMessage, mark_read, messages, write};

use super::access::{Action, Actor, Paging, Reach};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::shifts as shift;
use super::work::Work;
use super::{App, assignments, members, settings, swaps};
use crate::lang::reasons::Reason;
use crate::store::requests::{self, Row};
use crate::store::shifts::Stored;
use crate::store::{Tx, agents, messages as messages_rows, shifts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// Why there is a need. The list is short on purpose: the cause of an absence is nobody's business here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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

    /// Its author, or whoever may, says something else of it; it stays where it is.
    ///
    /// # Errors
    /// When it is over.
    pub fn edit(self) -> Result<Self> {
        match self {
            Self::Draft | Self::Submitted | Self::Open => Ok(self),
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
        Conflict::RequestState(self).into()
    }
}

/// A request with its shifts.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The request.
    pub request: Row,
    /// Its shifts, by start.
    pub shifts: Vec<Stored>,
    /// Shifts of the pool from which whoever is replaced has just been freed.
    pub freed: Vec<String>,
    /// Shifts of the pool that whoever is replaced holds, or is asked for by name, on the same days: she is freed from those that
    /// she may not hold when the request opens.
    pub also_held: Vec<String>,
    /// Messages about it that the asker has not read.
    pub unread: i64,
}

/// Whether this actor's requests open at once: the coordination's always do, a manager's unless the group wants to look first.
async fn may_open(work: &mut Work<'_>, unit: &str) -> Result<bool> {
    let group = work.group();
    let admits = work.actor.may(Action::AdmitRequest).is_ok_and(|reach| reach.sees_unit(unit));
    Ok(admits || !settings::read(&mut work.tx, group).await?.coordinator_opens)
}

/// Hands a draft in, and opens it where it needs no further look. Gives the shifts that whoever is replaced is freed from.
async fn hand_in(work: &mut Work<'_>, row: &mut Row, (opens, although_alike): (bool, bool)) -> Result<Vec<String>> {
    let now = work.now();
    let moved = making::look_again(work, row, although_alike).await?;
    // A unit of a member that has left asks for nobody; one that receives more than was agreed waits for the coordination.
    let opens = members::may_receive(work, row).await?.opens(opens);
    let mut state = State::of(row)?.submit()?;
    row.submitted_at = Some(now);
    let event = Event::new("request.submit", "request", &row.id).from_version(row.version);
    work.record(event.with(json!({ "hours_moved": moved })));
    let mut freed = Vec::new();
    if opens {
        state = state.open()?;
        row.opened_at = Some(now);
        freed = open_shifts(work, row, &[]).await?;
    }
    state.name().clone_into(&mut row.state);
    save(work, row).await?;
    Ok(freed)
}

/// Opens the shifts of a request that has been looked at; `moved` are those whose hours are others by now.
async fn open_shifts(work: &mut Work<'_>, row: &Row, moved: &[String]) -> Result<Vec<String>> {
    let group = work.group();
    let drafts = shifts::of_request(&mut work.tx, group, &row.id).await?;
    // One that was taken out again before anybody was asked stays out.
    for stored in drafts.into_iter().filter(|stored| stored.state == "draft") {
        let open = shift::State::of(&stored)?.publish()?;
        shift::store(work, &stored, &open).await?;
    }
    // Whoever is absent on these days cannot hold a shift of the pool on them either.
    let freed = match &row.absent_agent {
        Some(agent) => is_away(work, agent).await?,
        None => Vec::new(),
    };
    let event = Event::new("request.open", "request", &row.id).from_version(row.version);
    work.record(event.with(json!({ "freed": freed, "hours_moved": moved })));
    Ok(freed)
}

/// Somebody is absent by a request that is open: she is freed from what she may not hold then, and what waits for a duty of
/// hers on these days comes to nothing. Gives the shifts that she is freed from.
async fn is_away(work: &mut Work<'_>, agent: &str) -> Result<Vec<String>> {
    let because = (&Reason::NotAvailable, assignments::Cause::Agent);
    let freed = assignments::free_unlawful(work, agent, because).await?;
    swaps::home_days_changed(work, &[agent]).await?;
    Ok(freed)
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

/// Hands a draft in. It is looked at like a new one: unit, member and what others ask for may be others since it was begun.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for a code that is gone, `Conflict` unless it is a draft, when the member or the unit asks for
/// nobody any more, or when another request asks for the same post and the caller has not said that both are meant.
pub async fn submit(app: &App, actor: &Actor, id: &str, although_alike: bool) -> Result<Whole> {
    let reach = actor.may(Action::OpenRequest)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let mut whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    State::of(&whole.request)?.submit()?;
    let opens = may_open(&mut work, &whole.request.unit_id).await?;
    let freed = hand_in(&mut work, &mut whole.request, (opens, although_alike)).await?;
    let whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(Whole { freed, ..whole })
}

/// Opens a request that was handed in. It is looked at once more: unit, member and what others ask for may be others since.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for a code that is gone, `Conflict` unless it was handed in, when the member or the unit asks
/// for nobody any more, or when another request asks for the same post and the caller has not said that both are meant.
pub async fn open(app: &App, actor: &Actor, id: &str, although_alike: bool) -> Result<Whole> {
    let reach = actor.may(Action::AdmitRequest)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let mut row = whole_in(&mut work.tx, &actor.group, &reach, id).await?.request;
    State::of(&row)?.open()?.name().clone_into(&mut row.state);
    row.opened_at = Some(work.now());
    let moved = making::look_again(&mut work, &row, although_alike).await?;
    // Whoever opens it may go beyond what was agreed, and does so knowing it.
    members::may_receive(&mut work, &row).await?;
    let freed = open_shifts(&mut work, &row, &moved).await?;
    save(&mut work, &mut row).await?;
    let whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(Whole { freed, ..whole })
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
    let unread = messages_rows::unread(&mut tx, &actor.group, &actor.user, (&first.id, &last.id)).await?;
    let whole = |request: Row| Whole {
        shifts: shifts.remove(&request.id).unwrap_or_default(),
        freed: Vec::new(),
        also_held: Vec::new(),
        unread: unread.get(&request.id).copied().unwrap_or_default(),
        request,
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// One request with its shifts.
///
/// # Errors
/// When the role does not allow it, or there is none in the reach.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Whole> {
    let reach = actor.may(Action::ReadRequests)?;
    let mut tx = app.db.read().await?;
    let whole = whole_in(&mut tx, &actor.group, &reach, id).await?;
    let unread = messages_rows::unread(&mut tx, &actor.group, &actor.user, (id, id)).await?;
    Ok(Whole { unread: unread.get(id).copied().unwrap_or_default(), ..whole })
}

async fn whole_in(tx: &mut Tx, group: &str, reach: &Reach, id: &str) -> Result<Whole> {
    let row = requests::find(tx, group, id).await?.filter(|row| reach.sees_unit(&row.unit_id));
    let request = row.ok_or_else(|| Error::not_found("request", id))?;
    let shifts = shifts::of_request(tx, group, &request.id).await?;
    let mut also_held = Vec::new();
    if let Some(agent) = &request.absent_agent
        && State::of(&request)?.edit().is_ok()
        && sees_agent(tx, group, reach, agent).await?
    {
        also_held = shifts::held_on_the_days_of(tx, group, agent, &request.id).await?;
    }
    Ok(Whole { request, shifts, freed: Vec::new(), also_held, unread: 0 })
}

/// Whether she may read where else an agent works: whoever employs her may, another establishment may not.
async fn sees_agent(tx: &mut Tx, group: &str, reach: &Reach, agent: &str) -> Result<bool> {
    let face = agents::face(tx, group, agent).await?;
    Ok(face.is_some_and(|face| reach.sees_agent(&face.id, &face.employer_id)))
}
