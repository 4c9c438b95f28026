//! What is said to whoever mends an input: in French and in English where a page shows it, in English alone where only the command
//! line does.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::Deref;

/// A piece of an [`Issue`](super::Issue). As a `str`, and for machines, it is English.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    english: String,
    french: Option<String>,
}

impl Said {
    /// In French and in English.
    pub fn both(french: impl Into<String>, english: impl Into<String>) -> Self {
        Self { english: english.into(), french: Some(french.into()) }
    }

    /// In English.
    pub fn english(&self) -> &str {
        &self.english
    }

    /// In French; in English where nobody has said it in French.
    pub fn french(&self) -> &str {
        self.own_french().unwrap_or(&self.english)
    }

    /// In French, where it is words that somebody has said in French: not what is the same in both languages, such as what was typed.
    pub fn own_french(&self) -> Option<&str> {
        self.french.as_deref()
    }
}

impl From<String> for Said {
    /// The same in both languages, or English alone.
    fn from(english: String) -> Self {
        Self { english, french: None }
    }
}

impl From<&str> for Said {
    fn from(english: &str) -> Self {
        english.to_owned().into()
    }
}

impl From<&String> for Said {
    fn from(english: &String) -> Self {
        english.clone().into()
    }
}

impl From<&Self> for Said {
    fn from(said: &Self) -> Self {
        said.clone()
    }
}

impl Deref for Said {
    type Target = str;

    fn deref(&self) -> &str {
        &self.english
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}

impl PartialEq<&str> for Said {
    fn eq(&self, other: &&str) -> bool {
        self.english == *other
    }
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.english)
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// Holds that what is expected and how to mend it is said in both languages, and in French as French is set: a page or a
/// document shows either.
#[cfg(test)]
#[track_caller]
pub(crate) fn speak_both_languages(issues: &[super::Issue]) {
    for issue in issues {
        for said in [&issue.expected, &issue.help] {
            let french = said.own_french().unwrap_or_else(|| panic!("nobody has said {said:?} in French: {issue}"));
            assert_ne!(french, said.english(), "{issue}");
            // Names of fields and values are not set.
            let words: String = french.split(['`', '"']).step_by(2).collect();
            assert!(!words.contains(['\'', '“', '”']), "{french}");
            let mut before = ' ';
            for c in words.chars() {
                assert!(!":;?!»%".contains(c) || before.is_whitespace(), "a space belongs before {c:?}: {french}");
                assert!(before != '«' || c.is_whitespace(), "{french}");
                before = c;
            }
        }
    }
}
