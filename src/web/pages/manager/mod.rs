//! The pages of a nursing manager: her unit's month, absences, asking for replacements and following them.

pub mod absences;
pub mod ask;
pub mod day;
pub mod edit;
mod estimate;
pub mod list;
pub mod month;
pub mod request;
pub mod roster;
pub mod words;

use super::board::Done;
use super::frame::Result;
use super::piece;
use super::view::Alert;
use crate::app::access::{Action, Actor};
use crate::app::wrong::expected;
use crate::app::{App, Error, shifts};
use crate::lang::Words;
use crate::web::routes::{Access, Route};
use chrono::NaiveDate;
use chrono_tz::Tz;

/// A day as forms and addresses write it; `None` when it is none.
fn day_of(text: &str) -> Option<NaiveDate> {
    text.trim().parse().ok()
}

/// A version as a form carries it.
fn version_of(text: &str) -> Result<i64> {
    let read = text.parse::<i64>();
    Ok(read.map_err(|_| Error::field("version", text, expected("field-of-page")))?)
}

/// `?a=1&b=…` of pairs; what is empty is left out.
fn query(pairs: &[(&str, &str)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        text.append_pair(name, value);
    }
    let text = text.finish();
    if text.is_empty() { text } else { format!("?{text}") }
}

/// An alert that leads to the requests which ask for the same post, as far as she may see them.
async fn alike_linked(app: &App, actor: &Actor, words: Words, zone: Tz, mut alert: Alert) -> Alert {
    for shift in &alert.alike {
        if let Ok(row) = shifts::find(app, actor, shift).await {
            let text = words.with("ask-alike-link", [("post", words::when(words, zone, &row.shift))]);
            alert.links.push((format!("/demandes/{}", piece(&row.request_id)), text));
        }
    }
    alert
}

/// What a nursing manager sees and does.
#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/service", Needs(&[A::ReadRosters]), month::first),
        Route::get("/service/{unit}", Needs(&[A::ReadRosters]), month::show),
        Route::get("/service/{unit}/jour", Needs(&[A::ManageRosters]), day::show),
        Route::post("/service/{unit}/jour", Needs(&[A::ManageRosters]), day::change),
        Route::get("/service/{unit}/absences", Needs(&[A::ReadAbsences]), absences::list),
        Route::post("/service/{unit}/absences", Needs(&[A::EnterAbsence]), absences::enter),
        Route::get("/service/{unit}/absences/{id}", Needs(&[A::ReadAbsences]), absences::show),
        Route::post("/service/{unit}/absences/{id}/fin", Needs(&[A::EnterAbsence]), absences::end),
        Route::post("/service/{unit}/absences/{id}/retirer", Needs(&[A::EnterAbsence]), absences::withdraw),
        Route::get("/service/{unit}/tableaux", Needs(&[A::ManageRosters]), roster::form),
        Route::post("/service/{unit}/tableaux", Needs(&[A::ManageRosters]), roster::make),
        Route::get("/service/{unit}/tableaux/{id}", Needs(&[A::ManageRosters]), roster::show),
        Route::post("/service/{unit}/tableaux/{id}/publier", Needs(&[A::ManageRosters]), roster::publish),
        Route::post("/service/{unit}/tableaux/{id}/ouvrir", Needs(&[A::ManageRosters]), roster::open),
        Route::post("/service/{unit}/tableaux/{id}/clore", Needs(&[A::ManageRosters]), roster::close),
        Route::post("/service/{unit}/tableaux/{id}/remplir", Needs(&[A::ManageRosters]), roster::fill),
        Route::get("/demandes", Needs(&[A::ReadRequests]), list::show),
        Route::get("/demandes/nouvelle", Needs(&[A::OpenRequest]), ask::form),
        Route::post("/demandes/nouvelle", Needs(&[A::OpenRequest]), ask::make),
        Route::post("/demandes/estimation", Needs(&[A::OpenRequest]), ask::hope),
        Route::get("/demandes/{id}", Needs(&[A::ReadRequests]), request::show),
        Route::get("/demandes/{id}/modifier", Needs(&[A::OpenRequest]), edit::form),
        Route::post("/demandes/{id}/modifier", Needs(&[A::OpenRequest]), edit::save),
        Route::post("/demandes/{id}/message", Needs(&[A::OpenRequest]), request::write),
        Route::post("/demandes/{id}/transmettre", Needs(&[A::OpenRequest]), request::submit),
        Route::post("/demandes/{id}/ouvrir", Needs(&[A::AdmitRequest]), request::open),
        Route::post("/demandes/{id}/annuler", Needs(&[A::OpenRequest]), request::cancel),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_what_they_are_given() {
        assert_eq!(query(&[("unite", "a b"), ("code", ""), ("date", "2026-12-07")]), "?unite=a+b&date=2026-12-07");
        assert_eq!(query(&[("unite", "")]), "");
        assert_eq!(piece("a/b é"), "a%2Fb%20%C3%A9");
        assert_eq!(day_of(" 2026-12-07 ").map(|day| day.to_string()).as_deref(), Some("2026-12-07"));
        assert_eq!(day_of("hier"), None);
    }
}
