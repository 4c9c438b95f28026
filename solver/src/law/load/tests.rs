//! The packs that ship with the program, and packs that are refused, each with its line, field and words.

use super::read;
use crate::formats::{Issue, speak_both_languages};
use crate::law::Library;
use crate::law::rule::{Force, Limit, Status, WeeklyMax};

/// A small pack in which everything is right, and on which every other one of these tests stands.
const GROUND: &str = r#"id = "ground"
version = "1"
name = "Ground"
valid_from = 2026-01-01

[night]
share_percent_min = 50
article = "art. 1"
source = "text"
certainty = "V1"

[mileage]
cents_per_km = 32
article = "art. 1"
source = "text"
certainty = "V1"

[[rule]]
id = "ground.daily-rest"
kind = "daily-rest"
label_fr = "Repos quotidien"
minutes_min = 660
force = "default"
floor = { minutes_min = 540 }
article = "art. 2"
source = "text"
certainty = "V1"

[[rule]]
id = "ground.weekly-max"
kind = "weekly-max"
label_fr = "Durée hebdomadaire"
minutes_max = 2880
force = "hard"
article = "art. 3"
source = "text"
certainty = "V1"

[[derogation]]
id = "daily-rest-9h"
label_fr = "Repos de 9 heures"
article = "art. 2, al. 2"
source = "text"
certainty = "V1"
changes = [{ rule = "ground.daily-rest", minutes_min = 540 }]
"#;

/// A pack above it.
const ABOVE: &str = r#"id = "above"
version = "1"
name = "Above"
valid_from = 2026-01-01
extends = ["ground@1"]

[[rule]]
id = "above.fortnight-rest"
kind = "rest-days"
label_fr = "Repos de la quinzaine"
weeks = 2
days_min = 4
force = "default"
floor = { days_min = 2 }
article = "art. 10"
source = "text"
certainty = "V2"

[[rule]]
id = "above.averaged-rest"
kind = "rest-days"
label_fr = "Repos en moyenne"
weeks = 4
days_min = 8
force = "default"
applies_to = "night-worker"
only_with = "averaged"
article = "art. 11"
alias = "art. L11"
source = "text"
certainty = "M"
valid_from = 2026-03-01
valid_to = 2026-12-31

[[derogation]]
id = "averaged"
label_fr = "Repos en moyenne"
article = "art. 11"
source = "text"
certainty = "V1"
suspends = ["above.fortnight-rest"]
changes = [{ rule = "ground.daily-rest", minutes_min = 600 }]
"#;

fn ground() -> Library {
    Library::default().with(GROUND).unwrap_or_else(|issues| panic!("{}", show(&issues)))
}

fn show(issues: &[Issue]) -> String {
    issues.iter().map(Issue::to_string).collect::<Vec<_>>().join("\n")
}

/// What is wrong with a pack; whatever it is, both languages tell of it.
fn issues(text: &str, library: &Library) -> Vec<Issue> {
    let issues = read(text, library).err().unwrap_or_default();
    speak_both_languages(&issues);
    issues
}

/// `ABOVE` with one mistake.
fn broken(from: &str, to: &str) -> String {
    assert_eq!(ABOVE.matches(from).count(), 1, "{from:?} must stand once in the good pack");
    ABOVE.replacen(from, to, 1)
}

/// One issue, with its line, field, and words in what is found, expected or advised.
#[track_caller]
fn assert_one(text: &str, library: &Library, line: usize, field: &str, words: &[&str]) {
    let issues = issues(text, library);
    assert_eq!(issues.len(), 1, "one mistake, one issue:\n{}", show(&issues));
    let told = issues[0].to_string();
    assert_eq!((issues[0].line, issues[0].field.as_str()), (Some(line), field), "{told}");
    for word in words {
        assert!(told.contains(word), "{told}\nshould say {word:?}");
    }
}

