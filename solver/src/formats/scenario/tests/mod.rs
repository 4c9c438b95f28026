//! Reading: one mistake at a time, many at once, garbage, and the way back.

mod properties;

use super::{Syntax, read, validate, write};
use crate::formats::Issue;

/// A small valid file. Cases break it in one place each.
const GOOD: &str = r#"format = "releve.scenario/1"
group = { id = "vallee", name = "GCSMS de la Vallée", time_zone = "Europe/Paris" }
horizon = { from = 2026-11-30, days = 28 }
rule_packs = { fph = "2026-01" }
agency = [{ qualification = "AS", price_cents_per_hour = 3800 }]

[[establishments]]
id = "tilleuls"
name = "EHPAD Les Tilleuls"
finess = "010780054"
regime = "fph"
time_zone = "Europe/Paris"
commune = "Saint-Aubin"
place = { latitude = 45.0, longitude = 3.5 }
territory = "metropole"
derogations = [{ id = "daily-length-12h", document = "Décision 2026-04", valid_from = 2026-01-01 }]

[[units]]
id = "tilleuls-1"
establishment = "tilleuls"
name = "Premier étage"
shift_codes = [
  { code = "M", start = 06:45, end = "14:15", break_minutes = 30, label = "Matin" },
  { code = "N", start = 21:00:00, end = 07:00, label = "Nuit" },
]
minimum_cover = [{ code = "M", qualification = "AS", persons = 2 }]

[[agents]]
id = "as-01"
name = "Line Corbière"
employer = "tilleuls"
share_percent = 80
qualifications = [{ qualification = "AS", valid_to = 2027-01-31 }]
home = { latitude = 45.1, longitude = 3 }
mobility_km = 20
exemptions = ["no_night"]
known_units = ["tilleuls-1"]
outside_work = [{ from = 2026-12-05T08:00, to = "2026-12-05T12:00" }]
wishes = [{ date = "2026-12-24", kind = "off" }]
promised_rests = [{ from = 2026-12-12, to = 2026-12-13, reason = "repos dû" }]
cost_cents_per_hour = 2200

[[agents]]
id = "as-02"
name = "Aline Ferrand"
employer = "tilleuls"
share_percent = 100
qualifications = [{ qualification = "AS" }]
home = { latitude = 45.1, longitude = 3.0 }
mobility_km = 20
cost_cents_per_hour = 2200

[[rosters]]
agent = "as-02"
unit = "tilleuls-1"
from = 2026-11-30
codes = "M M . . N . ."

[[absences]]
agent = "as-01"
from = 2026-12-01
to = 2026-12-02
class = "planned"

[[shifts]]
id = "p-1"
unit = "tilleuls-1"
code = "M"
date = 2026-12-27
qualification = "AS"
priority = "normal"

[expected]
covered_min = 1
assigned = { p-1 = "as-01" }
refused = { p-1 = { as-02 = "weekly-rest" } }
"#;

fn issues(text: &str, syntax: Syntax) -> Vec<Issue> {
    read(text, syntax).expect_err("a file with mistakes")
}

fn show(issues: &[Issue]) -> String {
    issues.iter().map(|issue| format!("  {issue}")).collect::<Vec<_>>().join("\n")
}

/// The file with its only `from` replaced.
fn broken(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from:?} must occur once");
    text.replace(from, to)
}

fn assert_one(text: &str, syntax: Syntax, line: usize, field: &str, part: &str) {
    let found = issues(text, syntax);
    assert_eq!(found.len(), 1, "one mistake, one issue, for {part:?}:\n{}", show(&found));
    let issue = &found[0];
    assert_eq!(issue.line, Some(line), "{issue}");
    assert_eq!(issue.field, field, "{issue}");
    assert!(issue.to_string().contains(part), "{issue} lacks {part:?}");
}

