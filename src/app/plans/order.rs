//! How a plan is ordered: how long the solver may take, what the plan is about, and what people have chosen beforehand.
//!
//! An order only narrows or supposes: which days and units, which choices of an earlier plan are kept, who is not to hold what, and
//! who is made up. A plan that counts on somebody made up tells what she would change; nobody can approve it.

use crate::app::access::Reach;
use crate::app::error::{Error, Result};
use crate::app::facts::Facts;
use crate::app::fields;
use crate::app::wrong::expected;
use chrono::NaiveDate;
use releve_solver::compile_under;
use releve_solver::domain::plan::Assignment;
use releve_solver::domain::problem::Problem;
use releve_solver::domain::scenario::Shift;
use releve_solver::what_if::{Change, Newcomer, apply};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most people made up in one plan.
const NEWCOMERS_MAX: usize = 20;

/// How a computation is wanted; what is left out is the server's setting, or everything.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PlanOrder")]
pub struct Order {
    /// Wall-clock seconds, up to the server's setting.
    pub seconds: Option<f64>,
    /// Relative gap that will do.
    pub gap: Option<f64>,
    /// Seed.
    pub seed: Option<u32>,
    /// Work units.
    pub work: Option<u64>,
    /// First civil day of the shifts that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last civil day of the shifts that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// The units that it is about; all when empty.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub units: BTreeSet<String>,
    /// Choices to keep: these shifts are given to nobody else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<Assignment>,
    /// Choices that are not wanted: these people are not given these shifts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<Assignment>,
    /// People made up, to see what they would change. Nobody can approve such a plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub join: Vec<Newcomer>,
}

impl Order {
    /// Whether it speaks of anything but how long the solver may take.
    pub fn is_narrowed(&self) -> bool {
        let Self { from, to, units, keep, without, join, .. } = self;
        from.is_some()
            || to.is_some()
            || !(units.is_empty() && keep.is_empty() && without.is_empty() && join.is_empty())
    }

    /// What can be told of it without looking at anything.
    ///
    /// # Errors
    /// `Invalid`, with the field.
    pub fn look_at(&self) -> Result<()> {
        if let Some(seconds) = self.seconds.filter(|seconds| !seconds.is_finite() || *seconds <= 0.0) {
            return Err(Error::field("seconds", seconds.to_string(), expected("field-seconds")));
        }
        if let Some(gap) = self.gap.filter(|gap| !gap.is_finite() || *gap < 0.0) {
            return Err(Error::field("gap", gap.to_string(), expected("field-gap")));
        }
        if let Some(from) = self.from {
            fields::in_order("to", from, self.to)?;
        }
        fields::count("join", self.join.len(), 0, NEWCOMERS_MAX)
    }

    /// That what it names is there, in the reach of whoever orders.
    ///
    /// # Errors
    /// `NotFound` for a unit outside the reach, `Invalid` for somebody made up who cannot be.
    pub fn fits(&self, facts: &Facts, reach: &Reach) -> Result<()> {
        let known = |unit: &String| facts.scenario.units.iter().any(|known| known.id.as_str() == unit);
        if let Some(unit) = self.units.iter().find(|unit| !known(unit) || !reach.sees_unit(unit)) {
            return Err(Error::not_found("unit", unit));
        }
        if !self.join.is_empty() {
            apply(&facts.scenario, &self.changes()).map_err(Error::Invalid)?;
        }
        Ok(())
    }

    /// As the solver wants it: the facts, narrowed and supposed as ordered.
    ///
    /// # Errors
    /// Everything that the compiler finds wrong with it.
    pub fn problem(&self, facts: &Facts) -> Result<Problem> {
        let mut scenario = apply(&facts.scenario, &self.changes()).map_err(Error::Invalid)?;
        scenario.shifts.retain(|shift| self.is_about(shift));
        let problem = compile_under(&facts.library, &scenario).map_err(Error::Invalid)?;
        Ok(problem.under_choices(&self.keep, &self.without))
    }

    fn is_about(&self, shift: &Shift) -> bool {
        let in_time = self.from.is_none_or(|from| shift.date >= from) && self.to.is_none_or(|to| shift.date <= to);
        in_time && (self.units.is_empty() || self.units.contains(shift.unit.as_str()))
    }

    fn changes(&self) -> Vec<Change> {
        self.join.iter().cloned().map(Change::Join).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_that_cannot_be_is_refused_by_field() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 12, d);
        let field = |order: Order| match order.look_at() {
            Err(Error::Invalid(issues)) => issues[0].field.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(field(Order { seconds: Some(0.0), ..Order::default() }), "seconds");
        assert_eq!(field(Order { gap: Some(-1.0), ..Order::default() }), "gap");
        assert_eq!(field(Order { from: day(2), to: day(1), ..Order::default() }), "to");
        let one_day = Order { from: day(2), to: day(2), ..Order::default() };
        assert!(one_day.look_at().is_ok() && one_day.is_narrowed());
        assert!(Order::default().look_at().is_ok() && !Order::default().is_narrowed());
    }

    #[test]
    fn an_order_of_an_earlier_version_reads_as_one_about_everything() {
        let read: Order = serde_json::from_str(r#"{"seconds":5.0,"gap":null,"seed":null,"work":null}"#).expect("JSON");
        assert!(!read.is_narrowed());
    }
}
