//! Digests: what can wait for one person, gathered into one mail a day.

use super::expand::contact_of;
use super::hours::after_quiet;
use super::letter::Letter;
use super::send::{LEASE_SECONDS, begin, drop_row, later, overtaken, settle, unwritten};
use super::{Carriers, Channel, fingerprint};
use crate::app::App;
use crate::store::deliveries::{self, Row};
use crate::store::outbox;
use anyhow::Context;
use std::collections::BTreeMap;

/// Most notices in one mail; the rest comes in the next.
const MOST: i64 = 100;

/// Sends the digest that is longest due, one mail for all that was held for one person; gives the number of rows.
///
/// # Errors
/// When the database fails; what was not sent by then is in doubt.
pub async fn send(app: &App, carriers: &Carriers, worker: &str) -> anyhow::Result<usize> {
    let Some(relay) = &carriers.mail else { return Ok(0) };
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let claimed = deliveries::claim_digest(&mut tx, worker, (now, now + LEASE_SECONDS), MOST).await?;
    tx.commit().await?;
    if claimed.is_empty() {
        return Ok(0);
    }
    let gathered = match gather(app, carriers, &claimed).await {
        Ok(gathered) => gathered,
        Err(error) => {
            for row in &claimed {
                settle(app, worker, row, (&unwritten(row, &error), "held"), None).await?;
            }
            return Ok(claimed.len());
        }
    };
    let sent = match &gathered.letter {
        Some(letter) => {
            let told: Vec<_> = claimed.iter().filter(|row| !gathered.left_out.contains_key(&row.outbox_id)).collect();
            Some(relay.send(letter, begin(app, worker, &told)).await)
        }
        None => None,
    };
    for row in &claimed {
        let moved_to = gathered.address_sha256.as_deref().filter(|sha256| *sha256 != row.address_sha256);
        match (gathered.left_out.get(&row.outbox_id), &sent) {
            (Some(reason), _) => drop_row(app, worker, row, reason).await?,
            (None, Some(outcome)) => settle(app, worker, row, (outcome, "held"), moved_to).await?,
            (None, None) => later(app, worker, row, "held", gathered.free).await?,
        }
    }
    Ok(claimed.len())
}

/// What became of the rows of a digest before it is sent.
struct Gathered {
    /// The mail; none when it is too late, too early, or not wanted any more.
    letter: Option<Letter>,
    /// Notices that are not in it, and why they never will be.
    left_out: BTreeMap<String, &'static str>,
    /// When she may be disturbed.
    free: i64,
    address_sha256: Option<String>,
}

async fn gather(app: &App, carriers: &Carriers, claimed: &[Row]) -> anyhow::Result<Gathered> {
    let now = app.clock.now();
    let tx = &mut app.db.read().await?;
    let mut notices = Vec::with_capacity(claimed.len());
    for row in claimed {
        notices.push((row, outbox::find(tx, &row.outbox_id).await?.context("a delivery without its notice")?));
    }
    notices.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    let (first, notice) = notices.first().context("a digest of nothing")?;
    let contact = contact_of(tx, notice, now).await?;
    let address_sha256 =
        contact.as_ref().and_then(|c| c.address(Channel::Email)).map(|address| fingerprint(Channel::Email, address));
    let Some(contact) = contact.filter(|_| address_sha256.is_some()) else {
        let left_out = notices.iter().map(|(_, notice)| (notice.id.clone(), "not wanted there any more")).collect();
        return Ok(Gathered { letter: None, left_out, free: now, address_sha256: None });
    };
    let left_out: BTreeMap<_, _> =
        notices.iter().filter_map(|(_, notice)| Some((notice.id.clone(), overtaken(notice, now)?))).collect();
    let told: Vec<_> =
        notices.iter().map(|(_, notice)| notice).filter(|notice| !left_out.contains_key(&notice.id)).collect();
    let free = after_quiet(now, contact.zone, contact.quiet);
    let letter = if told.is_empty() || free > now {
        None
    } else {
        Some(Letter::write(tx, carriers, (&first.id, &contact, now), &told).await?)
    };
    Ok(Gathered { letter, left_out, free, address_sha256 })
}