#[test]
fn the_good_file_is_read_and_both_ways_back_lead_to_it() {
    let scenario = read(GOOD, Syntax::Toml).unwrap_or_else(|issues| panic!("{}", show(&issues)));
    assert_eq!(validate(&scenario), []);
    for syntax in [Syntax::Toml, Syntax::Json] {
        let text = write(&scenario, syntax);
        let again = read(&text, syntax).unwrap_or_else(|issues| panic!("{}\n{text}", show(&issues)));
        assert_eq!(again, scenario, "{syntax:?}");
    }
    let stored: crate::domain::scenario::Scenario =
        serde_json::from_str(&write(&scenario, Syntax::Json)).expect("a stored row");
    assert_eq!(stored, scenario);
}

/// Replaced text, its replacement, line, field, part of the message.
type Case = (&'static str, &'static str, usize, &'static str, &'static str);

const FORMS: &[Case] = &[
    ("releve.scenario/1", "releve.scenario/2", 1, "format", "expected \"releve.scenario/1\""),
    ("days = 28", "days = 0", 3, "horizon.days", "a whole number from 1 to 400"),
    ("days = 28", "days = 401", 3, "horizon.days", "found 401"),
    ("days = 28", "days = -1", 3, "horizon.days", "a whole number, 0 or more"),
    ("days = 28", "days = 28.0", 3, "horizon.days", "found 28"),
    ("days = 28", "length = 28, days = 28", 3, "horizon.length", "an unknown field"),
    ("horizon = { from = 2026-11-30", "horizon = { from = \"30/11/2026\"", 3, "horizon.from", "year-month-day"),
    ("horizon = { from = 2026-11-30", "horizon = { from = \"2026-02-30\"", 3, "horizon.from", "a date that exists"),
    ("horizon = { from = 2026-11-30, days = 28 }", "horizon = 28", 3, "horizon", "expected a table"),
    ("\nname = \"EHPAD Les Tilleuls\"", "\nname = \" \"", 9, "establishments[0 \"tilleuls\"].name", "not empty"),
    ("010780054", "10780054", 10, "establishments[0 \"tilleuls\"].finess", "nine digits"),
    ("finess = \"010780054\"", "finess = 10780054", 10, "establishments[0 \"tilleuls\"].finess", "write it in quotes"),
    ("regime = \"fph\"", "regime = \"ccn99\"", 11, "establishments[0 \"tilleuls\"].regime", "rule_packs"),
    (
        "Europe/Paris\"\ncommune",
        "Europe/Pari\"\ncommune",
        12,
        "establishments[0 \"tilleuls\"].time_zone",
        "did you mean \"Europe/Paris\"",
    ),
    ("latitude = 45.0", "latitude = 95.0", 14, "establishments[0 \"tilleuls\"].place.latitude", "from -90 to 90"),
    ("longitude = 3.5", "longitude = nan", 14, "establishments[0 \"tilleuls\"].place.longitude", "a finite number"),
    ("\"metropole\"", "\"metropol\"", 15, "establishments[0 \"tilleuls\"].territory", "did you mean \"metropole\""),
    (
        "document = \"Décision 2026-04\", ",
        "",
        16,
        "establishments[0 \"tilleuls\"].derogations[0 \"daily-length-12h\"].document",
        "add `document`",
    ),
    (
        "Décision 2026-04",
        " ",
        16,
        "establishments[0 \"tilleuls\"].derogations[0 \"daily-length-12h\"].document",
        "without one the derogation does not exist",
    ),
    ("start = 06:45", "start = \"6h45\"", 23, "units[0 \"tilleuls-1\"].shift_codes[0 \"M\"].start", "hours:minutes"),
    ("end = \"14:15\"", "end = \"24:00\"", 23, "units[0 \"tilleuls-1\"].shift_codes[0 \"M\"].end", "midnight is 00:00"),
    (
        "break_minutes = 30",
        "break_minutes = 450",
        23,
        "units[0 \"tilleuls-1\"].shift_codes[0 \"M\"].break_minutes",
        "450",
    ),
    (
        "{ code = \"M\", q",
        "{ code = \"S\", q",
        26,
        "units[0 \"tilleuls-1\"].minimum_cover[0].code",
        "a code of the unit \"tilleuls-1\": M, N",
    ),
    ("share_percent = 80", "share_percent = 180", 32, "agents[0 \"as-01\"].share_percent", "from 1 to 100"),
    (
        "share_percent = 80",
        "share_precent = 80\nshare_percent = 80",
        32,
        "agents[0 \"as-01\"].share_precent",
        "did you mean",
    ),
    ("share_percent = 80", "", 28, "agents[0 \"as-01\"].share_percent", "found nothing"),
    ("[\"no_night\"]", "[\"no_nights\"]", 36, "agents[0 \"as-01\"].exemptions[0]", "\"no_night\", \"no_weekend\""),
    ("[\"no_night\"]", "\"no_night\"", 36, "agents[0 \"as-01\"].exemptions", "square brackets"),
    (
        "to = \"2026-12-05T12:00\"",
        "to = 2026-12-05T08:00",
        38,
        "agents[0 \"as-01\"].outside_work[0].to",
        "a time after",
    ),
    ("to = \"2026-12-05T12:00\"", "to = 2026-12-05T12:00Z", 38, "agents[0 \"as-01\"].outside_work[0].to", "offset"),
    ("kind = \"off\"", "kind = \"maybe\"", 39, "agents[0 \"as-01\"].wishes[0].kind", "one of \"off\", \"work\""),
    ("\"2026-12-24\"", "\"2062-12-24\"", 39, "agents[0 \"as-01\"].wishes[0].date", "around the horizon"),
    ("to = 2026-12-13", "to = 2026-12-03", 40, "agents[0 \"as-01\"].promised_rests[0].to", "2026-12-12 or later"),
    ("id = \"as-02\"", "id = \"as-01\"", 44, "agents[1 \"as-01\"].id", "already the id of agents[0]"),
];

