//! The non-profit branch: agreements of 1951 and 1966 above the branch and the code.

use super::*;

fn fehap() -> Agent {
    Agent::under("ccn51")
}

fn nexem() -> Agent {
    Agent::under("ccn66")
}

#[test]
fn a_sunday_of_1951_is_points_by_the_hour() {
    // 8 × 1.54 = 12.32 points × 4.58 € = 56.4256 → 56.43 €.
    assert_eq!(fehap().earns("2026-12-13T07:00", "2026-12-13T15:00"), ["ccn51.sunday-holiday 5643 cents"]);
    // Above eight hours: 12 × 1.54 × 4.58 = 84.6384 → 84.64 €; one hour: 7.0532 → 7.05 €.
    assert_eq!(fehap().earns("2026-12-13T07:00", "2026-12-13T19:00"), ["ccn51.sunday-holiday 8464 cents"]);
    assert_eq!(fehap().earns("2026-12-12T17:00", "2026-12-13T01:00"), ["ccn51.sunday-holiday 705 cents"]);
}

#[test]
fn the_point_has_its_value_from_july_2022() {
    // The Sundays before and after 1 July 2022.
    assert_eq!(fehap().earns("2022-06-26T07:00", "2022-06-26T15:00"), NOTHING);
    assert_eq!(fehap().earns("2022-07-03T07:00", "2022-07-03T15:00"), ["ccn51.sunday-holiday 5643 cents"]);
}

#[test]
fn a_holiday_on_a_sunday_is_not_doubled() {
    // 1 November 2026: the points once, and eight hours of rest for the holiday.
    assert_eq!(
        fehap().earns("2026-11-01T07:00", "2026-11-01T15:00"),
        ["ccn51.sunday-holiday 5643 cents", "ccn51.holiday-worked 480 rest_minutes"]
    );
    // Into Christmas: 7 h × 1.54 × 4.58 = 49.3724 → 49.37 €, and two night indemnities.
    assert_eq!(
        fehap().earns("2026-12-24T21:00", "2026-12-25T07:00"),
        [
            "ccn51.sunday-holiday 4937 cents",
            "ccn51.night 472 cents",
            "ccn51.night-effective 769 cents",
            "ccn51.holiday-worked 420 rest_minutes",
        ]
    );
}

#[test]
fn five_hours_of_night_pay_the_night() {
    // 1.03 × 4.58 = 4.7174 → 4.72 €; 1.68 × 4.58 = 7.6944 → 7.69 €.
    let whole = ["ccn51.night 472 cents", "ccn51.night-effective 769 cents"];
    assert_eq!(fehap().earns("2026-12-08T21:00", "2026-12-09T07:00"), whole);
    assert_eq!(fehap().earns("2026-12-08T18:00", "2026-12-09T02:00"), whole);
    assert_eq!(fehap().earns("2026-12-08T17:59", "2026-12-09T01:59"), NOTHING);
    // A night worker has two hours' rest for the ten by the branch, which stands for the code's.
    assert_eq!(
        fehap().with(Status::NightWorker).earns("2026-12-08T21:00", "2026-12-09T07:00"),
        ["ccn51.night 472 cents", "ccn51.night-effective 769 cents", "bass.long-night-rest 120 rest_minutes"]
    );
}

#[test]
fn clock_changes_of_1951() {
    // Autumn: 8 h of Sunday before 7:00 = 56.43 €. Spring: 6 × 1.54 × 4.58 = 42.3192 → 42.32 €. The night pays the
    // same.
    let night = ["ccn51.night 472 cents", "ccn51.night-effective 769 cents"];
    let autumn = fehap().earns("2026-10-24T21:00", "2026-10-25T07:00");
    assert_eq!((autumn[0].as_str(), &autumn[1..]), ("ccn51.sunday-holiday 5643 cents", &night.map(String::from)[..]));
    let spring = fehap().earns("2027-03-27T21:00", "2027-03-28T07:00");
    assert_eq!((spring[0].as_str(), &spring[1..]), ("ccn51.sunday-holiday 4232 cents", &night.map(String::from)[..]));
}

#[test]
fn overtime_of_1951_counts_over_two_weeks() {
    // The fortnight of 14 to 27 December 2026, 70 h rostered. Ten hours on the 19th: hours 71 to 80. Ten on the 26th:
    // 81 to 86 at +25 %, four at +50 %.
    let week = [7, 7, 7, 7, 7, 0, 0];
    let agent = fehap().roster("2026-12-14", &[week, week].concat());
    let first = ("2026-12-19T08:00", "2026-12-19T18:00");
    assert_eq!(agent.earns(first.0, first.1), ["ccn51.overtime-25 600 paid_minutes at 1250"]);
    // As rest: 10 h × 1.25 = 12 h 30.
    let rest = agent.clone().agreed("overtime-rest");
    assert_eq!(rest.earns(first.0, first.1), ["ccn51.overtime-rest-25 750 rest_minutes"]);
    assert_eq!(
        agent.pool(first.0, first.1).earns("2026-12-26T08:00", "2026-12-26T18:00"),
        ["ccn51.overtime-25 360 paid_minutes at 1250", "ccn51.overtime-50 240 paid_minutes at 1500"]
    );
    // 45 h and 25 h make no overtime over two weeks, whatever the code says of one.
    let uneven = fehap().roster("2026-12-14", &[7, 7, 7, 7, 7, 0, 0, 5, 5, 5, 5]);
    assert_eq!(uneven.earns(first.0, first.1), NOTHING);
    // The employer's own anchor: 19 December then lies in the fortnight of the 7th to the 20th, 35 h rostered.
    let mut shifted = fehap().roster("2026-12-14", &[week, week].concat());
    shifted.site.law.cycle_anchor = Some(ymd(2026, 12, 7));
    assert_eq!(shifted.earns(first.0, first.1), NOTHING);
}

