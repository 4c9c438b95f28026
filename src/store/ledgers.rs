//! The equity and compensation ledgers. Lines are only ever added (`append_only`): what was wrong is put right by a line with the
//! opposite amount that names the one it reverses, and a line can be reversed once (unique `reverses`).

pub mod causes;
pub mod pay;

use super::{Page, Tx, on, rows};
use crate::ids::{AssignmentId, EntryId, OfferId, PromiseId};
use std::collections::BTreeMap;

/// A line of the equity ledger.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Equity {
    /// Identifier.
    pub id: EntryId,
    /// Whose account.
    pub agent_id: String,
    /// `opening`; a burden (`night`, `saturday`, `sunday`, `holiday`, `travel`, `short_notice`, `split_day`, or `offer` for the
    /// sum of one from before they were told apart); `late_cancellation`; `manual`; `reversal`, or `correction` for one by hand.
    pub kind: String,
    /// Amount, hundredths of a point.
    pub centipoints: i64,
    /// Offer that caused it.
    pub offer_id: Option<OfferId>,
    /// Assignment that caused it, where no offer did.
    pub assignment_id: Option<AssignmentId>,
    /// Line it reverses.
    pub reverses: Option<EntryId>,
    /// Document on which it rests.
    pub document: Option<String>,
    /// In words.
    pub reason: String,
    /// User.
    pub posted_by: String,
    /// Unix seconds.
    pub posted_at: i64,
}

/// A line of the compensation ledger.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Compensation {
    /// Identifier.
    pub id: EntryId,
    /// Whose account.
    pub agent_id: String,
    /// `earned`; `dated` (earned rest that has become a promise), `promised_rest`, `taken`; `late_cancellation`; `manual`;
    /// `reversal`, or `correction` for one by hand.
    pub kind: String,
    /// Rule that founds it; empty for an imported promise.
    pub rule: String,
    /// Article that founds it.
    pub article: String,
    /// French label.
    pub label_fr: String,
    /// Amount, in `unit`.
    pub quantity: i64,
    /// `days`, `cents`, `centipoints`, `rest_minutes`, `supplement_minutes` or `paid_minutes`.
    pub unit: String,
    /// Thousandths of the base hourly pay: the supplement alone, or for paid minutes the whole.
    pub rate_permille: Option<i64>,
    /// Civil day by which it is due.
    pub due_on: Option<String>,
    /// First civil day of a promised rest.
    pub rest_from: Option<String>,
    /// Last civil day of a promised rest.
    pub rest_to: Option<String>,
    /// Assignment that earned it.
    pub assignment_id: Option<AssignmentId>,
    /// Promise it belongs to.
    pub promise_id: Option<PromiseId>,
    /// What earned it, where no shift of the pool did: `holiday:2026-12-25`, `year:2026`.
    pub occasion: Option<String>,
    /// Who employed her when it was posted, and pays it; none on lines from before that was kept.
    pub employer_id: Option<String>,
    /// Line it reverses.
    pub reverses: Option<EntryId>,
    /// Document on which it rests.
    pub document: Option<String>,
    /// In words.
    pub reason: String,
    /// User.
    pub posted_by: String,
    /// Unix seconds.
    pub posted_at: i64,
}

macro_rules! equity {
    ($tail:literal) => {
        concat!(
            "SELECT id, agent_id, kind, centipoints, offer_id, assignment_id, reverses, document, reason, posted_by, ",
            "posted_at ",
            "FROM equity_entries ",
            $tail
        )
    };
}

macro_rules! compensation {
    ($tail:literal) => {
        concat!(
            "SELECT id, agent_id, kind, rule, article, label_fr, quantity, unit, rate_permille, due_on, rest_from, ",
            "rest_to, assignment_id, promise_id, occasion, employer_id, reverses, document, reason, posted_by, posted_at ",
            "FROM compensation_entries ",
            $tail
        )
    };
}

/// Posts the lines of a deed.
pub async fn post_equity(tx: &mut Tx, group: &str, deed: &str, lines: &[Equity]) -> sqlx::Result<()> {
    rows!(
        tx,
        "INSERT INTO equity_entries (id, group_id, agent_id, kind, centipoints, offer_id, assignment_id, reverses, \
        document, reason, posted_by, posted_at, deed) ",
        lines,
        |line| [
            &line.id,
            group,
            line.agent_id.as_str(),
            line.kind.as_str(),
            line.centipoints,
            line.offer_id.as_ref(),
            line.assignment_id.as_ref(),
            line.reverses.as_ref(),
            line.document.as_deref(),
            line.reason.as_str(),
            line.posted_by.as_str(),
            line.posted_at,
            deed
        ]
    )
}

