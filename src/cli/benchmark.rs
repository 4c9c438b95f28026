//! `releve check` for plans in the public benchmark formats: hard violations and the cost of each constraint.

use super::input::{Usage, refused, shown, text};
use super::packs::LawFiles;
use super::{DONE, REFUSED};
use clap::ValueEnum;
use releve_solver::formats::Issue;
use releve_solver::formats::detect::{Inrc2File, Kind, detect};
use releve_solver::formats::{curtois, inrc2};
use serde::Serialize;
use std::fmt::{Display, Write};
use std::path::{Path, PathBuf};

/// Formats that a plan can be checked in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Own scenario, TOML or JSON
    Scenario,
    /// Shift Scheduling Benchmarks, Curtois and Qu
    Curtois,
    /// Second International Nurse Rostering Competition
    Inrc2,
}

/// What the benchmark formats add to `check`.
#[derive(Debug, Default, clap::Args)]
pub struct Options {
    /// Format of the files [default: told by what the first one says]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// inrc2: scenario, Sc-*.txt
    #[arg(long, value_name = "FILE", requires_all = ["history", "weeks"])]
    scenario: Option<PathBuf>,
    /// inrc2: history before the first week, H0-*.txt
    #[arg(long, value_name = "FILE", requires = "scenario")]
    history: Option<PathBuf>,
    /// inrc2: data of a week, WD-*.txt; once for each week, in order
    #[arg(long = "week", value_name = "FILE", requires = "scenario")]
    weeks: Vec<PathBuf>,
    /// Benchmark formats: print JSON instead of lines
    #[arg(long)]
    json: bool,
}

const INRC2_USAGE: &str = "inrc2: releve check --scenario Sc-….txt --history H0-….txt --week WD-….txt … SOLUTION…, one \
                           --week and one solution for each week, in order";

/// Checks a plan in a benchmark format; `None` when the files are a scenario of our own and its plan.
///
/// # Errors
/// A refused file, arguments that do not fit the format, or an I/O failure.
pub fn run(options: &Options, files: &[PathBuf], law: &LawFiles) -> anyhow::Result<Option<u8>> {
    let report = match format(options, files)? {
        Format::Scenario if options.json => {
            return Err(Usage("--json is for the benchmark formats".to_owned()).into());
        }
        Format::Scenario => return Ok(None),
        _ if !law.is_empty() => {
            return Err(Usage("--law is for scenarios; the benchmarks have rules of their own".to_owned()).into());
        }
        Format::Curtois => check_curtois(files)?,
        Format::Inrc2 => check_inrc2(options, files)?,
    };
    if options.json {
        super::print_json(&report)?;
    } else {
        super::print(&report.text())?;
    }
    Ok(Some(if report.hard.is_empty() { DONE } else { REFUSED }))
}

/// As asked for; else by the options; else by the first file. Standard input can be read only once: it is a scenario
/// unless `--format` says otherwise.
fn format(options: &Options, files: &[PathBuf]) -> anyhow::Result<Format> {
    let format = match (options.format, files) {
        (Some(format), _) => format,
        (None, _) if options.scenario.is_some() => Format::Inrc2,
        (None, [first, ..]) if first != Path::new("-") => match detect(&text(first)?) {
            Some(Kind::Curtois) => Format::Curtois,
            Some(Kind::Inrc2(_)) => Format::Inrc2,
            Some(Kind::ScenarioToml | Kind::ScenarioJson) | None => Format::Scenario,
        },
        (None, _) => Format::Scenario,
    };
    if format != Format::Inrc2 && options.scenario.is_some() {
        return Err(Usage("--scenario, --history and --week are for --format inrc2".to_owned()).into());
    }
    Ok(format)
}

