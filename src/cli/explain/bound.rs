//! What the bound of a plan answers.

use super::Args;
use crate::cli::input::{self, Input};
use crate::cli::progress::level_name;
use crate::cli::report::price_table;
use releve_solver::check::Checked;
use releve_solver::domain::plan::{Cancel, Instead, Level, Limits, Price};
use releve_solver::domain::problem::{DemandIx, WorkerIx};
use releve_solver::domain::scenario::Scenario;
use releve_solver::engines::bound::{Around, Scope};
use releve_solver::explain::choice::{self, Said};
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// A plan whose bound is asked.
pub struct Bound<'a> {
    input: &'a Input,
    plan: Checked,
    limits: Limits,
}

/// A judgement, and what the bound adds to it.
#[derive(Serialize)]
pub struct WithBound<T> {
    /// Without the bound.
    #[serde(flatten)]
    pub judged: T,
    /// Only with a plan, and only for a lawful pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<Answer>,
}

/// What a choice would cost.
#[derive(Serialize)]
pub struct Answer {
    #[serde(flatten)]
    answer: Instead,
    #[serde(flatten)]
    said: Said,
}

impl Answer {
    fn new(answer: Instead) -> Self {
        Self { answer, said: choice::instead(answer) }
    }
}

/// Many answers around a shift or an agent.
pub struct Many<'a> {
    around: Around<'a>,
    limits: &'a Limits,
    deadline: Instant,
}

impl Many<'_> {
    /// What a choice would cost: exactly in a small part, as long as the time lasts, else as far as the reduced costs tell.
    /// `None` when it is not lawful.
    pub fn said(&self, demand: DemandIx, worker: WorkerIx) -> Option<Answer> {
        let told = self.around.told(demand, worker)?;
        let left = self.deadline.saturating_duration_since(Instant::now());
        let exact = if told == Instead::Held || left.is_zero() || !self.around.is_small(demand) {
            None
        } else {
            let limits = Limits { seconds: left.as_secs_f64(), ..self.limits.clone() };
            self.around.instead(demand, worker, &limits, &Cancel::new())
        };
        // Cut short, it may tell less than the reduced costs do.
        Some(Answer::new(exact.filter(|exact| *exact != Instead::Open).unwrap_or(told)))
    }
}

impl<'a> Bound<'a> {
    /// Reads the plan, which must be lawful.
    ///
    /// # Errors
    /// A refused plan, or an I/O failure.
    pub fn new(args: &Args, input: &'a Input, plan: &Path) -> anyhow::Result<Self> {
        let limits = Limits { seconds: args.time_limit.as_secs_f64(), threads: args.threads, ..Limits::default() };
        Ok(Self { plan: input::lawful_plan(plan, &args.file, &input.problem)?, input, limits })
    }

    /// Answers around a shift or an agent.
    pub fn many(&self, scope: Scope) -> Many<'_> {
        let deadline = Instant::now() + Duration::from_secs_f64(self.limits.seconds);
        let around = self.around(scope).relaxed(&self.limits, &Cancel::new());
        Many { around, limits: &self.limits, deadline }
    }

    fn around(&self, scope: Scope) -> Around<'_> {
        Around::new(&self.input.problem, &self.plan, scope, self.limits.threads)
    }

    /// What one choice would cost; `None` when it is not lawful.
    pub fn instead(&self, demand: DemandIx, worker: WorkerIx) -> Option<Answer> {
        let around = self.around(Scope::Shift(demand));
        around.instead(demand, worker, &self.limits, &Cancel::new()).map(Answer::new)
    }

    /// Prints where one more shift filled would be worth most.
    ///
    /// # Errors
    /// An I/O failure.
    pub fn prices(&self, json: bool) -> anyhow::Result<()> {
        let around = self.around(Scope::Group).relaxed(&self.limits, &Cancel::new());
        let prices = Prices { levels: around.levels(), prices: around.prices() };
        if json { crate::cli::print_json(&prices) } else { crate::cli::print(&prices.text(&self.input.scenario)) }
    }
}

/// The prices of a plan.
#[derive(Serialize)]
struct Prices {
    /// The values of the plan, and as bounds those of the relaxations that the prices come from; none when a limit left some
    /// out.
    levels: Option<Vec<Level>>,
    prices: Vec<Price>,
}

impl Prices {
    fn text(&self, scenario: &Scenario) -> String {
        let mut out = String::new();
        if self.prices.is_empty() {
            out.push_str("Nowhere: with one more shift filled from outside no level would get better\n");
        } else {
            out.push_str("Where one more shift filled from outside would better the plan, by at most so much\n");
            price_table(&mut out, &self.prices, scenario);
        }
        match &self.levels {
            None => out.push_str("\nThe time was too short for everybody; ask again with a longer --time-limit\n"),
            Some(levels) => {
                for level in levels.iter().filter(|level| level.gap > 0.0) {
                    let (amount, name) =
                        (choice::amount(level.name, level.objective - level.bound).1, level_name(level.name));
                    let _ =
                        writeln!(out, "At {name} the relaxation is {amount} below the plan: that much may come on top");
                }
            }
        }
        out
    }
}

/// Adds a sentence below the line of a judgement.
pub fn line(out: &mut String, answer: Option<&Answer>) {
    if let Some(Answer { said, .. }) = answer {
        let _ = writeln!(out, "       → {}", said.sentence_en);
    }
}
