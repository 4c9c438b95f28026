//! Offers: an agent is asked for one shift, once in a round (unique index `offers_once`).

use super::shifts::{self, page_of, with_shift};
use super::{Page, Tx, on, rows};
use crate::ids::{OfferId, PlanId, RoundId};
use std::collections::BTreeMap;

/// An offer with what it is about.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: OfferId,
    /// Round it belongs to.
    pub round_id: RoundId,
    /// How the round gives the shift: `named`, `fair` or `first`.
    pub mode: String,
    /// Where the round stands: `open`, `closed` or `withdrawn`.
    pub round_state: String,
    /// Plan the round comes from.
    pub plan_id: Option<PlanId>,
    /// Shift.
    #[sqlx(flatten)]
    pub shift: shifts::Row,
    /// Agent.
    pub agent_id: String,
    /// Agent's name.
    pub agent_name: String,
    /// `sent`, `accepted`, `declined`, `expired`, `withdrawn` or `not_chosen`.
    pub state: String,
    /// What the shift adds to her account.
    pub burden_centipoints: i64,
    /// The same by kind, a JSON object; none on an offer from before kinds were told apart.
    pub burdens: Option<String>,
    /// Pool cost with travel.
    pub cost_cents: i64,
    /// Unix seconds.
    pub sent_at: i64,
    /// Unix seconds.
    pub closes_at: i64,
    /// Unix seconds.
    pub answered_at: Option<i64>,
    /// Goes up with every change.
    pub version: i64,
}

/// An offer to store.
#[derive(Debug, Clone)]
pub struct New {
    /// Identifier.
    pub id: OfferId,
    /// Round it belongs to.
    pub round: RoundId,
    /// Shift.
    pub shift: String,
    /// Agent.
    pub agent: String,
    /// What the shift adds to her account.
    pub burden_centipoints: i64,
    /// The same by kind, a JSON object.
    pub burdens: String,
    /// Pool cost with travel.
    pub cost_cents: i64,
    /// Unix seconds.
    pub sent_at: i64,
    /// Unix seconds.
    pub closes_at: i64,
}

macro_rules! select {
    ($tail:expr) => {
        with_shift!(
            "t.id, t.round_id, r.mode, r.state AS round_state, r.plan_id, t.agent_id, a.name AS agent_name, t.state, t.burden_centipoints, \
             t.burdens, t.cost_cents, t.sent_at, t.closes_at, t.answered_at, t.version",
            "offers t JOIN rounds r ON r.id = t.round_id JOIN agents a ON a.group_id = t.group_id AND a.id = t.agent_id",
            $tail
        )
    };
}

/// Stores offers, sent.
pub async fn insert(tx: &mut Tx, group: &str, offers: &[New]) -> sqlx::Result<()> {
    rows!(
        tx,
        "INSERT INTO offers (group_id, id, round_id, shift_id, agent_id, state, burden_centipoints, burdens, \
        cost_cents, sent_at, closes_at, version) ",
        offers,
        |new| [
            group,
            &new.id,
            &new.round,
            new.shift.as_str(),
            new.agent.as_str(),
            "sent",
            new.burden_centipoints,
            new.burdens.as_str(),
            new.cost_cents,
            new.sent_at,
            new.closes_at,
            1_i64
        ]
    )
}

/// One offer.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of offers, the newest first.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    let (query, agent) = match page.of_one() {
        Some(agent) => (page_of!(select, "t.agent_id = $9"), agent),
        None => (page_of!(select, "$9 = ''"), ""),
    };
    on!(tx, sqlx::query_as(query)
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.agents).bind(&page.state).bind(&page.after)
        .bind(page.limit).bind(&page.only.unit).bind(agent).bind(&page.only.from).bind(&page.only.to)
        => fetch_all)
}

/// Every offer of a round, in the order in which they were made.
pub async fn of_round(tx: &mut Tx, group: &str, round: &RoundId) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.round_id = $2 ORDER BY t.id")).bind(group).bind(round)
        => fetch_all)
}

