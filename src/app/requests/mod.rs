//! Replacement requests: a unit's need, one or several shifts of it, from a draft to its end.
//!
//! Invariants: a request and its shifts are stored together; what several people may send twice is there once; whoever is
//! replaced is not asked to replace herself; nothing that is told of a request says why somebody is absent.

mod ending;
mod making;
mod thread;

pub use ending::cancel;
pub(super) use ending::reason;
pub(super) use making::import;
pub use making::{New, Post, make};
pub use thread::{NewMessage, messages, write};

use super::access::{Action, Actor, Paging, Reach};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::shifts as shift;
use super::work::Work;
use super::{App, assignments, settings};
use crate::store::requests::{self, Row};
use crate::store::shifts::Stored;
use crate::store::{Tx, shifts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
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

/// A request with its shifts.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The request.
    pub request: Row,
    /// Its shifts, by start.
    pub shifts: Vec<Stored>,
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

/// Hands a draft in. Whether another request asks for the same post is looked at when a request is made, and not again here.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` unless it is a draft.
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
