//! Code du travail and the single agreement of private hospitals (CCU).

use super::*;

/// Thirty-five hours, Monday 7 to Friday 11 December 2026.
fn employee() -> Agent {
    Agent::under("code-du-travail").roster("2026-12-07", &[7, 7, 7, 7, 7])
}

fn clinic() -> Agent {
    Agent::under("ccu")
}

#[test]
fn the_code_pays_the_first_of_may_twice_and_no_other_sunday() {
    let plain = Agent::under("code-du-travail");
    assert_eq!(plain.earns("2026-12-13T06:45", "2026-12-13T14:15"), NOTHING);
    // Seven hours of the night are on 1 May.
    let entries = plain.entries("2027-04-30T21:00", "2027-05-01T07:00");
    assert_eq!(lines(&entries), ["ct.first-of-may 420 supplement_minutes at 1000"]);
    assert_eq!(entries[0].due_on, ymd(2027, 5, 31));
}

#[test]
fn overtime_of_a_week_belongs_to_the_duty_that_causes_it() {
    // 35 h rostered. Saturday 7 h: all of it among the first eight. Sunday 7 h: one hour at +25 %, six at +50 %.
    let saturday = ("2026-12-12T09:00", "2026-12-12T16:00");
    let sunday = ("2026-12-13T09:00", "2026-12-13T16:00");
    assert_eq!(employee().earns(saturday.0, saturday.1), ["ct.overtime-25 420 paid_minutes at 1250"]);
    assert_eq!(
        employee().pool(saturday.0, saturday.1).earns(sunday.0, sunday.1),
        ["ct.overtime-25 60 paid_minutes at 1250", "ct.overtime-50 360 paid_minutes at 1500"]
    );
    // Saturday stays as it was when Sunday is known too, and when the list holds the duty itself.
    let both = employee().pool(saturday.0, saturday.1).pool(sunday.0, sunday.1);
    assert_eq!(both.earns(saturday.0, saturday.1), ["ct.overtime-25 420 paid_minutes at 1250"]);
    // The roster's own overtime is the roster's: 42 h rostered, then 7 h of pool: one hour at +25 %, six at +50 %.
    let over = employee().other(DutyKind::Home, "2026-12-12T09:00", "2026-12-12T16:00");
    assert_eq!(
        over.earns(sunday.0, sunday.1),
        ["ct.overtime-25 60 paid_minutes at 1250", "ct.overtime-50 360 paid_minutes at 1500"]
    );
}

#[test]
fn a_night_over_monday_counts_in_both_weeks() {
    // Sunday 21:00–24:00 in a full week: 3 h. Monday 0:00–7:00 in a week of 28 h: 28 + 7 = 35, none.
    let agent = employee().roster("2026-12-14", &[0, 7, 7, 7, 7]);
    assert_eq!(agent.earns("2026-12-13T21:00", "2026-12-14T07:00"), ["ct.overtime-25 180 paid_minutes at 1250"]);
    // With 30 h in the second week two hours of Monday are beyond as well.
    let agent = employee().roster("2026-12-14", &[0, 7, 7, 7, 9]);
    assert_eq!(agent.earns("2026-12-13T21:00", "2026-12-14T07:00"), ["ct.overtime-25 300 paid_minutes at 1250"]);
}

#[test]
fn an_unpaid_break_counts_pro_rata_in_overtime() {
    // 34 h rostered, 10 h of presence with 1 h of break: 9 h of work, one of which completes the week.
    let agent = Agent::under("code-du-travail").roster("2026-12-07", &[7, 7, 7, 7, 6]);
    let entries = agent.entries_of(span("2026-12-12T08:00", "2026-12-12T18:00"), 540);
    assert_eq!(lines(&entries), ["ct.overtime-25 480 paid_minutes at 1250"]);
}