#[test]
fn night_workers_of_1951_have_two_days_a_year() {
    let night = fehap().with(Status::NightWorker);
    assert_eq!(night.earns_in_year(12, 0), ["ccn51.night-worker-rest 2 days"]);
    assert_eq!(night.earns_in_year(6, 0), ["ccn51.night-worker-rest 2 days"]);
    assert_eq!(night.earns_in_year(5, 0), ["ccn51.night-worker-rest-short 1 days"]);
    assert_eq!(fehap().earns_in_year(12, 0), NOTHING);
    assert_eq!(fehap().earns_off((2026, 11, 11)), ["ccn51.holiday-on-rest-day 1 days"]);
}

#[test]
fn a_first_of_may_under_1951_doubles_by_the_code() {
    // Friday 1 May 2026: 56.43 €, rest of title 11, and the pay once more.
    assert_eq!(
        fehap().earns("2026-05-01T07:00", "2026-05-01T15:00"),
        [
            "ccn51.sunday-holiday 5643 cents",
            "ccn51.holiday-worked 480 rest_minutes",
            "ct.first-of-may 480 supplement_minutes at 1000",
        ]
    );
}

#[test]
fn a_sunday_of_1966_is_two_points_an_hour() {
    // 8 × 2 × 3.93 = 62.88 €; 7.5 × 2 × 3.93 = 58.95 €; 12 × 2 × 3.93 = 94.32 €.
    assert_eq!(nexem().earns("2026-12-13T07:00", "2026-12-13T15:00"), ["ccn66.sunday-holiday 6288 cents"]);
    assert_eq!(nexem().earns("2026-12-13T06:45", "2026-12-13T14:15"), ["ccn66.sunday-holiday 5895 cents"]);
    assert_eq!(nexem().earns("2026-12-13T07:00", "2026-12-13T19:00"), ["ccn66.sunday-holiday 9432 cents"]);
    assert_eq!(nexem().earns("2022-06-26T07:00", "2022-06-26T15:00"), NOTHING);
}

#[test]
fn nights_of_1966_give_seven_percent_of_rest() {
    // Night worker: 540 × 7 % = 37.8 → 38 min, and two hours for the ten. Others: 23–6 = 420 × 7 % = 29.4 → 30 min.
    let night = nexem().with(Status::NightWorker);
    assert_eq!(
        night.earns("2026-12-08T21:00", "2026-12-09T07:00"),
        ["ccn66.night-rest 38 rest_minutes", "bass.long-night-rest 120 rest_minutes"]
    );
    assert_eq!(nexem().earns("2026-12-08T21:00", "2026-12-09T07:00"), ["ccn66.night-rest-others 30 rest_minutes"]);
    assert_eq!(nexem().earns("2026-12-08T15:00", "2026-12-08T23:00"), NOTHING);
    // Clock changes: 600 × 7 % = 42 min; 480 × 7 % = 33.6 → 34 min.
    assert_eq!(night.earns("2026-10-24T21:00", "2026-10-25T07:00")[1], "ccn66.night-rest 42 rest_minutes");
    assert_eq!(night.earns("2027-03-27T21:00", "2027-03-28T07:00")[1], "ccn66.night-rest 34 rest_minutes");
}

#[test]
fn a_holiday_on_a_sunday_gives_a_day_under_1966_to_those_without_usual_sundays() {
    let duty = ("2026-11-01T07:00", "2026-11-01T15:00");
    assert_eq!(nexem().earns(duty.0, duty.1), ["ccn66.sunday-holiday 6288 cents"]);
    let irregular = nexem().with(Status::IrregularRhythm);
    let entries = irregular.entries(duty.0, duty.1);
    assert_eq!(lines(&entries), ["ccn66.sunday-holiday 6288 cents", "ccn66.holiday-on-sunday 1 days"]);
    assert_eq!(entries[1].due_on, ymd(2027, 11, 1));
    // Off on that Sunday: the same day; off on another holiday: none.
    assert_eq!(irregular.earns_off((2026, 11, 1)), ["ccn66.holiday-on-sunday-off 1 days"]);
    assert_eq!(irregular.earns_off((2026, 11, 11)), NOTHING);
    assert_eq!(nexem().earns_off((2026, 11, 1)), NOTHING);
    // Under modulation a worked holiday gives as much rest.
    assert_eq!(
        nexem().agreed("holiday-rest-annualised").earns("2026-11-11T07:00", "2026-11-11T15:00"),
        ["ccn66.sunday-holiday 6288 cents", "ccn66.holiday-worked 480 rest_minutes"]
    );
}
