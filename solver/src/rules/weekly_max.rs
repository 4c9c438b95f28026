//! Most work in a week, all employers and overtime included: 48 h in any 7 days in the FPH (décret 2002-9 art. 6, read by
//! the Conseil d'État on 4 April 2018 as an absolute limit over a sliding period), 48 h in a civil week under the Code du
//! travail (L3121-20, L8261-1); and on average over several civil weeks (L3121-22: 44 h over any twelve). A limit on what is
//! *rostered* leaves overtime and pool duties aside (décret 2002-9 art. 9: 44 h in a civil week).

use super::linear::Model;
use super::{Case, Detail, RuleId, Violation, days_span};
use crate::domain::problem::{Duty, DutyKind, Problem, Proposes};
use crate::domain::time::{Day, Minute, Span, WEEK_MINUTES};
use crate::law::rule::WeeklyMax;

/// The Mondays of the runs of `weeks` civil weeks that hold one of some weeks.
fn runs(mondays: &[Day], weeks: Day) -> Vec<Day> {
    let mut firsts: Vec<Day> =
        mondays.iter().flat_map(|monday| (0..weeks).map(move |back| monday - 7 * back)).collect();
    firsts.sort_unstable();
    firsts.dedup();
    firsts
}

/// The sliding windows at which work can peak: those that start with a duty or end with one. The work inside a sliding
/// window changes slope only there.
fn sliding_windows<'a>(duties: impl Iterator<Item = &'a Duty>, length: Minute) -> Vec<Span> {
    let mut starts: Vec<Minute> = duties.flat_map(|d| [d.span.start, d.span.end - length]).collect();
    starts.sort_unstable();
    starts.dedup();
    starts.into_iter().map(|start| Span::new(start, start + length)).collect()
}

const fn weeks_of(rule: &WeeklyMax) -> Day {
    match rule.weeks {
        Some(weeks) => weeks as Day,
        None => 1,
    }
}

fn length_of(sliding_days: i64) -> Minute {
    sliding_days * WEEK_MINUTES / 7
}

/// Whether a limit is on rostered work alone.
fn rostered_only(rule: &WeeklyMax) -> bool {
    rule.rostered_only.is_some_and(|only| only != 0)
}

fn counts(problem: &Problem, rule: &WeeklyMax, duty: &Duty) -> bool {
    let proposed = problem.proposes == Proposes::Rosters && duty.kind == DutyKind::Proposed;
    !rostered_only(rule) || proposed || duty.kind == DutyKind::Home
}

/// Judges every week that contains a duty under judgement; of overlapping ones only the fullest is told.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    let mondays = case.subject_weeks();
    let (Some(first), Some(last)) = (mondays.first(), mondays.last()) else { return };
    for (law, rule) in case.limits(|k| &k.weekly_max) {
        let broken = if let Some(days) = rule.sliding_days {
            sliding(case, &rule, length_of(days))
        } else {
            let weeks = weeks_of(&rule);
            // The sum of each week once, for all the runs that hold it.
            let from = first - 7 * (weeks - 1);
            let sums: Vec<Minute> = (from..=last + 7 * (weeks - 1))
                .step_by(7)
                .map(|monday| {
                    let week = days_span(case.worker, monday, 7);
                    case.near(week).filter(|d| counts(case.problem, &rule, d)).map(|d| d.work_within(week)).sum()
                })
                .collect();
            runs(&mondays, weeks)
                .into_iter()
                .map(|monday| {
                    let at = ((monday - from) / 7) as usize;
                    (sums[at..at + weeks as usize].iter().sum(), days_span(case.worker, monday, 7 * weeks))
                })
                .collect()
        };
        let limit = rule.minutes_max * i64::from(weeks_of(&rule));
        let broken = broken
            .into_iter()
            .filter(|(measured, window)| *measured > limit && case.governs(law.set, *window))
            .map(|(measured, window)| Violation {
                rule: RuleId::WeeklyMax,
                law: Some(law),
                window,
                measured,
                limit,
                detail: rule.weeks.map_or(Detail::None, Detail::AverageOver),
                lawful_from: None,
            })
            .collect();
        case.tell(found, broken);
    }
}

fn sliding(case: &Case<'_>, rule: &WeeklyMax, length: Minute) -> Vec<(Minute, Span)> {
    let Some(first) = case.subjects().map(|d| d.span.start).min() else { return Vec::new() };
    let last = case.subjects().map(|d| d.span.end).max().unwrap_or(first);
    let near: Vec<&Duty> =
        case.near(Span::new(first - length, last + length)).filter(|d| counts(case.problem, rule, d)).collect();
    sliding_windows(near.iter().copied(), length)
        .into_iter()
        .filter(|window| case.concerns(*window))
        .map(|window| {
            let inside = near.iter().skip_while(|d| d.span.end <= window.start && d.span.start < window.start);
            (inside.take_while(|d| d.span.start < window.end).map(|d| d.work_within(window)).sum(), window)
        })
        .collect()
}

/// Rows: work per window at most the limit.
pub fn rows(model: &mut Model<'_>) {
    for (law, rule) in model.limits(|k| &k.weekly_max) {
        // What is rostered depends on what is chosen only where rosters are made.
        if rostered_only(&rule) && model.problem.proposes == Proposes::Loans {
            continue;
        }
        let weeks = weeks_of(&rule);
        let windows = if let Some(days) = rule.sliding_days {
            sliding_windows(model.worker.fixed.iter().chain(model.candidates), length_of(days))
        } else {
            let mondays = super::mondays(model.worker, model.candidates.iter().map(|d| d.span));
            let firsts = runs(&mondays, weeks).into_iter();
            firsts.map(|monday| days_span(model.worker, monday, 7 * weeks)).collect()
        };
        for window in windows {
            // Fixed work that the limit does not count leaves its room.
            let near = super::touching(&model.worker.fixed, model.problem.longest_duty, window);
            let beside =
                near.filter(|d| !counts(model.problem, &rule, d)).map(|d| d.work_within(window)).sum::<Minute>();
            let limit = rule.minutes_max * i64::from(weeks) + beside;
            model.work_at_most(RuleId::WeeklyMax, law.set, window, limit);
        }
    }
}
