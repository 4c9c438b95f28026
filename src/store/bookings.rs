//! Bookings of agencies. At most one per shift stands (unique index `bookings_live`).

use super::shifts::{self, with_shift};
use super::{Page, Tx, on};

/// A booking with what it is about.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Chosen by the caller: the same booking sent twice is one booking.
    pub id: String,
    /// Shift.
    #[sqlx(flatten)]
    pub shift: shifts::Row,
    /// Name of the agency.
    pub agency: String,
    /// `requested`, `confirmed`, `worked`, `cancelled` or `taken_back`.
    pub state: String,
    /// Euro cents per hour of effective work, excluding VAT, all included.
    pub price_cents_per_hour: i64,
    /// The ceiling as it was when it was made, in the same unit.
    pub cap_cents_per_hour: Option<i64>,
    /// Effective work of the shift.
    pub work_minutes: i64,
    /// What the cheapest of those who could then hold the shift would have cost.
    pub pool_cents: Option<i64>,
    /// What the agency attested at its confirmation.
    pub attestation: Option<String>,
    /// User.
    pub requested_by: String,
    /// Unix seconds.
    pub requested_at: i64,
    /// Unix seconds.
    pub confirmed_at: Option<i64>,
    /// Unix seconds.
    pub ended_at: Option<i64>,
    /// Why it ended.
    pub reason: Option<String>,
    /// Who asked for the shift: user.
    pub asked_by: String,
    /// Goes up with every change.
    pub version: i64,
}

impl Row {
    /// What it costs, euro cents.
    pub const fn cost_cents(&self) -> i64 {
        self.price_cents_per_hour * self.work_minutes / 60
    }
}

macro_rules! select {
    ($tail:literal) => {
        with_shift!(
            "t.id, t.agency, t.state, t.price_cents_per_hour, t.cap_cents_per_hour, t.work_minutes, t.pool_cents, \
             t.attestation, t.requested_by, t.requested_at, t.confirmed_at, t.ended_at, t.reason, \
             q.requested_by AS asked_by, t.version",
            "bookings t",
            $tail
        )
    };
}

/// A booking to store.
#[derive(Debug)]
pub struct New<'a> {
    /// Identifier.
    pub id: &'a str,
    /// Shift.
    pub shift: &'a str,
    /// Agency.
    pub agency: &'a str,
    /// Euro cents.
    pub price_cents_per_hour: i64,
    /// Euro cents.
    pub cap_cents_per_hour: Option<i64>,
    /// Effective work of the shift.
    pub work_minutes: i64,
    /// Euro cents.
    pub pool_cents: Option<i64>,
    /// User.
    pub by: &'a str,
    /// Unix seconds.
    pub at: i64,
}

/// Stores a booking, requested. A taken id, or a second booking of a shift, is a unique error.
pub async fn insert(tx: &mut Tx, group: &str, new: &New<'_>) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO bookings (group_id, id, shift_id, agency, state, price_cents_per_hour, cap_cents_per_hour, \
         work_minutes, pool_cents, requested_by, requested_at, version) \
         VALUES ($1, $2, $3, $4, 'requested', $5, $6, $7, $8, $9, $10, 1)")
        .bind(group).bind(new.id).bind(new.shift).bind(new.agency).bind(new.price_cents_per_hour)
        .bind(new.cap_cents_per_hour).bind(new.work_minutes).bind(new.pool_cents).bind(new.by).bind(new.at) => execute)?;
    Ok(())
}

/// One booking.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!(
        "JOIN requests q ON q.group_id = s.group_id AND q.id = s.request_id WHERE t.group_id = $1 AND t.id = $2"))
        .bind(group).bind(id) => fetch_optional)
}

/// The booking of a shift that stands.
pub async fn standing(tx: &mut Tx, group: &str, shift: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!(
        "JOIN requests q ON q.group_id = s.group_id AND q.id = s.request_id WHERE t.group_id = $1 AND t.shift_id = $2 \
         AND t.state IN ('requested', 'confirmed', 'worked')")).bind(group).bind(shift) => fetch_optional)
}

