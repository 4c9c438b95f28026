//! Days and times as files write them.

use super::Table;
use crate::formats::Said;
use crate::formats::tree::{Entry, Value};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use std::ops::RangeInclusive;

/// Years a date may have; anything else is a slip, and the bound keeps date arithmetic inside the calendar.
pub const YEARS: RangeInclusive<i32> = 1900..=2199;

impl<'a> Table<'a> {
    /// A required date.
    pub fn date(&self, key: &str) -> NaiveDate {
        self.need(key, Said::both("une date, comme 2026-11-30", "a date such as 2026-11-30"), Self::as_date)
    }

    /// An optional date.
    pub fn optional_date(&self, key: &str) -> Option<NaiveDate> {
        self.may(key, Self::as_date)
    }

    /// A list of dates, empty when absent.
    pub fn dates(&self, key: &str) -> Vec<NaiveDate> {
        let (expected, help) = a_date();
        self.values(key, &expected, &help, |value| moment(value, parse_date))
    }

    /// A required time of day, in whole minutes.
    pub fn time(&self, key: &str) -> NaiveTime {
        self.need(key, a_time().0, |table, entry| table.as_moment(entry, a_time(), parse_time))
    }

    /// A required local date and time, in whole minutes.
    pub fn date_time(&self, key: &str) -> NaiveDateTime {
        self.need(key, a_date_time().0, Self::as_date_time)
    }

    /// An optional local date and time, in whole minutes.
    pub fn optional_date_time(&self, key: &str) -> Option<NaiveDateTime> {
        self.may(key, Self::as_date_time)
    }

    fn as_date(&self, entry: &'a Entry<'a>) -> Option<NaiveDate> {
        self.as_moment(entry, a_date(), parse_date)
    }

    fn as_date_time(&self, entry: &'a Entry<'a>) -> Option<NaiveDateTime> {
        self.as_moment(entry, a_date_time(), parse_date_time)
    }

    fn as_moment<T>(
        &self,
        entry: &'a Entry<'a>,
        (expected, help): (Said, Said),
        parse: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = moment(&entry.node.value, parse);
        if found.is_none() {
            self.wrong(entry, expected, help);
        }
        found
    }
}

/// What stands there as a text or, in TOML, as a moment of its own.
fn moment<T>(value: &Value<'_>, parse: fn(&str) -> Option<T>) -> Option<T> {
    match value {
        Value::Text(text) => parse(text),
        Value::Moment(text) => parse(text),
        _ => None,
    }
}

/// What is expected where a date stands, and what to write.
fn a_date() -> (Said, Said) {
    let expected = Said::both("une date qui existe, comme 2026-11-30", "a date that exists, such as 2026-11-30");
    (expected, Said::both("écrivez année-mois-jour", "write year-month-day"))
}

/// The same for a time of day.
fn a_time() -> (Said, Said) {
    let help = Said::both(
        "écrivez heures:minutes de 00:00 à 23:59 ; minuit est 00:00",
        "write hours:minutes from 00:00 to 23:59; midnight is 00:00",
    );
    (Said::both("une heure, comme 06:45", "a time of day such as 06:45"), help)
}

/// The same for a local date and time.
fn a_date_time() -> (Said, Said) {
    let expected = Said::both(
        "une date et une heure locales, comme 2026-11-30T06:45",
        "a local date and time such as 2026-11-30T06:45",
    );
    let help = Said::both(
        "écrivez l’heure locale de l’établissement, sans fuseau ni décalage",
        "write the local time of the establishment, without zone or offset",
    );
    (expected, help)
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    // The length keeps out forms that chrono alone would accept, such as +2026-1-5.
    let date = (text.len() == 10).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())??;
    YEARS.contains(&date.year()).then_some(date)
}

fn parse_time(text: &str) -> Option<NaiveTime> {
    let format = match text.len() {
        5 => "%H:%M",
        8 => "%H:%M:%S",
        _ => return None,
    };
    let time = NaiveTime::parse_from_str(text, format).ok()?;
    (time.second() == 0 && time.nanosecond() == 0).then_some(time)
}

fn parse_date_time(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    Some(parse_date(date)?.and_time(parse_time(time)?))
}
