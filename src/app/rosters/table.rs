//! A roster as a table: agents down, days across, what is there against what the unit needs, and what each has over the period.
//!
//! Need to know: of somebody whom the reader's establishment does not employ, an absence or work elsewhere is told as
//! "not available" and no more, and her totals stay with her employer.

use super::judging::{self, Absences, Against, narrowed};
use super::{Ground, find_in};
use crate::app::access::{Action, Actor, Reach};
use crate::app::error::{Error, Result};
use crate::app::{App, law};
use crate::store::rosters::periods::{self, Row};
use crate::store::rosters::{self as day_rows, Becomes, DayRow, NewDay, NewDuty};
use crate::store::snapshot::Snapshot;
use crate::store::{Tx, snapshot};
use chrono::{Datelike, Days, NaiveDate};
use releve_solver::audit::Finding;
use releve_solver::domain::problem::{DutyKind, Problem, Worker};
use releve_solver::domain::scenario::{Absence, Priority, Scenario, Shift, Suitability};
use releve_solver::domain::time::{date_of_day, day_of_date, weekday};
use releve_solver::law::calendar;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Contract work of a full-timer on a civil day, week-ends included, minutes: a seventh of 35 hours.
pub(super) const CONTRACT_MINUTES_A_DAY: i64 = 300;

/// Who is absent when.
pub(super) struct Absent(Vec<Absence>);

impl Absent {
    /// Whether somebody is on a day.
    pub(super) fn away(&self, agent: &str, date: NaiveDate) -> bool {
        self.0.iter().any(|absence| absence.agent.as_str() == agent && (absence.from..=absence.to).contains(&date))
    }
}

/// Everybody's absences up to a day as plans know them.
pub(super) async fn absences(tx: &mut Tx, group: &str, until: NaiveDate) -> Result<Absent> {
    Ok(Absent(crate::store::absences::away(tx, group, until).await?))
}

/// A roster as a table.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "RosterTable")]
pub struct Table {
    /// The roster.
    #[serde(skip)]
    pub roster: Row,
    /// Civil days, in order.
    pub days: Vec<NaiveDate>,
    /// A line for each agent.
    pub people: Vec<Person>,
    /// A line for each code and title of which the unit needs some.
    pub cover: Vec<CoverLine>,
    /// Rules that the days of the roster break beside everything else their people do.
    pub findings: Vec<Finding>,
}

/// An agent's line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "RosterPerson")]
pub struct Person {
    /// Who.
    pub agent: String,
    /// Name shown to people.
    pub name: String,
    /// A cell a day.
    pub cells: Vec<Cell>,
    /// What she has over the period at every unit; none for somebody whom others employ.
    pub totals: Option<Totals>,
}

/// One day of one agent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "RosterCell")]
pub struct Cell {
    /// `open`, `rest`, `duty`, `absent`, `elsewhere` or `unavailable`.
    pub state: &'static str,
    /// Codes of the unit.
    pub codes: Vec<String>,
    /// What put the day down: `cycle`, `hand`, `plan`, `choice`, `change` …, `promised-rest`; none on an open day.
    pub origin: Option<String>,
    /// To be sent with a change of the day.
    pub version: i64,
}

/// What somebody has over a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "RosterTotals")]
pub struct Totals {
    /// Work.
    pub work_minutes: i64,
    /// Her share of 35 hours a week, the days of her absences left out.
    pub contract_minutes: i64,
    /// Work between 21:00 and 06:00.
    pub night_minutes: i64,
    /// Week-ends of which she works a day.
    pub weekends: usize,
    /// Public holidays of which she works some.
    pub holidays: usize,
    /// Days on which she is absent.
    pub absent_days: usize,
}

/// What the unit needs of one code and title, and what is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CoverLine {
    /// Code of the unit.
    pub code: String,
    /// Title.
    pub qualification: String,
    /// Persons needed each day.
    pub needed: u32,
    /// Persons there, day by day.
    pub there: Vec<u32>,
}

