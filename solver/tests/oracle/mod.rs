//! What a plan is worth at each goal level, written from the scenario and its civil times alone, to be held against the
//! engine. All sites lie in one zone, and everybody lives on their meridian.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use releve_solver::domain::ids::{AgentId, ShiftCodeId, UnitId};
use releve_solver::domain::problem::{DemandIx, Problem, WorkerIx};
use releve_solver::domain::scenario::*;
use std::collections::{BTreeMap, BTreeSet};

/// A duty for the group: where, from when to when.
#[derive(Clone)]
struct Work<'a> {
    unit: &'a UnitId,
    from: NaiveDateTime,
    to: NaiveDateTime,
}

impl Work<'_> {
    fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let last = (self.to - TimeDelta::minutes(1)).date();
        self.from.date().iter_days().take_while(move |day| *day <= last)
    }
}

/// The scenario with everybody's decided work.
pub struct Oracle<'a> {
    scenario: &'a Scenario,
    problem: &'a Problem,
    decided: Vec<Vec<Work<'a>>>,
    /// What the decided work does by itself.
    before: Vec<Together>,
}

/// How often a plan does what weighs only together.
#[derive(Debug, Default, Clone, Copy)]
pub struct Together {
    pub weekends_in_a_row: u32,
    pub both_holidays: u32,
}

impl<'a> Oracle<'a> {
    pub fn new(scenario: &'a Scenario, problem: &'a Problem) -> Self {
        let of_agent = |agent: &Agent| {
            let away =
                |day: NaiveDate| scenario.absences.iter().any(|a| a.agent == agent.id && a.from <= day && day <= a.to);
            let mut work = Vec::new();
            for line in scenario.rosters.iter().filter(|line| line.agent == agent.id) {
                for (offset, code) in line.codes.split_whitespace().enumerate().filter(|(_, code)| *code != ".") {
                    let day = line.from + Days::new(offset as u64);
                    if !away(day) {
                        work.push(work_of(scenario, &line.unit, &code.into(), day));
                    }
                }
            }
            let held = scenario.held.iter().filter(|held| held.agent == agent.id).map(|held| &held.shift);
            work.extend(held.map(|shift| work_of(scenario, &shift.unit, &shift.code, shift.date)));
            work
        };
        let decided: Vec<Vec<Work<'a>>> = scenario.agents.iter().map(of_agent).collect();
        let before =
            scenario.agents.iter().zip(&decided).map(|(agent, works)| of_life(scenario, agent, works)).collect();
        Self { scenario, problem, decided, before }
    }

    /// Safety, cover, equity, cost, preferences; and what of the last weighs only together.
    pub fn values(&self, assigned: &BTreeMap<DemandIx, WorkerIx>) -> ([f64; 5], Together) {
        let mut values = [0.0; 5];
        for (ix, shift) in self.scenario.shifts.iter().enumerate() {
            let demand = &self.problem.demands[ix];
            let (level, weight) = match shift.priority {
                Priority::Safety => (0, 1.0),
                priority => {
                    let base = [400, 200, 100][priority as usize - Priority::High as usize];
                    (1, (base + (demand.burden_centipoints / 20).clamp(0, 50)) as f64 / 100.0)
                }
            };
            match assigned.get(&ix) {
                None => {
                    values[level] += weight;
                    values[3] += (demand.duty.work_minutes * 180) as f64 / 100.0;
                }
                Some(worker) => {
                    if self.problem.suitability(*worker, ix) == Suitability::Degraded {
                        values[level] += weight / 2.0;
                    }
                    values[3] += self.problem.cost_of(*worker, ix) as f64 / 100.0;
                }
            }
        }
        values[2] = self.equity(assigned);
        let together = self.together(assigned);
        let weights = &self.scenario.weights;
        values[4] = assigned.iter().map(|(demand, worker)| self.pair(*worker, *demand)).sum::<f64>()
            + f64::from(together.weekends_in_a_row) * weights.weekend_in_a_row
            + f64::from(together.both_holidays) * weights.winter_holidays;
        (values, together)
    }

    /// Each point costs what the account holds above the lowest one, in steps of three points a full-timer.
    fn equity(&self, assigned: &BTreeMap<DemandIx, WorkerIx>) -> f64 {
        let account = |agent: &Agent| (agent.equity_balance * 100.0) as i64 * 100 / i64::from(agent.share_percent);
        let lowest = self.scenario.agents.iter().map(account).min().unwrap_or(0);
        let of_agent = |(ix, agent): (usize, &Agent)| {
            let mine = assigned.iter().filter(|(_, worker)| **worker == ix);
            let mut left: i64 = mine.map(|(demand, _)| self.problem.burden_of(ix, *demand)).sum();
            let mut price = account(agent) - lowest;
            let mut cost = 0.0;
            while left > 0 {
                let part = left.min(3 * i64::from(agent.share_percent));
                cost += (part * price) as f64 / 10_000.0;
                left -= part;
                price += 300;
            }
            cost
        };
        self.scenario.agents.iter().enumerate().map(of_agent).sum()
    }

