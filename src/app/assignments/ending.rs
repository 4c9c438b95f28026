//! How an assignment ends before the work.

use super::{State, find_in};
use crate::app::access::{Action, Actor};
use crate::app::audit::Event;
use crate::app::burdens::{self, Source};
use crate::app::error::{Conflict, Error, Result};
use crate::app::requests::NoticeClass;
use crate::app::work::Work;
use crate::app::{App, facts, requests, settings, shifts as shift, swaps};
use crate::lang::reasons::{Post, Reason};
use crate::store::assignments::{self, Row};
use crate::store::ledgers::{Compensation, Equity};
use crate::store::outbox::Notice;
use crate::store::shifts::Stored;
use crate::store::{name_of, rounds, snapshot};
use releve_solver::check::{Breach, check};
use releve_solver::domain::plan::Assignment;
use releve_solver::rules::RuleId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// On whose side the cause lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The service, or the member that asked for the shift.
    #[default]
    Service,
    /// The agent: she cannot come, for whatever reason.
    Agent,
}

/// Calls an assignment off: the shift is open again, or over when it is past; the agent is told. Her account is as before, but
/// for what a late cancellation leaves there that she did not bring about.
///
/// # Errors
/// `Forbidden`, `NotFound` outside the reach, `Invalid` without a reason, `Conflict` when the work was done or it was called off.
pub async fn cancel(app: &App, actor: &Actor, id: &str, why: &str, cause: Cause) -> Result<Row> {
    let reach = actor.may(Action::CancelAssignment)?;
    let why = requests::reason(why)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let row = find_in(&mut work.tx, actor, &reach, id).await?;
    State::of(&row)?.cancel()?;
    let stored = shift::row(&mut work, &row.shift.id).await?;
    free_because(&mut work, &stored, why, cause).await?;
    if stored.shift.ends_at <= work.now() {
        let stored = shift::row(&mut work, &row.shift.id).await?;
        let over = shift::State::of(&stored)?.lapse()?;
        shift::store(&mut work, &stored, &over).await?;
    }
    let row = find_in(&mut work.tx, actor, &reach, id).await?;
    work.commit().await?;
    Ok(row)
}

/// Frees whoever holds a shift, with the notice that is left and through no doing of hers; the shift is open after.
pub(in crate::app) async fn free(work: &mut Work<'_>, stored: &Stored, why: &str) -> Result<()> {
    free_because(work, stored, why, Cause::Service).await
}

async fn free_because(work: &mut Work<'_>, stored: &Stored, why: &str, cause: Cause) -> Result<()> {
    let (row, notice_minutes) = release_because(work, stored, why, cause).await?;
    tell_freed(work, &row, stored.shift.facts(), notice_minutes);
    Ok(())
}

/// What somebody hears who is freed from a shift; `payload` is the shift as she held it.
pub(in crate::app) fn tell_freed(work: &mut Work<'_>, row: &Row, mut payload: serde_json::Value, notice_minutes: i64) {
    payload["notice_minutes"] = json!(notice_minutes);
    work.tell(Notice::to_agent("assignment.cancelled", &row.id.0, &row.agent_id, payload));
}

/// As [`free`], without a word: who it was, and the notice in minutes.
pub(in crate::app) async fn release(work: &mut Work<'_>, stored: &Stored, why: &str) -> Result<(Row, i64)> {
    release_because(work, stored, why, Cause::Service).await
}

async fn release_because(work: &mut Work<'_>, stored: &Stored, why: &str, cause: Cause) -> Result<(Row, i64)> {
    let (group, now, by) = (work.group(), work.now(), work.actor.user.0.clone());
    let missing = || Error::Corrupt(format!("shift {} is held by nobody", stored.shift.id));
    let row = assignments::standing(&mut work.tx, group, &stored.shift.id).await?.ok_or_else(missing)?;
    State::of(&row)?.cancel()?;
    let notice_minutes = (stored.shift.starts_at - now).div_euclid(60);
    let ending = assignments::Ending { by: &by, reason: why, notice_minutes, at: now };
    if !assignments::cancel(&mut work.tx, &row, &ending).await? {
        return Err(Conflict::LostRace.into());
    }
    let kept = keep(work, &row, (cause, notice_minutes)).await?;
    burdens::reverse(work, &Source::of(&row), &Reason::DutyCancelled).await?;
    // A swap that waits for it comes to nothing.
    swaps::duty_gone(work, &row.agent_id, &swaps::Duty::Assignment { id: row.id.clone() }).await?;
    let open = shift::State::of(stored)?.reopen()?;
    shift::store(work, stored, &open).await?;
    let detail = json!({ "shift": row.shift.id, "reason_given": true, "notice_minutes": notice_minutes,
        "notice_class": NoticeClass::of(notice_minutes), "cause": cause, "kept_centipoints": kept });
    work.record(Event::new("assignment.cancel", "assignment", &row.id.0).from_version(row.version).with(detail));
    Ok((row, notice_minutes))
}

