//! A body that serde refuses, told to whoever sent it: which field, what stands there, what belongs there and the way out.
//!
//! Serde says so in English sentences whose forms are stable ("missing field `id`"). They are taken apart here and said again by
//! messages of ours. Of what has another form, French readers are told the field and the place, and English ones serde's own
//! words as well.

#[cfg(test)]
mod tests;

use super::problem::{Problem, said};
use crate::app::Error;
use crate::app::wrong::{Phrase, characters, expected, found, nothing, one_of};
use releve_solver::formats::{Issue, Said};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

/// A text longer than this is told by its length.
const TOLD_CHARS_MAX: usize = 80;
/// What chrono says of a text that is no day, or no moment.
const NO_MOMENT: [&str; 6] = [
    "input is out of range",
    "no possible date and time matching input",
    "input is not enough for unique date and time",
    "input contains invalid characters",
    "premature end of input",
    "trailing input",
];
/// Whole numbers by their Rust type, with the least and the most.
const WHOLE: [(&str, i64, i64); 6] = [
    ("u8", 0, 255),
    ("u16", 0, 65_535),
    ("u32", 0, 4_294_967_295),
    ("i8", -128, 127),
    ("i16", -32_768, 32_767),
    ("i32", -2_147_483_648, 2_147_483_647),
];

/// Reads a body that is JSON, and tells of the first field that is not as it should be.
///
/// # Errors
/// That field.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Issue> {
    serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(body))
        .map_err(|error| misfit(error.path(), error.inner()))
}

/// The refusal of a body that is no JSON, or none that anybody here reads, as its parser told of it.
pub fn no_json(error: &serde_json::Error) -> Problem {
    let (line, column, text) = (error.line(), error.column(), error.to_string());
    if text.starts_with("recursion limit exceeded") {
        return Error::field("", found("found-nested"), expected("field-shape")).into();
    }
    let why: Said = match error.classify() {
        Category::Eof => found("found-json-end").with("line", line).with("column", column).into(),
        _ if text.starts_with("trailing characters") => {
            found("found-json-more").with("line", line).with("column", column).into()
        }
        _ => found("found-json-syntax").with_said("why", &in_english(error)).into(),
    };
    Problem::unreadable(|words| words.with("detail-json-unreadable", [("why", said(words, &why))]))
}

/// The refusal of parameters that cannot be read, as whoever reads them told of it.
pub fn no_query(told: &str) -> Problem {
    let told = told.split_once(": ").map_or(told, |(_, told)| told);
    if let Some(name) = told.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        return Problem::bad_query(|words| words.with("detail-query-missing", [("name", name)]));
    }
    let (name, what) = told.split_once(": ").unwrap_or(("", told));
    if !name.is_empty() && NO_MOMENT.contains(&what) {
        return Problem::bad_query(|words| words.with("detail-query-no-day", [("name", name)]));
    }
    let unread: Said = match name {
        "" => found("found-unread").into(),
        name => found("found-unread-one").with("name", name.to_owned()).into(),
    };
    let why = Said::both(unread.french(), told);
    Problem::bad_query(|words| words.with("detail-query-unreadable", [("why", said(words, &why))]))
}

/// The place alone in French; what the parser said in English.
fn in_english(error: &serde_json::Error) -> Said {
    let place: Said = found("found-place").with("line", error.line()).with("column", error.column()).into();
    Said::both(place.french(), error.to_string())
}

fn misfit(path: &Path, error: &serde_json::Error) -> Issue {
    let (at, told) = (field(path), error.to_string());
    let place = format!(" at line {} column {}", error.line(), error.column());
    let issue = known(&at, told.strip_suffix(place.as_str()).unwrap_or(&told)).unwrap_or_else(|| {
        let found = found("found-shape").with_said("why", &in_english(error));
        expected("field-shape").at(&at, found)
    });
    Issue { line: (error.line() > 0).then_some(error.line()), ..issue }
}

