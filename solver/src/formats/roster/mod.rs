//! A roster as a table: CSV with one duty a line, as most planning programs export it.
//!
//! The first line names the columns: `agent`, `date`, `start`, `end`, and where they are known `break` and `paid_break`
//! (minutes), `site`, `unit`, `share_percent`, `night_worker`. Comma or semicolon; dates `2026-10-12` or `12/10/2026`; times
//! `07:30`, `0730` or `7h30`; an end at or before the start is on the next day.
//!
//! A column that is not known is refused rather than passed over: a misspelt `break` would otherwise change what is judged.

mod cell;
mod facts;
#[cfg(test)]
mod tests;

pub use facts::{Ground, facts};

use super::passes::in_file_order;
use super::suggest::nearest;
use super::tree::{Lines, quote};
use super::{Issue, Said};
use chrono::{NaiveDate, NaiveTime};
use csv::{ReaderBuilder, StringRecord};
use std::collections::BTreeMap;

/// One duty of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line in the file, from 1.
    pub line: usize,
    /// Who.
    pub agent: String,
    /// Civil day on which it starts.
    pub date: NaiveDate,
    /// Local start.
    pub start: NaiveTime,
    /// Local end; at or before `start` means the next day.
    pub end: NaiveTime,
    /// Unpaid break inside, minutes.
    pub break_minutes: u32,
    /// Paid break inside, minutes; absent: not recorded.
    pub paid_break_minutes: Option<u32>,
    /// Where; empty when the file does not say.
    pub site: String,
    /// Team; empty when the file does not say.
    pub unit: String,
    /// Working-time share, percent.
    pub share_percent: Option<u32>,
    /// Whether she is a night worker.
    pub night_worker: Option<bool>,
}

const COLUMNS: [&str; 10] =
    ["agent", "date", "start", "end", "break", "paid_break", "site", "unit", "share_percent", "night_worker"];
/// The first four must be there.
const REQUIRED: usize = 4;

/// Reads a roster.
///
/// # Errors
/// Every issue found, in file order, each with its line and column; past a thousand, the last one says how many more there
/// are.
pub fn read(text: &str) -> Result<Vec<Row>, Vec<Issue>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = Lines::new(text);
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut records = reader.records().map_while(Result::ok).map(|record| {
        // The position is where the record before ended: its line break and empty lines come first.
        let from = record.position().map_or(0, |position| position.byte() as usize).min(text.len());
        let blank = text[from..].len() - text[from..].trim_start_matches(['\r', '\n']).len();
        (lines.of(from + blank), record)
    });
    let Some((line, head)) = records.next() else {
        return Err(vec![issue(1, "", "an empty file", "a line that names the columns", &columns_help())]);
    };
    let columns = Columns::read(line, &head)?;
    let mut issues = Vec::new();
    let mut rows = Vec::new();
    for (line, record) in records {
        rows.extend(columns.row(line, &record, &mut issues));
    }
    if rows.is_empty() && issues.is_empty() {
        issues.push(issue(line, "", "no duty below the first line", "one duty a line", "export the roster again"));
    }
    contradictions(&rows, &mut issues);
    if issues.is_empty() {
        Ok(rows)
    } else {
        Err(in_file_order(issues, Said::both("un tableau de service", "a roster")))
    }
}

fn issue(line: usize, field: &str, found: &str, expected: &str, help: &str) -> Issue {
    Issue {
        line: Some(line),
        field: field.to_owned(),
        found: found.into(),
        expected: expected.into(),
        help: help.into(),
    }
}

fn columns_help() -> String {
    let (needed, others) = COLUMNS.split_at(REQUIRED);
    format!("write {} and, where known, {}", needed.join(", "), others.join(", "))
}

/// Whichever stands more often in the first line.
fn delimiter(text: &str) -> u8 {
    let head = text.trim_start().lines().next().unwrap_or_default();
    let count = |mark: char| head.matches(mark).count();
    if count(';') > count(',') { b';' } else { b',' }
}

/// Which column stands where.
struct Columns {
    at: BTreeMap<&'static str, usize>,
    count: usize,
}

