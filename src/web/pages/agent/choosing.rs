//! `/moi/tableaux`: rosters on which she puts herself down for days, one form for all days of a roster.
//!
//! A day that is refused keeps no other from being stored: what was saved and what was not is told day by day.

use super::{Asking, choosing_shown, local, today};
use crate::app::access::Actor;
use crate::app::rosters::choosing::{self, Choice};
use crate::app::rosters::seen::{self, Offered, Seen, Stage};
use crate::app::{App, Conflict, Error};
use crate::lang::Words;
use crate::web::AppState;
use crate::web::cited::Cited;
use crate::web::extract::{Form, Id, Query};
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{Area, Refusal};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::Alert;
use crate::web::pages::view::agent::{AgentChoice, AgentRosters, OpenRoster};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// `GET /moi/tableaux`: those that are open, will be, or were.
pub async fn list(State(state): State<AppState>, Seated(actor): Seated, words: Words) -> Result<Html<String>> {
    let (_, day) = today(&state.app, &actor).await?;
    let all = seen::offered(&state.app, &actor, day).await?;
    let mut frame = frame(&state.app, &actor, words, words.say("me-choose-list"), None).await?;
    frame.here = "/moi/tableaux";
    let rosters = all.iter().map(|roster| choosing_shown::offered(words, roster)).collect();
    Ok(Html(AgentRosters { frame, rosters }.render()?))
}

/// Those on which she may choose now or soon, for her home.
pub(super) async fn open(app: &App, actor: &Actor, words: Words, day: NaiveDate) -> Result<Vec<OpenRoster>> {
    let waits = |roster: &&Offered| matches!(roster.stage, Stage::Ahead { .. } | Stage::Open { .. });
    let all = seen::offered(app, actor, day).await?;
    Ok(all.iter().filter(waits).map(|roster| choosing_shown::offered(words, roster)).collect())
}

/// `GET /moi/tableaux/{id}`.
pub async fn show(
    State(state): State<AppState>,
    Id(id): Id,
    Query(asking): Query<Asking>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let seen = seen::see(&state.app, &actor, &id).await?;
    Ok(Html(page(&state.app, &actor, words, seen, (asking.fait.as_deref(), Alert::default())).await?))
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    seen: Seen,
    (done, alert): (Option<&str>, Alert),
) -> Result<String> {
    let marks = choosing_shown::marks(app, actor, words, &seen).await?;
    let mut frame = frame(app, actor, words, words.say("me-choose"), done).await?;
    frame.here = "/moi/tableaux";
    let open = matches!(seen.stage, Stage::Open { .. });
    let page = AgentChoice {
        address: choosing_shown::address(&seen.roster.id),
        unit: seen.unit.name.clone(),
        site: seen.establishment.clone(),
        period: choosing_shown::period(words, seen.days.first().copied(), seen.days.last().copied()),
        stage: choosing_shown::stage(words, seen.stage, |seconds| local(seen.zone, seconds)),
        open,
        limits: choosing_shown::limits(words, &seen),
        codes: choosing_shown::codes(words, &seen),
        chosen: words.count("me-choose-chosen", usize::try_from(seen.chosen).unwrap_or(0)),
        before: choosing_shown::standing(&seen),
        weeks: choosing_shown::weeks(words, &seen, &marks),
        alert,
        frame,
    };
    Ok(page.render()?)
}

/// What a form wants changed: take-offs first, since they make room under the limits.
fn wanted(seen: &Seen, form: &Form) -> Vec<(NaiveDate, String)> {
    // What she was shown, not what stands by now: a day that she has left alone stays as another tab has made it.
    let before: BTreeMap<&str, &str> = form.field("avant").split(' ').filter_map(|day| day.split_once(':')).collect();
    let mut changes = Vec::new();
    for date in &seen.days {
        let (key, name) = (date.to_string(), choosing_shown::field(*date));
        let Some(code) = form.all(&name).next() else { continue };
        if code != before.get(key.as_str()).copied().unwrap_or_default() {
            changes.push((*date, code.to_owned()));
        }
    }
    changes.sort_by_key(|(date, code)| (!code.is_empty(), *date));
    changes
}

/// What became of the days of a form.
#[derive(Default)]
struct Kept {
    saved: usize,
    refused: usize,
    /// Why, each in a line that names its day.
    reasons: Vec<Cited>,
    /// Choosing is over: the rest was not even looked at.
    over: Option<String>,
}

/// `POST /moi/tableaux/{id}`: a field `jour-2027-01-04` for each day, its code or nothing.
pub async fn save(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let seen = seen::see(app, &actor, &id).await?;
    let mut kept = Kept::default();
    for (date, code) in wanted(&seen, &form) {
        match change(app, &actor, &id, (date, &code)).await {
            Ok(()) => kept.saved += 1,
            Err(error @ Error::Conflict(Conflict::NotChoosing)) => {
                kept.over = Some(Refusal::of(Area::Agent, words, error).shown()?.1.text);
                break;
            }
            Err(error) => {
                kept.refused += 1;
                kept.reasons.extend(refusal_of_day(words, date, error)?);
            }
        }
    }
    if kept.refused == 0 && kept.over.is_none() {
        let to = format!("{}?fait=jourschoisis-{}", choosing_shown::address(&id), kept.saved);
        return Ok(Redirect::to(&to).into_response());
    }
    let mut told = vec![words.count("me-done-choices", kept.saved)];
    told.extend(kept.over);
    if kept.refused > 0 {
        told.push(words.count("me-choose-refused", kept.refused));
    }
    let alert = Alert { text: told.join(" "), reasons: kept.reasons, ..Alert::default() };
    let seen = seen::see(app, &actor, &id).await?;
    let page = page(app, &actor, words, seen, (None, alert)).await?;
    Ok((StatusCode::CONFLICT, Html(page)).into_response())
}

async fn change(app: &App, actor: &Actor, id: &str, (date, code): (NaiveDate, &str)) -> crate::app::Result<()> {
    if !code.is_empty() {
        let choice = Choice { date, code: code.to_owned() };
        return choosing::choose(app, actor, id, &choice).await;
    }
    match choosing::take_off(app, actor, id, date).await {
        // She is off it already: another tab was quicker.
        Err(Error::NotFound { .. }) => Ok(()),
        other => other,
    }
}

/// Why a day was not stored, in lines that name it.
fn refusal_of_day(words: Words, date: NaiveDate, error: Error) -> Result<Vec<Cited>> {
    let reasons = match error {
        Error::Conflict(Conflict::DaySettled { .. }) => vec![Cited::plain(words.say("me-choose-settled"))],
        other => {
            let Alert { text, mut reasons, fields, .. } = Refusal::of(Area::Agent, words, other).shown()?.1;
            reasons.extend(fields.into_iter().map(|(_, sentence)| Cited::plain(sentence)));
            if reasons.is_empty() { vec![Cited::plain(text)] } else { reasons }
        }
    };
    let day = words.short_day(date);
    let line = |why: Cited| {
        let text = words.with("me-choose-day-no", [("day", day.as_str()), ("why", why.text.as_str())]);
        Cited { text, ..why }
    };
    Ok(reasons.into_iter().map(line).collect())
}
