//! Workbooks (XLSX) as tables of text: what people bring in from a spreadsheet, and what they take away to one.
//!
//! A workbook is a zip of XML, so that a few kilobytes may unpack to gigabytes: all of it is unpacked once by a reader that counts
//! and keeps nothing (`limits`) before anything reads it. What is read is counted again, since a text that is stored once may stand
//! in a million cells. The first sheet that is shown is read, and of formulas what they came to last.

mod cell;
mod limits;
mod writing;

pub use limits::Limit;
pub use writing::write;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::collections::BTreeMap;
use std::io::Cursor;

/// How every zip begins.
const ZIP: &[u8] = b"PK\x03\x04";
/// How the workbooks of before 2007 begin, and those that have a password.
const OLD: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// A sheet as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// How many other sheets are shown, and not read.
    pub others: usize,
    /// Rows that hold something, by their number, the first being 1.
    pub rows: BTreeMap<usize, Vec<String>>,
    /// Cells with an error in place of a value; they are empty among the rows.
    pub bad: Vec<BadCell>,
}

/// A cell with an error in place of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    /// Row, the first being 1.
    pub row: usize,
    /// Column, the first being 0.
    pub column: usize,
    /// `#REF!`.
    pub error: String,
}

impl BadCell {
    /// As a spreadsheet calls it: `C4`.
    pub fn place(&self) -> String {
        format!("{}{}", letters(self.column), self.row)
    }
}

/// The letters of a column, the first being 0: `A`, `Z`, `AA`.
pub fn letters(column: usize) -> String {
    let (before, last) = (column / 26, (b'A' + (column % 26) as u8) as char);
    if before == 0 { last.to_string() } else { format!("{}{last}", letters(before - 1)) }
}

/// Why a file is no sheet that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSheet {
    /// It has the form of before 2007, or a password.
    OldOrLocked,
    /// It is cut off or damaged, or a zip of something else.
    Broken,
    /// No sheet of it is shown.
    Hidden,
    /// It holds more than is read.
    TooMuch(Limit),
}

/// Whether a file begins as a workbook does, of today or of old.
pub fn is_workbook(content: &[u8]) -> bool {
    content.starts_with(ZIP) || content.starts_with(OLD)
}

/// Reads the first sheet of a workbook.
///
/// # Errors
/// When it is none, or holds more than the limits allow.
pub fn read(content: &[u8]) -> Result<Sheet, NoSheet> {
    if content.starts_with(OLD) {
        return Err(NoSheet::OldOrLocked);
    }
    limits::unpack(content)?;
    let broken =
        |error: XlsxError| if matches!(error, XlsxError::Password) { NoSheet::OldOrLocked } else { NoSheet::Broken };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(content)).map_err(broken)?;
    let shown = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    let names: Vec<String> = book.sheets_metadata().iter().filter(shown).map(|sheet| sheet.name.clone()).collect();
    let name = names.first().ok_or(NoSheet::Hidden)?.clone();
    let mut sheet = Sheet { others: names.len() - 1, rows: BTreeMap::new(), bad: Vec::new(), name };
    let mut counted = limits::Counted::default();
    let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(broken)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(broken)? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize + 1, column as usize);
        let text = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::Error(error) => {
                sheet.bad.push(BadCell { row, column, error: error.to_string() });
                String::new()
            }
            value => cell::text(value, cell::is_percent(reader.styles().get(style))),
        };
        let cells = sheet.rows.entry(row).or_default();
        counted.cell(row, (column + 1).saturating_sub(cells.len()), text.len())?;
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
    }
    Ok(sheet)
}

impl Sheet {
    /// The same as a table of text, `;` between cells, each row in the line of its number.
    pub fn to_csv(&self) -> String {
        let mut text = String::new();
        let mut line = 1;
        for (number, cells) in &self.rows {
            while line < *number {
                text.push('\n');
                line += 1;
            }
            let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
            text.push_str(&cells.join(";"));
        }
        text.push('\n');
        text
    }
}