#[test]
fn a_pack_is_read_in_full() {
    let library = ground();
    let pack = read(ABOVE, &library).unwrap_or_else(|issues| panic!("{}", show(&issues)));
    assert_eq!((pack.key().as_str(), pack.extends.as_slice()), ("above@1", &["ground@1".to_owned()][..]));
    let [fortnight, averaged] = pack.rules.as_slice() else { panic!("two rules") };
    assert_eq!(fortnight.limit.with(&[("days_min".into(), 2)]).ok(), fortnight.floor);
    assert_eq!(fortnight.floor.map(|floor| floor.comparable(&fortnight.limit)), Some(true));
    assert_eq!((averaged.applies_to, averaged.only_with.as_deref()), (Some(Status::NightWorker), Some("averaged")));
    assert_eq!(averaged.alias.as_deref(), Some("art. L11"));
    assert_eq!(averaged.valid_from.map(|day| day.to_string()).as_deref(), Some("2026-03-01"));
    assert_eq!(pack.derogations[0].changes[0].values, [("minutes_min".to_owned(), 600)]);
    assert_eq!(pack.derogations[0].suspends, ["above.fortnight-rest"]);
}

#[test]
fn the_packs_of_the_program_are_read() {
    let library = Library::builtin();
    let keys: Vec<String> = library.packs().iter().map(super::Pack::key).collect();
    let expected = ["fph", "code-du-travail", "bass", "ccn51", "ccn66", "ccu"].map(|id| format!("{id}@2026-01"));
    assert_eq!(keys, expected);
    for pack in library.packs() {
        assert!(!pack.rules.is_empty(), "{} has rules", pack.key());
        let sources = pack.rules.iter().map(|r| (&r.id, &r.article, &r.source));
        let switches = pack.derogations.iter().map(|d| (&d.id, &d.article, &d.source));
        for (id, article, source) in sources.chain(switches) {
            assert!(!article.trim().is_empty() && !source.trim().is_empty(), "{id} cites an article and a source");
        }
        let chain = library.chain(pack);
        assert!(chain.iter().any(|p| p.night.is_some()) && chain.iter().any(|p| p.mileage.is_some()), "{}", pack.key());
    }
    // The reader has held every derogation against the floors; these are the ones that establishments have recorded.
    for (pack, id) in [
        ("fph", "daily-length-12h"),
        ("fph", "daily-rest-11h"),
        ("code-du-travail", "daily-length-12h"),
        ("code-du-travail", "night-length-12h"),
        ("code-du-travail", "daily-rest-9h"),
    ] {
        let pack = library.find(pack).expect("a pack");
        assert!(pack.derogations.iter().any(|known| known.id == id), "{} has {id}", pack.key());
    }
}

#[test]
fn a_switch_of_an_underlying_pack_still_works_where_a_nearer_rule_says_the_same() {
    // A derogation is looked up in the nearest pack: where a pack repeats a limit of the code, it repeats the switch too.
    let library = Library::builtin();
    for pack in library.packs() {
        let chain = library.chain(pack);
        for under in &chain[1..] {
            for switch in &under.derogations {
                let nearest = chain.iter().flat_map(|p| &p.derogations).find(|d| d.id == switch.id).expect("itself");
                for change in &switch.changes {
                    let kept = nearest.changes.iter().any(|c| c.rule == change.rule);
                    assert!(kept, "{}: {} no longer changes {}", pack.key(), switch.id, change.rule);
                }
            }
        }
    }
}

#[test]
fn public_order_is_hard() {
    let weekly = |pack: &str| {
        let pack = Library::builtin().find(pack).expect("a pack");
        let of_48 = |limit: &Limit| matches!(limit, Limit::WeeklyMax(WeeklyMax { minutes_max: 2880, .. }));
        pack.rules.iter().filter(|r| of_48(&r.limit)).map(|r| r.force).collect::<Vec<_>>()
    };
    assert_eq!(weekly("fph"), [Force::Hard]);
    assert_eq!(weekly("code-du-travail"), [Force::Hard]);
}

