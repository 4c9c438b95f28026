//! Whatever the bytes, reading ends with a scenario or with issues that have lines.

use super::{GOOD, Syntax, read, validate, write};
use crate::formats::garble::{edits, mutated};
use proptest::prelude::*;

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
