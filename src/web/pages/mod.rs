//! Pages for people: server-rendered HTML in French, usable without a script, on a phone, with a keyboard, on paper.
//!
//! A handler asks `app` for facts, turns them into a view ([`view`]) whose fields are ready to print ([`mod@format`]), and
//! renders its template. Templates decide nothing: every number and sentence they show exists as a field first. A form is
//! answered by a redirect, so that reloading a page never repeats a decision.

mod agent;
pub mod assets;
mod board;
mod browser;
mod coordinator;
mod devices;
pub mod format;
mod frame;
mod links;
mod manager;
mod once;
mod openid;
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
        Route::get("/moi", SignedIn, agent::home::show),
        Route::post("/moi/questions/{id}", Needs(&[A::ChooseDays]), agent::home::answer),
        Route::get("/moi/postes/{id}", Needs(&[A::AnswerOffer]), agent::post::show),
        Route::post("/moi/postes/{id}/rendre", Needs(&[A::AgreeBeforehand]), agent::post::hand_back),
        Route::post("/moi/postes/{id}/absence", Needs(&[A::AnswerOffer]), agent::post::unable),
        Route::get("/moi/disponibilites", Needs(&[A::KeepDiary]), agent::availability::show),
        Route::post("/moi/disponibilites", Needs(&[A::KeepDiary]), agent::mark),
        Route::post("/moi/disponibilites/semaine", Needs(&[A::KeepDiary]), agent::weeks),
        Route::post("/moi/disponibilites/oublier", Needs(&[A::KeepDiary]), agent::forget),
        Route::get("/moi/disponibilites/accords", Needs(&[A::AgreeBeforehand]), agent::agreements),
        Route::post("/moi/disponibilites/accords", Needs(&[A::AgreeBeforehand]), agent::agree),
        Route::post("/moi/disponibilites/accords/{id}/revoquer", Needs(&[A::AgreeBeforehand]), agent::revoke),
        Route::post("/moi/disponibilites/volontariat", Needs(&[A::AgreeBeforehand]), agent::volunteer),
        Route::get("/moi/disponibilites/absences", Needs(&[A::KeepDiary]), agent::outside),
        Route::post("/moi/disponibilites/absences", Needs(&[A::KeepDiary]), agent::absent),
        Route::post("/moi/disponibilites/travail", Needs(&[A::KeepDiary]), agent::declare),
        Route::get("/moi/echanges", Needs(&[A::ProposeSwap]), agent::swaps::show),
        Route::post("/moi/echanges", Needs(&[A::ProposeSwap]), agent::swaps::wish),
        Route::post("/moi/echanges/souhaits/{id}/retirer", Needs(&[A::ProposeSwap]), agent::swaps::end_wish),
        Route::post("/moi/echanges/proposer", Needs(&[A::ProposeSwap]), agent::swaps::propose),
        Route::post("/moi/echanges/{id}/accepter", Needs(&[A::AnswerSwap]), agent::swaps::agree),
        Route::post("/moi/echanges/{id}/decliner", Needs(&[A::AnswerSwap]), agent::swaps::decline),
        Route::post("/moi/echanges/{id}/retirer", Needs(&[A::ProposeSwap]), agent::swaps::withdraw),
        Route::get("/moi/compte", Needs(&[A::AnswerOffer]), agent::account::show),
        Route::post("/moi/repos/{id}/demander", Needs(&[A::AnswerOffer]), agent::account::ask),
        Route::post("/moi/repos/{id}/accepter", Needs(&[A::AnswerOffer]), agent::account::agree),
        Route::post("/moi/repos/{id}/refuser", Needs(&[A::AnswerOffer]), agent::account::refuse),
        Route::get("/moi/pourquoi", Needs(&[A::AnswerOffer]), agent::why::list),
        Route::get("/moi/pourquoi/{id}", Needs(&[A::AnswerOffer]), agent::why::show),
        Route::get("/moi/messages", Needs(&[A::OwnAccount]), agent::messages::show),
        Route::post("/moi/messages", Needs(&[A::OwnAccount]), agent::messages::read),
        Route::get("/moi/reglages", Needs(&[A::OwnAccount]), agent::settings::show),
        Route::post("/moi/reglages", Needs(&[A::OwnAccount]), agent::settings::change),
        Route::post("/moi/reglages/agenda", Needs(&[A::AnswerOffer]), agent::settings::make_calendar),
        Route::post("/moi/reglages/agenda/fermer", Needs(&[A::AnswerOffer]), agent::settings::end_calendar),
        Route::get("/agenda/{token}", Public, agent::calendar::feed),
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
        Route::post("/sollicitations/{id}/accepter", Needs(&[A::AnswerOffer]), agent::home::accept),
        Route::post("/sollicitations/{id}/decliner", Needs(&[A::AnswerOffer]), agent::home::decline),
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
        Route::get(assets::OFFLINE.url(), Public, assets::offline),
        Route::get("/hors-ligne", Public, agent::offline),
        Route::get("/assets/icon-180.png", Public, assets::icon_180),
        Route::get("/assets/icon-192.png", Public, assets::icon_192),
        Route::get("/assets/icon-512.png", Public, assets::icon_512),
        Route::get("/assets/icon-maskable.png", Public, assets::icon_maskable),
        Route::get(assets::MONTH.url(), Public, assets::month),
        Route::get("/assets/icon.svg", Public, assets::icon),
        Route::get("/sw.js", Public, assets::worker),
        Route::get("/manifest.webmanifest", Public, assets::manifest),
    ]
}
