//! What is taken away when it is too old. Each statement is idempotent and touches at most [`MOST`] rows, `PLANS_MOST` plans or
//! `ROSTER_DAYS_MOST` days of rosters, so that a night is never long; what is left over goes the next night. The ledgers, the
//! audit log and the changes of rosters are not here: they are kept, and hold no cause.

use super::{Tx, on, parsed};
use chrono::{Days, NaiveDate};

/// Most rows of one kind in one run.
pub const MOST: i64 = 5_000;
/// Most plans in one run whose proposals go.
const PLANS_MOST: i64 = 20;
/// Most civil days of home rosters in one run.
const ROSTER_DAYS_MOST: u64 = 31;

/// The rows of a table that are too old (`$1` group, `$2` since when, `$3` how many at most): the table, its key inside the
/// group, what is set, and which ones of `t`.
macro_rules! update {
    ($table:literal, $key:literal, $set:literal, $old:literal) => {
        concat!(
            "UPDATE ",
            $table,
            " SET ",
            $set,
            " WHERE group_id = $1 AND ",
            $key,
            " IN (SELECT t.",
            $key,
            " FROM ",
            $table,
            " t WHERE t.group_id = $1 AND ",
            $old,
            " ORDER BY t.",
            $key,
            " LIMIT $3)"
        )
    };
}

/// Words that people typed and that may say why somebody was not there, by the instant at which they were over.
const WORDS: [&str; 11] = [
    update!("assignments", "id", "reason = NULL, version = version + 1", "t.ended_at < $2 AND t.reason IS NOT NULL"),
    update!("bookings", "id", "reason = NULL, version = version + 1", "t.ended_at < $2 AND t.reason IS NOT NULL"),
    update!("cascades", "id", "reason = NULL, version = version + 1", "t.ended_at < $2 AND t.reason IS NOT NULL"),
    update!("rounds", "id", "reason = NULL, version = version + 1", "t.closed_at < $2 AND t.reason IS NOT NULL"),
    update!("shifts", "id", "reason = NULL, version = version + 1", "t.ends_at < $2 AND t.reason IS NOT NULL"),
    update!("swaps", "id", "reason = NULL, version = version + 1", "t.ended_at < $2 AND t.reason IS NOT NULL"),
    update!(
        "plans",
        "id",
        "reason = NULL, version = version + 1",
        "t.decided_at < $2 AND t.state = 'rejected' AND t.reason IS NOT NULL"
    ),
    update!(
        "rosters",
        "id",
        "late_reason = NULL, version = version + 1",
        "t.published_at < $2 AND t.late_reason IS NOT NULL"
    ),
    update!("roster_questions", "id", "reason = '', version = version + 1", "t.closes_at < $2 AND t.reason <> ''"),
    update!("roster_change_reasons", "change_id", "reason = ''", "t.written_at < $2 AND t.reason <> ''"),
    update!("fixed_term_calls", "id", "note = ''", "t.called_at < $2 AND t.note <> ''"),
];

/// Who made or ended what was over before an instant, what an agency attested, and what was said at an admission.
const AUTHORS: [&str; 6] = [
    update!(
        "requests",
        "id",
        "requested_by = 'releve', version = version + 1",
        "t.closed_at < $2 AND t.requested_by <> 'releve'"
    ),
    update!(
        "assignments",
        "id",
        "ended_by = NULL, version = version + 1",
        "t.ended_at < $2 AND t.ended_by IS NOT NULL"
    ),
    update!(
        "bookings",
        "id",
        "attestation = NULL, requested_by = 'releve', confirmed_by = NULL, ended_by = NULL, version = version + 1",
        "COALESCE(t.ended_at, t.confirmed_at, t.requested_at) < $2 AND (t.requested_by <> 'releve' \
         OR t.attestation IS NOT NULL OR t.confirmed_by IS NOT NULL OR t.ended_by IS NOT NULL)"
    ),
    update!(
        "cascades",
        "id",
        "started_by = 'releve', version = version + 1",
        "t.ended_at < $2 AND t.started_by <> 'releve'"
    ),
    update!("fixed_term_calls", "id", "called_by = 'releve'", "t.called_at < $2 AND t.called_by <> 'releve'"),
    update!("admissions", "id", "note = ''", "t.decided_at < $2 AND t.note <> ''"),
];

/// Requests that were over before `$2`, or never got anywhere since, and still say whom they replace or why.
macro_rules! telling {
    () => {
        "SELECT t.id FROM requests t WHERE t.group_id = $1 \
         AND (t.closed_at < $2 OR (t.state IN ('draft', 'submitted') AND t.created_at < $2)) \
         AND (t.absent_agent IS NOT NULL OR t.note <> '' OR t.reason IS NOT NULL \
         OR t.motive IN ('planned_absence', 'unplanned_absence')) ORDER BY t.id LIMIT $3"
    };
}

async fn all(tx: &mut Tx, group: &str, statements: &[&'static str], before: i64) -> sqlx::Result<u64> {
    let mut rows = 0;
    for sql in statements {
        rows += on!(tx, sqlx::query(*sql).bind(group).bind(before).bind(MOST) => execute)?;
    }
    Ok(rows)
}

/// Turns the class of absences that ended before a day into the one that says nothing, and takes out why they were taken back;
/// gives how many.
pub async fn absences(tx: &mut Tx, group: &str, before: &str) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(update!("absences", "line_no", "class = 'planned', reason = NULL, version = version + 1",
        "t.to_date < $2 AND (t.class <> 'planned' OR t.reason IS NOT NULL)"))
        .bind(group).bind(before).bind(MOST) => execute)
}

