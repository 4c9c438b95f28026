//! `/demandes/{id}`: where a request stands, the conversation about it, and what may be done with it.

use super::words::{audience, local, motive, priority, request_state, shift_state, when};
use super::{Done, list, piece, query};
use crate::app::access::{Action, Actor, SYSTEM_USER};
use crate::app::requests::{self, NewMessage, Standing, State as RequestState, UnderWay};
use crate::app::{App, Error};
use crate::lang::{Args, Words};
use crate::store::{from_json, messages, named};
use crate::web::AppState;
use crate::web::extract::{Id, Query};
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::Alert;
use crate::web::pages::view::manager as view;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::collections::BTreeSet;

/// What was typed into a form of the page.
#[derive(Default)]
struct Typed {
    text: String,
    mentions: BTreeSet<String>,
    reason: String,
    although: bool,
}

/// `GET /demandes/{id}`. Whoever looks has read the conversation.
pub async fn show(
    State(state): State<AppState>,
    Id(id): Id,
    Query(done): Query<Done>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let app = &state.app;
    let standing = requests::standing(app, &actor, &id).await?;
    if let (true, Some(last)) = (standing.whole.unread > 0, standing.messages.last()) {
        requests::mark_read(app, &actor, &id, &last.id.0).await?;
    }
    let what = (done.fait.as_deref(), Alert::default(), Typed::default());
    Ok(Html(page(app, &actor, words, &standing, what).await?))
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    standing: &Standing,
    (done, alert, typed): (Option<&str>, Alert, Typed),
) -> Result<String> {
    let request = &standing.whole.request;
    let state = RequestState::of(request)?;
    let may = |action| actor.may(action).is_ok_and(|reach| reach.sees_unit(&request.unit_id));
    let (asks, now) = (may(Action::OpenRequest), app.clock.now());
    let title = words.with("request-title", [("unit", standing.unit_name.as_str())]);
    let mut frame = frame(app, actor, words, title, done).await?;
    frame.here = "/demandes";
    let own = format!("/demandes/{}", piece(&request.id));
    let alive = state.edit().is_ok() && asks;
    let row = |under: &UnderWay| shift_row(words, standing, under, may(Action::ReadCandidates));
    let people = standing.people.iter().map(|(id, name)| {
        let chosen = typed.mentions.contains(id);
        view::Choice::new(id, name.as_str(), chosen)
    });
    let page = view::Request {
        place: format!("{}, {}", standing.unit_name, standing.establishment_name),
        state: request_state(words, &request.state),
        standing: sentence(words, standing),
        alert,
        facts: facts(words, standing)?,
        warning: warning(words, standing),
        shifts: standing.shifts.iter().map(row).collect(),
        messages: standing.messages.iter().map(|row| message(words, standing, row)).collect::<Result<_>>()?,
        may_write: asks,
        people: people.collect(),
        text: typed.text,
        edit: if alive { format!("{own}/modifier") } else { String::new() },
        may_submit: asks && state == RequestState::Draft,
        although: typed.although,
        may_open: may(Action::AdmitRequest) && state == RequestState::Submitted,
        cancel: alive.then(|| notice(words, standing, now)),
        reason: typed.reason,
        deeds: standing.deeds.iter().filter_map(|deed| deed_words(words, standing, deed)).collect(),
        id: request.id.clone(),
        frame,
    };
    Ok(page.render()?)
}

/// Where it stands, in a sentence.
fn sentence(words: Words, standing: &Standing) -> String {
    let progress = list::progress(words, &standing.whole);
    words.with(
        match standing.whole.request.state.as_str() {
            "draft" => "standing-draft",
            "submitted" => "standing-submitted",
            "open" => "standing-open",
            "closed" => "standing-closed",
            _ => "standing-cancelled",
        },
        [("progress", progress)],
    )
}

fn facts(words: Words, standing: &Standing) -> Result<Vec<view::Fact>> {
    let request = &standing.whole.request;
    let fact = |label: &str, text: String, named: bool| view::Fact { label: words.say(label), text, named };
    let mut facts = vec![
        fact("fact-why", motive(words, named(&request.motive)?), false),
        fact("fact-urgency", priority(words, named(&request.priority)?).text, false),
    ];
    if let Some(name) = &standing.absent_name {
        facts.push(fact("fact-absent", name.clone(), true));
    }
    if request.degraded_accepted {
        facts.push(fact("fact-degraded", words.say("manager-yes"), false));
    }
    if !request.note.is_empty() {
        facts.push(fact("fact-note", request.note.clone(), true));
    }
    facts.push(fact("fact-asked-by", user(words, standing, &request.requested_by), true));
    facts.push(fact("fact-asked-at", words.moment(local(standing.zone, request.created_at)), false));
    if let Some(reason) = &request.reason {
        facts.push(fact("fact-cancelled-why", reason.clone(), true));
    }
    Ok(facts)
}

