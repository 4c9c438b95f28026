//! What members lent each other: a line for each shift that was worked for another member, with the figures of the day on which
//! the work was recorded, and what follows from them for one establishment over some days.
//!
//! A line is never rewritten. Where hours are corrected, one takes it back and another, at the same price, stands in its place, both
//! on the day of the work: a statement made before keeps what it said, and shows what corrects it.
//!
//! Re-invoiced are the gross hours at the agent's own cost and her mileage, and nothing else (Code du travail L8241-1, `law.md`
//! BILL-01); a share of running costs stands apart, and only where a convention says so.

use super::receiving::{by_id, work_minutes};
use super::site;
use crate::app::App;
use crate::app::access::{Action, Actor};
use crate::app::error::{Error, Result};
use crate::app::facts::Facts;
use crate::app::fields;
use crate::app::work::Work;
use crate::store::assignments::Row;
use crate::store::members::{self, Convention, Loan};
use crate::store::{agents, parsed};
use chrono::NaiveDate;
use releve_solver::domain::problem::{ROAD_PER_CROW, distance_km};
use std::collections::BTreeMap;

/// Longest statement, days.
const DAYS_MAX: i64 = 366;

/// A loan in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its figures.
    pub loan: Loan,
    /// Who worked.
    pub agent_name: String,
    /// Share of running costs, euro cents: what the host pays beside the cost.
    pub management_cents: i64,
}

/// Sums over some lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// Shifts.
    pub shifts: i64,
    /// Work, minutes.
    pub minutes: i64,
    /// Hours at their cost, euro cents.
    pub hours_cents: i64,
    /// Mileage, euro cents.
    pub road_cents: i64,
    /// Share of running costs, euro cents.
    pub management_cents: i64,
}

impl Total {
    /// Everything to be paid, euro cents.
    pub const fn cents(&self) -> i64 {
        self.hours_cents + self.road_cents + self.management_cents
    }

    fn add(&mut self, line: &Line) {
        self.shifts += if line.loan.reverses.is_none() { 1 } else { -1 };
        self.minutes += line.loan.work_minutes;
        self.hours_cents += line.loan.hours_cents;
        self.road_cents += line.loan.road_cents;
        self.management_cents += line.management_cents;
    }
}

/// What an establishment lent and was lent over some days.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Whose.
    pub establishment: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The convention in force on the last day.
    pub convention: Option<Convention>,
    /// Its agents' work for others: to be re-invoiced by it.
    pub given: Vec<Line>,
    /// Others' agents' work for it: to be paid by it.
    pub received: Vec<Line>,
    /// Sums of the first.
    pub total_given: Total,
    /// Sums of the second.
    pub total_received: Total,
    /// With each other member: given and received.
    pub with: BTreeMap<String, (Total, Total)>,
}

/// Stores what was lent when a shift is recorded as worked for another member than the agent's employer.
pub async fn record_loan(work: &mut Work<'_>, facts: &Facts, row: &Row) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    let missing = |what: &str| Error::Corrupt(format!("assignment {} without its {what}", row.id));
    let employer = facts.employer(&row.agent_id).ok_or_else(|| missing("employer"))?;
    let host = row.shift.establishment_id.as_str();
    if employer == host {
        return Ok(());
    }
    let problem = &facts.problem;
    let worker = problem.workers.iter().find(|worker| worker.id.as_str() == row.agent_id);
    let worker = worker.ok_or_else(|| missing("agent"))?;
    let site = problem.sites.iter().find(|site| site.id.as_str() == host).ok_or_else(|| missing("establishment"))?;
    let units = by_id(facts.scenario.units.clone());
    let minutes = work_minutes(&units, &row.shift.unit_id, &row.shift.code, (row.shift.starts_at, row.shift.ends_at));
    let cents_per_hour = i64::from(worker.cost_cents_per_hour);
    let road_km = distance_km(worker.home, site.place) * ROAD_PER_CROW * 2.0;
    let loan = Loan {
        id: work.app.clock.new_id(),
        reverses: None,
        assignment_id: row.id.clone(),
        employer_id: employer.to_owned(),
        host_id: host.to_owned(),
        agent_id: row.agent_id.clone(),
        date: row.shift.date.clone(),
        work_minutes: minutes,
        cents_per_hour,
        hours_cents: cost_of(minutes, cents_per_hour),
        road_cents: (road_km * problem.rule_sets[site.rule_set].mileage.cents_per_km as f64).round() as i64,
    };
    Ok(members::insert_loan(&mut work.tx, group, &loan, now).await?)
}

