//! What a workbook may hold at most. Each limit is far above any roster or list of people, and far below what a server has.

use super::NoSheet;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most files in the zip: a sheet is one, and a workbook of a hundred sheets is none of people.
pub const ENTRIES_MAX: usize = 200;
/// Most bytes of all of them unpacked, and of the text that is read from the sheet.
pub const BYTES_MAX: usize = 32_000_000;
/// Highest row that is read.
pub const ROWS_MAX: usize = 100_000;
/// Most cells, the empty ones before the last of each row included.
pub const CELLS_MAX: usize = 500_000;

/// A limit that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Files in the zip.
    Entries,
    /// Bytes, unpacked.
    Bytes,
    /// Rows.
    Rows,
    /// Cells.
    Cells,
}

impl Limit {
    /// How much is allowed.
    pub const fn most(self) -> usize {
        match self {
            Self::Entries => ENTRIES_MAX,
            Self::Bytes => BYTES_MAX,
            Self::Rows => ROWS_MAX,
            Self::Cells => CELLS_MAX,
        }
    }
}

/// What was read so far.
#[derive(Debug, Default)]
pub(super) struct Counted {
    cells: usize,
    bytes: usize,
}

impl Counted {
    /// Counts a cell of a row: the cells that its row grows by, and the bytes of its text.
    pub(super) fn cell(&mut self, row: usize, cells: usize, bytes: usize) -> Result<(), NoSheet> {
        self.cells += cells;
        self.bytes += bytes;
        let reached = [(Limit::Rows, row), (Limit::Cells, self.cells), (Limit::Bytes, self.bytes)];
        match reached.into_iter().find(|(limit, count)| *count > limit.most()) {
            Some((limit, _)) => Err(NoSheet::TooMuch(limit)),
            None => Ok(()),
        }
    }
}

/// Unpacks every entry once, counting, and keeps none.
pub(super) fn unpack(content: &[u8]) -> Result<(), NoSheet> {
    let mut zip = ZipArchive::new(Cursor::new(content)).map_err(|_| NoSheet::Broken)?;
    if zip.len() > ENTRIES_MAX {
        return Err(NoSheet::TooMuch(Limit::Entries));
    }
    let (mut left, mut unpacked) = (BYTES_MAX, Vec::new());
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|_| NoSheet::Broken)?;
        let name = entry.name().map_err(|_| NoSheet::Broken)?.to_lowercase();
        unpacked.clear();
        // What the entry says of its own size is no measure: bytes are counted as they come.
        let read = entry.take(left as u64 + 1).read_to_end(&mut unpacked).map_err(|_| NoSheet::Broken)?;
        left = left.checked_sub(read).ok_or(NoSheet::TooMuch(Limit::Bytes))?;
        if matches!(name.rsplit('.').next(), Some("xml" | "rels")) {
            look_at(std::str::from_utf8(&unpacked).map_err(|_| NoSheet::Broken)?)?;
        }
    }
    Ok(())
}

/// A list of texts says how many it holds, and room is made for as many before the first is read: a number is as good as a bomb. In
/// another encoding than that of every spreadsheet it could hide.
fn look_at(entry: &str) -> Result<(), NoSheet> {
    if entry.contains('\0') || entry.split("<?xml").skip(1).any(|rest| !is_utf8(rest)) {
        return Err(NoSheet::Broken);
    }
    for rest in entry.split("uniqueCount").skip(1) {
        let digits = rest.bytes().skip_while(|byte| !byte.is_ascii_digit()).take_while(u8::is_ascii_digit);
        let count =
            digits.fold(0_usize, |count, byte| count.saturating_mul(10).saturating_add(usize::from(byte - b'0')));
        if count > CELLS_MAX {
            return Err(NoSheet::TooMuch(Limit::Cells));
        }
    }
    Ok(())
}

/// Whether the declaration that begins so names the encoding of every spreadsheet, or none.
fn is_utf8(declaration: &str) -> bool {
    let declaration = declaration.split("?>").next().unwrap_or_default();
    let Some((_, value)) = declaration.split_once("encoding") else { return true };
    let value = value.split(['"', '\'']).nth(1).unwrap_or_default();
    value.eq_ignore_ascii_case("utf-8")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn packed(entries: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            zip.start_file(name, SimpleFileOptions::default()).expect("an entry");
            zip.write_all(&content).expect("its content");
        }
        zip.finish().expect("a zip").into_inner()
    }

    #[test]
    fn a_bomb_is_counted_and_not_kept() {
        let bomb = packed([("xl/worksheets/sheet1.xml".to_owned(), vec![b' '; BYTES_MAX + 1])]);
        assert!(bomb.len() < 100_000, "{} bytes that unpack to 32 million", bomb.len());
        assert_eq!(unpack(&bomb), Err(NoSheet::TooMuch(Limit::Bytes)));
        let halves = (0..2).map(|n| (format!("xl/media/{n}.bin"), vec![0; BYTES_MAX / 2 + 1]));
        assert_eq!(unpack(&packed(halves)), Err(NoSheet::TooMuch(Limit::Bytes)), "together");
        assert_eq!(unpack(&packed([("xl/media/1.bin".to_owned(), vec![0; BYTES_MAX])])), Ok(()), "exactly the limit");
    }

    #[test]
    fn entries_are_counted() {
        let many = |count: usize| packed((0..count).map(|n| (format!("{n}.bin"), Vec::new())));
        assert_eq!(unpack(&many(ENTRIES_MAX)), Ok(()));
        assert_eq!(unpack(&many(ENTRIES_MAX + 1)), Err(NoSheet::TooMuch(Limit::Entries)));
    }

    #[test]
    fn a_number_that_would_be_believed_is_looked_at() {
        let strings = |head: &str| {
            let text = format!("{head}<sst uniqueCount=\"1000000000000\"></sst>");
            unpack(&packed([("xl/SharedStrings.xml".to_owned(), text.into_bytes())]))
        };
        assert_eq!(strings("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), Err(NoSheet::TooMuch(Limit::Cells)));
        assert_eq!(
            strings("<?xml version='1.0' encoding='ISO-2022-JP'?>"),
            Err(NoSheet::Broken),
            "where it could hide"
        );
    }
}
