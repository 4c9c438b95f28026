//! Each hard rule on either side of its boundary and exactly on it. The cases are computed by hand from the articles in the
//! rule packs; one agent, one roster line, one shift.

use chrono::NaiveDate;
use releve_solver::compile;
use releve_solver::explain::{Verdict, judge};
use releve_solver::formats::scenario::{Syntax, read};

/// A person of `regime` with a roster from Monday 30 November 2026 on, and one shift on offer at the other site of the
/// same regime, next door.
struct Case<'a> {
    regime: &'a str,
    derogations: &'a str,
    codes: &'a str,
    agent: &'a str,
    date: &'a str,
    code: &'a str,
}

impl Default for Case<'_> {
    fn default() -> Self {
        Self { regime: "fph", derogations: "[]", codes: ".", agent: "", date: "2026-12-02", code: "M" }
    }
}

fn refused_by(case: &Case<'_>) -> Vec<String> {
    let Case { regime, derogations, codes, agent, date, code } = case;
    let site = |id: &str| {
        format!(
            r#"[[establishments]]
id = "{id}"
name = "{id}"
finess = "010000024"
regime = "{regime}"
time_zone = "Europe/Paris"
commune = "Ici"
place = {{ latitude = 45.0, longitude = 4.0 }}
territory = "metropole"
derogations = {derogations}

[[units]]
id = "u-{id}"
establishment = "{id}"
name = "{id}"
shift_codes = [
  {{ code = "M", start = "07:00", end = "14:00", label = "Matin" }},
  {{ code = "L", start = "07:00", end = "17:00", label = "Long" }},
  {{ code = "C", start = "08:00", end = "16:00", label = "Court" }},
  {{ code = "S", start = "13:00", end = "19:00", label = "Soir" }},
  {{ code = "S1", start = "13:00", end = "19:01", label = "Soir et une minute" }},
  {{ code = "D9", start = "08:00", end = "17:00", label = "Neuf heures" }},
  {{ code = "D91", start = "08:00", end = "17:01", label = "Neuf heures et une minute" }},
  {{ code = "D12", start = "07:00", end = "19:00", label = "Douze heures" }},
  {{ code = "N", start = "21:00", end = "07:00", label = "Nuit" }},
  {{ code = "N8", start = "22:00", end = "06:00", label = "Nuit de huit heures" }},
  {{ code = "N81", start = "22:00", end = "06:01", label = "Nuit de huit heures et une minute" }},
  {{ code = "H6", start = "08:00", end = "14:00", label = "Six heures" }},
  {{ code = "H61", start = "08:00", end = "14:01", label = "Six heures et une minute" }},
]
"#
        )
    };
    let text = format!(
        r#"format = "releve.scenario/1"
group = {{ id = "g", name = "g", time_zone = "Europe/Paris" }}
horizon = {{ from = 2026-11-30, days = 28 }}
rule_packs = {{ {regime} = "2026-01" }}
rosters = [ {{ agent = "a", unit = "u-home", from = 2026-11-30, codes = "{codes}" }} ]
shifts = [ {{ id = "s", unit = "u-host", code = "{code}", date = {date}, qualification = "AS", priority = "normal" }} ]

{home}
{host}
[[agents]]
id = "a"
name = "A"
employer = "home"
share_percent = 100
qualifications = [ {{ qualification = "AS" }} ]
home = {{ latitude = 45.0, longitude = 4.0 }}
mobility_km = 10
cost_cents_per_hour = 2000
{agent}
"#,
        home = site("home"),
        host = site("host"),
    );
    let scenario = read(&text, Syntax::Toml).unwrap_or_else(|issues| panic!("{issues:#?}"));
    let problem = compile(&scenario).expect("a valid scenario");
    match judge(&problem, 0, 0, &[]).verdict {
        Verdict::Eligible(_) => Vec::new(),
        Verdict::Refused { refusals } => refusals.into_iter().map(|refusal| refusal.rule).collect(),
    }
}

#[track_caller]
fn lawful(case: &Case<'_>) {
    assert_eq!(refused_by(case), Vec::<String>::new());
}

#[track_caller]
fn refused(rule: &str, case: &Case<'_>) {
    let rules = refused_by(case);
    assert!(rules.iter().any(|r| r == rule), "expected {rule}, found {rules:?}");
}

