//! Indicators: what the members of a group ask of it, counted from what was done. Every figure has one definition, said at its
//! field, and is the same on the page, in a table and for a program.
//!
//! Two kinds of scope. What happens at a place (fill, days, cost, absence) is counted over the units that somebody reaches; what
//! happens to people (burdens, solicitations, rests, admissions) over the agents of the employers that she reaches, wherever
//! they worked. A figure about fewer than [`FEWEST`] people is masked: it would name them. Names of people are given to those
//! who may read their equity accounts, and that they were is in the audit log.

mod people;
mod places;

pub use people::{Burdens, People, PersonLine, Rests, Solicitations, Trainees};
pub use places::{AbsenceLine, CostLine, DaysLine, FillLine};

use super::App;
use super::access::{Action, Actor, Reach};
use super::audit::{self, Event};
use super::error::{Error, Result};
use super::fields;
use super::identity::today;
use crate::store::{Tx, establishments, groups, indicators as rows, promises};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use releve_solver::domain::scenario::{AgencyPrice, Unit};
use releve_solver::domain::time::instant_of_local;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// Fewest people of whom a figure is told.
pub const FEWEST: usize = 5;
/// Longest period, days.
const DAYS_MAX: i64 = 366;

/// Which indicators are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// First civil day; the first of the month two months before when left out.
    pub from: Option<NaiveDate>,
    /// Last civil day; today when left out.
    pub to: Option<NaiveDate>,
    /// Only this establishment.
    pub establishment: Option<String>,
    /// Only this unit.
    pub unit: Option<String>,
}

/// The indicators of a period.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Indicators {
    /// First civil day.
    pub from: NaiveDate,
    /// Last civil day.
    pub to: NaiveDate,
    /// How much of what was asked for was filled, all together.
    pub fill: FillLine,
    /// The same by unit.
    pub fill_by_unit: Vec<FillLine>,
    /// The same by title asked for.
    pub fill_by_qualification: Vec<FillLine>,
    /// The same by the notice that was left when the pool was asked: `J-15`, `J-7`, `J-2`, `under-48h`.
    pub fill_by_notice: Vec<FillLine>,
    /// Work that the pool really did.
    pub days: DaysLine,
    /// The same by unit.
    pub days_by_unit: Vec<DaysLine>,
    /// What an hour cost, all together.
    pub cost: CostLine,
    /// The same by title asked for.
    pub cost_by_qualification: Vec<CostLine>,
    /// Absence by unit and month.
    pub absence: Vec<AbsenceLine>,
    /// Who bears nights, week-ends and holidays.
    pub people: People,
    /// How often people are asked.
    pub solicitations: Solicitations,
    /// Rests that are owed, were taken, are overdue.
    pub rests: Rests,
    /// What members lent each other.
    pub members: Vec<MemberLine>,
    /// The way into the pool.
    pub trainees: Trainees,
}

/// What a member gave and received.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MemberIndicator")]
pub struct MemberLine {
    /// Establishment.
    pub establishment: String,
    /// Its name.
    pub name: String,
    /// Work of its people for other members, minutes.
    pub given_minutes: i64,
    /// Work of other members' people for it, minutes.
    pub received_minutes: i64,
    /// What the first cost, hours and way, euro cents: it is paid this.
    pub given_cents: i64,
    /// What the second cost, euro cents: it pays this.
    pub received_cents: i64,
    /// Given for what was received, thousandths of the minutes; none where nothing was received.
    pub reciprocity_permille: Option<i64>,
}

/// What everything is counted from, as far as somebody reaches.
struct Sources {
    /// Units that are counted, by identifier.
    units: BTreeMap<String, Unit>,
    /// Shifts of these units.
    shifts: BTreeMap<String, rows::Shift>,
    /// Shifts of the group, for what happens to people.
    all_shifts: BTreeMap<String, rows::Shift>,
    /// Assignments of all of them.
    assignments: Vec<rows::Assignment>,
    /// What was lent, by assignment.
    loans: BTreeMap<String, rows::Loan>,
    bookings: Vec<rows::Booking>,
    duties: Vec<rows::Duties>,
    /// Everybody.
    everybody: BTreeMap<String, rows::Person>,
    /// People who are counted.
    people: BTreeMap<String, rows::Person>,
    asked: Vec<rows::Asked>,
    steps: Vec<rows::Step>,
    promises: Vec<promises::Row>,
    prices: Vec<AgencyPrice>,
    /// Only shifts of this unit count for people.
    unit: Option<String>,
    /// Unix seconds.
    now: i64,
    today: NaiveDate,
    /// Unix seconds of the first instant, and of the one after the last.
    instants: (i64, i64),
}

