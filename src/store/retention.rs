//! What is taken away when it is too old. Each statement is idempotent and touches at most [`MOST`] rows, so that a night is never
//! long; what is left over goes the next night. The ledgers and the audit log are not here: they are kept, and hold no cause.

use super::{Tx, on, parsed};
use chrono::{Days, NaiveDate};

/// Most rows of one kind in one run.
pub const MOST: i64 = 5_000;
/// Most civil days of home rosters in one run.
const ROSTER_DAYS_MOST: u64 = 31;

/// Turns the class of absences that ended before a day into the one that says nothing; gives how many.
pub async fn absences(tx: &mut Tx, group: &str, before: &str) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "UPDATE absences SET class = 'planned' WHERE group_id = $1 AND to_date < $2 AND class <> 'planned'")
        .bind(group).bind(before) => execute)
}

/// Takes out of requests that were over before an instant, or never got anywhere since, whom they replaced, and every word that
/// may say why.
pub async fn requests(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "UPDATE requests SET absent_agent = NULL, note = '', reason = NULL, version = version + 1, \
         motive = CASE WHEN motive IN ('planned_absence', 'unplanned_absence') THEN 'other' ELSE motive END \
         WHERE group_id = $1 AND id IN (SELECT t.id FROM requests t WHERE t.group_id = $1 \
         AND (t.closed_at < $2 OR (t.state IN ('draft', 'submitted') AND t.created_at < $2)) \
         AND (t.absent_agent IS NOT NULL OR t.note <> '' OR t.reason IS NOT NULL OR t.motive IN ('planned_absence', 'unplanned_absence')) ORDER BY t.id LIMIT $3)")
        .bind(group).bind(before).bind(MOST) => execute)
}

/// Takes the reasons out of assignments that were cancelled before an instant.
pub async fn reasons(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "UPDATE assignments SET reason = NULL, version = version + 1 WHERE id IN (SELECT t.id FROM assignments t \
         WHERE t.group_id = $1 AND t.ended_at < $2 AND t.reason IS NOT NULL ORDER BY t.id LIMIT $3)")
        .bind(group).bind(before).bind(MOST) => execute)
}

/// Takes away the conversations about requests that were over before an instant.
pub async fn messages(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "DELETE FROM message_reads WHERE group_id = $1 AND request_id IN (SELECT t.id FROM requests t \
         WHERE t.group_id = $1 AND t.closed_at < $2)").bind(group).bind(before) => execute)?;
    on!(tx, sqlx::query(
        "DELETE FROM messages WHERE id IN (SELECT m.id FROM messages m JOIN requests t ON t.group_id = m.group_id \
         AND t.id = m.request_id WHERE m.group_id = $1 AND t.closed_at < $2 ORDER BY m.id LIMIT $3)")
        .bind(group).bind(before).bind(MOST) => execute)
}

/// Empties notices that were written before an instant, and takes away what carried them. The names of their facts stay, so that
/// none is told again.
pub async fn notices(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "DELETE FROM deliveries WHERE id IN (SELECT d.id FROM deliveries d JOIN outbox n ON n.id = d.outbox_id \
         WHERE d.group_id = $1 AND n.created_at < $2 AND d.state NOT IN ('waiting', 'held', 'sending') \
         ORDER BY d.id LIMIT $3)").bind(group).bind(before).bind(MOST) => execute)?;
    on!(tx, sqlx::query(
        "UPDATE outbox SET payload = '{}' WHERE id IN (SELECT n.id FROM outbox n WHERE n.group_id = $1 \
         AND n.created_at < $2 AND n.payload <> '{}' AND n.expanded_at IS NOT NULL ORDER BY n.id LIMIT $3)")
        .bind(group).bind(before).bind(MOST) => execute)
}

/// An offer that came to nothing, by where and when.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Old {
    /// Offer.
    pub id: String,
    /// Unit.
    pub unit_id: String,
    /// Civil day of the shift.
    pub date: String,
}

