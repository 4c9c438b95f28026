//! Whole rosters: every day of everybody is open, and what is asked is a shape (so many days in a row, so much work in
//! all, so many week-ends) and a cover, some of it at any price, some of it at a stated one. The counterpart of the single
//! shifts of [`Problem::demands`](super::problem::Problem::demands).
//!
//! Days count from 0 and day 0 is a Monday. Prices are plain units of the one goal level at which whole rosters are
//! compared, [`LevelName::Cost`](super::plan::LevelName::Cost).

use super::ids::ShiftId;
use super::time::Minute;

/// Position of a kind of duty in [`Roster::kinds`].
pub type KindIx = usize;
/// Position of a post in [`Roster::posts`].
pub type PostIx = usize;

/// The open part of a problem: kinds of duty, posts to hold, and one pattern for each worker.
#[derive(Debug, Clone, PartialEq)]
pub struct Roster {
    /// Length of the horizon, days from a Monday.
    pub days: usize,
    /// Kinds of duty.
    pub kinds: Vec<Kind>,
    /// What is to be held, sorted by day.
    pub posts: Vec<Post>,
    /// By position in [`Problem::workers`](super::problem::Problem::workers).
    pub patterns: Vec<Pattern>,
}

/// A kind of duty: a code of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Code.
    pub code: String,
    /// Effective work, minutes.
    pub minutes: Minute,
    /// Kinds that may not be worked on the day after, ascending.
    pub not_followed_by: Vec<KindIx>,
}

/// So many persons on one kind of duty on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// Identifier.
    pub id: ShiftId,
    /// Day.
    pub day: usize,
    /// Kind of duty.
    pub kind: KindIx,
    /// Who may hold it: position in [`Pattern::skills`]; `None` is everybody.
    pub skill: Option<usize>,
    /// What is asked, ascending in [`Band::persons`].
    pub bands: Vec<Band>,
    /// What each person beyond the last band costs; `None` when there may be none.
    pub surplus: Option<f64>,
}

/// Up to so many persons, each missing one costs. Of several bands the price falls, so that the whole is convex.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Up to how many persons, those of the bands before included.
    pub persons: u32,
    /// Price of each one missing.
    pub missing: Price,
}

/// How bad something is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Price {
    /// Not at all allowed.
    Never,
    /// So many units each.
    Units(f64),
}

/// From so many to so many, and what each one outside costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// At least.
    pub least: u32,
    /// Price of each one below.
    pub short: Price,
    /// At most; `u32::MAX` is without end.
    pub most: u32,
    /// Price of each one above.
    pub over: Price,
}

impl Bound {
    /// No limit.
    pub const FREE: Self = Self { least: 0, short: Price::Never, most: u32::MAX, over: Price::Never };

    /// A hard range.
    pub const fn hard(least: u32, most: u32) -> Self {
        Self { least, short: Price::Never, most, over: Price::Never }
    }

    /// A range with prices.
    pub const fn priced(least: u32, short: f64, most: u32, over: f64) -> Self {
        Self { least, short: Price::Units(short), most, over: Price::Units(over) }
    }
}

/// The shape of one worker's roster.
///
/// A run is a number of days in a row that are alike. It is too short only once something else follows it, so a run
/// that reaches the last day is never short; [`Past::Open`] says the same of the first. Each day beyond a run's most
/// costs, or is forbidden, by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// Skills of hers, ascending.
    pub skills: Vec<usize>,
    /// Days she works one kind, in all and in a row, by position in [`Roster::kinds`].
    pub kinds: Vec<KindPattern>,
    /// Minutes of work over the horizon; only hard bounds.
    pub minutes: Bound,
    /// Days worked, those of [`Pattern::days_before`] included.
    pub days: Bound,
    /// Days worked in a row.
    pub work_run: Bound,
    /// Days off in a row.
    pub rest_run: Bound,
    /// Week-ends with work on Saturday or Sunday, those of [`Pattern::weekends_before`] included; nothing at least.
    pub weekends: Bound,
    /// What a week-end worked on one of its two days costs.
    pub half_weekend: f64,
    /// Days on which she may not work, ascending.
    pub days_off: Vec<usize>,
    /// Wishes.
    pub wishes: Vec<Wish>,
    /// What came before day 0.
    pub past: Past,
    /// Days worked before day 0 that count.
    pub days_before: u32,
    /// Week-ends worked before day 0 that count.
    pub weekends_before: u32,
}

/// What a pattern says of one kind of duty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KindPattern {
    /// Days over the horizon; nothing at least.
    pub total: Bound,
    /// Days in a row.
    pub run: Bound,
}

/// A wish for one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wish {
    /// Day.
    pub day: usize,
    /// For or against.
    pub what: Wanted,
    /// What it costs when it is not met.
    pub units: f64,
}

/// What is wished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// To work this kind.
    Kind(KindIx),
    /// Not to work this kind.
    NotKind(KindIx),
    /// Not to work.
    Rest,
}

/// What came before day 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// Nobody knows: what begins on day 0 may have begun earlier, and is never too short nor, for what came before, too long.
    Open,
    /// Days off in a row; 0 when there is nothing before.
    Rest(u32),
    /// Work.
    Work {
        /// The kind of the last day.
        kind: KindIx,
        /// Days in a row on this kind, at least 1.
        kind_days: u32,
        /// Days worked in a row.
        work_days: u32,
    },
}

/// Whether a day is a Saturday or a Sunday.
pub const fn is_weekend(day: usize) -> bool {
    day % 7 >= 5
}
