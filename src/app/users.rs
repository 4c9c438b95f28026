//! Users and their grants: who may do what in a group, from when to when.
//!
//! Invariants: nobody gives or ends anything of her own; a group keeps an administrator; what was given is ended, never
//! erased; each giving and each ending is in the audit log.

use super::access::{Action, Actor, Paging, Role, SYSTEM_USER, Scope, holders_over};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::identity::today;
use super::work::Work;
use super::wrong::{expected, nothing};
use super::{App, fields, links, push, sessions, tokens};
use crate::ids::{GrantId, UserId};
use crate::store::{self, Tx, agents, establishments, grants, groups, is_taken, users};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// Longest name, characters.
const NAME_CHARS_MAX: usize = 200;
/// Longest e-mail address (RFC 5321, 4.5.3.1).
const EMAIL_CHARS_MAX: usize = 254;

/// A user to make.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// Name shown to people.
    pub name: String,
    /// Where she is written to; unique.
    #[serde(default)]
    pub email: Option<String>,
    /// What she is at first.
    pub grant: NewGrant,
    /// She is a person who is to choose a password: she is written to with a link, and gets no token.
    #[serde(default)]
    pub invite: bool,
}

/// Something to give.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGrant {
    /// Role.
    pub role: Role,
    /// Part of the group.
    #[serde(default = "whole")]
    pub scope: Scope,
    /// The agent she is; wanted for [`Role::Agent`] alone.
    #[serde(default)]
    pub agent: Option<String>,
    /// First day; today when left out.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day; for as long as it is not ended when left out.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
}

const fn whole() -> Scope {
    Scope::Group
}

impl NewGrant {
    /// A role in a part of the group, from today on.
    pub const fn new(role: Role, scope: Scope) -> Self {
        Self { role, scope, agent: None, valid_from: None, valid_to: None }
    }

    /// The role of an agent.
    pub fn agent(id: &str) -> Self {
        Self { agent: Some(id.to_owned()), ..Self::new(Role::Agent, Scope::Group) }
    }
}

/// A user just made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Created {
    /// User.
    pub id: UserId,
    /// Her first grant.
    pub grant: GrantId,
    /// A token with all her rights, unless she is invited; nobody can read it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// Somebody made at the machine.
#[derive(Debug, Clone)]
pub struct SignedUp {
    /// User.
    pub id: UserId,
    /// A token with all her rights; nobody can read it again.
    pub token: String,
}

/// Makes a user with a first grant, and a first token or an invitation. The group need not exist yet.
///
/// # Errors
/// `Forbidden`; `Invalid` for a name, address or grant that cannot be; `Conflict` for an address that is taken; `NotSet` for
/// an invitation without the service's key.
pub async fn create(app: &App, actor: &Actor, new: NewUser) -> Result<Created> {
    let reach = actor.may(Action::ManageUsers)?;
    let email = new.email.as_deref().map(address).transpose()?;
    if new.invite && email.is_none() {
        return Err(Error::field("email", nothing(), expected("field-email-of-invited")));
    }
    let name = fields::filled("name", &new.name, NAME_CHARS_MAX)?;
    let row = users::Row { id: UserId(app.clock.new_id()), email, name, locale: "fr".to_owned() };
    let mut work = Work::begin(app, actor, reach.role).await?;
    let now = work.now();
    users::insert(&mut work.tx, &row, now).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::EmailTaken.into(),
        e => Error::from(e),
    })?;
    work.record(Event::new("user.create", "user", &row.id.0));
    let grant = give_in(&mut work, &row.id, &new.grant).await?;
    let mut token = None;
    if new.invite {
        let link = links::make(&mut work, &row.id, links::Purpose::Invite).await?;
        work.tell(links::notice("account.invite", &row.id, &link));
        let detail = json!({ "link": link.id, "expires_at": link.expires_at });
        work.record(Event::new("account.invite", "user", &row.id.0).with(detail));
    } else {
        token = Some(tokens::issue(&mut work, &row.id, "Premier jeton", None, None).await?.1);
    }
    work.commit().await?;
    Ok(Created { id: row.id, grant, token })
}

