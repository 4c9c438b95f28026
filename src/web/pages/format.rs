//! How figures, days and words are written in French. U+202F (narrow no-break space) groups thousands, U+00A0 stands
//! before a unit, so that no figure is torn from its unit at the end of a line.

use super::view::Tag;
use crate::lang::{Locale, Words};
pub use crate::lang::{capital, tied};
use chrono::{NaiveDate, NaiveDateTime};
use releve_solver::domain::plan::LevelName;
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
pub fn figure(value: f64) -> String {
    FR.figure(value)
}

/// See [`Words`].
pub fn percent(share: f64) -> String {
    FR.percent(share)
}

/// A gap: `prouvé` when there is none, else a percentage.
pub fn gap(value: f64) -> String {
    if value.abs() < 1e-9 { "prouvé".to_owned() } else { percent(value) }
}

/// What is going to stand in parentheses: its own become square brackets.
pub fn bracketed(text: &str) -> String {
    tied(&text.replace('(', "[").replace(')', "]"))
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

/// A goal level with the unit of its figures.
pub const fn level(name: LevelName) -> &'static str {
    match name {
        LevelName::Safety => "1. Sécurité (postes nus)",
        LevelName::Cover => "2. Couverture (postes nus pondérés)",
        // Only a repaired plan has it: the others keep their numbers.
        LevelName::Changes => "2 bis. Changements du planning publié",
        LevelName::Equity => "3. Équité (points)",
        LevelName::Cost => "4. Coût (€)",
        LevelName::Preferences => "5. Souhaits et continuité",
    }
}
