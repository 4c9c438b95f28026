//! Cascades: wider and wider circles are asked for one shift, one after the other, until somebody holds it or nobody is left.
//!
//! Invariants: at most one cascade of a shift is under way; each step opens at most one round, and asks nobody who has had a
//! round of this cascade to answer in; nobody's yes is thrown away to go on faster; a step begins once, however many servers
//! share the database and wherever one of them died; when the shift is filled, booked or not wanted any more, its cascade is
//! over in the same deed.

mod audience;
mod order;
mod running;

pub use order::{Audience, Order, Starts, Step};
pub use running::go_on;

use super::access::{Action, Actor, Paging, Reach};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use super::{App, requests, rounds, settings, shifts as shift};
use crate::ids::CascadeId;
use crate::store::cascades::{self, Row, Step as Begun};
use crate::store::shifts::Stored;
use crate::store::{Tx, is_taken, offers, requests as request_rows, rounds as round_rows, shifts, to_json};
use serde_json::json;

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

/// A shift has become open: its cascade starts, where the group wants that. The next tick begins the first step.
pub(super) async fn when_open(work: &mut Work<'_>, shift: &str) -> Result<()> {
    let group = work.group();
    if settings::read(&mut work.tx, group).await?.cascade.starts != Starts::WhenOpen {
        return Ok(());
    }
    let Some(stored) = shifts::find(&mut work.tx, group, shift).await? else { return Ok(()) };
    let open = shift::State::of(&stored)? == shift::State::Open && stored.shift.starts_at > work.now();
    if !open || cascades::live(&mut work.tx, group, shift).await?.is_some() {
        return Ok(());
    }
    // It is whoever asked for the shift who hears of it.
    let asked = request_rows::find(&mut work.tx, group, &stored.request_id).await?;
    let by = asked.map_or_else(|| work.actor.user.0.clone(), |request| request.requested_by);
    insert(work, &stored, &by).await?;
    Ok(())
}

/// Stores a cascade that has yet to begin, due at once.
async fn insert(work: &mut Work<'_>, stored: &Stored, by: &str) -> Result<Row> {
    let (group, now) = (work.group(), work.now());
    let order = settings::read(&mut work.tx, group).await?.cascade;
    let row = Row {
        id: CascadeId(work.app.clock.new_id()),
        shift_id: stored.shift.id.clone(),
        unit_id: stored.shift.unit_id.clone(),
        state: "running".to_owned(),
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
        shift::State::Filled(_) => ("filled", None),
        shift::State::Booked => ("booked", None),
        shift::State::Unfilled => ("exhausted", Some("Le poste est passé")),
        shift::State::Cancelled => ("stopped", Some("Le poste est annulé")),
        shift::State::Draft | shift::State::Open | shift::State::Offered => return Ok(()),
    };
    let group = work.group();
    match cascades::live(&mut work.tx, group, shift).await? {
        Some(row) => running::end(work, row, ended).await,
        None => Ok(()),
    }
}

/// Holds a cascade: a round that is open goes on to its closing, and no further step begins.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` unless it is running.
pub async fn pause(app: &App, actor: &Actor, id: &str) -> Result<Whole> {
    let (mut work, reach, row) = open(app, actor, id).await?;
    if row.state != "running" {
        return Err(in_the_way(&row));
    }
    running::store(&mut work, &Row { state: "paused".to_owned(), ..row.clone() }).await?;
    work.record(Event::new("cascade.pause", "cascade", id).from_version(row.version));
    done(work, &reach, id).await
}

/// Holds the cascade of a shift, where one is running, for a reason that is shown with it.
pub(super) async fn hold(work: &mut Work<'_>, shift: &str, why: &str) -> Result<()> {
    let group = work.group();
    let Some(row) = cascades::live(&mut work.tx, group, shift).await?.filter(|row| row.state == "running") else {
        return Ok(());
    };
    let held = Row { state: "paused".to_owned(), reason: Some(why.to_owned()), ..row };
    running::store(work, &held).await?;
    work.record(
        Event::new("cascade.pause", "cascade", &held.id.0).from_version(held.version).with(json!({ "reason": why })),
    );
    Ok(())
}

/// Lets a cascade go on; a step whose time has passed meanwhile ends at the next tick.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` unless it is paused.
pub async fn resume(app: &App, actor: &Actor, id: &str) -> Result<Whole> {
    let (mut work, reach, row) = open(app, actor, id).await?;
    if row.state != "paused" {
        return Err(in_the_way(&row));
    }
    running::store(&mut work, &Row { state: "running".to_owned(), reason: None, ..row.clone() }).await?;
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
    if !matches!(row.state.as_str(), "running" | "paused") {
        return Err(in_the_way(&row));
    }
    close_own_round(&mut work, &row, "Étape suivante de la recherche").await?;
    let stored = shift::row(&mut work, &row.shift_id).await?;
    let state = shift::State::of(&stored)?;
    if state != shift::State::Open {
        return Err(state.in_the_way());
    }
    let event = Event::new("cascade.advance", "cascade", id).from_version(row.version);
    work.record(event.with(json!({ "from_step": row.step })));
    running::begin_next(&mut work, Row { state: "running".to_owned(), reason: None, ..row }, &stored).await?;
    done(work, &reach, id).await
}

/// Stops a cascade: its round is withdrawn, unless somebody has said yes to it, and the shift is open.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason, `Conflict` when it is over or somebody has said yes.
pub async fn stop(app: &App, actor: &Actor, id: &str, why: &str) -> Result<Whole> {
    let why = requests::reason(why)?;
    let (mut work, reach, row) = open(app, actor, id).await?;
    if !matches!(row.state.as_str(), "running" | "paused") {
        return Err(in_the_way(&row));
    }
    close_own_round(&mut work, &row, why).await?;
    running::end(&mut work, row, ("stopped", Some(why))).await?;
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

fn in_the_way(row: &Row) -> Error {
    let state = match row.state.as_str() {
        "running" => "en cours",
        "paused" => "en pause",
        "filled" => "terminée\u{a0}: le poste est pourvu",
        "booked" => "terminée\u{a0}: le poste est confié à une agence",
        "stopped" => "arrêtée",
        _ => "épuisée",
    };
    Conflict::CascadeState(state).into()
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
