//! Whether a client takes what a route gives, and gives what it takes.

use super::super::extract::{is_json, media_type};
use super::super::problem::{Problem, Result};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

/// Looks at the header `Accept` (RFC 9110, 12.5.1).
///
/// # Errors
/// 406 when none of the media types is acceptable.
pub fn look_at(headers: &HeaderMap, kinds: &[&str]) -> Result<()> {
    let lines = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let all: Vec<&str> =
        lines.flat_map(|line| line.split(',')).map(str::trim).filter(|range| !range.is_empty()).collect();
    if kinds.is_empty() || all.is_empty() || kinds.iter().any(|kind| takes(&all, kind)) {
        return Ok(());
    }
    let kinds = kinds.join(", ");
    Err(Problem::of("not-acceptable", |words| words.with("detail-not-acceptable", [("kinds", kinds.as_str())])))
}

/// Looks at the header `Content-Type`, where there is one: what goes without is the handler's to read.
///
/// # Errors
/// 415 when the route takes no such format.
pub fn look_at_body(headers: &HeaderMap, kinds: &[&str]) -> Result<()> {
    let Some(given) = media_type(headers) else { return Ok(()) };
    let json = is_json(&given);
    if kinds.is_empty() || kinds.iter().any(|kind| *kind == given || (json && *kind == "application/json")) {
        return Ok(());
    }
    let kinds = kinds.join(", ");
    Err(Problem::of("unsupported-media-type", |words| words.with("detail-media-type", [("kinds", kinds.as_str())])))
}

/// Whether the most specific range that matches a media type gives it any weight.
fn takes(ranges: &[&str], kind: &str) -> bool {
    let (family, _) = kind.split_once('/').unwrap_or((kind, ""));
    let mut best: Option<(usize, bool)> = None;
    for range in ranges {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let rank = match name.as_str() {
            "*/*" => 1,
            name if name == kind => 3,
            name if name.strip_suffix("/*") == Some(family) => 2,
            _ => continue,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q=")).and_then(|q| q.trim().parse::<f32>().ok());
        let wanted = weight.is_none_or(|weight| weight > 0.0);
        if best.is_none_or(|(before, _)| rank > before) {
            best = Some((rank, wanted));
        }
    }
    best.is_some_and(|(_, wanted)| wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_range_decides() {
        for (ranges, taken) in [
            ("*/*", true),
            ("application/json", true),
            ("application/json;q=0", false),
            ("application/*", true),
            ("text/html", false),
            ("text/html, */*;q=0.1", true),
            ("*/*, application/json;q=0", false),
            ("application/json; charset=utf-8", true),
            ("APPLICATION/JSON", true),
        ] {
            let ranges: Vec<&str> = ranges.split(',').map(str::trim).collect();
            assert_eq!(takes(&ranges, "application/json"), taken, "{ranges:?}");
        }
    }
}