    fn pair(&self, worker: WorkerIx, demand: DemandIx) -> f64 {
        let (agent, shift) = (&self.scenario.agents[worker], &self.scenario.shifts[demand]);
        let weights = &self.scenario.weights;
        let work = work_of(self.scenario, &shift.unit, &shift.code, shift.date);
        let mut points = 0.0;
        if !self.knows(&agent.id, &shift.unit) {
            points += weights.unknown_unit;
            let accompanied = self.scenario.agents.iter().zip(&self.decided).any(|(other, works)| {
                let there = |w: &Work<'_>| *w.unit == shift.unit && w.from <= work.from && work.from < w.to;
                self.knows(&other.id, &shift.unit) && works.iter().any(there)
            });
            if !accompanied {
                points += weights.alone_on_unknown_unit;
            }
        }
        for wish in agent.wishes.iter().filter(|wish| wish.date == shift.date) {
            points += if wish.kind == WishKind::Off { weights.wish_off } else { -weights.wish_on };
        }
        let site = self.scenario.units.iter().find(|unit| unit.id == shift.unit).map(|unit| &unit.establishment);
        let place = self.scenario.establishments.iter().find(|e| Some(&e.id) == site).expect("a site").place;
        let km = 6371.0 * (place.latitude - agent.home.latitude).abs().to_radians();
        if self.scenario.house_rules.mobility_radius_km.is_some_and(|radius| km > f64::from(radius)) {
            points += weights.far_site;
        }
        let worked = &agent.law.winter_holidays_worked;
        let again = work
            .days()
            .filter_map(holiday)
            .any(|(name, winter)| worked.iter().any(|day| holiday(*day) == Some((name, winter - 1))));
        if again {
            points += weights.winter_holidays;
        }
        points
    }

    fn knows(&self, agent: &AgentId, unit: &UnitId) -> bool {
        let named = self.scenario.agents.iter().find(|a| a.id == *agent).is_some_and(|a| a.known_units.contains(unit));
        named || self.scenario.rosters.iter().any(|line| line.agent == *agent && line.unit == *unit)
    }

    /// What the plan brings about beyond what is decided without it.
    fn together(&self, assigned: &BTreeMap<DemandIx, WorkerIx>) -> Together {
        let mut sum = Together::default();
        let given: BTreeSet<WorkerIx> = assigned.values().copied().collect();
        for ix in given {
            let mut works = self.decided[ix].clone();
            for (demand, _) in assigned.iter().filter(|(_, worker)| **worker == ix) {
                let shift = &self.scenario.shifts[*demand];
                works.push(work_of(self.scenario, &shift.unit, &shift.code, shift.date));
            }
            let (before, after) = (self.before[ix], of_life(self.scenario, &self.scenario.agents[ix], &works));
            sum.weekends_in_a_row += after.weekends_in_a_row - before.weekends_in_a_row;
            sum.both_holidays += after.both_holidays - before.both_holidays;
        }
        sum
    }
}

/// What a whole life of work holds.
fn of_life(scenario: &Scenario, agent: &Agent, works: &[Work<'_>]) -> Together {
    let days: BTreeSet<NaiveDate> = works.iter().flat_map(Work::days).collect();
    let holidays: BTreeSet<(&str, i32)> =
        days.iter().chain(&agent.law.winter_holidays_worked).filter_map(|day| holiday(*day)).collect();
    let both = |name: &str, winter| name == "Noël" && holidays.contains(&("Nouvel An", winter));
    let both_holidays = holidays.iter().filter(|(name, winter)| both(name, *winter)).count() as u32;
    let mut weekends_in_a_row = 0;
    if let (Some(most), Some(first), Some(last)) =
        (scenario.house_rules.weekends_in_a_row_max, days.first(), days.last())
    {
        let mut in_a_row = 0;
        let saturdays = first.iter_days().skip_while(|day| day.weekday() != Weekday::Sat).step_by(7);
        // A life that begins on a Sunday has that week-end first.
        let saturdays =
            (*first - Days::new(1)).iter_days().take(1).filter(|d| d.weekday() == Weekday::Sat).chain(saturdays);
        for saturday in saturdays.take_while(|day| day <= last) {
            let worked = days.contains(&saturday) || days.contains(&(saturday + Days::new(1)));
            in_a_row = if worked { in_a_row + 1 } else { 0 };
            weekends_in_a_row += u32::from(in_a_row > most);
        }
    }
    Together { weekends_in_a_row, both_holidays }
}

/// Which of the two holidays a day belongs to, and the year of its winter's December.
fn holiday(day: NaiveDate) -> Option<(&'static str, i32)> {
    match (day.month(), day.day()) {
        (12, 24 | 25) => Some(("Noël", day.year())),
        (12, 31) => Some(("Nouvel An", day.year())),
        (1, 1) => Some(("Nouvel An", day.year() - 1)),
        _ => None,
    }
}

fn work_of<'a>(scenario: &'a Scenario, unit: &'a UnitId, code: &ShiftCodeId, day: NaiveDate) -> Work<'a> {
    let of_unit = scenario.units.iter().find(|u| u.id == *unit).expect("a unit of the scenario");
    let code = of_unit.shift_codes.iter().find(|c| c.code == *code).expect("a code of the unit");
    let last = if code.end > code.start { day } else { day + Days::new(1) };
    Work { unit, from: day.and_time(code.start), to: last.and_time(code.end) }
}
