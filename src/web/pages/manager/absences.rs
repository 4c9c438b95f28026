//! `/service/{unit}/absences`: the absences of a unit's people, and the duties that each leaves bare.

use super::day::classes;
use super::words::{absence, days, local};
use super::{Done, day_of, piece, query};
use crate::app::absences::{self, Bare, Entered, New, Wanted};
use crate::app::access::{Action, Actor, Paging};
use crate::app::requests::{self, Ground};
use crate::app::shifts::{self, Wanted as Posts};
use crate::app::{App, Error};
use crate::lang::Words;
use crate::store::absences::Record;
use crate::store::named;
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
use chrono::{Days, NaiveDate};
use releve_solver::domain::scenario::AbsenceClass;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Absences shown.
const MOST: i64 = 500;
/// How far ahead the list looks when it is not told, days.
const AHEAD_DAYS: u64 = 92;

/// Which absences.
#[derive(Debug, Default, Deserialize)]
pub struct Which {
    du: Option<String>,
    au: Option<String>,
    fait: Option<String>,
}

/// What was typed into the form for a new one.
#[derive(Default)]
struct Typed {
    agent: String,
    from: String,
    to: String,
    class: Option<AbsenceClass>,
}

/// A unit that she may do something about; what lies outside does not exist.
async fn ground(app: &App, actor: &Actor, unit: &str) -> Result<Ground> {
    if !actor.may(Action::ReadAbsences)?.sees_unit(unit) {
        return Err(Error::not_found("unit", unit).into());
    }
    Ok(requests::ground(app, actor, Some(unit)).await?)
}

/// `GET /service/{unit}/absences?du=&au=`.
pub async fn list(
    State(state): State<AppState>,
    Id(unit): Id,
    Query(which): Query<Which>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let page = page(&state.app, &actor, words, (&unit, &which), (Alert::default(), Typed::default())).await?;
    Ok(Html(page))
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    (unit, which): (&str, &Which),
    (alert, typed): (Alert, Typed),
) -> Result<String> {
    let ground = ground(app, actor, unit).await?;
    let from = which.du.as_deref().and_then(day_of).unwrap_or(ground.today);
    let to = which.au.as_deref().and_then(day_of).unwrap_or(from + Days::new(AHEAD_DAYS));
    let wanted = Wanted { agent: None, from: Some(from), to: Some(to) };
    let mut all = absences::list(app, actor, &Paging::first(MOST), &wanted).await?;
    // The unit's own people: whoever knows it.
    let known: BTreeMap<&str, &str> =
        ground.people.iter().filter(|(.., knows)| *knows).map(|(id, name, _)| (id.as_str(), name.as_str())).collect();
    all.retain(|record| known.contains_key(record.agent.as_str()));
    all.sort_by_key(|record| (!record.standing, record.from, record.number));
    let title = words.with("manager-absences-of", [("unit", ground.unit.name.as_str())]);
    let mut frame = frame(app, actor, words, title, which.fait.as_deref()).await?;
    frame.here = "/service";
    let row = |record: &Record| view::AbsenceRow {
        name: known.get(record.agent.as_str()).map_or_else(String::new, |name| (*name).to_owned()),
        days: days(words, record.from, record.to),
        class: absence(words, record.class),
        state: state(words, record),
        href: format!("/service/{}/absences/{}", piece(unit), record.number),
    };
    let today = ground.today.to_string();
    let text = |typed: &str| if typed.is_empty() { today.clone() } else { typed.to_owned() };
    let people = ground.people.iter().map(|(id, name, _)| view::Choice::new(id, name.as_str(), *id == typed.agent));
    let page = view::Absences {
        back: format!("/service/{}", piece(unit)),
        unit_name: ground.unit.name.clone(),
        action: format!("/service/{}/absences", piece(unit)),
        from: from.to_string(),
        to: to.to_string(),
        rows: all.iter().map(row).collect(),
        alert,
        form: Some(view::AbsenceForm {
            action: format!("/service/{}/absences", piece(unit)),
            from: text(&typed.from),
            to: text(&typed.to),
            classes: classes(words, typed.class.unwrap_or(AbsenceClass::Unplanned)),
            people: people.collect(),
            agent: String::new(),
        }),
        frame,
    };
    Ok(page.render()?)
}

