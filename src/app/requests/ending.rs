//! How a request ends: cancelled with a reason, or closed when all its shifts are over. Whoever asked for it hears once that it
//! is filled, and once that it is not.

use super::{NoticeClass, State, Whole, save, whole_in};
use crate::app::App;
use crate::app::access::{Action, Actor, Role};
use crate::app::audit::Event;
use crate::app::error::{Error, Result};
use crate::app::work::Work;
use crate::app::{agency, assignments, fields, rounds, shifts as shift};
use crate::store::outbox::Notice;
use crate::store::shifts::Stored;
use crate::store::{requests, rounds as round_rows, shifts as shift_rows};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

/// A reason that says something.
///
/// # Errors
/// `Invalid` when it is empty or too long.
pub(in crate::app) fn reason(text: &str) -> Result<&str> {
    fields::reason("reason", text)
}

/// Cancels a request: rounds are withdrawn, whoever holds one of its shifts is freed with the notice that is left, and each of
/// them is told. Shifts that have begun stay as they are.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason, `Conflict` when it is over.
pub async fn cancel(app: &App, actor: &Actor, id: &str, why: &str) -> Result<Whole> {
    let reach = actor.may(Action::OpenRequest)?;
    let why = reason(why)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let Whole { mut request, shifts, .. } = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    State::of(&request)?.cancel()?.name().clone_into(&mut request.state);
    let now = work.now();
    let mut ended = 0;
    for stored in shifts.iter().filter(|stored| stored.shift.starts_at > now) {
        ended += usize::from(cancel_shift(&mut work, stored, why).await?);
    }
    request.reason = Some(why.to_owned());
    request.closed_at = Some(now);
    let notice_minutes = notice_minutes(&shifts, now);
    let detail = json!({ "reason_given": true, "shifts": ended, "notice_minutes": notice_minutes,
        "notice_class": notice_minutes.map(NoticeClass::of) });
    work.record(Event::new("request.cancel", "request", id).from_version(request.version).with(detail));
    save(&mut work, &mut request).await?;
    let whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(whole)
}

/// Minutes until the first of the shifts begins that has not begun yet.
pub fn notice_minutes(shifts: &[Stored], now: i64) -> Option<i64> {
    let ahead = shifts.iter().map(|stored| stored.shift.starts_at).filter(|starts_at| *starts_at > now);
    ahead.min().map(|starts_at| (starts_at - now).div_euclid(60))
}

/// How far a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RequestOutcome")]
pub enum Outcome {
    /// Somebody holds every shift that is wanted.
    Filled,
    /// Somebody holds some of them.
    PartlyFilled,
    /// Nobody holds any, and that is known by now.
    Unfilled,
}

impl Outcome {
    /// What can be said of shifts so far; nothing while all of them may still be filled. Cancelled ones do not count.
    pub fn of(shifts: &[Stored]) -> Option<Self> {
        let count = |state: &str| shifts.iter().filter(|stored| stored.state == state).count();
        let wanted = shifts.len() - count("cancelled");
        // Where an agency is booked, nobody is looked for any more.
        match (count("filled") + count("booked"), count("unfilled")) {
            (filled, _) if filled == wanted && wanted > 0 => Some(Self::Filled),
            (0, unfilled) => (unfilled == wanted && wanted > 0).then_some(Self::Unfilled),
            _ => Some(Self::PartlyFilled),
        }
    }
}

/// Tells whoever asked that somebody holds every shift of her request, once.
pub(in crate::app) async fn tell_if_filled(work: &mut Work<'_>, stored: &Stored) -> Result<()> {
    let group = work.group();
    let shifts = shift_rows::of_request(&mut work.tx, group, &stored.request_id).await?;
    if Outcome::of(&shifts) != Some(Outcome::Filled) {
        return Ok(());
    }
    tell(work, "request.filled", stored, &shifts).await
}