#[test]
fn every_mistake_of_form_has_its_line_field_and_words() {
    let library = ground();
    let fortnight = r#"rule[0 "above.fortnight-rest"]"#;
    let field = |name: &str| format!("{fortnight}.{name}");
    let one = |from: &str, to: &str, line, field: &str, words: &[&str]| {
        assert_one(&broken(from, to), &library, line, field, words);
    };
    let rest = "\nlabel_fr = \"Repos de la quinzaine\"";
    // An unknown kind, with the nearest; what its values should be is not asked.
    let kinds = ["\"rest-dais\"", "one of \"daily-rest\"", "did you mean \"rest-days\"?"];
    one(&format!("rest-days\"{rest}"), &format!("rest-dais\"{rest}"), 9, &field("kind"), &kinds);
    one(&format!("kind = \"rest-days\"{rest}"), rest, 7, &field("kind"), &["nothing", "add `kind`"]);
    // A value that the kind does not have, one that is missing, one below nought.
    let unknown = ["an unknown field", "days_min, block_days", "did you mean `block_days`?"];
    one("days_min = 4\n", "days_min = 4\nblock_day = 2\n", 13, &field("block_day"), &unknown);
    one("weeks = 2\n", "", 7, &field("weeks"), &["nothing", "a whole number", "add `weeks`"]);
    one("days_min = 4", "days_min = -4", 12, &field("days_min"), &["-4", "a whole number, 0 or more"]);
    one("days_min = 4", "days_min = \"4\"", 12, &field("days_min"), &["\"4\"", "without quotes"]);
    // No article, no source, or empty ones.
    one("article = \"art. 10\"\n", "", 7, &field("article"), &["nothing", "add `article`"]);
    one("article = \"art. 10\"", "article = \" \"", 15, &field("article"), &["\" \"", "a text that is not empty"]);
    one("\nsource = \"text\"\ncertainty = \"V2\"", "\ncertainty = \"V2\"", 7, &field("source"), &["add `source`"]);
    // Words.
    one(
        "certainty = \"V2\"",
        "certainty = \"V3\"",
        17,
        &field("certainty"),
        &["\"V3\"", "\"V1\", \"V2\", \"M\", \"C\""],
    );
    one(
        "force = \"default\"\nfloor",
        "force = \"defualt\"\nfloor",
        13,
        &field("force"),
        &["did you mean \"default\"?"],
    );
    let statuses = "rule[1 \"above.averaged-rest\"].applies_to";
    one("night-worker", "night-workers", 26, statuses, &["did you mean \"night-worker\"?"]);
    // Floors.
    one("{ days_min = 2 }", "{ days_mim = 2 }", 14, &field("floor.days_mim"), &["did you mean `days_min`?"]);
    one("{ days_min = 2 }", "{ days_min = -2 }", 14, &field("floor.days_min"), &["-2", "0 or more"]);
    one("{ days_min = 2 }", "{ weeks = 1 }", 14, &field("floor.weeks"), &["an unknown field", "one of days_min"]);
    one("{ days_min = 2 }", "2", 14, &field("floor"), &["2", "a table"]);
    // The head.
    one("name = \"Above\"", "nom = \"Above\"\nname = \"Above\"", 3, "nom", &["an unknown field"]);
    one("valid_from = 2026-01-01\nextends", "valid_from = 2026-02-30\nextends", 4, "", &["a syntax error"]);
}

