//! Establishments and their units, with the hours that stand on a unit's roster.

use super::EstablishmentLaw;
use crate::domain::ids::{EstablishmentId, Qualification, ShiftCodeId, UnitId};
use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A member site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Establishment {
    /// Identifier.
    pub id: EstablishmentId,
    /// Name shown to people.
    pub name: String,
    /// FINESS number, nine characters, kept as text.
    pub finess: String,
    /// Rule pack that governs its staff: `fph` or `code-du-travail`.
    pub regime: String,
    /// Zone in which its shift times are written.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub time_zone: Tz,
    /// Commune.
    pub commune: String,
    /// Where it stands.
    pub place: Place,
    /// Holiday calendar.
    pub territory: Territory,
    /// Good Friday is a holiday here (Alsace-Moselle communes with a Protestant or mixed church, L3134-13).
    #[serde(default)]
    pub good_friday: bool,
    /// Public holidays added by hand (custom, lunar dates).
    #[serde(default)]
    pub extra_holidays: Vec<NaiveDate>,
    /// Recorded derogations; without its document a derogation does not exist.
    #[serde(default)]
    pub derogations: Vec<Derogation>,
    /// What it has settled by itself.
    #[serde(default, skip_serializing_if = "EstablishmentLaw::is_default")]
    pub law: EstablishmentLaw,
    /// When it belongs to the group; empty means always.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub membership: Vec<Membership>,
}

/// Days on which an establishment belongs to the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Membership {
    /// First day.
    pub from: NaiveDate,
    /// Last day; absent means without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

/// WGS 84 coordinates, degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// −90 to 90.
    pub latitude: f64,
    /// −180 to 180.
    pub longitude: f64,
}

/// Public-holiday territory (`law.md` §5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Territory {
    /// Mainland and Corsica.
    Metropole,
    /// Departments 57, 67, 68: 26 December added.
    AlsaceMoselle,
    /// 27 May.
    Guadeloupe,
    /// 22 May.
    Martinique,
    /// 10 June.
    Guyane,
    /// 20 December.
    LaReunion,
    /// 27 April.
    Mayotte,
    /// 9 October.
    SaintBarthelemy,
    /// 28 May (contested: the code says 27 May).
    SaintMartin,
    /// No day of its own.
    SaintPierreEtMiquelon,
}

/// A recorded exception to a rule that the law lets be relaxed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Derogation {
    /// Id of the derogation in the rule pack, e.g. `daily-length-12h`.
    pub id: String,
    /// Reference of the document that grants it.
    pub document: String,
    /// First day in force.
    pub valid_from: NaiveDate,
    /// Last day in force; absent means until revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unit {
    /// Identifier.
    pub id: UnitId,
    /// Site it belongs to.
    pub establishment: EstablishmentId,
    /// Name shown to people.
    pub name: String,
    /// Its shift codes.
    pub shift_codes: Vec<ShiftCode>,
    /// Least staff wanted, per code and qualification.
    #[serde(default)]
    pub minimum_cover: Vec<MinimumCover>,
}

/// A unit's local code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShiftCode {
    /// Code as it is written on the roster; no spaces.
    pub code: ShiftCodeId,
    /// Local start.
    pub start: NaiveTime,
    /// Local end; at or before `start` means the next day.
    pub end: NaiveTime,
    /// Unpaid break inside, minutes.
    #[serde(default)]
    pub break_minutes: u32,
    /// Paid break inside, minutes, for posts that must stay reachable; absent with no unpaid break: breaks are not recorded
    /// on this code, and not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_break_minutes: Option<u32>,
    /// What it is called on screen.
    pub label: String,
}

/// Least staff for one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MinimumCover {
    /// Shift code.
    pub code: ShiftCodeId,
    /// Qualification.
    pub qualification: Qualification,
    /// Persons.
    pub persons: u32,
}
