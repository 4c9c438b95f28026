//! What people are called at OpenID providers, and log-ins that are under way at one.

use super::{Tx, on};
use crate::ids::{IdentityId, UserId};

/// An identity's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: IdentityId,
    /// Who vouches for it.
    pub issuer: String,
    /// What the issuer calls her; never given to anybody else.
    pub subject: String,
    /// Whose account it opens.
    pub user_id: UserId,
    /// What people know her by there: a national number, a user name.
    pub label: String,
    /// Unix seconds.
    pub linked_at: i64,
    /// Unix seconds of the last log-in.
    pub used_at: Option<i64>,
}

macro_rules! select {
    ($tail:literal) => {
        concat!("SELECT id, issuer, subject, user_id, label, linked_at, used_at FROM identities ", $tail)
    };
}

/// Stores an identity. One that is linked already is a unique error.
pub async fn insert(tx: &mut Tx, row: &Row) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO identities (id, issuer, subject, user_id, label, linked_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(&row.id).bind(&row.issuer).bind(&row.subject).bind(&row.user_id).bind(&row.label).bind(row.linked_at)
        .bind(row.used_at) => execute)?;
    Ok(())
}

/// The identity of a subject.
pub async fn find(tx: &mut Tx, issuer: &str, subject: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE issuer = $1 AND subject = $2")).bind(issuer).bind(subject) => fetch_optional)
}

/// One identity.
pub async fn by_id(tx: &mut Tx, id: &IdentityId) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE id = $1")).bind(id) => fetch_optional)
}

/// A user's identities, the oldest first.
pub async fn of_user(tx: &mut Tx, user: &UserId) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE user_id = $1 ORDER BY id")).bind(user) => fetch_all)
}

/// Says that an identity was used to log in; false when it is no longer linked to this user.
pub async fn see(tx: &mut Tx, id: &IdentityId, user: &UserId, label: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query("UPDATE identities SET used_at = $4, label = $3 WHERE id = $1 AND user_id = $2")
        .bind(id).bind(user).bind(label).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Unlinks an identity of a user; false when there is none.
pub async fn delete(tx: &mut Tx, user: &UserId, id: &str) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query("DELETE FROM identities WHERE user_id = $1 AND id = $2").bind(user).bind(id)
        => execute)?;
    Ok(changed == 1)
}

/// A log-in that has begun.
#[derive(Debug)]
pub struct SignIn<'a> {
    /// SHA-256 of what the provider gives back.
    pub state_sha256: &'a str,
    /// SHA-256 of the browser's cookie.
    pub browser_sha256: &'a str,
    /// At which provider.
    pub provider: &'a str,
    /// JSON object: see `app::openid::Purpose`.
    pub purpose: &'a str,
    /// Digest of the client's address.
    pub client_sha256: &'a str,
    /// Unix seconds.
    pub expires_at: i64,
}

/// How many log-ins may be under way.
#[derive(Debug, Clone, Copy)]
pub struct Most {
    /// In one browser: a new one takes the place of the oldest.
    pub browser: i64,
    /// From one client address.
    pub client: i64,
}

/// Stores a log-in that has begun, and forgets those whose time is over; false when this client has too many under way.
pub async fn begin(tx: &mut Tx, new: &SignIn<'_>, now: i64, most: Most) -> sqlx::Result<bool> {
    on!(tx, sqlx::query("DELETE FROM sign_ins WHERE expires_at <= $1").bind(now) => execute)?;
    on!(tx, sqlx::query(
        "DELETE FROM sign_ins WHERE browser_sha256 = $1 AND state_sha256 NOT IN (SELECT state_sha256 FROM sign_ins \
         WHERE browser_sha256 = $1 ORDER BY expires_at DESC, state_sha256 LIMIT $2)")
        .bind(new.browser_sha256).bind(most.browser - 1) => execute)?;
    let under_way: i64 = on!(tx, sqlx::query_scalar("SELECT COUNT(*) FROM sign_ins WHERE client_sha256 = $1")
        .bind(new.client_sha256) => fetch_one)?;
    if under_way >= most.client {
        return Ok(false);
    }
    on!(tx, sqlx::query(
        "INSERT INTO sign_ins (state_sha256, browser_sha256, provider, purpose, client_sha256, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(new.state_sha256).bind(new.browser_sha256).bind(new.provider).bind(new.purpose).bind(new.client_sha256)
        .bind(new.expires_at) => execute)?;
    Ok(true)
}

/// Takes a log-in that has begun in this browser at this provider, once; gives its purpose.
pub async fn take(
    tx: &mut Tx,
    state_sha256: &str,
    browser_sha256: &str,
    provider: &str,
    now: i64,
) -> sqlx::Result<Option<String>> {
    on!(tx, sqlx::query_scalar(
        "DELETE FROM sign_ins WHERE state_sha256 = $1 AND browser_sha256 = $2 AND provider = $3 AND expires_at > $4 \
         RETURNING purpose").bind(state_sha256).bind(browser_sha256).bind(provider).bind(now) => fetch_optional)
}
