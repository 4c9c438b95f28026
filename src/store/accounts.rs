//! What somebody logs in with: password, second factor, recovery codes. Nothing of it opens an account by itself.

use super::{Tx, on, rows};
use crate::ids::UserId;

/// A user as she logs in.
#[derive(Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: UserId,
    /// Lower case.
    pub email: Option<String>,
    /// Name shown to people.
    pub name: String,
    /// PHC string.
    pub password_hash: Option<String>,
    /// Unix seconds.
    pub password_at: Option<i64>,
    /// Sealed; there before it is confirmed.
    pub totp_secret: Option<String>,
    /// Unix seconds; none while the second factor is not confirmed.
    pub totp_since: Option<i64>,
    /// Step of the last accepted code.
    pub totp_last_step: Option<i64>,
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Row").field("id", &self.id).finish_non_exhaustive()
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, email, name, password_hash, password_at, totp_secret, totp_since, totp_last_step FROM users ",
            $tail
        )
    };
}

/// Whoever has an e-mail address.
pub async fn by_email(tx: &mut Tx, email: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE email = $1 AND disabled_at IS NULL")).bind(email) => fetch_optional)
}

/// One user.
pub async fn find(tx: &mut Tx, user: &UserId) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE id = $1 AND disabled_at IS NULL")).bind(user) => fetch_optional)
}

/// One user, locked until the transaction ends: whoever else changes what she logs in with comes after.
pub async fn lock(tx: &mut Tx, user: &UserId) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(
        "UPDATE users SET version = version WHERE id = $1 AND disabled_at IS NULL \
         RETURNING id, email, name, password_hash, password_at, totp_secret, totp_since, totp_last_step").bind(user)
        => fetch_optional)
}

/// Stores a new password.
pub async fn set_password(tx: &mut Tx, user: &UserId, hash: &str, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE users SET password_hash = $2, password_at = $3, version = version + 1 WHERE id = $1")
        .bind(user).bind(hash).bind(now) => execute)?;
    Ok(())
}

/// Stores the same password hashed anew, unless it was changed meanwhile.
pub async fn rehash(tx: &mut Tx, user: &UserId, old: &str, new: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2")
        .bind(user).bind(old).bind(new) => execute)?;
    Ok(())
}

/// Puts a secret in place that is still to be confirmed; false when a second factor is in force.
pub async fn propose_totp(tx: &mut Tx, user: &UserId, sealed: &str) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE users SET totp_secret = $2, totp_last_step = NULL, version = version + 1 \
         WHERE id = $1 AND totp_since IS NULL").bind(user).bind(sealed) => execute)?;
    Ok(changed == 1)
}

/// Puts a proposed secret in force; false when another one was proposed meanwhile, or one is in force.
pub async fn confirm_totp(tx: &mut Tx, user: &UserId, sealed: &str, step: i64, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE users SET totp_since = $4, totp_last_step = $3, version = version + 1 \
         WHERE id = $1 AND totp_secret = $2 AND totp_since IS NULL")
        .bind(user).bind(sealed).bind(step).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Accepts the code of a step; false when this step, or a later one, was accepted before.
pub async fn accept_step(tx: &mut Tx, user: &UserId, step: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE users SET totp_last_step = $2 WHERE id = $1 AND totp_since IS NOT NULL \
         AND (totp_last_step IS NULL OR totp_last_step < $2)").bind(user).bind(step) => execute)?;
    Ok(changed == 1)
}

/// Takes the second factor away, and its recovery codes.
pub async fn remove_totp(tx: &mut Tx, user: &UserId) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "UPDATE users SET totp_secret = NULL, totp_since = NULL, totp_last_step = NULL, version = version + 1 \
         WHERE id = $1").bind(user) => execute)?;
    on!(tx, sqlx::query("DELETE FROM recovery_codes WHERE user_id = $1").bind(user) => execute)?;
    Ok(())
}

/// Replaces the recovery codes.
pub async fn put_recovery_codes(tx: &mut Tx, user: &UserId, digests: &[String]) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM recovery_codes WHERE user_id = $1").bind(user) => execute)?;
    rows!(tx, "INSERT INTO recovery_codes (user_id, code_sha256) ", digests, |digest| [&user.0, digest.as_str()])
}

/// Uses a recovery code; false when it is none of hers, or was used.
pub async fn use_recovery_code(tx: &mut Tx, user: &UserId, digest: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND code_sha256 = $2 AND used_at IS NULL")
        .bind(user).bind(digest).bind(now) => execute)?;
    Ok(changed == 1)
}

/// How many recovery codes are left.
pub async fn recovery_codes_left(tx: &mut Tx, user: &UserId) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar("SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL").bind(user)
        => fetch_one)
}