/// A page of bookings, the newest first.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "JOIN requests q ON q.group_id = s.group_id AND q.id = s.request_id \
         WHERE t.group_id = $1 AND ($2 OR replace($3, '|' || s.unit_id || '|', '') <> $3) \
         AND ($4 = '' OR t.state = $4) AND ($5 = '' OR t.id < $5) ORDER BY t.id DESC LIMIT $6"))
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.state).bind(&page.after).bind(page.limit)
        => fetch_all)
}

/// Every booking of a shift, the newest first.
pub async fn of_shift(tx: &mut Tx, group: &str, shift: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "JOIN requests q ON q.group_id = s.group_id AND q.id = s.request_id WHERE t.group_id = $1 AND t.shift_id = $2 \
         ORDER BY t.requested_at DESC, t.id DESC")).bind(group).bind(shift) => fetch_all)
}

/// Minutes of work for which an agency is booked, by the title that the shifts ask for, from a civil day on.
pub async fn minutes_booked(tx: &mut Tx, group: &str, qualification: &str, from: &str) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(b.work_minutes), 0) AS BIGINT) FROM bookings b JOIN shifts s \
         ON s.group_id = b.group_id AND s.id = b.shift_id WHERE b.group_id = $1 AND s.qualification = $2 \
         AND s.date >= $3 AND b.state IN ('requested', 'confirmed', 'worked')")
        .bind(group).bind(qualification).bind(from) => fetch_one)
}

/// A booking's next state, and what is written down with it.
#[derive(Debug)]
pub struct Change<'a> {
    /// Next state.
    pub state: &'a str,
    /// What the agency attested, at its confirmation.
    pub attestation: Option<&'a str>,
    /// Why it ended.
    pub reason: Option<&'a str>,
    /// User.
    pub by: &'a str,
    /// Unix seconds.
    pub at: i64,
}

/// Stores a booking's next state, if nobody changed it meanwhile.
pub async fn change(tx: &mut Tx, group: &str, row: &Row, change: &Change<'_>) -> sqlx::Result<bool> {
    let confirms = change.state == "confirmed";
    let changed = on!(tx, sqlx::query(
        "UPDATE bookings SET state = $4, attestation = COALESCE($5, attestation), \
         confirmed_by = CASE WHEN $8 THEN $6 ELSE confirmed_by END, confirmed_at = CASE WHEN $8 THEN $7 ELSE confirmed_at END, \
         ended_by = CASE WHEN $8 THEN ended_by ELSE $6 END, ended_at = CASE WHEN $8 THEN ended_at ELSE $7 END, \
         reason = $9, version = version + 1 WHERE group_id = $1 AND id = $2 AND version = $3")
        .bind(group).bind(&row.id).bind(row.version).bind(change.state).bind(change.attestation).bind(change.by)
        .bind(change.at).bind(confirms).bind(change.reason) => execute)?;
    Ok(changed == 1)
}

/// Bookings that no agency confirmed before the shift was over: group and id.
pub async fn never_confirmed(tx: &mut Tx, now: i64) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT b.group_id, b.id FROM bookings b JOIN shifts s ON s.group_id = b.group_id AND s.id = b.shift_id \
         WHERE b.state = 'requested' AND s.state = 'booked' AND s.ends_at <= $1 ORDER BY b.group_id, b.id")
        .bind(now) => fetch_all)
}

/// Whether a group ever booked an agency.
pub async fn any(tx: &mut Tx, group: &str) -> sqlx::Result<bool> {
    let found: i64 = on!(tx, sqlx::query_scalar("SELECT COUNT(*) FROM bookings WHERE group_id = $1").bind(group)
        => fetch_one)?;
    Ok(found > 0)
}