/// Something to be known of whoever is replaced: that she is not asked, and what else she holds on these days.
fn warning(words: Words, standing: &Standing) -> String {
    let Some(name) = &standing.absent_name else { return String::new() };
    if RequestState::of(&standing.whole.request).is_ok_and(|state| state.edit().is_err()) {
        return String::new();
    }
    let mut text = words.with("absent-not-asked", [("name", name.as_str())]);
    let also = standing.whole.also_held.len();
    if also > 0 {
        text = format!("{text} {}", words.count("absent-also-holds", also));
    }
    text
}

/// The name of a user; the service itself has one too.
fn user(words: Words, standing: &Standing, id: &str) -> String {
    standing.names.get(id).cloned().unwrap_or_else(|| words.say("manager-the-service"))
}

fn shift_row(words: Words, standing: &Standing, under: &UnderWay, judges: bool) -> view::ShiftRow {
    let (stored, zone) = (&under.stored, standing.zone);
    let mut lines = Vec::new();
    if let Some((round, asked)) = &under.round {
        let mut values = Args::new();
        values.set("asked", *asked);
        values.set("closing", words.soon(local(zone, round.closes_at)));
        lines.push(words.fill(
            match round.mode.as_str() {
                "named" => "manager-round-named",
                "first" => "manager-round-first",
                _ => "manager-round-fair",
            },
            &values,
        ));
    }
    if let Some((row, step, steps)) = &under.cascade {
        lines.push(cascade(words, zone, row, (step.as_ref(), *steps)));
    }
    if let Some(booking) = &under.booking {
        let key = match booking.state.as_str() {
            "requested" => "manager-booking-requested",
            "confirmed" => "manager-booking-confirmed",
            _ => "manager-booking-worked",
        };
        lines.push(words.with(key, [("agency", booking.agency.as_str())]));
    }
    if let Some(assignment) = &under.assignment {
        lines.push(words.with("held-since", [("when", words.moment(local(zone, assignment.confirmed_at)))]));
    }
    view::ShiftRow {
        when: when(words, zone, &stored.shift),
        what: format!("{} · {}", stored.shift.code, stored.shift.qualification),
        state: shift_state(words, &stored.state),
        holder: under.holder.as_ref().map_or_else(String::new, |(_, name)| name.clone()),
        under_way: lines,
        candidates: if judges && stored.state == "open" {
            format!("/postes/{}", piece(&stored.shift.id))
        } else {
            String::new()
        },
    }
}

fn cascade(
    words: Words,
    zone: chrono_tz::Tz,
    row: &crate::store::cascades::Row,
    (step, steps): (Option<&crate::app::cascades::Step>, usize),
) -> String {
    let mut values = Args::new();
    values.set("step", row.step);
    values.set("steps", steps);
    values.set("audience", step.map_or_else(String::new, |step| audience(words, step.audience)));
    values.set("next", row.next_at.map_or_else(String::new, |at| words.soon(local(zone, at))));
    words.fill(
        match (row.state.as_str(), step.is_some(), row.next_at.is_some()) {
            ("paused", ..) => "manager-cascade-paused",
            (_, false, _) => "manager-cascade-begins",
            (_, true, true) => "manager-cascade-step",
            (_, true, false) => "manager-cascade-step-last",
        },
        &values,
    )
}

fn message(words: Words, standing: &Standing, row: &messages::Row) -> Result<view::Message> {
    let mentioned: Vec<String> = from_json(&row.mentions)?;
    let names: Vec<String> = mentioned.iter().map(|id| user(words, standing, id)).collect();
    Ok(view::Message {
        author: row.author_name.clone(),
        when: words.moment(local(standing.zone, row.written_at)),
        text: row.text.lines().filter(|line| !line.trim().is_empty()).map(|line| words.reason(line)).collect(),
        mentions: if names.is_empty() {
            String::new()
        } else {
            words.with("message-mentions", [("names", names.join(", "))])
        },
    })
}

