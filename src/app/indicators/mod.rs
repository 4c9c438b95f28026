//! Indicators: what the members of a group ask of it, counted from what was done. Every figure has one definition, said at its
//! field, and is the same on the page, in a table and for a program.
//!
//! Two kinds of scope. What happens at a place (fill, days, cost, absence) is counted over the units that somebody reaches; what
//! happens to people (burdens, solicitations, rests, admissions) over the agents of the employers that she reaches, wherever
//! they worked. A figure about fewer than [`FEWEST`] people is masked: it would name them. Names of people are given to those
//! who may read their equity accounts, and that they were is in the audit log.

mod compare;
mod forecast;
mod hardship;
mod overtime;
mod people;
mod places;
mod sources;

pub use compare::{Before, Compared, Comparison, Earlier, Kind};
pub use forecast::{Expected, ForecastLine, Worth};
pub use hardship::HardshipLine;
pub use overtime::Gap;
pub use people::{Burdens, People, PersonLine, Rests, Solicitations, Trainees};
pub use places::{AbsenceLine, CostLine, DaysLine, FillLine};

use self::forecast::Ahead;
use self::overtime::Overtime;
use self::sources::Sources;
use super::App;
use super::access::{Action, Actor, Reach};
use super::audit::{self, Event};
use super::error::{Error, Result};
use super::fields;
use super::identity::today;
use super::pulse::{self, Places, Pulse};
use crate::store::{Tx, establishments, groups, indicators as rows};
use chrono::{Datelike, Months, NaiveDate};
use chrono_tz::Tz;
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
    /// An earlier period to hold it against; none when left out.
    pub before: Option<Before>,
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
    /// How heavy the work of each unit is.
    pub hardship: Vec<HardshipLine>,
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
    /// How people find the pool, from the quarterly pulse; none for whoever may not read it.
    pub pulse: Option<Pulse>,
    /// What the coming weeks will need; it looks back from today, whatever the period.
    pub forecast: Vec<ForecastLine>,
    /// The same figures in an earlier period, where one is asked for.
    pub comparison: Option<Comparison>,
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
    let earlier = wanted.before.map(|before| compare::earlier(before, (from, to))).transpose()?;
    let asking = Asking { app, actor, reach: &reach, wanted, zone };
    let names =
        |person: &rows::Person| named.as_ref().is_some_and(|reach| reach.sees_agent(&person.id, &person.employer_id));
    let sources = asking.sources(&mut tx, (from, to)).await?;
    let ahead = Ahead::read(&mut tx, &actor.group, sources.today).await?;
    let mut found = asking.count(&mut tx, (from, to), &sources, names).await?;
    found.forecast = forecast::forecast(&sources, &ahead)?;
    let places = Places { to, today: sources.today, establishment: sources.employer.as_deref() };
    found.pulse = pulse::read(&mut tx, actor, places).await?;
    if let Some(days) = earlier {
        let sources = asking.sources(&mut tx, days).await?;
        let before = asking.count(&mut tx, days, &sources, |_| false).await?;
        found.comparison = Some(compare::compare(&before, &found));
    }
    drop(tx);
    let told = found.people.lines.iter().filter(|line| line.agent.is_some()).count();
    if told > 0 {
        let detail = json!({ "from": from, "to": to, "agents": told });
        let event = Event::new("indicators.read", "group", &actor.group).with(detail);
        audit::note(app, actor, reach.role, [event]).await?;
    }
    Ok(found)
}

/// Who asks for what.
struct Asking<'a> {
    app: &'a App,
    actor: &'a Actor,
    reach: &'a Reach,
    wanted: &'a Wanted,
    zone: Tz,
}

impl Asking<'_> {
    async fn sources(&self, tx: &mut Tx, days: (NaiveDate, NaiveDate)) -> Result<Sources> {
        sources::sources(tx, self.app, (self.actor, self.reach), self.wanted, (days, self.zone)).await
    }

    /// Everything that is counted over one period; `named` says of whom a name is given.
    async fn count(
        &self,
        tx: &mut Tx,
        (from, to): (NaiveDate, NaiveDate),
        sources: &Sources,
        named: impl Fn(&rows::Person) -> bool,
    ) -> Result<Indicators> {
        let members = members(tx, &self.actor.group, self.reach, (self.wanted, sources)).await?;
        let (people, solicitations) = people::burdens(sources, named)?;
        let overtime = Overtime::of(sources)?;
        Ok(Indicators {
            from,
            to,
            fill: places::fill(sources),
            fill_by_unit: places::fill_by_unit(sources),
            fill_by_qualification: places::fill_by_qualification(sources),
            fill_by_notice: places::fill_by_notice(sources)?,
            days: places::days(sources),
            days_by_unit: places::days_by_unit(sources),
            cost: places::cost(sources, &overtime)?,
            cost_by_qualification: places::cost_by_qualification(sources, &overtime)?,
            absence: places::absence(sources),
            hardship: hardship::hardship(sources)?,
            people,
            solicitations,
            rests: people::rests(sources),
            members,
            trainees: people::trainees(sources),
            pulse: None,
            forecast: Vec::new(),
            comparison: None,
        })
    }
}

fn period(wanted: &Wanted, today: NaiveDate) -> Result<(NaiveDate, NaiveDate)> {
    let to = wanted.to.unwrap_or(today);
    let usual = || {
        let first = to.with_day(1).unwrap_or(to);
        first.checked_sub_months(Months::new(2)).unwrap_or(first)
    };
    let from = wanted.from.unwrap_or_else(usual);
    fields::period("to", from, to, DAYS_MAX)?;
    Ok((from, to))
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
