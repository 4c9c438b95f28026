//! Who somebody is: the bearer of a token becomes an [`Actor`] with the grants that hold today. People in a browser have a
//! session instead ([`super::sessions`]).

use super::App;
use super::access::{Action, Actor, Grant, Scope};
use super::error::{Error, Result};
use super::sessions::NO_GROUP;
use super::terms::Terms;
use crate::ids::UserId;
use crate::store::{self, Tx, establishments, grants, groups, tokens};
use crate::text::sha256;
use chrono::NaiveDate;
use chrono_tz::Tz;
use releve_solver::domain::time::local_of_instant;
use std::collections::{BTreeMap, BTreeSet};

/// Recognises the bearer of a token. Somebody none of whose grants holds today is recognised, and may do nothing.
///
/// # Errors
/// [`Error::SignedOut`] when nobody has this token, or it is over.
pub async fn recognise(tx: &mut Tx, app: &App, token: &str) -> Result<Actor> {
    let now = app.clock.now();
    let bearer = tokens::bearer(tx, &sha256(token), now).await?.ok_or(Error::SignedOut)?;
    let zone = bearer.time_zone.as_deref().map(store::parsed).transpose()?;
    let grants = held(tx, &bearer.group_id, &bearer.user_id, today(now, zone)).await?;
    let only: Option<BTreeSet<Action>> = bearer.actions.as_deref().map(store::from_json).transpose()?;
    Ok(Actor {
        user: bearer.user_id,
        name: bearer.name,
        group: bearer.group_id,
        grants,
        only,
        seat: None,
        terms: Terms::default(),
    })
}

/// The civil day in a group's zone; a group that is not there yet keeps universal time.
pub(crate) fn today(now: i64, zone: Option<Tz>) -> NaiveDate {
    local_of_instant(zone.unwrap_or(Tz::UTC), now.div_euclid(60)).date()
}

/// A user as the one who does something to her own account: in a group, or in the first she has, or in none.
///
/// # Errors
/// When the database fails.
pub(super) async fn as_herself(app: &App, user: &UserId, name: &str, group: Option<&str>) -> Result<Actor> {
    let mut tx = app.db.read().await?;
    let group = match group {
        Some(group) => group.to_owned(),
        None => {
            grants::groups_of(&mut tx, user).await?.into_iter().next().map_or_else(|| NO_GROUP.to_owned(), |(id, _)| id)
        }
    };
    let zone = groups::zone(&mut tx, &group).await?;
    let grants = held(&mut tx, &group, user, today(app.clock.now(), zone)).await?;
    Ok(Actor {
        user: user.clone(),
        name: name.to_owned(),
        group,
        grants,
        only: None,
        seat: None,
        terms: Terms::default(),
    })
}

/// What a user holds in a group on a day.
pub(super) async fn held(tx: &mut Tx, group: &str, user: &UserId, day: NaiveDate) -> Result<Vec<Grant>> {
    let mut held = Vec::new();
    let mut homes: Option<BTreeMap<String, String>> = None;
    for row in grants::valid(tx, group, user, &day.to_string()).await? {
        let scope: Scope = store::from_json(&row.scope)?;
        if scope != Scope::Group && homes.is_none() {
            homes = Some(establishments::homes_of_units(tx, group).await?.into_iter().collect());
        }
        let all = homes.iter().flatten();
        let units = match &scope {
            Scope::Group => BTreeMap::new(),
            Scope::Establishments(ids) => pairs(all.filter(|(_, home)| ids.contains(*home))),
            Scope::Units(ids) => pairs(all.filter(|(unit, _)| ids.contains(*unit))),
        };
        held.push(Grant { role: store::named(&row.role)?, scope, agent: row.agent_id, units });
    }
    Ok(held)
}

fn pairs<'p>(all: impl Iterator<Item = (&'p String, &'p String)>) -> BTreeMap<String, String> {
    all.map(|(unit, home)| (unit.clone(), home.clone())).collect()
}
