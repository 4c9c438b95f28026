//! The rules as data: dated amounts, and texts that are refused with their lines.

use super::*;
use crate::formats::{Issue, speak_both_languages};

const HEAD: &str = r#"id = "test"
version = "1"
name = "Test"
valid_from = 2020-01-01
extends = ["code-du-travail@2026-01"]
[[compensation]]
id = "test.sunday"
label_fr = "Dimanche"
"#;

const TAIL: &str = r#"
due_days = 31
article = "un article"
source = "une source"
certainty = "M"
"#;

fn with(fields: &str) -> Result<Library, Vec<Issue>> {
    Library::builtin().with(&format!("{HEAD}{fields}{TAIL}"))
}

#[test]
fn the_date_of_the_duty_selects_the_amount() {
    let library = with(
        r#"when = ["sunday"]
unit = "cents"
per_minutes = 60
amounts = [
  { valid_from = 2026-01-01, valid_to = 2026-06-30, quantity = 154, point_cents = 458 },
  { valid_from = 2026-07-01, quantity = 160, point_cents = 470 },
]"#,
    )
    .expect("a good pack");
    let agent = Agent::under("test");
    let earns = |from: &str, to: &str| {
        let span = span(from, to);
        let work_minutes = span.minutes();
        let work = Worked { terms: agent.terms(), site: &agent.site, span, work_minutes, others: &[] };
        lines(&earned(&library, &work))
    };
    assert_eq!(earns("2025-12-28T07:00", "2025-12-28T15:00"), NOTHING);
    // 8 × 1.54 × 4.58 = 56.4256; 8 × 1.60 × 4.70 = 60.16.
    assert_eq!(earns("2026-06-28T07:00", "2026-06-28T15:00"), ["test.sunday 5643 cents"]);
    assert_eq!(earns("2026-07-05T07:00", "2026-07-05T15:00"), ["test.sunday 6016 cents"]);
}

#[test]
fn what_is_refused_says_where() {
    let good = r#"unit = "cents"
amounts = [{ valid_from = 2026-01-01, quantity = 100 }]
"#;
    // Fields after the eight lines of the head, the line and the field of the issue, a word of it.
    let table = [
        (format!("when = [\"sundae\"]\n{good}"), 9, "when[0]", "did you mean \"sunday\"?"),
        (format!("when = []\n{good}"), 9, "when", "say when it is earned"),
        (good.to_owned(), 6, "when", "say when it is earned"),
        (format!("when = [\"sunday\"]\n{good}per_hour = 60"), 12, "per_hour", "unknown field"),
        (format!("when = [\"sunday\"]\n{good}per_minutes = -60"), 12, "per_minutes", "0 or more"),
        (format!("when = [\"sunday\"]\n{good}per_minutes = 0"), 12, "per_minutes", "1 or more"),
        (format!("when = [\"night\"]\n{good}"), 6, "from_hour", "`night`"),
        (format!("when = [\"night\"]\n{good}from_hour = 21\nto_hour = 24"), 13, "to_hour", "0 to 23"),
        (format!("when = [\"night\"]\n{good}from_hour = 21"), 6, "to_hour", "0 to 23"),
        (format!("when = [\"overtime\"]\n{good}"), 6, "threshold_minutes", "`overtime`"),
        (format!("when = [\"sunday\"]\n{good}beyond_minutes = 480"), 12, "beyond_minutes", "`long-duty`"),
        (format!("when = [\"sunday\"]\n{good}minutes_min = 300"), 12, "minutes_min", "`night`"),
        (format!("when = [\"year\", \"sunday\"]\n{good}"), 9, "when", "never hold together"),
        (format!("when = [\"sunday\"]\n{good}only_with = \"nothing\""), 12, "only_with", "derogation"),
        (format!("when = [\"sunday\"]\n{good}replaces = [\"ct.first-of-mai\"]"), 12, "replaces[0]", "ct.first-of-may"),
        (format!("when = [\"sunday\"]\n{good}group = \"g\""), 6, "rank", "rank"),
        (format!("when = [\"sunday\"]\n{good}applies_to = [\"night\"]"), 12, "applies_to[0]", "night-worker"),
        ("when = [\"sunday\"]\nunit = \"cents\"\namounts = []".to_owned(), 11, "amounts", "at least one"),
        (
            "when = [\"sunday\"]\nunit = \"cents\"\namounts = [{ valid_from = 2026-01-01, quantity = -1 }]".to_owned(),
            11,
            "amounts[0].quantity",
            "0 or more",
        ),
        (
            "when = [\"sunday\"]\nunit = \"paid-minutes\"\namounts = [{ valid_from = 2026-01-01, quantity = 1 }]"
                .to_owned(),
            11,
            "amounts[0].rate_permille",
            "a rate",
        ),
        (
            "when = [\"sunday\"]\nunit = \"cents\"\namounts = [\n{ valid_from = 2026-01-01, quantity = 1 },\n\
             { valid_from = 2026-03-01, quantity = 2 }]"
                .to_owned(),
            13,
            "amounts[1].valid_from",
            "outside",
        ),
    ];
    for (fields, line, field, word) in table {
        let issues = with(&fields).expect_err(&fields);
        speak_both_languages(&issues);
        let [issue] = issues.as_slice() else { panic!("{fields}\n{issues:#?}") };
        let path = format!("compensation[0 \"test.sunday\"].{field}");
        let shown = issue.to_string();
        assert_eq!((issue.line, issue.field.as_str()), (Some(line), path.as_str()), "{fields}\n{shown}");
        assert!(shown.contains(word), "{fields}\n{shown}");
    }
}

#[test]
fn what_is_missing_is_refused() {
    let issues = Library::builtin().with(HEAD).expect_err("an empty compensation");
    speak_both_languages(&issues);
    let fields: Vec<&str> = issues.iter().map(|issue| issue.field.rsplit('.').next().unwrap_or_default()).collect();
    for field in ["unit", "amounts", "article", "source", "certainty"] {
        assert!(fields.contains(&field), "{field} in {fields:?}");
    }
    let blank =
        format!("{HEAD}when = [\"sunday\"]\nunit = \"cents\"\namounts = [{{ valid_from = 2026-01-01, quantity = 1 }}]");
    let issues = Library::builtin().with(&(blank + &TAIL.replace("un article", " "))).expect_err("a blank article");
    speak_both_languages(&issues);
    assert_eq!(issues.len(), 1, "{issues:#?}");
    assert!(issues[0].field.ends_with(".article"));
}

#[test]
fn every_builtin_rule_names_its_pack_and_its_ground() {
    for pack in Library::builtin().packs() {
        assert!(!pack.compensations.is_empty(), "{}", pack.id);
        for rule in &pack.compensations {
            let prefix = if pack.id == "code-du-travail" { "ct" } else { &pack.id };
            assert_eq!(rule.id.split('.').next(), Some(prefix), "{}", rule.id);
            assert!(!rule.article.is_empty() && !rule.source.is_empty(), "{}", rule.id);
        }
    }
}
