//! `/service/{unit}/tableaux`: a unit's rosters: made, filled from cycles, opened to choices, published, and what has changed since.

use super::month::{roster_days, roster_state};
use super::words::local;
use super::{Done, day_of, piece, query, version_of};
use crate::app::access::{Action, Actor};
use crate::app::requests::{self, Ground};
use crate::app::rosters::changing::{self};
use crate::app::rosters::choosing::{self, Choosing};
use crate::app::rosters::publishing::{self, Publication};
use crate::app::rosters::{self, New, hand};
use crate::app::{App, Error};
use crate::lang::Words;
use crate::store::from_json;
use crate::store::rosters::changes::{Question, Row as Changed};
use crate::store::rosters::periods::Row;
use crate::web::AppState;
use crate::web::extract::{Form, Id, Ids, Query};
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::manager as view;
use crate::web::pages::view::{Alert, Tag};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime};
use releve_solver::domain::time::instant_of_local;
use serde::Deserialize;

/// A month.
#[derive(Debug, Default, Deserialize)]
pub struct Which {
    mois: Option<String>,
}

/// What was typed into a form of a roster's page.
#[derive(Default)]
struct Typed {
    reason: String,
    closing: String,
}

/// A unit whose rosters she may make; what lies outside does not exist.
async fn ground(app: &App, actor: &Actor, unit: &str) -> Result<Ground> {
    if !actor.may(Action::ManageRosters)?.sees_unit(unit) {
        return Err(Error::not_found("unit", unit).into());
    }
    Ok(requests::ground(app, actor, Some(unit)).await?)
}

/// `GET /service/{unit}/tableaux?mois=`: the form for a new one.
pub async fn form(
    State(state): State<AppState>,
    Id(unit): Id,
    Query(which): Query<Which>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let ground = ground(&state.app, &actor, &unit).await?;
    let month = which.mois.as_deref().and_then(|month| day_of(&format!("{month}-01")));
    let from = month.or_else(|| ground.today.with_day(1)).unwrap_or(ground.today);
    let to = from.checked_add_months(Months::new(1)).map_or(from, |next| next - Days::new(1));
    let typed = (from.to_string(), to.to_string(), state.app.clock.new_id());
    Ok(Html(new_page(&state.app, &actor, words, (&unit, &ground), (typed, Alert::default())).await?))
}

async fn new_page(
    app: &App,
    actor: &Actor,
    words: Words,
    (unit, ground): (&str, &Ground),
    ((from, to, key), alert): ((String, String, String), Alert),
) -> Result<String> {
    let mut frame = frame(app, actor, words, words.say("roster-new"), None).await?;
    frame.here = "/service";
    let page = view::Rosters {
        back: format!("/service/{}", piece(unit)),
        unit_name: ground.unit.name.clone(),
        action: format!("/service/{}/tableaux", piece(unit)),
        key,
        from,
        to,
        alert,
        frame,
    };
    Ok(page.render()?)
}

/// `POST /service/{unit}/tableaux`: makes one.
pub async fn make(Id(unit): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let ground = ground(app, &actor, &unit).await?;
    let text = |name: &str| form.field(name).to_owned();
    let made = match (day_of(form.field("du")), day_of(form.field("au"))) {
        (Some(from), Some(to)) => {
            let new = New { id: text("cle"), unit: unit.clone(), from, to, people: None };
            rosters::make(app, &actor, &new).await.map_err(|error| Refusal::of(Area::Unit, words, error))
        }
        (None, _) => Err(Refusal::invalid("jour", words.say("form-day"))),
        (_, None) => Err(Refusal::invalid("au", words.say("form-to"))),
    };
    let done = made.map(|(row, _)| led(&unit, &row.id, "tableau"));
    let typed = (text("du"), text("au"), text("cle"));
    answer(done, |alert| new_page(app, &actor, words, (&unit, &ground), (typed, alert))).await
}

fn led(unit: &str, id: &str, done: &str) -> Response {
    let address = format!("/service/{}/tableaux/{}{}", piece(unit), piece(id), query(&[("fait", done)]));
    Redirect::to(&address).into_response()
}

