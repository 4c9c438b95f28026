//! Why a form came to nothing: shown on the page itself, beside everything that was typed.
//!
//! A handler makes its answer, or a [`Refusal`]; [`answer`] gives the one, or with the other the page again. What nobody can mend
//! on the page is a page of its own. Areas say some obstacles in words of theirs ([`obstacles`]), because their pages show more of
//! them than the API's sentence says.

mod obstacles;

use super::frame::{Refused, Result};
use super::view::Alert;
use crate::app::Error;
use crate::app::conflict::Conflict;
use crate::lang::Words;
use crate::web::cited::Cited;
use crate::web::conflicts;
use crate::web::problem::Problem;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use chrono_tz::Tz;

/// Whose page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Coming in, and one's own account there.
    Entry,
    /// An agent's own pages.
    Agent,
    /// A coordinator's, by the clock of her group.
    Coordination(Tz),
    /// A manager's.
    Unit,
    /// Those of people who oversee, pay, audit and administer.
    Records,
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Refusal(Way);

#[derive(Debug, Clone)]
enum Way {
    /// On the page itself.
    Here { status: StatusCode, wait_seconds: Option<i64>, alert: Box<Alert> },
    /// On a page of its own.
    Elsewhere(Refused),
}

impl Refusal {
    const fn here(status: StatusCode, alert: Box<Alert>) -> Self {
        Self(Way::Here { status, wait_seconds: None, alert })
    }

    fn conflict(text: String, reasons: Vec<Cited>) -> Self {
        let alert = Alert { text, reasons: reasons.into_iter().map(Cited::line).collect(), ..Alert::default() };
        Self::here(StatusCode::CONFLICT, Box::new(alert))
    }

    /// What was typed will not do: in the field of the form with this name, or in the whole of it when the name is empty.
    pub fn invalid(field: &str, sentence: String) -> Self {
        let at_field = (field.to_owned(), sentence.clone());
        let fields = if field.is_empty() { Vec::new() } else { vec![at_field] };
        let alert = Alert { text: sentence, fields, ..Alert::default() };
        Self::here(StatusCode::UNPROCESSABLE_ENTITY, Box::new(alert))
    }

    /// The same beside its field alone, under a sentence that counts: for forms that say beside each field what is wrong with it.
    pub fn beside(words: Words, field: &str, sentence: String) -> Self {
        Self::invalid(field, sentence).with(|alert| alert.text = words.count("refused-fields", 1))
    }

    /// What was given opens nothing.
    pub fn wrong(sentence: String) -> Self {
        Self::here(StatusCode::UNAUTHORIZED, Box::new(Alert { text: sentence, ..Alert::default() }))
    }

    /// What a use case says no to.
    pub fn of(area: Area, words: Words, error: Error) -> Self {
        let law = |grounds: Vec<Cited>| Self::conflict(words.say("refused-law"), grounds);
        match error {
            Error::Conflict(conflict) => Self::of_conflict(area, words, conflict),
            Error::Moved => Self::conflict(obstacles::moved(area, words), Vec::new()),
            Error::PlanConflicts(all) => Self::conflict(words.count("board-refused-conflicts", all.len()), Vec::new()),
            Error::NotEligible { refusals, .. } => law(refusals.iter().map(|one| Cited::refusal(words, one)).collect()),
            Error::Unlawful(breaches) => {
                law(breaches.iter().map(|breach| Cited::refusal(words, &breach.refusal)).collect())
            }
            Error::UnlawfulRoster(findings) => law(findings.iter().map(|one| Cited::finding(words, one)).collect()),
            Error::SwapUnlawful(legs) => {
                let grounds = legs.iter().flat_map(|leg| conflicts::of_leg(words, leg)).collect();
                Self::conflict(words.say("refused-law-swap"), grounds)
            }
            Error::NoSuchTime { local, .. } => {
                let sentence = words.with("refused-no-such-time", [("when", words.moment(local))]);
                Self::invalid(obstacles::day_field(area), sentence)
            }
            Error::Invalid(issues) => {
                let fields: Vec<_> = issues.iter().map(|issue| obstacles::field(area, words, issue)).collect();
                let text = obstacles::invalid(area, words, &fields);
                let alert = Alert { text, fields, ..Alert::default() };
                Self::here(StatusCode::UNPROCESSABLE_ENTITY, Box::new(alert))
            }
            Error::NotSet(setting) => {
                let text = words.with("refused-not-set-up", [("setting", setting)]);
                Self::here(StatusCode::SERVICE_UNAVAILABLE, Box::new(Alert { text, ..Alert::default() }))
            }
            Error::TooMany(seconds) => {
                let text = words.with("too-many", [("wait", words.wait(seconds))]);
                let alert = Box::new(Alert { text, ..Alert::default() });
                Self(Way::Here { status: StatusCode::TOO_MANY_REQUESTS, wait_seconds: Some(seconds), alert })
            }
            error @ Error::Password(_) => Self::invalid("", Problem::from(error).detail.of(words).clone()),
            other => Self(Way::Elsewhere(other.into())),
        }
    }