const MEANINGS: &[Case] = &[
    (
        "qualifications = [{ qualification = \"AS\" }]",
        "qualifications = []",
        48,
        "agents[1 \"as-02\"].qualifications",
        "at least one",
    ),
    ("agent = \"as-02\"", "agent = \"as-03\"", 54, "rosters[0 \"as-03\"].agent", "did you mean"),
    (
        "M M . . N . .",
        "M M . J N . .",
        57,
        "rosters[0 \"as-02\"].codes",
        "\"J\" on 2026-12-03 (code 4 of the line), expected a code of the unit \"tilleuls-1\": M, N, or .",
    ),
    ("M M . . N . .", "M M . . N M .", 57, "rosters[0 \"as-02\"].codes", "M on 2026-12-05 while N on 2026-12-04"),
    ("to = 2026-12-02", "to = 2025-12-02", 62, "absences[0 \"as-01\"].to", "2026-12-01 or later"),
    ("class = \"planned\"", "class = \"sick\"", 63, "absences[0 \"as-01\"].class", "\"planned\", \"unplanned\""),
    ("id = \"p-1\"", "id = \"p 1\"", 66, "shifts[0 \"p 1\"].id", "without spaces"),
    ("date = 2026-12-27", "date = 2026-12-28", 69, "shifts[0 \"p-1\"].date", "2026-11-30 to 2026-12-27"),
    ("covered_min = 1", "covered_min = 2", 74, "expected.covered_min", "from 0 to 1"),
    ("covered_min = 1", "status = \"best\"", 74, "expected.status", "\"optimal\" or \"feasible\""),
    ("p-1 = \"as-01\"", "p-1 = \"as-09\"", 75, "expected.assigned.p-1", "one of the `agents`"),
    ("as-02 = \"weekly-rest\"", "as-02 = 7", 76, "expected.refused.p-1.as-02", "found 7"),
    ("rule_packs = { fph = \"2026-01\" }", "rule_packs = { fph = 2026 }", 4, "rule_packs.fph", "a text"),
    ("agency = [{", "weights = { night = -1 }\nagency = [{", 5, "weights.night", "from 0 to 10000"),
    (
        "3800 }]",
        "3800 }, { qualification = \"AS\", price_cents_per_hour = 1 }]",
        5,
        "agency[1 \"AS\"].qualification",
        "second price",
    ),
];

