//! Browsers that take push messages, and the scripts for them: a service worker, and a page's own. Both are files of ours;
//! without them the page works, and has no button.

use super::assets;
use super::frame::{Result, Seated};
use crate::app::push;
use crate::web::AppState;
use crate::web::extract::Id;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect};

const WORKER: &str = include_str!("../../../assets/sw.js");
const SCRIPT: &str = include_str!("../../../assets/push.js");
const MANIFEST: &str = include_str!("../../../assets/manifest.webmanifest");

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// `GET /sw.js`: at the root, because it serves what lies below; asked for anew each time, because browsers keep it.
pub async fn worker() -> impl IntoResponse {
    ([(CONTENT_TYPE, JAVASCRIPT), (CACHE_CONTROL, "no-cache")], WORKER)
}

/// `GET /manifest.webmanifest`: what a telephone needs to put the service on its home screen, without which iPhones take no
/// push message.
pub async fn manifest() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/manifest+json"), (CACHE_CONTROL, "no-cache")], MANIFEST)
}

/// Where the page's script is.
pub fn script_url() -> &'static str {
    assets::url_of(&SCRIPT_URL, "push", SCRIPT, "js")
}

static SCRIPT_URL: std::sync::OnceLock<String> = std::sync::OnceLock::new();

/// `GET` of [`script_url`].
pub async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, JAVASCRIPT), (CACHE_CONTROL, assets::FOR_EVER)], SCRIPT)
}

/// `POST /compte/appareils/{id}/retirer`.
pub async fn end(State(state): State<AppState>, Id(id): Id, Seated(actor): Seated) -> Result<Redirect> {
    push::end(&state.app, &actor, &id).await?;
    Ok(Redirect::to("/compte?fait=appareil"))
}
