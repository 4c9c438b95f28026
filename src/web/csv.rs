//! Tables for spreadsheets as they are used in France: semicolons, UTF-8 with a mark at the beginning, decimal commas.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// A table to download: the names of its columns, and its rows.
pub fn download(file: &str, columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Response {
    let mut text = String::from("\u{feff}");
    text.push_str(&line(columns.iter().map(|name| (*name).to_owned())));
    for row in rows {
        text.push_str(&line(row));
    }
    let disposition = format!("attachment; filename=\"{file}\"");
    ([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, disposition)], text).into_response()
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
