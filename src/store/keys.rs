//! Idempotency keys: what was sent under each, and what came of it.

use super::{Tx, on};

/// Where a key stands: whose it is, on which route, and a digest of it.
#[derive(Debug, Clone)]
pub struct Place {
    /// Group.
    pub group: String,
    /// User.
    pub user: String,
    /// `POST /api/v1/plans/{id}/approve`
    pub route: String,
    /// SHA-256 of the key.
    pub key_sha256: String,
}

/// What stands at a place.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// SHA-256 of what was sent.
    pub request_sha256: String,
    /// Who is at it, or was.
    pub attempt: String,
    /// Until when it is surely still at it, unix seconds.
    pub lease_until: i64,
    /// When the deed was done.
    pub done_at: Option<i64>,
    /// What the deed was about.
    pub object_kind: Option<String>,
    /// Its identifier.
    pub object_id: Option<String>,
    /// Sealed answer.
    pub answer: Option<String>,
}

/// Begins an attempt where nothing stands yet; false where something does.
pub async fn begin(
    tx: &mut Tx,
    place: &Place,
    request_sha256: &str,
    attempt: &str,
    now: i64,
    until: i64,
) -> sqlx::Result<bool> {
    let begun = on!(tx, sqlx::query(
        "INSERT INTO idempotency_keys (group_id, user_id, route, key_sha256, request_sha256, attempt, begun_at, lease_until) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (group_id, user_id, route, key_sha256) DO NOTHING")
        .bind(&place.group).bind(&place.user).bind(&place.route).bind(&place.key_sha256).bind(request_sha256)
        .bind(attempt).bind(now).bind(until) => execute)?;
    Ok(begun == 1)
}

/// What stands at a place.
pub async fn find(tx: &mut Tx, place: &Place) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(
        "SELECT request_sha256, attempt, lease_until, done_at, object_kind, object_id, answer FROM idempotency_keys \
         WHERE group_id = $1 AND user_id = $2 AND route = $3 AND key_sha256 = $4")
        .bind(&place.group).bind(&place.user).bind(&place.route).bind(&place.key_sha256) => fetch_optional)
}

/// Takes the place of an attempt that came to nothing.
pub async fn take_over(tx: &mut Tx, before: &str, attempt: &str, now: i64, until: i64) -> sqlx::Result<bool> {
    let taken = on!(tx, sqlx::query(
        "UPDATE idempotency_keys SET attempt = $2, begun_at = $3, lease_until = $4 WHERE attempt = $1 AND done_at IS NULL")
        .bind(before).bind(attempt).bind(now).bind(until) => execute)?;
    Ok(taken == 1)
}

/// Says in the deed's own transaction that it is done; false when another attempt has taken its place.
pub async fn done(tx: &mut Tx, attempt: &str, now: i64, object: Option<(&str, &str)>) -> sqlx::Result<bool> {
    let (kind, id) = object.unzip();
    let done = on!(tx, sqlx::query(
        "UPDATE idempotency_keys SET done_at = $2, object_kind = $3, object_id = $4 WHERE attempt = $1")
        .bind(attempt).bind(now).bind(kind).bind(id) => execute)?;
    Ok(done == 1)
}

/// Keeps the answer of an attempt.
pub async fn answer(tx: &mut Tx, attempt: &str, now: i64, answer: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE idempotency_keys SET done_at = COALESCE(done_at, $2), answer = $3 WHERE attempt = $1")
        .bind(attempt).bind(now).bind(answer) => execute)?;
    Ok(())
}

/// Ends an attempt without an answer: one that did nothing leaves no trace, one that did something is over.
pub async fn give_up(tx: &mut Tx, attempt: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM idempotency_keys WHERE attempt = $1 AND done_at IS NULL").bind(attempt) => execute)?;
    on!(tx, sqlx::query("UPDATE idempotency_keys SET lease_until = 0 WHERE attempt = $1").bind(attempt) => execute)?;
    Ok(())
}

/// Forgets what was begun before an instant.
pub async fn forget(tx: &mut Tx, before: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query("DELETE FROM idempotency_keys WHERE begun_at < $1").bind(before) => execute)
}

/// Forgets what stands at one place, if it was begun before an instant.
pub async fn forget_one(tx: &mut Tx, place: &Place, before: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "DELETE FROM idempotency_keys WHERE group_id = $1 AND user_id = $2 AND route = $3 AND key_sha256 = $4 AND begun_at < $5")
        .bind(&place.group).bind(&place.user).bind(&place.route).bind(&place.key_sha256).bind(before) => execute)?;
    Ok(())
}
