//! Damage for the tests of readers: whatever the bytes, reading ends with a value or with issues.

use proptest::prelude::*;

/// Cuts, doubles and overwrites pieces of a text at arbitrary places.
pub fn mutated(text: &str, edits: &[(usize, usize, String)]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for (at, len, insert) in edits {
        let at = at % (letters.len() + 1);
        let end = (at + len).min(letters.len());
        letters.splice(at..end, insert.chars());
    }
    letters.into_iter().collect()
}

/// Where a text is cut, how much is taken out, and what is put in.
pub fn edits() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let piece = prop_oneof![
        Just(String::new()),
        r#"[\[\](){}"'=,.:|#0-9a-z \n-]{0,4}"#,
        "\\PC{0,3}",
        Just("9223372036854775808".to_owned()),
        Just("9999-12-31".to_owned()),
        Just("\u{0}".to_owned()),
    ];
    prop::collection::vec((0_usize..10_000, 0_usize..6, piece), 1..5)
}
