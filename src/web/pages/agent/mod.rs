//! An agent's own pages: her shifts, her availability, her swaps, her account, how she is told. Made for a telephone, one thumb and
//! five in the morning.

pub mod account;
pub mod availability;
mod beforehand;
pub mod calendar;
pub mod choosing;
mod choosing_shown;
mod diary;
pub mod home;
mod listed;
pub mod messages;
mod outside;
pub mod post;
pub mod pulse;
pub mod settings;
mod shown;
pub mod swaps;
mod swaps_shown;
pub mod why;

pub use beforehand::{agree, revoke, show as agreements, volunteer};
pub use diary::{forget, mark, weeks};
pub use outside::{absent, declare, show as outside};

use super::frame::{Result, frame_of_nobody};
use super::view::agent::{Choice, Offline, Part};
use crate::app::App;
use crate::app::access::{Action, Actor};
use crate::lang::Words;
use crate::store::groups;
use crate::web::extract::Form;
use crate::web::routes::{Access, Route};
use askama::Template;
use axum::response::Html;
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use releve_solver::domain::time::local_of_instant;
use serde::Deserialize;

/// What the address of a page of hers may say.
#[derive(Debug, Default, Deserialize)]
pub struct Asking {
    /// What the last action did.
    fait: Option<String>,
    /// A month: `2026-12`.
    mois: Option<String>,
    /// A wish of hers.
    souhait: Option<String>,
    /// A duty that she would give.
    donne: Option<String>,
    /// First day of a period.
    du: Option<String>,
    /// Last day of a period.
    au: Option<String>,
    /// Where the page after starts.
    apres: Option<String>,
}

/// The clock of the group, and the civil day by it.
async fn today(app: &App, actor: &Actor) -> Result<(Tz, NaiveDate)> {
    let mut tx = app.db.read().await?;
    let zone = groups::zone(&mut tx, &actor.group).await?.unwrap_or(Tz::Europe__Paris);
    Ok((zone, local(zone, app.clock.now()).date()))
}

/// The civil time of an instant (unix seconds).
fn local(zone: Tz, seconds: i64) -> NaiveDateTime {
    local_of_instant(zone, seconds.div_euclid(60))
}

/// What was typed into a field, else what is known.
fn typed(form: Option<&Form>, field: &str, known: &str) -> String {
    form.map_or_else(|| known.to_owned(), |form| form.field(field).to_owned())
}

fn choice(value: &str, label: String, chosen: bool) -> Choice {
    Choice { value: value.to_owned(), label, chosen }
}

/// The days of the week as choices, 1 (Monday) to 7.
fn weekdays(words: Words, chosen: impl Fn(&str) -> bool) -> Vec<Choice> {
    let named = [
        ("1", "me-monday"),
        ("2", "me-tuesday"),
        ("3", "me-wednesday"),
        ("4", "me-thursday"),
        ("5", "me-friday"),
        ("6", "me-saturday"),
        ("7", "me-sunday"),
    ];
    named.into_iter().map(|(value, key)| choice(value, words.say(key), chosen(value))).collect()
}

/// The pages about when and for what she may be asked.
fn availability_parts(words: Words, here: &str) -> Vec<Part> {
    let part = |href, key| Part { href, label: words.say(key), here: href == here };
    vec![
        part("/moi/disponibilites", "me-part-diary"),
        part("/moi/disponibilites/accords", "me-part-agreements"),
        part("/moi/disponibilites/absences", "me-part-outside"),
    ]
}

/// `GET /hors-ligne`: what a telephone shows without a network; nothing of anybody is on it.
pub async fn offline(words: Words) -> Result<Html<String>> {
    Ok(Html(Offline { frame: frame_of_nobody(words, words.say("me-offline")) }.render()?))
}

