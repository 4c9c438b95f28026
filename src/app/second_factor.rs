//! The second factor: a code from an authenticator ([`super::totp`]), or one of ten recovery codes, each used once.
//!
//! Invariants: the secret is sealed with the service's key and the user's identifier; it is in force only once a code of it
//! was given; recovery codes are stored as digests under the service's key, and shown once.

use super::access::{Action, Actor};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::sessions;
use super::work::Work;
use super::{App, accounts, attempts, secrets, totp};
use crate::ids::UserId;
use crate::store::{accounts as rows, users};
use serde_json::json;

/// Recovery codes that somebody has.
const CODES: usize = 10;
/// Bytes of a recovery code: 80 bits, sixteen letters.
const CODE_BYTES: usize = 10;
/// What secrets are sealed for.
const USAGE: &str = "totp";

/// What somebody's second factor is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// She has none.
    None,
    /// She has been shown a secret, and has yet to give a code of it.
    Proposed {
        /// In base 32.
        secret: String,
        /// What authenticators read.
        address: String,
    },
    /// It is asked for at every log-in.
    InForce {
        /// Unix seconds.
        since: i64,
        /// Recovery codes that were not used.
        codes_left: i64,
    },
}

/// What the actor's second factor is.
///
/// # Errors
/// When a stored secret does not open.
pub async fn state(app: &App, actor: &Actor) -> Result<State> {
    actor.may(Action::OwnAccount)?;
    let mut tx = app.db.read().await?;
    let account = rows::find(&mut tx, &actor.user).await?.ok_or(Error::SignedOut)?;
    match (account.totp_since, &account.totp_secret) {
        (Some(since), _) => {
            Ok(State::InForce { since, codes_left: rows::recovery_codes_left(&mut tx, &actor.user).await? })
        }
        (None, Some(sealed)) => {
            let secret = secrets::open(&app.config, USAGE, &actor.user.0, sealed)?;
            let label = account.email.unwrap_or(account.name);
            Ok(State::Proposed { secret: totp::base32(&secret), address: totp::address(&secret, &label) })
        }
        (None, None) => Ok(State::None),
    }
}

/// Proposes a secret to the actor, who proves first that she is herself; it is in force once [`confirm`]ed.
///
/// # Errors
/// As [`accounts::prove`]; `NotSet` without a key; `Conflict` when she has a second factor.
pub async fn propose(app: &App, actor: &Actor, password: &str) -> Result<()> {
    let role = actor.may(Action::OwnAccount)?.role;
    let secret: [u8; totp::SECRET_BYTES] = app.clock.random();
    let sealed = secrets::seal(app, USAGE, &actor.user.0, &secret)?;
    accounts::prove(app, actor, password).await?;
    let mut work = Work::begin(app, actor, role).await?;
    if !rows::propose_totp(&mut work.tx, &actor.user, &sealed).await? {
        return Err(Conflict::SecondFactorState.into());
    }
    work.record(Event::new("account.second-factor", "user", &actor.user.0).with(json!({ "change": "proposed" })));
    work.commit().await
}

/// What confirming gives: shown once.
#[derive(Debug)]
pub struct Confirmed {
    /// Recovery codes.
    pub codes: Vec<String>,
    /// New token of the session she asks from.
    pub token: Option<String>,
}

/// Puts the proposed secret in force by a code of it; ends her other sessions. Gives nothing when the code is wrong.
///
/// # Errors
/// [`Error::TooMany`] while it has to wait; `Conflict` when nothing was proposed.
pub async fn confirm(app: &App, actor: &Actor, code: &str) -> Result<Option<Confirmed>> {
    let role = actor.may(Action::OwnAccount)?.role;
    let limits = [attempts::Limit::code(app, &actor.user)];
    attempts::count(app, &limits).await?;
    let mut work = Work::begin(app, actor, role).await?;
    let account = rows::find(&mut work.tx, &actor.user).await?.ok_or(Error::SignedOut)?;
    let (Some(sealed), None) = (&account.totp_secret, account.totp_since) else {
        return Err(Conflict::SecondFactorState.into());
    };
    let (secret, now) = (secrets::open(&app.config, USAGE, &actor.user.0, sealed)?, work.now());
    let Some(step) = totp::accepted_step(&secret, code, now, None) else { return Ok(None) };
    if !rows::confirm_totp(&mut work.tx, &actor.user, sealed, step, now).await? {
        return Err(Conflict::SecondFactorState.into());
    }
    let codes = put_codes(&mut work, &actor.user).await?;
    attempts::forgive(&mut work.tx, &limits).await?;
    sessions::end_all(&mut work, &actor.user, actor.seat.as_ref().map(|seat| &seat.session)).await?;
    let mut token = None;
    if let Some(seat) = &actor.seat {
        token = Some(sessions::rise(&mut work, seat, seat.group.as_deref(), seat.with_code()).await?);
    }
    work.record(Event::new("account.second-factor", "user", &actor.user.0).with(json!({ "change": "in_force" })));
    work.commit().await?;
    Ok(Some(Confirmed { codes, token }))
}

