//! A reason with the article that founds it. The two stay apart until they are shown: the article is French, as the law is,
//! whatever the reader's language.

use crate::lang::{Locale, Words, capital};
use releve_solver::audit::Finding;
use releve_solver::explain::{Neutral, Refusal};
use std::fmt;

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cited {
    /// Sentence, in the reader's language.
    pub text: String,
    /// Article; empty for what needs none.
    pub article: String,
}

impl Cited {
    /// A sentence, and its article as packs write it: it is going to stand in parentheses, so that its own become square brackets.
    pub fn new(words: Words, text: String, article: &str) -> Self {
        Self { text, article: words.set(&article.replace('(', "[").replace(')', "]")) }
    }

    /// A sentence that no article founds.
    pub const fn plain(text: String) -> Self {
        Self { text, article: String::new() }
    }

    /// Why somebody may not hold a shift.
    pub fn refusal(words: Words, refusal: &Refusal) -> Self {
        let sentence = words.pick(&refusal.sentence_fr, &refusal.sentence_en);
        Self::new(words, words.set(sentence), &refusal.article)
    }

    /// What another establishment may read of somebody.
    pub fn neutral(words: Words, neutral: &Neutral) -> Vec<Self> {
        let sentences = match words.locale() {
            Locale::Fr => &neutral.fr,
            Locale::En => &neutral.en,
        };
        sentences.iter().map(|sentence| Self::plain(words.set(sentence))).collect()
    }

    /// What a roster would break on a day.
    pub fn finding(words: Words, finding: &Finding) -> Self {
        let sentence = words.set(words.pick(&finding.sentence_fr, &finding.sentence_en));
        let text = format!("{}{}{sentence}", words.short_day(finding.date), words.say("colon"));
        Self::new(words, text, &finding.article)
    }

    /// The same at the beginning of a line.
    #[must_use]
    pub fn line(self) -> Self {
        Self { text: capital(&self.text), ..self }
    }
}

impl fmt::Display for Cited {
    /// As running text, where nothing can be marked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        if self.article.is_empty() { Ok(()) } else { write!(f, " ({})", self.article) }
    }
}
