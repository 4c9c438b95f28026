//! `releve law` as people type it: what it prints, where it complains, how it exits.

use crate::both;
use crate::law::july;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn releve(arguments: &[&str]) -> Ran {
    let ran = Command::new(env!("CARGO_BIN_EXE_releve")).args(arguments).output().expect("the binary runs");
    Ran {
        code: ran.status.code().expect("an exit code"),
        out: String::from_utf8(ran.stdout).expect("UTF-8"),
        err: String::from_utf8(ran.stderr).expect("UTF-8"),
    }
}

fn file(directory: &TempDir, name: &str, text: &str) -> String {
    let path: PathBuf = directory.path().join(name);
    std::fs::write(&path, text).expect("a file");
    path.to_str().expect("a UTF-8 path").to_owned()
}

fn directory() -> TempDir {
    tempfile::tempdir().expect("a temporary directory")
}

/// The line, from 1, on which a text first holds something.
fn line_of(text: &str, part: &str) -> usize {
    text.lines().position(|line| line.contains(part)).expect("the part") + 1
}

#[test]
fn packs_are_listed() {
    let ran = releve(&["law", "list"]);
    assert_eq!(ran.code, 0);
    for key in ["fph@2026-01", "code-du-travail@2026-01", "ccn51@2026-01", "ccu@2026-01"] {
        assert!(ran.out.contains(key), "{key}: {}", ran.out);
    }
    let json: serde_json::Value = serde_json::from_str(&releve(&["law", "list", "--json"]).out).expect("JSON");
    assert_eq!(json[0]["key"], "fph@2026-01");
    assert!(json[0]["rules"].as_u64().is_some_and(|rules| rules > 10));
}

#[test]
fn rules_packs_and_derogations_are_shown_in_words() {
    let rule = releve(&["law", "show", "fph.daily-rest"]);
    assert_eq!(rule.code, 0, "{}", rule.err);
    for part in ["≥ 12 h", "≥ 11 h", "décret 2002-9, art. 6", "V1", "daily-rest-11h", "everyone", "2026-01-01"] {
        assert!(rule.out.contains(part), "{part}: {}", rule.out);
    }
    let pack = releve(&["law", "show", "ccn51"]).out;
    assert!(pack.contains("Rules") && !pack.contains("ct.weekly-rest"), "{pack}");
    let all = releve(&["law", "show", "ccn51", "--all"]).out;
    assert!(all.len() > pack.len() && all.contains("code-du-travail@2026-01"), "{all}");
    let derogation = releve(&["law", "show", "daily-length-12h"]).out;
    assert!(derogation.contains("fph.duty-length: changes it to day_minutes_max ≤ 12 h"), "{derogation}");
    let earned = releve(&["law", "show", "fph.night-allowance"]).out;
    assert!(earned.contains("21 h to 6 h") && earned.contains("décret 2023-1238"), "{earned}");
    let json: serde_json::Value =
        serde_json::from_str(&releve(&["law", "show", "fph.weekly-max", "--json"]).out).expect("JSON");
    assert_eq!((&json["force"], &json["values"][0]["value"]), (&"hard".into(), &2880.into()));
}

