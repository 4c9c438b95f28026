//! `releve solve` and `releve bench` on the public benchmark formats, as people type them. The instances are made up: the
//! published ones are not ours to keep.

use crate::command::{Ran, releve};
use tempfile::TempDir;

/// Two days, one person who wishes for the first and is needed on the second, at most one shift.
const INSTANCE: &str = "SECTION_HORIZON\n2\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,D=1,960,0,5,1,1,1\n\
                        SECTION_DAYS_OFF\nSECTION_SHIFT_ON_REQUESTS\nA,0,D,3\nSECTION_SHIFT_OFF_REQUESTS\n\
                        SECTION_COVER\n1,D,1,100,1\n";
const SCENARIO: &str = "SCENARIO = t\nWEEKS = 2\nSKILLS = 1\nNurse\nSHIFT_TYPES = 1\nDay (1,7)\n\
                        FORBIDDEN_SHIFT_TYPES_SUCCESSIONS\nDay 0\nCONTRACTS = 1\nFull (0,9) (1,7) (1,14) 2 0\n\
                        NURSES = 1\nAnn Full 1 Nurse\n";
const HISTORY: &str = "HISTORY\n0 t\nNURSE_HISTORY\nAnn 0 0 None 0 0 1\n";
const WEEK: &str = "WEEK_DATA\nt\nREQUIREMENTS\nDay Nurse (0,1) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)\n\
                    SHIFT_OFF_REQUESTS = 0\n";

/// A folder laid out like the published ones.
fn benchmarks() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary directory");
    // Off on both days, and 960 minutes owed: nobody can plan that.
    let impossible = INSTANCE.replace("960,0,5", "960,960,5").replace("DAYS_OFF\n", "DAYS_OFF\nA,0,1\n");
    for (path, text) in [
        ("curtois/Instance1.txt", INSTANCE),
        ("curtois/Instance2.txt", impossible.as_str()),
        ("curtois/Instance10.txt", INSTANCE),
        ("inrc2/t/Sc-t.txt", SCENARIO),
        ("inrc2/t/H0-t-0.txt", HISTORY),
        ("inrc2/t/WD-t-1.txt", WEEK),
        ("inrc2/t/WD-t-2.txt", WEEK),
        ("best-known.csv", "set,instance,best_known\ncurtois,1,3\ncurtois,2,\ncurtois,99,5\ninrc2-static,t_0_2-1,0\n"),
    ] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

#[test]
fn a_plan_goes_to_standard_output_and_its_costs_to_standard_error() {
    let folder = benchmarks();
    let Ran { code, out, err } = releve(folder.path(), "solve curtois/Instance1.txt");
    assert_eq!((code, out.matches(',').count(), &out[..2]), (0, 2, "A,"), "{out}{err}");
    assert!(err.contains("under cover") && err.contains("no hard violation"), "{err}");
    let weeks = "--scenario inrc2/t/Sc-t.txt --history inrc2/t/H0-t-0.txt --week inrc2/t/WD-t-2.txt";
    let Ran { code, out, .. } = releve(folder.path(), &format!("solve {weeks} --week inrc2/t/WD-t-1.txt"));
    assert_eq!((code, out.matches("SOLUTION\n").count()), (0, 2), "{out}");
}

#[test]
fn a_plan_in_files_leaves_standard_output_to_its_costs() {
    let folder = benchmarks();
    let weeks = "--scenario inrc2/t/Sc-t.txt --history inrc2/t/H0-t-0.txt --week inrc2/t/WD-t-2.txt";
    let Ran { code, out, err } = releve(folder.path(), &format!("solve {weeks} --output plans --next-history H1.txt"));
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("S1 optimal coverage") && out.contains("weeks judged: 1 from week 0, of 2"), "{out}");
    assert!(err.contains("plans/Sol-t-2-0.txt written"), "{err}");
    let history = std::fs::read_to_string(folder.path().join("H1.txt")).expect("a history");
    assert!(history.starts_with("HISTORY\n1 t\n"), "{history}");
    assert_eq!(releve(folder.path(), &format!("check {weeks} plans/Sol-t-2-0.txt")).code, 0);
    let Ran { code, out, err } = releve(folder.path(), "solve curtois/Instance2.txt --output plan.txt");
    assert_eq!((code, out.as_str(), folder.path().join("plan.txt").exists()), (1, "", false), "{err}");
    assert!(err.contains("A: 0 minutes in all, at least 960") && err.contains("nothing is written"), "{err}");
}

