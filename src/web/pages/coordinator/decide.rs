//! `/a-decider`: requests that were handed in, swaps that everybody in them has agreed to, and other dates that people ask for.

use super::{agent_name, facts, local, post, refused, words as named};
use crate::app::access::{Action, Actor, Paging};
use crate::app::facts::Facts;
use crate::app::swaps::{Seen, SeenLeg};
use crate::app::{App, Conflict, Error, promises, requests, swaps};
use crate::lang::Words;
use crate::store::parsed;
use crate::store::promises::Row as Promise;
use crate::web::AppState;
use crate::web::extract::{Id, Query};
use crate::web::pages::board::Done;
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::answer;
use crate::web::pages::sent::Sent;
use crate::web::pages::view::coordinator::{Effect, Leg, Request, Rest, Swap, ToDecide};
use crate::web::pages::view::{Alert, Tag};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::NaiveDate;

/// Rows of each kind on the page.
const ROWS: i64 = 200;

/// `GET /a-decider`.
pub async fn show(
    State(state): State<AppState>,
    Query(done): Query<Done>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let nothing = (Alert::default(), (String::new(), String::new()));
    Ok(Html(page(&state.app, &actor, words, done.fait.as_deref(), nothing).await?))
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    done: Option<&str>,
    (alert, typed): (Alert, (String, String)),
) -> Result<String> {
    let facts = facts(app, actor).await?;
    let of = |state: &str| Paging { state: Some(state.to_owned()), ..Paging::first(ROWS) };
    let mut asked = Vec::new();
    if actor.can(Action::AdmitRequest) {
        for whole in requests::list(app, actor, &of("submitted")).await? {
            asked.push(request(words, &facts, &whole)?);
        }
    }
    let agreed = swaps::list(app, actor, &of("to_approve")).await?;
    let mut rests = Vec::new();
    if actor.can(Action::ReadCompensation) {
        for state in ["dated", "undated"] {
            let rows = promises::list(app, actor, &of(state), &promises::Wanted::default()).await?;
            let wanted = rows.iter().filter(|row| row.wanted_by.as_deref() == Some("agent"));
            rests.extend(wanted.map(|row| rest(words, &facts, row)).collect::<Result<Vec<_>>>()?);
        }
    }
    let mut frame = frame(app, actor, words, words.say("decide-title"), done).await?;
    frame.here = "/a-decider";
    let page = ToDecide {
        alert,
        typed,
        requests: asked,
        swaps: agreed.iter().map(|seen| swap(words, &facts, seen)).collect::<Result<_>>()?,
        rests,
        frame,
    };
    Ok(page.render()?)
}

fn request(words: Words, facts: &Facts, whole: &requests::Whole) -> Result<Request> {
    let unit = facts.scenario.units.iter().find(|unit| unit.id.as_str() == whole.request.unit_id);
    Ok(Request {
        id: whole.request.id.clone(),
        unit: unit.map_or_else(|| whole.request.unit_id.clone(), |unit| unit.name.clone()),
        priority: named::priority_named(words, &whole.request.priority),
        motive: words.say(match whole.request.motive.as_str() {
            "planned_absence" => "decide-motive-planned",
            "unplanned_absence" => "decide-motive-unplanned",
            "vacant_post" => "decide-motive-vacant",
            "workload" => "decide-motive-workload",
            _ => "decide-motive-other",
        }),
        note: whole.request.note.clone(),
        posts: whole.shifts.iter().map(|stored| post(words, facts, &stored.shift)).collect::<Result<_>>()?,
    })
}