/// Who was absent on which civil days by the requests that [`requests`] takes it out of, as far as no absence of hers says so: the
/// duties of these days were not worked, whoever knows why.
pub async fn replaced(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as(concat!(
        "SELECT DISTINCT r.absent_agent, s.date FROM requests r JOIN shifts s ON s.group_id = r.group_id AND s.request_id = r.id \
         WHERE r.group_id = $1 AND r.absent_agent IS NOT NULL AND s.state NOT IN ('draft', 'cancelled') \
         AND NOT EXISTS (SELECT 1 FROM absences a WHERE a.group_id = r.group_id AND a.agent_id = r.absent_agent \
         AND a.state = 'standing' AND a.from_date <= s.date AND a.to_date >= s.date) AND r.id IN (", telling!(),
        ") ORDER BY r.absent_agent, s.date")).bind(group).bind(before).bind(MOST) => fetch_all)
}

/// Takes out of requests that were over before an instant, or never got anywhere since, whom they replaced, and every word that
/// may say why.
pub async fn requests(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(concat!(
        "UPDATE requests SET absent_agent = NULL, note = '', reason = NULL, version = version + 1, \
         motive = CASE WHEN motive IN ('planned_absence', 'unplanned_absence') THEN 'other' ELSE motive END \
         WHERE group_id = $1 AND id IN (", telling!(), ")")).bind(group).bind(before).bind(MOST) => execute)
}

/// Takes out why something was over before an instant, wherever somebody has said so.
pub async fn words(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    all(tx, group, &WORDS, before).await
}

/// Takes out why people left before a day.
pub async fn leavings(tx: &mut Tx, group: &str, before: &str) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(update!("agents", "id", "leaving_reason = NULL, version = version + 1",
        "t.left_on < $2 AND t.leaving_reason IS NOT NULL")).bind(group).bind(before).bind(MOST) => execute)
}

/// Takes away the conversations about requests that were over before an instant, and then who has read them.
pub async fn messages(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    let messages = on!(tx, sqlx::query(
        "DELETE FROM messages WHERE id IN (SELECT m.id FROM messages m JOIN requests t ON t.group_id = m.group_id \
         AND t.id = m.request_id WHERE m.group_id = $1 AND t.closed_at < $2 ORDER BY m.id LIMIT $3)")
        .bind(group).bind(before).bind(MOST) => execute)?;
    on!(tx, sqlx::query(
        "DELETE FROM message_reads WHERE group_id = $1 AND (request_id, user_id) IN (SELECT r.request_id, r.user_id \
         FROM message_reads r JOIN requests t ON t.group_id = r.group_id AND t.id = r.request_id \
         WHERE r.group_id = $1 AND t.closed_at < $2 AND NOT EXISTS (SELECT 1 FROM messages m \
         WHERE m.group_id = r.group_id AND m.request_id = r.request_id) ORDER BY r.request_id, r.user_id LIMIT $3)")
        .bind(group).bind(before).bind(MOST) => execute)?;
    Ok(messages)
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
    on!(tx, sqlx::query(update!("rounds", "id", "outcome = NULL, version = version + 1",
        "t.closed_at < $2 AND t.outcome IS NOT NULL")).bind(group).bind(before).bind(MOST) => execute)
}

/// Takes the proposals of plans away that were ordered before an instant, with whom they were ordered for or without and the
/// accounts in them; the proof stays.
pub async fn plans(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(update!("plans", "id", "equity = NULL, prices = NULL, asked_for = NULL, version = version + 1",
        "t.asked_at < $2 AND (t.equity IS NOT NULL OR t.prices IS NOT NULL OR t.asked_for IS NOT NULL)"))
        .bind(group).bind(before).bind(MOST) => execute)?;
    // An item has no name of its own; a whole plan goes at a time.
    on!(tx, sqlx::query(
        "DELETE FROM plan_items WHERE plan_id IN (SELECT p.id FROM plans p WHERE p.group_id = $1 AND p.asked_at < $2 \
         AND EXISTS (SELECT 1 FROM plan_items i WHERE i.plan_id = p.id) ORDER BY p.id LIMIT $3)")
        .bind(group).bind(before).bind(PLANS_MOST) => execute)
}

/// Takes out of what was over before an instant which user made or ended it, and what was said then.
pub async fn authors(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    all(tx, group, &AUTHORS, before).await
}

/// Takes agreements away that were revoked before an instant; of one that has given something, which windows it named.
pub async fn agreements(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    let taken = on!(tx, sqlx::query(
        "DELETE FROM agreements WHERE id IN (SELECT t.id FROM agreements t WHERE t.group_id = $1 AND t.revoked_at < $2 \
         AND NOT EXISTS (SELECT 1 FROM agreed_offers o WHERE o.agreement_id = t.id) ORDER BY t.id LIMIT $3)")
        .bind(group).bind(before).bind(MOST) => execute)?;
    let emptied = on!(tx, sqlx::query(update!("agreements", "id", "windows = '[]', version = version + 1",
        "t.revoked_at < $2 AND t.windows <> '[]'")).bind(group).bind(before).bind(MOST) => execute)?;
    Ok(taken + emptied)
}

/// Takes people off the fixed-term list of whom nobody has written anything, and whom nobody has called, since an instant.
pub async fn fixed_term(tx: &mut Tx, group: &str, before: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "DELETE FROM fixed_term_people WHERE group_id = $1 AND id IN (SELECT t.id FROM fixed_term_people t \
         WHERE t.group_id = $1 AND t.changed_at < $2 AND NOT EXISTS (SELECT 1 FROM fixed_term_calls c \
         WHERE c.group_id = t.group_id AND c.person_id = t.id AND c.called_at >= $2) ORDER BY t.id LIMIT $3)")
        .bind(group).bind(before).bind(MOST) => execute)
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
