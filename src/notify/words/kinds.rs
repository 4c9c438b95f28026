//! The kinds of notices: what each is called, what it says, whether it can wait, whether it asks for an answer.

mod accounts;
mod offers;
mod requests;
mod rests;
mod rosters;
mod swaps;

use crate::app::links::Purpose;
use crate::lang::Words;

/// A kind of notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// As in the outbox.
    pub name: &'static str,
    /// It cannot wait for a digest; quiet hours hold all the same.
    pub urgent: bool,
    /// It asks for an answer before its closing time, and is of no use after.
    pub asks: bool,
    /// It opens somebody's own account by a link of this purpose: it goes at once to the address with which she logs in,
    /// whatever she has said of how to be told, and to no program.
    pub opens: Option<Purpose>,
    /// The message that is its title, a few words; its attribute `lead` is a sentence or two.
    message: &'static str,
}

impl Kind {
    /// A kind that can wait, asks nothing and opens nothing.
    const fn new(name: &'static str, message: &'static str) -> Self {
        Self { name, urgent: false, asks: false, opens: None, message }
    }

    /// It cannot wait for a digest.
    const fn urgent(self) -> Self {
        Self { urgent: true, ..self }
    }

    /// It asks for an answer.
    const fn asking(self) -> Self {
        Self { asks: true, ..self }
    }

    /// It opens somebody's own account.
    const fn opening(self, purpose: Purpose) -> Self {
        Self { opens: Some(purpose), ..self }
    }

    /// A few words that begin the subject.
    pub fn title(&self, words: Words) -> String {
        words.say(self.message)
    }

    /// A sentence or two.
    pub fn lead(&self, words: Words) -> String {
        words.part(self.message, "lead")
    }
}

/// Every kind that has words of its own, noun by noun.
const ALL: [&[Kind]; 6] = [offers::KINDS, requests::KINDS, rosters::KINDS, swaps::KINDS, rests::KINDS, accounts::KINDS];

/// Whatever has no words of its own yet.
const OTHER: Kind = Kind::new("other", "notice-other");

/// Every kind that has words of its own.
pub fn all() -> impl Iterator<Item = Kind> {
    ALL.into_iter().flatten().copied()
}

/// The kind of this name, or the one for all others.
pub fn of(name: &str) -> Kind {
    all().find(|kind| kind.name == name).unwrap_or(OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Locale;

    #[test]
    fn every_kind_is_there_once_and_has_its_words() {
        for (n, kind) in all().enumerate() {
            assert_eq!(all().position(|other| other.name == kind.name), Some(n), "{}", kind.name);
            for words in [Locale::Fr, Locale::En].map(Words::new) {
                let (title, lead) = (kind.title(words), kind.lead(words));
                assert!(
                    title.chars().count() <= 30 && lead.ends_with('.') && words.knows(kind.message),
                    "{}",
                    kind.name
                );
            }
        }
    }
}
