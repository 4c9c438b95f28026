//! Why a cascade ended, or is held: data where the service says it, so that each reader has it in her language; text where
//! somebody typed it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// The shift has passed.
    Past,
    /// The shift is called off.
    CalledOff,
    /// Somebody of the list has said yes, and is to be admitted.
    ToAdmit,
    /// Nobody who was asked has said yes.
    NoYes {
        /// How many were asked.
        asked: usize,
        /// How many could still hold the shift.
        able: usize,
    },
    /// Nobody may hold the shift, as the solver says it.
    Nobody {
        /// In French.
        fr: String,
        /// In English.
        en: String,
    },
    /// Somebody's own words.
    #[serde(skip)]
    Typed(String),
}

impl Why {
    /// From the text of a row.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_else(|_| Self::Typed(text.to_owned()))
    }

    /// From the payload of a notice.
    pub fn of_notice(payload: &Value) -> Option<Self> {
        serde_json::from_value(payload.get("why")?.clone()).ok()
    }

    /// The text of a row.
    pub fn text(&self) -> String {
        match self {
            Self::Typed(text) => text.clone(),
            ours => serde_json::to_string(ours).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Why;

    #[test]
    fn whatever_is_stored_reads_back() {
        let nobody = Why::Nobody { fr: "aucun titre".to_owned(), en: "no title".to_owned() };
        for why in [Why::Past, Why::NoYes { asked: 5, able: 0 }, nobody, Why::Typed("La famille vient".to_owned())] {
            assert_eq!(Why::read(&why.text()), why);
        }
    }
}
