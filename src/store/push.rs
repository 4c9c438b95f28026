//! Browsers that take push messages: where each is reached, and the keys that only it reads with.

use super::{Tx, on};
use crate::ids::{PushId, UserId};

/// A subscription's row.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: PushId,
    /// Who logged in there.
    pub user_id: UserId,
    /// Address at the browser's push service. Whoever knows it could send to it, if it were not for the keys.
    pub endpoint: String,
    /// The browser's public key, base64url.
    pub p256dh: String,
    /// What the browser shares with us, base64url.
    pub auth: String,
    /// Our public key, base64url: it takes messages signed by that one alone. Not known of those from before it was noted.
    pub vapid_key: Option<String>,
    /// What the browser says it is.
    pub browser: String,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds of the last message taken.
    pub used_at: Option<i64>,
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Row").field("id", &self.id).field("user", &self.user_id).finish_non_exhaustive()
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT s.id, s.user_id, s.endpoint, s.p256dh, s.auth, s.vapid_key, s.browser, s.created_at, s.used_at \
             FROM push_subscriptions s ",
            $tail
        )
    };
}

/// Stores a subscription, in place of the one that the group has for the same address.
pub async fn put(tx: &mut Tx, group: &str, row: &Row, endpoint_sha256: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO push_subscriptions (id, group_id, user_id, endpoint, endpoint_sha256, p256dh, auth, vapid_key, browser, \
         created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (group_id, endpoint_sha256) DO UPDATE SET id = excluded.id, user_id = excluded.user_id, \
         p256dh = excluded.p256dh, auth = excluded.auth, vapid_key = excluded.vapid_key, browser = excluded.browser, \
         created_at = excluded.created_at, used_at = NULL")
        .bind(&row.id).bind(group).bind(&row.user_id).bind(&row.endpoint).bind(endpoint_sha256).bind(&row.p256dh)
        .bind(&row.auth).bind(&row.vapid_key).bind(&row.browser).bind(row.created_at) => execute)?;
    Ok(())
}

/// The subscription of a user in a group at an address.
pub async fn at(tx: &mut Tx, group: &str, user: &UserId, endpoint_sha256: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND user_id = $2 AND endpoint_sha256 = $3"))
        .bind(group).bind(user).bind(endpoint_sha256) => fetch_optional)
}

/// A user's subscriptions in a group, the oldest first.
pub async fn of_user(tx: &mut Tx, group: &str, user: &UserId) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND user_id = $2 ORDER BY id")).bind(group).bind(user)
        => fetch_all)
}

/// Where a person of the outbox is told on a day, the oldest first: the browsers of the user she is, or of whoever is that agent
/// by a grant that holds, as far as they may take messages signed by a key.
pub async fn of_person(tx: &mut Tx, group: &str, person: &str, day: &str, vapid_key: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE s.group_id = $1 AND (s.vapid_key = $4 OR s.vapid_key IS NULL) AND EXISTS (SELECT 1 FROM grants g \
         WHERE g.group_id = s.group_id AND g.user_id = s.user_id AND g.ended_at IS NULL AND g.valid_from <= $3 \
         AND (g.valid_to IS NULL OR g.valid_to >= $3) AND ('user:' || s.user_id = $2 OR 'agent:' || g.agent_id = $2)) \
         ORDER BY s.id"))
        .bind(group).bind(person).bind(day).bind(vapid_key) => fetch_all)
}

/// Ends other people's subscriptions at an address: the browser is somebody else's now. Gives their number.
pub async fn end_others(tx: &mut Tx, endpoint_sha256: &str, user: &UserId) -> sqlx::Result<u64> {
    on!(tx, sqlx::query("DELETE FROM push_subscriptions WHERE endpoint_sha256 = $1 AND user_id <> $2")
        .bind(endpoint_sha256).bind(user) => execute)
}

/// Ends every subscription to another key than the one in use: nothing is ever taken there again. Gives their number.
pub async fn end_of_other_keys(tx: &mut Tx, vapid_key: &str) -> sqlx::Result<u64> {
    on!(tx, sqlx::query("DELETE FROM push_subscriptions WHERE vapid_key <> $1").bind(vapid_key) => execute)
}

/// Ends one subscription of a user; false when there is none.
pub async fn end(tx: &mut Tx, group: &str, user: &UserId, id: &str) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query("DELETE FROM push_subscriptions WHERE group_id = $1 AND user_id = $2 AND id = $3")
        .bind(group).bind(user).bind(id) => execute)?;
    Ok(changed == 1)
}

/// Ends every subscription of a user in a group; gives their number.
pub async fn end_all(tx: &mut Tx, group: &str, user: &UserId) -> sqlx::Result<u64> {
    on!(tx, sqlx::query("DELETE FROM push_subscriptions WHERE group_id = $1 AND user_id = $2").bind(group).bind(user)
        => execute)
}

/// Ends a subscription that its push service no longer knows.
pub async fn gone(tx: &mut Tx, id: &PushId) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM push_subscriptions WHERE id = $1").bind(id) => execute)?;
    Ok(())
}

/// Says that a push service has taken a message.
pub async fn see(tx: &mut Tx, id: &PushId, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE push_subscriptions SET used_at = $2 WHERE id = $1").bind(id).bind(now) => execute)?;
    Ok(())
}
