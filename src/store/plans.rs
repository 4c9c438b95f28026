//! Plans and their items.

use super::{Page, Tx, name_of, on, to_json};
use crate::ids::PlanId;
use releve_solver::domain::plan::Outcome;
use std::collections::BTreeMap;

/// A plan's row.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: PlanId,
    /// `computing`, `proposed`, `partly_approved`, `approved`, `rejected`, `cancelled`, `expired` or `failed`.
    pub state: String,
    /// Why it was rejected, failed or expired.
    pub reason: Option<String>,
    /// Facts it was computed on.
    pub facts_version: Option<i64>,
    /// How the solve ended.
    pub status: Option<String>,
    /// Fingerprint of the input.
    pub input_sha256: Option<String>,
    /// JSON array of `pack@version`.
    pub rule_packs: Option<String>,
    /// JSON array of goal levels.
    pub levels: Option<String>,
    /// JSON array of equity lines.
    pub equity: Option<String>,
    /// JSON array of what one more shift filled would be worth.
    pub prices: Option<String>,
    /// Seed used.
    pub seed: Option<i64>,
    /// Work units spent.
    pub work: Option<i64>,
    /// Wall-clock seconds.
    pub solve_seconds: Option<f64>,
    /// Shifts to fill.
    pub shifts: i64,
    /// Shifts given.
    pub covered: i64,
    /// `pool`; `roster` for one that fills a roster; `what_if` for one that counts on somebody made up.
    pub kind: String,
    /// That roster.
    pub roster_id: Option<String>,
    /// User, or `releve` for the nightly one.
    pub asked_by: String,
    /// Unix seconds.
    pub asked_at: i64,
    /// Unix seconds.
    pub computed_at: Option<i64>,
    /// User.
    pub decided_by: Option<String>,
    /// Unix seconds.
    pub decided_at: Option<i64>,
    /// JSON object: how it was ordered; none on plans of earlier versions.
    pub asked_for: Option<String>,
    /// Goes up with every change.
    pub version: i64,
}

impl Row {
    /// Whether it is about the pool's shifts as they are, and may be approved.
    pub fn is_of_pool(&self) -> bool {
        self.kind == "pool"
    }
}

/// What a plan is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'a> {
    /// The pool's shifts.
    Pool,
    /// The pool's shifts, if somebody were there who is not.
    WhatIf,
    /// A roster, of a unit.
    Roster {
        /// Roster.
        roster: &'a str,
        /// Unit.
        unit: &'a str,
    },
}

/// What a plan says about one shift.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Item {
    /// Shift.
    pub shift_id: String,
    /// Who; nobody when the shift stays bare.
    pub agent_id: Option<String>,
    /// Her name.
    pub agent_name: Option<String>,
    /// Unit.
    pub unit_id: String,
    /// Unit's name.
    pub unit_name: String,
    /// Shift code, when the plan was computed.
    pub code: String,
    /// Civil day of the start, when the plan was computed.
    pub date: String,
    /// Title asked for, when the plan was computed.
    pub qualification: String,
    /// Where the shift stands now.
    pub shift_state: String,
    /// 1 when day, hours or title are other ones now.
    pub changed: i64,
    /// `proposed`, `approved` or `bare`.
    pub state: String,
    /// What it adds to her account.
    pub burden_centipoints: i64,
    /// Pool cost with travel.
    pub cost_cents: i64,
    /// JSON object: the solver's `Assigned` or `Uncovered`.
    pub reasons: String,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, state, reason, facts_version, status, input_sha256, rule_packs, levels, equity, prices, seed, work, ",
            "solve_seconds, shifts, covered, kind, roster_id, asked_by, asked_at, computed_at, decided_by, decided_at, asked_for, ",
            "version FROM plans ",
            $tail
        )
    };
}

/// Stores a plan that is about to be computed, with how it was ordered.
pub async fn insert(
    tx: &mut Tx,
    group: &str,
    id: &PlanId,
    (kind, asked_for): (Kind<'_>, &str),
    (asked_by, now): (&str, i64),
) -> sqlx::Result<()> {
    let (kind, roster, unit) = match kind {
        Kind::Pool => ("pool", None, None),
        Kind::WhatIf => ("what_if", None, None),
        Kind::Roster { roster, unit } => ("roster", Some(roster), Some(unit)),
    };
    on!(tx, sqlx::query(
        "INSERT INTO plans (group_id, id, state, shifts, covered, asked_by, asked_at, version, kind, roster_id, unit_id, \
         asked_for) VALUES ($1, $2, 'computing', 0, 0, $3, $4, 1, $5, $6, $7, $8)")
        .bind(group).bind(id).bind(asked_by).bind(now).bind(kind).bind(roster).bind(unit).bind(asked_for) => execute)?;
    Ok(())
}

/// One plan.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of plans, the newest first.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE group_id = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR id < $3) ORDER BY id DESC LIMIT $4"))
        .bind(group).bind(&page.state).bind(&page.after).bind(page.limit) => fetch_all)
}

