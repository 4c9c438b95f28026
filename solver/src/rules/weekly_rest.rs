//! Weekly rest.
//!
//! FPH: 36 h without a break (décret 2002-9 art. 6), read over any 7 days: within the 7 × 24 h that follow the start of any
//! duty there is such a rest. (Read over *every* instant, a plain Monday-to-Friday week of day duties would be at fault:
//! from Saturday 21:00 to the next it holds no 36 h in one piece.)
//!
//! Code du travail: 24 h plus the daily rest, 35 h, in each civil week (L3132-1, L3132-2; Cass. soc. 13 Nov. 2025). The
//! 24 h lie in the week; the daily rest next to them may lie across its Monday, on either end.

use super::linear::{Guard, Model, Term};
use super::weekly_max::civil_weeks;
use super::{Case, Detail, RuleId, Violation};
use crate::domain::problem::{Duty, Worker};
use crate::domain::time::{Minute, Span, WEEK_MINUTES};
use crate::law::WeekWindow;

const DAY_MINUTES: Minute = 24 * 60;

/// The windows in which the weekly rest of a civil week may lie, for every week whose rest some spans could disturb: a
/// rest of 35 h that begins at most 11 h before the week and ends at most 11 h after it has 24 h inside.
fn rest_weeks(worker: &Worker, spans: impl Iterator<Item = Span>, rest: Minute) -> Vec<Span> {
    let tail = (rest - DAY_MINUTES).max(0);
    // A span early on Monday may disturb the rest of the week before, one late on Sunday that of the week after.
    let reaching = spans.map(|span| Span::new(span.start - tail, span.end + tail));
    civil_weeks(worker, reaching).into_iter().map(|week| Span::new(week.start - tail, week.end + tail)).collect()
}

/// The longest piece of a window without work.
fn longest_rest(duties: &[Duty], window: Span) -> Minute {
    let mut free_from = window.start;
    let mut longest = 0;
    for duty in duties.iter().filter(|d| d.span.overlaps(window)) {
        longest = longest.max(duty.span.start - free_from);
        free_from = free_from.max(duty.span.end);
    }
    longest.max(window.end - free_from)
}

/// Judges every week that contains a proposed duty; only the worst is told.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    for rule_set in case.rule_sets() {
        let rule = &case.rules(rule_set).weekly_rest;
        let windows: Vec<Span> = match rule.window {
            WeekWindow::Any7Days => {
                case.duties.iter().map(|d| Span::new(d.span.start, d.span.start + WEEK_MINUTES)).collect()
            }
            WeekWindow::CivilWeek => rest_weeks(case.worker, case.proposed().map(|d| d.span), rule.minutes_min),
        };
        let worst = windows
            .into_iter()
            .filter(|window| case.concerns(*window) && case.governs(rule_set, *window))
            .map(|window| (longest_rest(case.duties, window), window))
            .filter(|(longest, _)| *longest < rule.minutes_min)
            .min_by_key(|(longest, window)| (*longest, window.start));
        if let Some((measured, window)) = worst {
            found.push(Violation {
                rule: RuleId::WeeklyRest,
                rule_set: Some(rule_set),
                window,
                measured,
                limit: rule.minutes_min,
                detail: Detail::None,
                lawful_from: None,
            });
        }
    }
}

/// Rows: in each window, one of the blocks in which a rest could begin is free. A rest can be moved earlier until it
/// meets the end of a duty or the start of its window, so only those starts need a block.
pub fn rows(model: &mut Model<'_>) {
    for rule_set in model.rule_sets() {
        let rule = model.problem.rule_sets[rule_set].weekly_rest.clone();
        let windows: Vec<(Span, Option<usize>)> = match rule.window {
            WeekWindow::Any7Days => {
                let from = |d: &Duty| Span::new(d.span.start, d.span.start + WEEK_MINUTES);
                let fixed = model.worker.fixed.iter().map(|d| (from(d), None));
                fixed.chain(model.candidates.iter().enumerate().map(|(at, d)| (from(d), Some(at)))).collect()
            }
            WeekWindow::CivilWeek => {
                let spans = model.candidates.iter().map(|d| d.span);
                rest_weeks(model.worker, spans, rule.minutes_min).into_iter().map(|w| (w, None)).collect()
            }
        };
        for (window, anchor) in windows {
            if !model.concerns(window) {
                continue;
            }
            let ends = model.worker.fixed.iter().chain(model.candidates).map(|d| d.span.end);
            let mut starts: Vec<Minute> = ends.chain([window.start]).filter(|s| *s >= window.start).collect();
            starts.sort_unstable();
            starts.dedup();
            let blocks: Vec<Span> = starts
                .into_iter()
                .map(|start| Span::new(start, start + rule.minutes_min))
                .filter(|block| window.contains(*block))
                .collect();
            // Required when every trigger is 1: constant + Σ triggers reaches 1.
            let mut triggers: Vec<(Term, f64)> = anchor.map(|at| (Term::Candidate(at), 1.0)).into_iter().collect();
            match model.guard(rule_set, window) {
                Guard::Always => {}
                Guard::Never => continue,
                Guard::When(aux) => triggers.push((Term::Aux(aux), 1.0)),
            }
            let constant = 1.0 - triggers.len() as f64;
            model.one_free(RuleId::WeeklyRest, &blocks, &triggers, constant);
        }
    }
}
