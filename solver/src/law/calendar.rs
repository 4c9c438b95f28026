//! The calendar of a site: public holidays of the French territories, the solidarity day, school holidays ([`school`]),
//! and which minutes of a shift are night, week-end or holiday ([`hours`]).
//!
//! A holiday runs from 0:00 to 24:00 local time of the site. Sources: Code du travail L3133-1 (eleven national days),
//! L3134-13 (Alsace-Moselle), L3422-2 (overseas), L3133-7 (solidarity day).

pub mod hours;
pub mod school;
#[cfg(test)]
mod tests;

pub use hours::{
    DayKind, burden_minutes, day_minutes, day_spans, for_each_day, night_minutes, window_minutes, window_spans,
};
pub use school::{SchoolZone, school_holiday, school_zone};

use crate::domain::scenario::{Establishment, Territory};
use chrono::{Datelike, Days, NaiveDate};

/// Easter Sunday of a Gregorian year (Meeus, *Astronomical Algorithms*, ch. 8; Butcher's algorithm).
///
/// # Panics
/// For years outside chrono's calendar.
pub fn easter(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, month as u32, day as u32).expect("Easter is a date")
}

/// The public holidays of a year at an establishment, sorted, each once.
///
/// # Panics
/// For years outside chrono's calendar.
pub fn holidays(year: i32, establishment: &Establishment) -> Vec<NaiveDate> {
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a fixed holiday is a date");
    let after_easter = |days| easter(year) + Days::new(days);
    let mut days = vec![
        fixed(1, 1),
        after_easter(1),
        fixed(5, 1),
        fixed(5, 8),
        after_easter(39),
        after_easter(50),
        fixed(7, 14),
        fixed(8, 15),
        fixed(11, 1),
        fixed(11, 11),
        fixed(12, 25),
    ];
    match establishment.territory {
        Territory::Metropole | Territory::SaintPierreEtMiquelon => {}
        Territory::AlsaceMoselle => days.push(fixed(12, 26)),
        Territory::Guadeloupe => days.push(fixed(5, 27)),
        Territory::Martinique => days.push(fixed(5, 22)),
        Territory::Guyane => days.push(fixed(6, 10)),
        Territory::LaReunion => days.push(fixed(12, 20)),
        Territory::Mayotte => days.push(fixed(4, 27)),
        Territory::SaintBarthelemy => days.push(fixed(10, 9)),
        Territory::SaintMartin => days.push(fixed(5, 28)),
    }
    if establishment.good_friday {
        days.push(easter(year) - Days::new(2));
    }
    days.extend(establishment.extra_holidays.iter().copied().filter(|d| d.year() == year));
    days.sort_unstable();
    days.dedup();
    days
}

/// Whether a civil day is a public holiday at an establishment.
pub fn is_holiday(date: NaiveDate, establishment: &Establishment) -> bool {
    holidays(date.year(), establishment).binary_search(&date).is_ok()
}

/// The solidarity day of a year: what the establishment has settled for that year, else Whit Monday; none in
/// Saint-Pierre-et-Miquelon (Code du travail L3133-7 and following, L3422-2).
pub fn solidarity_day(year: i32, establishment: &Establishment) -> Option<NaiveDate> {
    if establishment.territory == Territory::SaintPierreEtMiquelon {
        return None;
    }
    let settled = establishment.law.solidarity_day.filter(|day| day.year() == year);
    settled.or_else(|| Some(easter(year) + Days::new(50)))
}
