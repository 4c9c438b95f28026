//! What indicators are counted from: plain rows of a group over some days. What they mean, and whose rows somebody may count, is
//! said in [`crate::app::indicators`].

use super::{Tx, on};

/// Civil days, both included, `YYYY-MM-DD`.
pub type Days<'a> = (&'a str, &'a str);

/// A shift that was asked for.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Shift {
    /// Identifier.
    pub id: String,
    /// Unit.
    pub unit_id: String,
    /// Shift code.
    pub code: String,
    /// Title asked for.
    pub qualification: String,
    /// Civil day of the start.
    pub date: String,
    /// Unix seconds.
    pub starts_at: i64,
    /// Unix seconds.
    pub ends_at: i64,
    /// `open`, `offered`, `filled`, `booked` or `unfilled`.
    pub state: String,
    /// When the pool was asked, unix seconds.
    pub opened_at: i64,
}

/// Shifts of some days that were asked for and not called off.
pub async fn shifts(tx: &mut Tx, group: &str, (from, to): Days<'_>) -> sqlx::Result<Vec<Shift>> {
    on!(tx, sqlx::query_as(
        "SELECT s.id, s.unit_id, s.code, s.qualification, s.date, s.starts_at, s.ends_at, s.state, \
         COALESCE(q.opened_at, q.submitted_at, q.created_at) AS opened_at FROM shifts s \
         JOIN requests q ON q.group_id = s.group_id AND q.id = s.request_id WHERE s.group_id = $1 AND s.date >= $2 \
         AND s.date <= $3 AND s.state NOT IN ('draft', 'cancelled') ORDER BY s.id").bind(group).bind(from).bind(to)
        => fetch_all)
}

/// An assignment of such a shift.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Assignment {
    /// Identifier.
    pub id: String,
    /// Shift.
    pub shift_id: String,
    /// Who.
    pub agent_id: String,
    /// `confirmed`, `started`, `worked`, `validated` or `cancelled`.
    pub state: String,
    /// Unix seconds.
    pub confirmed_at: i64,
    /// The assignment whose place it took in a swap.
    pub replaces: Option<String>,
    /// When the work really began and ended, where it was not as planned; unix seconds.
    pub actual_starts_at: Option<i64>,
    /// See above.
    pub actual_ends_at: Option<i64>,
    /// What it adds to her account by kind, a JSON object.
    pub burdens: Option<String>,
    /// How the round gave the shift: `named`, `fair` or `first`; none without one.
    pub mode: Option<String>,
    /// A standing agreement said yes.
    pub agreed: bool,
}

/// Assignments of shifts of some days, whatever became of them.
pub async fn assignments(tx: &mut Tx, group: &str, (from, to): Days<'_>) -> sqlx::Result<Vec<Assignment>> {
    on!(tx, sqlx::query_as(
        "SELECT t.id, t.shift_id, t.agent_id, t.state, t.confirmed_at, t.replaces, t.actual_starts_at, \
         t.actual_ends_at, COALESCE(t.burdens, o.burdens) AS burdens, r.mode, \
         EXISTS (SELECT 1 FROM agreed_offers g WHERE g.offer_id = t.offer_id) AS agreed FROM assignments t \
         JOIN shifts s ON s.group_id = t.group_id AND s.id = t.shift_id LEFT JOIN offers o ON o.id = t.offer_id \
         LEFT JOIN rounds r ON r.id = o.round_id WHERE t.group_id = $1 AND s.date >= $2 AND s.date <= $3 ORDER BY t.id")
        .bind(group).bind(from).bind(to) => fetch_all)
}

/// What was lent by an assignment, what corrects it included.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Loan {
    /// The work.
    pub assignment_id: String,
    /// Who employs her.
    pub employer_id: String,
    /// Where she worked.
    pub host_id: String,
    /// Minutes.
    pub work_minutes: i64,
    /// Hours at their cost and the way, euro cents.
    pub cents: i64,
}

