//! Carers: what she brings, what is already decided for her, and what follows from it.

use super::Compiler;
use crate::domain::problem::{Agreement, Duty, DutyKind, SiteIx, Worker, Year};
use crate::domain::scenario::{Absence, Agent, Establishment, LendingAgreement, RosterLine, WishKind};
use crate::domain::time::{Day, DayGrid, Span, date_of_day, day_of_date, instant_of_local, weekday};
use crate::law::{Status, calendar};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Civil days kept on either side of the horizon: a civil year of history and averages over twelve weeks must fit.
const MARGIN_DAYS: Day = 400;

/// What the scenario says of one agent away from her own record.
#[derive(Debug, Clone, Default)]
struct Known<'a> {
    rosters: Vec<&'a RosterLine>,
    absences: Vec<&'a Absence>,
}

impl Compiler<'_> {
    pub(super) fn workers(&mut self) -> Vec<Worker> {
        let mut fixed = self.fixed_duties();
        let scenario = self.scenario;
        let first = day_of_date(scenario.horizon.from) - MARGIN_DAYS;
        let last = first + 2 * MARGIN_DAYS + scenario.horizon.days as Day;
        let mut grids: BTreeMap<&str, Arc<DayGrid>> = BTreeMap::new();
        let mut of_agent = vec![Known::default(); scenario.agents.len()];
        for line in &scenario.rosters {
            if let Some(&agent) = self.index.agents.get(&line.agent) {
                of_agent[agent].rosters.push(line);
            }
        }
        for absence in &scenario.absences {
            if let Some(&agent) = self.index.agents.get(&absence.agent) {
                of_agent[agent].absences.push(absence);
            }
        }
        let mut workers = Vec::with_capacity(scenario.agents.len());
        for (position, agent) in scenario.agents.iter().enumerate() {
            let Some(employer) = self.index.sites.get(&agent.employer).copied() else {
                let field = format!("agents[{position} \"{}\"].employer", agent.id);
                self.dangling(field, agent.employer.as_str(), ("d’un établissement", "an establishment"));
                continue;
            };
            let zone = scenario.establishments[employer].time_zone;
            let grid =
                Arc::clone(grids.entry(zone.name()).or_insert_with(|| Arc::new(DayGrid::new(zone, first, last))));
            let mut duties = std::mem::take(&mut fixed[position]);
            duties.sort_by_key(|d| (d.span.start, d.span.end));
            workers.push(self.worker((agent, &of_agent[position]), employer, grid, duties));
        }
        workers
    }

    fn worker(
        &self,
        (agent, known): (&Agent, &Known<'_>),
        employer: SiteIx,
        grid: Arc<DayGrid>,
        fixed: Vec<Duty>,
    ) -> Worker {
        let scenario = self.scenario;
        let zone = scenario.establishments[employer].time_zone;
        let at = |local: NaiveDateTime| instant_of_local(zone, local);
        let days = |from: NaiveDate, to: NaiveDate| {
            Span::new(grid.start_of(day_of_date(from)), grid.start_of(day_of_date(to) + 1))
        };
        let wishes = |kind| agent.wishes.iter().filter(move |w| w.kind == kind).map(|w| day_of_date(w.date)).collect();
        let mut known_units = agent.known_units.clone();
        known_units.extend(known.rosters.iter().map(|line| line.unit.clone()));
        known_units.sort();
        known_units.dedup();
        Worker {
            id: agent.id.clone(),
            name: agent.name.clone(),
            employer,
            share_percent: agent.share_percent,
            qualifications: agent
                .qualifications
                .iter()
                .map(|q| {
                    let from = q.valid_from.map_or(Day::MIN, day_of_date);
                    (q.qualification.clone(), from, q.valid_to.map_or(Day::MAX, day_of_date))
                })
                .collect(),
            home: agent.home,
            mobility_km: agent.mobility_km,
            exemptions: agent.exemptions.clone(),
            known_units,
            availability: (!agent.availability.is_empty())
                .then(|| agent.availability.iter().map(|w| Span::new(at(w.from), at(w.to))).collect()),
            wishes_on: wishes(WishKind::Work),
            wishes_off: wishes(WishKind::Off),
            balance_centipoints: (agent.equity_balance * 100.0).round() as i64,
            absences: known.absences.iter().map(|a| days(a.from, a.to)).collect(),
            promised_rests: agent.promised_rests.iter().map(|r| days(r.from, r.to)).collect(),
            statuses: self.statuses(agent, employer, &grid, &fixed),
            documents: agent
                .law
                .documents
                .iter()
                .map(|d| {
                    let to = d.valid_to.map_or(Day::MAX, day_of_date);
                    (d.kind.clone(), d.valid_from.map_or(Day::MIN, day_of_date), to)
                })
                .collect(),
            agreements: self.agreements(agent),
            pool: agent.pool,
            counters: agent.law.counters,
            reduced_hours: agent.law.reduced_hours.iter().map(|p| days(p.from, p.to)).collect(),
            winter_holidays_worked: agent.law.winter_holidays_worked.iter().copied().map(day_of_date).collect(),
            rostered: known
                .rosters
                .iter()
                .map(|line| {
                    let first = day_of_date(line.from);
                    (first, first + line.codes.split_whitespace().count() as Day - 1)
                })
                .collect(),
            years: years(agent, &scenario.establishments[employer], &grid, &fixed),
            fixed,
            grid,
            cost_cents_per_hour: agent.cost_cents_per_hour,
        }
    }

    /// Her agreements to be lent; establishments that the scenario does not hold cannot be gone to, and are left out.
    fn agreements(&self, agent: &Agent) -> Vec<Agreement> {
        let agreement = |one: &LendingAgreement| Agreement {
            from: day_of_date(one.valid_from),
            to: one.valid_to.map_or(Day::MAX, day_of_date),
            hosts: (!one.hosts.is_empty())
                .then(|| one.hosts.iter().filter_map(|host| self.index.sites.get(host).copied()).collect()),
        };
        agent.law.lending_agreements.iter().map(agreement).collect()
    }

    /// What she declares, what follows from her contract, and night worker where her usual timetable makes her one: enough
    /// night duties a week in at least half of the weeks of her home roster (Code du travail L3122-5).
    fn statuses(&self, agent: &Agent, employer: SiteIx, grid: &DayGrid, fixed: &[Duty]) -> Vec<Status> {
        let mut statuses = agent.law.statuses.clone();
        statuses.push(if agent.share_percent < 100 { Status::PartTime } else { Status::FullTime });
        let night = self.rule_sets.get(self.sites[employer].rule_set).map(|set| &set.night);
        if let Some((duties, minutes)) = night.and_then(|n| Some((n.worker_duties_per_week?, n.worker_minutes_min?))) {
            let mut nights: BTreeMap<Day, i64> = BTreeMap::new();
            for duty in fixed.iter().filter(|d| d.kind == DutyKind::Home) {
                let day = grid.day_of(duty.span.start);
                *nights.entry(day - weekday(day)).or_default() += i64::from(duty.night_minutes >= minutes);
            }
            let usual = nights.values().filter(|count| **count >= duties).count();
            if usual > 0 && usual * 2 >= nights.len() {
                statuses.push(Status::NightWorker);
            }
        }
        statuses.sort_unstable();
        statuses.dedup();
        statuses
    }
}

