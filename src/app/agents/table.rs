//! A table of agents as establishments keep one: a line each, `;` between cells, decimal commas; whatever the order of its columns.
//!
//! Reading a table looks at each cell by itself; what the cells mean together is looked at when it is brought in
//! ([`super::importing`]).

use crate::sheet::{self, NoSheet};
use crate::text::folded;
use releve_solver::formats::{Said, well_formed_id};
use std::collections::BTreeMap;

/// Most lines of one table.
const LINES_MAX: usize = 5_000;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Identifier.
    Id,
    /// Name shown to people.
    Name,
    /// Establishment that employs her, by its identifier.
    Employer,
    /// Percent of full time.
    Share,
    /// Titles, between commas.
    Titles,
    /// Where she starts from, degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// Farthest site, kilometres.
    Mobility,
    /// What an hour of hers costs, euros.
    Cost,
    /// Units that she knows, between commas.
    Units,
}

impl Column {
    /// Every column, in the order of a model.
    pub const ALL: [Self; 10] = [
        Self::Id,
        Self::Name,
        Self::Employer,
        Self::Share,
        Self::Titles,
        Self::Latitude,
        Self::Longitude,
        Self::Mobility,
        Self::Cost,
        Self::Units,
    ];

    /// The head of the column, as a model has it; an English one is read too.
    pub const fn heads(self) -> (&'static str, &'static str) {
        match self {
            Self::Id => ("identifiant", "id"),
            Self::Name => ("nom", "name"),
            Self::Employer => ("employeur", "employer"),
            Self::Share => ("quotite", "share"),
            Self::Titles => ("metiers", "titles"),
            Self::Latitude => ("latitude", "lat"),
            Self::Longitude => ("longitude", "lon"),
            Self::Mobility => ("mobilite_km", "mobility_km"),
            Self::Cost => ("cout_horaire", "hourly_cost"),
            Self::Units => ("unites_connues", "known_units"),
        }
    }

    fn of(head: &str) -> Option<Self> {
        let head: String = folded(head.trim()).chars().map(|c| if c == ' ' { '_' } else { c }).collect();
        Self::ALL.into_iter().find(|column| head == column.heads().0 || head == column.heads().1)
    }
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It must say something.
    Missing,
    /// It is no number.
    NotANumber,
    /// It is a number outside these bounds.
    OutOfBounds(i64, i64),
    /// It is no identifier: letters, digits, hyphens, points and low lines, 64 at most.
    NoId,
    /// This line has the same identifier.
    Twice(usize),
    /// It is longer than so many characters.
    TooLong(usize),
    /// No establishment of this identifier is hers to keep.
    UnknownEmployer,
    /// She has left.
    HasLeft,
    /// Somebody else keeps her file.
    NotHers,
    /// The spreadsheet has an error there in place of a value: `Feuil1!C4`.
    SheetError(String),
    /// What it means does not fit the rest; in the words of whoever judged it.
    Meaning(Said),
}

/// A cell that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line of the file, the head being the first; 0 for the file as a whole.
    pub line: usize,
    /// Its column, where it is one cell's fault.
    pub column: Option<Column>,
    /// What stands there.
    pub found: Said,
    /// What is wrong.
    pub wrong: Wrong,
}

/// A line as it was read; an empty cell says nothing, and leaves what is on file as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Line of the file.
    pub number: usize,
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// Employer.
    pub employer: Option<String>,
    /// Percent.
    pub share_percent: Option<u32>,
    /// Titles.
    pub titles: Option<Vec<String>>,
    /// Degrees.
    pub latitude: Option<f64>,
    /// Degrees.
    pub longitude: Option<f64>,
    /// Kilometres.
    pub mobility_km: Option<u32>,
    /// Euro cents.
    pub cost_cents_per_hour: Option<u32>,
    /// Units.
    pub known_units: Option<Vec<String>>,
}

/// Why a file is no table of agents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoTable {
    /// It is neither text in UTF-8 nor a workbook.
    NotText,
    /// It is a workbook whose sheet is not read.
    Sheet(NoSheet),
    /// It has no line below its head.
    Empty,
    /// It has more lines than can be brought in at once.
    TooLong(usize),
    /// No column is called so, and no identifier could be read.
    NoId(Vec<String>),
    /// A line cannot be taken apart.
    Broken(String),
}

/// A table that was read.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Cells that are wrong by themselves.
    pub faults: Vec<Fault>,
    /// Heads that no column has; what stands below them is left out.
    pub unknown: Vec<String>,
    /// The sheet of a workbook that it stands on, and how many others are not read.
    pub sheet: Option<(String, usize)>,
    /// The same as text: what is read when it is sent back to be stored.
    pub text: String,
}

