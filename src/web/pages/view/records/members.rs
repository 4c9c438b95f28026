//! Lists of what is on file, and what is on file of one thing.

use super::super::{Frame, Tag};
use super::{Choice, Table};
use askama::Template;

/// A list: establishments, agents, rule packs, users.
#[derive(Debug, Template)]
#[template(path = "records/directory.html")]
pub struct Directory {
    /// Frame.
    pub frame: Frame,
    /// What it is.
    pub about: String,
    /// A way to look for something; none where the list is short.
    pub search: Option<Search>,
    /// The list.
    pub table: Table,
    /// What is said when nothing is in it.
    pub empty: String,
    /// Where more is; empty when this is all.
    pub next: String,
}

impl Directory {
    /// The list as templates go through it.
    fn tables(&self) -> &[Table] {
        std::slice::from_ref(&self.table)
    }
}

/// A way to look for something in a list.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Where the form goes.
    pub action: &'static str,
    /// Name of the field for words.
    pub label: String,
    /// What is looked for.
    pub text: String,
    /// Name of the choice.
    pub choice_label: String,
    /// Its values; may be empty.
    pub choices: Vec<Choice>,
}

/// What is on file of one thing.
#[derive(Debug, Template)]
#[template(path = "records/sheet.html")]
pub struct Sheet {
    /// Frame.
    pub frame: Frame,
    /// Where the list is: address and name.
    pub back: (String, String),
    /// Name of the thing.
    pub heading: String,
    /// The name is one that people gave.
    pub name: bool,
    /// Where it stands; empty shows nothing.
    pub tag: Tag,
    /// What wants attention; may be empty.
    pub warning: String,
    /// Parts of it.
    pub blocks: Vec<Block>,
}

/// A part of what is on file.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// Where it is on the page.
    pub anchor: &'static str,
    /// Name.
    pub title: String,
    /// What it is; may be empty.
    pub about: String,
    /// Single facts.
    pub facts: Vec<Fact>,
    /// Lists.
    pub tables: Vec<Table>,
    /// What is said when there is nothing.
    pub empty: String,
    /// Where more of it is: address and name; may be empty.
    pub more: (String, String),
}

impl Block {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.tables.iter().all(|table| table.rows.is_empty())
    }
}

/// A fact.
#[derive(Debug, Clone, Default)]
pub struct Fact {
    /// What.
    pub label: String,
    /// How it is.
    pub text: String,
    /// It is a name, a number or a code.
    pub name: bool,
    /// Where it leads; may be empty.
    pub href: String,
}
