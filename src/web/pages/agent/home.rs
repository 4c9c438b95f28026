//! `/moi`: where she goes next, what waits for her answer, what is promised to her.

use super::pulse;
use super::{Asking, choosing, listed, shown, today};
use crate::app::access::{Actor, Only, Paging};
use crate::app::agenda::{self, Duty};
use crate::app::promises::{self, Wanted};
use crate::app::rosters::changing::{self, Answer};
use crate::app::rosters::mine;
use crate::app::{App, Conflict, Error, ledgers, notices, offers, swaps};
use crate::lang::Words;
use crate::store::offers::Row;
use crate::store::promises::Row as Promise;
use crate::store::{from_json, parsed};
use crate::web::AppState;
use crate::web::extract::{Id, Query};
use crate::web::pages::assets;
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{self, Area, Refusal};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::agent::{AgentHome, Question, Rest};
use crate::web::pages::view::{Alert, Tag};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::Days;

/// Days ahead that are shown, and days back whose offers are.
const DAYS_AHEAD: u64 = 42;
const DAYS_BACK: u64 = 14;
/// Offers that are looked at.
const OFFERS: i64 = 200;

/// `GET /moi`. Whoever is no agent has another home.
pub async fn show(
    State(state): State<AppState>,
    Query(asking): Query<Asking>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    if agenda::herself(&actor).is_err() {
        return Ok(Redirect::to("/").into_response());
    }
    Ok(Html(page(&state.app, &actor, words, (asking.fait.as_deref(), Alert::default())).await?).into_response())
}

/// The page; also what `/` shows an agent.
pub async fn page(app: &App, actor: &Actor, words: Words, (done, alert): (Option<&str>, Alert)) -> Result<String> {
    let me = agenda::herself(actor)?;
    let (now, (zone, day)) = (app.clock.now(), today(app, actor).await?);
    let mut duties = agenda::ahead(app, actor, (day - Days::new(1), day + Days::new(DAYS_AHEAD))).await?;
    duties.retain(|duty| !duty.cancelled && duty.ends_at > now);
    let mut posts = duties.iter().map(|duty: &Duty| shown::duty(words, duty, now));
    let next = posts.next();
    let posts = posts.collect();
    let mut asked = asked_since(app, actor, me, day - Days::new(DAYS_BACK)).await?;
    let waiting: Vec<Row> = asked.extract_if(.., |row| listed::waits(row, now)).collect();
    let account = ledgers::statement(app, actor, me, (None, None)).await?;
    let balance = account.equity.map_or(0, |points| points.closing);
    let mut frame = frame(app, actor, words, words.say("me-title"), done).await?;
    frame.here = "/moi";
    let unread = notices::unread(app, actor).await?;
    let pending = swaps_waiting(app, actor).await?;
    let page = AgentHome {
        hello: words.with("me-hello", [("name", actor.name.as_str())]),
        unread: if unread == 0 { String::new() } else { words.count("me-unread", unread) },
        swaps: if pending == 0 { String::new() } else { words.count("me-swaps-waiting", pending) },
        next,
        posts,
        choosing: choosing::open(app, actor, words, day).await?,
        asked: listed::asked(app, actor, words, &waiting).await?,
        questions: questions(app, actor, words, zone).await?,
        past: listed::past(words, &asked, &agenda::clocks(app, actor).await?),
        rests: rests(app, actor, me, words).await?,
        balance: words.hundredths(balance),
        pulse: pulse::waits(app, actor).await?,
        script_url: assets::OFFLINE.url().to_owned(),
        alert,
        frame,
    };
    Ok(page.render()?)
}

/// Her offers about shifts from a day on, the soonest shift first.
pub(super) async fn asked_since(app: &App, actor: &Actor, me: &str, from: chrono::NaiveDate) -> Result<Vec<Row>> {
    let only = Only { agent: Some(me.to_owned()), from: Some(from), ..Only::default() };
    let mut rows = offers::list(app, actor, &Paging { only, ..Paging::first(OFFERS) }).await?;
    // Whoever also manages a unit is shown its offers elsewhere.
    rows.retain(|row| row.agent_id == me);
    rows.sort_by(|a, b| (a.shift.starts_at, &a.id).cmp(&(b.shift.starts_at, &b.id)));
    Ok(rows)
}

async fn swaps_waiting(app: &App, actor: &Actor) -> Result<usize> {
    let proposed = Paging { state: Some("proposed".to_owned()), ..Paging::first(100) };
    let now = app.clock.now();
    let all = swaps::list(app, actor, &proposed).await?;
    Ok(all.iter().filter(|seen| super::swaps_shown::waits_for_her(seen, now)).count())
}

