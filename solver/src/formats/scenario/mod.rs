//! The scenario format: TOML for people, JSON for programs, one schema.
//!
//! A file is judged in three passes (`passes`): the parser's own errors, the form of each field (`schema`), and what the
//! fields mean together ([`validate()`]).

mod schema;
#[cfg(test)]
mod tests;
mod validate;
mod write;

use super::passes::judge;
use super::{Issue, Said, tree};
use crate::domain::scenario::Scenario;
pub use schema::TERRITORIES;
pub use validate::{validate, validate_kept};
pub use write::write;

/// Which syntax a text is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// TOML 1.0; dates and times with or without quotes.
    Toml,
    /// JSON by the strict grammar: no comments, no trailing commas.
    Json,
}

/// Reads a scenario.
///
/// # Errors
/// Every issue found, in file order; past a thousand, the last one says how many more there are.
pub fn read(text: &str, syntax: Syntax) -> Result<Scenario, Vec<Issue>> {
    let parsed = match syntax {
        Syntax::Toml => tree::parse_toml(text),
        Syntax::Json => tree::parse_json(text),
    };
    judge(text, parsed, Said::both("un scénario", "a scenario"), schema::scenario, validate::check)
}

/// Issues that were found in what a text means, told with its lines: what the compiler knows by field path alone.
pub fn with_lines(text: &str, syntax: Syntax, mut issues: Vec<Issue>) -> Vec<Issue> {
    let parsed = match syntax {
        Syntax::Toml => tree::parse_toml(text),
        Syntax::Json => tree::parse_json(text),
    };
    if let Some(root) = &parsed.root {
        for issue in issues.iter_mut().filter(|issue| issue.line.is_none() && !issue.field.is_empty()) {
            issue.line = Some(root.line_of(&issue.field));
        }
        issues.sort_by_key(|issue| issue.line);
    }
    issues
}
