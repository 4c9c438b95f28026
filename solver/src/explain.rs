//! Reasons as data.
use crate::domain::ids::{AgentId, ShiftId};
use crate::domain::plan::Assignment;
use crate::domain::problem::{DemandIx, Problem, WorkerIx};
use crate::domain::scenario::Suitability;
use crate::domain::time::Minute;
use serde::{Deserialize, Serialize};

/// One rule that refuses an agent for a shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Rule id: `daily-rest`, `weekly-max` …
    pub rule: String,
    /// Article that founds it.
    pub article: String,
    /// French sentence with its figures.
    pub sentence_fr: String,
    /// English sentence with its figures.
    pub sentence_en: String,
    /// What another establishment may read: never where or why.
    pub neutral_fr: String,
    /// Figure found, in `unit`.
    pub measured: i64,
    /// Figure allowed, in `unit`.
    pub limit: i64,
    /// `minutes`, `days`, `km` or empty.
    pub unit: String,
    /// Earliest start at which this rule alone would no longer refuse a shift of the same length, when moving helps.
    pub lawful_from: Option<Minute>,
}

/// An agent judged for a shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Who.
    pub agent: AgentId,
    /// Name shown to people.
    pub name: String,
    /// Judgement.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Eligible with a rank, or refused with every reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// May lawfully hold it.
    Eligible(Eligible),
    /// May not.
    Refused {
        /// Every violated rule.
        refusals: Vec<Refusal>,
    },
}

/// What places an eligible agent in the published order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Eligible {
    /// 1 is first.
    pub rank: usize,
    /// Full before degraded.
    pub suitability: Suitability,
    /// Normalised equity account before, hundredths of a point.
    pub balance_before_centipoints: i64,
    /// Normalised equity account after, hundredths of a point.
    pub balance_after_centipoints: i64,
    /// She has worked in the unit.
    pub knows_unit: bool,
    /// Crow's flight from home, km.
    pub distance_km: f64,
    /// Pool cost with travel, euro cents.
    pub cost_cents: i64,
}

/// Everyone judged for one shift: the eligible in the published order (suitability, equity, familiarity, distance, id),
/// then the refused by id. `held` are assignments that already count.
pub fn candidates(_problem: &Problem, _demand: DemandIx, _held: &[Assignment]) -> Vec<Candidate> {
    unimplemented!()
}

/// One agent judged for one shift.
pub fn judge(_problem: &Problem, _worker: WorkerIx, _demand: DemandIx, _held: &[Assignment]) -> Candidate {
    unimplemented!()
}

/// Everything about one agent: every shift she could hold, every shift she may not and why.
pub fn agent_shifts(_problem: &Problem, _worker: WorkerIx) -> Vec<(ShiftId, Verdict)> {
    unimplemented!()
}