#[test]
fn replacement_rest_holds_the_supplement() {
    // 7 h × 1.25 = 8 h 45 = 525 min.
    let agent = employee().agreed("overtime-rest");
    let entries = agent.entries("2026-12-12T09:00", "2026-12-12T16:00");
    assert_eq!(lines(&entries), ["ct.overtime-rest-25 525 rest_minutes"]);
    assert_eq!(entries[0].due_on, ymd(2027, 2, 12));
    // 14 h: 8 × 1.25 = 10 h = 600 min, 6 × 1.5 = 9 h = 540 min.
    assert_eq!(
        agent.earns("2026-12-12T08:00", "2026-12-12T22:00"),
        ["ct.overtime-rest-25 600 rest_minutes", "ct.overtime-rest-50 540 rest_minutes"]
    );
}

#[test]
fn complementary_hours_then_overtime() {
    // 80 % = 28 h. Ten hours more: 2 h 48 in the tenth, 4 h 12 up to 35 h, 3 h of overtime.
    let agent = Agent::under("code-du-travail").share(80).roster("2026-12-07", &[7, 7, 7, 7]);
    assert_eq!(
        agent.earns("2026-12-12T07:00", "2026-12-12T17:00"),
        [
            "ct.overtime-25 180 paid_minutes at 1250",
            "ct.complementary-10 168 paid_minutes at 1100",
            "ct.complementary-25 252 paid_minutes at 1250",
        ]
    );
    // What the contract still leaves open is no complementary hour.
    let agent = Agent::under("code-du-travail").share(80).roster("2026-12-07", &[7, 7, 7]);
    assert_eq!(agent.earns("2026-12-12T07:00", "2026-12-12T14:00"), NOTHING);
}

#[test]
fn long_nights_of_night_workers_give_rest() {
    let agent = Agent::under("code-du-travail");
    // 21:00–7:00 is ten hours: two beyond eight.
    assert_eq!(agent.earns("2026-12-08T21:00", "2026-12-09T07:00"), NOTHING);
    let night = agent.with(Status::NightWorker);
    assert_eq!(night.earns("2026-12-08T21:00", "2026-12-09T07:00"), ["ct.long-night-rest 120 rest_minutes"]);
    // Eleven hours on the night of the autumn change: three. Ten hours by day: none.
    assert_eq!(night.earns("2026-10-24T21:00", "2026-10-25T07:00"), ["ct.long-night-rest 180 rest_minutes"]);
    assert_eq!(night.earns("2026-12-08T08:00", "2026-12-08T18:00"), NOTHING);
}

#[test]
fn clinic_nights_run_from_19_to_8() {
    let night = clinic().with(Status::NightWorker);
    // 12 h in the window at 10 %; 9 h from 21 to 6 × 2.5 % = 13.5 → 14 min; 12 − 8 = 4 h of rest.
    assert_eq!(
        night.earns("2026-12-08T19:00", "2026-12-09T07:00"),
        [
            "ccu.night-10 720 supplement_minutes at 100",
            "ccu.night-rest 14 rest_minutes",
            "ccu.long-night-rest 240 rest_minutes",
        ]
    );
    // Others: nothing for two hours after 19 h, all of them from four on.
    assert_eq!(clinic().earns("2026-12-08T13:00", "2026-12-08T21:00"), NOTHING);
    assert_eq!(
        clinic().earns("2026-12-08T14:00", "2026-12-08T23:00"),
        ["ccu.night-10-others 240 supplement_minutes at 100"]
    );
    assert_eq!(clinic().earns("2026-12-08T06:30", "2026-12-08T14:30"), NOTHING);
    // Clock changes: 10 h of 21–6 × 2.5 % = 15 min, 13 − 8 = 5 h; 8 h × 2.5 % = 12 min, 11 − 8 = 3 h.
    let rests = |from, to| night.earns(from, to).split_off(2);
    assert_eq!(
        rests("2026-10-24T19:00", "2026-10-25T07:00"),
        ["ccu.night-rest 15 rest_minutes", "ccu.long-night-rest 300 rest_minutes"]
    );
    assert_eq!(
        rests("2027-03-27T19:00", "2027-03-28T07:00"),
        ["ccu.night-rest 12 rest_minutes", "ccu.long-night-rest 180 rest_minutes"]
    );
}

