//! Telling people: rows of the outbox become deliveries, deliveries become mails, SMS and webhook calls.
//!
//! [`expand`] makes the deliveries of a notice, by what its person wants ([`hours`] says when); [`send`] claims, sends and
//! marks them one by one, [`digest`] many in one mail; [`mail`], [`sms`], [`webhook`] and [`push`] each know one way out; [`words`] is
//! what is said, [`letter`] how a mail says it.
//!
//! # Once
//!
//! A fact is in the outbox once for each person, and a notice has one delivery for each address (unique keys). What remains
//! is the instant between a provider's yes and our mark, in which a worker may die:
//!
//! - A webhook and an SMS carry the identifier of their delivery (`webhook-id`, `Idempotency-Key`), the same at every
//!   attempt. They are sent again, and the receiver drops what it has.
//! - A push message carries a topic, the same at every attempt: the push service and the device replace what they have.
//! - E-mail has no such key. A worker writes down that it begins when the server is ready for the message and nothing of it
//!   has gone out. A mail whose worker vanished before is sent by another; one whose worker vanished after is `in_doubt` and
//!   not sent again, whatever may have become of it. Its Message-ID is made from the delivery's identifier, so that a mail
//!   server's log can settle the doubt.
//!
//! The inbox (the outbox itself, read by [`crate::app::notices`]) has every notice exactly once and needs none of this.
//!
//! There is no trait of transports: four ways out, one `match` ([`Channel`]).

pub mod digest;
pub mod expand;
pub mod hours;
pub mod letter;
pub mod mail;
pub mod push;
pub mod send;
pub mod sms;
pub mod webhook;
pub mod words;

pub use crate::store::contacts::Channel;

use crate::app::{App, links};
use crate::config::Config;
use crate::store::deliveries::{self, Can};
use crate::store::outbox;
use crate::text::sha256;
use anyhow::Context;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often an idle worker looks for notices that another process has written.
const POLL: Duration = Duration::from_secs(1);

/// The ways out of the service, as far as they are set.
#[derive(Debug)]
pub struct Carriers {
    /// A mail server.
    pub mail: Option<mail::Relay>,
    /// An SMS gateway.
    pub sms: Option<sms::Gateway>,
    /// Webhooks need no setting.
    pub webhooks: webhook::Caller,
    /// What tells browsers.
    pub push: Option<push::Service>,
    /// Where the service's pages are, without a slash at the end.
    pub public_url: Option<String>,
    /// The settings, for the links that open accounts.
    config: Config,
}

impl Carriers {
    /// Reads the settings.
    ///
    /// # Errors
    /// When a setting cannot be used; the message names it and says what would do.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let http = http_client();
        Ok(Self {
            mail: mail::Relay::new(config)?,
            sms: sms::Gateway::new(config, http.clone())?,
            webhooks: webhook::Caller::new(config.webhook_loopback, http),
            push: push::Service::new(config)?,
            public_url: config.accounts.public_url.as_ref().map(|url| url.origin().to_owned()),
            config: config.clone(),
        })
    }

    /// Which channels deliveries are made for.
    pub const fn can(&self) -> Can {
        Can { email: self.mail.is_some(), sms: self.sms.is_some(), webhook: true, push: self.push.is_some() }
    }

    /// The channels one by one, for a worker each: a program that does not answer must not keep mail waiting.
    pub fn lanes(&self) -> Vec<Can> {
        let (can, none) = (self.can(), Can { email: false, sms: false, webhook: false, push: false });
        let lanes = [
            (can.email, Can { email: true, ..none }),
            (can.sms, Can { sms: true, ..none }),
            (can.push, Can { push: true, ..none }),
        ];
        let lanes = lanes.into_iter().filter_map(|(open, lane)| open.then_some(lane));
        lanes.chain([Can { webhook: true, ..none }]).collect()
    }

    /// Where a notice sends its reader: to the pages, or to open her account. That address is made here and stored nowhere.
    ///
    /// # Errors
    /// When the key is not set by which such links are made, or the notice names none.
    pub fn link(&self, notice: &outbox::Row) -> anyhow::Result<Option<String>> {
        let Some(purpose) = words::kinds::of(&notice.kind).opens else {
            return Ok(self.public_url.as_ref().map(|url| format!("{url}/")));
        };
        let about = words::About::read(&notice.payload);
        let id = about.link_id.context("a notice that opens an account without its link")?;
        Ok(Some(links::url(&self.config, purpose, &id)?))
    }
}

