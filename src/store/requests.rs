//! Replacement requests: a unit's need, one or several shifts of it. The shifts are in [`super::shifts`].

use super::{Page, Tx, on, rows};

/// A request's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier; chosen by who made it.
    pub id: String,
    /// Unit.
    pub unit_id: String,
    /// `draft`, `submitted`, `open`, `closed` or `cancelled`.
    pub state: String,
    /// Why there is a need, in one word of a short list; never the cause of an absence.
    pub motive: String,
    /// How much it matters.
    pub priority: String,
    /// A degraded substitution will do.
    pub degraded_accepted: bool,
    /// Whom the shifts would have been; she is not asked to replace herself.
    pub absent_agent: Option<String>,
    /// What whoever comes should know.
    pub note: String,
    /// User.
    pub requested_by: String,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub submitted_at: Option<i64>,
    /// Unix seconds.
    pub opened_at: Option<i64>,
    /// Unix seconds.
    pub closed_at: Option<i64>,
    /// Why it was cancelled.
    pub reason: Option<String>,
    /// Goes up with every change.
    pub version: i64,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT t.id, t.unit_id, t.state, t.motive, t.priority, t.degraded_accepted, t.absent_agent, t.note, ",
            "t.requested_by, t.created_at, t.submitted_at, t.opened_at, t.closed_at, t.reason, t.version FROM requests t ",
            $tail
        )
    };
}

/// Stores requests. A taken id is a unique error.
pub async fn insert(tx: &mut Tx, group: &str, requests: &[Row]) -> sqlx::Result<()> {
    rows!(
        tx,
        "INSERT INTO requests (group_id, id, unit_id, state, motive, priority, degraded_accepted, absent_agent, note, \
        requested_by, created_at, submitted_at, opened_at, version) ",
        requests,
        |row| [
            group,
            row.id.as_str(),
            row.unit_id.as_str(),
            row.state.as_str(),
            row.motive.as_str(),
            row.priority.as_str(),
            row.degraded_accepted,
            row.absent_agent.as_deref(),
            row.note.as_str(),
            row.requested_by.as_str(),
            row.created_at,
            row.submitted_at,
            row.opened_at,
            row.version
        ]
    )
}

/// One request.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE t.group_id = $1 AND t.id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of requests, the newest identifiers last.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE t.group_id = $1 AND ($2 OR replace($3, '|' || t.unit_id || '|', '') <> $3) \
         AND ($4 = '' OR t.state = $4) AND ($5 = '' OR t.id > $5) AND ($7 = '' OR t.unit_id = $7) \
         AND ($8 = '' OR t.priority = $8) AND (($9 = '' AND $10 = '') OR EXISTS (SELECT 1 FROM shifts s \
         WHERE s.group_id = t.group_id AND s.request_id = t.id AND ($9 = '' OR s.date >= $9) AND ($10 = '' OR s.date <= $10))) \
         ORDER BY t.id LIMIT $6"))
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.state).bind(&page.after).bind(page.limit)
        .bind(&page.only.unit).bind(&page.only.priority).bind(&page.only.from).bind(&page.only.to) => fetch_all)
}

/// A page of requests by the start of their first shift, which comes with the identifier; `page.state` may name several states,
/// each between two bars, and `after` are start and identifier of the last one of the page before.
pub async fn by_need(
    tx: &mut Tx,
    group: &str,
    page: &Page,
    after: Option<&(i64, String)>,
) -> sqlx::Result<Vec<(i64, String)>> {
    let (start, id) = after.map_or((i64::MIN, ""), |(start, id)| (*start, id.as_str()));
    on!(tx, sqlx::query_as(
        "SELECT first_at, id FROM (SELECT t.id, CAST(COALESCE(MIN(s.starts_at), 0) AS BIGINT) AS first_at \
         FROM requests t JOIN shifts s ON s.group_id = t.group_id AND s.request_id = t.id \
         WHERE t.group_id = $1 AND ($2 OR replace($3, '|' || t.unit_id || '|', '') <> $3) \
         AND ($4 = '' OR replace($4, '|' || t.state || '|', '') <> $4) AND ($5 = '' OR t.unit_id = $5) \
         AND ($6 = '' OR s.date >= $6) AND ($7 = '' OR s.date <= $7) GROUP BY t.id) AS q \
         WHERE first_at > $8 OR (first_at = $8 AND id > $9) ORDER BY first_at, id LIMIT $10")
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.state).bind(&page.only.unit).bind(&page.only.from)
        .bind(&page.only.to).bind(start).bind(id).bind(page.limit) => fetch_all)
}

/// How many of the same requests are in which state, whatever state is wanted.
pub async fn count_by_state(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<(String, i64)>> {
    on!(tx, sqlx::query_as(
        "SELECT t.state, COUNT(DISTINCT t.id) FROM requests t JOIN shifts s ON s.group_id = t.group_id \
         AND s.request_id = t.id WHERE t.group_id = $1 AND ($2 OR replace($3, '|' || t.unit_id || '|', '') <> $3) \
         AND ($4 = '' OR t.unit_id = $4) AND ($5 = '' OR s.date >= $5) AND ($6 = '' OR s.date <= $6) \
         GROUP BY t.state ORDER BY t.state")
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.only.unit).bind(&page.only.from)
        .bind(&page.only.to) => fetch_all)
}

/// Stores a request as it now is, if nobody changed it meanwhile.
pub async fn update(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE requests SET state = $4, submitted_at = $5, opened_at = $6, closed_at = $7, reason = $8, motive = $9, \
         priority = $10, degraded_accepted = $11, absent_agent = $12, note = $13, version = version + 1 \
         WHERE group_id = $1 AND id = $2 AND version = $3")
        .bind(group).bind(&row.id).bind(row.version).bind(&row.state).bind(row.submitted_at).bind(row.opened_at)
        .bind(row.closed_at).bind(&row.reason).bind(&row.motive).bind(&row.priority).bind(row.degraded_accepted)
        .bind(&row.absent_agent).bind(&row.note) => execute)?;
    Ok(changed == 1)
}

/// Open requests of which no shift is to be filled, still to be worked or asked of an agency: group and id.
pub async fn over(tx: &mut Tx, now: i64) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT t.group_id, t.id FROM requests t WHERE t.state = 'open' \
         AND EXISTS (SELECT 1 FROM shifts s WHERE s.group_id = t.group_id AND s.request_id = t.id) \
         AND NOT EXISTS (SELECT 1 FROM shifts s WHERE s.group_id = t.group_id AND s.request_id = t.id \
         AND (s.state IN ('draft', 'open', 'offered') OR (s.state IN ('filled', 'booked') AND s.ends_at > $1) \
         OR EXISTS (SELECT 1 FROM bookings b WHERE b.group_id = s.group_id AND b.shift_id = s.id AND b.state = 'requested'))) \
         ORDER BY t.group_id, t.id").bind(now) => fetch_all)
}

/// Takes every request and shift of a group away, before an import puts others in their place.
pub async fn delete_all(tx: &mut Tx, group: &str) -> sqlx::Result<()> {
    for table in ["message_reads", "messages", "shifts", "requests"] {
        let sql = format!("DELETE FROM {table} WHERE group_id = $1");
        on!(tx, sqlx::query(sqlx::AssertSqlSafe(sql.as_str())).bind(group) => execute)?;
    }
    Ok(())
}
