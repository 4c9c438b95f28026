//! Whatever the bytes, reading ends with a scenario or with issues that have lines.

use super::{GOOD, Syntax, read, validate, write};
use proptest::prelude::*;

/// Cuts, doubles and overwrites pieces of a text at arbitrary places.
fn mutated(text: &str, edits: &[(usize, usize, String)]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for (at, len, insert) in edits {
        let at = at % (letters.len() + 1);
        let end = (at + len).min(letters.len());
        letters.splice(at..end, insert.chars());
    }
    letters.into_iter().collect()
}

fn edits() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let piece = prop_oneof![
        Just(String::new()),
        r#"[\[\]{}"'=,.:#0-9a-z \n-]{0,4}"#,
        "\\PC{0,3}",
        Just("9223372036854775808".to_owned()),
        Just("9999-12-31".to_owned()),
        Just("\u{0}".to_owned()),
    ];
    prop::collection::vec((0_usize..10_000, 0_usize..6, piece), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_files_never_panic(edits in edits(), json in any::<bool>()) {
        let (text, syntax) = if json {
            (write(&read(GOOD, Syntax::Toml).expect("the good file"), Syntax::Json), Syntax::Json)
        } else {
            (GOOD.to_owned(), Syntax::Toml)
        };
        let text = mutated(&text, &edits);
        match read(&text, syntax) {
            Ok(scenario) => {
                prop_assert_eq!(validate(&scenario), vec![]);
                for syntax in [Syntax::Toml, Syntax::Json] {
                    prop_assert_eq!(&read(&write(&scenario, syntax), syntax), &Ok(scenario.clone()));
                }
            }
            Err(issues) => {
                prop_assert!(!issues.is_empty());
                let last = text.matches('\n').count() + 1;
                for issue in issues {
                    let line = issue.line.expect("a line");
                    prop_assert!((1..=last).contains(&line), "{} of {}", line, last);
                }
            }
        }
    }

    #[test]
    fn garbage_never_panics(text in "\\PC{0,200}", json in any::<bool>()) {
        let syntax = if json { Syntax::Json } else { Syntax::Toml };
        prop_assert!(read(&text, syntax).is_err());
    }
}
