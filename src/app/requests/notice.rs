//! How much notice is left before a shift, in the classes that rosters and their changes know.

use schemars::JsonSchema;
use serde::Serialize;

/// A class of notice: 15 days are those of the roster (FPH art. 13), 7 days those of CCN51 05.05.3 and CCN66 20.8, 48 hours those
/// of a rectified roster (FPH art. 13); under 48 hours nobody but volunteers is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub enum NoticeClass {
    /// Fifteen days or more.
    #[serde(rename = "J-15")]
    FifteenDays,
    /// Seven days or more.
    #[serde(rename = "J-7")]
    SevenDays,
    /// Forty-eight hours or more.
    #[serde(rename = "J-2")]
    TwoDays,
    /// Less, or after the beginning.
    #[serde(rename = "under-48h")]
    Less,
}

impl NoticeClass {
    /// The class of so many minutes of notice.
    pub const fn of(minutes: i64) -> Self {
        const DAY: i64 = 24 * 60;
        if minutes >= 15 * DAY {
            Self::FifteenDays
        } else if minutes >= 7 * DAY {
            Self::SevenDays
        } else if minutes >= 2 * DAY {
            Self::TwoDays
        } else {
            Self::Less
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_begins_with_its_last_minute() {
        use NoticeClass::{FifteenDays, Less, SevenDays, TwoDays};
        let classes = [21_600, 21_599, 10_080, 10_079, 2_880, 2_879, 0, -5].map(NoticeClass::of);
        assert_eq!(classes, [FifteenDays, SevenDays, SevenDays, TwoDays, TwoDays, Less, Less, Less]);
    }
}
