//! Reasons that the service itself writes: why a shift was given back, what a line of an account is for.
//!
//! French is the language of record: accounts, payroll and exports hold the French sentence ([`Reason::record`]). Whoever reads
//! one on a page or through the API has it in her own language: the text is held against the French messages ([`Reason::read`])
//! and said again from the message of her language ([`Words::reason`]). So rows that were written before there was a second
//! language speak both, and nothing is stored twice. What is no sentence of ours is what a person typed, and stays as she did.
//!
//! Invariants: every reason reads back as itself and as no other; what is read back would be recorded as it stands there; the
//! sentence of record has ordinary spaces, as rows always had.

mod reading;
mod told;

pub use told::{Piece, Told, Whose};

use super::{Args, Locale, Words};
use crate::store::{parsed, shifts};
use chrono::NaiveDate;

/// Stands before and after a value while a sentence is put together or taken apart. No text of a row holds it.
const MARK: char = '\u{1}';

/// A shift as a reason names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Post {
    /// Code of the unit.
    pub code: String,
    /// Civil day.
    pub date: NaiveDate,
    /// The unit's name.
    pub unit: String,
}

impl Post {
    /// Of a shift as it is stored.
    ///
    /// # Errors
    /// When its day is none.
    pub fn of(row: &shifts::Row) -> sqlx::Result<Self> {
        Ok(Self { code: row.code.clone(), date: parsed(&row.date)?, unit: row.unit_name.clone() })
    }

    fn values(&self) -> [(&'static str, Value<'_>); 3] {
        [("code", Value::Text(&self.code)), ("date", Value::Iso(self.date)), ("unit", Value::Text(&self.unit))]
    }
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A shift, on an account.
    Shift(Post),
    /// A shift that came or went by a swap, on an account.
    ShiftExchanged(Post),
    /// A shift was called off with less notice than the group has agreed, hours.
    CancelledLate {
        /// Hours.
        hours: i64,
        /// Which.
        post: Post,
    },
    /// Work was not as planned.
    HoursCorrected {
        /// As somebody typed it.
        why: String,
    },
    /// A burden leaves the account with its shift.
    DutyCancelled,
    /// A burden leaves the account by a swap.
    DutyExchanged,
    /// An assignment or a day went by a swap.
    Exchange,
    /// Whoever held a shift may hold it no longer; the host reads it as well, so it names no cause.
    NotAvailable,
    /// A shift that a standing agreement gave was handed back in time.
    HandedBack,
    /// Somebody of the pool holds the shift of a booking.
    TakenBack,
    /// The agency was faster than the pool.
    AgencyConfirmed,
    /// The agency never said that it sends somebody.
    AgencySilent,
    /// Whoever was asked agreed to another shift than it is now.
    ShiftChanged,
    /// Nobody who was asked may hold the shift as it is now.
    ShiftHasChanged,
    /// A shift went from its request.
    RequestChanged,
    /// She said no.
    OfferDeclined,
    /// She is asked no more.
    OfferWithdrawn,
    /// She said nothing in time.
    OfferUnanswered,
    /// The next circle is asked.
    NextStep,
    /// A member would receive more than its convention says.
    OverQuota {
        /// What it would receive.
        minutes: i64,
        /// First and last day of the period.
        days: (NaiveDate, NaiveDate),
        /// What its convention says.
        quota: i64,
    },
    /// Somebody works on a promised rest, which has another date.
    RestDatedAnew,
    /// Somebody works on a promised rest, which waits for another date.
    RestToDate,
    /// Both sides agreed to another date.
    RestAgreed,
    /// An import took the place of the one before.
    RestReplaced,
    /// What an import found on an account.
    Opening,
    /// An import took the place of the one before.
    OpeningReplaced,
    /// A public holiday on which she was off.
    HolidayOff(NaiveDate),
    /// A year of work.
    Year(i32),
    /// The reference of work that she declared herself.
    Declared(NaiveDate),
    /// The label of earned rest that has become a promise.
    LabelDated,
    /// The label of a promised rest.
    LabelPromised,
    /// The label of a rest that was taken.
    LabelTaken,
    /// The label of what a late cancellation leaves.
    LabelCancelledLate,
    /// Several workers gave a computation up.
    SolveInterrupted,
    /// A computation broke down.
    SolveFailed,
}

/// A value in a sentence.
enum Value<'r> {
    /// Somebody else's words: a name, what was typed.
    Text(&'r str),
    /// A day, recorded as `2026-12-25`.
    Iso(NaiveDate),
    /// A day, recorded as `25/12/2026`.
    Day(NaiveDate),
    /// A number that is never grouped.
    Number(i64),
    /// A time, recorded as `120 h 00`.
    Minutes(i64),
}

