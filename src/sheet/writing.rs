//! A table as a workbook.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Most columns and rows whose width is looked for.
const WIDTH_MAX: f64 = 60.0;

/// Writes a table of text with a head that stays in sight. A column in which every cell is a number in French writing holds numbers,
/// so that a spreadsheet adds them up; one cell that is none, or begins with a needless nought as codes do, and all stay text.
///
/// # Errors
/// When it is larger than a sheet can be.
pub fn write(columns: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold();
    for (column, name) in (0_u16..).zip(columns) {
        let cells = || rows.iter().filter_map(|row| row.get(usize::from(column))).map(String::as_str);
        let numbers =
            cells().any(|cell| !cell.is_empty()) && cells().all(|cell| cell.is_empty() || number(cell).is_some());
        sheet.write_string_with_format(0, column, *name, &bold)?;
        for (row, cell) in (1_u32..).zip(cells()) {
            match number(cell).filter(|_| numbers) {
                Some(value) => sheet.write_number(row, column, value)?,
                None if cell.is_empty() => continue,
                None => sheet.write_string(row, column, cell)?,
            };
        }
        let widest = cells().chain([*name]).map(|cell| cell.chars().count()).max().unwrap_or_default();
        sheet.set_column_width(column, (widest as f64 + 2.0).min(WIDTH_MAX))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

/// A number as tables for spreadsheets write it: `-12,05`, without needless noughts before it.
fn number(cell: &str) -> Option<f64> {
    let (whole, part) = cell.split_once(',').unwrap_or((cell, "0"));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = all_digits(digits) && all_digits(part) && (digits == "0" || !digits.starts_with('0'));
    if plain && digits.len() + part.len() <= 15 { format!("{whole}.{part}").parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_codes() {
        assert_eq!(
            [number("12,05"), number("-0,5"), number("0"), number("7")],
            [Some(12.05), Some(-0.5), Some(0.0), Some(7.0)]
        );
        for text in ["", "010780054", "12.5", "1 000", "12,", ",5", "-", "3 %", "1234567890123456", "2026-10-12"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_table_is_read_back_as_it_was_written() {
        let row = |cells: [&str; 3]| cells.map(ToOwned::to_owned).to_vec();
        let rows = [row(["010780054", "12,05", "=1+1"]), row(["4512", "", "3"])];
        let sheet = super::super::read(&write(&["finess", "heures", "mot"], &rows).expect("bytes")).expect("a sheet");
        assert_eq!(sheet.rows[&1], ["finess", "heures", "mot"]);
        assert_eq!(sheet.rows[&2], ["010780054", "12.05", "=1+1"], "a text is no formula");
        assert_eq!(sheet.rows[&3], ["4512", "", "3"]);
    }
}
