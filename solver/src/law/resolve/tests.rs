//! What holds at an establishment: layers, derogations, local rules.

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A derogation recorded from a day on, without end unless `valid_to` is written.
fn recorded(id: &str, document: &str, valid_from: &str, valid_to: &str) -> Derogation {
    Derogation {
        id: id.into(),
        document: document.into(),
        valid_from: date(valid_from),
        valid_to: (!valid_to.is_empty()).then(|| date(valid_to)),
    }
}

fn changed(rule: &str, value: &str, to: i64, document: Option<&str>) -> LocalRule {
    LocalRule {
        rule: rule.into(),
        values: [(value.to_owned(), to)].into(),
        document: document.map(str::to_owned),
        valid_from: None,
        valid_to: None,
    }
}

/// The rules of December 2026.
fn resolved(pack: &str, derogations: &[Derogation], rules: &[LocalRule]) -> Result<RuleSet, ResolveError> {
    let library = Library::builtin();
    let house = HouseRules::default();
    let local = Local { derogations, rules, house: &house, anchor: 0, cycle_weeks: 2 };
    let pack = library.find(pack).expect("a pack");
    RuleSet::resolve(library, pack, local, date("2026-12-01"), date("2026-12-31"))
}

#[track_caller]
fn rules(pack: &str, derogations: &[Derogation], rules: &[LocalRule]) -> RuleSet {
    resolved(pack, derogations, rules).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn rule<'a>(set: &'a RuleSet, id: &str) -> Option<&'a Rule> {
    set.rules.iter().find(|rule| rule.id == id)
}

fn value(set: &RuleSet, id: &str, value: &str) -> Option<i64> {
    let values = rule(set, id)?.limit.values();
    values.into_iter().find(|(name, _)| name.name == value).and_then(|(_, value)| value)
}

#[test]
fn the_strictest_of_code_branch_and_convention_holds() {
    let set = rules("ccn51", &[], &[]);
    assert_eq!(value(&set, "bass.weekly-max", "minutes_max"), Some(2640));
    assert!(rule(&set, "ct.weekly-max").is_none(), "44 h a week leave nothing for 48 h to say");
    // What says another thing remains: the average over twelve weeks, the rest of the code, the convention's own.
    for id in ["ct.weekly-average", "ct.daily-rest", "ct.weekly-rest", "ccn51.fortnight-rest", "ccn51.free-sundays"] {
        assert!(rule(&set, id).is_some(), "{id}");
    }
    // Of two that say the same the nearer one stays, and what is only said holds nothing off.
    assert!(rule(&set, "ccn51.notice").is_some() && rule(&set, "ct.notice").is_none());
    assert!(rule(&set, "bass.overtime-year").is_some() && rule(&set, "ct.overtime-year").is_some());
    // A rule of night workers does not stand in for everyone's, nor the other way round.
    assert!(rule(&set, "ct.night-worker-length").is_some() && rule(&set, "ct.duty-length").is_some());
    assert_eq!(set.limits.weekly_max.len(), set.rules.iter().filter(|r| r.limit.kind() == "weekly-max").count());
    assert_eq!(set.night.article, "accord 2002-01, art. 2", "the nearest table");
    assert_eq!(set.mileage.cents_per_km, 32, "the code's, as no pack above has one");
}

#[test]
fn every_pack_of_the_program_resolves() {
    for pack in Library::builtin().packs() {
        let set = rules(&pack.id, &[], &[]);
        assert!(!set.limits.daily_rest.is_empty() && !set.limits.weekly_max.is_empty(), "{}", pack.key());
        assert!(!set.limits.notice.is_empty() && !set.limits.split_day.is_empty(), "{}", pack.key());
    }
}

#[test]
fn a_derogation_needs_a_document_and_a_name_that_exists() {
    let refusal = resolved("fph", &[recorded("daily-rest-11h", "  ", "2026-01-01", "")], &[]).unwrap_err();
    assert_eq!(refusal, ResolveError::DerogationWithoutDocument { at: 0, id: "daily-rest-11h".into() });
    let both =
        [recorded("daily-rest-11h", "accord 3", "2026-01-01", ""), recorded("daily-rest-9h", "d", "2026-01-01", "")];
    let refusal = resolved("fph", &both, &[]).unwrap_err();
    assert!(matches!(&refusal, ResolveError::UnknownDerogation { at: 1, .. }), "{refusal}");
    assert!(refusal.to_string().contains("daily-rest-11h"), "says which there are: {refusal}");
}

#[test]
fn a_derogation_holds_where_it_covers_every_day() {
    for (from, to, minutes) in [
        ("2026-01-01", "", 660),
        ("2026-12-01", "2026-12-31", 660),
        ("2026-12-02", "", 720),
        ("2026-01-01", "2026-12-30", 720),
    ] {
        let set = rules("fph", &[recorded("daily-rest-11h", "accord 3/2026", from, to)], &[]);
        assert_eq!(value(&set, "fph.daily-rest", "minutes_min"), Some(minutes), "{from} to {to}");
        let article = &rule(&set, "fph.daily-rest").expect("the rule").article;
        assert_eq!(article.contains("accord 3/2026"), minutes == 660, "{article}");
    }
}

