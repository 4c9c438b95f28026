//! Pages for people: server-rendered HTML in French, usable without a script, on a phone, with a keyboard, on paper.
//!
//! A handler asks `app` for facts, turns them into a view ([`view`]) whose fields are ready to print ([`mod@format`]), and
//! renders its template. Templates decide nothing: every number and sentence they show exists as a field first. A form is
//! answered by a redirect, so that reloading a page never repeats a decision.

mod accounts;
pub mod assets;
mod board;
pub mod chart;
mod devices;
pub mod format;
mod forms;
mod frame;
mod links;
mod manager;
mod openid;
mod plan;
mod profile;
mod reference;
mod session;
mod shift;
pub mod view;

#[cfg(test)]
mod samples;

pub(super) use frame::{Refused, language, refusals_shown};

use super::routes::{Access, Route};
use crate::app::access::Action;

/// The routes.
#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::{Entering, Needs, Public, SignedIn};
    use Action as A;
    vec![
        Route::get("/", SignedIn, board::home),
        Route::get("/moi", Needs(&[A::AnswerOffer]), accounts::mine),
        Route::get("/connexion", Public, session::form),
        Route::post("/connexion", Public, session::enter),
        Route::get("/connexion/code", Entering, session::code_form),
        Route::post("/connexion/code", Entering, session::give_code),
        Route::get("/connexion/groupe", Entering, session::groups),
        Route::post("/connexion/groupe", Entering, session::choose_group),
        Route::get("/connexion/openid/{id}", Public, openid::leave),
        Route::get("/connexion/openid/{id}/retour", Public, openid::come_back),
        Route::post("/deconnexion", Entering, openid::log_out),
        Route::get("/mot-de-passe", Public, links::forgotten),
        Route::post("/mot-de-passe", Public, links::recover),
        Route::get("/lien/{id}", Public, links::show),
        Route::post("/lien/{id}", Public, links::follow),
        Route::get("/compte", Needs(&[A::OwnAccount]), profile::show),
        Route::post("/compte/mot-de-passe", Needs(&[A::OwnAccount]), profile::change_password),
        Route::get("/compte/second-facteur", Entering, profile::second_factor),
        Route::post("/compte/second-facteur", Entering, profile::propose),
        Route::post("/compte/second-facteur/code", Entering, profile::confirm),
        Route::post("/compte/second-facteur/retirer", Needs(&[A::OwnAccount]), profile::remove),
        Route::post("/compte/codes", Needs(&[A::OwnAccount]), profile::renew_codes),
        Route::post("/compte/sessions/fermer", Needs(&[A::OwnAccount]), profile::end_other_sessions),
        Route::post("/compte/sessions/{id}/fermer", Needs(&[A::OwnAccount]), profile::end_session),
        Route::post("/compte/identites", Needs(&[A::OwnAccount]), openid::link),
        Route::post("/compte/identites/{id}/retirer", Needs(&[A::OwnAccount]), openid::unlink),
        Route::post("/compte/appareils/{id}/retirer", Needs(&[A::OwnAccount]), devices::end),
        Route::get("/service", Needs(&[A::ReadRosters]), manager::month::first),
        Route::get("/service/{unit}", Needs(&[A::ReadRosters]), manager::month::show),
        Route::get("/service/{unit}/jour", Needs(&[A::ManageRosters]), manager::day::show),
        Route::post("/service/{unit}/jour", Needs(&[A::ManageRosters]), manager::day::change),
        Route::get("/service/{unit}/absences", Needs(&[A::ReadAbsences]), manager::absences::list),
        Route::post("/service/{unit}/absences", Needs(&[A::EnterAbsence]), manager::absences::enter),
        Route::get("/service/{unit}/absences/{id}", Needs(&[A::ReadAbsences]), manager::absences::show),
        Route::post("/service/{unit}/absences/{id}/fin", Needs(&[A::EnterAbsence]), manager::absences::end),
        Route::post("/service/{unit}/absences/{id}/retirer", Needs(&[A::EnterAbsence]), manager::absences::withdraw),
        Route::get("/service/{unit}/tableaux", Needs(&[A::ManageRosters]), manager::roster::form),
        Route::post("/service/{unit}/tableaux", Needs(&[A::ManageRosters]), manager::roster::make),
        Route::get("/service/{unit}/tableaux/{id}", Needs(&[A::ManageRosters]), manager::roster::show),
        Route::post("/service/{unit}/tableaux/{id}/publier", Needs(&[A::ManageRosters]), manager::roster::publish),
        Route::post("/service/{unit}/tableaux/{id}/ouvrir", Needs(&[A::ManageRosters]), manager::roster::open),
        Route::post("/service/{unit}/tableaux/{id}/clore", Needs(&[A::ManageRosters]), manager::roster::close),
        Route::post("/service/{unit}/tableaux/{id}/remplir", Needs(&[A::ManageRosters]), manager::roster::fill),
        Route::get("/demandes", Needs(&[A::ReadRequests]), manager::list::show),
        Route::get("/demandes/nouvelle", Needs(&[A::OpenRequest]), manager::ask::form),
        Route::post("/demandes/nouvelle", Needs(&[A::OpenRequest]), manager::ask::make),
        Route::post("/demandes/estimation", Needs(&[A::OpenRequest]), manager::ask::hope),
        Route::get("/demandes/{id}", Needs(&[A::ReadRequests]), manager::request::show),
        Route::get("/demandes/{id}/modifier", Needs(&[A::OpenRequest]), manager::edit::form),
        Route::post("/demandes/{id}/modifier", Needs(&[A::OpenRequest]), manager::edit::save),
        Route::post("/demandes/{id}/message", Needs(&[A::OpenRequest]), manager::request::write),
        Route::post("/demandes/{id}/transmettre", Needs(&[A::OpenRequest]), manager::request::submit),
        Route::post("/demandes/{id}/ouvrir", Needs(&[A::AdmitRequest]), manager::request::open),
        Route::post("/demandes/{id}/annuler", Needs(&[A::OpenRequest]), manager::request::cancel),
        Route::get("/postes/{id}", Needs(&[A::ReadCandidates]), shift::show),
        Route::post("/propositions", Needs(&[A::ComputePlan]), forms::compute),
        Route::post("/propositions/{id}/approuver", Needs(&[A::DecidePlan]), forms::approve),
        Route::post("/propositions/{id}/rejeter", Needs(&[A::DecidePlan]), forms::reject),
        Route::post("/sollicitations/{id}/accepter", Needs(&[A::AnswerOffer]), forms::accept),
        Route::post("/sollicitations/{id}/decliner", Needs(&[A::AnswerOffer]), forms::decline),
        Route::get("/langue/{code}", Public, session::choose_language),
        Route::get("/api/docs", Public, reference::show),
        Route::get("/problems", Public, reference::problems),
        Route::get("/problems/{code}", Public, reference::problem),
        Route::get(assets::STYLE.url(), Public, assets::style),
        Route::get(assets::PUSH.url(), Public, assets::push),
        Route::get(assets::HTMX.url(), Public, assets::htmx),
        Route::get(assets::MONTH.url(), Public, assets::month),
        Route::get("/assets/icon.svg", Public, assets::icon),
        Route::get("/sw.js", Public, assets::worker),
        Route::get("/manifest.webmanifest", Public, assets::manifest),
    ]
}
