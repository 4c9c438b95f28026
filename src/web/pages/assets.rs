//! Files that are part of the binary. The address of a style sheet or a script holds a hash of its content, so that a browser may
//! keep it for ever and still has the new one after an upgrade.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// A file whose address holds a hash of its content.
#[derive(Debug)]
pub struct Asset {
    name: &'static str,
    extension: &'static str,
    kind: &'static str,
    content: &'static str,
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
pub static STYLE: Asset =
    Asset::new("style", "css", "text/css; charset=utf-8", include_str!("../../../assets/style.css"));
/// Push messages on the page of one's account.
pub static PUSH: Asset = Asset::new("push", "js", JAVASCRIPT, include_str!("../../../assets/push.js"));
/// htmx 2.0.11 (Zero-Clause BSD), for pages that change while they are looked at.
pub static HTMX: Asset = Asset::new("htmx", "js", JAVASCRIPT, include_str!("../../../assets/htmx.js"));

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

/// `GET` of [`MONTH`].
pub async fn month() -> impl IntoResponse {
    MONTH.answer()
}

/// `GET /assets/icon.svg`.
pub async fn icon() -> impl IntoResponse {
    const ICON: &str = include_str!("../../../assets/icon.svg");
    ([(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "public, max-age=86400")], ICON)
}

/// `GET /sw.js`: at the root, because it serves what lies below; asked for anew each time, because browsers keep it.
pub async fn worker() -> impl IntoResponse {
    const WORKER: &str = include_str!("../../../assets/sw.js");
    ([(CONTENT_TYPE, JAVASCRIPT), (CACHE_CONTROL, "no-cache")], WORKER)
}

/// `GET /manifest.webmanifest`: what a telephone needs to put the service on its home screen, without which iPhones take no
/// push message.
pub async fn manifest() -> impl IntoResponse {
    const MANIFEST: &str = include_str!("../../../assets/manifest.webmanifest");
    ([(CONTENT_TYPE, "application/manifest+json"), (CACHE_CONTROL, "no-cache")], MANIFEST)
}