/// Makes a user from the machine itself: the first administrator of a group, people of an example.
///
/// # Errors
/// As [`create`].
pub async fn sign_up(app: &App, group: &str, name: &str, grant: NewGrant) -> Result<SignedUp> {
    let new = NewUser { name: name.to_owned(), email: None, grant, invite: false };
    let made = create(app, &Actor::system(group), new).await?;
    let token = made.token.ok_or_else(|| Error::Corrupt("a user without a token".to_owned()))?;
    Ok(SignedUp { id: made.id, token })
}

/// An e-mail address in lower case. It is only ever written to, so its form is looked at and no more.
fn address(text: &str) -> Result<String> {
    let address = text.trim().to_lowercase();
    let shape = address.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.')
    });
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"".contains(c);
    let once = address.matches('@').count() == 1;
    if shape && once && address.chars().count() <= EMAIL_CHARS_MAX && address.chars().all(plain) {
        return Ok(address);
    }
    Err(Error::field("email", text, expected("field-email")))
}

/// The managers of a unit today: those of it, of its establishment, or of the whole group.
pub(super) async fn managers_of(tx: &mut Tx, group: &str, unit: &str, now: i64) -> Result<Vec<String>> {
    let day = today(now, groups::zone(tx, group).await?);
    let homes = establishments::homes_of_units(tx, group).await?;
    let home = homes.into_iter().find(|(id, _)| id == unit).map(|(_, home)| home).unwrap_or_default();
    holders_over(tx, group, (Role::Manager, day), (&home, &[unit])).await
}

/// Gives somebody something more.
///
/// # Errors
/// `Forbidden`; `NotFound` for a user unknown in the group; `Invalid` for what cannot be given; `Conflict` to herself.
pub async fn give(app: &App, actor: &Actor, user: &str, new: &NewGrant) -> Result<GrantId> {
    let reach = actor.may(Action::ManageUsers)?;
    let user = UserId(user.to_owned());
    let mut work = Work::begin(app, actor, reach.role).await?;
    let row = users::find(&mut work.tx, &actor.group, &user).await?;
    row.ok_or_else(|| Error::not_found("user", &user.0))?;
    not_herself(actor, &user)?;
    let id = give_in(&mut work, &user, new).await?;
    work.commit().await?;
    Ok(id)
}

async fn give_in(work: &mut Work<'_>, user: &UserId, new: &NewGrant) -> Result<GrantId> {
    let (group, now) = (work.group(), work.now());
    let zone = groups::zone(&mut work.tx, group).await?;
    look_at(&mut work.tx, group, zone.is_some(), new).await?;
    let valid_from = new.valid_from.unwrap_or_else(|| today(now, zone));
    fields::in_order("valid_to", valid_from, new.valid_to)?;
    let row = grants::Row {
        id: GrantId(work.app.clock.new_id()),
        user_id: user.clone(),
        role: store::name_of(&new.role)?,
        scope: store::to_json(&new.scope)?,
        agent_id: new.agent.clone(),
        valid_from: valid_from.to_string(),
        valid_to: new.valid_to.map(|day| day.to_string()),
        ended_at: None,
        version: 1,
    };
    grants::insert(&mut work.tx, group, &row, &work.actor.user.0, now).await?;
    let detail = json!({ "user": user, "role": new.role, "scope": new.scope, "agent": new.agent,
        "valid_from": row.valid_from, "valid_to": row.valid_to });
    work.record(Event::new("grant.give", "grant", &row.id.0).with(detail));
    Ok(row.id)
}

/// Whether a grant can be: the part of the group and the agent that it names are there, once the group is.
async fn look_at(tx: &mut Tx, group: &str, there: bool, new: &NewGrant) -> Result<()> {
    match (new.role, &new.agent) {
        (Role::System, _) => {
            return Err(Error::field("role", "system", expected("field-role")));
        }
        (Role::Agent, None) => {
            return Err(Error::field("agent", nothing(), expected("field-agent")));
        }
        (Role::Agent, Some(agent)) => {
            if there && agents::face(tx, group, agent).await?.is_none() {
                return Err(Error::field("agent", agent.as_str(), expected("field-of-group")));
            }
        }
        (_, Some(agent)) => {
            return Err(Error::field("agent", agent.as_str(), expected("field-nothing")));
        }
        (_, None) => {}
    }
    let homes = if there { establishments::homes_of_units(tx, group).await? } else { return Ok(()) };
    let (wanted, known): (&BTreeSet<String>, BTreeSet<&str>) = match &new.scope {
        Scope::Group => return Ok(()),
        Scope::Establishments(ids) => (ids, homes.iter().map(|(_, home)| home.as_str()).collect()),
        Scope::Units(ids) => (ids, homes.iter().map(|(unit, _)| unit.as_str()).collect()),
    };
    fields::some("scope.ids", wanted.is_empty())?;
    match wanted.iter().find(|id| !known.contains(id.as_str())) {
        Some(id) => Err(Error::field("scope.ids", id.as_str(), expected("field-of-group"))),
        None => Ok(()),
    }
}

