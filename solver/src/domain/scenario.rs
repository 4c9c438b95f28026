//! A scenario: everything a group knows before a plan is made, as plain data.
//!
//! The same shape is read from TOML or JSON ([`crate::formats::scenario`]), loaded from the service's database, written
//! by the generator, and compiled into a [`Problem`](super::problem::Problem). Times are *local civil times of the
//! establishment*; the compiler alone turns them into instants, so clock changes are handled in one place.

mod law;

pub use law::{AgentDocument, AgentLaw, Counters, EstablishmentLaw, LocalRule, Period};

use super::ids::{AgentId, EstablishmentId, GroupId, Qualification, ShiftCodeId, ShiftId, UnitId};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
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

/// A shift given through the pool before this plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Which.
    pub shift: Shift,
    /// Who holds it.
    pub agent: AgentId,
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
}

/// The civil days to plan, in the group's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Horizon {
    /// First day.
    pub from: NaiveDate,
    /// Number of days, 1 to 400.
    pub days: u32,
}

/// Rules chosen by the group. `None` leaves the law alone; the hard ones only tighten it, the others are preferences with
/// a weight in [`Weights`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseRules {
    /// Most consecutive days with a duty (*jours travaillés d'affilée*). Hard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consecutive_days_max: Option<u32>,
    /// Most worked week-ends in a row. Preference, weight `weekend_in_a_row`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekends_in_a_row_max: Option<u32>,
    /// Farthest site that needs no asking twice, kilometres. Preference, weight `far_site`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobility_radius_km: Option<u32>,
    /// A week-end that the roster left free and the pool took is given back: two days of rest, due within eight weeks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub weekend_for_weekend: bool,
    /// Values of pack rules changed for the whole group, see [`LocalRule`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<LocalRule>,
}

/// Weights. Burdens are points per eight hours spent in the burdensome time; preferences are points per occurrence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// Night minutes (21:00–06:00 local).
    pub night: f64,
    /// Saturday minutes.
    pub saturday: f64,
    /// Sunday minutes.
    pub sunday: f64,
    /// Public-holiday minutes; replaces the Saturday or Sunday weight, never adds to it.
    pub holiday: f64,
    /// Points per 50 km from home to the site, one way.
    pub travel: f64,
    /// Points per shift held by someone who does not know the unit.
    pub unknown_unit: f64,
    /// Points per wish not to work that is not met.
    pub wish_off: f64,
    /// Points per wish to work that is not met.
    pub wish_on: f64,
    /// Points per worked week-end beyond [`HouseRules::weekends_in_a_row_max`] that the plan brings about.
    #[serde(default = "usual::weekend_in_a_row")]
    pub weekend_in_a_row: f64,
    /// Points per shift farther than [`HouseRules::mobility_radius_km`].
    #[serde(default = "usual::far_site")]
    pub far_site: f64,
    /// Points per shift at Christmas (24 and 25 December) or New Year (31 December and 1 January) held by someone who worked
    /// the same last winter, and once per winter of which the plan makes somebody hold both.
    #[serde(default = "usual::winter_holidays")]
    pub winter_holidays: f64,
    /// Points, on top of `unknown_unit`, per shift on an unknown unit at which nobody who knows it is on duty.
    #[serde(default = "usual::alone_on_unknown_unit")]
    pub alone_on_unknown_unit: f64,
}

/// Weights that older scenarios do not name.
mod usual {
    pub const fn weekend_in_a_row() -> f64 {
        3.0
    }
    pub const fn far_site() -> f64 {
        1.0
    }
    pub const fn winter_holidays() -> f64 {
        4.0
    }
    pub const fn alone_on_unknown_unit() -> f64 {
        3.0
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            night: 3.0,
            saturday: 2.0,
            sunday: 3.0,
            holiday: 4.0,
            travel: 1.0,
            unknown_unit: 2.0,
            wish_off: 3.0,
            wish_on: 1.0,
            weekend_in_a_row: usual::weekend_in_a_row(),
            far_site: usual::far_site(),
            winter_holidays: usual::winter_holidays(),
            alone_on_unknown_unit: usual::alone_on_unknown_unit(),
        }
    }
}

/// How far a qualification serves for another (`law.md` §7.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suitability {
    /// Counts for the post.
    Full,
    /// Covers part of the post; needs the manager's decision.
    Degraded,
    /// Not allowed.
    No,
}

/// One cell of the substitution table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Substitution {
    /// Qualification the post asks for.
    pub post: Qualification,
    /// Qualification the person holds.
    pub held: Qualification,
    /// Verdict.
    pub suitability: Suitability,
}

/// What an hour of agency work costs, all included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyPrice {
    /// Qualification of the post.
    pub qualification: Qualification,
    /// Market price, euro cents per hour of effective work, excluding VAT.
    pub price_cents_per_hour: u32,
    /// Legal or agreed ceiling in the same unit (CSP R6146-27 for public establishments); no booking above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap_cents_per_hour: Option<u32>,
    /// Most hours the group will buy over the horizon; absent means no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_max: Option<u32>,
}

/// A member site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
}

/// WGS 84 coordinates, degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// −90 to 90.
    pub latitude: f64,
    /// −180 to 180.
    pub longitude: f64,
}

/// Public-holiday territory (`law.md` §5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
pub struct MinimumCover {
    /// Shift code.
    pub code: ShiftCodeId,
    /// Qualification.
    pub qualification: Qualification,
    /// Persons.
    pub persons: u32,
}

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
    /// What the law needs to know of her beyond her contract.
    #[serde(default, skip_serializing_if = "AgentLaw::is_default")]
    pub law: AgentLaw,
}

/// A title and when it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct OutsideWork {
    /// Start, local to the employer's establishment.
    pub from: NaiveDateTime,
    /// End.
    pub to: NaiveDateTime,
}

/// A local time window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Start.
    pub from: NaiveDateTime,
    /// End.
    pub to: NaiveDateTime,
}

/// A wish for one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The civil day on which a shift starts.
    pub date: NaiveDate,
    /// To work or not to.
    pub kind: WishKind,
}

/// Which way a wish goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[serde(rename_all = "snake_case")]
pub enum AbsenceClass {
    /// On the roster beforehand.
    Planned,
    /// Came up.
    Unplanned,
}

/// How much a bare shift matters; lower variants come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Below the safety minimum of the unit.
    Safety,
    /// Urgent.
    High,
    /// Usual.
    Normal,
    /// Comfort.
    Low,
}

/// One dated post that somebody must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Identifier.
    pub id: ShiftId,
    /// Where.
    pub unit: UnitId,
    /// Which hours.
    pub code: ShiftCodeId,
    /// Civil day on which it starts.
    pub date: NaiveDate,
    /// Title the post asks for.
    pub qualification: Qualification,
    /// How much it matters.
    pub priority: Priority,
    /// The manager accepts a degraded substitution.
    #[serde(default)]
    pub degraded_accepted: bool,
}
