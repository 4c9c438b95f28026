//! What a worked duty earns, as ledger entries.
//!
//! A rule is data (`[[compensation]]` in `packs/*.pay.toml`): *when* it applies, as conditions that must all hold; on
//! which minutes; how much, since which day; in which unit; due when. Everything of the employer's pack and of the
//! packs underneath adds up, but for two things that the data say: a rule `replaces` others, and in a `group` the
//! higher `rank` takes a minute alone while equal ranks add (CCU art. 82.4: the best supplement only, except Sunday and
//! holiday).
//!
//! The date of a duty is the civil day on which it starts, at its site: it selects rules and amounts. Where no amount
//! is written for a date, nothing is invented. Breaks count pro rata, since nobody records where they fall. Euro cents
//! are rounded to the nearest, half a cent up; rest and minutes are rounded up: to the agent's benefit.
//!
//! Deliberately absent: the pay itself. Payroll knows it; the ledger says how many minutes at which rate.

mod counting;
mod earn;
mod read;
#[cfg(test)]
mod tests;

pub use earn::{DayOff, Terms, Worked, YearWorked, earned, earned_in_year, earned_off};
pub(crate) use read::{FIELDS, Known, check, read};

use super::rule::{Certainty, Status};
use crate::law::calendar::DayKind;
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// One rule of pay or rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compensation {
    /// `fph.sunday-holiday-allowance`; the first word is its pack.
    pub id: String,
    /// French name.
    pub label_fr: String,
    /// What must hold, all of it.
    pub when: Vec<Condition>,
    /// Local hours of [`Condition::Night`] and [`Condition::NightDuty`]: from, to.
    pub hours: Option<(u32, u32)>,
    /// Least work inside those hours, minutes.
    pub minutes_min: i64,
    /// Work after which [`Condition::LongDuty`] begins, minutes.
    pub beyond_minutes: i64,
    /// What [`Condition::Overtime`] and [`Condition::Complementary`] count.
    pub counting: Option<Counting>,
    /// Least number of months in the year, for [`Condition::Year`].
    pub months_min: i64,
    /// Least number of Sundays and holidays worked in the year, for [`Condition::Year`].
    pub sundays_holidays_min: i64,
    /// How much, by date; never two on one day.
    pub amounts: Vec<Amount>,
    /// Minutes of work for which the amount is due, pro rata above and below; absent: once per duty, day or year.
    pub per_minutes: Option<i64>,
    /// In proportion to the working-time share.
    pub by_share: bool,
    /// Unit of the amounts.
    pub unit: EntryUnit,
    /// Only for agents with one of these statuses; empty: everyone.
    pub applies_to: Vec<Status>,
    /// Not for agents with one of these.
    pub not_for: Vec<Status>,
    /// Only where the employer has recorded this agreement or decision.
    pub only_with: Option<String>,
    /// Only where she has not.
    pub not_with: Option<String>,
    /// Rules that it stands in for.
    pub replaces: Vec<String>,
    /// Rules that share their minutes, and this one's rank among them.
    pub group: Option<(String, i64)>,
    /// Due so many civil days after the duty …
    pub due_days: i64,
    /// … and months.
    pub due_months: i64,
    /// Article that founds it.
    pub article: String,
    /// Where the value was read.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// First day in force; absent: since ever.
    pub valid_from: Option<NaiveDate>,
    /// Last day in force; absent: without end.
    pub valid_to: Option<NaiveDate>,
}

/// What must hold of a duty, or of a stretch of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Any duty.
    EveryDuty,
    /// The minutes on days of a kind.
    Day(DayKind),
    /// The minutes between the rule's hours.
    Night,
    /// The whole of a duty that has enough minutes between the rule's hours.
    NightDuty,
    /// The minutes after the first so many of a duty.
    LongDuty,
    /// The minutes beyond full time.
    Overtime,
    /// The minutes between a part-timer's contract and full time.
    Complementary,
    /// The first pool duty of a week-end that the home roster leaves free.
    Weekend,
    /// No duty: a public holiday off.
    HolidayOff,
    /// No duty: a civil year.
    Year,
}

/// Which minutes count as beyond the contract or beyond full time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counting {
    /// Civil weeks of the period; absent: the employer's cycle.
    pub weeks: Option<i64>,
    /// Full time per civil week, minutes.
    pub threshold_minutes: i64,
    /// The same for those who work exclusively at night.
    pub night_threshold_minutes: Option<i64>,
    /// First minute beyond that counts, in minutes …
    pub from_minutes: i64,
    /// … and the one before which it ends.
    pub to_minutes: Option<i64>,
    /// The same in thousandths of the contract.
    pub from_permille: i64,
    /// … and its end.
    pub to_permille: Option<i64>,
}

