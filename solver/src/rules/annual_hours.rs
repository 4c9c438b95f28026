//! Work in a civil year: the obligation (1,607 h with fixed rest, 1,582 h with variable rest, 1,476 h exclusively at night:
//! décret 2002-9 art. 1 to 3; 1,607 h under the Code du travail L3121-41) and the overtime allowed on top.
//!
//! Which obligation is hers follows from her statuses and from what is already decided in the year: ten Sundays or holidays
//! make rest variable, nine tenths of night make it exclusive. A duty belongs to the year in which it starts. Work for others
//! is not her employer's year.

use super::linear::{Model, Sense, Term};
use super::{Case, Detail, RuleId, Violation, days_span};
use crate::domain::problem::{Duty, DutyKind, Worker, Year};
use crate::domain::time::{Day, Minute, Span, date_of_day, day_of_date};
use crate::law::Status;
use crate::law::rule::AnnualHours;
use chrono::{Datelike, NaiveDate};

fn year_of(worker: &Worker, duty: &Duty) -> i32 {
    date_of_day(worker.grid.day_of(duty.span.start)).year()
}

fn decided(worker: &Worker, year: i32) -> Year {
    worker.years.iter().find(|known| known.year == year).copied().unwrap_or(Year { year, ..Year::default() })
}

fn limit(rule: &AnnualHours, worker: &Worker, decided: &Year) -> Minute {
    let has = |status| worker.statuses.contains(&status);
    let nights = rule.night_percent.is_some_and(|percent| {
        decided.work_minutes > 0 && decided.night_minutes * 100 >= percent * decided.work_minutes
    });
    let variable = rule.variable_from.is_some_and(|from| i64::from(decided.sundays_holidays) >= from);
    let obligation = match (rule.night_minutes, rule.variable_minutes) {
        (Some(minutes), _) if nights || has(Status::ExclusiveNight) => minutes,
        (_, Some(minutes)) if variable || has(Status::VariableRest) => minutes,
        _ => rule.fixed_minutes,
    };
    obligation * i64::from(worker.share_percent) / 100 + rule.overtime_minutes
}

fn window_of(worker: &Worker, year: i32) -> Span {
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).map_or(0, day_of_date);
    let days: Day = first(year + 1) - first(year);
    days_span(worker, first(year), days)
}

fn years<'a>(worker: &Worker, duties: impl Iterator<Item = &'a Duty>) -> Vec<i32> {
    let mut years: Vec<i32> = duties.map(|d| year_of(worker, d)).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// Judges the years in which duties under judgement start. What is decided is known with its counters
/// ([`Worker::years`]); the proposed duties come on top.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    for (law, rule) in case.home_limits(|k| &k.annual_hours) {
        for year in years(case.worker, case.subjects()) {
            let decided = decided(case.worker, year);
            let window = window_of(case.worker, year);
            let proposed: Minute = case
                .duties
                .iter()
                .filter(|d| d.kind == DutyKind::Proposed && year_of(case.worker, d) == year)
                .map(|d| d.work_minutes)
                .sum();
            let measured = decided.work_minutes + proposed;
            let limit = limit(&rule, case.worker, &decided);
            if measured > limit {
                found.push(Violation {
                    rule: RuleId::AnnualHours,
                    law: Some(law),
                    window,
                    measured,
                    limit,
                    detail: Detail::InTheYear,
                    lawful_from: Some(window.end),
                });
            }
        }
    }
}

/// Rows: work per civil year at most the limit.
pub fn rows(model: &mut Model<'_>) {
    for (_, rule) in model.home_limits(|k| &k.annual_hours) {
        for year in years(model.worker, model.candidates.iter()) {
            let decided = decided(model.worker, year);
            let room = limit(&rule, model.worker, &decided) - decided.work_minutes;
            let terms: Vec<(Term, f64)> = model
                .candidates
                .iter()
                .enumerate()
                .filter(|(_, d)| year_of(model.worker, d) == year)
                .map(|(at, d)| (Term::Candidate(at), d.work_minutes as f64))
                .collect();
            if model.most_work(&terms) > room as f64 {
                model.row(RuleId::AnnualHours, terms, Sense::AtMost, room as f64);
            }
        }
    }
}
