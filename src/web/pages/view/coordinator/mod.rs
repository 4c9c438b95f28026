//! What the pages of the pool's coordination print.

mod board;
mod decide;
mod people;
mod plan;
mod proposals;
mod search;

pub use board::*;
pub use decide::*;
pub use people::*;
pub use plan::*;
pub use proposals::*;
pub use search::*;

/// One of the values that a field may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// As it is sent.
    pub value: String,
    /// As it is read.
    pub label: String,
    /// It is the one at hand.
    pub chosen: bool,
}

/// A line of ours, with a name that people chose after it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Ours.
    pub text: String,
    /// Theirs; may be empty.
    pub name: String,
}

impl Named {
    /// A line without a name.
    pub fn plain(text: String) -> Self {
        Self { text, name: String::new() }
    }
}

/// Which shift something is about.
#[derive(Debug, Clone, Default)]
pub struct Post {
    /// Shift.
    pub id: String,
    /// `sam. 5 déc.`.
    pub day: String,
    /// Local hours.
    pub hours: String,
    /// Shift code.
    pub code: String,
    /// Title asked for.
    pub qualification: String,
    /// Unit.
    pub unit: String,
    /// Establishment.
    pub establishment: String,
}
