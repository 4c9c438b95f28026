//! The scenario format.
use super::Issue;
use crate::domain::scenario::Scenario;

/// Which syntax a text is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// TOML 1.0.
    Toml,
    /// JSON.
    Json,
}

/// Reads a scenario.
///
/// # Errors
/// Every issue found, in file order.
pub fn read(_text: &str, _syntax: Syntax) -> Result<Scenario, Vec<Issue>> {
    unimplemented!()
}
