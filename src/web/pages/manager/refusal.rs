//! What stands in the way of a form, in the reader's language, shown on the form itself with everything that was typed.

use crate::app::{Conflict, Error};
use crate::lang::Words;
use crate::web::conflicts;
use crate::web::pages::frame::{Refused, Result};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

/// See the module.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// Status of the answer.
    pub status: StatusCode,
    /// The sentence on top.
    pub sentence: String,
    /// The field that it is about, as the form calls it; may be empty.
    pub field: &'static str,
    /// Every reason, where a rule forbids it.
    pub reasons: Vec<String>,
    /// Other posts that stand in the way: shifts.
    pub alike: Vec<String>,
}

impl Refusal {
    /// Something that was typed will not do.
    pub fn invalid(field: &'static str, sentence: String) -> Self {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self { status, sentence, field, reasons: Vec::new(), alike: Vec::new() }
    }

    fn conflict(sentence: String) -> Self {
        Self { status: StatusCode::CONFLICT, ..Self::invalid("", sentence) }
    }

    /// What a use case says no to; whatever no form can mend is a page of its own.
    pub fn of(words: Words, error: Error) -> Result<Self> {
        let say = |key: &str| words.say(key);
        Ok(match error {
            Error::Invalid(issues) => {
                let field = issues.first().map(|issue| field_of(&issue.field)).unwrap_or_default();
                let key = match field {
                    "jour" => "form-day",
                    "code" => "form-code",
                    "titre" => "form-title",
                    "absent" => "form-absent",
                    "note" => "form-note",
                    "motif" => "form-reason",
                    "texte" => "form-text",
                    "mention" => "form-mention",
                    "au" => "form-to",
                    "cloture" => "form-closing",
                    _ => "form-other",
                };
                Self::invalid(field, say(key))
            }
            Error::NoSuchTime { local, .. } => {
                let when = words.moment(local);
                Self::invalid("jour", words.with("form-no-such-time", [("when", when)]))
            }
            Error::UnlawfulRoster(findings) => {
                let reason = |f: releve_solver::audit::Finding| {
                    let sentence = words.set(words.pick(&f.sentence_fr, &f.sentence_en));
                    format!("{}{}{sentence} ({})", words.short_day(f.date), words.say("colon"), words.set(&f.article))
                };
                let reasons = findings.into_iter().map(reason).collect();
                Self { reasons, ..Self::conflict(say("form-unlawful")) }
            }
            Error::Moved => Self::conflict(say("form-moved")),
            Error::Conflict(conflict) => {
                let key = match &conflict {
                    Conflict::AlikeRequested(_) => "form-alike",
                    Conflict::IdTaken(_) => "form-taken",
                    Conflict::VersionMoved { .. } | Conflict::LostRace => "form-moved",
                    Conflict::RequestState(_) => "form-request-state",
                    Conflict::ShiftState(_) | Conflict::AlreadyFilled => "form-shift-state",
                    Conflict::ShiftBegun => "form-begun",
                    Conflict::DayBegun => "form-day-begun",
                    Conflict::DaySettled { .. } => "form-day-settled",
                    Conflict::AbsenceOverlaps(_) => "form-absence-overlaps",
                    Conflict::AbsenceOver => "form-absence-over",
                    Conflict::AgentLeft => "form-agent-left",
                    Conflict::NotMember { .. } => "form-not-member",
                    Conflict::UnitClosed(_) => "form-unit-closed",
                    Conflict::RosterState(_) | Conflict::DayAsked => "form-roster-state",
                    Conflict::RosterOverlaps(_) => "form-roster-overlaps",
                    Conflict::PublishedLate(_) => "form-published-late",
                    Conflict::InsideNotice { .. } => "form-inside-notice",
                    _ => return Err(Refused::from(Error::Conflict(conflict))),
                };
                let field = match &conflict {
                    Conflict::PublishedLate(_) => "motif",
                    Conflict::InsideNotice { .. } => "fondement",
                    _ => "",
                };
                let (mut reasons, mut alike) = (Vec::new(), Vec::new());
                match conflict {
                    Conflict::AlikeRequested(shifts) => alike = shifts,
                    Conflict::PublishedLate(by) => reasons.push(conflicts::late(words, &by)),
                    Conflict::InsideNotice { missed, .. } => {
                        reasons.extend(missed.iter().map(|one| conflicts::missed(words, one)));
                    }
                    _ => {}
                }
                Self { field, reasons, alike, ..Self::conflict(say(key)) }
            }
            other => return Err(Refused::from(other)),
        })
    }

    /// The form again.
    pub fn answer(&self, page: String) -> Response {
        (self.status, Html(page)).into_response()
    }
}

/// The field of our forms behind a field of a use case.
fn field_of(path: &str) -> &'static str {
    let last = path.rsplit('.').next().unwrap_or_default();
    match last {
        "date" | "from" => "jour",
        "to" => "au",
        "code" | "codes" => "code",
        "qualification" => "titre",
        "absent_agent" | "agent" => "absent",
        "note" => "note",
        "reason" | "late_reason" => "motif",
        "text" => "texte",
        "mentions" => "mention",
        "closes_at" => "cloture",
        _ => "",
    }
}
