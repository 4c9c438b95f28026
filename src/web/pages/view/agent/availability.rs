//! What the pages about an agent's availability print.

use super::super::{Alert, Frame};
use super::{Choice, Part};
use crate::web::pages::view::Tag;
use askama::Template;

/// A day of the month.
#[derive(Debug, Clone, Default)]
pub struct DiaryDay {
    /// `2026-12-08`.
    pub date: String,
    /// Number in the month; empty before its first and after its last day.
    pub number: String,
    /// The day in words, for whoever hears the page.
    pub name: String,
    /// Short word for what she said, and its colour.
    pub said: Tag,
    /// What stands on the day already: a code, a promised rest, an absence.
    pub holds: String,
    /// It may be said otherwise.
    pub open: bool,
    /// It was ticked when the form came to nothing.
    pub ticked: bool,
    /// CSS classes: today, a week-end.
    pub class: &'static str,
}

/// A part of every so many weekday.
#[derive(Debug, Clone)]
pub struct WeekRow {
    /// Weekday.
    pub name: String,
    /// Parts: value of the field, name, ticked.
    pub parts: Vec<Choice>,
}

/// `/moi/disponibilites`.
#[derive(Debug, Template)]
#[template(path = "agent/diary.html")]
pub struct AgentDiary {
    /// Frame.
    pub frame: Frame,
    /// Pages of this part.
    pub parts: Vec<Part>,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// The month in words.
    pub month: String,
    /// The month: `2026-12`.
    pub key: String,
    /// Address of the month before; empty when it is over.
    pub before: String,
    /// Address of the month after.
    pub after: String,
    /// Letters over the columns, with the whole names.
    pub letters: Vec<(&'static str, String)>,
    /// Weeks of seven days.
    pub weeks: Vec<Vec<DiaryDay>>,
    /// What holds altogether, in a sentence.
    pub standing: String,
    /// Every week of hers.
    pub weekly: Vec<WeekRow>,
    /// She keeps a diary.
    pub kept: bool,
    /// Version of the file that was read.
    pub version: i64,
}

/// A standing agreement.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Identifier.
    pub id: String,
    /// When and where, one window each.
    pub windows: Vec<String>,
    /// How many a week, rest days or not.
    pub limits: String,
    /// From when to when.
    pub valid: String,
    /// Where it stands.
    pub state: Tag,
    /// It may be revoked.
    pub open: bool,
}

/// `/moi/disponibilites/accords`.
#[derive(Debug, Template)]
#[template(path = "agent/agreements.html")]
pub struct AgentAgreements {
    /// Frame.
    pub frame: Frame,
    /// Pages of this part.
    pub parts: Vec<Part>,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// Her agreements.
    pub all: Vec<Standing>,
    /// What the new one will be called: the same sent twice is one.
    pub id: String,
    /// Weekdays.
    pub weekdays: Vec<Choice>,
    /// First and last time of day.
    pub hours: (String, String),
    /// Units with their establishments.
    pub units: Vec<Choice>,
    /// Most shifts a week.
    pub per_week: String,
    /// Rest days too.
    pub rest_days: bool,
    /// First and last day.
    pub days: (String, String),
    /// What she volunteers for.
    pub volunteering: Vec<Choice>,
    /// Version of that.
    pub version: i64,
}

/// `/moi/disponibilites/absences`.
#[derive(Debug, Template)]
#[template(path = "agent/outside.html")]
pub struct AgentOutside {
    /// Frame.
    pub frame: Frame,
    /// Pages of this part.
    pub parts: Vec<Part>,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// Absences, by first day.
    pub absences: Vec<String>,
    /// First and last day of a new one.
    pub days: (String, String),
    /// Known long before or not.
    pub classes: Vec<Choice>,
    /// Declared work, by start.
    pub declared: Vec<String>,
    /// Start and end of what is declared now.
    pub hours: (String, String),
    /// Kinds of employers.
    pub employers: Vec<Choice>,
}
