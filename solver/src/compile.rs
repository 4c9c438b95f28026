//! Scenario → problem.
use crate::domain::{problem::Problem, scenario::Scenario};
use crate::formats::Issue;

/// Compiles a valid scenario.
///
/// # Errors
/// Everything that is wrong with it.
pub fn compile(_scenario: &Scenario) -> Result<Problem, Vec<Issue>> {
    unimplemented!()
}
