//! Rest days per fortnight in the FPH: four in two predetermined civil weeks, two of them consecutive, whole civil days
//! and including a Sunday (décret 2002-9 art. 6; CAA Lyon 9 Oct. 2018: whole days from 0:00 to 24:00, so that a night
//! ending on Sunday morning destroys the Sunday; CAA Toulouse 2 July 2024: anchored, not sliding).
//!
//! A rest day is a civil day on which no duty starts, as rosters count them; the two consecutive ones must be free of any
//! minute of work.

use super::linear::{Guard, Model, Sense, Term};
use super::{Case, Detail, RuleId, Violation};
use crate::domain::problem::Worker;
use crate::domain::time::{Day, Span, day_of_date, weekday};
use crate::law::FortnightRest;
use std::collections::BTreeSet;

const DAYS: Day = 14;

/// First days of the anchored fortnights that some spans touch.
fn fortnights(rule: &FortnightRest, worker: &Worker, spans: impl Iterator<Item = Span>) -> BTreeSet<Day> {
    let anchor = crate::law::date(&rule.anchor).map_or(4, day_of_date);
    spans
        .flat_map(|span| [worker.grid.day_of(span.start), worker.grid.day_of(span.end - 1)])
        .map(|day| day - (day - anchor).rem_euclid(DAYS))
        .collect()
}

fn span_of(worker: &Worker, first: Day, days: Day) -> Span {
    Span::new(worker.grid.start_of(first), worker.grid.start_of(first + days))
}

/// The runs of consecutive days inside a fortnight that hold a Sunday.
fn runs_with_sunday(rule: &FortnightRest, worker: &Worker, first: Day) -> Vec<Span> {
    let length = rule.whole_consecutive_days_with_sunday as Day;
    (first..=first + DAYS - length)
        .filter(|start| (*start..start + length).any(|day| weekday(day) == 6))
        .map(|start| span_of(worker, start, length))
        .collect()
}

/// Judges the fortnights that proposed duties touch.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    for rule_set in case.rule_sets() {
        let Some(rule) = &case.rules(rule_set).fortnight_rest else { continue };
        for first in fortnights(rule, case.worker, case.proposed().map(|d| d.span)) {
            let window = span_of(case.worker, first, DAYS);
            if !case.governs(rule_set, window) {
                continue;
            }
            let worked: BTreeSet<Day> =
                case.duties.iter().map(|d| d.day).filter(|day| (first..first + DAYS).contains(day)).collect();
            let violation = |measured, limit, detail| Violation {
                rule: RuleId::FortnightRest,
                rule_set: Some(rule_set),
                window,
                measured,
                limit,
                detail,
                lawful_from: Some(window.end),
            };
            let rest_days = i64::from(DAYS) - worked.len() as i64;
            if rest_days < i64::from(rule.rest_days_min) {
                found.push(violation(rest_days, i64::from(rule.rest_days_min), Detail::RestDays));
            }
            let whole = runs_with_sunday(rule, case.worker, first)
                .into_iter()
                .any(|run| !case.duties.iter().any(|d| d.span.overlaps(run)));
            if !whole {
                let limit = i64::from(rule.whole_consecutive_days_with_sunday);
                found.push(violation(0, limit, Detail::WholeSunday));
            }
        }
    }
}

/// Rows: worked days at most 14 − 4, and one of the runs with a Sunday is free.
pub fn rows(model: &mut Model<'_>) {
    for rule_set in model.rule_sets() {
        let Some(rule) = model.problem.rule_sets[rule_set].fortnight_rest.clone() else { continue };
        for first in fortnights(&rule, model.worker, model.candidates.iter().map(|d| d.span)) {
            let window = span_of(model.worker, first, DAYS);
            let guard = model.guard(rule_set, window);
            let mut room = f64::from(DAYS) - f64::from(rule.rest_days_min);
            let mut terms = Vec::new();
            for day in first..first + DAYS {
                match model.day_worked(day) {
                    Some(day_terms) => terms.extend(day_terms),
                    None => room -= 1.0,
                }
            }
            let triggers: Vec<(Term, f64)> = match guard {
                Guard::Always => Vec::new(),
                Guard::Never => continue,
                Guard::When(aux) => vec![(Term::Aux(aux), 1.0)],
            };
            let runs = runs_with_sunday(&rule, model.worker, first);
            model.one_free(RuleId::FortnightRest, &runs, &triggers, 1.0 - triggers.len() as f64);
            let slack = f64::from(rule.rest_days_min);
            terms.extend(triggers.iter().map(|(term, _)| (*term, slack)));
            let right = room + slack * triggers.len() as f64;
            model.row(RuleId::FortnightRest, terms, Sense::AtMost, right);
        }
    }
}
