//! One rule of law as data: a kind with its values, whom it binds, and where it comes from.
//!
//! Every value is a whole number: minutes, civil days, weeks, thousandths. Each has a direction, so that two rules of a kind
//! can be compared: a value that is a *least* (a rest) is stricter when higher, one that is a *most* (a duration) when lower.
//! A group tightens freely; it loosens only where the rule has a floor, never past it, and never without a document.

use crate::domain::problem::Worker;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Position of a rule in [`RuleSet::rules`](super::RuleSet::rules).
pub type RuleIx = usize;

/// Which way a value is stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Higher is stricter: at least so much rest.
    Least,
    /// Lower is stricter: at most so much work.
    Most,
    /// Names the window or the threshold that the rule is about; two rules that differ in it say different things.
    Exact,
}

/// A value that a pack must give (`i64`) or may leave out (`Option<i64>`).
pub trait Value: Copy {
    /// Whether it may be absent.
    const OPTIONAL: bool;
    /// From what a pack gives; an absent required value is 0, which the reader has already refused.
    fn from_given(given: Option<i64>) -> Self;
    /// As a pack would give it.
    fn given(self) -> Option<i64>;
}

impl Value for i64 {
    const OPTIONAL: bool = false;
    fn from_given(given: Option<i64>) -> Self {
        given.unwrap_or(0)
    }
    fn given(self) -> Option<i64> {
        Some(self)
    }
}

impl Value for Option<i64> {
    const OPTIONAL: bool = true;
    fn from_given(given: Option<i64>) -> Self {
        given
    }
    fn given(self) -> Option<i64> {
        self
    }
}

/// A value's name in a pack, its direction and whether it may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueName {
    /// As it is written.
    pub name: &'static str,
    /// Which way it is stricter.
    pub direction: Direction,
    /// Whether it may be absent.
    pub optional: bool,
}

/// A kind of rule as packs spell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindName {
    /// As it is written.
    pub name: &'static str,
    /// Its values.
    pub values: &'static [ValueName],
}

