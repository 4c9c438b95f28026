//! What is told of a plan that could not be computed: what happened, what holds now, and the way out.

use crate::lang::Words;
use crate::lang::reasons::Reason;

/// The sentence for a plan that has failed. The log names the cause beside the plan's identifier, which everyone who reads this
/// has. Rows of earlier versions may hold an error in its own words, which help nobody here: they failed like any other.
pub fn told(words: Words, plan: &str, reason: &str) -> String {
    let key = match Reason::read(reason) {
        Some(Reason::SolveInterrupted) => "plan-failed-interrupted",
        _ => "plan-failed",
    };
    words.with(key, [("plan", plan)])
}
