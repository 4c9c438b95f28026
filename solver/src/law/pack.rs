//! The text form of a rule pack, and the packs that ship with the program.

use super::RuleSet;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// One regime's rules at one version. Unknown fields are refused: a misspelt limit must not be silently absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Pack {
    /// `fph`, `code-du-travail`.
    pub id: String,
    /// `2026-01`.
    pub version: String,
    /// Name shown to people.
    pub name: String,
    /// First day of validity.
    #[serde(rename = "valid_from")]
    pub valid_from: toml::value::Datetime,
    /// Rest between two duties.
    pub daily_rest: DailyRest,
    /// Long rest in each week.
    pub weekly_rest: WeeklyRest,
    /// One duty.
    pub duty_length: DutyLength,
    /// One civil day.
    pub day_length: Option<DayLength>,
    /// One week.
    pub weekly_max: WeeklyMax,
    /// Two weeks.
    pub fortnight_rest: Option<FortnightRest>,
    /// Days in a row.
    pub consecutive_days: Option<ConsecutiveDays>,
    /// Night duties.
    pub night: Night,
    /// Travel refund.
    pub mileage: Mileage,
    /// Switches that a recorded document turns on.
    #[serde(default)]
    pub derogation: Vec<PackDerogation>,
    /// What a worked duty earns.
    #[serde(default)]
    pub compensation: Vec<Compensation>,
}

impl Pack {
    /// `fph@2026-01`.
    pub fn key(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }
}

/// Declares a table of one rule: its values, the article that founds it, where it was read and how sure that is.
macro_rules! rule {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $ty:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$fdoc])* pub $field: $ty,)*
            /// Article that founds the rule.
            pub article: String,
            /// Where the value was read.
            pub source: String,
            /// `V1` read in the text, `V2` in a secondary source, `M` from memory, `C` contested.
            pub certainty: String,
        }
    };
}

rule! {
    /// Least rest between two duties.
    DailyRest {
        /// Minutes.
        minutes_min: i64,
    }
}

/// Over which weeks a weekly rule is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WeekWindow {
    /// Any 7 × 24 hours.
    #[serde(rename = "any-7-days")]
    Any7Days,
    /// Monday 0:00 to Sunday 24:00, local to the employer.
    CivilWeek,
}

rule! {
    /// Least uninterrupted rest in each week.
    WeeklyRest {
        /// Minutes.
        minutes_min: i64,
        /// Which weeks.
        window: WeekWindow,
    }
}

rule! {
    /// Longest duty.
    DutyLength {
        /// Minutes of work in a day duty.
        day_minutes_max: i64,
        /// Minutes of work in a night duty.
        night_minutes_max: i64,
        /// Minutes from arrival to departure.
        amplitude_minutes_max: i64,
    }
}

rule! {
    /// Most work in one civil day.
    DayLength {
        /// Minutes.
        minutes_max: i64,
    }
}

rule! {
    /// Most work in one week.
    WeeklyMax {
        /// Minutes.
        minutes_max: i64,
        /// Which weeks.
        window: WeekWindow,
    }
}

rule! {
    /// Rest days in each anchored fortnight.
    FortnightRest {
        /// Civil days on which no duty starts.
        rest_days_min: u32,
        /// Whole consecutive civil days without a minute of work, one of them a Sunday.
        whole_consecutive_days_with_sunday: u32,
        /// A Monday on which a fortnight begins.
        anchor: toml::value::Datetime,
    }
}

rule! {
    /// Most worked days in a row.
    ConsecutiveDays {
        /// Civil days on which a duty starts.
        days_max: u32,
    }
}

rule! {
    /// What makes a duty a night duty.
    Night {
        /// Least share of the duty between 21:00 and 06:00 local, percent.
        share_percent_min: i64,
    }
}

rule! {
    /// Travel refund.
    Mileage {
        /// Euro cents per kilometre driven.
        cents_per_km: i64,
    }
}

/// A switch that only a recorded document turns on. Each table holds the values that replace the pack's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PackDerogation {
    /// `daily-length-12h`.
    pub id: String,
    /// Article that allows it.
    pub article: String,
    /// Where it was read.
    pub source: String,
    /// V1, V2, M or C.
    pub certainty: String,
    /// Replaces the daily rest.
    pub daily_rest: Option<DailyRestValues>,
    /// Replaces lengths.
    pub duty_length: Option<DutyLengthValues>,
    /// Replaces the civil-day limit.
    pub day_length: Option<DayLengthValues>,
}

