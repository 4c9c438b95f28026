//! Plans: a solver's proposal over every open shift of a group, from its order to its decision. Approving is in
//! [`super::approval`].

mod order;
mod outcome;

pub use order::Order;
pub(crate) use outcome::{end_without_outcome, expire, planned, store_outcome};

use super::App;
use super::access::{Action, Actor, Paging, Reach};
use super::approval::conflicts::{self, ItemConflict};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::facts::Facts;
use super::requests;
use super::work::Work;
use crate::ids::{JobId, PlanId};
use crate::store::plans::{Decision, Item, Row};
use crate::store::{Tx, agents, groups, jobs, plans};
use releve_solver::domain::plan::Limits;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a plan stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// A job is at it.
    Computing,
    /// To be decided.
    Proposed {
        /// Facts it was computed on: its bound is proven for them, and for no others.
        facts_version: i64,
    },
    /// Some items approved, the others to be decided.
    PartlyApproved {
        /// Facts it was computed on.
        facts_version: i64,
    },
    /// Every proposed item approved.
    Approved,
    /// Not wanted.
    Rejected {
        /// Why.
        reason: String,
    },
    /// Stopped before it was there.
    Cancelled,
    /// Nothing of it is left to decide.
    Expired {
        /// `superseded`, `too_old` or `items_gone`; empty for plans of earlier versions, whose facts had moved.
        reason: String,
    },
    /// Could not be computed.
    Failed {
        /// Why.
        reason: String,
    },
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row contradicts itself.
    pub fn of(row: &Row) -> Result<Self> {
        let reason = || row.reason.clone().unwrap_or_default();
        Ok(match (row.state.as_str(), row.facts_version) {
            ("computing", _) => Self::Computing,
            ("proposed", Some(facts_version)) => Self::Proposed { facts_version },
            ("partly_approved", Some(facts_version)) => Self::PartlyApproved { facts_version },
            ("approved", _) => Self::Approved,
            ("rejected", _) => Self::Rejected { reason: reason() },
            ("cancelled", _) => Self::Cancelled,
            ("expired", _) => Self::Expired { reason: reason() },
            ("failed", _) => Self::Failed { reason: reason() },
            _ => return Err(Error::Corrupt(format!("plan {} in state {}", row.id, row.state))),
        })
    }

    /// Some or all items are approved; `rest` are still proposed.
    ///
    /// # Errors
    /// `StalePlan` when it has expired; `PlanState` when it is not to be decided.
    pub fn approve(self, rest: usize) -> Result<Self> {
        match self {
            Self::Proposed { facts_version } | Self::PartlyApproved { facts_version } => {
                Ok(if rest == 0 { Self::Approved } else { Self::PartlyApproved { facts_version } })
            }
            Self::Expired { .. } => Err(Conflict::StalePlan.into()),
            other => Err(other.in_the_way()),
        }
    }

    /// What is left of it is not wanted.
    ///
    /// # Errors
    /// When it is not to be decided.
    pub fn reject(self, reason: String) -> Result<Self> {
        match self {
            Self::Proposed { .. } | Self::PartlyApproved { .. } | Self::Expired { .. } => Ok(Self::Rejected { reason }),
            other => Err(other.in_the_way()),
        }
    }

    /// As stored.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Computing => "computing",
            Self::Proposed { .. } => "proposed",
            Self::PartlyApproved { .. } => "partly_approved",
            Self::Approved => "approved",
            Self::Rejected { .. } => "rejected",
            Self::Cancelled => "cancelled",
            Self::Expired { .. } => "expired",
            Self::Failed { .. } => "failed",
        }
    }

    fn in_the_way(&self) -> Error {
        Conflict::PlanState(self.clone()).into()
    }
}

/// Starts computing a plan; a worker takes it from here.
///
/// # Errors
/// When the role does not allow it, the group or a unit of the order is unknown, or a plan of the group is being computed.
pub async fn start(app: &App, actor: &Actor, order: &Order) -> Result<PlanId> {
    let reach = actor.may(Action::ComputePlan)?;
    order.look_at()?;
    if order.is_narrowed() {
        let mut tx = app.db.read().await?;
        let facts = app.facts.current(&mut tx, &actor.group).await?;
        order.fits(&facts, &reach)?;
    }
    let mut work = Work::begin(app, actor, reach.role).await?;
    // One at a time: the lock on the group's row keeps two orders apart on PostgreSQL too. Ordering changes no fact, so a
    // plan that is already proposed stays valid.
    work.queue().await?;
    let plan = enqueue(&mut work, order).await?;
    work.commit().await?;
    app.job_queued.notify_one();
    Ok(plan)
}

/// Stores a plan of the pool's shifts and its job.
pub(crate) async fn enqueue(work: &mut Work<'_>, order: &Order) -> Result<PlanId> {
    enqueue_for(work, order, None).await
}

