//! Carers: their contracts, titles, restrictions, wishes, and the days that are already decided.

use super::{AgentLaw, Place};
use crate::domain::ids::{AgentId, EstablishmentId, Qualification, UnitId};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// A carer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agent {
    /// Identifier.
    pub id: AgentId,
    /// Name shown to people.
    pub name: String,
    /// Establishment that employs her.
    pub employer: EstablishmentId,
    /// Working-time share (*quotité*), percent of full time, 1 to 100.
    pub share_percent: u32,
    /// Titles held, with their validity.
    pub qualifications: Vec<HeldQualification>,
    /// Where she starts from.
    pub home: Place,
    /// Farthest site she accepts, kilometres as the crow flies.
    pub mobility_km: u32,
    /// Effects of a medical or contractual restriction; never its cause.
    #[serde(default)]
    pub exemptions: Vec<Exemption>,
    /// Units she has worked in.
    #[serde(default)]
    pub known_units: Vec<UnitId>,
    /// Work declared for other employers.
    #[serde(default)]
    pub outside_work: Vec<OutsideWork>,
    /// When she accepts to be asked, local to her employer; empty means whenever she is not absent.
    #[serde(default)]
    pub availability: Vec<Window>,
    /// Wishes; never binding.
    #[serde(default)]
    pub wishes: Vec<Wish>,
    /// Points on her equity account before this horizon, not yet divided by the working-time share.
    #[serde(default)]
    pub equity_balance: f64,
    /// Rest already promised to her (*repos dû*): whole civil days.
    #[serde(default)]
    pub promised_rests: Vec<PromisedRest>,
    /// What an hour of hers costs the pool, euro cents.
    pub cost_cents_per_hour: u32,
    /// Where she stands in the pool.
    #[serde(default, skip_serializing_if = "Admission::is_default")]
    pub pool: Admission,
    /// What the law needs to know of her beyond her contract.
    #[serde(default, skip_serializing_if = "AgentLaw::is_default")]
    pub law: AgentLaw,
}

/// Whether the pool asks somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Admission {
    /// Asked for any shift she may hold.
    #[default]
    Admitted,
    /// Asked only where somebody who knows the unit is on duty when the shift starts.
    Trainee,
    /// Not in the pool, or suspended: never asked.
    Outside,
}

impl Admission {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A title and when it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldQualification {
    /// Which.
    pub qualification: Qualification,
    /// First day; absent means since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// Last day; absent means without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
}

/// The operational effect of a restriction (`law.md` DP-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Exemption {
    /// No night duty, as the rule pack defines one.
    NoNight,
    /// No minute on Saturday or Sunday.
    NoWeekend,
    /// No minute on a public holiday.
    NoHoliday,
    /// No more work in a civil week than her share of 35 hours.
    NoOvertime,
}

/// Dated work for an employer outside the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutsideWork {
    /// Start, local to the employer's establishment.
    pub from: NaiveDateTime,
    /// End.
    pub to: NaiveDateTime,
}

/// A local time window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Window {
    /// Start.
    pub from: NaiveDateTime,
    /// End.
    pub to: NaiveDateTime,
}

/// A wish for one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Wish {
    /// The civil day on which a shift starts.
    pub date: NaiveDate,
    /// To work or not to.
    pub kind: WishKind,
}

/// Which way a wish goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WishKind {
    /// Wants a shift that day.
    Work,
    /// Wants none.
    Off,
}

/// Whole civil days of rest that are owed and dated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromisedRest {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// What it repays, in the words of the ledger.
    pub reason: String,
}

/// One agent's roster at one unit, a code a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterLine {
    /// Whose.
    pub agent: AgentId,
    /// Where.
    pub unit: UnitId,
    /// Day of the first code.
    pub from: NaiveDate,
    /// Codes separated by white space, one a day; `.` is a day without duty. Line breaks are free.
    pub codes: String,
}

/// A dated unavailability, with a neutral class only (`law.md` DP-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Whose.
    pub agent: AgentId,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Neutral class.
    pub class: AbsenceClass,
}

/// Known beforehand or not; never why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AbsenceClass {
    /// On the roster beforehand.
    Planned,
    /// Came up.
    Unplanned,
}
