//! How a swap comes to nothing without anybody's no: its time passes, or one of its duties is gone.

use super::{Cause, Duty, State, Whole, save, telling, whole_in};
use crate::app::App;
use crate::app::access::{Actor, Role};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::work::Work;
use crate::store::swaps::{self, wishes};

/// Ends a swap whose time has passed; false when it is over already.
///
/// # Errors
/// When the database fails.
pub async fn expire(app: &App, group: &str, id: &str) -> Result<bool> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.queue().await?;
    let Some(mut whole) = whole_in(&mut work.tx, group, id).await? else { return Ok(false) };
    let expired = match State::of(&whole.swap)?.expire(work.now()) {
        Ok(expired) => expired,
        Err(Error::Conflict(Conflict::SwapState(_))) => return Ok(false),
        Err(error) => return Err(error),
    };
    work.record(Event::new("swap.expire", "swap", id).from_version(whole.swap.version));
    save(&mut work, &mut whole.swap, expired).await?;
    telling::people(&mut work, &whole, "swap.expired", None);
    work.commit().await?;
    Ok(true)
}

/// A duty has ended otherwise than by a swap (an assignment was called off, a day of a roster was changed): the swaps that wait
/// for it come to nothing, everybody in them is told, and wishes to give it end.
///
/// # Errors
/// When the database fails.
pub async fn duty_gone(work: &mut Work<'_>, holder: &str, duty: &Duty) -> Result<()> {
    others_end(work, &duty.key(holder)).await
}

/// Ends every swap that waits and has this duty in it, and every wish to give it.
pub(super) async fn others_end(work: &mut Work<'_>, key: &str) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    for swap in swaps::waiting_for(&mut work.tx, group, key).await? {
        let Some(whole) = whole_in(&mut work.tx, group, &swap.id).await? else { continue };
        end(work, whole).await?;
    }
    wishes::end_of_duty(&mut work.tx, group, key, now).await?;
    Ok(())
}

async fn end(work: &mut Work<'_>, mut whole: Whole) -> Result<()> {
    let refused = State::of(&whole.swap)?.refuse(Cause::DutyGone)?;
    work.record(Event::new("swap.end", "swap", &whole.swap.id).from_version(whole.swap.version));
    save(work, &mut whole.swap, refused).await?;
    telling::people(work, &whole, "swap.refused", None);
    Ok(())
}
