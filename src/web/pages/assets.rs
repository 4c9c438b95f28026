//! The style sheet, embedded. Its URL holds a hash of its content, so that a browser may keep it for ever and still has
//! the new one after an upgrade.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const STYLE: &str = include_str!("../../../assets/style.css");

static STYLE_URL: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256::digest(STYLE.as_bytes());
    let start = hash.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    format!("/assets/style.{start:016x}.css")
});

/// Where the style sheet is.
pub fn style_url() -> &'static str {
    &STYLE_URL
}

/// `GET` of [`style_url`].
pub async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=31536000, immutable")], STYLE)
}