/// Offers that were sent before an instant and came to nothing: nobody's account holds anything for them.
pub async fn offers(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<Vec<Old>> {
    on!(tx, sqlx::query_as(
        "SELECT o.id, s.unit_id, s.date FROM offers o JOIN shifts s ON s.group_id = o.group_id AND s.id = o.shift_id \
         WHERE o.group_id = $1 AND o.sent_at < $2 AND o.state <> 'sent' \
         AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.offer_id = o.id) ORDER BY o.id LIMIT $3")
        .bind(group).bind(before).bind(MOST) => fetch_all)
}

/// Takes an offer away.
pub async fn delete_offer(tx: &mut Tx, id: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM agreed_offers WHERE offer_id = $1").bind(id) => execute)?;
    on!(tx, sqlx::query("DELETE FROM offers WHERE id = $1").bind(id) => execute)?;
    Ok(())
}

/// Takes the published orders out of rounds that were over before an instant: they name people and why they might not.
pub async fn outcomes(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "UPDATE rounds SET outcome = NULL, version = version + 1 WHERE id IN (SELECT r.id FROM rounds r \
         WHERE r.group_id = $1 AND r.closed_at < $2 AND r.outcome IS NOT NULL ORDER BY r.id LIMIT $3)")
        .bind(group).bind(before).bind(MOST) => execute)
}

/// Takes the proposals of plans away that were ordered before an instant, and the accounts in them; the proof stays.
pub async fn plans(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "UPDATE plans SET equity = NULL, prices = NULL, version = version + 1 WHERE group_id = $1 AND asked_at < $2 \
         AND (equity IS NOT NULL OR prices IS NOT NULL)").bind(group).bind(before) => execute)?;
    // An item has no name of its own; a whole plan goes at a time.
    on!(tx, sqlx::query(
        "DELETE FROM plan_items WHERE plan_id IN (SELECT p.id FROM plans p WHERE p.group_id = $1 AND p.asked_at < $2 \
         AND EXISTS (SELECT 1 FROM plan_items i WHERE i.plan_id = p.id) ORDER BY p.id LIMIT 20)")
        .bind(group).bind(before) => execute)
}

/// Takes out of requests and assignments that were over before an instant which user made or ended them.
pub async fn authors(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    let requests = on!(tx, sqlx::query(
        "UPDATE requests SET requested_by = 'releve', version = version + 1 WHERE group_id = $1 AND id IN (SELECT t.id \
         FROM requests t WHERE t.group_id = $1 AND t.closed_at < $2 AND t.requested_by <> 'releve' ORDER BY t.id LIMIT $3)")
        .bind(group).bind(before).bind(MOST) => execute)?;
    let assignments = on!(tx, sqlx::query(
        "UPDATE assignments SET ended_by = NULL, version = version + 1 WHERE id IN (SELECT t.id FROM assignments t \
         WHERE t.group_id = $1 AND t.ended_at < $2 AND t.ended_by IS NOT NULL ORDER BY t.id LIMIT $3)")
        .bind(group).bind(before).bind(MOST) => execute)?;
    Ok(requests + assignments)
}

/// Duties of home rosters before a day, by unit and month, and the day before which they go now: some months at a time.
pub async fn roster_duties(
    tx: &mut Tx,
    group: &str,
    before: &str,
) -> sqlx::Result<Option<(String, Vec<(String, String, i64)>)>> {
    let first: Option<String> = on!(tx, sqlx::query_scalar(
        "SELECT MIN(date) FROM roster_days WHERE group_id = $1 AND date < $2").bind(group).bind(before) => fetch_one)?;
    let Some(first) = first else { return Ok(None) };
    let upto = (parsed::<NaiveDate>(&first)? + Days::new(ROSTER_DAYS_MOST)).to_string().min(before.to_owned());
    let duties = on!(tx, sqlx::query_as(
        "SELECT unit_id, substr(date, 1, 7), COUNT(code) FROM roster_days WHERE group_id = $1 AND date < $2 \
         GROUP BY unit_id, substr(date, 1, 7) ORDER BY 1, 2").bind(group).bind(&upto) => fetch_all)?;
    Ok(Some((upto, duties)))
}

/// Takes the days of home rosters before a day away; gives how many rows.
pub async fn delete_roster_days(tx: &mut Tx, group: &str, before: &str) -> sqlx::Result<u64> {
    on!(tx, sqlx::query("DELETE FROM roster_days WHERE group_id = $1 AND date < $2").bind(group).bind(before) => execute)
}

/// Adds to a count that stays.
pub async fn count(tx: &mut Tx, group: &str, (unit, month, what): (&str, &str, &str), rows: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO kept_counts (group_id, unit_id, month, what, rows_count) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (group_id, unit_id, month, what) DO UPDATE SET rows_count = kept_counts.rows_count + excluded.rows_count")
        .bind(group).bind(unit).bind(month).bind(what).bind(rows) => execute)?;
    Ok(())
}
