//! Idempotency keys: a client that does not know whether its request arrived sends it again under the same key.
//!
//! The guarantee. Under one key of one user on one route a deed is done at most once within [`KEPT_SECONDS`]: the deed's own
//! transaction says that it is done, and is refused when another attempt has taken its place. The answer is kept right after,
//! in a transaction of its own, because it is made after the deed; between the two a crash can lose it. Then the repetition
//! is told [`Found::Lost`] with what the deed was about, and does nothing. What was refused did nothing and is not kept: its
//! repetition is judged anew.
//!
//! A kept answer is sealed under the client's own token and key, which are not in the database: a copy of the database opens no
//! account and shows no person.

use super::App;
use super::access::Actor;
use super::error::{Error, Result};
use super::secrets;
use crate::store::keys::{self, Place};
use crate::text::sha256;
use ring::hmac;

/// How long what was done under a key is known.
pub const KEPT_SECONDS: i64 = 24 * 3_600;

/// A key with everything it is bound to.
#[derive(Debug, Clone)]
pub struct Key {
    place: Place,
    request_sha256: String,
    seal: [u8; 32],
}

/// What stands under a key.
#[derive(Debug, Clone)]
pub enum Found {
    /// Nothing: this attempt is to do it.
    Begun(String),
    /// Another attempt is at it.
    InFlight,
    /// It was done; this was answered.
    Answered(Vec<u8>),
    /// It was done, but what was answered is not known any more: what it was about, if it said so.
    Lost(Option<(String, String)>),
    /// The key was used for another request.
    Reused,
}

impl Key {
    /// A key that an actor sends on a route: `credential` is what she came with, `request` everything that makes the request
    /// what it is.
    pub fn new(actor: &Actor, route: &str, key: &str, credential: &str, request: &[u8]) -> Self {
        let place = Place {
            group: actor.group.clone(),
            user: actor.user.0.clone(),
            route: route.to_owned(),
            key_sha256: sha256(key),
        };
        let tag = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, credential.as_bytes()),
            format!("kept answer:{key}").as_bytes(),
        );
        let seal = tag.as_ref().try_into().expect("an HMAC-SHA256 has 32 bytes");
        Self { place, request_sha256: sha256(request), seal }
    }

    fn owner(&self) -> String {
        format!("{}:{}:{}", self.place.user, self.place.route, self.place.key_sha256)
    }
}

/// Begins an attempt, or says what stands in its place.
///
/// # Errors
/// When the database fails.
pub async fn begin(app: &App, key: &Key) -> Result<Found> {
    let (now, attempt) = (app.clock.now(), app.clock.new_id());
    // Nothing that answers takes longer: the gate gives it up before.
    let until = now + 2 * i64::try_from(app.config.request_seconds).unwrap_or(30) + 10;
    let mut tx = app.db.write().await?;
    keys::forget_one(&mut tx, &key.place, now - KEPT_SECONDS).await?;
    if keys::begin(&mut tx, &key.place, &key.request_sha256, &attempt, now, until).await? {
        tx.commit().await?;
        return Ok(Found::Begun(attempt));
    }
    let Some(row) = keys::find(&mut tx, &key.place).await? else { return Ok(Found::InFlight) };
    if row.request_sha256 != key.request_sha256 {
        return Ok(Found::Reused);
    }
    if let Some(answer) = &row.answer {
        // Sealed under a token that was replaced since: what was done is known, what was said is not.
        let opened = secrets::open_under(&key.seal, &key.owner(), answer);
        return Ok(opened.map_or_else(|_| Found::Lost(row.object_kind.zip(row.object_id)), Found::Answered));
    }
    if row.lease_until > now {
        return Ok(Found::InFlight);
    }
    if row.done_at.is_some() {
        return Ok(Found::Lost(row.object_kind.zip(row.object_id)));
    }
    if keys::take_over(&mut tx, &row.attempt, &attempt, now, until).await? {
        tx.commit().await?;
        return Ok(Found::Begun(attempt));
    }
    Ok(Found::InFlight)
}

/// Keeps the answer of an attempt.
///
/// # Errors
/// When the database fails.
pub async fn keep(app: &App, key: &Key, attempt: &str, answer: &[u8]) -> Result<()> {
    let sealed = secrets::seal_under(app, &key.seal, &key.owner(), answer)?;
    let mut tx = app.db.write().await?;
    keys::answer(&mut tx, attempt, app.clock.now(), &sealed).await?;
    tx.commit().await.map_err(Error::from)
}

/// Ends an attempt that was refused, or failed.
///
/// # Errors
/// When the database fails.
pub async fn give_up(app: &App, attempt: &str) -> Result<()> {
    let mut tx = app.db.write().await?;
    keys::give_up(&mut tx, attempt).await?;
    tx.commit().await.map_err(Error::from)
}

/// Forgets what is older than a day.
///
/// # Errors
/// When the database fails.
pub async fn sweep(app: &App) -> Result<u64> {
    let mut tx = app.db.write().await?;
    let forgotten = keys::forget(&mut tx, app.clock.now() - KEPT_SECONDS).await?;
    tx.commit().await?;
    Ok(forgotten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_bound_to_user_route_token_and_request() {
        let actor = Actor::system("g");
        let key = |route, key, credential, request: &[u8]| Key::new(&actor, route, key, credential, request);
        let one = key("POST /a", "k", "token", b"body");
        assert_eq!(one.place.key_sha256, sha256("k"));
        assert_ne!(one.seal, key("POST /a", "k", "other", b"body").seal, "another token opens nothing");
        assert_ne!(one.seal, key("POST /a", "l", "token", b"body").seal, "another key opens nothing");
        assert_ne!(one.request_sha256, key("POST /a", "k", "token", b"bodY").request_sha256);
        assert_ne!(one.owner(), key("POST /b", "k", "token", b"body").owner());
    }
}
