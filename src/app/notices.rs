//! The inbox: everything that somebody has been told, in the words of her language. It needs no address and no channel, and
//! has each notice exactly once.

use super::App;
use super::access::{Action, Actor, Paging};
use super::error::Result;
use crate::notify::words::{self, About, Clocks, Said};
use crate::store::contacts::{self, Contact};
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

/// A page of one's own notices, the newest first. `paging.state` is a kind.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Notice>> {
    actor.may(Action::OwnAccount)?;
    let (person, user) = (person(actor), user(actor));
    let (kind, after) = (paging.state.as_deref().unwrap_or_default(), paging.after.as_deref().unwrap_or_default());
    let mut tx = app.db.read().await?;
    let rows = outbox::list(&mut tx, &actor.group, (&person, &user), kind, (after, paging.limit())).await?;
    let site = zone(&mut tx, &actor.group).await?;
    let contact = contacts::find(&mut tx, &actor.group, &person).await?.unwrap_or_else(|| Contact::unsaid(site));
    let clocks = Clocks { site, person: contact.zone };
    let told = |row: Row| {
        let said = words::say(contact.locale, &row.kind, &About::read(&row.payload), clocks);
        Notice { row, said }
    };
    Ok(rows.into_iter().map(told).collect())
}

/// The clock of a group; Paris for one that is not there yet.
pub(super) async fn zone(tx: &mut Tx, group: &str) -> Result<Tz> {
    Ok(groups::zone(tx, group).await?.unwrap_or(Tz::Europe__Paris))
}
