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
use releve_solver::explain::{self, Refusal};
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
    /// What moved.
    pub reason: Moved,
    /// In French.
    pub sentence_fr: String,
    /// In English.
    pub sentence_en: String,
    /// Broken rules with figures and articles, where the reader may see them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<Refusal>,
    /// Articles that stand in the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<String>,
}

impl ItemConflict {
    fn of(item: &Item, reason: Moved, refusals: Vec<Refusal>) -> Self {
        let name = item.agent_name.clone().unwrap_or_default();
        let sentence_fr = in_french(item, &name, reason, &refusals);
        let sentence_en = in_english(item, &name, reason, &refusals);
        let mut articles: Vec<_> = refusals.iter().map(|r| r.article.clone()).filter(|a| !a.is_empty()).collect();
        articles.dedup();
        let (shift, agent) = (item.shift_id.clone(), item.agent_id.clone().unwrap_or_default());
        Self { shift, agent, agent_name: name, reason, sentence_fr, sentence_en, refusals, articles }
    }

    /// The same for a reader of another establishment than her employer.
    #[must_use]
    fn neutral(self) -> Self {
        if self.refusals.is_empty() {
            return self;
        }
        let sentence_fr = format!("{} : {}", self.agent_name, explain::neutral(&self.refusals).join(" ; "));
        let sentence_en = format!("{}: not available for this shift any more", self.agent_name);
        let reason = Moved::AgentNotLawful;
        Self { reason, sentence_fr, sentence_en, refusals: Vec::new(), articles: Vec::new(), ..self }
    }
}

fn in_french(item: &Item, name: &str, reason: Moved, refusals: &[Refusal]) -> String {
    let about = format!("poste {} du {}, {}", item.code, item.date, item.unit_name);
    match reason {
        Moved::ShiftGone => format!("Le {about}, n’est plus à pourvoir."),
        Moved::FilledMeanwhile => format!("Le {about}, a été pourvu entre-temps."),
        Moved::ShiftOffered => format!("Le {about}, est déjà proposé à d’autres."),
        Moved::RequestChanged => format!("Le {about}, a été modifié depuis le calcul."),
        Moved::AgentAskedElsewhere => format!("{name} est prise ou sollicitée ailleurs au moment du {about}."),
        Moved::AgentNotLawful => {
            let why: Vec<_> = refusals.iter().map(|r| with_article(&r.sentence_fr, &r.article)).collect();
            format!("{name} ne peut plus tenir le {about} : {}.", why.join(" ; "))
        }
    }
}

fn in_english(item: &Item, name: &str, reason: Moved, refusals: &[Refusal]) -> String {
    let about = format!("shift {} of {}, {}", item.code, item.date, item.unit_name);
    match reason {
        Moved::ShiftGone => format!("The {about}, is not to be filled any more."),
        Moved::FilledMeanwhile => format!("The {about}, was filled meanwhile."),
        Moved::ShiftOffered => format!("The {about}, is offered to others already."),
        Moved::RequestChanged => format!("The {about}, has changed since the computation."),
        Moved::AgentAskedElsewhere => format!("{name} is held or asked elsewhere at the time of the {about}."),
        Moved::AgentNotLawful => {
            let why: Vec<_> = refusals.iter().map(|r| with_article(&r.sentence_en, &r.article)).collect();
            format!("{name} may not hold the {about} any more: {}.", why.join("; "))
        }
    }
}

fn with_article(sentence: &str, article: &str) -> String {
    if article.is_empty() { sentence.to_owned() } else { format!("{sentence} ({article})") }
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
