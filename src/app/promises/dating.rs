//! When a promised rest is taken: the first days on which it is lawful and costs the least cover. A pure function of the facts.
//!
//! A day of rest repays work, so it takes the place of a duty of the home roster where there is a roster; a week-end is kept free
//! of everything. Where no roster is known, any working day that nothing stands on will do: whoever makes the roster later finds
//! the rest on it.

use crate::app::facts::Facts;
use crate::app::wrong::{Phrase, expected};
use chrono::{Days, NaiveDate};
use releve_solver::domain::problem::{Duty, DutyKind, Worker, WorkerIx};
use releve_solver::domain::time::{Day, Span, date_of_day, day_of_date, weekday};
use releve_solver::law::calendar::is_holiday;
use serde::{Deserialize, Serialize};

/// A duty of the home roster that becomes rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifted {
    /// Civil day of its start.
    pub date: NaiveDate,
    /// Unit.
    pub unit: String,
    /// Code on the roster.
    pub code: String,
}

/// A rest with its date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What it takes the place of.
    pub lifted: Vec<Lifted>,
}

/// A rest to date.
#[derive(Debug, Clone, Copy)]
pub struct Rest {
    /// Whole days.
    pub days: i64,
    /// They are a Saturday and the Sunday after it.
    pub weekend: bool,
    /// Its present date, which is no obstacle to another.
    pub now: Option<(NaiveDate, NaiveDate)>,
    /// Days on which it was not kept: not these again.
    pub broken: Option<(NaiveDate, NaiveDate)>,
}

/// Why a rest cannot begin on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// A week-end begins on a Saturday.
    NoWeekend,
    /// She is absent.
    Absent,
    /// Another rest is promised there.
    Promised,
    /// She has a duty that cannot be lifted: of the pool, or one that began the day before.
    OnDuty,
    /// Her roster gives her that day off already.
    OffAlready,
}

impl Obstacle {
    /// What another day would have to be, for whoever asked for this one.
    pub fn expected(self) -> Phrase {
        match self {
            Self::NoWeekend => expected("field-rest-saturday"),
            Self::Absent => expected("field-rest-present"),
            Self::Promised => expected("field-rest-alone"),
            Self::OnDuty => expected("field-rest-free"),
            Self::OffAlready => expected("field-rest-working"),
        }
    }
}

/// The date of a rest between two days, both included: least cover lost first, then the earliest.
pub fn choose(facts: &Facts, agent: &str, rest: Rest, (first, last): (NaiveDate, NaiveDate)) -> Option<Found> {
    let ix = worker_of(facts, agent)?;
    let mut best: Option<(i64, Found)> = None;
    let mut day = first;
    while day + Days::new(rest.days.max(1) as u64 - 1) <= last {
        if is_working_day(facts, ix, rest, day)
            && let Ok((cost, found)) = on(facts, ix, rest, day)
            && best.as_ref().is_none_or(|(least, _)| cost < *least)
        {
            if cost == 0 {
                return Some(found);
            }
            best = Some((cost, found));
        }
        day = day + Days::new(1);
    }
    best.map(|(_, found)| found)
}

/// A rest that begins on a day somebody has asked for.
pub fn asked(facts: &Facts, agent: &str, rest: Rest, from: NaiveDate) -> Option<Result<Found, Obstacle>> {
    Some(on(facts, worker_of(facts, agent)?, rest, from).map(|(_, found)| found))
}

/// Whether she works on any of these days, or has a duty there that she would have to be at.
pub fn is_broken(facts: &Facts, agent: &str, (from, to): (NaiveDate, NaiveDate)) -> bool {
    let Some(worker) = worker_of(facts, agent).map(|ix| &facts.problem.workers[ix]) else { return false };
    let rest = whole_days(worker, day_of_date(from), day_of_date(to));
    worker.fixed.iter().any(|duty| duty.kind != DutyKind::Outside && duty.span.overlaps(rest))
}

/// Minutes of her usual day: the middle one of her roster's, if she has one.
pub fn usual_day(facts: &Facts, agent: &str) -> Option<i64> {
    let worker = &facts.problem.workers[worker_of(facts, agent)?];
    let home = worker.fixed.iter().filter(|duty| duty.kind == DutyKind::Home);
    let mut minutes: Vec<i64> = home.map(|duty| duty.work_minutes).filter(|minutes| *minutes > 0).collect();
    minutes.sort_unstable();
    minutes.get(minutes.len() / 2).copied()
}

