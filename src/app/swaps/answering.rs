//! What the people of a swap say. Whoever agrees may think better of it until the last has agreed; whoever declines needs no
//! reason, and the others learn that the swap comes to nothing, not because of whom.

use super::judging::{self, Judged};
use super::seen::{LegRefused, Seen};
use super::{Approval, Cause, State, Whole, carrying, deciding, making, save, telling, whole_in};
use crate::app::access::{Action, Actor, Reach};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::work::Work;
use crate::app::{App, settings};
use crate::store::swaps::{self, Person};
use serde_json::json;

/// She agrees. With the last to agree the swap is carried out, or the units are asked.
///
/// # Errors
/// `Forbidden` for any role but the agent's; `NotFound` for a swap that is not hers; `SwapUnlawful` when the law forbids it by
/// now; `Conflict` when it is over, its time has passed, she has agreed before, or a duty is gone.
pub async fn agree(app: &App, actor: &Actor, id: &str) -> Result<Seen> {
    let reach = actor.may(Action::AnswerSwap)?;
    // Whoever is too late hears so without waiting in the queue of those who write.
    let mut tx = app.db.read().await?;
    let seen = swaps::find(&mut tx, &actor.group, id).await?.ok_or_else(|| Error::not_found("swap", id))?;
    let hers = swaps::people(&mut tx, &actor.group, id).await?.iter().any(|person| reach.is_herself(&person.agent_id));
    drop(tx);
    if !hers {
        return Err(Error::not_found("swap", id));
    }
    State::of(&seen)?.answer(app.clock.now())?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let mut whole = own(&mut work, &reach, id).await?;
    let (now, state) = (work.now(), State::of(&whole.swap)?.answer(work.now())?);
    let me = herself(&mut whole, &reach)?;
    if me.answer.is_some() {
        return Err(Conflict::SwapAnswered.into());
    }
    (me.answer, me.answered_at) = (Some("agreed".to_owned()), Some(now));
    let me = me.clone();
    let judged = judged_now(&mut work, &whole, &reach).await?;
    refresh(&mut work, &judged, &mut whole).await?;
    swaps::answer(&mut work.tx, &actor.group, &me).await?;
    work.record(Event::new("swap.agree", "swap", id).from_version(whole.swap.version));
    if whole.people.iter().all(|person| person.answer.is_some()) {
        whole.swap.agreed_at = Some(now);
        settle(&mut work, &mut whole, &judged).await?;
    } else {
        save(&mut work, &mut whole.swap, state).await?;
    }
    let whole = own(&mut work, &reach, id).await?;
    work.commit().await?;
    Ok(Seen::of(whole, &reach))
}

/// Everybody has agreed: carried out when the group's settings allow it so, else the units are asked.
async fn settle(work: &mut Work<'_>, whole: &mut Whole, judged: &Judged) -> Result<()> {
    let group = work.group();
    let agreed = settings::read(&mut work.tx, group).await?;
    if deciding::is_automatic(&agreed, judged, &whole.people) {
        return carrying::carry_out(work, whole, judged, Approval::Automatic).await;
    }
    let waiting = State::of(&whole.swap)?.ask_units(whole.first_start())?;
    let mut units: Vec<String> = whole.legs.iter().map(|leg| leg.post.unit_id.clone()).collect();
    units.sort();
    units.dedup();
    swaps::ask_units(&mut work.tx, group, &whole.swap.id, &units).await?;
    save(work, &mut whole.swap, waiting).await?;
    telling::people(work, whole, "swap.agreed", None);
    telling::units(work, whole, "swap.to-approve", telling::Also::Coordination).await?;
    let detail = json!({ "units": units });
    work.record(Event::new("swap.ask-units", "swap", &whole.swap.id).from_version(whole.swap.version).with(detail));
    Ok(())
}

