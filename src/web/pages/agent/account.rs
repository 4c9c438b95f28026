//! `/moi/compte`: what an agent has carried, what is owed to her, and the rests that are promised.

use super::{Asking, shown, today};
use crate::app::access::{Actor, Paging};
use crate::app::ledgers::{self, Band, Line, Points};
use crate::app::promises::{self, Wanted};
use crate::app::{App, Error, agenda};
use crate::lang::{Args, Words};
use crate::store::parsed;
use crate::store::promises::Row;
use crate::web::AppState;
use crate::web::extract::{Form, Id, Query};
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::agent::{AccountLine, AgentAccount, Detail, Ledger, PromisedRest};
use crate::web::pages::view::{Alert, Tag};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{Datelike, NaiveDate};

/// `GET /moi/compte`.
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
    (alert, again): (Alert, Option<(&str, &Form)>),
) -> Result<String> {
    let me = agenda::herself(actor)?;
    let (_, day) = today(app, actor).await?;
    let read = |text: Option<&String>| text.and_then(|text| text.parse::<NaiveDate>().ok());
    let to = read(asking.au.as_ref()).unwrap_or(day);
    let from = read(asking.du.as_ref()).or_else(|| NaiveDate::from_ymd_opt(to.year(), 1, 1)).unwrap_or(to).min(to);
    let whole = ledgers::statement(app, actor, me, (Some(from), Some(to))).await?;
    let wanted = Wanted { agent: Some(me.to_owned()), due_before: None };
    let mut rests = promises::list(app, actor, &Paging::first(200), &wanted).await?;
    rests.retain(|row| row.state != "withdrawn" && (row.state != "taken" || row.rest_to >= Some(from.to_string())));
    let order = |row: &Row| (row.state == "taken", row.rest_from.clone().unwrap_or_else(|| row.due_on.clone()));
    rests.sort_by_key(order);
    let mut accounts = Vec::new();
    let unit = "centipoints";
    if let Some(points) = &whole.equity {
        let edges = (points.opening, points.closing);
        accounts.push(ledger(words, ("points", "me-account-equity"), unit, (edges, &points.lines)));
    }
    for (unit, owed) in &whole.compensation {
        accounts.push(ledger(words, name_of(unit), unit, ((owed.opening, owed.closing), &owed.lines)));
    }
    let mut frame = frame(app, actor, words, words.say("me-account"), asking.fait.as_deref()).await?;
    frame.here = "/moi/compte";
    let (first, last) = (words.day(from), words.day(to));
    let page = AgentAccount {
        days: (from.to_string(), to.to_string()),
        period: words.with("me-from-to", [("from", first.as_str()), ("to", last.as_str())]),
        balance: words.hundredths(whole.equity.as_ref().map_or(0, |points| points.closing)),
        standing: whole.equity.as_ref().map(|points| standing(words, points)).unwrap_or_default(),
        kinds: whole.equity.as_ref().map(|points| kinds(words, points)).unwrap_or_default(),
        rests: rests
            .iter()
            .map(|row| rest(words, row, again.map(|(id, form)| (&alert, id, form))))
            .collect::<Result<_>>()?,
        alert,
        rest_days: rest_days(words, &whole.rests),
        ledgers: accounts,
        csv: format!("/api/v1/ledgers/statement?from={from}&to={to}&format=csv"),
        workbook: format!("/api/v1/ledgers/statement?from={from}&to={to}&format=xlsx"),
        frame,
    };
    Ok(page.render()?)
}

fn rest_days(words: Words, rests: &ledgers::Rests) -> String {
    let mut values = Args::new();
    values.set("dated", rests.dated_days);
    values.set("undated", rests.undated_days);
    values.set("taken", rests.taken_days);
    values.set("overdue", rests.overdue_days);
    words.fill("me-rest-days", &values)
}

fn standing(words: Words, points: &Points) -> String {
    let (Some(median), Some(band)) = (points.group_median, points.band) else { return String::new() };
    let mut values = Args::new();
    values.set("normalised", words.hundredths(points.normalised));
    values.set("median", words.hundredths(median));
    let place = words.say(match band {
        Band::Lightest => "me-band-lightest",
        Band::Lower => "me-band-lower",
        Band::Upper => "me-band-upper",
        Band::Heaviest => "me-band-heaviest",
    });
    format!("{} {place}", words.fill("me-account-standing", &values))
}

fn kinds(words: Words, points: &Points) -> Vec<Detail> {
    let kinds = points.by_kind.iter().filter(|(_, amount)| **amount != 0);
    let detail = |(kind, amount): (&String, &i64)| Detail {
        label: kind_in(words, kind),
        value: words.signed(*amount),
        is_name: false,
    };
    kinds.map(detail).collect()
}

/// What a line is, in words.
fn kind_in(words: Words, kind: &str) -> String {
    words.say(match kind {
        "night" => "me-kind-night",
        "saturday" => "me-kind-saturday",
        "sunday" => "me-kind-sunday",
        "holiday" => "me-kind-holiday",
        "travel" => "me-kind-travel",
        "short_notice" => "me-kind-short-notice",
        "split_day" => "me-kind-split-day",
        "offer" => "me-kind-shift",
        "opening" => "me-kind-opening",
        "late_cancellation" => "me-kind-late-cancellation",
        "earned" => "me-kind-earned",
        "dated" => "me-kind-dated",
        "promised_rest" => "me-kind-promised",
        "taken" => "me-kind-taken",
        "manual" => "me-kind-manual",
        _ => "me-kind-correction",
    })
}

