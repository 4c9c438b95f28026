//! Carrying a swap out: the work changes hands with what hangs on it, in one deed. Every old assignment ends before a new one
//! begins, a day of a roster that several legs touch is set once, burdens go with the work, and whatever else waited for one of
//! these duties comes to nothing.

use super::judging::Judged;
use super::{Approval, Duty, State, Whole, ending, save, telling, weighing};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Result};
use crate::app::work::Work;
use crate::app::{assignments as assignment, settings, shifts as shift};
use crate::ids::AssignmentId;
use crate::lang::reasons::Reason;
use crate::store::assignments::{self, Ending, Exchanged};
use crate::store::rosters::{self, NewDay, NewDuty};
use crate::store::swaps::home::{self, ChangedDay};
use crate::store::swaps::{self, Leg};
use crate::store::to_json;
use serde_json::json;
use std::collections::BTreeMap;

/// Carries out what everybody has agreed to and was judged lawful in this transaction.
pub(super) async fn carry_out(
    work: &mut Work<'_>,
    whole: &mut Whole,
    judged: &Judged,
    approval: Approval,
) -> Result<()> {
    let group = work.group();
    let version = work.touch().await?;
    let agreed = settings::read(&mut work.tx, group).await?;
    let mut weights = Vec::with_capacity(whole.legs.len());
    for leg in &whole.legs {
        weights.push(weighing::weigh(&mut work.tx, group, &judged.after, &agreed, leg).await?);
    }
    let mut ended = BTreeMap::new();
    for leg in whole.legs.iter().filter(|leg| leg.assignment_id.is_some()) {
        ended.insert(leg.leg_no, end(work, leg).await?);
    }
    set_days(work, &whole.legs, version).await?;
    for (leg, weight) in whole.legs.iter_mut().zip(&weights) {
        (leg.given_centipoints, leg.taken_centipoints) = (weight.given_centipoints, weight.taken.centipoints());
        match ended.get(&leg.leg_no) {
            Some(before) => {
                leg.made_assignment_id = Some(hand_over(work, leg, before).await?);
                weighing::on(work, leg, &weight.taken).await?;
            }
            None => weighing::across(work, leg, &weight.taken)?,
        }
        swaps::set_leg(&mut work.tx, group, leg, Some(&weight.taken.text()?)).await?;
    }
    let done = State::of(&whole.swap)?.carry_out(approval)?;
    let made: Vec<_> =
        whole.legs.iter().map(|leg| json!({ "from": leg.duty_key, "to": leg.made_assignment_id })).collect();
    let event = Event::new("swap.done", "swap", &whole.swap.id).from_version(whole.swap.version);
    work.record(event.with(json!({ "approval": approval, "legs": made })));
    save(work, &mut whole.swap, done).await?;
    telling::people(work, whole, "swap.done", None);
    telling::units(work, whole, "swap.done", telling::Also::Nobody).await?;
    for key in whole.legs.iter().map(|leg| leg.duty_key.clone()).collect::<Vec<_>>() {
        ending::others_end(work, &key).await?;
    }
    for wish in whole.people.iter().filter_map(|person| person.wish_id.as_deref()) {
        let now = work.now();
        swaps::wishes::end(&mut work.tx, group, wish, now).await?;
    }
    Ok(())
}

/// Ends the assignment of whoever gives.
async fn end(work: &mut Work<'_>, leg: &Leg) -> Result<assignments::Row> {
    let (group, now, by) = (work.group(), work.now(), work.actor.user.0.clone());
    let id = leg.assignment_id.as_ref().ok_or(Conflict::DutyGone)?;
    let row = assignments::find(&mut work.tx, group, &id.0).await?.ok_or(Conflict::DutyGone)?;
    assignment::State::of(&row)?.cancel()?;
    let notice_minutes = (row.shift.starts_at - now).div_euclid(60);
    let why = Reason::Exchange.record();
    let ending = Ending { by: &by, reason: &why, notice_minutes, at: now };
    if row.agent_id != leg.giver_id || !assignments::cancel(&mut work.tx, &row, &ending).await? {
        return Err(Conflict::LostRace.into());
    }
    weighing::off(work, &row).await?;
    Ok(row)
}

