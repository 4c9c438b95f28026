//! Deliveries: one row for each notice and address that it goes to.
//!
//! `waiting` and `held` rows are due from `not_before` on; a `held` one is gathered with others into one mail. A row is
//! `sending` for one worker, who holds it by a lease; `sent`, `in_doubt`, `given_up` and `dropped` are ends.
//!
//! Invariants: one row for each notice, channel and address (a unique key); a result is stored only by the worker whose
//! attempt it is; an e-mail is handed over only after `begun_at` is stored by the worker that still holds it, and one whose
//! worker vanished after that is never due again.

use super::{Tx, on};

/// A delivery that a worker has claimed.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier; the same for every attempt.
    pub id: String,
    /// Group.
    pub group_id: String,
    /// Notice.
    pub outbox_id: String,
    /// See [`super::contacts::Channel`].
    pub channel: String,
    /// SHA-256 of the address, hexadecimal.
    pub address_sha256: String,
    /// Unix seconds.
    pub not_before: i64,
    /// How often it has been claimed, this time included.
    pub attempts: i64,
}

/// A delivery to make.
#[derive(Debug)]
pub struct New<'a> {
    /// Identifier.
    pub id: &'a str,
    /// Group.
    pub group: &'a str,
    /// Notice.
    pub outbox_id: &'a str,
    /// See [`super::contacts::Channel`].
    pub channel: &'a str,
    /// SHA-256 of the address, hexadecimal.
    pub address_sha256: &'a str,
    /// To be gathered with others: `held` until it is due, else `waiting`.
    pub digest: bool,
    /// Unix seconds.
    pub not_before: i64,
}

/// Which channels a worker can serve.
#[expect(clippy::struct_excessive_bools, reason = "one for each channel, and bound as they are")]
#[derive(Debug, Clone, Copy)]
pub struct Can {
    /// E-mail.
    pub email: bool,
    /// SMS.
    pub sms: bool,
    /// Webhooks.
    pub webhook: bool,
    /// Browsers.
    pub push: bool,
}

/// Stores a delivery; there may be one already.
pub async fn insert(tx: &mut Tx, new: &New<'_>) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO deliveries (id, group_id, outbox_id, channel, address_sha256, digest, state, not_before, attempts) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0) ON CONFLICT DO NOTHING")
        .bind(new.id).bind(new.group).bind(new.outbox_id).bind(new.channel).bind(new.address_sha256).bind(new.digest)
        .bind(if new.digest { "held" } else { "waiting" }).bind(new.not_before) => execute)?;
    Ok(())
}

/// Whether anything is to be done: a notice to expand, a delivery due, a lease run out. A worker that has nothing to do
/// asks this instead of taking the write lock.
pub async fn any_due(tx: &mut Tx, now: i64, can: Can) -> sqlx::Result<bool> {
    let due: i64 = on!(tx, sqlx::query_scalar(
        "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM outbox WHERE expanded_at IS NULL) \
         OR EXISTS (SELECT 1 FROM deliveries WHERE state IN ('waiting', 'held') AND not_before <= $1 \
         AND (channel <> 'email' OR $2) AND (channel <> 'sms' OR $3) AND (channel <> 'webhook' OR $4) \
         AND (channel <> 'push' OR $5)) \
         OR EXISTS (SELECT 1 FROM deliveries WHERE state = 'sending' AND lease_until < $1) THEN 1 ELSE 0 END AS BIGINT)")
        .bind(now).bind(can.email).bind(can.sms).bind(can.webhook).bind(can.push) => fetch_one)?;
    Ok(due == 1)
}

/// Claims what is due, the longest due first, each row for this worker alone.
pub async fn claim(
    tx: &mut Tx,
    worker: &str,
    (now, lease_until): (i64, i64),
    can: Can,
    limit: i64,
) -> sqlx::Result<Vec<Row>> {
    match tx {
        Tx::Sqlite(tx) => {
            sqlx::query_as(
                "UPDATE deliveries SET state = 'sending', worker = $1, lease_until = $3, begun_at = NULL, attempts = attempts + 1 \
                 WHERE state = 'waiting' AND id IN (SELECT d.id FROM deliveries d WHERE d.state = 'waiting' \
                 AND d.not_before <= $2 AND (d.channel <> 'email' OR $4) AND (d.channel <> 'sms' OR $5) \
                 AND (d.channel <> 'webhook' OR $6) AND (d.channel <> 'push' OR $7) \
                 ORDER BY d.not_before, d.id LIMIT $8) \
                 RETURNING id, group_id, outbox_id, channel, address_sha256, not_before, attempts",
            )
            .bind(worker)
            .bind(now)
            .bind(lease_until)
            .bind(can.email)
            .bind(can.sms)
            .bind(can.webhook)
            .bind(can.push)
            .bind(limit)
            .fetch_all(&mut **tx)
            .await
        }
        // Racing workers pass over each other's rows instead of waiting for them. The array makes sure that the rows are
        // chosen once.
        Tx::Postgres(tx) => {
            sqlx::query_as(
                "UPDATE deliveries SET state = 'sending', worker = $1, lease_until = $3, begun_at = NULL, attempts = attempts + 1 \
                 WHERE state = 'waiting' AND id = ANY (ARRAY (SELECT d.id FROM deliveries d WHERE d.state = 'waiting' \
                 AND d.not_before <= $2 AND (d.channel <> 'email' OR $4) AND (d.channel <> 'sms' OR $5) \
                 AND (d.channel <> 'webhook' OR $6) AND (d.channel <> 'push' OR $7) \
                 ORDER BY d.not_before, d.id LIMIT $8 FOR UPDATE SKIP LOCKED)) \
                 RETURNING id, group_id, outbox_id, channel, address_sha256, not_before, attempts",
            )
            .bind(worker)
            .bind(now)
            .bind(lease_until)
            .bind(can.email)
            .bind(can.sms)
            .bind(can.webhook)
            .bind(can.push)
            .bind(limit)
            .fetch_all(&mut **tx)
            .await
        }
    }
}

