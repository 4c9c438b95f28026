//! A unit's month, a day of it, its absences, its rosters.

use super::Choice;
use crate::lang::reasons::Told;
use crate::web::pages::view::{Alert, Frame, Tag};
use askama::Template;

/// `/service/{unit}`.
#[derive(Debug, Template)]
#[template(path = "manager/month.html")]
pub struct Month {
    /// Frame.
    pub frame: Frame,
    /// Unit.
    pub unit: String,
    /// Unit's name.
    pub unit_name: String,
    /// Establishment's name.
    pub place: String,
    /// `décembre 2026`.
    pub month: String,
    /// `2026-12`.
    pub month_value: String,
    /// Address of the month before.
    pub before: String,
    /// Name of the month before.
    pub before_name: String,
    /// Address of the month after.
    pub after: String,
    /// Name of the month after.
    pub after_name: String,
    /// Units to choose from.
    pub units: Vec<Choice>,
    /// Where each roster of these days stands.
    pub rosters: Vec<RosterLine>,
    /// Heads of the columns.
    pub days: Vec<DayHead>,
    /// Columns of the table.
    pub columns: usize,
    /// Some code has more letters than a narrow day takes.
    pub wide: bool,
    /// Parts of the table.
    pub parts: Vec<SheetPart>,
    /// What the colours and marks mean: class, mark, words.
    pub legend: Vec<(&'static str, String, String)>,
    /// How much is missing, in a sentence.
    pub summary: String,
    /// May ask for replacements; the address of the form.
    pub ask: Option<String>,
    /// May read absences; the address of the list.
    pub absences: Option<String>,
    /// May make rosters; the address of the form.
    pub rosters_url: Option<String>,
    /// The script of the table.
    pub script_url: String,
}

/// Where a roster stands.
#[derive(Debug, Clone)]
pub struct RosterLine {
    /// Its days.
    pub days: String,
    /// State.
    pub state: Tag,
    /// Since when, what is asked of whom.
    pub detail: String,
    /// Its page; empty for whoever may not change it.
    pub href: String,
}

/// The head of a column.
#[derive(Debug, Clone)]
pub struct DayHead {
    /// `L`.
    pub letter: &'static str,
    /// `7`.
    pub number: String,
    /// The whole of it for a screen reader: `lundi 7 décembre, jour férié`.
    pub name: String,
    /// `F` on a public holiday; may be empty.
    pub mark: String,
    /// `off`, `today`, or nothing.
    pub class: &'static str,
}

/// A part of the table with a head of its own.
#[derive(Debug, Clone)]
pub struct SheetPart {
    /// Its head; empty for the first.
    pub head: String,
    /// Its rows.
    pub rows: Vec<SheetRow>,
}

impl SheetPart {
    /// Most letters of a code in a narrow day.
    const NARROW: usize = 3;

    /// Whether some code of it needs a wider day.
    pub fn is_wide(&self) -> bool {
        let pieces = self.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.pieces);
        pieces.map(|piece| piece.text.chars().count()).any(|letters| letters > Self::NARROW)
    }
}

/// A row.
#[derive(Debug, Clone)]
pub struct SheetRow {
    /// Name or need.
    pub head: String,
    /// A word on it; may be empty.
    pub note: String,
    /// The head is a name.
    pub named: bool,
    /// A cell a day.
    pub cells: Vec<SheetCell>,
    /// Hours, balance, nights, week-ends, holidays; empty for whoever's are not the reader's to know.
    pub totals: Vec<String>,
}

/// A cell.
#[derive(Debug, Clone, Default)]
pub struct SheetCell {
    /// Classes of the column and the cell.
    pub class: String,
    /// What stands in it.
    pub pieces: Vec<SheetPiece>,
}

/// Something in a cell.
#[derive(Debug, Clone, Default)]
pub struct SheetPiece {
    /// Code or figure.
    pub text: String,
    /// Mark after it; may be empty.
    pub mark: String,
    /// What a screen reader says after it.
    pub said: String,
    /// Where it leads; may be empty.
    pub href: String,
    /// Class.
    pub class: &'static str,
}

/// `/service/{unit}/jour`: a day of somebody.
#[derive(Debug, Template)]
#[template(path = "manager/day.html")]
pub struct DayPage {
    /// Frame.
    pub frame: Frame,
    /// Where it leads back to.
    pub back: String,
    /// Agent.
    pub agent: String,
    /// Her name.
    pub name: String,
    /// `2026-12-07`.
    pub date: String,
    /// `lundi 7 décembre 2026`.
    pub day: String,
    /// What stands on her roster, in words.
    pub standing: String,
    /// What the last form came to.
    pub alert: Alert,
    /// Address of the form for an absence; none for whoever may not enter one.
    pub absence: Option<AbsenceForm>,
    /// The form for another code; none where there is nothing to change.
    pub change: Option<ChangeForm>,
    /// Where a replacement is asked for; may be empty.
    pub ask: String,
}

