//! `/moi/disponibilites/accords`: what an agent agrees to beforehand, and what she volunteers for.

use super::{Asking, availability_parts, choice, local, today, typed, weekdays};
use crate::app::access::{Actor, Paging};
use crate::app::agreements::{self, New, Window};
use crate::app::volunteering::{self, Kind, Said};
use crate::app::{App, Error, agenda};
use crate::lang::Words;
use crate::store::agreements::Row;
use crate::store::{from_json, parsed};
use crate::web::AppState;
use crate::web::extract::{Form, Id, Query};
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::agent::{AgentAgreements, Choice, Standing};
use crate::web::pages::view::{Alert, Tag};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

const HERE: &str = "/moi/disponibilites/accords";

/// `GET /moi/disponibilites/accords`.
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
    let (zone, day) = today(app, actor).await?;
    let units = agenda::units(app, actor).await?;
    let names: BTreeMap<&str, &str> = units.iter().map(|(id, name, _)| (id.as_str(), name.as_str())).collect();
    let mut rows = agreements::list(app, actor, &Paging::first(50)).await?;
    rows.retain(|row| row.agent_id == me);
    let said = volunteering::own(app, actor).await?;
    // Each form of the page keeps what was typed into itself.
    let of = |name: &str| typed_in.filter(|form| form.field("formulaire") == name);
    let (new, kinds) = (of("accord"), of("volontariat"));
    let chosen = |field: &'static str| -> BTreeSet<String> {
        new.map(|form| form.all(field).map(ToOwned::to_owned).collect()).unwrap_or_default()
    };
    let (chosen_days, chosen_units) = (chosen("jour"), chosen("unite"));
    let mut frame = frame(app, actor, words, words.say("me-part-agreements"), done).await?;
    frame.here = "/moi/disponibilites";
    let page = AgentAgreements {
        parts: availability_parts(words, HERE),
        alert,
        all: rows.iter().map(|row| standing(words, row, &names, (zone, day))).collect::<Result<_>>()?,
        id: new.map_or_else(|| app.clock.new_id(), |form| form.field("id").to_owned()),
        weekdays: weekdays(words, |day| chosen_days.contains(day)),
        hours: (typed(new, "de", "06:30"), typed(new, "a", "21:30")),
        units: units
            .iter()
            .map(|(id, name, site)| choice(id, format!("{name} · {site}"), chosen_units.contains(id)))
            .collect(),
        per_week: typed(new, "semaine", "1"),
        rest_days: new.is_some_and(|form| !form.field("repos").is_empty()),
        days: (typed(new, "du", &day.to_string()), typed(new, "au", "")),
        volunteering: volunteered(words, |kind, name| {
            kinds.map_or_else(|| said.kinds.contains(&kind), |form| form.all("pour").any(|wanted| wanted == name))
        }),
        version: said.version,
        frame,
    };
    Ok(page.render()?)
}

fn volunteered(words: Words, chosen: impl Fn(Kind, &str) -> bool) -> Vec<Choice> {
    let kinds = [
        (Kind::AdditionalHours, "additional_hours", "me-volunteer-hours"),
        (Kind::Overtime, "overtime", "me-volunteer-overtime"),
        (Kind::OtherSites, "other_sites", "me-volunteer-sites"),
    ];
    kinds.into_iter().map(|(kind, name, key)| choice(name, words.say(key), chosen(kind, name))).collect()
}

fn standing(words: Words, row: &Row, names: &BTreeMap<&str, &str>, (zone, today): (Tz, NaiveDate)) -> Result<Standing> {
    let windows: Vec<Window> = from_json(&row.windows)?;
    let labels = weekdays(words, |_| false);
    let window = |window: &Window| {
        let days: Vec<&str> = labels
            .iter()
            .filter(|day| day.value.parse().is_ok_and(|number: u8| window.weekdays.contains(&number)))
            .map(|day| day.label.as_str())
            .collect();
        let places: Vec<&str> =
            window.units.iter().map(|unit| names.get(unit.as_str()).copied().unwrap_or(unit.as_str())).collect();
        let everywhere = words.say("me-everywhere");
        let places = if places.is_empty() { everywhere } else { places.join(", ") };
        format!("{} · {}–{} · {places}", days.join(", "), window.from, window.to)
    };
    let limits = words.count("me-per-week", usize::try_from(row.per_week_max).unwrap_or_default());
    let rest = words.say(if row.rest_days { "me-rest-days-too" } else { "me-rest-days-never" });
    let (from, to) =
        (parsed::<NaiveDate>(&row.valid_from)?, row.valid_to.as_deref().map(parsed::<NaiveDate>).transpose()?);
    let over = to.is_some_and(|to| to < today);
    let valid = match to {
        Some(to) => {
            let (from, to) = (words.short_day(from), words.day(to));
            words.with("me-from-to", [("from", from.as_str()), ("to", to.as_str())])
        }
        None => words.with("me-since", [("when", words.day(from).as_str())]),
    };
    Ok(Standing {
        id: row.id.0.clone(),
        windows: windows.iter().map(window).collect(),
        limits: format!("{limits}, {rest}"),
        valid,
        state: match (row.revoked_at, over) {
            (Some(at), _) => {
                let when = words.moment(local(zone, at));
                Tag::plain(&words.with("me-revoked", [("when", when.as_str())]))
            }
            (None, true) => Tag::plain(&words.say("me-agreement-over")),
            (None, false) => Tag::ok(&words.say("me-agreement-stands")),
        },
        open: row.revoked_at.is_none() && !over,
    })
}

