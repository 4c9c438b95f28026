//! `/moi/messages`: everything that somebody was told, the newest first.

use super::{Asking, local, today};
use crate::app::access::Paging;
use crate::app::notices::{self, Notice};
use crate::app::wrong::{expected, nothing};
use crate::app::{Error, agenda};
use crate::lang::Words;
use crate::web::AppState;
use crate::web::extract::{Form, Query};
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::view::agent::{AgentMessages, Message};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Redirect};
use chrono_tz::Tz;

/// Notices on one page.
const NOTICES: i64 = 30;

/// `GET /moi/messages`.
pub async fn show(
    State(state): State<AppState>,
    Query(asking): Query<Asking>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let app = &state.app;
    let paging = Paging { after: asking.apres.clone(), ..Paging::first(NOTICES) };
    let all = notices::list_in(app, &actor, &paging, words.locale()).await?;
    let (unread, read_up_to) = (notices::unread(app, &actor).await?, notices::read_up_to(app, &actor).await?);
    let (zone, _) = today(app, &actor).await?;
    let is_agent = agenda::herself(&actor).is_ok();
    let next = (all.len() as i64 >= NOTICES).then(|| all.last()).flatten();
    let mut frame = frame(app, &actor, words, words.say("me-messages"), asking.fait.as_deref()).await?;
    frame.here = "/moi/messages";
    let page = AgentMessages {
        unread: if unread == 0 { words.say("me-all-read") } else { words.count("me-unread", unread) },
        newest: all
            .first()
            .filter(|first| first.row.id > read_up_to)
            .map(|first| first.row.id.clone())
            .unwrap_or_default(),
        next: next.map(|last| format!("/moi/messages?apres={}", last.row.id)).unwrap_or_default(),
        all: all.iter().map(|notice| message(words, notice, (zone, &read_up_to, is_agent))).collect(),
        frame,
    };
    Ok(Html(page.render()?))
}

fn message(words: Words, notice: &Notice, (zone, read_up_to, is_agent): (Tz, &str, bool)) -> Message {
    let place = if is_agent { place(&notice.row.kind) } else { None };
    Message {
        when: words.soon(local(zone, notice.row.created_at)),
        title: notice.said.title.clone(),
        text: notice.said.lead.clone(),
        facts: notice.said.facts.iter().map(|fact| (fact.label.clone(), fact.value.clone())).collect(),
        new: notice.row.id.as_str() > read_up_to,
        href: place.map(|(href, _)| href.to_owned()).unwrap_or_default(),
        call: place.map(|(_, key)| words.say(key)).unwrap_or_default(),
    }
}

/// Where an agent does something about a notice of a kind.
fn place(kind: &str) -> Option<(&'static str, &'static str)> {
    match kind.split('.').next()? {
        "offer" if kind == "offer.not-chosen" || kind == "offer.closed" => Some(("/moi/pourquoi", "me-why-title")),
        "offer" | "assignment" | "roster" | "shift" => Some(("/moi", "me-title")),
        "swap" => Some(("/moi/echanges", "me-swaps")),
        "rest" => Some(("/moi/compte#repos", "me-rests-title")),
        _ => None,
    }
}

/// `POST /moi/messages`: everything up to a notice is read.
pub async fn read(State(state): State<AppState>, Seated(actor): Seated, form: Form) -> Result<Redirect> {
    let newest = form.field("jusqua");
    if newest.is_empty() {
        return Err(Error::field("jusqua", nothing(), expected("field-of-page")).into());
    }
    notices::mark_read(&state.app, &actor, newest).await?;
    Ok(Redirect::to("/moi/messages?fait=lus"))
}