/// Posts the lines of a deed.
pub async fn post_compensation(tx: &mut Tx, group: &str, deed: &str, lines: &[Compensation]) -> sqlx::Result<()> {
    rows!(
        tx,
        "INSERT INTO compensation_entries (id, group_id, agent_id, kind, rule, article, label_fr, quantity, unit, \
        rate_permille, due_on, rest_from, rest_to, assignment_id, promise_id, occasion, employer_id, reverses, document, reason, \
        posted_by, posted_at, deed) ",
        lines,
        |line| [
            &line.id,
            group,
            line.agent_id.as_str(),
            line.kind.as_str(),
            line.rule.as_str(),
            line.article.as_str(),
            line.label_fr.as_str(),
            line.quantity,
            line.unit.as_str(),
            line.rate_permille,
            line.due_on.as_deref(),
            line.rest_from.as_deref(),
            line.rest_to.as_deref(),
            line.assignment_id.as_ref(),
            line.promise_id.as_ref(),
            line.occasion.as_deref(),
            line.employer_id.as_deref(),
            line.reverses.as_ref(),
            line.document.as_deref(),
            line.reason.as_str(),
            line.posted_by.as_str(),
            line.posted_at,
            deed
        ]
    )
}

/// What a deed posted on both ledgers, each by identifier.
pub async fn of_deed(tx: &mut Tx, group: &str, deed: &str) -> sqlx::Result<(Vec<Equity>, Vec<Compensation>)> {
    let equity = on!(tx, sqlx::query_as(equity!("WHERE group_id = $1 AND deed = $2 ORDER BY id"))
        .bind(group).bind(deed) => fetch_all)?;
    let compensation = on!(tx, sqlx::query_as(compensation!("WHERE group_id = $1 AND deed = $2 ORDER BY id"))
        .bind(group).bind(deed) => fetch_all)?;
    Ok((equity, compensation))
}

/// What is on both ledgers from before deeds were named, each by identifier.
pub async fn of_no_deed(tx: &mut Tx, group: &str) -> sqlx::Result<(Vec<Equity>, Vec<Compensation>)> {
    let equity = on!(tx, sqlx::query_as(equity!("WHERE group_id = $1 AND deed IS NULL ORDER BY id"))
        .bind(group) => fetch_all)?;
    let compensation = on!(tx, sqlx::query_as(compensation!("WHERE group_id = $1 AND deed IS NULL ORDER BY id"))
        .bind(group) => fetch_all)?;
    Ok((equity, compensation))
}

/// Number of lines of both ledgers that name a deed.
pub async fn lines_of_deeds(tx: &mut Tx, group: &str) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar(
        "SELECT (SELECT COUNT(*) FROM equity_entries WHERE group_id = $1 AND deed IS NOT NULL) \
         + (SELECT COUNT(*) FROM compensation_entries WHERE group_id = $1 AND deed IS NOT NULL)").bind(group)
        => fetch_one)
}

/// Everyone's account, hundredths of a point.
pub async fn equity_balances(tx: &mut Tx, group: &str) -> sqlx::Result<BTreeMap<String, i64>> {
    let rows: Vec<(String, i64)> = on!(tx, sqlx::query_as(
        "SELECT agent_id, CAST(COALESCE(SUM(centipoints), 0) AS BIGINT) FROM equity_entries WHERE group_id = $1 \
         GROUP BY agent_id").bind(group) => fetch_all)?;
    Ok(rows.into_iter().collect())
}

/// The lines of an offer's burden that were not reversed.
pub async fn standing_of_offer(tx: &mut Tx, offer: &OfferId) -> sqlx::Result<Vec<Equity>> {
    on!(tx, sqlx::query_as(equity!(
        "WHERE offer_id = $1 AND reverses IS NULL AND NOT EXISTS (SELECT 1 FROM equity_entries r \
         WHERE r.reverses = equity_entries.id) ORDER BY id")).bind(offer) => fetch_all)
}

/// The lines of the burden of an assignment without an offer that were not reversed.
pub async fn standing_of_assignment(tx: &mut Tx, assignment: &AssignmentId) -> sqlx::Result<Vec<Equity>> {
    on!(tx, sqlx::query_as(equity!(
        "WHERE assignment_id = $1 AND reverses IS NULL AND kind <> 'late_cancellation' AND NOT EXISTS \
         (SELECT 1 FROM equity_entries r WHERE r.reverses = equity_entries.id) ORDER BY id")).bind(assignment)
        => fetch_all)
}

