//! What is said before it is known who reads it.

use super::{Locale, Words};

/// A sentence in each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    french: String,
    english: String,
}

impl Both {
    /// The same in both.
    pub fn said(say: impl Fn(Words) -> String) -> Self {
        Self { french: say(Words::new(Locale::Fr)), english: say(Words::new(Locale::En)) }
    }

    /// In one reader's language.
    pub fn text(&self, words: Words) -> &str {
        words.pick(&self.french, &self.english)
    }
}
