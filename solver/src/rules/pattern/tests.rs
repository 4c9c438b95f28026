//! Each limit below, on and above its boundary, hard and priced.

use super::*;
use crate::domain::roster::{Kind, KindPattern, Post, Wish};

/// Two weeks of a day duty and a night duty, the night with a skill; no night before a day.
fn roster(change: impl FnOnce(&mut Pattern)) -> Roster {
    let kind = |code: &str, minutes, not_followed_by| Kind { code: code.to_owned(), minutes, not_followed_by };
    let post = |at: usize| Post {
        id: format!("{}/{}", at / 2, ["D", "N"][at % 2]).as_str().into(),
        day: at / 2,
        kind: at % 2,
        skill: (at % 2 == 1).then_some(7),
        bands: Vec::new(),
        surplus: Some(0.0),
    };
    let mut pattern = Pattern {
        skills: vec![7],
        kinds: vec![KindPattern { total: Bound::FREE, run: Bound::FREE }; 2],
        minutes: Bound::FREE,
        days: Bound::FREE,
        work_run: Bound::FREE,
        rest_run: Bound::FREE,
        weekends: Bound::FREE,
        half_weekend: 0.0,
        days_off: Vec::new(),
        wishes: Vec::new(),
        past: Past::Open,
        days_before: 0,
        weekends_before: 0,
    };
    change(&mut pattern);
    Roster {
        days: 14,
        kinds: vec![kind("D", 480, vec![]), kind("N", 600, vec![0])],
        posts: (0..28).map(post).collect(),
        patterns: vec![pattern],
    }
}

/// The judgement of a row written with a letter for each day.
fn judged(row: &str, change: impl FnOnce(&mut Pattern)) -> Judgement {
    let post = |(day, letter)| match letter {
        'D' => Some(2 * day),
        'N' => Some(2 * day + 1),
        _ => None,
    };
    let row: Vec<Option<PostIx>> = row.chars().enumerate().map(post).collect();
    judge(&roster(change), 0, &row)
}

/// The same limit as hard and as priced at 3 units: how often it is broken, and what it costs.
fn both(row: &str, least: u32, most: u32, set: impl Fn(&mut Pattern, Bound)) -> (usize, f64) {
    let hard = judged(row, |pattern| set(pattern, Bound::hard(least, most)));
    let soft = judged(row, |pattern| set(pattern, Bound::priced(least, 3.0, most, 3.0)));
    assert_eq!((hard.costs.total(), soft.breaches), (0.0, vec![]), "{row}");
    (hard.breaches.len(), soft.costs.total())
}

#[test]
fn nothing_asked_nothing_said() {
    assert_eq!(judged("DDDDDDDNNNNNNN", |_| {}), Judgement::default());
    assert_eq!(judged("..............", |_| {}), Judgement::default());
}

#[test]
fn work_in_a_row() {
    let set = |pattern: &mut Pattern, bound| pattern.work_run = bound;
    for (row, broken, units) in [
        (".DD..DDD......", 0, 0.0),
        (".DD..DDDD.....", 1, 3.0),
        (".DD..DDDDD....", 1, 6.0),
        ("..D..DD.......", 1, 3.0),
        // Unknown before, unknown after.
        ("D............D", 0, 0.0),
        ("DDDD......DDDD", 2, 6.0),
    ] {
        assert_eq!(both(row, 2, 3, set), (broken, units), "{row}");
    }
}

#[test]
fn rest_in_a_row() {
    let set = |pattern: &mut Pattern, bound| pattern.rest_run = bound;
    for (row, broken, units) in [
        (".D..D...DDDDD.", 0, 0.0),
        ("DD.DD..DDDDDDD", 1, 3.0),
        ("DD....DDD....D", 2, 6.0),
        ("..............", 1, 33.0),
    ] {
        assert_eq!(both(row, 2, 3, set), (broken, units), "{row}");
    }
}

#[test]
fn one_kind_in_a_row_and_in_all() {
    let run = |pattern: &mut Pattern, bound| pattern.kinds[1].run = bound;
    for (row, broken, units) in
        [(".DNN.NNN......", 0, 0.0), (".DN.NNNN......", 2, 6.0), ("N...DDDD...DNN", 0, 0.0), (".DDN.DD.......", 1, 3.0)]
    {
        assert_eq!(both(row, 2, 3, run), (broken, units), "{row}");
    }
    let total = |pattern: &mut Pattern, bound| pattern.kinds[1].total = bound;
    for (row, broken, units) in [(".N.N.N........", 0, 0.0), (".N.N.NN.......", 1, 3.0), ("DDDD..........", 0, 0.0)] {
        assert_eq!(both(row, 0, 3, total), (broken, units), "{row}");
    }
}

