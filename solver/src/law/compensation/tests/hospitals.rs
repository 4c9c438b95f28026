//! Public hospitals. The four-week cycle that holds December 2026 begins on Monday 30 November.

use super::*;

fn nurse() -> Agent {
    Agent::under("fph")
}

/// 35 hours in each of the four weeks from 30 November 2026, Monday to Friday.
fn full_timer() -> Agent {
    let week = [7, 7, 7, 7, 7, 0, 0];
    nurse().roster("2026-11-30", &[week, week, week, week].concat())
}

#[test]
fn a_sunday_pays_sixty_euros_for_eight_hours_pro_rata() {
    // 60.00 × 7.5 ÷ 8 = 56.25.
    assert_eq!(nurse().earns("2026-12-13T06:45", "2026-12-13T14:15"), ["fph.sunday-holiday-allowance 5625 cents"]);
    // Above eight hours too: 60.00 × 12 ÷ 8 = 90.00.
    assert_eq!(nurse().earns("2026-12-13T07:00", "2026-12-13T19:00"), ["fph.sunday-holiday-allowance 9000 cents"]);
    // A minute of Sunday: 60.00 ÷ 480 = 0.125, half a cent rounds up; three hours and a minute of night.
    assert_eq!(
        nurse().earns("2026-12-12T16:00", "2026-12-13T00:01"),
        ["fph.sunday-holiday-allowance 13 cents", "fph.night-allowance 181 supplement_minutes at 250"]
    );
    assert_eq!(nurse().earns("2026-12-12T13:00", "2026-12-12T21:00"), NOTHING);
    assert!(nurse().entries_of(Span::new(0, 0), 0).is_empty());
}

#[test]
fn an_unpaid_break_is_not_work() {
    // 8 h 30 of presence, 8 h of work: 60.00.
    let entries = nurse().entries_of(span("2026-12-13T07:00", "2026-12-13T15:30"), 480);
    assert_eq!(lines(&entries), ["fph.sunday-holiday-allowance 6000 cents"]);
}

#[test]
fn a_night_into_sunday_earns_both() {
    // Saturday 21:00 to Sunday 7:00: 7 h of Sunday = 52.50 €, 9 h between 21:00 and 6:00 at 25 %.
    assert_eq!(
        nurse().earns("2026-12-12T21:00", "2026-12-13T07:00"),
        ["fph.sunday-holiday-allowance 5250 cents", "fph.night-allowance 540 supplement_minutes at 250"]
    );
}

#[test]
fn clock_changes_are_paid_as_they_are_worked() {
    // 25 October 2026: 8 h between 0:00 and 7:00 = 60.00 €; 10 h of night.
    assert_eq!(
        nurse().earns("2026-10-24T21:00", "2026-10-25T07:00"),
        ["fph.sunday-holiday-allowance 6000 cents", "fph.night-allowance 600 supplement_minutes at 250"]
    );
    // 28 March 2027: 6 h between 0:00 and 7:00 = 45.00 €; 8 h of night.
    assert_eq!(
        nurse().earns("2027-03-27T21:00", "2027-03-28T07:00"),
        ["fph.sunday-holiday-allowance 4500 cents", "fph.night-allowance 480 supplement_minutes at 250"]
    );
}

#[test]
fn a_holiday_on_a_sunday_pays_once_and_begins_at_midnight() {
    // All Saints 2026 is a Sunday: 8 h = 60.00 €, not 120.00.
    assert_eq!(nurse().earns("2026-11-01T07:00", "2026-11-01T15:00"), ["fph.sunday-holiday-allowance 6000 cents"]);
    // Christmas Eve 2026, a Thursday, into Christmas: 7 h of holiday = 52.50 €.
    assert_eq!(
        nurse().earns("2026-12-24T21:00", "2026-12-25T07:00"),
        ["fph.sunday-holiday-allowance 5250 cents", "fph.night-allowance 540 supplement_minutes at 250"]
    );
}

#[test]
fn amounts_hold_from_their_date() {
    // Sunday 31 December 2023, then Monday 1 January 2024, a holiday.
    assert_eq!(nurse().earns("2023-12-31T07:00", "2023-12-31T15:00"), NOTHING);
    assert_eq!(nurse().earns("2024-01-01T07:00", "2024-01-01T15:00"), ["fph.sunday-holiday-allowance 6000 cents"]);
    // The day on which a duty starts selects the amount for the whole of it.
    assert_eq!(nurse().earns("2023-12-31T21:00", "2024-01-01T07:00"), NOTHING);
}