#[test]
fn each_mistake_has_its_line_field_and_message() {
    for (from, to, line, field, part) in FORMS.iter().chain(MEANINGS) {
        // A changed id or code makes other entries point nowhere; those cases keep one issue by pointing elsewhere.
        let mut text = broken(GOOD, from, to);
        if *from == "id = \"as-02\"" {
            text = text.replace("agent = \"as-02\"", "agent = \"as-01\"").replace("{ as-02 =", "{ as-01 =");
        }
        if *from == "id = \"p-1\"" {
            text = text[..text.find("[expected]").expect("the last table")].to_owned();
        }
        assert_one(&text, Syntax::Toml, *line, field, part);
    }
}

#[test]
fn each_mistake_is_found_in_json_too() {
    let good = write(&read(GOOD, Syntax::Toml).expect("the good file"), Syntax::Json);
    let line = |part: &str| good.lines().position(|line| line.contains(part)).expect("a line with it") + 1;
    let cases: &[(&str, &str, &str, &str)] = &[
        ("\"days\": 28", "\"days\": \"28\"", "horizon.days", "found \"28\""),
        ("\"days\": 28", "\"days\": null", "horizon.days", "found null"),
        ("\"share_percent\": 80", "\"share_percent\": 0", "agents[0 \"as-01\"].share_percent", "from 1 to 100"),
        ("\"share_percent\": 80", "\"share_percent\": 1e2", "agents[0 \"as-01\"].share_percent", "found 100"),
        ("\"share_percent\": 80,", "\"share_percent\": 80, // part-time", "", "comments"),
        ("\"share_percent\": 80,", "\"share_percent\": 80, \"share_percent\": 90,", "", "a second time"),
        (
            "\"territory\": \"metropole\"",
            "\"territory\": \"lune\"",
            "establishments[0 \"tilleuls\"].territory",
            "la-reunion",
        ),
        ("\"date\": \"2026-12-24\"", "\"date\": 20261224", "agents[0 \"as-01\"].wishes[0].date", "year-month-day"),
        (
            "\"start\": \"06:45:00\"",
            "\"start\": \"06:45:30\"",
            "units[0 \"tilleuls-1\"].shift_codes[0 \"M\"].start",
            "06:45",
        ),
        (
            "\"good_friday\": false",
            "\"good_friday\": \"no\"",
            "establishments[0 \"tilleuls\"].good_friday",
            "true or false",
        ),
        (
            "\"codes\": \"M M . . N . .\"",
            "\"codes\": \"M m . . N . .\"",
            "rosters[0 \"as-02\"].codes",
            "did you mean \"M\"",
        ),
    ];
    for (from, to, field, part) in cases {
        assert_one(&broken(&good, from, to), Syntax::Json, line(from), field, part);
    }
    assert_one("", Syntax::Json, 1, "", "one JSON object");
    assert_one("[]", Syntax::Json, 1, "", "expected a table");

    let class = "\"class\": \"planned\"";
    assert_one(&broken(&good, class, &format!("{class},")), Syntax::Json, line(class), "", "Trailing commas");
}

