//! What surrounds every request: its time limit, the words of its refusal, its line in the log, its place in the metrics. Neither
//! log nor metrics hold a path, a query or anything about a person: a route is named by its pattern.

use super::AppState;
use super::pages::language;
use super::problem::{Problem, documents};
use crate::metrics::RequestLabels;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::{Duration, Instant};

/// Times, limits, counts and logs one request, and puts a refusal into words.
pub async fn watch(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().to_string();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "unmatched".to_owned(), |p| p.as_str().to_owned());
    let words = language(request.headers());
    let limit = Duration::from_secs(state.app.config.request_seconds);
    let response =
        tokio::time::timeout(limit, next.run(request)).await.unwrap_or_else(|_| Problem::timeout().into_response());
    let response = documents(response, words);
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
