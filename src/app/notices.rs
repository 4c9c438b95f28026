//! The inbox: everything that somebody has been told, in the words of her language. It needs no address and no channel, and
//! has each notice exactly once.

use super::App;
use super::access::{Action, Actor, Paging};
use super::error::{Error, Result};
use crate::lang::Words;
use crate::notify::words::{self, About, Clocks, Said};
use crate::store::contacts::{self, Contact, Locale};
use crate::store::outbox::{self, Row};
use crate::store::{Tx, groups};
use chrono_tz::Tz;

/// Who an actor is to the outbox: the agent she is, else her user.
pub fn person(actor: &Actor) -> String {
    actor.agent().map_or_else(|| user(actor), |agent| format!("agent:{agent}"))
}

/// Her user, whether she is an agent or not.
pub(super) fn user(actor: &Actor) -> String {
    format!("user:{}", actor.user)
}

/// A notice and its words.
#[derive(Debug)]
pub struct Notice {
    /// As it was written.
    pub row: Row,
    /// In her language.
    pub said: Said,
}

/// A page of one's own notices, the newest first, in the language of one's letters. `paging.state` is a kind.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Notice>> {
    listed(app, actor, paging, None).await
}

/// The same in a language of the reader's choice.
///
/// # Errors
/// When the database fails.
pub async fn list_in(app: &App, actor: &Actor, paging: &Paging, locale: Locale) -> Result<Vec<Notice>> {
    listed(app, actor, paging, Some(locale)).await
}

async fn listed(app: &App, actor: &Actor, paging: &Paging, locale: Option<Locale>) -> Result<Vec<Notice>> {
    actor.may(Action::OwnAccount)?;
    let (person, user) = (person(actor), user(actor));
    let (kind, after) = (paging.state.as_deref().unwrap_or_default(), paging.after.as_deref().unwrap_or_default());
    let mut tx = app.db.read().await?;
    let rows = outbox::list(&mut tx, &actor.group, (&person, &user), kind, (after, paging.limit())).await?;
    let site = zone(&mut tx, &actor.group).await?;
    let contact = contacts::find(&mut tx, &actor.group, &person).await?.unwrap_or_else(|| Contact::unsaid(site));
    let clocks = Clocks { site, person: contact.zone };
    let words = Words::new(locale.unwrap_or(contact.locale));
    let told = |row: Row| {
        let said = words::say(words, &row.kind, &About::read(&row.payload), clocks);
        Notice { row, said }
    };
    Ok(rows.into_iter().map(told).collect())
}

/// How many of one's own notices are not read.
///
/// # Errors
/// When the database fails.
pub async fn unread(app: &App, actor: &Actor) -> Result<usize> {
    actor.may(Action::OwnAccount)?;
    let mut tx = app.db.read().await?;
    let count = outbox::unread(&mut tx, &actor.group, (&person(actor), &user(actor))).await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// The newest of one's own notices that is read; empty when none is.
///
/// # Errors
/// When the database fails.
pub async fn read_up_to(app: &App, actor: &Actor) -> Result<String> {
    actor.may(Action::OwnAccount)?;
    let mut tx = app.db.read().await?;
    Ok(outbox::read_up_to(&mut tx, &actor.group, &person(actor)).await?.unwrap_or_default())
}

/// Says that one has read one's notices up to one of them.
///
/// # Errors
/// `NotFound` when it is none of one's own.
pub async fn mark_read(app: &App, actor: &Actor, id: &str) -> Result<()> {
    actor.may(Action::OwnAccount)?;
    let (person, user) = (person(actor), user(actor));
    let mut tx = app.db.write().await?;
    let row = outbox::find(&mut tx, id).await?;
    row.filter(|row| row.group_id == actor.group && [&person, &user].contains(&&row.person))
        .ok_or_else(|| Error::not_found("notice", id))?;
    outbox::mark_read(&mut tx, &actor.group, &person, id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The clock of a group; Paris for one that is not there yet.
pub(super) async fn zone(tx: &mut Tx, group: &str) -> Result<Tz> {
    Ok(groups::zone(tx, group).await?.unwrap_or(Tz::Europe__Paris))
}
