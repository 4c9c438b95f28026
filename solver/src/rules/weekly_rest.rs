//! Weekly rest.
//!
//! FPH: 36 h without a break (décret 2002-9 art. 6), read over any 7 days: within the 7 × 24 h that follow the start of any
//! duty there is such a rest. (Read over *every* instant, a plain Monday-to-Friday week of day duties would be at fault:
//! from Saturday 21:00 to the next it holds no 36 h in one piece.)
//!
//! Code du travail: 24 h plus the daily rest, 35 h, in each civil week (L3132-1, L3132-2; Cass. soc. 13 Nov. 2025). The
//! 24 h lie in the week; the daily rest next to them may lie across its Monday, on either end.

use super::linear::{Guard, Model, Term};
use super::{Case, Detail, RuleId, Violation, days_span, mondays};
use crate::domain::problem::{Duty, Worker};
use crate::domain::time::{Minute, Span, WEEK_MINUTES};

pub(super) const DAY_MINUTES: Minute = 24 * 60;

/// The windows in which the weekly rest of a civil week may lie, for every week whose rest some spans could disturb: a
/// rest of 35 h that begins at most 11 h before the week and ends at most 11 h after it has 24 h inside.
fn rest_weeks(worker: &Worker, spans: impl Iterator<Item = Span>, rest: Minute) -> Vec<Span> {
    let tail = (rest - DAY_MINUTES).max(0);
    // A span early on Monday may disturb the rest of the week before, one late on Sunday that of the week after.
    let reaching = spans.map(|span| Span::new(span.start - tail, span.end + tail));
    let week = |monday| days_span(worker, monday, 7);
    mondays(worker, reaching).into_iter().map(week).map(|w| Span::new(w.start - tail, w.end + tail)).collect()
}

/// The longest piece of a window without work.
pub(super) fn longest_rest(case: &Case<'_>, window: Span) -> Minute {
    let mut free_from = window.start;
    let mut longest = 0;
    for duty in case.near(window) {
        longest = longest.max(duty.span.start - free_from);
        free_from = free_from.max(duty.span.end);
    }
    longest.max(window.end - free_from)
}

/// The blocks of a length in which a rest could lie inside a window. A rest can be moved earlier until it meets the end of a
/// duty or the start of its window, so only those starts need a block.
pub(super) fn blocks(model: &Model<'_>, window: Span, length: Minute) -> Vec<Span> {
    let ends = model.worker.fixed.iter().chain(model.candidates).map(|d| d.span.end);
    let inside = |start: &Minute| window.start <= *start && *start + length <= window.end;
    let mut starts: Vec<Minute> = ends.chain([window.start]).filter(inside).collect();
    starts.sort_unstable();
    starts.dedup();
    starts.into_iter().map(|start| Span::new(start, start + length)).collect()
}

/// Judges every week that contains a duty under judgement; only the worst is told.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    for (law, rule) in case.limits(|k| &k.weekly_rest) {
        let windows: Vec<Span> = if let Some(days) = rule.sliding_days {
            let length = days * WEEK_MINUTES / 7;
            let reach = case.subjects().map(|d| Span::new(d.span.start - length, d.span.end));
            let mut starts: Vec<Minute> = reach.flat_map(|near| case.near(near)).map(|d| d.span.start).collect();
            starts.sort_unstable();
            starts.dedup();
            starts.into_iter().map(|start| Span::new(start, start + length)).collect()
        } else {
            rest_weeks(case.worker, case.subjects().map(|d| d.span), rule.minutes_min)
        };
        let broken = windows
            .into_iter()
            .filter(|window| case.concerns(*window) && case.governs(law.set, *window))
            .map(|window| (longest_rest(case, window), window))
            .filter(|(longest, _)| *longest < rule.minutes_min)
            .map(|(measured, window)| Violation {
                rule: RuleId::WeeklyRest,
                law: Some(law),
                window,
                measured,
                limit: rule.minutes_min,
                detail: Detail::None,
                lawful_from: None,
            })
            .collect();
        case.tell(found, broken);
    }
}

/// Rows: in each window, one of the blocks in which a rest could begin is free.
pub fn rows(model: &mut Model<'_>) {
    for (law, rule) in model.limits(|k| &k.weekly_rest) {
        let windows: Vec<(Span, Option<usize>)> = if let Some(days) = rule.sliding_days {
            let from = |d: &Duty| Span::new(d.span.start, d.span.start + days * WEEK_MINUTES / 7);
            let fixed = model.worker.fixed.iter().map(|d| (from(d), None));
            fixed.chain(model.candidates.iter().enumerate().map(|(at, d)| (from(d), Some(at)))).collect()
        } else {
            let spans = model.candidates.iter().map(|d| d.span);
            rest_weeks(model.worker, spans, rule.minutes_min).into_iter().map(|w| (w, None)).collect()
        };
        for (window, anchor) in windows {
            if !model.concerns(window) {
                continue;
            }
            // Required when every trigger is 1: constant + Σ triggers reaches 1.
            let mut triggers: Vec<(Term, f64)> = anchor.map(|at| (Term::Candidate(at), 1.0)).into_iter().collect();
            match model.guard(law.set, window) {
                Guard::Always => {}
                Guard::Never => continue,
                Guard::When(aux) => triggers.push((Term::Aux(aux), 1.0)),
            }
            let constant = 1.0 - triggers.len() as f64;
            let blocks = blocks(model, window, rule.minutes_min);
            model.one_free(RuleId::WeeklyRest, &blocks, &triggers, constant);
        }
    }
}