/// The indicators of a period, as far as somebody reaches.
///
/// # Errors
/// `Forbidden`; `NotFound` for an establishment or a unit outside the reach; `Invalid` for days that cannot be.
pub async fn read(app: &App, actor: &Actor, wanted: &Wanted) -> Result<Indicators> {
    let reach = actor.may(Action::ReadIndicators)?;
    let named = actor.may(Action::ReadEquity).ok();
    let mut tx = app.db.read().await?;
    let zone = groups::zone(&mut tx, &actor.group).await?.ok_or_else(|| Error::not_found("group", &actor.group))?;
    let (from, to) = period(wanted, today(app.clock.now(), Some(zone)))?;
    let sources = sources(&mut tx, app, (actor, &reach), wanted, ((from, to), zone)).await?;
    let members = members(&mut tx, &actor.group, &reach, (wanted, &sources)).await?;
    drop(tx);
    let names =
        |person: &rows::Person| named.as_ref().is_some_and(|reach| reach.sees_agent(&person.id, &person.employer_id));
    let (people, solicitations) = people::burdens(&sources, names)?;
    let told = people.lines.iter().filter(|line| line.agent.is_some()).count();
    if told > 0 {
        let detail = json!({ "from": from, "to": to, "agents": told });
        let event = Event::new("indicators.read", "group", &actor.group).with(detail);
        audit::note(app, actor, reach.role, [event]).await?;
    }
    Ok(Indicators {
        from,
        to,
        fill: places::fill(&sources),
        fill_by_unit: places::fill_by_unit(&sources),
        fill_by_qualification: places::fill_by_qualification(&sources),
        fill_by_notice: places::fill_by_notice(&sources)?,
        days: places::days(&sources),
        days_by_unit: places::days_by_unit(&sources),
        cost: places::cost(&sources),
        cost_by_qualification: places::cost_by_qualification(&sources),
        absence: places::absence(&sources),
        people,
        solicitations,
        rests: people::rests(&sources),
        members,
        trainees: people::trainees(&sources),
    })
}

fn period(wanted: &Wanted, today: NaiveDate) -> Result<(NaiveDate, NaiveDate)> {
    let to = wanted.to.unwrap_or(today);
    let usual = || {
        let first = to.with_day(1).unwrap_or(to);
        first.checked_sub_months(Months::new(2)).unwrap_or(first)
    };
    let from = wanted.from.unwrap_or_else(usual);
    fields::in_order("to", from, Some(to))?;
    fields::within("to", (to - from).num_days() + 1, 1, DAYS_MAX)?;
    Ok((from, to))
}

/// Whether an establishment and a unit that are asked for lie in the reach.
fn in_reach(reach: &Reach, wanted: &Wanted, units: &BTreeMap<String, Unit>) -> Result<()> {
    if let Some(id) = wanted.establishment.as_deref().filter(|id| !reach.sees_establishment(id)) {
        return Err(Error::not_found("establishment", id));
    }
    match wanted.unit.as_deref() {
        Some(id) if !units.contains_key(id) || !reach.sees_unit(id) => Err(Error::not_found("unit", id)),
        _ => Ok(()),
    }
}

