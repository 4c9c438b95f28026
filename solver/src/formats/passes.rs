//! How a text is judged: three passes, and every pass runs whatever the one before found. The parser's own errors, the
//! form of each field, and what the fields mean together. An author mends a file once, not once per error.
//!
//! Passes stay quiet about what only follows from an issue already told ([`Doubts`]): a date that could not be read is
//! not also out of order.

use super::findings::Doubts;
use super::reader::Sink;
use super::tree::{Node, Parsed};
use super::{Issue, Said};
use std::collections::BTreeSet;

/// Most issues that one answer lists. A text that is nothing at all would otherwise get a line of complaint for each of
/// its own.
pub const ISSUES_MAX: usize = 1000;

/// Judges a text, already parsed, that should be `a scenario` or the like.
///
/// # Errors
/// Every issue found, in file order; past a thousand, the last one says how many more there are.
pub fn judge<T>(
    text: &str,
    parsed: Parsed<'_>,
    what: impl Into<Said>,
    form: impl FnOnce(&Node<'_>, &Sink<'_>) -> Option<T>,
    meaning: impl FnOnce(&T, &Doubts<'_>) -> Vec<Issue>,
) -> Result<T, Vec<Issue>> {
    let mut issues = parsed.issues;
    let torn = torn_lines(text, &issues);
    let mut judged = None;
    if let Some(root) = &parsed.root {
        let sink = Sink::new(torn.clone());
        judged = form(root, &sink);
        let forms = sink.into_issues();
        let known: Vec<Issue> = issues.iter().chain(&forms).cloned().collect();
        // What the parser made of a line it could not read is no one's mistake but that line's.
        let torn_lines: BTreeSet<Option<usize>> = issues.iter().map(|issue| issue.line).collect();
        issues.extend(forms.into_iter().filter(|issue| !torn_lines.contains(&issue.line)));
        if let Some(judged) = &judged {
            for mut issue in meaning(judged, &Doubts::new(&known, torn)) {
                issue.line = Some(root.line_of(&issue.field));
                if !torn_lines.contains(&issue.line) {
                    issues.push(issue);
                }
            }
        }
    }
    match judged {
        Some(judged) if issues.is_empty() => Ok(judged),
        _ => Err(in_file_order(issues, what)),
    }
}

/// The lines that hold a syntax error; past a hundred the text is past such care.
fn torn_lines<'t>(text: &'t str, issues: &[Issue]) -> Vec<&'t str> {
    let numbers: BTreeSet<usize> = issues.iter().take(100).filter_map(|issue| issue.line).collect();
    text.lines().enumerate().filter(|(i, _)| numbers.contains(&(i + 1))).map(|(_, line)| line).collect()
}

/// Issues as an author wants them: in file order, each once, and not more than she can read.
pub fn in_file_order(mut issues: Vec<Issue>, what: impl Into<Said>) -> Vec<Issue> {
    issues.sort_by_key(|issue| issue.line);
    issues.dedup();
    if issues.len() > ISSUES_MAX {
        let more = issues.len() - ISSUES_MAX;
        issues.truncate(ISSUES_MAX);
        issues.push(Issue {
            line: None,
            field: String::new(),
            found: Said::both(format!("encore {more} autres erreurs"), format!("{more} more issues")),
            expected: what.into(),
            help: Said::both("corrigez d’abord celles qui précèdent", "mend the issues above first"),
        });
    }
    issues
}
