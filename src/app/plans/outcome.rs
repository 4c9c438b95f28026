//! How a computation ends, and how a plan does that nobody decides.

use crate::app::access::{Actor, Role};
use crate::app::audit::Event;
use crate::app::error::Result;
use crate::app::facts::Facts;
use crate::app::work::Work;
use crate::app::{App, settings};
use crate::store::plans::{Planned, Undecided};
use crate::store::{jobs, plans};
use releve_solver::domain::plan::Outcome;
use releve_solver::domain::scenario::Shift;
use serde_json::json;
use std::collections::BTreeMap;

/// Stores what a worker found, if the job is still the worker's.
pub(crate) async fn store_outcome(
    app: &App,
    job: &jobs::Row,
    worker: &str,
    outcome: &Outcome,
    (facts_version, planned): (i64, &BTreeMap<String, Planned>),
) -> Result<bool> {
    let (actor, now) = (Actor::system(&job.group_id), app.clock.now());
    let mut work = Work::begin(app, &actor, Role::System).await?;
    let mine = jobs::finish(&mut work.tx, &job.id, worker, "done", now).await?;
    let on = (facts_version, planned);
    if !mine || !plans::store_outcome(&mut work.tx, &job.plan_id, outcome, on, now).await? {
        return Ok(false);
    }
    let detail = json!({ "covered": outcome.assigned.len(), "bare": outcome.uncovered.len(),
        "status": outcome.status, "input_sha256": outcome.input_sha256, "seed": outcome.seed });
    work.record(Event::new("plan.computed", "plan", &job.plan_id.0).from_version(facts_version).with(detail));
    work.commit().await?;
    Ok(true)
}

/// Every shift as a plan on these facts was computed for it.
pub(crate) fn planned(facts: &Facts) -> BTreeMap<String, Planned> {
    let planned = |shift: &Shift| {
        let span = facts.problem.demands[facts.demand(shift.id.as_str())?].duty.span;
        let planned = Planned {
            code: shift.code.to_string(),
            date: shift.date.to_string(),
            qualification: shift.qualification.to_string(),
            starts_at: span.start * 60,
            ends_at: span.end * 60,
        };
        Some((shift.id.0.clone(), planned))
    };
    facts.scenario.shifts.iter().filter_map(planned).collect()
}

/// Ends a job without a plan, if it is still the worker's.
pub(crate) async fn end_without_outcome(
    app: &App,
    job: &jobs::Row,
    worker: &str,
    (state, reason): (&str, Option<&str>),
) -> Result<bool> {
    let mut tx = app.db.write().await?;
    if !jobs::finish(&mut tx, &job.id, worker, state, app.clock.now()).await? {
        return Ok(false);
    }
    plans::end_computing(&mut tx, &job.plan_id.0, state, reason).await?;
    tx.commit().await?;
    Ok(true)
}

/// Ends a plan that nobody needs to decide any more: it has waited longer than the group allows, or no shift of those that it
/// still proposes somebody for can be given as it was planned. False when neither holds.
///
/// # Errors
/// When the database fails.
pub(crate) async fn expire(app: &App, plan: &Undecided) -> Result<bool> {
    let actor = Actor::system(&plan.group_id);
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let hours = settings::read(&mut tx, &plan.group_id).await?.plan_hours;
    drop(tx);
    let reason = if plan.computed_at.is_some_and(|at| now - at >= i64::from(hours) * 3_600) {
        "too_old"
    } else if plan.proposed > 0 && plan.live == 0 {
        "items_gone"
    } else {
        return Ok(false);
    };
    let mut work = Work::begin(app, &actor, Role::System).await?;
    if !plans::expire(&mut work.tx, plan, reason).await? {
        return Ok(false);
    }
    work.record(Event::new("plan.expire", "plan", &plan.id.0).with(json!({ "reason": reason })));
    work.commit().await?;
    Ok(true)
}
