//! Calendars: an agent's agenda for the calendar of her telephone, under an address that nobody can guess.
//!
//! Invariants: the address is shown once, when it is made, and the database holds nothing that gives it back; a new one ends the
//! one before; what is read under it is what she herself may read at that moment, and nothing once she has lost her part.

use super::App;
use super::access::{Action, Actor};
use super::agenda::{self, Duty, herself};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::identity::{as_herself, today};
use super::work::Work;
use crate::ids::CalendarId;
use crate::store::calendars::{self, Row};
use crate::store::contacts::Locale;
use crate::store::{accounts, groups, is_taken};
use crate::text::sha256;
use chrono::Days;
use serde_json::json;

/// Days that are over and still shown, and days ahead.
const DAYS_BACK: u64 = 14;
const DAYS_AHEAD: u64 = 84;

/// What a subscription reads.
#[derive(Debug)]
pub struct Feed {
    /// Language of its entries.
    pub locale: Locale,
    /// Whose it is: part of what its entries are called by.
    pub agent: String,
    /// Her duties, by start; of those called off the ones that would still be ahead.
    pub duties: Vec<Duty>,
    /// When it was read, unix seconds.
    pub read_at: i64,
}

/// Her calendar, if she has one.
///
/// # Errors
/// `Forbidden` for whoever is no agent.
pub async fn own(app: &App, actor: &Actor) -> Result<Option<Row>> {
    herself(actor)?;
    let mut tx = app.db.read().await?;
    Ok(calendars::standing(&mut tx, &actor.group, &actor.user).await?)
}

/// Makes her calendar, in place of the one before; gives the token in clear, which nobody can read again.
///
/// # Errors
/// `Forbidden` for whoever is no agent, `Conflict` when two are made at once.
pub async fn make(app: &App, actor: &Actor, locale: Locale) -> Result<String> {
    herself(actor)?;
    let mut work = Work::begin(app, actor, actor.may(Action::OwnAccount)?.role).await?;
    let (group, now) = (work.group(), work.now());
    let replaced = calendars::end(&mut work.tx, group, &actor.user, now).await?;
    let token = app.clock.new_token();
    let row = Row {
        id: CalendarId(app.clock.new_id()),
        group_id: group.to_owned(),
        user_id: actor.user.clone(),
        locale: if locale == Locale::Fr { "fr" } else { "en" }.to_owned(),
        made_at: now,
    };
    calendars::insert(&mut work.tx, &row, &sha256(&token)).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::LostRace.into(),
        e => Error::from(e),
    })?;
    work.record(Event::new("calendar.make", "calendar", &row.id.0).with(json!({ "replaced": replaced })));
    work.commit().await?;
    Ok(token)
}

/// Ends her calendar: the address gives nothing any more. Without one nothing is done.
///
/// # Errors
/// `Forbidden` for whoever is no agent.
pub async fn end(app: &App, actor: &Actor) -> Result<()> {
    herself(actor)?;
    let mut work = Work::begin(app, actor, actor.may(Action::OwnAccount)?.role).await?;
    let (group, now) = (work.group(), work.now());
    let Some(row) = calendars::standing(&mut work.tx, group, &actor.user).await? else { return Ok(()) };
    calendars::end(&mut work.tx, group, &actor.user, now).await?;
    work.record(Event::new("calendar.end", "calendar", &row.id.0));
    work.commit().await
}

/// What stands under an address.
///
/// # Errors
/// `NotFound` for a token that opens nothing, or nothing any more: which of these, nobody learns.
pub async fn feed(app: &App, token: &str) -> Result<Feed> {
    let missing = || Error::not_found("calendar", "");
    let mut tx = app.db.read().await?;
    let row = calendars::opened_by(&mut tx, &sha256(token)).await?.ok_or_else(missing)?;
    let user = accounts::find(&mut tx, &row.user_id).await?.ok_or_else(missing)?;
    let zone = groups::zone(&mut tx, &row.group_id).await?;
    drop(tx);
    let whole = as_herself(app, &row.user_id, &user.name, Some(&row.group_id)).await?;
    // The address reads her agenda, whatever else she may do.
    let only = [Action::AnswerOffer, Action::ReadAssignments, Action::ChooseDays];
    let actor = Actor { only: Some(only.into()), ..whole };
    let agent = herself(&actor).map_err(|_| missing())?.to_owned();
    let (now, day) = (app.clock.now(), today(app.clock.now(), zone));
    let mut duties = agenda::ahead(app, &actor, (day - Days::new(DAYS_BACK), day + Days::new(DAYS_AHEAD))).await?;
    duties.retain(|duty| !duty.provisional && (!duty.cancelled || duty.ends_at > now));
    let locale = if row.locale == "en" { Locale::En } else { Locale::Fr };
    Ok(Feed { locale, agent, duties, read_at: now })
}