fn swap(words: Words, facts: &Facts, seen: &Seen) -> Result<Swap> {
    let mut legs = Vec::new();
    for leg in &seen.legs {
        // The coordination reads every leg; a unit's manager those that are hers.
        let SeenLeg::Whole(leg) = leg else { continue };
        legs.push(Leg {
            giver: leg.giver_name.clone(),
            taker: leg.taker_name.clone(),
            post: post(words, facts, &leg.post)?,
        });
    }
    let effect = |effect: &swaps::Effect| Effect {
        name: agent_name(facts, &effect.agent),
        before: words.hundredths(effect.balance_before_centipoints),
        after: words.hundredths(effect.balance_after_centipoints),
    };
    let said = |unit: &swaps::SeenUnit| {
        let tag = match unit.decision.as_deref() {
            Some("approved") => Tag::ok(&words.say("decide-unit-approved")),
            Some(_) => Tag::bad(&words.say("decide-unit-refused")),
            None => Tag::warn(&words.say("decide-unit-waiting")),
        };
        (unit.unit_name.clone(), tag)
    };
    Ok(Swap {
        id: seen.swap.id.clone(),
        kind: words.say(match seen.swap.kind.as_str() {
            "give_away" => "decide-swap-give",
            "two_way" => "decide-swap-two",
            _ => "decide-swap-cycle",
        }),
        until: words.soon(local(facts.scenario.group.time_zone, seen.swap.closes_at)),
        legs,
        effects: seen.effects.iter().map(effect).collect(),
        units: seen.units.iter().map(said).collect(),
    })
}

fn rest(words: Words, facts: &Facts, row: &Promise) -> Result<Rest> {
    let days = |from: Option<&String>, to: Option<&String>| -> Result<String> {
        let (Some(from), Some(to)) = (from, to) else { return Ok(words.say("decide-rest-undated")) };
        let (from, to): (NaiveDate, NaiveDate) = (parsed(from)?, parsed(to)?);
        if from == to {
            return Ok(words.short_day(from));
        }
        Ok(words.with("decide-rest-days", [("from", words.short_day(from)), ("to", words.short_day(to))]))
    };
    Ok(Rest {
        id: row.id.0.clone(),
        version: row.version,
        name: agent_name(facts, &row.agent_id),
        reason: words.reason(&row.reason),
        now: days(row.rest_from.as_ref(), row.rest_to.as_ref())?,
        wanted: days(row.wanted_from.as_ref(), row.wanted_to.as_ref())?,
        due: words.short_day(parsed(&row.due_on)?),
    })
}

/// Leads back with what was done, or shows the page again with why not, and the reason that was typed.
async fn answered(
    app: &App,
    actor: &Actor,
    words: Words,
    (done, typed): (&str, (&str, &str)),
    result: crate::app::Result<()>,
) -> Result<Response> {
    let done = match result {
        Ok(()) => Ok(Redirect::to(&format!("/a-decider?fait={done}")).into_response()),
        Err(error) => Err(refused(app, actor, words, error).await?),
    };
    let typed = (typed.0.to_owned(), typed.1.to_owned());
    answer(done, |alert| page(app, actor, words, None, (alert, typed))).await
}

/// `POST /a-decider/demandes/{id}`: opens a request; `deux` says that another one for the same post is meant too.
pub async fn open_request(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let result = requests::open(&state.app, &actor, &id, form.field("deux") == "1").await.map(|_| ());
    let alike = matches!(result, Err(Error::Conflict(Conflict::AlikeRequested(_))));
    answered(&state.app, &actor, words, ("demandeouverte", (&id, if alike { "deux" } else { "" })), result).await
}

/// `POST /a-decider/echanges/{id}`: `choix` is `accepter`, or `refuser` with a reason.
pub async fn decide_swap(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, why) = (&state.app, form.field("motif"));
    let (result, done) = if form.field("choix") == "refuser" {
        (swaps::refuse(app, &actor, &id, why).await.map(|_| ()), "echangerefuse")
    } else {
        (swaps::approve(app, &actor, &id).await.map(|_| ()), "echange")
    };
    answered(app, &actor, words, (done, (&id, why)), result).await
}

/// `POST /a-decider/repos/{id}`: `choix` is `accepter` or `refuser`.
pub async fn decide_rest(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, version) = (&state.app, form.field("version").parse().unwrap_or_default());
    let (result, done) = if form.field("choix") == "refuser" {
        (promises::refuse(app, &actor, &id, version).await.map(|_| ()), "reposmaintenu")
    } else {
        (promises::agree(app, &actor, &id, version).await.map(|_| ()), "repos")
    };
    answered(app, &actor, words, (done, (&id, "")), result).await
}