/// Loans of some days.
pub async fn loans(tx: &mut Tx, group: &str, (from, to): Days<'_>) -> sqlx::Result<Vec<Loan>> {
    on!(tx, sqlx::query_as(
        "SELECT assignment_id, employer_id, host_id, CAST(SUM(work_minutes) AS BIGINT) AS work_minutes, \
         CAST(SUM(hours_cents + road_cents) AS BIGINT) AS cents FROM loans WHERE group_id = $1 AND date >= $2 \
         AND date <= $3 GROUP BY assignment_id, employer_id, host_id ORDER BY assignment_id")
        .bind(group).bind(from).bind(to) => fetch_all)
}

/// A shift that an agency holds.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Booking {
    /// Shift.
    pub shift_id: String,
    /// Minutes.
    pub work_minutes: i64,
    /// Euro cents.
    pub price_cents_per_hour: i64,
}

/// Shifts of some days that an agency has confirmed.
pub async fn bookings(tx: &mut Tx, group: &str, (from, to): Days<'_>) -> sqlx::Result<Vec<Booking>> {
    on!(tx, sqlx::query_as(
        "SELECT b.shift_id, b.work_minutes, b.price_cents_per_hour FROM bookings b JOIN shifts s \
         ON s.group_id = b.group_id AND s.id = b.shift_id WHERE b.group_id = $1 AND s.date >= $2 AND s.date <= $3 \
         AND b.state IN ('confirmed', 'worked') ORDER BY b.id").bind(group).bind(from).bind(to) => fetch_all)
}

/// Home duties of somebody in a unit in a month.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Duties {
    /// Unit.
    pub unit_id: String,
    /// `YYYY-MM`.
    pub month: String,
    /// Who.
    pub agent_id: String,
    /// Duties on the roster.
    pub planned: i64,
    /// Those on a day on which she is absent.
    pub absent: i64,
}

/// Home duties of some days by unit, month and agent.
pub async fn duties(tx: &mut Tx, group: &str, (from, to): Days<'_>) -> sqlx::Result<Vec<Duties>> {
    on!(tx, sqlx::query_as(
        "SELECT unit_id, month, agent_id, COUNT(*) AS planned, CAST(SUM(away) AS BIGINT) AS absent FROM \
         (SELECT d.unit_id, substr(d.date, 1, 7) AS month, d.agent_id, CASE WHEN EXISTS (SELECT 1 FROM absences a \
         WHERE a.group_id = d.group_id AND a.agent_id = d.agent_id AND a.state = 'standing' AND a.from_date <= d.date \
         AND a.to_date >= d.date) THEN 1 ELSE 0 END AS away FROM roster_days d WHERE d.group_id = $1 AND d.date >= $2 \
         AND d.date <= $3 AND d.code IS NOT NULL) duties GROUP BY unit_id, month, agent_id \
         ORDER BY unit_id, month, agent_id").bind(group).bind(from).bind(to) => fetch_all)
}

/// Home duties with one code in a unit on a day.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Borne {
    /// Unit.
    pub unit_id: String,
    /// Shift code.
    pub code: String,
    /// Civil day of the start.
    pub date: String,
    /// How many.
    pub duties: i64,
}

/// Home duties of some days that somebody bore: not those on days of absence, nor those whose place a promised rest has taken.
pub async fn borne(tx: &mut Tx, group: &str, (from, to): Days<'_>) -> sqlx::Result<Vec<Borne>> {
    on!(tx, sqlx::query_as(
        "SELECT d.unit_id, d.code, d.date, COUNT(*) AS duties FROM roster_days d WHERE d.group_id = $1 AND d.date >= $2 \
         AND d.date <= $3 AND d.code IS NOT NULL AND NOT EXISTS (SELECT 1 FROM absences a WHERE a.group_id = d.group_id \
         AND a.agent_id = d.agent_id AND a.state = 'standing' AND a.from_date <= d.date AND a.to_date >= d.date) \
         AND NOT EXISTS (SELECT 1 FROM promises p WHERE p.group_id = d.group_id AND p.agent_id = d.agent_id \
         AND p.state IN ('dated', 'taken') AND p.lifted <> '[]' AND p.rest_from <= d.date AND p.rest_to >= d.date) \
         GROUP BY d.unit_id, d.code, d.date ORDER BY d.unit_id, d.code, d.date").bind(group).bind(from).bind(to)
        => fetch_all)
}

