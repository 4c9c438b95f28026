//! `/moi/echanges`: what waits for her, what would do, and what became of the rest.

use super::swaps_shown::{Reader, card, found, moved, people};
use super::{Asking, choice, local, today, typed};
use crate::app::access::{Actor, Paging};
use crate::app::agenda::{self, Duty as Ahead};
use crate::app::swaps::{self, Duty, New, NewWish, PartOfDay, Takes, Wish};
use crate::app::{App, Conflict, Error};
use crate::ids::AssignmentId;
use crate::lang::Words;
use crate::web::AppState;
use crate::web::conflicts;
use crate::web::extract::{Form, Id, Query};
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::Alert;
use crate::web::pages::view::agent::{AgentSwaps, Choice, SwapFound, SwapWish};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;

/// Days ahead whose duties may be given.
const DAYS_AHEAD: u64 = 62;
/// Swaps on one page, and matches that are judged and shown.
const SWAPS: i64 = 50;
const MATCHES: usize = 5;

/// `GET /moi/echanges`.
pub async fn show(
    State(state): State<AppState>,
    Query(asking): Query<Asking>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    Ok(Html(page(&state.app, &actor, words, &asking, (Alert::default(), None)).await?))
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    asking: &Asking,
    (alert, typed_in): (Alert, Option<&Form>),
) -> Result<String> {
    let me = agenda::herself(actor)?;
    let (zone, day) = today(app, actor).await?;
    let clocks = agenda::clocks(app, actor).await?;
    let reader = Reader { words, me, zone, clocks: &clocks, now: app.clock.now() };
    let duties = agenda::ahead(app, actor, (day, day + Days::new(DAYS_AHEAD))).await?;
    let paging = Paging { after: asking.apres.clone(), ..Paging::first(SWAPS) };
    let mut all = swaps::list(app, actor, &paging).await?;
    let next = (all.len() as i64 >= SWAPS).then(|| all.last().map(swaps::cursor)).flatten();
    // Whoever also manages a unit decides about its swaps elsewhere.
    all.retain(|seen| seen.answer.is_some() || seen.effects.iter().any(|effect| effect.agent == me));
    let (mut waiting, mut open, mut over) = (Vec::new(), Vec::new(), Vec::new());
    for seen in &all {
        let card = card(reader, seen);
        match seen.swap.state.as_str() {
            _ if card.waits => waiting.push(card),
            "proposed" | "to_approve" => open.push(card),
            _ => over.push(card),
        }
    }
    let wishes = swaps::list_wishes(app, actor, &Paging::first(50)).await?;
    let shown = asking.souhait.as_deref().filter(|id| wishes.iter().any(|wish| wish.id == *id));
    let (found, incomplete) = match shown {
        Some(id) => {
            let (found, complete) = search(app, actor, reader, id).await?;
            (Some(found), !complete)
        }
        None => (None, false),
    };
    let form = typed_in.filter(|form| form.field("formulaire") == "souhait");
    let mut frame = frame(app, actor, words, words.say("me-swaps"), asking.fait.as_deref()).await?;
    frame.here = "/moi/echanges";
    let units = agenda::units(app, actor).await?;
    let chosen: BTreeSet<&str> = form.map(|form| form.all("unite").collect()).unwrap_or_default();
    let page = AgentSwaps {
        alert,
        waiting,
        open,
        over,
        next: next.map(|next| next_page(&next)).unwrap_or_default(),
        wishes: wishes.iter().map(|wish| wished(reader, wish, &duties, shown)).collect(),
        found,
        incomplete,
        id: form.map_or_else(|| app.clock.new_id(), |form| form.field("id").to_owned()),
        gives: gives(reader, &duties, &typed(form, "donne", asking.donne.as_deref().unwrap_or_default())),
        wants: wants(words, &typed(form, "contre", "poste")),
        days: (typed(form, "du", &day.to_string()), typed(form, "au", &(day + Days::new(DAYS_AHEAD)).to_string())),
        kinds: kinds(words, form),
        units: units
            .iter()
            .map(|(id, name, site)| choice(id, format!("{name} · {site}"), chosen.contains(id.as_str())))
            .collect(),
        frame,
    };
    Ok(page.render()?)
}

