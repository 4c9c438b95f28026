//! Rest days per period of whole civil weeks.
//!
//! FPH: four in two predetermined civil weeks, two of them consecutive, whole civil days and including a Sunday (décret
//! 2002-9 art. 6; CAA Lyon 9 Oct. 2018: whole days from 0:00 to 24:00, so that a night ending on Sunday morning destroys the
//! Sunday; CAA Toulouse 2 July 2024: anchored, not sliding). CCN51 05.05.2: four in two weeks, two consecutive. CCN66 art.
//! 21: two a week, of which a day and a half consecutive. CCU art. 52: four in two weeks, of which 48 h consecutive.
//!
//! A rest day is a civil day on which no duty starts, as rosters count them; consecutive ones must be free of any minute of
//! work. Consecutive hours lie in the period with 24 of them at least and may reach over its ends, as the weekly rest of the
//! code does.

use super::linear::{Guard, Model, Term};
use super::weekly_rest::{DAY_MINUTES, blocks, longest_rest};
use super::{Case, Detail, RuleId, Violation, days_span};
use crate::domain::problem::Worker;
use crate::domain::time::{Day, Minute, Span, weekday};
use crate::law::rule::RestDays;

/// First days of the anchored periods that some spans touch.
fn periods(rule: &RestDays, anchor: Day, worker: &Worker, spans: impl Iterator<Item = Span>) -> Vec<Day> {
    let days = 7 * rule.weeks as Day;
    let mut firsts: Vec<Day> = spans
        .flat_map(|span| [worker.grid.day_of(span.start), worker.grid.day_of(span.end - 1)])
        .map(|day| day - (day - anchor).rem_euclid(days))
        .collect();
    firsts.sort_unstable();
    firsts.dedup();
    firsts
}

/// The windows in which the consecutive hours of a period may lie, for every period that some spans could disturb.
fn windows(
    rule: &RestDays,
    anchor: Day,
    block: Minute,
    worker: &Worker,
    spans: impl Iterator<Item = Span>,
) -> Vec<Span> {
    let tail = (block - DAY_MINUTES).max(0);
    let reaching = spans.map(|span| Span::new(span.start - tail, span.end + tail));
    let period = |first| days_span(worker, first, 7 * rule.weeks as Day);
    let firsts = periods(rule, anchor, worker, reaching).into_iter();
    firsts.map(period).map(|p| Span::new(p.start - tail, p.end + tail)).collect()
}

/// The runs of consecutive whole days inside a period that hold enough Sundays.
fn runs(rule: &RestDays, worker: &Worker, first: Day) -> Vec<Span> {
    let Some(length) = rule.block_days.map(|days| days as Day) else { return Vec::new() };
    let sundays = rule.block_sundays.unwrap_or(0);
    (first..=first + 7 * rule.weeks as Day - length)
        .filter(|start| (*start..start + length).filter(|day| weekday(*day) == 6).count() as i64 >= sundays)
        .map(|start| days_span(worker, start, length))
        .collect()
}

/// Judges the periods that duties under judgement touch.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    for (law, rule) in case.limits(|k| &k.rest_days) {
        let days = 7 * rule.weeks as Day;
        let anchor = case.rules(law.set).anchor;
        for first in periods(&rule, anchor, case.worker, case.subjects().map(|d| d.span)) {
            let window = days_span(case.worker, first, days);
            if !case.governs(law.set, window) {
                continue;
            }
            let mut violation = |measured, limit, detail| {
                found.push(Violation {
                    rule: RuleId::RestDays,
                    law: Some(law),
                    window,
                    measured,
                    limit,
                    detail,
                    lawful_from: Some(window.end),
                });
            };
            let mut worked: Vec<Day> =
                case.near(window).map(|d| d.day).filter(|day| (first..first + days).contains(day)).collect();
            worked.sort_unstable();
            worked.dedup();
            let rest_days = i64::from(days) - worked.len() as i64;
            if rest_days < rule.days_min {
                violation(rest_days, rule.days_min, Detail::RestDays);
            }
            if let Some(limit) = rule.block_days
                && !runs(&rule, case.worker, first).into_iter().any(|run| case.near(run).next().is_none())
            {
                let sunday = rule.block_sundays.is_some_and(|sundays| sundays > 0);
                violation(0, limit, if sunday { Detail::WholeSunday } else { Detail::WholeDays });
            }
        }
        let Some(limit) = rule.block_minutes else { continue };
        for window in windows(&rule, anchor, limit, case.worker, case.subjects().map(|d| d.span)) {
            let measured = longest_rest(case, window);
            if measured < limit && case.governs(law.set, window) {
                found.push(Violation {
                    rule: RuleId::RestDays,
                    law: Some(law),
                    window,
                    measured,
                    limit,
                    detail: Detail::ConsecutiveHours,
                    lawful_from: Some(window.end),
                });
            }
        }
    }
}

/// Rows: worked days at most what is left; one of the runs, and one of the blocks, is free.
pub fn rows(model: &mut Model<'_>) {
    for (law, rule) in model.limits(|k| &k.rest_days) {
        let days = 7 * rule.weeks as Day;
        let anchor = model.problem.rule_sets[law.set].anchor;
        for first in periods(&rule, anchor, model.worker, model.candidates.iter().map(|d| d.span)) {
            let window = days_span(model.worker, first, days);
            let triggers: Vec<(Term, f64)> = match model.guard(law.set, window) {
                Guard::Always => Vec::new(),
                Guard::Never => continue,
                Guard::When(aux) => vec![(Term::Aux(aux), 1.0)],
            };
            let constant = 1.0 - triggers.len() as f64;
            if rule.block_days.is_some() {
                model.one_free(RuleId::RestDays, &runs(&rule, model.worker, first), &triggers, constant);
            }
            model.days_at_most(RuleId::RestDays, first, days, i64::from(days) - rule.days_min, &triggers);
        }
        let Some(minutes) = rule.block_minutes else { continue };
        for window in windows(&rule, anchor, minutes, model.worker, model.candidates.iter().map(|d| d.span)) {
            let triggers: Vec<(Term, f64)> = match model.guard(law.set, window) {
                Guard::Always => Vec::new(),
                Guard::Never => continue,
                Guard::When(aux) => vec![(Term::Aux(aux), 1.0)],
            };
            let blocks = blocks(model, window, minutes);
            model.one_free(RuleId::RestDays, &blocks, &triggers, 1.0 - triggers.len() as f64);
        }
    }
}
