//! What indicators are counted from: the rows of a period, as far as somebody reaches.

use super::Wanted;
use crate::app::App;
use crate::app::access::{Actor, Reach};
use crate::app::error::{Error, Result};
use crate::app::identity::today;
use crate::app::law;
use crate::store::{Tx, establishments, groups, indicators as rows, promises, rule_packs};
use chrono::{Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use releve_solver::domain::problem::BurdenWeights;
use releve_solver::domain::scenario::{AgencyPrice, Establishment, Unit, Weights};
use releve_solver::domain::time::instant_of_local;
use releve_solver::law::Library;
use std::collections::BTreeMap;

/// What everything is counted from, as far as somebody reaches.
pub(super) struct Sources {
    /// Units that are counted, by identifier.
    pub(super) units: BTreeMap<String, Unit>,
    /// Every establishment of the group.
    pub(super) sites: Vec<Establishment>,
    /// Shifts of these units.
    pub(super) shifts: BTreeMap<String, rows::Shift>,
    /// Shifts of the group, for what happens to people.
    pub(super) all_shifts: BTreeMap<String, rows::Shift>,
    /// Assignments of all of them.
    pub(super) assignments: Vec<rows::Assignment>,
    /// What was lent, by assignment.
    pub(super) loans: BTreeMap<String, rows::Loan>,
    pub(super) bookings: Vec<rows::Booking>,
    pub(super) duties: Vec<rows::Duties>,
    /// Home duties that somebody bore.
    pub(super) borne: Vec<rows::Borne>,
    /// Everybody.
    pub(super) everybody: BTreeMap<String, rows::Person>,
    /// People who are counted.
    pub(super) people: BTreeMap<String, rows::Person>,
    pub(super) asked: Vec<rows::Asked>,
    pub(super) steps: Vec<rows::Step>,
    pub(super) promises: Vec<promises::Row>,
    pub(super) prices: Vec<AgencyPrice>,
    /// What burdensome hours weigh in the group.
    pub(super) weights: BurdenWeights,
    /// Version of each rule pack in force, and the packs.
    pub(super) rule_packs: BTreeMap<String, String>,
    pub(super) library: Library,
    /// Only people of this establishment are counted.
    pub(super) employer: Option<String>,
    /// Only shifts of this unit count for people.
    pub(super) unit: Option<String>,
    /// Unix seconds.
    pub(super) now: i64,
    pub(super) today: NaiveDate,
    /// Unix seconds of the first instant, and of the one after the last.
    pub(super) instants: (i64, i64),
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

/// Reads them for a period, both days included.
pub(super) async fn sources(
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
    let sites = establishments::all(tx, group).await?;
    if let Some(id) = wanted.establishment.as_deref().filter(|id| !sites.iter().any(|site| site.id.as_str() == *id)) {
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
    let settings = groups::find(tx, group).await?.ok_or_else(|| Error::not_found("group", group))?.settings;
    let Weights { night, saturday, sunday, holiday, .. } = settings.weights;
    Ok(Sources {
        assignments: rows::assignments(tx, group, days).await?,
        loans: loans.map(|loan| (loan.assignment_id.clone(), loan)).collect(),
        bookings: rows::bookings(tx, group, days).await?,
        duties: rows::duties(tx, group, days).await?,
        borne: rows::borne(tx, group, days).await?,
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
        employer,
        sites,
        prices: settings.agency,
        weights: BurdenWeights { night, saturday, sunday, holiday, hours: 0.0 },
        rule_packs: settings.rule_packs,
        library: law::library(&rule_packs::all(tx, group).await?),
        instants,
    })
}
