//! HTTP, and nothing but HTTP: the route table, what a handler takes ([`extract`]), how a refusal looks ([`problem`]).
//!
//! `api/` answers JSON under `/api/v1`, `pages/` answers HTML, `operations` answers machines. Every handler recognises its
//! actor, calls one use case of [`crate::app`] and shapes the answer.

pub mod api;
mod cited;
mod client;
pub mod conflicts;
mod contract;
mod cookies;
pub mod describe;
pub mod extract;
mod failed;
mod gate;
mod icalendar;
mod moved;
mod observe;
pub mod openapi;
mod operations;
pub mod pages;
pub mod problem;
pub mod problems;
pub mod routes;
mod shape;
mod tables;

use crate::app::App;
use crate::config::PublicUrl;
use crate::metrics::Metrics;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::from_fn_with_state;
use problem::Problem;
use std::sync::Arc;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// What handlers share; cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    /// Use cases.
    pub app: App,
    /// Counters.
    pub metrics: Arc<Metrics>,
    /// Turns true when the server shuts down.
    pub closing: watch::Receiver<bool>,
}

/// Our pages bring their own styles and scripts, which are files of ours, and are shown in no frame.
const POLICY: &str = "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; \
                      worker-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Every route, with what surrounds it.
pub fn router(state: AppState) -> Router {
    let header = |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    let router = routes::router(&state)
        .fallback(async || Problem::no_route())
        .method_not_allowed_fallback(async || Problem::no_method())
        .layer(DefaultBodyLimit::max(state.app.config.body_limit_bytes))
        .layer(CatchPanicLayer::custom(observe::panicked))
        .layer(from_fn_with_state(state.clone(), observe::watch))
        .layer(CompressionLayer::new())
        .layer(header(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::X_FRAME_OPTIONS, "DENY"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(header(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .layer(header(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"))
        .layer(header(header::CACHE_CONTROL, "no-store"));
    // Whoever has reached the service over https once never asks for it without (RFC 6797).
    let https = state.app.config.accounts.public_url.as_ref().is_some_and(PublicUrl::is_https);
    let router =
        if https { router.layer(header(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000")) } else { router };
    router.with_state(state)
}
