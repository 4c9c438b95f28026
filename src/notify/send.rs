//! Claiming, sending, marking.
//!
//! A worker claims a few deliveries at once, each under a lease longer than any attempt may last, and sends them side by
//! side. What is sent is decided anew at that moment: an address may have changed, quiet hours may have begun, the time to
//! answer may have passed.

use super::expand::readable;
use super::hours::after_quiet;
use super::mail::{Item, Letter};
use super::words::{self, About, Clocks, kinds};
use super::{Carriers, Channel, Outcome, fingerprint, sms, webhook};
use crate::app::App;
use crate::ids::UserId;
use crate::store::contacts::{self, Contact};
use crate::store::deliveries::{self, Can, Row, Settled};
use crate::store::{Tx, agents, groups, named, outbox, users, webhooks};
use anyhow::Context;
use futures_util::future::join_all;
use std::collections::BTreeMap;

/// Deliveries sent side by side.
const BATCH: i64 = 8;
/// Most notices in one digest; the rest comes in the next.
const DIGEST_MAX: i64 = 100;
/// Longer than any attempt, seconds.
const LEASE_SECONDS: i64 = 120;
/// Tries after which a delivery is given up.
pub const ATTEMPTS_MAX: i64 = 6;

/// Seconds until the next try, after so many: one minute, then four times as long each time.
pub const fn backoff_seconds(attempts: i64) -> i64 {
    let exponent = if attempts < 1 { 0 } else { attempts - 1 };
    60 * 4_i64.pow(if exponent > 8 { 8 } else { exponent as u32 })
}

/// What is to be done with a claimed delivery.
enum Step {
    Mail(Letter),
    Sms(sms::Message),
    Call(webhook::Call),
    /// Not at this hour.
    Later(i64),
    /// Not any more; why.
    Drop(&'static str),
}

/// A step, and where it goes when that has changed since the delivery was made.
struct Decided {
    step: Step,
    moved_to: Option<String>,
}

/// Takes over what vanished workers were sending; gives the number of rows.
///
/// # Errors
/// When the database fails.
pub async fn reap(app: &App) -> anyhow::Result<usize> {
    let mut tx = app.db.write().await?;
    let rows = deliveries::reap(&mut tx, app.clock.now(), ATTEMPTS_MAX).await?;
    tx.commit().await?;
    if rows > 0 {
        tracing::warn!(rows, "workers vanished while sending");
    }
    Ok(rows as usize)
}

/// Sends what is due one by one; gives the number of rows.
///
/// # Errors
/// When the database fails before anything is sent.
pub async fn single(app: &App, carriers: &Carriers, lane: Can, worker: &str) -> anyhow::Result<usize> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let claimed = deliveries::claim(&mut tx, worker, (now, now + LEASE_SECONDS), lane, BATCH).await?;
    tx.commit().await?;
    let sending = claimed.iter().map(async |row| {
        if let Err(error) = one(app, carriers, worker, row).await {
            tracing::error!(delivery = %row.id, error = format!("{error:#}"), "a delivery was not marked");
        }
    });
    join_all(sending).await;
    Ok(claimed.len())
}

async fn one(app: &App, carriers: &Carriers, worker: &str, row: &Row) -> anyhow::Result<()> {
    let decided = match decide(app, carriers, row).await {
        Ok(decided) => decided,
        // Nothing has gone out yet, so it is no doubt but a failure like another.
        Err(error) => return settle(app, worker, row, (&unwritten(row, &error), "waiting"), None).await,
    };
    let outcome = match &decided.step {
        Step::Mail(letter) => {
            let relay = carriers.mail.as_ref().context("no mail server is set")?;
            relay.send(letter, begin(app, worker, &[row])).await
        }
        Step::Sms(message) => carriers.sms.as_ref().context("no gateway is set")?.send(message).await,
        Step::Call(call) => carriers.webhooks.send(call).await,
        Step::Later(until) => return later(app, worker, row, "waiting", *until).await,
        Step::Drop(reason) => return drop_row(app, worker, row, reason).await,
    };
    settle(app, worker, row, (&outcome, "waiting"), decided.moved_to.as_deref()).await
}

