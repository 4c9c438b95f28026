//! How a swap comes to nothing without anybody's no: its time passes, or one of its duties is gone.

use super::wishes::Wish;
use super::{Cause, Duty, State, Whole, duties, save, telling, whole_in};
use crate::app::App;
use crate::app::access::{Actor, Role};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::work::Work;
use crate::store::swaps::{self, wishes};
use crate::store::{parsed, snapshot};
use std::collections::BTreeMap;

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

/// An assignment has ended otherwise than by a swap: the swaps that wait for it come to nothing, everybody in them is told, and
/// wishes to give it end.
///
/// # Errors
/// When the database fails.
pub async fn duty_gone(work: &mut Work<'_>, holder: &str, duty: &Duty) -> Result<()> {
    others_end(work, &duty.key(holder)).await
}

/// Days of the home rosters of some agents may have changed, or are theirs no more (an absence, a rest, a leaving): what waits
/// for a duty there that is no longer to be given comes to nothing, as for an assignment. Every deed that touches home days
/// ends with it.
///
/// # Errors
/// When the database fails.
pub async fn home_days_changed(work: &mut Work<'_>, agents: &[&str]) -> Result<()> {
    let group = work.group();
    let mut named: BTreeMap<String, (String, Duty)> = BTreeMap::new();
    for (giver, post) in swaps::home::waiting(&mut work.tx, group).await? {
        let duty = Duty::Home { unit: post.unit_id, code: post.code, date: parsed(&post.date)? };
        named.insert(duty.key(&giver), (giver, duty));
    }
    for row in wishes::standing(&mut work.tx, group).await? {
        if let Wish { agent, gives: Some(duty @ Duty::Home { .. }), .. } = Wish::of(&row)? {
            named.insert(duty.key(&agent), (agent, duty));
        }
    }
    named.retain(|_, (giver, _)| agents.contains(&giver.as_str()));
    if named.is_empty() {
        return Ok(());
    }
    let missing = || Error::not_found("group", group);
    let facts = snapshot::load(&mut work.tx, group).await?.ok_or_else(missing)?;
    for (key, (giver, duty)) in named {
        if duties::standing(&mut work.tx, (group, &facts.scenario), &giver, &duty).await?.is_none() {
            others_end(work, &key).await?;
        }
    }
    Ok(())
}

/// Ends a wish that nothing can meet any more: its duty has begun, or the last day that it would take is over. False when it
/// has ended already.
///
/// # Errors
/// When the database fails.
pub async fn end_wish_over(app: &App, group: &str, id: &str) -> Result<bool> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.queue().await?;
    let now = work.now();
    let Some(row) = wishes::find(&mut work.tx, group, id).await? else { return Ok(false) };
    let over = row.over_at.is_some_and(|over_at| over_at <= now);
    if !over || !wishes::end(&mut work.tx, group, id, now).await? {
        return Ok(false);
    }
    work.record(Event::new("swap-wish.expire", "swap-wish", id).from_version(row.version));
    work.commit().await?;
    Ok(true)
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
