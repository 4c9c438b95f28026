//! What is said before it is known who reads it.

use super::{Locale, Words};

/// The same in each language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Both<T> {
    french: T,
    english: T,
}

impl<T> Both<T> {
    /// The same in both.
    pub fn said(say: impl Fn(Words) -> T) -> Self {
        Self { french: say(Words::new(Locale::Fr)), english: say(Words::new(Locale::En)) }
    }

    /// In one reader's language.
    pub const fn of(&self, words: Words) -> &T {
        match words.locale() {
            Locale::Fr => &self.french,
            Locale::En => &self.english,
        }
    }
}
