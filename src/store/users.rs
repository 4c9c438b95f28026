//! Users: people and machines that sign in. What they may do is in [`super::grants`], what they come with in [`super::tokens`].

use super::contacts::Locale;
use super::{Page, Tx, name_of, on};
use crate::ids::UserId;

/// A user's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: UserId,
    /// Where she is written to; lower case, unique.
    pub email: Option<String>,
    /// Name shown to people.
    pub name: String,
    /// `fr` or `en`.
    pub locale: String,
}

/// Stores a user. A taken e-mail address is a unique error.
pub async fn insert(tx: &mut Tx, row: &Row, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO users (id, email, name, locale, created_at, version) VALUES ($1, $2, $3, $4, $5, 1)")
        .bind(&row.id).bind(&row.email).bind(&row.name).bind(&row.locale).bind(now) => execute)?;
    Ok(())
}

/// One user who was ever given anything in a group.
pub async fn find(tx: &mut Tx, group: &str, id: &UserId) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(
        "SELECT u.id, u.email, u.name, u.locale FROM users u WHERE u.id = $2 \
         AND EXISTS (SELECT 1 FROM grants g WHERE g.user_id = u.id AND g.group_id = $1)")
        .bind(group).bind(id) => fetch_optional)
}

/// Stores the language in which a user is written to about her account.
pub async fn speak(tx: &mut Tx, id: &UserId, locale: Locale) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE users SET locale = $2, version = version + 1 WHERE id = $1 AND locale <> $2")
        .bind(id).bind(name_of(&locale)?) => execute)?;
    Ok(())
}

/// A user with what she has chosen.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Listed {
    /// The user.
    #[sqlx(flatten)]
    pub user: Row,
    /// When she chose her password, unix seconds.
    pub password_at: Option<i64>,
    /// Since when her second factor is in force, unix seconds.
    pub totp_since: Option<i64>,
}

/// A page of users who have something in a group, by identifier. `page.state` is a role; `text` is a part of a name or an address.
pub async fn list(tx: &mut Tx, group: &str, text: &str, page: &Page) -> sqlx::Result<Vec<Listed>> {
    on!(tx, sqlx::query_as(
        "SELECT u.id, u.email, u.name, u.locale, u.password_at, u.totp_since FROM users u \
         WHERE EXISTS (SELECT 1 FROM grants g WHERE g.user_id = u.id AND g.group_id = $1 AND g.ended_at IS NULL \
         AND ($2 = '' OR g.role = $2)) AND ($3 = '' OR replace(lower(u.name), lower($3), '') <> lower(u.name) \
         OR replace(u.email, lower($3), '') <> u.email) AND ($4 = '' OR u.id > $4) ORDER BY u.id LIMIT $5")
        .bind(group).bind(&page.state).bind(text).bind(&page.after).bind(page.limit) => fetch_all)
}
