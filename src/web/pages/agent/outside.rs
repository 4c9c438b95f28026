//! `/moi/disponibilites/absences`: absences that an agent announces, and the work that she does for others.

use super::{Asking, availability_parts, choice, today, typed};
use crate::app::absences::{self, New, Wanted};
use crate::app::access::{Actor, Paging};
use crate::app::agents::{self, Declaration};
use crate::app::{App, agenda};
use crate::lang::Words;
use crate::store::absences::Record;
use crate::store::agents::Declared;
use crate::web::AppState;
use crate::web::extract::{Form, Query};
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::Alert;
use crate::web::pages::view::agent::AgentOutside;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{NaiveDate, NaiveDateTime};
use releve_solver::domain::scenario::AbsenceClass;

const HERE: &str = "/moi/disponibilites/absences";

/// `GET /moi/disponibilites/absences`.
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
    let me = agenda::herself(actor)?;
    let (_, day) = today(app, actor).await?;
    let wanted = Wanted { agent: Some(me.to_owned()), from: Some(day), to: None };
    let mut away = absences::list(app, actor, &Paging::first(100), &wanted).await?;
    away.retain(|record| record.standing);
    away.sort_by_key(|record| record.from);
    let file = agents::diary_of(app, actor, me).await?.file;
    let mut work: Vec<&Declared> = file.declared.iter().filter(|declared| declared.work.to.date() >= day).collect();
    work.sort_by_key(|declared| declared.work.from);
    let of = |name: &str| typed_in.filter(|form| form.field("formulaire") == name);
    let (absence, declaration) = (of("absence"), of("declaration"));
    let class = typed(absence, "classe", "unplanned");
    let employer = typed(declaration, "employeur", "public");
    let classes = [("unplanned", "me-class-unplanned"), ("planned", "me-class-planned")];
    let mut frame = frame(app, actor, words, words.say("me-part-outside"), done).await?;
    frame.here = "/moi/disponibilites";
    let page = AgentOutside {
        parts: availability_parts(words, HERE),
        alert,
        absences: away.iter().map(|record| absent_days(words, record)).collect(),
        days: (typed(absence, "du", &day.to_string()), typed(absence, "au", &day.to_string())),
        classes: classes.into_iter().map(|(value, key)| choice(value, words.say(key), value == class)).collect(),
        declared: work.into_iter().map(|declared| work_done(words, declared)).collect(),
        hours: (typed(declaration, "debut", ""), typed(declaration, "fin", "")),
        employers: EMPLOYERS.map(|(value, key)| choice(value, words.say(key), value == employer)).to_vec(),
        frame,
    };
    Ok(page.render()?)
}

const EMPLOYERS: [(&str, &str); 3] =
    [("public", "me-employer-public"), ("private", "me-employer-private"), ("self_employed", "me-employer-self")];

fn absent_days(words: Words, record: &Record) -> String {
    if record.from == record.to {
        return words.day(record.from);
    }
    let (from, to) = (words.short_day(record.from), words.day(record.to));
    words.with("me-from-to", [("from", from.as_str()), ("to", to.as_str())])
}

fn work_done(words: Words, declared: &Declared) -> String {
    let (from, to) = (declared.work.from, declared.work.to);
    let employer = match declared.employer_kind.as_str() {
        "public" => "me-employer-public",
        "private" => "me-employer-private",
        _ => "me-employer-self",
    };
    format!("{}, {} · {}", words.day(from.date()), words.hours(from, to), words.say(employer))
}

/// `POST /moi/disponibilites/absences`.
pub async fn absent(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let me = agenda::herself(&actor)?.to_owned();
    let day = |name: &str| form.field(name).parse::<NaiveDate>().ok();
    let class = if form.field("classe") == "planned" { AbsenceClass::Planned } else { AbsenceClass::Unplanned };
    let entered = match (day("du"), day("au")) {
        (None, _) => Err(Refusal::invalid("du", words.say("me-no-day"))),
        (_, None) => Err(Refusal::invalid("au", words.say("me-no-day"))),
        (Some(from), Some(to)) if to < from => Err(Refusal::invalid("au", words.say("me-no-order"))),
        (Some(from), Some(to)) => {
            let entered = absences::enter(app, &actor, &New { agent: me, from, to, class }).await;
            entered.map_err(|error| Refusal::of(Area::Agent, words, error).saying(|| words.say("me-no-absence")))
        }
    };
    let done = entered.map(|_| Redirect::to("/moi/disponibilites/absences?fait=absent").into_response());
    answer(done, |alert| page(app, &actor, words, None, (alert, Some(&form)))).await
}

/// `POST /moi/disponibilites/travail`: declares work for somebody else.
pub async fn declare(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let time = |name: &str| {
        let text = form.field(name);
        ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"].iter().find_map(|f| NaiveDateTime::parse_from_str(text, f).ok())
    };
    let declared = match (time("debut"), time("fin")) {
        (None, _) => Err(Refusal::invalid("debut", words.say("me-no-moment"))),
        (_, None) => Err(Refusal::invalid("fin", words.say("me-no-moment"))),
        (Some(from), Some(to)) => {
            let new = Declaration { from, to, employer_kind: form.field("employeur").to_owned() };
            agents::declare(app, &actor, &new)
                .await
                .map_err(|error| Refusal::of(Area::Agent, words, error).saying(|| words.say("me-no-declaration")))
        }
    };
    let done = declared.map(|_| Redirect::to("/moi/disponibilites/absences?fait=declare").into_response());
    answer(done, |alert| page(app, &actor, words, None, (alert, Some(&form)))).await
}
