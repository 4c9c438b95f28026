//! Where a value stands in a file, and what is wrong with it.

use crate::formats::{Issue, Said};
use std::cell::RefCell;
use std::fmt;

/// A field path that costs nothing until a message needs it.
#[derive(Clone, Copy)]
pub struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Key(&'p str),
    Item(usize, Option<&'p str>),
}

impl Path<'static> {
    /// The whole file.
    pub const ROOT: Self = Self { parent: None, step: Step::Root };
}

impl<'p> Path<'p> {
    /// A field of this table.
    pub fn key(&'p self, key: &'p str) -> Path<'p> {
        Path { parent: Some(self), step: Step::Key(key) }
    }

    /// An item of this list, with its id when it has one.
    pub fn item(&'p self, index: usize, id: Option<&'p str>) -> Path<'p> {
        Path { parent: Some(self), step: Step::Item(index, id) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Key(key) => {
                if self.parent.is_some_and(|parent| !matches!(parent.step, Step::Root)) {
                    f.write_str(".")?;
                }
                let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
                if bare { f.write_str(key) } else { f.write_str(&serde_json::Value::from(key).to_string()) }
            }
            Step::Item(index, None) => write!(f, "[{index}]"),
            Step::Item(index, Some(id)) => write!(f, "[{index} {}]", serde_json::Value::from(id)),
        }
    }
}

/// Where issues are collected.
pub struct Sink<'t> {
    issues: RefCell<Vec<Issue>>,
    /// Lines that the parser could not read: a field named on one of them is not also reported as missing.
    torn: Vec<&'t str>,
}

impl<'t> Sink<'t> {
    /// A sink that already knows which lines are broken.
    pub fn new(torn: Vec<&'t str>) -> Self {
        Self { issues: RefCell::default(), torn }
    }

    /// Everything recorded.
    pub fn into_issues(self) -> Vec<Issue> {
        self.issues.into_inner()
    }

    /// Records an issue.
    pub fn report(
        &self,
        line: usize,
        field: &Path<'_>,
        found: impl Into<Said>,
        expected: impl Into<Said>,
        help: impl Into<Said>,
    ) {
        self.issues.borrow_mut().push(Issue {
            line: Some(line),
            field: field.to_string(),
            found: found.into(),
            expected: expected.into(),
            help: help.into(),
        });
    }

    /// Whether a line that could not be read says something of a field.
    pub(super) fn is_torn(&self, key: &str) -> bool {
        self.torn.iter().any(|line| line.contains(key))
    }
}
