//! A published plan as the start of `releve solve`: read as `check` reads it, refused when it is not of the scenario.

use super::input::{self, Usage, refused, shown};
use anyhow::Result;
use releve_solver::domain::plan::{Assignment, Repair, Start};
use releve_solver::domain::problem::Problem;
use releve_solver::formats::Issue;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Options of `solve` for a published plan.
#[derive(Debug, clap::Args)]
pub struct Published {
    /// Published plan to begin from, a file that `check` reads; without the two options below it is no more than the start
    /// of the whole search. Benchmark formats: what `--output` wrote, and no more than the start
    #[arg(long, value_name = "PLAN")]
    start: Option<PathBuf>,
    /// Repair the published plan, with at most so many changes by choice; what the law forces is told apart and not counted
    #[arg(long, value_name = "K", requires = "start")]
    max_changes: Option<usize>,
    /// Repair the published plan at this price of a day: a change costs 1, and this for each civil day by which it is told
    /// later than the notice period asks for [default with --max-changes: 1]
    #[arg(long, value_name = "UNITS", requires = "start", value_parser = price, allow_negative_numbers = true)]
    change_price: Option<f64>,
}

/// Dearer days would drown the rest of a level in rounding.
const PRICE_MAX: f64 = 1_000.0;

fn price(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=PRICE_MAX).contains(&value) => Ok(value),
        _ => Err(format!("found {text:?}, expected a number from 0 to {PRICE_MAX}, such as 1")),
    }
}

impl Published {
    /// The plan to begin from, of a benchmark: nothing there is published, so nothing can be repaired.
    ///
    /// # Errors
    /// Usage, when terms of repair are given.
    pub fn of_benchmark(&self) -> Result<Option<&Path>, Usage> {
        if self.max_changes.is_some() || self.change_price.is_some() {
            let usage = "--max-changes and --change-price are for scenarios; a benchmark's plan is only begun from: leave \
                         them out";
            return Err(Usage(usage.to_owned()));
        }
        Ok(self.start.as_deref())
    }

    /// Refuses to read the scenario and the plan from the same standard input.
    ///
    /// # Errors
    /// Usage, when both are asked for.
    pub fn not_both_stdin(&self, scenario: Option<&Path>) -> Result<(), Usage> {
        if self.start.as_deref().is_some_and(input::is_stdin) && scenario.is_some_and(input::is_stdin) {
            let usage = "standard input can be the scenario or the plan of --start, not both: give one as a file";
            return Err(Usage(usage.to_owned()));
        }
        Ok(())
    }

    /// What the solve begins from; `scenario` is the file that `problem` was made from.
    ///
    /// # Errors
    /// Every line of the plan that does not fit the scenario, or an I/O error that names the file.
    pub fn start(&self, scenario: &Path, problem: &Problem) -> Result<Start> {
        let Some(path) = &self.start else { return Ok(Start::default()) };
        let plan = input::plan(path)?.assignments;
        let issues = issues(scenario, problem, &plan);
        if !issues.is_empty() {
            return Err(refused(path, "plan", &issues).into());
        }
        let repair = (self.max_changes.is_some() || self.change_price.is_some()).then(|| {
            let day_price = self.change_price.unwrap_or(Repair::default().day_price);
            Repair { changes_max: self.max_changes, day_price }
        });
        if repair.is_some() && problem.decided_at.is_none() {
            eprintln!(
                "note: {} has no decided_at, so notice periods are not counted and each change costs 1; add decided_at = \
                 2026-12-01T08:00 with the day and hour at which you decide",
                shown(scenario)
            );
        }
        Ok(Start { plan, repair })
    }
}

/// What keeps a plan from being one of the scenario.
fn issues(scenario: &Path, problem: &Problem, plan: &[Assignment]) -> Vec<Issue> {
    let shifts: BTreeSet<&str> = problem.demands.iter().map(|demand| demand.id.as_str()).collect();
    let agents: BTreeSet<&str> = problem.workers.iter().map(|worker| worker.id.as_str()).collect();
    let issue = |field: String, found: &str, expected: &str, help: &str| Issue {
        line: None,
        field,
        found: format!("{found:?}").into(),
        expected: expected.into(),
        help: help.into(),
    };
    let file = shown(scenario);
    if let Some(first) = plan.first()
        && plan.iter().all(|given| !shifts.contains(given.shift.as_str()))
    {
        let expected = format!("a plan for {file}, which has none of its shifts");
        let help = "it was made for another scenario: give the plan that was published for this one";
        return vec![issue("assignments".to_owned(), first.shift.as_str(), &expected, help)];
    }
    let mut issues = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (at, given) in plan.iter().enumerate() {
        if !shifts.contains(given.shift.as_str()) {
            let help = "take the line out of the plan, or put the shift back into the scenario";
            let expected = format!("a shift of {file}");
            issues.push(issue(format!("assignments[{at}].shift"), given.shift.as_str(), &expected, help));
        }
        if !agents.contains(given.agent.as_str()) {
            let help = "take the line out of the plan; for somebody who is away, add an absence to the scenario instead of \
                        taking her out";
            let expected = format!("an agent of {file}");
            issues.push(issue(format!("assignments[{at}].agent"), given.agent.as_str(), &expected, help));
        }
        if !seen.insert(given.shift.as_str()) {
            let help = "leave one line for the shift";
            issues.push(issue(format!("assignments[{at}].shift"), given.shift.as_str(), "each shift once", help));
        }
    }
    issues
}