impl Value<'_> {
    fn record(&self) -> String {
        match self {
            Self::Text(text) => (*text).to_owned(),
            Self::Iso(date) => date.to_string(),
            Self::Day(date) => date.format("%d/%m/%Y").to_string(),
            Self::Number(number) => number.to_string(),
            Self::Minutes(minutes) => format!("{} h {:02}", minutes / 60, minutes % 60),
        }
    }

    fn told(&self, words: Words) -> String {
        match self {
            Self::Text(_) | Self::Number(_) => self.record(),
            Self::Iso(date) | Self::Day(date) => words.date(*date),
            Self::Minutes(minutes) => words.duration(*minutes),
        }
    }
}

impl Reason {
    /// The sentence of record, in French.
    pub fn record(&self) -> String {
        let values = self.values();
        let marked = values.iter().map(|(name, value)| (*name, marked(&value.record())));
        let sentence = sentence(Words::new(Locale::Fr), self.key(), marked);
        let plain = |(place, part): (usize, &str)| {
            if place.is_multiple_of(2) { part.replace('\u{a0}', " ") } else { part.to_owned() }
        };
        sentence.split(MARK).enumerate().map(plain).collect()
    }

    const fn key(&self) -> &'static str {
        match self {
            Self::Shift(_) => "reason-shift",
            Self::ShiftExchanged(_) => "reason-shift-exchanged",
            Self::CancelledLate { .. } => "reason-cancelled-late",
            Self::HoursCorrected { .. } => "reason-hours-corrected",
            Self::DutyCancelled => "reason-duty-cancelled",
            Self::DutyExchanged => "reason-duty-exchanged",
            Self::Exchange => "reason-exchange",
            Self::NotAvailable => "reason-not-available",
            Self::HandedBack => "reason-handed-back",
            Self::TakenBack => "reason-taken-back",
            Self::AgencyConfirmed => "reason-agency-confirmed",
            Self::AgencySilent => "reason-agency-silent",
            Self::ShiftChanged => "reason-shift-changed",
            Self::ShiftHasChanged => "reason-shift-has-changed",
            Self::RequestChanged => "reason-request-changed",
            Self::OfferDeclined => "reason-offer-declined",
            Self::OfferWithdrawn => "reason-offer-withdrawn",
            Self::OfferUnanswered => "reason-offer-unanswered",
            Self::NextStep => "reason-next-step",
            Self::OverQuota { .. } => "reason-over-quota",
            Self::RestDatedAnew => "reason-rest-dated-anew",
            Self::RestToDate => "reason-rest-to-date",
            Self::RestAgreed => "reason-rest-agreed",
            Self::RestReplaced => "reason-rest-replaced",
            Self::Opening => "reason-opening",
            Self::OpeningReplaced => "reason-opening-replaced",
            Self::HolidayOff(_) => "reason-holiday-off",
            Self::Year(_) => "reason-year",
            Self::Declared(_) => "reason-declared",
            Self::LabelDated => "reason-label-dated",
            Self::LabelPromised => "reason-label-promised",
            Self::LabelTaken => "reason-label-taken",
            Self::LabelCancelledLate => "reason-label-cancelled-late",
            Self::SolveInterrupted => "reason-solve-interrupted",
            Self::SolveFailed => "reason-solve-failed",
        }
    }

    fn values(&self) -> Vec<(&'static str, Value<'_>)> {
        match self {
            Self::Shift(post) | Self::ShiftExchanged(post) => post.values().into(),
            Self::CancelledLate { hours, post } => {
                post.values().into_iter().chain([("hours", Value::Number(*hours))]).collect()
            }
            Self::HoursCorrected { why } => vec![("why", Value::Text(why))],
            Self::OverQuota { minutes, days, quota } => vec![
                ("minutes", Value::Minutes(*minutes)),
                ("from", Value::Day(days.0)),
                ("to", Value::Day(days.1)),
                ("quota", Value::Minutes(*quota)),
            ],
            Self::HolidayOff(date) => vec![("date", Value::Iso(*date))],
            Self::Declared(date) => vec![("date", Value::Day(*date))],
            Self::Year(year) => vec![("year", Value::Number(i64::from(*year)))],
            _ => Vec::new(),
        }
    }
}

/// A label and a reason, as a text of record holds both.
pub fn labelled(label: &str, reason: &str) -> String {
    match (label, reason) {
        ("", one) | (one, "") => one.to_owned(),
        _ => format!("{label} : {reason}"),
    }
}

/// A message with its values, each already between marks where it is to be told from the rest.
fn sentence(words: Words, key: &str, values: impl Iterator<Item = (&'static str, String)>) -> String {
    let mut args = Args::new();
    for (name, value) in values {
        args.set(name, value);
    }
    words.fill(key, &args)
}

fn marked(text: &str) -> String {
    format!("{MARK}{}{MARK}", text.replace(MARK, " "))
}
