//! The public benchmark files themselves. They are not the project's to hold (published for research, see
//! `formats::curtois` and `formats::inrc2` for the sources), so this test reads them from the folder that
//! `RELEVE_BENCHMARKS` names, with the subfolders `curtois` and `inrc2`; without it, it says so and checks nothing.

use releve_solver::formats::detect::{Inrc2File, Kind, detect};
use releve_solver::formats::{curtois, inrc2};
use std::ffi::OsStr;
use std::fs::{read_dir, read_to_string};
use std::path::{Path, PathBuf};

fn folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("RELEVE_BENCHMARKS");
    if root.is_none() {
        eprintln!("RELEVE_BENCHMARKS is not set: the published files are not checked");
    }
    root.map(|root| Path::new(&root).join(name))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    entries
}

fn file_name(path: &Path) -> &str {
    path.file_name().and_then(OsStr::to_str).expect("a name in UTF-8")
}

#[test]
fn every_shift_scheduling_instance_is_read() {
    let Some(folder) = folder("curtois") else { return };
    for path in entries(&folder) {
        let text = read_to_string(&path).expect("a text");
        assert_eq!(detect(&text), Some(Kind::Curtois), "{}", path.display());
        let instance = curtois::read(&text).unwrap_or_else(|issues| panic!("{}: {issues:?}", path.display()));
        let nobody = curtois::Plan::empty(&instance);
        let text = curtois::write_plan(&instance, &nobody);
        assert_eq!(curtois::read_plan(&instance, &text).as_ref(), Ok(&nobody));
        let under: u64 =
            instance.cover.iter().map(|need| u64::from(need.required) * u64::from(need.under_weight)).sum();
        assert_eq!(curtois::judge(&instance, &nobody).costs.under_cover, under);
    }
}

/// `Solution_H_0-WD_1-2-3-3` → history 0, weeks 1, 2, 3, 3.
fn numbers(name: &str) -> Option<(&str, Vec<&str>)> {
    let (history, weeks) = name.strip_prefix("Solution_H_")?.split_once("-WD_")?;
    Some((history, weeks.split('-').collect()))
}

/// Costs of the organisers' sample solutions, by scenario and files. The first is what their validator printed beside
/// it, constraint by constraint; the others are this judge's own, kept as regression values.
const SAMPLES: [(&str, &str, u64); 9] = [
    ("n005w4", "Solution_H_0-WD_1-2-3-3", 1695),
    ("n005w4", "Solution_H_1-WD_5-3-1-0", 2010),
    ("n005w4", "Solution_H_2-WD_6-7-8-9", 1720),
    ("n012w8", "Solution_H_0-WD_3-5-0-2-0-4-5-2", 3295),
    ("n012w8", "Solution_H_1-WD_7-7-0-8-9-3-2-6", 3805),
    ("n012w8", "Solution_H_2-WD_4-5-6-7-2-1-2-1", 3745),
    ("n021w4", "Solution_H_0-WD_5-4-1-2", 2305),
    ("n021w4", "Solution_H_1-WD_0-6-1-6", 2305),
    ("n021w4", "Solution_H_2-WD_8-1-4-3", 2345),
];

