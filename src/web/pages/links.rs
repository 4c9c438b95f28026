//! Links that open an account: asking for one, looking at one, using it. Looking changes nothing, because programs that look
//! through letters for dangers open every link.

use super::frame::{Refused, Result, frame_of_visit};
use super::openid;
use super::refusal::{Area, Refusal, answer};
use super::view::{Alert, Forgotten, Link};
use crate::app::App;
use crate::app::accounts::{self, Client};
use crate::app::links::{self, Open, Purpose};
use crate::app::openid::{self as providers, Purpose as Errand};
use crate::lang::Words;
use crate::web::AppState;
use crate::web::cookies::{Visit, with_session};
use crate::web::extract::{Form, Id, Query};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::board::Done;

/// `GET /mot-de-passe`.
pub async fn forgotten(words: Words, Query(done): Query<Done>, visit: Visit) -> Result<Response> {
    let frame = frame_of_visit(words, words.say("forgotten-title"), &visit.seal, done.fait.as_deref());
    let page = Forgotten { frame, email: String::new(), alert: Alert::default() }.render()?;
    Ok(visit.show(Html(page)))
}

/// `POST /mot-de-passe`. The answer is the same whether somebody has the address.
pub async fn recover(
    State(state): State<AppState>,
    words: Words,
    client: Client,
    visit: Visit,
    form: Form,
) -> Result<Response> {
    let email = form.field("email").trim();
    let refusal = match accounts::recover(&state.app, email, &client).await {
        Ok(()) => return Ok(Redirect::to("/mot-de-passe?fait=demande").into_response()),
        Err(error) => Refusal::of(Area::Entry, words, error),
    };
    let page = |alert| {
        let frame = frame_of_visit(words, words.say("forgotten-title"), &visit.seal, None);
        std::future::ready(Forgotten { frame, email: email.to_owned(), alert }.render().map_err(Refused::from))
    };
    let again = answer(Err(refusal), page).await?;
    Ok(visit.show(again))
}

/// `GET /lien/{id}`.
pub async fn show(State(state): State<AppState>, Id(id): Id, words: Words, visit: Visit) -> Result<Response> {
    let link = links::look_at(&state.app, &id).await?;
    let page = page(&state.app, words, &id, link, &visit.seal, Alert::default())?;
    Ok(visit.show(Html(page)))
}

fn page(app: &App, words: Words, id: &str, link: Open, seal: &str, alert: Alert) -> Result<String> {
    let demo = link.purpose == Purpose::Demo;
    // Whoever recovers a password has an account that something opens already.
    let providers = if link.purpose == Purpose::Invite { providers::offered(app) } else { Vec::new() };
    let page = Link {
        frame: frame_of_visit(words, words.say(if demo { "demo-title" } else { "choose-password" }), seal, None),
        action: format!("/lien/{id}"),
        name: link.user.name,
        email: link.user.email.unwrap_or_default(),
        demo,
        providers,
        alert,
    };
    Ok(page.render()?)
}

/// `POST /lien/{id}`.
pub async fn follow(
    State(state): State<AppState>,
    Id(id): Id,
    words: Words,
    client: Client,
    visit: Visit,
    form: Form,
) -> Result<Response> {
    let link = links::look_at(&state.app, &id).await?;
    if link.purpose == Purpose::Demo {
        let token = links::enter(&state.app, &id, &client.browser).await?;
        return Ok(with_session(&state.app.config, Some(&token), Redirect::to("/connexion")));
    }
    let provider = form.field("fournisseur");
    if link.purpose == Purpose::Invite && !provider.is_empty() {
        let errand = Errand::Invite { link: link.id };
        let address = providers::begin(&state.app, provider, &visit.token, &client, &errand).await?;
        return openid::away(&state.app, words, provider, address, visit);
    }
    let (password, again) = (form.field("password"), form.field("again"));
    let refusal = if password == again {
        match accounts::choose_password(&state.app, &id, password).await {
            Ok(()) => return Ok(Redirect::to("/connexion?fait=choisi").into_response()),
            Err(error) => Refusal::of(Area::Entry, words, error),
        }
    } else {
        Refusal::invalid("", words.say("passwords-differ"))
    };
    let page = |alert| std::future::ready(page(&state.app, words, &id, link, &visit.seal, alert));
    let again = answer(Err(refusal), page).await?;
    Ok(visit.show(again))
}
