//! A unit's month (*tableau de service* of a month): whoever is on it, what the pool adds, what is bare, what each has.
//!
//! It is put together from the compiled facts that are kept in memory and two queries about the unit, so that it costs the same
//! whatever the rest of the group does. It judges nothing: the law of a roster is told by [`super::table`].
//!
//! Need to know: as for [`super::table`]. Of somebody whom the reader's establishment does not employ, an absence or work elsewhere
//! is "not available" and no more, and her totals stay with her employer.

use super::table::{CONTRACT_MINUTES_A_DAY, matched};
use crate::app::App;
use crate::app::access::{Action, Actor, Paging, Reach};
use crate::app::error::{Error, Result};
use crate::app::facts::Facts;
use crate::store::rosters::periods::{self, Row};
use crate::store::shifts::{self, Stored};
use crate::store::{Page, Tx};
use chrono::{Datelike, Days, Months, NaiveDate};
use releve_solver::compile_shift;
use releve_solver::domain::problem::{Demand, DutyKind, Worker};
use releve_solver::domain::scenario::{
    AbsenceClass, Establishment, MinimumCover, Priority, Scenario, Shift, Suitability, Unit,
};
use releve_solver::domain::time::{date_of_day, day_of_date, local_of_instant, weekday};
use releve_solver::law::calendar;
use std::collections::{BTreeMap, BTreeSet};

/// Most posts of a unit in a month.
const POSTS_MAX: i64 = 2_000;
/// A duty with so much work between 21:00 and 06:00 is a night (Code du travail L3122-5).
const NIGHT_MINUTES: i64 = 180;

/// A unit's month.
#[derive(Debug)]
pub struct Month {
    /// The unit.
    pub unit: Unit,
    /// Its establishment, with zone and calendar.
    pub site: Establishment,
    /// Units that the reader may look at: identifier and name, with the establishment's where there are several.
    pub units: Vec<(String, String)>,
    /// Today at the unit.
    pub today: NaiveDate,
    /// Civil days of the month.
    pub days: Vec<NaiveDate>,
    /// Rosters of the unit that have some of these days.
    pub rosters: Vec<Row>,
    /// Whoever is on the unit's own roster, by name.
    pub people: Vec<Line>,
    /// Whoever is there through the pool alone, by name.
    pub pool: Vec<Line>,
    /// Posts that were asked for, by start; what was called off is left out.
    pub posts: Vec<Stored>,
    /// What the unit needs and what is there.
    pub cover: Vec<Cover>,
}

/// Somebody's line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Agent.
    pub agent: String,
    /// Name shown to people.
    pub name: String,
    /// The reader's establishment employs her.
    pub own: bool,
    /// The titles that she holds on the first day.
    pub titles: Vec<String>,
    /// Percent of full time; none for somebody whom others employ.
    pub share_percent: Option<u32>,
    /// A cell a day.
    pub cells: Vec<Cell>,
    /// What she has over the month at every unit; none for somebody whom others employ.
    pub totals: Option<Totals>,
}

/// One day of somebody.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// What the unit's roster says.
    pub state: State,
    /// Codes of the unit on its own roster; on a day of absence those that are bare.
    pub codes: Vec<String>,
    /// Shifts of the unit that she holds, or is asked for by name, through the pool.
    pub posts: Vec<Stored>,
}

/// What a roster says of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    #[default]
    Open,
    /// No duty.
    Rest,
    /// Duties of the unit.
    Duty,
    /// Away, as far as the reader may know.
    Absent(AbsenceClass),
    /// At another unit of her own establishment or of another.
    Elsewhere,
    /// Not there, and why is not the reader's to know.
    Unavailable,
}

/// What somebody has over a month, at every unit and through the pool.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Work.
    pub work_minutes: i64,
    /// Her share of 35 hours a week, the days of her absences left out.
    pub contract_minutes: i64,
    /// Duties of the night.
    pub nights: usize,
    /// Week-ends of which she works a day.
    pub weekends: usize,
    /// Public holidays of which she works some.
    pub holidays: usize,
}

/// A line of the minimum cover.
#[derive(Debug, Clone)]
pub struct Cover {
    /// Code of the unit.
    pub code: String,
    /// Title.
    pub qualification: String,
    /// Persons needed each day.
    pub needed: u32,
    /// Persons there, day by day.
    pub there: Vec<u32>,
}

/// The units that somebody may look at, by identifier: identifier and name.
///
/// # Errors
/// When the role does not allow it.
pub async fn units(app: &App, actor: &Actor) -> Result<Vec<(String, String)>> {
    let reach = actor.may(Action::ReadRosters)?;
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    Ok(seen_units(&facts.scenario, &reach))
}