/// A client that follows no redirect and asks no proxy. The certificates it trusts are those of the system; where there are
/// none, each call says so.
pub(crate) fn http_client() -> Result<reqwest::Client, String> {
    built(reqwest::Client::builder())
}

/// The same, to where this resolver leads alone.
fn http_client_by(resolver: Arc<push::reach::Reach>) -> Result<reqwest::Client, String> {
    built(reqwest::Client::builder().dns_resolver(resolver))
}

fn built(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, String> {
    use_ring();
    let builder = builder.redirect(reqwest::redirect::Policy::none()).no_proxy().timeout(HTTP_LIMIT);
    builder.build().map_err(|error| format!("no HTTPS: {}", chain(&error)))
}

/// Longest time for one call over HTTP.
const HTTP_LIMIT: Duration = Duration::from_secs(10);

/// Makes *ring* the process's cryptography for TLS, unless something else has been chosen. Every HTTPS client of the process
/// needs it before it is built.
pub fn use_ring() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Serves the outbox and one lane of deliveries until `closing` turns true. What is being sent is finished first.
pub async fn work(app: App, carriers: Arc<Carriers>, lane: Can, mut closing: watch::Receiver<bool>) {
    let worker = app.clock.new_id();
    while !*closing.borrow() {
        match round(&app, &carriers, lane, &worker).await {
            Ok(0) => {
                tokio::select! {
                    () = app.told.notified() => {}
                    () = tokio::time::sleep(POLL) => {}
                    _ = closing.changed() => {}
                }
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "notices could not be served");
                tokio::time::sleep(POLL).await;
            }
        }
    }
}

/// One round on every lane; gives how many rows it moved.
///
/// # Errors
/// When the database fails; leases then run out and another worker goes on.
pub async fn run_next(app: &App, carriers: &Carriers, worker: &str) -> anyhow::Result<usize> {
    round(app, carriers, carriers.can(), worker).await
}

/// Takes over from vanished workers, expands notices, sends what is due on a lane. Gives how many rows it moved.
async fn round(app: &App, carriers: &Carriers, lane: Can, worker: &str) -> anyhow::Result<usize> {
    let mut tx = app.db.read().await?;
    let due = deliveries::any_due(&mut tx, app.clock.now(), lane).await?;
    drop(tx);
    if !due {
        return Ok(0);
    }
    let reaped = send::reap(app).await?;
    let expanded = expand::run(app, carriers).await?;
    if expanded > 0 {
        // The other lanes may have something to send now.
        app.told.notify_waiters();
    }
    let sent = send::single(app, carriers, lane, worker).await?;
    let gathered = if lane.email { digest::send(app, carriers, worker).await? } else { 0 };
    Ok(reaped + expanded + sent + gathered)
}

/// SHA-256 of an address, hexadecimal: deliveries keep this and not the address.
pub fn fingerprint(channel: Channel, address: &str) -> String {
    let name = match channel {
        Channel::Email => "email",
        Channel::Sms => "sms",
        Channel::Webhook => "webhook",
        Channel::Push => "push",
    };
    sha256(format!("{name}:{address}"))
}

/// What became of an attempt to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The provider has taken it.
    Sent,
    /// It certainly did not go out; a later attempt may succeed.
    Failed(String),
    /// It certainly did not go out, and never will.
    Refused(String),
    /// The same, because nobody is there any more.
    Gone(String),
    /// It may have gone out.
    InDoubt(String),
}

/// An error with its causes, on one line of at most 200 characters.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        // Some errors tell their causes themselves.
        let told = cause.to_string();
        if !text.contains(&told) {
            text = format!("{text}: {told}");
        }
        source = cause.source();
    }
    words::one_line(&text)
}

/// Whether a host name can only be this machine.
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
