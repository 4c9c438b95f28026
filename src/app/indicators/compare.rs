//! Before and after: the figures of a place in two periods side by side, for whoever tries something out and wants to see what
//! became of it.
//!
//! Both sides are told or masked by the same rule, each for itself, and there is no difference where one side is not told. A
//! unit's absence over a whole period is told only where every month of it is: else a masked month could be taken from the sum.
//! A difference says that two periods differ, and never why.

use super::{AbsenceLine, CostLine, FillLine, HardshipLine, Indicators, permille};
use crate::app::error::{Error, Result};
use crate::app::fields;
use crate::app::wrong::expected;
use chrono::{Days, Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// With which earlier period one is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// One that its name says.
    Named(Earlier),
    /// Between two civil days, both included.
    Days(NaiveDate, NaiveDate),
}

/// An earlier period that follows from the later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Earlier {
    /// As many days, just before.
    JustBefore,
    /// The same days of the year before.
    YearEarlier,
}

/// Two periods held against each other.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Comparison {
    /// First civil day of the earlier period.
    pub from: NaiveDate,
    /// Its last civil day.
    pub to: NaiveDate,
    /// Whether both periods have as many days: else numbers of shifts and of offers are not alike, only rates and prices are.
    pub same_length: bool,
    /// Measure by measure, all together first and then place by place or title by title.
    pub lines: Vec<Compared>,
}

/// What is compared, and in what unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ComparedMeasure")]
pub enum Kind {
    /// Fill rate by unit, thousandths.
    FillRate,
    /// Time to fill by unit, minutes.
    MinutesToFill,
    /// What an hour of the pool cost by title, euro cents.
    CostPerHour,
    /// Absence rate by unit, thousandths.
    AbsenceRate,
    /// Burdens for a full-time equivalent by unit, hundredths of a point.
    Hardship,
    /// Shifts with night work.
    Nights,
    /// Shifts on a week-end.
    Weekends,
    /// Shifts on a public holiday.
    Holidays,
    /// Offers sent.
    Offers,
    /// Offers for a person who was asked, hundredths.
    OffersPerPerson,
}

/// A figure in both periods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Compared {
    /// What is compared.
    pub measure: Kind,
    /// Unit or title; empty for all together.
    pub key: String,
    /// Name of the unit; the key again elsewhere.
    pub label: String,
    /// In the earlier period; none where there is nothing to tell, or it is masked.
    pub before: Option<i64>,
    /// In the later period, likewise.
    pub after: Option<i64>,
    /// The second less the first; none where one of them is.
    pub difference: Option<i64>,
}

/// The days of the earlier period.
///
/// # Errors
/// `Invalid` for days out of order, or that are not all before the later period.
pub(super) fn earlier(before: Before, (from, to): (NaiveDate, NaiveDate)) -> Result<(NaiveDate, NaiveDate)> {
    let none = || Error::field("before", from.to_string(), expected("field-year-before"));
    let days = match before {
        Before::Named(Earlier::JustBefore) => {
            let length = Days::new((to - from).num_days().unsigned_abs() + 1);
            (from.checked_sub_days(length).ok_or_else(none)?, from.pred_opt().ok_or_else(none)?)
        }
        Before::Named(Earlier::YearEarlier) => {
            let year = Months::new(12);
            (from.checked_sub_months(year).ok_or_else(none)?, to.checked_sub_months(year).ok_or_else(none)?)
        }
        Before::Days(first, last) => (first, last),
    };
    fields::period("before_to", days.0, days.1, super::DAYS_MAX)?;
    fields::not_after("before_to", days.1, from.pred_opt().unwrap_or(from))?;
    Ok(days)
}

/// Figure by key, with the name of what the key stands for.
type Side = BTreeMap<String, (String, Option<i64>)>;

/// Holds two periods against each other.
pub(super) fn compare(before: &Indicators, after: &Indicators) -> Comparison {
    let days = |found: &Indicators| (found.to - found.from).num_days();
    let sides = |kind: Kind, of: &dyn Fn(&Indicators) -> Side| lines(kind, of(before), of(after));
    let alone = |value: Option<i64>| Side::from([(String::new(), (String::new(), value))]);
    let lines = [
        sides(Kind::FillRate, &|found| fill(found, |line| line.rate_permille)),
        sides(Kind::MinutesToFill, &|found| fill(found, |line| line.minutes_to_fill)),
        sides(Kind::CostPerHour, &cost),
        sides(Kind::AbsenceRate, &|found| absence(&found.absence)),
        sides(Kind::Hardship, &|found| hardship(&found.hardship)),
        sides(Kind::Nights, &|found| alone(found.people.nights.shifts)),
        sides(Kind::Weekends, &|found| alone(found.people.weekends.shifts)),
        sides(Kind::Holidays, &|found| alone(found.people.holidays.shifts)),
        sides(Kind::Offers, &|found| alone(found.solicitations.offers)),
        sides(Kind::OffersPerPerson, &|found| alone(found.solicitations.per_person_hundredths)),
    ];
    Comparison {
        from: before.from,
        to: before.to,
        same_length: days(before) == days(after),
        lines: lines.into_iter().flatten().collect(),
    }
}