#[test]
fn every_mistake_of_meaning_has_its_line_field_and_words() {
    let library = ground();
    let fortnight = r#"rule[0 "above.fortnight-rest"]"#;
    let averaged = r#"rule[1 "above.averaged-rest"]"#;
    let field = |rule: &str, name: &str| format!("{rule}.{name}");
    let one = |from: &str, to: &str, line, field: &str, words: &[&str]| {
        assert_one(&broken(from, to), &library, line, field, words);
    };
    // Identifiers.
    let prefix = ["\"abovo.averaged-rest\"", "begins with \"above.\"", "write \"above.averaged-rest\""];
    one(
        "id = \"above.averaged-rest\"",
        "id = \"abovo.averaged-rest\"",
        20,
        "rule[1 \"abovo.averaged-rest\"].id",
        &prefix,
    );
    one("version = \"1\"", "version = \"1@2\"", 2, "version", &["\"1@2\"", "letters, digits"]);
    // Values out of range, and none.
    one("weeks = 2", "weeks = 0", 11, &field(fortnight, "weeks"), &["0", "from 1 to 53"]);
    // Floors.
    let tighter = ["5", "4 or less, as the rule has 4", "never tighter"];
    one("{ days_min = 2 }", "{ days_min = 5 }", 14, &field(fortnight, "floor.days_min"), &tighter);
    let absent = ["2", "nothing, as the rule does not limit it"];
    one("{ days_min = 2 }", "{ block_days = 2 }", 14, &field(fortnight, "floor.block_days"), &absent);
    one(
        "force = \"default\"\napplies_to",
        "force = \"information\"\nfloor = { days_min = 4 }\napplies_to",
        26,
        &field(averaged, "floor"),
        &["a floor", "remove it or change the force"],
    );
    // Dates.
    let order = ["2026-02-01", "2026-03-01 or later", "exchange the two"];
    one("valid_to = 2026-12-31", "valid_to = 2026-02-01", 33, &field(averaged, "valid_to"), &order);
    let outside = ["2025-12-31", "a day of the pack: 2026-01-01 onwards"];
    let early = "valid_to = 2025-12-31";
    one("valid_from = 2026-03-01\nvalid_to = 2026-12-31", early, 32, &field(averaged, "valid_to"), &outside);
    // Derogations.
    let only_with = ["\"averagd\"", "did you mean \"averaged\"?"];
    one("only_with = \"averaged\"", "only_with = \"averagd\"", 27, &field(averaged, "only_with"), &only_with);
    let derogation = r#"derogation[0 "averaged"]"#;
    let suspends = "suspends = [\"above.fortnight-rest\"]";
    let first = format!("{derogation}.suspends[0]");
    one(
        suspends,
        "suspends = [\"above.fortnight-rests\"]",
        41,
        &first,
        &["\"above.fortnight-rests\"", "did you mean \"above.fortnight-rest\"?"],
    );
    one(
        suspends,
        "suspends = [\"ground.weekly-max\"]",
        41,
        &first,
        &["\"ground.weekly-max\"", "force \"default\"", "art. 3", "remove it"],
    );
}

#[test]
fn every_mistake_of_a_change_has_its_line_field_and_words() {
    let library = ground();
    let change = "{ rule = \"ground.daily-rest\", minutes_min = 600 }";
    let one = |to: &str, field: &str, words: &[&str]| {
        assert_one(&broken(change, to), &library, 42, &format!("derogation[0 \"averaged\"].changes{field}"), words);
    };
    let daily = "[0 \"ground.daily-rest\"]";
    one(
        "{ rule = \"ground.daly-rest\", minutes_min = 600 }",
        "[0 \"ground.daly-rest\"].rule",
        &["\"ground.daly-rest\"", "did you mean \"ground.daily-rest\"?"],
    );
    one(
        "{ rule = \"ground.daily-rest\", minutes_max = 600 }",
        &format!("{daily}.minutes_max"),
        &["600", "a value of ground.daily-rest: minutes_min"],
    );
    one(
        "{ rule = \"ground.daily-rest\", minutes_min = -600 }",
        &format!("{daily}.minutes_min"),
        &["-600", "0 or more"],
    );
    // Past the floor, past public order, past a rule without floor.
    one(
        "{ rule = \"ground.daily-rest\", minutes_min = 539 }",
        &format!("{daily}.minutes_min"),
        &["539", "540 or more", "the floor of ground.daily-rest (art. 2)", "past the floor"],
    );
    let weekly = "[0 \"ground.weekly-max\"]";
    one(
        "{ rule = \"ground.weekly-max\", minutes_max = 2881 }",
        &format!("{weekly}.minutes_max"),
        &["2881", "2880 or less", "public order of ground.weekly-max (art. 3)"],
    );
    one(
        "{ rule = \"above.averaged-rest\", days_min = 7 }",
        "[0 \"above.averaged-rest\"].days_min",
        &["7", "8 or more", "without a floor", "give the rule a floor"],
    );
    // A window is what a rule is about.
    one(
        "{ rule = \"above.averaged-rest\", weeks = 3 }",
        "[0 \"above.averaged-rest\"].weeks",
        &["3", "4 as in above.averaged-rest (art. 11)"],
    );
    one("{ rule = \"ground.daily-rest\" }", daily, &["no value", "say what the document relaxes"]);
    // A hard rule may be tightened.
    let tighter = broken(change, "{ rule = \"ground.weekly-max\", minutes_max = 2640 }");
    assert!(read(&tighter, &library).is_ok(), "{}", show(&issues(&tighter, &library)));
}

