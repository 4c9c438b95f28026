//! What is wrong with a field: a message of `locales/*/fields.ftl` says what is expected there, and its part `.help` the way out.
//!
//! Whoever refuses does not know who reads, so an [`Issue`] carries both languages; [`crate::web`] picks one. What was found is
//! told as it was given, and by a message of `found.ftl` where that takes words. A test (`lang::keys`) holds the files against
//! every [`expected`] and [`found`], with the variables that each is given.

use crate::lang::{Args, Locale, Words};
use fluent_bundle::FluentValue;
use releve_solver::domain::scenario::Unit;
use releve_solver::formats::{Issue, Said};

/// A message about a field, and what its variables stand for in each language.
#[derive(Debug)]
pub struct Phrase {
    key: &'static str,
    french: Args<'static>,
    english: Args<'static>,
}

/// What a field should hold, and what to do: a message of `fields.ftl`.
pub fn expected(key: &'static str) -> Phrase {
    Phrase { key, french: Args::new(), english: Args::new() }
}

/// One of a few names.
pub fn one_of(known: &[&str]) -> Phrase {
    expected("field-one-of").with("known", known.join(", "))
}

/// A shift code of a unit.
pub fn shift_code(unit: &Unit) -> Phrase {
    let known: Vec<_> = unit.shift_codes.iter().map(|known| known.code.as_str()).collect();
    expected("field-shift-code").with("known", known.join(", "))
}

/// What a field holds, where that takes words: a message of `found.ftl`.
pub fn found(key: &'static str) -> Phrase {
    expected(key)
}

/// Nothing was given.
pub fn nothing() -> Said {
    found("found-nothing").into()
}

/// A text too long, or too short, to be told.
pub fn characters(text: &str) -> Said {
    found("found-characters").with("n", text.chars().count()).into()
}

impl Phrase {
    /// The same with a variable set.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<FluentValue<'static>>) -> Self {
        let value = value.into();
        self.french.set(name, value.clone());
        self.english.set(name, value);
        self
    }

    /// The same with a variable that is itself said in both languages.
    #[must_use]
    pub fn with_said(mut self, name: &'static str, value: &Said) -> Self {
        self.french.set(name, value.french().to_owned());
        self.english.set(name, value.english().to_owned());
        self
    }

    /// The issue of a field in which something else was found.
    pub fn at(self, field: &str, found: impl Into<Said>) -> Issue {
        let found = found.into();
        Issue {
            line: None,
            field: field.to_owned(),
            found: if found.is_empty() { nothing() } else { found },
            expected: self.both(Words::fill),
            help: self.both(|words, key, values| words.fill_part(key, "help", values)),
        }
    }

    fn both(&self, say: impl Fn(Words, &str, &Args) -> String) -> Said {
        let [french, english] = [(Locale::Fr, &self.french), (Locale::En, &self.english)]
            .map(|(locale, values)| say(Words::new(locale), self.key, values));
        Said::both(french, english)
    }
}

impl From<Phrase> for Said {
    fn from(phrase: Phrase) -> Self {
        phrase.both(Words::fill)
    }
}
