//! Links that open an account once. What is here opens nothing: the link also holds a code made with a key that the database
//! does not know.

use super::{Tx, on};
use crate::ids::{LinkId, UserId};

/// Seconds that the rows of links long over are kept.
const KEPT_SECONDS: i64 = 30 * 86_400;

/// A link's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: LinkId,
    /// Whose account it opens.
    pub user_id: UserId,
    /// See `app::links::Purpose`.
    pub purpose: String,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub expires_at: i64,
}

/// Stores a link, and forgets those long over.
pub async fn insert(tx: &mut Tx, row: &Row) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM links WHERE expires_at < $1").bind(row.created_at - KEPT_SECONDS) => execute)?;
    on!(tx, sqlx::query("INSERT INTO links (id, user_id, purpose, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(&row.id).bind(&row.user_id).bind(&row.purpose).bind(row.created_at).bind(row.expires_at) => execute)?;
    Ok(())
}

/// A link that can still be used.
pub async fn find(tx: &mut Tx, id: &str, now: i64) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(
        "SELECT id, user_id, purpose, created_at, expires_at FROM links \
         WHERE id = $1 AND used_at IS NULL AND expires_at > $2").bind(id).bind(now) => fetch_optional)
}

/// Uses a link; false when somebody else has, or its time is over.
pub async fn consume(tx: &mut Tx, id: &LinkId, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE links SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2")
        .bind(id).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Makes every other link of a user useless.
pub async fn end_all(tx: &mut Tx, user: &UserId, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE links SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL").bind(user).bind(now)
        => execute)?;
    Ok(())
}
