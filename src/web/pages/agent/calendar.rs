//! `/agenda/{token}.ics`: an agent's agenda for the calendar of her telephone.

use super::local;
use crate::app::agenda::Duty;
use crate::app::calendars::{self, Feed};
use crate::lang::Words;
use crate::web::AppState;
use crate::web::extract::Id;
use crate::web::icalendar::{Calendar, Event};
use crate::web::pages::frame::Result;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use std::collections::BTreeMap;

/// `GET /agenda/{token}.ics`.
pub async fn feed(State(state): State<AppState>, Id(file): Id) -> Result<impl IntoResponse> {
    let token = file.strip_suffix(".ics").unwrap_or_default();
    let feed = calendars::feed(&state.app, token).await?;
    let words = Words::new(feed.locale);
    let text = text(words, &feed, state.app.config.base_url().as_str());
    let headers =
        [(CONTENT_TYPE, "text/calendar; charset=utf-8"), (CONTENT_DISPOSITION, "inline; filename=\"releve.ics\"")];
    Ok((headers, text))
}

fn text(words: Words, feed: &Feed, base_url: &str) -> String {
    let mut calendar = Calendar::new(&words.say("me-calendar-name"), feed.read_at);
    let mut on_day: BTreeMap<(chrono::NaiveDate, &str), usize> = BTreeMap::new();
    for duty in &feed.duties {
        let nth = on_day.entry((duty.date, duty.unit.as_str())).and_modify(|n| *n += 1).or_default();
        calendar.add(&event(words, duty, (&feed.agent, *nth), base_url));
    }
    calendar.finish()
}

fn event(words: Words, duty: &Duty, (agent, nth): (&str, usize), base_url: &str) -> Event {
    let zone = duty.way.zone;
    // The same duty keeps its name whatever becomes of its hours.
    let uid = match &duty.assignment {
        Some(id) => format!("{id}@releve"),
        None => format!("{}-{agent}-{}-{nth}@releve", duty.date, duty.unit),
    };
    let kind = words.say(if duty.assignment.is_some() { "me-from-pool" } else { "me-from-roster" });
    let path = duty.assignment.as_ref().map(|id| format!("/moi/postes/{id}"));
    Event {
        uid,
        zone,
        start: local(zone, duty.starts_at),
        end: local(zone, duty.ends_at),
        summary: format!("{} · {}", duty.code, duty.unit_name),
        location: format!("{}, {}", duty.establishment_name, duty.way.commune),
        place: (duty.way.place.latitude, duty.way.place.longitude),
        description: kind,
        url: format!("{base_url}{}", path.as_deref().unwrap_or("/moi")),
        cancelled: duty.cancelled,
    }
}
