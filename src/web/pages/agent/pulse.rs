//! `/moi/avis`: three questions and a few words, once a quarter. It is a link at the foot of her pages and nothing that comes up
//! by itself; its form bears no key, so that nothing of what she says is kept beside her name.

use super::{Asking, choice, typed};
use crate::app::App;
use crate::app::access::{Action, Actor};
use crate::app::pulse::{self, Answer, SCORE_MAX};
use crate::lang::Words;
use crate::web::AppState;
use crate::web::extract::{Form, Query};
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{self, Area, Refusal};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::Alert;
use crate::web::pages::view::agent::{AgentPulse, PulseQuestion};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};

/// Where it is.
pub const HERE: &str = "/moi/avis";

/// Whether she may answer, and has not yet.
pub async fn waits(app: &App, actor: &Actor) -> Result<bool> {
    Ok(actor.can(Action::AnswerPulse) && !pulse::standing(app, actor).await?.answered)
}

/// `GET /moi/avis`.
pub async fn show(
    State(state): State<AppState>,
    Query(asking): Query<Asking>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    Ok(Html(page(&state.app, &actor, words, asking.fait.as_deref(), (Alert::default(), None)).await?))
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    done: Option<&str>,
    (alert, typed_in): (Alert, Option<&Form>),
) -> Result<String> {
    let standing = pulse::standing(app, actor).await?;
    let mut frame = frame(app, actor, words, words.say("me-pulse"), done).await?;
    frame.here = HERE;
    let question = |name: &'static str, field: &str, key: &str| {
        let chosen = typed(typed_in, name, "");
        let scores = (0..=SCORE_MAX).map(|score| score.to_string());
        PulseQuestion {
            name,
            wrong: alert.at(field).to_owned(),
            text: words.say(key),
            scores: scores.map(|score| choice(&score, score.clone(), score == chosen)).collect(),
        }
    };
    let page = AgentPulse {
        until: words.with("me-pulse-until", [("day", words.date(standing.quarter.last()))]),
        answered: standing.answered,
        questions: vec![
            question("equite", "fairness", "me-pulse-fairness"),
            question("ecoute", "heard", "me-pulse-heard"),
            question("conseil", "recommend", "me-pulse-recommend"),
        ],
        comment: typed(typed_in, "mot", ""),
        alert,
        frame,
    };
    Ok(page.render()?)
}

/// `POST /moi/avis`. Sent twice, the first answer stands.
pub async fn answer(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    // What is no number is none of the scores.
    let score = |field: &str| form.field(field).parse().unwrap_or(-1);
    let wanted = Answer {
        fairness: score("equite"),
        heard: score("ecoute"),
        recommend: score("conseil"),
        comment: form.field("mot").to_owned(),
    };
    let answered = pulse::answer(&state.app, &actor, &wanted).await;
    let answered = answered.map_err(|error| {
        Refusal::of(Area::Agent, words, error).naming(|field| {
            let key = if field == "comment" { "me-no-comment" } else { "me-no-score" };
            Some(words.say(key))
        })
    });
    let done = answered.map(|_| Redirect::to("/moi/avis?fait=avis").into_response());
    refusal::answer(done, |alert| page(&state.app, &actor, words, None, (alert, Some(&form)))).await
}
