//! What may stand in a cell of a roster.

use crate::formats::reader::YEARS;
use chrono::{Datelike, NaiveDate, NaiveTime};

/// Longest duty break, minutes; more is a slip.
const BREAK_MINUTES_MAX: u32 = 12 * 60;

/// What a cell should hold, and the way out.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What may stand there.
    pub expected: &'static str,
    /// How to mend it.
    pub help: &'static str,
}

/// Any text.
pub fn name(text: &str) -> Result<String, Wrong> {
    let wrong = Wrong { expected: "a name or number", help: "fill it in" };
    if text.is_empty() { Err(wrong) } else { Ok(text.to_owned()) }
}

/// `2026-10-12`, `12/10/2026`
pub fn date(text: &str) -> Result<NaiveDate, Wrong> {
    let wrong = || Wrong { expected: "a date such as 2026-10-12 or 12/10/2026", help: "correct the date" };
    let iso = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    let date = iso.or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y")).map_err(|_| wrong())?;
    if YEARS.contains(&date.year()) { Ok(date) } else { Err(wrong()) }
}

/// A start: midnight is 00:00.
pub fn start(text: &str) -> Result<NaiveTime, Wrong> {
    clock(text).and_then(|(hours, minutes)| time(hours, minutes))
}

/// An end: midnight is 00:00 or 24:00.
pub fn end(text: &str) -> Result<NaiveTime, Wrong> {
    match clock(text)? {
        (24, 0) => Ok(NaiveTime::MIN),
        (hours, minutes) => time(hours, minutes),
    }
}

fn wrong_time() -> Wrong {
    Wrong { expected: "a time such as 07:30, 0730 or 7h30", help: "correct the time" }
}

fn time(hours: u32, minutes: u32) -> Result<NaiveTime, Wrong> {
    NaiveTime::from_hms_opt(hours, minutes, 0).ok_or_else(wrong_time)
}

/// Hours and minutes as they are written; seconds only when they are zero.
fn clock(text: &str) -> Result<(u32, u32), Wrong> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let plain = plain.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(&plain);
    let plain = plain.strip_suffix("min").unwrap_or(plain);
    let (hours, minutes) = match plain.split_once([':', 'h']) {
        Some((hours, "")) if plain.ends_with('h') => (hours, "00"),
        Some(parts) => parts,
        None if (3..=4).contains(&plain.len()) && plain.is_ascii() => plain.split_at(plain.len() - 2),
        None => return Err(wrong_time()),
    };
    let number = |digits: &str| {
        let sound = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if sound { digits.parse().map_err(|_| wrong_time()) } else { Err(wrong_time()) }
    };
    Ok((number(hours)?, number(minutes)?))
}

/// Minutes: `30`, `0:30`, `0h30`.
pub fn minutes(text: &str) -> Result<u32, Wrong> {
    let wrong = || Wrong { expected: "minutes such as 30, or 0h30; 12 hours at most", help: "correct the break" };
    let minutes = match text.parse::<u32>() {
        Ok(minutes) => minutes,
        Err(_) => clock(text).map(|(hours, minutes)| hours * 60 + minutes).map_err(|_| wrong())?,
    };
    if minutes <= BREAK_MINUTES_MAX { Ok(minutes) } else { Err(wrong()) }
}

/// `80`, `80 %`
pub fn share(text: &str) -> Result<u32, Wrong> {
    let wrong = Wrong { expected: "a whole percentage from 1 to 100, such as 80", help: "correct the share" };
    let digits = text.strip_suffix('%').unwrap_or(text).trim_end();
    digits.parse().ok().filter(|share| (1..=100).contains(share)).ok_or(wrong)
}

/// `oui`, `non` and what else programs write for them.
pub fn yes_or_no(text: &str) -> Result<bool, Wrong> {
    match text.to_lowercase().as_str() {
        "oui" | "o" | "yes" | "y" | "true" | "vrai" | "1" | "x" => Ok(true),
        "non" | "n" | "no" | "false" | "faux" | "0" => Ok(false),
        _ => Err(Wrong { expected: "oui or non", help: "correct the word, or leave it empty" }),
    }
}
