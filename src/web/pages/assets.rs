//! The style sheet and the icon, embedded. The style sheet's URL holds a hash of its content, so that a browser may keep it for ever and still has
//! the new one after an upgrade.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

const STYLE: &str = include_str!("../../../assets/style.css");

/// For how long browsers may keep what has its hash in its address.
pub(super) const FOR_EVER: &str = "public, max-age=31536000, immutable";

static STYLE_URL: OnceLock<String> = OnceLock::new();

/// The address of an embedded file, with a hash of its content.
pub(super) fn url_of(kept: &'static OnceLock<String>, name: &str, content: &str, extension: &str) -> &'static str {
    kept.get_or_init(|| {
        let hash = Sha256::digest(content.as_bytes());
        let start = hash.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        format!("/assets/{name}.{start:016x}.{extension}")
    })
}

const ICON: &str = include_str!("../../../assets/icon.svg");

/// `GET /assets/icon.svg`.
pub async fn icon() -> impl IntoResponse {
    ([(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "public, max-age=86400")], ICON)
}

/// Where the style sheet is.
pub fn style_url() -> &'static str {
    url_of(&STYLE_URL, "style", STYLE, "css")
}

/// `GET` of [`style_url`].
pub async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, FOR_EVER)], STYLE)
}