/// A cell on one line, in quotes where what it holds could be taken for the end of it.
fn quoted(cell: &str) -> String {
    let cell = cell.replace(['\r', '\n'], " ");
    if cell.contains([';', ',', '"', '\t']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, XlsxError};

    fn saved(fill: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
        let mut book = Workbook::new();
        fill(&mut book).expect("a workbook");
        book.save_to_buffer().expect("bytes")
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn values_are_read_as_people_see_them() {
        let content = saved(|book| {
            let sheet = book.add_worksheet().set_name("Équipe")?;
            sheet.write(0, 0, "nom")?.write(0, 1, "a;b, \"c\"\nd")?;
            sheet.write(2, 0, 80)?.write(2, 1, 31.25)?.write(2, 2, 0.1 + 0.2)?.write(2, 3, true)?;
            sheet.write_with_format(2, 4, 0.8, &Format::new().set_num_format("0%"))?;
            let date = ExcelDateTime::from_ymd(2026, 10, 12)?;
            sheet.write_with_format(3, 0, &date, &Format::new().set_num_format("dd/mm/yyyy"))?;
            let time = ExcelDateTime::from_hms(6, 30, 0)?;
            sheet.write_with_format(3, 1, &time, &Format::new().set_num_format("hh:mm"))?;
            let both = ExcelDateTime::from_ymd(2026, 10, 12)?.and_hms(21, 0, 0)?;
            sheet.write_with_format(3, 2, &both, &Format::new().set_num_format("dd/mm/yyyy hh:mm"))?;
            sheet.write_with_format(3, 3, 1.5625, &Format::new().set_num_format("[h]:mm"))?;
            book.add_worksheet();
            Ok(())
        });
        let sheet = read(&content).expect("a sheet");
        assert_eq!((sheet.name.as_str(), sheet.others, sheet.bad.as_slice()), ("Équipe", 1, &[][..]));
        assert_eq!(sheet.rows[&3], ["80", "31.25", "0.3", "true", "80%"]);
        assert_eq!(sheet.rows[&4], ["2026-10-12", "06:30", "2026-10-12 21:00", "37:30"]);
        assert_eq!(
            sheet.to_csv(),
            "nom;\"a;b, \"\"c\"\" d\"\n\n80;31.25;0.3;true;80%\n2026-10-12;06:30;2026-10-12 21:00;37:30\n"
        );
    }

    #[test]
    fn cells_in_error_are_told_with_their_place() {
        let content = saved(|book| {
            let sheet = book.add_worksheet();
            sheet.write(0, 0, "id")?.write_formula(3, 2, Formula::new("=A9").set_result("#REF!"))?;
            Ok(())
        });
        let sheet = read(&content).expect("a sheet");
        let bad = &sheet.bad[0];
        assert_eq!((bad.place().as_str(), bad.error.as_str(), sheet.bad.len()), ("C4", "#REF!", 1));
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        let whole = saved(|book| book.add_worksheet().write(0, 0, "id").map(|_| ()));
        assert_eq!(read(&whole[..whole.len() / 2]), Err(NoSheet::Broken), "cut off");
        assert_eq!(read(b"PK\x03\x04 and nothing of a zip"), Err(NoSheet::Broken));
        assert_eq!(read(b"identifiant;nom\n"), Err(NoSheet::Broken), "text");
        assert_eq!(read(&[OLD, &[0; 64]].concat()), Err(NoSheet::OldOrLocked));
        let mut damaged = whole;
        let middle = damaged.len() / 2;
        damaged[middle..middle + 40].fill(0);
        assert_eq!(read(&damaged), Err(NoSheet::Broken), "damaged");
    }

    #[test]
    fn rows_and_cells_are_counted() {
        let far = saved(|book| book.add_worksheet().write(limits::ROWS_MAX as u32, 0, "x").map(|_| ()));
        assert_eq!(read(&far), Err(NoSheet::TooMuch(Limit::Rows)));
        let wide = saved(|book| {
            let sheet = book.add_worksheet();
            (0..40).try_for_each(|row| sheet.write(row, 16_383, "x").map(|_| ()))
        });
        assert_eq!(read(&wide), Err(NoSheet::TooMuch(Limit::Cells)), "forty cells at the far end of their rows");
        let long = "x".repeat(32_000);
        let repeated = saved(|book| {
            let sheet = book.add_worksheet();
            (0..1_100).try_for_each(|row| sheet.write(row, 0, long.as_str()).map(|_| ()))
        });
        assert_eq!(read(&repeated), Err(NoSheet::TooMuch(Limit::Bytes)), "one text, stored once, in many cells");
    }
}
