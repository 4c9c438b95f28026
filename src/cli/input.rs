//! Reading what a command is given: a file or standard input, TOML or JSON, with every issue told by file and line.

use super::report::breach_line;
use anyhow::Context;
use releve::sheet::{self, BadCell, Limit, NoSheet};
use releve_solver::check::{Checked, check};
use releve_solver::domain::plan::{Assignment, Change};
use releve_solver::domain::problem::Problem;
use releve_solver::domain::scenario::Scenario;
use releve_solver::formats::Issue;
use releve_solver::formats::scenario::{Syntax, read, with_lines};
use releve_solver::law::Library;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::Read;
use std::path::Path;

/// An input that is not accepted, one line per issue.
#[derive(Debug)]
pub struct Refused(pub Vec<String>);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Refused {}

/// An argument that parses but means nothing here, such as a shift that the scenario does not have.
#[derive(Debug)]
pub struct Usage(pub String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// A scenario as read and as compiled.
pub struct Input {
    /// What the file says.
    pub scenario: Scenario,
    /// What the engines work on.
    pub problem: Problem,
}

/// Reads a scenario and compiles it under the packs at hand; `-` is standard input.
///
/// # Errors
/// [`Refused`] with every issue, or an I/O error that names the file.
pub fn load(path: &Path, library: &Library) -> anyhow::Result<Input> {
    compiled(path, &text(path)?, library)
}

/// Compiles the text of a scenario, which came from a file or standard input.
///
/// # Errors
/// [`Refused`] with every issue.
pub fn compiled(path: &Path, text: &str, library: &Library) -> anyhow::Result<Input> {
    let syntax = syntax(path, text);
    let scenario = read(text, syntax).map_err(|issues| refused(path, "scenario", &issues))?;
    let problem = releve_solver::compile_under(library, &scenario)
        .map_err(|issues| refused(path, "scenario", &with_lines(text, syntax, issues)))?;
    Ok(Input { scenario, problem })
}

/// A refusal with a line per issue; `what` the file should be speaks where an issue has no field.
pub fn refused(path: &Path, what: &str, issues: &[Issue]) -> Refused {
    Refused(issues.iter().map(|issue| issue_line(path, what, issue)).collect())
}

/// A plan as it is kept in a file: the assignments and the facts they were made for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanFile {
    /// [`Problem::input_sha256`] of the facts; absent in a bare list.
    #[serde(default)]
    pub input_sha256: Option<String>,
    /// Who holds what.
    pub assignments: Vec<Assignment>,
    /// What differs from the published plan that it was made from; told to people, not read back.
    #[serde(default, skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
}

/// Reads a plan: a file of `solve --output`, the report of `solve --json`, or a bare list of `{shift, agent}`.
///
/// # Errors
/// [`Refused`] when it is none of these, or an I/O error that names the file.
pub fn plan(path: &Path) -> anyhow::Result<PlanFile> {
    let text = text(path)?;
    parse_plan(&text).map_err(|error| {
        let line = format!(
            "{}:{}: plan: found {error}, expected a file of `solve --output`, a report of `solve --json` or a list of \
             {{\"shift\": …, \"agent\": …}}; make one with `releve solve SCENARIO --output FILE`",
            shown(path),
            error.line()
        );
        Refused(vec![line]).into()
    })
}

/// Reads a plan that must break no rule of a scenario; says on standard error when it was made for other facts.
///
/// # Errors
/// As [`plan`], and [`Refused`] with every breach.
pub fn lawful_plan(path: &Path, scenario: &Path, problem: &Problem) -> anyhow::Result<Checked> {
    let plan = plan(path)?;
    warn_of_other_facts(&plan, path, scenario, problem);
    check(problem, &plan.assignments).map_err(|breaches| {
        let mut lines: Vec<String> =
            breaches.iter().map(|breach| format!("{}: {}", shown(path), breach_line(breach))).collect();
        lines.push(format!(
            "{}: the plan breaks rules; make one with `releve solve SCENARIO --output FILE`",
            shown(path)
        ));
        Refused(lines).into()
    })
}

/// Says on standard error when a plan was made for other facts than those at hand.
pub fn warn_of_other_facts(plan: &PlanFile, path: &Path, scenario: &Path, problem: &Problem) {
    match &plan.input_sha256 {
        Some(sha) if *sha != problem.input_sha256 => eprintln!(
            "warning: {} was made for other facts ({sha}) than {} holds ({}); it is checked against the latter",
            shown(path),
            shown(scenario),
            problem.input_sha256
        ),
        _ => {}
    }
}

fn parse_plan(text: &str) -> serde_json::Result<PlanFile> {
    if text.trim_start().starts_with('[') {
        return Ok(PlanFile { input_sha256: None, assignments: serde_json::from_str(text)?, changes: Vec::new() });
    }
    serde_json::from_str(text)
}