/// Gives the shift of an assignment that has ended to whoever takes it.
async fn hand_over(work: &mut Work<'_>, leg: &Leg, before: &assignments::Row) -> Result<AssignmentId> {
    let (group, now) = (work.group(), work.now());
    let id = AssignmentId(work.app.clock.new_id());
    let stored = shift::row(work, &before.shift.id).await?;
    let filled = shift::State::of(&stored)?.reopen()?.fill(id.clone())?;
    let new = Exchanged { id: &id, swap: &leg.swap_id, before, agent: &leg.taker_id, at: now };
    assignments::insert_exchanged(&mut work.tx, group, &new).await?;
    shift::store(work, &stored, &filled).await?;
    let detail = json!({ "shift": before.shift.id, "swap": leg.swap_id, "replaces": before.id });
    work.record(Event::new("assignment.exchange", "assignment", &id.0).from_version(before.version).with(detail));
    Ok(id)
}

/// What becomes of somebody's day: duties that go from it, and duties that come.
#[derive(Default)]
struct Day<'a> {
    given: Vec<(&'a Leg, NewDuty)>,
    taken: Vec<(&'a Leg, NewDuty)>,
}

/// Sets the days of home rosters that the legs touch, each once.
async fn set_days(work: &mut Work<'_>, legs: &[Leg], version: i64) -> Result<()> {
    let mut days: BTreeMap<(&str, &str), Day<'_>> = BTreeMap::new();
    for leg in legs {
        if let Duty::Home { unit, code, .. } = Duty::of(leg.assignment_id.as_ref(), &leg.post)? {
            let (date, duty) = (leg.post.date.as_str(), NewDuty { unit, code });
            days.entry((&leg.giver_id, date)).or_default().given.push((leg, duty.clone()));
            days.entry((&leg.taker_id, date)).or_default().taken.push((leg, duty));
        }
    }
    for ((agent, date), day) in days {
        set_day(work, (agent, date), day, version).await?;
    }
    Ok(())
}

async fn set_day(work: &mut Work<'_>, (agent, date): (&str, &str), day: Day<'_>, version: i64) -> Result<()> {
    let (group, now, by) = (work.group(), work.now(), work.actor.user.0.clone());
    let before = rosters::day(&mut work.tx, group, agent, date).await?;
    let held = |row: &rosters::DayRow| Some(NewDuty { unit: row.unit_id.clone(), code: row.code.clone()? });
    let mut duties: Vec<NewDuty> = before.iter().filter_map(held).collect();
    let codes = |duties: &[NewDuty]| to_json(&duties.iter().map(|duty| duty.code.as_str()).collect::<Vec<_>>());
    let codes_before = codes(&duties)?;
    for (_, duty) in &day.given {
        let at = duties.iter().position(|held| held == duty).ok_or(Conflict::DutyGone)?;
        duties.remove(at);
    }
    duties.extend(day.taken.iter().map(|(_, duty)| duty.clone()));
    let concerned = day.given.iter().chain(&day.taken);
    let starts_at = concerned.clone().map(|(leg, _)| leg.post.starts_at).min().unwrap_or(now);
    let unit = concerned.clone().next().map_or_else(String::new, |(_, duty)| duty.unit.clone());
    let changed = ChangedDay {
        id: work.app.clock.new_id(),
        agent,
        date,
        unit: &unit,
        before: codes_before,
        after: codes(&duties)?,
        reason: Reason::Exchange.record(),
        notice_minutes: (starts_at - now).div_euclid(60),
        by: &by,
        at: now,
    };
    let new = if duties.is_empty() { NewDay::Rest { unit: unit.clone() } } else { NewDay::Duties(duties) };
    let expected = rosters::version_of(&before);
    if !rosters::set_day(&mut work.tx, group, (agent, date), &new, "swap", (expected, version)).await? {
        return Err(Conflict::LostRace.into());
    }
    home::day_changed(&mut work.tx, group, &changed).await?;
    Ok(())
}
