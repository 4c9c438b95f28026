//! Reading a log, and what a sound one never does: no bound above the best value of its level, no best value that rises
//! and no bound that falls within a level, no level and no time that goes back, no end that contradicts the way there.

use super::FORMAT;
use releve_solver::domain::plan::{Level, LevelName, Limits, Status};
use releve_solver::formats::Issue;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Values closer than this share of themselves are the same: a linear program is solved to about a millionth.
const SAME: f64 = 1e-5;

/// A log that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// Version of the program that wrote it.
    pub version: String,
    /// Fingerprint of the facts.
    pub input_sha256: String,
    /// What was asked.
    pub limits: Limits,
    /// What happened.
    pub steps: Vec<Step>,
    /// How it ended; `None` when the run was killed, or goes on.
    pub end: Option<End>,
}

/// A step of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub seconds: f64,
    pub level: LevelName,
    pub fraction: f64,
    pub best: Option<f64>,
    pub bound: Option<f64>,
    pub gap: Option<f64>,
    pub cover: usize,
    pub shifts: usize,
    pub columns: usize,
    pub work: u64,
}

/// The end of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    pub seconds: f64,
    pub work: u64,
    pub status: Status,
    pub cancelled: bool,
    pub cover: usize,
    pub levels: Vec<Level>,
}

/// Reads and judges a log.
///
/// # Errors
/// The first line that cannot be read, or everything that is unsound, each with its line.
pub fn read(text: &str) -> Result<Log, Vec<Issue>> {
    let lines: Vec<(usize, &str)> =
        text.lines().enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim().is_empty()).collect();
    let Some(((first, start), rest)) = lines.split_first().map(|((at, line), rest)| ((*at, *line), rest)) else {
        return Err(vec![issue(1, "event", "an empty file", "a log of `releve solve --log FILE`", SOLVE_AGAIN)]);
    };
    let one = |issue| vec![issue];
    let start = Fields::of(first, start).map_err(one)?;
    start.event("start").map_err(one)?;
    let format: u64 = start.get("log", "a whole number").map_err(one)?;
    if format != FORMAT {
        let help = "read it with the version of the program that wrote it";
        return Err(vec![issue(first, "log", &format.to_string(), &format!("{FORMAT}"), help)]);
    }
    let mut log = Log {
        version: start.get("version", "a text").map_err(one)?,
        input_sha256: start.get("input_sha256", "a text").map_err(one)?,
        limits: start.get("limits", "an object with seconds, gap, threads, seed and work").map_err(one)?,
        steps: Vec::new(),
        end: None,
    };
    let mut judge = Judge::default();
    for (at, line) in rest {
        let fields = Fields::of(*at, line).map_err(one)?;
        if log.end.is_some() {
            judge.found(*at, "event", "a line after the end", "nothing more", "two logs may have run into one file");
            break;
        }
        if fields.is_event("end") {
            let end = fields.end().map_err(one)?;
            judge.end(*at, &end);
            log.end = Some(end);
        } else {
            fields.event("step").map_err(one)?;
            let step = fields.step().map_err(one)?;
            judge.step(*at, &step);
            log.steps.push(step);
        }
    }
    if judge.issues.is_empty() { Ok(log) } else { Err(judge.issues) }
}

const SOLVE_AGAIN: &str = "write one with `releve solve SCENARIO --log FILE`";
const UNSOUND: &str = "the log was altered, or the engine is wrong: solve again with the same limits and compare";

fn issue(line: usize, field: &str, found: &str, expected: &str, help: &str) -> Issue {
    Issue {
        line: Some(line),
        field: field.to_owned(),
        found: found.into(),
        expected: expected.into(),
        help: help.into(),
    }
}

/// The fields of one line.
struct Fields {
    line: usize,
    map: Map<String, Value>,
}

impl Fields {
    fn of(line: usize, text: &str) -> Result<Self, Issue> {
        match serde_json::from_str(text) {
            Ok(Value::Object(map)) => Ok(Self { line, map }),
            Ok(other) => Err(issue(line, "line", &other.to_string(), "a JSON object", SOLVE_AGAIN)),
            Err(error) => {
                let help = "the run may have been killed while it wrote: take the torn line away";
                Err(issue(line, "line", &format!("no JSON ({error})"), "a JSON object", help))
            }
        }
    }

    fn is_event(&self, name: &str) -> bool {
        self.map.get("event").and_then(Value::as_str) == Some(name)
    }

    fn event(&self, name: &str) -> Result<(), Issue> {
        if self.is_event(name) {
            return Ok(());
        }
        let found = self.map.get("event").map_or_else(|| "nothing".to_owned(), Value::to_string);
        let expected = if name == "start" { "\"start\" on the first line" } else { "\"step\" or \"end\"" };
        Err(issue(self.line, "event", &found, expected, SOLVE_AGAIN))
    }

