//! What the templates print. Every field is text or a number that is ready to be shown; who may see it is decided before.

mod account;
pub mod agent;
pub mod coordinator;
pub mod manager;
pub mod records;
mod reference;

pub use crate::web::cited::Cited;
pub use account::*;
pub use reference::*;

use crate::lang::Words;
use askama::Template;

/// What every page has around its content.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The reader's language.
    pub words: Words,
    /// Title.
    pub title: String,
    /// Group's name; empty before log-in.
    pub group: String,
    /// Who is logged in.
    pub user: Option<User>,
    /// What the last action did.
    pub flash: Option<Flash>,
    /// The place in the navigation that the page belongs to; may be empty.
    pub here: &'static str,
    /// Style sheet.
    pub style_url: String,
    /// What every form bears, so that the gate knows it for one of ours.
    pub seal: String,
}

/// Who is logged in.
#[derive(Debug, Clone)]
pub struct User {
    /// Name.
    pub name: String,
    /// Roles.
    pub role: String,
    /// Where she may go.
    pub places: Vec<Place>,
}

/// A form that was turned away, with what was typed in it.
#[derive(Debug, Template)]
#[template(path = "kept.html")]
pub struct KeptForm {
    /// Frame.
    pub frame: Frame,
    /// Nobody is logged in any more.
    pub signed_out: bool,
    /// Where it is sent.
    pub address: String,
    /// Names and values of its fields.
    pub fields: Vec<(String, String)>,
    /// It came with files, which have to be chosen again.
    pub had_files: bool,
}

/// A place in the navigation.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its address.
    pub href: &'static str,
    /// Its name.
    pub label: String,
}

impl Frame {
    /// A message without variables: see [`Words::say`].
    pub fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// A message with a number: see [`Words::count`].
    pub fn count(&self, key: &str, n: &usize) -> String {
        self.words.count(key, *n)
    }

    /// A message with texts as its variables: see [`Words::with`].
    pub fn with<const N: usize>(&self, key: &str, values: &[(&'static str, &str); N]) -> String {
        self.words.with(key, *values)
    }
}

/// A message shown once.
#[derive(Debug, Clone)]
pub struct Flash {
    /// `ok`, `warn` or `bad`.
    pub tone: &'static str,
    /// Sentence.
    pub text: String,
}

/// A short label; its colour repeats what its text says.
#[derive(Debug, Clone, Default)]
pub struct Tag {
    /// Text; empty shows nothing.
    pub text: String,
    /// CSS class.
    pub tone: &'static str,
}

impl Tag {
    /// Neutral.
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), tone: "" }
    }

    /// Well.
    pub fn ok(text: &str) -> Self {
        Self { text: text.to_owned(), tone: "ok" }
    }

    /// Wants attention.
    pub fn warn(text: &str) -> Self {
        Self { text: text.to_owned(), tone: "warn" }
    }

    /// Wants action.
    pub fn bad(text: &str) -> Self {
        Self { text: text.to_owned(), tone: "bad" }
    }
}

/// Why a form came to nothing. Nothing is shown while there is no sentence.
#[derive(Debug, Clone, Default)]
pub struct Alert {
    /// What happened, and what to do.
    pub text: String,
    /// What it rests on.
    pub reasons: Vec<Cited>,
    /// Where to look: address and text.
    pub links: Vec<(String, String)>,
    /// Shifts that ask for the same post.
    pub alike: Vec<String>,
    /// Fields at fault, each with a sentence of its own.
    pub fields: Vec<(String, String)>,
}

impl Alert {
    /// Whether there is something to show.
    pub fn is_shown(&self) -> bool {
        !self.text.is_empty()
    }

    /// Whether this field is at fault.
    pub fn is_at(&self, field: &str) -> bool {
        self.fields.iter().any(|(name, _)| name == field)
    }

    /// What is wrong with a field; empty when nothing is.
    pub fn at(&self, field: &str) -> &str {
        self.fields.iter().find(|(name, _)| name == field).map_or("", |(_, sentence)| sentence.as_str())
    }
}

/// A refusal as a page.
#[derive(Debug, Template)]
#[template(path = "problem.html")]
pub struct Problem {
    /// Frame.
    pub frame: Frame,
    /// HTTP status.
    pub status: u16,
    /// The same for machines.
    pub code: &'static str,
    /// What happened.
    pub heading: String,
    /// What stands in the way this time, and what to do.
    pub detail: String,
    /// What it rests on.
    pub reasons: Vec<Cited>,
}

/// `/postes/{id}`.
#[derive(Debug, Template)]
#[template(path = "shift.html")]
pub struct Shift {
    /// Frame.
    pub frame: Frame,
    /// Day and hours.
    pub heading: String,
    /// Shift code.
    pub code: String,
    /// The part of the day that it is, as the style sheet calls it.
    pub part: &'static str,
    /// Unit and establishment.
    pub place: String,
    /// Title asked for.
    pub qualification: String,
    /// Priority.
    pub priority: Tag,
    /// Address of its request.
    pub request: String,
    /// What the request is called.
    pub request_name: String,
    /// Who may hold it, in the published order.
    pub eligible: Vec<Able>,
    /// How many may not.
    pub refused_count: usize,
    /// Who may not, by the rule that refuses first.
    pub refused: Vec<RefusedBy>,
    /// Why nobody may, and what would fill it.
    pub nobody: Option<Nobody>,
}

/// Those whom one rule refuses first.
#[derive(Debug, Clone)]
pub struct RefusedBy {
    /// Its name.
    pub rule: String,
    /// The articles that found it.
    pub articles: String,
    /// They.
    pub people: Vec<Unable>,
}

/// Why nobody can take a shift.
#[derive(Debug, Clone)]
pub struct Nobody {
    /// Who was judged.
    pub summary: String,
    /// Minimal sets of rules, one sentence each.
    pub sets: Vec<String>,
    /// What would fill it, cheapest first.
    pub relaxations: Vec<Relaxation>,
    /// What is left unsaid, and the outside price; may be empty.
    pub notes: Vec<String>,
}

/// What would fill a shift.
#[derive(Debug, Clone)]
pub struct Relaxation {
    /// In a sentence.
    pub sentence: String,
    /// Why somebody can only be asked.
    pub notes: Vec<Cited>,
    /// Euros.
    pub cost: String,
    /// Points of equity and of preference.
    pub points: String,
}

/// A candidate who may hold a shift.
#[derive(Debug, Clone)]
pub struct Able {
    /// Rank.
    pub rank: usize,
    /// Name.
    pub name: String,
    /// Full or degraded.
    pub suitability: String,
    /// Account before and after.
    pub account: String,
    /// Knows the unit.
    pub familiarity: String,
    /// Kilometres.
    pub distance: String,
    /// Euros.
    pub cost: String,
    /// Why she can only be asked.
    pub notes: Vec<Cited>,
}

/// A candidate who may not.
#[derive(Debug, Clone)]
pub struct Unable {
    /// Name.
    pub name: String,
    /// Every reason.
    pub reasons: Vec<Reason>,
}

/// Why not.
#[derive(Debug, Clone)]
pub struct Reason {
    /// With its figures.
    pub sentence: String,
    /// Article.
    pub article: String,
    /// From when it would be lawful; may be empty.
    pub from: String,
    /// In the article's place stands a word of ours: it is kept from this reader.
    pub kept: bool,
}
