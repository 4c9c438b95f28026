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
    // Variables of what is told about a field are set by a `with` too.
    for Asked { path, variables, .. } in phrases() {
        found.retain(|(of, key)| *of != path || !variables.contains(key));
    }
    found
}

/// What is asked for about a field: `expected` or `found` called with a key, and the variables that are set after it.
struct Asked {
    path: PathBuf,
    /// `fields` or `found`.
    file: &'static str,
    key: String,
    variables: BTreeSet<String>,
}

/// Every such phrase of the code.
fn phrases() -> Vec<Asked> {
    let mut paths = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut paths);
    let mut phrases = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a file");
        for (call, file) in [("expected(\"", "fields"), ("found(\"", "found")] {
            for (at, _) in text.match_indices(call) {
                let is_own_word = !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'));
                let (key, rest) = text[at + call.len()..].split_once('"').expect("an end of the key");
                if is_own_word && rest.starts_with(')') {
                    let (path, key, variables) = (path.clone(), key.to_owned(), variables_set(&rest[1..]));
                    phrases.push(Asked { path, file, key, variables });
                }
            }
        }
    }
    phrases
}

/// The names in `.with("…", …).with("…", …)`.
fn variables_set(mut rest: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    loop {
        let Some(given) = [".with(\"", ".with_said(\""].iter().find_map(|call| rest.trim_start().strip_prefix(call))
        else {
            return names;
        };
        let (name, value) = given.split_once('"').expect("an end of the name");
        names.insert(name.to_owned());
        let mut depth = 1;
        let closes = |c: char| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        };
        let (_, after) = value.split_once(closes).expect("an end of the call");
        rest = after;
    }
}

/// The messages of one file in French.
fn of_file(file: &str) -> BTreeMap<String, (BTreeSet<String>, String)> {
    let (name, french, _) = ALL.iter().find(|(name, ..)| *name == file).expect("a file of that name");
    messages(name, french)
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
fn what_is_told_of_a_field_has_its_variables() {
    let known = BTreeMap::from(["fields", "found"].map(|file| (file, of_file(file))));
    for Asked { path, file, key, variables } in phrases() {
        let message = known[file].get(&key);
        let (wanted, _) = message.unwrap_or_else(|| panic!("{key}, asked for in {}, is not in {file}", path.display()));
        assert_eq!(variables, *wanted, "variables of {key} in {}", path.display());
    }
}

#[test]
fn every_wrong_field_has_a_way_out() {
    for locale in [super::Locale::Fr, super::Locale::En] {
        for key in of_file("fields").into_keys() {
            let message = super::Words::new(locale).bundle().get_message(&key).expect("a message");
            assert!(message.get_attribute("help").is_some(), "{key} has no help in {locale:?}");
        }
    }
}

#[test]
fn no_message_is_left_over() {
    let mut quoted = quoted();
    quoted.extend(phrases().into_iter().map(|asked| asked.key));
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
            let message = bundle.get_message(&key).expect("a message");
            let value = message.value().expect("what it says");
            for pattern in std::iter::once(value).chain(message.attributes().map(|part| part.value())) {
                let values = variables.iter().map(|name| (name.clone(), 2)).collect();
                let mut errors = Vec::new();
                let text = bundle.format_pattern(pattern, Some(&values), &mut errors);
                assert!(errors.is_empty() && !text.is_empty(), "{key}: {errors:?}");
            }
        }
    }
}
