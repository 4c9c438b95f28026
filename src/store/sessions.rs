//! Sessions of people in browsers. Only the SHA-256 of a token is stored; tokens are 256 random bits, so a salt would add
//! nothing. A session whose token was replaced knows the one before for a moment, because browsers ask several things at once.

use super::{Tx, on};
use crate::ids::{IdentityId, SessionId, UserId};

/// Seconds that the rows of sessions long over are kept.
const KEPT_SECONDS: i64 = 30 * 86_400;

/// A session's row.
#[derive(Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// The group she acts in; none until it is chosen.
    pub group_id: Option<String>,
    /// What she proved: see `app::sessions::Factors`.
    pub factors: String,
    /// What the tokens in her forms are made from.
    pub form_key: String,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds of a recent request.
    pub seen_at: i64,
    /// Unix seconds of the last change of token.
    pub rotated_at: i64,
    /// Unix seconds.
    pub expires_at: i64,
    /// What the browser says it is.
    pub browser: String,
    /// The identity at a provider by which she logged in.
    pub identity_id: Option<IdentityId>,
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Row").field("id", &self.id).field("factors", &self.factors).finish_non_exhaustive()
    }
}

/// Stores a session, and forgets those long over.
pub async fn insert(tx: &mut Tx, row: &Row, token_sha256: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM sessions WHERE expires_at < $1").bind(row.created_at - KEPT_SECONDS) => execute)?;
    on!(tx, sqlx::query(
        "INSERT INTO sessions (token_sha256, id, user_id, group_id, factors, form_key, created_at, seen_at, rotated_at, \
         expires_at, browser, identity_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
        .bind(token_sha256).bind(&row.id).bind(&row.user_id).bind(&row.group_id).bind(&row.factors).bind(&row.form_key)
        .bind(row.created_at).bind(row.seen_at).bind(row.rotated_at).bind(row.expires_at).bind(&row.browser)
        .bind(&row.identity_id) => execute)?;
    Ok(())
}

/// A session and whose it is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Held {
    /// The session.
    #[sqlx(flatten)]
    pub row: Row,
    /// Name shown to people.
    pub name: String,
    /// Zone of the group, when there is one already.
    pub time_zone: Option<String>,
    /// Whether the token is the session's newest.
    pub newest: bool,
}

/// The session of a token that holds now and was used since `idle_since`.
pub async fn find(tx: &mut Tx, token_sha256: &str, now: i64, idle_since: i64) -> sqlx::Result<Option<Held>> {
    on!(tx, sqlx::query_as(
        "SELECT s.id, s.user_id, s.group_id, s.factors, s.form_key, s.created_at, s.seen_at, s.rotated_at, s.expires_at, \
         s.browser, s.identity_id, u.name, g.time_zone, s.token_sha256 = $1 AS newest FROM sessions s JOIN users u ON u.id = s.user_id \
         LEFT JOIN groups g ON g.id = s.group_id \
         WHERE (s.token_sha256 = $1 OR (s.previous_sha256 = $1 AND s.previous_until >= $2)) AND s.ended_at IS NULL \
         AND s.expires_at > $2 AND s.seen_at > $3 AND u.disabled_at IS NULL")
        .bind(token_sha256).bind(now).bind(idle_since) => fetch_optional)
}

/// Says that a session is in use.
pub async fn see(tx: &mut Tx, id: &SessionId, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2").bind(id).bind(now) => execute)?;
    Ok(())
}

/// Replaces a session's token, which stays good until `until`; false when somebody else has replaced it.
pub async fn rotate(tx: &mut Tx, id: &SessionId, old: &str, new: &str, now: i64, until: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE sessions SET token_sha256 = $3, previous_sha256 = $2, previous_until = $5, rotated_at = $4, seen_at = $4 \
         WHERE id = $1 AND token_sha256 = $2 AND ended_at IS NULL")
        .bind(id).bind(old).bind(new).bind(now).bind(until) => execute)?;
    Ok(changed == 1)
}

/// What a session rises to, with a new token; the one before is over at once.
pub async fn rise(
    tx: &mut Tx,
    id: &SessionId,
    group: Option<&str>,
    factors: &str,
    new: &str,
    (now, expires_at): (i64, i64),
) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE sessions SET token_sha256 = $4, previous_sha256 = NULL, previous_until = NULL, group_id = $2, factors = $3, \
         rotated_at = $5, seen_at = $5, expires_at = $6 WHERE id = $1 AND ended_at IS NULL")
        .bind(id).bind(group).bind(factors).bind(new).bind(now).bind(expires_at) => execute)?;
    Ok(changed == 1)
}

/// A user's sessions in a group that are not over, the newest first.
pub async fn of_user(tx: &mut Tx, group: &str, user: &UserId, now: i64, idle_since: i64) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(
        "SELECT id, user_id, group_id, factors, form_key, created_at, seen_at, rotated_at, expires_at, browser, identity_id \
         FROM sessions WHERE user_id = $2 AND (group_id = $1 OR group_id IS NULL) AND ended_at IS NULL \
         AND expires_at > $3 AND seen_at > $4 ORDER BY id DESC")
        .bind(group).bind(user).bind(now).bind(idle_since) => fetch_all)
}

/// Ends one session of a user; false when there is none, or it is over.
pub async fn end(tx: &mut Tx, user: &UserId, id: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE sessions SET ended_at = $3, id_token = NULL WHERE user_id = $1 AND id = $2 AND ended_at IS NULL AND expires_at > $3")
        .bind(user).bind(id).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Ends every session of a user but one (the empty text spares none); gives their number.
pub async fn end_all(tx: &mut Tx, user: &UserId, but: &str, now: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "UPDATE sessions SET ended_at = $3, id_token = NULL WHERE user_id = $1 AND id <> $2 AND ended_at IS NULL AND expires_at > $3")
        .bind(user).bind(but).bind(now) => execute)
}

/// Ends every session that was begun by an identity, but one (the empty text spares none); gives their number.
pub async fn end_by_identity(tx: &mut Tx, identity: &str, but: &str, now: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "UPDATE sessions SET ended_at = $3, id_token = NULL \
         WHERE identity_id = $1 AND id <> $2 AND ended_at IS NULL AND expires_at > $3")
        .bind(identity).bind(but).bind(now) => execute)
}

/// Keeps the sealed ID token of a session for its log-out; those of sessions that are over are forgotten.
pub async fn keep_id_token(tx: &mut Tx, id: &SessionId, sealed: &str, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE sessions SET id_token = NULL WHERE id_token IS NOT NULL AND expires_at <= $1").bind(now)
        => execute)?;
    on!(tx, sqlx::query("UPDATE sessions SET id_token = $2 WHERE id = $1").bind(id).bind(sealed) => execute)?;
    Ok(())
}

/// The sealed ID token of a session.
pub async fn id_token(tx: &mut Tx, id: &SessionId) -> sqlx::Result<Option<String>> {
    let sql = "SELECT id_token FROM sessions WHERE id = $1 AND id_token IS NOT NULL";
    on!(tx, sqlx::query_scalar(sql).bind(id) => fetch_optional)
}
