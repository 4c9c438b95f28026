//! What the group has chosen for itself: its rules, what weighs how much, who may stand in for whom, what agencies cost.

use super::LocalRule;
use crate::domain::ids::Qualification;
use serde::{Deserialize, Serialize};

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
    /// An agent who does not know a unit is given a shift there only when somebody who knows it is on duty at its start. Hard.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub first_shift_accompanied: bool,
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
    /// Every minute of work, so that the hours of a whole roster follow contracts; 0 leaves hours out of the account.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub hours: f64,
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

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_nought(weight: &f64) -> bool {
    *weight == 0.0
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
            hours: 0.0,
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Legal or agreed ceiling in the same unit (CSP R6146-27): a plan counts on no agency above it, and a public
    /// establishment may not book one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap_cents_per_hour: Option<u32>,
    /// Most hours the group will buy over the horizon; absent means no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_max: Option<u32>,
}
