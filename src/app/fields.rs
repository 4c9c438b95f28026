//! Fields that several requests have: texts that say something, days in order, lists that are not too long.

use super::error::{Error, Result};
use super::wrong::{characters, expected, found};
use chrono::{Days, NaiveDate};
use releve_solver::formats::well_formed_id;
use std::ops::RangeInclusive;

/// Longest reference or name, characters.
pub const LINE_CHARS_MAX: usize = 200;
/// Longest reason, characters.
pub const REASON_CHARS_MAX: usize = 2_000;
/// How far ahead a day is spoken of, days.
pub const AHEAD_DAYS: u64 = 400;

/// A text of one line that says something.
///
/// # Errors
/// `Invalid` when it is empty or too long.
pub fn line(field: &str, text: &str) -> Result<String> {
    filled(field, text, LINE_CHARS_MAX)
}

/// A text that says something.
///
/// # Errors
/// `Invalid` when it is empty or longer than `most` characters.
pub fn filled(field: &str, text: &str, most: usize) -> Result<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > most {
        return Err(Error::field(field, characters(text), expected("field-text").with("most", most)));
    }
    Ok(text.to_owned())
}

/// Why something is done.
///
/// # Errors
/// `Invalid` when it is empty or too long.
pub fn reason<'t>(field: &str, text: &'t str) -> Result<&'t str> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > REASON_CHARS_MAX {
        let expected = expected("field-reason").with("most", REASON_CHARS_MAX);
        return Err(Error::field(field, characters(text), expected));
    }
    Ok(text)
}

/// A text that need not say anything.
///
/// # Errors
/// `Invalid` when it is longer than `most` characters.
pub fn short(field: &str, text: &str, most: usize) -> Result<()> {
    if text.chars().count() > most {
        return Err(Error::field(field, characters(text), expected("field-short").with("most", most)));
    }
    Ok(())
}

/// An identifier that a group, or a client, chooses.
///
/// # Errors
/// `Invalid` when it is none.
pub fn id(field: &str, text: &str) -> Result<String> {
    match well_formed_id(text) {
        Ok(()) => Ok(text.to_owned()),
        Err(form) => Err(Error::field(field, text, expected("field-id").with_said("form", &form))),
    }
}

/// Whether a text can be a title.
///
/// # Errors
/// `Invalid` when it cannot.
pub fn title(field: &str, text: &str) -> Result<()> {
    well_formed_id(text).map_err(|_| Error::field(field, text, expected("field-title")))
}

/// Two days in order.
///
/// # Errors
/// `Invalid` when the second comes before the first.
pub fn in_order(field: &str, from: NaiveDate, to: Option<NaiveDate>) -> Result<()> {
    match to {
        Some(to) => not_before(field, to, from),
        None => Ok(()),
    }
}

/// A day that may not come before another.
///
/// # Errors
/// `Invalid` when it does.
pub fn not_before(field: &str, day: NaiveDate, first: NaiveDate) -> Result<()> {
    if day < first {
        let expected = expected("field-day-from").with("first", first.to_string());
        return Err(Error::field(field, day.to_string(), expected));
    }
    Ok(())
}

/// A day that may not come after another.
///
/// # Errors
/// `Invalid` when it does.
pub fn not_after(field: &str, day: NaiveDate, last: NaiveDate) -> Result<()> {
    if day > last {
        let expected = expected("field-day-until").with("last", last.to_string());
        return Err(Error::field(field, day.to_string(), expected));
    }
    Ok(())
}

/// A day of a period.
///
/// # Errors
/// `Invalid` for any other.
pub fn day_within(field: &str, day: NaiveDate, period: &RangeInclusive<NaiveDate>) -> Result<()> {
    if period.contains(&day) {
        return Ok(());
    }
    let [first, last] = [period.start(), period.end()].map(ToString::to_string);
    Err(Error::field(field, day.to_string(), expected("field-day-within").with("first", first).with("last", last)))
}

/// A period in order, of at most so many days; `field` is its last day.
///
/// # Errors
/// `Invalid` for days out of order, or for more of them.
pub fn period(field: &str, from: NaiveDate, to: NaiveDate, most: i64) -> Result<()> {
    not_before(field, to, from)?;
    let days = (to - from).num_days() + 1;
    if days > most {
        return Err(Error::field(
            field,
            found("found-days").with("n", days),
            expected("field-days").with("most", most),
        ));
    }
    Ok(())
}

/// A day that can be known of: at most [`AHEAD_DAYS`] after today.
///
/// # Errors
/// `Invalid` for a later one.
pub fn foreseeable(field: &str, date: NaiveDate, today: NaiveDate) -> Result<()> {
    not_after(field, date, today + Days::new(AHEAD_DAYS))
}

/// A figure within bounds.
///
/// # Errors
/// `Invalid` outside them.
pub fn within(field: &str, value: impl Into<i64>, least: i64, most: i64) -> Result<()> {
    let value = value.into();
    if (least..=most).contains(&value) {
        return Ok(());
    }
    let expected = expected("field-between").with("least", least).with("most", most);
    Err(Error::field(field, value.to_string(), expected))
}

/// How many items a list has.
///
/// # Errors
/// `Invalid` for fewer or more.
pub fn count(field: &str, items: usize, least: usize, most: usize) -> Result<()> {
    if (least..=most).contains(&items) {
        return Ok(());
    }
    let expected = expected("field-items").with("least", least).with("most", most);
    Err(Error::field(field, items.to_string(), expected))
}

/// A list that may be long, but not empty.
///
/// # Errors
/// `Invalid` when it is.
pub fn some(field: &str, is_empty: bool) -> Result<()> {
    if is_empty { Err(Error::field(field, found("found-empty-list"), expected("field-some"))) } else { Ok(()) }
}

/// Where a page of a list ended: a moment and an identifier.
///
/// # Errors
/// `Invalid` for what no page has given.
pub fn cursor(text: &str) -> Result<(i64, String)> {
    let read = text.split_once('~').and_then(|(at, id)| Some((at.parse().ok()?, id.to_owned())));
    read.ok_or_else(|| Error::field("after", text, expected("field-cursor")))
}
