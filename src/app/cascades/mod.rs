//! Cascades: wider and wider circles are asked for one shift, one after the other, until somebody holds it or nobody is left.
//!
//! Invariants: at most one cascade of a shift is under way; each step opens at most one round, and asks nobody who has had a
//! round of this cascade to answer in; nobody's yes is thrown away to go on faster; a step begins once, however many servers
//! share the database and wherever one of them died; when the shift is filled, booked or not wanted any more, its cascade is
//! over in the same deed.

mod audience;
mod order;
mod running;
mod state;

pub use order::{Audience, Order, Starts, Step};
pub use running::go_on;
pub use state::{End, State};

use super::access::{Action, Actor, Paging, Reach};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use super::{App, requests, rounds, settings, shifts as shift};
use crate::ids::{CascadeId, RoundId};
use crate::lang::reasons::Reason;
use crate::store::cascades::{self, Row, Step as Begun, Why};
use crate::store::shifts::Stored;
use crate::store::{Tx, is_taken, offers, requests as request_rows, rounds as round_rows, shifts, to_json};
use serde_json::json;
use std::collections::BTreeSet;

/// A cascade with what its steps have come to.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The cascade.
    pub cascade: Row,
    /// The steps that have begun.
    pub steps: Vec<Begun>,
}

/// Starts a cascade for an open shift; its first step begins at once.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` when the shift is not open or has begun, or a cascade is under way.
pub async fn start(app: &App, actor: &Actor, shift: &str) -> Result<Whole> {
    let reach = actor.may(Action::RunCascade)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let stored = shift::row(&mut work, shift).await?;
    if !reach.sees_unit(&stored.shift.unit_id) {
        return Err(Error::not_found("shift", shift));
    }
    let state = shift::State::of(&stored)?;
    if cascades::live(&mut work.tx, &actor.group, shift).await?.is_some() {
        return Err(Conflict::CascadeUnderWay.into());
    }
    if state != shift::State::Open {
        return Err(state.in_the_way());
    }
    if stored.shift.starts_at <= work.now() {
        return Err(Conflict::ShiftBegun.into());
    }
    let row = insert(&mut work, &stored, &actor.user.0).await?;
    let id = row.id.clone();
    running::begin_next(&mut work, row, &stored).await?;
    let whole = whole_in(&mut work.tx, actor, &reach, &id.0).await?;
    work.commit().await?;
    Ok(whole)
}

/// A deed that is nearly done has opened shifts: the cascade of each that is still to be filled starts, where the group wants
/// that. The next tick begins the first step. Where a cascade has been stopped, or has asked everybody, and the shift is as it was
/// then, somebody decides whether it is tried again.
pub(super) async fn when_open(work: &mut Work<'_>, opened: BTreeSet<String>) -> Result<()> {
    let group = work.group();
    if opened.is_empty() || settings::read(&mut work.tx, group).await?.cascade.starts != Starts::WhenOpen {
        return Ok(());
    }
    for shift in opened {
        let Some(stored) = shifts::find(&mut work.tx, group, &shift).await? else { continue };
        let open = shift::State::of(&stored)? == shift::State::Open && stored.shift.starts_at > work.now();
        if !open
            || cascades::live(&mut work.tx, group, &shift).await?.is_some()
            || cascades::came_to_nothing(&mut work.tx, group, &shift).await?
        {
            continue;
        }
        // It is whoever asked for the shift who hears of it.
        let asked = request_rows::find(&mut work.tx, group, &stored.request_id).await?;
        let by = asked.map_or_else(|| work.actor.user.0.clone(), |request| request.requested_by);
        insert(work, &stored, &by).await?;
    }
    Ok(())
}

/// The round of a step is asked again by another one, because its shift has changed: that is the step's from now on.
pub(super) async fn asks_by(work: &mut Work<'_>, before: &RoundId, now: (&RoundId, i64)) -> Result<()> {
    Ok(cascades::set_round(&mut work.tx, before, now).await?)
}

