//! The hard limits of a pattern, each with the figures that break it, and their sentences.

use crate::domain::ids::ShiftId;
use serde::Serialize;
use std::fmt;

/// A hard limit that a row breaks. Days count from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "limit", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each field is named after its figure; variants say what they mean")]
pub enum PatternBreach {
    /// A post that asks for a skill she lacks.
    Skill { day: usize, post: ShiftId },
    /// A post on a day off.
    DayOff { day: usize, post: ShiftId },
    /// A kind that may not follow the one of the day before.
    Succession { day: usize, before: String, kind: String },
    /// Too little in all.
    TooFew { of: Measure, found: i64, least: u32 },
    /// Too much in all.
    TooMany { of: Measure, found: i64, most: u32 },
    /// Too few days in a row; `before_day` is the first day after them.
    RunTooShort { of: Alike, before_day: usize, days: u32, least: u32 },
    /// Too many days in a row; `before_day` is the first day after them.
    RunTooLong { of: Alike, before_day: usize, days: u32, most: u32 },
}

/// What is summed over the horizon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Days on one kind of duty, by its code.
    Kind(String),
    /// Minutes of work.
    Minutes,
    /// Days worked, those before day 0 that count included.
    Days,
    /// Week-ends worked, those before day 0 that count included.
    Weekends,
}

/// What the days of a run have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alike {
    /// One kind of duty, by its code.
    Kind(String),
    /// Work.
    Work,
    /// No work.
    Rest,
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(code) => write!(f, "days on {code}"),
            Self::Minutes => f.write_str("minutes"),
            Self::Days => f.write_str("days worked"),
            Self::Weekends => f.write_str("week-ends worked"),
        }
    }
}

impl fmt::Display for Alike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(code) => write!(f, "days on {code}"),
            Self::Work => f.write_str("days worked"),
            Self::Rest => f.write_str("days off"),
        }
    }
}

impl fmt::Display for PatternBreach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Skill { day, post } => write!(f, "{post} on day {day} asks for a skill that she lacks"),
            Self::DayOff { day, post } => write!(f, "{post} on day {day}, a day off"),
            Self::Succession { day, before, kind } => {
                write!(f, "{kind} on day {day} may not follow {before} on the day before")
            }
            Self::TooFew { of, found, least } => write!(f, "{found} {of} in all, at least {least}"),
            Self::TooMany { of, found, most } => write!(f, "{found} {of} in all, at most {most}"),
            Self::RunTooShort { of, before_day, days, least } => {
                write!(f, "{days} {of} in a row before day {before_day}, at least {least}")
            }
            Self::RunTooLong { of, before_day, days, most } => {
                write!(f, "{days} {of} in a row before day {before_day}, at most {most}")
            }
        }
    }
}