#[test]
fn a_plan_at_hand_is_where_the_search_begins() {
    let folder = benchmarks();
    // She may work once: her wish is worth 3, the need 100.
    std::fs::write(folder.path().join("wish.txt"), "A,D,\n").expect("a file");
    let start = "solve curtois/Instance1.txt --start wish.txt";
    let Ran { code, out, err } = releve(folder.path(), &format!("{start} --time-limit 0s"));
    assert_eq!((code, out.as_str()), (0, "A,D,\n"), "without any time it stays: {err}");
    let Ran { code, out, err } = releve(folder.path(), start);
    assert_eq!((code, out.as_str()), (0, "A,,D\n"), "{err}");
    // Twice is once too often: her roster is made anew.
    std::fs::write(folder.path().join("wish.txt"), "A,D,D\n").expect("a file");
    assert_eq!(releve(folder.path(), start).out, "A,,D\n");

    // Of two people one rests, and the other is given what she may not have: both have a roster without any time.
    let two = INSTANCE.replace("A,D=1,960,0,5,1,1,1\n", "A,D=1,960,0,5,1,1,1\nB,D=1,960,0,5,1,1,1\n");
    std::fs::write(folder.path().join("two.txt"), two).expect("a file");
    std::fs::write(folder.path().join("start.txt"), "A,,\nB,D,D\n").expect("a file");
    let Ran { code, out, err } = releve(folder.path(), "solve two.txt --start start.txt --time-limit 0s");
    assert_eq!((code, out.as_str()), (0, "A,,\nB,,\n"), "{err}");
    std::fs::write(folder.path().join("start.txt"), "A,,\nB,,D\n").expect("a file");
    let Ran { code, out, err } = releve(folder.path(), "solve two.txt --start start.txt --time-limit 0s");
    assert_eq!((code, out.as_str()), (0, "A,,\nB,,D\n"), "{err}");

    let weeks = "--scenario inrc2/t/Sc-t.txt --history inrc2/t/H0-t-0.txt --week inrc2/t/WD-t-2.txt \
                 --week inrc2/t/WD-t-1.txt";
    assert_eq!(releve(folder.path(), &format!("solve {weeks} --output plans")).code, 0);
    let plan = |week: &str| std::fs::read_to_string(folder.path().join("plans").join(week)).expect("a plan");
    let known = [plan("Sol-t-2-0.txt"), plan("Sol-t-1-1.txt")];
    let Ran { code, err, .. } =
        releve(folder.path(), &format!("solve {weeks} --start plans --output plans --time-limit 0s"));
    assert_eq!((code, [plan("Sol-t-2-0.txt"), plan("Sol-t-1-1.txt")]), (0, known), "{err}");

    for (command, needle) in [
        ("solve curtois/Instance1.txt --start best-known.csv", "best-known.csv"),
        ("solve curtois/Instance1.txt --start wish.txt --engine mip", "--engine columns"),
        ("solve curtois/Instance1.txt --start wish.txt --change-price 2", "are for scenarios"),
        (&format!("solve {weeks} --start -"), "the folder or file that --output wrote"),
        (&format!("solve {weeks} --start nowhere"), "nowhere/Sol-t-2-0.txt"),
    ] {
        let Ran { code, out, err } = releve(folder.path(), command);
        assert!(code != 0 && out.is_empty() && err.contains(needle), "{command}: {code} {out}{err}");
    }
}

#[test]
fn a_folder_is_a_table_with_a_row_for_each_instance() {
    let folder = benchmarks();
    let Ran { code, out, err } = releve(folder.path(), "bench . --time-limit 20s");
    assert_eq!(code, 1, "one cannot be planned: {err}");
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split('|').map(str::trim).collect()).collect();
    let names: Vec<&str> = rows[2..].iter().map(|row| row[1]).collect();
    assert_eq!(names, ["curtois/Instance1", "curtois/Instance2", "inrc2/t_0_2-1", "curtois/Instance10"], "{out}");
    assert!(rows.iter().all(|row| row.len() == 11), "{out}");
    assert_eq!((rows[2][3], rows[3][3], rows[3][4], rows[5][3]), ("3", "–", "–", "–"), "{out}");
    assert!(rows[2][4].parse::<u64>().is_ok_and(|found| found >= 3), "{out}");
    assert!(err.contains("not in .: curtois/Instance99") && err.contains("curtois/Instance2: no plan"), "{err}");

    let Ran { code, out, err } = releve(folder.path(), "bench . --time-limit 20s --json --filter Instance1");
    assert_eq!((code, out.lines().count()), (0, 1), "{err}");
    let row: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&row["instance"], &row["best_known"]), (&"curtois/Instance1".into(), &3.into()));

    let Ran { code, out, err } = releve(folder.path(), "bench . --time-limit 20s --engine both --filter Instance1");
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split('|').map(str::trim).collect()).collect();
    assert_eq!((code, rows.len(), rows[2][2], rows[3][2]), (0, 4, "columns", "mip"), "{out}{err}");
    assert_eq!(rows[2][3..7], rows[3][3..7], "both prove the same: {out}");
    let Ran { code, err, .. } = releve(folder.path(), "solve curtois/Instance1.txt --format scenario --engine mip");
    assert!(code == 2 && err.contains("--engine mip is for --format curtois and inrc2"), "{err}");

    let Ran { code, err, .. } = releve(folder.path(), "bench inrc2 --filter x");
    assert!(code == 1 && err.contains("no instance in inrc2"), "{err}");
}