/// Stores a cascade that has yet to begin, due at once.
async fn insert(work: &mut Work<'_>, stored: &Stored, by: &str) -> Result<Row> {
    let (group, now) = (work.group(), work.now());
    let order = settings::read(&mut work.tx, group).await?.cascade;
    let row = Row {
        id: CascadeId(work.app.clock.new_id()),
        shift_id: stored.shift.id.clone(),
        unit_id: stored.shift.unit_id.clone(),
        state: State::Running.name().to_owned(),
        steps: to_json(&order.steps)?,
        step: 0,
        step_since: now,
        next_at: Some(now),
        round_id: None,
        started_by: by.to_owned(),
        started_at: now,
        ended_at: None,
        reason: None,
        version: 1,
    };
    cascades::insert(&mut work.tx, group, &row).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::CascadeUnderWay.into(),
        e => Error::from(e),
    })?;
    let detail = json!({ "shift": stored.shift.id, "steps": order.steps.len() });
    work.record(Event::new("cascade.start", "cascade", &row.id.0).with(detail));
    Ok(row)
}

/// A shift has another state: its cascade is over when nobody is to be asked any more.
pub(super) async fn shift_is(work: &mut Work<'_>, shift: &str, state: &shift::State) -> Result<()> {
    let ended = match state {
        shift::State::Filled(_) => (End::Filled, None),
        shift::State::Booked => (End::Booked, None),
        shift::State::Unfilled => (End::Exhausted, Some(Why::Past)),
        shift::State::Cancelled => (End::Stopped, Some(Why::CalledOff)),
        shift::State::Draft | shift::State::Open | shift::State::Offered => return Ok(()),
    };
    let group = work.group();
    match cascades::live(&mut work.tx, group, shift).await? {
        Some(row) => running::end(work, row, ended).await.map(|_| ()),
        None => Ok(()),
    }
}

/// Holds a cascade: a round that is open goes on to its closing, and no further step begins.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` unless it is running.
pub async fn pause(app: &App, actor: &Actor, id: &str) -> Result<Whole> {
    let (mut work, reach, row) = open(app, actor, id).await?;
    let state = State::of(&row)?.pause()?;
    running::store(&mut work, &Row { state: state.name().to_owned(), ..row.clone() }).await?;
    work.record(Event::new("cascade.pause", "cascade", id).from_version(row.version));
    done(work, &reach, id).await
}

/// Holds the cascade of a shift, where one is running, for a reason that is shown with it.
pub(super) async fn hold(work: &mut Work<'_>, shift: &str, why: &Why) -> Result<()> {
    let group = work.group();
    let Some(row) = cascades::live(&mut work.tx, group, shift).await? else { return Ok(()) };
    let Ok(state) = State::of(&row)?.pause() else { return Ok(()) };
    let held = Row { state: state.name().to_owned(), reason: Some(why.text()), ..row };
    running::store(work, &held).await?;
    work.record(
        Event::new("cascade.pause", "cascade", &held.id.0)
            .from_version(held.version)
            .with(json!({ "reason_given": true })),
    );
    Ok(())
}

/// Lets a cascade go on; a step whose time has passed meanwhile ends at the next tick.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` unless it is paused.
pub async fn resume(app: &App, actor: &Actor, id: &str) -> Result<Whole> {
    let (mut work, reach, row) = open(app, actor, id).await?;
    let state = State::of(&row)?.resume()?;
    running::store(&mut work, &Row { state: state.name().to_owned(), reason: None, ..row.clone() }).await?;
    work.record(Event::new("cascade.resume", "cascade", id).from_version(row.version));
    done(work, &reach, id).await
}

/// Begins the next step now. Where somebody has said yes to the round of this one, it keeps its closing time; else it is
/// withdrawn, and whoever has not answered is asked again with the next circle where she belongs to it.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` when it is over, somebody has said yes, or another round asks for the shift.
pub async fn advance(app: &App, actor: &Actor, id: &str) -> Result<Whole> {
    let (mut work, reach, row) = open(app, actor, id).await?;
    let state = State::of(&row)?.advance()?;
    close_own_round(&mut work, &row, &Reason::NextStep.record()).await?;
    let stored = shift::row(&mut work, &row.shift_id).await?;
    let stands = shift::State::of(&stored)?;
    if stands != shift::State::Open {
        return Err(stands.in_the_way());
    }
    let event = Event::new("cascade.advance", "cascade", id).from_version(row.version);
    work.record(event.with(json!({ "from_step": row.step })));
    running::begin_next(&mut work, Row { state: state.name().to_owned(), reason: None, ..row }, &stored).await?;
    done(work, &reach, id).await
}