/// What the decided work of each civil year amounts to, the counters of the agent included. A duty belongs to the year in
/// which it starts.
fn years(agent: &Agent, employer: &Establishment, grid: &DayGrid, fixed: &[Duty]) -> Vec<Year> {
    let mut years: BTreeMap<i32, Year> = BTreeMap::new();
    if let Some(counters) = agent.law.counters {
        let year = Year {
            year: counters.year,
            work_minutes: counters.work_minutes,
            night_minutes: counters.night_minutes,
            sundays_holidays: counters.sundays_holidays_worked,
        };
        years.insert(counters.year, year);
    }
    let mut last_day = Day::MIN;
    let mut holidays: BTreeMap<i32, Vec<NaiveDate>> = BTreeMap::new();
    for duty in fixed {
        let date = date_of_day(grid.day_of(duty.span.start));
        let year = years.entry(date.year()).or_insert_with(|| Year { year: date.year(), ..Year::default() });
        year.work_minutes += duty.work_minutes;
        year.night_minutes += duty.night_minutes;
        for day in grid.day_of(duty.span.start).max(last_day.saturating_add(1))..=grid.day_of(duty.span.end - 1) {
            last_day = day;
            let date = date_of_day(day);
            let of_year = holidays.entry(date.year()).or_insert_with(|| calendar::holidays(date.year(), employer));
            if weekday(day) == 6 || of_year.binary_search(&date).is_ok() {
                let year = years.entry(date.year()).or_insert_with(|| Year { year: date.year(), ..Year::default() });
                year.sundays_holidays += 1;
            }
        }
    }
    years.into_values().collect()
}
