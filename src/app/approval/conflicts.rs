//! What has moved under a plan: which of its items can no longer be approved, and why, each for itself.
//!
//! Invariants: an item conflicts by its own shift, by its own agent, or by a rule that it breaks beside the others; what is
//! left when the conflicts are put aside is accepted by [`releve_solver::check`] as a whole. Need to know: about somebody whom
//! the reader's establishment does not employ, a rule says only what another establishment may read.

use super::super::access::Reach;
use super::super::facts::Facts;
use crate::store::plans::Item;
use releve_solver::check::{Checked, check};
use releve_solver::domain::ids::ShiftId;
use releve_solver::domain::plan::Assignment;
use releve_solver::domain::problem::Problem;
use releve_solver::explain::{Neutral, Refusal};
use releve_solver::rules::RuleId;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Moved {
    /// The shift is not wanted any more, or it is over.
    ShiftGone,
    /// Somebody holds the shift by now.
    FilledMeanwhile,
    /// A round is asking others for the shift.
    ShiftOffered,
    /// Day, hours or title are not those that the plan was computed for.
    RequestChanged,
    /// She holds, or is asked for, another shift in that time.
    AgentAskedElsewhere,
    /// A hard rule forbids it by now; the articles are in the refusals.
    AgentNotLawful,
}

/// An item of a plan that cannot be approved as things stand.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ItemConflict {
    /// Shift.
    pub shift: String,
    /// Whom the plan proposes.
    pub agent: String,
    /// Her name.
    pub agent_name: String,
    /// Code on the roster.
    pub code: String,
    /// The shift's civil day, `YYYY-MM-DD`.
    pub date: String,
    /// Unit's name.
    pub unit_name: String,
    /// What moved.
    pub reason: Moved,
    /// What a reader of another establishment than her employer may know of the rules, in place of them.
    #[serde(skip)]
    pub neutral: Option<Neutral>,
    /// Broken rules with figures and articles, where the reader may see them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<Refusal>,
    /// Articles that stand in the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<String>,
}

impl ItemConflict {
    fn of(item: &Item, reason: Moved, refusals: Vec<Refusal>) -> Self {
        let mut articles: Vec<_> = refusals.iter().map(|r| r.article.clone()).filter(|a| !a.is_empty()).collect();
        articles.dedup();
        Self {
            shift: item.shift_id.clone(),
            agent: item.agent_id.clone().unwrap_or_default(),
            agent_name: item.agent_name.clone().unwrap_or_default(),
            code: item.code.clone(),
            date: item.date.clone(),
            unit_name: item.unit_name.clone(),
            reason,
            neutral: None,
            refusals,
            articles,
        }
    }

    /// The same for a reader of another establishment than her employer.
    #[must_use]
    fn neutral(self) -> Self {
        if self.refusals.is_empty() {
            return self;
        }
        let neutral = Some(Neutral::of(&self.refusals));
        Self { reason: Moved::AgentNotLawful, neutral, refusals: Vec::new(), articles: Vec::new(), ..self }
    }
}

/// The items that still hold, checked together, and those that do not.
#[derive(Debug)]
pub struct Judged {
    /// What may be approved.
    pub checked: Checked,
    /// What may not, in the order of the items.
    pub conflicts: Vec<ItemConflict>,
}

/// Judges items of a plan on the facts of now. It may take a while: not on a thread that serves requests.
pub fn judge(facts: &Facts, items: &[Item]) -> Judged {
    let (mut found, mut left) = (BTreeMap::new(), Vec::new());
    for item in items {
        match by_shift(item).or_else(|| facts.demand(&item.shift_id).is_none().then_some(Moved::ShiftGone)) {
            Some(moved) => {
                found.insert(item.shift_id.as_str(), moved);
            }
            None => left.push(Assignment {
                shift: item.shift_id.as_str().into(),
                agent: item.agent_id.as_deref().unwrap_or_default().into(),
            }),
        }
    }
    let (checked, refused) = lawful(&facts.problem, left);
    let mut conflicts = Vec::new();
    for item in items {
        if let Some(moved) = found.remove(item.shift_id.as_str()) {
            conflicts.push(ItemConflict::of(item, moved, Vec::new()));
        } else if let Some(refusals) = refused.get(&ShiftId::from(item.shift_id.as_str())) {
            let elsewhere = refusals.iter().all(|refusal| refusal.rule == RuleId::Overlap.as_str());
            let moved = if elsewhere { Moved::AgentAskedElsewhere } else { Moved::AgentNotLawful };
            conflicts.push(ItemConflict::of(item, moved, refusals.clone()));
        }
    }
    Judged { checked, conflicts }
}

/// What the shift of an item says by itself.
fn by_shift(item: &Item) -> Option<Moved> {
    match item.shift_state.as_str() {
        "open" if item.changed == 0 => None,
        "open" => Some(Moved::RequestChanged),
        "filled" => Some(Moved::FilledMeanwhile),
        "offered" => Some(Moved::ShiftOffered),
        _ => Some(Moved::ShiftGone),
    }
}

/// The largest part that falls out of putting aside whatever the checker objects to, until it objects to nothing.
fn lawful(problem: &Problem, mut left: Vec<Assignment>) -> (Checked, BTreeMap<ShiftId, Vec<Refusal>>) {
    let mut refused: BTreeMap<ShiftId, Vec<Refusal>> = BTreeMap::new();
    loop {
        let breaches = match check(problem, &left) {
            Ok(checked) => return (checked, refused),
            Err(breaches) => breaches,
        };
        for breach in breaches {
            refused.entry(breach.shift).or_default().push(breach.refusal);
        }
        let before = left.len();
        left.retain(|assignment| !refused.contains_key(&assignment.shift));
        if left.len() == before {
            // An objection to none of them: there is nothing to put aside but all.
            left.clear();
        }
    }
}

/// The conflicts that this reader sees, as she may see them.
pub fn seen(conflicts: Vec<ItemConflict>, facts: &Facts, reach: &Reach, items: &[Item]) -> Vec<ItemConflict> {
    let units: BTreeMap<&str, &str> = items.iter().map(|i| (i.shift_id.as_str(), i.unit_id.as_str())).collect();
    let hers = |conflict: &ItemConflict| units.get(conflict.shift.as_str()).is_some_and(|unit| reach.sees_unit(unit));
    let told = |conflict: ItemConflict| {
        let known = facts.employer(&conflict.agent).is_some_and(|employer| reach.sees_agent(&conflict.agent, employer));
        if known { conflict } else { conflict.neutral() }
    };
    conflicts.into_iter().filter(hers).map(told).collect()
}
