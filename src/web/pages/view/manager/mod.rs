//! What the pages of a nursing manager print.

mod ask;
mod month;
mod request;

pub use ask::*;
pub use month::*;
pub use request::*;

/// A choice of a list or of some buttons.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// As the form sends it.
    pub value: String,
    /// As people read it.
    pub label: String,
    /// A word on it; may be empty.
    pub note: String,
    /// It is chosen.
    pub chosen: bool,
}

impl Choice {
    /// A choice without a word on it.
    pub fn new(value: &str, label: impl Into<String>, chosen: bool) -> Self {
        Self { value: value.to_owned(), label: label.into(), note: String::new(), chosen }
    }
}