#[test]
fn overtime_begins_where_the_cycle_is_full() {
    // 140 h rostered in four weeks, full time: all of the duty on Wednesday evening 14:00–21:00 is beyond.
    let wednesday = ("2026-12-09T16:00", "2026-12-09T21:00");
    assert_eq!(full_timer().earns(wednesday.0, wednesday.1), ["fph.overtime 300 paid_minutes at 1260"]);
    // 138 h rostered: the first two of five hours complete the cycle.
    let mut short = full_timer();
    short.others.retain(|duty| duty.day != day_of_date(ymd(2026, 12, 25)));
    let short = short.roster("2026-12-25", &[5]);
    assert_eq!(short.earns(wednesday.0, wednesday.1), ["fph.overtime 180 paid_minutes at 1260"]);
    // An earlier pool duty has taken the two hours; a later one takes nothing from this one.
    let early = short.clone().pool("2026-12-05T09:00", "2026-12-05T11:00").pool("2026-12-19T09:00", "2026-12-19T17:00");
    assert_eq!(early.earns(wednesday.0, wednesday.1), ["fph.overtime 300 paid_minutes at 1260"]);
    // Work for others is none of the employer's overtime.
    let outside = nurse().other(DutyKind::Outside, "2026-12-01T00:00", "2026-12-08T00:00");
    assert_eq!(outside.earns(wednesday.0, wednesday.1), NOTHING);
}

#[test]
fn night_and_sunday_overtime_do_not_add() {
    // Sunday 5:00–13:00: 5:00–7:00 is night (2.52), 7:00–13:00 Sunday (2.10). The allowances of the hours themselves
    // stay.
    assert_eq!(
        full_timer().earns("2026-12-13T05:00", "2026-12-13T13:00"),
        [
            "fph.sunday-holiday-allowance 6000 cents",
            "fph.night-allowance 60 supplement_minutes at 250",
            "fph.overtime-sunday-holiday 360 paid_minutes at 2100",
            "fph.overtime-night 120 paid_minutes at 2520",
        ]
    );
    // Saturday 19:00–Sunday 7:00: two plain hours, ten of night, none of Sunday.
    assert_eq!(
        full_timer().earns("2026-12-12T19:00", "2026-12-13T07:00"),
        [
            "fph.sunday-holiday-allowance 5250 cents",
            "fph.night-allowance 540 supplement_minutes at 250",
            "fph.overtime 120 paid_minutes at 1260",
            "fph.overtime-night 600 paid_minutes at 2520",
        ]
    );
}

#[test]
fn whoever_works_only_at_night_is_full_earlier() {
    // 4 × 32 h 30 = 130 h are full time; 126 h are rostered: four of five hours complete the cycle.
    let week = [9, 9, 9, 0, 0, 0, 0];
    let fewer = nurse().roster("2026-11-30", &[week, week, week, week].concat()).roster("2026-12-03", &[9, 9]);
    let evening = ("2026-12-09T14:00", "2026-12-09T19:00");
    assert_eq!(fewer.earns(evening.0, evening.1), NOTHING);
    let night = fewer.with(Status::ExclusiveNight);
    assert_eq!(night.earns(evening.0, evening.1), ["fph.overtime 60 paid_minutes at 1260"]);
}

#[test]
fn overtime_is_given_back_instead_where_that_is_agreed() {
    let agent = full_timer().agreed("overtime-rest");
    let entries = agent.entries("2026-12-12T21:00", "2026-12-13T07:00");
    // Ten hours for ten, whatever the hour; due within 84 days of 12 December: 6 March.
    let rest = entries.last().expect("a rest");
    assert_eq!(lines(std::slice::from_ref(rest)), ["fph.overtime-rest 600 rest_minutes"]);
    assert_eq!(rest.due_on, ymd(2027, 3, 6));
    assert_eq!(rest.article, "décret 2002-9, art. 15 (document : accord du 3 mars 2025)");
    assert!(entries.iter().all(|entry| !entry.rule.starts_with("fph.overtime-night")));
}