/// Puts on her account what a late cancellation leaves there, and gives the hundredths of a point. Whatever she brought about
/// herself, ill or not, is never held against her: then everything is as if the shift had never been hers.
async fn keep(work: &mut Work<'_>, row: &Row, (cause, notice_minutes): (Cause, i64)) -> Result<i64> {
    let group = work.group();
    let agreed = settings::read(&mut work.tx, group).await?;
    let late = notice_minutes < i64::from(agreed.late_cancellation_hours) * 60;
    if !late || cause == Cause::Agent {
        assignments::set_kept(&mut work.tx, &row.id, &name_of(&cause)?, (0, 0)).await?;
        return Ok(0);
    }
    let burden: i64 =
        burdens::standing(&mut work.tx, &Source::of(row)).await?.iter().map(|line| line.centipoints).sum();
    let share = burden * i64::from(agreed.late_cancellation_percent) / 100;
    let (centipoints, cents) =
        (share + i64::from(agreed.late_cancellation_centipoints), i64::from(agreed.late_cancellation_cents));
    assignments::set_kept(&mut work.tx, &row.id, &name_of(&cause)?, (centipoints, cents)).await?;
    let hours = i64::from(agreed.late_cancellation_hours);
    let reason = Reason::CancelledLate { hours, post: Post::of(&row.shift)? }.record();
    if centipoints != 0 {
        let line = Equity {
            kind: "late_cancellation".to_owned(),
            centipoints,
            assignment_id: Some(row.id.clone()),
            reason: reason.clone(),
            ..work.equity_line(&row.agent_id)
        };
        work.post_equity(line);
    }
    if cents != 0 {
        let line = Compensation {
            kind: "late_cancellation".to_owned(),
            label_fr: Reason::LabelCancelledLate.record(),
            quantity: cents,
            unit: "cents".to_owned(),
            assignment_id: Some(row.id.clone()),
            reason,
            ..work.compensation_line(&row.agent_id)
        };
        work.post_compensation(line);
    }
    Ok(centipoints)
}

/// Frees somebody from every shift of the pool that she holds, or is asked for by name, and may no longer hold: a fact has come
/// up that makes it unlawful, on somebody's side. Each is open again, and she is told. What is over stays as it was, whatever
/// holds from now on; what has begun is given back only where she is said to be absent. Gives which.
pub(in crate::app) async fn free_unlawful(
    work: &mut Work<'_>,
    agent: &str,
    because: (&Reason, Cause),
) -> Result<Vec<String>> {
    give_back(work, agent, because, Which::NotOver).await
}

/// The same for shifts that have not begun alone: what has begun is nobody's to take away, and what was worked stays worked,
/// whatever her file says from now on.
pub(in crate::app) async fn free_unlawful_ahead(work: &mut Work<'_>, agent: &str) -> Result<Vec<String>> {
    give_back(work, agent, (&Reason::NotAvailable, Cause::Agent), Which::Ahead).await
}

/// What makes shifts of the pool that are still to begin unlawful for whoever holds them, or is asked for them by name.
pub(in crate::app) async fn unlawful_ahead(work: &mut Work<'_>, agent: &str) -> Result<Vec<Breach>> {
    let judged = meant_for(work, agent, Which::Ahead).await?;
    breaches(work, agent, &judged).await
}

/// Which of somebody's shifts are judged again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    NotOver,
    Ahead,
}

async fn give_back(
    work: &mut Work<'_>,
    agent: &str,
    (why, cause): (&Reason, Cause),
    which: Which,
) -> Result<Vec<String>> {
    let (group, why) = (work.group(), why.record());
    let mut freed = Vec::new();
    loop {
        let judged = meant_for(work, agent, which).await?;
        let begun = |shift: &str| judged.get(shift) == Some(&true);
        let all = breaches(work, agent, &judged).await?;
        let gone = |breach: &&Breach| !begun(breach.shift.as_str()) || breach.refusal.rule == RuleId::Absence.as_str();
        let Some(breach) = all.iter().find(gone) else { return Ok(freed) };
        let stored = shift::row(work, breach.shift.as_str()).await?;
        match rounds::open_of(&mut work.tx, group, &stored.shift.id).await? {
            Some(round) => crate::app::rounds::withdraw_in(work, &round, &why).await?,
            None => free_because(work, &stored, &why, cause).await?,
        }
        freed.push(stored.shift.id);
    }
}

/// What stands against somebody's holding these shifts, each judged as if it were still to be given.
async fn breaches(work: &mut Work<'_>, agent: &str, judged: &BTreeMap<String, bool>) -> Result<Vec<Breach>> {
    if judged.is_empty() {
        return Ok(Vec::new());
    }
    let group = work.group();
    let missing = || Error::not_found("group", group);
    let mut snapshot = snapshot::load(&mut work.tx, group).await?.ok_or_else(missing)?;
    let (hers, others): (Vec<_>, Vec<_>) = std::mem::take(&mut snapshot.scenario.held)
        .into_iter()
        .partition(|held| held.agent.as_str() == agent && judged.contains_key(held.shift.id.as_str()));
    snapshot.scenario.held = others;
    let asked: Vec<_> =
        hers.iter().map(|held| Assignment { shift: held.shift.id.clone(), agent: held.agent.clone() }).collect();
    snapshot.scenario.shifts.extend(hers.into_iter().map(|held| held.shift));
    let facts = facts::compile(snapshot).await?;
    let checking = tokio::task::spawn_blocking(move || check(&facts.problem, &asked).err().unwrap_or_default());
    let mut found = checking.await.map_err(|e| Error::Corrupt(e.to_string()))?;
    found.retain(|breach| !stays(&breach.refusal.rule));
    Ok(found)
}

/// The shifts of the pool meant for somebody that are not over, and whether each has begun.
async fn meant_for(work: &mut Work<'_>, agent: &str, which: Which) -> Result<BTreeMap<String, bool>> {
    let (group, now) = (work.group(), work.now());
    let held = crate::store::shifts::held(&mut work.tx, group).await?;
    let hers = held.into_iter().filter(|(who, stored)| who == agent && stored.shift.ends_at > now);
    let hers = hers.map(|(_, stored)| (stored.shift.id, stored.shift.starts_at <= now));
    Ok(hers.filter(|(_, begun)| which == Which::NotOver || !begun).collect())
}

/// What was approved before a member left, or while somebody else was to be there, stays as it was agreed.
fn stays(rule: &str) -> bool {
    [RuleId::Membership, RuleId::Accompanied].iter().any(|kept| kept.as_str() == rule)
}