fn seen_units(scenario: &Scenario, reach: &Reach) -> Vec<(String, String)> {
    let seen: Vec<&Unit> = scenario.units.iter().filter(|unit| reach.sees_unit(unit.id.as_str())).collect();
    let homes: BTreeSet<&str> = seen.iter().map(|unit| unit.establishment.as_str()).collect();
    let name = |unit: &Unit| {
        let site = scenario.establishments.iter().find(|site| site.id == unit.establishment);
        match site.filter(|_| homes.len() > 1) {
            Some(site) => format!("{}, {}", unit.name, site.name),
            None => unit.name.clone(),
        }
    };
    seen.into_iter().map(|unit| (unit.id.0.clone(), name(unit))).collect()
}

/// Shows a unit's month, the one that `any` lies in; without it the present one.
///
/// # Errors
/// `Forbidden`, or `NotFound` for a unit outside the reach.
pub async fn show(app: &App, actor: &Actor, unit: &str, any: Option<NaiveDate>) -> Result<Month> {
    let reach = actor.may(Action::ReadRosters)?;
    let missing = || Error::not_found("unit", unit);
    if !reach.sees_unit(unit) {
        return Err(missing());
    }
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    let known = facts.scenario.units.iter().find(|known| known.id.as_str() == unit).ok_or_else(missing)?.clone();
    let site = facts.scenario.establishments.iter().find(|site| site.id == known.establishment);
    let site = site.ok_or_else(missing)?.clone();
    let today = local_of_instant(site.time_zone, app.clock.now().div_euclid(60)).date();
    let first = any.unwrap_or(today).with_day(1).unwrap_or(today);
    let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| *day < next).collect();
    let last = days.last().copied().unwrap_or(first);
    let rosters = periods::touching(&mut tx, &actor.group, unit, (&first.to_string(), &last.to_string())).await?;
    let mut on_it = BTreeSet::new();
    for row in &rosters {
        on_it.extend(periods::people(&mut tx, &actor.group, &row.id).await?);
    }
    let posts = posts(&mut tx, &actor.group, &reach, unit, (first, last)).await?;
    drop(tx);
    let units = seen_units(&facts.scenario, &reach);
    let laying = tokio::task::spawn_blocking(move || {
        let sheet = Sheet { facts: &facts, reach: &reach, unit: &known, days: &days };
        let (people, pool) = sheet.lines(on_it, &posts);
        let cover = sheet.cover();
        let posts = posts.into_iter().filter(|post| post.state != "cancelled").collect();
        Month { unit: known, site, units, today, days, rosters, people, pool, posts, cover }
    });
    laying.await.map_err(|e| Error::Corrupt(e.to_string()))
}

/// The posts of a unit on some days that were asked for.
async fn posts(
    tx: &mut Tx,
    group: &str,
    reach: &Reach,
    unit: &str,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Stored>> {
    let page = Page { limit: POSTS_MAX, ..reach.narrowed_to_unit(unit, &Paging::default()) };
    // Shifts are kept by their start: the list begins the day before, in whatever zone the unit is.
    let before = i64::from(day_of_date(first) - 1) * 86_400;
    let wanted = shifts::Wanted { from: first.to_string(), to: last.to_string(), after: Some((before, String::new())) };
    Ok(shifts::list(tx, group, &page, &wanted).await?)
}

/// What a month is laid out from.
struct Sheet<'a> {
    facts: &'a Facts,
    reach: &'a Reach,
    unit: &'a Unit,
    days: &'a [NaiveDate],
}

/// What rosters say of somebody's day: the codes of each unit.
#[derive(Default)]
struct Said<'a> {
    codes: Vec<&'a str>,
    settled_here: bool,
    elsewhere: bool,
}