/// What calling it off means now.
fn notice(words: Words, standing: &Standing, now: i64) -> String {
    let holders = standing.shifts.iter().filter(|under| under.stored.state == "filled").count();
    let asked: usize = standing.shifts.iter().filter_map(|under| under.round.as_ref().map(|(_, asked)| *asked)).sum();
    let mut values = Args::new();
    values.set("holders", holders);
    values.set("asked", asked);
    let told = words.fill("cancel-told", &values);
    match requests::notice_minutes(&standing.whole.shifts, now) {
        Some(minutes) => {
            let left = words.with("cancel-notice", [("notice", long(words, minutes))]);
            format!("{left} {told}")
        }
        None => words.say("cancel-begun"),
    }
}

/// A notice: hours, or days from two days on.
fn long(words: Words, minutes: i64) -> String {
    const DAY: i64 = 24 * 60;
    if minutes < 2 * DAY { words.duration(minutes) } else { words.count("manager-days", (minutes / DAY) as usize) }
}

fn deed_words(words: Words, standing: &Standing, deed: &requests::Deed) -> Option<String> {
    let key = match deed.action.as_str() {
        "request.make" => "deed-make",
        "request.submit" => "deed-submit",
        "request.open" => "deed-open",
        "request.edit" => "deed-edit",
        "request.cancel" => "deed-cancel",
        "request.close" => "deed-close",
        _ => return None,
    };
    let who = user(words, standing, deed.by.as_deref().unwrap_or(SYSTEM_USER));
    let mut values = Args::new();
    values.set("when", words.moment(local(standing.zone, deed.at)));
    values.set("who", who);
    Some(words.fill(key, &values))
}

fn led(id: &str, done: &str) -> Response {
    Redirect::to(&format!("/demandes/{}{}", piece(id), query(&[("fait", done)]))).into_response()
}

/// The page again, with why nothing was done and what was typed.
async fn again(app: &App, actor: &Actor, words: Words, (id, error): (&str, Error), typed: Typed) -> Result<Response> {
    let standing = requests::standing(app, actor, id).await?;
    let page = |alert| async move {
        let alert: Alert = super::alike_linked(app, actor, words, standing.zone, alert).await;
        let typed = Typed { although: !alert.alike.is_empty(), ..typed };
        page(app, actor, words, &standing, (None, alert, typed)).await
    };
    answer(Err(Refusal::of(Area::Unit, words, error)), page).await
}

/// `POST /demandes/{id}/message`.
pub async fn write(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let mentions: BTreeSet<String> = form.all("mention").map(ToOwned::to_owned).collect();
    let new = NewMessage { text: form.field("texte").to_owned(), mentions };
    // Sent twice, it stands there once: the last word of the conversation is hers and the same.
    let standing = requests::standing(&state.app, &actor, &id).await?;
    let said = standing.messages.last().is_some_and(|last| last.author == actor.user.0 && last.text == new.text.trim());
    if said {
        return Ok(led(&id, "message"));
    }
    match requests::write(&state.app, &actor, &id, &new).await {
        Ok(_) => Ok(led(&id, "message")),
        Err(error) => {
            let typed = Typed { text: new.text, mentions: new.mentions, ..Typed::default() };
            again(&state.app, &actor, words, (&id, error), typed).await
        }
    }
}

/// `POST /demandes/{id}/transmettre`.
pub async fn submit(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let although = !form.field("quandmeme").is_empty();
    match requests::submit(&state.app, &actor, &id, although).await {
        Ok(whole) if whole.request.state == "submitted" => Ok(led(&id, "transmise")),
        Ok(whole) => Ok(led(&id, &format!("ouverte-{}", whole.freed.len()))),
        Err(error) => again(&state.app, &actor, words, (&id, error), Typed::default()).await,
    }
}

/// `POST /demandes/{id}/ouvrir`.
pub async fn open(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let although = !form.field("quandmeme").is_empty();
    match requests::open(&state.app, &actor, &id, although).await {
        Ok(whole) => Ok(led(&id, &format!("ouverte-{}", whole.freed.len()))),
        Err(error) => again(&state.app, &actor, words, (&id, error), Typed::default()).await,
    }
}

/// `POST /demandes/{id}/annuler`.
pub async fn cancel(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let reason = form.field("motif").to_owned();
    match requests::cancel(&state.app, &actor, &id, &reason).await {
        Ok(_) => Ok(led(&id, "annulee")),
        Err(error) => {
            let typed = Typed { reason, ..Typed::default() };
            again(&state.app, &actor, words, (&id, error), typed).await
        }
    }
}
