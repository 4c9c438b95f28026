//! The Shift Scheduling Benchmarks of T. Curtois and R. Qu (2014, schedulingbenchmarks.org/nrp): their text instances,
//! plans, what a plan costs, and how it becomes a [`Problem`](crate::domain::problem::Problem).
//!
//! Days count from 0 and day 0 is a Monday; durations are minutes; weights and costs are plain units of the one
//! weighted sum that the benchmark minimises. A reference from one list to another is a position in it.
//!
//! # Ends of the horizon
//!
//! What lies outside is unknown and never counts against a plan: a block of work or of days off that touches the first
//! or the last day need not reach its minimum. Maxima hold everywhere, as if the days outside were free.

mod compile;
mod judge;
mod plan;
mod read;
#[cfg(test)]
mod tests;

pub use compile::{assignments_of, compile, plan_of};
pub use judge::{Costs, Judgement, Limit, Violation, judge};
pub use plan::{Plan, read_plan, write_plan};
pub use read::read;

use serde::Serialize;

/// Longest horizon that is read, days; the longest published has 364.
pub const DAYS_MAX: u32 = 3660;

/// A problem: who may work what, what is wished, how many are needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Instance {
    /// Length of the horizon, days from Monday, day 0.
    pub days: usize,
    /// Kinds of shift, in file order.
    pub shifts: Vec<Shift>,
    /// Staff, in file order, which is also the order of a plan's lines.
    pub staff: Vec<Staff>,
    /// Wishes to work a shift: each costs its weight unless exactly that shift is worked on that day.
    pub requests_on: Vec<Request>,
    /// Wishes not to work a shift: each costs its weight if that shift is worked on that day.
    pub requests_off: Vec<Request>,
    /// How many are needed; a day and shift that has no line may be worked by any number at no cost.
    pub cover: Vec<Cover>,
}

/// A kind of shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shift {
    /// Name in the file.
    pub id: String,
    /// Working time.
    pub minutes: u32,
    /// Positions in [`Instance::shifts`] that may not be worked on the day after this one.
    pub not_followed_by: Vec<usize>,
}

/// One person with her limits, all of them hard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Staff {
    /// Name in the file.
    pub id: String,
    /// Most shifts of each kind over the horizon, by position in [`Instance::shifts`].
    pub shifts_max: Vec<u32>,
    /// Most working time over the horizon, minutes.
    pub minutes_max: u32,
    /// Least working time over the horizon, minutes.
    pub minutes_min: u32,
    /// Most days worked in a row.
    pub work_days_max: u32,
    /// Fewest days worked in a row.
    pub work_days_min: u32,
    /// Fewest days off in a row.
    pub rest_days_min: u32,
    /// Most week-ends with work on Saturday, Sunday or both.
    pub weekends_max: u32,
    /// Days on which she may not work, ascending.
    pub days_off: Vec<usize>,
}

/// A wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// Position in [`Instance::staff`].
    pub staff: usize,
    /// Day from 0.
    pub day: usize,
    /// Position in [`Instance::shifts`].
    pub shift: usize,
    /// Cost when it is not met.
    pub weight: u32,
}

/// A need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cover {
    /// Day from 0.
    pub day: usize,
    /// Position in [`Instance::shifts`].
    pub shift: usize,
    /// How many should work it.
    pub required: u32,
    /// Cost of each one missing.
    pub under_weight: u32,
    /// Cost of each one too many.
    pub over_weight: u32,
}

/// Whether a day falls on Saturday or Sunday.
pub fn is_weekend(day: usize) -> bool {
    day % 7 >= 5
}
