//! The independent verifier: reads a plan as anybody could have written it and judges every person's whole timeline by
//! the rules alone. It shares no code with the engines and knows nothing of how the plan was made. [`check`] is for the
//! single shifts of a problem, [`check_roster`] for its whole rosters.

mod roster;

pub use roster::{CheckedRoster, RosterBreach, RosterCosts, check_roster};

use crate::domain::ids::{AgentId, ShiftId};
use crate::domain::plan::Assignment;
use crate::domain::problem::{DemandIx, Duty, Problem, WorkerIx};
use crate::explain::{self, Refusal};
use crate::rules::{self, Case, Scope, Violation};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is wrong with one assignment of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Breach {
    /// Shift concerned.
    pub shift: ShiftId,
    /// Agent concerned.
    pub agent: AgentId,
    /// What it breaks.
    pub refusal: Refusal,
}

/// A set of assignments that [`check`] accepted: the only thing a store may keep. It can be made in no other way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    assignments: Vec<Assignment>,
}

impl Checked {
    /// The verified assignments, sorted by shift.
    pub fn assignments(&self) -> &[Assignment] {
        &self.assignments
    }
}

/// Verifies every assignment against every hard rule: known shift and agent, one person a shift, and for each person
/// her title, absences and restrictions, and her whole timeline with all her new shifts in it.
///
/// # Errors
/// Every breach, in the order of the agents; a rule broken by several shifts together is told at the latest of them.
pub fn check(problem: &Problem, assignments: &[Assignment]) -> Result<Checked, Vec<Breach>> {
    let mut breaches = Vec::new();
    let demands: BTreeMap<&ShiftId, DemandIx> = problem.demands.iter().enumerate().map(|(ix, d)| (&d.id, ix)).collect();
    let workers: BTreeMap<&AgentId, WorkerIx> = problem.workers.iter().enumerate().map(|(ix, w)| (&w.id, ix)).collect();
    let mut holder: BTreeMap<DemandIx, WorkerIx> = BTreeMap::new();
    for assignment in assignments {
        let (demand, worker) = (demands.get(&assignment.shift), workers.get(&assignment.agent));
        let (Some(&demand), Some(&worker)) = (demand, worker) else {
            let what = if demand.is_none() { assignment.shift.as_str() } else { assignment.agent.as_str() };
            breaches.push(breach(
                assignment,
                explain::plain_refusal(
                    "unknown",
                    &format!("«{what}» est inconnu de ce groupement"),
                    &format!("«{what}» is not part of this group"),
                ),
            ));
            continue;
        };
        if holder.insert(demand, worker).is_some() {
            breaches.push(breach(
                assignment,
                explain::plain_refusal("double", "le poste est attribué deux fois", "the shift is given twice"),
            ));
        }
    }
    let mut by_worker: BTreeMap<WorkerIx, Vec<DemandIx>> = BTreeMap::new();
    for (demand, worker) in &holder {
        by_worker.entry(*worker).or_default().push(*demand);
    }
    for (worker, demands) in by_worker {
        for (demand, violation) in violations(problem, worker, demands) {
            breaches.push(Breach {
                shift: problem.demands[demand].id.clone(),
                agent: problem.workers[worker].id.clone(),
                refusal: explain::refusal(problem, worker, demand, &violation),
            });
        }
    }
    if !breaches.is_empty() {
        return Err(breaches);
    }
    let mut assignments = assignments.to_vec();
    assignments.sort();
    Ok(Checked { assignments })
}

fn breach(assignment: &Assignment, refusal: Refusal) -> Breach {
    Breach { shift: assignment.shift.clone(), agent: assignment.agent.clone(), refusal }
}

/// Everything one worker's new shifts break, each with the shift it is told at.
fn violations(problem: &Problem, worker: WorkerIx, mut demands: Vec<DemandIx>) -> Vec<(DemandIx, Violation)> {
    demands.sort_by_key(|demand| problem.demands[*demand].duty.span.start);
    let mut found: Vec<(DemandIx, Violation)> = Vec::new();
    let mut duties: Vec<Duty> = problem.workers[worker].fixed.clone();
    for demand in &demands {
        found.extend(rules::judge_pair(problem, worker, *demand).into_iter().map(|violation| (*demand, violation)));
        duties.push(problem.demands[*demand].duty);
    }
    duties.sort_by_key(|d| (d.span.start, d.span.end));
    for violation in rules::judge_timeline(&Case::new(problem, &problem.workers[worker], &duties, Scope::Proposed)) {
        let inside = |demand: &&DemandIx| problem.demands[**demand].duty.span.overlaps(violation.window);
        let last = demands.iter().rev().find(inside).or(demands.last());
        if let Some(demand) = last {
            found.push((*demand, violation));
        }
    }
    found
}
