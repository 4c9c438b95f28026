//! Violations of a roster that stands, in words: what is planned, not what a candidate would add.

use super::{
    Words, between_en, between_fr, daily_rest, date_en, date_fr, days_of, free_sundays, from_to_en, from_to_fr, hours,
    mean, of_period, rest_days, split_day,
};
use crate::domain::problem::{Duty, Problem, Worker};
use crate::domain::time::{Span, local_of_instant};
use crate::rules::{Detail, RuleId, Violation, touching};
use chrono::NaiveDate;
use chrono_tz::Tz;

/// "56 h du 12 au 18 octobre > 48 h": one violation of somebody's own duties.
pub(crate) fn of_roster(problem: &Problem, worker: &Worker, v: &Violation) -> Words {
    let zone = problem.sites[worker.employer].zone;
    let days = days_of(zone, v.window);
    match v.rule {
        RuleId::Overlap => overlap(v, zone),
        RuleId::DailyRest => daily_rest(v, zone),
        RuleId::SplitDay => dated(split_day(v, days), days),
        RuleId::DutyLength => duty_length(v, zone),
        RuleId::Break => {
            let (measured, limit) = (hours(v.measured), hours(v.limit));
            Words {
                fr: format!("pause de {measured} < {limit} pour le poste du {}", times(v.window, zone, date_fr)),
                en: format!("break of {measured} < {limit} in the duty of {}", times(v.window, zone, date_en)),
                unit: "minutes",
            }
        }
        RuleId::DayLength | RuleId::WeeklyMax | RuleId::PartTime => {
            sum(v, worked_days(problem, worker, v.window, zone))
        }
        RuleId::Exemption => {
            let share = worker.share_percent;
            let total = sum(v, days);
            Words {
                fr: format!("pas d'heures au-delà de la quotité de {share} % : {}", total.fr),
                en: format!("no hours beyond the {share} % working-time share: {}", total.en),
                unit: "minutes",
            }
        }
        RuleId::RestDays => match v.detail {
            Detail::WholeSunday => Words {
                fr: format!("aucun repos de {} jours entiers avec un dimanche {}", v.limit, between_fr(days)),
                en: format!("no rest of {} whole days with a Sunday {}", v.limit, between_en(days)),
                unit: "days",
            },
            Detail::WholeDays => Words {
                fr: format!("aucun repos de {} jours entiers consécutifs {}", v.limit, between_fr(days)),
                en: format!("no rest of {} whole days in a row {}", v.limit, between_en(days)),
                unit: "days",
            },
            Detail::RestDays => {
                let (fr, en) = if v.measured == 1 { ("jour", "day") } else { ("jours", "days") };
                Words {
                    fr: format!("{} {fr} de repos {} < {}", v.measured, between_fr(days), v.limit),
                    en: format!("{} rest {en} {} < {}", v.measured, between_en(days), v.limit),
                    unit: "days",
                }
            }
            _ => rest_days(v, days),
        },
        RuleId::FreeSundays => free_sundays(v, days),
        // The others are figures over a period; those of a shift to fill never concern a roster.
        _ => of_period(v, days),
    }
}

/// `12 octobre, 07:00–19:00`
fn times(span: Span, zone: Tz, date: fn(NaiveDate) -> String) -> String {
    let (from, to) = (local_of_instant(zone, span.start), local_of_instant(zone, span.end));
    format!("{}, {}–{}", date(from.date()), from.format("%H:%M"), to.format("%H:%M"))
}

fn overlap(v: &Violation, zone: Tz) -> Words {
    let (from, to) = (local_of_instant(zone, v.window.start), local_of_instant(zone, v.window.end));
    let (fr, en) = if v.measured < 0 {
        ("un autre poste le chevauche".to_owned(), "another duty overlaps it".to_owned())
    } else {
        let (gap, road) = (hours(v.measured), hours(v.limit));
        (
            format!("{gap} avant l'autre poste < {road} de route"),
            format!("{gap} before the other duty < {road} of road"),
        )
    };
    Words {
        fr: format!("poste {} : {fr}", from_to_fr(from, to)),
        en: format!("duty {}: {en}", from_to_en(from, to)),
        unit: "minutes",
    }
}

fn duty_length(v: &Violation, zone: Tz) -> Words {
    let (what_fr, what_en) = match v.detail {
        Detail::NightDuty => ("durée du poste de nuit", "length of the night duty"),
        Detail::Amplitude => ("amplitude du poste", "amplitude of the duty"),
        _ => ("durée du poste", "length of the duty"),
    };
    let (measured, limit) = (hours(v.measured), hours(v.limit));
    Words {
        fr: format!("{what_fr} du {} : {measured} réelles > {limit}", times(v.window, zone, date_fr)),
        en: format!("{what_en} of {}: {measured} real time > {limit}", times(v.window, zone, date_en)),
        unit: "minutes",
    }
}

fn dated(words: Words, days: (NaiveDate, NaiveDate)) -> Words {
    // The number of duties is told with its day already.
    let (fr, en) = (between_fr(days), between_en(days));
    if words.fr.contains(&fr) {
        return words;
    }
    Words { fr: format!("{}, {fr}", words.fr), en: format!("{}, {en}", words.en), unit: words.unit }
}

fn sum(v: &Violation, days: (NaiveDate, NaiveDate)) -> Words {
    let (measured, limit) = (hours(v.measured), hours(v.limit));
    let (mean_fr, mean_en) = mean(v);
    Words {
        fr: format!("{measured} {} > {limit}{mean_fr}", between_fr(days)),
        en: format!("{measured} {} > {limit}{mean_en}", between_en(days)),
        unit: "minutes",
    }
}

/// The first and last day on which a window holds work: a sliding one begins and ends in the middle of a day.
fn worked_days(problem: &Problem, worker: &Worker, window: Span, zone: Tz) -> (NaiveDate, NaiveDate) {
    let starts = |duty: &Duty| duty.span.start.max(window.start);
    let mut inside = touching(&worker.fixed, problem.longest_duty, window).map(starts);
    let Some(first) = inside.next() else { return days_of(zone, window) };
    let last = inside.last().unwrap_or(first);
    (local_of_instant(zone, first).date(), local_of_instant(zone, last).date())
}
