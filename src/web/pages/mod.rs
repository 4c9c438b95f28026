//! Pages for people: server-rendered HTML in French, usable without a script, on a phone, with a keyboard, on paper.
//!
//! A handler asks `app` for facts, turns them into a view ([`view`]) whose fields are ready to print ([`mod@format`]), and
//! renders its template. Templates decide nothing: every number and sentence they show exists as a field first. A form is
//! answered by a redirect, so that reloading a page never repeats a decision.

mod accounts;
pub mod assets;
mod board;
mod browser;
mod coordinator;
mod devices;
pub mod format;
mod forms;
mod frame;
mod links;
mod openid;
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
        Route::get("/postes/{id}", Needs(&[A::ReadCandidates]), shift::show),
        Route::get("/postes/{id}/piste", Needs(&[A::ReadCandidates]), coordinator::plan::cheapest),
        Route::get("/postes/{id}/recherche", Needs(&[A::ReadRounds]), coordinator::search::show),
        Route::post("/postes/{id}/recherche/solliciter", Needs(&[A::OpenRound]), coordinator::search::ask),
        Route::post("/postes/{id}/recherche/retirer", Needs(&[A::OpenRound]), coordinator::search::withdraw),
        Route::post("/postes/{id}/recherche/etapes", Needs(&[A::RunCascade]), coordinator::search::run),
        Route::post("/postes/{id}/recherche/agence", Needs(&[A::BookAgency]), coordinator::search::book),
        Route::post("/postes/{id}/recherche/appel", Needs(&[A::KeepFixedTermList]), coordinator::search::call),
        Route::get("/propositions", Needs(&[A::ReadPlans]), coordinator::proposals::list),
        Route::post("/propositions", Needs(&[A::ComputePlan]), coordinator::compute::start),
        Route::get("/propositions/comparer", Needs(&[A::ReadPlans]), coordinator::compare::show),
        Route::get("/propositions/{id}", Needs(&[A::ReadPlans]), coordinator::plan::show),
        Route::get("/propositions/{id}/avancement", Needs(&[A::ReadPlans]), coordinator::compute::live),
        Route::post("/propositions/{id}/arreter", Needs(&[A::ComputePlan]), coordinator::compute::stop),
        Route::post("/propositions/{id}/approuver", Needs(&[A::DecidePlan]), coordinator::plan::approve),
        Route::post("/propositions/{id}/rejeter", Needs(&[A::DecidePlan]), coordinator::plan::reject),
        Route::get("/remplacants", Needs(&[A::KeepFixedTermList]), coordinator::people::show),
        Route::post("/remplacants", Needs(&[A::KeepFixedTermList]), coordinator::people::put),
        Route::post("/remplacants/{id}/retirer", Needs(&[A::KeepFixedTermList]), coordinator::people::remove),
        Route::get("/a-decider", Needs(&[A::DecideSwap]), coordinator::decide::show),
        Route::post("/a-decider/demandes/{id}", Needs(&[A::AdmitRequest]), coordinator::decide::open_request),
        Route::post("/a-decider/echanges/{id}", Needs(&[A::DecideSwap]), coordinator::decide::decide_swap),
        Route::post("/a-decider/repos/{id}", Needs(&[A::AgreeRest]), coordinator::decide::decide_rest),
        Route::post("/sollicitations/{id}/accepter", Needs(&[A::AnswerOffer]), forms::accept),
        Route::post("/sollicitations/{id}/decliner", Needs(&[A::AnswerOffer]), forms::decline),
        Route::get("/langue/{code}", Public, session::choose_language),
        Route::get("/api/docs", Public, reference::show),
        Route::get("/problems", Public, reference::problems),
        Route::get("/problems/{code}", Public, reference::problem),
        Route::get(assets::STYLE.url(), Public, assets::style),
        Route::get(assets::PUSH.url(), Public, assets::push),
        Route::get(assets::HTMX.url(), Public, assets::htmx),
        Route::get("/assets/icon.svg", Public, assets::icon),
        Route::get("/sw.js", Public, assets::worker),
        Route::get("/manifest.webmanifest", Public, assets::manifest),
    ]
}
