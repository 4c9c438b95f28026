//! Refusals as an agent reads them: what happened in plain words, and what she can do.

use crate::app::{Conflict, Error};
use crate::lang::{Words, capital};
use crate::web::conflicts;
use crate::web::pages::frame::{Refused, Result};
use crate::web::pages::view::agent::Alert;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use releve_solver::explain::Refusal as Ground;

/// A refusal that is shown on the page itself.
pub struct Refusal {
    status: StatusCode,
    pub alert: Alert,
}

impl Refusal {
    /// Something typed will not do.
    pub fn invalid(text: String, field: &str) -> Self {
        let fields = vec![(field.to_owned(), text.clone())];
        let alert = Alert { text, reasons: Vec::new(), fields };
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, alert }
    }

    /// A refusal of the service in the reader's language; what is no refusal of hers to mend is a page of its own.
    pub fn of(words: Words, error: Error) -> Result<Self> {
        let alert = |text: String, reasons: Vec<String>| Alert { text, reasons, fields: Vec::new() };
        let (status, alert) = match error {
            Error::Conflict(conflict) => (StatusCode::CONFLICT, alert(sentence(words, &conflict), Vec::new())),
            Error::Moved => (StatusCode::CONFLICT, alert(words.say("me-no-moved"), Vec::new())),
            Error::Unlawful(breaches) => {
                let reasons = breaches.iter().map(|breach| ground(words, &breach.refusal)).collect();
                (StatusCode::CONFLICT, alert(words.say("me-no-law"), reasons))
            }
            Error::NotEligible { refusals, .. } => {
                let reasons = refusals.iter().map(|refusal| ground(words, refusal)).collect();
                (StatusCode::CONFLICT, alert(words.say("me-no-law"), reasons))
            }
            Error::SwapUnlawful(legs) => {
                let reasons = legs.iter().flat_map(|leg| super::swaps_shown::reasons(words, leg)).collect();
                (StatusCode::CONFLICT, alert(words.say("me-no-swap-law"), reasons))
            }
            Error::UnlawfulRoster(findings) => {
                let told = findings.iter().map(|finding| {
                    let sentence = words.pick(&finding.sentence_fr, &finding.sentence_en);
                    with_article(&words.set(sentence), &words.set(&finding.article))
                });
                (StatusCode::CONFLICT, alert(words.say("me-no-law"), told.collect()))
            }
            Error::NoSuchTime { .. } => {
                (StatusCode::UNPROCESSABLE_ENTITY, alert(words.say("me-no-such-time"), Vec::new()))
            }
            Error::Invalid(issues) => {
                let fields = issues.into_iter().map(|issue| (issue.field, words.say("me-no-field"))).collect();
                let alert = Alert { text: words.say("me-no-invalid"), reasons: Vec::new(), fields };
                (StatusCode::UNPROCESSABLE_ENTITY, alert)
            }
            other => return Err(Refused::from(other)),
        };
        Ok(Self { status, alert })
    }

    /// The same with a sentence that says more about this form.
    pub fn saying(self, text: String) -> Self {
        Self { alert: Alert { text, ..self.alert }, ..self }
    }

    /// The same with a sentence of its own for each field at fault.
    pub fn naming(self, sentence: impl Fn(&str) -> Option<String>) -> Self {
        let Alert { text, reasons, fields } = self.alert;
        let named = fields.into_iter().map(|(field, known)| {
            let own = sentence(&field).unwrap_or(known);
            (field, own)
        });
        Self { alert: Alert { text, reasons, fields: named.collect() }, status: self.status }
    }

    /// Whether what was typed is at fault.
    pub fn is_invalid(&self) -> bool {
        self.status == StatusCode::UNPROCESSABLE_ENTITY
    }

    /// The page again.
    pub fn answer(&self, page: String) -> Response {
        (self.status, Html(page)).into_response()
    }
}

/// What forbids a shift, with its article.
pub fn ground(words: Words, refusal: &Ground) -> String {
    let sentence = words.pick(&refusal.sentence_fr, &refusal.sentence_en);
    with_article(&capital(&words.set(sentence)), &words.set(&refusal.article))
}

fn with_article(sentence: &str, article: &str) -> String {
    if article.is_empty() { sentence.to_owned() } else { format!("{sentence} ({article})") }
}

/// What stands in the way: in words of her pages where these say it more simply.
fn sentence(words: Words, conflict: &Conflict) -> String {
    words.say(match conflict {
        Conflict::AlreadyFilled => "me-no-filled",
        Conflict::OfferClosed | Conflict::RoundOver => "me-no-closed",
        Conflict::OfferState(_) => "me-no-answered",
        Conflict::LostRace => "me-no-race",
        Conflict::VersionMoved { .. } => "me-no-moved",
        Conflict::ShiftState(_) | Conflict::AssignmentState(_) => "me-no-gone",
        Conflict::ShiftBegun | Conflict::DayBegun => "me-no-begun",
        Conflict::DayDecided => "me-no-decided",
        Conflict::TooManyAgreements { .. } => "me-no-more-agreements",
        Conflict::AgreementOver => "me-no-agreement-over",
        Conflict::HandBackOver => "me-no-hand-back",
        Conflict::SwapState(_) | Conflict::SwapDecided | Conflict::SwapClosed | Conflict::SwapAnswered => {
            "me-no-swap-over"
        }
        Conflict::DutyGone | Conflict::WishOver => "me-no-duty-gone",
        Conflict::TooManySwaps { .. } | Conflict::TooManyWishes { .. } => "me-no-more-swaps",
        Conflict::PromiseState(_) | Conflict::NothingAsked => "me-no-rest-over",
        Conflict::AbsenceOverlaps(_) => "me-no-absence-overlaps",
        Conflict::QuestionOver | Conflict::RosterState(_) => "me-no-question-over",
        Conflict::AgentLeft => "me-no-left",
        other => return conflicts::told(words, other),
    })
}
