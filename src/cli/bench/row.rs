//! A row of the table: what was found, how far it may be from the best, and what it took.

use crate::cli::benchmark::Engine;
use serde::{Deserialize, Serialize};

/// Head of the table, Markdown.
pub const HEADER: &str = "\
| instance | engine | best known | found | bound | gap % | to best known % | seconds | peak MiB |
|---|---|--:|--:|--:|--:|--:|--:|--:|
";

/// What `solve --json` says of a plan, as far as the table tells it.
#[derive(Debug, Clone, Deserialize)]
pub struct Figures {
    /// Whether the judge of the format accepts it.
    pub feasible: bool,
    /// Its cost.
    pub total: u64,
    /// No plan costs less.
    pub bound: Option<f64>,
    /// Wall-clock time of the solve.
    pub seconds: f64,
    /// Largest resident size, MiB.
    pub peak_memory_mib: Option<f64>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    instance: String,
    engine: Engine,
    best_known: Option<u64>,
    /// Cost of the plan; absent when none was found.
    pub found: Option<u64>,
    bound: Option<f64>,
    /// `found − bound`, percent of what was found.
    gap_percent: Option<f64>,
    /// `found − best known`, percent of the best known; below 0 when it is bettered.
    to_best_known_percent: Option<f64>,
    seconds: Option<f64>,
    peak_memory_mib: Option<f64>,
}

impl Row {
    /// Puts the figures together; without any the instance could not be solved at all.
    pub fn new(instance: &str, engine: Engine, best_known: Option<u64>, figures: Option<&Figures>) -> Self {
        let plan = figures.filter(|figures| figures.feasible);
        let found = plan.map(|plan| plan.total);
        let percent = |part: f64, whole: f64| 100.0 * part / whole.max(1.0);
        Self {
            instance: instance.to_owned(),
            engine,
            best_known,
            found,
            bound: plan.and_then(|plan| plan.bound),
            gap_percent: plan.and_then(|plan| Some(percent(plan.total as f64 - plan.bound?, plan.total as f64))),
            to_best_known_percent: found
                .zip(best_known)
                .map(|(found, best)| percent(found as f64 - best as f64, best as f64)),
            seconds: figures.map(|figures| figures.seconds),
            peak_memory_mib: figures.and_then(|figures| figures.peak_memory_mib),
        }
    }

    /// The row as Markdown, with a dash for what is not known.
    pub fn line(&self) -> String {
        let whole = |value: Option<u64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
        let broken = |value: Option<f64>, digits: usize| {
            value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"))
        };
        format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
            self.instance,
            self.engine,
            whole(self.best_known),
            whole(self.found),
            broken(self.bound, 1),
            broken(self.gap_percent, 2),
            broken(self.to_best_known_percent, 2),
            broken(self.seconds, 1),
            broken(self.peak_memory_mib, 0)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_wide_as_their_head_and_dashes_stand_for_what_is_unknown() {
        let mut figures =
            Figures { feasible: true, total: 612, bound: Some(604.0), seconds: 1.25, peak_memory_mib: Some(71.6) };
        let line = |best_known, figures: Option<&Figures>| {
            Row::new("curtois/Instance1", Engine::Mip, best_known, figures).line()
        };
        assert_eq!(
            line(Some(607), Some(&figures)),
            "| curtois/Instance1 | mip | 607 | 612 | 604.0 | 1.31 | 0.82 | 1.2 | 72 |\n"
        );
        figures.bound = None;
        assert_eq!(line(None, Some(&figures)), "| curtois/Instance1 | mip | – | 612 | – | – | – | 1.2 | 72 |\n");
        figures.feasible = false;
        assert_eq!(line(Some(607), Some(&figures)), "| curtois/Instance1 | mip | 607 | – | – | – | – | 1.2 | 72 |\n");
        assert_eq!(line(None, None), "| curtois/Instance1 | mip | – | – | – | – | – | – | – |\n");
        for line in HEADER.lines() {
            assert_eq!(line.matches('|').count(), 10);
        }
    }

    #[test]
    fn a_plan_better_than_the_best_known_is_below_zero_and_a_free_one_has_no_gap() {
        let figures = Figures { feasible: true, total: 0, bound: Some(0.0), seconds: 0.0, peak_memory_mib: None };
        let row = Row::new("x", Engine::Columns, Some(10), Some(&figures));
        assert_eq!((row.gap_percent, row.to_best_known_percent), (Some(0.0), Some(-100.0)));
    }
}
