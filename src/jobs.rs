//! Workers: they claim solve jobs, solve on a blocking thread, and store the result.
//!
//! Invariants: a job runs for one worker at a time, held by a lease that every heartbeat prolongs; whoever has lost the lease
//! stores nothing; a worker that shuts down hands its job back. All that workers share is the `jobs` table, so they may live
//! in any number of processes.

use crate::app::facts::Facts;
use crate::app::plans::Order;
use crate::app::{App, Error, Result, plans, rosters};
use crate::lang::reasons::Reason;
use crate::metrics::Metrics;
use crate::store::plans::{Planned, find as find_plan};
use crate::store::{from_json, jobs, name_of};
use anyhow::Context;
use releve_solver::domain::plan::{Cancel, Limits, Outcome, Progress};
use releve_solver::domain::problem::Problem;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// How often a running solve writes its progress, prolongs its lease and asks whether to stop.
const HEARTBEAT: Duration = Duration::from_millis(300);
/// How often an idle worker looks for jobs that another process queued.
const POLL: Duration = Duration::from_secs(1);
/// Takes after which a job whose workers keep dying is given up.
const ATTEMPTS_MAX: i64 = 3;

/// Serves jobs until `closing` turns true.
pub async fn work(app: App, metrics: Arc<Metrics>, mut closing: watch::Receiver<bool>) {
    let worker = app.clock.new_id();
    while !*closing.borrow() {
        match run_next(&app, &metrics, &worker, &closing).await {
            Ok(true) => {}
            Ok(false) => {
                tokio::select! {
                    () = app.job_queued.notified() => {}
                    () = tokio::time::sleep(POLL) => {}
                    _ = closing.changed() => {}
                }
            }
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "a job could not be served");
                tokio::time::sleep(POLL).await;
            }
        }
    }
}

/// Claims one job and serves it to its end; false when there is none.
///
/// # Errors
/// When the database fails; the lease then runs out and another worker takes the job.
pub async fn run_next(
    app: &App,
    metrics: &Metrics,
    worker: &str,
    closing: &watch::Receiver<bool>,
) -> anyhow::Result<bool> {
    let mut tx = app.db.write().await?;
    let Some(job) = jobs::claim(&mut tx, worker, app.clock.now(), app.config.lease_seconds).await? else {
        return Ok(false);
    };
    tx.commit().await?;
    if job.attempts > ATTEMPTS_MAX {
        let reason = Reason::SolveInterrupted.record();
        plans::end_without_outcome(app, &job, worker, ("failed", Some(&reason))).await?;
        tracing::error!(job = %job.id, plan = %job.plan_id, "a job was given up after {ATTEMPTS_MAX} takes");
        return Ok(true);
    }
    if job.cancel_requested {
        plans::end_without_outcome(app, &job, worker, ("cancelled", None)).await?;
        return Ok(true);
    }
    tracing::info!(job = %job.id, plan = %job.plan_id, attempt = job.attempts, "solve begins");
    let ended = solve(app, &job, worker, closing).await;
    match ended.with_context(|| format!("job {} of plan {}", job.id, job.plan_id))? {
        Ended::Solved(outcome, input) => {
            metrics.solve_seconds.observe(outcome.seconds);
            let stored = plans::store_outcome(app, &job, worker, &outcome, input.stands_on()).await?;
            let status = name_of(&outcome.status)?;
            tracing::info!(job = %job.id, status, covered = outcome.assigned.len(), stored, "solve ends");
        }
        Ended::Cancelled => {
            plans::end_without_outcome(app, &job, worker, ("cancelled", None)).await?;
            tracing::info!(job = %job.id, "solve cancelled");
        }
        Ended::HandedBack => tracing::info!(job = %job.id, "solve handed back"),
        Ended::Lost => tracing::warn!(job = %job.id, "the lease was lost; another worker has the job"),
        Ended::Failed(error) => {
            // Whoever reads about the plan gets a sentence of ours; what went wrong is for the log alone.
            tracing::error!(job = %job.id, plan = %job.plan_id, error, "solve failed");
            let reason = Reason::SolveFailed.record();
            plans::end_without_outcome(app, &job, worker, ("failed", Some(&reason))).await?;
        }
    }
    Ok(true)
}

/// What a job solves.
#[derive(Debug)]
enum Input {
    /// The pool's open shifts.
    Pool(Arc<Facts>, BTreeMap<String, Planned>),
    /// A problem made for this job: the posts of a roster, or some of the pool's shifts, or all of them if something were otherwise.
    Made {
        /// As the solver wants it.
        problem: Box<Problem>,
        /// What its demands are.
        planned: BTreeMap<String, Planned>,
        /// Version of the facts it was read at.
        facts_version: i64,
    },
}