#[test]
fn a_file_with_many_mistakes_gets_them_all_in_order() {
    let mut text = GOOD.to_owned();
    for (from, to) in [
        ("days = 28", "days = 0"),
        ("010780054", "0107800"),
        ("commune = \"Saint-Aubin\"", "commune = Saint-Aubin"),
        ("latitude = 45.0", "latitude = 450.0"),
        ("end = \"14:15\"", "end = \"24:15\""),
        ("share_percent = 80", "share_precent = 80"),
        ("exemptions = [\"no_night\"]", "exemptions = [\"night\", \"no_sunday\"]"),
        ("known_units = [\"tilleuls-1\"]", "known_units = [\"tilleul-1\"]"),
        ("reason = \"repos dû\"", "reason = 5"),
        ("M M . . N . .", "M Z . . N M ."),
        ("to = 2026-12-02", "to = 2026-11-01"),
        ("priority = \"normal\"", "priority = \"urgent\""),
        ("p-1 = \"as-01\"", "p-7 = \"as-01\""),
    ] {
        text = broken(&text, from, to);
    }
    let found = issues(&text, Syntax::Toml);
    let places: Vec<(usize, &str)> = found.iter().map(|i| (i.line.expect("a line"), i.field.as_str())).collect();
    let wanted = [
        (3, "horizon.days"),
        (10, "establishments[0 \"tilleuls\"].finess"),
        (13, ""),
        (14, "establishments[0 \"tilleuls\"].place.latitude"),
        (23, "units[0 \"tilleuls-1\"].shift_codes[0 \"M\"].end"),
        (28, "agents[0 \"as-01\"].share_percent"),
        (32, "agents[0 \"as-01\"].share_precent"),
        (36, "agents[0 \"as-01\"].exemptions[0]"),
        (36, "agents[0 \"as-01\"].exemptions[1]"),
        (37, "agents[0 \"as-01\"].known_units[0]"),
        (40, "agents[0 \"as-01\"].promised_rests[0].reason"),
        (57, "rosters[0 \"as-02\"].codes"),
        (62, "absences[0 \"as-01\"].to"),
        (71, "shifts[0 \"p-1\"].priority"),
        (75, "expected.assigned.p-7"),
    ];
    assert_eq!(places, wanted, "\n{}", show(&found));
}

#[test]
fn one_mistake_does_not_echo() {
    // A stand-in horizon would put every date outside; a lost id or code would leave its references in the air.
    for (from, to, line, part) in [
        ("from = 2026-11-30, days", "from = 2026-13-30, days", 3, "syntax error"),
        ("from = 2026-11-30, days", "from = true, days", 3, "a date that exists"),
        ("from = 2026-11-30, days", "days", 3, "add `from`"),
        ("id = \"tilleuls\"", "id = 5", 8, "a text"),
        ("id = \"tilleuls\"", "", 7, "add `id`"),
        ("id = \"tilleuls-1\"", "id = tilleuls-1", 19, "syntax error"),
        ("{ code = \"M\", start", "{ start", 23, "add `code`"),
        ("start = 21:00:00", "start = 21", 24, "a time of day"),
        ("id = \"as-01\"", "id = as-01", 29, "syntax error"),
    ] {
        let text = broken(GOOD, from, to);
        let found = issues(&text, Syntax::Toml);
        assert_eq!(found.len(), 1, "{to:?}:\n{}", show(&found));
        assert_eq!(found[0].line, Some(line), "{}", found[0]);
        assert!(found[0].to_string().contains(part), "{}", found[0]);
    }
}

#[test]
fn hostile_texts_get_an_answer() {
    let deep_json = format!("{{\"a\": {}", "[".repeat(10_000_000));
    assert!(issues(&deep_json, Syntax::Json)[0].found.contains("nested too deep"));
    let deep_toml = format!("a = {}", "[{a = ".repeat(2_000_000));
    assert!(issues(&deep_toml, Syntax::Toml)[0].found.contains("nested too deep"));
    let wide = "[[shifts]]\nid = 3\n".repeat(50_000);
    let found = issues(&wide, Syntax::Toml);
    assert_eq!(found.len(), crate::formats::passes::ISSUES_MAX + 1);
    assert!(found[crate::formats::passes::ISSUES_MAX].found.ends_with("more issues"));
    let dotted = format!("{}a = 1", "a.".repeat(100_000));
    assert!(!issues(&dotted, Syntax::Toml).is_empty());
}

#[test]
fn the_scenario_files_of_the_repository_are_valid() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("the folder of scenarios") {
        let path = entry.expect("a file").path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = std::fs::read_to_string(&path).expect("a text");
            let scenario = read(&text, Syntax::Toml).unwrap_or_else(|issues| panic!("{path:?}:\n{}", show(&issues)));
            assert_eq!(read(&write(&scenario, Syntax::Toml), Syntax::Toml).as_ref(), Ok(&scenario));
            seen += 1;
        }
    }
    assert!(seen >= 2, "{folder} holds scenarios");
}
