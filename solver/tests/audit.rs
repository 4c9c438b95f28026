//! Rosters that stand, made by hand: each breach is found, with its figures, and nothing else is.

use chrono_tz::Europe::Paris;
use releve_solver::audit::{Finding, audit};
use releve_solver::compile;
use releve_solver::domain::scenario::Territory;
use releve_solver::formats::roster::{Ground, facts, read};
use releve_solver::law::Library;

/// The findings of a table under a pack. 5 October 2026 is a Monday on which a fortnight begins.
fn judged(pack: &str, derogations: &[&str], lines: &[String]) -> Vec<Finding> {
    let text = format!("agent,date,start,end\n{}\n", lines.join("\n"));
    let rows = read(&text).expect("a roster");
    let ground = Ground {
        pack: Library::builtin().find(pack).expect("a pack"),
        derogations: derogations.iter().map(|id| ((*id).to_owned(), "décision 1".to_owned())).collect(),
        territory: Territory::Metropole,
        time_zone: Paris,
        cycle_anchor: None,
        cycle_weeks: None,
        share_percent: 100,
    };
    audit(&compile(&facts(&rows, &ground)).expect("a problem"))
}

fn days(agent: &str, october: impl IntoIterator<Item = u32>, hours: &str) -> Vec<String> {
    october.into_iter().map(|day| format!("{agent},2026-10-{day:02},{hours}")).collect()
}

fn laws(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.law.as_deref().unwrap_or(&finding.rule)).collect()
}

#[test]
fn a_clean_roster_has_no_finding() {
    let mut lines = days("A", (5..=9).chain(12..=16), "07:00,14:30");
    lines.extend(days("B", [5, 6, 9, 10, 11, 14, 15], "13:30,21:00"));
    assert_eq!(judged("fph", &[], &lines), []);
    assert_eq!(judged("code-du-travail", &[], &lines), []);
}

#[test]
fn three_sundays_in_a_row_leave_a_fortnight_without_one() {
    let lines = days("A", [10, 11, 17, 18, 24, 25], "07:00,14:30");
    let found = judged("fph", &[], &lines);
    assert_eq!(laws(&found), ["fph.fortnight-rest"]);
    assert_eq!(found[0].sentence_fr, "aucun repos de 2 jours entiers avec un dimanche du 5 au 18 octobre");
    assert_eq!(found[0].date.to_string(), "2026-10-05");
    assert!(found[0].article.contains("CAA Toulouse"), "{:?}", found[0]);
}

#[test]
fn forty_nine_hours_in_seven_days() {
    // Six times 8 h 10, over the end of a civil week: 24 h 30 in each, 49 h in seven days.
    let found = judged("fph", &[], &days("A", [8, 9, 10, 12, 13, 14], "07:00,15:10"));
    assert_eq!(laws(&found), ["fph.weekly-max"]);
    assert_eq!(found[0].sentence_fr, "49 h du 8 au 14 octobre > 48 h");
    assert_eq!((found[0].measured, found[0].limit, found[0].unit.as_str()), (49 * 60, 48 * 60, "minutes"));
    assert!(found[0].article.contains("CE 4 avril 2018"));
    assert_eq!(judged("code-du-travail", &[], &days("A", [8, 9, 10, 12, 13, 14], "07:00,15:10")), [], "civil weeks");
}

#[test]
fn of_overlapping_weeks_the_fullest_is_told() {
    // Eight hours a day from the 7th to the 13th: 56 h, and every window that holds seven of them is as full.
    let found = judged("fph", &[], &days("A", 7..=13, "07:00,15:00"));
    let weekly: Vec<&str> =
        found.iter().filter(|f| f.law.as_deref() == Some("fph.weekly-max")).map(|f| f.sentence_fr.as_str()).collect();
    assert_eq!(weekly, ["56 h du 7 au 13 octobre > 48 h"]);
}

#[test]
fn eleven_hours_of_rest() {
    let lines = ["A,2026-10-05,13:30,21:00".to_owned(), "A,2026-10-06,08:00,15:30".to_owned()];
    let found = judged("fph", &[], &lines);
    assert_eq!(laws(&found), ["fph.daily-rest"]);
    assert_eq!(found[0].sentence_fr, "11 h de repos après le poste qui finit le 5 octobre à 21:00 < 12 h");
    assert_eq!(judged("fph", &["daily-rest-11h"], &lines), []);
    assert_eq!(judged("code-du-travail", &[], &lines), []);
}

#[test]
fn a_night_over_the_autumn_change_lasts_thirteen_hours() {
    let found = judged("fph", &["daily-length-12h"], &days("A", [24], "19:00,07:00"));
    assert_eq!(laws(&found), ["fph.amplitude", "fph.duty-length"]);
    assert_eq!(found[1].sentence_fr, "durée du poste de nuit du 24 octobre, 19:00–07:00 : 13 h réelles > 12 h");
    assert!(found[1].article.ends_with("(dérogation : décision 1)"), "{:?}", found[1]);
    assert_eq!(judged("fph", &["daily-length-12h"], &days("A", [17], "19:00,07:00")), []);
}

#[test]
fn two_duties_at_once_and_findings_by_person_and_date() {
    let mut lines = days("B", [6], "07:00,14:00");
    lines.extend(days("B", [6], "13:00,20:00"));
    lines.extend(days("A", [8, 5], "06:00,20:00"));
    let found = judged("code-du-travail", &[], &lines);
    let order: Vec<(String, String)> = found.iter().map(|f| (f.agent.0.clone(), f.date.to_string())).collect();
    let mut sorted = order.clone();
    sorted.sort();
    assert_eq!(order, sorted);
    let overlap = found.iter().find(|f| f.rule == "overlap").expect("an overlap");
    assert_eq!(overlap.law, None);
    assert!(overlap.sentence_fr.starts_with("poste le 6 octobre de 07:00 à 14:00"), "{overlap:?}");
}

#[test]
fn a_recorded_break_that_is_too_short() {
    let text =
        "agent;date;start;end;paid_break\nA;05/10/2026;7h;15h;10\nB;05/10/2026;7h;15h;20\nC;05/10/2026;7h;15h;\n";
    let ground = Ground {
        pack: Library::builtin().find("fph").expect("a pack"),
        derogations: Vec::new(),
        territory: Territory::Metropole,
        time_zone: Paris,
        cycle_anchor: None,
        cycle_weeks: None,
        share_percent: 100,
    };
    let found = audit(&compile(&facts(&read(text).expect("a roster"), &ground)).expect("a problem"));
    assert_eq!((laws(&found), found[0].agent.as_str()), (vec!["fph.break"], "A"));
    assert_eq!(found[0].sentence_fr, "pause de 0 h 10 < 0 h 20 pour le poste du 5 octobre, 07:00–15:00");
}
