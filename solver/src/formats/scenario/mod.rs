//! The scenario format: TOML for people, JSON for programs, one schema.
//!
//! A file is judged in three passes, and every pass runs whatever the one before found: the parser's own errors, the
//! form of each field (`reader`, `schema`), and what the fields mean together ([`validate()`]). An author mends a file
//! once, not once per error. Lookups stay quiet about what only follows from an issue already told: a date that could
//! not be read is not also "outside the horizon".

mod schema;
#[cfg(test)]
mod tests;
mod validate;
mod write;

use super::{Issue, reader, tree};
use crate::domain::scenario::Scenario;
use std::collections::BTreeSet;
pub use validate::validate;
pub use write::write;

/// Which syntax a text is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// TOML 1.0; dates and times with or without quotes.
    Toml,
    /// JSON by the strict grammar: no comments, no trailing commas.
    Json,
}

/// Most issues that one answer lists. A text that is no scenario at all would otherwise get a line of complaint for each
/// of its own.
const ISSUES_MAX: usize = 1000;

/// Reads a scenario.
///
/// # Errors
/// Every issue found, in file order; past a thousand, the last one says how many more there are.
pub fn read(text: &str, syntax: Syntax) -> Result<Scenario, Vec<Issue>> {
    let parsed = match syntax {
        Syntax::Toml => tree::parse_toml(text),
        Syntax::Json => tree::parse_json(text),
    };
    let mut issues = parsed.issues;
    let torn = torn_lines(text, &issues);
    let mut scenario = None;
    if let Some(root) = &parsed.root {
        let sink = reader::Sink::new(torn.clone());
        scenario = schema::scenario(root, &sink);
        let forms = sink.into_issues();
        let known: Vec<Issue> = issues.iter().chain(&forms).cloned().collect();
        // What the parser made of a line it could not read is no one's mistake but that line's.
        let torn_lines: BTreeSet<Option<usize>> = issues.iter().map(|issue| issue.line).collect();
        issues.extend(forms.into_iter().filter(|issue| !torn_lines.contains(&issue.line)));
        if let Some(scenario) = &scenario {
            let doubts = validate::Doubts::new(&known, torn);
            for mut issue in validate::check(scenario, &doubts) {
                issue.line = Some(root.line_of(&issue.field));
                issues.push(issue);
            }
        }
    }
    match scenario {
        Some(scenario) if issues.is_empty() => Ok(scenario),
        _ => Err(in_file_order(issues)),
    }
}

/// The lines that hold a syntax error; past a hundred the text is past such care.
fn torn_lines<'t>(text: &'t str, issues: &[Issue]) -> Vec<&'t str> {
    let numbers: BTreeSet<usize> = issues.iter().take(100).filter_map(|issue| issue.line).collect();
    text.lines().enumerate().filter(|(i, _)| numbers.contains(&(i + 1))).map(|(_, line)| line).collect()
}

fn in_file_order(mut issues: Vec<Issue>) -> Vec<Issue> {
    issues.sort_by_key(|issue| issue.line);
    issues.dedup();
    if issues.len() > ISSUES_MAX {
        let more = issues.len() - ISSUES_MAX;
        issues.truncate(ISSUES_MAX);
        issues.push(Issue {
            line: None,
            field: String::new(),
            found: format!("{more} more issues"),
            expected: "a scenario".to_owned(),
            help: "mend the issues above first".to_owned(),
        });
    }
    issues
}
