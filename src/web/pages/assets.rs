//! Files that are part of the binary. The address of a style sheet or a script holds a hash of its content, so that a browser may
//! keep it for ever and still has the new one after an upgrade.

use crate::lang::Words;
use crate::web::routes::{Access, Route};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::response::IntoResponse;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// A file whose address holds a hash of its content.
#[derive(Debug)]
pub struct Asset {
    name: &'static str,
    extension: &'static str,
    kind: &'static str,
    pub(super) content: &'static str,
    url: OnceLock<String>,
}

impl Asset {
    const fn new(name: &'static str, extension: &'static str, kind: &'static str, content: &'static str) -> Self {
        Self { name, extension, kind, content, url: OnceLock::new() }
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        self.url.get_or_init(|| {
            let hash = Sha256::digest(self.content.as_bytes());
            let start = hash.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
            format!("/assets/{}.{start:016x}.{}", self.name, self.extension)
        })
    }

    fn answer(&self) -> impl IntoResponse + use<> {
        ([(CONTENT_TYPE, self.kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")], self.content)
    }
}

/// The style sheet of every page.
pub static STYLE: Asset = Asset::new("style", "css", "text/css; charset=utf-8", STYLE_TEXT);
const STYLE_TEXT: &str = concat!(
    include_str!("../../../assets/style/base.css"),
    include_str!("../../../assets/style/agent.css"),
    include_str!("../../../assets/style/manager.css"),
    include_str!("../../../assets/style/coordinator.css"),
    include_str!("../../../assets/style/records.css"),
);
/// Push messages on the page of one's account.
pub static PUSH: Asset = Asset::new("push", "js", JAVASCRIPT, include_str!("../../../assets/push.js"));
/// htmx 2.0.11 (Zero-Clause BSD), for pages that change while they are looked at.
pub static HTMX: Asset = Asset::new("htmx", "js", JAVASCRIPT, include_str!("../../../assets/htmx.js"));

/// Keeps a page at hand for when there is no network.
pub static OFFLINE: Asset = Asset::new("offline", "js", JAVASCRIPT, include_str!("../../../assets/offline.js"));

/// Arrow keys in the table of a month.
pub static MONTH: Asset = Asset::new("month", "js", JAVASCRIPT, include_str!("../../../assets/month.js"));

/// `GET` of [`STYLE`].
pub async fn style() -> impl IntoResponse {
    STYLE.answer()
}

/// `GET` of [`PUSH`].
pub async fn push() -> impl IntoResponse {
    PUSH.answer()
}

/// `GET` of [`HTMX`].
pub async fn htmx() -> impl IntoResponse {
    HTMX.answer()
}

/// `GET` of [`OFFLINE`].
pub async fn offline() -> impl IntoResponse {
    OFFLINE.answer()
}

/// `GET` of [`MONTH`].
pub async fn month() -> impl IntoResponse {
    MONTH.answer()
}

/// `GET /assets/icon.svg`.
pub async fn icon() -> impl IntoResponse {
    const ICON: &str = include_str!("../../../assets/icon.svg");
    ([(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "public, max-age=86400")], ICON)
}

fn picture(content: &'static [u8]) -> impl IntoResponse + use<> {
    ([(CONTENT_TYPE, "image/png"), (CACHE_CONTROL, "public, max-age=86400")], content)
}

/// `GET /assets/icon-180.png`: the home screen of an iPhone.
pub async fn icon_180() -> impl IntoResponse {
    picture(include_bytes!("../../../assets/icon-180.png"))
}

/// `GET /assets/icon-192.png`.
pub async fn icon_192() -> impl IntoResponse {
    picture(include_bytes!("../../../assets/icon-192.png"))
}

/// `GET /assets/icon-512.png`.
pub async fn icon_512() -> impl IntoResponse {
    picture(include_bytes!("../../../assets/icon-512.png"))
}

/// `GET /assets/icon-maskable.png`: with room around, so that every system may cut it as it likes.
pub async fn icon_maskable() -> impl IntoResponse {
    picture(include_bytes!("../../../assets/icon-maskable.png"))
}

/// `GET /sw.js`: at the root, because it serves what lies below; asked for anew each time, because browsers keep it.
pub async fn worker() -> impl IntoResponse {
    const WORKER: &str = include_str!("../../../assets/sw.js");
    ([(CONTENT_TYPE, JAVASCRIPT), (CACHE_CONTROL, "no-cache")], WORKER)
}

/// `GET /manifest.webmanifest`: what a telephone needs to put the service on its home screen, without which iPhones take no
/// push message. In the language that the browser asks for: it is fetched without cookies.
pub async fn manifest(words: Words) -> impl IntoResponse {
    let shortcut = |key: &str, url: &str| json!({ "name": words.say(key), "url": url });
    let icon = |file: &str, sizes: &str, purpose: &str| json!({ "src": format!("/assets/{file}"), "sizes": sizes, "type": "image/png", "purpose": purpose });
    let manifest = json!({
        "id": "/",
        "name": "Relève",
        "short_name": "Relève",
        "description": words.say("me-manifest"),
        "lang": words.code(),
        "start_url": "/moi",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#0b5a5a",
        "icons": [
            { "src": "/assets/icon.svg", "sizes": "any", "type": "image/svg+xml" },
            icon("icon-192.png", "192x192", "any"),
            icon("icon-512.png", "512x512", "any"),
            icon("icon-maskable.png", "512x512", "maskable"),
        ],
        "shortcuts": [
            shortcut("place-mine", "/moi"),
            shortcut("me-availability", "/moi/disponibilites"),
            shortcut("me-swaps", "/moi/echanges"),
            shortcut("me-messages", "/moi/messages"),
        ],
    });
    let headers = [(CONTENT_TYPE, "application/manifest+json"), (CACHE_CONTROL, "no-cache"), (VARY, "accept-language")];
    (headers, manifest.to_string())
}

/// Files that are part of the program.
#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::Public;
    vec![
        Route::get(STYLE.url(), Public, style),
        Route::get(PUSH.url(), Public, push),
        Route::get(HTMX.url(), Public, htmx),
        Route::get(OFFLINE.url(), Public, offline),
        Route::get("/assets/icon-180.png", Public, icon_180),
        Route::get("/assets/icon-192.png", Public, icon_192),
        Route::get("/assets/icon-512.png", Public, icon_512),
        Route::get("/assets/icon-maskable.png", Public, icon_maskable),
        Route::get(MONTH.url(), Public, month),
        Route::get("/assets/icon.svg", Public, icon),
        Route::get("/sw.js", Public, worker),
        Route::get("/manifest.webmanifest", Public, manifest),
    ]
}
