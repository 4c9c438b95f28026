//! Which rules hold when several could: those of home and host together, local ones above the law's.

use crate::common::private;
use releve_solver::domain::scenario::*;

#[test]
fn a_lent_worker_keeps_both_rules() {
    // A private agent on loan to a public site: 12 h of rest there, and 10 h lengths of both.
    let lent = || private().host("fph");
    lent().roster("2026-12-01", "1300-1900").lawful("2026-12-02", "0700-1400");
    lent().roster("2026-12-01", "1300-2000").refused("daily-rest", "2026-12-02", "0700-1400");
    lent().refused("duty-length", "2026-12-02", "0700-1601");
    // 48 h in any seven days hold there as well: 5 × 9 h and 3 h from Thursday to Wednesday.
    let across = || lent().roster("2026-12-03", "3*0800-1700 . 2*0800-1700");
    across().lawful("2026-12-09", "0800-1100");
    across().refused("weekly-max", "2026-12-09", "0800-1101");
    // At home the Code du travail alone rules.
    private().roster("2026-12-03", "3*0800-1700 . 2*0800-1700").lawful("2026-12-09", "0800-1101");
}

#[test]
fn local_rules_tighten_freely_and_loosen_with_a_document() {
    let local = |minutes: i64, document: Option<&str>| LocalRule {
        rule: "ct.daily-rest".into(),
        values: [("minutes_min".to_owned(), minutes)].into(),
        document: document.map(Into::into),
        valid_from: None,
        valid_to: None,
    };
    let evening = || private().roster("2026-12-01", "1300-2000");
    evening().with(|s| s.house_rules.rules.push(local(720, None))).refused("daily-rest", "2026-12-02", "0700-1400");
    let ten_hours = || private().roster("2026-12-01", "1300-2100");
    ten_hours()
        .with(|s| s.house_rules.rules.push(local(600, Some("accord 12/2025"))))
        .lawful("2026-12-02", "0700-1400");
    let refused = |minutes, document| {
        let world = evening().with(|s| s.house_rules.rules.push(local(minutes, document)));
        releve_solver::compile(&world.scenario).expect_err("a local rule past what the law allows")
    };
    assert_eq!(refused(600, None)[0].field, "house_rules.rules[0].document");
    assert!(refused(539, Some("accord"))[0].expected.contains("minutes_min = 540"));
}
