//! Every mistake is told with its line, its field and the way out.

use super::*;
use crate::formats::Issue;

/// The issues of the instance with one piece replaced: line and field of each.
fn told(from: &str, to: &str) -> Vec<(Option<usize>, String)> {
    assert_eq!(INSTANCE.matches(from).count(), 1, "{from}");
    let issues = read(&INSTANCE.replace(from, to)).expect_err(to);
    for Issue { found, expected, help, .. } in &issues {
        assert!(!found.is_empty() && !expected.is_empty() && !help.is_empty(), "{to}: {issues:?}");
    }
    issues.into_iter().map(|issue| (issue.line, issue.field)).collect()
}

#[test]
fn each_mistake_is_told_once_where_it_stands() {
    for (from, to, line, field) in [
        ("\n14\n", "\nfourteen\n", 4, "SECTION_HORIZON"),
        ("\n14\n", "\n0\n", 4, "SECTION_HORIZON"),
        ("\n14\n", "\n14\n15\n", 2, "SECTION_HORIZON"),
        ("E,480,", "E,480", 7, "SECTION_SHIFTS"),
        ("E,480,", "E,-480,", 7, "SECTION_SHIFTS.Length"),
        ("N,600,E", "N,600,E|F", 8, "SECTION_SHIFTS.ShiftsWhichCannotFollow"),
        ("N,600,E", "N,600,E\nN,300,", 9, "SECTION_SHIFTS.ShiftID"),
        ("A,E=14|N=2,4800", "A,E=14,4800", 11, "SECTION_STAFF.MaxShifts"),
        ("A,E=14|N=2,4800", "A,E=14|N=2|E=1,4800", 11, "SECTION_STAFF.MaxShifts"),
        ("A,E=14|N=2,4800", "A,E=14|N=,4800", 11, "SECTION_STAFF.MaxShifts"),
        ("A,E=14|N=2,4800", "A,E=14|N,4800", 11, "SECTION_STAFF.MaxShifts"),
        ("4800,2000", "4800,5000", 11, "SECTION_STAFF.MinTotalMinutes"),
        ("4800,2000,5,2,2,1", "4800,2000,1,2,2,1", 11, "SECTION_STAFF.MinConsecutiveShifts"),
        ("4800,2000,5,2,2,1", "4800,2000,5,2,2", 11, "SECTION_STAFF"),
        ("A,0,13", "A,0,14", 16, "SECTION_DAYS_OFF.DayIndexes"),
        ("A,0,13", "A", 16, "SECTION_DAYS_OFF.DayIndexes"),
        ("C,4", "D,4", 17, "SECTION_DAYS_OFF.EmployeeID"),
        ("A,2,E,3", "A,2,E", 20, "SECTION_SHIFT_ON_REQUESTS"),
        ("A,3,E,5", "A,3,e2,5", 25, "SECTION_SHIFT_OFF_REQUESTS.ShiftID"),
        ("1,E,2,100,10", "1,E,2,100,-10", 30, "SECTION_COVER.WeightOver"),
        ("2,N,1,30,1", "2,E,1,30,1", 32, "SECTION_COVER"),
        ("SECTION_DAYS_OFF", "SECTION_DAY_OFF", 15, "SECTION_DAY_OFF"),
    ] {
        let issues = told(from, to);
        let here = (Some(line), field.to_owned());
        // A header that is misspelt is also a section that is missing.
        let missing = (None, "SECTION_DAYS_OFF".to_owned());
        assert!(issues == [here.clone()] || issues == [missing, here], "{to}: {issues:?}");
    }
}

#[test]
fn an_unreadable_name_is_not_also_unknown_elsewhere() {
    assert_eq!(told("E,480,", ",480,"), [(Some(7), "SECTION_SHIFTS.ShiftID".to_owned())]);
}

#[test]
fn a_slip_of_the_keyboard_is_recognised() {
    let issues = read(&INSTANCE.replace("SECTION_COVER", "SECTION_COVRE")).expect_err("a slip");
    assert!(issues.iter().any(|issue| issue.help == "did you mean \"SECTION_COVER\"?"), "{issues:?}");
}

#[test]
fn a_text_of_another_kind_gets_a_short_answer() {
    let issues = read("hello\nworld\n").expect_err("no instance");
    assert_eq!(issues.len(), 8, "the first line, and seven sections that are missing: {issues:?}");
    assert!(read("").is_err());
}

#[test]
fn mistakes_in_plans_are_told_by_line_and_day() {
    let instance = instance();
    let good = write_plan(&instance, &plan(GOOD));
    for (from, to, line, field) in [
        ("A,,,E", "A,,,X", Some(1), "day 2"),
        ("A,,,E", "A,,E", Some(1), "A"),
        ("A,", "Z,", Some(1), "ID"),
        ("C,,,N,,,,,,,N,,,,\n", "", None, "C"),
        ("C,,,N,,,,,,,N,,,,\n", "C,,,N,,,,,,,N,,,,\nD\n", Some(4), ""),
    ] {
        let issues = read_plan(&instance, &good.replacen(from, to, 1)).expect_err(to);
        let told: Vec<_> = issues.iter().map(|issue| (issue.line, issue.field.as_str())).collect();
        assert_eq!(told, [(line, field)], "{to}");
    }
}
