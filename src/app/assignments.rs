//! Assignments: accepted offers, until the work is done and what it earned is on the ledger.

use super::App;
use super::access::{Action, Actor, Paging, Reach};
use super::audit::Event;
use super::burdens::{self, Source};
use super::error::{Conflict, Error, Result};
use super::facts::Facts;
use super::requests::{self, NoticeClass};
use super::work::Work;
use super::{facts, shifts as shift};
use crate::store::assignments::{self, Row};
use crate::store::ledgers::Compensation;
use crate::store::outbox::Notice;
use crate::store::shifts::Stored;
use crate::store::{Tx, name_of, rounds, snapshot};
use releve_solver::check::check;
use releve_solver::domain::plan::Assignment;
use releve_solver::domain::problem::{Duty, DutyKind};
use releve_solver::domain::time::Span;
use releve_solver::law::compensation::{Entry, Terms, Worked, earned};
use serde_json::json;

/// Where an assignment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Agreed on; the shift ends at this instant.
    Confirmed {
        /// Unix seconds.
        ends_at: i64,
    },
    /// The work was done.
    Worked,
    /// It was called off before.
    Cancelled,
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row holds none.
    pub fn of(row: &Row) -> Result<Self> {
        Ok(match row.state.as_str() {
            "confirmed" => Self::Confirmed { ends_at: row.shift.ends_at },
            "worked" => Self::Worked,
            "cancelled" => Self::Cancelled,
            other => return Err(Error::Corrupt(format!("assignment {} in state {other}", row.id))),
        })
    }

    /// The work was done.
    ///
    /// # Errors
    /// Before the shift's end, or when recorded before.
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
    /// When the work was done, or it was called off before.
    pub fn cancel(self) -> Result<Self> {
        match self {
            Self::Confirmed { .. } => Ok(Self::Cancelled),
            other => Err(other.in_the_way()),
        }
    }

    fn in_the_way(self) -> Error {
        let state = match self {
            Self::Confirmed { .. } => "confirmée",
            Self::Worked => "constatée comme faite",
            Self::Cancelled => "annulée",
        };
        Conflict::AssignmentState(state).into()
    }
}

/// Records that a shift was worked and posts what it earned.
///
/// # Errors
/// `Forbidden`, `NotFound` outside the scope, `Conflict` before the shift's end or when recorded before.
pub async fn record_worked(app: &App, actor: &Actor, id: &str) -> Result<Row> {
    let reach = actor.may(Action::RecordWork)?;
    let now = app.clock.now();
    let mut work = Work::begin(app, actor, reach.role).await?;
    let before = find_in(&mut work.tx, actor, &reach, id).await?;
    State::of(&before)?.work(now)?;
    let facts = app.facts.current(&mut work.tx, &actor.group).await?;
    let entries = earned_by(&facts, &before)?;
    if !assignments::set_worked(&mut work.tx, &before, now).await? {
        return Err(Conflict::LostRace.into());
    }
    for entry in &entries {
        let line = line(&work, &before, entry)?;
        work.post_compensation(line);
    }
    let detail = json!({ "shift": before.shift.id, "entries": entries.len() });
    work.record(Event::new("assignment.worked", "assignment", id).from_version(before.version).with(detail));
    let row = find_in(&mut work.tx, actor, &reach, id).await?;
    work.commit().await?;
    Ok(row)
}

/// Calls an assignment off: the shift is open again, or over when it has begun; the agent is told, and her account is as
/// before.
///
/// # Errors
/// `Forbidden`, `NotFound` outside the reach, `Invalid` without a reason, `Conflict` when the work was done or it was called off.
pub async fn cancel(app: &App, actor: &Actor, id: &str, why: &str) -> Result<Row> {
    let reach = actor.may(Action::CancelAssignment)?;
    let why = requests::reason(why)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let row = find_in(&mut work.tx, actor, &reach, id).await?;
    State::of(&row)?.cancel()?;
    let stored = shift::row(&mut work, &row.shift.id).await?;
    free(&mut work, &stored, why).await?;
    if stored.shift.ends_at <= work.now() {
        let stored = shift::row(&mut work, &row.shift.id).await?;
        let over = shift::State::of(&stored)?.lapse()?;
        shift::store(&mut work, &stored, &over).await?;
    }
    let row = find_in(&mut work.tx, actor, &reach, id).await?;
    work.commit().await?;
    Ok(row)
}

