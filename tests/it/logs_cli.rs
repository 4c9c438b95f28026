//! `releve solve --log` and `releve replay` as people type them.

use crate::command::{Ran, releve};
use serde_json::Value;
use tempfile::TempDir;

/// A folder with a small group and the log of its solve.
fn solved() -> (TempDir, Vec<Value>) {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let made = releve(
        folder.path(),
        "generate --establishments 2 --agents 12 --days 14 --gaps 10 --seed 5 --output group.toml",
    );
    assert_eq!(made.code, 0, "{}", made.err);
    let ran = releve(folder.path(), "solve group.toml --log run.log --seed 4 --work 100000 --json");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = std::fs::read_to_string(folder.path().join("run.log")).expect("a log");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON on each line")).collect();
    let report: Value = serde_json::from_str(&ran.out).expect("a report");
    let (first, last) = (&lines[0], &lines[lines.len() - 1]);
    assert_eq!((&first["event"], &first["limits"]["seed"]), (&"start".into(), &4.into()));
    assert_eq!((&first["input_sha256"], &last["event"]), (&report["input_sha256"], &"end".into()));
    assert_eq!((&last["levels"], &last["cover"]), (&report["levels"], &report["covered"]));
    (folder, lines)
}

/// Replays some lines; gives the exit code and what is complained about.
fn replayed(folder: &TempDir, lines: &[Value]) -> Ran {
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    std::fs::write(folder.path().join("other.log"), lines.join("\n")).expect("a file");
    releve(folder.path(), "replay other.log")
}

#[test]
fn a_run_is_shown_again() {
    let (folder, lines) = solved();
    let table = releve(folder.path(), "replay run.log");
    assert_eq!(table.code, 0, "{}", table.err);
    let steps = lines.len() - 2;
    assert!(table.out.lines().next().is_some_and(|head| head.contains("best") && head.contains("columns")));
    assert_eq!(table.out.lines().take_while(|line| !line.is_empty()).count(), steps + 1, "{}", table.out);
    assert!(table.out.contains("seed 4") && table.out.contains(&format!("{steps} steps")), "{}", table.out);
    let meter = releve(folder.path(), "replay run.log --speed 1000000");
    assert!(meter.code == 0 && meter.err.contains("bound") && !meter.out.contains("columns"), "{}", meter.err);
    assert_eq!(releve(folder.path(), "replay run.log --speed 0").code, 2);
}

#[test]
fn what_is_unsound_is_told_with_its_line() {
    let (folder, lines) = solved();
    // The last step of the run and its level, with another one after it.
    let last = lines.len() - 2;
    let step = lines[last].clone();
    let best = step["best"].as_f64().expect("a best value");
    let seconds = step["seconds"].as_f64().expect("a time");
    for (field, value) in [
        ("best", best + 1.0 + best.abs()),
        ("bound", best + 1.0 + best.abs()),
        ("bound", -1e9),
        ("seconds", seconds / 2.0),
    ] {
        let mut unsound = step.clone();
        unsound[field] = value.into();
        let mut altered = lines[..=last].to_vec();
        altered.extend([unsound, lines[last + 1].clone()]);
        let ran = replayed(&folder, &altered);
        let place = format!("other.log:{}: {field}: found ", last + 2);
        assert!(ran.code == 1 && ran.err.contains(&place) && ran.out.is_empty(), "{field}: {}", ran.err);
    }
    let mut back = step.clone();
    back["level"] = "safety".into();
    let mut altered = lines[..=last].to_vec();
    altered.extend([back, lines[last + 1].clone()]);
    let ran = replayed(&folder, &altered);
    assert!(ran.code == 1 && ran.err.contains(&format!("other.log:{}: level: ", last + 2)), "{}", ran.err);
    let mut better = lines.clone();
    better[last + 1]["levels"][1]["bound"] = (-1e9).into();
    let ran = replayed(&folder, &better);
    assert!(ran.code == 1 && ran.err.contains(&format!("other.log:{}: bound: ", last + 2)), "{}", ran.err);
}

#[test]
fn what_is_no_log_is_told_with_line_field_and_reason() {
    let (folder, lines) = solved();
    let mut without = lines.clone();
    without[2]["columns"] = "many".into();
    let ran = replayed(&folder, &without);
    assert!(ran.code == 1 && ran.err.contains("other.log:3: columns: found \"many\", expected a whole"), "{}", ran.err);
    without[2].as_object_mut().expect("an object").remove("best");
    let ran = replayed(&folder, &without);
    assert!(ran.code == 1 && ran.err.contains("other.log:3: best: found nothing"), "{}", ran.err);
    let ran = replayed(&folder, &lines[1..]);
    assert!(ran.code == 1 && ran.err.contains("other.log:1: event: found \"step\""), "{}", ran.err);
    let mut newer = lines.clone();
    newer[0]["log"] = 99.into();
    let ran = replayed(&folder, &newer);
    assert!(ran.code == 1 && ran.err.contains("other.log:1: log: found 99, expected 1"), "{}", ran.err);
    let mut longer = lines.clone();
    longer.push(lines[1].clone());
    let ran = replayed(&folder, &longer);
    assert!(ran.code == 1 && ran.err.contains("a line after the end"), "{}", ran.err);
    // Killed: what there is gets shown all the same.
    let ran = replayed(&folder, &lines[..lines.len() - 1]);
    assert!(ran.code == 1 && ran.err.contains("no end") && ran.out.contains("best"), "{}", ran.err);
    std::fs::write(folder.path().join("torn.log"), format!("{}\n{{\"event\": \"st", lines[0])).expect("a file");
    let ran = releve(folder.path(), "replay torn.log");
    assert!(ran.code == 1 && ran.err.contains("torn.log:2: line: found no JSON"), "{}", ran.err);
    std::fs::write(folder.path().join("empty.log"), "\n").expect("a file");
    let ran = releve(folder.path(), "replay empty.log");
    assert!(ran.code == 1 && ran.err.contains("empty.log:1: event: found an empty file"), "{}", ran.err);
    let ran = releve(folder.path(), "solve group.toml --log no/such/folder/run.log");
    assert!(ran.code == 1 && ran.err.contains("cannot write no/such/folder/run.log"), "{}", ran.err);
}