/// Opening lines that still stand.
pub async fn equity_openings(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Equity>> {
    on!(tx, sqlx::query_as(equity!(
        "WHERE group_id = $1 AND kind = 'opening' AND id NOT IN (SELECT r.reverses FROM equity_entries r \
         WHERE r.group_id = $1 AND r.reverses IS NOT NULL) ORDER BY id")).bind(group) => fetch_all)
}

/// Lines that still stand and say themselves what they are: openings, and those posted by hand.
pub async fn equity_said(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Equity>> {
    on!(tx, sqlx::query_as(equity!(
        "WHERE group_id = $1 AND kind IN ('opening', 'manual') AND id NOT IN (SELECT r.reverses FROM equity_entries r \
         WHERE r.group_id = $1 AND r.reverses IS NOT NULL) ORDER BY id")).bind(group) => fetch_all)
}

/// What was posted without a shift: agent, rule, occasion; whether or not it was taken back.
pub async fn occasions(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT agent_id, rule, occasion FROM compensation_entries WHERE group_id = $1 AND occasion IS NOT NULL \
         AND reverses IS NULL ORDER BY id").bind(group) => fetch_all)
}

/// Promised rests that still stand and were not taken, as ledger lines.
pub async fn standing_promises(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Compensation>> {
    on!(tx, sqlx::query_as(compensation!(
        "WHERE group_id = $1 AND kind = 'promised_rest' AND id NOT IN (SELECT r.reverses FROM compensation_entries r \
         WHERE r.group_id = $1 AND r.reverses IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM promises p \
         WHERE p.entry_id = compensation_entries.id AND p.state = 'taken') ORDER BY id")).bind(group) => fetch_all)
}

/// The lines of a promise that stand; `entry` is the one that stands for it.
pub async fn standing_of_promise(
    tx: &mut Tx,
    group: &str,
    promise: &PromiseId,
    entry: Option<&EntryId>,
) -> sqlx::Result<Vec<Compensation>> {
    on!(tx, sqlx::query_as(compensation!(
        "WHERE group_id = $1 AND (promise_id = $2 OR id = $3) AND reverses IS NULL AND NOT EXISTS \
         (SELECT 1 FROM compensation_entries r WHERE r.reverses = compensation_entries.id) ORDER BY id"))
        .bind(group).bind(promise).bind(entry) => fetch_all)
}

/// What an assignment earned that stands.
pub async fn earned_by_assignment(
    tx: &mut Tx,
    group: &str,
    assignment: &AssignmentId,
) -> sqlx::Result<Vec<Compensation>> {
    on!(tx, sqlx::query_as(compensation!(
        "WHERE group_id = $1 AND assignment_id = $2 AND kind = 'earned' AND NOT EXISTS \
         (SELECT 1 FROM compensation_entries r WHERE r.reverses = compensation_entries.id) ORDER BY id"))
        .bind(group).bind(assignment) => fetch_all)
}

/// The balance of an equity account up to a line, the line included; 0 before the first.
pub async fn equity_before(tx: &mut Tx, group: &str, agent: &str, line: &str) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(centipoints), 0) AS BIGINT) FROM equity_entries \
         WHERE group_id = $1 AND agent_id = $2 AND id <= $3").bind(group).bind(agent).bind(line) => fetch_one)
}

/// The balances of a compensation account by unit up to a line, the line included.
pub async fn compensation_before(
    tx: &mut Tx,
    group: &str,
    agent: &str,
    line: &str,
) -> sqlx::Result<BTreeMap<String, i64>> {
    let rows: Vec<(String, i64)> = on!(tx, sqlx::query_as(
        "SELECT unit, CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM compensation_entries \
         WHERE group_id = $1 AND agent_id = $2 AND id <= $3 GROUP BY unit").bind(group).bind(agent).bind(line)
        => fetch_all)?;
    Ok(rows.into_iter().collect())
}

/// The balance of every compensation account in one unit, by agent.
pub async fn balances(tx: &mut Tx, group: &str, unit: &str) -> sqlx::Result<Vec<(String, i64)>> {
    on!(tx, sqlx::query_as(
        "SELECT agent_id, CAST(SUM(quantity) AS BIGINT) FROM compensation_entries WHERE group_id = $1 AND unit = $2 \
         GROUP BY agent_id ORDER BY agent_id").bind(group).bind(unit) => fetch_all)
}

/// One line of an equity account.
pub async fn find_equity(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Equity>> {
    on!(tx, sqlx::query_as(equity!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id) => fetch_optional)
}

/// One line of a compensation account.
pub async fn find_compensation(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Compensation>> {
    on!(tx, sqlx::query_as(compensation!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id) => fetch_optional)
}

/// Whether a line of either ledger was taken back.
pub async fn is_reversed(tx: &mut Tx, id: &str) -> sqlx::Result<bool> {
    let by: i64 = on!(tx, sqlx::query_scalar(
        "SELECT (SELECT COUNT(*) FROM equity_entries WHERE reverses = $1) \
         + (SELECT COUNT(*) FROM compensation_entries WHERE reverses = $1)").bind(id) => fetch_one)?;
    Ok(by > 0)
}

/// A page of an equity account, oldest first.
pub async fn equity(tx: &mut Tx, group: &str, agent: &str, page: &Page) -> sqlx::Result<Vec<Equity>> {
    on!(tx, sqlx::query_as(equity!(
        "WHERE group_id = $1 AND agent_id = $2 AND ($3 = '' OR id > $3) ORDER BY id LIMIT $4"))
        .bind(group).bind(agent).bind(&page.after).bind(page.limit) => fetch_all)
}

/// A page of a compensation account, oldest first.
pub async fn compensation(tx: &mut Tx, group: &str, agent: &str, page: &Page) -> sqlx::Result<Vec<Compensation>> {
    on!(tx, sqlx::query_as(compensation!(
        "WHERE group_id = $1 AND agent_id = $2 AND ($3 = '' OR id > $3) ORDER BY id LIMIT $4"))
        .bind(group).bind(agent).bind(&page.after).bind(page.limit) => fetch_all)
}
