//! The law a second time, written to be obvious: a minute-by-minute reading of the texts for one person, with the values of
//! `law.md` §1 typed in by hand and no use of packs, rule sets or the program's own windows. Over thousands of random lives it
//! says "lawful" exactly when the judge does, so no lawful person is lost and no unlawful one slips through.

use crate::common::{World, date};
use crate::random::Random;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Europe::Paris;

/// Work without unpaid breaks, minutes since the epoch, and the local date of its start.
#[derive(Clone, Copy)]
struct Work {
    from: i64,
    to: i64,
    day: NaiveDate,
    proposed: bool,
}

fn instant(local: NaiveDateTime) -> i64 {
    Paris.from_local_datetime(&local).earliest().expect("a time that exists").timestamp() / 60
}

fn midnight(day: NaiveDate) -> i64 {
    instant(day.and_hms_opt(0, 0, 0).expect("midnight"))
}

fn local(minute: i64) -> NaiveDateTime {
    Utc.timestamp_opt(minute * 60, 0).single().expect("a time").with_timezone(&Paris).naive_local()
}

fn work(day: NaiveDate, hours: &str, proposed: bool) -> Work {
    let (start, end) = hours.split_once('-').expect("hours");
    let at = |day: NaiveDate, text: &str| {
        instant(day.and_hms_opt(text[..2].parse().expect("h"), text[2..].parse().expect("m"), 0).expect("a time"))
    };
    let end_day = if end > start { day } else { day + Days::new(1) };
    Work { from: at(day, start), to: at(end_day, end), day, proposed }
}

fn common_minutes(w: &Work, from: i64, to: i64) -> i64 {
    (w.to.min(to) - w.from.max(from)).max(0)
}

/// The values of one regime, as `law.md` prints them, in minutes and days.
struct Law {
    daily_rest: i64,
    /// Day duty, night duty, amplitude.
    lengths: [i64; 3],
    /// Number, shortest, amplitude.
    split: (usize, i64, i64),
    civil_day: Option<i64>,
    sliding_week: Option<i64>,
    civil_week: Option<i64>,
    /// 36 h after the start of any duty within 7 days (FPH), or 24 h and the daily rest in each civil week.
    sliding_rest: bool,
    days_in_a_row: Option<i64>,
}

const FPH: Law = Law {
    daily_rest: 12 * 60,
    lengths: [9 * 60, 10 * 60, 10 * 60 + 30],
    split: (2, 3 * 60, 10 * 60 + 30),
    civil_day: None,
    sliding_week: Some(48 * 60),
    civil_week: None,
    sliding_rest: true,
    days_in_a_row: None,
};

const CODE: Law = Law {
    daily_rest: 11 * 60,
    lengths: [10 * 60, 10 * 60, 13 * 60],
    split: (3, 0, 13 * 60),
    civil_day: Some(10 * 60),
    sliding_week: None,
    civil_week: Some(48 * 60),
    sliding_rest: false,
    days_in_a_row: Some(12),
};

/// Whether a life with proposed work in it is lawful, where the proposed work touches it.
fn lawful(law: &Law, life: &[Work]) -> bool {
    let night_worker = !law.sliding_rest && is_night_worker(life);
    life.iter().filter(|w| w.proposed).all(|w| length_is_lawful(law, w, night_worker))
        && pairs_are_lawful(law, life)
        && days_are_lawful(law, life)
        && weeks_are_lawful(law, life)
        && rests_are_lawful(law, life)
        && (!law.sliding_rest || fortnights_are_lawful(life))
        && (!law.sliding_rest || overtime_is_lawful(life))
}

/// Minutes between 21:00 and 06:00.
fn night_minutes(w: &Work) -> i64 {
    (w.from..w.to).filter(|m| !(6 * 60..21 * 60).contains(&minute_of_day(*m))).count() as i64
}

/// L3122-5: by her usual timetable, twice a week three hours of night; usual is half of the weeks she works.
fn is_night_worker(life: &[Work]) -> bool {
    let roster: Vec<&Work> = life.iter().filter(|w| !w.proposed).collect();
    let mut weeks: Vec<NaiveDate> = roster.iter().map(|w| monday(w.from)).collect();
    weeks.sort();
    weeks.dedup();
    let nights =
        |week: &&NaiveDate| roster.iter().filter(|w| monday(w.from) == **week && night_minutes(w) >= 180).count() >= 2;
    let usual = weeks.iter().filter(nights).count();
    usual > 0 && usual * 2 >= weeks.len()
}