/// Shifts that were asked for in a unit on a day, for a title.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Need {
    /// Unit.
    pub unit_id: String,
    /// Title asked for.
    pub qualification: String,
    /// Civil day.
    pub date: String,
    /// How many.
    pub shifts: i64,
}

/// What was asked for on some days and not called off.
pub async fn needs(tx: &mut Tx, group: &str, (from, to): Days<'_>) -> sqlx::Result<Vec<Need>> {
    on!(tx, sqlx::query_as(
        "SELECT unit_id, qualification, date, COUNT(*) AS shifts FROM shifts WHERE group_id = $1 AND date >= $2 \
         AND date <= $3 AND state NOT IN ('draft', 'cancelled') GROUP BY unit_id, qualification, date \
         ORDER BY unit_id, qualification, date").bind(group).bind(from).bind(to) => fetch_all)
}

/// The first day for which each unit asked for something.
pub async fn first_needs(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT unit_id, MIN(date) FROM shifts WHERE group_id = $1 AND state NOT IN ('draft', 'cancelled') \
         GROUP BY unit_id ORDER BY unit_id").bind(group) => fetch_all)
}

/// Where help would be worth most by the newest plan of the pool that says it: a JSON array of the solver's prices.
pub async fn prices(tx: &mut Tx, group: &str) -> sqlx::Result<Option<String>> {
    on!(tx, sqlx::query_scalar(
        "SELECT prices FROM plans WHERE group_id = $1 AND kind = 'pool' AND prices IS NOT NULL \
         AND computed_at IS NOT NULL ORDER BY computed_at DESC, id DESC LIMIT 1").bind(group) => fetch_optional)
}

/// Somebody who may be asked.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Person {
    /// Identifier.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Establishment that employs her.
    pub employer_id: String,
    /// Percent of full time.
    pub share_percent: i64,
    /// What an hour of hers costs, euro cents.
    pub cost_cents_per_hour: i64,
    /// Where she stands in the pool.
    pub admission: String,
    /// What else is known of her, a JSON object: her titles among it.
    pub file: String,
}

/// Every agent.
pub async fn people(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Person>> {
    on!(tx, sqlx::query_as(
        "SELECT id, name, employer_id, share_percent, cost_cents_per_hour, admission, file FROM agents WHERE group_id = $1 \
         ORDER BY id").bind(group) => fetch_all)
}

/// How often somebody was asked for shifts of a unit, with one outcome.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Asked {
    /// Who.
    pub agent_id: String,
    /// Unit of the shifts.
    pub unit_id: String,
    /// `sent`, `accepted`, `declined`, `expired`, `withdrawn` or `not_chosen`.
    pub state: String,
    /// How often.
    pub offers: i64,
}

/// Offers sent between two instants (unix seconds, the second not included). What a standing agreement answered was asked of
/// nobody.
pub async fn asked(tx: &mut Tx, group: &str, (from, until): (i64, i64)) -> sqlx::Result<Vec<Asked>> {
    on!(tx, sqlx::query_as(
        "SELECT o.agent_id, s.unit_id, o.state, COUNT(*) AS offers FROM offers o JOIN shifts s \
         ON s.group_id = o.group_id AND s.id = o.shift_id WHERE o.group_id = $1 AND o.sent_at >= $2 AND o.sent_at < $3 \
         AND NOT EXISTS (SELECT 1 FROM agreed_offers g WHERE g.offer_id = o.id) \
         GROUP BY o.agent_id, s.unit_id, o.state ORDER BY o.agent_id, s.unit_id, o.state")
        .bind(group).bind(from).bind(until) => fetch_all)
}

/// A step of somebody's way into the pool.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Step {
    /// Who.
    pub agent_id: String,
    /// `trainee`, `evaluated`, `admitted` …
    pub state: String,
    /// `favourable` or `unfavourable`.
    pub verdict: Option<String>,
}

/// Steps decided between two instants (unix seconds, the second not included).
pub async fn steps(tx: &mut Tx, group: &str, (from, until): (i64, i64)) -> sqlx::Result<Vec<Step>> {
    on!(tx, sqlx::query_as(
        "SELECT agent_id, state, verdict FROM admissions WHERE group_id = $1 AND decided_at >= $2 AND decided_at < $3 \
         ORDER BY id").bind(group).bind(from).bind(until) => fetch_all)
}
