use super::*;
use crate::domain::problem::BurdenMinutes;
use crate::domain::scenario::{EstablishmentLaw, Place};
use crate::domain::time::{Span, instant_of_local};
use chrono::NaiveDateTime;
use chrono_tz::Tz;

fn site(zone: Tz, territory: Territory) -> Establishment {
    Establishment {
        id: "e".into(),
        name: String::new(),
        finess: "010000024".into(),
        regime: "fph".into(),
        time_zone: zone,
        commune: String::new(),
        place: Place { latitude: 0.0, longitude: 0.0 },
        territory,
        good_friday: false,
        extra_holidays: vec![],
        derogations: vec![],
        law: EstablishmentLaw::default(),
        membership: Vec::new(),
    }
}

fn paris() -> Establishment {
    site(Tz::Europe__Paris, Territory::Metropole)
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

/// Month and day.
type Date = (u32, u32);

/// The eleven national days as calendars print them.
const NATIONAL: [(i32, [Date; 11]); 3] = [
    (2026, [(1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]),
    (2027, [(1, 1), (3, 29), (5, 1), (5, 6), (5, 8), (5, 17), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]),
    (2028, [(1, 1), (4, 17), (5, 1), (5, 8), (5, 25), (6, 5), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]),
];

/// Territory, its zone, its own day.
const TERRITORIES: [(Territory, Tz, Option<Date>); 10] = [
    (Territory::Metropole, Tz::Europe__Paris, None),
    (Territory::AlsaceMoselle, Tz::Europe__Paris, Some((12, 26))),
    (Territory::Guadeloupe, Tz::America__Guadeloupe, Some((5, 27))),
    (Territory::Martinique, Tz::America__Martinique, Some((5, 22))),
    (Territory::Guyane, Tz::America__Cayenne, Some((6, 10))),
    (Territory::LaReunion, Tz::Indian__Reunion, Some((12, 20))),
    (Territory::Mayotte, Tz::Indian__Mayotte, Some((4, 27))),
    (Territory::SaintBarthelemy, Tz::America__St_Barthelemy, Some((10, 9))),
    (Territory::SaintMartin, Tz::America__Marigot, Some((5, 28))),
    (Territory::SaintPierreEtMiquelon, Tz::America__Miquelon, None),
];

#[test]
fn holidays_of_ten_territories_and_three_years() {
    for (territory, zone, own) in TERRITORIES {
        let here = site(zone, territory);
        for (year, national) in NATIONAL {
            let mut expected: Vec<NaiveDate> = national.iter().map(|(m, d)| ymd(year, *m, *d)).collect();
            expected.extend(own.map(|(month, day)| ymd(year, month, day)));
            expected.sort_unstable();
            assert_eq!(holidays(year, &here), expected, "{territory:?} {year}");
            let inside = (1..=365).filter_map(|day| NaiveDate::from_yo_opt(year, day));
            assert!(inside.filter(|day| is_holiday(*day, &here)).eq(expected), "{territory:?} {year}");
        }
    }
}

#[test]
fn good_friday_belongs_to_the_commune() {
    let with = Establishment { good_friday: true, ..site(Tz::Europe__Paris, Territory::AlsaceMoselle) };
    for friday in [ymd(2026, 4, 3), ymd(2027, 3, 26), ymd(2028, 4, 14)] {
        assert!(is_holiday(friday, &with));
        assert!(!is_holiday(friday, &site(Tz::Europe__Paris, Territory::AlsaceMoselle)));
    }
}

#[test]
fn ascension_on_the_first_of_may_is_one_day() {
    // 2008: Easter on 23 March, Ascension on Thursday 1 May (note DHOS D08/1450).
    let days = holidays(2008, &paris());
    assert_eq!(days.len(), 10);
    assert_eq!(days.iter().filter(|day| **day == ymd(2008, 5, 1)).count(), 1);
}

#[test]
fn days_added_by_hand_count_once_and_in_their_year_only() {
    // Mayotte adds the days of the moon by hand; a day that is a holiday already stays one.
    let mayotte = Establishment {
        extra_holidays: vec![ymd(2026, 5, 27), ymd(2026, 4, 27), ymd(2027, 5, 16)],
        ..site(Tz::Indian__Mayotte, Territory::Mayotte)
    };
    assert_eq!(holidays(2026, &mayotte).len(), 13);
    assert!(is_holiday(ymd(2026, 5, 27), &mayotte) && !is_holiday(ymd(2027, 5, 27), &mayotte));
    assert!(is_holiday(ymd(2027, 5, 16), &mayotte) && !is_holiday(ymd(2026, 5, 16), &mayotte));
}

#[test]
fn the_solidarity_day_is_whit_monday_unless_settled() {
    let settled = |day| Establishment {
        law: EstablishmentLaw { solidarity_day: Some(day), ..EstablishmentLaw::default() },
        ..paris()
    };
    assert_eq!(solidarity_day(2026, &paris()), Some(ymd(2026, 5, 25)));
    assert_eq!(solidarity_day(2027, &paris()), Some(ymd(2027, 5, 17)));
    assert_eq!(solidarity_day(2026, &settled(ymd(2026, 11, 11))), Some(ymd(2026, 11, 11)));
    assert_eq!(solidarity_day(2027, &settled(ymd(2026, 11, 11))), Some(ymd(2027, 5, 17)));
    let miquelon = site(Tz::America__Miquelon, Territory::SaintPierreEtMiquelon);
    assert_eq!(solidarity_day(2026, &miquelon), None);
}

#[test]
fn nights_of_nine_ten_and_eleven_hours() {
    // Zone, evening, hours from 21:00 to 07:00, hours of them between 21:00 and 06:00.
    let table = [
        (Tz::Europe__Paris, "2026-11-24", 10, 9),
        (Tz::Europe__Paris, "2026-10-24", 11, 10),
        (Tz::Europe__Paris, "2027-03-27", 9, 8),
        (Tz::Europe__Paris, "2026-03-28", 9, 8),
        (Tz::Europe__Paris, "2027-10-30", 11, 10),
        // Overseas departments keep one time.
        (Tz::Indian__Reunion, "2026-10-24", 10, 9),
        (Tz::America__Martinique, "2027-03-27", 10, 9),
        // Miquelon changes on American dates: 8 March and 1 November 2026, not 29 March and 25 October.
        (Tz::America__Miquelon, "2026-03-07", 9, 8),
        (Tz::America__Miquelon, "2026-03-28", 10, 9),
        (Tz::America__Miquelon, "2026-10-24", 10, 9),
        (Tz::America__Miquelon, "2026-10-31", 11, 10),
    ];
    for (zone, evening, hours, night) in table {
        let here = site(zone, Territory::Metropole);
        let morning = evening.parse::<NaiveDate>().expect("a date") + Days::new(1);
        let span = span(zone, &format!("{evening}T21:00"), &format!("{morning}T07:00"));
        assert_eq!((span.minutes(), night_minutes(span, &here)), (hours * 60, night * 60), "{zone} {evening}");
    }
}

#[test]
fn windows_at_any_hours() {
    let here = paris();
    let minutes = |from, to, (open, close)| window_minutes(span(Tz::Europe__Paris, from, to), &here, open, close);
    assert_eq!(minutes("2026-11-24T06:00", "2026-11-24T21:00", (21, 6)), 0);
    assert_eq!(minutes("2026-11-24T05:30", "2026-11-24T21:15", (21, 6)), 45);
    // 19 to 8 takes the whole of a night of twelve hours, and both ends of a long day.
    assert_eq!(minutes("2026-11-24T19:30", "2026-11-25T07:30", (19, 8)), 720);
    assert_eq!(minutes("2026-11-24T07:00", "2026-11-24T20:00", (19, 8)), 120);
    assert_eq!(minutes("2026-11-24T21:00", "2026-11-25T07:00", (23, 6)), 420);
    assert_eq!(minutes("2026-11-24T21:00", "2026-11-25T07:00", (21, 7)), 600);
    assert_eq!(minutes("2026-11-24T21:00", "2026-11-25T07:00", (0, 0)), 600);
    assert_eq!(minutes("2026-11-24T08:00", "2026-11-24T16:00", (9, 12)), 180);
    // A window over the change itself: 1:00–4:00 has four hours in autumn and two in spring.
    assert_eq!(minutes("2026-10-24T21:00", "2026-10-25T07:00", (1, 4)), 240);
    assert_eq!(minutes("2027-03-27T21:00", "2027-03-28T07:00", (1, 4)), 120);
    // Several nights in one span: two whole ones and the morning before.
    assert_eq!(minutes("2026-11-24T00:00", "2026-11-27T00:00", (21, 6)), 360 + 2 * 540 + 180);
}

#[test]
fn a_night_into_christmas_splits_at_midnight() {
    // 25 December 2026 is a Friday; the night ends on Saturday 26.
    let night = span(Tz::Europe__Paris, "2026-12-25T21:00", "2026-12-26T07:00");
    let minutes = burden_minutes(night, &paris());
    assert_eq!(minutes, BurdenMinutes { night: 540, saturday: 420, sunday: 0, holiday: 180 });
    let alsace = site(Tz::Europe__Paris, Territory::AlsaceMoselle);
    let minutes = burden_minutes(night, &alsace);
    assert_eq!(minutes, BurdenMinutes { night: 540, saturday: 0, sunday: 0, holiday: 600 });
}

#[test]
fn kinds_of_days() {
    // 1 November 2026 is a Sunday; 8 May 2027 a Saturday.
    let here = paris();
    let minutes = |from, to, kind| day_minutes(span(Tz::Europe__Paris, from, to), &here, kind);
    let sunday = ("2026-10-31T21:00", "2026-11-01T07:00");
    for (kind, expected) in [
        (DayKind::Saturday, 180),
        (DayKind::Sunday, 420),
        (DayKind::Holiday, 420),
        (DayKind::SundayOrHoliday, 420),
        (DayKind::HolidayOnSunday, 420),
        (DayKind::FirstOfMay, 0),
    ] {
        assert_eq!(minutes(sunday.0, sunday.1, kind), expected, "{kind:?}");
    }
    assert_eq!(minutes("2027-04-30T21:00", "2027-05-01T07:00", DayKind::FirstOfMay), 420);
    assert_eq!(minutes("2027-05-08T07:00", "2027-05-08T15:00", DayKind::HolidayOnSunday), 0);
    // Sunday 25 October 2026 has 25 hours, Sunday 28 March 2027 has 23.
    assert_eq!(minutes("2026-10-25T00:00", "2026-10-26T00:00", DayKind::Sunday), 25 * 60);
    assert_eq!(minutes("2027-03-28T00:00", "2027-03-29T00:00", DayKind::Sunday), 23 * 60);
}

#[test]
fn school_holidays_by_zone() {
    let on = |zone, (y, m, d)| school_holiday(zone, ymd(y, m, d));
    let (a, b, c) = (SchoolZone::A, SchoolZone::B, SchoolZone::C);
    for (zone, day, expected) in [
        (a, (2026, 2, 6), None),
        (a, (2026, 2, 7), Some("Hiver")),
        (a, (2026, 2, 22), Some("Hiver")),
        (a, (2026, 2, 23), None),
        (b, (2026, 2, 13), None),
        (b, (2026, 3, 1), Some("Hiver")),
        (c, (2026, 4, 17), None),
        (c, (2026, 5, 3), Some("Printemps")),
        (b, (2025, 12, 25), Some("Noël")),
        (a, (2026, 5, 15), Some("Pont de l’Ascension")),
        (c, (2026, 8, 31), Some("Été")),
        (c, (2026, 9, 1), None),
        (c, (2027, 2, 6), Some("Hiver")),
        (a, (2027, 2, 12), None),
        (b, (2027, 5, 2), Some("Printemps")),
        (b, (2027, 5, 3), None),
        // No dates of Corsica, none of other years.
        (SchoolZone::Corse, (2026, 8, 1), None),
        (a, (2030, 8, 1), None),
    ] {
        assert_eq!(on(zone, day), expected, "{zone:?} {day:?}");
    }
}

#[test]
fn every_metropolitan_department_has_one_school_zone() {
    let zones = [("26", SchoolZone::A), ("13", SchoolZone::B), ("75", SchoolZone::C), ("2A", SchoolZone::Corse)];
    for (department, zone) in zones {
        assert_eq!(school_zone(department), Some(zone));
    }
    let mainland = (1..=95).filter(|n| *n != 20).map(|n| format!("{n:02}"));
    assert!(mainland.chain(["2A".into(), "2B".into()]).all(|department| school_zone(&department).is_some()));
    assert_eq!(school_zone("974"), None);
}
