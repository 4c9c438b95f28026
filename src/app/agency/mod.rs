//! Agencies: a shift is booked with one when the pool has nobody.
//!
//! Invariants: a shift has at most one booking that stands; a public establishment books nothing above the ceiling (CSP
//! R6146-27); until the agency has confirmed, the pool may take the shift back: whoever of the pool gets it ends the booking in
//! the same deed; what the agency attests of its worker's two years of practice (CASF L313-23-4, R313-30-5) is kept with
//! the confirmation.

mod booking;

pub use booking::{New, book};

use super::access::{Action, Actor, Paging, Reach, Role};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use super::{App, fields, requests, rounds, shifts as shift};
use crate::lang::reasons::Reason;
use crate::store::bookings::{self, Change, Row};
use crate::store::outbox::Notice;
use crate::store::shifts::Stored;
use crate::store::{Tx, rounds as round_rows};
use serde_json::json;

/// Longest name of an agency, and longest attestation, characters.
const TEXT_CHARS_MAX: usize = 500;
/// The article that sets the ceiling of public establishments.
pub const CAP_ARTICLE: &str = "CSP R6146-27";
/// Where a booking stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The agency is asked; the pool may take the shift back.
    Requested,
    /// The agency sends somebody; the shift ends at this instant.
    Confirmed {
        /// Unix seconds.
        ends_at: i64,
    },
    /// The work was done.
    Worked,
    /// Called off.
    Cancelled,
    /// Somebody of the pool holds the shift.
    TakenBack,
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row holds none.
    pub fn of(row: &Row) -> Result<Self> {
        Ok(match row.state.as_str() {
            "requested" => Self::Requested,
            "confirmed" => Self::Confirmed { ends_at: row.shift.ends_at },
            "worked" => Self::Worked,
            "cancelled" => Self::Cancelled,
            "taken_back" => Self::TakenBack,
            other => return Err(Error::Corrupt(format!("booking {} in state {other}", row.id))),
        })
    }

    /// The agency sends somebody.
    ///
    /// # Errors
    /// Unless it is asked.
    pub fn confirm(self, ends_at: i64) -> Result<Self> {
        match self {
            Self::Requested => Ok(Self::Confirmed { ends_at }),
            other => Err(other.in_the_way()),
        }
    }

    /// The work was done.
    ///
    /// # Errors
    /// Before the shift's end, and unless confirmed.
    pub fn work(self, now: i64) -> Result<Self> {
        match self {
            Self::Confirmed { ends_at } if now >= ends_at => Ok(Self::Worked),
            Self::Confirmed { .. } => Err(Conflict::NotOverYet.into()),
            other => Err(other.in_the_way()),
        }
    }

    /// It is called off.
    ///
    /// # Errors
    /// When it is over.
    pub fn cancel(self) -> Result<Self> {
        match self {
            Self::Requested | Self::Confirmed { .. } => Ok(Self::Cancelled),
            other => Err(other.in_the_way()),
        }
    }

    /// Somebody of the pool gets the shift.
    ///
    /// # Errors
    /// Once the agency has confirmed.
    pub fn take_back(self) -> Result<Self> {
        match self {
            Self::Requested => Ok(Self::TakenBack),
            other => Err(other.in_the_way()),
        }
    }

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Confirmed { .. } => "confirmed",
            Self::Worked => "worked",
            Self::Cancelled => "cancelled",
            Self::TakenBack => "taken_back",
        }
    }

    fn in_the_way(self) -> Error {
        Conflict::BookingState(self).into()
    }
}

/// The agency sends somebody. What it attests is kept; a round in which the pool was asked to take the shift back is withdrawn.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without an attestation, `Conflict` when the pool was faster, or it is over.
pub async fn confirm(app: &App, actor: &Actor, id: &str, attestation: &str) -> Result<Row> {
    let reach = actor.may(Action::BookAgency)?;
    let attestation = fields::filled("attestation", attestation, TEXT_CHARS_MAX)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let row = find_in(&mut work.tx, actor, &reach, id).await?;
    let confirmed = State::of(&row)?.confirm(row.shift.ends_at)?;
    if row.shift.starts_at <= work.now() {
        return Err(Conflict::ShiftBegun.into());
    }
    if let Some(round) = round_rows::open_of(&mut work.tx, &actor.group, &row.shift.id).await? {
        rounds::withdraw_in(&mut work, &round, &Reason::AgencyConfirmed.record()).await?;
    }
    store(&mut work, &row, confirmed, (Some(&attestation), None)).await?;
    let detail = json!({ "shift": row.shift.id, "attested": true });
    work.record(Event::new("booking.confirm", "booking", id).from_version(row.version).with(detail));
    tell(&mut work, "booking.confirmed", &row);
    let row = find_in(&mut work.tx, actor, &reach, id).await?;
    work.commit().await?;
    Ok(row)
}

