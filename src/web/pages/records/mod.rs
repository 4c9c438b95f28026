//! Pages of those who oversee, pay, audit and administer.

pub mod account;
pub mod agents;
mod bars;
mod deeds;
pub mod imports;
pub mod indicators;
pub mod journal;
pub mod law;
pub mod members;
pub mod pay;
mod refusal;
mod sheets;
pub mod users;

use super::frame::Result;
use super::view::records::Choice;
use crate::app::access::Actor;
use crate::app::{App, Error};
use crate::lang::Words;
use crate::store::groups;
use chrono::NaiveDate;
use chrono_tz::Tz;
use form_urlencoded::Serializer;
use releve_solver::domain::time::local_of_instant;

/// The zone of the group, in which its pages tell the time.
async fn zone(app: &App, actor: &Actor) -> Result<Tz> {
    let mut tx = app.db.read().await?;
    let zone = groups::zone(&mut tx, &actor.group).await?;
    Ok(zone.ok_or_else(|| Error::not_found("group", &actor.group))?)
}

/// Unix seconds as day and time.
fn moment(words: Words, zone: Tz, seconds: i64) -> String {
    words.moment(local_of_instant(zone, seconds.div_euclid(60)))
}

/// The civil day of now.
fn today(app: &App, zone: Tz) -> NaiveDate {
    local_of_instant(zone, app.clock.now().div_euclid(60)).date()
}

/// An address with its query; what is empty is left out.
fn address(path: &str, query: &[(&str, &str)]) -> String {
    let mut pairs = Serializer::new(String::new());
    pairs.extend_pairs(query.iter().filter(|(_, value)| !value.is_empty()));
    let query = pairs.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// What a field of a filter says; nothing when it was left empty.
fn said(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The day that a field says, or that it says none that there is.
fn day(text: &str) -> std::result::Result<Option<NaiveDate>, ()> {
    said(text).map(|text| text.parse()).transpose().map_err(|_| ())
}

/// A choice of a list.
fn choice(value: impl Into<String>, label: impl Into<String>, chosen: &str) -> Choice {
    let value = value.into();
    Choice { chosen: value == chosen, label: label.into(), value }
}
