//! `/moi/postes/{id}`: one shift of the pool that is hers, and what she can do about it.

use super::{local, shown};
use crate::app::absences::{self, New};
use crate::app::access::{Actor, Paging};
use crate::app::agenda::{self, Duty, Held};
use crate::app::{App, Error, agreements, ledgers};
use crate::lang::Words;
use crate::lang::reasons::{Reason, Whose};
use crate::store::assignments::Row;
use crate::store::parsed;
use crate::web::AppState;
use crate::web::extract::{Id, Query};
use crate::web::pages::board::Done;
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::agent::{AgentPost, Detail, Post};
use crate::web::pages::view::{Alert, Tag};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use releve_solver::domain::scenario::AbsenceClass;

/// `GET /moi/postes/{id}`.
pub async fn show(
    State(state): State<AppState>,
    Id(id): Id,
    Query(done): Query<Done>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    Ok(Html(page(&state.app, &actor, words, &id, (done.fait.as_deref(), Alert::default())).await?))
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    id: &str,
    (done, alert): (Option<&str>, Alert),
) -> Result<String> {
    let Held { row, way, hand_back_until } = agenda::find(app, actor, id).await?;
    let now = app.clock.now();
    let duty = Duty {
        assignment: Some(row.id.clone()),
        cancelled: row.state == "cancelled",
        provisional: false,
        date: parsed(&row.shift.date)?,
        code: row.shift.code.clone(),
        unit: row.shift.unit_id.clone(),
        unit_name: row.shift.unit_name.clone(),
        establishment_name: row.shift.establishment_name.clone(),
        starts_at: row.shift.starts_at,
        ends_at: row.shift.ends_at,
        way,
    };
    let post = shown::duty(words, &duty, now);
    let ahead = row.state == "confirmed" && row.shift.starts_at > now;
    let until = hand_back_until.filter(|until| ahead && *until > now);
    let title = format!("{} {}", post.day, post.hours);
    let mut frame = frame(app, actor, words, title, done).await?;
    frame.here = "/moi";
    let page = AgentPost {
        id: row.id.0.clone(),
        state: state_of(words, &row, now),
        details: details(app, actor, words, (&row, &duty)).await?,
        hand_back: until.map(|until| words.soon(local(duty.way.zone, until))).unwrap_or_default(),
        ahead,
        absence: (row.shift.date.clone(), row.shift.date.clone()),
        post: Post { swap: if ahead { post.swap.clone() } else { String::new() }, ..post },
        alert,
        frame,
    };
    Ok(page.render()?)
}

fn state_of(words: Words, row: &Row, now: i64) -> Tag {
    match row.state.as_str() {
        "confirmed" if row.shift.ends_at <= now => Tag::plain(&words.say("me-state-over")),
        "confirmed" => Tag::ok(&words.say("me-state-confirmed")),
        "started" => Tag::ok(&words.say("me-state-started")),
        "worked" => Tag::ok(&words.say("me-state-worked")),
        "validated" => Tag::ok(&words.say("me-state-validated")),
        _ => Tag::bad(&words.say("me-state-cancelled")),
    }
}

async fn details(app: &App, actor: &Actor, words: Words, (row, duty): (&Row, &Duty)) -> Result<Vec<Detail>> {
    let detail = |key: &str, value: String| Detail { label: words.say(key), value, is_name: false };
    let name = |key: &str, value: String| Detail { is_name: true, ..detail(key, value) };
    let zone = duty.way.zone;
    let mut all = vec![
        detail("me-duration", words.duration((duty.ends_at - duty.starts_at).div_euclid(60))),
        name("me-title-asked", row.shift.qualification.clone()),
        detail("me-confirmed-on", words.moment(local(zone, row.confirmed_at))),
    ];
    let me = agenda::herself(actor)?;
    let lines = ledgers::equity(app, actor, me, &Paging::first(500)).await?;
    let is_its = |line: &crate::store::ledgers::Equity| {
        line.assignment_id.as_ref() == Some(&row.id) || row.offer_id.is_some() && line.offer_id == row.offer_id
    };
    let points: i64 = lines.iter().filter(|stated| is_its(&stated.line)).map(|stated| stated.line.centipoints).sum();
    all.push(detail("me-points", words.signed(points)));
    let earned = ledgers::compensation(app, actor, me, &Paging::first(500)).await?;
    for stated in earned.iter().filter(|stated| stated.line.assignment_id.as_ref() == Some(&row.id)) {
        let line = &stated.line;
        let amount = super::account::amount(words, &line.unit, line.quantity);
        let label = words.labelled((&line.label_fr, Whose::Law), "").to_string();
        all.push(Detail { label, value: amount, is_name: false });
    }
    if let (Some(from), Some(to)) = (row.actual_starts_at, row.actual_ends_at) {
        all.push(detail("me-actual-hours", words.hours(local(zone, from), local(zone, to))));
    }
    if row.swap_id.is_some() {
        all.push(detail("me-came-by", words.say("me-by-swap")));
    }
    if let Some(at) = row.ended_at {
        all.push(detail("me-cancelled-on", words.moment(local(zone, at))));
    }
    if let Some(why) = &row.reason {
        let why = words.reason(why);
        all.push(Detail { is_name: why.is_typed(), ..detail("me-cancelled-why", why.to_string()) });
    }
    Ok(all)
}

/// `POST /moi/postes/{id}/rendre`: hands it back.
pub async fn hand_back(Id(id): Id, Sent { state, actor, words, .. }: Sent) -> Result<Response> {
    let app = &state.app;
    let done = match agreements::hand_back(app, &actor, &id).await {
        Err(Error::Conflict(_)) if was_handed_back(app, &actor, &id).await => Ok(()),
        Ok(_) => Ok(()),
        Err(error) => Err(Refusal::of(Area::Agent, words, error)),
    };
    let done = done.map(|()| Redirect::to("/moi?fait=rendu").into_response());
    answer(done, |alert| page(app, &actor, words, &id, (None, alert))).await
}

/// A second touch on the same button.
async fn was_handed_back(app: &App, actor: &Actor, id: &str) -> bool {
    agenda::find(app, actor, id)
        .await
        .is_ok_and(|held| held.row.reason.as_deref().and_then(Reason::read) == Some(Reason::HandedBack))
}

/// `POST /moi/postes/{id}/absence`: she cannot come, and says on which days.
pub async fn unable(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let me = agenda::herself(&actor)?.to_owned();
    let held = agenda::find(app, &actor, &id).await?;
    let day = |name: &str| form.field(name).parse::<NaiveDate>().ok();
    let done = match (day("du"), day("au")) {
        (Some(from), Some(to)) if (from..=to).contains(&parsed::<NaiveDate>(&held.row.shift.date)?) => {
            let new = New { agent: me, from, to, class: AbsenceClass::Unplanned };
            let entered = absences::enter(app, &actor, &new).await;
            entered.map_err(|error| Refusal::of(Area::Agent, words, error))
        }
        _ => Err(Refusal::invalid("du", words.say("me-no-absence-days"))),
    };
    let done = done.map(|_| Redirect::to("/moi?fait=absent").into_response());
    answer(done, |alert| page(app, &actor, words, &id, (None, alert))).await
}