/// Stores what was lent anew when the hours of a shift that was worked are corrected: what its employer pays is what the host is
/// invoiced, at the price of the day on which the work was recorded.
pub async fn correct_loan(work: &mut Work<'_>, facts: &Facts, row: &Row) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    let Some(before) = members::loan_of(&mut work.tx, group, &row.id.0).await? else { return Ok(()) };
    let units = by_id(facts.scenario.units.clone());
    let span = row.actual_starts_at.zip(row.actual_ends_at).unwrap_or((row.shift.starts_at, row.shift.ends_at));
    let minutes = work_minutes(&units, &row.shift.unit_id, &row.shift.code, span);
    if minutes == before.work_minutes {
        return Ok(());
    }
    let reversal = Loan {
        id: work.app.clock.new_id(),
        reverses: Some(before.id.clone()),
        work_minutes: -before.work_minutes,
        hours_cents: -before.hours_cents,
        road_cents: -before.road_cents,
        ..before.clone()
    };
    let id = work.app.clock.new_id();
    let corrected = Loan { id, work_minutes: minutes, hours_cents: cost_of(minutes, before.cents_per_hour), ..before };
    members::insert_loan(&mut work.tx, group, &reversal, now).await?;
    Ok(members::insert_loan(&mut work.tx, group, &corrected, now).await?)
}

/// Hours at their price, euro cents, to the nearest: many lines do not add up to less than the wages.
const fn cost_of(minutes: i64, cents_per_hour: i64) -> i64 {
    (cents_per_hour * minutes + 30).div_euclid(60)
}

/// What an establishment lent and was lent from one day to another.
///
/// # Errors
/// `Forbidden`, `NotFound` outside the reach, `Invalid` for days that cannot be.
pub async fn statement(
    app: &App,
    actor: &Actor,
    establishment: &str,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Statement> {
    let reach = actor.may(Action::ReadStatements)?;
    fields::period("to", from, to, DAYS_MAX)?;
    let mut tx = app.db.read().await?;
    site(&mut tx, &actor.group, &reach, establishment).await?;
    let conventions = members::conventions(&mut tx, &actor.group).await?;
    let days = (from.to_string(), to.to_string());
    let loans = members::loans(&mut tx, &actor.group, establishment, (&days.0, &days.1)).await?;
    let names: BTreeMap<String, String> =
        agents::faces(&mut tx, &actor.group).await?.into_iter().map(|face| (face.id, face.name)).collect();
    let mut statement = Statement {
        establishment: establishment.to_owned(),
        from,
        to,
        convention: conventions.get(establishment).and_then(|all| all.iter().find(|one| one.holds_on(to))).cloned(),
        given: Vec::new(),
        received: Vec::new(),
        total_given: Total::default(),
        total_received: Total::default(),
        with: BTreeMap::new(),
    };
    for loan in loans {
        let day: NaiveDate = parsed(&loan.date)?;
        let host = conventions.get(&loan.host_id).and_then(|all| all.iter().find(|one| one.holds_on(day)));
        let permille = host.map_or(0, |one| one.management_permille);
        // Rounded without its sign, so that a line and the one that takes it back come to nothing.
        let cents = loan.hours_cents + loan.road_cents;
        let management_cents = (cents.abs() * permille + 500).div_euclid(1_000) * cents.signum();
        let agent_name = names.get(&loan.agent_id).cloned().unwrap_or_default();
        let line = Line { loan, agent_name, management_cents };
        if line.loan.employer_id == establishment {
            statement.total_given.add(&line);
            statement.with.entry(line.loan.host_id.clone()).or_default().0.add(&line);
            statement.given.push(line);
        } else {
            statement.total_received.add(&line);
            statement.with.entry(line.loan.employer_id.clone()).or_default().1.add(&line);
            statement.received.push(line);
        }
    }
    Ok(statement)
}