fn next_page(after: &str) -> String {
    form_urlencoded::Serializer::new("/moi/echanges?".to_owned()).append_pair("apres", after).finish()
}

/// The swaps that would meet a wish, each judged before anybody is asked; and whether everything was looked at.
async fn search(app: &App, actor: &Actor, reader: Reader<'_>, wish: &str) -> Result<(Vec<SwapFound>, bool)> {
    let words = reader.words;
    let answer = swaps::search(app, actor, wish).await?;
    let mut shown = Vec::new();
    for one in answer.matches.iter().take(MATCHES) {
        let new = New { id: app.clock.new_id(), legs: Vec::new(), wishes: one.wishes.clone(), hours: None };
        // Somebody may have thought better of it between the search and the judgement.
        let judged = match swaps::judge(app, actor, &new).await {
            Ok(judged) => judged,
            Err(Error::Conflict(_) | Error::NotFound { .. }) => continue,
            Err(error) => return Err(error.into()),
        };
        shown.push(SwapFound {
            id: new.id,
            wishes: one.wishes.clone(),
            legs: one.legs.iter().map(|leg| found(reader, leg)).collect(),
            people: people(words, one.people, None),
            effect: judged.effect.map(|effect| moved(words, &effect)).unwrap_or_default(),
            approval: words.say(if judged.automatic { "me-swap-automatic" } else { "me-swap-to-approve" }),
            refused: judged.refused.iter().flat_map(|leg| conflicts::of_leg(words, leg)).collect(),
        });
    }
    Ok((shown, answer.complete))
}

/// A duty as the form names it: `a~<assignment>`, or `h~<day>~<unit>~<code>`.
fn key(duty: &Ahead) -> String {
    match &duty.assignment {
        Some(id) => format!("a~{id}"),
        None => format!("h~{}~{}~{}", duty.date, duty.unit, duty.code),
    }
}

fn read(text: &str) -> Option<Duty> {
    if let Some(id) = text.strip_prefix("a~") {
        return Some(Duty::Assignment { id: AssignmentId(id.to_owned()) });
    }
    let mut parts = text.strip_prefix("h~")?.splitn(3, '~');
    let date = parts.next()?.parse().ok()?;
    Some(Duty::Home { date, unit: parts.next()?.to_owned(), code: parts.next()?.to_owned() })
}

fn in_words(reader: Reader<'_>, duty: &Ahead) -> String {
    let (start, end) = (local(duty.way.zone, duty.starts_at), local(duty.way.zone, duty.ends_at));
    let day = reader.words.short_day(start.date());
    format!("{day}, {} · {} · {}", reader.words.hours(start, end), duty.code, duty.unit_name)
}

fn gives(reader: Reader<'_>, duties: &[Ahead], chosen: &str) -> Vec<Choice> {
    let nothing = choice("", reader.words.say("me-gives-nothing"), chosen.is_empty());
    let ahead = duties.iter().filter(|duty| !duty.cancelled && !duty.provisional && duty.starts_at > reader.now);
    let given = ahead.map(|duty| {
        let key = key(duty);
        choice(&key, in_words(reader, duty), key == chosen)
    });
    std::iter::once(nothing).chain(given).collect()
}

fn wants(words: Words, chosen: &str) -> Vec<Choice> {
    let wants = [("poste", "me-wants-shift"), ("rien", "me-wants-nothing")];
    wants.into_iter().map(|(value, key)| choice(value, words.say(key), value == chosen)).collect()
}

