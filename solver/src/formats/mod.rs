//! Text formats.
pub(crate) mod bare;
pub mod curtois;
pub mod detect;
pub(crate) mod findings;
#[cfg(test)]
pub(crate) mod garble;
pub mod generate;
pub mod inrc2;
pub(crate) mod lines;
pub(crate) mod passes;
pub(crate) mod reader;
pub mod roster;
mod said;
pub mod scenario;
pub mod suggest;
pub(crate) mod tree;

pub use findings::well_formed_id;
pub use reader::YEARS;

pub use said::Said;
#[cfg(test)]
pub(crate) use said::speak_both_languages;

use serde::{Deserialize, Serialize};
use std::fmt;

/// One thing wrong with an input, said so that its author can mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Issue {
    /// Line in the file, from 1, when the input came from a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Path of the field: `agents[3].share_percent`, or empty for the whole.
    pub field: String,
    /// What stands there.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub found: Said,
    /// What may stand there.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub expected: Said,
    /// How to mend it.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub help: Said,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        write!(f, "{}: found {}, expected {}; {}", self.field, self.found, self.expected, self.help)
    }
}