async fn sources(
    tx: &mut Tx,
    app: &App,
    (actor, reach): (&Actor, &Reach),
    wanted: &Wanted,
    ((from, to), zone): ((NaiveDate, NaiveDate), Tz),
) -> Result<Sources> {
    let group = actor.group.as_str();
    let all_units: BTreeMap<String, Unit> =
        establishments::units(tx, group).await?.into_iter().map(|unit| (unit.id.0.clone(), unit)).collect();
    in_reach(reach, wanted, &all_units)?;
    let known = establishments::all(tx, group).await?;
    if let Some(id) = wanted.establishment.as_deref().filter(|id| !known.iter().any(|site| site.id.as_str() == *id)) {
        return Err(Error::not_found("establishment", id));
    }
    let site = wanted.establishment.as_deref();
    let home = wanted.unit.as_ref().and_then(|id| all_units.get(id)).map(|unit| unit.establishment.0.clone());
    let employer = site.map(ToOwned::to_owned).or(home);
    let mut units = all_units;
    units.retain(|id, unit| {
        reach.sees_unit(id)
            && site.is_none_or(|site| unit.establishment.as_str() == site)
            && wanted.unit.as_ref().is_none_or(|wanted| wanted == id)
    });
    let text = (from.to_string(), to.to_string());
    let days = (text.0.as_str(), text.1.as_str());
    let midnight = |day: NaiveDate| instant_of_local(zone, day.and_time(NaiveTime::MIN)) * 60;
    let instants = (midnight(from), midnight(to + Days::new(1)));
    let all_shifts = rows::shifts(tx, group, days).await?.into_iter();
    let all_shifts: BTreeMap<String, rows::Shift> = all_shifts.map(|shift| (shift.id.clone(), shift)).collect();
    let shifts = all_shifts.iter().filter(|(_, shift)| units.contains_key(&shift.unit_id));
    let shifts = shifts.map(|(id, shift)| (id.clone(), shift.clone())).collect();
    let everybody = rows::people(tx, group).await?.into_iter().map(|person| (person.id.clone(), person));
    let everybody: BTreeMap<String, rows::Person> = everybody.collect();
    let counted = |person: &rows::Person| {
        reach.sees_agent(&person.id, &person.employer_id)
            && employer.as_ref().is_none_or(|employer| *employer == person.employer_id)
    };
    let people = everybody.iter().filter(|(_, person)| counted(person));
    let people = people.map(|(id, person)| (id.clone(), person.clone())).collect();
    let loans = rows::loans(tx, group, days).await?.into_iter();
    let prices = groups::find(tx, group).await?.map(|stored| stored.settings.agency).unwrap_or_default();
    Ok(Sources {
        assignments: rows::assignments(tx, group, days).await?,
        loans: loans.map(|loan| (loan.assignment_id.clone(), loan)).collect(),
        bookings: rows::bookings(tx, group, days).await?,
        duties: rows::duties(tx, group, days).await?,
        asked: rows::asked(tx, group, instants).await?,
        steps: rows::steps(tx, group, instants).await?,
        promises: promises::all(tx, group).await?,
        unit: wanted.unit.clone(),
        now: app.clock.now(),
        today: today(app.clock.now(), Some(zone)),
        units,
        shifts,
        all_shifts,
        everybody,
        people,
        prices,
        instants,
    })
}

/// What each member gave and received; with a unit, what that unit received.
async fn members(
    tx: &mut Tx,
    group: &str,
    reach: &Reach,
    (wanted, sources): (&Wanted, &Sources),
) -> Result<Vec<MemberLine>> {
    let sites = establishments::all(tx, group).await?.into_iter();
    let seen = sites.filter(|site| {
        let id = site.id.as_str();
        reach.sees_establishment(id) && wanted.establishment.as_ref().is_none_or(|wanted| wanted == id)
    });
    let mut lines: BTreeMap<String, MemberLine> = seen
        .map(|site| {
            (site.id.0.clone(), MemberLine { establishment: site.id.0, name: site.name, ..MemberLine::default() })
        })
        .collect();
    let unit_of: BTreeMap<&str, &str> = sources
        .assignments
        .iter()
        .filter_map(|row| Some((row.id.as_str(), sources.all_shifts.get(&row.shift_id)?.unit_id.as_str())))
        .collect();
    for loan in sources.loans.values() {
        let at = unit_of.get(loan.assignment_id.as_str());
        if wanted.unit.as_deref().is_some_and(|unit| at != Some(&unit)) {
            continue;
        }
        if let Some(line) = lines.get_mut(&loan.employer_id) {
            line.given_minutes += loan.work_minutes;
            line.given_cents += loan.cents;
        }
        if let Some(line) = lines.get_mut(&loan.host_id) {
            line.received_minutes += loan.work_minutes;
            line.received_cents += loan.cents;
        }
    }
    Ok(lines
        .into_values()
        .map(|line| MemberLine { reciprocity_permille: permille(line.given_minutes, line.received_minutes), ..line })
        .collect())
}

/// A share in thousandths, to the nearest; none of nothing.
const fn permille(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 { None } else { Some((part * 1_000 + whole / 2).div_euclid(whole)) }
}
