//! The audit log.

use super::super::{Alert, Frame};
use super::{Choice, Days};
use askama::Template;

/// `/journal`.
#[derive(Debug, Template)]
#[template(path = "records/journal.html")]
pub struct Journal {
    /// Frame.
    pub frame: Frame,
    /// Why the filter could not be used.
    pub alert: Alert,
    /// Who is looked for.
    pub who: String,
    /// Identifier of the object that is looked for.
    pub object: String,
    /// Days that are looked for.
    pub days: Days,
    /// Deeds.
    pub actions: Vec<Choice>,
    /// Kinds of objects.
    pub kinds: Vec<Choice>,
    /// Something is looked for.
    pub filtered: bool,
    /// Lines, the newest first.
    pub lines: Vec<Deed>,
    /// Where the older lines are; empty when these are the last.
    pub next: String,
    /// The lines that are looked for as a table to download.
    pub table: String,
}

/// A line of the log.
#[derive(Debug, Clone)]
pub struct Deed {
    /// Its number in the chain; empty on lines from before there was one.
    pub number: String,
    /// When.
    pub when: String,
    /// Name of whoever did it.
    pub who: String,
    /// In which role.
    pub role: String,
    /// What.
    pub what: String,
    /// To what kind of thing.
    pub kind: String,
    /// To which one.
    pub object: String,
    /// Where the lines about the same thing are.
    pub same: String,
    /// How many figures and reasons there are, in words.
    pub figures: String,
    /// Figures and reasons: name and value.
    pub details: Vec<(String, String)>,
}

/// `/journal/verification`.
#[derive(Debug, Template)]
#[template(path = "records/verification.html")]
pub struct Verification {
    /// Frame.
    pub frame: Frame,
    /// The chain is what it should be.
    pub sound: bool,
    /// The result in a sentence.
    pub sentence: String,
    /// What is wrong; empty when nothing is.
    pub flaw: String,
    /// The last link.
    pub head: String,
    /// The link kept from before that was looked for.
    pub kept: String,
}