/// Every item of a plan, in the order of the solve's input.
pub async fn items(tx: &mut Tx, group: &str, id: &PlanId) -> sqlx::Result<Vec<Item>> {
    on!(tx, sqlx::query_as(
        "SELECT i.shift_id, i.agent_id, a.name AS agent_name, u.id AS unit_id, u.name AS unit_name, \
         COALESCE(i.code, s.code) AS code, COALESCE(i.date, s.date) AS date, \
         COALESCE(i.qualification, s.qualification) AS qualification, COALESCE(s.state, 'open') AS shift_state, \
         CAST(CASE WHEN i.code <> s.code OR i.date <> s.date OR i.qualification <> s.qualification \
         OR i.starts_at <> s.starts_at OR i.ends_at <> s.ends_at THEN 1 ELSE 0 END AS BIGINT) AS changed, \
         i.state, i.burden_centipoints, i.cost_cents, i.reasons \
         FROM plan_items i JOIN plans p ON p.id = i.plan_id \
         LEFT JOIN shifts s ON s.group_id = $1 AND s.id = i.shift_id AND p.roster_id IS NULL \
         JOIN units u ON u.group_id = $1 AND u.id = COALESCE(p.unit_id, s.unit_id) \
         LEFT JOIN agents a ON a.group_id = $1 AND a.id = i.agent_id \
         WHERE i.plan_id = $2 ORDER BY i.line_no").bind(group).bind(id) => fetch_all)
}

/// A shift as a plan was computed for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Shift code.
    pub code: String,
    /// Civil day of the start.
    pub date: String,
    /// Title asked for.
    pub qualification: String,
    /// Unix seconds.
    pub starts_at: i64,
    /// Unix seconds.
    pub ends_at: i64,
}

/// Stores what a solve found on facts of a version, and its shifts as they were in them; false when the plan is no longer being
/// computed.
pub async fn store_outcome(
    tx: &mut Tx,
    id: &PlanId,
    outcome: &Outcome,
    (facts_version, planned): (i64, &BTreeMap<String, Planned>),
    now: i64,
) -> sqlx::Result<bool> {
    let (levels, equity) = (to_json(&outcome.levels)?, to_json(&outcome.equity)?);
    let prices = to_json(&outcome.prices)?;
    let (rule_packs, status) = (to_json(&outcome.rule_packs)?, name_of(&outcome.status)?);
    let changed = on!(tx, sqlx::query(
        "UPDATE plans SET state = 'proposed', facts_version = $2, status = $3, input_sha256 = $4, rule_packs = $5, \
         levels = $6, equity = $7, seed = $8, work = $9, solve_seconds = $10, shifts = $11, covered = $12, \
         computed_at = $13, prices = $14, version = version + 1 WHERE id = $1 AND state = 'computing'")
        .bind(id).bind(facts_version).bind(&status).bind(&outcome.input_sha256).bind(&rule_packs).bind(&levels)
        .bind(&equity).bind(i64::from(outcome.seed)).bind(outcome.work as i64).bind(outcome.seconds)
        .bind((outcome.assigned.len() + outcome.uncovered.len()) as i64).bind(outcome.assigned.len() as i64).bind(now)
        .bind(&prices) => execute)?;
    if changed == 0 {
        return Ok(false);
    }
    let mut items = Vec::with_capacity(outcome.assigned.len() + outcome.uncovered.len());
    for assigned in &outcome.assigned {
        let amounts = (assigned.burden_centipoints, assigned.cost_cents);
        items.push((assigned.shift.as_str(), Some(assigned.agent.as_str()), amounts, to_json(assigned)?));
    }
    for bare in &outcome.uncovered {
        items.push((bare.shift.as_str(), None, (0, 0), to_json(bare)?));
    }
    for ((shift, agent, (burden, cost), reasons), line_no) in items.into_iter().zip(0_i64..) {
        let was = planned.get(shift);
        on!(tx, sqlx::query(
            "INSERT INTO plan_items (plan_id, shift_id, line_no, agent_id, state, burden_centipoints, cost_cents, \
             reasons, code, date, qualification, starts_at, ends_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
            .bind(id).bind(shift).bind(line_no).bind(agent).bind(if agent.is_some() { "proposed" } else { "bare" })
            .bind(burden).bind(cost).bind(&reasons).bind(was.map(|was| was.code.as_str()))
            .bind(was.map(|was| was.date.as_str())).bind(was.map(|was| was.qualification.as_str()))
            .bind(was.map(|was| was.starts_at)).bind(was.map(|was| was.ends_at)) => execute)?;
    }
    Ok(true)
}

/// Marks one proposed item approved; false when it is not one.
pub async fn approve_item(tx: &mut Tx, id: &PlanId, shift: &str) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE plan_items SET state = 'approved' WHERE plan_id = $1 AND shift_id = $2 AND state = 'proposed'")
        .bind(id).bind(shift) => execute)?;
    Ok(changed == 1)
}