/// `GET /service/{unit}/tableaux/{id}`.
pub async fn show(
    State(state): State<AppState>,
    Ids((unit, id)): Ids,
    Query(done): Query<Done>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let what = (done.fait.as_deref(), Alert::default(), Typed::default());
    Ok(Html(page(&state.app, &actor, words, (&unit, &id), what).await?))
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    (unit, id): (&str, &str),
    (done, alert, typed): (Option<&str>, Alert, Typed),
) -> Result<String> {
    let ground = ground(app, actor, unit).await?;
    let row = rosters::find(app, actor, id).await?;
    if row.unit_id != unit {
        return Err(Error::not_found("roster", id).into());
    }
    let (changed, asked) = changing::history(app, actor, id).await?;
    let mut frame = frame(app, actor, words, words.say("roster-title"), done).await?;
    frame.here = "/service";
    let (state, detail) = roster_state(words, ground.zone, &row);
    let first = day_of(&row.from_date).unwrap_or(ground.today);
    let waiting = asked.iter().filter(|question| question.state == "asked" || question.state == "declined");
    let page = view::Roster {
        back: format!("/service/{}{}", piece(unit), query(&[("mois", &first.format("%Y-%m").to_string())])),
        unit_name: ground.unit.name.clone(),
        days: roster_days(words, &row),
        state,
        detail,
        alert,
        version: row.version,
        action: format!("/service/{}/tableaux/{}", piece(unit), piece(id)),
        may_publish: matches!(row.state.as_str(), "draft" | "closed"),
        may_close: row.state == "open",
        may_open: matches!(row.state.as_str(), "draft" | "closed"),
        reason: typed.reason,
        closing: closing(&ground, &row, typed.closing),
        changes: changed.iter().rev().map(|change| change_row(words, &ground, change)).collect::<Result<_>>()?,
        questions: waiting.map(|question| question_row(words, &ground, question)).collect::<Result<_>>()?,
        frame,
    };
    Ok(page.render()?)
}

/// When choices close unless something else was typed: a week before the first day, at noon.
fn closing(ground: &Ground, row: &Row, typed: String) -> String {
    if !typed.is_empty() {
        return typed;
    }
    let first = day_of(&row.from_date).unwrap_or(ground.today);
    let week = first.checked_sub_days(Days::new(7)).unwrap_or(first).max(ground.today.succ_opt().unwrap_or(first));
    format!("{week}T12:00")
}

fn name(ground: &Ground, agent: &str) -> String {
    ground.name_of(agent).map_or_else(|| "—".to_owned(), ToOwned::to_owned)
}

/// Codes of a day, or rest.
fn codes(words: Words, text: &str) -> Result<String> {
    let codes: Vec<String> = from_json(text)?;
    Ok(if codes.is_empty() { words.say("manager-rest") } else { codes.join(" ") })
}

fn day(words: Words, text: &str) -> String {
    day_of(text).map_or_else(|| text.to_owned(), |day: NaiveDate| words.short_day(day))
}

fn change_row(words: Words, ground: &Ground, row: &Changed) -> Result<view::ChangeRow> {
    let mark = match row.ground.as_deref() {
        Some("notice") => Tag::ok(&words.say("ground-notice")),
        Some("agreement") => Tag::ok(&words.say("ground-agreed")),
        Some("imperative") => Tag::warn(&words.say("ground-imperative")),
        _ => Tag::plain(&words.say("ground-swap")),
    };
    Ok(view::ChangeRow {
        when: words.moment(local(ground.zone, row.changed_at)),
        name: name(ground, &row.agent_id),
        day: day(words, &row.date),
        what: format!("{} → {}", codes(words, &row.before)?, codes(words, &row.after)?),
        ground: mark,
        reason: words.reason(&row.reason),
    })
}