/// The name of an input as a message shows it.
pub fn shown(path: &Path) -> String {
    if is_stdin(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// Whether a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// The text of a file or of standard input, which must be UTF-8.
///
/// # Errors
/// An I/O error that names the file; [`Refused`] with the line that is no UTF-8.
pub fn text(path: &Path) -> anyhow::Result<String> {
    decoded(path, bytes(path)?)
}

/// Reads a table: text, or the first sheet of a workbook as text, each row in the line of its number.
///
/// # Errors
/// As [`text`], and [`Refused`] for a workbook that cannot be read, or that has cells in error.
pub fn table(path: &Path) -> anyhow::Result<String> {
    let bytes = bytes(path)?;
    if !sheet::is_workbook(&bytes) {
        return decoded(path, bytes);
    }
    let sheet = sheet::read(&bytes).map_err(|why| refused(path, "workbook", &[no_sheet(why)]))?;
    let issue = |bad: &BadCell| Issue {
        line: Some(bad.row),
        field: format!("{}!{}", sheet.name, bad.place()),
        found: bad.error.clone().into(),
        expected: "a value".into(),
        help: "put the cell right in the spreadsheet".into(),
    };
    let issues: Vec<Issue> = sheet.bad.iter().map(issue).collect();
    if issues.is_empty() { Ok(sheet.to_csv()) } else { Err(refused(path, "workbook", &issues).into()) }
}

fn no_sheet(why: NoSheet) -> Issue {
    let most = |limit: Limit, what: &str| (format!("more than {} {what}", limit.most()), "at most so many");
    let (found, expected) = match why {
        NoSheet::OldOrLocked => {
            ("the format of before 2007, or a password".to_owned(), "a workbook (.xlsx) without a password")
        }
        NoSheet::Broken => ("a damaged or incomplete file".to_owned(), "a workbook (.xlsx)"),
        NoSheet::Hidden => ("hidden sheets only".to_owned(), "a sheet that is shown"),
        NoSheet::TooMuch(limit @ Limit::Entries) => most(limit, "parts"),
        NoSheet::TooMuch(limit @ Limit::Bytes) => most(limit, "bytes unpacked"),
        NoSheet::TooMuch(limit @ Limit::Rows) => most(limit, "rows"),
        NoSheet::TooMuch(limit @ Limit::Cells) => most(limit, "cells"),
    };
    let help = "copy the table to a new workbook, or save it as CSV".to_owned();
    Issue { line: None, field: String::new(), found: found.into(), expected: expected.into(), help: help.into() }
}

fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    if !is_stdin(path) {
        return std::fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
    Ok(bytes)
}

fn decoded(path: &Path, bytes: Vec<u8>) -> anyhow::Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let issue = Issue {
            line: Some(sound.split(|byte| *byte == b'\n').count()),
            field: String::new(),
            found: "a character that is not UTF-8".into(),
            expected: "a text in UTF-8".into(),
            help: "save the file as UTF-8; spreadsheets call it « CSV UTF-8 »".into(),
        };
        refused(path, "file", &[issue]).into()
    })
}

/// By the name; where it tells nothing, by the first character: a JSON scenario is an object.
fn syntax(path: &Path, text: &str) -> Syntax {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("json") => Syntax::Json,
        Some("toml") => Syntax::Toml,
        _ if text.trim_start().starts_with('{') => Syntax::Json,
        _ => Syntax::Toml,
    }
}

/// `group.toml:7: agents[0].employer: found …, expected …; …`
pub fn issue_line(path: &Path, what: &str, issue: &Issue) -> String {
    let Issue { line, field, found, expected, help } = issue;
    let place = line.map_or_else(|| shown(path), |line| format!("{}:{line}", shown(path)));
    let field = if field.is_empty() { what } else { field };
    format!("{place}: {field}: found {found}, expected {expected}; {help}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_of_a_plan_is_read() {
        let one = Assignment { shift: "s1".into(), agent: "a1".into() };
        let bare = parse_plan(r#" [{"shift": "s1", "agent": "a1"}]"#).expect("a bare list");
        assert_eq!(bare, PlanFile { input_sha256: None, assignments: vec![one.clone()], changes: vec![] });
        let report = r#"{"status": "optimal", "input_sha256": "ab", "assignments": [{"shift": "s1", "agent": "a1"}]}"#;
        let read = parse_plan(report).expect("a report");
        assert_eq!(read, PlanFile { input_sha256: Some("ab".to_owned()), assignments: vec![one], changes: vec![] });
        assert!(parse_plan(r#"{"shifts": []}"#).is_err());
    }

    #[test]
    fn syntax_is_told_by_name_then_by_content() {
        assert_eq!(syntax(Path::new("a.json"), ""), Syntax::Json);
        assert_eq!(syntax(Path::new("a.toml"), "{"), Syntax::Toml);
        assert_eq!(syntax(Path::new("-"), " {\n}"), Syntax::Json);
        assert_eq!(syntax(Path::new("-"), "format = 1"), Syntax::Toml);
    }

    #[test]
    fn an_issue_names_file_line_field_and_the_way_out() {
        let mut issue = Issue {
            line: Some(7),
            field: "agents[0].employer".into(),
            found: "\"x\"".into(),
            expected: "an establishment".into(),
            help: "add it".into(),
        };
        let path = Path::new("g.toml");
        assert_eq!(
            issue_line(path, "scenario", &issue),
            "g.toml:7: agents[0].employer: found \"x\", expected an establishment; add it"
        );
        issue.line = None;
        issue.field.clear();
        assert_eq!(
            issue_line(path, "scenario", &issue),
            "g.toml: scenario: found \"x\", expected an establishment; add it"
        );
    }
}
