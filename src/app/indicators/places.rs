//! What happens at a place: fill, time to fill, work done, cost, absence.

use super::overtime::{Gap, Hour, Overtime};
use super::sources::Sources;
use super::{FEWEST, permille};
use crate::app::error::Result;
use crate::app::members::work_minutes;
use crate::app::requests::NoticeClass;
use crate::store::indicators::{Assignment, Shift};
use crate::store::name_of;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How much of what was asked for was filled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "FillIndicator")]
pub struct FillLine {
    /// Unit, title or notice class; empty for all together.
    pub key: String,
    /// Name of the unit; the key again elsewhere.
    pub label: String,
    /// Shifts that were asked for and not called off.
    pub asked: i64,
    /// Those that somebody of the pool holds or held.
    pub filled: i64,
    /// Those that an agency holds or held.
    pub agency: i64,
    /// Those that are still to be filled and have not begun: they count neither way.
    pub pending: i64,
    /// Those that stayed bare.
    pub unfilled: i64,
    /// Filled by the pool among those that are no longer pending, thousandths.
    pub rate_permille: Option<i64>,
    /// Between asking the pool and the agreement of whoever first held the shift: the middle one of those that the pool
    /// filled, minutes.
    pub minutes_to_fill: Option<i64>,
}

/// Work that the pool really did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "DaysIndicator")]
pub struct DaysLine {
    /// Unit; empty for all together.
    pub key: String,
    /// Its name.
    pub label: String,
    /// Effective replacement days: days on which somebody of the pool worked, each person and day once.
    pub days: i64,
    /// Shifts worked.
    pub shifts: i64,
    /// Work, minutes, as it was really done.
    pub minutes: i64,
}

/// What an hour cost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "CostIndicator")]
pub struct CostLine {
    /// Title; empty for all together.
    pub key: String,
    /// Work of the pool, minutes.
    pub pool_minutes: i64,
    /// What it cost, hours and for other members' people the way too, euro cents.
    pub pool_cents: i64,
    /// The same for an hour.
    pub pool_cents_per_hour: Option<i64>,
    /// Work that agencies were booked for, minutes.
    pub agency_minutes: i64,
    /// What it cost, euro cents.
    pub agency_cents: i64,
    /// The same for an hour; where nothing was booked, the price that the group has agreed on for the titles that the pool
    /// filled.
    pub agency_cents_per_hour: Option<i64>,
    /// Nothing was booked: the price of agencies is the one agreed on.
    pub agency_price_is_agreed: bool,
    /// What the pool's hours would have cost more by agency, euro cents.
    pub saved_cents: Option<i64>,
    /// Those of the pool's minutes for which a price of overtime is known: the mean hourly cost of at least five people of the
    /// unit's own roster with the title, at the rate of the rule pack of their establishment.
    pub overtime_minutes: i64,
    /// What they would have cost at least as overtime, euro cents.
    pub overtime_cents: Option<i64>,
    /// The same for an hour.
    pub overtime_cents_per_hour: Option<i64>,
    /// Why there is no price of overtime, where there is none.
    pub overtime_gap: Option<Gap>,
}

/// Absence in a unit and a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "AbsenceIndicator")]
pub struct AbsenceLine {
    /// Unit.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// `YYYY-MM`.
    pub month: String,
    /// People on its roster; masked when fewer than five.
    pub people: Option<i64>,
    /// Duties of its home roster.
    pub duties: i64,
    /// Those on days on which whoever has them is absent, for whatever cause; masked with the people.
    pub absent: Option<i64>,
    /// The second for the first, thousandths; masked with the people.
    pub rate_permille: Option<i64>,
}

/// The assignment of each shift that stands.
fn standing(sources: &Sources) -> BTreeMap<&str, &Assignment> {
    let standing = sources.assignments.iter().filter(|row| row.state != "cancelled");
    standing.map(|row| (row.shift_id.as_str(), row)).collect()
}

/// When the shift was first agreed on: whoever holds it by a swap took the place of another.
fn agreed_at(by_id: &BTreeMap<&str, &Assignment>, row: &Assignment) -> i64 {
    let mut first = row;
    while let Some(before) = first.replaces.as_deref().and_then(|id| by_id.get(id)) {
        first = before;
    }
    first.confirmed_at
}

fn fill_of<'s>(sources: &Sources, (key, label): (String, String), shifts: impl Iterator<Item = &'s Shift>) -> FillLine {
    let standing = standing(sources);
    let by_id: BTreeMap<&str, &Assignment> = sources.assignments.iter().map(|row| (row.id.as_str(), row)).collect();
    let mut line = FillLine { key, label, ..FillLine::default() };
    let mut times = Vec::new();
    for shift in shifts {
        line.asked += 1;
        match shift.state.as_str() {
            "filled" => {
                line.filled += 1;
                if let Some(row) = standing.get(shift.id.as_str()) {
                    times.push((agreed_at(&by_id, row) - shift.opened_at).max(0) / 60);
                }
            }
            "booked" => line.agency += 1,
            "open" | "offered" if shift.starts_at > sources.now => line.pending += 1,
            _ => line.unfilled += 1,
        }
    }
    line.rate_permille = permille(line.filled, line.asked - line.pending);
    line.minutes_to_fill = median(times);
    line
}