#[test]
fn part_timers_are_paid_plainly_up_to_full_time() {
    // 80 %: 112 h contract, 140 h full time. 112 h rostered and 24 h of pool before: 4 h plain, 4 h overtime.
    let week = [7, 7, 7, 7, 0, 0, 0];
    let agent = nurse().share(80).roster("2026-11-30", &[week, week, week, week].concat());
    assert_eq!(agent.earns("2026-12-05T07:00", "2026-12-05T15:00"), ["fph.part-time-hours 480 paid_minutes at 1000"]);
    let agent = agent
        .pool("2026-12-04T07:00", "2026-12-04T15:00")
        .pool("2026-12-05T07:00", "2026-12-05T15:00")
        .pool("2026-12-11T07:00", "2026-12-11T15:00");
    assert_eq!(
        agent.earns("2026-12-12T13:00", "2026-12-12T21:00"),
        ["fph.overtime 240 paid_minutes at 1260", "fph.part-time-hours 240 paid_minutes at 1000"]
    );
}

#[test]
fn a_holiday_worked_gives_a_day_only_by_protocol() {
    let duty = ("2026-11-11T07:00", "2026-11-11T15:00");
    assert_eq!(nurse().earns(duty.0, duty.1), ["fph.sunday-holiday-allowance 6000 cents"]);
    let entries = nurse().agreed("holiday-recuperation").entries(duty.0, duty.1);
    assert_eq!(lines(&entries), ["fph.sunday-holiday-allowance 6000 cents", "fph.holiday-recuperation 1 days"]);
    assert_eq!(entries[1].due_on, ymd(2027, 11, 11));
    // The protocol ends with 2027, and a document without reference is none.
    let later = nurse().agreed("holiday-recuperation");
    assert_eq!(later.earns("2028-11-11T07:00", "2028-11-11T15:00").len(), 1);
    let mut blank = nurse().agreed("holiday-recuperation");
    blank.site.derogations[0].document = " ".into();
    assert_eq!(blank.earns(duty.0, duty.1).len(), 1);
}

#[test]
fn a_holiday_on_a_rest_day_comes_back_to_variable_rest_only() {
    let holiday = (2026, 11, 11);
    assert_eq!(nurse().earns_off(holiday), NOTHING);
    let variable = nurse().with(Status::VariableRest);
    assert_eq!(variable.earns_off(holiday), ["fph.holiday-on-rest-day 1 days"]);
    assert_eq!(variable.earns_off((2026, 11, 12)), NOTHING);
}

#[test]
fn twenty_sundays_and_holidays_give_two_days_a_year() {
    let variable = nurse().with(Status::VariableRest);
    assert_eq!(variable.earns_in_year(12, 19), NOTHING);
    assert_eq!(variable.earns_in_year(12, 20), ["fph.extra-rest 2 days"]);
    assert_eq!(variable.with(Status::ExclusiveNight).earns_in_year(12, 20), NOTHING);
    assert_eq!(nurse().earns_in_year(12, 20), NOTHING);
}

#[test]
fn a_weekend_for_a_weekend_where_the_group_wants_it() {
    let saturday = ("2026-12-12T07:00", "2026-12-12T15:00");
    let sunday = ("2026-12-13T07:00", "2026-12-13T15:00");
    let earns = |agent: &Agent, duty: (&str, &str)| {
        agent.entries(duty.0, duty.1).into_iter().find(|entry| entry.rule == "house.weekend-for-weekend")
    };
    assert_eq!(earns(&nurse(), saturday), None);
    let mut agent = nurse();
    agent.house.weekend_for_weekend = true;
    // Two days, within eight weeks of 12 December: 6 February.
    let entry = earns(&agent, saturday).expect("a week-end");
    assert_eq!((entry.quantity, entry.due_on), (2, ymd(2027, 2, 6)));
    // Once a week-end, whichever duty comes first; the night of Friday takes Saturday too.
    assert_eq!(earns(&agent.clone().pool(saturday.0, saturday.1), sunday), None);
    assert!(earns(&agent.clone().pool(sunday.0, sunday.1), saturday).is_some());
    assert!(earns(&agent, ("2026-12-11T21:00", "2026-12-12T07:00")).is_some());
    assert_eq!(earns(&agent, ("2026-12-10T21:00", "2026-12-11T07:00")), None);
    assert!(earns(&agent, ("2026-12-13T21:00", "2026-12-14T07:00")).is_some());
    assert_eq!(earns(&agent, ("2026-12-14T00:00", "2026-12-14T07:00")), None);
    // A week-end on the home roster was not free.
    let rostered = agent.clone().other(DutyKind::Home, sunday.0, sunday.1);
    assert_eq!(earns(&rostered, saturday), None);
    // The next week-end is another one.
    assert!(earns(&agent.pool(saturday.0, saturday.1), ("2026-12-19T07:00", "2026-12-19T15:00")).is_some());
}
