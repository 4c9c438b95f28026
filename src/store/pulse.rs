//! The quarterly pulse: who has answered, and beside it, with nothing that leads from one to the other, what was answered.

use super::{Tx, on};

/// Whether an agent has answered in a quarter.
pub async fn has_answered(tx: &mut Tx, group: &str, agent: &str, quarter: &str) -> sqlx::Result<bool> {
    let found: Option<String> = on!(tx, sqlx::query_scalar(
        "SELECT agent_id FROM pulse_answered WHERE group_id = $1 AND agent_id = $2 AND quarter = $3")
        .bind(group).bind(agent).bind(quarter) => fetch_optional)?;
    Ok(found.is_some())
}

/// Notes that an agent answers in a quarter; false when she has before.
pub async fn answers(tx: &mut Tx, group: &str, agent: &str, quarter: &str) -> sqlx::Result<bool> {
    let noted = on!(tx, sqlx::query(
        "INSERT INTO pulse_answered (group_id, agent_id, quarter) VALUES ($1, $2, $3) \
         ON CONFLICT (group_id, agent_id, quarter) DO NOTHING").bind(group).bind(agent).bind(quarter) => execute)?;
    Ok(noted == 1)
}

/// What an establishment's people have answered in a quarter, a JSON object.
pub async fn scores(tx: &mut Tx, group: &str, establishment: &str, quarter: &str) -> sqlx::Result<Option<String>> {
    on!(tx, sqlx::query_scalar(
        "SELECT scores FROM pulse_scores WHERE group_id = $1 AND establishment_id = $2 AND quarter = $3")
        .bind(group).bind(establishment).bind(quarter) => fetch_optional)
}

/// Stores it in place of what stood there.
pub async fn put_scores(
    tx: &mut Tx,
    group: &str,
    (establishment, quarter): (&str, &str),
    scores: &str,
) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO pulse_scores (group_id, establishment_id, quarter, scores) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (group_id, establishment_id, quarter) DO UPDATE SET scores = excluded.scores")
        .bind(group).bind(establishment).bind(quarter).bind(scores) => execute)?;
    Ok(())
}

/// What was said beside in a quarter, a JSON array.
pub async fn comments(tx: &mut Tx, group: &str, quarter: &str) -> sqlx::Result<Option<String>> {
    on!(tx, sqlx::query_scalar("SELECT comments FROM pulse_comments WHERE group_id = $1 AND quarter = $2")
        .bind(group).bind(quarter) => fetch_optional)
}

/// Stores it in place of what stood there.
pub async fn put_comments(tx: &mut Tx, group: &str, quarter: &str, comments: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO pulse_comments (group_id, quarter, comments) VALUES ($1, $2, $3) \
         ON CONFLICT (group_id, quarter) DO UPDATE SET comments = excluded.comments")
        .bind(group).bind(quarter).bind(comments) => execute)?;
    Ok(())
}

/// What an establishment's people have answered in a quarter.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Establishment.
    pub establishment_id: String,
    /// `2026-Q4`.
    pub quarter: String,
    /// A JSON object.
    pub scores: String,
}

/// The answers of the quarters from one to another, both included, the newest quarter first.
pub async fn all(tx: &mut Tx, group: &str, (from, to): (&str, &str)) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(
        "SELECT establishment_id, quarter, scores FROM pulse_scores WHERE group_id = $1 AND quarter >= $2 \
         AND quarter <= $3 ORDER BY quarter DESC, establishment_id").bind(group).bind(from).bind(to) => fetch_all)
}

/// Takes away what was answered before a quarter, and by whom; gives how many rows.
pub async fn delete_before(tx: &mut Tx, group: &str, quarter: &str) -> sqlx::Result<u64> {
    let answered = on!(tx, sqlx::query("DELETE FROM pulse_answered WHERE group_id = $1 AND quarter < $2")
        .bind(group).bind(quarter) => execute)?;
    let scores = on!(tx, sqlx::query("DELETE FROM pulse_scores WHERE group_id = $1 AND quarter < $2")
        .bind(group).bind(quarter) => execute)?;
    let comments = on!(tx, sqlx::query("DELETE FROM pulse_comments WHERE group_id = $1 AND quarter < $2")
        .bind(group).bind(quarter) => execute)?;
    Ok(answered + scores + comments)
}