/// How a unit of the compensation account is called, for the address and for people.
fn name_of(unit: &str) -> (&'static str, &'static str) {
    match unit {
        "cents" => ("euros", "me-owed-cents"),
        "days" => ("jours", "me-owed-days"),
        "rest_minutes" => ("repos", "me-owed-rest"),
        "supplement_minutes" => ("majorations", "me-owed-supplement"),
        "paid_minutes" => ("heures", "me-owed-paid"),
        _ => ("autres", "me-owed-points"),
    }
}

fn ledger(
    words: Words,
    (key, name): (&'static str, &str),
    unit: &str,
    ((opening, closing), lines): ((i64, i64), &[Line]),
) -> Ledger {
    let line = |line: &Line| AccountLine {
        date: words.date(line.date),
        kind: if line.takes_back {
            words.with("me-takes-back", [("kind", kind_in(words, &line.kind).as_str())])
        } else {
            kind_in(words, &line.kind)
        },
        reason: line.told(words),
        article: words.set(&line.article),
        amount: signed(words, unit, line.quantity),
        balance: amount(words, unit, line.balance),
    };
    Ledger {
        key,
        name: words.say(name),
        opening: amount(words, unit, opening),
        lines: lines.iter().map(line).collect(),
        closing: amount(words, unit, closing),
    }
}

/// An amount in its unit.
pub fn amount(words: Words, unit: &str, quantity: i64) -> String {
    match unit {
        "cents" => words.euros(quantity),
        "days" if quantity < 0 => format!("−{}", words.count("me-days", quantity.unsigned_abs() as usize)),
        "days" => words.count("me-days", quantity as usize),
        "centipoints" => words.hundredths(quantity),
        _ => words.duration(quantity),
    }
}

fn signed(words: Words, unit: &str, quantity: i64) -> String {
    let text = amount(words, unit, quantity);
    if quantity > 0 { format!("+{text}") } else { text }
}

fn rest(words: Words, row: &Row, again: Option<(&Alert, &str, &Form)>) -> Result<PromisedRest> {
    let wanted = row.wanted_from.as_deref().zip(row.wanted_to.as_deref());
    let wanted = wanted.map(|(from, to)| shown::days(words, Some(from), Some(to))).transpose()?;
    let by = row.wanted_by.as_deref();
    let live = matches!(row.state.as_str(), "dated" | "undated");
    let wrong = again.filter(|(_, id, _)| *id == row.id.0);
    Ok(PromisedRest {
        id: row.id.0.clone(),
        version: row.version,
        when: shown::days(words, row.rest_from.as_deref(), row.rest_to.as_deref())?,
        reason: words.reason(&row.reason),
        due: words.day(parsed(&row.due_on)?),
        state: match (row.state.as_str(), by) {
            ("taken", _) => Tag::ok(&words.say("me-rest-taken")),
            (_, Some("service")) => Tag::warn(&words.say("me-rest-service-asks")),
            (_, Some(_)) => Tag::plain(&words.say("me-rest-you-ask")),
            ("undated", None) => Tag::warn(&words.say("me-rest-to-date")),
            (_, None) => Tag::ok(&words.say("me-rest-dated")),
        },
        wanted: wanted.unwrap_or_default(),
        to_answer: live && by == Some("service"),
        may_ask: live && by.is_none(),
        day: wrong.map(|(_, _, form)| form.field("jour").to_owned()).unwrap_or_default(),
        wrong: wrong.map(|(alert, ..)| alert.text.clone()).unwrap_or_default(),
    })
}

fn version(form: &Form) -> i64 {
    form.field("version").parse().unwrap_or(0)
}

/// `POST /moi/repos/{id}/demander`: another date.
pub async fn ask(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let asked = match form.field("jour").parse::<NaiveDate>() {
        Ok(day) => promises::ask_for(app, &actor, &id, (day, version(&form)))
            .await
            .map_err(|error| Refusal::of(Area::Agent, words, error).saying(|| words.say("me-no-rest-day"))),
        Err(_) => Err(Refusal::invalid("jour", words.say("me-no-day"))),
    };
    let done = asked.map(|_| Redirect::to("/moi/compte?fait=reposdemande#repos").into_response());
    answer(done, |alert| again(app, &actor, words, (alert, &id, &form))).await
}

/// `POST /moi/repos/{id}/accepter`: the date that the service asks for.
pub async fn agree(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let done = promises::agree(&state.app, &actor, &id, version(&form)).await;
    answered(&state.app, &actor, words, (done.map(drop), "/moi/compte?fait=reposconvenu#repos"), (&id, &form)).await
}

/// `POST /moi/repos/{id}/refuser`: the date stays as it is.
pub async fn refuse(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let done = promises::refuse(&state.app, &actor, &id, version(&form)).await;
    answered(&state.app, &actor, words, (done.map(drop), "/moi/compte?fait=reposgarde#repos"), (&id, &form)).await
}

async fn answered(
    app: &App,
    actor: &Actor,
    words: Words,
    (done, to): (std::result::Result<(), Error>, &str),
    (id, form): (&str, &Form),
) -> Result<Response> {
    let done = done.map_err(|error| Refusal::of(Area::Agent, words, error).saying(|| words.say("me-no-rest-now")));
    let done = done.map(|()| Redirect::to(to).into_response());
    answer(done, |alert| again(app, actor, words, (alert, id, form))).await
}

async fn again(app: &App, actor: &Actor, words: Words, (alert, id, form): (Alert, &str, &Form)) -> Result<String> {
    page(app, actor, words, &Asking::default(), (alert, Some((id, form)))).await
}
