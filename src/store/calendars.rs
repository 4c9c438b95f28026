//! Calendars that agents subscribe to: at most one of a user in a group stands (unique index `calendars_live`). Only the SHA-256 of
//! a token is stored; tokens are 256 random bits, so a salt would add nothing.

use super::{Tx, on};
use crate::ids::{CalendarId, UserId};

/// A calendar's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: CalendarId,
    /// Group.
    pub group_id: String,
    /// Whose.
    pub user_id: UserId,
    /// `fr` or `en`: the language of its entries.
    pub locale: String,
    /// Unix seconds.
    pub made_at: i64,
}

macro_rules! select {
    ($tail:literal) => {
        concat!("SELECT c.id, c.group_id, c.user_id, c.locale, c.made_at FROM calendars c ", $tail)
    };
}

/// Stores a calendar. A second one of the same user that stands is a unique error.
pub async fn insert(tx: &mut Tx, row: &Row, token_sha256: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO calendars (id, group_id, user_id, locale, token_sha256, made_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(&row.id).bind(&row.group_id).bind(&row.user_id).bind(&row.locale).bind(token_sha256).bind(row.made_at)
        => execute)?;
    Ok(())
}

/// The calendar of a user that stands.
pub async fn standing(tx: &mut Tx, group: &str, user: &UserId) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE c.group_id = $1 AND c.user_id = $2 AND c.ended_at IS NULL"))
        .bind(group).bind(user) => fetch_optional)
}

/// The calendar that a token opens, while it stands and its user has her account.
pub async fn opened_by(tx: &mut Tx, token_sha256: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!(
        "JOIN users u ON u.id = c.user_id WHERE c.token_sha256 = $1 AND c.ended_at IS NULL AND u.disabled_at IS NULL"))
        .bind(token_sha256) => fetch_optional)
}

/// Ends the calendar of a user; false when none stands.
pub async fn end(tx: &mut Tx, group: &str, user: &UserId, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE calendars SET ended_at = $3 WHERE group_id = $1 AND user_id = $2 AND ended_at IS NULL")
        .bind(group).bind(user).bind(now) => execute)?;
    Ok(changed > 0)
}
