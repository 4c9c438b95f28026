//! What has moved under the items of a plan, as whoever decides about them reads it.

use super::cited::Cited;
use super::problem::listed;
use crate::app::approval::conflicts::{ItemConflict, Moved};
use crate::lang::{Args, Locale, Words};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

/// An item of a plan that cannot be approved as things stand, with a sentence about it in each language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ItemConflict")]
pub struct MovedItem {
    #[serde(flatten)]
    conflict: ItemConflict,
    /// In French.
    sentence_fr: String,
    /// In English.
    sentence_en: String,
}

impl From<ItemConflict> for MovedItem {
    fn from(conflict: ItemConflict) -> Self {
        Self {
            sentence_fr: sentence(Words::new(Locale::Fr), &conflict),
            sentence_en: sentence(Words::new(Locale::En), &conflict),
            conflict,
        }
    }
}

impl MovedItem {
    /// The sentence in one reader's language.
    pub fn sentence(&self, words: Words) -> &str {
        words.pick(&self.sentence_fr, &self.sentence_en)
    }
}

/// Which post it is, whom the plan proposes, and what has moved.
fn sentence(words: Words, conflict: &ItemConflict) -> String {
    let day = conflict.date.parse::<NaiveDate>().map_or_else(|_| conflict.date.clone(), |day| words.date(day));
    let (what, reasons) = told(words, conflict);
    let reasons: Vec<Cited> = reasons.into_iter().map(Cited::line).collect();
    let what = if reasons.is_empty() { what } else { format!("{what} {}.", listed(words, &reasons)) };
    let mut values = Args::new();
    values.set("code", conflict.code.as_str());
    values.set("day", day);
    values.set("unit", conflict.unit_name.as_str());
    values.set("name", conflict.agent_name.as_str());
    values.set("what", what);
    words.fill("conflict-item", &values)
}

/// What has moved, and what forbids it by now: her name and the post stand beside it.
pub fn told(words: Words, conflict: &ItemConflict) -> (String, Vec<Cited>) {
    let key = match conflict.reason {
        Moved::ShiftGone => "plan-moved-gone",
        Moved::FilledMeanwhile => "plan-moved-filled",
        Moved::ShiftOffered => "plan-moved-offered",
        Moved::RequestChanged => "plan-moved-changed",
        Moved::AgentAskedElsewhere => "plan-moved-elsewhere",
        Moved::AgentNotLawful => "plan-moved-unlawful",
    };
    let reasons = match &conflict.neutral {
        Some(neutral) => Cited::neutral(words, neutral),
        None if conflict.reason == Moved::AgentNotLawful => {
            conflict.refusals.iter().map(|refusal| Cited::refusal(words, refusal)).collect()
        }
        None => Vec::new(),
    };
    (words.say(key), reasons)
}
