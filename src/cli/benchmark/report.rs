//! A judgement in the words of the command line, the same for both formats.

use releve_solver::formats::{curtois, inrc2};
use serde::Serialize;
use std::fmt::{Display, Write};

/// What the judge of a format says of a plan.
#[derive(Debug, Serialize)]
pub struct Report {
    format: &'static str,
    /// What was judged, where the whole is not a matter of course.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// Whether no hard limit is broken.
    pub feasible: bool,
    /// The figure that the benchmark compares.
    pub total: u64,
    costs: serde_json::Value,
    hard: Vec<serde_json::Value>,
    #[serde(skip)]
    lines: Vec<String>,
    #[serde(skip)]
    table: Vec<(&'static str, u64)>,
}

impl Report {
    /// Judges a plan of the Shift Scheduling Benchmarks.
    ///
    /// # Errors
    /// When the figures are no JSON, which they always are.
    pub fn curtois(instance: &curtois::Instance, plan: &curtois::Plan) -> serde_json::Result<Self> {
        let curtois::Judgement { hard, costs, total } = curtois::judge(instance, plan);
        let table = vec![
            ("shift-on requests", costs.requests_on),
            ("shift-off requests", costs.requests_off),
            ("under cover", costs.under_cover),
            ("over cover", costs.over_cover),
        ];
        Self::new("curtois", &hard, &costs, total, table)
    }

    /// Judges solutions of the competition.
    ///
    /// # Errors
    /// As [`Self::curtois`].
    pub fn inrc2(instance: &inrc2::Instance, solutions: &[inrc2::Solution]) -> serde_json::Result<Self> {
        let inrc2::Judgement { hard, costs, total } = inrc2::judge(instance, solutions);
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
        let mut report = Self::new("inrc2", &hard, &costs, total, table)?;
        if !instance.reaches_the_end() {
            let (from, weeks) = (instance.history.week, instance.weeks.len());
            report.note = Some(format!(
                "weeks judged: {weeks} from week {from}, of {}; S6 and S7 are counted with the last one",
                instance.scenario.weeks
            ));
        }
        Ok(report)
    }

    fn new<V: Serialize + Display>(
        format: &'static str,
        hard: &[V],
        costs: &impl Serialize,
        total: u64,
        table: Vec<(&'static str, u64)>,
    ) -> serde_json::Result<Self> {
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

    /// A line for each cost and each hard violation.
    pub fn text(&self) -> String {
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
