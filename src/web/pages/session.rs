//! Log-in and log-out: address and password, then whatever is missing (a code, a group), one page each.

use super::frame::{Entrant, Refused, Result, frame_of_visit};
use super::kept;
use super::refusal::{Area, Refusal, answer};
use super::view::{Alert, ChooseGroup, Code, Login};
use crate::app::accounts::{self, Client};
use crate::app::sessions::{self, Step};
use crate::app::{App, Error, contacts, openid};
use crate::lang::{Locale, Words};
use crate::web::AppState;
use crate::web::cookies::{self, Visit, with_session};
use crate::web::extract::{Form, Id, Query};
use askama::Template;
use axum::extract::State;
use axum::http::header::{HOST, REFERER, SET_COOKIE};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::board::Done;

/// Where whatever is missing is given.
const fn page_of(missing: Option<Step>) -> &'static str {
    match missing {
        Some(Step::Code) => "/connexion/code",
        Some(Step::Group) => "/connexion/groupe",
        Some(Step::Enrol) => "/compte/second-facteur",
        None => "/",
    }
}

/// `GET /connexion`. Whoever has begun is led on to what is missing.
pub async fn form(
    State(state): State<AppState>,
    headers: HeaderMap,
    words: Words,
    Query(done): Query<Done>,
    visit: Visit,
) -> Result<Response> {
    if let Some(token) = cookies::session(&headers, &state.app.config) {
        match sessions::recognise(&state.app, token).await {
            Ok(seen) => {
                let led = seen.missing.is_none().then(|| kept::wanted(&state.app.config, &headers)).flatten();
                let answer = led.unwrap_or_else(|| Redirect::to(page_of(seen.missing)).into_response());
                return Ok(with_session(&state.app.config, seen.new_token.as_deref(), answer));
            }
            Err(Error::SignedOut) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let frame = frame_of_visit(words, words.say("log-in-title"), &visit.seal, done.fait.as_deref());
    let (providers, alert) = (openid::offered(&state.app), Alert::default());
    let page = Login { frame, email: String::new(), alert, providers }.render()?;
    Ok(visit.show(Html(page)))
}

/// `POST /connexion`. The answer is the same whether somebody has the address.
pub async fn enter(
    State(state): State<AppState>,
    words: Words,
    client: Client,
    visit: Visit,
    form: Form,
) -> Result<Response> {
    let email = form.field("email").trim();
    let done = accounts::log_in(&state.app, email, form.field("password"), &client).await;
    let refusal = match done {
        Ok(Some(token)) => return Ok(with_session(&state.app.config, Some(&token), Redirect::to("/connexion"))),
        Ok(None) => Refusal::wrong(words.say("log-in-wrong")),
        Err(error) => Refusal::of(Area::Entry, words, error),
    };
    let page = |alert| {
        let frame = frame_of_visit(words, words.say("log-in-title"), &visit.seal, None);
        let page = Login { frame, email: email.to_owned(), alert, providers: openid::offered(&state.app) };
        std::future::ready(page.render().map_err(Refused::from))
    };
    let again = answer(Err(refusal), page).await?;
    Ok(visit.show(again))
}

/// `GET /connexion/code`.
pub async fn code_form(words: Words, Entrant(seen): Entrant) -> Result<Response> {
    if seen.missing != Some(Step::Code) {
        return Ok(Redirect::to(page_of(seen.missing)).into_response());
    }
    let frame = frame_of_visit(words, words.say("code-title"), &seen.seat.seal, None);
    Ok(Html(Code { frame, alert: Alert::default() }.render()?).into_response())
}

/// `POST /connexion/code`.
pub async fn give_code(
    State(state): State<AppState>,
    words: Words,
    client: Client,
    Entrant(seen): Entrant,
    form: Form,
) -> Result<Response> {
    let done = accounts::give_code(&state.app, &seen.seat, form.field("code"), &client).await;
    let done = match done {
        Ok(Some(token)) => Ok(with_session(&state.app.config, Some(&token), Redirect::to("/connexion"))),
        Ok(None) => Err(Refusal::wrong(words.say("code-wrong"))),
        Err(error) => Err(Refusal::of(Area::Entry, words, error)),
    };
    let page = |alert| {
        let frame = frame_of_visit(words, words.say("code-title"), &seen.seat.seal, None);
        std::future::ready(Code { frame, alert }.render().map_err(Refused::from))
    };
    answer(done, page).await
}

/// `GET /connexion/groupe`.
pub async fn groups(State(state): State<AppState>, words: Words, Entrant(seen): Entrant) -> Result<Response> {
    if seen.missing == Some(Step::Code) {
        return Ok(Redirect::to(page_of(seen.missing)).into_response());
    }
    let groups = sessions::groups(&state.app, &seen.seat).await?;
    let frame = frame_of_visit(words, words.say("choose-group"), &seen.seat.seal, None);
    Ok(Html(ChooseGroup { frame, groups }.render()?).into_response())
}

/// `POST /connexion/groupe`.
pub async fn choose_group(State(state): State<AppState>, Entrant(seen): Entrant, form: Form) -> Result<Response> {
    let token = sessions::choose_group(&state.app, &seen.seat, form.field("groupe")).await?;
    Ok(with_session(&state.app.config, Some(&token), Redirect::to("/connexion")))
}

/// Her session is over, and her browser forgets it.
pub(super) fn gone(app: &App) -> Response {
    ([(SET_COOKIE, cookies::drop_session(&app.config))], Redirect::to("/connexion?fait=deconnecte")).into_response()
}

/// `GET /langue/{code}`: answers in this language from now on, in this browser, and leads back to where she was. Whoever is logged
/// in is written to in it too.
pub async fn choose_language(State(state): State<AppState>, Id(code): Id, headers: HeaderMap) -> Result<Response> {
    let locale = match code.as_str() {
        "fr" => Locale::Fr,
        "en" => Locale::En,
        _ => return Err(Error::not_found("language", &code).into()),
    };
    let (app, set) = (&state.app, cookies::set_language(&state.app.config, locale));
    let answer = ([(SET_COOKIE, set)], Redirect::to(&back(&headers)));
    let token = cookies::session(&headers, &app.config).filter(|_| is_ours(&headers));
    let seen = match token {
        Some(token) => sessions::recognise(app, token).await.map(Some),
        None => Ok(None),
    };
    let new_token = match seen {
        Ok(Some(seen)) => {
            if let Some(actor) = &seen.actor {
                contacts::speak(app, actor, locale).await?;
            }
            seen.new_token
        }
        Ok(None) | Err(Error::SignedOut) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(with_session(&app.config, new_token.as_deref(), answer))
}

/// Whether she followed a link of ours or wrote the address herself, as her browser says: what any other page links to changes
/// nothing that is stored of her (Fetch Metadata; browsers that do not say are believed).
fn is_ours(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none")
}

/// The page of ours from which a link was followed, as a path; the home page when it was none of ours.
fn back(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let from = text(REFERER).and_then(|from| from.parse::<Uri>().ok());
    let ours = from.filter(|from| from.authority().map(Authority::as_str) == text(HOST));
    // Two strokes at the beginning would lead to another host.
    ours.and_then(|from| from.path_and_query().map(|path| path.as_str().to_owned()))
        .filter(|path| !path.starts_with("//"))
        .unwrap_or_else(|| "/".to_owned())
}
