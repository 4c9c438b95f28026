//! What timed work has been done, so that it is done once however many servers share the database.

use super::{Tx, on};

/// The last local date of a run, if there was one.
pub async fn last(tx: &mut Tx, name: &str, group: &str) -> sqlx::Result<Option<String>> {
    on!(tx, sqlx::query_scalar("SELECT MAX(local_date) FROM due_runs WHERE name = $1 AND group_id = $2")
        .bind(name).bind(group) => fetch_one)
}

/// Claims a run; false when another server has it.
pub async fn claim(tx: &mut Tx, name: &str, group: &str, local_date: &str, now: i64) -> sqlx::Result<bool> {
    let added = on!(tx, sqlx::query(
        "INSERT INTO due_runs (name, group_id, local_date, claimed_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
        .bind(name).bind(group).bind(local_date).bind(now) => execute)?;
    Ok(added == 1)
}
