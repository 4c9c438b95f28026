//! Sessions: somebody in a browser. A session is begun by the right password, rises when a code is given or a group is chosen,
//! and ends by log-out, by a limit, or with every other one when the password changes.
//!
//! Invariants: the token is 256 random bits, only its digest is stored; it changes every quarter of an hour and whenever the
//! session rises; the one before holds for half a minute more, unless the session rose. Twelve hours after log-in it is over,
//! whatever happens.

use super::access::{Action, Actor, Role};
use super::audit::Event;
use super::error::{Error, Result};
use super::terms::Terms;
use super::work::Work;
use super::{App, identity, secrets};
use crate::ids::{IdentityId, SessionId, UserId};
use crate::store::{self, grants, sessions};
use crate::text::sha256;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Longest life, seconds.
pub const LIFE_SECONDS: i64 = 12 * 3600;
/// Longest wait for the code of the second factor, seconds.
const CODE_SECONDS: i64 = 600;
/// Age at which a token is replaced, seconds.
const ROTATE_SECONDS: i64 = 900;
/// How long the token before stays good: two tabs ask at once.
const PREVIOUS_SECONDS: i64 = 30;
/// How exactly the last request is noted, seconds.
const SEEN_SECONDS: i64 = 60;
/// Longest description of a browser that is kept, characters.
const BROWSER_CHARS_MAX: usize = 200;
/// What ID tokens are sealed for.
const ID_TOKEN: &str = "id-token";
/// Where deeds are recorded that belong to no group: no group has this name.
pub const NO_GROUP: &str = "";

/// What somebody proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factors {
    /// The password; the code of her second factor is still to come.
    CodeOwed,
    /// The password, and she has no second factor.
    Password,
    /// Both.
    PasswordAndCode,
    /// An OpenID provider vouches for her, and she has no second factor here.
    Provider,
    /// A provider vouches for her, and she gave the code of her second factor.
    ProviderAndCode,
    /// A provider vouches for her and for a second factor of its own.
    StrongProvider,
    /// A link of `releve demo`.
    Demo,
}

/// What a session lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The code of the second factor.
    Code,
    /// The choice of a group.
    Group,
    /// A second factor, which her role needs.
    Enrol,
}

/// Somebody's place in a session.
#[derive(Debug, Clone)]
pub struct Seat {
    /// Session.
    pub session: SessionId,
    /// User.
    pub user: UserId,
    /// Her name.
    pub name: String,
    /// The group she acts in, once it is chosen.
    pub group: Option<String>,
    /// What she proved.
    pub factors: Factors,
    /// What every form of hers carries: HMAC-SHA256 under the session's own key.
    pub seal: String,
    /// The identity at a provider by which she logged in.
    pub identity: Option<IdentityId>,
    /// When she logged in, unix seconds.
    pub began_at: i64,
    /// Unix seconds.
    expires_at: i64,
}

impl Seat {
    /// What she has proved once she gives a code of her second factor.
    pub(super) const fn with_code(&self) -> Factors {
        if self.identity.is_some() { Factors::ProviderAndCode } else { Factors::PasswordAndCode }
    }

    /// What she has proved when her second factor is taken away.
    pub(super) const fn without_code(&self) -> Factors {
        match self.factors {
            Factors::StrongProvider => Factors::StrongProvider,
            _ if self.identity.is_some() => Factors::Provider,
            _ => Factors::Password,
        }
    }
}

/// A session recognised by its token.
#[derive(Debug, Clone)]
pub struct Recognised {
    /// Who it is.
    pub seat: Seat,
    /// The same with her grants, once she has given every factor she owes and chosen a group.
    pub actor: Option<Actor>,
    /// What is still to be done before anything else.
    pub missing: Option<Step>,
    /// The token that takes this one's place.
    pub new_token: Option<String>,
}

/// Recognises the session of a token, and replaces the token when it is its time.
///
/// # Errors
/// [`Error::SignedOut`] when there is none, or it is over.
pub async fn recognise(app: &App, token: &str) -> Result<Recognised> {
    let (now, digest) = (app.clock.now(), sha256(token));
    let mut tx = app.db.read().await?;
    let held = sessions::find(&mut tx, &digest, now, idle_since(app)).await?.ok_or(Error::SignedOut)?;
    let row = held.row;
    let seat = Seat {
        factors: store::named(&row.factors)?,
        seal: seal(&row.form_key),
        session: row.id,
        user: row.user_id,
        name: held.name,
        group: row.group_id,
        identity: row.identity_id,
        began_at: row.created_at,
        expires_at: row.expires_at,
    };
    let mut actor = None;
    if let (Some(group), true) = (&seat.group, seat.factors != Factors::CodeOwed) {
        let zone = held.time_zone.as_deref().map(store::parsed).transpose()?;
        let grants = identity::held(&mut tx, group, &seat.user, identity::today(now, zone)).await?;
        actor = Some(Actor {
            user: seat.user.clone(),
            name: seat.name.clone(),
            group: group.clone(),
            grants,
            only: None,
            seat: Some(seat.clone()),
            terms: Terms::default(),
        });
    }
    drop(tx);
    let mut new_token = None;
    if held.newest && now - row.rotated_at >= ROTATE_SECONDS {
        let (token, mut tx) = (app.clock.new_token(), app.db.write().await?);
        let until = now + PREVIOUS_SECONDS;
        if sessions::rotate(&mut tx, &seat.session, &digest, &sha256(&token), now, until).await? {
            tx.commit().await?;
            new_token = Some(token);
        }
    } else if now - row.seen_at >= SEEN_SECONDS {
        let mut tx = app.db.write().await?;
        sessions::see(&mut tx, &seat.session, now).await?;
        tx.commit().await?;
    }
    Ok(Recognised { missing: missing(app, &seat, actor.as_ref()), seat, actor, new_token })
}