/// Declares the kinds of rules: a struct of values each, the sum of them, their spelling, and a list per kind.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $list:ident $text:literal {
        $($(#[$fdoc:meta])* $field:ident: $ty:ty = $direction:ident,)*
    })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $kind {
                $($(#[$fdoc])* pub $field: $ty,)*
            }
        )*

        /// A rule's kind and values.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Limit {
            $($(#[$doc])* $kind($kind),)*
        }

        /// Every kind as packs spell it.
        pub const KINDS: &[KindName] = &[$(KindName {
            name: $text,
            values: &[$(ValueName {
                name: stringify!($field),
                direction: Direction::$direction,
                optional: <$ty as Value>::OPTIONAL,
            },)*],
        },)*];

        impl Limit {
            /// Its kind as packs spell it.
            pub const fn kind(&self) -> &'static str {
                match self {
                    $(Self::$kind(_) => $text,)*
                }
            }

            /// Its values, in the order of [`KINDS`].
            pub fn values(&self) -> Vec<(ValueName, Option<i64>)> {
                match self {
                    $(Self::$kind(_values) => vec![$((
                        ValueName {
                            name: stringify!($field),
                            direction: Direction::$direction,
                            optional: <$ty as Value>::OPTIONAL,
                        },
                        _values.$field.given(),
                    ),)*],)*
                }
            }

            /// A limit of a kind from its values by name; `None` for a kind that does not exist.
            pub fn from_values(kind: &str, mut _get: impl FnMut(&'static str) -> Option<i64>) -> Option<Self> {
                match kind {
                    $($text => Some(Self::$kind($kind {
                        $($field: Value::from_given(_get(stringify!($field))),)*
                    })),)*
                    _ => None,
                }
            }
        }

        /// The rules of a set by kind, so that each rule's file reads only its own.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct ByKind {
            $($(#[$doc])* pub $list: Vec<(RuleIx, $kind)>,)*
        }

        impl ByKind {
            /// Sorts rules by kind. Rules of [`Force::Information`] refuse nothing and are left out, but for notices, which
            /// never do.
            pub fn new(rules: &[Rule]) -> Self {
                let mut by_kind = Self::default();
                let binding = |rule: &Rule| {
                    rule.force != Force::Information || matches!(rule.limit, Limit::Notice(_))
                };
                for (at, rule) in rules.iter().enumerate().filter(|(_, rule)| binding(rule)) {
                    match rule.limit {
                        $(Limit::$kind(values) => by_kind.$list.push((at, values)),)*
                    }
                }
                by_kind
            }
        }
    };
}

kinds! {
    /// Rest between two working days.
    DailyRest daily_rest "daily-rest" {
        /// Minutes without work.
        minutes_min: i64 = Least,
    }
    /// Uninterrupted rest in each week.
    WeeklyRest weekly_rest "weekly-rest" {
        /// Minutes without work.
        minutes_min: i64 = Least,
        /// 7: within the 7 × 24 h after the start of any duty; absent: in each civil week.
        sliding_days: Option<i64> = Exact,
    }
    /// Rest days per period of whole civil weeks, counted from the establishment's anchor.
    RestDays rest_days "rest-days" {
        /// Length of the period, civil weeks.
        weeks: i64 = Exact,
        /// Civil days on which no duty starts.
        days_min: i64 = Least,
        /// Consecutive civil days without a minute of work.
        block_days: Option<i64> = Least,
        /// Sundays inside those consecutive days.
        block_sundays: Option<i64> = Least,
        /// Consecutive minutes without work, where the text counts hours and not days.
        block_minutes: Option<i64> = Least,
    }
    /// Sundays without a minute of work.
    FreeSundays free_sundays "free-sundays" {
        /// How many.
        sundays_min: i64 = Least,
        /// In any so many consecutive civil weeks; absent: in the civil year, paid leave aside.
        weeks: Option<i64> = Exact,
        /// Each inside so many consecutive civil days without work.
        block_days: Option<i64> = Least,
    }
    /// Worked days in a row.
    ConsecutiveDays consecutive_days "consecutive-days" {
        /// Civil days on which a duty starts.
        days_max: i64 = Most,
    }
    /// Length of one duty.
    DutyLength duty_length "duty-length" {
        /// Minutes of work in a day duty.
        day_minutes_max: Option<i64> = Most,
        /// Minutes of work in a night duty.
        night_minutes_max: Option<i64> = Most,
        /// Minutes from arrival to departure.
        amplitude_minutes_max: Option<i64> = Most,
    }
    /// Work in one civil day.
    DayLength day_length "day-length" {
        /// Minutes.
        minutes_max: i64 = Most,
    }
    /// Several duties on one day (*journée discontinue*). Where no such rule exists they are not allowed.
    SplitDay split_day "split-day" {
        /// Duties that start on one civil day.
        duties_max: i64 = Most,
        /// Shortest of them, minutes from arrival to departure.
        duty_minutes_min: Option<i64> = Least,
        /// From the first arrival to the last departure, minutes.
        amplitude_minutes_max: i64 = Most,
        /// Longest interruption between two of them, minutes.
        gap_minutes_max: Option<i64> = Most,
    }
    /// Break inside a duty.
    Break breaks "break" {
        /// Due when a duty lasts longer than this, minutes.
        after_minutes: i64 = Most,
        /// Its length, minutes.
        minutes_min: i64 = Least,
    }
    /// Work in a week, or on average over several.
    WeeklyMax weekly_max "weekly-max" {
        /// Minutes per week.
        minutes_max: i64 = Most,
        /// On average over any so many consecutive civil weeks; absent: in one.
        weeks: Option<i64> = Exact,
        /// 7: in any 7 × 24 h instead of civil weeks.
        sliding_days: Option<i64> = Exact,
        /// 1: only what the home roster holds counts, overtime and pool duties aside.
        rostered_only: Option<i64> = Exact,
    }
    /// Overtime (*heures supplémentaires*).
    Overtime overtime "overtime" {
        /// Minutes over the period.
        minutes_max: i64 = Most,
        /// Period of civil months: 1 or 12; absent: the establishment's cycle.
        months: Option<i64> = Exact,
        /// Work per civil week beyond which it is overtime, minutes at full time.
        threshold_minutes: i64 = Exact,
    }
    /// Additional hours of part-timers (*heures complémentaires*).
    PartTime part_time "part-time" {
        /// Beyond the contract, thousandths of it.
        extra_permille_max: i64 = Most,
        /// A week of full time, which they must never reach, minutes.
        full_time_minutes: i64 = Exact,
    }
    /// Work in a civil year.
    AnnualHours annual_hours "annual-hours" {
        /// Full-time obligation with fixed rest, minutes.
        fixed_minutes: i64 = Most,
        /// With variable rest, minutes.
        variable_minutes: Option<i64> = Most,
        /// Sundays and holidays worked in the year from which rest is variable.
        variable_from: Option<i64> = Exact,
        /// Exclusively at night, minutes.
        night_minutes: Option<i64> = Most,
        /// Share of night work from which it is exclusive, percent.
        night_percent: Option<i64> = Exact,
        /// Overtime allowed on top, minutes.
        overtime_minutes: i64 = Most,
    }
    /// Reduced weekly hours of a protected person, known by their dates only.
    ReducedHours reduced_hours "reduced-hours" {
        /// Reduction of a full-time week, minutes; pro rata of her contract.
        minutes_min: i64 = Least,
        /// Full-time week from which it is taken, minutes.
        full_time_minutes: i64 = Exact,
    }
    /// Work for others must be declared, with a date.
    OutsideDeclaration outside_declaration "outside-declaration" {
        /// Age of the declaration, days.
        days_max: i64 = Most,
    }
    /// A public agent's work for others must be authorised.
    OutsideAuthorisation outside_authorisation "outside-authorisation" {
        /// Needed above this working-time share, percent; at or below it a declaration is enough.
        above_percent: i64 = Most,
    }
    /// Work for another member of the group needs the agent's agreement to be lent.
    LendingAgreement lending_agreement "lending-agreement" {
        /// How many must be on file on the day.
        agreements_min: i64 = Least,
        /// Longest that one holds, days from its first.
        days_max: Option<i64> = Most,
    }
    /// Notice before a roster changes: inside it a shift can only be offered.
    Notice notice "notice" {
        /// Whole civil days before the shift's.
        days_min: Option<i64> = Least,
        /// Hours before the shift starts, in minutes, below which the reason must be recorded.
        minutes_min: Option<i64> = Least,
    }
}

/// Which agents a rule binds. Absent, it binds everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Night worker (Code du travail L3122-5; CCU 53.1.2).
    NightWorker,
    /// Irregular hours with irregular weekly rest (*anomalie de rythme de travail*, CCN66 art. 20.8).
    IrregularRhythm,
    /// Works variable rest days (décret 2002-9 art. 2).
    VariableRest,
    /// Works exclusively at night (décret 2002-9 art. 2).
    ExclusiveNight,
    /// Less than full time; follows from the contract.
    PartTime,
    /// Full time; follows from the contract.
    FullTime,
}

