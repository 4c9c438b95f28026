//! What the law needs to know of a group, its establishments and its agents beyond their contracts.

use crate::domain::ids::EstablishmentId;
use crate::law::Status;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Other values for a rule of the packs, by a local agreement or a house rule. Tighter ones need nothing; looser ones need a
/// document, and stay within the floor that the law sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LocalRule {
    /// Id of the rule, e.g. `fph.daily-rest`.
    pub rule: String,
    /// Its new values by name, in the units of the pack.
    pub values: BTreeMap<String, i64>,
    /// Reference of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// First day in force; absent means since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// Last day in force; absent means without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
}

/// What an establishment has settled by itself within the law.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EstablishmentLaw {
    /// A Monday on which a fortnight (or longer cycle) begins; absent: 29 December 2025, the first Monday of ISO year 2026.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle_anchor: Option<NaiveDate>,
    /// Length of its work cycle, civil weeks, 1 to 52; absent: 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle_weeks: Option<u32>,
    /// Values of pack rules changed by a local agreement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<LocalRule>,
    /// Documents without which nobody is sent there, by name (*attestation de formation dialyse* …).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required_documents: Vec<String>,
    /// The solidarity day of its calendar; absent: Whit Monday (Code du travail L3133-7 and following).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solidarity_day: Option<NaiveDate>,
}

impl EstablishmentLaw {
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What the law needs to know of an agent beyond her contract.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentLaw {
    /// Statuses that change which rules bind her. Night worker also follows from a usual timetable; part time and full time
    /// follow from the working-time share.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<Status>,
    /// Documents on file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<AgentDocument>,
    /// Her agreements to be lent, on file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lending_agreements: Vec<LendingAgreement>,
    /// Counters of the civil year up to the day before her first roster line; absent means nothing before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counters: Option<Counters>,
    /// Periods of reduced weekly hours; never why. How much follows from the regime.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reduced_hours: Vec<Period>,
    /// Days of Christmas (24, 25 December) and New Year (31 December, 1 January) worked in earlier winters, or in this
    /// one before the rosters of the scenario begin.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub winter_holidays_worked: Vec<NaiveDate>,
}

impl AgentLaw {
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A document on file and when it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentDocument {
    /// `outside-work-declaration`, `outside-work-authorisation`, or a name of the group's own.
    pub kind: String,
    /// Its reference.
    pub reference: String,
    /// First day; for a declaration, the day it was signed. Absent means since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// Last day; absent means without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
}

/// An agent's agreement to work for other members while her employer stays the same: the *avenant* of a loan of staff (Code du
/// travail L8241-2), or the decision of a *mise à disposition* taken with her consent (CGFP L512-6 and following).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LendingAgreement {
    /// Reference of the signed document.
    pub document: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; absent means without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Establishments that it names; empty means every member.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<EstablishmentId>,
}

/// What a civil year held before the rosters of the scenario begin, over all sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Which civil year.
    pub year: i32,
    /// Work, minutes.
    pub work_minutes: i64,
    /// Of which overtime, minutes.
    pub overtime_minutes: i64,
    /// Of which at night, minutes.
    pub night_minutes: i64,
    /// Sundays and public holidays worked.
    pub sundays_holidays_worked: u32,
    /// Sundays worked.
    pub sundays_worked: u32,
}

/// Whole civil days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}