fn worker_of(facts: &Facts, agent: &str) -> Option<WorkerIx> {
    facts.problem.workers.iter().position(|worker| worker.id.as_str() == agent)
}

fn whole_days(worker: &Worker, first: Day, last: Day) -> Span {
    Span::new(worker.grid.start_of(first), worker.grid.start_of(last + 1))
}

fn is_rostered(worker: &Worker, day: Day) -> bool {
    worker.rostered.iter().any(|(first, last)| (*first..=*last).contains(&day))
}

/// Where no roster says which days she works, the usual ones; a holiday is never spent on a rest.
fn is_working_day(facts: &Facts, ix: WorkerIx, rest: Rest, date: NaiveDate) -> bool {
    let worker = &facts.problem.workers[ix];
    let day = day_of_date(date);
    let calendar = &facts.problem.sites[worker.employer].calendar;
    rest.weekend || (!is_holiday(date, calendar) && (is_rostered(worker, day) || weekday(day) < 5))
}

/// The rest from a day on, and what it costs: posts that fall below their unit's minimum.
fn on(facts: &Facts, ix: WorkerIx, rest: Rest, from: NaiveDate) -> Result<(i64, Found), Obstacle> {
    let worker = &facts.problem.workers[ix];
    let (first, last) = (day_of_date(from), day_of_date(from) + rest.days.max(1) as Day - 1);
    if rest.weekend && weekday(first) != 5 {
        return Err(Obstacle::NoWeekend);
    }
    let whole = whole_days(worker, first, last);
    if worker.absences.iter().any(|absence| absence.overlaps(whole)) {
        return Err(Obstacle::Absent);
    }
    let worked = rest.broken.map(|(from, to)| whole_days(worker, day_of_date(from), day_of_date(to)));
    if worked.is_some_and(|worked| worked.overlaps(whole)) {
        return Err(Obstacle::OnDuty);
    }
    let own = rest.now.map(|(from, to)| whole_days(worker, day_of_date(from), day_of_date(to)));
    if worker.promised_rests.iter().any(|other| Some(*other) != own && other.overlaps(whole)) {
        return Err(Obstacle::Promised);
    }
    let (mut cost, mut lifted) = (0, Vec::new());
    for duty in worker.fixed.iter().filter(|duty| duty.kind != DutyKind::Outside && duty.span.overlaps(whole)) {
        if duty.kind != DutyKind::Home || duty.day < first {
            return Err(Obstacle::OnDuty);
        }
        cost += bare_without(facts, ix, duty);
    }
    for day in first..=last {
        let codes = codes_on(facts, worker.id.as_str(), date_of_day(day));
        // Her present rest may have taken the place of a duty of that day already.
        let rests_now = own.is_some_and(|own| own.overlaps(whole_days(worker, day, day)));
        if !rest.weekend && codes.is_empty() && is_rostered(worker, day) && !rests_now {
            return Err(Obstacle::OffAlready);
        }
        lifted.extend(codes);
    }
    Ok((cost, Found { from, to: date_of_day(last), lifted }))
}

/// How many minima of a unit would be missed without her on a duty.
fn bare_without(facts: &Facts, ix: WorkerIx, duty: &Duty) -> i64 {
    let problem = &facts.problem;
    let holds = |person: WorkerIx, titles: &[_]| {
        problem.workers[person].titles_on(duty.day).any(|title| titles.contains(title))
    };
    let teams = problem.teams.iter().filter(|team| {
        team.day == duty.day && Some(team.site) == duty.site && team.span == duty.span && team.people.contains(&ix)
    });
    let minima = teams.flat_map(|team| team.minimum.iter().map(move |minimum| (team, minimum)));
    let missed = minima.filter(|(team, (least, titles))| {
        holds(ix, titles) && team.people.iter().filter(|person| holds(**person, titles)).count() <= *least as usize
    });
    missed.count() as i64
}

/// The codes of her home roster on a day.
fn codes_on(facts: &Facts, agent: &str, date: NaiveDate) -> Vec<Lifted> {
    let lines = facts.scenario.rosters.iter().filter(|line| line.agent.as_str() == agent && line.from <= date);
    let on_day = lines.filter_map(|line| {
        let offset = usize::try_from((date - line.from).num_days()).ok()?;
        let code = line.codes.split_whitespace().nth(offset).filter(|code| *code != ".")?;
        Some(Lifted { date, unit: line.unit.0.clone(), code: code.to_owned() })
    });
    on_day.collect()
}
