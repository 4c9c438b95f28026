//! Most work in a week, all employers and overtime included: 48 h in any 7 days in the FPH (décret 2002-9 art. 6, read by
//! the Conseil d'État on 4 April 2018 as an absolute limit over a sliding period), 48 h in a civil week under the Code du
//! travail (L3121-20, L8261-1).

use super::linear::Model;
use super::{Case, Detail, RuleId, Violation, work_in};
use crate::domain::problem::{Duty, Worker};
use crate::domain::time::{Day, Minute, Span, WEEK_MINUTES, weekday};
use crate::law::WeekWindow;
use std::collections::BTreeSet;

/// The civil weeks (Monday 0:00 to Sunday 24:00, her employer's zone) that some spans touch, in order.
pub fn civil_weeks(worker: &Worker, spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mondays: BTreeSet<Day> = spans
        .flat_map(|span| [worker.grid.day_of(span.start), worker.grid.day_of(span.end - 1)])
        .map(|day| day - weekday(day))
        .collect();
    mondays.into_iter().map(|day| Span::new(worker.grid.start_of(day), worker.grid.start_of(day + 7))).collect()
}

/// The sliding windows at which work can peak: those that start with a duty or end with one. The work inside a sliding
/// window changes slope only there.
fn sliding_windows<'a>(duties: impl Iterator<Item = &'a Duty>) -> Vec<Span> {
    let starts: BTreeSet<Minute> = duties.flat_map(|d| [d.span.start, d.span.end - WEEK_MINUTES]).collect();
    starts.into_iter().map(|start| Span::new(start, start + WEEK_MINUTES)).collect()
}

/// Judges every week that contains a proposed duty; of overlapping sliding windows only the fullest is told.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    for rule_set in case.rule_sets() {
        let rule = &case.rules(rule_set).weekly_max;
        let windows = match rule.window {
            WeekWindow::CivilWeek => civil_weeks(case.worker, case.proposed().map(|d| d.span)),
            WeekWindow::Any7Days => {
                let Some(first) = case.proposed().map(|d| d.span.start).min() else { return };
                let last = case.proposed().map(|d| d.span.end).max().unwrap_or(first);
                let near = Span::new(first - WEEK_MINUTES, last + WEEK_MINUTES);
                let windows = sliding_windows(case.duties.iter().filter(|d| d.span.overlaps(near)));
                windows.into_iter().filter(|w| case.concerns(*w)).collect()
            }
        };
        let worst = windows
            .into_iter()
            .map(|window| (work_in(case.duties, window), window))
            .filter(|(measured, window)| *measured > rule.minutes_max && case.governs(rule_set, *window))
            .max_by_key(|(measured, window)| (*measured, -window.start));
        if let Some((measured, window)) = worst {
            found.push(Violation {
                rule: RuleId::WeeklyMax,
                rule_set: Some(rule_set),
                window,
                measured,
                limit: rule.minutes_max,
                detail: Detail::None,
                lawful_from: None,
            });
        }
    }
}

/// Rows: work per window at most the limit.
pub fn rows(model: &mut Model<'_>) {
    for rule_set in model.rule_sets() {
        let rule = &model.problem.rule_sets[rule_set].weekly_max;
        let windows = match rule.window {
            WeekWindow::CivilWeek => civil_weeks(model.worker, model.candidates.iter().map(|d| d.span)),
            WeekWindow::Any7Days => sliding_windows(model.worker.fixed.iter().chain(model.candidates)),
        };
        for window in windows {
            model.work_at_most(RuleId::WeeklyMax, rule_set, window, rule.minutes_max);
        }
    }
}