/// Reads a table: UTF-8 with or without a mark at its beginning, or the first sheet of a workbook, whose rows are its lines.
///
/// # Errors
/// When it is none.
pub fn read(content: &[u8]) -> Result<Table, NoTable> {
    if !sheet::is_workbook(content) {
        return read_text(std::str::from_utf8(content).map_err(|_| NoTable::NotText)?);
    }
    let sheet = sheet::read(content).map_err(NoTable::Sheet)?;
    let mut table = read_text(&sheet.to_csv())?;
    let said = |cells: &&Vec<String>| cells.iter().any(|cell| !cell.trim().is_empty());
    let heads: Vec<Option<Column>> =
        sheet.rows.values().find(said).into_iter().flatten().map(|head| Column::of(head)).collect();
    for bad in &sheet.bad {
        // Below a head that is not read nothing can be wrong.
        let Some(column) = heads.get(bad.column).copied().flatten() else { continue };
        table.faults.retain(|fault| (fault.line, fault.column) != (bad.row, Some(column)));
        let wrong = Wrong::SheetError(format!("{}!{}", sheet.name, bad.place()));
        table.faults.push(Fault { line: bad.row, column: Some(column), found: bad.error.clone().into(), wrong });
    }
    Ok(Table { sheet: Some((sheet.name, sheet.others)), ..table })
}

fn read_text(text: &str) -> Result<Table, NoTable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    // Commas stand in cells; who has no semicolon anywhere has tabs, or commas after all.
    let delimiter = [b';', b'\t'].into_iter().find(|d| first.as_bytes().contains(d)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let heads = reader.headers().map_err(|error| NoTable::Broken(error.to_string()))?.clone();
    let columns: Vec<Option<Column>> = heads.iter().map(Column::of).collect();
    let unknown = heads.iter().zip(&columns).filter(|(head, column)| column.is_none() && !head.trim().is_empty());
    let unknown = unknown.map(|(head, _)| head.trim().to_owned()).collect();
    let mut table = Table { unknown, text: text.to_owned(), ..Table::default() };
    if !columns.contains(&Some(Column::Id)) {
        return Err(NoTable::NoId(heads.iter().map(ToOwned::to_owned).collect()));
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut lines = Lines { text, at: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(|error| NoTable::Broken(error.to_string()))?;
        let number = record.position().map_or(0, |at| lines.of(at.byte() as usize));
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if table.lines.len() == LINES_MAX {
            return Err(NoTable::TooLong(LINES_MAX));
        }
        let cells: BTreeMap<Column, &str> =
            columns.iter().zip(record.iter()).filter_map(|(column, cell)| Some(((*column)?, cell.trim()))).collect();
        let line = Reading { number, cells, faults: &mut table.faults }.line(&mut seen);
        table.lines.push(line);
    }
    if table.lines.is_empty() { Err(NoTable::Empty) } else { Ok(table) }
}

/// Counts lines up to places that come one after the other. The reader's own count is one too low after a line that ends as those of
/// Windows do, since it takes the second half of that end for the beginning of the next.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, byte: usize) -> usize {
        let ends = self.text[byte..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.line += self.text[self.at..byte + ends].matches('\n').count();
        self.at = byte + ends;
        self.line
    }
}

/// The cells of one line.
struct Reading<'a> {
    number: usize,
    cells: BTreeMap<Column, &'a str>,
    faults: &'a mut Vec<Fault>,
}