/// See [`DailyRest`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DailyRestValues {
    /// Minutes.
    pub minutes_min: i64,
}

/// See [`DutyLength`]; what is absent stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the unit is the last word of a quantity's name")]
pub struct DutyLengthValues {
    /// Minutes.
    pub day_minutes_max: Option<i64>,
    /// Minutes.
    pub night_minutes_max: Option<i64>,
    /// Minutes.
    pub amplitude_minutes_max: Option<i64>,
}

/// See [`DayLength`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayLengthValues {
    /// Minutes.
    pub minutes_max: i64,
}

impl PackDerogation {
    /// Replaces the values it names; the article then cites the derogation and its document.
    pub(super) fn apply(&self, set: &mut RuleSet, document: &str) {
        let article = format!("{} (dérogation : {document})", self.article);
        if let Some(values) = &self.daily_rest {
            set.daily_rest.minutes_min = values.minutes_min;
            set.daily_rest.article.clone_from(&article);
        }
        if let Some(values) = &self.duty_length {
            let law = &mut set.duty_length;
            law.day_minutes_max = values.day_minutes_max.unwrap_or(law.day_minutes_max);
            law.night_minutes_max = values.night_minutes_max.unwrap_or(law.night_minutes_max);
            law.amplitude_minutes_max = values.amplitude_minutes_max.unwrap_or(law.amplitude_minutes_max);
            law.article.clone_from(&article);
        }
        if let (Some(values), Some(law)) = (&self.day_length, &mut set.day_length) {
            law.minutes_max = values.minutes_max;
            law.article = article;
        }
    }
}

/// When a compensation is earned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CompensationTrigger {
    /// Minutes on a Sunday or a public holiday, each minute once.
    SundayOrHoliday,
    /// Minutes between 21:00 and 06:00.
    Night,
    /// Minutes on 1 May.
    FirstOfMay,
}

/// What an hour of a kind earns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compensation {
    /// `fph.night-allowance`.
    pub id: String,
    /// Name on the ledger.
    pub label_fr: String,
    /// Which minutes earn it.
    pub when: CompensationTrigger,
    /// Unit of `per_hour`.
    pub unit: super::compensation::EntryUnit,
    /// Quantity per hour of such minutes, pro rata to the minute.
    pub per_hour: i64,
    /// Supplement in thousandths of the base hourly pay, for minutes that payroll values.
    pub rate_permille: Option<i64>,
    /// Article.
    pub article: String,
    /// Where it was read.
    pub source: String,
    /// V1, V2, M or C.
    pub certainty: String,
    /// Civil days after the duty by which it is due.
    pub due_days: i64,
}

/// The packs that ship with the program.
///
/// # Panics
/// When an embedded pack does not parse, which the tests of this module rule out.
pub fn library() -> &'static [Pack] {
    static LIBRARY: LazyLock<Vec<Pack>> = LazyLock::new(|| {
        [include_str!("../../packs/fph.toml"), include_str!("../../packs/code-du-travail.toml")]
            .into_iter()
            .map(|text| toml::from_str(text).expect("an embedded rule pack parses"))
            .collect()
    });
    &LIBRARY
}

/// The date of a TOML local date.
pub(crate) fn date(value: &toml::value::Datetime) -> Option<NaiveDate> {
    let d = value.date?;
    NaiveDate::from_ymd_opt(i32::from(d.year), u32::from(d.month), u32::from(d.day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_pack_reads_and_cites_an_article_for_every_rule() {
        for pack in library() {
            assert!(date(&pack.valid_from).is_some(), "{} has a first day", pack.id);
            let articles = [
                &pack.daily_rest.article,
                &pack.weekly_rest.article,
                &pack.duty_length.article,
                &pack.weekly_max.article,
                &pack.night.article,
            ];
            assert!(articles.iter().all(|a| !a.is_empty()), "{}: a rule without article", pack.id);
            if let Some(rule) = &pack.fortnight_rest {
                let anchor = date(&rule.anchor).expect("an anchor");
                assert_eq!(crate::domain::time::weekday(crate::domain::time::day_of_date(anchor)), 0, "a Monday");
            }
        }
        assert_eq!(library().iter().map(Pack::key).collect::<Vec<_>>(), ["fph@2026-01", "code-du-travail@2026-01"]);
    }
}
