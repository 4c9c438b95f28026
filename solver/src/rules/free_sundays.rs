//! Free Sundays: so many in any few consecutive civil weeks (CCN51 05.05.2: one in three, inside the two consecutive rest
//! days; CCN66 art. 21: two in four; CCU art. 52: one in two), or in the civil year (CCN51 05.05.2 al. 3: fifteen, paid leave
//! aside).
//!
//! A Sunday is free when no minute of it is worked, over all employers. In the year, Sundays of absence do not count as free.

use super::linear::{Guard, Model, Term};
use super::{Case, Detail, RuleId, Violation, days_span};
use crate::domain::problem::Worker;
use crate::domain::time::{Day, Span, date_of_day, day_of_date, weekday};
use crate::law::rule::FreeSundays;
use chrono::{Datelike, NaiveDate};

/// The Sundays of the civil weeks that some spans touch, and those before, whose consecutive free days they could disturb.
fn sundays_near(rule: &FreeSundays, worker: &Worker, spans: impl Iterator<Item = Span>) -> Vec<Day> {
    let around = rule.block_days.unwrap_or(1) as Day - 1;
    let sunday_of = |day: Day| day - weekday(day) + 6;
    let mut sundays: Vec<Day> = spans
        .flat_map(|span| {
            let (first, last) = (worker.grid.day_of(span.start) - around, worker.grid.day_of(span.end - 1));
            (sunday_of(first)..=sunday_of(last)).step_by(7)
        })
        .collect();
    sundays.sort_unstable();
    sundays.dedup();
    sundays
}

/// The spans of which one must be free for a Sunday to be free.
fn blocks(rule: &FreeSundays, worker: &Worker, sunday: Day) -> Vec<Span> {
    let length = rule.block_days.unwrap_or(1) as Day;
    (sunday - length + 1..=sunday).map(|start| days_span(worker, start, length)).collect()
}

/// The runs of consecutive Sundays in which so many must be free.
fn runs(sundays: &[Day], weeks: i64) -> Vec<Vec<Day>> {
    let weeks = weeks as Day;
    let mut firsts: Vec<Day> =
        sundays.iter().flat_map(|sunday| (0..weeks).map(move |back| sunday - 7 * back)).collect();
    firsts.sort_unstable();
    firsts.dedup();
    firsts.into_iter().map(|first| (0..weeks).map(|week| first + 7 * week).collect()).collect()
}

/// The Sundays of a civil year on which she is not absent.
fn sundays_of_year(worker: &Worker, year: i32) -> Vec<Day> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).map_or(0, day_of_date);
    let next = NaiveDate::from_ymd_opt(year + 1, 1, 1).map_or(0, day_of_date);
    (first..next)
        .filter(|day| weekday(*day) == 6)
        .filter(|day| !worker.absences.iter().any(|absence| absence.overlaps(worker.grid.span_of(*day))))
        .collect()
}

/// Sundays worked in a year before the rosters begin.
fn counted(worker: &Worker, year: i32) -> i64 {
    worker.counters.filter(|c| c.year == year).map_or(0, |c| i64::from(c.sundays_worked))
}

fn years(sundays: &[Day]) -> Vec<i32> {
    let mut years: Vec<i32> = sundays.iter().map(|day| date_of_day(*day).year()).collect();
    years.dedup();
    years
}

fn window_of(worker: &Worker, sundays: &[Day]) -> Span {
    match (sundays.first(), sundays.last()) {
        // Whole civil weeks: Monday to Sunday.
        (Some(first), Some(last)) => days_span(worker, first - 6, last - first + 7),
        _ => Span::new(0, 0),
    }
}

/// Judges the runs and years of the Sundays that duties under judgement could disturb.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    for (law, rule) in case.limits(|k| &k.free_sundays) {
        let near = sundays_near(&rule, case.worker, case.subjects().map(|d| d.span));
        let is_free = |sunday: &&Day| {
            blocks(&rule, case.worker, **sunday).into_iter().any(|block| case.near(block).next().is_none())
        };
        let mut broken = Vec::new();
        let mut judge = |sundays: &[Day], before: i64, detail| {
            let window = window_of(case.worker, sundays);
            let measured = sundays.iter().filter(is_free).count() as i64 - before;
            if measured < rule.sundays_min && case.governs(law.set, window) {
                broken.push(Violation {
                    rule: RuleId::FreeSundays,
                    law: Some(law),
                    window,
                    measured,
                    limit: rule.sundays_min,
                    detail,
                    lawful_from: None,
                });
            }
        };
        if let Some(weeks) = rule.weeks {
            for run in runs(&near, weeks) {
                judge(&run, 0, Detail::AverageOver(weeks));
            }
        } else {
            for year in years(&near) {
                judge(&sundays_of_year(case.worker, year), counted(case.worker, year), Detail::InTheYear);
            }
        }
        case.tell(found, broken);
    }
}

/// Rows: of each run, and of each year, so many Sundays are free.
pub fn rows(model: &mut Model<'_>) {
    for (law, rule) in model.limits(|k| &k.free_sundays) {
        let near = sundays_near(&rule, model.worker, model.candidates.iter().map(|d| d.span));
        let groups: Vec<(Vec<Day>, i64)> = match rule.weeks {
            Some(weeks) => runs(&near, weeks).into_iter().map(|run| (run, 0)).collect(),
            None => years(&near)
                .into_iter()
                .map(|year| (sundays_of_year(model.worker, year), counted(model.worker, year)))
                .collect(),
        };
        for (sundays, before) in groups {
            let window = window_of(model.worker, &sundays);
            let trigger: Option<Term> = match model.guard(law.set, window) {
                Guard::Always => None,
                Guard::Never => continue,
                Guard::When(aux) => Some(Term::Aux(aux)),
            };
            let blocks: Vec<Vec<Span>> = sundays.iter().map(|day| blocks(&rule, model.worker, *day)).collect();
            model.so_many_free(RuleId::FreeSundays, &blocks, rule.sundays_min + before, trigger);
        }
    }
}