fn kinds(words: Words, form: Option<&Form>) -> Vec<Choice> {
    let chosen: BTreeSet<&str> = form.map(|form| form.all("moment").collect()).unwrap_or_default();
    let named = [("matin", "me-takes-morning"), ("apres-midi", "me-takes-afternoon"), ("nuit", "me-takes-night")];
    named.into_iter().map(|(value, key)| choice(value, words.say(key), chosen.contains(value))).collect()
}

fn wished(reader: Reader<'_>, wish: &Wish, duties: &[Ahead], shown: Option<&str>) -> SwapWish {
    let words = reader.words;
    let known = |duty: &Duty| duties.iter().find(|ahead| read(&key(ahead)).as_ref() == Some(duty));
    let gives = match &wish.gives {
        Some(duty) => known(duty).map_or_else(|| words.say("me-gives-gone"), |ahead| in_words(reader, ahead)),
        None => words.say("me-gives-nothing"),
    };
    let takes = match &wish.takes {
        None => words.say("me-wants-nothing"),
        Some(takes) => taken(words, takes),
    };
    SwapWish { id: wish.id.clone(), gives, takes, here: shown == Some(wish.id.as_str()) }
}

fn taken(words: Words, takes: &Takes) -> String {
    let mut parts = Vec::new();
    if let (Some(from), Some(to)) = (takes.from, takes.to) {
        let (from, to) = (words.short_day(from), words.short_day(to));
        parts.push(words.with("me-from-to", [("from", from.as_str()), ("to", to.as_str())]));
    }
    parts.extend(takes.kinds.iter().map(|kind| {
        words.say(match kind {
            PartOfDay::Morning => "me-takes-morning",
            PartOfDay::Afternoon => "me-takes-afternoon",
            PartOfDay::Night => "me-takes-night",
        })
    }));
    if !takes.units.is_empty() {
        parts.push(words.count("me-takes-units", takes.units.len()));
    }
    if parts.is_empty() { words.say("me-takes-anything") } else { parts.join(" · ") }
}

/// `POST /moi/echanges`: a wish, and what would meet it.
pub async fn wish(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let made = match new_wish(words, &form) {
        Ok(new) => match swaps::make_once(app, &actor, &new, form.field("id")).await {
            Ok(wish) => Ok(wish),
            Err(Error::NotFound { .. }) => Err(Refusal::of(Area::Agent, words, Conflict::DutyGone.into())),
            Err(error) => Err(Refusal::of(Area::Agent, words, error)),
        },
        Err(refusal) => Err(refusal),
    };
    let done = made.map(|wish| {
        let to = format!("/moi/echanges?souhait={}&fait=souhait#trouves", wish.id);
        Redirect::to(&to).into_response()
    });
    answer(done, |alert| shown_again(app, &actor, words, alert, &form)).await
}

fn new_wish(words: Words, form: &Form) -> std::result::Result<NewWish, Refusal> {
    let gives = read(form.field("donne"));
    let takes = if form.field("contre") == "rien" {
        None
    } else {
        let day = |name: &str| match form.field(name) {
            "" => Ok(None),
            text => {
                let read = text.parse::<NaiveDate>().map(Some);
                read.map_err(|_| Refusal::invalid(name, words.say("me-no-day")))
            }
        };
        let (from, to) = (day("du")?, day("au")?);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            return Err(Refusal::invalid("au", words.say("me-no-order")));
        }
        let kind = |name: &str| match name {
            "matin" => Some(PartOfDay::Morning),
            "apres-midi" => Some(PartOfDay::Afternoon),
            "nuit" => Some(PartOfDay::Night),
            _ => None,
        };
        let units = form.all("unite").map(ToOwned::to_owned).collect();
        Some(Takes { from, to, units, kinds: form.all("moment").filter_map(kind).collect(), ..Takes::default() })
    };
    if gives.is_none() && takes.is_none() {
        return Err(Refusal::invalid("donne", words.say("me-no-wish")));
    }
    Ok(NewWish { gives, takes, version: 0 })
}

