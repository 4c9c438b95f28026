//! Webhooks of a group: an administrator makes and ends them. The secret is shown once, when one is made.

use super::access::{Action, Actor};
use super::audit::Event;
use super::error::{Error, Result};
use super::work::Work;
use super::wrong::expected;
use super::{App, fields};
use crate::notify::webhook;
use crate::notify::words::one_line;
use crate::store::webhooks::{self, Webhook};
use rand::RngCore;
use serde_json::json;
use std::collections::BTreeSet;

/// Most webhooks of a group.
const WEBHOOKS_MAX: usize = 20;
/// Most kinds that one webhook names.
const KINDS_MAX: usize = 50;

/// Makes a webhook. `kinds` are the kinds of notices it wants; none means all.
///
/// # Errors
/// `Forbidden`, or `Invalid` for an address that is not HTTPS, a kind that is no name, or one webhook too many.
pub async fn register(app: &App, actor: &Actor, url: &str, kinds: BTreeSet<String>) -> Result<Webhook> {
    let reach = actor.may(Action::ManageWebhooks)?;
    if !webhook::takes(url, app.config.webhook_loopback) {
        return Err(Error::field("url", one_line(url), expected("field-webhook-url")));
    }
    let no_name =
        |kind: &&String| kind.len() > 60 || !kind.bytes().all(|b| b.is_ascii_lowercase() || b"._-".contains(&b));
    if let Some(kind) = kinds.iter().find(no_name) {
        return Err(Error::field("kinds", one_line(kind), expected("field-notice-kind")));
    }
    fields::count("kinds", kinds.len(), 0, KINDS_MAX)?;
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    let hook = Webhook {
        id: app.clock.new_id(),
        url: url.to_owned(),
        secret: webhook::secret(&bytes),
        kinds,
        created_at: app.clock.now(),
        disabled_at: None,
    };
    let mut work = Work::begin(app, actor, reach.role).await?;
    let live =
        webhooks::all(&mut work.tx, &actor.group).await?.iter().filter(|hook| hook.disabled_at.is_none()).count();
    if live >= WEBHOOKS_MAX {
        let expected = expected("field-webhooks").with("most", WEBHOOKS_MAX);
        return Err(Error::field("url", (live + 1).to_string(), expected));
    }
    webhooks::insert(&mut work.tx, &actor.group, &hook).await?;
    work.record(Event::new("webhook.create", "webhook", &hook.id).with(json!({ "kinds": hook.kinds })));
    work.commit().await?;
    Ok(hook)
}

/// Every webhook of the group, the oldest first, ended ones included.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Webhook>> {
    actor.may(Action::ManageWebhooks)?;
    let mut tx = app.db.read().await?;
    Ok(webhooks::all(&mut tx, &actor.group).await?)
}

/// Ends a webhook; what is under way to it is dropped.
///
/// # Errors
/// `Forbidden`, or `NotFound` when there is none or it has ended.
pub async fn end(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let reach = actor.may(Action::ManageWebhooks)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    if !webhooks::disable(&mut work.tx, &actor.group, id, app.clock.now()).await? {
        return Err(Error::not_found("webhook", id));
    }
    work.record(Event::new("webhook.end", "webhook", id));
    work.commit().await
}
