//! What payroll looks at, exports and puts right.

use super::super::{Alert, Frame};
use super::Choice;
use crate::lang::reasons::Told;
use askama::Template;

/// `/paie`.
#[derive(Debug, Template)]
#[template(path = "records/pay.html")]
pub struct Pay {
    /// Frame.
    pub frame: Frame,
    /// Why the last form was refused.
    pub alert: Alert,
    /// Work that nobody of payroll has looked at.
    pub work: Vec<Work>,
    /// Where more of it is; empty when this is all.
    pub next: String,
    /// Establishments that can be exported.
    pub sites: Vec<Choice>,
    /// Months that are over, the newest first.
    pub months: Vec<Choice>,
    /// What is owed, by person.
    pub owed: Vec<Owing>,
    /// People with something overdue, in a sentence; empty when there are none.
    pub overdue: String,
}

/// A vacation that was worked.
#[derive(Debug, Clone)]
pub struct Work {
    /// Assignment.
    pub id: String,
    /// Day.
    pub day: String,
    /// Hours as planned.
    pub hours: String,
    /// Hours as they were; empty when they were as planned.
    pub actual: String,
    /// How long she was there.
    pub duration: String,
    /// Shift code.
    pub code: String,
    /// Title.
    pub qualification: String,
    /// Who.
    pub person: String,
    /// Her account.
    pub account: String,
    /// Unit.
    pub unit: String,
    /// Establishment.
    pub establishment: String,
}

/// What is owed to somebody.
#[derive(Debug, Clone)]
pub struct Owing {
    /// To whom.
    pub person: String,
    /// Her account.
    pub account: String,
    /// Promised days with a date.
    pub dated: String,
    /// Without one.
    pub undated: String,
    /// Rest in hours.
    pub hours: String,
    /// When the first of it is due.
    pub due: String,
    /// Overdue days; empty without any.
    pub overdue: String,
}

/// `/paie/comptes/{agent}`.
#[derive(Debug, Template)]
#[template(path = "records/account.html")]
pub struct Account {
    /// Frame.
    pub frame: Frame,
    /// Agent.
    pub agent: String,
    /// Name.
    pub name: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Both in words.
    pub period: String,
    /// Rests: what and how much.
    pub rests: Vec<(String, String)>,
    /// The account in each unit.
    pub units: Vec<Unit>,
    /// Why the last form was refused.
    pub alert: Alert,
    /// A line to post.
    pub form: LineForm,
    /// The line to take back, with what was typed.
    pub back: Option<Back>,
}

/// An account in one unit over a period.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its name.
    pub label: String,
    /// As part of an element's identifier.
    pub anchor: String,
    /// Before the first day.
    pub opening: String,
    /// After the last.
    pub closing: String,
    /// Lines, the newest first.
    pub lines: Vec<Posted>,
}

/// A line of an account.
#[derive(Debug, Clone)]
pub struct Posted {
    /// Identifier.
    pub id: String,
    /// Day on which it was posted.
    pub day: String,
    /// What and why.
    pub text: Told,
    /// Article; may be empty.
    pub article: String,
    /// How much.
    pub amount: String,
    /// What it leaves.
    pub balance: String,
    /// When it is due; may be empty.
    pub due: String,
    /// It takes another one back.
    pub takes_back: bool,
    /// Where it is taken back; empty when it cannot be.
    pub back: String,
}

/// A line to post by hand, as typed.
#[derive(Debug, Clone, Default)]
pub struct LineForm {
    /// Key of the form.
    pub key: String,
    /// Units.
    pub units: Vec<Choice>,
    /// How much.
    pub quantity: String,
    /// What.
    pub label: String,
    /// Percent of the base hourly pay.
    pub rate: String,
    /// When it is due.
    pub due: String,
    /// Why.
    pub reason: String,
    /// On which document it rests.
    pub document: String,
    /// It was filled in.
    pub open: bool,
}

/// A line to take back.
#[derive(Debug, Clone, Default)]
pub struct Back {
    /// The line.
    pub id: String,
    /// What it says.
    pub text: Told,
    /// How much.
    pub amount: String,
    /// Why.
    pub reason: String,
    /// On which document that rests.
    pub document: String,
}
