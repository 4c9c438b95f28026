//! The Second International Nurse Rostering Competition (S. Ceschia, N. T. T. Dang, P. De Causmaecker, S. Haspeslagh,
//! A. Schaerf: arXiv 1501.04177): its four text files, what a plan costs, the passage from one week to the next, and how it
//! becomes a [`Problem`](crate::domain::problem::Problem).
//!
//! A scenario holds for every week. A history says how each nurse comes out of the weeks before; a week brings its own
//! needs and wishes; a solution is the plan of one week. The competition plans week by week, each history and solution
//! making the next history ([`next_history`]); the static problem knows all weeks at once. Both cost the same: what the
//! weeks cost adds up to what the whole horizon costs.
//!
//! A reference from one list to another is a position in it. A day is 0 (Monday) to 6 (Sunday) within a week.

mod compile;
mod history;
mod judge;
mod read;
#[cfg(test)]
mod tests;
mod weekly;
mod write;

pub use compile::{assignments_of, compile, solutions_of};
pub use history::next_history;
pub use judge::{Costs, Judgement, Rule, Violation, judge};
pub use read::read_scenario;
pub use weekly::{read_history, read_solution, read_week};
pub use write::{write_history, write_scenario, write_solution, write_week};

use super::Issue;

/// Names of the days in the files.
pub const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The least and the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// At least.
    pub min: u32,
    /// At most.
    pub max: u32,
}

/// What holds for every week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Name that the other files quote.
    pub name: String,
    /// Weeks of the whole horizon.
    pub weeks: u32,
    /// Skills.
    pub skills: Vec<String>,
    /// Shift types.
    pub shifts: Vec<ShiftType>,
    /// Contracts.
    pub contracts: Vec<Contract>,
    /// Nurses.
    pub nurses: Vec<Nurse>,
}

/// A shift type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftType {
    /// Name in the files; never `Any` or `None`, which mean something else there.
    pub id: String,
    /// Days in a row on this shift (S2).
    pub run_days: Bounds,
    /// Positions in [`Scenario::shifts`] that may not follow on the next day (H3).
    pub not_followed_by: Vec<usize>,
}

/// A contract; all its limits are soft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// Name in the files.
    pub id: String,
    /// Days worked over the whole horizon (S6).
    pub assignments: Bounds,
    /// Days worked in a row (S2).
    pub work_days: Bounds,
    /// Days off in a row (S3).
    pub rest_days: Bounds,
    /// Most week-ends with work over the whole horizon (S7).
    pub weekends_max: u32,
    /// Whether a week-end should be worked on both days or on neither (S5).
    pub complete_weekends: bool,
}

/// A nurse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nurse {
    /// Name in the files.
    pub id: String,
    /// Position in [`Scenario::contracts`].
    pub contract: usize,
    /// Positions in [`Scenario::skills`].
    pub skills: Vec<usize>,
}

/// How everybody comes out of the weeks before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Weeks that have passed, which is also the number of the week to come.
    pub week: u32,
    /// By position in [`Scenario::nurses`].
    pub nurses: Vec<NurseHistory>,
}

/// How a nurse comes out of the weeks before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NurseHistory {
    /// Days worked in the horizon so far.
    pub assignments: u32,
    /// Week-ends worked in the horizon so far.
    pub weekends: u32,
    /// Her last Sunday and the days before that were like it.
    pub last: Last,
}

/// The last day before a week, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// She was off.
    Off {
        /// Days off in a row; 0 when nothing is known of her.
        days: u32,
    },
    /// She worked.
    Worked {
        /// Position in [`Scenario::shifts`].
        shift: usize,
        /// Days in a row on this shift, at least 1.
        shift_days: u32,
        /// Days worked in a row, at least [`Last::Worked::shift_days`].
        work_days: u32,
    },
}

/// Needs and wishes of a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// One for each shift type and skill.
    pub requirements: Vec<Requirement>,
    /// Wishes to be off.
    pub requests: Vec<OffRequest>,
}

/// How many nurses a shift needs with a skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Position in [`Scenario::shifts`].
    pub shift: usize,
    /// Position in [`Scenario::skills`].
    pub skill: usize,
    /// By day, Monday first: `min` is hard (H2), `max` is the optimum, and each nurse short of it costs (S1). More than
    /// the optimum costs nothing.
    pub days: [Bounds; 7],
}

/// A wish not to work (S4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffRequest {
    /// Position in [`Scenario::nurses`].
    pub nurse: usize,
    /// Position in [`Scenario::shifts`]; `None` is the whole day.
    pub shift: Option<usize>,
    /// Day from 0, Monday.
    pub day: usize,
}

/// The plan of a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// Number of the week, from 0.
    pub week: u32,
    /// Who works, in file order. Two on one day of one nurse can be written, and are judged as broken (H1).
    pub assignments: Vec<Assignment>,
}

/// A nurse's work on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// Position in [`Scenario::nurses`].
    pub nurse: usize,
    /// Day from 0, Monday.
    pub day: usize,
    /// Position in [`Scenario::shifts`].
    pub shift: usize,
    /// Position in [`Scenario::skills`].
    pub skill: usize,
}

/// What is to be planned: all weeks for the static problem, one for a stage of the competition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// What holds for every week.
    pub scenario: Scenario,
    /// Before the first of the weeks.
    pub history: History,
    /// The weeks in order, at least one.
    pub weeks: Vec<Week>,
}

impl Instance {
    /// Puts the files together.
    ///
    /// # Errors
    /// When there is no week, or when the weeks do not fit into the scenario's.
    pub fn new(scenario: Scenario, history: History, weeks: Vec<Week>) -> Result<Self, Issue> {
        let left = scenario.weeks.saturating_sub(history.week) as usize;
        if weeks.is_empty() || weeks.len() > left {
            return Err(Issue {
                line: None,
                field: "weeks".to_owned(),
                found: format!("{} week files after {} weeks of history", weeks.len(), history.week).into(),
                expected: format!("1 to {left}, as the scenario has {} weeks", scenario.weeks).into(),
                help: "give one file for each week in order; a file may be given again".into(),
            });
        }
        Ok(Self { scenario, history, weeks })
    }

    /// Whether the last of the weeks is the scenario's last: only then are S6 and S7 counted.
    pub fn reaches_the_end(&self) -> bool {
        self.history.week as usize + self.weeks.len() >= self.scenario.weeks as usize
    }

    /// Whether these are the plans of the weeks in order.
    ///
    /// # Errors
    /// When there are more or fewer than weeks, or when one is of another week.
    pub fn accepts(&self, solutions: &[Solution]) -> Result<(), Issue> {
        let issue = |field: &str, found: String, expected: String| Issue {
            line: None,
            field: field.to_owned(),
            found: found.into(),
            expected: expected.into(),
            help: "give one solution for each week, in the order of the weeks".into(),
        };
        if solutions.len() != self.weeks.len() {
            let expected = format!("{}, one for each week", self.weeks.len());
            return Err(issue("solutions", solutions.len().to_string(), expected));
        }
        for (solution, week) in solutions.iter().zip(self.history.week..) {
            if solution.week != week {
                return Err(issue("SOLUTION", format!("week {}", solution.week), format!("week {week}")));
            }
        }
        Ok(())
    }
}
