//! Indicators: figures, charts and the tables beside them.

use super::super::{Alert, Frame, Tag};
use super::{Choice, Days};
use askama::Template;

/// `/indicateurs`.
#[derive(Debug, Template)]
#[template(path = "records/indicators.html")]
pub struct Indicators {
    /// Frame.
    pub frame: Frame,
    /// Why the filter could not be used.
    pub alert: Alert,
    /// Days that are looked at.
    pub days: Days,
    /// The same in words.
    pub period: String,
    /// Establishments.
    pub sites: Vec<Choice>,
    /// Units.
    pub units: Vec<Choice>,
    /// With what it may be held against.
    pub earlier: Vec<Choice>,
    /// Days of the earlier period, where they are typed.
    pub before: Days,
    /// What is to be known of the comparison, in sentences; empty without one.
    pub compared: Vec<String>,
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
    /// Its charts; none where there is nothing to draw.
    pub charts: Vec<Bars>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// What people wrote, each list under its name.
    pub quotes: Vec<(String, Vec<String>)>,
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
    /// Marks and names of its series; empty with only one.
    pub legend: Vec<(&'static str, String)>,
}

/// A bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it stands for; empty for all but the first of those that stand for the same.
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
    /// How it is drawn, by its series.
    pub style: &'static str,
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
    /// The same as a workbook.
    pub workbook: String,
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
    /// It is in French, as the law is.
    pub french: bool,
    /// Where it leads; may be empty.
    pub href: String,
    /// A short label after it.
    pub tag: Tag,
}