/// Frees whoever holds a shift, with the notice that is left; the shift is open after.
pub(super) async fn free(work: &mut Work<'_>, stored: &Stored, why: &str) -> Result<()> {
    let (row, notice_minutes) = release(work, stored, why).await?;
    tell_freed(work, &row, stored.shift.facts(), notice_minutes);
    Ok(())
}

/// What somebody hears who is freed from a shift; `payload` is the shift as she held it.
pub(super) fn tell_freed(work: &mut Work<'_>, row: &Row, mut payload: serde_json::Value, notice_minutes: i64) {
    payload["notice_minutes"] = json!(notice_minutes);
    work.tell(Notice::to_agent("assignment.cancelled", &row.id.0, &row.agent_id, payload));
}

/// As [`free`], without a word: who it was, and the notice in minutes.
pub(super) async fn release(work: &mut Work<'_>, stored: &Stored, why: &str) -> Result<(Row, i64)> {
    let (group, now, by) = (work.group(), work.now(), work.actor.user.0.clone());
    let missing = || Error::Corrupt(format!("shift {} is held by nobody", stored.shift.id));
    let row = assignments::standing(&mut work.tx, group, &stored.shift.id).await?.ok_or_else(missing)?;
    State::of(&row)?.cancel()?;
    let notice_minutes = (stored.shift.starts_at - now).div_euclid(60);
    let ending = assignments::Ending { by: &by, reason: why, notice_minutes, at: now };
    if !assignments::cancel(&mut work.tx, &row, &ending).await? {
        return Err(Conflict::LostRace.into());
    }
    burdens::reverse(work, &Source::of(&row), "Vacation annulée").await?;
    let open = shift::State::of(stored)?.reopen()?;
    shift::store(work, stored, &open).await?;
    let detail = json!({ "shift": row.shift.id, "reason": why, "notice_minutes": notice_minutes,
        "notice_class": NoticeClass::of(notice_minutes) });
    work.record(Event::new("assignment.cancel", "assignment", &row.id.0).from_version(row.version).with(detail));
    Ok((row, notice_minutes))
}

/// Frees somebody from every shift of the pool that she holds, or is asked for by name, and may no longer hold: a fact has come
/// up that makes it unlawful. Each is open again, and she is told. Gives which.
pub(super) async fn free_unlawful(work: &mut Work<'_>, agent: &str, why: &str) -> Result<Vec<String>> {
    let group = work.group();
    let mut freed = Vec::new();
    loop {
        let missing = || Error::not_found("group", group);
        let mut snapshot = snapshot::load(&mut work.tx, group).await?.ok_or_else(missing)?;
        // What she holds is judged as if it were still to be given.
        let (hers, others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut snapshot.scenario.held).into_iter().partition(|held| held.agent.as_str() == agent);
        snapshot.scenario.held = others;
        let asked: Vec<_> =
            hers.iter().map(|held| Assignment { shift: held.shift.id.clone(), agent: held.agent.clone() }).collect();
        snapshot.scenario.shifts.extend(hers.into_iter().map(|held| held.shift));
        let facts = facts::compile(snapshot).await?;
        let checking = tokio::task::spawn_blocking(move || check(&facts.problem, &asked).err().unwrap_or_default());
        let breaches = checking.await.map_err(|e| Error::Corrupt(e.to_string()))?;
        let Some(breach) = breaches.first() else { return Ok(freed) };
        let stored = shift::row(work, breach.shift.as_str()).await?;
        match rounds::open_of(&mut work.tx, group, &stored.shift.id).await? {
            Some(round) => crate::app::rounds::withdraw_in(work, &round, why).await?,
            None => free(work, &stored, why).await?,
        }
        freed.push(stored.shift.id);
    }
}

