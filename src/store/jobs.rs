//! Work for a worker, one row each, held by a lease.
//!
//! Invariants: a row is `running` for at most one worker whose lease has not run out; a result is stored only by the
//! worker that still holds the row, in the transaction that ends it.

use super::{Tx, on};
use crate::ids::{JobId, PlanId};

/// A job's row.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: JobId,
    /// Group.
    pub group_id: String,
    /// Plan it computes.
    pub plan_id: PlanId,
    /// `queued`, `running`, `done`, `failed` or `cancelled`.
    pub state: String,
    /// JSON object: the solver's `Limits`.
    pub limits: String,
    /// JSON object: the solver's last `Progress`.
    pub progress: Option<String>,
    /// How often a worker has taken it.
    pub attempts: i64,
    /// Somebody asked to stop it.
    pub cancel_requested: bool,
    /// Whoever asked to stop it wants the best found so far.
    pub keep_best: bool,
}

macro_rules! columns {
    ($head:literal, $tail:literal) => {
        concat!($head, "id, group_id, plan_id, state, limits, progress, attempts, cancel_requested, keep_best", $tail)
    };
}

/// Queues a solve.
pub async fn insert(tx: &mut Tx, group: &str, id: &JobId, plan: &PlanId, limits: &str, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO jobs (id, group_id, kind, plan_id, state, limits, attempts, cancel_requested, queued_at) \
         VALUES ($1, $2, 'solve', $3, 'queued', $4, 0, FALSE, $5)")
        .bind(id).bind(group).bind(plan).bind(limits).bind(now) => execute)?;
    Ok(())
}

/// Claims the oldest job that is queued or whose worker has let its lease run out.
pub async fn claim(tx: &mut Tx, worker: &str, now: i64, lease_seconds: i64) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(columns!(
        "UPDATE jobs SET state = 'running', worker = $1, lease_until = $2 + $3, attempts = attempts + 1 \
         WHERE id = (SELECT j.id FROM jobs j WHERE j.state = 'queued' OR (j.state = 'running' AND j.lease_until < $2) \
         ORDER BY j.queued_at, j.id LIMIT 1) AND (state = 'queued' OR (state = 'running' AND lease_until < $2)) \
         RETURNING ", "")).bind(worker).bind(now).bind(lease_seconds) => fetch_optional)
}

/// Prolongs the lease and writes progress. `None` when the job is no longer this worker's, else whether to cancel.
pub async fn beat(
    tx: &mut Tx,
    id: &JobId,
    worker: &str,
    lease_until: i64,
    progress: Option<&str>,
) -> sqlx::Result<Option<bool>> {
    on!(tx, sqlx::query_scalar(
        "UPDATE jobs SET lease_until = $3, progress = COALESCE($4, progress) \
         WHERE id = $1 AND worker = $2 AND state = 'running' RETURNING cancel_requested")
        .bind(id).bind(worker).bind(lease_until).bind(progress) => fetch_optional)
}

/// Ends a job; false when it is no longer this worker's, and then nothing of its result may be stored.
pub async fn finish(tx: &mut Tx, id: &JobId, worker: &str, state: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE jobs SET state = $3, finished_at = $4, lease_until = NULL \
         WHERE id = $1 AND worker = $2 AND state = 'running'")
        .bind(id).bind(worker).bind(state).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Puts a job back into the queue: its worker is shutting down.
pub async fn hand_back(tx: &mut Tx, id: &JobId, worker: &str) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE jobs SET state = 'queued', worker = NULL, lease_until = NULL, progress = NULL \
         WHERE id = $1 AND worker = $2 AND state = 'running'").bind(id).bind(worker) => execute)?;
    Ok(changed == 1)
}

/// The job of a plan.
pub async fn of_plan(tx: &mut Tx, plan: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(columns!("SELECT ", " FROM jobs WHERE plan_id = $1")).bind(plan) => fetch_optional)
}

/// Whether the group has a job under way for a roster, or without one for the pool.
pub async fn any_under_way(tx: &mut Tx, group: &str, roster: Option<&str>) -> sqlx::Result<bool> {
    let n: i64 = on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM jobs j JOIN plans p ON p.id = j.plan_id WHERE j.group_id = $1 \
         AND j.state IN ('queued', 'running') AND COALESCE(p.roster_id, '') = $2").bind(group)
        .bind(roster.unwrap_or_default()) => fetch_one)?;
    Ok(n > 0)
}

/// Cancels a job that nobody has taken; true when it was.
pub async fn cancel_queued(tx: &mut Tx, plan: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE jobs SET state = 'cancelled', finished_at = $2 WHERE plan_id = $1 AND state = 'queued'")
        .bind(plan).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Asks whoever runs the job to stop; true when somebody does run it.
pub async fn request_cancel(tx: &mut Tx, plan: &str) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE jobs SET cancel_requested = TRUE WHERE plan_id = $1 AND state = 'running'").bind(plan) => execute)?;
    Ok(changed == 1)
}

/// The same, and the best found so far is wanted.
pub async fn request_stop(tx: &mut Tx, plan: &str) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE jobs SET cancel_requested = TRUE, keep_best = TRUE WHERE plan_id = $1 AND state = 'running'").bind(plan)
        => execute)?;
    Ok(changed == 1)
}

/// Number of jobs in each state.
pub async fn count_by_state(tx: &mut Tx) -> sqlx::Result<Vec<(String, i64)>> {
    on!(tx, sqlx::query_as("SELECT state, COUNT(*) FROM jobs GROUP BY state ORDER BY state") => fetch_all)
}