/// An amount and when it is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; absent: until further notice.
    pub valid_to: Option<NaiveDate>,
    /// How much, in the rule's unit, or in hundredths of a point where a point has a value.
    pub quantity: i64,
    /// Value of a point, euro cents.
    pub point_cents: Option<i64>,
    /// Thousandths of the base hourly pay, for minutes that payroll values.
    pub rate_permille: Option<i64>,
}

/// Unit of a compensation entry, spelled as the ledger stores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EntryUnit {
    /// Euro cents.
    Cents,
    /// Hundredths of a point whose value payroll knows.
    Centipoints,
    /// Minutes of rest.
    RestMinutes,
    /// Whole days of rest.
    #[serde(rename = "days")]
    RestDays,
    /// Minutes paid with a supplement on top of their pay, see [`Entry::rate_permille`].
    SupplementMinutes,
    /// Minutes to pay beyond the monthly salary, at [`Entry::rate_permille`] of the base hourly pay, supplement
    /// included.
    PaidMinutes,
}

/// Units as packs spell them.
pub const UNITS: &[(&str, EntryUnit)] = &[
    ("cents", EntryUnit::Cents),
    ("centipoints", EntryUnit::Centipoints),
    ("rest-minutes", EntryUnit::RestMinutes),
    ("rest-days", EntryUnit::RestDays),
    ("supplement-minutes", EntryUnit::SupplementMinutes),
    ("paid-minutes", EntryUnit::PaidMinutes),
];

/// Conditions as packs spell them.
pub const CONDITIONS: &[(&str, Condition)] = &[
    ("every-duty", Condition::EveryDuty),
    ("saturday", Condition::Day(DayKind::Saturday)),
    ("sunday", Condition::Day(DayKind::Sunday)),
    ("holiday", Condition::Day(DayKind::Holiday)),
    ("sunday-or-holiday", Condition::Day(DayKind::SundayOrHoliday)),
    ("holiday-on-sunday", Condition::Day(DayKind::HolidayOnSunday)),
    ("first-of-may", Condition::Day(DayKind::FirstOfMay)),
    ("night", Condition::Night),
    ("night-duty", Condition::NightDuty),
    ("long-duty", Condition::LongDuty),
    ("overtime", Condition::Overtime),
    ("complementary", Condition::Complementary),
    ("weekend", Condition::Weekend),
    ("holiday-off", Condition::HolidayOff),
    ("year", Condition::Year),
];

/// One thing owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Rule id, e.g. `fph.sunday-holiday-allowance`.
    pub rule: String,
    /// Article that founds it; a recorded document is named with it.
    pub article: String,
    /// French label.
    pub label_fr: String,
    /// How much, in `unit`.
    pub quantity: i64,
    /// Unit of `quantity`.
    pub unit: EntryUnit,
    /// Thousandths of the base hourly pay, for supplement and paid minutes.
    pub rate_permille: Option<i64>,
    /// Civil day by which it is due.
    pub due_on: NaiveDate,
}

impl Compensation {
    /// The amount in force on a day; none outside the rule's own dates.
    pub fn amount_on(&self, date: NaiveDate) -> Option<&Amount> {
        let in_force = self.valid_from.is_none_or(|from| from <= date) && self.valid_to.is_none_or(|to| date <= to);
        self.amounts.iter().find(|amount| in_force && amount.holds_on(date))
    }

    /// Whether it can be earned by an agent of these statuses.
    pub fn binds(&self, statuses: &[Status]) -> bool {
        let any = |list: &[Status]| list.iter().any(|status| statuses.contains(status));
        (self.applies_to.is_empty() || any(&self.applies_to)) && !any(&self.not_for)
    }

    /// When it is due if earned on a day.
    pub fn due_after(&self, date: NaiveDate) -> NaiveDate {
        date + Months::new(self.due_months as u32) + Days::new(self.due_days as u64)
    }

    fn has(&self, condition: Condition) -> bool {
        self.when.contains(&condition)
    }
}

impl Amount {
    fn holds_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|to| date <= to)
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.holds_on(other.valid_from) || other.holds_on(self.valid_from)
    }
}