#[test]
fn daily_rest_of_twelve_hours_in_the_fph() {
    // Tuesday's evening ends at 19:00; Wednesday's morning starts at 07:00: exactly 12 h.
    lawful(&Case { codes: ". S", ..Case::default() });
    refused("daily-rest", &Case { codes: ". S1", ..Case::default() });
    // And before the next duty: Wednesday's evening against Thursday's morning.
    lawful(&Case { codes: ". . . M", code: "S", ..Case::default() });
    refused("daily-rest", &Case { codes: ". . . M", code: "S1", ..Case::default() });
    // Eleven hours are enough with the recorded derogation only.
    let eleven = r#"[ { id = "daily-rest-11h", document = "accord 3/2026", valid_from = 2026-01-01 } ]"#;
    lawful(&Case { codes: ". S1", derogations: eleven, ..Case::default() });
}

#[test]
fn daily_rest_of_eleven_hours_under_the_labour_code() {
    let private = || Case { regime: "code-du-travail", ..Case::default() };
    // 19:01 to 07:00 is 11 h 59.
    lawful(&Case { codes: ". S1", ..private() });
    // A long day that ends at 17:00 leaves 5 h before a night at 22:00.
    refused("daily-rest", &Case { codes: ". . L", code: "N8", ..private() });
}

#[test]
fn lengths_by_day_and_night() {
    lawful(&Case { code: "D9", ..Case::default() });
    refused("duty-length", &Case { code: "D91", ..Case::default() });
    lawful(&Case { code: "N", ..Case::default() });
    refused("duty-length", &Case { code: "D12", ..Case::default() });
    let twelve = r#"[ { id = "daily-length-12h", document = "décision 2026-4", valid_from = 2026-01-01 } ]"#;
    lawful(&Case { code: "D12", derogations: twelve, ..Case::default() });
    // A derogation that ends inside the horizon does not carry the whole plan.
    let ending = r#"[ { id = "daily-length-12h", document = "d", valid_from = 2026-01-01, valid_to = 2026-12-26 } ]"#;
    refused("duty-length", &Case { code: "D12", derogations: ending, ..Case::default() });
    let private = || Case { regime: "code-du-travail", ..Case::default() };
    lawful(&Case { code: "L", ..private() });
    lawful(&Case { code: "N8", ..private() });
    refused("duty-length", &Case { code: "N81", ..private() });
}

#[test]
fn forty_eight_hours_in_any_seven_days_of_the_fph() {
    // 5 × 9 h = 45 h.
    lawful(&Case { codes: "D9 D9 . D9 D9", date: "2026-12-02", code: "D9", ..Case::default() });
    // 6 × 8 h = 48 h exactly, Monday to Saturday; one hour and a minute more on Saturday is too much.
    lawful(&Case { codes: "C C . C C C", date: "2026-12-02", code: "C", ..Case::default() });
    refused("weekly-max", &Case { codes: "C C . C C D91", date: "2026-12-02", code: "C", ..Case::default() });
}

#[test]
fn the_week_of_the_labour_code_is_the_civil_week() {
    let private = || Case { regime: "code-du-travail", ..Case::default() };
    // Thursday to Sunday 4 × 10 h, then Tuesday and Wednesday 2 × 10 h: 60 h in seven days, but 40 h and 20 h by week.
    let codes = ". . . L L L L . L";
    lawful(&Case { codes, date: "2026-12-09", code: "L", ..private() });
    refused("weekly-max", &Case { codes, date: "2026-12-02", code: "L", ..private() });
}

#[test]
fn fortnights_keep_four_rest_days_and_a_whole_sunday() {
    // The fortnight of 30 November to 13 December. Nine worked days and one more: ten, four rest days left.
    let nine = "H6 H6 . H6 H6 . . H6 H6 H6 . H6 H6";
    lawful(&Case { codes: nine, date: "2026-12-02", code: "H6", ..Case::default() });
    let ten = "H6 H6 . H6 H6 . . H6 H6 H6 H6 H6 H6";
    refused("fortnight-rest", &Case { codes: ten, date: "2026-12-02", code: "H6", ..Case::default() });
    // The other week-end is worked; a night from Friday to Saturday leaves Sunday alone, and Sunday and Monday stay whole.
    let second_weekend_worked = ". . . . . . . . . . . H6 H6 H6";
    lawful(&Case { codes: second_weekend_worked, date: "2026-12-04", code: "N", ..Case::default() });
    // From Saturday to Sunday 07:00 it destroys the Sunday (CAA Lyon 9 Oct. 2018).
    refused("fortnight-rest", &Case { codes: second_weekend_worked, date: "2026-12-05", code: "N", ..Case::default() });
}