/// She does not want it: it comes to nothing, and the others are told.
///
/// # Errors
/// `Forbidden` for any role but the agent's; `NotFound` for a swap that is not hers; `Conflict` when everybody has agreed, it
/// is over, or its time has passed.
pub async fn decline(app: &App, actor: &Actor, id: &str) -> Result<Seen> {
    let reach = actor.may(Action::AnswerSwap)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let mut whole = own(&mut work, &reach, id).await?;
    let (now, state) = (work.now(), State::of(&whole.swap)?.answer(work.now())?);
    let me = herself(&mut whole, &reach)?;
    (me.answer, me.answered_at) = (Some("declined".to_owned()), Some(now));
    let me = me.clone();
    swaps::answer(&mut work.tx, &actor.group, &me).await?;
    work.record(Event::new("swap.decline", "swap", id).from_version(whole.swap.version));
    save(&mut work, &mut whole.swap, state.refuse(Cause::Declined)?).await?;
    telling::people(&mut work, &whole, "swap.refused", Some(&me.agent_id));
    let whole = own(&mut work, &reach, id).await?;
    work.commit().await?;
    Ok(Seen::of(whole, &reach))
}

/// Whoever proposed it takes it back, for as long as it is not carried out; the others are told.
///
/// # Errors
/// `Forbidden`; `NotFound` for a swap that she did not propose; `Conflict` when it is over.
pub async fn withdraw(app: &App, actor: &Actor, id: &str) -> Result<Seen> {
    let reach = actor.may(Action::ProposeSwap)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let mut whole = own(&mut work, &reach, id).await?;
    if !reach.is_herself(&whole.swap.proposed_by) {
        return Err(Error::not_found("swap", id));
    }
    let state = State::of(&whole.swap)?.withdraw()?;
    work.record(Event::new("swap.withdraw", "swap", id).from_version(whole.swap.version));
    save(&mut work, &mut whole.swap, state).await?;
    let me = whole.swap.proposed_by.clone();
    telling::people(&mut work, &whole, "swap.withdrawn", Some(&me));
    let whole = own(&mut work, &reach, id).await?;
    work.commit().await?;
    Ok(Seen::of(whole, &reach))
}

async fn own(work: &mut Work<'_>, reach: &Reach, id: &str) -> Result<Whole> {
    let group = work.group();
    let whole = whole_in(&mut work.tx, group, id).await?;
    let hers = |whole: &Whole| whole.people.iter().any(|person| reach.is_herself(&person.agent_id));
    whole.filter(hers).ok_or_else(|| Error::not_found("swap", id))
}

fn herself<'w>(whole: &'w mut Whole, reach: &Reach) -> Result<&'w mut Person> {
    let id = whole.swap.id.clone();
    let me = whole.people.iter_mut().find(|person| reach.is_herself(&person.agent_id));
    me.ok_or_else(|| Error::not_found("swap", &id))
}

/// The swap judged on the rows as this transaction sees them.
pub(super) async fn judged_now(work: &mut Work<'_>, whole: &Whole, reach: &Reach) -> Result<Judged> {
    let (group, now) = (work.group(), work.now());
    if whole.first_start() <= now {
        return Err(Conflict::ShiftBegun.into());
    }
    let judged = judging::judge(&mut work.tx, group, &whole.moves()?).await?.ok_or(Conflict::DutyGone)?;
    if judged.is_lawful() {
        return Ok(judged);
    }
    Err(Error::SwapUnlawful(LegRefused::all(&judged, &whole.legs, reach)))
}

/// Tells its people what it does to their accounts by now.
pub(super) async fn refresh(work: &mut Work<'_>, judged: &Judged, whole: &mut Whole) -> Result<()> {
    let group = work.group();
    let agreed = settings::read(&mut work.tx, group).await?;
    making::weigh(&mut work.tx, (group, &agreed), judged, &mut whole.legs, &mut whole.people).await?;
    for leg in &whole.legs {
        swaps::set_leg(&mut work.tx, group, leg, None).await?;
    }
    for person in &whole.people {
        swaps::set_effect(&mut work.tx, group, person).await?;
    }
    Ok(())
}
