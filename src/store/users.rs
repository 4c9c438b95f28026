//! Users. Only the SHA-256 of a token is stored; tokens are 256 random bits, so a salt would add nothing.

use super::{Tx, on};
use crate::ids::UserId;

/// A user's row.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: UserId,
    /// Group.
    pub group_id: String,
    /// Name shown to people.
    pub name: String,
    /// Role.
    pub role: String,
    /// JSON object: see `app::access::Scope`.
    pub scope: String,
    /// The agent this user is.
    pub agent_id: Option<String>,
}

/// Stores a user.
pub async fn insert(tx: &mut Tx, row: &Row, token_sha256: &str, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO users (id, group_id, name, role, scope, agent_id, token_sha256, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(&row.id).bind(&row.group_id).bind(&row.name).bind(&row.role).bind(&row.scope).bind(&row.agent_id)
        .bind(token_sha256).bind(now) => execute)?;
    Ok(())
}

/// The user whose token it is, unless revoked.
pub async fn by_token(tx: &mut Tx, token_sha256: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(
        "SELECT id, group_id, name, role, scope, agent_id FROM users WHERE token_sha256 = $1 AND revoked_at IS NULL")
        .bind(token_sha256) => fetch_optional)
}

/// Ends a user's access.
pub async fn revoke(tx: &mut Tx, group: &str, id: &UserId, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE users SET revoked_at = $3 WHERE group_id = $1 AND id = $2 AND revoked_at IS NULL")
        .bind(group).bind(id).bind(now) => execute)?;
    Ok(changed == 1)
}
