//! Tables and facts of what is on file, as the sheets and lists print them.

use crate::lang::Words;
use crate::web::pages::piece;
use crate::web::pages::view::Tag;
use crate::web::pages::view::records::{Cell, Fact, Table};
use chrono::NaiveDate;

/// The address of a thing: `/agents/` and its identifier.
pub fn at(path: &str, id: &str) -> String {
    format!("{path}{}", piece(id))
}

/// A cell of words.
pub fn text(text: impl Into<String>) -> Cell {
    let text = text.into();
    Cell { plain: text.clone(), text, ..Cell::default() }
}

/// A cell with a name that people gave, or a code.
pub fn name(value: impl Into<String>) -> Cell {
    Cell { name: true, ..text(value) }
}

/// A cell with words of the law, which are French.
pub fn of_law(words: Words, value: &str) -> Cell {
    Cell { french: true, ..text(words.set(value)) }
}

/// A name that leads somewhere.
pub fn link(value: impl Into<String>, href: String) -> Cell {
    Cell { href, ..name(value) }
}

/// The same cell with a short label after it.
pub fn tagged(cell: Cell, tag: Tag) -> Cell {
    Cell { tag, ..cell }
}

/// A table; heads with whether they stand over figures.
pub fn table(caption: String, columns: Vec<(String, bool)>, rows: Vec<Vec<Cell>>) -> Table {
    let labelled = |row: Vec<Cell>| {
        let cells = columns.iter().zip(row);
        cells.map(|((label, figure), cell)| Cell { label: label.clone(), figure: *figure, ..cell }).collect()
    };
    let rows = rows.into_iter().map(labelled).collect();
    Table { caption, columns, rows, ..Table::default() }
}

/// A fact in words.
pub fn fact(label: String, text: impl Into<String>) -> Fact {
    Fact { label, text: text.into(), ..Fact::default() }
}

/// A fact that is a name, a number or a code.
pub fn named(label: String, text: impl Into<String>) -> Fact {
    Fact { name: true, ..fact(label, text) }
}

/// From when to when something holds.
pub fn validity(words: Words, from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    match (from, to) {
        (None, None) => words.say("valid-always"),
        (Some(from), None) => words.with("valid-from", [("from", words.date(from))]),
        (None, Some(to)) => words.with("valid-to", [("to", words.date(to))]),
        (Some(from), Some(to)) => words.with("records-period", [("from", words.date(from)), ("to", words.date(to))]),
    }
}

/// How soon something is over is worth a word.
const SOON_DAYS: i64 = 60;

/// Whether something holds today, and for how long: a label where that wants attention.
pub fn expiry(words: Words, today: NaiveDate, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Tag {
    if to.is_some_and(|to| to < today) {
        return Tag::bad(&words.say("expired"));
    }
    if from.is_some_and(|from| from > today) {
        return Tag::plain(&words.say("not-yet"));
    }
    let left = to.map(|to| (to - today).num_days()).filter(|left| *left <= SOON_DAYS);
    left.map_or_else(Tag::default, |left| {
        Tag::warn(&words.count("expires-in", usize::try_from(left).unwrap_or_default()))
    })
}