/// Tells whoever asked that her request is not filled, or not wholly, once nothing of it can be filled any more.
pub(in crate::app) async fn tell_if_unfilled(work: &mut Work<'_>, stored: &Stored) -> Result<()> {
    let group = work.group();
    let shifts = shift_rows::of_request(&mut work.tx, group, &stored.request_id).await?;
    let hope = shifts.iter().any(|stored| matches!(stored.state.as_str(), "draft" | "open" | "offered"));
    let bare = shifts.iter().any(|stored| stored.state == "unfilled");
    if hope || !bare {
        return Ok(());
    }
    tell(work, "request.unfilled", stored, &shifts).await
}

/// One notice for whoever made the request.
async fn tell(work: &mut Work<'_>, kind: &'static str, stored: &Stored, shifts: &[Stored]) -> Result<()> {
    let group = work.group();
    let request = requests::find(&mut work.tx, group, &stored.request_id).await?;
    let missing = || Error::Corrupt(format!("shift {} has no request", stored.shift.id));
    let requested_by = request.ok_or_else(missing)?.requested_by;
    let count = |state: &str| shifts.iter().filter(|stored| stored.state == state).count();
    let mut payload = if shifts.len() == 1 {
        stored.shift.facts()
    } else {
        json!({ "unit": stored.shift.unit_name, "establishment": stored.shift.establishment_name })
    };
    payload["request"] = json!(stored.request_id);
    // Where an agency is booked, somebody comes.
    payload["filled"] = json!(count("filled") + count("booked"));
    payload["unfilled"] = json!(count("unfilled"));
    payload["outcome"] = json!(Outcome::of(shifts));
    work.tell(Notice::to_user(kind, &stored.request_id, &requested_by, payload));
    Ok(())
}

/// Closes a request whose shifts are all over; false when it is not open any more, or something of it is to be done again.
///
/// # Errors
/// When the database fails.
pub(crate) async fn close(app: &App, group: &str, id: &str) -> Result<bool> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.queue().await?;
    let Some(mut request) = requests::find(&mut work.tx, group, id).await? else { return Ok(false) };
    let shifts = shift_rows::of_request(&mut work.tx, group, id).await?;
    let Ok(closed) = State::of(&request)?.close() else { return Ok(false) };
    for stored in &shifts {
        if !is_over(&mut work, stored).await? {
            return Ok(false);
        }
    }
    closed.name().clone_into(&mut request.state);
    request.closed_at = Some(work.now());
    let detail = json!({ "outcome": Outcome::of(&shifts), "shifts": shifts.len() });
    work.record(Event::new("request.close", "request", id).from_version(request.version).with(detail));
    save(&mut work, &mut request).await?;
    work.commit().await?;
    Ok(true)
}

/// Whether nothing of a shift is to be done any more. A booking that no agency has confirmed says nothing of how it ended.
async fn is_over(work: &mut Work<'_>, stored: &Stored) -> Result<bool> {
    let past = stored.shift.ends_at <= work.now();
    Ok(match shift::State::of(stored)? {
        shift::State::Filled(_) => past,
        shift::State::Booked => past && agency::is_confirmed(work, &stored.shift.id).await?,
        shift::State::Unfilled | shift::State::Cancelled => true,
        shift::State::Draft | shift::State::Open | shift::State::Offered => false,
    })
}

/// Cancels one shift; false when it was over already.
pub(super) async fn cancel_shift(work: &mut Work<'_>, stored: &Stored, why: &str) -> Result<bool> {
    let (group, state) = (work.group(), shift::State::of(stored)?);
    match &state {
        shift::State::Offered => {
            if let Some(round) = round_rows::open_of(&mut work.tx, group, &stored.shift.id).await? {
                rounds::withdraw_in(work, &round, why).await?;
            }
        }
        shift::State::Filled(_) => {
            assignments::free(work, stored, why).await?;
        }
        shift::State::Draft | shift::State::Open | shift::State::Booked => {}
        shift::State::Unfilled | shift::State::Cancelled => return Ok(false),
    }
    agency::call_off(work, &stored.shift.id, why).await?;
    // Withdrawing and freeing have moved the row.
    let stored = shift::row(work, &stored.shift.id).await?;
    let cancelled = shift::State::of(&stored)?.cancel()?;
    shift::store(work, &stored, &cancelled).await?;
    Ok(true)
}
