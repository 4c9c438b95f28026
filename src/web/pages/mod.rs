//! Pages for people: server-rendered HTML in French, usable without a script, on a phone, with a keyboard, on paper.
//!
//! A handler asks `app` for facts, turns them into a view ([`view`]) whose fields are ready to print ([`mod@format`]), and
//! renders its template. Templates decide nothing: every number and sentence they show exists as a field first. A form is
//! answered by a redirect, so that reloading a page never repeats a decision.

mod accounts;
pub mod assets;
mod board;
pub mod chart;
pub mod format;
mod forms;
mod frame;
mod plan;
mod session;
mod shift;
pub mod view;

#[cfg(test)]
mod samples;

use super::AppState;
use axum::Router;
use axum::routing::{get, post};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(board::home))
        .route("/connexion", get(session::form).post(session::enter))
        .route("/deconnexion", post(session::leave))
        .route("/postes/{id}", get(shift::show))
        .route("/propositions", post(forms::compute))
        .route("/propositions/{id}/approuver", post(forms::approve))
        .route("/propositions/{id}/rejeter", post(forms::reject))
        .route("/sollicitations/{id}/accepter", post(forms::accept))
        .route("/sollicitations/{id}/decliner", post(forms::decline))
        .route(assets::style_url(), get(assets::style))
}
