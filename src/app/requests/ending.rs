//! How a request ends: cancelled with a reason, and everybody concerned told.

use super::{State, Whole, save, whole_in};
use crate::app::App;
use crate::app::access::{Action, Actor};
use crate::app::audit::Event;
use crate::app::error::{Error, Result};
use crate::app::work::Work;
use crate::app::{assignments, rounds, shifts as shift};
use crate::store::rounds as round_rows;
use crate::store::shifts::Stored;
use serde_json::json;

/// Longest reason, characters.
const REASON_CHARS_MAX: usize = 2_000;

/// A reason that says something.
///
/// # Errors
/// `Invalid` when it is empty or too long.
pub(in crate::app) fn reason(text: &str) -> Result<&str> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > REASON_CHARS_MAX {
        let expected = format!("1 to {REASON_CHARS_MAX} characters");
        return Err(Error::field("reason", format!("{} characters", text.chars().count()), &expected, "say why"));
    }
    Ok(text)
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
    let Whole { mut request, shifts } = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    State::of(&request)?.cancel()?.name().clone_into(&mut request.state);
    let now = work.now();
    let mut ended = 0;
    for stored in shifts.iter().filter(|stored| stored.shift.starts_at > now) {
        ended += usize::from(cancel_shift(&mut work, stored, why).await?);
    }
    request.reason = Some(why.to_owned());
    request.closed_at = Some(now);
    let detail = json!({ "reason": why, "shifts": ended });
    work.record(Event::new("request.cancel", "request", id).from_version(request.version).with(detail));
    save(&mut work, &mut request).await?;
    let whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(whole)
}

/// Cancels one shift; false when it was over already.
async fn cancel_shift(work: &mut Work<'_>, stored: &Stored, why: &str) -> Result<bool> {
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
        shift::State::Draft | shift::State::Open => {}
        shift::State::Unfilled | shift::State::Cancelled => return Ok(false),
    }
    // Withdrawing and freeing have moved the row.
    let stored = shift::row(work, &stored.shift.id).await?;
    let cancelled = shift::State::of(&stored)?.cancel()?;
    shift::store(work, &stored, &cancelled).await?;
    Ok(true)
}