#[test]
fn weekly_rest_of_the_fph_is_thirty_six_hours() {
    // Mornings at 08:00–14:00 every day from Monday to Saturday, then Monday: Saturday 14:00 to Monday 08:00 is 42 h.
    let codes = "H6 H6 . H6 H6 H6 . H6";
    lawful(&Case { codes, date: "2026-12-02", code: "H6", ..Case::default() });
    // With Sunday worked as well no rest of 36 h is left in the week.
    refused(
        "weekly-rest",
        &Case { codes: "H6 H6 H6 H6 H6 H6 . H6 H6", date: "2026-12-06", code: "H6", ..Case::default() },
    );
}

#[test]
fn twelve_days_in_a_row_are_lawful_under_the_labour_code_and_thirteen_are_not() {
    // Cass. soc. 13 Nov. 2025: rest on the first Monday and on the last Sunday of two civil weeks. Tuesday 1 to Saturday 12
    // December is twelve days.
    let private = || Case { regime: "code-du-travail", date: "2026-12-06", code: "H6", ..Case::default() };
    lawful(&Case { codes: ". H6 H6 H6 H6 H6 . H6 H6 H6 H6 H6 H6 .", ..private() });
    refused("consecutive-days", &Case { codes: ". H6 H6 H6 H6 H6 . H6 H6 H6 H6 H6 H6 H6", ..private() });
}

#[test]
fn what_the_person_brings() {
    refused(
        "promised-rest",
        &Case {
            agent: r#"promised_rests = [ { from = 2026-12-02, to = 2026-12-02, reason = "week-end" } ]"#,
            ..Case::default()
        },
    );
    refused("exemption", &Case { agent: r#"exemptions = ["no_night"]"#, code: "N", ..Case::default() });
    lawful(&Case { agent: r#"exemptions = ["no_night"]"#, code: "S", ..Case::default() });
    refused("exemption", &Case { agent: r#"exemptions = ["no_weekend"]"#, date: "2026-12-05", ..Case::default() });
    // The night from Friday ends on Saturday morning.
    refused(
        "exemption",
        &Case { agent: r#"exemptions = ["no_weekend"]"#, date: "2026-12-04", code: "N", ..Case::default() },
    );
    refused("exemption", &Case { agent: r#"exemptions = ["no_holiday"]"#, date: "2026-12-25", ..Case::default() });
    let window = r#"availability = [ { from = "2026-12-02T07:00", to = "2026-12-02T14:00" } ]"#;
    lawful(&Case { agent: window, ..Case::default() });
    refused("availability", &Case { agent: window, code: "C", ..Case::default() });
    // Five mornings of 7 h are the 35 h of a full-timer; a sixth would be overtime.
    refused("exemption", &Case { codes: "M M . M M M", agent: r#"exemptions = ["no_overtime"]"#, ..Case::default() });
    lawful(&Case { codes: "M M . M M", agent: r#"exemptions = ["no_overtime"]"#, ..Case::default() });
}

#[test]
fn outside_work_counts_like_any_other() {
    let outside = |from: &str, to: &str| format!(r#"outside_work = [ {{ from = "{from}", to = "{to}" }} ]"#);
    lawful(&Case { agent: &outside("2026-12-01T10:00", "2026-12-01T19:00"), ..Case::default() });
    refused("daily-rest", &Case { agent: &outside("2026-12-01T10:00", "2026-12-01T19:01"), ..Case::default() });
    refused("overlap", &Case { agent: &outside("2026-12-02T13:00", "2026-12-02T18:00"), ..Case::default() });
}

#[test]
fn the_year_ends_like_any_week() {
    assert_eq!(
        NaiveDate::from_ymd_opt(2026, 12, 27).map(|d| d.format("%G-W%V-%u").to_string()),
        Some("2026-W52-7".into())
    );
    // The last planned night runs past the horizon and is judged whole.
    lawful(&Case { date: "2026-12-27", code: "N", ..Case::default() });
    refused(
        "daily-rest",
        &Case { codes: &format!("{} . . N", ". ".repeat(24)), date: "2026-12-27", code: "M", ..Case::default() },
    );
}
