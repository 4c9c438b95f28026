//! A scenario: everything a group knows before a plan is made, as plain data.
//!
//! The same shape is read from TOML or JSON ([`crate::formats::scenario`]), loaded from the service's database, written
//! by the generator, and compiled into a [`Problem`](super::problem::Problem). Times are *local civil times of the
//! establishment*; the compiler alone turns them into instants, so clock changes are handled in one place.

mod choices;
mod law;
mod people;
mod places;
mod shifts;

pub use choices::{AgencyPrice, HouseRules, Substitution, Suitability, Weights};
pub use law::{AgentDocument, AgentLaw, Counters, EstablishmentLaw, LendingAgreement, LocalRule, Period};
pub use people::{
    Absence, AbsenceClass, Admission, Agent, Exemption, HeldQualification, OutsideWork, PromisedRest, RosterLine,
    Window, Wish, WishKind,
};
pub use places::{Derogation, Establishment, Membership, MinimumCover, Place, ShiftCode, Territory, Unit};
pub use shifts::{Held, Priority, Shift};

use super::ids::{AgentId, GroupId, ShiftId};
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The only value of [`Scenario::format`] that this version reads.
pub const FORMAT: &str = "releve.scenario/1";

/// A group, its people, their rosters and the shifts nobody holds yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Always [`FORMAT`].
    pub format: String,
    /// What this scenario shows, in a sentence or two.
    #[serde(default)]
    pub description: String,
    /// What a correct solver must find, when the author states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Expected>,
    /// The group of establishments.
    pub group: Group,
    /// The days to plan.
    pub horizon: Horizon,
    /// When the plan is decided, local to the group: notice periods are counted from it. Absent: they are not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<NaiveDateTime>,
    /// Rule packs in force: pack id (`fph`, `code-du-travail`) → version, e.g. `2026-01`.
    pub rule_packs: BTreeMap<String, String>,
    /// Rules the group has added by itself; they may only tighten.
    #[serde(default)]
    pub house_rules: HouseRules,
    /// Weights of burdens and preferences.
    #[serde(default)]
    pub weights: Weights,
    /// Group-specific cells of the substitution table; the rest comes from the default table.
    #[serde(default)]
    pub substitutions: Vec<Substitution>,
    /// Price of agency staff, per qualification.
    #[serde(default)]
    pub agency: Vec<AgencyPrice>,
    /// Member sites.
    pub establishments: Vec<Establishment>,
    /// Teams, with their shift codes.
    pub units: Vec<Unit>,
    /// Carers.
    pub agents: Vec<Agent>,
    /// Home rosters, before and inside the horizon: one line per agent.
    #[serde(default)]
    pub rosters: Vec<RosterLine>,
    /// Dated unavailabilities.
    #[serde(default)]
    pub absences: Vec<Absence>,
    /// The shifts that somebody must hold and nobody holds.
    #[serde(default)]
    pub shifts: Vec<Shift>,
    /// Shifts that the pool has already given to somebody, offered or agreed: decided work, not up for planning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Held>,
}

/// The outcome the author of a scenario expects of any correct solver.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// `optimal` or `feasible`.
    pub status: Option<String>,
    /// Exact number of shifts that agents of the group can hold.
    pub covered: Option<u32>,
    /// At least this many.
    pub covered_min: Option<u32>,
    /// Shifts that no lawful plan covers.
    #[serde(default)]
    pub uncovered: Vec<ShiftId>,
    /// Shift → agent who must hold it in every optimal plan.
    #[serde(default)]
    pub assigned: BTreeMap<ShiftId, AgentId>,
    /// Shift → agent → id of a rule that must refuse her.
    #[serde(default)]
    pub refused: BTreeMap<ShiftId, BTreeMap<AgentId, String>>,
}

/// The group (*groupement*) that owns the pool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Identifier.
    pub id: GroupId,
    /// Name shown to people.
    pub name: String,
    /// Zone of the group's own calendar (nightly jobs, horizon).
    pub time_zone: Tz,
    /// Nobody is sent to another establishment than her employer without a lending agreement on file on the day (Code du
    /// travail L8241-2; CGFP L512-6 and following). Absent: the scenario tells nothing of agreements, and none is asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lending_agreements_required: bool,
}

/// The civil days to plan, in the group's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Horizon {
    /// First day.
    pub from: NaiveDate,
    /// Number of days, 1 to [`Horizon::DAYS_MAX`].
    pub days: u32,
}

impl Horizon {
    /// Most days: a year with its margins.
    pub const DAYS_MAX: u32 = 400;
}