fn state(words: Words, record: &Record) -> Tag {
    match (record.standing, record.announced) {
        (false, _) => Tag::plain(&words.say("manager-absence-withdrawn")),
        (true, true) => Tag::ok(&words.say("manager-absence-announced")),
        (true, false) => Tag::ok(&words.say("manager-absence-standing")),
    }
}

/// `POST /service/{unit}/absences`: enters one.
pub async fn enter(Id(unit): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    ground(app, &actor, &unit).await?;
    let class = named::<AbsenceClass>(form.field("classe")).ok();
    let entered = match (day_of(form.field("du")), day_of(form.field("au")), class) {
        (Some(from), Some(to), Some(class)) => {
            let new = New { agent: form.field("agent").to_owned(), from, to, class };
            match absences::enter(app, &actor, &new).await {
                Ok((entered, _)) => Ok(entered.absence.number),
                // Nobody is chosen, or somebody who is not hers to speak of.
                Err(Error::NotFound { .. }) => Err(Refusal::invalid("absent", words.say("form-absent"))),
                Err(error) => Err(Refusal::of(Area::Unit, words, error)),
            }
        }
        (None, ..) => Err(Refusal::invalid("jour", words.say("form-day"))),
        (_, None, _) => Err(Refusal::invalid("au", words.say("form-to"))),
        _ => Err(Refusal::invalid("classe", words.say("form-other"))),
    };
    let typed = Typed {
        agent: form.field("agent").to_owned(),
        from: form.field("du").to_owned(),
        to: form.field("au").to_owned(),
        class,
    };
    let led = entered.map(|number| done(&unit, number, "absence"));
    let which = Which::default();
    answer(led, |alert| page(app, &actor, words, (&unit, &which), (alert, typed))).await
}

fn number(id: &str) -> Result<i64> {
    Ok(id.parse().map_err(|_| Error::not_found("absence", id))?)
}

/// `GET /service/{unit}/absences/{number}`: what it leaves bare.
pub async fn show(
    State(state): State<AppState>,
    Ids((unit, id)): Ids,
    Query(done): Query<Done>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let ground = ground(&state.app, &actor, &unit).await?;
    let entered = absences::find(&state.app, &actor, number(&id)?).await?;
    let what = (done.fait.as_deref(), Alert::default(), None);
    Ok(Html(one(&state.app, &actor, words, (&unit, &ground, &entered), what).await?))
}

async fn one(
    app: &App,
    actor: &Actor,
    words: Words,
    (unit, ground, Entered { absence: record, bare }): (&str, &Ground, &Entered),
    (done, alert, typed): (Option<&str>, Alert, Option<(String, String)>),
) -> Result<String> {
    let mut frame = frame(app, actor, words, words.say("manager-absence-title"), done).await?;
    frame.here = "/service";
    let own = format!("/service/{}/absences/{}", piece(unit), record.number);
    let deed = |what: &str| if record.standing { format!("{own}/{what}") } else { String::new() };
    let (to, reason) = typed.unwrap_or_else(|| (record.to.to_string(), String::new()));
    let page = view::Absence {
        back: format!("/service/{}/absences", piece(unit)),
        name: ground.name_of(&record.agent).unwrap_or(&record.agent).to_owned(),
        days: days(words, record.from, record.to),
        class: absence(words, record.class),
        state: state(words, record),
        alert,
        end: deed("fin"),
        to,
        withdraw: deed("retirer"),
        reason,
        bare: bare_units(app, actor, words, ground, (record, bare)).await?,
        frame,
    };
    Ok(page.render()?)
}