/// Stops a cascade: its round is withdrawn, unless somebody has said yes to it, and the shift is open.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason, `Conflict` when it is over or somebody has said yes.
pub async fn stop(app: &App, actor: &Actor, id: &str, why: &str) -> Result<Whole> {
    let why = requests::reason(why)?;
    let (mut work, reach, row) = open(app, actor, id).await?;
    State::of(&row)?.end(End::Stopped)?;
    close_own_round(&mut work, &row, why).await?;
    running::end(&mut work, row, (End::Stopped, Some(Why::Typed(why.to_owned())))).await?;
    done(work, &reach, id).await
}

/// Withdraws the round of the step under way, where it is still open and nobody has said yes.
async fn close_own_round(work: &mut Work<'_>, row: &Row, why: &str) -> Result<()> {
    let group = work.group();
    let Some(round) = &row.round_id else { return Ok(()) };
    let Some(round) = round_rows::find(&mut work.tx, group, &round.0).await? else { return Ok(()) };
    if round.state != "open" {
        return Ok(());
    }
    let made = offers::of_round(&mut work.tx, group, &round.id).await?;
    if made.iter().any(|offer| offer.state == "accepted") {
        return Err(Conflict::SaidYes { closes_at: round.closes_at }.into());
    }
    rounds::withdraw_in(work, &round, why).await
}

async fn open<'a>(app: &'a App, actor: &'a Actor, id: &str) -> Result<(Work<'a>, Reach, Row)> {
    let reach = actor.may(Action::RunCascade)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let row = whole_in(&mut work.tx, actor, &reach, id).await?.cascade;
    Ok((work, reach, row))
}

async fn done(mut work: Work<'_>, reach: &Reach, id: &str) -> Result<Whole> {
    let actor = work.actor;
    let whole = whole_in(&mut work.tx, actor, reach, id).await?;
    work.commit().await?;
    Ok(whole)
}

/// A page of cascades, the newest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Row>> {
    let reach = actor.may(Action::ReadCascades)?;
    let mut tx = app.db.read().await?;
    Ok(cascades::list(&mut tx, &actor.group, &reach.page(paging)).await?)
}

/// One cascade with its steps.
///
/// # Errors
/// When the role does not allow it, or there is none in the reach.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Whole> {
    let reach = actor.may(Action::ReadCascades)?;
    let mut tx = app.db.read().await?;
    whole_in(&mut tx, actor, &reach, id).await
}

/// The newest cascade of a shift.
///
/// # Errors
/// When the role does not allow it, there is no such shift in the reach, or it never had one.
pub async fn of_shift(app: &App, actor: &Actor, shift: &str) -> Result<Whole> {
    let reach = actor.may(Action::ReadCascades)?;
    let mut tx = app.db.read().await?;
    let row = cascades::newest(&mut tx, &actor.group, shift).await?;
    let row = row.filter(|row| reach.sees_unit(&row.unit_id)).ok_or_else(|| Error::not_found("cascade", shift))?;
    let steps = cascades::steps(&mut tx, &row.id).await?;
    Ok(Whole { cascade: row, steps })
}

async fn whole_in(tx: &mut Tx, actor: &Actor, reach: &Reach, id: &str) -> Result<Whole> {
    let row = cascades::find(tx, &actor.group, id).await?.filter(|row| reach.sees_unit(&row.unit_id));
    let cascade = row.ok_or_else(|| Error::not_found("cascade", id))?;
    let steps = cascades::steps(tx, &cascade.id).await?;
    Ok(Whole { cascade, steps })
}
