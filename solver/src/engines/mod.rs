//! Engines.
use crate::domain::plan::{Cancel, Limits, Outcome, Progress};
use crate::domain::problem::Problem;

/// Solves.
pub fn solve(
    _problem: &Problem,
    _limits: &Limits,
    _cancel: &Cancel,
    _progress: &(dyn Fn(&Progress) + Sync),
) -> Outcome {
    unimplemented!()
}
