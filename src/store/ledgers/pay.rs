//! What is paid for what stands on compensation accounts.

use crate::store::{Tx, on};
use schemars::JsonSchema;
use serde::Serialize;

/// What payroll pays somebody for under one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, sqlx::FromRow)]
pub struct Paid {
    /// Whom.
    pub agent: String,
    /// Name shown to people, as it is today.
    pub name: String,
    /// Rule that founds it; empty for a line by hand.
    pub rule: String,
    /// What it is, in French.
    pub label_fr: String,
    /// `cents`, `centipoints`, `supplement_minutes` or `paid_minutes`.
    pub unit: String,
    /// Thousandths of the base hourly pay.
    pub rate_permille: Option<i64>,
    /// How much, in `unit`.
    pub quantity: i64,
}

/// What was posted to be paid between two instants (the second not included, unix seconds) to those whom an establishment
/// employed when it was posted, by agent, rule and rate. Lines from before that was kept go to whoever employed her when it
/// began to be.
pub async fn paid(tx: &mut Tx, group: &str, employer: &str, (from, to): (i64, i64)) -> sqlx::Result<Vec<Paid>> {
    on!(tx, sqlx::query_as(
        "SELECT e.agent_id AS agent, COALESCE(a.name, '') AS name, e.rule, e.label_fr, e.unit, e.rate_permille, \
         CAST(SUM(e.quantity) AS BIGINT) AS quantity FROM compensation_entries e \
         LEFT JOIN agents a ON a.group_id = e.group_id AND a.id = e.agent_id \
         LEFT JOIN employers_before b ON b.group_id = e.group_id AND b.agent_id = e.agent_id \
         WHERE e.group_id = $1 AND COALESCE(e.employer_id, b.employer_id) = $2 AND e.posted_at >= $3 AND e.posted_at < $4 \
         AND e.unit IN ('cents', 'centipoints', 'supplement_minutes', 'paid_minutes') \
         GROUP BY e.agent_id, a.name, e.rule, e.label_fr, e.unit, e.rate_permille HAVING SUM(e.quantity) <> 0 \
         ORDER BY e.agent_id, e.rule, e.label_fr, e.unit, e.rate_permille")
        .bind(group).bind(employer).bind(from).bind(to) => fetch_all)
}