#[test]
fn a_rule_stands_twice_only_on_days_of_its_own() {
    let library = ground();
    let second = |dates: &str| {
        format!(
            "{ABOVE}\n[[rule]]\nid = \"above.averaged-rest\"\nkind = \"rest-days\"\nlabel_fr = \"x\"\nweeks = 4\n\
             days_min = 9\nforce = \"default\"\narticle = \"a\"\nsource = \"s\"\ncertainty = \"V1\"\n{dates}"
        )
    };
    let path = "rule[2 \"above.averaged-rest\"]";
    let words = ["a second time", "days outside those of rule[1] (2026-03-01 to 2026-12-31)", "end the first"];
    assert_one(&second("valid_from = 2026-12-31\n"), &library, 54, &format!("{path}.valid_from"), &words);
    assert_one(&second(""), &library, 45, &format!("{path}.id"), &words);
    for dates in ["valid_from = 2027-01-01\n", "valid_to = 2026-02-28\n"] {
        let text = second(dates);
        assert!(read(&text, &library).is_ok(), "{}", show(&issues(&text, &library)));
    }
}

#[test]
fn versions_of_a_pack_do_not_overlap() {
    let version = |library: &Library, version: &str, dates: &str| {
        let text = GROUND.replacen("version = \"1\"", &format!("version = \"{version}\""), 1);
        library.with(&text.replacen("valid_from = 2026-01-01", dates, 1))
    };
    let open = ground();
    // An open end is closed by the successor's start.
    assert!(version(&open, "2", "valid_from = 2027-01-01").is_ok());
    assert!(version(&open, "0", "valid_from = 2025-01-01\nvalid_to = 2025-12-31").is_ok());
    let refused = |library: &Library, dates: &str, line: usize, field: &str, words: &str| {
        let issues = version(library, "2", dates).expect_err("an overlap");
        speak_both_languages(&issues);
        assert_eq!((issues[0].line, issues[0].field.as_str()), (Some(line), field), "{}", show(&issues));
        assert!(issues[0].to_string().contains(words), "{}", show(&issues));
        assert_eq!(issues.len(), 1, "{}", show(&issues));
    };
    refused(&open, "valid_from = 2026-01-01", 4, "valid_from", "days outside those of ground@1 (2026-01-01 onwards)");
    refused(&open, "valid_from = 2025-01-01\nvalid_to = 2026-01-01", 5, "valid_to", "ground@1");
    let closed = version(&Library::default(), "1", "valid_from = 2026-01-01\nvalid_to = 2026-12-31").expect("a pack");
    refused(&closed, "valid_from = 2026-12-31\nvalid_to = 2027-12-31", 4, "valid_from", "2026-01-01 to 2026-12-31");
    assert!(version(&closed, "2", "valid_from = 2027-01-01").is_ok());
    refused(&open, "valid_from = 2025-02-01\nvalid_to = 2025-01-01", 5, "valid_to", "2025-02-01 or later");
}

