//! Checks and solves of tiny instances, files and all.

use super::check::{Options, curtois_plan, inrc2_solutions, run};
use super::*;
use crate::cli::packs::LawFiles;
use crate::cli::{DONE, REFUSED};
use std::fs::write;
use tempfile::TempDir;

const INSTANCE: &str = "SECTION_HORIZON\n2\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,D=1,960,0,5,1,1,1\n\
                        SECTION_DAYS_OFF\nSECTION_SHIFT_ON_REQUESTS\nA,0,D,3\nSECTION_SHIFT_OFF_REQUESTS\n\
                        SECTION_COVER\n1,D,1,100,1\n";

const SCENARIO: &str = "SCENARIO = t\nWEEKS = 2\nSKILLS = 1\nNurse\nSHIFT_TYPES = 1\nDay (1,7)\n\
                        FORBIDDEN_SHIFT_TYPES_SUCCESSIONS\nDay 0\nCONTRACTS = 1\nFull (0,9) (1,7) (1,14) 2 0\n\
                        NURSES = 1\nAnn Full 1 Nurse\n";
const HISTORY: &str = "HISTORY\n0 t\nNURSE_HISTORY\nAnn 0 0 None 0 0 1\n";
const WEEK: &str = "WEEK_DATA\nt\nREQUIREMENTS\nDay Nurse (0,1) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)\n\
                    SHIFT_OFF_REQUESTS = 0\n";

fn files(contents: &[&str]) -> (TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = (0..contents.len()).map(|at| folder.path().join(format!("{at}.txt"))).collect::<Vec<_>>();
    for (path, content) in paths.iter().zip(contents) {
        write(path, content).expect("a file");
    }
    (folder, paths)
}

#[test]
fn a_benchmark_plan_is_detected_and_its_violations_decide_the_exit_code() {
    // One shift at most: the second costs feasibility.
    for (plan, code) in [("A,D,\n", DONE), ("A,D,D\n", REFUSED)] {
        let (_folder, files) = files(&[INSTANCE, plan]);
        assert_eq!(run(&Options::default(), &files, &LawFiles::default()).expect("a judgement"), Some(code), "{plan}");
    }
}

#[test]
fn costs_and_violations_are_printed() {
    let (_folder, paths) = files(&[INSTANCE, "A,,D\n"]);
    let report = curtois_plan(&paths).expect("a judgement");
    let text = report.text();
    assert!(text.contains("shift-on requests                       3\n"), "{text}");
    assert!(text.ends_with("total                                   3\nno hard violation\n"), "{text}");
    let json = serde_json::to_value(&report).expect("JSON");
    assert_eq!(
        (&json["total"], &json["costs"]["requests_on"], &json["feasible"]),
        (&3.into(), &3.into(), &true.into())
    );
    let (_folder, paths) = files(&[INSTANCE, "A,D,D\n"]);
    let report = curtois_plan(&paths).expect("a judgement");
    assert!(report.text().ends_with("A: 2 shifts D, at most 1\n1 hard violations\n"), "{}", report.text());
    assert_eq!(serde_json::to_value(&report).expect("JSON")["hard"][0]["limit"], "shifts_max");
}

#[test]
fn a_scenario_of_our_own_is_left_to_check() {
    let (_folder, files) = files(&["format = \"x\"\n", "[]"]);
    assert_eq!(run(&Options::default(), &files, &LawFiles::default()).expect("no judgement"), None);
}

#[test]
fn competition_files_are_judged_and_a_wrong_one_is_named() {
    let solution = "SOLUTION\n0 t\nASSIGNMENTS = 0\n";
    let (_folder, files) = files(&[SCENARIO, HISTORY, WEEK, solution]);
    let of_week = Files {
        scenario: Some(files[0].clone()),
        history: Some(files[1].clone()),
        weeks: vec![files[2].clone()],
        ..Files::default()
    };
    let options = Options { files: of_week, ..Options::default() };
    let report = inrc2_solutions(&options.files, &files[3..]).expect("a judgement");
    assert_eq!((report.total, report.feasible), (30, true));
    assert!(report.text().contains("weeks judged: 1 from week 0, of 2"), "{}", report.text());
    assert_eq!(run(&options, &files[3..], &LawFiles::default()).expect("a judgement"), Some(DONE));
    let error = inrc2_solutions(&options.files, &files[2..3]).expect_err("week data");
    assert!(error.to_string().contains("is week data, not a solution"), "{error}");
    assert!(
        run(&Options::default(), &files, &LawFiles::default()).expect_err("usage").downcast_ref::<Usage>().is_some()
    );
}