/// A post of the unit's minimum cover on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    /// The shift that it is to the solver.
    pub(super) shift: Shift,
    /// Whether somebody is there for it.
    pub(super) filled: bool,
}

/// A roster laid out for the solver: everybody on it with everything decided about them, and every post of the minimum cover.
pub(super) struct Laid {
    pub(super) scenario: Scenario,
    pub(super) problem: Problem,
    pub(super) slots: Vec<Slot>,
}

/// Lays a roster out.
pub(super) fn lay(loaded: Snapshot, ground: &Ground, people: &[String]) -> Result<Laid> {
    let library = law::library(&loaded.rule_packs);
    let unit = &ground.unit;
    let here = |at: &Shift| at.unit == unit.id && (ground.first..=ground.last).contains(&at.date);
    let mut all: BTreeSet<&str> = people.iter().map(String::as_str).collect();
    let held: Vec<_> = loaded.scenario.held.iter().filter(|held| here(&held.shift)).cloned().collect();
    all.extend(held.iter().map(|held| held.agent.as_str()));
    let mut scenario = narrowed(loaded.scenario, &all, (ground.first, ground.last));
    for date in ground.days() {
        for minimum in &unit.minimum_cover {
            scenario.shifts.extend((1..=minimum.persons).map(|number| Shift {
                id: format!("{date}.{}.{}.{number}", minimum.code, minimum.qualification).as_str().into(),
                unit: unit.id.clone(),
                code: minimum.code.clone(),
                date,
                qualification: minimum.qualification.clone(),
                priority: Priority::Safety,
                degraded_accepted: false,
            }));
        }
    }
    let problem = releve_solver::compile_under(&library, &scenario).map_err(Error::Invalid)?;
    let filled = filled(&scenario, &problem, ground);
    let slots = scenario.shifts.iter().zip(filled).map(|(shift, filled)| Slot { shift: shift.clone(), filled });
    let slots = slots.collect();
    Ok(Laid { scenario, problem, slots })
}

/// Which posts somebody is there for: as many as can be matched with people who hold a title that counts in full.
fn filled(scenario: &Scenario, problem: &Problem, ground: &Ground) -> Vec<bool> {
    let workers: BTreeMap<&str, &Worker> = problem.workers.iter().map(|w| (w.id.as_str(), w)).collect();
    let mut present: BTreeMap<(NaiveDate, &str), Vec<&str>> = BTreeMap::new();
    let away = |agent: &str, date: NaiveDate| {
        let mut of_agent = scenario.absences.iter().filter(|absence| absence.agent.as_str() == agent);
        of_agent.any(|absence| (absence.from..=absence.to).contains(&date))
    };
    for line in scenario.rosters.iter().filter(|line| line.unit == ground.unit.id) {
        for (offset, code) in line.codes.split_whitespace().enumerate().filter(|(_, code)| *code != ".") {
            let date = line.from + Days::new(offset as u64);
            if !away(line.agent.as_str(), date) {
                present.entry((date, code)).or_default().push(line.agent.as_str());
            }
        }
    }
    for held in scenario.held.iter().filter(|held| held.shift.unit == ground.unit.id) {
        present.entry((held.shift.date, held.shift.code.as_str())).or_default().push(held.agent.as_str());
    }
    let mut filled = vec![false; scenario.shifts.len()];
    for ((date, code), people) in present {
        let posts: Vec<usize> = (0..scenario.shifts.len())
            .filter(|at| scenario.shifts[*at].date == date && scenario.shifts[*at].code.as_str() == code)
            .collect();
        let suits = |person: usize, post: usize| {
            let worker = workers.get(people[person]);
            worker.is_some_and(|worker| worker.suits(&problem.demands[posts[post]]) == Suitability::Full)
        };
        for post in matched(people.len(), posts.len(), &suits) {
            filled[posts[post]] = true;
        }
    }
    filled
}

