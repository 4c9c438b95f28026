//! Log-in and log-out. The cookie holds the token itself; no script can read it and no other site can make it travel.

use super::frame::{Refused, Result, frame_of_nobody};
use super::view::Login;
use crate::app::{Error, identity};
use crate::web::AppState;
use crate::web::extract::{Form, Query};
use crate::web::gate::SESSION_COOKIE;
use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header::SET_COOKIE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

/// How long a browser keeps the cookie, seconds.
const SESSION_SECONDS: u32 = 12 * 3600;

/// A token in an address.
#[derive(Debug, Default, Deserialize)]
pub struct Token {
    #[serde(default)]
    jeton: String,
}

/// `GET /connexion`.
pub async fn form(Query(token): Query<Token>) -> Result<Html<String>> {
    page(token.jeton, None)
}

fn page(token: String, error: Option<String>) -> Result<Html<String>> {
    Ok(Html(Login { frame: frame_of_nobody("Connexion"), token, error }.render()?))
}

/// `POST /connexion`.
pub async fn enter(State(state): State<AppState>, form: Form) -> Result<Response> {
    let token = form.field("jeton").trim().to_owned();
    let mut tx = state.app.db.read().await?;
    match identity::recognise(&mut tx, &state.app, &token).await {
        Ok(_) => {
            let cookie =
                format!("{SESSION_COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={SESSION_SECONDS}");
            Ok(([(SET_COOKIE, cookie)], Redirect::to("/")).into_response())
        }
        Err(Error::SignedOut) => {
            let error = "Ce jeton n’est pas connu, ou il a été retiré. Demandez-en un autre à l’administration.";
            Ok((StatusCode::UNAUTHORIZED, page(String::new(), Some(error.to_owned()))?).into_response())
        }
        Err(error) => Err(Refused::from(error)),
    }
}

/// `POST /deconnexion`.
pub async fn leave() -> Response {
    let cookie = format!("{SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    ([(SET_COOKIE, cookie)], Redirect::to("/connexion")).into_response()
}
