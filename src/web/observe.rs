//! What surrounds every request: its time limit, its line in the log, its place in the metrics. Neither holds a path, a query
//! or anything about a person: a route is named by its pattern.

use super::AppState;
use super::problem::Problem;
use crate::metrics::RequestLabels;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::{Duration, Instant};

/// Times, limits, counts and logs one request.
pub async fn watch(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().to_string();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "unmatched".to_owned(), |p| p.as_str().to_owned());
    let limit = Duration::from_secs(state.app.config.request_seconds);
    let response =
        tokio::time::timeout(limit, next.run(request)).await.unwrap_or_else(|_| Problem::timeout().into_response());
    let (seconds, status) = (begun.elapsed().as_secs_f64(), response.status().as_u16());
    tracing::info!(method, route, status, milliseconds = (seconds * 1000.0).round(), "request");
    let labels = RequestLabels { method, route, status };
    state.metrics.requests.get_or_create(&labels).inc();
    state.metrics.request_seconds.get_or_create(&labels).observe(seconds);
    response
}

/// Turns a panic of a handler into an answer. Its text goes to the log through the panic hook, never to the client.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    Problem::internal().into_response()
}