/// The duties that an absence leaves bare, unit by unit, each with the request that asks for it where one does.
async fn bare_units(
    app: &App,
    actor: &Actor,
    words: Words,
    ground: &Ground,
    (record, bare): (&Record, &[Bare]),
) -> Result<Vec<view::BareUnit>> {
    let mut by_unit: BTreeMap<&str, Vec<&Bare>> = BTreeMap::new();
    for duty in bare {
        by_unit.entry(&duty.unit).or_default().push(duty);
    }
    let mut units = Vec::new();
    for (unit, duties) in by_unit {
        let may = actor.may(Action::OpenRequest).is_ok_and(|reach| reach.sees_unit(unit));
        let posts = if may {
            let wanted = Posts { unit: Some(unit.to_owned()), from: Some(record.from), to: Some(record.to) };
            shifts::list(app, actor, &Paging::first(MOST), wanted).await?
        } else {
            Vec::new()
        };
        let line = |duty: &&Bare| {
            let asked = posts.iter().find(|post| {
                let hers = post.absent_agent.as_deref() == Some(record.agent.as_str());
                let same = post.shift.code == duty.code && post.shift.date == duty.date.to_string();
                hers && same && post.state != "cancelled"
            });
            let (start, end) = (local(ground.zone, duty.starts_at), local(ground.zone, duty.ends_at));
            let label = format!("{}, {} · {}", words.short_day(duty.date), words.hours(start, end), duty.code);
            let title = duty.qualification.as_deref().unwrap_or_default();
            let ahead = duty.starts_at > app.clock.now();
            let choice = view::Choice {
                note: title.to_owned(),
                ..view::Choice::new(&post(duty.date, &duty.code, title), label, ahead && asked.is_none() && may)
            };
            (choice, asked.map_or_else(String::new, |post| format!("/demandes/{}", piece(&post.request_id))))
        };
        let lines: Vec<(view::Choice, String)> = duties.iter().map(line).collect();
        units.push(view::BareUnit {
            unit: unit.to_owned(),
            name: duties.first().map_or_else(String::new, |duty| duty.unit_name.clone()),
            agent: record.agent.clone(),
            motive: match record.class {
                AbsenceClass::Planned => "planned_absence",
                AbsenceClass::Unplanned => "unplanned_absence",
            },
            open: lines.iter().any(|(choice, _)| choice.chosen),
            duties: lines,
        });
    }
    Ok(units)
}

/// A post in one field: day, code and title.
pub fn post(date: NaiveDate, code: &str, title: &str) -> String {
    format!("{date}~{code}~{title}")
}

/// `POST /service/{unit}/absences/{number}/fin`: another last day.
pub async fn end(
    State(state): State<AppState>,
    Ids((unit, id)): Ids,
    Seated(actor): Seated,
    words: Words,
    form: Form,
) -> Result<Response> {
    let (app, id) = (&state.app, number(&id)?);
    ground(app, &actor, &unit).await?;
    let ended = match day_of(form.field("au")) {
        Some(to) => {
            let ended = absences::end(app, &actor, id, to).await;
            ended.map_err(|error| Refusal::of(Area::Unit, words, error))
        }
        None => Err(Refusal::invalid("au", words.say("form-to"))),
    };
    let led = ended.map(|_| done(&unit, id, "absencefin"));
    let typed = (form.field("au").to_owned(), String::new());
    answer(led, |alert| again(app, &actor, words, (&unit, id), (alert, typed))).await
}

/// `POST /service/{unit}/absences/{number}/retirer`: takes it back.
pub async fn withdraw(
    State(state): State<AppState>,
    Ids((unit, id)): Ids,
    Seated(actor): Seated,
    words: Words,
    form: Form,
) -> Result<Response> {
    let (app, id) = (&state.app, number(&id)?);
    ground(app, &actor, &unit).await?;
    let withdrawn = absences::withdraw(app, &actor, id, form.field("motif")).await;
    let led = withdrawn.map(|_| done(&unit, id, "absenceretiree"));
    let led = led.map_err(|error| Refusal::of(Area::Unit, words, error));
    let to = absences::find(app, &actor, id).await?.absence.to.to_string();
    let typed = (to, form.field("motif").to_owned());
    answer(led, |alert| again(app, &actor, words, (&unit, id), (alert, typed))).await
}

fn done(unit: &str, number: i64, what: &str) -> Response {
    let done = query(&[("fait", what)]);
    Redirect::to(&format!("/service/{}/absences/{number}{done}", piece(unit))).into_response()
}

async fn again(
    app: &App,
    actor: &Actor,
    words: Words,
    (unit, number): (&str, i64),
    (alert, typed): (Alert, (String, String)),
) -> Result<String> {
    let ground = ground(app, actor, unit).await?;
    let entered = absences::find(app, actor, number).await?;
    one(app, actor, words, (unit, &ground, &entered), (None, alert, Some(typed))).await
}
