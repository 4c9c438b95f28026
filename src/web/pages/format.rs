//! How figures, days and words are written in French. U+202F (narrow no-break space) groups thousands, U+00A0 stands
//! before a unit, so that no figure is torn from its unit at the end of a line.

use super::view::Tag;
pub use crate::lang::tied;
use crate::lang::{Locale, Words};
use chrono::{NaiveDate, NaiveDateTime};
use releve_solver::domain::scenario::Priority;

const FR: Words = Words::new(Locale::Fr);

/// See [`Words`].
pub fn day(date: NaiveDate) -> String {
    FR.day(date)
}

/// See [`Words`].
pub fn short_day(date: NaiveDate) -> String {
    FR.day_of_year(date)
}

/// See [`Words`].
pub fn hours(start: NaiveDateTime, end: NaiveDateTime) -> String {
    FR.hours(start, end)
}

/// See [`Words`].
pub fn moment(at: NaiveDateTime) -> String {
    FR.moment(at)
}

/// See [`Words`].
pub fn hundredths(value: i64) -> String {
    FR.hundredths(value)
}

/// See [`Words`].
pub fn euros(cents: i64) -> String {
    FR.euros(cents)
}

/// See [`Words`].
pub fn signed(value: i64) -> String {
    FR.signed(value)
}

/// See [`Words`].
pub fn percent(share: f64) -> String {
    FR.percent(share)
}

/// `1 poste`, `3 postes`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number}\u{a0}{}", if number < 2 { one } else { many })
}

/// A priority as text and colour.
pub fn priority(priority: Priority) -> Tag {
    match priority {
        Priority::Safety => Tag::bad("Sécurité"),
        Priority::High => Tag::warn("Urgente"),
        Priority::Normal => Tag::plain("Normale"),
        Priority::Low => Tag::plain("Confort"),
    }
}
