//! What an agent's account prints.

use super::super::{Alert, Frame};
use super::Detail;
use crate::lang::reasons::Told;
use crate::web::pages::view::Tag;
use askama::Template;

/// A line of an account.
#[derive(Debug, Clone)]
pub struct AccountLine {
    /// Day on which it was posted.
    pub date: String,
    /// What it is.
    pub kind: String,
    /// What for.
    pub reason: Told,
    /// Article; may be empty.
    pub article: String,
    /// How much, with its sign.
    pub amount: String,
    /// Balance after it.
    pub balance: String,
}

/// An account over a period.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// Name for the part of the page.
    pub key: &'static str,
    /// Its name.
    pub name: String,
    /// Before the first day.
    pub opening: String,
    /// Its lines.
    pub lines: Vec<AccountLine>,
    /// After the last day.
    pub closing: String,
}

/// A promised rest.
#[derive(Debug, Clone)]
pub struct PromisedRest {
    /// Identifier.
    pub id: String,
    /// Version that a deed must name.
    pub version: i64,
    /// When, or that there is no date yet.
    pub when: String,
    /// What it repays.
    pub reason: Told,
    /// By when it is due.
    pub due: String,
    /// Where it stands.
    pub state: Tag,
    /// The other date that is asked for; may be empty.
    pub wanted: String,
    /// The service asks, and she answers.
    pub to_answer: bool,
    /// She may ask for another date.
    pub may_ask: bool,
    /// The day typed.
    pub day: String,
    /// Why the form about it came to nothing; empty when it did not.
    pub wrong: String,
}

/// `/moi/compte`.
#[derive(Debug, Template)]
#[template(path = "agent/account.html")]
pub struct AgentAccount {
    /// Frame.
    pub frame: Frame,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// First and last day of the period.
    pub days: (String, String),
    /// The period in words.
    pub period: String,
    /// Her balance.
    pub balance: String,
    /// Where she stands in the group; may be empty.
    pub standing: String,
    /// What the period came to by kind.
    pub kinds: Vec<Detail>,
    /// Rests, oldest date first.
    pub rests: Vec<PromisedRest>,
    /// Days taken in the period, overdue days.
    pub rest_days: String,
    /// Both accounts, the second by unit.
    pub ledgers: Vec<Ledger>,
    /// Where the table for a spreadsheet is.
    pub csv: String,
    /// The same as a workbook.
    pub workbook: String,
}