/// Writes down that the mail with these rows is about to be handed over; false when it must not be.
async fn begin(app: &App, worker: &str, rows: &[&Row]) -> bool {
    let begun = async {
        let mut tx = app.db.write().await?;
        let ours = deliveries::begin(&mut tx, rows, worker, app.clock.now()).await?;
        if ours {
            tx.commit().await?;
        }
        Ok::<_, sqlx::Error>(ours)
    };
    begun.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a mail was not begun");
        false
    })
}

/// A delivery that cannot be put into words.
fn unwritten(row: &Row, error: &anyhow::Error) -> Outcome {
    tracing::error!(delivery = %row.id, error = format!("{error:#}"), "a delivery cannot be written");
    Outcome::Failed("it could not be written; the log says why".to_owned())
}

async fn decide(app: &App, carriers: &Carriers, row: &Row) -> anyhow::Result<Decided> {
    let now = app.clock.now();
    let tx = &mut app.db.read().await?;
    let notice = outbox::find(tx, &row.outbox_id).await?.context("a delivery without its notice")?;
    let channel: Channel = named(&row.channel)?;
    let stays = |step| Ok(Decided { step, moved_to: None });
    if channel == Channel::Webhook {
        let hooks = readable(webhooks::all(tx, &row.group_id).await, &notice)?.unwrap_or_default();
        let is_this = |hook: &&webhooks::Webhook| fingerprint(channel, &hook.id) == row.address_sha256;
        let Some(hook) = hooks.iter().find(is_this).filter(|hook| hook.disabled_at.is_none()) else {
            return stays(Step::Drop("the webhook has ended"));
        };
        let body = webhook::event(&notice, carriers.public_url.as_deref());
        let (id, url, secret) = (row.id.clone(), hook.url.clone(), hook.secret.clone());
        return stays(Step::Call(webhook::Call { id, url, secret, at: now, body }));
    }
    let contact = readable(contacts::find(tx, &row.group_id, &notice.person).await, &notice)?.flatten();
    let Some(contact) = contact else { return stays(Step::Drop("nobody to tell")) };
    let Some(address) = contact.address(channel) else { return stays(Step::Drop("not wanted there any more")) };
    if let Some(reason) = overtaken(&notice, now) {
        return stays(Step::Drop(reason));
    }
    let free = after_quiet(now, contact.zone, contact.quiet);
    if free > now {
        return stays(Step::Later(free));
    }
    let moved_to = Some(fingerprint(channel, address)).filter(|sha256| *sha256 != row.address_sha256);
    let step = if channel == Channel::Email {
        Step::Mail(letter(tx, carriers, (&row.id, &contact, now), &[&notice]).await?)
    } else {
        let clocks = clocks(tx, &notice.group_id, &contact).await?;
        let (about, link) = (About::read(&notice.payload), carriers.link());
        let text = words::sms(contact.locale, &notice.kind, &about, clocks, link.as_deref());
        Step::Sms(sms::Message { id: row.id.clone(), to: address.to_owned(), text })
    };
    Ok(Decided { step, moved_to })
}

/// A notice that asks for an answer is of no use when the time to answer is over.
fn overtaken(notice: &outbox::Row, now: i64) -> Option<&'static str> {
    let closes_at = About::read(&notice.payload).closes_at.filter(|_| kinds::of(&notice.kind).asks);
    closes_at.filter(|closes_at| *closes_at <= now).map(|_| "the time to answer has passed")
}

/// One mail that tells these notices.
async fn letter(
    tx: &mut Tx,
    carriers: &Carriers,
    (id, contact, at): (&str, &Contact, i64),
    notices: &[&outbox::Row],
) -> anyhow::Result<Letter> {
    let first = notices.first().context("a mail about nothing")?;
    let clocks = clocks(tx, &first.group_id, contact).await?;
    let group = groups::find(tx, &first.group_id).await?.map(|stored| stored.group.name).unwrap_or_default();
    let name = match first.person.split_once(':') {
        Some(("agent", agent)) => agents::face(tx, &first.group_id, agent).await?.map(|face| face.name),
        Some(("user", user)) => users::find(tx, &first.group_id, &UserId(user.to_owned())).await?.map(|user| user.name),
        _ => None,
    };
    let items: Vec<_> = notices
        .iter()
        .map(|notice| {
            let said = words::say(contact.locale, &notice.kind, &About::read(&notice.payload), clocks);
            Item { title: said.title, lead: said.lead, facts: said.facts }
        })
        .collect();
    let subject = match (items.as_slice(), contact.locale) {
        ([only], _) => only.title.clone(),
        (many, super::Locale::Fr) => format!("Relève\u{a0}: {} nouvelles", many.len()),
        (many, super::Locale::En) => format!("Relève: {} pieces of news", many.len()),
    };
    Ok(Letter {
        id: id.to_owned(),
        locale: contact.locale,
        to: contact.email.clone().unwrap_or_default(),
        name: words::one_line(&name.unwrap_or_default()),
        subject,
        group: words::one_line(&group),
        items,
        link: carriers.link(),
        at,
    })
}

