//! The message files held against each other, against whatever asks for a message, and against the rules of setting French.

use super::files::ALL;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Keys with the variables that their messages take, and the text as it stands in the file.
fn messages(name: &str, text: &str) -> BTreeMap<String, (BTreeSet<String>, String)> {
    let mut found: BTreeMap<String, (BTreeSet<String>, String)> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (name_of, _) = line.split_once(" = ").unwrap_or_else(|| panic!("{name}: {line}"));
            name_of.clone_into(&mut key);
            let twice = found.insert(key.clone(), (BTreeSet::new(), String::new()));
            assert!(twice.is_none(), "{name}: {key} stands there twice");
        }
        let Some((variables, body)) = found.get_mut(&key) else { continue };
        body.push_str(line);
        body.push('\n');
        for rest in line.split('$').skip(1) {
            variables.insert(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect());
        }
    }
    found
}

fn all(french: bool) -> BTreeMap<String, (BTreeSet<String>, String)> {
    let mut found = BTreeMap::new();
    for (name, fr, en) in ALL {
        for (key, message) in messages(name, if french { fr } else { en }) {
            assert!(found.insert(key.clone(), message).is_none(), "{key} stands in two files");
        }
    }
    found
}

fn files(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "html" || kind == "txt") {
            found.push(path);
        }
    }
}

/// Templates and code that put things into words.
fn speakers() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![root.join("src/lang/figures.rs")];
    for directory in ["templates", "src/web", "src/notify", "src/app", "src/lang/reasons"] {
        files(&root.join(directory), &mut paths);
    }
    paths
}

/// Every text in quotes that has the form of a key.
fn quoted() -> BTreeSet<String> {
    let texts = speakers().into_iter().map(|path| std::fs::read_to_string(path).expect("a file"));
    texts.flat_map(|text| text.split('"').map(ToOwned::to_owned).collect::<Vec<_>>()).collect()
}

/// Keys that are asked for outright: `say("…")`, `with("…"`, `count("…"`, `fill("…"`.
fn asked() -> BTreeSet<(PathBuf, String)> {
    let mut found = BTreeSet::new();
    for path in speakers() {
        let text = std::fs::read_to_string(&path).expect("a file");
        for call in [".say(\"", ".with(\"", ".count(\"", ".fill(\""] {
            for rest in text.split(call).skip(1) {
                let key = rest.split('"').next().expect("a first part").to_owned();
                found.insert((path.clone(), key));
            }
        }
    }
    found
}

#[test]
fn both_languages_say_the_same_things() {
    let (french, english) = (all(true), all(false));
    for (key, (variables, _)) in &french {
        let (others, _) = english.get(key).unwrap_or_else(|| panic!("{key} is missing in English"));
        assert_eq!(variables, others, "variables of {key}");
    }
    for key in english.keys() {
        assert!(french.contains_key(key), "{key} is missing in French");
    }
}

#[test]
fn every_message_that_is_asked_for_is_there() {
    let french = all(true);
    for (path, key) in asked() {
        assert!(french.contains_key(&key), "{key}, asked for in {}, stands in no file", path.display());
    }
}

#[test]
fn no_message_is_left_over() {
    let quoted = quoted();
    let mut own = all(true);
    // Kinds of refusal are asked for by their codes, which stand in the table of `web::problems`.
    own.retain(|key, _| crate::web::problems::find(key).is_none());
    let unused: Vec<_> = own.into_keys().filter(|key| !quoted.contains(key)).collect();
    assert!(unused.is_empty(), "nothing asks for {unused:?}");
}

#[test]
fn french_is_set_as_french_is() {
    for (key, (_, body)) in all(true) {
        let text = body.replace("->", "");
        assert!(!text.contains('\''), "{key}: the apostrophe is ’");
        for mark in [" :", " ;", " ?", " !", " »", "« ", " %", " €"] {
            assert!(!text.contains(mark), "{key}: no break belongs at “{mark}”: U+00A0");
        }
    }
}

#[test]
fn every_message_can_be_set() {
    for locale in [super::Locale::Fr, super::Locale::En] {
        for (key, (variables, _)) in all(true) {
            let bundle = super::Words::new(locale).bundle();
            let pattern = bundle.get_message(&key).and_then(|message| message.value()).expect("a message");
            let values = variables.iter().map(|name| (name.clone(), 2)).collect();
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, Some(&values), &mut errors);
            assert!(errors.is_empty() && !text.is_empty(), "{key}: {errors:?}");
        }
    }
}
