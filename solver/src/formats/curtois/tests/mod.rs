//! A small instance made by hand, whose every cost is computed in a comment.

mod compiled;
mod issues;
mod properties;

use super::*;

/// Two weeks, an early and a night shift, three people.
const INSTANCE: &str = "\
# Made by hand for the tests.
SECTION_HORIZON
# days
14

SECTION_SHIFTS
E,480,
N,600,E

SECTION_STAFF
A,E=14|N=2,4800,2000,5,2,2,1
B,E=14|N=14,6000,0,4,2,3,1
C,N=3|E=0,2400,600,5,1,2,2

SECTION_DAYS_OFF
A,0,13
C,4

SECTION_SHIFT_ON_REQUESTS
A,2,E,3
B,1,N,7
C,8,N,2

SECTION_SHIFT_OFF_REQUESTS
A,3,E,5
B,2,E,4
C,2,E,9

SECTION_COVER
1,E,2,100,10
2,E,1,50,20
2,N,1,30,1
3,E,-0,100,8
7,N,0,100,1
";

fn instance() -> Instance {
    read(INSTANCE).expect("the instance made by hand")
}

/// A plan from one word a person: `E`, `N`, `.` for a day off.
fn plan(rows: [&str; 3]) -> Plan {
    let row = |row: &str| {
        let day = |c| match c {
            'E' => Some(0),
            'N' => Some(1),
            _ => None,
        };
        row.chars().map(day).collect()
    };
    Plan { rows: rows.into_iter().map(row).collect() }
}

const GOOD: [&str; 3] = ["..EEE.........", ".EE...NNN.....", "..N......N...."];

#[test]
fn every_field_is_read() {
    let instance = instance();
    assert_eq!(instance.days, 14);
    let night = Shift { id: "N".into(), minutes: 600, not_followed_by: vec![0] };
    assert_eq!(instance.shifts, [Shift { id: "E".into(), minutes: 480, not_followed_by: vec![] }, night]);
    let first = Staff {
        id: "A".into(),
        shifts_max: vec![14, 2],
        minutes_max: 4800,
        minutes_min: 2000,
        work_days_max: 5,
        work_days_min: 2,
        rest_days_min: 2,
        weekends_max: 1,
        days_off: vec![0, 13],
    };
    assert_eq!(instance.staff[0], first);
    assert_eq!(instance.staff[2].shifts_max, [0, 3], "limits in any order");
    assert_eq!(instance.requests_on[1], Request { staff: 1, day: 1, shift: 1, weight: 7 });
    assert_eq!(instance.requests_off[2], Request { staff: 2, day: 2, shift: 0, weight: 9 });
    assert_eq!(instance.cover[2], Cover { day: 2, shift: 1, required: 1, under_weight: 30, over_weight: 1 });
    assert_eq!(instance.cover.len(), 5);
}

#[test]
fn sections_in_another_order_and_with_carriage_returns_say_the_same() {
    let (top, cover) = INSTANCE.split_at(INSTANCE.find("SECTION_COVER").expect("a cover section"));
    assert_eq!(read(&format!("{cover}\n{top}").replace('\n', "\r\n")), Ok(instance()));
}

/// On: A has her E on day 2; B misses N on day 1 (7); C misses N on day 8 (2): 9.
/// Off: A works E on day 3 (5); B works E on day 2 (4); C works N, not E, on day 2: 9.
/// Cover: E on day 1 by B, 1 of 2 (100 under); E on day 2 by A and B, 2 of 1 (20 over); N on day 2 by C, 1 of 1;
/// E on day 3 by A, 1 of 0 (8 over); N on day 7 by B, 1 of 0 (1 over): 100 under, 29 over.
#[test]
fn costs_are_those_computed_by_hand() {
    let mut instance = instance();
    // Hours owed are another test's matter.
    instance.staff[0].minutes_min = 0;
    let judgement = judge(&instance, &plan(GOOD));
    let costs = Costs { requests_on: 9, requests_off: 9, under_cover: 100, over_cover: 29 };
    assert_eq!(judgement, Judgement { hard: vec![], costs, total: 147 });
    // Nobody works: on 3 + 7 + 2, cover 2 × 100 + 50 + 30.
    instance.staff[2].minutes_min = 0;
    let judgement = judge(&instance, &Plan::empty(&instance));
    let costs = Costs { requests_on: 12, requests_off: 0, under_cover: 280, over_cover: 0 };
    assert_eq!(judgement, Judgement { hard: vec![], costs, total: 292 });
}