#[test]
fn an_unknown_id_names_the_nearest() {
    let ran = releve(&["law", "show", "fph.dayly-rest"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("fph.daily-rest"), "{}", ran.err);
    assert_eq!(releve(&["law", "diff", "fph@2026-01", "fph@2027-01"]).code, 2);
    assert_eq!(releve(&["law", "show"]).code, 2);
}

#[test]
fn two_versions_are_compared_in_words() {
    let directory = directory();
    let text = july().replacen("minutes_min = 720", "minutes_min = 690", 1).replacen(
        "minutes_max = 2880",
        "minutes_max = 2760",
        1,
    );
    let path = file(&directory, "july.toml", &text);
    let ran = releve(&["law", "diff", "fph@2026-01", &path]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for part in ["minutes_min: ≥ 12 h → ≥ 11 h 30 (looser)", "minutes_max: ≤ 48 h → ≤ 46 h (stricter)", "valid_from"]
    {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    let both = releve(&["law", "diff", "fph@2026-01", "fph@2026-07", "--law", &path]);
    assert_eq!(both.out, ran.out, "{}", both.err);
    assert!(releve(&["law", "diff", "ccu", "ccu@2026-01"]).out.contains("no difference"));
}

#[test]
fn packs_are_checked_with_every_line() {
    let directory = directory();
    let good = file(&directory, "good.toml", &july());
    assert_eq!(releve(&["law", "check", &good]).code, 0);
    let text = july()
        .replacen("minutes_min = 720", "minutes_mini = 720", 1)
        .replacen("certainty = \"V1\"", "certainty = \"V9\"", 1)
        .replacen("changes = [{ rule = \"fph.daily-rest\"", "changes = [{ rule = \"fph.nightly-rest\"", 1);
    let bad = file(&directory, "bad.toml", &text);
    let ran = releve(&["law", "check", &good, &bad]);
    assert_eq!(ran.code, 1);
    for part in ["minutes_mini", "V9"] {
        let place = format!("{bad}:{}: ", line_of(&text, part));
        assert!(ran.out.contains(&place), "{place} in {}", ran.out);
    }
    assert!(ran.out.contains(&format!("{good}: fph@2026-07, ")), "{}", ran.out);
    let used = releve(&["law", "list", "--law", &bad]);
    assert_eq!((used.code, used.out.as_str()), (1, ""));
    assert!(used.err.contains(&format!("{bad}:{}: ", line_of(&text, "V9"))), "{}", used.err);
}

#[test]
fn a_roster_is_judged_by_person_and_date() {
    let directory = directory();
    let text = "agent;date;start;end\nZoé;05/10/2026;13h30;21h\nZoé;06/10/2026;08h00;15h30\nAli;05/10/2026;0700;1430\n";
    let path = file(&directory, "roster.csv", text);
    let ran = releve(&["law", "audit", &path, "--pack", "fph"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for part in [
        "Zoé\n  2026-10-05  fph.daily-rest: 11 h de repos après le poste qui finit le 5 octobre à 21:00 < 12 h (décret 2002-9",
        "2 persons, 3 duties, 2 days from 2026-10-05 to 2026-10-06",
        "1 breach, 1 person concerned",
    ] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    let relaxed = releve(&["law", "audit", &path, "--pack", "fph", "--derogation", "daily-rest-11h"]);
    assert_eq!(relaxed.code, 0, "{}", relaxed.out);
    assert!(relaxed.out.contains("no rule broken"));
    let json = releve(&["law", "audit", &path, "--pack", "fph@2026-01", "--json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["breaches"][0]["law"], &json["by_rule"][0]["breaches"]), (&"fph.daily-rest".into(), &1.into()));
    for usage in [
        vec!["law", "audit", &path],
        vec!["law", "audit", &path, "--pack", "fhp"],
        vec!["law", "audit", &path, "--pack", "fph", "--derogation", "none"],
        vec!["law", "audit", &path, "--pack", "fph", "--cycle-anchor", "2026-10-06"],
        vec!["law", "audit", &path, "--pack", "fph", "--territory", "corse"],
        vec!["law", "audit", "scenarios/group.small.toml", "--pack", "fph"],
    ] {
        let ran = releve(&usage);
        assert_eq!(ran.code, 2, "{usage:?}: {}", ran.err);
        assert!(ran.err.contains("found") || ran.err.contains("scenario"), "{}", ran.err);
    }
}

#[test]
fn a_roster_in_a_workbook_is_judged_as_one_in_text_is() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, XlsxError};
    let directory = directory();
    let saved = |name: &str, fill: fn(&mut Workbook) -> Result<(), XlsxError>| {
        let mut book = Workbook::new();
        fill(&mut book).expect("a workbook");
        let path = directory.path().join(name);
        book.save(&path).expect("a file");
        path.to_str().expect("a path").to_owned()
    };
    let path = saved("roster.xlsx", |book| {
        let sheet = book.add_worksheet();
        let (day, time) = (Format::new().set_num_format("dd/mm/yyyy"), Format::new().set_num_format("hh:mm"));
        for (column, head) in (0..).zip(["agent", "date", "start", "end"]) {
            sheet.write(0, column, head)?;
        }
        for (row, date, start, end) in [(1, 5, (13, 30), (21, 0)), (2, 6, (8, 0), (15, 30))] {
            sheet.write(row, 0, "Zoé")?;
            sheet.write_with_format(row, 1, &ExcelDateTime::from_ymd(2026, 10, date)?, &day)?;
            sheet.write_with_format(row, 2, &ExcelDateTime::from_hms(start.0, start.1, 0)?, &time)?;
            sheet.write_with_format(row, 3, &ExcelDateTime::from_hms(end.0, end.1, 0)?, &time)?;
        }
        Ok(())
    });
    let ran = releve(&["law", "audit", &path, "--pack", "fph"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let rest = "11 h de repos après le poste qui finit le 5 octobre à 21:00 < 12 h";
    assert!(ran.out.contains(rest) && ran.out.contains("1 person, 2 duties"), "{}", ran.out);
    let broken = saved("broken.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Octobre")?;
        sheet.write(0, 0, "agent")?.write_formula(4, 1, Formula::new("=B99").set_result("#REF!"))?;
        Ok(())
    });
    let ran = releve(&["law", "audit", &broken, "--pack", "fph"]);
    let expected =
        format!("{broken}:5: Octobre!B5: found #REF!, expected a value; put the cell right in the spreadsheet");
    assert_eq!((ran.code, ran.err.trim_end()), (1, expected.as_str()));
    let cut = directory.path().join("cut.xlsx");
    std::fs::write(&cut, b"PK\x03\x04").expect("a file");
    let ran = releve(&["law", "audit", cut.to_str().expect("a path"), "--pack", "fph"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("found a damaged or incomplete file, expected a workbook (.xlsx)"), "{}", ran.err);
}

#[test]
fn a_bad_table_is_refused_with_every_line_and_column() {
    let directory = directory();
    let text = "agent,date,start,end\nA,2026-10-05,07:00,15:00\nA,05-10-2026,07:00,25:00\n,2026-10-05,07:00,15:00\n";
    let path = file(&directory, "roster.csv", text);
    let ran = releve(&["law", "audit", &path, "--pack", "fph"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let places: Vec<String> =
        ["3: date", "3: end", "4: agent"].iter().map(|at| format!("{path}:{at}: found ")).collect();
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines.len(), 3, "{}", ran.err);
    assert!(lines.iter().zip(&places).all(|(line, place)| line.starts_with(place)), "{}", ran.err);
    let latin = directory.path().join("latin.csv");
    std::fs::write(&latin, b"agent,date,start,end\nZo\xe9,2026-10-05,07:00,15:00\n").expect("a file");
    let latin = latin.to_str().expect("a path");
    let ran = releve(&["law", "audit", latin, "--pack", "fph"]);
    assert!(ran.err.starts_with(&format!("{latin}:2: ")) && ran.err.contains("UTF-8"), "{}", ran.err);
}

#[test]
fn what_only_the_law_finds_wrong_with_a_scenario_has_its_line() {
    let directory = directory();
    let text = crate::world::GROUP.replacen(
        "territory = \"metropole\"\n",
        "territory = \"metropole\"\n[[establishments.derogations]]\nid = \"nothing\"\ndocument = \"D\"\n\
         valid_from = \"2026-01-01\"\n",
        1,
    );
    let path = file(&directory, "group.toml", &text);
    for arguments in [vec!["solve", &path], vec!["law", "audit", &path], vec!["explain", &path, "--shift", "x"]] {
        let ran = releve(&arguments);
        assert_eq!(ran.code, 1, "{arguments:?}");
        let place =
            format!("{path}:{}: establishments[0 \"hopital\"].derogations[0].id: ", line_of(&text, "\"nothing\""));
        assert!(ran.err.starts_with(&place), "{arguments:?}: {}", ran.err);
    }
    let next = crate::world::GROUP.replacen("fph = \"2026-01\"", "fph = \"2026-07\"", 1);
    let path = file(&directory, "next.toml", &next);
    let pack = file(&directory, "july.toml", &july());
    assert_eq!(releve(&["law", "audit", &path]).code, 1);
    let ran = releve(&["explain", &path, "--agent", "alix", "--law", &pack]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

both! {
    async fn a_pack_is_loaded_from_the_command_line(world) {
        let directory = directory();
        let pack = file(&directory, "july.toml", &july());
        let ran = releve(&["law", "load", &pack, "--database-url", &world.url]);
        assert_eq!((ran.code, ran.out.as_str()), (0, "fph@2026-07 loaded for g1\n"), "{}", ran.err);
        let (_, shown) = world.get("director", "/api/v1/law/packs/fph@2026-07").await;
        assert_eq!(shown["loaded_by"], "releve", "{shown}");
        let before = world.fingerprint().await;
        let text = july().replacen("force = \"hard\"", "force = \"hrad\"", 1);
        let bad = file(&directory, "bad.toml", &text);
        let ran = releve(&["law", "load", &bad, "--database-url", &world.url]);
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains(&format!("{bad}:{}: ", line_of(&text, "hrad"))), "{}", ran.err);
        assert_eq!(world.fingerprint().await, before);
    }
}
