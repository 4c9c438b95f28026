//! The board: what nobody holds yet, and what is under way for it.

use super::{Choice, Named, Post};
use crate::web::pages::view::{Frame, Tag};
use askama::Template;

/// `/` for those who plan or oversee.
#[derive(Debug, Template)]
#[template(path = "coordinator/board.html")]
pub struct Board {
    /// Frame.
    pub frame: Frame,
    /// Key figures.
    pub figures: Vec<Figure>,
    /// What comes first: urgent, and nobody is asked.
    pub urgent: Vec<Open>,
    /// How many more there are of these, as a link; empty when all are shown.
    pub urgent_more: String,
    /// The plan that waits for a decision, or the one under way.
    pub plan: Option<Summary>,
    /// May start a plan.
    pub can_plan: bool,
    /// What is shown.
    pub filter: Filter,
    /// Something is filtered.
    pub filtered: bool,
    /// What the list holds, in a sentence.
    pub shown: String,
    /// The list.
    pub groups: Vec<Group>,
    /// Pages before and after.
    pub pager: Pager,
}

/// A key figure that leads to what it counts.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What.
    pub label: String,
    /// How much.
    pub value: String,
    /// A word on it; may be empty.
    pub note: String,
    /// Where what it counts is listed.
    pub href: String,
    /// `bad` when it wants action now.
    pub tone: &'static str,
}

/// A plan in a line.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Where it is.
    pub href: String,
    /// What it says.
    pub sentence: String,
    /// Where it stands.
    pub state: Tag,
    /// Percent done, of one under way.
    pub percent: Option<u32>,
    /// What the link says.
    pub call: String,
}

/// How the list is narrowed and sorted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Words looked for.
    pub words: String,
    /// What the list is grouped by.
    pub by: Vec<Choice>,
    /// Priorities.
    pub priorities: Vec<Choice>,
    /// Establishments and units.
    pub places: Vec<Choice>,
    /// Titles.
    pub titles: Vec<Choice>,
    /// What is under way.
    pub states: Vec<Choice>,
}

/// Shifts under one head.
#[derive(Debug, Clone)]
pub struct Group {
    /// The head.
    pub label: String,
    /// It is a name that people chose, not a word of ours.
    pub is_name: bool,
    /// `week-end`, `jour férié` or empty.
    pub mark: String,
    /// How many shifts there are under it in all.
    pub count: String,
    /// Those on this page.
    pub shifts: Vec<Open>,
}

/// A shift that nobody holds yet.
#[derive(Debug, Clone)]
pub struct Open {
    /// Which.
    pub post: Post,
    /// Priority.
    pub priority: Tag,
    /// Where its search stands.
    pub state: Tag,
    /// What is under way, a line each.
    pub doing: Vec<Named>,
}

/// The pages before and after.
#[derive(Debug, Clone, Default)]
pub struct Pager {
    /// Address of the page before; empty on the first.
    pub before: String,
    /// Address of the page after; empty on the last.
    pub after: String,
    /// Which page this is; empty when there is one.
    pub place: String,
}