async fn questions(app: &App, actor: &Actor, words: Words, zone: chrono_tz::Tz) -> Result<Vec<Question>> {
    let now = app.clock.now();
    let mut shown = Vec::new();
    for question in mine::questions(app, actor).await? {
        if question.state != "asked" || question.closes_at <= now {
            continue;
        }
        let codes: Vec<String> = from_json(&question.duties)?;
        shown.push(Question {
            id: question.id,
            day: words.day(parsed(&question.date)?),
            becomes: if codes.is_empty() { words.say("me-question-rest") } else { codes.join(", ") },
            reason: question.reason,
            closes: words.soon(super::local(zone, question.closes_at)),
        });
    }
    Ok(shown)
}

async fn rests(app: &App, actor: &Actor, me: &str, words: Words) -> Result<Vec<Rest>> {
    let wanted = Wanted { agent: Some(me.to_owned()), due_before: None };
    let mut all = promises::list(app, actor, &Paging::first(100), &wanted).await?;
    all.retain(|row| matches!(row.state.as_str(), "dated" | "undated"));
    all.sort_by(|a, b| {
        (a.rest_from.is_none(), &a.rest_from, &a.due_on).cmp(&(b.rest_from.is_none(), &b.rest_from, &b.due_on))
    });
    let rest = |row: &Promise| {
        Ok(Rest {
            when: shown::days(words, row.rest_from.as_deref(), row.rest_to.as_deref())?,
            reason: words.reason(&row.reason),
            state: match row.wanted_by.as_deref() {
                Some("service") => Tag::warn(&words.say("me-rest-service-asks")),
                Some(_) => Tag::plain(&words.say("me-rest-you-ask")),
                None if row.state == "undated" => Tag::warn(&words.say("me-rest-to-date")),
                None => Tag::ok(&words.say("me-rest-dated")),
            },
        })
    };
    all.iter().map(rest).collect()
}

/// `POST /sollicitations/{id}/accepter`.
pub async fn accept(Id(id): Id, Sent { state, actor, words, .. }: Sent) -> Result<Response> {
    let to = |yes: bool| Redirect::to(if yes { "/moi?fait=accepte" } else { "/moi?fait=volontaire" }).into_response();
    match offers::accept(&state.app, &actor, &id).await {
        Ok(accepted) => Ok(to(accepted.assignment.is_some())),
        Err(error) => {
            // What she has said before is said: a second touch changes nothing.
            if let Error::Conflict(Conflict::OfferState(_)) = error
                && let Ok(row) = offers::find(&state.app, &actor, &id).await
                && row.state == "accepted"
            {
                return Ok(to(!listed::waits(&row, state.app.clock.now())));
            }
            again(&state.app, &actor, words, error).await
        }
    }
}

/// `POST /sollicitations/{id}/decliner`.
pub async fn decline(Id(id): Id, Sent { state, actor, words, .. }: Sent) -> Result<Response> {
    let done = || Redirect::to("/moi?fait=decline").into_response();
    match offers::decline(&state.app, &actor, &id).await {
        Ok(()) => Ok(done()),
        Err(error) => {
            if let Error::Conflict(Conflict::OfferState(_)) = error
                && let Ok(row) = offers::find(&state.app, &actor, &id).await
                && row.state == "declined"
            {
                return Ok(done());
            }
            again(&state.app, &actor, words, error).await
        }
    }
}

/// `POST /sollicitations/{id}/reprendre`.
pub async fn reconsider(Id(id): Id, Sent { state, actor, words, .. }: Sent) -> Result<Response> {
    let done = || Redirect::to("/moi?fait=refusrepris").into_response();
    match offers::reconsider(&state.app, &actor, &id).await {
        // A second touch changes nothing.
        Ok(()) | Err(Error::Conflict(Conflict::OfferState(offers::State::Sent { .. }))) => Ok(done()),
        Err(error) => again(&state.app, &actor, words, error).await,
    }
}

async fn again(app: &App, actor: &Actor, words: Words, error: Error) -> Result<Response> {
    let refusal = Refusal::of(Area::Agent, words, error);
    refusal::answer(Err(refusal), |alert| page(app, actor, words, (None, alert))).await
}

/// `POST /moi/questions/{id}`: `reponse` is `oui` or `non`.
pub async fn answer(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let yes = form.field("reponse") == "oui";
    let answer = if yes { Answer::Agree } else { Answer::Decline };
    match changing::answer(&state.app, &actor, &id, answer).await {
        Ok(()) => Ok(Redirect::to(if yes { "/moi?fait=jourchange" } else { "/moi?fait=decline" }).into_response()),
        Err(error) => {
            let known = mine::questions(&state.app, &actor).await?.into_iter().find(|question| question.id == id);
            let said = known.map(|question| question.state);
            match (yes, said.as_deref()) {
                (true, Some("agreed")) => Ok(Redirect::to("/moi?fait=jourchange").into_response()),
                (false, Some("declined")) => Ok(Redirect::to("/moi?fait=decline").into_response()),
                _ => again(&state.app, &actor, words, error).await,
            }
        }
    }
}
