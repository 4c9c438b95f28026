//! Work on either side of its boundary and exactly on it, computed by hand from the articles in the rule packs: in one
//! duty, a day, a week, on average over several.
//!
//! Monday 30 November 2026 begins a fortnight; the week of 28 December 2026 is ISO week 53.

use crate::common::{World, date, fph, private};
use releve_solver::law::Status;

#[test]
fn lengths_by_day() {
    fph().lawful("2026-12-02", "0800-1700");
    fph().refused("duty-length", "2026-12-02", "0800-1701");
    fph().derogation("daily-length-12h").lawful("2026-12-02", "0700-1900");
    fph().derogation("daily-length-12h").refused("duty-length", "2026-12-02", "0700-1901");
    private().lawful("2026-12-02", "0700-1700");
    private().refused_also("duty-length", "2026-12-02", "0700-1701");
    private().derogation("daily-length-12h").lawful("2026-12-02", "0700-1900");
    private().derogation("daily-length-12h").refused_also("duty-length", "2026-12-02", "0700-1901");
    // A derogation that ends inside the planned days does not carry the plan.
    let ending = fph().derogation("daily-length-12h").with(|s| {
        s.establishments.iter_mut().for_each(|e| e.derogations[0].valid_to = Some(date("2026-12-26")));
    });
    ending.refused_also("duty-length", "2026-12-02", "0700-1900");
}

#[test]
fn lengths_by_night_are_real_hours() {
    fph().lawful("2026-12-02", "2100-0700");
    fph().refused("duty-length", "2026-12-02", "2059-0700");
    // 11 h on the night of the autumn change, 9 h on that of the spring change.
    let autumn = || fph().horizon("2026-10-19", 14);
    autumn().refused_also("duty-length", "2026-10-24", "2100-0700");
    autumn().lawful("2026-10-24", "2200-0700");
    let spring = || fph().horizon("2027-03-22", 14);
    spring().lawful("2027-03-27", "2100-0700");
    spring().lawful("2027-03-27", "2000-0700");
    spring().refused("duty-length", "2027-03-27", "1959-0700");
    // Twelve hours all in under the derogation: 19:00 to 07:00 is thirteen in autumn.
    fph().derogation("daily-length-12h").lawful("2026-12-02", "1900-0700");
    autumn().derogation("daily-length-12h").refused_also("duty-length", "2026-10-24", "1900-0700");
}

#[test]
fn the_eight_hour_night_binds_night_workers_only() {
    private().lawful("2026-12-02", "2100-0700");
    let night_worker = || private().status(Status::NightWorker);
    night_worker().lawful("2026-12-02", "2200-0600");
    night_worker().refused("duty-length", "2026-12-02", "2200-0601");
    night_worker().derogation("night-length-12h").lawful("2026-12-02", "2100-0700");
    // Two nights a week by her usual timetable make a night worker of anybody (L3122-5).
    private().roster("2026-11-30", "2300-0500 2300-0500 5*. 2300-0500 2300-0500").refused(
        "duty-length",
        "2026-12-16",
        "2200-0601",
    );
    private().roster("2026-11-30", "2300-0500 6*. 2300-0500 6*. 2300-0500").lawful("2026-12-23", "2200-0601");
}

#[test]
fn a_break_is_due_in_a_long_duty() {
    fph().lawful("2026-12-02", "0700-1400/20");
    fph().refused("break", "2026-12-02", "0700-1400/19");
    fph().lawful("2026-12-02", "0700-1300/0");
    fph().refused("break", "2026-12-02", "0700-1301/0");
    // Nothing recorded, nothing judged.
    fph().lawful("2026-12-02", "0700-1400");
}

#[test]
fn a_day_may_be_split_within_its_limits() {
    // FPH: two duties of 3 h within 10 h 30.
    fph().roster("2026-12-02", "0700-1100").lawful("2026-12-02", "1430-1730");
    fph().roster("2026-12-02", "0700-1100").refused("split-day", "2026-12-02", "1430-1731");
    fph().roster("2026-12-02", "0700-0959").refused("split-day", "2026-12-02", "1400-1700");
    fph().roster("2026-12-02", "0700-1000").lawful("2026-12-02", "1400-1700");
    fph().roster("2026-12-02", "0700-1000+1030-1330").refused_also("split-day", "2026-12-02", "1400-1700");
    // Code du travail: within 13 h.
    private().roster("2026-12-02", "0700-1000").lawful("2026-12-02", "1700-2000");
    private().roster("2026-12-02", "0700-1000").refused("split-day", "2026-12-02", "1700-2001");
    // A part-timer has one interruption of two hours.
    private().share(50).roster("2026-12-02", "0700-1000").lawful("2026-12-02", "1200-1500");
    private().share(50).roster("2026-12-02", "0700-1000").refused("split-day", "2026-12-02", "1201-1500");
    // Across midnight it is another day.
    private().roster("2026-12-02", "1900-2200").refused("daily-rest", "2026-12-03", "0400-0700");
}

