//! What a worked duty earns.
use crate::domain::problem::{Demand, Problem, WorkerIx};
use serde::{Deserialize, Serialize};

/// Unit of a compensation entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryUnit {
    /// Euro cents.
    Cents,
    /// Minutes of rest.
    RestMinutes,
    /// Minutes paid with a supplement, to be valued by payroll (see `rate_permille`).
    SupplementMinutes,
}

/// One thing owed for a worked duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Rule id, e.g. `fph.sunday-holiday-allowance`.
    pub rule: String,
    /// Article that founds it.
    pub article: String,
    /// French label.
    pub label_fr: String,
    /// How much, in `unit`.
    pub quantity: i64,
    /// Unit of `quantity`.
    pub unit: EntryUnit,
    /// Supplement in thousandths of the base hourly pay, for `SupplementMinutes`.
    pub rate_permille: Option<i64>,
    /// Civil days after the duty by which it is due.
    pub due_days: i64,
}

/// Everything one worked duty earns under the rule pack of the agent's employer.
pub fn earned(_problem: &Problem, _worker: WorkerIx, _demand: &Demand) -> Vec<Entry> {
    unimplemented!()
}
