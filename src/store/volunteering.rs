//! What people want to be asked for beyond their plain hours at their own place.

use super::{Tx, on};

/// Everybody of a group who has said something: agent and JSON array.
pub async fn all(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as("SELECT agent_id, kinds FROM volunteering WHERE group_id = $1 ORDER BY agent_id").bind(group)
        => fetch_all)
}

/// What one person has said, with its version.
pub async fn find(tx: &mut Tx, group: &str, agent: &str) -> sqlx::Result<Option<(String, i64)>> {
    on!(tx, sqlx::query_as("SELECT kinds, version FROM volunteering WHERE group_id = $1 AND agent_id = $2")
        .bind(group).bind(agent) => fetch_optional)
}

/// Stores what she says in place of the version that she read; false when it was changed meanwhile.
pub async fn put(tx: &mut Tx, group: &str, (agent, kinds): (&str, &str), version: i64) -> sqlx::Result<bool> {
    // The same values in the same order, whether it is the first time or not.
    let sql = if version == 0 {
        "INSERT INTO volunteering (group_id, agent_id, kinds, version) SELECT $1, $2, $3, $4 + 1 WHERE $4 = 0 \
         ON CONFLICT DO NOTHING"
    } else {
        "UPDATE volunteering SET kinds = $3, version = version + 1 WHERE group_id = $1 AND agent_id = $2 AND version = $4"
    };
    let changed = on!(tx, sqlx::query(sql).bind(group).bind(agent).bind(kinds).bind(version) => execute)?;
    Ok(changed == 1)
}
