//! How often something was tried in vain, under a digest of what it was tried on. In the database, so that it holds for every
//! server on it.

use super::{Tx, on};

/// Counts one more try of a key that is not blocked, and gives their number; `None` while it is blocked. Tries older than
/// `forget_before` no longer count.
pub async fn count(tx: &mut Tx, key: &str, now: i64, forget_before: i64) -> sqlx::Result<Option<i64>> {
    on!(tx, sqlx::query("DELETE FROM attempts WHERE last_at < $1").bind(forget_before) => execute)?;
    on!(tx, sqlx::query_scalar(
        "INSERT INTO attempts (key, failures, last_at, blocked_until) VALUES ($1, 1, $2, 0) \
         ON CONFLICT (key) DO UPDATE SET failures = attempts.failures + 1, last_at = $2 WHERE attempts.blocked_until <= $2 \
         RETURNING failures").bind(key).bind(now) => fetch_optional)
}

/// Unix seconds until which a key is blocked; 0 when it never was.
pub async fn blocked_until(tx: &mut Tx, key: &str) -> sqlx::Result<i64> {
    let until: Option<i64> = on!(tx, sqlx::query_scalar("SELECT blocked_until FROM attempts WHERE key = $1").bind(key)
        => fetch_optional)?;
    Ok(until.unwrap_or(0))
}

/// Blocks a key.
pub async fn block(tx: &mut Tx, key: &str, until: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE attempts SET blocked_until = $2 WHERE key = $1").bind(key).bind(until) => execute)?;
    Ok(())
}

/// Forgets the tries of a key.
pub async fn forget(tx: &mut Tx, key: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM attempts WHERE key = $1").bind(key) => execute)?;
    Ok(())
}

/// Takes one try back: it was not in vain.
pub async fn take_back(tx: &mut Tx, key: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE attempts SET failures = failures - 1, blocked_until = 0 WHERE key = $1 AND failures > 0")
        .bind(key) => execute)?;
    Ok(())
}
