//! Several duties on one civil day (*journée discontinue*): how many, how long, how far apart. Where the rules of her
//! employer, or of a host she works for that day, have no such article, one duty a day is all there is.
//!
//! FPH: two of at least 3 h within 10 h 30 (décret 2002-9 art. 7, 2°). Code du travail: within 13 h (24 − 11, L3131-1), a
//! part-timer with one interruption of at most 2 h (L3123-30). CCN51 05.05.4, CCN66 20.5: number and length of the sequences.
//!
//! What two duties say of each other is judged with the daily rest, which it replaces; their number is judged here. The
//! longest interruption is read between any two duties of the day, exact for the rules that allow two.

use super::linear::{Guard, Model, Sense, Term};
use super::{Case, Detail, LawRef, RuleId, Violation, days_span, limits_of, sets_of_pair};
use crate::domain::problem::{Duty, Problem, Worker};
use crate::domain::time::Day;

/// What the rules say of two duties, the first before the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// They may stand on one day.
    Allowed,
    /// They stand on one day that may be split, but not so.
    Refused {
        /// The rule that refuses.
        law: LawRef,
        /// Figure found, minutes.
        measured: i64,
        /// Figure allowed, minutes.
        limit: i64,
        /// Which figure.
        detail: Detail,
    },
    /// They are on different days, or no day may be split.
    NotSplit,
}

/// Two duties farther apart than this, from arrival to departure, are two working days without a rest between them, whatever
/// the calendar says: no text that was read lets a day last so long (minutes).
const DAY_AT_ALL: i64 = 16 * 60;

/// Judges two duties that do not overlap.
pub fn split(problem: &Problem, worker: &Worker, first: &Duty, second: &Duty) -> Split {
    let amplitude = second.span.end - first.span.start;
    if first.day != second.day || amplitude > DAY_AT_ALL {
        return Split::NotSplit;
    }
    let mut refused = None;
    for set in sets_of_pair(problem, worker, first, second) {
        let mut rules = limits_of(problem, worker, set, |k| &k.split_day).peekable();
        if rules.peek().is_none() {
            return Split::NotSplit;
        }
        for (law, rule) in rules {
            if rule.duties_max < 2 {
                return Split::NotSplit;
            }
            let gap = second.span.start - first.span.end;
            let shortest = first.span.minutes().min(second.span.minutes());
            let refuse = |measured, limit, detail| Some(Split::Refused { law, measured, limit, detail });
            let reason = if amplitude > rule.amplitude_minutes_max {
                refuse(amplitude, rule.amplitude_minutes_max, Detail::SplitAmplitude)
            } else if let Some(limit) = rule.duty_minutes_min.filter(|limit| shortest < *limit) {
                refuse(shortest, limit, Detail::ShortDuty)
            } else if let Some(limit) = rule.gap_minutes_max.filter(|limit| gap > *limit) {
                refuse(gap, limit, Detail::LongGap)
            } else {
                None
            };
            refused = refused.or(reason);
        }
    }
    refused.unwrap_or(Split::Allowed)
}

fn days(spans: impl Iterator<Item = Day>) -> Vec<Day> {
    let mut days: Vec<Day> = spans.collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Judges the number of duties on each day.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    for day in days(case.subjects().map(|d| d.day)) {
        let window = days_span(case.worker, day, 1);
        let measured = case.near(window).filter(|d| d.day == day).count() as i64;
        if measured < 2 {
            continue;
        }
        for (law, rule) in case.limits(|k| &k.split_day) {
            if measured > rule.duties_max && rule.duties_max >= 2 && case.governs(law.set, window) {
                found.push(Violation {
                    rule: RuleId::SplitDay,
                    law: Some(law),
                    window,
                    measured,
                    limit: rule.duties_max,
                    detail: Detail::DutiesADay,
                    lawful_from: None,
                });
            }
        }
    }
}

/// Rows: duties per day at most the number; pairs are rows of the daily rest.
pub fn rows(model: &mut Model<'_>) {
    for (law, rule) in model.limits(|k| &k.split_day) {
        if rule.duties_max < 2 {
            continue;
        }
        for day in days(model.candidates.iter().map(|d| d.day)) {
            let window = days_span(model.worker, day, 1);
            let fixed = model.worker.fixed.iter().filter(|d| d.day == day).count() as f64;
            let mut terms: Vec<(Term, f64)> = model
                .candidates
                .iter()
                .enumerate()
                .filter(|(_, d)| d.day == day)
                .map(|(at, _)| (Term::Candidate(at), 1.0))
                .collect();
            let slack = terms.len() as f64;
            let mut right = rule.duties_max as f64 - fixed;
            match model.guard(law.set, window) {
                Guard::Always => {}
                Guard::Never => continue,
                Guard::When(aux) => {
                    terms.push((Term::Aux(aux), slack));
                    right += slack;
                }
            }
            model.row(RuleId::SplitDay, terms, Sense::AtMost, right);
        }
    }
}
