//! What an agent says of her days: a month to tick days in, and what holds every week.

use super::availability::page;
use crate::app::App;
use crate::app::access::Actor;
use crate::app::agents::{self, Mark};
use crate::lang::Words;
use crate::store::diary::{Part, Weekly};
use crate::web::extract::Form;
use crate::web::pages::frame::Result;
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{NaiveDate, NaiveTime};
use std::collections::BTreeSet;

/// `POST /moi/disponibilites`: says the same of the days ticked. `dire` is `oui`, `non`, `travailler` or `libre`.
pub async fn mark(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let days: BTreeSet<NaiveDate> = form.all("jour").filter_map(|day| day.parse().ok()).collect();
    let (mark, done) = match form.field("dire") {
        "oui" => (Mark::Asked, "joursoui"),
        "non" => (Mark::NotAsked, "joursnon"),
        "travailler" => (Mark::Work, "jourssouhait"),
        _ => (Mark::Off, "jourssouhait"),
    };
    let app = &state.app;
    if days.is_empty() {
        let refusal = Refusal::invalid("jour", words.say("me-no-day-ticked"));
        return again(app, &actor, words, (refusal, &form)).await;
    }
    match agents::mark(app, &actor, &days, mark).await {
        Ok(_) => Ok(back(&form, &format!("{done}-{}", days.len()))),
        Err(error) => again(app, &actor, words, (Refusal::of(Area::Agent, words, error), &form)).await,
    }
}

/// `POST /moi/disponibilites/semaine`: what holds every week.
pub async fn weeks(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let weekly: Vec<Weekly> = form.all("part").filter_map(read).collect();
    let version = form.field("version").parse().unwrap_or(0);
    match agents::keep_weeks(&state.app, &actor, weekly, version).await {
        Ok(_) => Ok(back(&form, "semaine")),
        Err(error) => again(&state.app, &actor, words, (Refusal::of(Area::Agent, words, error), &form)).await,
    }
}

/// `POST /moi/disponibilites/oublier`: no diary any more; she is asked for any day.
pub async fn forget(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    match agents::keep(&state.app, &actor, None).await {
        Ok(_) => Ok(back(&form, "agendavide")),
        Err(error) => again(&state.app, &actor, words, (Refusal::of(Area::Agent, words, error), &form)).await,
    }
}

fn back(form: &Form, done: &str) -> Response {
    // The month comes from an address of ours, and is read anew there.
    let month = form.field("mois");
    let month = if month.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') { month } else { "" };
    Redirect::to(&format!("/moi/disponibilites?mois={month}&fait={done}")).into_response()
}

async fn again(app: &App, actor: &Actor, words: Words, (refusal, form): (Refusal, &Form)) -> Result<Response> {
    let month = Some(form.field("mois"));
    answer(Err(refusal), |alert| page(app, actor, words, (month, None), (alert, Some(form)))).await
}

/// The value of a part of a weekday in the form: `1:night`, or hours of her own `1:06:00-10:30`.
pub fn value(weekly: &Weekly) -> String {
    let part = match weekly.part {
        Part::Day => "day".to_owned(),
        Part::Morning => "morning".to_owned(),
        Part::Afternoon => "afternoon".to_owned(),
        Part::Night => "night".to_owned(),
        Part::Hours { from, to } => format!("{}-{}", from.format("%H:%M"), to.format("%H:%M")),
    };
    format!("{}:{part}", weekly.weekday)
}

fn read(value: &str) -> Option<Weekly> {
    let (weekday, part) = value.split_once(':')?;
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
    let part = match part {
        "day" => Part::Day,
        "morning" => Part::Morning,
        "afternoon" => Part::Afternoon,
        "night" => Part::Night,
        hours => {
            let (from, to) = hours.split_once('-')?;
            Part::Hours { from: time(from)?, to: time(to)? }
        }
    };
    Some(Weekly { weekday: weekday.parse().ok().filter(|day| (1..=7).contains(day))?, part })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_week_read_back() {
        for text in ["1:day", "2:morning", "3:afternoon", "7:night", "4:06:00-10:30"] {
            assert_eq!(read(text).map(|weekly| value(&weekly)).as_deref(), Some(text));
        }
        for wrong in ["", "8:day", "0:day", "1:dusk", "1:06:00", "x:day"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