    fn get<T: DeserializeOwned>(&self, field: &str, expected: &str) -> Result<T, Issue> {
        let refuse = |found: String| issue(self.line, field, &found, expected, SOLVE_AGAIN);
        let value = self.map.get(field).ok_or_else(|| refuse("nothing".to_owned()))?;
        T::deserialize(value).map_err(|_| refuse(value.to_string()))
    }

    fn seconds(&self) -> Result<f64, Issue> {
        let seconds: f64 = self.get("seconds", "a number of seconds")?;
        if seconds >= 0.0 {
            return Ok(seconds);
        }
        Err(issue(self.line, "seconds", &seconds.to_string(), "0 or more", UNSOUND))
    }

    fn step(&self) -> Result<Step, Issue> {
        const NUMBER: &str = "a number, or null where there is none";
        const COUNT: &str = "a whole number from 0";
        Ok(Step {
            seconds: self.seconds()?,
            level: self.get("level", "safety, cover, equity, cost or preferences")?,
            fraction: self.get("fraction", "a number from 0 to 1")?,
            best: self.get("best", NUMBER)?,
            bound: self.get("bound", NUMBER)?,
            gap: self.get("gap", NUMBER)?,
            cover: self.get("cover", COUNT)?,
            shifts: self.get("shifts", COUNT)?,
            columns: self.get("columns", COUNT)?,
            work: self.get("work", COUNT)?,
        })
    }

    fn end(&self) -> Result<End, Issue> {
        Ok(End {
            seconds: self.seconds()?,
            work: self.get("work", "a whole number from 0")?,
            status: self.get("status", "optimal, within_gap or feasible")?,
            cancelled: self.get("cancelled", "true or false")?,
            cover: self.get("cover", "a whole number from 0")?,
            levels: self.get("levels", "a list of levels with name, objective, bound and gap")?,
        })
    }
}

/// What the lines so far allow the next ones.
#[derive(Default)]
struct Judge {
    seconds: f64,
    level: Option<LevelName>,
    /// Last best value and bound told of each level.
    known: BTreeMap<LevelName, (f64, f64)>,
    issues: Vec<Issue>,
}

impl Judge {
    fn found(&mut self, line: usize, field: &str, found: &str, expected: &str, help: &str) {
        self.issues.push(issue(line, field, found, expected, help));
    }

    fn time(&mut self, line: usize, seconds: f64) {
        if seconds < self.seconds {
            let expected = format!("{} or later, as on the line before", self.seconds);
            self.found(line, "seconds", &seconds.to_string(), &expected, UNSOUND);
        }
        self.seconds = self.seconds.max(seconds);
    }

    fn step(&mut self, line: usize, step: &Step) {
        self.time(line, step.seconds);
        if self.level.is_some_and(|level| step.level < level) {
            self.found(line, "level", &format!("{:?} again", step.level), "no level before the one at work", UNSOUND);
        }
        self.level = self.level.max(Some(step.level));
        if step.cover > step.shifts {
            let expected = format!("at most the {} shifts", step.shifts);
            self.found(line, "cover", &step.cover.to_string(), &expected, UNSOUND);
        }
        self.values(line, step.level, step.best, step.bound);
    }

    fn values(&mut self, line: usize, level: LevelName, best: Option<f64>, bound: Option<f64>) {
        let (known_best, known_bound) = self.known.get(&level).copied().unwrap_or((f64::INFINITY, f64::NEG_INFINITY));
        if let Some(best) = best.filter(|best| exceeds(*best, known_best)) {
            let expected = format!("at most {known_best}, the best value of this level before");
            self.found(line, "best", &best.to_string(), &expected, UNSOUND);
        }
        if let Some(bound) = bound.filter(|bound| exceeds(known_bound, *bound)) {
            let expected = format!("at least {known_bound}, the bound of this level before");
            self.found(line, "bound", &bound.to_string(), &expected, UNSOUND);
        }
        let (best, bound) = (best.unwrap_or(known_best), bound.unwrap_or(known_bound));
        if exceeds(bound, best) {
            let expected = format!("at most {best}, the best value of the level");
            self.found(line, "bound", &bound.to_string(), &expected, UNSOUND);
        }
        self.known.insert(level, (best.min(known_best), bound.max(known_bound)));
    }

    fn end(&mut self, line: usize, end: &End) {
        self.time(line, end.seconds);
        for level in &end.levels {
            self.values(line, level.name, Some(level.objective), Some(level.bound));
        }
    }
}

fn exceeds(a: f64, b: f64) -> bool {
    a > b + SAME * b.abs().max(1.0)
}
