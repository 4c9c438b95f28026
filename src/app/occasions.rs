//! What is earned without a shift of the pool: a public holiday that falls on a day off, and a civil year as a whole. The
//! employer owes it once, by the clock of its own zone, whatever the pool does.
//!
//! Invariants: one posting for each agent, rule and occasion (unique index), taken back by nobody but a correction; what was
//! missed while no server ran is made up for as long as [`LOOK_BACK_DAYS`]. Balances go over the turn of the year as they are;
//! only what the law counts by year begins anew, because each year is an occasion of its own.

use super::App;
use super::access::{Actor, Role};
use super::assignments::line;
use super::audit::Event;
use super::error::Result;
use super::facts::Facts;
use super::work::Work;
use crate::lang::reasons::Reason;
use crate::store::due_runs;
use crate::store::ledgers::{self, Compensation};
use chrono::{Datelike, Days, NaiveDate};
use releve_solver::domain::problem::{DutyKind, Worker};
use releve_solver::domain::time::{Span, date_of_day, day_of_date, instant_of_local, local_of_instant};
use releve_solver::law::calendar::is_holiday;
use releve_solver::law::compensation::{DayOff, Entry, YearWorked, earned_in_year, earned_off};
use serde_json::json;
use std::collections::BTreeSet;

/// Name of the daily run in `due_runs`.
const RUN: &str = "occasions";
/// How far back a run looks, civil days.
pub const LOOK_BACK_DAYS: u64 = 31;

/// Something that was earned without a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Earned {
    agent: String,
    occasion: String,
    reason: String,
    entry: Entry,
}

/// Posts what has been earned without a shift and is not on the accounts yet: once a day.
///
/// # Errors
/// When the database fails, or the facts of the group cannot be read.
pub async fn post_due(app: &App, group: &str) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let last = due_runs::last(&mut tx, RUN, group).await?;
    let facts = app.facts.current(&mut tx, group).await?;
    drop(tx);
    let today = local_of_instant(facts.scenario.group.time_zone, now.div_euclid(60)).date().to_string();
    if last.is_some_and(|last| last >= today) {
        return Ok(());
    }
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.queue().await?;
    if !due_runs::claim(&mut work.tx, RUN, group, &today, now).await? {
        return Ok(());
    }
    let posted: BTreeSet<_> = ledgers::occasions(&mut work.tx, group).await?.into_iter().collect();
    let mut lines = 0;
    for earned in due(&facts, now)? {
        if posted.contains(&(earned.agent.clone(), earned.entry.rule.clone(), earned.occasion.clone())) {
            continue;
        }
        let line = Compensation {
            occasion: Some(earned.occasion),
            reason: earned.reason,
            ..line(&work, &earned.agent, &earned.entry)?
        };
        work.post_compensation(line);
        lines += 1;
    }
    if lines > 0 {
        work.record(Event::new("compensation.earn", "group", group).with(json!({ "lines": lines })));
    }
    work.commit().await
}

/// Everything that was earned in the days that a run looks back on.
fn due(facts: &Facts, now: i64) -> Result<Vec<Earned>> {
    let mut all = Vec::new();
    for worker in &facts.problem.workers {
        let agent = worker.id.as_str();
        let zone = facts.terms(agent)?.employer.time_zone;
        let today = local_of_instant(zone, now.div_euclid(60)).date();
        for back in (1..=LOOK_BACK_DAYS).rev() {
            let date = today - Days::new(back);
            all.extend(of(facts, agent, &holiday(date))?.unwrap_or_default());
        }
        if today.ordinal0() < LOOK_BACK_DAYS as u32 {
            all.extend(of(facts, agent, &format!("year:{}", today.year() - 1))?.unwrap_or_default());
        }
    }
    Ok(all)
}

fn holiday(date: NaiveDate) -> String {
    format!("holiday:{date}")
}

/// What an occasion earns by the facts of now; `None` where they do not reach it any more, or it is none.
pub(super) fn entries(facts: &Facts, agent: &str, occasion: &str) -> Result<Option<Vec<Entry>>> {
    if facts.employer(agent).is_none() {
        return Ok(None);
    }
    Ok(of(facts, agent, occasion)?.map(|all| all.into_iter().map(|earned| earned.entry).collect()))
}

fn of(facts: &Facts, agent: &str, occasion: &str) -> Result<Option<Vec<Earned>>> {
    let employed = facts.terms(agent)?;
    let worker = employed.worker;
    let (found, reason) = match occasion.split_once(':') {
        Some(("holiday", date)) => {
            let date: NaiveDate = crate::store::parsed(date)?;
            if !worker.rostered.iter().any(|(first, last)| (*first..=*last).contains(&day_of_date(date))) {
                return Ok(None);
            }
            let off = is_holiday(date, employed.employer) && is_off(worker, employed.employer.time_zone, date);
            let day = DayOff { terms: employed.terms(), date };
            let found = if off { earned_off(&facts.library, &day) } else { Vec::new() };
            (found, Reason::HolidayOff(date))
        }
        Some(("year", year)) => {
            let year: i32 = crate::store::parsed(year)?;
            let Some(whole) = worker.years.iter().find(|known| known.year == year) else { return Ok(None) };
            let worked = YearWorked {
                terms: employed.terms(),
                date: last_day(worker, year),
                months: months(worker, year),
                sundays_holidays: whole.sundays_holidays,
            };
            (earned_in_year(&facts.library, &worked), Reason::Year(year))
        }
        _ => return Ok(None),
    };
    let earned =
        |entry| Earned { agent: agent.to_owned(), occasion: occasion.to_owned(), reason: reason.record(), entry };
    Ok(Some(found.into_iter().map(earned).collect()))
}

/// Whether she has the whole of a day off by her roster: no work, no absence, and no rest that is owed to her anyway.
fn is_off(worker: &Worker, zone: chrono_tz::Tz, date: NaiveDate) -> bool {
    let midnight = |date: NaiveDate| instant_of_local(zone, date.and_time(chrono::NaiveTime::MIN));
    let day = Span::new(midnight(date), midnight(date + Days::new(1)));
    let works = worker.fixed.iter().any(|duty| duty.kind != DutyKind::Outside && duty.span.overlaps(day));
    let elsewhere = worker.absences.iter().chain(&worker.promised_rests).any(|span| span.overlaps(day));
    !works && !elsewhere
}

/// Her last day of work in a year, which selects the amounts; its last day where none is known.
fn last_day(worker: &Worker, year: i32) -> NaiveDate {
    let dates = worker.fixed.iter().filter(|duty| duty.kind != DutyKind::Outside).map(|duty| date_of_day(duty.day));
    let last = dates.filter(|date| date.year() == year).max();
    last.unwrap_or_else(|| NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX))
}

/// Months of a year in which she worked: those of her duties, and those before them where counters tell of them.
fn months(worker: &Worker, year: i32) -> u32 {
    let dates = worker.fixed.iter().filter(|duty| duty.kind != DutyKind::Outside).map(|duty| date_of_day(duty.day));
    let months: BTreeSet<u32> = dates.filter(|date| date.year() == year).map(|date| date.month()).collect();
    let before = match (worker.counters, months.first()) {
        (Some(counters), Some(first)) if counters.year == year && counters.work_minutes > 0 => first - 1,
        (Some(counters), None) if counters.year == year && counters.work_minutes > 0 => 12,
        _ => 0,
    };
    before + months.len() as u32
}
