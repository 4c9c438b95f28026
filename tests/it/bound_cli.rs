//! What `releve explain --plan` and `releve what-if` say about a plan, as people type them.

use crate::command::releve;
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

fn json(directory: &Path, arguments: &str) -> Value {
    let ran = releve(directory, arguments);
    assert_eq!(ran.code, 0, "{arguments}: {}", ran.err);
    serde_json::from_str(&ran.out).expect("JSON")
}

/// A folder with a group that is short of people, its plan, and the report on it.
fn planned() -> (TempDir, Value) {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let made = releve(
        folder.path(),
        "generate --establishments 3 --agents 14 --days 14 --gaps 30 --seed 8 --output group.json",
    );
    assert_eq!(made.code, 0, "{}", made.err);
    let report = json(folder.path(), "solve group.json --output plan.json --json");
    (folder, report)
}

#[test]
fn what_another_choice_would_cost_is_told() {
    let (folder, report) = planned();
    let (shift, agent) = {
        let first = &report["assignments"][0];
        (first["shift"].as_str().expect("a shift").to_owned(), first["agent"].as_str().expect("an agent").to_owned())
    };
    let held =
        json(folder.path(), &format!("explain group.json --plan plan.json --shift {shift} --agent {agent} --json"));
    assert_eq!((&held["agent"], &held["bound"]["kind"]), (&agent.as_str().into(), &"held".into()), "{held}");
    let (mut told, mut costs) = (0, 0);
    for assignment in report["assignments"].as_array().expect("a list") {
        let shift = assignment["shift"].as_str().expect("a shift");
        let all = json(folder.path(), &format!("explain group.json --plan plan.json --shift {shift} --json"));
        for candidate in all["candidates"].as_array().expect("a list") {
            if candidate["verdict"] != "eligible" {
                assert!(candidate.get("bound").is_none(), "{candidate}");
                continue;
            }
            told += 1;
            let bound = &candidate["bound"];
            assert_eq!(bound["kind"] == "held", candidate["agent"] == assignment["agent"], "{candidate}");
            if bound["kind"] != "held" {
                // Asked alone the answer is the same.
                let agent = candidate["agent"].as_str().expect("an agent");
                let pair = format!("explain group.json --plan plan.json --shift {shift} --agent {agent}");
                assert_eq!(&json(folder.path(), &format!("{pair} --json"))["bound"], bound);
                let text = releve(folder.path(), &pair).out;
                assert!(text.contains("choosing her instead costs "), "{text}");
                costs += 1;
            }
        }
        if costs > 3 {
            break;
        }
    }
    assert!(told > 0 && costs > 0, "{told} told, {costs} of them with a cost");
}

#[test]
fn where_help_is_worth_most_is_told() {
    let (folder, report) = planned();
    let prices = json(folder.path(), "explain group.json --plan plan.json --prices --json");
    let list = prices["prices"].as_array().expect("a list");
    assert!(!list.is_empty() && prices["levels"].as_array().is_some_and(|levels| levels.len() == 5), "{prices}");
    assert_eq!(list.len(), report["prices"].as_array().expect("a list").len());
    let first = &list[0];
    assert!(first["week"].as_str().is_some_and(|week| week.contains("-W")), "{first}");
    let text = releve(folder.path(), "explain group.json --plan plan.json --prices").out;
    assert!(text.contains(first["week"].as_str().expect("a week")) && text.contains("at most"), "{text}");
    let solved = releve(folder.path(), "solve group.json").out;
    assert!(solved.contains("Where one more shift filled would help most"), "{solved}");
}

#[test]
fn what_if_somebody_joins_leaves_or_a_shift_grows() {
    let (folder, report) = planned();
    let place = {
        let group: Value =
            serde_json::from_str(&std::fs::read_to_string(folder.path().join("group.json")).expect("a group"))
                .expect("JSON");
        group["establishments"][0]["id"].as_str().expect("an establishment").to_owned()
    };
    let joined = json(
        folder.path(),
        &format!(
            "what-if group.json --plan plan.json --add-agent qualification=AS,establishment={place},count=2 --json"
        ),
    );
    let covered = |value: &Value, field: &str| value[field].as_u64().expect("a count");
    assert!(covered(&joined, "covered_after") >= covered(&joined, "covered_before"), "{joined}");
    let newcomers = joined["people"].as_array().expect("a list").iter();
    assert_eq!(newcomers.filter(|one| one["agent"].as_str().is_some_and(|id| id.starts_with("what-if-"))).count(), 2);
    let agent = report["assignments"][0]["agent"].as_str().expect("an agent");
    let left = releve(folder.path(), &format!("what-if group.json --plan plan.json --remove-agent {agent}"));
    assert!(left.code == 0 && left.out.contains(&format!("{agent} leaves")), "{}{}", left.out, left.err);
    assert!(left.out.contains("Level") && left.out.contains("Whose plan changes"), "{}", left.out);
    let shift = report["assignments"][0]["shift"].as_str().expect("a shift");
    let grown = json(folder.path(), &format!("what-if group.json --plan plan.json --places {shift}=2 --json"));
    assert_eq!(grown["changes"][0]["kind"], "places");
}

#[test]
fn what_makes_no_sense_is_refused_with_a_way_out() {
    let (folder, _) = planned();
    for (arguments, code, told) in [
        ("what-if group.json --plan plan.json", 2, "--add-agent"),
        ("what-if group.json --plan plan.json --add-agent qualification=AS", 2, "establishment: found nothing"),
        (
            "what-if group.json --plan plan.json --add-agent qualification=AS,establishment=nowhere",
            2,
            "establishment: found \"nowhere\", expected one of the 3 establishments",
        ),
        ("what-if group.json --plan plan.json --remove-agent nobody", 2, "--remove-agent: found \"nobody\""),
        ("what-if group.json --plan plan.json --places x", 2, "expected SHIFT=N"),
        ("explain group.json --prices", 2, "--plan"),
        ("explain group.json --shift x --time-limit 5s", 2, "--plan"),
    ] {
        let ran = releve(folder.path(), arguments);
        assert!(ran.code == code && ran.err.contains(told), "{arguments}: {} {}", ran.code, ran.err);
    }
    let twice = "[{\"shift\": \"none\", \"agent\": \"nobody\"}]";
    std::fs::write(folder.path().join("bad.json"), twice).expect("a file");
    let ran = releve(folder.path(), "explain group.json --plan bad.json --prices");
    assert!(ran.code == 1 && ran.err.contains("bad.json: ") && ran.err.contains("breaks rules"), "{}", ran.err);
}