impl Input {
    /// Reads what a job is about, as it stands now.
    ///
    /// # Errors
    /// When it is gone or cannot be compiled.
    async fn of(app: &App, job: &jobs::Row) -> Result<Self> {
        let mut tx = app.db.read().await?;
        let plan = find_plan(&mut tx, &job.group_id, &job.plan_id.0).await?;
        let plan = plan.ok_or_else(|| Error::not_found("plan", &job.plan_id.0))?;
        let Some(roster) = plan.roster_id else {
            let facts = app.facts.current(&mut tx, &job.group_id).await?;
            let planned = plans::planned(&facts);
            let order: Order = plan.asked_for.as_deref().map(from_json).transpose()?.unwrap_or_default();
            if !order.is_narrowed() {
                return Ok(Self::Pool(facts, planned));
            }
            let facts_version = facts.facts_version;
            let compiling = tokio::task::spawn_blocking(move || order.problem(&facts));
            let problem = compiling.await.map_err(|e| Error::Corrupt(e.to_string()))??;
            return Ok(Self::Made { problem: Box::new(problem), planned, facts_version });
        };
        let (problem, planned, facts_version) = rosters::fill::problem(&mut tx, &job.group_id, &roster).await?;
        Ok(Self::Made { problem: Box::new(problem), planned, facts_version })
    }

    /// As the solver wants it.
    fn problem(&self) -> &Problem {
        match self {
            Self::Pool(facts, _) => &facts.problem,
            Self::Made { problem, .. } => problem,
        }
    }

    /// Version of the facts, and the shifts as they are in them.
    fn stands_on(&self) -> (i64, &BTreeMap<String, Planned>) {
        match self {
            Self::Pool(facts, planned) => (facts.facts_version, planned),
            Self::Made { planned, facts_version, .. } => (*facts_version, planned),
        }
    }
}

/// How a solve ended for this worker.
enum Ended {
    Solved(Box<Outcome>, Arc<Input>),
    Cancelled,
    HandedBack,
    Lost,
    /// With what went wrong, in the words of whatever failed.
    Failed(String),
}

/// What a job is about and how far it may go. A row that cannot be read is no better later, so it is not given back to be tried
/// again as a database that fails is.
async fn read(app: &App, job: &jobs::Row) -> Result<(Limits, Arc<Input>)> {
    Ok((from_json(&job.limits)?, Arc::new(Input::of(app, job).await?)))
}

const fn is_for_a_while(error: &sqlx::Error) -> bool {
    !matches!(error, sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. })
}

async fn solve(app: &App, job: &jobs::Row, worker: &str, closing: &watch::Receiver<bool>) -> anyhow::Result<Ended> {
    let (limits, input) = match read(app, job).await {
        Ok(read) => read,
        Err(Error::Store(error)) if is_for_a_while(&error) => return Err(error.into()),
        Err(error) => return Ok(Ended::Failed(format!("{error:?}"))),
    };
    let (cancel, latest) = (Arc::new(Cancel::new()), Arc::new(Mutex::new(None::<Progress>)));
    let mut solving = tokio::task::spawn_blocking({
        let (input, cancel, latest) = (Arc::clone(&input), Arc::clone(&cancel), Arc::clone(&latest));
        move || {
            let report = |progress: &Progress| {
                *latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress.clone());
            };
            releve_solver::solve(input.problem(), &limits, &cancel, &report)
        }
    });
    let mut stop = None;
    let outcome = loop {
        tokio::select! {
            outcome = &mut solving => break outcome,
            () = tokio::time::sleep(HEARTBEAT) => {}
        }
        if stop.is_some() {
            continue;
        }
        let progress = latest.lock().unwrap_or_else(PoisonError::into_inner).take();
        stop = if *closing.borrow() { Some(Ended::HandedBack) } else { beat(app, job, worker, progress).await };
        if stop.is_some() {
            cancel.cancel();
        }
    };
    match (stop, outcome) {
        (Some(Ended::HandedBack), _) => {
            let mut tx = app.db.write().await?;
            let handed_back = jobs::hand_back(&mut tx, &job.id, worker).await?;
            tx.commit().await?;
            Ok(if handed_back { Ended::HandedBack } else { Ended::Lost })
        }
        (Some(Ended::Cancelled), Ok(outcome)) if is_best_wanted(app, job).await? => {
            Ok(Ended::Solved(Box::new(outcome), input))
        }
        (Some(ended), _) => Ok(ended),
        (None, Ok(outcome)) => Ok(Ended::Solved(Box::new(outcome), input)),
        (None, Err(error)) => Ok(Ended::Failed(format!("{error:?}"))),
    }
}

/// Whether whoever stopped a job wants the best found so far.
async fn is_best_wanted(app: &App, job: &jobs::Row) -> anyhow::Result<bool> {
    let mut tx = app.db.read().await?;
    Ok(jobs::of_plan(&mut tx, &job.plan_id.0).await?.is_some_and(|now| now.keep_best))
}

/// One sign of life; says whether to stop. A database that fails for a moment does not stop a solve: the lease decides.
async fn beat(app: &App, job: &jobs::Row, worker: &str, progress: Option<Progress>) -> Option<Ended> {
    let beaten = async {
        let progress = progress.map(|p| serde_json::to_string(&p)).transpose().context("progress as JSON")?;
        let mut tx = app.db.write().await?;
        let until = app.clock.now() + app.config.lease_seconds;
        let cancel = jobs::beat(&mut tx, &job.id, worker, until, progress.as_deref()).await?;
        tx.commit().await?;
        anyhow::Ok(cancel)
    };
    match beaten.await {
        Ok(Some(false)) => None,
        Ok(Some(true)) => Some(Ended::Cancelled),
        Ok(None) => Some(Ended::Lost),
        Err(error) => {
            tracing::warn!(job = %job.id, error = format!("{error:#}"), "a heartbeat was not written");
            None
        }
    }
}