#[test]
fn one_civil_day_holds_ten_hours_of_the_code() {
    // 7 h of Monday's night and 3 h of Tuesday's.
    private().roster("2026-11-30", "2100-0700").lawful("2026-12-01", "2100-0700");
    private().roster("2026-11-30", "2100-0700").refused("day-length", "2026-12-01", "2059-0659");
    // The spring night gives Sunday one hour less: 6 h and 4 h.
    let spring = || private().horizon("2027-03-22", 14);
    spring().roster("2027-03-27", "2100-0700").lawful("2027-03-28", "2000-0500");
    spring().roster("2027-03-27", "2100-0700").refused("day-length", "2027-03-28", "1959-0500");
}

#[test]
fn forty_eight_hours_in_any_seven_days_of_the_fph() {
    // 6 × 8 h from Monday to Saturday.
    fph().roster("2026-11-30", "2*0800-1600 . 3*0800-1600").lawful("2026-12-02", "0800-1600");
    fph().roster("2026-11-30", "2*0800-1600 . 2*0800-1600 0800-1601").refused("weekly-max", "2026-12-02", "0800-1600");
    // Thursday to Wednesday, across the civil week: 5 × 9 h and 3 h.
    let across = || fph().roster("2026-12-03", "3*0800-1700 . 2*0800-1700");
    across().lawful("2026-12-09", "0800-1100");
    across().refused("weekly-max", "2026-12-09", "0800-1101");
    // Over New Year and ISO week 53.
    let new_year = || fph().roster("2026-12-31", "3*0800-1700 . 2*0800-1700");
    new_year().lawful("2027-01-06", "0800-1100");
    new_year().refused("weekly-max", "2027-01-06", "0800-1101");
}

#[test]
fn the_week_of_the_code_is_the_civil_week() {
    // 5 × 9 h, and of a night from Sunday 21:00 three hours belong to the week.
    let week = || private().roster("2026-11-30", "5*0800-1700");
    week().lawful("2026-12-06", "2100-0500");
    week().refused("weekly-max", "2026-12-06", "2059-0500");
    // Sixty hours in seven days are lawful when they lie in two civil weeks.
    private().roster("2026-12-03", "4*0700-1700 . 0700-1700").lawful("2026-12-09", "0700-1700");
    // ISO week 53 ends on Sunday 3 January.
    let last_week = || private().roster("2026-12-28", "5*0800-1700");
    last_week().lawful("2027-01-03", "2100-0500");
    last_week().refused("weekly-max", "2027-01-03", "2059-0500");
}

#[test]
fn averages_over_twelve_weeks() {
    // Eleven weeks of 44 h, then 40 h and 4 h.
    let weeks = || {
        let week = "4*0700-1700 0700-1100 2*. ";
        private().horizon("2026-11-30", 14).roster("2026-09-14", &format!("{}4*0700-1700", week.repeat(11)))
    };
    weeks().lawful("2026-12-04", "0700-1100");
    weeks().refused("weekly-max", "2026-12-04", "0700-1101");
    // Forty-six by agreement.
    weeks().derogation("average-46h").lawful("2026-12-04", "0700-1101");
}

#[test]
fn the_branch_keeps_forty_four_hours() {
    for regime in ["bass", "ccn51", "ccn66"] {
        let week = || World::new(regime).roster("2026-11-30", "4*0700-1700");
        week().lawful("2026-12-04", "0700-1100");
        week().refused("weekly-max", "2026-12-04", "0700-1101");
    }
}

#[test]
fn night_workers_average_forty_hours() {
    // Twelve weeks of four nights of 8 h and of one evening of 8 h: 40 h.
    let week = "4*2200-0600 . 1500-2300 . ";
    let weeks =
        |last: &str| private().horizon("2026-11-30", 14).roster("2026-09-14", &format!("{}{last}", week.repeat(11)));
    weeks("4*2200-0600").lawful("2026-12-05", "1500-2300");
    weeks("4*2200-0600").refused("weekly-max", "2026-12-05", "1500-2301");
}
