//! Fields that several requests have: texts that say something, days in order.

use super::error::{Error, Result};
use chrono::{Days, NaiveDate};
use releve_solver::formats::well_formed_id;

/// Longest reference or name, characters.
pub const LINE_CHARS_MAX: usize = 200;
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
    let length = text.chars().count();
    if length == 0 || length > most {
        let expected = format!("1 to {most} characters");
        return Err(Error::field(field, format!("{length} characters"), &expected, "write what it is, or shorten it"));
    }
    Ok(text.to_owned())
}

/// An identifier that a group chooses.
///
/// # Errors
/// `Invalid` when it is none.
pub fn id(field: &str, text: &str) -> Result<String> {
    match well_formed_id(text) {
        Ok(()) => Ok(text.to_owned()),
        Err(expected) => Err(Error::field(field, text, &expected, "choose another identifier")),
    }
}

/// Two days in order.
///
/// # Errors
/// `Invalid` when the second comes before the first.
pub fn in_order(field: &str, from: NaiveDate, to: Option<NaiveDate>) -> Result<()> {
    match to {
        Some(to) if to < from => {
            Err(Error::field(field, to.to_string(), &format!("{from} or later"), "put the days in order"))
        }
        _ => Ok(()),
    }
}

/// A figure within bounds.
///
/// # Errors
/// `Invalid` outside them.
pub fn within(field: &str, value: i64, least: i64, most: i64) -> Result<()> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    let expected = format!("{least} to {most}");
    Err(Error::field(field, value.to_string(), &expected, "choose a value inside these bounds"))
}

/// A day that can be known of: at most [`AHEAD_DAYS`] after today.
///
/// # Errors
/// `Invalid` for a later one.
pub fn foreseeable(field: &str, date: NaiveDate, today: NaiveDate) -> Result<()> {
    let last = today + Days::new(AHEAD_DAYS);
    if date > last {
        return Err(Error::field(
            field,
            date.to_string(),
            &format!("{last} or earlier"),
            "say it when its time is nearer",
        ));
    }
    Ok(())
}