#[test]
fn every_competition_file_is_read_and_written_back() {
    let Some(folder) = folder("inrc2") else { return };
    for folder in entries(&folder) {
        let name = file_name(&folder);
        let text = read_to_string(folder.join(format!("Sc-{name}.txt"))).expect("a scenario");
        let scenario = inrc2::read_scenario(&text).unwrap_or_else(|issues| panic!("{name}: {issues:?}"));
        assert_eq!(detect(&text), Some(Kind::Inrc2(Inrc2File::Scenario)));
        assert_eq!(inrc2::read_scenario(&inrc2::write_scenario(&scenario)).as_ref(), Ok(&scenario));
        for path in entries(&folder).into_iter().filter(|path| path.is_file()) {
            let text = read_to_string(&path).expect("a text");
            if file_name(&path).starts_with("H0-") {
                assert_eq!(detect(&text), Some(Kind::Inrc2(Inrc2File::History)));
                let history = inrc2::read_history(&scenario, &text).unwrap_or_else(|i| panic!("{path:?}: {i:?}"));
                let written = inrc2::write_history(&scenario, &history);
                assert_eq!(inrc2::read_history(&scenario, &written), Ok(history));
            } else if file_name(&path).starts_with("WD-") {
                assert_eq!(detect(&text), Some(Kind::Inrc2(Inrc2File::Week)));
                let week = inrc2::read_week(&scenario, &text).unwrap_or_else(|i| panic!("{path:?}: {i:?}"));
                assert_eq!(inrc2::read_week(&scenario, &inrc2::write_week(&scenario, &week)), Ok(week));
            }
        }
    }
}

#[test]
fn the_organisers_samples_are_feasible_and_cost_what_their_validator_says() {
    let Some(folder) = folder("inrc2") else { return };
    for (name, sample, total) in SAMPLES {
        let folder = folder.join(name);
        let text = |file: String| read_to_string(folder.join(&file)).unwrap_or_else(|e| panic!("{name}/{file}: {e}"));
        let scenario = inrc2::read_scenario(&text(format!("Sc-{name}.txt"))).expect("a scenario");
        let (history, numbers) = numbers(sample).expect("numbers");
        let history = inrc2::read_history(&scenario, &text(format!("H0-{name}-{history}.txt"))).expect("a history");
        let week =
            |number: &&str| inrc2::read_week(&scenario, &text(format!("WD-{name}-{number}.txt"))).expect("a week");
        let weeks: Vec<inrc2::Week> = numbers.iter().map(week).collect();
        let solution = |(index, number): (usize, &&str)| {
            let text = text(format!("{sample}/Sol-{name}-{number}-{index}.txt"));
            assert_eq!(detect(&text), Some(Kind::Inrc2(Inrc2File::Solution)));
            inrc2::read_solution(&scenario, &text).unwrap_or_else(|issues| panic!("{sample} {index}: {issues:?}"))
        };
        let solutions: Vec<inrc2::Solution> = numbers.iter().enumerate().map(solution).collect();

        let whole = inrc2::Instance::new(scenario.clone(), history, weeks.clone()).expect("an instance");
        let judgement = inrc2::judge(&whole, &solutions);
        assert_eq!((judgement.hard.len(), judgement.total), (0, total), "{sample}");
        if folder.join(sample).join("validator.txt").exists() {
            agrees_with_validator(&judgement, &text(format!("{sample}/validator.txt")));
        }

        let (mut history, mut sum) = (whole.history, 0);
        for (week, solution) in weeks.into_iter().zip(&solutions) {
            let stage = inrc2::Instance::new(scenario.clone(), history, vec![week]).expect("a stage");
            sum += inrc2::judge(&stage, std::slice::from_ref(solution)).total;
            history = inrc2::next_history(&scenario, &stage.history, solution);
        }
        assert_eq!(sum, total, "{sample}, week by week");
    }
}

fn agrees_with_validator(judgement: &inrc2::Judgement, log: &str) {
    let costs = judgement.costs;
    for (title, cost) in [
        ("Total assignment constraints", costs.total_assignments),
        ("Consecutive constraints", costs.consecutive_shifts + costs.consecutive_days),
        ("Non working days constraints", costs.consecutive_days_off),
        ("Preferences", costs.preferences),
        ("Max working weekend", costs.working_weekends),
        ("Complete weekends", costs.complete_weekends),
        ("Optimal coverage constraints", costs.optimal_coverage),
        ("Total cost", judgement.total),
    ] {
        let stated = log.lines().find_map(|line| line.strip_prefix(title)?.strip_prefix(": "));
        assert_eq!(stated.map(str::trim), Some(cost.to_string().as_str()), "{title}");
    }
}
