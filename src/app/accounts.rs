//! Accounts of people: log-in by e-mail and password, and how a password comes to be.
//!
//! Invariants: an address that nobody has costs the same hash, the same lines in the database and gets the same answer as a
//! wrong password; every try is counted before it is judged ([`super::attempts`]); whoever changes a password ends every other
//! session, and every link that could change it too.

use super::access::{Action, Actor, Role};
use super::attempts::{self, Limit};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::links::{self, Purpose};
use super::passwords::{self, Unfit, Verdict};
use super::sessions::{self, Factors, NO_GROUP, Seat};
use super::work::Work;
use super::{App, identity, second_factor, secrets};
use crate::ids::UserId;
use crate::store::{accounts, grants};
use serde_json::json;

/// Seconds after a log-in by a provider in which somebody without a password may change what is hers.
const FRESH_SECONDS: i64 = 600;

/// Where a log-in comes from.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// Its address, or the network it has for itself.
    pub address: String,
    /// What the browser says it is.
    pub browser: String,
}

/// Tries to log in; gives the token of a new session, or nothing when address and password do not fit.
///
/// # Errors
/// [`Error::TooMany`] while it has to wait.
pub async fn log_in(app: &App, email: &str, password: &str, client: &Client) -> Result<Option<String>> {
    let email = email.trim().to_lowercase();
    let limits = [Limit::log_in(app, &email), Limit::client(app, "log-in", &client.address)];
    let crossed = attempts::count(app, &limits).await?;
    let mut tx = app.db.read().await?;
    let found = accounts::by_email(&mut tx, &email).await?;
    let nobody = UserId(String::new());
    let groups = grants::groups_of(&mut tx, found.as_ref().map_or(&nobody, |found| &found.id)).await?;
    drop(tx);
    let known = found.as_ref().filter(|_| !groups.is_empty());
    let hash = known.and_then(|found| found.password_hash.as_deref());
    let verdict = passwords::verify(app, hash, password).await?;
    let (Some(account), Verdict::Right | Verdict::RightButWeak) = (known, verdict) else {
        let group = groups.first().map_or(NO_GROUP, |(id, _)| id);
        let user = known.map_or("unknown", |account| account.id.0.as_str());
        let (email, client) = (Some(email.as_str()), Some(client.address.as_str()));
        refused(app, Failure { group, user, factor: "password", email, client, provider: None, crossed }).await?;
        return Ok(None);
    };
    let rehashed = if verdict == Verdict::RightButWeak { Some(passwords::hash(app, password).await?) } else { None };
    let group = if let [(id, _)] = &groups[..] { Some(id.as_str()) } else { None };
    let actor = identity::as_herself(app, &account.id, &account.name, group).await?;
    let mut work = Work::begin(app, &actor, sessions::role_of(&actor)).await?;
    if let (Some(old), Some(new)) = (hash, &rehashed) {
        accounts::rehash(&mut work.tx, &account.id, old, new).await?;
    }
    attempts::forgive(&mut work.tx, &limits).await?;
    let factors = if account.totp_since.is_some() { Factors::CodeOwed } else { Factors::Password };
    let token = sessions::begin(&mut work, &account.id, group, factors, &client.browser).await?;
    work.commit().await?;
    Ok(Some(token))
}

/// Gives the code of the second factor, or a recovery code; gives the new token, or nothing when it is wrong.
///
/// # Errors
/// [`Error::TooMany`] while it has to wait; [`Conflict::SecondFactorState`] when no code is owed.
pub async fn give_code(app: &App, seat: &Seat, code: &str, client: &Client) -> Result<Option<String>> {
    if seat.factors != Factors::CodeOwed {
        return Err(Conflict::SecondFactorState.into());
    }
    let limits = [Limit::code(app, &seat.user)];
    let crossed = attempts::count(app, &limits).await?;
    let actor = identity::as_herself(app, &seat.user, &seat.name, seat.group.as_deref()).await?;
    let mut work = Work::begin(app, &actor, sessions::role_of(&actor)).await?;
    let Some(how) = second_factor::accept(&mut work, &seat.user, code).await? else {
        drop(work);
        let (group, user, client) = (actor.group.as_str(), seat.user.0.as_str(), Some(client.address.as_str()));
        refused(app, Failure { group, user, factor: "code", email: None, client, provider: None, crossed }).await?;
        return Ok(None);
    };
    attempts::forgive(&mut work.tx, &limits).await?;
    let factors = seat.with_code();
    let token = sessions::rise(&mut work, seat, seat.group.as_deref(), factors).await?;
    let detail = json!({ "factors": factors, "code": how });
    work.record(Event::new("account.login", "session", &seat.session.0).with(detail));
    work.commit().await?;
    Ok(Some(token))
}