/// A judgement in the words of the command line, the same for both formats.
#[derive(Debug, Serialize)]
struct Report {
    format: &'static str,
    /// What was judged, where the whole is not a matter of course.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    feasible: bool,
    total: u64,
    costs: serde_json::Value,
    hard: Vec<serde_json::Value>,
    #[serde(skip)]
    lines: Vec<String>,
    #[serde(skip)]
    table: Vec<(&'static str, u64)>,
}

impl Report {
    fn new<V: Serialize + Display>(
        format: &'static str,
        hard: &[V],
        costs: &impl Serialize,
        total: u64,
        table: Vec<(&'static str, u64)>,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            format,
            note: None,
            feasible: hard.is_empty(),
            total,
            costs: serde_json::to_value(costs)?,
            hard: hard.iter().map(serde_json::to_value).collect::<Result<_, _>>()?,
            lines: hard.iter().map(ToString::to_string).collect(),
            table,
        })
    }

    fn text(&self) -> String {
        let mut out = String::new();
        for (constraint, cost) in &self.table {
            let _ = writeln!(out, "{constraint:<28} {cost:>12}");
        }
        let _ = writeln!(out, "{:<28} {:>12}", "total", self.total);
        if let Some(note) = &self.note {
            let _ = writeln!(out, "{note}");
        }
        for line in &self.lines {
            let _ = writeln!(out, "{line}");
        }
        let _ = match self.lines.len() {
            0 => writeln!(out, "no hard violation"),
            count => writeln!(out, "{count} hard violations"),
        };
        out
    }
}

fn check_curtois(files: &[PathBuf]) -> anyhow::Result<Report> {
    let [instance_file, plan_file] = files else {
        return Err(Usage("curtois: releve check INSTANCE PLAN".to_owned()).into());
    };
    let instance =
        curtois::read(&text(instance_file)?).map_err(|issues| refused(instance_file, "instance", &issues))?;
    let plan =
        curtois::read_plan(&instance, &text(plan_file)?).map_err(|issues| refused(plan_file, "plan", &issues))?;
    let curtois::Judgement { hard, costs, total } = curtois::judge(&instance, &plan);
    let table = vec![
        ("shift-on requests", costs.requests_on),
        ("shift-off requests", costs.requests_off),
        ("under cover", costs.under_cover),
        ("over cover", costs.over_cover),
    ];
    Report::new("curtois", &hard, &costs, total, table)
}

fn check_inrc2(options: &Options, files: &[PathBuf]) -> anyhow::Result<Report> {
    let (Some(scenario_file), Some(history_file)) = (&options.scenario, &options.history) else {
        return Err(Usage(INRC2_USAGE.to_owned()).into());
    };
    let scenario = read(scenario_file, Inrc2File::Scenario, inrc2::read_scenario)?;
    let history = read(history_file, Inrc2File::History, |text| inrc2::read_history(&scenario, text))?;
    let week = |file: &PathBuf| read(file, Inrc2File::Week, |text| inrc2::read_week(&scenario, text));
    let weeks = options.weeks.iter().map(week).collect::<anyhow::Result<Vec<_>>>()?;
    let solution = |file: &PathBuf| read(file, Inrc2File::Solution, |text| inrc2::read_solution(&scenario, text));
    let solutions = files.iter().map(solution).collect::<anyhow::Result<Vec<_>>>()?;
    let refuse = |file: &Path, issue: Issue| refused(file, "files", &[issue]);
    let instance = inrc2::Instance::new(scenario, history, weeks).map_err(|issue| refuse(scenario_file, issue))?;
    instance.accepts(&solutions).map_err(|issue| refuse(files.first().unwrap_or(scenario_file), issue))?;

    let inrc2::Judgement { hard, costs, total } = inrc2::judge(&instance, &solutions);
    let table = vec![
        ("S1 optimal coverage", costs.optimal_coverage),
        ("S2 consecutive shifts", costs.consecutive_shifts),
        ("S2 consecutive days", costs.consecutive_days),
        ("S3 consecutive days off", costs.consecutive_days_off),
        ("S4 preferences", costs.preferences),
        ("S5 complete week-ends", costs.complete_weekends),
        ("S6 total assignments", costs.total_assignments),
        ("S7 working week-ends", costs.working_weekends),
    ];
    let mut report = Report::new("inrc2", &hard, &costs, total, table)?;
    if !instance.reaches_the_end() {
        let (from, weeks) = (instance.history.week, instance.weeks.len());
        report.note = Some(format!(
            "weeks judged: {weeks} from week {from}, of {}; S6 and S7 are counted with the last one",
            instance.scenario.weeks
        ));
    }
    Ok(report)
}

