//! Public holidays of the French territories, and the burdensome minutes of a shift.
//!
//! A holiday runs from 0:00 to 24:00 local time of the site. Sources: Code du travail L3133-1 (eleven national days),
//! L3134-13 (Alsace-Moselle), L3422-2 (overseas).

use crate::domain::problem::BurdenMinutes;
use crate::domain::scenario::{Establishment, Territory};
use crate::domain::time::{Day, Minute, Span, date_of_day, day_of_date, instant_of_local, local_of_instant, weekday};
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

/// Minutes of a span between 21:00 and 06:00 local (décret 2002-9 art. 7; Code du travail L3122-20).
pub fn night_minutes(span: Span, establishment: &Establishment) -> Minute {
    let zone = establishment.time_zone;
    let first = local_of_instant(zone, span.start).date();
    let last = local_of_instant(zone, span.end).date();
    // The night that began the evening before the first day may still run.
    let mut day = first - Days::new(1);
    let mut total = 0;
    while day <= last {
        let evening = instant_of_local(zone, day.and_hms_opt(21, 0, 0).expect("a time"));
        let morning = instant_of_local(zone, (day + Days::new(1)).and_hms_opt(6, 0, 0).expect("a time"));
        total += span.common_minutes(Span::new(evening, morning));
        day = day + Days::new(1);
    }
    total
}

/// The burdensome minutes of a span. A holiday minute is not also a Saturday or Sunday minute.
pub fn burden_minutes(span: Span, establishment: &Establishment) -> BurdenMinutes {
    let zone = establishment.time_zone;
    let mut minutes = BurdenMinutes { night: night_minutes(span, establishment), ..BurdenMinutes::default() };
    for_each_day(span, establishment, |day, inside| {
        if is_holiday(date_of_day(day), establishment) {
            minutes.holiday += inside;
        } else if weekday(day) == 5 {
            minutes.saturday += inside;
        } else if weekday(day) == 6 {
            minutes.sunday += inside;
        }
    });
    debug_assert!(minutes.night <= span.minutes(), "in {zone}");
    minutes
}

/// Calls `f` with every civil day that a span touches and the minutes it spends there.
pub fn for_each_day(span: Span, establishment: &Establishment, mut f: impl FnMut(Day, Minute)) {
    let zone = establishment.time_zone;
    let midnight = |day: Day| instant_of_local(zone, date_of_day(day).and_hms_opt(0, 0, 0).expect("midnight"));
    let mut day = day_of_date(local_of_instant(zone, span.start).date());
    while midnight(day) < span.end {
        f(day, span.common_minutes(Span::new(midnight(day), midnight(day + 1))));
        day += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::scenario::Place;
    use chrono::NaiveDateTime;
    use chrono_tz::Tz;

    fn site(zone: Tz, territory: Territory, good_friday: bool) -> Establishment {
        Establishment {
            id: "e".into(),
            name: String::new(),
            finess: "010000024".into(),
            regime: "fph".into(),
            time_zone: zone,
            commune: String::new(),
            place: Place { latitude: 0.0, longitude: 0.0 },
            territory,
            good_friday,
            extra_holidays: vec![],
            derogations: vec![],
            law: EstablishmentLaw::default(),
        }
    }

    fn span(zone: Tz, from: &str, to: &str) -> Span {
        let at = |t| instant_of_local(zone, NaiveDateTime::parse_from_str(t, "%Y-%m-%dT%H:%M").expect("a time"));
        Span::new(at(from), at(to))
    }

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("a date")
    }

    #[test]
    fn easter_of_published_years() {
        // Published tables (IMCCE); 1818 and 2038 are the extremes 22 March and 25 April.
        let table =
            [(1818, 3, 22), (2000, 4, 23), (2024, 3, 31), (2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2038, 4, 25)];
        for (year, month, day) in table {
            assert_eq!(easter(year), ymd(year, month, day));
        }
    }

    #[test]
    fn eleven_days_everywhere_and_the_territories_own() {
        let paris = Tz::Europe__Paris;
        assert_eq!(holidays(2027, &site(paris, Territory::Metropole, false)).len(), 11);
        let alsace = holidays(2027, &site(paris, Territory::AlsaceMoselle, true));
        assert!(alsace.contains(&ymd(2027, 3, 26)) && alsace.contains(&ymd(2027, 12, 26)));
        assert!(!holidays(2027, &site(paris, Territory::AlsaceMoselle, false)).contains(&ymd(2027, 3, 26)));
        assert!(is_holiday(ymd(2026, 12, 20), &site(Tz::Indian__Reunion, Territory::LaReunion, false)));
        // Ascension fell on 1 May in 2008: one day, one holiday.
        assert_eq!(holidays(2008, &site(paris, Territory::Metropole, false)).len(), 10);
    }

    #[test]
    fn night_minutes_across_clock_changes_and_zones() {
        let paris = site(Tz::Europe__Paris, Territory::Metropole, false);
        let night = |from, to| night_minutes(span(Tz::Europe__Paris, from, to), &paris);
        assert_eq!(night("2026-11-24T21:00", "2026-11-25T07:00"), 9 * 60);
        assert_eq!(night("2026-10-24T21:00", "2026-10-25T07:00"), 10 * 60);
        assert_eq!(night("2027-03-27T21:00", "2027-03-28T07:00"), 8 * 60);
        assert_eq!(night("2026-11-24T06:00", "2026-11-24T21:00"), 0);
        assert_eq!(night("2026-11-24T05:30", "2026-11-24T21:15"), 45);
        let reunion = site(Tz::Indian__Reunion, Territory::LaReunion, false);
        assert_eq!(night_minutes(span(Tz::Indian__Reunion, "2026-10-24T21:00", "2026-10-25T07:00"), &reunion), 9 * 60);
    }

    #[test]
    fn a_night_into_christmas_splits_at_midnight() {
        let paris = site(Tz::Europe__Paris, Territory::Metropole, false);
        // 25 December 2026 is a Friday; the night ends on Saturday 26.
        let minutes = burden_minutes(span(Tz::Europe__Paris, "2026-12-25T21:00", "2026-12-26T07:00"), &paris);
        assert_eq!(minutes, BurdenMinutes { night: 540, saturday: 420, sunday: 0, holiday: 180 });
        let alsace = site(Tz::Europe__Paris, Territory::AlsaceMoselle, true);
        let minutes = burden_minutes(span(Tz::Europe__Paris, "2026-12-25T21:00", "2026-12-26T07:00"), &alsace);
        assert_eq!(minutes, BurdenMinutes { night: 540, saturday: 0, sunday: 0, holiday: 600 });
    }
}
