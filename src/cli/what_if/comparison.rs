//! Two plans held against each other: levels, shifts, people.

use crate::cli::progress::level_name;
use crate::cli::report::shift_line;
use releve_solver::domain::ids::{AgentId, ShiftId};
use releve_solver::domain::plan::{Assignment, Level, LevelName, Outcome};
use releve_solver::domain::scenario::Scenario;
use releve_solver::what_if::{Change, Newcomer};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The plan before and the plan after.
#[derive(Debug, Serialize)]
pub struct Comparison<'a> {
    changes: &'a [Change],
    levels: Vec<LevelPair<'a>>,
    /// The plan at hand could be bettered without any change; `before` is what came of that.
    plan_was_bettered: bool,
    covered_before: usize,
    covered_after: usize,
    /// Held after, and before bare or not there.
    newly_held: Vec<Assignment>,
    /// Held before, bare after.
    newly_bare: Vec<ShiftId>,
    /// Whose shifts or account are others, the most relieved first; those who are new among them.
    people: Vec<Person>,
    seconds: f64,
    cancelled: bool,
}

/// A level before and after.
#[derive(Debug, Serialize)]
struct LevelPair<'a> {
    name: LevelName,
    before: &'a Level,
    after: &'a Level,
}

/// Somebody before and after.
#[derive(Debug, Serialize)]
struct Person {
    agent: AgentId,
    name: String,
    shifts_before: usize,
    shifts_after: usize,
    /// Normalised, after the plan before; hundredths of a point.
    account_before_centipoints: i64,
    /// Normalised, after the plan after.
    account_after_centipoints: i64,
}

impl<'a> Comparison<'a> {
    /// `plan` is the one that was given, `before` what came of it without the change.
    pub fn new(
        changes: &'a [Change],
        plan: &[Assignment],
        changed: &Scenario,
        before: &'a Outcome,
        after: &'a Outcome,
        cancelled: bool,
    ) -> Self {
        let held = |outcome: &Outcome| -> BTreeSet<ShiftId> {
            outcome.assigned.iter().map(|assigned| assigned.shift.clone()).collect()
        };
        let (held_before, held_after) = (held(before), held(after));
        let mut newly_held = after.assignments();
        newly_held.retain(|assignment| !held_before.contains(&assignment.shift));
        let accounts: BTreeMap<&AgentId, _> = before.equity.iter().map(|line| (&line.agent, line)).collect();
        let mut people: Vec<Person> = after
            .equity
            .iter()
            .map(|line| {
                let before = accounts.get(&line.agent);
                let name = changed.agents.iter().find(|agent| agent.id == line.agent);
                Person {
                    agent: line.agent.clone(),
                    name: name.map_or_else(String::new, |agent| agent.name.clone()),
                    shifts_before: before.map_or(0, |line| line.shifts),
                    shifts_after: line.shifts,
                    account_before_centipoints: before.map_or(line.before_centipoints, |line| line.after_centipoints),
                    account_after_centipoints: line.after_centipoints,
                }
            })
            .filter(|person| {
                person.shifts_before != person.shifts_after
                    || person.account_before_centipoints != person.account_after_centipoints
                    || !accounts.contains_key(&person.agent)
            })
            .collect();
        people.sort_by_key(|person| person.account_after_centipoints - person.account_before_centipoints);
        let mut given = plan.to_vec();
        given.sort();
        let mut kept = before.assignments();
        kept.sort();
        Self {
            changes,
            levels: before
                .levels
                .iter()
                .zip(&after.levels)
                .map(|(before, after)| LevelPair { name: before.name, before, after })
                .collect(),
            plan_was_bettered: given != kept,
            covered_before: before.assigned.len(),
            covered_after: after.assigned.len(),
            newly_held,
            newly_bare: held_before.difference(&held_after).cloned().collect(),
            people,
            seconds: before.seconds + after.seconds,
            cancelled,
        }
    }

    /// Tables for people.
    pub fn text(&self, changed: &Scenario) -> String {
        let mut out = String::new();
        for change in self.changes {
            let _ = writeln!(out, "What if  {}", sentence(change));
        }
        if self.plan_was_bettered {
            out.push_str("Before   the plan at hand could be bettered as it is; what came of that is compared\n");
        }
        let (before, after) = (self.covered_before, self.covered_after);
        let _ = writeln!(out, "Cover    {before} shifts held before, {after} after");
        let _ = writeln!(out, "Effort   {:.1} s{}", self.seconds, if self.cancelled { ", cut short" } else { "" });
        let _ = writeln!(
            out,
            "\n{:<12} {:>14} {:>14} {:>14} {:>14} {:>12}",
            "Level", "before", "bound", "after", "bound", "change"
        );
        for LevelPair { name, before, after } in &self.levels {
            let change = after.objective - before.objective;
            let _ = writeln!(
                out,
                "{:<12} {:>14.2} {:>14.2} {:>14.2} {:>14.2} {change:>+12.2}",
                level_name(*name),
                before.objective,
                before.bound,
                after.objective,
                after.bound
            );
        }
        let name = |id: &AgentId| changed.agents.iter().find(|agent| agent.id == *id).map_or("", |agent| &agent.name);
        if !self.newly_held.is_empty() {
            out.push_str("\nNewly held\n");
            for Assignment { shift, agent } in &self.newly_held {
                let _ = writeln!(out, "  {:<44} {agent} {}", shift_line(changed, shift), name(agent));
            }
        }
        if !self.newly_bare.is_empty() {
            out.push_str("\nNo longer held\n");
            for shift in &self.newly_bare {
                let _ = writeln!(out, "  {}", shift_line(changed, shift));
            }
        }
        if !self.people.is_empty() {
            let _ = writeln!(out, "\n{:<44} {:>14} {:>20}", "Whose plan changes", "shifts", "account, points");
        }
        for person in &self.people {
            let shifts = format!("{} → {}", person.shifts_before, person.shifts_after);
            let points = |centipoints: i64| centipoints as f64 / 100.0;
            let (from, to) = (points(person.account_before_centipoints), points(person.account_after_centipoints));
            let who = format!("{} {}", person.agent, person.name);
            let _ = writeln!(out, "  {who:<42} {shifts:>14} {:>20}", format!("{from:.2} → {to:.2}"));
        }
        out
    }
}

fn sentence(change: &Change) -> String {
    match change {
        Change::Join(Newcomer { qualification, establishment, share_percent, .. }) => {
            format!("one more {qualification} at {share_percent} % at {establishment}")
        }
        Change::Leave { agent } => format!("{agent} leaves"),
        Change::Places { shift, places } => format!("{shift} wants {places} people"),
    }
}
