//! Rule packs loaded since the program was built, as the texts they came in. They are few, and read whenever a group's facts
//! are.

use super::{Tx, on};

/// A stored pack.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// `fph`
    pub id: String,
    /// `2026-07`
    pub version: String,
    /// TOML.
    pub text: String,
    /// SHA-256 of the text, hexadecimal.
    pub sha256: String,
    /// Unix seconds.
    pub loaded_at: i64,
    /// User.
    pub loaded_by: String,
}

/// Every pack of a group, by key.
pub async fn all(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(
        "SELECT id, version, text, sha256, loaded_at, loaded_by FROM rule_packs WHERE group_id = $1 \
         ORDER BY id, version").bind(group) => fetch_all)
}

/// Stores a pack, in place of one of the same key.
pub async fn put(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO rule_packs (group_id, id, version, text, sha256, loaded_at, loaded_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (group_id, id, version) DO UPDATE SET text = excluded.text, sha256 = excluded.sha256, \
         loaded_at = excluded.loaded_at, loaded_by = excluded.loaded_by")
        .bind(group).bind(&row.id).bind(&row.version).bind(&row.text).bind(&row.sha256).bind(row.loaded_at)
        .bind(&row.loaded_by) => execute)?;
    Ok(())
}