/// Marks the proposed items for which a round of the plan is open approved; gives how many.
pub async fn approve_items(tx: &mut Tx, id: &PlanId) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "UPDATE plan_items SET state = 'approved' WHERE plan_id = $1 AND state = 'proposed' \
         AND shift_id IN (SELECT r.shift_id FROM rounds r WHERE r.plan_id = $1 AND r.state = 'open')")
        .bind(id) => execute)
}

/// A decision about a plan.
#[derive(Debug)]
pub struct Decision<'a> {
    /// New state.
    pub state: &'a str,
    /// Why, when it is a refusal.
    pub reason: Option<&'a str>,
    /// User.
    pub by: &'a str,
    /// Unix seconds.
    pub at: i64,
}

/// Stores a decision, if nobody changed the plan meanwhile.
pub async fn decide(tx: &mut Tx, row: &Row, decision: &Decision<'_>) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE plans SET state = $3, reason = $4, decided_by = $5, decided_at = $6, version = version + 1 \
         WHERE id = $1 AND version = $2")
        .bind(&row.id).bind(row.version).bind(decision.state).bind(decision.reason).bind(decision.by)
        .bind(decision.at) => execute)?;
    Ok(changed == 1)
}

/// Ends a plan whose computation did not give one; false when it is no longer being computed.
pub async fn end_computing(tx: &mut Tx, id: &str, state: &str, reason: Option<&str>) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE plans SET state = $2, reason = $3, version = version + 1 WHERE id = $1 AND state = 'computing'")
        .bind(id).bind(state).bind(reason) => execute)?;
    Ok(changed == 1)
}

/// A plan that waits for its decision.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Undecided {
    /// Group.
    pub group_id: String,
    /// Identifier.
    pub id: PlanId,
    /// Unix seconds.
    pub computed_at: Option<i64>,
    /// As read.
    pub version: i64,
    /// Items still proposed.
    pub proposed: i64,
    /// Those of them whose shift may still be given as it was planned.
    pub live: i64,
}

/// Every plan for the pool that waits for its decision, whoever's.
pub async fn undecided(tx: &mut Tx) -> sqlx::Result<Vec<Undecided>> {
    on!(tx, sqlx::query_as(
        "SELECT p.group_id, p.id, p.computed_at, p.version, \
         (SELECT COUNT(*) FROM plan_items i WHERE i.plan_id = p.id AND i.state = 'proposed') AS proposed, \
         (SELECT COUNT(*) FROM plan_items i JOIN shifts s ON s.group_id = p.group_id AND s.id = i.shift_id \
         WHERE i.plan_id = p.id AND i.state = 'proposed' AND s.state IN ('open', 'offered') \
         AND COALESCE(i.code, s.code) = s.code AND COALESCE(i.date, s.date) = s.date \
         AND COALESCE(i.qualification, s.qualification) = s.qualification \
         AND COALESCE(i.starts_at, s.starts_at) = s.starts_at AND COALESCE(i.ends_at, s.ends_at) = s.ends_at) AS live \
         FROM plans p WHERE p.kind = 'pool' AND p.state IN ('proposed', 'partly_approved') ORDER BY p.id") => fetch_all)
}

/// Expires a plan for a reason; false when somebody has changed it meanwhile.
pub async fn expire(tx: &mut Tx, plan: &Undecided, reason: &str) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE plans SET state = 'expired', reason = $3, version = version + 1 WHERE id = $1 AND version = $2 \
         AND state IN ('proposed', 'partly_approved')").bind(&plan.id).bind(plan.version).bind(reason) => execute)?;
    Ok(changed == 1)
}

/// Expires the plans for the pool that were ordered before one and still wait for their decision; gives which.
pub async fn supersede(tx: &mut Tx, group: &str, by: &Row) -> sqlx::Result<Vec<PlanId>> {
    on!(tx, sqlx::query_scalar(
        "UPDATE plans SET state = 'expired', reason = 'superseded', version = version + 1 \
         WHERE group_id = $1 AND id < $2 AND kind = 'pool' AND state IN ('proposed', 'partly_approved') RETURNING id")
        .bind(group).bind(&by.id) => fetch_all)
}

/// Whether anything of any plan of the group was ever approved.
pub async fn any_approved(tx: &mut Tx, group: &str) -> sqlx::Result<bool> {
    let offers: i64 = on!(tx, sqlx::query_scalar("SELECT COUNT(*) FROM offers WHERE group_id = $1").bind(group)
        => fetch_one)?;
    Ok(offers > 0)
}

/// Takes every plan of a group away with its job and items, before an import changes what they speak of.
pub async fn delete_all(tx: &mut Tx, group: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM jobs WHERE group_id = $1").bind(group) => execute)?;
    on!(tx, sqlx::query("DELETE FROM plan_items WHERE plan_id IN (SELECT id FROM plans WHERE group_id = $1)")
        .bind(group) => execute)?;
    on!(tx, sqlx::query("DELETE FROM plans WHERE group_id = $1").bind(group) => execute)?;
    Ok(())
}