/// The form for an absence.
#[derive(Debug, Clone)]
pub struct AbsenceForm {
    /// Where it goes.
    pub action: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Neutral classes.
    pub classes: Vec<Choice>,
    /// People to choose from; empty where it is about one.
    pub people: Vec<Choice>,
    /// The one it is about; may be empty.
    pub agent: String,
}

/// The form for another code on a day.
#[derive(Debug, Clone)]
pub struct ChangeForm {
    /// Where it goes.
    pub action: String,
    /// Codes of the unit, rest first.
    pub codes: Vec<Choice>,
    /// Version of the day that was read.
    pub version: i64,
    /// It was published: a change needs a reason and a ground.
    pub published: bool,
    /// The reason typed.
    pub reason: String,
    /// Grounds.
    pub grounds: Vec<Choice>,
}

/// `/service/{unit}/absences`.
#[derive(Debug, Template)]
#[template(path = "manager/absences.html")]
pub struct Absences {
    /// Frame.
    pub frame: Frame,
    /// Where it leads back to.
    pub back: String,
    /// Unit's name.
    pub unit_name: String,
    /// Where the filter goes.
    pub action: String,
    /// From this day on.
    pub from: String,
    /// Up to this day.
    pub to: String,
    /// The absences.
    pub rows: Vec<AbsenceRow>,
    /// What the last form came to.
    pub alert: Alert,
    /// The form for a new one.
    pub form: Option<AbsenceForm>,
}

/// An absence.
#[derive(Debug, Clone)]
pub struct AbsenceRow {
    /// Her name.
    pub name: String,
    /// Its days.
    pub days: String,
    /// Neutral class.
    pub class: String,
    /// It stands, was taken back, was announced by herself.
    pub state: Tag,
    /// Its page.
    pub href: String,
}

/// `/service/{unit}/absences/{number}`.
#[derive(Debug, Template)]
#[template(path = "manager/absence.html")]
pub struct Absence {
    /// Frame.
    pub frame: Frame,
    /// Where it leads back to.
    pub back: String,
    /// Her name.
    pub name: String,
    /// Its days.
    pub days: String,
    /// Neutral class.
    pub class: String,
    /// It stands, or was taken back.
    pub state: Tag,
    /// What the last form came to.
    pub alert: Alert,
    /// Where a new last day goes; empty when it is over.
    pub end: String,
    /// Its last day.
    pub to: String,
    /// Where it is taken back; empty when it is over.
    pub withdraw: String,
    /// The reason typed.
    pub reason: String,
    /// Duties that it leaves bare, unit by unit.
    pub bare: Vec<BareUnit>,
}

/// Duties of one unit that an absence leaves bare.
#[derive(Debug, Clone)]
pub struct BareUnit {
    /// Unit.
    pub unit: String,
    /// Unit's name.
    pub name: String,
    /// Whoever is absent.
    pub agent: String,
    /// As forms send it.
    pub motive: &'static str,
    /// Each duty: as the form sends it, and in words; the address of the request that asks for it already, where one does.
    pub duties: Vec<(Choice, String)>,
    /// Something of it is still to be asked for, by whoever may.
    pub open: bool,
}

/// `/service/{unit}/tableaux/{id}`: a roster's state, and what may be done with it.
#[derive(Debug, Template)]
#[template(path = "manager/roster.html")]
pub struct Roster {
    /// Frame.
    pub frame: Frame,
    /// Where it leads back to.
    pub back: String,
    /// Unit's name.
    pub unit_name: String,
    /// Its days.
    pub days: String,
    /// State.
    pub state: Tag,
    /// Since when, by whom.
    pub detail: String,
    /// What the last form came to.
    pub alert: Alert,
    /// Version that a deed must name.
    pub version: i64,
    /// Where it goes.
    pub action: String,
    /// It may be published.
    pub may_publish: bool,
    /// It is open to choices and may be closed.
    pub may_close: bool,
    /// It may be opened to choices.
    pub may_open: bool,
    /// The reason typed.
    pub reason: String,
    /// When choices close, as typed.
    pub closing: String,
    /// What happened to its days: moment, person, day, before and after, ground, reason.
    pub changes: Vec<ChangeRow>,
    /// What waits for an answer.
    pub questions: Vec<ChangeRow>,
}

/// A change of a published day, or a question about one.
#[derive(Debug, Clone)]
pub struct ChangeRow {
    /// Moment.
    pub when: String,
    /// Whose day.
    pub name: String,
    /// Which.
    pub day: String,
    /// What it was and is, or would be.
    pub what: String,
    /// On what ground, or the state of the question.
    pub ground: Tag,
    /// Why.
    pub reason: Told,
}

/// `/service/{unit}/tableaux`: a new roster.
#[derive(Debug, Template)]
#[template(path = "manager/rosters.html")]
pub struct Rosters {
    /// Frame.
    pub frame: Frame,
    /// Where it leads back to.
    pub back: String,
    /// Unit's name.
    pub unit_name: String,
    /// Where the form goes.
    pub action: String,
    /// Key of the form.
    pub key: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// What the last form came to.
    pub alert: Alert,
}