/// Reads one of the four files, and says so when it is another of the four.
fn read<T>(path: &Path, expected: Inrc2File, read: impl FnOnce(&str) -> Result<T, Vec<Issue>>) -> anyhow::Result<T> {
    let text = text(path)?;
    let what = name(expected);
    match detect(&text) {
        Some(Kind::Inrc2(found)) if found != expected => {
            Err(Usage(format!("{} is {}, not {what}; {INRC2_USAGE}", shown(path), name(found))).into())
        }
        _ => Ok(read(&text).map_err(|issues| refused(path, what, &issues))?),
    }
}

fn name(file: Inrc2File) -> &'static str {
    match file {
        Inrc2File::Scenario => "a scenario",
        Inrc2File::History => "a history",
        Inrc2File::Week => "week data",
        Inrc2File::Solution => "a solution",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::write;
    use tempfile::TempDir;

    const INSTANCE: &str = "SECTION_HORIZON\n2\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,D=1,960,0,5,1,1,1\n\
                            SECTION_DAYS_OFF\nSECTION_SHIFT_ON_REQUESTS\nA,0,D,3\nSECTION_SHIFT_OFF_REQUESTS\n\
                            SECTION_COVER\n1,D,1,100,1\n";

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
            assert_eq!(
                run(&Options::default(), &files, &LawFiles::default()).expect("a judgement"),
                Some(code),
                "{plan}"
            );
        }
    }

    #[test]
    fn costs_and_violations_are_printed() {
        let (_folder, paths) = files(&[INSTANCE, "A,,D\n"]);
        let report = check_curtois(&paths).expect("a judgement");
        let text = report.text();
        assert!(text.contains("shift-on requests                       3\n"), "{text}");
        assert!(text.ends_with("total                                   3\nno hard violation\n"), "{text}");
        let json = serde_json::to_value(&report).expect("JSON");
        assert_eq!(
            (&json["total"], &json["costs"]["requests_on"], &json["feasible"]),
            (&3.into(), &3.into(), &true.into())
        );
        let (_folder, paths) = files(&[INSTANCE, "A,D,D\n"]);
        let report = check_curtois(&paths).expect("a judgement");
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
        let scenario = "SCENARIO = t\nWEEKS = 2\nSKILLS = 1\nNurse\nSHIFT_TYPES = 1\nDay (1,7)\n\
                        FORBIDDEN_SHIFT_TYPES_SUCCESSIONS\nDay 0\nCONTRACTS = 1\nFull (0,9) (1,7) (1,14) 2 0\n\
                        NURSES = 1\nAnn Full 1 Nurse\n";
        let history = "HISTORY\n0 t\nNURSE_HISTORY\nAnn 0 0 None 0 0 1\n";
        let week = "WEEK_DATA\nt\nREQUIREMENTS\nDay Nurse (0,1) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)\n\
                    SHIFT_OFF_REQUESTS = 0\n";
        let solution = "SOLUTION\n0 t\nASSIGNMENTS = 0\n";
        let (_folder, files) = files(&[scenario, history, week, solution]);
        let options = Options {
            scenario: Some(files[0].clone()),
            history: Some(files[1].clone()),
            weeks: vec![files[2].clone()],
            ..Options::default()
        };
        let report = check_inrc2(&options, &files[3..]).expect("a judgement");
        assert_eq!((report.total, report.feasible), (30, true));
        assert!(report.text().contains("weeks judged: 1 from week 0, of 2"), "{}", report.text());
        assert_eq!(run(&options, &files[3..], &LawFiles::default()).expect("a judgement"), Some(DONE));
        let error = check_inrc2(&options, &files[2..3]).expect_err("week data");
        assert!(error.to_string().contains("is week data, not a solution"), "{error}");
        assert!(
            run(&Options::default(), &files, &LawFiles::default())
                .expect_err("usage")
                .downcast_ref::<Usage>()
                .is_some()
        );
    }
}