/// Stores a plan and its job, for a roster (with its unit) or for the pool's shifts. Of each one at a time is computed.
pub(crate) async fn enqueue_for(work: &mut Work<'_>, order: &Order, roster: Option<(&str, &str)>) -> Result<PlanId> {
    let (app, group, tx) = (work.app, work.group(), &mut work.tx);
    if jobs::any_under_way(tx, group, roster.map(|(roster, _)| roster)).await? {
        return Err(Conflict::AlreadyComputing.into());
    }
    let config = &app.config;
    let limits = Limits {
        seconds: order.seconds.unwrap_or(config.solve_seconds).min(config.solve_seconds),
        gap: order.gap.unwrap_or(0.0),
        threads: config.solve_threads,
        seed: order.seed.unwrap_or(config.solve_seed),
        work: order.work,
    };
    let plan = PlanId(app.clock.new_id());
    let now = app.clock.now();
    let asked_for = serde_json::to_string(order).map_err(|e| Error::Corrupt(e.to_string()))?;
    let kind = match roster {
        Some((roster, unit)) => plans::Kind::Roster { roster, unit },
        None if order.join.is_empty() => plans::Kind::Pool,
        None => plans::Kind::WhatIf,
    };
    plans::insert(tx, group, &plan, (kind, &asked_for), (&work.actor.user.0, now)).await?;
    let limits = serde_json::to_string(&limits).map_err(|e| Error::Corrupt(e.to_string()))?;
    jobs::insert(tx, group, &JobId(app.clock.new_id()), &plan, &limits, now).await?;
    let roster = roster.map(|(roster, _)| roster);
    work.record(Event::new("plan.start", "plan", &plan.0).with(json!({ "order": order, "roster": roster })));
    Ok(plan)
}

/// What becomes of a computation that is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// Nothing.
    Nothing,
    /// The best plan found so far.
    Best,
}

/// Stops a computation: at once when nobody has taken it, else as soon as its worker hears of it.
///
/// # Errors
/// When the role does not allow it, there is no such plan, or its computation is over.
pub async fn cancel(app: &App, actor: &Actor, id: &str) -> Result<()> {
    end_early(app, actor, id, Left::Nothing).await
}

/// Stops a computation as [`cancel`] does and keeps the best plan found so far, which is lawful like any other; its proof is as far
/// as it had come. One that nobody has taken yet has found nothing: it is cancelled.
///
/// # Errors
/// As [`cancel`].
pub async fn stop(app: &App, actor: &Actor, id: &str) -> Result<()> {
    end_early(app, actor, id, Left::Best).await
}

async fn end_early(app: &App, actor: &Actor, id: &str, left: Left) -> Result<()> {
    let reach = actor.may(Action::ComputePlan)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let plan = find_in(&mut work.tx, actor, id).await?;
    let now = app.clock.now();
    if jobs::cancel_queued(&mut work.tx, &plan.id.0, now).await? {
        plans::end_computing(&mut work.tx, &plan.id.0, "cancelled", None).await?;
    } else {
        let told = match left {
            Left::Nothing => jobs::request_cancel(&mut work.tx, &plan.id.0).await?,
            Left::Best => jobs::request_stop(&mut work.tx, &plan.id.0).await?,
        };
        if !told {
            return Err(Conflict::NothingToCancel.into());
        }
    }
    let deed = if left == Left::Best { "plan.stop" } else { "plan.cancel" };
    work.record(Event::new(deed, "plan", &plan.id.0).from_version(plan.version));
    work.commit().await
}

/// Rejects what is left of a plan, with a reason that is kept.
///
/// # Errors
/// When the role does not allow it, there is no such plan, the reason is empty, or it is not to be decided.
pub async fn reject(app: &App, actor: &Actor, id: &str, reason: &str) -> Result<Row> {
    let reach = actor.may(Action::DecidePlan)?;
    let reason = requests::reason(reason)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let row = find_in(&mut work.tx, actor, id).await?;
    let state = State::of(&row)?.reject(reason.to_owned())?;
    let decision = Decision { state: state.name(), reason: Some(reason), by: &actor.user.0, at: app.clock.now() };
    if !plans::decide(&mut work.tx, &row, &decision).await? {
        return Err(Conflict::LostRace.into());
    }
    let detail = json!({ "reason_given": true });
    work.record(Event::new("plan.reject", "plan", id).from_version(row.version).with(detail));
    let row = find_in(&mut work.tx, actor, id).await?;
    work.commit().await?;
    Ok(row)
}

/// A plan with all that is known of it.
#[derive(Debug)]
pub struct Whole {
    /// The plan.
    pub plan: Row,
    /// Its items, those in the actor's scope.
    pub items: Vec<Item>,
    /// Its job.
    pub job: Option<jobs::Row>,
    /// Current version of the group's facts: the proof of a plan holds for those that it was computed on.
    pub facts_version: i64,
    /// Items to be decided that can no longer be approved, those in the actor's scope.
    pub conflicts: Vec<ItemConflict>,
}

