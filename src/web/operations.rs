//! Routes for whoever runs the service: is it alive, is it ready, what does it measure.

use super::AppState;
use super::problem::{Problem, Result};
use super::routes::{Access, Route};
use crate::app::Error;
use crate::metrics::JobLabels;
use crate::store::{deliveries, jobs, promises, shifts};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/healthz", Access::Public, alive),
        Route::get("/readyz", Access::Public, ready),
        Route::get("/metrics", Access::Public, metrics),
    ]
}

async fn alive() -> &'static str {
    "ok\n"
}

async fn ready(State(state): State<AppState>) -> Result<&'static str> {
    match state.app.db.is_ready().await {
        Ok(true) if !*state.closing.borrow() => Ok("ready\n"),
        answer => {
            if let Err(error) = answer {
                tracing::warn!(%error, "the database is not ready");
            }
            Err(Problem::of("not-ready", |words| words.say("detail-not-ready")))
        }
    }
}

async fn metrics(State(state): State<AppState>) -> Result<impl IntoResponse> {
    let counted = async {
        let mut tx = state.app.db.read().await?;
        let deliveries = deliveries::count_by_state(&mut tx).await?;
        let today = crate::text::instant(state.app.clock.now());
        let overdue = promises::count_overdue(&mut tx, today.get(..10).unwrap_or_default()).await?;
        Ok::<_, sqlx::Error>((
            jobs::count_by_state(&mut tx).await?,
            deliveries,
            shifts::count_open(&mut tx).await?,
            overdue,
        ))
    };
    let (by_state, deliveries, open, overdue) = counted.await.map_err(Error::from)?;
    state.metrics.jobs.clear();
    for (job_state, n) in by_state {
        state.metrics.jobs.get_or_create(&JobLabels { state: job_state }).set(n);
    }
    state.metrics.deliveries.clear();
    for (delivery_state, n) in deliveries {
        state.metrics.deliveries.get_or_create(&JobLabels { state: delivery_state }).set(n);
    }
    state.metrics.open_shifts.set(open);
    state.metrics.overdue_rests.set(overdue);
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], state.metrics.text()))
}