#[test]
fn sums_count_what_came_before() {
    let days = |pattern: &mut Pattern, bound| {
        pattern.days = bound;
        pattern.days_before = 4;
    };
    for (row, broken, units) in [(".D............", 0, 0.0), ("..............", 1, 3.0), (".DDD..........", 1, 3.0)] {
        assert_eq!(both(row, 5, 6, days), (broken, units), "{row}");
    }
    let weekends = |pattern: &mut Pattern, bound| {
        pattern.weekends = bound;
        pattern.weekends_before = 1;
    };
    for (row, broken, units) in [(".....D........", 0, 0.0), ("......D..DDD..", 0, 0.0), (".....DD.....DD", 1, 3.0)] {
        assert_eq!(both(row, 0, 2, weekends), (broken, units), "{row}");
    }
    let minutes = |pattern: &mut Pattern, bound| pattern.minutes = bound;
    assert_eq!(both(".D.N..........", 1080, 1080, minutes), (0, 0.0));
    assert_eq!(both(".D.N..........", 1081, 2000, minutes), (1, 3.0));
    assert_eq!(both(".D.N..........", 0, 1078, minutes), (1, 6.0));
}

#[test]
fn the_past_goes_on() {
    let after = |past: Past, work: Bound, rest: Bound, night: Bound| {
        move |pattern: &mut Pattern| {
            pattern.past = past;
            pattern.work_run = work;
            pattern.rest_run = rest;
            pattern.kinds[1].run = night;
        }
    };
    let priced = |least, most| Bound::priced(least, 1.0, most, 1.0);
    let nights = Past::Work { kind: 1, kind_days: 2, work_days: 5 };
    for (past, row, kind, work, rest) in [
        // Two nights of three, ended by rest; five days of four, paid before.
        (nights, "..............", 1.0, 0.0, 10.0),
        (nights, "N...DD...DDDD.", 0.0, 1.0, 0.0),
        (nights, "NNN...........", 1.0, 3.0, 7.0),
        // One day of two.
        (Past::Rest(1), "DD...DDDD.....", 0.0, 0.0, 1.0 + 1.0),
        (Past::Rest(0), "DD...DDDD...D.", 0.0, 1.0, 0.0),
        (Past::Rest(9), "...DD...DD....", 0.0, 0.0, 3.0),
    ] {
        let costs = judged(row, after(past, priced(2, 4), priced(2, 4), priced(3, 4))).costs;
        assert_eq!((costs.kind_runs, costs.work_runs, costs.rest_runs), (kind, work, rest), "{past:?} {row}");
    }
    let before = judged("D.............", after(nights, Bound::FREE, Bound::FREE, Bound::FREE)).breaches;
    let succession = PatternBreach::Succession { day: 0, before: "N".to_owned(), kind: "D".to_owned() };
    assert_eq!(before, [succession]);
    // A run that was already too long may end, and may not go on.
    let hard = |row| judged(row, after(nights, Bound::hard(0, 4), Bound::FREE, Bound::FREE)).breaches;
    assert_eq!(hard(".............."), []);
    let told = hard("N.............");
    assert_eq!(told[0].to_string(), "6 days worked in a row before day 1, at most 4");
}

#[test]
fn single_days() {
    let breaches = judged(".DND...N......", |pattern| {
        pattern.days_off = vec![1, 4];
        pattern.skills = vec![6];
    })
    .breaches;
    let told: Vec<String> = breaches.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "1/D on day 1, a day off",
            "2/N on day 2 asks for a skill that she lacks",
            "7/N on day 7 asks for a skill that she lacks",
            "D on day 3 may not follow N on the day before"
        ]
    );
}

#[test]
fn wishes_and_half_weekends() {
    let wish = |day, what, units| Wish { day, what, units };
    let costs = |row| {
        let set = |pattern: &mut Pattern| {
            pattern.half_weekend = 30.0;
            pattern.wishes =
                vec![wish(1, Wanted::Kind(0), 1.0), wish(1, Wanted::NotKind(1), 10.0), wish(2, Wanted::Rest, 100.0)];
        };
        let PatternCosts { wishes, half_weekends, .. } = judged(row, set).costs;
        (wishes, half_weekends)
    };
    assert_eq!(costs(".D...DD.....DD"), (0.0, 0.0));
    assert_eq!(costs(".N............"), (11.0, 0.0));
    assert_eq!(costs("..D..D......D."), (101.0, 60.0));
}