/// By agent how many times she was asked after an instant (unix seconds). What she has agreed to beforehand is no asking.
pub async fn sent_after(tx: &mut Tx, group: &str, after: i64) -> sqlx::Result<BTreeMap<String, i64>> {
    let rows: Vec<(String, i64)> = on!(tx, sqlx::query_as(
        "SELECT agent_id, COUNT(*) FROM offers WHERE group_id = $1 AND sent_at > $2 \
         AND id NOT IN (SELECT offer_id FROM agreed_offers WHERE group_id = $1) GROUP BY agent_id")
        .bind(group).bind(after) => fetch_all)?;
    Ok(rows.into_iter().collect())
}

/// Offers of agents from an instant on (unix seconds), each with whether she had agreed beforehand and whether she holds the
/// shift: what a statistic of solicitations counts. `agents` are those wanted, each between two bars; empty means all.
pub async fn told_since(tx: &mut Tx, group: &str, (agents, since): (&str, i64)) -> sqlx::Result<Vec<Told>> {
    on!(tx, sqlx::query_as(
        "SELECT o.agent_id, o.state, r.mode, o.sent_at, \
         CAST(CASE WHEN g.offer_id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS agreed, \
         CAST(CASE WHEN a.id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS given FROM offers o \
         JOIN rounds r ON r.id = o.round_id LEFT JOIN agreed_offers g ON g.offer_id = o.id LEFT JOIN assignments a ON a.offer_id = o.id \
         WHERE o.group_id = $1 AND ($2 = '' OR replace($2, '|' || o.agent_id || '|', '') <> $2) AND o.sent_at >= $3 \
         ORDER BY o.id").bind(group).bind(agents).bind(since) => fetch_all)
}

/// An offer as a statistic counts it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Told {
    /// Who was asked.
    pub agent_id: String,
    /// As in [`Row::state`].
    pub state: String,
    /// `named`, `fair` or `first`.
    pub mode: String,
    /// Unix seconds.
    pub sent_at: i64,
    /// 1 when she had agreed beforehand, else 0.
    pub agreed: i64,
    /// 1 when the shift became hers, else 0.
    pub given: i64,
}

/// What is on an account by an offer or an assignment.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Meant {
    /// Offer or assignment.
    pub source: String,
    /// Whose account.
    pub agent_id: String,
    /// The sum, hundredths of a point; none where there is but the breakdown.
    pub burden_centipoints: Option<i64>,
    /// By kind, a JSON object.
    pub burdens: Option<String>,
}

/// The burden of every shift that is meant for somebody: she holds it, or it is offered to her by name.
pub async fn burdens_meant(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Meant>> {
    on!(tx, sqlx::query_as(
        "SELECT o.id AS source, o.agent_id, o.burden_centipoints, o.burdens FROM offers o JOIN rounds r \
         ON r.id = o.round_id WHERE o.group_id = $1 AND ((o.state = 'sent' AND r.mode = 'named') OR EXISTS \
         (SELECT 1 FROM assignments a WHERE a.offer_id = o.id AND a.state <> 'cancelled')) UNION ALL \
         SELECT a.id, a.agent_id, NULL, a.burdens FROM assignments a WHERE a.group_id = $1 AND a.offer_id IS NULL \
         AND a.state <> 'cancelled'").bind(group) => fetch_all)
}

/// Ends every offer of a round that is in a state.
pub async fn end_all(
    tx: &mut Tx,
    group: &str,
    round: &RoundId,
    (from, to): (&str, &str),
    now: i64,
) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "UPDATE offers SET state = $4, answered_at = COALESCE(answered_at, $5), version = version + 1 \
         WHERE group_id = $1 AND round_id = $2 AND state = $3")
        .bind(group).bind(round).bind(from).bind(to).bind(now) => execute)?;
    Ok(())
}

/// Stores where an offer stands and when it was answered or ended (unix seconds), if nobody changed it meanwhile.
pub async fn set_state(tx: &mut Tx, row: &Row, state: &str, answered_at: Option<i64>) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE offers SET state = $3, answered_at = $4, version = version + 1 WHERE id = $1 AND version = $2")
        .bind(&row.id).bind(row.version).bind(state).bind(answered_at) => execute)?;
    Ok(changed == 1)
}
