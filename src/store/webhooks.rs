//! Webhooks: programs of a group that are told what people are told.

use super::{Tx, from_json, on, to_json};
use std::collections::BTreeSet;

/// A webhook.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Identifier.
    pub id: String,
    /// Where to.
    pub url: String,
    /// What signatures are made with: `whsec_` and base64.
    pub secret: String,
    /// Kinds of notices wanted; empty means all.
    pub kinds: BTreeSet<String>,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub disabled_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    url: String,
    secret: String,
    kinds: String,
    created_at: i64,
    disabled_at: Option<i64>,
}

/// Every webhook of a group, the oldest first.
pub async fn all(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Webhook>> {
    let rows: Vec<Row> = on!(tx, sqlx::query_as(
        "SELECT id, url, secret, kinds, created_at, disabled_at FROM webhooks WHERE group_id = $1 ORDER BY id")
        .bind(group) => fetch_all)?;
    rows.into_iter()
        .map(|row| {
            let kinds = from_json(&row.kinds)?;
            let Row { id, url, secret, created_at, disabled_at, .. } = row;
            Ok(Webhook { id, url, secret, kinds, created_at, disabled_at })
        })
        .collect()
}

/// Stores a webhook.
pub async fn insert(tx: &mut Tx, group: &str, hook: &Webhook) -> sqlx::Result<()> {
    let kinds = to_json(&hook.kinds)?;
    on!(tx, sqlx::query(
        "INSERT INTO webhooks (group_id, id, url, secret, kinds, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, 1)")
        .bind(group).bind(&hook.id).bind(&hook.url).bind(&hook.secret).bind(&kinds).bind(hook.created_at) => execute)?;
    Ok(())
}

/// Ends a webhook; false when there is none, or it has ended.
pub async fn disable(tx: &mut Tx, group: &str, id: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE webhooks SET disabled_at = $3, version = version + 1 \
         WHERE group_id = $1 AND id = $2 AND disabled_at IS NULL").bind(group).bind(id).bind(now) => execute)?;
    Ok(changed == 1)
}
