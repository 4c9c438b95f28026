//! What the pages of those who oversee, pay, audit and administer print.

mod imports;
mod indicators;
mod journal;
mod members;
mod pay;
mod users;

pub use imports::*;
pub use indicators::*;
pub use journal::*;
pub use members::*;
pub use pay::*;
pub use users::*;

/// One of several values to choose from.
#[derive(Debug, Clone)]
pub struct Choice {
    /// As it is sent.
    pub value: String,
    /// As it is read.
    pub label: String,
    /// It is the one in force.
    pub chosen: bool,
}

/// A period as a form says it: two days, `YYYY-MM-DD` or empty.
#[derive(Debug, Clone, Default)]
pub struct Days {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// Why a form was refused: a sentence on top, and one at each field that is wrong.
#[derive(Debug, Clone, Default)]
pub struct Refusal {
    /// On top; empty when nothing was refused.
    pub sentence: String,
    /// Field and sentence.
    pub fields: Vec<(&'static str, String)>,
}

impl Refusal {
    /// What stands at a field; empty when it is right.
    pub fn at(&self, name: &str) -> String {
        let here = self.fields.iter().filter(|(field, _)| *field == name).map(|(_, sentence)| sentence.as_str());
        here.collect::<Vec<_>>().join(" ")
    }
}
