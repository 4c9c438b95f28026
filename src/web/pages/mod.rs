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
mod kept;
mod links;
mod manager;
mod once;
mod openid;
mod profile;
mod records;
mod reference;
mod refusal;

mod sent;
mod session;
mod shift;
pub mod view;

#[cfg(test)]
mod samples;

use frame::Refused;
pub(super) use frame::{language, refusals_shown};
pub(super) use kept::{Kept, log_in_first};

use super::routes::{Access, Route};
use crate::app::access::Action;

/// A piece of a path, whatever it holds.
fn piece(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// Every page and file.
pub fn routes() -> Vec<Route> {
    let areas =
        [agent::routes(), entry(), manager::routes(), coordinator::routes(), records::routes(), assets::routes()];
    areas.into_iter().flatten().collect()
}

/// Coming in, one's own account, and what is open to anybody.
#[rustfmt::skip]
fn entry() -> Vec<Route> {
    use Access::{Entering, Needs, Public, SignedIn};
    use Action as A;
    vec![
        Route::get("/", SignedIn, board::home),
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
        Route::get("/langue/{code}", Public, session::choose_language),
        Route::get("/api/docs", Public, reference::show),
        Route::get("/problems", Public, reference::problems),
        Route::get("/problems/{code}", Public, reference::problem),
    ]
}