#[test]
fn a_derogation_works_through_the_packs_above() {
    let open = |id: &str| recorded(id, "accord", "2026-01-01", "");
    // CCN66 repeats the daily rest of the code: the switch changes both.
    let set = rules("ccn66", &[open("daily-rest-9h")], &[]);
    assert_eq!(value(&set, "ccn66.daily-rest", "minutes_min"), Some(540));
    assert!(rule(&set, "ct.daily-rest").is_none(), "says the same");
    // The branch's week set aside by a company agreement: night workers keep theirs.
    let set = rules("ccn51", &[open("weekly-48h")], &[]);
    assert_eq!(value(&set, "bass.weekly-max", "minutes_max"), Some(2880));
    assert_eq!(value(&set, "bass.night-worker-weekly-max", "minutes_max"), Some(2640));
    // Suspended rules give way to those that stand in their place.
    let set = rules("ccn51", &[], &[]);
    assert!(rule(&set, "ccn51.free-sundays-year").is_none());
    let set = rules("ccn51", &[open("averaged-rest-days")], &[]);
    assert!(rule(&set, "ccn51.fortnight-rest").is_none() && rule(&set, "ccn51.free-sundays").is_none());
    assert_eq!(value(&set, "ccn51.free-sundays-year", "sundays_min"), Some(15));
    assert_eq!(value(&set, "ccn51.averaged-rest-days", "days_min"), Some(24));
}

#[test]
fn a_local_rule_tightens_without_a_document() {
    let set = rules("fph", &[], &[changed("fph.daily-rest", "minutes_min", 780, None)]);
    assert_eq!(value(&set, "fph.daily-rest", "minutes_min"), Some(780));
    // Public order too.
    let set = rules("fph", &[], &[changed("fph.weekly-max", "minutes_max", 2700, None)]);
    assert_eq!(value(&set, "fph.weekly-max", "minutes_max"), Some(2700));
}

#[test]
fn a_local_rule_loosens_with_a_document_down_to_the_floor() {
    let eleven = |document| changed("fph.daily-rest", "minutes_min", 660, document);
    for document in [None, Some(" ")] {
        let refusal = resolved("fph", &[], &[eleven(document)]).unwrap_err();
        assert!(matches!(&refusal, ResolveError::LoosenedWithoutDocument { at: 0, .. }), "{refusal}");
        assert!(refusal.to_string().contains("décret 2002-9, art. 6"), "{refusal}");
    }
    let set = rules("fph", &[], &[eleven(Some("accord 3/2026"))]);
    assert_eq!(value(&set, "fph.daily-rest", "minutes_min"), Some(660));
    assert!(rule(&set, "fph.daily-rest").expect("the rule").article.ends_with("(local : accord 3/2026)"));
    // Only where it covers every day; a tightening holds as soon as it touches one.
    for (minutes, effective) in [(660, 720), (780, 780)] {
        let mut partial = changed("fph.daily-rest", "minutes_min", minutes, Some("accord"));
        partial.valid_from = Some(date("2026-12-15"));
        assert_eq!(value(&rules("fph", &[], &[partial]), "fph.daily-rest", "minutes_min"), Some(effective));
    }
}

#[test]
fn no_document_goes_past_the_floor() {
    let past = changed("fph.daily-rest", "minutes_min", 659, Some("accord"));
    let refusal = resolved("fph", &[], &[past]).unwrap_err();
    let expected = ResolveError::PastFloor {
        at: 0,
        rule: "fph.daily-rest".into(),
        value: "minutes_min".into(),
        found: 659,
        floor: "660".into(),
        article: "décret 2002-9, art. 6".into(),
    };
    assert_eq!(refusal, expected);
}

#[test]
fn no_document_loosens_public_order_or_moves_a_window() {
    let past = changed("ct.weekly-max", "minutes_max", 2881, Some("accord"));
    let refusal = resolved("code-du-travail", &[], &[past]).unwrap_err();
    assert!(matches!(&refusal, ResolveError::PastFloor { found: 2881, floor, .. } if floor == "2880"), "{refusal}");
    let moved = changed("ct.weekly-average", "weeks", 16, Some("accord"));
    let refusal = resolved("code-du-travail", &[], &[moved]).unwrap_err();
    assert!(matches!(&refusal, ResolveError::PastFloor { found: 16, floor, .. } if floor == "12"), "{refusal}");
}

#[test]
fn a_local_rule_names_a_rule_and_a_value_that_exist() {
    let fine = changed("fph.daily-rest", "minutes_min", 780, None);
    let refusal = resolved("fph", &[], &[fine, changed("ct.daily-rest", "minutes_min", 780, None)]).unwrap_err();
    assert!(matches!(&refusal, ResolveError::UnknownRule { at: 1, id, .. } if id == "ct.daily-rest"), "{refusal}");
    assert!(refusal.to_string().contains("fph.daily-rest"), "says which there are: {refusal}");
    let refusal = resolved("fph", &[], &[changed("fph.daily-rest", "minutes_max", 780, None)]).unwrap_err();
    assert!(matches!(&refusal, ResolveError::UnknownValue { known, .. } if known == "minutes_min"), "{refusal}");
}

#[test]
fn the_group_may_hold_fewer_days_in_a_row_than_the_law() {
    let library = Library::builtin();
    let pack = library.find("code-du-travail").expect("a pack");
    for (house_max, kept) in [(5, "house.consecutive-days"), (13, "ct.consecutive-days")] {
        let house = HouseRules { consecutive_days_max: Some(house_max), ..HouseRules::default() };
        let local = Local { derogations: &[], rules: &[], house: &house, anchor: 0, cycle_weeks: 2 };
        let set = RuleSet::resolve(library, pack, local, date("2026-12-01"), date("2026-12-31")).expect("rules");
        let ids: Vec<&str> = set.limits.consecutive_days.iter().map(|(at, _)| set.rules[*at].id.as_str()).collect();
        assert_eq!(ids, [kept]);
    }
}
