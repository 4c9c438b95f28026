//! `releve solve` for the benchmark formats: an instance in, a plan in the same format out, judged by the format's own
//! judge before anything is written.

use super::report::Report;
use super::{Engine, Format, read};
use crate::cli::input::{Refused, Usage, issue_line};
use crate::cli::solve::{Args, Solve, search};
use crate::cli::{DONE, REFUSED};
use anyhow::Context;
use releve_solver::domain::plan::{Assignment, Level, LevelName, Outcome, Start, Status};
use releve_solver::domain::problem::Problem;
use releve_solver::formats::{Issue, curtois, inrc2};
use serde::Serialize;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A judged plan with its proof, as `--json` prints it.
#[derive(Debug, Serialize)]
pub struct Solved {
    #[serde(flatten)]
    report: Report,
    status: Status,
    /// No plan costs less; absent when the engine's figures are not those of the judge.
    bound: Option<f64>,
    /// `total − bound` as a share of the total, which counts as 1 at least.
    gap: Option<f64>,
    seconds: f64,
    /// Largest resident size of this process, MiB, where the system tells it.
    peak_memory_mib: Option<f64>,
    work: u64,
    threads: u32,
    seed: u32,
    cancelled: bool,
    input_sha256: String,
    /// The files of the plan; absent when they are written to files.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<Vec<String>>,
}

/// A file of a plan: the name that its format gives it, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PlanFile {
    name: String,
    text: String,
}

/// Solves an instance of a benchmark; `text` is that of `args.file`, where there is one.
///
/// # Errors
/// A refused file, arguments that do not fit the format, or an I/O failure.
pub fn run(args: &Args, format: Format, text: Option<&str>) -> anyhow::Result<u8> {
    args.law.none_for_benchmarks()?;
    let start = args.published.of_benchmark()?;
    if start.is_some() && args.engine == Some(Engine::Mip) {
        return Err(Usage("--start is for --engine columns; leave one of the two out".to_owned()).into());
    }
    if format == Format::Inrc2 && start.is_some_and(crate::cli::input::is_stdin) {
        return Err(Usage("inrc2: --start takes the folder or file that --output wrote".to_owned()).into());
    }
    if format == Format::Curtois { run_curtois(args, text, start) } else { run_inrc2(args, start) }
}

fn run_curtois(args: &Args, text: Option<&str>, start: Option<&Path>) -> anyhow::Result<u8> {
    let (Some(path), Some(text)) = (&args.file, text) else {
        return Err(Usage("curtois: releve solve INSTANCE".to_owned()).into());
    };
    if args.next_history.is_some() {
        return Err(Usage("--next-history is for --format inrc2".to_owned()).into());
    }
    let instance = read::curtois(path, text)?;
    let begun = start.map(|path| read::curtois_plan(&instance, path)).transpose()?;
    let begun = begun.map_or_else(Vec::new, |plan| curtois::assignments_of(&instance, &plan));
    let (outcome, cancelled) = solved(args, &curtois::compile(&instance), begun)?;
    let plan = curtois::plan_of(&instance, &outcome.assignments()).map_err(|issues| not_a_plan(&issues))?;
    let report = Report::curtois(&instance, &plan)?;
    let file = PlanFile { name: String::new(), text: curtois::write_plan(&instance, &plan) };
    let target = args.output.as_ref().map(|path| vec![path.clone()]);
    finish(args, Solved::new(report, &outcome, args.threads, cancelled), vec![file], target)
}

