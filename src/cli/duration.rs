//! Durations as people type them: `500ms`, `60s`, `2m`, `1h`, and runs of them such as `1m30s`.

use std::time::Duration;

/// Parses a duration; a unit is required, so that nobody has to guess whether 60 is seconds or minutes.
///
/// # Errors
/// A sentence with what was found and what is expected.
pub fn parse(text: &str) -> Result<Duration, String> {
    let refuse = || format!("found {text:?}, expected a number with ms, s, m or h, such as 500ms, 60s, 2m or 1m30s");
    let mut rest = text.trim();
    let mut seconds = 0.0;
    if rest.is_empty() {
        return Err(refuse());
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(refuse)?;
        let number: f64 = rest[..digits].parse().map_err(|_| refuse())?;
        rest = &rest[digits..];
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        seconds += number
            * match &rest[..letters] {
                "ms" => 0.001,
                "s" => 1.0,
                "m" | "min" => 60.0,
                "h" => 3600.0,
                _ => return Err(refuse()),
            };
        rest = &rest[letters..];
    }
    Duration::try_from_secs_f64(seconds).map_err(|_| refuse())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, millis) in [("60s", 60_000), ("2m", 120_000), ("500ms", 500), ("1m30s", 90_000), ("0.5h", 1_800_000)]
        {
            assert_eq!(parse(text), Ok(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "60", "s", "-1s", "1x", "1..2s", "1e9h", "un", "é"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