/// What is wrong, where serde says it in one of its usual forms.
fn known(at: &str, told: &str) -> Option<Issue> {
    if let Some(name) = told.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        return Some(expected("field-required").at(&inside(at, name), nothing()));
    }
    if let Some(name) = told.strip_prefix("duplicate field `").and_then(|rest| rest.strip_suffix('`')) {
        return Some(expected("field-once").at(&inside(at, name), found("found-twice")));
    }
    if let Some((name, names)) = told.strip_prefix("unknown field `").and_then(|rest| rest.split_once("`, ")) {
        let wanted = match listed(names) {
            names if names.is_empty() => expected("field-nothing"),
            names => expected("field-known").with("known", names.join(", ")),
        };
        // The path ends in it already, but for what is read a second time to tell which shape it has.
        let ends_in_it = at == name || at.ends_with(&format!(".{name}"));
        let at = if ends_in_it { at.to_owned() } else { inside(at, name) };
        return Some(wanted.at(&at, found("found-unknown-field")));
    }
    if let Some((name, names)) = told.strip_prefix("unknown variant `").and_then(|rest| rest.split_once("`, ")) {
        return Some(one_of(&listed(names)).at(at, shortened(name)));
    }
    if NO_MOMENT.contains(&told) {
        return Some(expected("field-calendar").at(at, found("found-no-moment")));
    }
    // Where a choice among words belongs, the parser looks at no other value.
    if told == "expected value" {
        return Some(expected("field-is-text").at(at, found("found-no-text")));
    }
    let of_type = told.strip_prefix("invalid type: ").or_else(|| told.strip_prefix("invalid value: "))?;
    let (value, wanted) = of_type.rsplit_once(", expected ")?;
    Some(of_kind(wanted)?.at(at, given(value)?))
}

/// The names in "one of `a`, `b`", "`a` or `b`".
fn listed(names: &str) -> Vec<&str> {
    names.split('`').skip(1).step_by(2).collect()
}

/// What belongs there, by what serde calls it.
fn of_kind(wanted: &str) -> Option<Phrase> {
    if let Some((_, least, most)) = WHOLE.iter().find(|(name, ..)| *name == wanted) {
        return Some(expected("field-is-whole-between").with("least", *least).with("most", *most));
    }
    Some(match wanted {
        "a string" | "a borrowed string" => expected("field-is-text"),
        "a boolean" => expected("field-is-flag"),
        "f32" | "f64" => expected("field-is-number"),
        "i64" | "isize" => expected("field-is-whole"),
        "u64" | "usize" => expected("field-is-count"),
        "a sequence" => expected("field-is-list"),
        "a formatted date string" => expected("field-date"),
        "a formatted date and time string" => expected("field-local"),
        "an RFC 3339 formatted date and time string" => expected("field-instant"),
        "a map" => expected("field-shape"),
        _ if wanted.starts_with("struct ") => expected("field-shape"),
        _ => return None,
    })
}

/// What stands there, as it was sent where it is short.
fn given(value: &str) -> Option<Said> {
    match value {
        "null" => return Some("null".into()),
        "sequence" => return Some(found("found-list").into()),
        "map" => return Some(found("found-object").into()),
        _ => {}
    }
    if let Some(text) = value.strip_prefix("string ") {
        return Some(shortened(text));
    }
    let quoted = value.strip_suffix('`')?;
    let kinds = ["boolean `", "integer `", "floating point `"];
    kinds.iter().find_map(|kind| quoted.strip_prefix(kind)).map(Said::from)
}

fn shortened(text: &str) -> Said {
    if text.chars().count() > TOLD_CHARS_MAX { characters(text) } else { text.into() }
}

/// The path of a field as every refusal writes it.
fn field(path: &Path) -> String {
    path.iter().fold(String::new(), |field, segment| match segment {
        Segment::Seq { index } => format!("{field}[{index}]"),
        Segment::Map { key } => inside(&field, key),
        // The word of a choice is no field, and what has no name has no place in a path.
        Segment::Enum { .. } | Segment::Unknown => field,
    })
}

fn inside(field: &str, name: &str) -> String {
    if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") }
}
