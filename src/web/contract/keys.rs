//! The header `Idempotency-Key`: see [`crate::app::keys`] for what it guarantees.
//!
//! What has begun under a key goes on when its client hangs up: the answer is kept for the repetition that is sure to come.

use super::super::problem::{Problem, Result};
use super::{Contract, collected};
use crate::app::access::Actor;
use crate::app::keys::{self, Found, Key};
use crate::app::terms::Terms;
use crate::app::{App, Conflict, Error};
use crate::lang::Words;
use crate::web::extract::read_body;
use crate::web::gate::credential;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, ETAG, LOCATION, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// Name of the header.
pub const HEADER: &str = "idempotency-key";
/// Says that an answer was kept from before.
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Longest key, bytes.
const KEY_BYTES_MAX: usize = 255;
/// How often, and how many times, a twin is looked after before it is sent away.
const LOOK: (Duration, u32) = (Duration::from_millis(100), 30);

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// Serves a request that bears a key.
pub async fn serve(contract: Arc<Contract>, app: App, request: Request, next: Next) -> Response {
    match prepare(&contract, &app, request).await {
        Ok((key, request)) => match found(&app, &key).await {
            Ok(Found::Begun(attempt)) => run(contract, app, key, attempt, request, next).await,
            Ok(Found::Answered(kept)) => replay(&kept),
            Ok(Found::InFlight) => in_flight(),
            Ok(Found::Reused) => {
                Problem::of("idempotency-key-reused", |words| words.say("detail-key-reused")).into_response()
            }
            Ok(Found::Lost(about)) => lost(about.as_ref()),
            Err(error) => Problem::from(error).into_response(),
        },
        Err(problem) => problem.into_response(),
    }
}

/// Reads the key and the whole request that it is bound to.
async fn prepare(contract: &Contract, app: &App, request: Request) -> Result<(Key, Request)> {
    let text = key_of(request.headers())?;
    let actor = request.extensions().get::<Actor>().cloned().ok_or(Error::SignedOut)?;
    let credential = credential(request.headers(), &app.config).unwrap_or_default().to_owned();
    let limit = if contract.large { app.config.import_limit_bytes } else { app.config.body_limit_bytes };
    let (parts, body) = request.into_parts();
    let announced = Request::from_parts(parts.clone(), body);
    let body = read_body(announced, limit).await?;
    let kind = parts.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let mut whole = parts.uri.to_string().into_bytes();
    whole.extend([b"\n", kind, b"\n", &body].concat());
    let key = Key::new(&actor, &contract.name, &text, &credential, &whole);
    Ok((key, Request::from_parts(parts, Body::from(body))))
}

fn key_of(headers: &HeaderMap) -> Result<String> {
    let mut given = headers.get_all(HEADER).iter();
    let (first, second) = (given.next(), given.next());
    let text = first.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let fits = (1..=KEY_BYTES_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if second.is_some() || !fits {
        let most = |words: Words| words.with("detail-key-unreadable", [("most", KEY_BYTES_MAX)]);
        return Err(Problem::of("bad-idempotency-key", most));
    }
    Ok(text.to_owned())
}

/// What stands under a key, after some patience with a twin.
async fn found(app: &App, key: &Key) -> crate::app::Result<Found> {
    let (pause, times) = LOOK;
    for _ in 0..times {
        match keys::begin(app, key).await? {
            Found::InFlight => tokio::time::sleep(pause).await,
            found => return Ok(found),
        }
    }
    Ok(Found::InFlight)
}

/// Does it, and keeps what is answered.
async fn run(
    contract: Arc<Contract>,
    app: App,
    key: Key,
    attempt: String,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(actor) = request.extensions_mut().get_mut::<Actor>() {
        actor.terms = Terms::new(None, Some(attempt.clone()));
    }
    let limit = Duration::from_secs(app.config.request_seconds * 2);
    let doing = tokio::spawn(async move {
        let response = tokio::time::timeout(limit, contract.perform(request, next)).await;
        let response = response.unwrap_or_else(|_| Problem::timeout().into_response());
        keep(&app, &key, &attempt, response).await
    });
    match doing.await {
        Ok(response) => response,
        // As it would have been without a key: the layer around the routes answers for a panic.
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(_) => Problem::timeout().into_response(),
    }
}

async fn keep(app: &App, key: &Key, attempt: &str, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let body = match collected(body).await {
        Ok(body) => body,
        Err(problem) => return problem.into_response(),
    };
    let kept = if parts.status.is_success() {
        let text = |name: &HeaderName| Some((name.to_string(), parts.headers.get(name)?.to_str().ok()?.to_owned()));
        let headers = [CONTENT_TYPE, LOCATION, ETAG].iter().filter_map(text).collect();
        let kept = Kept { status: parts.status.as_u16(), headers, body: String::from_utf8_lossy(&body).into_owned() };
        let kept = serde_json::to_vec(&kept).unwrap_or_default();
        keys::keep(app, key, attempt, &kept).await
    } else {
        keys::give_up(app, attempt).await
    };
    if let Err(error) = kept {
        // The deed is done or not whatever becomes of this; a repetition will be told.
        tracing::error!(error = format!("{:#}", anyhow::Error::from(error)), "an answer could not be kept");
    }
    Response::from_parts(parts, Body::from(body))
}

fn replay(kept: &[u8]) -> Response {
    let Ok(Kept { status, headers, body }) = serde_json::from_slice(kept) else { return lost(None) };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

fn in_flight() -> Response {
    let mut response = Problem::from(Error::from(Conflict::SameKeyInFlight)).into_response();
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

fn lost(about: Option<&(String, String)>) -> Response {
    let problem = Problem::of("idempotency-answer-lost", |words| match about {
        Some((kind, id)) => words.with("detail-answer-lost-about", [("what", format!("{kind} {id}"))]),
        None => words.say("detail-answer-lost"),
    });
    problem.into_response()
}