/// A night duty has half of its time at night; that of a night worker has eight hours under the code (L3122-6).
fn length_is_lawful(law: &Law, w: &Work, night_worker: bool) -> bool {
    let length = w.to - w.from;
    let night = night_minutes(w) * 2 >= length && night_minutes(w) > 0;
    length <= law.lengths[usize::from(night)] && length <= law.lengths[2] && !(night && night_worker && length > 480)
}

fn minute_of_day(minute: i64) -> i64 {
    use chrono::Timelike;
    let t = local(minute);
    i64::from(t.hour() * 60 + t.minute())
}

fn pairs_are_lawful(law: &Law, life: &[Work]) -> bool {
    for (i, a) in life.iter().enumerate() {
        for b in &life[i + 1..] {
            if !a.proposed && !b.proposed {
                continue;
            }
            let (first, second) = if a.from <= b.from { (a, b) } else { (b, a) };
            let gap = second.from - first.to;
            if gap < 0 {
                return false;
            }
            let shortest = (first.to - first.from).min(second.to - second.from);
            let one_day = first.day == second.day && second.to - first.from <= law.split.2 && shortest >= law.split.1;
            if gap < law.daily_rest && !one_day {
                return false;
            }
        }
    }
    true
}

fn days_are_lawful(law: &Law, life: &[Work]) -> bool {
    let proposed = life.iter().filter(|w| w.proposed);
    for w in proposed {
        if life.iter().filter(|other| other.day == w.day).count() > law.split.0 {
            return false;
        }
        for day in [local(w.from).date(), local(w.to - 1).date()] {
            let (from, to) = (midnight(day), midnight(day + Days::new(1)));
            let total: i64 = life.iter().map(|other| common_minutes(other, from, to)).sum();
            if law.civil_day.is_some_and(|limit| total > limit) {
                return false;
            }
        }
        if let Some(limit) = law.days_in_a_row {
            let worked = |day: NaiveDate| life.iter().any(|other| other.day == day);
            let before = (1..60).take_while(|n| worked(w.day - Days::new(*n))).count() as i64;
            let after = (1..60).take_while(|n| worked(w.day + Days::new(*n))).count() as i64;
            if before + 1 + after > limit {
                return false;
            }
        }
    }
    true
}