/// `POST /moi/echanges/souhaits/{id}/retirer`.
pub async fn end_wish(State(state): State<AppState>, Id(id): Id, Seated(actor): Seated, _: Form) -> Result<Redirect> {
    match swaps::end(&state.app, &actor, &id).await {
        // Ended before: that is what she wants.
        Ok(()) | Err(Error::NotFound { .. }) => Ok(Redirect::to("/moi/echanges?fait=finsouhait")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /moi/echanges/proposer`: what a search found.
pub async fn propose(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let wishes = form.all("souhait").map(ToOwned::to_owned).collect();
    let new = New { id: form.field("id").to_owned(), legs: Vec::new(), wishes, hours: None };
    match swaps::propose(app, &actor, &new).await {
        Ok(_) => Ok(Redirect::to("/moi/echanges?fait=propose").into_response()),
        Err(error) => again(app, &actor, words, (error, &form)).await,
    }
}

/// `POST /moi/echanges/{id}/accepter`.
pub async fn agree(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let to = |done: bool| {
        Redirect::to(if done { "/moi/echanges?fait=echangefait" } else { "/moi/echanges?fait=accorde" }).into_response()
    };
    match swaps::agree(app, &actor, &id).await {
        Ok(seen) => Ok(to(seen.swap.state == "done")),
        Err(error) => {
            // What she has said before is said.
            if let Error::Conflict(Conflict::SwapAnswered | Conflict::SwapState(_)) = error
                && let Ok(seen) = swaps::find(app, &actor, &id).await
                && seen.answer.as_deref() == Some("agreed")
                && matches!(seen.swap.state.as_str(), "proposed" | "to_approve" | "done")
            {
                return Ok(to(seen.swap.state == "done"));
            }
            again(app, &actor, words, (error, &form)).await
        }
    }
}

/// `POST /moi/echanges/{id}/decliner`.
pub async fn decline(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let done = || Redirect::to("/moi/echanges?fait=decline").into_response();
    match swaps::decline(app, &actor, &id).await {
        Ok(_) => Ok(done()),
        Err(error) => {
            if let Ok(seen) = swaps::find(app, &actor, &id).await
                && seen.answer.as_deref() == Some("declined")
            {
                return Ok(done());
            }
            again(app, &actor, words, (error, &form)).await
        }
    }
}

/// `POST /moi/echanges/{id}/retirer`: she takes back what she proposed.
pub async fn withdraw(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let done = || Redirect::to("/moi/echanges?fait=retrait").into_response();
    match swaps::withdraw(app, &actor, &id).await {
        Ok(_) => Ok(done()),
        Err(error) => {
            if let Ok(seen) = swaps::find(app, &actor, &id).await
                && seen.swap.state == "withdrawn"
            {
                return Ok(done());
            }
            again(app, &actor, words, (error, &form)).await
        }
    }
}

/// The page as it comes by itself, with why nothing was done and what was typed.
async fn shown_again(app: &App, actor: &Actor, words: Words, alert: Alert, form: &Form) -> Result<String> {
    page(app, actor, words, &Asking::default(), (alert, Some(form))).await
}

async fn again(app: &App, actor: &Actor, words: Words, (error, form): (Error, &Form)) -> Result<Response> {
    let refusal = Refusal::of(Area::Agent, words, error);
    answer(Err(refusal), |alert| shown_again(app, actor, words, alert, form)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duties_read_as_the_form_names_them() {
        assert_eq!(read("a~x1"), Some(Duty::Assignment { id: AssignmentId("x1".to_owned()) }));
        let date = NaiveDate::from_ymd_opt(2026, 12, 8).expect("a date");
        let home = Duty::Home { unit: "u".to_owned(), code: "M".to_owned(), date };
        assert_eq!(read("h~2026-12-08~u~M"), Some(home));
        for wrong in ["", "x", "h~2026-13-08~u~M", "h~2026-12-08~u"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