/// Statuses as packs and scenarios spell them.
pub const STATUSES: &[(&str, Status)] = &[
    ("night-worker", Status::NightWorker),
    ("irregular-rhythm", Status::IrregularRhythm),
    ("variable-rest", Status::VariableRest),
    ("exclusive-night", Status::ExclusiveNight),
    ("part-time", Status::PartTime),
    ("full-time", Status::FullTime),
];

/// How binding a rule is (`law.md` §0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// Public order: no document relaxes it.
    Hard,
    /// Holds unless a named derogation is recorded.
    Default,
    /// Said beside a proposal, refuses nothing.
    Information,
}

/// Forces as packs spell them.
pub const FORCES: &[(&str, Force)] =
    &[("hard", Force::Hard), ("default", Force::Default), ("information", Force::Information)];

/// How sure a value is (`law.md` §0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Certainty {
    /// Read in the legal text or the judgment.
    V1,
    /// Read in a secondary source.
    V2,
    /// From memory, to be read again.
    M,
    /// Contested or unsettled.
    C,
}

/// Certainties as packs spell them.
pub const CERTAINTIES: &[(&str, Certainty)] =
    &[("V1", Certainty::V1), ("V2", Certainty::V2), ("M", Certainty::M), ("C", Certainty::C)];

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `fph.daily-rest`; the first word is its pack.
    pub id: String,
    /// French name.
    pub label_fr: String,
    /// Kind and values.
    pub limit: Limit,
    /// The loosest values that a document may bring, for rules of [`Force::Default`].
    pub floor: Option<Limit>,
    /// Whom it binds.
    pub applies_to: Option<Status>,
    /// Holds only where this derogation is recorded, in place of what the derogation suspends.
    pub only_with: Option<String>,
    /// How binding.
    pub force: Force,
    /// Article that founds it; a recorded document is named with it.
    pub article: String,
    /// Where the same article stands after a renumbering.
    pub alias: Option<String>,
    /// Where the value was read.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// First day in force; absent: as its pack.
    pub valid_from: Option<NaiveDate>,
    /// Last day in force; absent: as its pack.
    pub valid_to: Option<NaiveDate>,
}

