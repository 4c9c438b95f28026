//! The soft rules: what a group would rather not see. They refuse nobody; they decide between plans that are equal at every
//! goal level before the last, [`LevelName::Preferences`](crate::domain::plan::LevelName::Preferences), each with a weight
//! that the group sets.
//!
//! - Some are about a pair alone ([`of_pair`]): the engines add their weights to the cost of the pair.
//! - Some weigh only together, over everything a worker does ([`of_plan`]): one file each, with the predicate (`count`) that
//!   evaluates a plan and the linear form (`rows`) that the exact engine minimises side by side.
//!
//! # What counts
//! Only what the plan changes. A home roster that is against a wish of the group by itself costs the same in every plan, and
//! is left out everywhere. Duties for the group count (home roster, held through the pool, proposed); work for other
//! employers does not, since the group has no say in it.

mod pair;
mod together;
pub mod weekends;
pub mod winter;

pub use pair::of_pair;
pub use winter::Holiday;

use super::linear::Model;
use crate::domain::problem::{Duty, PreferenceWeights, Problem, Worker};

/// One thing that the last goal level looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preference {
    /// She does not know the unit.
    UnknownUnit,
    /// Nobody who knows it is on duty there when her shift begins, either.
    AloneOnUnknownUnit,
    /// She wished not to work that day.
    WishOff,
    /// She wished to work that day: worth something, not a cost.
    WishOn,
    /// Beyond the group's radius.
    FarSite,
    /// She worked the same holiday last winter.
    HolidayAgain(Holiday),
    /// One more worked week-end than the group wants in a row.
    WeekendInARow,
    /// Christmas and New Year of one winter.
    BothHolidays,
}

impl Preference {
    /// What one occurrence weighs, hundredths of a point; negative when it is welcome.
    pub const fn centipoints(self, weights: &PreferenceWeights) -> i64 {
        match self {
            Self::UnknownUnit => weights.unknown_unit,
            Self::AloneOnUnknownUnit => weights.alone_on_unknown_unit,
            Self::WishOff => weights.wish_off,
            Self::WishOn => -weights.wish_on,
            Self::FarSite => weights.far_site,
            Self::HolidayAgain(_) | Self::BothHolidays => weights.winter_holidays,
            Self::WeekendInARow => weights.weekend_in_a_row,
        }
    }
}

/// What everything that a plan proposes to one worker weighs together, beyond its pairs: each preference and how often.
pub fn of_plan(problem: &Problem, worker: &Worker, proposed: &[Duty]) -> [(Preference, i64); 2] {
    [
        (Preference::WeekendInARow, weekends::count(problem, worker, proposed)),
        (Preference::BothHolidays, winter::count(problem, worker, proposed)),
    ]
}

/// The sum of [`of_plan`], hundredths of a point.
pub fn plan_centipoints(problem: &Problem, worker: &Worker, proposed: &[Duty]) -> i64 {
    of_plan(problem, worker, proposed).into_iter().map(|(what, times)| times * what.centipoints(&problem.weights)).sum()
}

/// The linear form of [`of_plan`]: priced auxiliary variables that are as low as the choice of candidates allows.
pub fn rows(model: &mut Model<'_>) {
    weekends::rows(model);
    winter::rows(model);
}