/// What is known on either side.
fn lines(measure: Kind, mut before: Side, after: Side) -> Vec<Compared> {
    let mut both: BTreeMap<String, (String, [Option<i64>; 2])> = BTreeMap::new();
    for (key, (label, value)) in after {
        let earlier = before.remove(&key).and_then(|(_, value)| value);
        both.insert(key, (label, [earlier, value]));
    }
    both.extend(before.into_iter().map(|(key, (label, value))| (key, (label, [value, None]))));
    let line = |(key, (label, [before, after])): (String, (String, [Option<i64>; 2]))| Compared {
        measure,
        key,
        label,
        before,
        after,
        difference: before.zip(after).map(|(before, after)| after - before),
    };
    both.into_iter().map(line).collect()
}

fn fill(found: &Indicators, value: impl Fn(&FillLine) -> Option<i64>) -> Side {
    let lines = std::iter::once(&found.fill).chain(&found.fill_by_unit);
    lines.map(|line| (line.key.clone(), (line.label.clone(), value(line)))).collect()
}

fn cost(found: &Indicators) -> Side {
    let lines = std::iter::once(&found.cost).chain(&found.cost_by_qualification);
    lines.map(|line: &CostLine| (line.key.clone(), (line.key.clone(), line.pool_cents_per_hour))).collect()
}

fn hardship(lines: &[HardshipLine]) -> Side {
    lines.iter().map(|line| (line.unit.clone(), (line.name.clone(), line.centipoints_per_fte))).collect()
}

/// Absence of whole units; not told where a month of it is not.
fn absence(lines: &[AbsenceLine]) -> Side {
    let mut units: BTreeMap<&str, (&str, i64, Option<i64>)> = BTreeMap::new();
    for line in lines {
        let unit = units.entry(&line.unit).or_insert((&line.name, 0, Some(0)));
        unit.1 += line.duties;
        unit.2 = unit.2.zip(line.absent).map(|(sum, absent)| sum + absent);
    }
    let side = units.into_iter().map(|(unit, (name, duties, absent))| {
        (unit.to_owned(), (name.to_owned(), absent.and_then(|absent| permille(absent, duties))))
    });
    side.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn the_earlier_period_follows_from_its_name_and_ends_before_the_later_one() {
        let december = (day("2026-12-01"), day("2026-12-31"));
        let found = |before| earlier(before, december).ok();
        assert_eq!(found(Before::Named(Earlier::JustBefore)), Some((day("2026-10-31"), day("2026-11-30"))));
        assert_eq!(found(Before::Named(Earlier::YearEarlier)), Some((day("2025-12-01"), day("2025-12-31"))));
        assert_eq!(
            found(Before::Days(day("2026-11-30"), day("2026-11-30"))),
            Some((day("2026-11-30"), day("2026-11-30")))
        );
        assert_eq!(found(Before::Days(day("2026-11-30"), day("2026-12-01"))), None, "one day is in both");
        assert_eq!(found(Before::Days(day("2026-11-30"), day("2026-11-29"))), None);
        assert_eq!(found(Before::Days(day("2024-11-30"), day("2026-11-29"))), None, "longer than a year");
        let leap = (day("2028-02-01"), day("2028-02-29"));
        assert_eq!(
            earlier(Before::Named(Earlier::YearEarlier), leap).ok(),
            Some((day("2027-02-01"), day("2027-02-28")))
        );
    }

    #[test]
    fn a_masked_month_cannot_be_taken_from_the_sum() {
        let line = |month: &str, absent| AbsenceLine {
            unit: "u".to_owned(),
            name: "U".to_owned(),
            month: month.to_owned(),
            people: absent,
            duties: 10,
            absent,
            rate_permille: None,
        };
        let of = |lines: &[AbsenceLine]| absence(lines)["u"].1;
        assert_eq!(of(&[line("2026-11", Some(1)), line("2026-12", Some(4))]), Some(250));
        assert_eq!(of(&[line("2026-11", Some(1)), line("2026-12", None)]), None);
    }
}