/// The posts of a largest matching between people and posts, by augmenting paths.
pub(super) fn matched(people: usize, posts: usize, suits: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    fn seat(
        person: usize,
        holders: &mut [Option<usize>],
        seen: &mut [bool],
        suits: &dyn Fn(usize, usize) -> bool,
    ) -> bool {
        for post in 0..holders.len() {
            if seen[post] || !suits(person, post) {
                continue;
            }
            seen[post] = true;
            if holders[post].is_none_or(|other| seat(other, holders, seen, suits)) {
                holders[post] = Some(person);
                return true;
            }
        }
        false
    }
    let mut holders = vec![None; posts];
    for person in 0..people {
        seat(person, &mut holders, &mut vec![false; posts], suits);
    }
    (0..posts).filter(|post| holders[*post].is_some()).collect()
}

/// Shows a roster.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn show(app: &App, actor: &Actor, id: &str) -> Result<Table> {
    let reach = actor.may(Action::ReadRosters)?;
    let mut tx = app.db.read().await?;
    let group = actor.group.as_str();
    let row = find_in(&mut tx, group, &reach, id).await?;
    let ground = Ground::of(&mut tx, group, &row).await?;
    let mut people = periods::people(&mut tx, group, id).await?;
    let period = (row.from_date.as_str(), row.to_date.as_str());
    people.extend(day_rows::people_of_unit(&mut tx, group, &row.unit_id, period).await?);
    people.sort();
    people.dedup();
    let loaded = snapshot::load(&mut tx, group).await?.ok_or_else(|| Error::not_found("group", group))?;
    let mut days: BTreeMap<String, Vec<DayRow>> = BTreeMap::new();
    for agent in &people {
        days.insert(agent.clone(), day_rows::of_agent(&mut tx, group, agent, period).await?);
    }
    let changes = as_changes(&days, &row.unit_id)?;
    let findings = judging::breaches(&mut tx, (group, &reach), &changes, (Absences::Keep, Against::Nothing)).await?;
    drop(tx);
    let laying = tokio::task::spawn_blocking(move || {
        let laid = lay(loaded, &ground, &people)?;
        let lines = people.iter().filter_map(|agent| person(&laid, &ground, &reach, agent, &days[agent]));
        let (lines, cover) = (lines.collect::<Vec<_>>(), cover(&laid, &ground));
        Ok::<_, Error>((ground.days().collect(), lines, cover))
    });
    let (days, people, cover) = laying.await.map_err(|e| Error::Corrupt(e.to_string()))??;
    Ok(Table { roster: row, days, people, cover, findings })
}

/// The days of a unit as changes to what they are.
pub(super) fn as_changes(days: &BTreeMap<String, Vec<DayRow>>, unit: &str) -> Result<Vec<Becomes>> {
    let mut changes: BTreeMap<(&str, &str), Vec<NewDuty>> = BTreeMap::new();
    for row in days.values().flatten().filter(|row| row.unit_id == unit) {
        let day = changes.entry((row.agent_id.as_str(), row.date.as_str())).or_default();
        day.extend(row.code.iter().map(|code| NewDuty { unit: unit.to_owned(), code: code.clone() }));
    }
    changes
        .into_iter()
        .map(|((agent, date), duties)| {
            let date = date.parse().map_err(|_| Error::Corrupt(format!("a roster day on {date}")))?;
            let rest = NewDay::Rest { unit: unit.to_owned() };
            let day = if duties.is_empty() { rest } else { NewDay::Duties(duties) };
            Ok(Becomes { agent: agent.to_owned(), date, day })
        })
        .collect()
}

