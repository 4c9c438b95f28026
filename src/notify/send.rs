//! Claiming, sending, marking.
//!
//! A worker claims a few deliveries at once, each under a lease longer than any attempt may last, and sends them side by
//! side. What is sent is decided anew at that moment: an address may have changed, quiet hours may have begun, the time to
//! answer may have passed.

use super::expand::{browsers_of, contact_of, readable};
use super::hours::after_quiet;
use super::letter::{Letter, clocks};
use super::words::{self, About, kinds};
use super::{Carriers, Channel, Outcome, fingerprint, push, sms, webhook};
use crate::app::App;
use crate::lang::Words;
use crate::store::contacts::Contact;
use crate::store::deliveries::{self, Can, Row, Settled};
use crate::store::{Tx, named, outbox, push as browsers, webhooks};
use anyhow::Context;
use futures_util::future::join_all;
use serde_json::json;
use std::time::Duration;

/// Deliveries sent side by side.
const BATCH: i64 = 8;
/// Longer than any attempt, seconds.
pub(super) const LEASE_SECONDS: i64 = 120;
/// How often a mark is tried, and the pause in between.
const MARKS: u32 = 4;
const MARK_PAUSE: Duration = Duration::from_millis(500);
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
    Push(Box<push::Message>),
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
        Step::Push(message) => pushed(app, carriers, message).await?,
        Step::Later(until) => return later(app, worker, row, "waiting", *until).await,
        Step::Drop(reason) => return drop_row(app, worker, row, reason).await,
    };
    settle(app, worker, row, (&outcome, "waiting"), decided.moved_to.as_deref()).await
}

/// Sends a push message; a browser that its push service no longer knows is forgotten.
async fn pushed(app: &App, carriers: &Carriers, message: &push::Message) -> anyhow::Result<Outcome> {
    let outcome = carriers.push.as_ref().context("no key for push messages is set")?.send(message).await;
    if matches!(outcome, Outcome::Gone(_) | Outcome::Sent) {
        // The message is on its way, or will never be: what is noted of its browser must not make it go again.
        let noted = async {
            let mut tx = app.db.write().await?;
            match outcome {
                Outcome::Sent => browsers::see(&mut tx, &message.to.id, message.at).await?,
                _ => browsers::gone(&mut tx, &message.to.id).await?,
            }
            tx.commit().await
        };
        if let Err(error) = noted.await {
            tracing::error!(%error, "what became of a browser was not noted");
        }
    }
    Ok(outcome)
}

/// Writes down that the mail with these rows is about to be handed over; false when it must not be.
pub(super) async fn begin(app: &App, worker: &str, rows: &[&Row]) -> bool {
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
pub(super) fn unwritten(row: &Row, error: &anyhow::Error) -> Outcome {
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
    let contact = contact_of(tx, &notice, now).await?;
    let Some(contact) = contact else { return stays(Step::Drop("nobody to tell")) };
    if let Some(reason) = overtaken(&notice, now) {
        return stays(Step::Drop(reason));
    }
    let free = after_quiet(now, contact.zone, contact.quiet);
    if channel == Channel::Push {
        return stays(if free > now { Step::Later(free) } else { to_browser(app, tx, row, &notice, &contact).await? });
    }
    let Some(address) = contact.address(channel) else { return stays(Step::Drop("not wanted there any more")) };
    if free > now {
        return stays(Step::Later(free));
    }
    let moved_to = Some(fingerprint(channel, address)).filter(|sha256| *sha256 != row.address_sha256);
    let step = if channel == Channel::Email {
        Step::Mail(Letter::write(tx, carriers, (&row.id, &contact, now), &[&notice]).await?)
    } else {
        let clocks = clocks(tx, &notice.group_id, &contact).await?;
        let (about, link) = (About::read(&notice.payload), carriers.link(&notice)?);
        let text = words::sms(Words::new(contact.locale), &notice.kind, &about, clocks, link.as_deref());
        Step::Sms(sms::Message { id: row.id.clone(), to: address.to_owned(), text })
    };
    Ok(Decided { step, moved_to })
}

/// What a browser of the notice's person is told, as long as she wants it.
async fn to_browser(
    app: &App,
    tx: &mut Tx,
    row: &Row,
    notice: &outbox::Row,
    contact: &Contact,
) -> anyhow::Result<Step> {
    let known = browsers_of(tx, app, notice).await?;
    let this = known.into_iter().find(|known| fingerprint(Channel::Push, &known.id.0) == row.address_sha256);
    let Some(to) = this.filter(|_| contact.channels.contains(&Channel::Push)) else {
        return Ok(Step::Drop("not wanted there any more"));
    };
    let clocks = clocks(tx, &notice.group_id, contact).await?;
    let (about, kind, topic) = (About::read(&notice.payload), kinds::of(&notice.kind), push::topic(notice));
    let said = words::push(Words::new(contact.locale), &notice.kind, &about, clocks);
    let body = json!({ "title": said.title, "body": said.body, "tag": topic, "lang": contact.locale });
    let now = app.clock.now();
    Ok(Step::Push(Box::new(push::Message {
        to,
        body: body.to_string(),
        topic,
        ttl_seconds: push::ttl_seconds(&kind, &about, now),
        urgent: push::wakes(&kind, &about),
        salt: app.clock.random(),
        at: now,
    })))
}

/// A notice that asks for an answer is of no use when the time to answer is over.
pub(super) fn overtaken(notice: &outbox::Row, now: i64) -> Option<&'static str> {
    let (about, kind) = (About::read(&notice.payload), kinds::of(&notice.kind));
    if kind.opens.is_some() && about.expires_at.is_none_or(|expires_at| expires_at <= now) {
        return Some("the link is over");
    }
    let closes_at = about.closes_at.filter(|_| kind.asks);
    closes_at.filter(|closes_at| *closes_at <= now).map(|_| "the time to answer has passed")
}

/// Marks what an attempt came to; `again` is the state of a row that is tried again.
pub(super) async fn settle(
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
        Outcome::Refused(error) | Outcome::Gone(error) => ("given_up", None, Some(error)),
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
pub(super) async fn later(app: &App, worker: &str, row: &Row, state: &str, until: i64) -> anyhow::Result<()> {
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

pub(super) async fn drop_row(app: &App, worker: &str, row: &Row, reason: &str) -> anyhow::Result<()> {
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
    let once = async || {
        let mut tx = app.db.write().await?;
        let marked = deliveries::settle(&mut tx, row, worker, settled).await?;
        tx.commit().await?;
        Ok::<_, sqlx::Error>(marked)
    };
    let mut marked = once().await;
    // What has gone out and is not marked would be in doubt: a database that is busy for a moment is asked again.
    for _ in 1..MARKS {
        if marked.is_ok() {
            break;
        }
        tokio::time::sleep(MARK_PAUSE).await;
        marked = once().await;
    }
    if !marked? {
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