impl Reading<'_> {
    fn said(&self, column: Column) -> Option<String> {
        self.cells.get(&column).filter(|cell| !cell.is_empty()).map(|cell| (*cell).to_owned())
    }

    fn fault(&mut self, column: Column, found: impl Into<Said>, wrong: Wrong) {
        self.faults.push(Fault { line: self.number, column: Some(column), found: found.into(), wrong });
    }

    /// A number in the smallest part of its unit, between two bounds; `scale` parts make one.
    fn number(&mut self, column: Column, (least, most): (i64, i64), scale: i64) -> Option<f64> {
        let found = self.said(column)?;
        let plain = found.replace(['\u{a0}', '\u{202f}', ' ', '%', '€'], "").replace(',', ".");
        let Ok(value) = plain.parse::<f64>() else {
            self.fault(column, found, Wrong::NotANumber);
            return None;
        };
        if !(least as f64..=most as f64).contains(&value) {
            self.fault(column, found, Wrong::OutOfBounds(least, most));
            return None;
        }
        Some((value * scale as f64).round() / if scale == 1_000_000 { 1_000_000.0 } else { 1.0 })
    }

    fn list(&self, column: Column) -> Option<Vec<String>> {
        let said = self.said(column)?;
        let parts = said.split([',', '/', '|']).map(str::trim).filter(|part| !part.is_empty());
        Some(parts.map(ToOwned::to_owned).collect())
    }

    fn line(mut self, seen: &mut BTreeMap<String, usize>) -> Line {
        let id = self.said(Column::Id).unwrap_or_default();
        if id.is_empty() {
            self.fault(Column::Id, String::new(), Wrong::Missing);
        } else if well_formed_id(&id).is_err() {
            self.fault(Column::Id, id.clone(), Wrong::NoId);
        } else if let Some(before) = seen.insert(id.clone(), self.number) {
            self.fault(Column::Id, id.clone(), Wrong::Twice(before));
        }
        let name = self.said(Column::Name);
        if let Some(long) = name.clone().filter(|name| name.chars().count() > 200) {
            self.fault(Column::Name, long, Wrong::TooLong(200));
        }
        Line {
            number: self.number,
            name,
            employer: self.said(Column::Employer),
            share_percent: self.number(Column::Share, (1, 100), 1).map(|value| value as u32),
            titles: self.list(Column::Titles),
            latitude: self.number(Column::Latitude, (-90, 90), 1_000_000),
            longitude: self.number(Column::Longitude, (-180, 180), 1_000_000),
            mobility_km: self.number(Column::Mobility, (0, 1_000), 1).map(|value| value as u32),
            cost_cents_per_hour: self.number(Column::Cost, (0, 1_000), 100).map(|value| value as u32),
            known_units: self.list(Column::Units),
            id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_french_table_is_read_with_its_mark_commas_and_spaces() {
        let text = "\u{feff}Nom;Identifiant;Quotité;Métiers;Coût horaire;Service\r\n\
                    \"Léa; dite Lé\";lea;80 %;IDE, AS;31,25;x\r\n\r\nAli;ali;;;;\r\n";
        let table = read(text.as_bytes()).expect("a table");
        assert_eq!((table.faults.len(), table.unknown.as_slice()), (0, &["Service".to_owned()][..]));
        let lea = &table.lines[0];
        assert_eq!((lea.number, lea.id.as_str(), lea.name.as_deref()), (2, "lea", Some("Léa; dite Lé")));
        assert_eq!((lea.share_percent, lea.cost_cents_per_hour), (Some(80), Some(3_125)));
        assert_eq!(lea.titles, Some(vec!["IDE".to_owned(), "AS".to_owned()]));
        assert_eq!((table.lines[1].share_percent, table.lines[1].titles.clone()), (None, None), "it says nothing");
    }

    #[test]
    fn every_bad_cell_is_told_with_its_place() {
        let text = "identifiant;quotite;latitude\na b;cent;91\n;50;x\nlea;0;46,2\nlea;100;46,2\n";
        let faults = read(text.as_bytes()).expect("a table").faults;
        let told: Vec<_> = faults.iter().map(|fault| (fault.line, fault.column, fault.wrong.clone())).collect();
        assert_eq!(
            told,
            [
                (2, Some(Column::Id), Wrong::NoId),
                (2, Some(Column::Share), Wrong::NotANumber),
                (2, Some(Column::Latitude), Wrong::OutOfBounds(-90, 90)),
                (3, Some(Column::Id), Wrong::Missing),
                (3, Some(Column::Latitude), Wrong::NotANumber),
                (4, Some(Column::Share), Wrong::OutOfBounds(1, 100)),
                (5, Some(Column::Id), Wrong::Twice(4)),
            ]
        );
    }

    #[test]
    fn a_workbook_is_read_row_by_row() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet().set_name("Équipe").expect("a name");
        let rows = [
            ["Identifiant", "Quotité", "Métiers", "Coût horaire"],
            ["lea", "80", "IDE, AS", "31.25"],
            ["ali", "", "AS", ""],
        ];
        for (row, cells) in [0, 2, 3].into_iter().zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number),
                    Err(_) => sheet.write(row, column, cell),
                }
                .expect("a cell");
            }
        }
        let broken = rust_xlsxwriter::Formula::new("=A99/0").set_result("#DIV/0!");
        sheet.write_formula(3, 1, broken).expect("a cell");
        let table = read(&book.save_to_buffer().expect("bytes")).expect("a table");
        let lea = &table.lines[0];
        assert_eq!(
            (lea.number, lea.id.as_str(), lea.share_percent, lea.cost_cents_per_hour),
            (3, "lea", Some(80), Some(3_125))
        );
        assert_eq!(lea.titles, Some(vec!["IDE".to_owned(), "AS".to_owned()]));
        let fault = Fault {
            line: 4,
            column: Some(Column::Share),
            found: "#DIV/0!".into(),
            wrong: Wrong::SheetError("Équipe!B4".to_owned()),
        };
        assert_eq!((table.faults.as_slice(), table.sheet), (&[fault][..], Some(("Équipe".to_owned(), 0))));
        let again = read(table.text.as_bytes()).expect("the same as text");
        assert_eq!(again.lines, table.lines, "what is stored is what was shown");
    }

    #[test]
    fn what_is_no_table_is_told_why() {
        assert_eq!(read(b"PK\x03\x04").expect_err("cut off"), NoTable::Sheet(NoSheet::Broken));
        assert_eq!(read(b"identifiant;nom\n").expect_err("no line"), NoTable::Empty);
        assert_eq!(read(&[0xff, 0xfe, 0]).expect_err("no text"), NoTable::NotText);
        assert!(matches!(read(b"a;b\n1;2\n").expect_err("no identifier"), NoTable::NoId(heads) if heads == ["a", "b"]));
    }
}
