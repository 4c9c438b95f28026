//! `/service/{unit}/jour`: one day of somebody: entering an absence from it, or giving it another code.

use super::words::{absence, hours_of};
use super::{day_of, piece, query, version_of};
use crate::app::access::{Action, Actor};
use crate::app::rosters::changing::{self, Change, Changed, On};
use crate::app::rosters::hand::{self, Day, Order};
use crate::app::rosters::month::State as Says;
use crate::app::rosters::one_day::{self, OneDay};
use crate::app::{App, Error};
use crate::lang::Words;
use crate::store::named;
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
use chrono::NaiveDate;
use releve_solver::domain::scenario::AbsenceClass;
use serde::Deserialize;

/// Whose day.
#[derive(Debug, Deserialize)]
pub struct Which {
    agent: String,
    date: String,
    fait: Option<String>,
}

/// What was typed into the form for another code.
#[derive(Default)]
struct Typed {
    code: Option<String>,
    reason: String,
    ground: String,
    version: Option<i64>,
}

/// `GET /service/{unit}/jour?agent=&date=`.
pub async fn show(
    State(state): State<AppState>,
    Id(unit): Id,
    Query(which): Query<Which>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let date = date(&which.date)?;
    let looked = one_day::look(&state.app, &actor, &unit, &which.agent, date).await?;
    let done = which.fait.as_deref();
    Ok(Html(page(&state.app, &actor, words, (&looked, date), (done, Alert::default(), Typed::default())).await?))
}

fn date(text: &str) -> Result<NaiveDate> {
    Ok(day_of(text).ok_or_else(|| Error::not_found("day", text))?)
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    (looked, date): (&OneDay, NaiveDate),
    (done, alert, typed): (Option<&str>, Alert, Typed),
) -> Result<String> {
    let unit = looked.month.unit.id.as_str();
    let may = |action| actor.may(action).is_ok_and(|reach| reach.sees_unit(unit));
    let day = words.day(date);
    let mut frame = frame(app, actor, words, words.with("day-title", [("day", day.as_str())]), done).await?;
    frame.here = "/service";
    let text = date.to_string();
    let away = matches!(looked.cell.state, Says::Absent(_));
    let ahead = date >= looked.month.today;
    let ask = if ahead && may(Action::OpenRequest) {
        let code = looked.cell.codes.first().map(String::as_str).unwrap_or_default();
        let pairs = [("unite", unit), ("date", &text), ("code", code), ("absent", &looked.line.agent)];
        format!("/demandes/nouvelle{}", query(&pairs))
    } else {
        String::new()
    };
    let page = view::DayPage {
        back: format!("/service/{}{}", piece(unit), query(&[("mois", &date.format("%Y-%m").to_string())])),
        agent: looked.line.agent.clone(),
        name: looked.line.name.clone(),
        standing: standing(words, looked),
        alert,
        absence: (!away && may(Action::EnterAbsence)).then(|| view::AbsenceForm {
            action: format!("/service/{}/absences", piece(unit)),
            from: text.clone(),
            to: text.clone(),
            classes: classes(words, AbsenceClass::Unplanned),
            people: Vec::new(),
            agent: looked.line.agent.clone(),
        }),
        change: (ahead && may(Action::ManageRosters)).then(|| change_form(words, looked, typed)).flatten(),
        ask,
        date: text,
        day,
        frame,
    };
    Ok(page.render()?)
}

/// The neutral classes of an absence.
pub fn classes(words: Words, chosen: AbsenceClass) -> Vec<view::Choice> {
    let class = |value: &str, class: AbsenceClass| view::Choice::new(value, absence(words, class), class == chosen);
    vec![class("unplanned", AbsenceClass::Unplanned), class("planned", AbsenceClass::Planned)]
}

