//! Bodies of real deeds that serde refuses, and what their senders read.

use super::read;
use crate::app::access::Scope;
use crate::app::agents::Declaration;
use crate::app::approval::Items;
use crate::app::plans::Order;
use crate::app::swaps::Duty;
use releve_solver::formats::Issue;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

fn refused<T: DeserializeOwned>(body: &str) -> Issue {
    match read::<T>(body.as_bytes()) {
        Ok(_) => panic!("{body} is read"),
        Err(issue) => issue,
    }
}

/// The field, what is found there and what belongs there, in French; every word of ours is said in English too.
#[track_caller]
fn tells(issue: &Issue, field: &str, found: &str, wanted: &str) {
    let french = (issue.field.as_str(), issue.found.french(), issue.expected.french());
    assert_eq!(french, (field, found, wanted));
    for said in [&issue.expected, &issue.help] {
        assert!(!said.is_empty() && said.own_french().is_some_and(|french| french != said.english()), "{issue}");
    }
    assert_eq!(issue.line, Some(1));
}

#[test]
fn a_field_that_is_missing_unknown_or_there_twice_is_named() {
    type Given = BTreeMap<String, Duty>;
    tells(&refused::<Order>(r#"{"keep": [{"shift": "s"}]}"#), "keep[0].agent", "(rien)", "une valeur");
    let known = "l’un des champs seconds, gap, seed, work, from, to, units, keep, without, join";
    tells(&refused::<Order>(r#"{"days": 3}"#), "days", "un champ inconnu", known);
    let known = "l’un des champs qualification, establishment, share_percent, mobility_km, exemptions, known_units";
    tells(&refused::<Order>(r#"{"join": [{"who": "a"}]}"#), "join[0].who", "un champ inconnu", known);
    let once = "une valeur qui n’est donnée qu’une fois";
    tells(&refused::<Order>(r#"{"seed": 1, "seed": 2}"#), "seed", "deux fois le même champ", once);
    // A choice that is told by one of its own fields is read a second time.
    let issue = refused::<Given>(r#"{"gives": {"kind": "home", "unit": "u", "code": "M"}}"#);
    tells(&issue, "gives.date", "(rien)", "une valeur");
    let issue = refused::<Given>(r#"{"gives": {"kind": "home", "day": "x"}}"#);
    tells(&issue, "gives.day", "un champ inconnu", "l’un des champs unit, code, date");
}

#[test]
fn a_value_of_another_type_is_told_with_the_one_that_belongs_there() {
    for (body, field, found, wanted) in [
        (r#"{"seconds": "ten"}"#, "seconds", "\"ten\"", "un nombre"),
        (r#"{"gap": {}}"#, "gap", "un objet", "un nombre"),
        (r#"{"gap": [1]}"#, "gap", "une liste", "un nombre"),
        (r#"{"seed": -1}"#, "seed", "-1", "un nombre entier de 0 à 4\u{202f}294\u{202f}967\u{202f}295"),
        (r#"{"seed": 1.5}"#, "seed", "1.5", "un nombre entier de 0 à 4\u{202f}294\u{202f}967\u{202f}295"),
        (r#"{"work": true}"#, "work", "true", "un nombre entier, 0 ou plus"),
        (r#"{"from": 5}"#, "from", "5", "une date écrite AAAA-MM-JJ"),
        (r#"{"units": "medecine"}"#, "units", "\"medecine\"", "une liste"),
        (r#"{"units": ["medecine", null]}"#, "units[1]", "null", "un texte"),
        (r#"{"keep": [3]}"#, "keep[0]", "3", "un objet de la forme documentée"),
    ] {
        tells(&refused::<Order>(body), field, found, wanted);
    }
    let long = format!(r#"{{"gap": "{}"}}"#, "x".repeat(100));
    tells(&refused::<Order>(&long), "gap", "102\u{a0}caractères", "un nombre");
}

#[test]
fn a_word_that_is_no_choice_is_told_with_those_that_are() {
    let known = "l’une des valeurs group, establishments, units";
    tells(&refused::<Scope>(r#"{"kind": "all"}"#), "kind", "all", known);
    tells(&refused::<Duty>(r#"{"kind": "loan"}"#), "kind", "loan", "l’une des valeurs assignment, home");
    let body = r#"{"join": [{"qualification": "IDE", "establishment": "e", "share_percent": 100, "exemptions": [5]}]}"#;
    tells(&refused::<Order>(body), "join[0].exemptions[0]", "autre chose qu’un texte", "un texte");
}

#[test]
fn a_day_or_a_moment_that_cannot_be_read_is_told() {
    let (found, wanted) =
        ("un jour ou un moment qui ne se lit pas", "un jour comme 2026-12-05, ou un moment comme 2026-12-05T21:30:00");
    for day in ["2026-13-01", "2026-02-30", "2026-12", "hier", "2026-12-05x"] {
        tells(&refused::<Order>(&format!(r#"{{"from": "{day}"}}"#)), "from", found, wanted);
    }
    let body = r#"{"from": "2026-12-05 21h30", "to": "2026-12-06T07:00:00", "employer_kind": "public"}"#;
    tells(&refused::<Declaration>(body), "from", found, wanted);
    let body = r#"{"from": 0, "to": "2026-12-06T07:00:00", "employer_kind": "public"}"#;
    tells(&refused::<Declaration>(body), "from", "0", "un moment comme 2026-12-05T21:30:00");
}

#[test]
fn of_any_other_refusal_french_readers_have_the_place_and_english_ones_serdes_words_as_well() {
    let issue = refused::<BTreeMap<String, Items>>("{\"items\": 3}");
    assert_eq!((issue.field.as_str(), issue.found.french()), ("items", "une autre forme (ligne 1, colonne 12)"));
    assert!(issue.found.english().contains("untagged enum Items"), "{issue}");
}
