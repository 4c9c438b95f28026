//! Indicators: figures, charts and the tables beside them.

use super::super::{Frame, Tag};
use super::{Choice, Days};
use askama::Template;

/// `/indicateurs`.
#[derive(Debug, Template)]
#[template(path = "records/indicators.html")]
pub struct Indicators {
    /// Frame.
    pub frame: Frame,
    /// Why the filter could not be used.
    pub error: Option<String>,
    /// Days that are looked at.
    pub days: Days,
    /// The same in words.
    pub period: String,
    /// Establishments.
    pub sites: Vec<Choice>,
    /// Units.
    pub units: Vec<Choice>,
    /// Key figures.
    pub figures: Vec<Key>,
    /// Measures, each with its charts and tables.
    pub measures: Vec<Measure>,
}

/// A key figure.
#[derive(Debug, Clone)]
pub struct Key {
    /// What.
    pub label: String,
    /// How much.
    pub value: String,
    /// A word on it; may be empty.
    pub note: String,
}

/// A measure.
#[derive(Debug, Clone, Default)]
pub struct Measure {
    /// Where it is on the page.
    pub anchor: &'static str,
    /// Name.
    pub title: String,
    /// How it is counted.
    pub about: String,
    /// What it comes to, in sentences; may be empty.
    pub sentences: Vec<String>,
    /// The chart; none where there is nothing to draw.
    pub chart: Option<Bars>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Why it is not told; empty when it is.
    pub masked: String,
}

/// Horizontal bars.
#[derive(Debug, Clone)]
pub struct Bars {
    /// What they show, in words.
    pub title: String,
    /// Height of the drawing, whose width is 560.
    pub height: i64,
    /// Where bars begin.
    pub left: i64,
    /// How long a bar can be.
    pub full: i64,
    /// Bars.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it stands for; empty for the second one of a pair.
    pub label: String,
    /// Top.
    pub y: i64,
    /// Height of the words.
    pub text_y: i64,
    /// Length.
    pub width: i64,
    /// Where its figure stands.
    pub text_x: i64,
    /// Its figure.
    pub value: String,
    /// It is the second one of a pair.
    pub other: bool,
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// By which it is asked for.
    pub id: &'static str,
    /// What it shows.
    pub caption: String,
    /// Heads; whether they stand over figures.
    pub columns: Vec<(String, bool)>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
    /// The same as a table to download.
    pub download: String,
}

/// A cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// Name of its column.
    pub label: String,
    /// As people read it.
    pub text: String,
    /// As spreadsheets read it.
    pub plain: String,
    /// It is a figure.
    pub figure: bool,
    /// It is a name.
    pub name: bool,
    /// Where it leads; may be empty.
    pub href: String,
    /// A short label after it.
    pub tag: Tag,
}
