//! Independent verifier.
use crate::domain::ids::{AgentId, ShiftId};
use crate::domain::plan::Assignment;
use crate::domain::problem::Problem;
use crate::explain::Refusal;
use serde::Serialize;

/// What is wrong with one assignment of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Breach {
    /// Shift concerned.
    pub shift: ShiftId,
    /// Agent concerned.
    pub agent: AgentId,
    /// What it breaks.
    pub refusal: Refusal,
}

/// A set of assignments that `check` accepted: the only thing a store may keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    assignments: Vec<Assignment>,
}

impl Checked {
    /// The verified assignments.
    pub fn assignments(&self) -> &[Assignment] {
        &self.assignments
    }
}

/// Verifies every assignment against every hard rule.
///
/// # Errors
/// Every breach.
pub fn check(_problem: &Problem, _assignments: &[Assignment]) -> Result<Checked, Vec<Breach>> {
    unimplemented!()
}
