//! A refusal that is shown on the form itself, beside what was typed.

use crate::app::Error;
use crate::lang::Words;
use crate::web::conflicts;
use crate::web::pages::frame::{Refused, Result};
use crate::web::pages::view::records::Refusal;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

/// What a form shows of an error, and its status; `key` gives the message for a field that the app names. Errors that are no
/// refusal of the form are pages of their own.
///
/// # Errors
/// Those.
pub fn of(words: Words, error: Error, key: impl Fn(&str) -> (&'static str, String)) -> Result<(StatusCode, Refusal)> {
    match error {
        Error::Invalid(issues) => {
            let fields = issues.iter().map(|issue| key(&issue.field)).collect();
            let sentence = words.count("records-form-refused", issues.len());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Refusal { sentence, fields }))
        }
        Error::Conflict(conflict) => {
            let sentence = conflicts::told(words, &conflict);
            Ok((StatusCode::CONFLICT, Refusal { sentence, ..Refusal::default() }))
        }
        Error::NotSet(setting) => {
            let sentence = words.with("records-not-set-up", [("setting", setting)]);
            Ok((StatusCode::CONFLICT, Refusal { sentence, ..Refusal::default() }))
        }
        other => Err(Refused::from(other)),
    }
}

/// One field that a page has looked at itself.
pub fn field(words: Words, name: &'static str, sentence: String) -> (StatusCode, Refusal) {
    let sentence_on_top = words.count("records-form-refused", 1);
    (StatusCode::UNPROCESSABLE_ENTITY, Refusal { sentence: sentence_on_top, fields: vec![(name, sentence)] })
}

/// The form again.
///
/// # Errors
/// When its template fails.
pub fn answer(status: StatusCode, page: &impl Template) -> Result<Response> {
    Ok((status, Html(page.render()?)).into_response())
}
