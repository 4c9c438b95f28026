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
mod once;
mod openid;
mod plan;
mod profile;
mod records;
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
        Route::post("/propositions", Needs(&[A::ComputePlan]), forms::compute),
        Route::post("/propositions/{id}/approuver", Needs(&[A::DecidePlan]), forms::approve),
        Route::post("/propositions/{id}/rejeter", Needs(&[A::DecidePlan]), forms::reject),
        Route::post("/sollicitations/{id}/accepter", Needs(&[A::AnswerOffer]), forms::accept),
        Route::post("/sollicitations/{id}/decliner", Needs(&[A::AnswerOffer]), forms::decline),
        Route::get("/indicateurs", Needs(&[A::ReadIndicators]), records::indicators::show),
        Route::get("/paie", Needs(&[A::ValidateWork, A::ExportPay]), records::pay::show),
        Route::post("/paie/valider", Needs(&[A::ValidateWork]), records::pay::validate),
        Route::get("/paie/export", Needs(&[A::ExportPay]), records::pay::export),
        Route::get("/paie/comptes/{agent}", Needs(&[A::CorrectLedger]), records::account::show),
        Route::post("/paie/comptes/{agent}/ecritures", Needs(&[A::CorrectLedger]), records::account::post),
        Route::post("/paie/comptes/{agent}/reprendre", Needs(&[A::CorrectLedger]), records::account::take_back),
        Route::get("/membres", Needs(&[A::ReadMembers]), records::members::list),
        Route::get("/membres/{id}", Needs(&[A::ReadMembers]), records::members::show),
        Route::get("/unites/{id}", Needs(&[A::ReadMembers]), records::members::unit),
        Route::get("/agents", Needs(&[A::ReadAgents]), records::agents::list),
        Route::get("/agents/{id}", Needs(&[A::ReadAgents]), records::agents::show),
        Route::get("/regles", Needs(&[A::ReadLaw]), records::law::list),
        Route::get("/regles/{key}", Needs(&[A::ReadLaw]), records::law::show),
        Route::get("/utilisateurs", Needs(&[A::ReadUsers]), records::users::list),
        Route::post("/utilisateurs", Needs(&[A::ManageUsers]), records::users::invite),
        Route::get("/utilisateurs/{id}", Needs(&[A::ReadUsers]), records::users::show),
        Route::post("/utilisateurs/{id}/droits", Needs(&[A::ManageUsers]), records::users::give),
        Route::post("/utilisateurs/{id}/sessions/fermer", Needs(&[A::ManageUsers]), records::users::end_sessions),
        Route::post("/utilisateurs/{id}/retirer", Needs(&[A::ManageUsers]), records::users::remove),
        Route::post("/droits/{id}/retirer", Needs(&[A::ManageUsers]), records::users::end),
        Route::post("/jetons/{id}/retirer", Needs(&[A::ManageUsers]), records::users::end_token),
        Route::get("/imports", Needs(&[A::ManageAgents, A::ImportScenario]), records::imports::show),
        Route::post("/imports", Needs(&[A::ManageAgents, A::ImportScenario]), records::imports::look),
        Route::get("/imports/modele", Needs(&[A::ManageAgents]), records::imports::model),
        Route::post("/imports/agents", Needs(&[A::ManageAgents]), records::imports::store_agents),
        Route::post("/imports/groupement", Needs(&[A::ImportScenario]), records::imports::store_group),
        Route::get("/journal", Needs(&[A::ReadAudit]), records::journal::show),
        Route::get("/journal/export", Needs(&[A::ReadAudit]), records::journal::export),
        Route::get("/journal/verification", Needs(&[A::ReadAudit]), records::journal::verify),
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
