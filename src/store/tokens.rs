//! Tokens of machines. Only the SHA-256 of a token is stored; tokens are 256 random bits, so a salt would add nothing.

use super::{Tx, on};
use crate::ids::{TokenId, UserId};

/// A token's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: TokenId,
    /// Whose.
    pub user_id: UserId,
    /// What it is for, in its owner's words.
    pub name: String,
    /// JSON array of the actions it is for; none for all that its owner may do.
    pub actions: Option<String>,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub expires_at: Option<i64>,
}

/// Stores a token.
pub async fn insert(tx: &mut Tx, group: &str, row: &Row, token_sha256: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO api_tokens (id, user_id, group_id, name, token_sha256, actions, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(&row.id).bind(&row.user_id).bind(group).bind(&row.name).bind(token_sha256).bind(&row.actions)
        .bind(row.created_at).bind(row.expires_at) => execute)?;
    Ok(())
}

/// Whoever comes with a token.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Bearer {
    /// User.
    pub user_id: UserId,
    /// Name shown to people.
    pub name: String,
    /// The group the token is for.
    pub group_id: String,
    /// See [`Row::actions`].
    pub actions: Option<String>,
    /// Zone of the group, when there is one already.
    pub time_zone: Option<String>,
}

/// Whoever comes with a token that holds now.
pub async fn bearer(tx: &mut Tx, token_sha256: &str, now: i64) -> sqlx::Result<Option<Bearer>> {
    on!(tx, sqlx::query_as(
        "SELECT t.user_id, u.name, t.group_id, t.actions, g.time_zone FROM api_tokens t JOIN users u ON u.id = t.user_id \
         LEFT JOIN groups g ON g.id = t.group_id WHERE t.token_sha256 = $1 AND t.ended_at IS NULL \
         AND (t.expires_at IS NULL OR t.expires_at > $2) AND u.disabled_at IS NULL")
        .bind(token_sha256).bind(now) => fetch_optional)
}

/// A user's tokens in a group that have not been ended, the oldest first.
pub async fn of_user(tx: &mut Tx, group: &str, user: &UserId) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(
        "SELECT id, user_id, name, actions, created_at, expires_at FROM api_tokens \
         WHERE user_id = $2 AND group_id = $1 AND ended_at IS NULL ORDER BY id").bind(group).bind(user) => fetch_all)
}

/// Ends a token of a user; false when there is none, or it was ended before.
pub async fn end(tx: &mut Tx, group: &str, user: &UserId, id: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE api_tokens SET ended_at = $4 WHERE group_id = $1 AND user_id = $2 AND id = $3 AND ended_at IS NULL")
        .bind(group).bind(user).bind(id).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Whose a token of a group is.
pub async fn owner(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<UserId>> {
    on!(tx, sqlx::query_scalar("SELECT user_id FROM api_tokens WHERE group_id = $1 AND id = $2").bind(group).bind(id)
        => fetch_optional)
}
