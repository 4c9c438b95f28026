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