#[test]
fn the_best_supplement_only_but_sunday_and_holiday_add() {
    // Saturday 19:00–Sunday 7:00: five hours at 10 %, seven at 0.40 point = 2.80.
    let night = clinic().with(Status::NightWorker);
    let supplements = |entries: Vec<String>| -> Vec<String> {
        entries.into_iter().filter(|line| !line.contains("rest_minutes")).collect()
    };
    assert_eq!(
        supplements(night.earns("2026-12-12T19:00", "2026-12-13T07:00")),
        ["ccu.night-10 300 supplement_minutes at 100", "ccu.sunday 280 centipoints"]
    );
    // Sunday 1 November 2026, 7:00–15:00: 8 × 0.40 = 3.20 points twice, and as much rest.
    assert_eq!(
        night.earns("2026-11-01T07:00", "2026-11-01T15:00"),
        ["ccu.sunday 320 centipoints", "ccu.holiday 320 centipoints", "ccu.holiday-worked 480 rest_minutes"]
    );
}

#[test]
fn amendment_33_holds_only_where_it_is_recorded() {
    let agent = clinic().with(Status::NightWorker).agreed("avenant-33");
    let supplements = |entries: Vec<String>| -> Vec<String> {
        entries.into_iter().filter(|line| !line.contains("rest_minutes")).collect()
    };
    // Five hours at 15 %; 7 × 4.356 = 30.492 → 30.49 €.
    assert_eq!(
        supplements(agent.earns("2026-12-12T19:00", "2026-12-13T07:00")),
        ["ccu.night-15 300 supplement_minutes at 150", "ccu.sunday-33 3049 cents"]
    );
    // 8 × 4.356 = 34.848 → 34.85 €, twice on a Sunday that is a holiday.
    assert_eq!(
        supplements(agent.earns("2026-11-01T07:00", "2026-11-01T15:00")),
        ["ccu.sunday-33 3485 cents", "ccu.holiday-33 3485 cents"]
    );
    // Before and after the recorded dates the old values hold.
    for (from, to) in [("2024-12-29T07:00", "2024-12-29T15:00"), ("2028-01-02T07:00", "2028-01-02T15:00")] {
        assert_eq!(supplements(agent.earns(from, to)), ["ccu.sunday 320 centipoints"], "{from}");
    }
    // Somebody who is no night worker gets the new rate by the new text too.
    assert_eq!(
        clinic().agreed("avenant-33").earns("2026-12-08T14:00", "2026-12-08T23:00"),
        ["ccu.night-15-others 240 supplement_minutes at 150"]
    );
}

#[test]
fn clinic_holidays_come_back_within_a_month() {
    let entries = clinic().entries("2026-11-11T07:00", "2026-11-11T15:00");
    let rest = entries.last().expect("a rest");
    assert_eq!(lines(std::slice::from_ref(rest)), ["ccu.holiday-worked 480 rest_minutes"]);
    assert_eq!(rest.due_on, ymd(2026, 12, 11));
    // Off on the holiday: 7 h, 80 % of it = 336 min; 1 May is a whole day instead.
    assert_eq!(clinic().share(80).earns_off((2026, 11, 11)), ["ccu.holiday-off 336 rest_minutes"]);
    assert_eq!(clinic().share(80).earns_off((2026, 5, 1)), ["ccu.first-of-may-off 1 days"]);
    assert_eq!(clinic().earns_off((2026, 5, 2)), NOTHING);
}

#[test]
fn the_first_of_may_at_a_clinic() {
    // Friday 1 May 2026: doubled by the code, the holiday points, the rest.
    assert_eq!(
        clinic().earns("2026-05-01T07:00", "2026-05-01T15:00"),
        [
            "ccu.holiday 320 centipoints",
            "ccu.holiday-worked 480 rest_minutes",
            "ct.first-of-may 480 supplement_minutes at 1000",
        ]
    );
}