fn person(laid: &Laid, ground: &Ground, reach: &Reach, agent: &str, days: &[DayRow]) -> Option<Person> {
    let known = laid.scenario.agents.iter().find(|known| known.id.as_str() == agent)?;
    let sees = reach.sees_agent(agent, known.employer.as_str());
    let absent = Absent(laid.scenario.absences.clone());
    let cell = |date: NaiveDate| {
        let text = date.to_string();
        let rows: Vec<&DayRow> = days.iter().filter(|row| row.date == text).collect();
        let away = absent.away(agent, date);
        let Some(first) = rows.first() else {
            let state = if away { if sees { "absent" } else { "unavailable" } } else { "open" };
            return Cell { state, ..Cell::default() };
        };
        let elsewhere = first.unit_id != ground.unit.id.as_str();
        if !sees && (away || elsewhere) {
            return Cell { state: "unavailable", ..Cell::default() };
        }
        let here = rows.iter().filter(|row| row.unit_id == ground.unit.id.as_str());
        let codes: Vec<String> = here.filter_map(|row| row.code.clone()).collect();
        let state = match (away, elsewhere, codes.is_empty()) {
            (true, ..) => "absent",
            (false, true, _) => "elsewhere",
            (false, false, true) => "rest",
            (false, false, false) => "duty",
        };
        // Why somebody whom others employ rests is not told.
        let origin = (sees || first.origin != day_rows::PROMISED_REST).then(|| first.origin.clone());
        Cell { state, codes, origin, version: first.version }
    };
    Some(Person {
        agent: agent.to_owned(),
        name: known.name.clone(),
        cells: ground.days().map(cell).collect(),
        totals: sees.then(|| totals(laid, ground, agent)).flatten(),
    })
}

/// What somebody has over the period, at every unit and through the pool.
pub(super) fn totals(laid: &Laid, ground: &Ground, agent: &str) -> Option<Totals> {
    let worker = laid.problem.workers.iter().find(|worker| worker.id.as_str() == agent)?;
    let employer = &laid.problem.sites[worker.employer].calendar;
    let absent = Absent(laid.scenario.absences.clone());
    let (first, last) = (day_of_date(ground.first), day_of_date(ground.last));
    let mut totals =
        Totals { absent_days: ground.days().filter(|date| absent.away(agent, *date)).count(), ..Totals::default() };
    let (mut weekends, mut holidays) = (BTreeSet::new(), BTreeSet::new());
    let counts = |kind: DutyKind| matches!(kind, DutyKind::Home | DutyKind::Pool);
    for duty in worker.fixed.iter().filter(|duty| counts(duty.kind) && (first..=last).contains(&duty.day)) {
        totals.work_minutes += duty.work_minutes;
        totals.night_minutes += duty.night_minutes;
        for day in worker.grid.day_of(duty.span.start)..=worker.grid.day_of(duty.span.end - 1) {
            if weekday(day) >= 5 {
                weekends.insert(day - weekday(day));
            }
            let date = date_of_day(day);
            if calendar::holidays(date.year(), employer).binary_search(&date).is_ok() {
                holidays.insert(day);
            }
        }
    }
    let there = ground.days().count().saturating_sub(totals.absent_days) as i64;
    totals.contract_minutes = there * CONTRACT_MINUTES_A_DAY * i64::from(worker.share_percent) / 100;
    (totals.weekends, totals.holidays) = (weekends.len(), holidays.len());
    Some(totals)
}

/// The unit's needs day by day, and what is there.
pub(super) fn cover(laid: &Laid, ground: &Ground) -> Vec<CoverLine> {
    let line = |minimum: &releve_solver::domain::scenario::MinimumCover| {
        let of_day = |date: NaiveDate| {
            let posts = laid.slots.iter().filter(|slot| {
                let shift = &slot.shift;
                slot.filled
                    && shift.date == date
                    && shift.code == minimum.code
                    && shift.qualification == minimum.qualification
            });
            posts.count() as u32
        };
        CoverLine {
            code: minimum.code.0.clone(),
            qualification: minimum.qualification.0.clone(),
            needed: minimum.persons,
            there: ground.days().map(of_day).collect(),
        }
    };
    ground.unit.minimum_cover.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_posts_as_can_be_are_matched() {
        // 0 suits both posts, 1 the first alone: she makes room for her.
        let suits = |person: usize, post: usize| person == 0 || post == 0;
        assert_eq!(matched(2, 2, &suits), [0, 1]);
        assert_eq!(matched(2, 1, &|person, _| person == 1), [0]);
        assert_eq!(matched(3, 2, &|_, _| false), Vec::<usize>::new());
    }
}