/// What the duty earns under the rules of the agent's employer, by the calendar of the site where it was worked.
/// Overtime is judged beside everything else that her employer's roster and the pool hold for her.
pub(super) fn earned_by(facts: &Facts, row: &Row) -> Result<Vec<Entry>> {
    let missing = |what: &str| Error::Corrupt(format!("assignment {} without its {what}", row.id));
    let scenario = &facts.scenario;
    let site = |id: &str| scenario.establishments.iter().find(|site| site.id.as_str() == id);
    let worker = facts.problem.workers.iter().find(|worker| worker.id.as_str() == row.agent_id);
    let worker = worker.ok_or_else(|| missing("agent"))?;
    let employer = facts.employer(&row.agent_id).and_then(site).ok_or_else(|| missing("employer"))?;
    let version = scenario.rule_packs.get(&employer.regime).ok_or_else(|| missing("rule pack"))?;
    let span = Span::new(row.shift.starts_at.div_euclid(60), row.shift.ends_at.div_euclid(60));
    let is_this = |duty: &&Duty| duty.kind == DutyKind::Pool && duty.span == span;
    let duty = worker.fixed.iter().find(is_this).ok_or_else(|| missing("duty"))?;
    let work = Worked {
        terms: Terms {
            pack: &format!("{}@{version}", employer.regime),
            employer,
            house: &scenario.house_rules,
            statuses: &worker.statuses,
            share_percent: worker.share_percent,
        },
        site: site(&row.shift.establishment_id).ok_or_else(|| missing("establishment"))?,
        span,
        work_minutes: duty.work_minutes,
        others: &worker.fixed,
    };
    Ok(earned(&facts.library, &work))
}

fn line(work: &Work<'_>, row: &Row, entry: &Entry) -> Result<Compensation> {
    Ok(Compensation {
        kind: "earned".to_owned(),
        rule: entry.rule.clone(),
        article: entry.article.clone(),
        label_fr: entry.label_fr.clone(),
        quantity: entry.quantity,
        unit: name_of(&entry.unit)?,
        rate_permille: entry.rate_permille,
        due_on: Some(entry.due_on.to_string()),
        assignment_id: Some(row.id.clone()),
        reason: row.shift.in_words(),
        ..work.compensation_line(&row.agent_id)
    })
}

/// A page of assignments, the newest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Row>> {
    let reach = actor.may(Action::ReadAssignments)?;
    let mut tx = app.db.read().await?;
    Ok(assignments::list(&mut tx, &actor.group, &reach.page(paging)).await?)
}

/// One assignment.
///
/// # Errors
/// When the role does not allow it, or there is none in the reach.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Row> {
    let reach = actor.may(Action::ReadAssignments)?;
    let mut tx = app.db.read().await?;
    let row = assignments::find(&mut tx, &actor.group, id).await?;
    let seen = |row: &Row| reach.sees_unit(&row.shift.unit_id) || reach.is_herself(&row.agent_id);
    row.filter(seen).ok_or_else(|| Error::not_found("assignment", id))
}

async fn find_in(tx: &mut Tx, actor: &Actor, reach: &Reach, id: &str) -> Result<Row> {
    let row = assignments::find(tx, &actor.group, id).await?;
    row.filter(|row| reach.sees_unit(&row.shift.unit_id)).ok_or_else(|| Error::not_found("assignment", id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_recorded_once_and_after_the_end() {
        let confirmed = State::Confirmed { ends_at: 100 };
        assert!(matches!(confirmed.work(99), Err(Error::Conflict(Conflict::NotOverYet))));
        assert_eq!(confirmed.work(100).expect("over"), State::Worked);
        assert!(State::Worked.work(100).is_err());
    }
}