/// One plan with its items.
///
/// # Errors
/// When the role does not allow it or there is no such plan.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Whole> {
    let reach = actor.may(Action::ReadPlans)?;
    let mut tx = app.db.read().await?;
    let mut plan = find_in(&mut tx, actor, id).await?;
    let mut items = plans::items(&mut tx, &actor.group, &plan.id).await?;
    let job = jobs::of_plan(&mut tx, &plan.id.0).await?;
    let facts_version = groups::facts_version(&mut tx, &actor.group).await?.unwrap_or_default();
    let undecided = matches!(State::of(&plan)?, State::Proposed { .. } | State::PartlyApproved { .. });
    let moved = undecided && plan.is_of_pool() && plan.facts_version != Some(facts_version);
    let facts = if moved { Some(app.facts.current(&mut tx, &actor.group).await?) } else { None };
    items.retain(|item| reach.sees_unit(&item.unit_id));
    if !reach.whole {
        // Everyone's accounts are the group's business; a unit's manager sees what concerns her unit, and of people whom other
        // establishments employ not where their accounts stand.
        plan.equity = None;
        plan.prices = None;
        let employers: BTreeMap<String, String> =
            agents::faces(&mut tx, &actor.group).await?.into_iter().map(|face| (face.id, face.employer_id)).collect();
        let sees = |agent: &str| employers.get(agent).is_some_and(|employer| reach.sees_agent(agent, employer));
        for item in &mut items {
            item.reasons = published(&item.reasons, &sees)?;
        }
    }
    drop(tx);
    let conflicts = match facts {
        Some(facts) => what_moved(facts, &reach, &items).await?,
        None => Vec::new(),
    };
    Ok(Whole { plan, items, job, facts_version, conflicts })
}

/// Which of the items still proposed can no longer be approved.
async fn what_moved(facts: Arc<Facts>, reach: &Reach, items: &[Item]) -> Result<Vec<ItemConflict>> {
    let proposed: Vec<_> = items.iter().filter(|item| item.state == "proposed").cloned().collect();
    let reach = reach.clone();
    let judging = tokio::task::spawn_blocking(move || {
        let judged = conflicts::judge(&facts, &proposed);
        conflicts::seen(judged.conflicts, &facts, &reach, &proposed)
    });
    judging.await.map_err(|e| Error::Corrupt(e.to_string()))
}

/// An item's reasons without the accounts of those whose records are not to be seen.
fn published(reasons: &str, sees: &dyn Fn(&str) -> bool) -> Result<String> {
    let mut reasons: serde_json::Value = crate::store::from_json(reasons)?;
    if let Some(fields) = reasons.as_object_mut() {
        let hidden =
            |value: Option<&serde_json::Value>| value.and_then(|v| v.as_str()).is_some_and(|agent| !sees(agent));
        if hidden(fields.get("next_best").and_then(|next| next.get("agent"))) {
            fields.insert("next_best".to_owned(), serde_json::Value::Null);
        }
        if hidden(fields.get("agent")) {
            fields.insert("balance_before_centipoints".to_owned(), serde_json::Value::Null);
            fields.insert("next_best".to_owned(), serde_json::Value::Null);
        }
    }
    Ok(reasons.to_string())
}

/// A page of plans, the newest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Row>> {
    let reach = actor.may(Action::ReadPlans)?;
    let mut tx = app.db.read().await?;
    Ok(plans::list(&mut tx, &actor.group, &reach.page(paging)).await?)
}

/// Plan and job as they stand, for a progress stream.
///
/// # Errors
/// When the role does not allow it or there is no such plan.
pub async fn progress(app: &App, actor: &Actor, id: &str) -> Result<(Row, Option<jobs::Row>)> {
    actor.may(Action::ReadPlans)?;
    let mut tx = app.db.read().await?;
    let plan = find_in(&mut tx, actor, id).await?;
    let job = jobs::of_plan(&mut tx, &plan.id.0).await?;
    Ok((plan, job))
}

pub(super) async fn find_in(tx: &mut Tx, actor: &Actor, id: &str) -> Result<Row> {
    plans::find(tx, &actor.group, id).await?.ok_or_else(|| Error::not_found("plan", id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_of_other_employers_are_not_in_the_reasons() {
        let sees = |agent: &str| agent == "hers";
        let told = |agent: &str, next: &str| {
            let reasons = json!({ "agent": agent, "balance_before_centipoints": 450, "cost_cents": 9000,
                "next_best": { "agent": next } });
            let text = published(&reasons.to_string(), &sees).expect("JSON");
            let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            (value["balance_before_centipoints"].as_i64(), value["next_best"].is_null(), value["cost_cents"].as_i64())
        };
        assert_eq!(told("hers", "hers"), (Some(450), false, Some(9000)));
        assert_eq!(told("hers", "other"), (Some(450), true, Some(9000)), "who came next is not hers to compare");
        assert_eq!(told("other", "hers"), (None, true, Some(9000)), "the unit pays, so the cost is hers to know");
    }
}