fn median(mut all: Vec<i64>) -> Option<i64> {
    all.sort_unstable();
    let middle = all.len() / 2;
    match all.len() {
        0 => None,
        n if n % 2 == 1 => Some(all[middle]),
        _ => Some(i64::midpoint(all[middle - 1], all[middle])),
    }
}

/// All together.
pub(super) fn fill(sources: &Sources) -> FillLine {
    fill_of(sources, Default::default(), sources.shifts.values())
}

/// By unit, those without any shift left out.
pub(super) fn fill_by_unit(sources: &Sources) -> Vec<FillLine> {
    let lines = sources.units.iter().map(|(id, unit)| {
        let shifts = sources.shifts.values().filter(|shift| shift.unit_id == *id);
        fill_of(sources, (id.clone(), unit.name.clone()), shifts)
    });
    lines.filter(|line| line.asked > 0).collect()
}

fn qualifications(sources: &Sources) -> BTreeSet<&str> {
    sources.shifts.values().map(|shift| shift.qualification.as_str()).collect()
}

/// By title asked for.
pub(super) fn fill_by_qualification(sources: &Sources) -> Vec<FillLine> {
    let lines = qualifications(sources).into_iter().map(|title| {
        let shifts = sources.shifts.values().filter(|shift| shift.qualification == title);
        fill_of(sources, (title.to_owned(), title.to_owned()), shifts)
    });
    lines.collect()
}

/// By notice, the longest first.
pub(super) fn fill_by_notice(sources: &Sources) -> Result<Vec<FillLine>> {
    let class = |shift: &Shift| NoticeClass::of((shift.starts_at - shift.opened_at).div_euclid(60));
    let classes: BTreeSet<NoticeClass> = sources.shifts.values().map(class).collect();
    let mut lines = Vec::new();
    for wanted in classes {
        let name = name_of(&wanted)?;
        let shifts = sources.shifts.values().filter(|shift| class(shift) == wanted);
        lines.push(fill_of(sources, (name.clone(), name), shifts));
    }
    Ok(lines)
}

/// An assignment of a counted shift that was worked, and the shift.
fn worked(sources: &Sources) -> impl Iterator<Item = (&Assignment, &Shift)> {
    let done = sources.assignments.iter().filter(|row| matches!(row.state.as_str(), "worked" | "validated"));
    done.filter_map(|row| Some((row, sources.shifts.get(&row.shift_id)?)))
}

/// Work, minutes: as it was really done, less the unpaid break of the code.
fn minutes(sources: &Sources, row: &Assignment, shift: &Shift) -> i64 {
    let span = row.actual_starts_at.zip(row.actual_ends_at).unwrap_or((shift.starts_at, shift.ends_at));
    work_minutes(&sources.units, &shift.unit_id, &shift.code, span)
}

fn days_of<'s>(
    sources: &Sources,
    (key, label): (String, String),
    worked: impl Iterator<Item = (&'s Assignment, &'s Shift)>,
) -> DaysLine {
    let mut days = BTreeSet::new();
    let mut line = DaysLine { key, label, ..DaysLine::default() };
    for (row, shift) in worked {
        days.insert((row.agent_id.as_str(), shift.date.as_str()));
        line.shifts += 1;
        line.minutes += minutes(sources, row, shift);
    }
    line.days = days.len() as i64;
    line
}

/// All together.
pub(super) fn days(sources: &Sources) -> DaysLine {
    days_of(sources, Default::default(), worked(sources))
}

/// By unit, those without any work left out.
pub(super) fn days_by_unit(sources: &Sources) -> Vec<DaysLine> {
    let lines = sources.units.iter().map(|(id, unit)| {
        let there = worked(sources).filter(|(_, shift)| shift.unit_id == *id);
        days_of(sources, (id.clone(), unit.name.clone()), there)
    });
    lines.filter(|line| line.shifts > 0).collect()
}

/// Euro cents for an hour, to the nearest.
const fn hourly(cents: i64, minutes: i64) -> Option<i64> {
    if minutes <= 0 { None } else { Some((cents * 60 + minutes / 2).div_euclid(minutes)) }
}

