//! `releve solve --start` as a coordinator types it after a sick call.

use crate::command::{Ran, releve};
use serde_json::Value;
use tempfile::TempDir;

const GROUP: &str = include_str!("../../scenarios/group.small.toml");

/// Lawful in `group.small`.
const PLAN: &str = r#"[
  {"shift": "combes-1203-TM", "agent": "as-04"},
  {"shift": "medecine-1215-Sb", "agent": "ide-10"},
  {"shift": "saules-1217-S", "agent": "as-04"}
]"#;

/// The group on the morning of 14 December, when a nurse calls in sick from the next day on, and its published plan.
fn morning() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let absence = "absences = [\n  { agent = \"ide-10\", from = 2026-12-15, to = 2026-12-16, class = \"unplanned\" },";
    let sick = GROUP.replacen("absences = [", absence, 1);
    write(&folder, "group.toml", &sick.replacen("horizon = ", "decided_at = 2026-12-14T09:00\nhorizon = ", 1));
    write(&folder, "plan.json", PLAN);
    folder
}

fn write(folder: &TempDir, name: &str, text: &str) {
    std::fs::write(folder.path().join(name), text).expect("a file");
}

fn read(folder: &TempDir, name: &str) -> Value {
    let text = std::fs::read_to_string(folder.path().join(name)).expect("a file");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn a_sick_call_is_repaired_and_its_changes_are_told() {
    let folder = morning();
    assert_eq!(releve(folder.path(), "check group.toml plan.json").code, 1, "the published plan is lawful no more");
    let Ran { code, out, err } =
        releve(folder.path(), "solve group.toml --start plan.json --max-changes 0 --output after.json");
    assert_eq!(code, 0, "{err}");
    for part in [
        "Changes  1 forced by the law, 0 chosen of at most 0",
        "Changes of the published plan\n  medecine-1215-Sb",
        "ide-10 → ide-",
        "28 h 45 before it begins",
        "forced: absence (Code du travail, L8261-1",
        "Cover    3 of 120 shifts",
        "\nchanges ",
    ] {
        assert!(out.contains(part), "{part:?} in {out}");
    }
    assert_eq!(releve(folder.path(), "check group.toml after.json").code, 0);
    let after = read(&folder, "after.json");
    let (given, changes) = (&after["assignments"], &after["changes"]);
    assert!(given.as_array().is_some_and(|given| given.len() == 3), "{after}");
    assert_eq!(
        (&given[0]["agent"], &given[2]["agent"]),
        (&"as-04".into(), &"as-04".into()),
        "promises are kept: {after}"
    );
    let why = &changes[0]["why"];
    assert_eq!((&why["kind"], &why["grounds"][0]["rule"]), (&"forced".into(), &"absence".into()), "{after}");
    assert_eq!((&changes[0]["from"], &changes[0]["to"]), (&"ide-10".into(), &given[1]["agent"]), "{after}");
}

#[test]
fn bare_shifts_are_worth_as_many_changes_as_are_allowed() {
    let folder = morning();
    let Ran { code, out, err } = releve(folder.path(), "solve group.toml --start plan.json --max-changes 2 --json");
    assert_eq!(code, 0, "{err}");
    let report: Value = serde_json::from_str(&out).expect("JSON");
    let counts = (&report["forced"], &report["chosen"], &report["max_changes"], &report["covered"]);
    assert_eq!(counts, (&1.into(), &2.into(), &2.into(), &5.into()), "{report}");
    let changes = report["changes"].as_array().expect("a list");
    for change in changes.iter().filter(|change| change["why"]["kind"] != "forced") {
        let days = change["days_short"].as_i64().expect("days") as f64;
        assert_eq!((change["from"].is_null(), change["price"].as_f64()), (true, Some(1.0 + days)), "{change}");
        assert!(
            change["minutes_before"].as_i64().is_some_and(|minutes| minutes > 0),
            "nothing that has begun: {change}"
        );
    }
}

#[test]
fn a_start_alone_is_where_the_whole_search_begins() {
    let folder = morning();
    let Ran { code, out, err } = releve(folder.path(), "solve group.toml --start plan.json --time-limit 0s");
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("Changes  1 forced by the law") && !out.contains("\nchanges "), "no level of changes: {out}");
    assert!(!out.contains("of at most") && out.contains("Cover    1"), "the rest is filled: {out}");
}

#[test]
fn a_plan_of_something_else_is_refused_with_the_way_out() {
    let folder = morning();
    let unknown = PLAN.replace("saules-1217-S", "saules-9999-S").replace("\"ide-10\"", "\"ide-99\"");
    write(&folder, "unknown.json", &unknown);
    write(&folder, "twice.json", &PLAN.replace("saules-1217-S", "combes-1203-TM"));
    write(&folder, "other.json", r#"[{"shift": "p-0001", "agent": "as-04"}]"#);
    for (plan, parts) in [
        (
            "unknown.json",
            &["assignments[1].agent: found \"ide-99\"", "assignments[2].shift: found \"saules-9999-S\""][..],
        ),
        ("unknown.json", &["expected a shift of group.toml; take the line out of the plan", "add an absence"]),
        ("twice.json", &["assignments[2].shift: found \"combes-1203-TM\", expected each shift once"]),
        ("other.json", &["made for another scenario"]),
    ] {
        let Ran { code, out, err } = releve(folder.path(), &format!("solve group.toml --start {plan}"));
        assert_eq!((code, out.as_str()), (1, ""), "{err}");
        assert!(parts.iter().all(|part| err.contains(part)), "{parts:?} in {err}");
    }
}

#[test]
fn options_that_do_not_go_together_are_usage() {
    let folder = morning();
    write(&folder, "tiny.txt", "SECTION_HORIZON\n2\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,D=1,960,0,5,1,1,1\n");
    for (arguments, part) in [
        ("solve group.toml --max-changes 2", "--start"),
        ("solve group.toml --change-price 2", "--start"),
        ("solve group.toml --start plan.json --change-price -1", "from 0 to 1000"),
        ("solve tiny.txt --start plan.json --max-changes 2", "are for scenarios"),
        ("solve - --start -", "not both"),
    ] {
        let ran = releve(folder.path(), arguments);
        assert!(ran.code == 2 && ran.err.contains(part), "{arguments}: {} {}", ran.code, ran.err);
    }
    let note = releve(folder.path(), "solve group.toml --start plan.json --max-changes 0");
    assert!(!note.err.contains("decided_at"), "{}", note.err);
    let text = std::fs::read_to_string(folder.path().join("group.toml")).expect("a file");
    write(&folder, "undated.toml", &text.replacen("decided_at = 2026-12-14T09:00\n", "", 1));
    let note = releve(folder.path(), "solve undated.toml --start plan.json --max-changes 0");
    assert!(note.code == 0 && note.err.contains("undated.toml has no decided_at"), "{}", note.err);
}
