//! Tables for spreadsheets: workbooks, or text as spreadsheets in France take it (semicolons, UTF-8 with a mark at the beginning,
//! decimal commas).

use super::problem::Problem;
use crate::sheet;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// The media type of a workbook.
pub const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Kind {
    /// As an address names it.
    pub fn of(text: &str) -> Option<Self> {
        match text {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// A table to download: its file without an ending, the names of its columns, and its rows.
pub fn download(kind: Kind, file: &str, columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Response {
    let disposition = format!("attachment; filename=\"{file}.{}\"", kind.extension());
    let head = |kind: &'static str| [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)];
    match kind {
        Kind::Csv => (head("text/csv; charset=utf-8"), text(columns, rows)).into_response(),
        Kind::Xlsx => match sheet::write(columns, &rows.into_iter().collect::<Vec<_>>()) {
            Ok(content) => (head(WORKBOOK), content).into_response(),
            Err(error) => {
                tracing::error!(%error, "a workbook could not be written");
                Problem::internal().into_response()
            }
        },
    }
}

fn text(columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = String::from("\u{feff}");
    text.push_str(&line(columns.iter().map(|name| (*name).to_owned())));
    for row in rows {
        text.push_str(&line(row));
    }
    text
}

fn line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|text| cell(&text)).collect();
    cells.join(";") + "\r\n"
}

/// A cell that no spreadsheet takes for a formula, nor for two cells.
fn cell(text: &str) -> String {
    let is_number = text.strip_prefix('-').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == ','));
    let text = match text.chars().next() {
        Some('=' | '+' | '@' | '\t' | '\r') => format!("'{text}"),
        Some('-') if !is_number => format!("'{text}"),
        _ => text.to_owned(),
    };
    if text.contains([';', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// Hundredths with a decimal comma: `-12,05`.
pub fn hundredths(amount: i64) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{},{:02}", amount.unsigned_abs() / 100, amount.unsigned_abs() % 100)
}

/// An amount of a ledger in its unit: points and euros with their decimals, minutes and days as they are.
pub fn amount(unit: &str, quantity: i64) -> String {
    if matches!(unit, "cents" | "centipoints") { hundredths(quantity) } else { quantity.to_string() }
}

/// The unit of [`amount`], in French.
pub fn unit_fr(unit: &str) -> &str {
    match unit {
        "cents" => "euros",
        "centipoints" => "points",
        "days" => "jours",
        "rest_minutes" => "minutes de repos",
        "supplement_minutes" => "minutes majorées",
        "paid_minutes" => "minutes à payer",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_what_they_say() {
        assert_eq!([hundredths(1_205), hundredths(-5), hundredths(0)], ["12,05", "-0,05", "0,00"]);
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("-12,05"), "-12,05");
        assert_eq!(cell("-cmd"), "'-cmd");
        assert_eq!(cell("a;\"b\""), "\"a;\"\"b\"\"\"");
        assert_eq!(line(["a".to_owned(), "1,5".to_owned()]), "a;1,5\r\n");
    }
}
