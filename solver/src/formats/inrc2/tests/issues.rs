//! Every mistake is told with its line, its field and the way out.

use super::*;
use crate::formats::Issue;

type Told = Vec<(Option<usize>, String)>;

fn told<T: std::fmt::Debug>(text: &str, from: &str, to: &str, read: impl Fn(&str) -> Result<T, Vec<Issue>>) -> Told {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    let issues = read(&text.replace(from, to)).expect_err(to);
    for Issue { found, expected, help, .. } in &issues {
        assert!(!found.is_empty() && !expected.is_empty() && !help.is_empty(), "{to}: {issues:?}");
    }
    issues.into_iter().map(|issue| (issue.line, issue.field)).collect()
}

#[test]
fn mistakes_in_scenarios() {
    for (from, to, line, field) in [
        ("SCENARIO = made003w2", "SCENARIO =", 1, "SCENARIO"),
        ("WEEKS = 2", "WEEKS = 0", 3, "WEEKS"),
        ("WEEKS = 2", "WEEKS = two", 3, "WEEKS"),
        ("SKILLS = 2", "SKILLS = 3", 5, "SKILLS"),
        ("SKILLS = 2", "SKILLS", 5, "SKILLS"),
        ("Early (2,3)", "Early (3,2)", 10, "SHIFT_TYPES"),
        ("Early (2,3)", "Early 2,3", 10, "SHIFT_TYPES"),
        ("Early (2,3)", "Early (2,)", 10, "SHIFT_TYPES"),
        ("Early 0", "Early 1", 14, "FORBIDDEN_SHIFT_TYPES_SUCCESSIONS"),
        ("Night 1 Early", "Night 1 Late", 15, "FORBIDDEN_SHIFT_TYPES_SUCCESSIONS"),
        ("(2,3) 1 1", "(2,3) 1 2", 18, "CONTRACTS complete weekends"),
        ("(2,3) 1 1", "(2,3) 1", 18, "CONTRACTS"),
        ("Bob Full 1 Nurse", "Bob Fully 1 Nurse", 23, "NURSES"),
        ("Bob Full 1 Nurse", "Bob", 23, "NURSES"),
        ("Bob Full 1 Nurse", "Bob Full 1 Doctor", 23, "NURSES"),
        ("Bob Full 1 Nurse", "Ann Full 1 Nurse", 23, "NURSES"),
    ] {
        let told = told(SCENARIO, from, to, read_scenario);
        assert!(!told.is_empty() && told.iter().all(|here| *here == (Some(line), field.to_owned())), "{to}: {told:?}");
    }
    assert_eq!(told(SCENARIO, "WEEKS = 2\n", "", read_scenario), [(None, "WEEKS".to_owned())]);
    assert!(read_scenario(&SCENARIO.replace("Early", "Any")).is_err(), "`Any` means every shift");
    assert_eq!(read_scenario("").expect_err("nothing").len(), 7, "seven sections are missing");
}

#[test]
fn mistakes_in_histories() {
    let scenario = scenario();
    for (from, to, line) in [
        ("0 made003w2", "0 other", 2),
        ("0 made003w2", "made003w2", 2),
        ("Ann 0 0 Night 1 2 0", "Ann 0 0 Night 1 2", 5),
        ("Ann 0 0 Night 1 2 0", "Ann 0 0 Night 0 2 0", 5),
        ("Ann 0 0 Night 1 2 0", "Ann 0 0 Night 3 2 0", 5),
        ("Ann 0 0 Night 1 2 0", "Ann 0 0 Night 1 2 1", 5),
        ("Ann 0 0 Night 1 2 0", "Ann 0 0 None 1 2 0", 5),
        ("Ann 0 0 Night 1 2 0", "Ann 0 0 Late 1 2 0", 5),
        ("Ann 0 0 Night 1 2 0\n", "", 4),
        ("Ann 0 0 Night 1 2 0\n", "Ann 0 0 Night 1 2 0\nAnn 0 0 Night 1 2 0\n", 6),
    ] {
        let told = told(HISTORY, from, to, |text| read_history(&scenario, text));
        assert_eq!(told.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [Some(line)], "{to}");
    }
}

#[test]
fn mistakes_in_weeks() {
    let scenario = scenario();
    for (from, to, line) in [
        ("WEEK_DATA\nmade003w2", "WEEK_DATA\nother", 2),
        ("WEEK_DATA\nmade003w2", "WEEK_DATA\n", 1),
        ("(1,2) ", "", 6),
        ("(1,2)", "(2,1)", 6),
        ("Early Nurse", "Early Nurze", 6),
        ("Early Nurse", "Early Head", 6),
        ("SHIFT_OFF_REQUESTS = 3", "SHIFT_OFF_REQUESTS = 2", 10),
        ("Bob Any Mon", "Bob Any Monday", 11),
        ("Bob Any Mon", "Bob None Mon", 11),
        ("Bob Any Mon", "Bob Any", 11),
    ] {
        let told = told(WEEKS[0], from, to, |text| read_week(&scenario, text));
        let lines: Vec<_> = told.iter().map(|(line, _)| *line).collect();
        // A requirement that stands for another one twice leaves that one without a line.
        let lost = to == "Early Head" && lines == [Some(4), Some(line)];
        assert!(lost || lines == [Some(line)], "{to}: {told:?}");
    }
    let lost = "Night Nurse (0,0) (0,0) (0,0) (0,0) (0,0) (0,2) (0,0)\n";
    assert_eq!(told(WEEKS[0], lost, "", |text| read_week(&scenario, text)), [(Some(4), "REQUIREMENTS".to_owned())]);
}

#[test]
fn mistakes_in_solutions() {
    let scenario = scenario();
    for (from, to, line) in [
        ("0 made003w2", "x made003w2", 2),
        ("ASSIGNMENTS = 5", "ASSIGNMENTS = 4", 4),
        ("Bob Sat Night Nurse", "Bob Sat Night", 8),
        ("Bob Sat Night Nurse", "Bo Sat Night Nurse", 8),
        ("Bob Sat Night Nurse", "Bob Sat Any Nurse", 8),
        ("Bob Sat Night Nurse", "Bob sat Night Nurse", 8),
    ] {
        let told = told(SOLUTIONS[0], from, to, |text| read_solution(&scenario, text));
        assert_eq!(told.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [Some(line)], "{to}");
    }
}