/// Claims everything that is held for the one person whose digest is longest due.
pub async fn claim_digest(
    tx: &mut Tx,
    worker: &str,
    (now, lease_until): (i64, i64),
    limit: i64,
) -> sqlx::Result<Vec<Row>> {
    let whose: Option<(String, String)> = on!(tx, sqlx::query_as(
        "SELECT o.group_id, o.person FROM deliveries d JOIN outbox o ON o.id = d.outbox_id \
         WHERE d.state = 'held' AND d.not_before <= $1 ORDER BY d.not_before, d.id LIMIT 1").bind(now)
        => fetch_optional)?;
    let Some((group, person)) = whose else { return Ok(Vec::new()) };
    on!(tx, sqlx::query_as(
        "UPDATE deliveries SET state = 'sending', worker = $1, lease_until = $3, begun_at = NULL, attempts = attempts + 1 \
         WHERE state = 'held' AND not_before <= $2 AND id IN (SELECT d.id FROM deliveries d JOIN outbox o \
         ON o.id = d.outbox_id WHERE o.group_id = $4 AND o.person = $5 AND d.state = 'held' AND d.not_before <= $2 \
         ORDER BY d.id LIMIT $6) \
         RETURNING id, group_id, outbox_id, channel, address_sha256, not_before, attempts")
        .bind(worker).bind(now).bind(lease_until).bind(&group).bind(&person).bind(limit) => fetch_all)
}

/// Says that mails are about to be handed over, all or none; false when one of them is no longer this worker's. Nothing may be
/// handed over before this is committed.
pub async fn begin(tx: &mut Tx, rows: &[&Row], worker: &str, now: i64) -> sqlx::Result<bool> {
    for row in rows {
        let changed = on!(tx, sqlx::query(
            "UPDATE deliveries SET begun_at = $4 WHERE id = $1 AND worker = $2 AND attempts = $3 AND state = 'sending'")
            .bind(&row.id).bind(worker).bind(row.attempts).bind(now) => execute)?;
        if changed != 1 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes the deliveries of vanished workers away from them: an e-mail that had begun may have gone out, so it is in doubt and
/// stays so; what cannot have gone out, or carries its identifier, is due again, up to `attempts_max`. Gives the number of
/// rows.
pub async fn reap(tx: &mut Tx, now: i64, attempts_max: i64) -> sqlx::Result<u64> {
    on!(tx, sqlx::query(
        "UPDATE deliveries SET state = CASE WHEN channel = 'email' AND begun_at IS NOT NULL THEN 'in_doubt' \
         WHEN attempts >= $2 THEN 'given_up' WHEN digest THEN 'held' ELSE 'waiting' END, lease_until = NULL, last_error = 'the worker vanished while sending' \
         WHERE state = 'sending' AND lease_until < $1").bind(now).bind(attempts_max) => execute)
}

/// What an attempt came to.
#[derive(Debug)]
pub struct Settled<'a> {
    /// `sent`, `waiting`, `held`, `in_doubt`, `given_up` or `dropped`.
    pub state: &'a str,
    /// When it is due again; unchanged when left out.
    pub not_before: Option<i64>,
    /// Attempts that count.
    pub attempts: i64,
    /// Where it went, when the address has changed since.
    pub address_sha256: Option<&'a str>,
    /// What went wrong.
    pub last_error: Option<&'a str>,
    /// Unix seconds.
    pub sent_at: Option<i64>,
}

/// Stores what an attempt came to; false when the attempt is no longer this worker's. A worker that was thought to have
/// vanished may still say what became of its attempt, until another has claimed the row.
pub async fn settle(tx: &mut Tx, row: &Row, worker: &str, settled: &Settled<'_>) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE deliveries SET state = $4, not_before = COALESCE($5, not_before), attempts = $6, \
         address_sha256 = COALESCE($7, address_sha256), last_error = $8, sent_at = $9, lease_until = NULL \
         WHERE id = $1 AND worker = $2 AND attempts = $3 AND state IN ('sending', 'in_doubt', 'waiting')")
        .bind(&row.id).bind(worker).bind(row.attempts).bind(settled.state).bind(settled.not_before)
        .bind(settled.attempts).bind(settled.address_sha256).bind(settled.last_error).bind(settled.sent_at)
        => execute)?;
    Ok(changed == 1)
}

/// Number of deliveries in each state.
pub async fn count_by_state(tx: &mut Tx) -> sqlx::Result<Vec<(String, i64)>> {
    on!(tx, sqlx::query_as("SELECT state, COUNT(*) FROM deliveries GROUP BY state ORDER BY state") => fetch_all)
}