/// `POST /moi/disponibilites/accords`.
pub async fn agree(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let made = match new(words, &form) {
        Ok(new) => {
            let made = agreements::make_once(app, &actor, &new, form.field("id")).await;
            made.map_err(|error| Refusal::of(Area::Agent, words, error))
        }
        Err(refusal) => Err(refusal),
    };
    let done = made.map(|_| Redirect::to("/moi/disponibilites/accords?fait=accord").into_response());
    answer(done, |alert| page(app, &actor, words, None, (alert, Some(&form)))).await
}

/// The agreement that a form asks for, or the field that will not do.
fn new(words: Words, form: &Form) -> std::result::Result<New, Refusal> {
    let wrong = |key: &str, field: &str| Refusal::invalid(field, words.say(key));
    let weekdays: BTreeSet<u8> = form.all("jour").filter_map(|day| day.parse().ok()).collect();
    if weekdays.is_empty() {
        return Err(wrong("me-no-weekday", "jour"));
    }
    // Browsers may send seconds.
    let time = |name: &str| form.field(name).get(..5).unwrap_or_default().to_owned();
    let (from, to) = (time("de"), time("a"));
    for (name, text) in [("de", &from), ("a", &to)] {
        if chrono::NaiveTime::parse_from_str(text, "%H:%M").is_err() {
            return Err(wrong("me-no-time", name));
        }
    }
    let per_week_max = form.field("semaine").parse().ok().filter(|most| (1..=7).contains(most));
    let per_week_max = per_week_max.ok_or_else(|| wrong("me-no-per-week", "semaine"))?;
    let valid_from = form.field("du").parse::<NaiveDate>().map_err(|_| wrong("me-no-day", "du"))?;
    let valid_to = match form.field("au") {
        "" => None,
        text => Some(text.parse::<NaiveDate>().map_err(|_| wrong("me-no-day", "au"))?),
    };
    if valid_to.is_some_and(|to| to < valid_from) {
        return Err(wrong("me-no-order", "au"));
    }
    let units = form.all("unite").map(ToOwned::to_owned).collect();
    let window = Window { weekdays, from, to, units, establishments: BTreeSet::new(), codes: BTreeSet::new() };
    Ok(New { windows: vec![window], per_week_max, rest_days: !form.field("repos").is_empty(), valid_from, valid_to })
}

/// `POST /moi/disponibilites/accords/{id}/revoquer`.
pub async fn revoke(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let done = match agreements::revoke(app, &actor, &id).await {
        // Revoked before: that is what she wants.
        Ok(_) | Err(Error::Conflict(crate::app::Conflict::AgreementOver)) => {
            Ok(Redirect::to("/moi/disponibilites/accords?fait=revoque").into_response())
        }
        Err(error) => Err(Refusal::of(Area::Agent, words, error)),
    };
    answer(done, |alert| page(app, &actor, words, None, (alert, Some(&form)))).await
}

/// `POST /moi/disponibilites/volontariat`.
pub async fn volunteer(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let kind = |name: &str| match name {
        "additional_hours" => Some(Kind::AdditionalHours),
        "overtime" => Some(Kind::Overtime),
        "other_sites" => Some(Kind::OtherSites),
        _ => None,
    };
    let kinds: BTreeSet<Kind> = form.all("pour").filter_map(kind).collect();
    let done = || Redirect::to("/moi/disponibilites/accords?fait=volontariat").into_response();
    let said = Said { kinds, version: form.field("version").parse().unwrap_or(0) };
    match volunteering::put(app, &actor, &said).await {
        Ok(_) => Ok(done()),
        Err(error) => {
            // The same sent twice is said once.
            if volunteering::own(app, &actor).await?.kinds == said.kinds {
                return Ok(done());
            }
            let refusal = Refusal::of(Area::Agent, words, error);
            answer(Err(refusal), |alert| page(app, &actor, words, None, (alert, Some(&form)))).await
        }
    }
}