#[test]
fn what_a_pack_stands_on_must_be_there() {
    let library = ground();
    let missing = broken("ground@1", "grund@1");
    // One issue: that the rules of what is missing are not known is not said again.
    assert_one(&missing, &library, 5, "extends[0]", &["\"grund@1\"", "one of ground@1", "did you mean \"ground@1\"?"]);
    let floating = broken("ground@1", "ground");
    assert_one(&floating, &library, 5, "extends[0]", &["\"ground\"", "did you mean \"ground@1\"?"]);
    assert_one(ABOVE, &Library::default(), 5, "extends[0]", &["no pack is loaded", "load the pack underneath first"]);
    let itself = library.with(ABOVE).expect("a pack");
    let text = broken("version = \"1\"", "version = \"2\"")
        .replacen("valid_from = 2026-01-01", "valid_from = 2027-01-01", 1)
        .replacen("\"ground@1\"", "\"ground@1\", \"above@1\"", 1);
    assert_one(&text, &itself, 5, "extends[1]", &["\"above@1\"", "without above underneath"]);
}

#[test]
fn rules_of_another_pack_are_not_taken_over() {
    let text = broken("extends = [\"ground@1\"]", "extends = [\"ground@1\"]\nrule_prefix = \"ground\"")
        .replace("above.fortnight-rest", "ground.daily-rest")
        .replace("above.averaged-rest", "ground.averaged-rest");
    let issues = issues(&text, &ground());
    let told = show(&issues);
    assert!(told.contains("already a rule of ground@1") && told.contains("line 9"), "{told}");
}

#[test]
fn a_pack_with_many_mistakes_gets_them_all_in_order() {
    let text = broken("days_min = 4", "days_min = -4")
        .replacen("certainty = \"V2\"", "certainty = \"V9\"", 1)
        .replacen("minutes_min = 600", "minutes_min = 10", 1)
        .replacen("name = \"Above\"", "name = ", 1);
    let lines: Vec<Option<usize>> = issues(&text, &ground()).iter().map(|issue| issue.line).collect();
    assert_eq!(lines, [Some(3), Some(12), Some(17), Some(42)], "{}", show(&issues(&text, &ground())));
}

#[test]
fn texts_that_are_no_pack_get_an_answer() {
    let library = ground();
    let deep = "[".repeat(10_000);
    for text in
        ["", "rule = 3", "[[rule]]", "rule = [3]", "derogation = [{ changes = [3] }]", "night = 1", &deep, "\u{0}"]
    {
        assert!(!issues(text, &library).is_empty(), "{text:?}");
    }
}

#[test]
fn a_pack_with_more_mistakes_than_anybody_reads_says_how_many_more_there_are() {
    let last = issues(&"[[rule]]\n".repeat(1_200), &ground()).pop().expect("issues");
    assert_eq!((last.expected.french(), last.expected.english()), ("un référentiel", "a rule pack"));
    assert!(last.found.french().starts_with("encore ") && last.found.french().ends_with(" autres erreurs"), "{last}");
}

#[test]
fn a_refused_pack_leaves_the_library_as_it_was() {
    let library = ground();
    let before = library.clone();
    library.with(&broken("minutes_min = 600", "minutes_min = 100")).expect_err("past the floor");
    library.with(&GROUND.replacen("minutes_min = 660", "minutes_min = -1", 1)).expect_err("a negative limit");
    assert_eq!(library, before);
    let more = library.with(ABOVE).expect("a pack");
    assert_eq!((library.packs().len(), more.packs().len()), (1, 2));
}

#[test]
fn a_replaced_pack_keeps_what_those_above_stand_on() {
    let library = ground().with(ABOVE).expect("a pack");
    let again = library.with(GROUND).expect("the same pack again");
    assert_eq!(again, library);
    let renamed = GROUND.replace("ground.daily-rest", "ground.rest");
    let words = ["above@1", "needs the rule ground.daily-rest", "keep what they need"];
    assert_one(&renamed, &library, 1, "id", &words);
    let raised = GROUND.replace("minutes_min = 540", "minutes_min = 630");
    assert_one(&raised, &library, 1, "id", &["minutes_min = 600", "630 or more", "art. 2"]);
}
