//! The shifts that somebody must hold.

use crate::domain::ids::{AgentId, Qualification, ShiftCodeId, ShiftId, UnitId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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

/// How much a bare shift matters; lower variants come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// A shift given through the pool before this plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Which.
    pub shift: Shift,
    /// Who holds it.
    pub agent: AgentId,
}
