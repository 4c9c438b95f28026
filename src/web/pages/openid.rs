//! Log-in by an OpenID provider: leaving, coming back, and the identities on the page of one's account.
//!
//! Nobody leaves by the answer to a form: browsers hold `form-action 'self'` against every redirect of it. A form is answered
//! by a page that leads on by itself, and has the link for whoever it does not lead.

use super::frame::{Entrant, Result, frame_of_visit};
use super::profile;
use super::refusal::{Area, Refusal};
use super::sent::Sent;
use super::view::Away;
use crate::app::accounts::{self, Client};
use crate::app::openid::{self, Answer, Done, Purpose};
use crate::app::sessions::{self, Seat};
use crate::app::{App, Error};
use crate::lang::Words;
use crate::web::AppState;
use crate::web::cookies::{self, Visit, with_session};
use crate::web::extract::{Id, Query};
use crate::web::problem::Problem;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Redirect, Response};

/// `GET /connexion/openid/{id}`: leaves to log in. Only somebody who goes there leaves: a picture or a frame on another page
/// begins nothing (Fetch Metadata; browsers that do not say what they fetch are believed).
pub async fn leave(
    State(state): State<AppState>,
    Id(id): Id,
    client: Client,
    headers: HeaderMap,
    visit: Visit,
) -> Result<Response> {
    if headers.get("sec-fetch-dest").is_some_and(|what| what != "document") {
        return Err(Problem::cross_site().into());
    }
    let address = openid::begin(&state.app, &id, &visit.token, &client, &Purpose::LogIn).await?;
    Ok(visit.show(Redirect::to(&address)))
}

/// `GET /connexion/openid/{id}/retour`: comes back.
pub async fn come_back(
    State(state): State<AppState>,
    Id(id): Id,
    client: Client,
    headers: HeaderMap,
    Query(answer): Query<Answer>,
) -> Result<Response> {
    let (app, browser) = (&state.app, cookies::visit(&headers, &state.app.config));
    let (seat, new_token) = seat(app, &headers).await?;
    let done = openid::finish(app, &id, (browser, seat.as_ref()), &client, &answer).await;
    let answer = match done {
        Ok(Done::LoggedIn(token)) => return Ok(with_session(&app.config, Some(&token), Redirect::to("/connexion"))),
        Ok(Done::Linked) => Redirect::to("/compte?fait=lie").into_response(),
        Err(error) => super::Refused::from(error).into_response(),
    };
    Ok(with_session(&app.config, new_token.as_deref(), answer))
}

/// Her place in the session that her browser has, if it has one; and its new token when it is its time.
async fn seat(app: &App, headers: &HeaderMap) -> Result<(Option<Seat>, Option<String>)> {
    let Some(token) = cookies::session(headers, &app.config) else { return Ok((None, None)) };
    match sessions::recognise(app, token).await {
        Ok(seen) => Ok((Some(seen.seat), seen.new_token)),
        Err(Error::SignedOut) => Ok((None, None)),
        Err(error) => Err(error.into()),
    }
}

/// A page that leads to a provider.
pub(super) fn away(app: &App, words: Words, provider: &str, address: String, visit: Visit) -> Result<Response> {
    let name = openid::find(app, provider)?.name.clone();
    let page = Away {
        frame: frame_of_visit(words, name.clone(), &visit.seal, None),
        sentence: words.with("identity-away", [("provider", name.as_str())]),
        call: words.with("identity-go-on", [("provider", name.as_str())]),
        address,
    };
    Ok(visit.show(Html(page.render()?)))
}

/// `POST /compte/identites`: leaves to link an identity.
pub async fn link(client: Client, visit: Visit, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, provider) = (&state.app, form.field("fournisseur"));
    openid::find(app, provider)?;
    let seat = actor.seat.clone().ok_or(Error::SignedOut)?;
    if let Err(error) = accounts::prove(app, &actor, form.field("current")).await {
        return profile::again(app, &actor, words, Refusal::of(Area::Entry, words, error)).await;
    }
    let purpose = Purpose::Link { user: seat.user, session: seat.session };
    let address = openid::begin(app, provider, &visit.token, &client, &purpose).await?;
    away(app, words, provider, address, visit)
}

/// `POST /compte/identites/{id}/retirer`.
pub async fn unlink(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    match openid::unlink(&state.app, &actor, &id, form.field("current")).await {
        Ok(()) => Ok(Redirect::to("/compte?fait=delie").into_response()),
        Err(error) => profile::again(&state.app, &actor, words, Refusal::of(Area::Entry, words, error)).await,
    }
}

/// `POST /deconnexion`: ends the session, and leads to the provider by which it began to end it there too.
pub async fn log_out(State(state): State<AppState>, words: Words, Entrant(seen): Entrant) -> Result<Response> {
    let app = &state.app;
    let farewell = openid::log_out(app, &seen.seat).await?;
    let Some((name, address)) = farewell else { return Ok(super::session::gone(app)) };
    let page = Away {
        frame: frame_of_visit(words, words.say("log-out-title"), "", None),
        sentence: words.with("log-out-told", [("provider", name.as_str())]),
        call: words.with("log-out-close", [("provider", name.as_str())]),
        address,
    };
    let mut answer = Html(page.render()?).into_response();
    answer.headers_mut().append(axum::http::header::SET_COOKIE, cookies::drop_session(&app.config));
    Ok(answer)
}
