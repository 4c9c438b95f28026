//! Push messages to one's own browsers: which of them take any, and from when on they do not.
//!
//! Invariants: a browser belongs to one user at a time, whoever subscribed in it last; an address that the service must not
//! talk to is never stored; subscribing says that she wants to be told there. What a browser is told follows from what its user
//! is when it is sent (`store::push::of_person`): nothing of it is decided here.

use super::access::{Action, Actor};
use super::audit::Event;
use super::error::{Error, Result};
use super::work::Work;
use super::wrong::expected;
use super::{App, contacts, sessions};
use crate::config::push::VapidKey;
use crate::ids::{PushId, UserId};
use crate::notify::push::encrypt::{AUTH_BYTES, is_point};
use crate::notify::push::reach::Reach;
use crate::notify::words::one_line;
use crate::store::push::{self, Row};
use crate::text::sha256;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

/// Most browsers that one user has in a group.
const BROWSERS_MAX: usize = 20;

/// A subscription as browsers write it (`PushSubscription.toJSON()`).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(rename = "PushSubscription")]
pub struct New {
    /// Address at the browser's push service.
    pub endpoint: String,
    /// Keys that only this browser reads with.
    pub keys: Keys,
    /// When it ends, if the browser knows; it is found out when something is sent.
    #[serde(default)]
    pub expiration_time: Option<f64>,
}

/// See [`New`].
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PushKeys")]
pub struct Keys {
    /// Public key, base64url.
    pub p256dh: String,
    /// What is shared, base64url.
    pub auth: String,
}

/// The public key by which browsers know the service: none subscribes without.
///
/// # Errors
/// [`Error::NotSet`] without a key.
pub fn public_key(app: &App) -> Result<String> {
    app.config.push.vapid_key.as_ref().map(VapidKey::public).ok_or(Error::NotSet("RELEVE_VAPID_KEY"))
}

/// The actor's own browsers in her group, the oldest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Row>> {
    actor.may(Action::OwnAccount)?;
    let mut tx = app.db.read().await?;
    Ok(push::of_user(&mut tx, &actor.group, &actor.user).await?)
}

/// Subscribes a browser; gives its row, and whether it is new. The same subscription again is the same row.
///
/// # Errors
/// `NotSet`; `Invalid` for an address or keys that cannot be, or one browser too many.
pub async fn subscribe(app: &App, actor: &Actor, new: &New, browser: &str) -> Result<(Row, bool)> {
    let role = actor.may(Action::OwnAccount)?.role;
    look_at(app, new)?;
    let vapid_key = public_key(app)?;
    let (group, digest) = (actor.group.as_str(), sha256(&new.endpoint));
    let mut work = Work::begin(app, actor, role).await?;
    let now = work.now();
    let known = push::at(&mut work.tx, group, &actor.user, &digest).await?;
    let same = |row: &&Row| {
        row.p256dh == new.keys.p256dh && row.auth == new.keys.auth && row.vapid_key.as_ref() == Some(&vapid_key)
    };
    if let Some(row) = known.as_ref().filter(same).cloned() {
        // She may have become an agent since, or said that she wants nothing there.
        contacts::want_push(&mut work).await?;
        work.commit().await?;
        return Ok((row, false));
    }
    let own = push::of_user(&mut work.tx, group, &actor.user).await?;
    if known.is_none() && own.len() >= BROWSERS_MAX {
        let expected = expected("field-devices").with("most", BROWSERS_MAX);
        return Err(Error::field("endpoint", (BROWSERS_MAX + 1).to_string(), expected));
    }
    let row = Row {
        // A browser with new keys is the same browser: what waits for it goes there.
        id: known.map_or_else(|| PushId(app.clock.new_id()), |known| known.id),
        user_id: actor.user.clone(),
        endpoint: new.endpoint.clone(),
        p256dh: new.keys.p256dh.clone(),
        auth: new.keys.auth.clone(),
        vapid_key: Some(vapid_key),
        browser: sessions::said(browser),
        created_at: now,
        used_at: None,
    };
    let others = push::end_others(&mut work.tx, &digest, &actor.user).await?;
    push::put(&mut work.tx, group, &row, &digest).await?;
    contacts::want_push(&mut work).await?;
    work.record(Event::new("push.subscribe", "push", &row.id.0).with(json!({ "ended": others })));
    work.commit().await?;
    Ok((row, true))
}

fn look_at(app: &App, new: &New) -> Result<()> {
    if !Reach::new(&app.config).takes(&new.endpoint) {
        return Err(Error::field("endpoint", one_line(&new.endpoint), expected("field-push-address")));
    }
    let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).unwrap_or_default();
    if !is_point(&decoded(&new.keys.p256dh)) {
        return Err(Error::field("keys.p256dh", one_line(&new.keys.p256dh), expected("field-push-key")));
    }
    if decoded(&new.keys.auth).len() != AUTH_BYTES {
        return Err(Error::field("keys.auth", one_line(&new.keys.auth), expected("field-push-secret")));
    }
    Ok(())
}

/// Ends the subscription of the browser at an address.
///
/// # Errors
/// `NotFound` when the actor has none there.
pub async fn end_at(app: &App, actor: &Actor, endpoint: &str) -> Result<()> {
    let role = actor.may(Action::OwnAccount)?.role;
    let mut work = Work::begin(app, actor, role).await?;
    let known = push::at(&mut work.tx, &actor.group, &actor.user, &sha256(endpoint)).await?;
    let known = known.ok_or_else(|| Error::not_found("push", &one_line(endpoint)))?;
    end_in(&mut work, &known.id.0).await?;
    work.commit().await
}

/// Ends one of the actor's own subscriptions.
///
/// # Errors
/// `NotFound` when it is none of hers.
pub async fn end(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let role = actor.may(Action::OwnAccount)?.role;
    let mut work = Work::begin(app, actor, role).await?;
    end_in(&mut work, id).await?;
    work.commit().await
}

async fn end_in(work: &mut Work<'_>, id: &str) -> Result<()> {
    let (group, user) = (work.group(), &work.actor.user);
    if !push::end(&mut work.tx, group, user, id).await? {
        return Err(Error::not_found("push", id));
    }
    work.record(Event::new("push.end", "push", id));
    Ok(())
}

/// Ends every subscription of a user who is removed from the group.
pub(super) async fn end_all(work: &mut Work<'_>, user: &UserId) -> Result<()> {
    let group = work.group();
    let ended = push::end_all(&mut work.tx, group, user).await?;
    if ended > 0 {
        work.record(Event::new("push.end-all", "user", &user.0).with(json!({ "browsers": ended })));
    }
    Ok(())
}

/// Ends the subscriptions to a key that is in use no more: their push services take nothing from the one that is.
///
/// # Errors
/// When the database fails.
pub async fn sweep(app: &App) -> Result<u64> {
    let Ok(key) = public_key(app) else { return Ok(0) };
    let mut tx = app.db.write().await?;
    let ended = push::end_of_other_keys(&mut tx, &key).await?;
    tx.commit().await?;
    Ok(ended)
}