fn cost_of(sources: &Sources, overtime: &Overtime<'_>, title: Option<&str>) -> Result<CostLine> {
    let counts = |shift: &Shift| title.is_none_or(|title| shift.qualification == title);
    let price = |title: &str| {
        let known = sources.prices.iter().find(|price| price.qualification.as_str() == title);
        known.map(|price| i64::from(price.price_cents_per_hour))
    };
    let mut line = CostLine { key: title.unwrap_or_default().to_owned(), ..CostLine::default() };
    // The pool's minutes of titles with an agreed price, and those minutes times the price.
    let (mut priced_minutes, mut priced) = (0, 0);
    let mut extra = Extra::default();
    for (row, shift) in worked(sources).filter(|(_, shift)| counts(shift)) {
        let (minutes, cents) = if let Some(loan) = sources.loans.get(&row.id) {
            (loan.work_minutes, loan.cents)
        } else {
            let minutes = minutes(sources, row, shift);
            let rate = sources.everybody.get(&row.agent_id).map_or(0, |person| person.cost_cents_per_hour);
            (minutes, (rate * minutes + 30).div_euclid(60))
        };
        line.pool_minutes += minutes;
        line.pool_cents += cents;
        extra.add(overtime.hour(shift)?, minutes);
        if let Some(price) = price(&shift.qualification) {
            priced_minutes += minutes;
            priced += price * minutes;
        }
    }
    for booking in &sources.bookings {
        if sources.shifts.get(&booking.shift_id).is_some_and(&counts) {
            line.agency_minutes += booking.work_minutes;
            line.agency_cents += booking.price_cents_per_hour * booking.work_minutes / 60;
        }
    }
    line.pool_cents_per_hour = hourly(line.pool_cents, line.pool_minutes);
    line.agency_cents_per_hour = hourly(line.agency_cents, line.agency_minutes);
    if line.agency_cents_per_hour.is_none() && priced_minutes > 0 {
        line.agency_cents_per_hour = Some((priced + priced_minutes / 2).div_euclid(priced_minutes));
        line.agency_price_is_agreed = true;
    }
    let pool = (line.pool_minutes > 0).then_some(line.pool_minutes);
    line.saved_cents = line
        .agency_cents_per_hour
        .zip(pool)
        .map(|(price, minutes)| (price * minutes + 30).div_euclid(60) - line.pool_cents);
    extra.tell(&mut line);
    Ok(line)
}

/// What the pool's hours would have cost as overtime, while it is summed.
#[derive(Default)]
struct Extra {
    minutes: i64,
    /// Thousandths of a euro cent times minutes.
    price: i64,
    gaps: BTreeSet<Gap>,
}

impl Extra {
    fn add(&mut self, hour: Hour, minutes: i64) {
        match hour {
            Hour::Millicents(price) => {
                self.minutes += minutes;
                self.price += price * minutes;
            }
            Hour::Gap(gap) => {
                self.gaps.insert(gap);
            }
        }
    }

    fn tell(self, line: &mut CostLine) {
        line.overtime_minutes = self.minutes;
        if self.minutes > 0 {
            let per_hour = self.minutes * 1_000;
            line.overtime_cents = Some((self.price + 30_000).div_euclid(60_000));
            line.overtime_cents_per_hour = Some((self.price + per_hour / 2).div_euclid(per_hour));
        } else {
            line.overtime_gap = Some(self.gaps.first().copied().unwrap_or(Gap::NoWork));
        }
    }
}

/// All together.
pub(super) fn cost(sources: &Sources, overtime: &Overtime<'_>) -> Result<CostLine> {
    cost_of(sources, overtime, None)
}

/// By title asked for, those for which nothing was worked or booked left out.
pub(super) fn cost_by_qualification(sources: &Sources, overtime: &Overtime<'_>) -> Result<Vec<CostLine>> {
    let lines = qualifications(sources).into_iter().map(|title| cost_of(sources, overtime, Some(title)));
    let mut lines: Vec<CostLine> = lines.collect::<Result<_>>()?;
    lines.retain(|line| line.pool_minutes > 0 || line.agency_minutes > 0);
    Ok(lines)
}

/// By unit and month.
pub(super) fn absence(sources: &Sources) -> Vec<AbsenceLine> {
    let mut months: BTreeMap<(&str, &str), (BTreeSet<&str>, i64, i64)> = BTreeMap::new();
    for row in sources.duties.iter().filter(|row| sources.units.contains_key(&row.unit_id)) {
        let month = months.entry((&row.unit_id, &row.month)).or_default();
        month.0.insert(&row.agent_id);
        month.1 += row.planned;
        month.2 += row.absent;
    }
    let lines = months.into_iter().map(|((unit, month), (people, duties, absent))| {
        let told = people.len() >= FEWEST;
        AbsenceLine {
            name: sources.units.get(unit).map(|unit| unit.name.clone()).unwrap_or_default(),
            unit: unit.to_owned(),
            month: month.to_owned(),
            people: told.then_some(people.len() as i64),
            duties,
            absent: told.then_some(absent),
            rate_permille: if told { permille(absent, duties) } else { None },
        }
    });
    lines.collect()
}