fn monday(minute: i64) -> NaiveDate {
    let day = local(minute).date();
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// The civil weeks that proposed work touches.
fn proposed_weeks(life: &[Work]) -> Vec<NaiveDate> {
    life.iter().filter(|w| w.proposed).flat_map(|w| [monday(w.from), monday(w.to - 1)]).collect()
}

fn weeks_are_lawful(law: &Law, life: &[Work]) -> bool {
    let total = |from: i64, to: i64| -> i64 { life.iter().map(|w| common_minutes(w, from, to)).sum() };
    let concerns = |from: i64, to: i64| life.iter().any(|w| w.proposed && common_minutes(w, from, to) > 0);
    if let Some(limit) = law.sliding_week {
        // Every quarter of an hour: no test here begins or ends elsewhere.
        let first = life.iter().map(|w| w.from).min().unwrap_or(0) - 7 * 1440;
        let last = life.iter().map(|w| w.to).max().unwrap_or(0);
        for from in (first..last).step_by(15) {
            if total(from, from + 7 * 1440) > limit && concerns(from, from + 7 * 1440) {
                return false;
            }
        }
    }
    law.civil_week.is_none_or(|limit| {
        proposed_weeks(life).into_iter().all(|week| total(midnight(week), midnight(week + Days::new(7))) <= limit)
    })
}

/// Whether a free stretch of some minutes exists inside a window.
fn has_rest(life: &[Work], from: i64, to: i64, minutes: i64) -> bool {
    (from..=to - minutes).step_by(15).any(|start| life.iter().all(|w| common_minutes(w, start, start + minutes) == 0))
}

fn rests_are_lawful(law: &Law, life: &[Work]) -> bool {
    if law.sliding_rest {
        return life.iter().all(|w| {
            let (from, to) = (w.from, w.from + 7 * 1440);
            let concerned = life.iter().any(|other| other.proposed && common_minutes(other, from, to) > 0);
            !concerned || has_rest(life, from, to, 36 * 60)
        });
    }
    let tail = 11 * 60;
    let mut weeks = proposed_weeks(life);
    weeks.extend(weeks.clone().into_iter().flat_map(|week| [week - Days::new(7), week + Days::new(7)]));
    weeks.into_iter().all(|week| {
        let (from, to) = (midnight(week) - tail, midnight(week + Days::new(7)) + tail);
        let concerned = life.iter().any(|w| w.proposed && common_minutes(w, from, to) > 0);
        !concerned || has_rest(life, from, to, 35 * 60)
    })
}

/// Four days without a start in two predetermined weeks; two whole days in a row with a Sunday.
fn fortnights_are_lawful(life: &[Work]) -> bool {
    life.iter().filter(|w| w.proposed).flat_map(|w| [local(w.from).date(), local(w.to - 1).date()]).all(|day| {
        let since = (day - date("2025-12-29")).num_days();
        let first = day - Days::new(since.rem_euclid(14) as u64);
        let days: Vec<NaiveDate> = (0..14).map(|n| first + Days::new(n)).collect();
        let starts = |day: &NaiveDate| life.iter().any(|w| w.day == *day);
        let free = |day: &NaiveDate| {
            let (from, to) = (midnight(*day), midnight(*day + Days::new(1)));
            life.iter().all(|w| common_minutes(w, from, to) == 0)
        };
        let sunday = |day: &NaiveDate| day.weekday() == chrono::Weekday::Sun;
        days.iter().filter(|day| !starts(day)).count() >= 4
            && days.windows(2).any(|two| two.iter().all(free) && two.iter().any(sunday))
    })
}

/// Beyond 35 h and the roster of each week, 20 h in the month in which the week ends.
fn overtime_is_lawful(life: &[Work]) -> bool {
    let sunday = |week: NaiveDate| week + Days::new(6);
    let overtime = |week: NaiveDate| {
        let (from, to) = (midnight(week), midnight(week + Days::new(7)));
        let all: i64 = life.iter().map(|w| common_minutes(w, from, to)).sum();
        let roster: i64 = life.iter().filter(|w| !w.proposed).map(|w| common_minutes(w, from, to)).sum();
        (all - roster.max(35 * 60)).max(0)
    };
    proposed_weeks(life).into_iter().all(|week| {
        let month = (sunday(week).year(), sunday(week).month());
        let nearby = (0..11).map(|n| week - Days::new(35) + Days::new(7 * n));
        let total: i64 = nearby.filter(|w| (sunday(*w).year(), sunday(*w).month()) == month).map(overtime).sum();
        total <= 20 * 60
    })
}

const HOURS: [&str; 10] = [
    "0700-1400",
    "0645-1415",
    "1345-2115",
    "2100-0700",
    "0800-1100",
    "1430-1730",
    "0800-1700",
    "1300-1900",
    "2200-0600",
    "1700-0000",
];

fn compare(regime: &str, law: &Law, seed: u64, cases: usize) -> (usize, usize) {
    let mut random = Random(seed);
    let (mut yes, mut no) = (0, 0);
    for case in 0..cases {
        let from = random.of(&["2026-11-30", "2026-10-19", "2027-03-22", "2026-12-21", "2028-02-21"]);
        let density = 2 + random.below(6);
        let habit = random.of(&HOURS);
        let mut life: Vec<Work> = Vec::new();
        let mut roster: Vec<&str> = Vec::new();
        for n in 0..28 {
            let hours = if random.below(4) == 0 { random.of(&HOURS) } else { habit };
            let works = random.below(10) < density;
            roster.push(if works { hours } else { "." });
            if works {
                life.push(work(date(from) - Days::new(7) + Days::new(n), hours, false));
            }
        }
        let before = (date(from) - Days::new(7)).to_string();
        let world = World::new(regime).horizon(from, 21).roster(&before, &roster.join(" "));
        // A dozen shifts, each on top of the same life; free days more often than not.
        for _ in 0..12 {
            let free: Vec<u64> = (0..14).filter(|n| roster[*n as usize + 7] == ".").collect();
            let n = if free.is_empty() || random.below(4) == 0 { random.below(14) } else { random.of(&free) };
            let day = date(from) + Days::new(n);
            let hours = random.of(&HOURS);
            let mut with = life.clone();
            with.push(work(day, hours, true));
            let expected = lawful(law, &with);
            let refusals = world.clone().offer(&day.to_string(), hours).refusals();
            // Notes on the year do not bind here: no counters, four weeks.
            let sentences: Vec<String> =
                refusals.into_iter().map(|r| format!("{}: {}", r.rule, r.sentence_fr)).collect();
            assert_eq!(
                sentences.is_empty(),
                expected,
                "{regime}, case {case}, {day} {hours} on {}: {sentences:?}",
                roster.join(" ")
            );
            if expected { yes += 1 } else { no += 1 }
        }
    }
    (yes, no)
}

#[test]
fn the_fph_read_minute_by_minute() {
    let (yes, no) = compare("fph", &FPH, 1, 250);
    assert!(yes > 300 && no > 300, "{yes} lawful, {no} not");
}

#[test]
fn the_code_read_minute_by_minute() {
    let (yes, no) = compare("code-du-travail", &CODE, 2, 250);
    assert!(yes > 300 && no > 300, "{yes} lawful, {no} not");
}