fn run_inrc2(args: &Args, start: Option<&Path>) -> anyhow::Result<u8> {
    if let Some(file) = &args.file {
        let usage =
            format!("inrc2 takes no file but those of --scenario, --history and --week; found {}", file.display());
        return Err(Usage(usage).into());
    }
    let instance = read::inrc2(&args.files)?;
    let names = args.files.weeks().iter().zip(instance.history.week..);
    let names: Vec<String> = names.map(|(week, number)| solution_name(&instance.scenario.name, week, number)).collect();
    let begun = start.map(|path| read::solutions(&instance, &targets(path, &names))).transpose()?;
    let begun = begun.map_or_else(Vec::new, |solutions| inrc2::assignments_of(&instance, &solutions));
    let (outcome, cancelled) = solved(args, &inrc2::compile(&instance), begun)?;
    let solutions = inrc2::solutions_of(&instance, &outcome.assignments()).map_err(|issues| not_a_plan(&issues))?;
    let report = Report::inrc2(&instance, &solutions)?;
    let sound = report.feasible;
    let file = |(solution, name): (&inrc2::Solution, &String)| PlanFile {
        name: name.clone(),
        text: inrc2::write_solution(&instance.scenario, solution),
    };
    let files: Vec<PlanFile> = solutions.iter().zip(&names).map(file).collect();
    let targets = args.output.as_ref().map(|path| targets(path, &names));
    let code = finish(args, Solved::new(report, &outcome, args.threads, cancelled), files, targets)?;
    if let Some(path) = args.next_history.as_ref().filter(|_| sound) {
        let step = |history, solution| inrc2::next_history(&instance.scenario, &history, solution);
        let history = solutions.iter().fold(instance.history.clone(), step);
        write(path, &inrc2::write_history(&instance.scenario, &history))?;
    }
    Ok(code)
}

fn solved(args: &Args, problem: &Problem, begun: Vec<Assignment>) -> anyhow::Result<(Outcome, bool)> {
    let start = Start { plan: begun, repair: None };
    let engine: Solve<'_> = match args.engine {
        Some(Engine::Mip) => Engine::Mip.entry(),
        Some(Engine::Columns) | None => {
            &|problem, limits, cancel, progress| releve_solver::solve_from(problem, &start, limits, cancel, progress)
        }
    };
    // What a benchmark compares is the last unit: a plan is settled only when it is proven.
    search(problem, &args.limits(0.0), args.log.as_deref(), engine)
}

/// What the engine gave is no plan of the instance: a defect of the engine, told like a refused file.
fn not_a_plan(issues: &[Issue]) -> Refused {
    let line = |issue| issue_line(Path::new("solve"), "plan", issue);
    Refused(issues.iter().map(line).collect())
}

/// `Sol-n005w4-3-0.txt` for the week `WD-n005w4-3.txt` at the beginning, as the organisers name their samples.
fn solution_name(scenario: &str, week_file: &Path, week: u32) -> String {
    let stem = week_file.file_stem().map_or_else(|| "week".into(), |stem| stem.to_string_lossy());
    let id = stem.strip_prefix(&format!("WD-{scenario}-")).unwrap_or(&stem);
    format!("Sol-{scenario}-{id}-{week}.txt")
}

/// Where the solutions go: one into the file that `output` names with `.txt`, else all into the folder that it names.
fn targets(output: &Path, names: &[String]) -> Vec<PathBuf> {
    let is_file = output.extension().is_some_and(|extension| extension == "txt") && !output.is_dir();
    match names {
        [_] if is_file => vec![output.to_owned()],
        _ => names.iter().map(|name| output.join(name)).collect(),
    }
}

impl Solved {
    fn new(report: Report, outcome: &Outcome, threads: u32, cancelled: bool) -> Self {
        let bound = bound(&outcome.levels, report.total);
        Self {
            status: if bound.is_some() { outcome.status } else { Status::Feasible },
            gap: bound.map(|bound| (report.total as f64 - bound) / (report.total as f64).max(1.0)),
            bound,
            report,
            seconds: outcome.seconds,
            peak_memory_mib: peak_memory_mib(),
            work: outcome.work,
            threads,
            seed: outcome.seed,
            cancelled,
            input_sha256: outcome.input_sha256.clone(),
            plan: None,
        }
    }

