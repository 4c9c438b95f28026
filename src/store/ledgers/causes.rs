//! What stands on the accounts by what caused it: what is held against what the facts make of it.

use crate::store::{Tx, on};

/// What stands on equity accounts: agent, offer or assignment (`balance` without either), kind of burden, and the sum of the
/// lines with those that take them back, hundredths of a point.
pub async fn equity(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, String, String, i64)>> {
    on!(tx, sqlx::query_as(
        "SELECT e.agent_id, COALESCE(e.offer_id, e.assignment_id, 'balance'), COALESCE(o.kind, e.kind), \
         CAST(SUM(e.centipoints) AS BIGINT) FROM equity_entries e LEFT JOIN equity_entries o ON o.id = e.reverses \
         WHERE e.group_id = $1 GROUP BY e.agent_id, COALESCE(e.offer_id, e.assignment_id, 'balance'), \
         COALESCE(o.kind, e.kind)").bind(group) => fetch_all)
}

/// What somebody has taken back by hand: agent, offer or assignment, kind of burden.
pub async fn corrected_equity(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT e.agent_id, COALESCE(e.offer_id, e.assignment_id, 'balance'), o.kind FROM equity_entries e \
         JOIN equity_entries o ON o.id = e.reverses WHERE e.group_id = $1 AND e.kind = 'correction' \
         AND o.kind NOT IN ('opening', 'manual')").bind(group) => fetch_all)
}

/// A sum on a compensation account with what it is about.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Caused {
    /// Whose account.
    pub agent_id: String,
    /// Assignment, occasion or promise.
    pub about: String,
    /// Kind of the lines, or of those that they take back.
    pub kind: String,
    /// Rule that founds them.
    pub rule: String,
    /// Unit.
    pub unit: String,
    /// The sum of the lines with those that take them back.
    pub quantity: i64,
    /// Somebody has taken one of them back by hand.
    pub corrected: bool,
}

/// What stands on compensation accounts and is not said by hand.
pub async fn compensation(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Caused>> {
    on!(tx, sqlx::query_as(
        "SELECT agent_id, about, kind, rule, unit, CAST(SUM(quantity) AS BIGINT) AS quantity, \
         MAX(by_hand) > 0 AS corrected FROM (SELECT e.agent_id, COALESCE(e.assignment_id, e.occasion, e.promise_id, \
         (SELECT p.id FROM promises p WHERE p.entry_id = e.id), 'balance') AS about, COALESCE(o.kind, e.kind) AS kind, \
         e.rule, e.unit, e.quantity, CASE WHEN e.kind = 'correction' THEN 1 ELSE 0 END AS by_hand \
         FROM compensation_entries e LEFT JOIN compensation_entries o ON o.id = e.reverses WHERE e.group_id = $1) lines \
         WHERE kind <> 'manual' GROUP BY agent_id, about, kind, rule, unit").bind(group) => fetch_all)
}