    fn of_conflict(area: Area, words: Words, conflict: Conflict) -> Self {
        let text = obstacles::told(area, words, &conflict);
        let reasons = conflicts::grounds(words, &conflict);
        let alike = match conflict {
            Conflict::AlikeRequested(shifts) => shifts,
            _ => Vec::new(),
        };
        Self::conflict(text, reasons).with(|alert| alert.alike = alike)
    }

    fn with(mut self, change: impl FnOnce(&mut Alert)) -> Self {
        if let Way::Here { alert, .. } = &mut self.0 {
            change(alert);
        }
        self
    }

    /// The same with a sentence that says more about this form, when what was typed is at fault.
    #[must_use]
    pub fn saying(self, sentence: impl FnOnce() -> String) -> Self {
        match &self.0 {
            Way::Here { status, .. } if *status == StatusCode::UNPROCESSABLE_ENTITY => {
                self.with(|alert| alert.text = sentence())
            }
            _ => self,
        }
    }

    /// The same with this form's own sentence for each field at fault, where it has one.
    #[must_use]
    pub fn naming(self, own: impl Fn(&str) -> Option<String>) -> Self {
        self.with(|alert| {
            let leads = alert.fields.first().is_some_and(|(_, sentence)| *sentence == alert.text);
            for (field, sentence) in &mut alert.fields {
                if let Some(said) = own(field) {
                    *sentence = said;
                }
            }
            if let Some((_, first)) = alert.fields.first().filter(|_| leads) {
                alert.text.clone_from(first);
            }
        })
    }

    /// The same with the fields as this form calls them, and its own sentence for each.
    #[must_use]
    pub fn placing(self, own: impl Fn(&str) -> (&'static str, String)) -> Self {
        self.with(|alert| {
            for field in &mut alert.fields {
                let (name, sentence) = own(&field.0);
                *field = (name.to_owned(), sentence);
            }
        })
    }

    /// What is shown on the page, and the status of its answer.
    ///
    /// # Errors
    /// Whatever is a page of its own.
    pub fn shown(self) -> Result<(StatusCode, Alert)> {
        match self.0 {
            Way::Here { status, alert, .. } => Ok((status, *alert)),
            Way::Elsewhere(refused) => Err(refused),
        }
    }
}

/// The answer to a form, or the page again: `page` draws it with why nothing was done.
///
/// # Errors
/// Whatever is a page of its own.
pub async fn answer<F>(done: std::result::Result<Response, Refusal>, page: impl FnOnce(Alert) -> F) -> Result<Response>
where
    F: Future<Output = Result<String>>,
{
    let refusal = match done {
        Ok(answer) => return Ok(answer),
        Err(refusal) => refusal,
    };
    let wait_seconds = match &refusal.0 {
        Way::Here { wait_seconds, .. } => *wait_seconds,
        Way::Elsewhere(_) => None,
    };
    let (status, alert) = refusal.shown()?;
    let mut answer = (status, Html(page(alert).await?)).into_response();
    if let Some(seconds) = wait_seconds {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(answer)
}
