//! Pages of those who oversee, pay, audit and administer.

pub mod account;
pub mod agents;
mod bars;
mod deeds;
pub mod imports;
pub mod indicators;
pub mod journal;
pub mod law;
pub mod members;
pub mod pay;
mod sheets;
pub mod users;

use super::frame::Result;
use super::view::records::Choice;
use crate::app::access::{Action, Actor};
use crate::app::{App, Error};
use crate::lang::Words;
use crate::store::groups;
use crate::web::routes::{Access, Route};
use chrono::NaiveDate;
use chrono_tz::Tz;
use form_urlencoded::Serializer;
use releve_solver::domain::time::local_of_instant;

/// The zone of the group, in which its pages tell the time.
async fn zone(app: &App, actor: &Actor) -> Result<Tz> {
    let mut tx = app.db.read().await?;
    let zone = groups::zone(&mut tx, &actor.group).await?;
    Ok(zone.ok_or_else(|| Error::not_found("group", &actor.group))?)
}

/// Unix seconds as day and time.
fn moment(words: Words, zone: Tz, seconds: i64) -> String {
    words.moment(local_of_instant(zone, seconds.div_euclid(60)))
}

/// The civil day of now.
fn today(app: &App, zone: Tz) -> NaiveDate {
    local_of_instant(zone, app.clock.now().div_euclid(60)).date()
}

/// An address with its query; what is empty is left out.
fn address(path: &str, query: &[(&str, &str)]) -> String {
    let mut pairs = Serializer::new(String::new());
    pairs.extend_pairs(query.iter().filter(|(_, value)| !value.is_empty()));
    let query = pairs.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// What a field of a filter says; nothing when it was left empty.
fn said(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The day that a field says, or that it says none that there is.
fn day(text: &str) -> std::result::Result<Option<NaiveDate>, ()> {
    said(text).map(|text| text.parse()).transpose().map_err(|_| ())
}

/// A choice of a list.
fn choice(value: impl Into<String>, label: impl Into<String>, chosen: &str) -> Choice {
    let value = value.into();
    Choice { chosen: value == chosen, label: label.into(), value }
}

/// What directors, payroll, auditors and administrators see and do.
#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/indicateurs", Needs(&[A::ReadIndicators]), indicators::show),
        Route::get("/paie", Needs(&[A::ValidateWork, A::ExportPay]), pay::show),
        Route::post("/paie/valider", Needs(&[A::ValidateWork]), pay::validate),
        Route::get("/paie/export", Needs(&[A::ExportPay]), pay::export),
        Route::get("/paie/comptes/{agent}", Needs(&[A::CorrectLedger]), account::show),
        Route::post("/paie/comptes/{agent}/ecritures", Needs(&[A::CorrectLedger]), account::post),
        Route::post("/paie/comptes/{agent}/reprendre", Needs(&[A::CorrectLedger]), account::take_back),
        Route::get("/membres", Needs(&[A::ReadMembers]), members::list),
        Route::get("/membres/{id}", Needs(&[A::ReadMembers]), members::show),
        Route::get("/unites/{id}", Needs(&[A::ReadMembers]), members::unit),
        Route::get("/agents", Needs(&[A::ReadAgents]), agents::list),
        Route::get("/agents/{id}", Needs(&[A::ReadAgents]), agents::show),
        Route::get("/regles", Needs(&[A::ReadLaw]), law::list),
        Route::get("/regles/{key}", Needs(&[A::ReadLaw]), law::show),
        Route::get("/utilisateurs", Needs(&[A::ReadUsers]), users::list),
        Route::post("/utilisateurs", Needs(&[A::ManageUsers]), users::invite),
        Route::get("/utilisateurs/{id}", Needs(&[A::ReadUsers]), users::show),
        Route::post("/utilisateurs/{id}/droits", Needs(&[A::ManageUsers]), users::give),
        Route::post("/utilisateurs/{id}/sessions/fermer", Needs(&[A::ManageUsers]), users::end_sessions),
        Route::post("/utilisateurs/{id}/retirer", Needs(&[A::ManageUsers]), users::remove),
        Route::post("/droits/{id}/retirer", Needs(&[A::ManageUsers]), users::end),
        Route::post("/jetons/{id}/retirer", Needs(&[A::ManageUsers]), users::end_token),
        Route::get("/imports", Needs(&[A::ManageAgents, A::ImportScenario]), imports::show),
        Route::post("/imports", Needs(&[A::ManageAgents, A::ImportScenario]), imports::look),
        Route::get("/imports/modele", Needs(&[A::ManageAgents]), imports::model),
        Route::post("/imports/agents", Needs(&[A::ManageAgents]), imports::store_agents),
        Route::post("/imports/groupement", Needs(&[A::ImportScenario]), imports::store_group),
        Route::get("/journal", Needs(&[A::ReadAudit]), journal::show),
        Route::get("/journal/export", Needs(&[A::ReadAudit]), journal::export),
        Route::get("/journal/verification", Needs(&[A::ReadAudit]), journal::verify),
    ]
}