/// The exit code of `releve solve` with these arguments.
fn solve(args: &[&str]) -> anyhow::Result<u8> {
    #[derive(clap::Parser)]
    struct Command {
        #[command(flatten)]
        args: crate::cli::solve::Args,
    }
    let words = ["solve", "--time-limit", "20s"].into_iter().chain(args.iter().copied());
    let command = <Command as clap::Parser>::try_parse_from(words)?;
    crate::cli::solve::run(&command.args)
}

fn shown(path: &std::path::Path) -> &str {
    path.to_str().expect("a name in UTF-8")
}

#[test]
fn what_is_solved_passes_check() {
    let (folder, paths) = files(&[INSTANCE]);
    let plan = folder.path().join("made/plan.txt");
    for more in [&[][..], &["--json"], &["--format", "curtois"]] {
        let args = [&[shown(&paths[0]), "--output", shown(&plan)][..], more].concat();
        assert_eq!(solve(&args).expect("a plan"), DONE);
        assert!(curtois_plan(&[paths[0].clone(), plan.clone()]).expect("a judgement").feasible);
        std::fs::remove_file(&plan).expect("a plan was written");
    }
    assert_eq!(solve(&[shown(&paths[0]), "--json"]).expect("a plan on standard output"), DONE);
}

#[test]
fn a_plan_that_the_judge_refuses_is_not_written() {
    // Off on both days, and 960 minutes owed.
    let impossible = INSTANCE.replace("960,0,5", "960,960,5").replace("DAYS_OFF\n", "DAYS_OFF\nA,0,1\n");
    let (folder, paths) = files(&[&impossible]);
    let plan = folder.path().join("plan.txt");
    assert_eq!(solve(&[shown(&paths[0]), "--output", shown(&plan)]).expect("an answer"), REFUSED);
    assert_eq!(solve(&[shown(&paths[0]), "--json"]).expect("an answer"), REFUSED);
    assert!(!plan.exists());
}

#[test]
fn each_week_is_solved_into_a_file_and_leads_to_the_next() {
    let (folder, paths) = files(&[SCENARIO, HISTORY, WEEK]);
    let [scenario, history, week] = [0, 1, 2].map(|at| shown(&paths[at]));
    let (out, next) = (folder.path().join("plans"), folder.path().join("H1.txt"));
    let stage = ["--scenario", scenario, "--history", history, "--week", week, "--output", shown(&out)];
    assert_eq!(solve(&[&stage[..], &["--next-history", shown(&next)]].concat()).expect("a plan"), DONE);
    let of_week = |history: &str| Files {
        scenario: Some(paths[0].clone()),
        history: Some(history.into()),
        weeks: vec![paths[2].clone()],
        ..Files::default()
    };
    let solution = out.join("Sol-t-2-0.txt");
    assert!(inrc2_solutions(&of_week(history), &[solution]).expect("a judgement").feasible);
    // The last week starts from the history that the first one leaves.
    let file = folder.path().join("last.txt");
    let stage = ["--scenario", scenario, "--history", shown(&next), "--week", week, "--output", shown(&file)];
    assert_eq!(solve(&stage).expect("a plan"), DONE);
    assert!(inrc2_solutions(&of_week(shown(&next)), &[file]).expect("a judgement").feasible);
    // Both weeks at once.
    let whole = ["--scenario", scenario, "--history", history, "--week", week, "--week", week, "--output", shown(&out)];
    assert_eq!(solve(&whole).expect("a plan"), DONE);
    assert!(out.join("Sol-t-2-1.txt").exists());
}

#[test]
fn arguments_of_one_format_are_refused_for_another() {
    let (folder, paths) = files(&[INSTANCE, SCENARIO, HISTORY, WEEK]);
    let [instance, scenario, history, week] = [0, 1, 2, 3].map(|at| shown(&paths[at]));
    let next = folder.path().join("H1.txt");
    let inrc2 = ["--scenario", scenario, "--history", history, "--week", week];
    for args in [
        [&[instance][..], &inrc2].concat(),
        [&["--format", "curtois"][..], &inrc2].concat(),
        vec!["--format", "inrc2", scenario],
        vec![scenario],
        vec![instance, "--law", week],
        vec![instance, "--next-history", shown(&next)],
        [&inrc2[..4], &["--week", history]].concat(),
    ] {
        let error = solve(&args).expect_err("usage");
        let usage = error.downcast_ref::<Usage>().is_some() || error.downcast_ref::<clap::Error>().is_some();
        assert!(usage, "{args:?}: {error}");
    }
}