/// Ends a grant: from now on it holds no more.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Conflict` for her own, for one that is over, and for the last administrator's.
pub async fn end(app: &App, actor: &Actor, grant: &str) -> Result<()> {
    let reach = actor.may(Action::ManageUsers)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    // Two administrators may end each other's mandate at the same time.
    groups::lock(&mut work.tx, &actor.group).await?;
    let row = grants::find(&mut work.tx, &actor.group, grant).await?;
    let row = row.ok_or_else(|| Error::not_found("grant", grant))?;
    not_herself(actor, &row.user_id)?;
    end_in(&mut work, &row).await?;
    an_administrator_is_left(&mut work).await?;
    work.commit().await
}

/// Ends everything that a user has in the group, tokens too, and all her sessions.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Conflict` for herself and for the last administrator.
pub async fn remove(app: &App, actor: &Actor, user: &str) -> Result<()> {
    let reach = actor.may(Action::ManageUsers)?;
    let (user, group) = (UserId(user.to_owned()), actor.group.as_str());
    let mut work = Work::begin(app, actor, reach.role).await?;
    groups::lock(&mut work.tx, group).await?;
    let row = users::find(&mut work.tx, group, &user).await?;
    row.ok_or_else(|| Error::not_found("user", &user.0))?;
    not_herself(actor, &user)?;
    for grant in grants::standing(&mut work.tx, group, &user).await? {
        end_in(&mut work, &grant).await?;
    }
    for token in store::tokens::of_user(&mut work.tx, group, &user).await? {
        tokens::end_in(&mut work, &user, &token.id.0).await?;
    }
    sessions::end_all(&mut work, &user, None).await?;
    push::end_all(&mut work, &user).await?;
    an_administrator_is_left(&mut work).await?;
    work.record(Event::new("user.remove", "user", &user.0));
    work.commit().await
}

async fn end_in(work: &mut Work<'_>, row: &grants::Row) -> Result<()> {
    if row.ended_at.is_some() {
        return Err(Conflict::GrantOver.into());
    }
    let (by, now) = (work.actor.user.0.clone(), work.now());
    if !grants::end(&mut work.tx, row, &by, now).await? {
        return Err(Conflict::LostRace.into());
    }
    let detail = json!({ "user": row.user_id, "role": row.role });
    work.record(Event::new("grant.end", "grant", &row.id.0).from_version(row.version).with(detail));
    Ok(())
}

/// A group nobody can administer could never be mended from within.
async fn an_administrator_is_left(work: &mut Work<'_>) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    let zone = groups::zone(&mut work.tx, group).await?;
    let role = store::name_of(&Role::Administrator)?;
    let left = grants::holders(&mut work.tx, group, &role, &today(now, zone).to_string()).await?;
    if left.is_empty() { Err(Conflict::LastAdministrator.into()) } else { Ok(()) }
}

fn not_herself(actor: &Actor, user: &UserId) -> Result<()> {
    if actor.user == *user && user.0 != SYSTEM_USER { Err(Conflict::OwnGrant.into()) } else { Ok(()) }
}

/// A page of the group's grants, with whose they are.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<grants::Named>> {
    let reach = actor.may(Action::ReadUsers)?;
    let mut tx = app.db.read().await?;
    Ok(grants::list(&mut tx, &actor.group, &reach.page(paging)).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_plain_address_in_lower_case() {
        assert_eq!(address(" Claire.Delmas@Example.ORG ").expect("an address"), "claire.delmas@example.org");
        for bad in
            ["", "claire", "a@b", "@b.fr", "a@.fr", "a@b.", "a b@c.fr", "a@b.fr, c@d.fr", "A <a@b.fr>", "a@b@c.fr"]
        {
            assert!(address(bad).is_err(), "{bad}");
        }
        assert!(address(&format!("{}@example.org", "x".repeat(250))).is_err());
    }
}