/// A try that was wrong.
pub(super) struct Failure<'a> {
    pub group: &'a str,
    pub user: &'a str,
    /// What was wrong.
    pub factor: &'static str,
    /// The address typed.
    pub email: Option<&'a str>,
    /// The client's address.
    pub client: Option<&'a str>,
    /// The OpenID provider, and why.
    pub provider: Option<(&'a str, &'static str)>,
    /// It is the first that makes the next one wait.
    pub crossed: bool,
}

/// Records a refusal: neither the address typed nor the client's, but digests that only the service's key makes; nothing of
/// what came back from a provider.
pub(super) async fn refused(app: &App, failure: Failure<'_>) -> Result<()> {
    let digest = |text: &str| secrets::code(&app.config, "audit", text).ok().map(|digest| digest[..32].to_owned());
    let (address, client) = (failure.email.and_then(digest), failure.client.and_then(digest));
    let mut detail = json!({ "factor": failure.factor, "address": address, "client": client });
    if let Some((provider, code)) = failure.provider {
        detail["provider"] = json!(provider);
        detail["code"] = json!(code);
    }
    let actor = Actor::system(failure.group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.record(Event::new("account.login-refused", "user", failure.user).with(detail.clone()));
    if failure.crossed {
        work.record(Event::new("account.locked", "user", failure.user).with(detail));
    }
    work.commit().await
}

/// Whether the password is the actor's, who gives it again before she changes what is hers. Whoever has none proves it by a
/// log-in at her provider a moment ago.
///
/// # Errors
/// [`Error::TooMany`] while it has to wait; `Password` when it is another, or the log-in was too long ago.
pub async fn prove(app: &App, actor: &Actor, password: &str) -> Result<accounts::Row> {
    actor.may(Action::OwnAccount)?;
    if let Some(account) = without_password(app, actor).await? {
        return Ok(account);
    }
    let limits = [Limit::own_password(app, &actor.user)];
    let crossed = attempts::count(app, &limits).await?;
    let mut tx = app.db.read().await?;
    let account = accounts::find(&mut tx, &actor.user).await?.ok_or(Error::SignedOut)?;
    drop(tx);
    if passwords::verify(app, account.password_hash.as_deref(), password).await? == Verdict::Wrong {
        let (group, user) = (actor.group.as_str(), actor.user.0.as_str());
        let failure =
            Failure { group, user, factor: "password-again", email: None, client: None, provider: None, crossed };
        refused(app, failure).await?;
        return Err(Unfit::NotCurrent.into());
    }
    let mut tx = app.db.write().await?;
    attempts::forgive(&mut tx, &limits).await?;
    tx.commit().await?;
    Ok(account)
}

/// The account of somebody who has no password and has just logged in by a provider; none for whoever has one.
async fn without_password(app: &App, actor: &Actor) -> Result<Option<accounts::Row>> {
    let mut tx = app.db.read().await?;
    let account = accounts::find(&mut tx, &actor.user).await?.ok_or(Error::SignedOut)?;
    let Some(seat) = actor.seat.as_ref().filter(|seat| seat.identity.is_some() && account.password_hash.is_none())
    else {
        return Ok(None);
    };
    if app.clock.now() - seat.began_at <= FRESH_SECONDS {
        return Ok(Some(account));
    }
    Err(Unfit::OldLogIn.into())
}

/// Changes the actor's password and ends her other sessions; gives the new token of the one she asks from.
///
/// # Errors
/// As [`prove`]; `Password` for a password that will not do.
pub async fn change_password(app: &App, actor: &Actor, current: &str, new: &str) -> Result<Option<String>> {
    let role = actor.may(Action::OwnAccount)?.role;
    let account = prove(app, actor, current).await?;
    passwords::look_at(new, &account.name, account.email.as_deref())?;
    let hash = passwords::hash(app, new).await?;
    let mut work = Work::begin(app, actor, role).await?;
    put(&mut work, &account.id, &hash, "change").await?;
    sessions::end_all(&mut work, &actor.user, actor.seat.as_ref().map(|seat| &seat.session)).await?;
    let mut token = None;
    if let Some(seat) = &actor.seat {
        token = Some(sessions::rise(&mut work, seat, seat.group.as_deref(), seat.factors).await?);
    }
    work.commit().await?;
    Ok(token)
}

async fn put(work: &mut Work<'_>, user: &UserId, hash: &str, how: &str) -> Result<()> {
    let now = work.now();
    accounts::set_password(&mut work.tx, user, hash, now).await?;
    crate::store::links::end_all(&mut work.tx, user, now).await?;
    work.record(Event::new("account.password", "user", &user.0).with(json!({ "how": how })));
    Ok(())
}

/// Chooses a password by a link, which is used up; every session of the account ends. Her second factor stays what it is.
///
/// # Errors
/// As [`links::look_at`]; `Password` for a password that will not do, which leaves the link as it is.
pub async fn choose_password(app: &App, link: &str, new: &str) -> Result<()> {
    let open = links::look_at(app, link).await?;
    if open.purpose == Purpose::Demo {
        return Err(Conflict::LinkOver.into());
    }
    passwords::look_at(new, &open.user.name, open.user.email.as_deref())?;
    let hash = passwords::hash(app, new).await?;
    let actor = identity::as_herself(app, &open.user.id, &open.user.name, None).await?;
    let mut work = Work::begin(app, &actor, sessions::role_of(&actor)).await?;
    links::consume(&mut work, &open).await?;
    let how = if open.purpose == Purpose::Invite { "invite" } else { "recover" };
    put(&mut work, &open.user.id, &hash, how).await?;
    sessions::end_all(&mut work, &open.user.id, None).await?;
    if let Some(email) = &open.user.email {
        // Whoever reads her letters has waited long enough.
        attempts::forgive(&mut work.tx, &[Limit::log_in(app, email)]).await?;
    }
    work.commit().await
}

/// Sets a password from the machine itself: people of an example.
///
/// # Errors
/// As [`passwords::look_at`].
pub async fn set_password(app: &App, group: &str, user: &UserId, password: &str) -> Result<()> {
    let mut tx = app.db.read().await?;
    let account = accounts::find(&mut tx, user).await?.ok_or_else(|| Error::not_found("user", &user.0))?;
    drop(tx);
    passwords::look_at(password, &account.name, account.email.as_deref())?;
    let hash = passwords::hash(app, password).await?;
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    put(&mut work, user, &hash, "machine").await?;
    sessions::end_all(&mut work, user, None).await?;
    work.commit().await
}

/// Asks for a link to choose a new password. Whether somebody has the address, nobody learns.
///
/// # Errors
/// [`Error::TooMany`] while it has to wait; [`Error::NotSet`] without a key.
pub async fn recover(app: &App, email: &str, client: &Client) -> Result<()> {
    secrets::are_possible(&app.config)?;
    let email = email.trim().to_lowercase();
    attempts::count(app, &[Limit::recovery(app, &email), Limit::client(app, "recovery", &client.address)]).await?;
    let mut tx = app.db.read().await?;
    let found = accounts::by_email(&mut tx, &email).await?;
    let nobody = UserId(String::new());
    let groups = grants::groups_of(&mut tx, found.as_ref().map_or(&nobody, |found| &found.id)).await?;
    drop(tx);
    let actor = Actor::system(groups.first().map_or(NO_GROUP, |(id, _)| id));
    let mut work = Work::begin(app, &actor, Role::System).await?;
    let Some(account) = found.filter(|_| !groups.is_empty()) else {
        let digest = secrets::code(&app.config, "audit", &email)?;
        let detail = json!({ "address": digest[..32] });
        work.record(Event::new("account.recovery", "user", "unknown").with(detail));
        return work.commit().await;
    };
    let link = links::make(&mut work, &account.id, Purpose::Recover).await?;
    work.tell(links::notice("account.recovery", &account.id, &link));
    let detail = json!({ "link": link.id, "expires_at": link.expires_at });
    work.record(Event::new("account.recovery", "user", &account.id.0).with(detail));
    work.commit().await
}