impl Sheet<'_> {
    fn within(&self, date: NaiveDate) -> Option<usize> {
        let first = *self.days.first()?;
        let offset = usize::try_from((date - first).num_days()).ok()?;
        (offset < self.days.len()).then_some(offset)
    }

    /// What the home rosters say of everybody, day by day.
    fn said(&self) -> BTreeMap<&str, Vec<Said<'_>>> {
        let mut all: BTreeMap<&str, Vec<Said<'_>>> = BTreeMap::new();
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else { return all };
        for line in self.facts.scenario.rosters.iter().filter(|line| line.from <= *last) {
            let skip = usize::try_from((*first - line.from).num_days()).unwrap_or(0);
            for (offset, code) in line.codes.split_whitespace().enumerate().skip(skip) {
                let Some(at) = self.within(line.from + Days::new(offset as u64)) else { break };
                let days = all.entry(line.agent.as_str()).or_default();
                days.resize_with(self.days.len(), Said::default);
                let said = &mut days[at];
                if line.unit == self.unit.id {
                    said.settled_here = true;
                    said.codes.extend(Some(code).filter(|code| *code != "."));
                } else {
                    said.elsewhere |= code != ".";
                }
            }
        }
        all
    }

    /// Those on the unit's roster, and those who are there through the pool alone.
    fn lines(&self, mut on_it: BTreeSet<String>, posts: &[Stored]) -> (Vec<Line>, Vec<Line>) {
        let said = self.said();
        let here = said.iter().filter(|(_, days)| days.iter().any(|day| day.settled_here));
        on_it.extend(here.map(|(agent, _)| (*agent).to_owned()));
        let by_id: BTreeMap<&str, &Stored> = posts.iter().map(|post| (post.shift.id.as_str(), post)).collect();
        let mut held: BTreeMap<&str, Vec<(usize, &Stored)>> = BTreeMap::new();
        for one in &self.facts.scenario.held {
            let known = (self.within(one.shift.date), by_id.get(one.shift.id.as_str()));
            if let (Some(at), Some(post)) = known {
                held.entry(one.agent.as_str()).or_default().push((at, post));
            }
        }
        let mut all: BTreeSet<&str> = on_it.iter().map(String::as_str).collect();
        all.extend(held.keys());
        let (mut people, mut pool) = (Vec::new(), Vec::new());
        for agent in all {
            let none = Vec::new();
            let hers = held.get(agent).map_or(&[][..], Vec::as_slice);
            let is_on_it = on_it.contains(agent);
            let Some(line) = self.line((agent, is_on_it), said.get(agent).unwrap_or(&none), hers) else { continue };
            let lines = if is_on_it { &mut people } else { &mut pool };
            lines.push(line);
        }
        for lines in [&mut people, &mut pool] {
            lines.sort_by(|a, b| (&a.name, &a.agent).cmp(&(&b.name, &b.agent)));
        }
        (people, pool)
    }

    fn line(&self, (agent, is_on_it): (&str, bool), said: &[Said<'_>], held: &[(usize, &Stored)]) -> Option<Line> {
        let worker = self.facts.problem.workers.iter().find(|worker| worker.id.as_str() == agent)?;
        let own = self.facts.employer(agent).is_some_and(|employer| self.reach.sees_agent(agent, employer));
        // Of somebody who only helps out, and whom others employ, a unit knows when she comes and nothing else.
        let tells = own || is_on_it;
        let away = if tells { self.away(agent) } else { Vec::new() };
        let cell = |(at, date): (usize, &NaiveDate)| {
            let said = said.get(at).filter(|_| tells);
            let class = away.iter().find(|(from, to, _)| (*from..=*to).contains(date)).map(|(.., class)| *class);
            let codes = said.map_or(&[][..], |said| said.codes.as_slice());
            let (settled, elsewhere) = said.map_or((false, false), |said| (said.settled_here, said.elsewhere));
            let state = match (class, elsewhere, own) {
                (Some(class), _, true) => State::Absent(class),
                (Some(_), _, false) | (None, true, false) => State::Unavailable,
                (None, true, true) if codes.is_empty() => State::Elsewhere,
                _ if !codes.is_empty() => State::Duty,
                _ if settled => State::Rest,
                _ => State::Open,
            };
            // Which of her duties are bare is the unit's to know, whoever employs her.
            let codes = codes.iter().map(|code| (*code).to_owned()).collect();
            let posts = held.iter().filter(|(day, _)| *day == at).map(|(_, post)| (*post).clone()).collect();
            Cell { state, codes, posts }
        };
        Some(Line {
            agent: agent.to_owned(),
            name: worker.name.clone(),
            own,
            titles: self.days.first().map_or_else(Vec::new, |first| {
                worker.titles_on(day_of_date(*first)).map(|title| title.0.clone()).collect()
            }),
            share_percent: own.then_some(worker.share_percent),
            cells: self.days.iter().enumerate().map(cell).collect(),
            totals: own.then(|| self.totals(worker, &away)),
        })
    }

    /// The absences of somebody that reach into the month.
    fn away(&self, agent: &str) -> Vec<(NaiveDate, NaiveDate, AbsenceClass)> {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else { return Vec::new() };
        let all = self.facts.scenario.absences.iter().filter(|absence| absence.agent.as_str() == agent);
        let touching = all.filter(|absence| absence.from <= *last && absence.to >= *first);
        touching.map(|absence| (absence.from, absence.to, absence.class)).collect()
    }

    fn totals(&self, worker: &Worker, away: &[(NaiveDate, NaiveDate, AbsenceClass)]) -> Totals {
        let problem = &self.facts.problem;
        let employer = &problem.sites[worker.employer].calendar;
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else { return Totals::default() };
        let month = day_of_date(*first)..=day_of_date(*last);
        let mut totals = Totals::default();
        let (mut weekends, mut holidays) = (BTreeSet::new(), BTreeSet::new());
        let counts = |kind: DutyKind| matches!(kind, DutyKind::Home | DutyKind::Pool);
        for duty in worker.fixed.iter().filter(|duty| counts(duty.kind) && month.contains(&duty.day)) {
            totals.work_minutes += duty.work_minutes;
            totals.nights += usize::from(duty.night_minutes >= NIGHT_MINUTES);
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
        let absent = |date: &&NaiveDate| away.iter().any(|(from, to, _)| (*from..=*to).contains(*date));
        let there = self.days.iter().filter(|date| !absent(date)).count() as i64;
        totals.contract_minutes = there * CONTRACT_MINUTES_A_DAY * i64::from(worker.share_percent) / 100;
        (totals.weekends, totals.holidays) = (weekends.len(), holidays.len());
        totals
    }

    /// The minimum cover, day by day: as many posts as can be matched with people whose title counts in full.
    fn cover(&self) -> Vec<Cover> {
        let minimum = &self.unit.minimum_cover;
        let asked: Vec<Option<Demand>> = minimum.iter().map(|minimum| self.post(minimum)).collect();
        let mut there: Vec<Vec<u32>> = vec![vec![0; self.days.len()]; minimum.len()];
        for ((at, code), present) in self.present() {
            let day = day_of_date(self.days[at]);
            // One post for each person that the unit needs under this code, whatever the title.
            let mut posts: Vec<(usize, Demand)> = Vec::new();
            for (line, demand) in asked.iter().enumerate().filter(|(line, _)| minimum[*line].code.as_str() == code) {
                let Some(demand) = demand else { continue };
                let mut of_day = demand.clone();
                of_day.duty.day = day;
                posts.extend((0..minimum[line].persons).map(|_| (line, of_day.clone())));
            }
            let suits = |person: usize, post: usize| present[person].suits(&posts[post].1) == Suitability::Full;
            for post in matched(present.len(), posts.len(), &suits) {
                there[posts[post].0][at] += 1;
            }
        }
        let line = |(minimum, there): (&MinimumCover, Vec<u32>)| Cover {
            code: minimum.code.0.clone(),
            qualification: minimum.qualification.0.clone(),
            needed: minimum.persons,
            there,
        };
        minimum.iter().zip(there).map(line).collect()
    }

    /// A post of the minimum cover, on the first day.
    fn post(&self, minimum: &MinimumCover) -> Option<Demand> {
        let shift = Shift {
            id: "cover".into(),
            unit: self.unit.id.clone(),
            code: minimum.code.clone(),
            date: *self.days.first()?,
            qualification: minimum.qualification.clone(),
            priority: Priority::Safety,
            degraded_accepted: false,
        };
        compile_shift(&self.facts.scenario, &shift)
    }

    /// Who is there under which code on which day: on the home roster and not away, or through the pool.
    fn present(&self) -> BTreeMap<(usize, &str), Vec<&Worker>> {
        let workers: BTreeMap<&str, &Worker> =
            self.facts.problem.workers.iter().map(|worker| (worker.id.as_str(), worker)).collect();
        let mut present: BTreeMap<(usize, &str), Vec<&Worker>> = BTreeMap::new();
        for (agent, days) in self.said() {
            if !days.iter().any(|day| !day.codes.is_empty()) {
                continue;
            }
            let (Some(&worker), away) = (workers.get(agent), self.away(agent)) else { continue };
            for (at, said) in days.iter().enumerate() {
                if away.iter().any(|(from, to, _)| (*from..=*to).contains(&self.days[at])) {
                    continue;
                }
                for code in &said.codes {
                    present.entry((at, *code)).or_default().push(worker);
                }
            }
        }
        for held in self.facts.scenario.held.iter().filter(|held| held.shift.unit == self.unit.id) {
            if let (Some(at), Some(&worker)) = (self.within(held.shift.date), workers.get(held.agent.as_str())) {
                present.entry((at, held.shift.code.as_str())).or_default().push(worker);
            }
        }
        present
    }
}
