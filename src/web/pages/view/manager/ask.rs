//! Asking for a replacement, and what may be hoped for.

use super::Choice;
use crate::web::pages::view::{Alert, Frame, Tag};
use askama::Template;

/// `/demandes/nouvelle`.
#[derive(Debug, Template)]
#[template(path = "manager/ask.html")]
#[expect(clippy::struct_excessive_bools, reason = "each shows a part of the page")]
pub struct Ask {
    /// Frame.
    pub frame: Frame,
    /// Where it leads back to.
    pub back: String,
    /// What the form was refused for.
    pub alert: Alert,
    /// Key of the form, which becomes the request's identifier.
    pub key: String,
    /// Units to choose from, with the address of the form for each.
    pub units: Vec<Choice>,
    /// The unit.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// The posts asked for.
    pub posts: Vec<PostRow>,
    /// Another post may be added.
    pub more: bool,
    /// First day that may be asked for.
    pub first: String,
    /// Last day that may be asked for.
    pub last: String,
    /// Titles; the first is that of the post.
    pub titles: Vec<Choice>,
    /// Motives.
    pub motives: Vec<Choice>,
    /// How urgent.
    pub priorities: Vec<Choice>,
    /// Whoever is replaced.
    pub people: Vec<Choice>,
    /// Something of the fold is filled in.
    pub unfolded: bool,
    /// A word for the pool.
    pub note: String,
    /// A degraded substitution will do.
    pub degraded: bool,
    /// Another request asks for the same post: it may be sent all the same.
    pub although: bool,
    /// What may be hoped for.
    pub estimate: Estimate,
    /// The script that refreshes it.
    pub script_url: String,
}

/// A post asked for.
#[derive(Debug, Clone)]
pub struct PostRow {
    /// From 1.
    pub number: usize,
    /// As typed.
    pub date: String,
    /// Codes of the unit.
    pub codes: Vec<Choice>,
}

/// `/demandes/estimation`: what may be hoped for, alone.
#[derive(Debug, Template)]
#[template(path = "manager/estimate.html")]
pub struct Hope {
    /// It.
    pub estimate: Estimate,
}

/// What may be hoped for.
#[derive(Debug, Clone, Default)]
pub struct Estimate {
    /// In a sentence; what is missing where nothing can be said.
    pub sentence: String,
    /// The same as a mark; empty where nothing can be said.
    pub mark: Tag,
    /// Post by post.
    pub posts: Vec<String>,
    /// How posts like it came out.
    pub past: String,
    /// What happens next, and until when.
    pub next: String,
    /// What all this rests on.
    pub basis: String,
}