impl Rule {
    /// Whether it binds a worker.
    pub fn binds(&self, worker: &Worker) -> bool {
        self.applies_to.is_none_or(|status| worker.statuses.contains(&status))
    }

    /// Whether it is in force on any day of `first..=last`.
    pub fn touches(&self, first: NaiveDate, last: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= last) && self.valid_to.is_none_or(|to| to >= first)
    }
}

impl Limit {
    /// Whether the two are about the same thing: same kind, same windows and thresholds.
    pub fn comparable(&self, other: &Self) -> bool {
        self.kind() == other.kind()
            && self
                .values()
                .iter()
                .zip(other.values())
                .all(|((name, a), (_, b))| name.direction != Direction::Exact || *a == b)
    }

    /// The first value in which `self` is looser than `other`, when the two are comparable.
    pub fn looser_than(&self, other: &Self) -> Option<ValueName> {
        self.values().into_iter().zip(other.values()).find_map(|((name, mine), (_, theirs))| {
            let looser = match (name.direction, mine, theirs) {
                (Direction::Exact, ..) | (_, _, None) => false,
                (_, None, Some(_)) => true,
                (Direction::Least, Some(a), Some(b)) => a < b,
                (Direction::Most, Some(a), Some(b)) => a > b,
            };
            looser.then_some(name)
        })
    }

    /// Whether everything that satisfies `self` satisfies `other`.
    pub fn implies(&self, other: &Self) -> bool {
        self.comparable(other) && self.looser_than(other).is_none()
    }

    /// This limit with some values replaced.
    ///
    /// # Errors
    /// The name of a value that the kind does not have.
    pub fn with(&self, values: &[(String, i64)]) -> Result<Self, String> {
        let known = self.values();
        if let Some((name, _)) = values.iter().find(|(name, _)| !known.iter().any(|(known, _)| known.name == name)) {
            return Err(name.clone());
        }
        let get = |wanted: &'static str| {
            let replaced = values.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value);
            replaced.or_else(|| known.iter().find(|(name, _)| name.name == wanted).and_then(|(_, value)| *value))
        };
        Ok(Self::from_values(self.kind(), get).expect("the kind of a limit exists"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weekly(minutes_max: i64, weeks: Option<i64>) -> Limit {
        Limit::WeeklyMax(WeeklyMax { minutes_max, weeks, sliding_days: None, rostered_only: None })
    }

    #[test]
    fn strictness_follows_the_direction_of_each_value() {
        let rest = |minutes_min| Limit::DailyRest(DailyRest { minutes_min });
        assert!(rest(720).implies(&rest(660)) && !rest(660).implies(&rest(720)));
        assert!(weekly(2640, None).implies(&weekly(2880, None)));
        assert_eq!(weekly(2880, None).looser_than(&weekly(2640, None)).map(|v| v.name), Some("minutes_max"));
        // An average over twelve weeks says another thing than one week.
        assert!(!weekly(2640, Some(12)).comparable(&weekly(2880, None)));
        // A limit that is not given allows everything.
        let length = |day, night| {
            Limit::DutyLength(DutyLength {
                day_minutes_max: day,
                night_minutes_max: night,
                amplitude_minutes_max: None,
            })
        };
        assert!(!length(Some(540), None).implies(&length(Some(600), Some(600))));
        assert!(length(Some(540), Some(600)).implies(&length(Some(600), None)));
    }

    #[test]
    fn values_are_replaced_by_name() {
        assert_eq!(weekly(2880, None).with(&[("minutes_max".into(), 2640)]), Ok(weekly(2640, None)));
        assert_eq!(weekly(2880, None).with(&[("minuts_max".into(), 2640)]), Err("minuts_max".into()));
    }
}
