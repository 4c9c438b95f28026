//! What pages, refusals and notices say, in the reader's language: messages from `locales/`, figures and days as that language writes them.
//!
//! A message file is Fluent (`locales/fr/board.ftl` and its English twin); [`Words::say`] looks a message up, [`Words::with`] and
//! [`Words::fill`] set its variables. A test holds the files against each other and against every key that code and templates
//! ask for: none is missing, none is left over, both languages take the same variables, and French is set as French is.

mod both;
mod figures;
mod files;
pub mod reasons;

#[cfg(test)]
mod keys;

pub use crate::store::contacts::Locale;
pub use both::Both;
pub use figures::{capital, tied};
pub use fluent_bundle::FluentArgs as Args;

use fluent_bundle::FluentValue;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentMessage, FluentResource};
use std::sync::LazyLock;

static FRENCH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Locale::Fr));
static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Locale::En));

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let tag = match locale {
        Locale::Fr => unic_langid::langid!("fr-FR"),
        Locale::En => unic_langid::langid!("en-GB"),
    };
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Both languages run from left to right; marks of direction would only stand in the way of a search.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::Fr => |value, _| number(Locale::Fr, value),
        Locale::En => |value, _| number(Locale::En, value),
    }));
    for (name, french, english) in files::ALL {
        let text = if locale == Locale::Fr { french } else { english };
        let (resource, errors) = match FluentResource::try_new((*text).to_owned()) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        if !errors.is_empty() {
            tracing::error!(name, ?locale, ?errors, "a message file is not well formed");
        }
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(name, ?locale, ?errors, "a message stands in two files");
        }
    }
    bundle
}

/// Whole numbers in groups of three; everything else is text already.
fn number(locale: Locale, value: &FluentValue) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    Some(Words::new(locale).whole(number.value as i64))
}

/// A reader's language. Small, copied freely; every page's frame carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    locale: Locale,
}

impl Default for Words {
    fn default() -> Self {
        Self::new(Locale::Fr)
    }
}

impl Words {
    /// In this language.
    pub const fn new(locale: Locale) -> Self {
        Self { locale }
    }

    /// The language.
    pub const fn locale(self) -> Locale {
        self.locale
    }

    /// Its code for `lang`.
    pub const fn code(self) -> &'static str {
        match self.locale {
            Locale::Fr => "fr",
            Locale::En => "en",
        }
    }

    /// The one of two texts that is in this language.
    pub const fn pick<'t>(self, french: &'t str, english: &'t str) -> &'t str {
        match self.locale {
            Locale::Fr => french,
            Locale::En => english,
        }
    }

    /// A message without variables.
    pub fn say(self, key: &str) -> String {
        self.message(key, None, None)
    }

    /// A message whose variables are all of one type: `words.with("hello", [("name", name)])`.
    pub fn with<'v, V: Into<FluentValue<'v>>, const N: usize>(
        self,
        key: &str,
        values: [(&'static str, V); N],
    ) -> String {
        self.message(key, None, Some(&values.into_iter().collect()))
    }

    /// A message with a number, its variable `n`, after which its words may bend.
    pub fn count(self, key: &str, n: usize) -> String {
        self.with(key, [("n", n)])
    }

    /// A message with variables.
    pub fn fill(self, key: &str, values: &Args) -> String {
        self.message(key, None, Some(values))
    }

    /// Whether there is such a message.
    pub fn knows(self, key: &str) -> bool {
        self.found(key).is_some()
    }

    /// What else a message says: one of its attributes (`when`, `way-out`, `lead`).
    pub fn part(self, key: &str, attribute: &str) -> String {
        self.message(key, Some(attribute), None)
    }

    /// The same with variables.
    pub fn fill_part(self, key: &str, attribute: &str, values: &Args) -> String {
        self.message(key, Some(attribute), Some(values))
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        match self.locale {
            Locale::Fr => &FRENCH,
            Locale::En => &ENGLISH,
        }
    }

    fn found(self, key: &str) -> Option<FluentMessage<'static>> {
        self.bundle().get_message(key)
    }

    fn message(self, key: &str, attribute: Option<&str>, values: Option<&Args>) -> String {
        let found = self.found(key);
        let pattern = match attribute {
            None => found.and_then(|message| message.value()),
            Some(name) => found.and_then(|message| message.get_attribute(name)).map(|part| part.value()),
        };
        let Some(pattern) = pattern else {
            tracing::error!(key, attribute, locale = self.code(), "a message is missing");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = self.bundle().format_pattern(pattern, values, &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(key, locale = self.code(), ?errors, "a message could not be set");
        }
        text
    }
}

/// The language that `Accept-Language` (RFC 9110, 12.5.4) likes best among ours; French when it names neither.
pub fn preferred(accepted: &str) -> Locale {
    let mut best = (0.0, Locale::Fr);
    for part in accepted.split(',') {
        let mut pieces = part.split(';').map(str::trim);
        let tag = pieces.next().unwrap_or_default();
        let weight = pieces.find_map(|piece| piece.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse::<f64>().ok());
        let locale = match tag.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "fr" => Locale::Fr,
            "en" => Locale::En,
            _ => continue,
        };
        if let Some(weight) = weight
            && weight > best.0
        {
            best = (weight, locale);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_language_is_found() {
        for (accepted, locale) in [
            ("", Locale::Fr),
            ("de, en;q=0.8, fr;q=0.2", Locale::En),
            ("en-GB,en;q=0.9,fr;q=0.8", Locale::En),
            ("fr-FR, en;q=0.9", Locale::Fr),
            ("en;q=0, fr;q=0.1", Locale::Fr),
            ("en;q=x", Locale::Fr),
            ("de", Locale::Fr),
        ] {
            assert_eq!(preferred(accepted), locale, "{accepted}");
        }
    }

    #[test]
    fn words_bend_with_their_number() {
        let (fr, en) = (Words::new(Locale::Fr), Words::new(Locale::En));
        let ended = |words: Words, n| words.count("done-sessions-ended", n);
        assert_eq!(ended(fr, 0), "0\u{a0}autre session fermée.");
        assert_eq!(ended(fr, 1), "1\u{a0}autre session fermée.");
        assert_eq!(ended(fr, 1_200), "1\u{202f}200\u{a0}autres sessions fermées.");
        assert_eq!(ended(en, 0), "0\u{a0}other sessions closed.");
        assert_eq!(ended(en, 1), "1\u{a0}other session closed.");
        assert_eq!(ended(en, 1_200), "1,200\u{a0}other sessions closed.");
    }

    #[test]
    fn what_is_missing_is_shown_as_its_key() {
        assert_eq!(Words::default().say("no-such-message"), "no-such-message");
        assert!(!Words::default().knows("no-such-message"));
    }
}