async fn clocks(tx: &mut Tx, group: &str, contact: &Contact) -> anyhow::Result<Clocks> {
    let site = groups::zone(tx, group).await?.unwrap_or(contact.zone);
    Ok(Clocks { site, person: contact.zone })
}

/// Sends the digest that is longest due, one mail for all that was held for one person; gives the number of rows.
///
/// # Errors
/// When the database fails; what was not sent by then is in doubt.
pub async fn digest(app: &App, carriers: &Carriers, worker: &str) -> anyhow::Result<usize> {
    let Some(relay) = &carriers.mail else { return Ok(0) };
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let claimed = deliveries::claim_digest(&mut tx, worker, (now, now + LEASE_SECONDS), DIGEST_MAX).await?;
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
    let contact = readable(contacts::find(tx, &notice.group_id, &notice.person).await, notice)?.flatten();
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
        Some(letter(tx, carriers, (&first.id, &contact, now), &told).await?)
    };
    Ok(Gathered { letter, left_out, free, address_sha256 })
}

/// Marks what an attempt came to; `again` is the state of a row that is tried again.
async fn settle(
    app: &App,
    worker: &str,
    row: &Row,
    (outcome, again): (&Outcome, &str),
    moved_to: Option<&str>,
) -> anyhow::Result<()> {
    let now = app.clock.now();
    let (state, not_before, error) = match outcome {
        Outcome::Sent => ("sent", None, None),
        Outcome::Failed(error) if row.attempts >= ATTEMPTS_MAX => ("given_up", None, Some(error)),
        Outcome::Failed(error) => (again, Some(now + backoff_seconds(row.attempts)), Some(error)),
        Outcome::Refused(error) => ("given_up", None, Some(error)),
        Outcome::InDoubt(error) => ("in_doubt", None, Some(error)),
    };
    if matches!(state, "given_up" | "in_doubt") {
        // The answer of a mail server may hold an address: it stays in the row.
        tracing::warn!(delivery = %row.id, channel = row.channel, attempts = row.attempts, state, "a delivery ended badly");
    }
    let settled = Settled {
        state,
        not_before,
        attempts: row.attempts,
        address_sha256: moved_to,
        last_error: error.map(String::as_str),
        sent_at: (state == "sent").then_some(now),
    };
    mark(app, worker, row, &settled).await
}

/// Puts a row back until an hour at which it may be sent; the attempt does not count.
async fn later(app: &App, worker: &str, row: &Row, state: &str, until: i64) -> anyhow::Result<()> {
    let settled = Settled {
        state,
        not_before: Some(until),
        attempts: row.attempts - 1,
        address_sha256: None,
        last_error: None,
        sent_at: None,
    };
    mark(app, worker, row, &settled).await
}

async fn drop_row(app: &App, worker: &str, row: &Row, reason: &str) -> anyhow::Result<()> {
    let settled = Settled {
        state: "dropped",
        not_before: None,
        attempts: row.attempts,
        address_sha256: None,
        last_error: Some(reason),
        sent_at: None,
    };
    mark(app, worker, row, &settled).await
}

async fn mark(app: &App, worker: &str, row: &Row, settled: &Settled<'_>) -> anyhow::Result<()> {
    let mut tx = app.db.write().await?;
    let marked = deliveries::settle(&mut tx, row, worker, settled).await?;
    tx.commit().await?;
    if !marked {
        tracing::warn!(delivery = %row.id, state = settled.state, "another worker has taken over");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_four_times_the_last() {
        let minutes: Vec<_> = (1..ATTEMPTS_MAX).map(|attempts| backoff_seconds(attempts) / 60).collect();
        assert_eq!(minutes, [1, 4, 16, 64, 256]);
        assert_eq!(backoff_seconds(0), 60);
    }
}
