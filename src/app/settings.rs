//! How a group works: what its members have agreed on beside the law.

use super::App;
use super::access::{Action, Actor};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use crate::store::{Tx, from_json, groups, to_json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// See the module. What is left out of a document is as here by default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The coordination looks at a manager's request before it is open.
    pub coordinator_opens: bool,
    /// A shift that begins within so many hours may go to whoever says yes first.
    pub urgent_hours: u32,
    /// Most people asked in one round.
    pub round_people: u32,
    /// Goes up with every change.
    pub version: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { coordinator_opens: false, urgent_hours: 24, round_people: 30, version: 1 }
    }
}

/// The settings of a group as a transaction sees them.
pub(super) async fn read(tx: &mut Tx, group: &str) -> Result<Settings> {
    let text = groups::service(tx, group).await?;
    Ok(text.as_deref().map(from_json).transpose()?.unwrap_or_default())
}

/// The settings of the actor's group.
///
/// # Errors
/// When the role does not allow it.
pub async fn find(app: &App, actor: &Actor) -> Result<Settings> {
    actor.may(Action::ReadSettings)?;
    let mut tx = app.db.read().await?;
    read(&mut tx, &actor.group).await
}

/// Puts other settings in place; `new.version` is the one that was read.
///
/// # Errors
/// `Forbidden`, `Invalid` for what cannot be, `Conflict` when somebody changed them meanwhile.
pub async fn put(app: &App, actor: &Actor, new: &Settings) -> Result<Settings> {
    let reach = actor.may(Action::ManageSettings)?;
    for (field, value, least, most) in
        [("urgent_hours", new.urgent_hours, 0, 168), ("round_people", new.round_people, 1, 1_000)]
    {
        if !(least..=most).contains(&value) {
            let expected = format!("{least} to {most}");
            return Err(Error::field(field, value.to_string(), &expected, "choose a value inside these bounds"));
        }
    }
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let before = read(&mut work.tx, &actor.group).await?;
    if before.version != new.version {
        return Err(Conflict::VersionMoved { current: before.version }.into());
    }
    let after = Settings { version: before.version + 1, ..new.clone() };
    groups::set_service(&mut work.tx, &actor.group, &to_json(&after)?).await?;
    let event = Event::new("settings.change", "group", &actor.group).from_version(before.version);
    work.record(event.with(json!({ "before": before, "after": after })));
    work.commit().await?;
    Ok(after)
}