/// Calls a booking off: the shift is open again, or over when it has ended.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason, `Conflict` when it is over.
pub async fn cancel(app: &App, actor: &Actor, id: &str, why: &str) -> Result<Row> {
    let reach = actor.may(Action::BookAgency)?;
    let why = requests::reason(why)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let row = find_in(&mut work.tx, actor, &reach, id).await?;
    call_off(&mut work, &row.shift.id, why).await?;
    let after = find_in(&mut work.tx, actor, &reach, id).await?;
    if after.version == row.version {
        // Another booking of the shift stands, or none: this one is over.
        return Err(State::of(&row)?.in_the_way());
    }
    give_up(&mut work, &row.shift.id).await?;
    work.commit().await?;
    Ok(after)
}

/// Records that somebody of the agency did the work.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` before the shift's end, when it was never confirmed, or recorded before.
pub async fn record_worked(app: &App, actor: &Actor, id: &str) -> Result<Row> {
    let reach = actor.may(Action::RecordWork)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let row = find_in(&mut work.tx, actor, &reach, id).await?;
    let worked = State::of(&row)?.work(work.now())?;
    store(&mut work, &row, worked, (None, None)).await?;
    let detail = json!({ "shift": row.shift.id, "cost_cents": row.cost_cents() });
    work.record(Event::new("booking.worked", "booking", id).from_version(row.version).with(detail));
    let row = find_in(&mut work.tx, actor, &reach, id).await?;
    work.commit().await?;
    Ok(row)
}

/// A shift whose agency has not confirmed is open while the pool is asked to take it back; any other is as it was.
pub(super) async fn open_for_taking_back(work: &mut Work<'_>, stored: Stored) -> Result<Stored> {
    let state = shift::State::of(&stored)?;
    if state != shift::State::Booked {
        return Ok(stored);
    }
    let group = work.group();
    let row = bookings::standing(&mut work.tx, group, &stored.shift.id).await?;
    if row.is_none_or(|row| row.state != "requested") {
        return Err(state.in_the_way());
    }
    shift::store(work, &stored, &state.reopen()?).await?;
    shift::row(work, &stored.shift.id).await
}

/// Whether an agency has said that it sends somebody for a shift.
pub(super) async fn is_confirmed(work: &mut Work<'_>, shift: &str) -> Result<bool> {
    let group = work.group();
    let row = bookings::standing(&mut work.tx, group, shift).await?;
    Ok(row.as_ref().map(State::of).transpose()?.is_some_and(|state| state != State::Requested))
}

/// Nobody of the pool takes the shift back: where a booking stands, it is booked as before.
pub(super) async fn stands_again(work: &mut Work<'_>, shift: &str) -> Result<()> {
    let group = work.group();
    if bookings::standing(&mut work.tx, group, shift).await?.is_none() {
        return Ok(());
    }
    let stored = shift::row(work, shift).await?;
    let booked = shift::State::of(&stored)?.book()?;
    shift::store(work, &stored, &booked).await
}

/// Somebody of the pool holds the shift: the booking ends, and whoever made it has to tell the agency.
pub(super) async fn take_back(work: &mut Work<'_>, stored: &Stored) -> Result<()> {
    let group = work.group();
    let Some(row) = bookings::standing(&mut work.tx, group, &stored.shift.id).await? else { return Ok(()) };
    let taken = State::of(&row)?.take_back()?;
    store(work, &row, taken, (None, Some(&Reason::TakenBack.record()))).await?;
    let detail = json!({ "shift": row.shift.id, "cost_cents": row.cost_cents() });
    work.record(Event::new("booking.take-back", "booking", &row.id).from_version(row.version).with(detail));
    tell(work, "booking.taken-back", &row);
    Ok(())
}

