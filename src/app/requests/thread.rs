//! The conversation about a request: messages, and those who hear of them.

use super::whole_in;
use crate::app::access::{Action, Actor, Paging};
use crate::app::audit::Event;
use crate::app::error::{Error, Result};
use crate::app::work::Work;
use crate::app::wrong::expected;
use crate::app::{App, fields};
use crate::ids::{MessageId, UserId};
use crate::store::messages::{self, Row};
use crate::store::outbox::Notice;
use crate::store::{self, users};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;

/// Longest message, characters.
const TEXT_CHARS_MAX: usize = 4_000;
/// Most people mentioned in one message.
const MENTIONS_MAX: usize = 20;

/// A message to write.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// What is said.
    pub text: String,
    /// Users who are to hear of it.
    #[serde(default)]
    pub mentions: BTreeSet<String>,
}

/// Writes a message about a request. Its author, those who wrote before and those who are mentioned hear of it.
///
/// # Errors
/// `Forbidden`, `NotFound` for a request outside the reach, `Invalid` for a text or a mention that cannot be.
pub async fn write(app: &App, actor: &Actor, request: &str, new: &NewMessage) -> Result<Row> {
    let reach = actor.may(Action::OpenRequest)?;
    let text = fields::filled("text", &new.text, TEXT_CHARS_MAX)?;
    fields::count("mentions", new.mentions.len(), 0, MENTIONS_MAX)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let whole = whole_in(&mut work.tx, &actor.group, &reach, request).await?;
    for id in &new.mentions {
        if users::find(&mut work.tx, &actor.group, &UserId(id.clone())).await?.is_none() {
            return Err(Error::field("mentions", id.as_str(), expected("field-of-group")));
        }
    }
    let row = Row {
        id: MessageId(app.clock.new_id()),
        author: actor.user.0.clone(),
        author_name: actor.name.clone(),
        text,
        mentions: store::to_json(&new.mentions)?,
        written_at: work.now(),
    };
    let mut hear: BTreeSet<String> = new.mentions.clone();
    hear.extend(messages::authors(&mut work.tx, &actor.group, request).await?);
    hear.insert(whole.request.requested_by);
    hear.remove(&actor.user.0);
    messages::insert(&mut work.tx, &actor.group, request, &row).await?;
    for user in hear {
        let payload = json!({ "request": request, "message": row.id, "author_name": row.author_name });
        work.tell(Notice::to_user("message.new", &row.id.0, &user, payload));
    }
    work.record(Event::new("message.write", "request", request).with(json!({ "message": row.id })));
    work.commit().await?;
    Ok(row)
}

/// A page of the messages about a request, oldest first.
///
/// # Errors
/// When the role does not allow it, or the request is outside the reach.
pub async fn messages(app: &App, actor: &Actor, request: &str, paging: &Paging) -> Result<Vec<Row>> {
    let reach = actor.may(Action::ReadRequests)?;
    let mut tx = app.db.read().await?;
    whole_in(&mut tx, &actor.group, &reach, request).await?;
    Ok(messages::list(&mut tx, &actor.group, request, &reach.page(paging)).await?)
}

/// Says that she has read the messages about a request up to one of them.
///
/// # Errors
/// When the role does not allow it, the request is outside the reach, or the message is not about it.
pub async fn mark_read(app: &App, actor: &Actor, request: &str, message: &str) -> Result<()> {
    let reach = actor.may(Action::ReadRequests)?;
    let mut tx = app.db.write().await?;
    whole_in(&mut tx, &actor.group, &reach, request).await?;
    if !messages::is_about(&mut tx, &actor.group, request, message).await? {
        return Err(Error::not_found("message", message));
    }
    messages::mark_read(&mut tx, &actor.group, (request, &actor.user), message, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