fn missing(app: &App, seat: &Seat, actor: Option<&Actor>) -> Option<Step> {
    match (seat.factors, actor) {
        (Factors::CodeOwed, _) => Some(Step::Code),
        (_, None) => Some(Step::Group),
        (Factors::Password | Factors::Provider, Some(actor)) if needs_second_factor(app, actor) => Some(Step::Enrol),
        _ => None,
    }
}

/// Whether one of somebody's roles needs a second factor.
pub fn needs_second_factor(app: &App, actor: &Actor) -> bool {
    app.config.accounts.second_factor_roles.iter().any(|role| actor.is(*role))
}

/// What forms carry, from what only the session's browser and the server know.
pub fn seal(form_key: &str) -> String {
    secrets::hmac_sha256(form_key.as_bytes(), "form")
}

pub(super) fn idle_since(app: &App) -> i64 {
    app.clock.now() - app.config.accounts.session_idle_minutes * 60
}

/// Begins a session; gives its token.
pub(super) async fn begin(
    work: &mut Work<'_>,
    user: &UserId,
    group: Option<&str>,
    factors: Factors,
    browser: &str,
) -> Result<String> {
    begin_by(work, user, group, factors, browser, None).await
}

/// How a provider vouched for somebody.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vouched<'a> {
    /// Her identity there.
    pub identity: &'a IdentityId,
    /// The provider's word, which it wants back when she logs out.
    pub id_token: &'a str,
}

/// Begins a session, perhaps by a provider's word; gives its token.
pub(super) async fn begin_by(
    work: &mut Work<'_>,
    user: &UserId,
    group: Option<&str>,
    factors: Factors,
    browser: &str,
    vouched: Option<Vouched<'_>>,
) -> Result<String> {
    let (now, token) = (work.now(), work.app.clock.new_token());
    let life = if factors == Factors::CodeOwed { CODE_SECONDS } else { LIFE_SECONDS };
    let row = sessions::Row {
        id: SessionId(work.app.clock.new_id()),
        user_id: user.clone(),
        group_id: group.map(ToOwned::to_owned),
        factors: store::name_of(&factors)?,
        form_key: work.app.clock.new_token(),
        created_at: now,
        seen_at: now,
        rotated_at: now,
        expires_at: now + life,
        browser: said(browser),
        identity_id: vouched.map(|vouched| vouched.identity.clone()),
    };
    sessions::insert(&mut work.tx, &row, &sha256(&token)).await?;
    if let Some(vouched) = vouched
        && secrets::are_possible(&work.app.config).is_ok()
    {
        let sealed = secrets::seal(work.app, ID_TOKEN, &row.id.0, vouched.id_token.as_bytes())?;
        sessions::keep_id_token(&mut work.tx, &row.id, &sealed, now).await?;
    }
    if factors != Factors::CodeOwed {
        work.record(Event::new("account.login", "session", &row.id.0).with(json!({ "factors": factors })));
    }
    Ok(token)
}

/// What a browser says it is, as much of it as is kept.
pub(super) fn said(browser: &str) -> String {
    browser.chars().filter(|c| !c.is_control()).take(BROWSER_CHARS_MAX).collect()
}

