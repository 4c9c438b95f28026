//! What units say of a swap that everybody in it has agreed to. Lawful, with the same titles and with accounts that hardly move
//! it needs nobody's yes; else it needs that of every unit of its legs, and the coordination may speak for all of them.

use super::answering::{judged_now, refresh};
use super::judging::Judged;
use super::seen::Seen;
use super::{Approval, Cause, State, Whole, carrying, save, telling, whole_in};
use crate::app::access::{Action, Actor, Reach};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::settings::Settings;
use crate::app::work::Work;
use crate::app::{App, requests};
use crate::store::swaps::{self, Person};
use serde_json::json;

/// Whether the group's settings allow a lawful swap without anybody's yes.
pub(super) fn is_automatic(agreed: &Settings, judged: &Judged, people: &[Person]) -> bool {
    let most = i64::from(agreed.swap_equity_centipoints);
    let moved = |person: &Person| (person.after_centipoints - person.before_centipoints).abs();
    agreed.swap_automatic && judged.same_titles && people.iter().all(|person| moved(person) <= most)
}

/// Says yes for the units in her reach. With the last yes the swap is carried out.
///
/// # Errors
/// `Forbidden`; `NotFound` outside the reach; `SwapUnlawful` when the law forbids it by now; `Conflict` when the units are not
/// asked, hers have decided, a duty is gone or has begun, or she is in it herself.
pub async fn approve(app: &App, actor: &Actor, id: &str) -> Result<Seen> {
    let reach = actor.may(Action::DecideSwap)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let mut whole = in_reach(&mut work, &reach, id).await?;
    let (now, state) = (work.now(), State::of(&whole.swap)?.decide(work.now())?);
    not_her_own(actor, &whole)?;
    let said = speak(&mut work, &reach, &mut whole, "approved").await?;
    let detail = json!({ "units": said });
    work.record(Event::new("swap.approve", "swap", id).from_version(whole.swap.version).with(detail));
    if whole.units.iter().all(|unit| unit.decision.as_deref() == Some("approved")) {
        let judged = judged_now(&mut work, &whole, &reach).await?;
        refresh(&mut work, &judged, &mut whole).await?;
        carrying::carry_out(&mut work, &mut whole, &judged, Approval::Units).await?;
    } else if now < whole.swap.closes_at {
        save(&mut work, &mut whole.swap, state).await?;
    }
    let whole = in_reach(&mut work, &reach, id).await?;
    work.commit().await?;
    Ok(Seen::of(whole, &reach))
}

/// Says no for the units in her reach, with a reason that its people read: the swap comes to nothing.
///
/// # Errors
/// `Forbidden`; `NotFound` outside the reach; `Invalid` without a reason; `Conflict` when the units are not asked, hers have
/// decided, or she is in it herself.
pub async fn refuse(app: &App, actor: &Actor, id: &str, why: &str) -> Result<Seen> {
    let reach = actor.may(Action::DecideSwap)?;
    let why = requests::reason(why)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let mut whole = in_reach(&mut work, &reach, id).await?;
    let state = State::of(&whole.swap)?.decide(work.now())?;
    not_her_own(actor, &whole)?;
    let said = speak(&mut work, &reach, &mut whole, "refused").await?;
    let detail = json!({ "units": said, "reason_given": true });
    work.record(Event::new("swap.refuse", "swap", id).from_version(whole.swap.version).with(detail));
    whole.swap.reason = Some(why.to_owned());
    save(&mut work, &mut whole.swap, state.refuse(Cause::Unit)?).await?;
    telling::people(&mut work, &whole, "swap.refused", None);
    let whole = in_reach(&mut work, &reach, id).await?;
    work.commit().await?;
    Ok(Seen::of(whole, &reach))
}

/// Stores what she says for the units in her reach that have not decided; gives which.
async fn speak(work: &mut Work<'_>, reach: &Reach, whole: &mut Whole, decision: &str) -> Result<Vec<String>> {
    let (group, now, by) = (work.group(), work.now(), work.actor.user.0.clone());
    let mut said = Vec::new();
    for unit in whole.units.iter_mut().filter(|unit| unit.decision.is_none() && reach.sees_unit(&unit.unit_id)) {
        unit.decision = Some(decision.to_owned());
        (unit.decided_by, unit.decided_at) = (Some(by.clone()), Some(now));
        if !swaps::decide(&mut work.tx, group, unit).await? {
            return Err(Conflict::LostRace.into());
        }
        said.push(unit.unit_id.clone());
    }
    if said.is_empty() { Err(Conflict::SwapDecided.into()) } else { Ok(said) }
}

async fn in_reach(work: &mut Work<'_>, reach: &Reach, id: &str) -> Result<Whole> {
    let group = work.group();
    let whole = whole_in(&mut work.tx, group, id).await?;
    let seen = |whole: &Whole| whole.legs.iter().any(|leg| reach.sees_unit(&leg.post.unit_id));
    whole.filter(seen).ok_or_else(|| Error::not_found("swap", id))
}

/// Nobody allows herself anything.
fn not_her_own(actor: &Actor, whole: &Whole) -> Result<()> {
    let hers = actor.agent().is_some_and(|agent| whole.people.iter().any(|person| person.agent_id == agent));
    if hers { Err(Conflict::OwnSwap.into()) } else { Ok(()) }
}