impl Columns {
    fn read(line: usize, head: &StringRecord) -> Result<Self, Vec<Issue>> {
        let mut at = BTreeMap::new();
        let mut issues = Vec::new();
        for (position, name) in head.iter().enumerate() {
            let plain = name.trim().to_lowercase();
            let Some(column) = COLUMNS.iter().find(|column| **column == plain) else {
                let help = match nearest(&plain, COLUMNS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "remove the column".to_owned(),
                };
                let expected = format!("one of {}", COLUMNS.join(", "));
                issues.push(issue(line, name.trim(), "an unknown column", &expected, &help));
                continue;
            };
            if at.insert(*column, position).is_some() {
                issues.push(issue(
                    line,
                    column,
                    "the column a second time",
                    "each column once",
                    "remove one of the two",
                ));
            }
        }
        for column in COLUMNS[..REQUIRED].iter().filter(|column| !at.contains_key(**column)) {
            issues.push(issue(line, column, "no such column", "its name in the first line", &columns_help()));
        }
        if issues.is_empty() { Ok(Self { at, count: head.len() }) } else { Err(issues) }
    }

    /// One duty; `None` when something of it cannot be read, or the line is empty.
    fn row(&self, line: usize, record: &StringRecord, issues: &mut Vec<Issue>) -> Option<Row> {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return None;
        }
        if record.iter().any(|cell| cell.contains('\n')) {
            let help = "close the quotation mark that is opened on this line";
            issues.push(issue(line, "", "a cell that reaches over several lines", "one duty a line", help));
            return None;
        }
        if record.len() != self.count {
            let (found, expected) =
                (format!("{} cells", record.len()), format!("{}, as in the first line", self.count));
            issues.push(issue(
                line,
                "",
                &found,
                &expected,
                "add or remove separators, or quote the cell that holds one",
            ));
            return None;
        }
        let mut cells = Cells { columns: self, line, record, issues, sound: true };
        let row = Row {
            line,
            agent: cells.needed("agent", cell::name).unwrap_or_default(),
            date: cells.needed("date", cell::date).unwrap_or_default(),
            start: cells.needed("start", cell::start).unwrap_or_default(),
            end: cells.needed("end", cell::end).unwrap_or_default(),
            break_minutes: cells.given("break", cell::minutes).unwrap_or(0),
            paid_break_minutes: cells.given("paid_break", cell::minutes),
            site: cells.given("site", cell::name).unwrap_or_default(),
            unit: cells.given("unit", cell::name).unwrap_or_default(),
            share_percent: cells.given("share_percent", cell::share),
            night_worker: cells.given("night_worker", cell::yes_or_no),
        };
        cells.sound.then_some(row)
    }
}

/// The cells of one line being read.
struct Cells<'a> {
    columns: &'a Columns,
    line: usize,
    record: &'a StringRecord,
    issues: &'a mut Vec<Issue>,
    sound: bool,
}

impl Cells<'_> {
    fn text(&self, column: &'static str) -> &str {
        self.columns.at.get(column).and_then(|at| self.record.get(*at)).unwrap_or_default().trim()
    }

    fn wrong(&mut self, column: &str, found: &str, cell::Wrong { expected, help }: cell::Wrong) {
        self.sound = false;
        self.issues.push(issue(self.line, column, found, expected, help));
    }

    fn given<T>(&mut self, column: &'static str, read: fn(&str) -> Result<T, cell::Wrong>) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let (result, found) = (read(text), quote(text));
        result.map_err(|wrong| self.wrong(column, &found, wrong)).ok()
    }

    fn needed<T>(&mut self, column: &'static str, read: fn(&str) -> Result<T, cell::Wrong>) -> Option<T> {
        if self.text(column).is_empty() {
            let wrong = read("").err().unwrap_or(cell::Wrong { expected: "a value", help: "fill it in" });
            self.wrong(column, "nothing", wrong);
            return None;
        }
        self.given(column, read)
    }
}

/// A person has one share and is a night worker or not.
fn contradictions(rows: &[Row], issues: &mut Vec<Issue>) {
    let mut known: BTreeMap<&str, (Option<u32>, Option<bool>)> = BTreeMap::new();
    for row in rows {
        let (share, night) = known.entry(&row.agent).or_default();
        let help = "give a person the same value on every line, or leave the others empty";
        match (*share, row.share_percent) {
            (Some(before), Some(now)) if before != now => {
                let expected = format!("{before}, as on the lines of {} before", row.agent);
                issues.push(issue(row.line, "share_percent", &now.to_string(), &expected, help));
            }
            (None, now) => *share = now,
            _ => {}
        }
        match (*night, row.night_worker) {
            (Some(before), Some(now)) if before != now => {
                let word = |yes| if yes { "yes" } else { "no" };
                let expected = format!("{}, as on the lines of {} before", word(before), row.agent);
                issues.push(issue(row.line, "night_worker", word(now), &expected, help));
            }
            (None, now) => *night = now,
            _ => {}
        }
    }
}