/// The provider's word by which a session was begun, when it was kept and opens.
pub(super) async fn id_token(app: &App, session: &SessionId) -> Result<Option<String>> {
    let mut tx = app.db.read().await?;
    let Some(sealed) = sessions::id_token(&mut tx, session).await? else { return Ok(None) };
    let opened = secrets::open(&app.config, ID_TOKEN, &session.0, &sealed);
    Ok(opened.ok().and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// Raises a session, which gets a new token; a session whose code was owed begins its life now.
pub(super) async fn rise(work: &mut Work<'_>, seat: &Seat, group: Option<&str>, factors: Factors) -> Result<String> {
    let (now, token) = (work.now(), work.app.clock.new_token());
    let expires = if seat.factors == Factors::CodeOwed { now + LIFE_SECONDS } else { seat.expires_at };
    let name = store::name_of(&factors)?;
    let risen = sessions::rise(&mut work.tx, &seat.session, group, &name, &sha256(&token), (now, expires)).await?;
    if risen { Ok(token) } else { Err(Error::SignedOut) }
}

/// The groups somebody can choose: identifier and name.
///
/// # Errors
/// When the database fails.
pub async fn groups(app: &App, seat: &Seat) -> Result<Vec<(String, String)>> {
    let mut tx = app.db.read().await?;
    Ok(grants::groups_of(&mut tx, &seat.user).await?)
}

/// Chooses the group she acts in from now on; gives the new token.
///
/// # Errors
/// `NotFound` for a group in which she has nothing; `Unfinished` while a code is owed.
pub async fn choose_group(app: &App, seat: &Seat, group: &str) -> Result<String> {
    if seat.factors == Factors::CodeOwed {
        return Err(Error::Unfinished(Step::Code));
    }
    if !groups(app, seat).await?.iter().any(|(id, _)| id == group) {
        return Err(Error::not_found("group", group));
    }
    let actor = identity::as_herself(app, &seat.user, &seat.name, Some(group)).await?;
    let mut work = Work::begin(app, &actor, role_of(&actor)).await?;
    let token = rise(&mut work, seat, Some(group), seat.factors).await?;
    work.record(Event::new("session.group", "session", &seat.session.0));
    work.commit().await?;
    Ok(token)
}

/// The actor's own sessions, the newest first, and whether each is the one she asks from.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<(sessions::Row, bool)>> {
    actor.may(Action::OwnAccount)?;
    let mut tx = app.db.read().await?;
    let rows = sessions::of_user(&mut tx, &actor.group, &actor.user, app.clock.now(), idle_since(app)).await?;
    let own = actor.seat.as_ref().map(|seat| &seat.session);
    Ok(rows.into_iter().map(|row| (own == Some(&row.id), row)).map(|(own, row)| (row, own)).collect())
}

/// Ends one of the actor's own sessions.
///
/// # Errors
/// `NotFound` when it is none of hers, or over.
pub async fn end(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let role = actor.may(Action::OwnAccount)?.role;
    end_one(app, actor, role, id).await
}

/// Ends the session she asks from.
///
/// # Errors
/// When the database fails.
pub async fn log_out(app: &App, seat: &Seat) -> Result<()> {
    let actor = identity::as_herself(app, &seat.user, &seat.name, seat.group.as_deref()).await?;
    match end_one(app, &actor, role_of(&actor), &seat.session.0).await {
        Err(Error::NotFound { .. }) => Ok(()),
        other => other,
    }
}

async fn end_one(app: &App, actor: &Actor, role: Role, id: &str) -> Result<()> {
    let mut work = Work::begin(app, actor, role).await?;
    let now = work.now();
    if !sessions::end(&mut work.tx, &actor.user, id, now).await? {
        return Err(Error::not_found("session", id));
    }
    work.record(Event::new("session.end", "session", id));
    work.commit().await
}

/// Ends every session of the actor but the one she asks from; gives their number.
///
/// # Errors
/// When the role does not allow it.
pub async fn end_others(app: &App, actor: &Actor) -> Result<u64> {
    let mut work = Work::begin(app, actor, actor.may(Action::OwnAccount)?.role).await?;
    let ended = end_all(&mut work, &actor.user, actor.seat.as_ref().map(|seat| &seat.session)).await?;
    work.commit().await?;
    Ok(ended)
}

/// Ends every session of a user but one; gives their number.
pub(super) async fn end_all(work: &mut Work<'_>, user: &UserId, but: Option<&SessionId>) -> Result<u64> {
    let (now, but) = (work.now(), but.map_or("", |id| id.0.as_str()));
    let ended = sessions::end_all(&mut work.tx, user, but, now).await?;
    if ended > 0 {
        work.record(Event::new("session.end-all", "user", &user.0).with(json!({ "sessions": ended })));
    }
    Ok(ended)
}

/// Ends every session that was begun by an identity, but the one that asks.
pub(super) async fn end_by_identity(work: &mut Work<'_>, identity: &str, but: Option<&SessionId>) -> Result<()> {
    let (now, but) = (work.now(), but.map_or("", |id| id.0.as_str()));
    let ended = sessions::end_by_identity(&mut work.tx, identity, but, now).await?;
    if ended > 0 {
        work.record(Event::new("session.end-all", "identity", identity).with(json!({ "sessions": ended })));
    }
    Ok(())
}

/// The role that stands in the audit log for what somebody does to her own account.
pub(super) fn role_of(actor: &Actor) -> Role {
    actor.grants.first().map_or(Role::System, |grant| grant.role)
}
