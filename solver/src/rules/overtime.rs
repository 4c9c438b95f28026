//! Overtime caps: in the FPH 20 h a month where the cycle is at most a month, 240 ÷ 52 × weeks of a longer cycle, and 240 h a
//! year (décret 2002-9 art. 15); under the Code du travail a yearly quota (D3121-24).
//!
//! Overtime is counted per civil week, as far as rosters can tell: work for her employer, at home or lent, beyond both the
//! legal week and what her home roster holds that week. A week belongs to the month, cycle and year in which it ends. A rule
//! of her employer alone.

use super::employer_week::EmployerWeek;
use super::linear::{Model, Sense, Term};
use super::{Case, Detail, RuleId, Violation, days_span};
use crate::domain::problem::Worker;
use crate::domain::time::{Day, Minute, date_of_day, day_of_date};
use crate::law::rule::Overtime;
use chrono::{Datelike, NaiveDate};

/// Longest cycle to which the monthly cap applies, civil weeks (décret 2002-9 art. 15: a cycle of at most a month).
const MONTHLY_CYCLE_WEEKS: i64 = 4;

/// The days over which a rule adds up, for the week that begins on a Monday: a first day and the day after the last. `None`
/// when the rule is about cycles of another length.
fn period(rule: &Overtime, cycle_weeks: i64, anchor: Day, monday: Day) -> Option<(Day, Day)> {
    let end = date_of_day(monday + 6);
    let first_of = |year, month| NaiveDate::from_ymd_opt(year, month, 1).map(day_of_date);
    match rule.months {
        Some(1) if cycle_weeks <= MONTHLY_CYCLE_WEEKS => {
            let (year, month) = if end.month() == 12 { (end.year() + 1, 1) } else { (end.year(), end.month() + 1) };
            Some((first_of(end.year(), end.month())?, first_of(year, month)?))
        }
        Some(12) => Some((first_of(end.year(), 1)?, first_of(end.year() + 1, 1)?)),
        None if cycle_weeks > MONTHLY_CYCLE_WEEKS => {
            let days = 7 * cycle_weeks as Day;
            let first = monday - (monday - anchor).rem_euclid(days);
            Some((first, first + days))
        }
        Some(_) | None => None,
    }
}

fn limit(rule: &Overtime, cycle_weeks: i64) -> Minute {
    // The cap of a cycle is the yearly one, pro rata of its weeks.
    if rule.months.is_none() { rule.minutes_max * cycle_weeks / 52 } else { rule.minutes_max }
}

/// Overtime of the year before the rosters begin.
fn counted(rule: &Overtime, worker: &Worker, first: Day) -> Minute {
    let year = date_of_day(first).year();
    worker.counters.filter(|c| rule.months == Some(12) && c.year == year).map_or(0, |c| c.overtime_minutes)
}

/// The Mondays of the weeks that end inside a period.
fn weeks((first, next): (Day, Day)) -> impl Iterator<Item = Day> {
    let monday = first - (first + 3).rem_euclid(7);
    (0..)
        .map(move |week| monday + 7 * week)
        .skip_while(move |monday| monday + 6 < first)
        .take_while(move |m| m + 6 < next)
}

/// What a week holds beyond the legal week and her roster; below nought it has room left before overtime begins.
fn beyond(rule: &Overtime, week: &EmployerWeek) -> Minute {
    week.work_minutes - week.rostered_minutes.max(rule.threshold_minutes)
}

/// Judges the periods of the weeks that duties under judgement touch.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    let set = case.rules(case.home());
    for (law, rule) in case.home_limits(|k| &k.overtime) {
        let mut periods: Vec<(Day, Day)> = case
            .subject_weeks()
            .into_iter()
            .filter_map(|monday| period(&rule, set.cycle_weeks, set.anchor, monday))
            .collect();
        periods.dedup();
        for (first, next) in periods {
            let overtime: Minute =
                weeks((first, next)).map(|monday| beyond(&rule, &EmployerWeek::of_case(case, monday)).max(0)).sum();
            let measured = overtime + counted(&rule, case.worker, first);
            let limit = limit(&rule, set.cycle_weeks);
            if measured > limit {
                let window = days_span(case.worker, first, next - first);
                found.push(Violation {
                    rule: RuleId::Overtime,
                    law: Some(law),
                    window,
                    measured,
                    limit,
                    detail: if rule.months == Some(12) { Detail::InTheYear } else { Detail::None },
                    lawful_from: Some(window.end),
                });
            }
        }
    }
}

/// Rows: the overtime of each week is an auxiliary variable, a share of the most it can be; their sum is capped.
pub fn rows(model: &mut Model<'_>) {
    let set = &model.problem.rule_sets[model.home()];
    let (cycle_weeks, anchor) = (set.cycle_weeks, set.anchor);
    for (_, rule) in model.home_limits(|k| &k.overtime) {
        let mut periods: Vec<(Day, Day)> = super::mondays(model.worker, model.candidates.iter().map(|d| d.span))
            .into_iter()
            .filter_map(|monday| period(&rule, cycle_weeks, anchor, monday))
            .collect();
        periods.dedup();
        for (first, next) in periods {
            let mut room = limit(&rule, cycle_weeks) - counted(&rule, model.worker, first);
            let mut most_of_all = 0.0;
            let mut weeks_with_choice = Vec::new();
            for monday in weeks((first, next)) {
                let week = EmployerWeek::of_fixed(model, monday);
                let beyond = beyond(&rule, &week);
                let terms = model.terms(week.span, |d| d.work_within(week.span));
                if terms.is_empty() {
                    room -= beyond.max(0);
                    continue;
                }
                let most = model.most_work(&terms) + beyond as f64;
                if most > 0.0 {
                    most_of_all += most;
                    weeks_with_choice.push((terms, beyond, most));
                }
            }
            if most_of_all <= room as f64 {
                continue;
            }
            let mut capped: Vec<(Term, f64)> = Vec::new();
            for (terms, beyond, most) in weeks_with_choice {
                // Σ work + beyond ≤ most · aux, divided by `most`.
                let aux = model.new_aux();
                let scaled = terms.into_iter().map(|(term, minutes)| (term, minutes / most)).collect();
                model.define_sum(RuleId::Overtime, aux, scaled, -(beyond as f64) / most);
                capped.push((Term::Aux(aux), most));
            }
            model.row(RuleId::Overtime, capped, Sense::AtMost, room as f64);
        }
    }
}