fn question_row(words: Words, ground: &Ground, row: &Question) -> Result<view::ChangeRow> {
    let mark = if row.state == "declined" {
        Tag::plain(&words.say("question-declined"))
    } else {
        let until = words.soon(local(ground.zone, row.closes_at));
        Tag::warn(&words.with("question-asked", [("until", until)]))
    };
    Ok(view::ChangeRow {
        when: words.moment(local(ground.zone, row.asked_at)),
        name: name(ground, &row.agent_id),
        day: day(words, &row.date),
        what: format!("→ {}", codes(words, &row.duties)?),
        ground: mark,
        reason: words.reason(&row.reason),
    })
}

/// Leads back with what was done, or shows the page again with why nothing was, and what was typed.
async fn answered(
    (app, actor, words): (&App, &Actor, Words),
    (unit, id): (&str, &str),
    done: crate::app::Result<String>,
    typed: Typed,
) -> Result<Response> {
    let done = done.map(|done| led(unit, id, &done)).map_err(|error| Refusal::of(Area::Unit, words, error));
    answer(done, |alert| page(app, actor, words, (unit, id), (None, alert, typed))).await
}

/// `POST /service/{unit}/tableaux/{id}/publier`.
pub async fn publish(
    State(state): State<AppState>,
    Ids((unit, id)): Ids,
    Seated(actor): Seated,
    words: Words,
    form: Form,
) -> Result<Response> {
    ground(&state.app, &actor, &unit).await?;
    let reason = form.field("motif").to_owned();
    let late_reason = Some(reason.clone()).filter(|reason| !reason.trim().is_empty());
    let order = Publication { version: version_of(form.field("version"))?, late_reason };
    let done = publishing::publish(&state.app, &actor, &id, &order).await.map(|_| "publie".to_owned());
    answered((&state.app, &actor, words), (&unit, &id), done, Typed { reason, ..Typed::default() }).await
}

/// `POST /service/{unit}/tableaux/{id}/ouvrir`: to its agents' choices.
pub async fn open(
    State(state): State<AppState>,
    Ids((unit, id)): Ids,
    Seated(actor): Seated,
    words: Words,
    form: Form,
) -> Result<Response> {
    let app = &state.app;
    let ground = ground(app, &actor, &unit).await?;
    let closing = form.field("cloture").to_owned();
    let version = version_of(form.field("version"))?;
    let opened = match NaiveDateTime::parse_from_str(&closing, "%Y-%m-%dT%H:%M") {
        Ok(local) => {
            let closes_at = instant_of_local(ground.zone, local) * 60;
            let opens_at = app.clock.now();
            let choosing = Choosing { opens_at, closes_at, persons: Vec::new(), days_least: None, days_most: None };
            let opened = choosing::open(app, &actor, &id, choosing, version).await;
            opened.map_err(|error| Refusal::of(Area::Unit, words, error))
        }
        Err(_) => Err(Refusal::invalid("cloture", words.say("form-closing"))),
    };
    let done = opened.map(|_| led(&unit, &id, "choix"));
    let typed = Typed { closing, ..Typed::default() };
    answer(done, |alert| page(app, &actor, words, (&unit, &id), (None, alert, typed))).await
}

/// `POST /service/{unit}/tableaux/{id}/clore`: no more choices.
pub async fn close(
    State(state): State<AppState>,
    Ids((unit, id)): Ids,
    Seated(actor): Seated,
    words: Words,
    form: Form,
) -> Result<Response> {
    ground(&state.app, &actor, &unit).await?;
    let closed = choosing::close(&state.app, &actor, &id, version_of(form.field("version"))?).await;
    let done = closed.map(|_| "clos".to_owned());
    answered((&state.app, &actor, words), (&unit, &id), done, Typed::default()).await
}

/// `POST /service/{unit}/tableaux/{id}/remplir`: from the unit's cycles.
pub async fn fill(
    State(state): State<AppState>,
    Ids((unit, id)): Ids,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    ground(&state.app, &actor, &unit).await?;
    let done = hand::generate(&state.app, &actor, &id).await.map(|made| format!("rempli-{}", made.days));
    answered((&state.app, &actor, words), (&unit, &id), done, Typed::default()).await
}
