//! The conversation about a request.

use super::{Page, Tx, on};
use crate::ids::MessageId;

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: MessageId,
    /// User.
    pub author: String,
    /// Her name when she wrote it.
    pub author_name: String,
    /// What she wrote.
    pub text: String,
    /// JSON array of the users she mentions.
    pub mentions: String,
    /// Unix seconds.
    pub written_at: i64,
}

/// Stores a message.
pub async fn insert(tx: &mut Tx, group: &str, request: &str, row: &Row) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO messages (id, group_id, request_id, author, author_name, text, mentions, written_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(&row.id).bind(group).bind(request).bind(&row.author).bind(&row.author_name).bind(&row.text)
        .bind(&row.mentions).bind(row.written_at) => execute)?;
    Ok(())
}

/// A page of the messages about a request, oldest first.
pub async fn list(tx: &mut Tx, group: &str, request: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(
        "SELECT id, author, author_name, text, mentions, written_at FROM messages \
         WHERE group_id = $1 AND request_id = $2 AND ($3 = '' OR id > $3) ORDER BY id LIMIT $4")
        .bind(group).bind(request).bind(&page.after).bind(page.limit) => fetch_all)
}

/// Whoever wrote about a request so far.
pub async fn authors(tx: &mut Tx, group: &str, request: &str) -> sqlx::Result<Vec<String>> {
    on!(tx, sqlx::query_scalar(
        "SELECT DISTINCT author FROM messages WHERE group_id = $1 AND request_id = $2 ORDER BY author")
        .bind(group).bind(request) => fetch_all)
}