/// What stands on the day, in words.
fn standing(words: Words, looked: &OneDay) -> String {
    let codes = || {
        let code = |code: &String| {
            let known = looked.month.unit.shift_codes.iter().find(|known| known.code.as_str() == code);
            known.map_or_else(|| code.clone(), |known| format!("{code} ({})", hours_of(known)))
        };
        looked.cell.codes.iter().map(code).collect::<Vec<_>>().join(", ")
    };
    let own = match looked.cell.state {
        Says::Absent(class) if looked.cell.codes.is_empty() => absence(words, class),
        Says::Absent(class) => words.with("day-absent", [("class", absence(words, class)), ("codes", codes())]),
        Says::Unavailable => words.say("manager-unavailable"),
        Says::Elsewhere => words.say("manager-elsewhere"),
        Says::Rest => words.say("manager-rest"),
        Says::Open => words.say("manager-nothing-settled"),
        Says::Duty => codes(),
    };
    let pool = looked.cell.posts.iter().map(|post| {
        let key = if post.state == "offered" { "pool-waits" } else { "pool-holds" };
        format!("{} ({})", post.shift.code, words.say(key))
    });
    std::iter::once(own).chain(pool).collect::<Vec<_>>().join(" ; ")
}

/// The form for another code, where the day is on a roster of the unit.
fn change_form(words: Words, looked: &OneDay, typed: Typed) -> Option<view::ChangeForm> {
    let roster = looked.roster.as_ref().filter(|_| !looked.elsewhere)?;
    let published = roster.state == "published";
    let standing = looked.cell.codes.first().cloned().unwrap_or_default();
    let chosen = typed.code.unwrap_or(standing);
    let mut codes = vec![view::Choice::new("", words.say("manager-rest"), chosen.is_empty())];
    codes.extend(looked.month.unit.shift_codes.iter().map(|code| {
        let label = format!("{} · {} · {}", code.code, hours_of(code), code.label);
        view::Choice::new(code.code.as_str(), label, code.code.as_str() == chosen)
    }));
    let ground = if typed.ground.is_empty() { "notice" } else { typed.ground.as_str() };
    let choice = |value: &str, key: &str, note: &str| view::Choice {
        note: words.say(note),
        ..view::Choice::new(value, words.say(key), value == ground)
    };
    Some(view::ChangeForm {
        action: format!("/service/{}/jour", piece(looked.month.unit.id.as_str())),
        codes,
        version: typed.version.unwrap_or(looked.version),
        published,
        reason: typed.reason,
        grounds: vec![
            choice("notice", "ground-notice", "ground-notice-help"),
            choice("agreement", "ground-agreement", "ground-agreement-help"),
            choice("imperative", "ground-imperative", "ground-imperative-help"),
        ],
    })
}

/// `POST /service/{unit}/jour`: another code.
pub async fn change(Id(unit): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, agent) = (&state.app, form.field("agent"));
    let date = date(form.field("date"))?;
    let looked = one_day::look(app, &actor, &unit, agent, date).await?;
    let roster = looked.roster.as_ref().ok_or_else(|| Error::not_found("roster", &unit))?;
    let version = version_of(form.field("version"))?;
    let codes: Vec<String> =
        Some(form.field("code")).filter(|code| !code.is_empty()).map(ToOwned::to_owned).into_iter().collect();
    let done = if roster.state == "published" {
        let ground = named::<On>(form.field("fondement")).unwrap_or(On::Notice);
        let change =
            Change { agent: agent.to_owned(), date, codes, version, reason: form.field("motif").to_owned(), ground };
        changing::change(app, &actor, &roster.id, &change).await.map(|changed| match changed {
            Changed::Done(_) => "jour",
            Changed::Asked(_) => "question",
        })
    } else {
        let day = Day { agent: agent.to_owned(), date, codes: Some(codes), version };
        hand::put(app, &actor, &roster.id, &Order { days: vec![day] }).await.map(|()| "jour")
    };
    let done = done.map_err(|error| Refusal::of(Area::Unit, words, error)).map(|done| {
        let pairs = [("agent", agent), ("date", form.field("date")), ("fait", done)];
        Redirect::to(&format!("/service/{}/jour{}", piece(&unit), query(&pairs))).into_response()
    });
    let typed = Typed {
        code: Some(form.field("code").to_owned()),
        reason: form.field("motif").to_owned(),
        ground: form.field("fondement").to_owned(),
        // What holds now is shown, and what she sends next is about it.
        version: None,
    };
    answer(done, |alert| page(app, &actor, words, (&looked, date), (None, alert, typed))).await
}