/// What an agent sees and does.
#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::{Needs, Public, SignedIn};
    use Action as A;
    vec![
        Route::get("/moi", SignedIn, home::show),
        Route::post("/moi/questions/{id}", Needs(&[A::ChooseDays]), home::answer),
        Route::get("/moi/postes/{id}", Needs(&[A::AnswerOffer]), post::show),
        Route::post("/moi/postes/{id}/rendre", Needs(&[A::AgreeBeforehand]), post::hand_back),
        Route::post("/moi/postes/{id}/absence", Needs(&[A::AnswerOffer]), post::unable),
        Route::get("/moi/disponibilites", Needs(&[A::KeepDiary]), availability::show),
        Route::post("/moi/disponibilites", Needs(&[A::KeepDiary]), mark),
        Route::post("/moi/disponibilites/semaine", Needs(&[A::KeepDiary]), weeks),
        Route::post("/moi/disponibilites/oublier", Needs(&[A::KeepDiary]), forget),
        Route::get("/moi/disponibilites/accords", Needs(&[A::AgreeBeforehand]), agreements),
        Route::post("/moi/disponibilites/accords", Needs(&[A::AgreeBeforehand]), agree),
        Route::post("/moi/disponibilites/accords/{id}/revoquer", Needs(&[A::AgreeBeforehand]), revoke),
        Route::post("/moi/disponibilites/volontariat", Needs(&[A::AgreeBeforehand]), volunteer),
        Route::get("/moi/disponibilites/absences", Needs(&[A::KeepDiary]), outside),
        Route::post("/moi/disponibilites/absences", Needs(&[A::KeepDiary]), absent),
        Route::post("/moi/disponibilites/travail", Needs(&[A::KeepDiary]), declare),
        Route::get("/moi/tableaux", Needs(&[A::ChooseDays]), choosing::list),
        Route::get("/moi/tableaux/{id}", Needs(&[A::ChooseDays]), choosing::show),
        Route::post("/moi/tableaux/{id}", Needs(&[A::ChooseDays]), choosing::save),
        Route::get("/moi/echanges", Needs(&[A::ProposeSwap]), swaps::show),
        Route::post("/moi/echanges", Needs(&[A::ProposeSwap]), swaps::wish),
        Route::post("/moi/echanges/souhaits/{id}/retirer", Needs(&[A::ProposeSwap]), swaps::end_wish),
        Route::post("/moi/echanges/proposer", Needs(&[A::ProposeSwap]), swaps::propose),
        Route::post("/moi/echanges/{id}/accepter", Needs(&[A::AnswerSwap]), swaps::agree),
        Route::post("/moi/echanges/{id}/decliner", Needs(&[A::AnswerSwap]), swaps::decline),
        Route::post("/moi/echanges/{id}/retirer", Needs(&[A::ProposeSwap]), swaps::withdraw),
        Route::get("/moi/compte", Needs(&[A::AnswerOffer]), account::show),
        Route::post("/moi/repos/{id}/demander", Needs(&[A::AnswerOffer]), account::ask),
        Route::post("/moi/repos/{id}/accepter", Needs(&[A::AnswerOffer]), account::agree),
        Route::post("/moi/repos/{id}/refuser", Needs(&[A::AnswerOffer]), account::refuse),
        Route::get("/moi/pourquoi", Needs(&[A::AnswerOffer]), why::list),
        Route::get("/moi/pourquoi/{id}", Needs(&[A::AnswerOffer]), why::show),
        Route::get("/moi/avis", Needs(&[A::AnswerPulse]), pulse::show),
        Route::post("/moi/avis", Needs(&[A::AnswerPulse]), pulse::answer),
        Route::get("/moi/messages", Needs(&[A::OwnAccount]), messages::show),
        Route::post("/moi/messages", Needs(&[A::OwnAccount]), messages::read),
        Route::get("/moi/reglages", Needs(&[A::OwnAccount]), settings::show),
        Route::post("/moi/reglages", Needs(&[A::OwnAccount]), settings::change),
        Route::post("/moi/reglages/agenda", Needs(&[A::AnswerOffer]), settings::make_calendar),
        Route::post("/moi/reglages/agenda/fermer", Needs(&[A::AnswerOffer]), settings::end_calendar),
        Route::get("/agenda/{token}", Public, calendar::feed),
        Route::post("/sollicitations/{id}/accepter", Needs(&[A::AnswerOffer]), home::accept),
        Route::post("/sollicitations/{id}/decliner", Needs(&[A::AnswerOffer]), home::decline),
        Route::post("/sollicitations/{id}/reprendre", Needs(&[A::AnswerOffer]), home::reconsider),
        Route::get("/hors-ligne", Public, offline),
    ]
}