/// Calls off the booking of a shift, where one stands; a booked shift is open after.
pub(super) async fn call_off(work: &mut Work<'_>, shift: &str, why: &str) -> Result<()> {
    let group = work.group();
    let Some(row) = bookings::standing(&mut work.tx, group, shift).await? else { return Ok(()) };
    let cancelled = State::of(&row)?.cancel()?;
    store(work, &row, cancelled, (None, Some(why))).await?;
    let stored = shift::row(work, shift).await?;
    let state = shift::State::of(&stored)?;
    if state == shift::State::Booked {
        shift::store(work, &stored, &state.reopen()?).await?;
    }
    let detail = json!({ "shift": shift, "reason_given": true, "was": row.state });
    work.record(Event::new("booking.cancel", "booking", &row.id).from_version(row.version).with(detail));
    tell(work, "booking.cancelled", &row);
    Ok(())
}

/// A booking that no agency confirmed, of a shift that is over: nobody was found.
///
/// # Errors
/// When the database fails.
pub async fn lapse(app: &App, group: &str, id: &str) -> Result<()> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.touch().await?;
    let Some(row) = bookings::find(&mut work.tx, group, id).await? else { return Ok(()) };
    if State::of(&row)? != State::Requested || row.shift.ends_at > work.now() {
        return Ok(());
    }
    call_off(&mut work, &row.shift.id, &Reason::AgencySilent.record()).await?;
    give_up(&mut work, &row.shift.id).await?;
    work.commit().await
}

/// An open shift that has ended is over.
async fn give_up(work: &mut Work<'_>, shift: &str) -> Result<()> {
    let stored = shift::row(work, shift).await?;
    if stored.shift.ends_at <= work.now() && shift::State::of(&stored)? == shift::State::Open {
        shift::lapse(work, shift).await?;
    }
    Ok(())
}

/// A page of bookings, the newest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Row>> {
    let reach = actor.may(Action::ReadBookings)?;
    let mut tx = app.db.read().await?;
    Ok(bookings::list(&mut tx, &actor.group, &reach.page(paging)).await?)
}

/// One booking.
///
/// # Errors
/// When the role does not allow it, or there is none in the reach.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Row> {
    let reach = actor.may(Action::ReadBookings)?;
    let mut tx = app.db.read().await?;
    find_in(&mut tx, actor, &reach, id).await
}

/// Every booking of a shift, the newest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn of_shift(app: &App, actor: &Actor, shift: &str) -> Result<Vec<Row>> {
    let reach = actor.may(Action::ReadBookings)?;
    let mut tx = app.db.read().await?;
    let mut rows = bookings::of_shift(&mut tx, &actor.group, shift).await?;
    rows.retain(|row| reach.sees_unit(&row.shift.unit_id));
    Ok(rows)
}

async fn find_in(tx: &mut Tx, actor: &Actor, reach: &Reach, id: &str) -> Result<Row> {
    let row = bookings::find(tx, &actor.group, id).await?;
    row.filter(|row| reach.sees_unit(&row.shift.unit_id)).ok_or_else(|| Error::not_found("booking", id))
}

/// Stores a booking's next state, with what was attested and why it ended.
async fn store(
    work: &mut Work<'_>,
    row: &Row,
    state: State,
    (attestation, reason): (Option<&str>, Option<&str>),
) -> Result<()> {
    let (group, at, by) = (work.group(), work.now(), work.actor.user.0.clone());
    let change = Change { state: state.name(), attestation, reason, by: &by, at };
    if bookings::change(&mut work.tx, group, row, &change).await? { Ok(()) } else { Err(Conflict::LostRace.into()) }
}

/// Tells whoever made the booking and whoever asked for the shift, each once.
fn tell(work: &mut Work<'_>, kind: &'static str, row: &Row) {
    let mut payload = row.shift.facts();
    payload["booking"] = json!(row.id);
    for user in [&row.requested_by, &row.asked_by] {
        work.tell(Notice::to_user(kind, &row.id, user, payload.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_confirmed_is_not_taken_back() {
        let confirmed = State::Requested.confirm(100).expect("asked");
        assert!(confirmed.take_back().is_err() && confirmed.confirm(100).is_err());
        assert_eq!(State::Requested.take_back().expect("not confirmed"), State::TakenBack);
        assert!(confirmed.work(99).is_err());
        assert_eq!(confirmed.work(100).expect("over"), State::Worked);
        assert!(State::Requested.work(200).is_err(), "nobody was sent");
        for over in [State::Worked, State::Cancelled, State::TakenBack] {
            assert!(over.confirm(0).is_err() && over.cancel().is_err() && over.take_back().is_err());
        }
    }
}
