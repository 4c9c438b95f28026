//! The conversation about a request.

use super::{Page, Tx, from_json, on};
use crate::ids::{MessageId, UserId};
use std::collections::BTreeMap;

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

/// Whoever wrote about a request so far, or was mentioned.
pub async fn participants(tx: &mut Tx, group: &str, request: &str) -> sqlx::Result<Vec<String>> {
    let rows: Vec<(String, String)> = on!(tx, sqlx::query_as(
        "SELECT DISTINCT author, mentions FROM messages WHERE group_id = $1 AND request_id = $2")
        .bind(group).bind(request) => fetch_all)?;
    let mut people = Vec::new();
    for (author, mentions) in rows {
        people.push(author);
        people.extend(from_json::<Vec<String>>(&mentions)?);
    }
    Ok(people)
}

/// By request, from one identifier to another, how many messages of others a user has not read.
pub async fn unread(
    tx: &mut Tx,
    group: &str,
    user: &UserId,
    (first, last): (&str, &str),
) -> sqlx::Result<BTreeMap<String, i64>> {
    let rows: Vec<(String, i64)> = on!(tx, sqlx::query_as(
        "SELECT m.request_id, COUNT(*) FROM messages m LEFT JOIN message_reads r ON r.group_id = m.group_id \
         AND r.request_id = m.request_id AND r.user_id = $2 WHERE m.group_id = $1 AND m.request_id >= $3 \
         AND m.request_id <= $4 AND m.author <> $2 AND (r.message_id IS NULL OR m.id > r.message_id) \
         GROUP BY m.request_id").bind(group).bind(user).bind(first).bind(last) => fetch_all)?;
    Ok(rows.into_iter().collect())
}

/// Whether a message is about a request.
pub async fn is_about(tx: &mut Tx, group: &str, request: &str, id: &str) -> sqlx::Result<bool> {
    let found: i64 = on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM messages WHERE group_id = $1 AND request_id = $2 AND id = $3")
        .bind(group).bind(request).bind(id) => fetch_one)?;
    Ok(found > 0)
}

/// Says that a user has read the messages about a request up to one; never moves back.
pub async fn mark_read(
    tx: &mut Tx,
    group: &str,
    (request, user): (&str, &UserId),
    message: &str,
    now: i64,
) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO message_reads (group_id, request_id, user_id, message_id, read_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (group_id, request_id, user_id) DO UPDATE SET message_id = excluded.message_id, \
         read_at = excluded.read_at WHERE message_reads.message_id < excluded.message_id")
        .bind(group).bind(request).bind(user).bind(message).bind(now) => execute)?;
    Ok(())
}

/// Whether the conversation about a request holds a message with this text.
pub async fn says(tx: &mut Tx, group: &str, request: &str, text: &str) -> sqlx::Result<bool> {
    let found: i64 = on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM messages WHERE group_id = $1 AND request_id = $2 AND text = $3")
        .bind(group).bind(request).bind(text) => fetch_one)?;
    Ok(found > 0)
}