/// The limits that a row of A breaks; hers are E=14|N=2, 2000 to 4800 minutes, 2 to 5 days, 2 off, 1 week-end, off on
/// days 0 and 13.
fn broken(row: &str) -> Vec<Limit> {
    let judgement = judge(&instance(), &plan([row, GOOD[1], GOOD[2]]));
    judgement.hard.into_iter().inspect(|violation| assert_eq!(violation.staff, "A")).map(|v| v.limit).collect()
}

#[test]
fn limits_hold_at_their_boundary_and_break_beyond_it() {
    let (e, n) = (|| "E".to_owned(), || "N".to_owned());
    for (row, limits) in [
        // 5 × 480 = 2400 minutes, five days in a row.
        (".EEEEE........", vec![]),
        (".EEEEEE.......", vec![Limit::WorkDaysMax { from_day: 1, days: 6, max: 5 }]),
        // 10 × 480 = 4800 minutes, but work on days 5 and 12; then 9 × 480 + 600.
        (".EEEEE..EEEEE.", vec![Limit::WeekendsMax { worked: 2, max: 1 }]),
        (
            ".EEEEE..EEEEN.",
            vec![Limit::MinutesMax { minutes: 4920, max: 4800 }, Limit::WeekendsMax { worked: 2, max: 1 }],
        ),
        // 4 × 480 = 1920 minutes.
        (".EE....EE.....", vec![Limit::MinutesMin { minutes: 1920, min: 2000 }]),
        // One day worked between days off.
        (".EEEE...E.....", vec![Limit::WorkDaysMin { from_day: 8, days: 1, min: 2 }]),
        (".EEE.EE.......", vec![Limit::RestDaysMin { from_day: 4, days: 1, min: 2 }]),
        // Blocks at either end may be shorter: work here, days off in the next row.
        (
            "E..EEEE......E",
            vec![
                Limit::DayOff { day: 0, shift: e() },
                Limit::DayOff { day: 13, shift: e() },
                Limit::WeekendsMax { worked: 2, max: 1 },
            ],
        ),
        (".EEEE...EEEEE.", vec![]),
        (".EENE.........", vec![Limit::Succession { day: 4, before: n(), shift: e() }]),
        (".NNEE.........", vec![Limit::Succession { day: 3, before: n(), shift: e() }]),
        // A day off between makes the succession lawful.
        (".ENN..EE......", vec![]),
        (".ENNN.........", vec![Limit::ShiftsMax { shift: n(), worked: 3, max: 2 }]),
    ] {
        assert_eq!(broken(row), limits, "{row}");
    }
}

#[test]
fn a_weekend_counts_once_by_saturday_or_sunday() {
    let mut instance = instance();
    instance.staff[0].minutes_min = 0;
    for (row, worked) in [
        ("....EE........", 1),
        ("......EE......", 1),
        (".....EE.......", 1),
        ("...EE..EEEEE..", 0),
        (".....EE....EE.", 2),
    ] {
        instance.staff[0].weekends_max = 0;
        let judgement = judge(&instance, &plan([row, GOOD[1], GOOD[2]]));
        let told = judgement.hard.iter().find_map(|violation| match violation.limit {
            Limit::WeekendsMax { worked, .. } => Some(worked),
            _ => None,
        });
        assert_eq!(told.unwrap_or(0), worked, "{row}");
    }
}

#[test]
fn each_shift_has_its_own_limit() {
    // C may never work E.
    let judgement = judge(&instance(), &plan([".EEEEE........", GOOD[1], "..N.....E....."]));
    let limit = Limit::ShiftsMax { shift: "E".into(), worked: 1, max: 0 };
    assert_eq!(judgement.hard, [Violation { staff: "C".into(), limit }]);
    assert_eq!(judgement.hard[0].to_string(), "C: 1 shifts E, at most 0");
}

#[test]
fn plans_are_written_as_they_are_read() {
    let instance = instance();
    let text = write_plan(&instance, &plan(GOOD));
    assert_eq!(text, "A,,,E,E,E,,,,,,,,,\nB,,E,E,,,,N,N,N,,,,,\nC,,,N,,,,,,,N,,,,\n");
    assert_eq!(read_plan(&instance, &text), Ok(plan(GOOD)));
    assert_eq!(read_plan(&instance, &format!("# a plan\r\n\r\n{}", text.replace('\n', " \r\n"))), Ok(plan(GOOD)));
}