/// Takes the actor's second factor away; where her role needs one, she enrols anew at once. Her other sessions end, and the
/// one she asks from has proved it no more; gives its new token.
///
/// # Errors
/// As [`accounts::prove`].
pub async fn remove(app: &App, actor: &Actor, password: &str) -> Result<Option<String>> {
    let role = actor.may(Action::OwnAccount)?.role;
    accounts::prove(app, actor, password).await?;
    let mut work = Work::begin(app, actor, role).await?;
    rows::remove_totp(&mut work.tx, &actor.user).await?;
    sessions::end_all(&mut work, &actor.user, actor.seat.as_ref().map(|seat| &seat.session)).await?;
    let mut token = None;
    if let Some(seat) = &actor.seat {
        token = Some(sessions::rise(&mut work, seat, seat.group.as_deref(), seat.without_code()).await?);
    }
    work.record(Event::new("account.second-factor", "user", &actor.user.0).with(json!({ "change": "removed" })));
    work.commit().await?;
    Ok(token)
}

/// Takes the second factor of somebody else away, who has lost it with every recovery code; her sessions end.
///
/// # Errors
/// `Forbidden`; `NotFound` for a user unknown in the group; `Conflict` for her own.
pub async fn reset(app: &App, actor: &Actor, user: &str) -> Result<()> {
    let reach = actor.may(Action::ManageUsers)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let row = users::find(&mut work.tx, &actor.group, &UserId(user.to_owned())).await?;
    let row = row.ok_or_else(|| Error::not_found("user", user))?;
    if row.id == actor.user {
        return Err(Conflict::OwnGrant.into());
    }
    rows::remove_totp(&mut work.tx, &row.id).await?;
    sessions::end_all(&mut work, &row.id, None).await?;
    work.record(Event::new("account.second-factor", "user", &row.id.0).with(json!({ "change": "reset" })));
    work.commit().await
}

/// Replaces the recovery codes; gives the new ones, shown once.
///
/// # Errors
/// As [`accounts::prove`]; `Conflict` without a second factor.
pub async fn renew_codes(app: &App, actor: &Actor, password: &str) -> Result<Vec<String>> {
    let role = actor.may(Action::OwnAccount)?.role;
    accounts::prove(app, actor, password).await?;
    let mut work = Work::begin(app, actor, role).await?;
    let account = rows::find(&mut work.tx, &actor.user).await?.ok_or(Error::SignedOut)?;
    if account.totp_since.is_none() {
        return Err(Conflict::SecondFactorState.into());
    }
    let codes = put_codes(&mut work, &actor.user).await?;
    work.record(Event::new("account.second-factor", "user", &actor.user.0).with(json!({ "change": "codes" })));
    work.commit().await?;
    Ok(codes)
}

async fn put_codes(work: &mut Work<'_>, user: &UserId) -> Result<Vec<String>> {
    let codes: Vec<String> = (0..CODES).map(|_| totp::base32(&work.app.clock.random::<CODE_BYTES>())).collect();
    let digests = codes.iter().map(|code| digest(work.app, user, code)).collect::<Result<Vec<_>>>()?;
    rows::put_recovery_codes(&mut work.tx, user, &digests).await?;
    let spaced = |code: &String| [&code[..4], &code[4..8], &code[8..12], &code[12..]].join("-");
    Ok(codes.iter().map(spaced).collect())
}

fn digest(app: &App, user: &UserId, code: &str) -> Result<String> {
    secrets::code(&app.config, "recovery", &format!("{user}:{code}"))
}

/// Accepts a code of the second factor in force, which is used up: a step of the authenticator, or a recovery code. Gives
/// which, or nothing when it is wrong.
pub(super) async fn accept(work: &mut Work<'_>, user: &UserId, code: &str) -> Result<Option<&'static str>> {
    let account = rows::find(&mut work.tx, user).await?.ok_or(Error::SignedOut)?;
    let (Some(sealed), Some(_)) = (&account.totp_secret, account.totp_since) else { return Ok(None) };
    let (secret, now) = (secrets::open(&work.app.config, USAGE, &user.0, sealed)?, work.now());
    if let Some(step) = totp::accepted_step(&secret, code, now, account.totp_last_step) {
        return Ok(rows::accept_step(&mut work.tx, user, step).await?.then_some("authenticator"));
    }
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let used = rows::use_recovery_code(&mut work.tx, user, &digest(work.app, user, &letters)?, now).await?;
    Ok(used.then_some("recovery"))
}
