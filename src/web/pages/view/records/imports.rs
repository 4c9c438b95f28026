//! Bringing files in.

use super::super::{Alert, Frame, Tag};
use super::Table;
use askama::Template;

/// `/imports`.
#[derive(Debug, Template)]
#[template(path = "records/imports.html")]
pub struct Imports {
    /// Frame.
    pub frame: Frame,
    /// Why the file could not be taken.
    pub alert: Alert,
    /// She may bring agents in.
    pub agents: bool,
    /// She may bring the whole group in.
    pub group: bool,
    /// Which kind of file was chosen: `agents` or `groupement`.
    pub chosen: &'static str,
    /// Columns of a table of agents: head, and what stands below it.
    pub columns: Vec<(String, String)>,
    /// A table of agents that was read.
    pub preview: Option<Preview>,
    /// A group that was read.
    pub whole: Option<Whole>,
}

/// A table of agents before anything is stored.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// What it comes to, in a sentence.
    pub sentence: String,
    /// Some cell is wrong: nothing can be stored.
    pub bad: bool,
    /// Something would be stored.
    pub useful: bool,
    /// What else is to be known; may be empty.
    pub notes: Vec<String>,
    /// Heads.
    pub heads: Vec<String>,
    /// Lines.
    pub lines: Vec<ImportLine>,
    /// The table itself, sent again to be stored.
    pub text: String,
}

/// A line of it.
#[derive(Debug, Clone)]
pub struct ImportLine {
    /// Line of the file.
    pub number: String,
    /// What becomes of it.
    pub outcome: Tag,
    /// Cells.
    pub cells: Vec<ImportCell>,
}

/// A cell of it.
#[derive(Debug, Clone)]
pub struct ImportCell {
    /// Name of its column.
    pub label: String,
    /// What stands there.
    pub text: String,
    /// What is wrong, and what to do; empty when nothing is.
    pub wrong: String,
}

/// A group before anything is stored.
#[derive(Debug, Clone, Default)]
pub struct Whole {
    /// What it holds, in a sentence.
    pub sentence: String,
    /// What is wrong: line, field, what stands there, what is expected, what to do.
    pub issues: Option<Table>,
    /// The file itself, sent again to be stored.
    pub text: String,
    /// `toml` or `json`.
    pub syntax: &'static str,
}

impl Imports {
    /// What is wrong with a group, as templates go through it.
    fn tables(&self) -> Vec<&Table> {
        self.whole.iter().filter_map(|whole| whole.issues.as_ref()).collect()
    }
}