    fn text(&self) -> String {
        let mut out = self.report.text();
        if let (Some(bound), Some(gap)) = (self.bound, self.gap) {
            let _ = writeln!(out, "bound {bound:.1}, gap {:.2} %", gap * 100.0);
        }
        let _ = write!(out, "{:.1} s", self.seconds);
        if let Some(mib) = self.peak_memory_mib {
            let _ = write!(out, ", at most {mib:.0} MiB");
        }
        out.push_str(if self.cancelled { ", stopped by hand\n" } else { "\n" });
        out
    }
}

/// The engine's bound, if it speaks of the same cost as the judge and does not lie above it.
fn bound(levels: &[Level], total: u64) -> Option<f64> {
    let cost = levels.iter().find(|level| level.name == LevelName::Cost)?;
    let total = total as f64;
    let rounding = 1e-6 * total.max(1.0);
    let sound = (cost.objective - total).abs() <= rounding && cost.bound <= total + rounding;
    sound.then_some(cost.bound.min(total))
}

/// Writes a plan that the judge accepts, and tells its costs; of another it only tells what is wrong.
fn finish(args: &Args, mut solved: Solved, files: Vec<PlanFile>, targets: Option<Vec<PathBuf>>) -> anyhow::Result<u8> {
    let sound = solved.report.feasible;
    if !sound {
        eprint!("{}", solved.report.text());
        eprintln!("no plan without hard violations was found in {:.1} s; nothing is written", solved.seconds);
    } else if solved.bound.is_none() {
        eprintln!(
            "warning: the engine's cost and bound do not agree with the judge of the format; the bound is left out"
        );
    }
    let to_files = targets.is_some();
    if let Some(targets) = targets.filter(|_| sound) {
        for (path, file) in targets.iter().zip(&files) {
            write(path, &file.text)?;
        }
    }
    if args.json {
        solved.plan = (sound && !to_files).then(|| files.into_iter().map(|file| file.text).collect());
        crate::cli::print_json(&solved)?;
    } else if sound && to_files {
        crate::cli::print(&solved.text())?;
    } else if sound {
        eprint!("{}", solved.text());
        let texts: Vec<String> = files.into_iter().map(|file| file.text).collect();
        crate::cli::print(&texts.join("\n"))?;
    }
    Ok(if sound { DONE } else { REFUSED })
}

/// Writes a file, and the folder that it stands in.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    eprintln!("{} written", path.display());
    Ok(())
}

/// The high-water mark of the resident set, MiB; Linux alone tells it.
fn peak_memory_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solutions_are_named_as_in_the_competition() {
        let name = |week: &str| solution_name("n005w4", Path::new(week), 2);
        assert_eq!(name("in/WD-n005w4-7.txt"), "Sol-n005w4-7-2.txt");
        assert_eq!(name("mine.txt"), "Sol-n005w4-mine-2.txt");
    }

    #[test]
    fn one_week_may_go_into_a_file_and_several_go_into_a_folder() {
        let (one, two) = (["a.txt".to_owned()], ["a.txt".to_owned(), "b.txt".to_owned()]);
        assert_eq!(targets(Path::new("out.txt"), &one), [Path::new("out.txt")]);
        assert_eq!(targets(Path::new("out"), &one), [Path::new("out/a.txt")]);
        assert_eq!(targets(Path::new("out.txt"), &two), [Path::new("out.txt/a.txt"), Path::new("out.txt/b.txt")]);
    }

    #[test]
    fn a_bound_on_another_cost_is_left_out() {
        let level = |objective, bound| [Level { name: LevelName::Cost, objective, bound, gap: 0.0 }];
        assert_eq!(bound(&level(607.0, 558.5), 607), Some(558.5));
        assert_eq!(bound(&level(607.000_000_1, 607.000_000_1), 607), Some(607.0));
        assert_eq!(bound(&level(0.0, 0.0), 607), None);
        assert_eq!(bound(&level(607.0, 608.0), 607), None, "a bound above a plan is none");
        assert_eq!(bound(&[], 607), None);
    }
}
