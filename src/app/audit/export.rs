//! The log as others read it: listed, exported, kept.

use super::{BATCH, Event, note};
use crate::app::App;
use crate::app::access::{Action, Actor};
use crate::app::error::{Error, Result};
use crate::store::{audit, from_json};
use crate::text::instant;
use futures_util::Stream;
use futures_util::stream::try_unfold;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// A line of the log. With the line before it, it holds everything that its link is made of.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AuditLine")]
pub struct Line {
    /// Place in the chain; none on lines from before there was one.
    pub seq: Option<i64>,
    /// Identifier.
    pub id: String,
    /// RFC 3339, UTC.
    pub at: String,
    /// User, or `releve`.
    pub actor: String,
    /// Role in which it was done.
    pub role: String,
    /// `plan.approve`, `offer.decline` …
    pub action: String,
    /// `plan`, `offer` …
    pub object_kind: String,
    /// Identifier of the object.
    pub object_id: String,
    /// Version of the object, or of the facts, that it started from.
    pub object_version: Option<i64>,
    /// Figures and reasons.
    pub detail: Value,
    /// Link.
    pub sha256: Option<String>,
}

impl Line {
    /// Reads a row.
    ///
    /// # Errors
    /// When its detail is no JSON.
    pub fn of(row: audit::Row) -> Result<Self> {
        Ok(Self {
            seq: row.seq,
            id: row.id,
            at: instant(row.at),
            actor: row.actor_id,
            role: row.actor_role,
            action: row.action,
            object_kind: row.object_kind,
            object_id: row.object_id,
            object_version: row.object_version,
            detail: from_json(&row.detail)?,
            sha256: row.sha256,
        })
    }
}

/// The whole chain as JSON lines, oldest first, read in pages so that its length does not matter. That it was read is on
/// record.
///
/// # Errors
/// When the role does not allow it, or the database fails.
pub async fn export(app: &App, actor: &Actor) -> Result<impl Stream<Item = Result<String>> + Send + 'static> {
    let reach = actor.may(Action::ReadAudit)?;
    note(app, actor, reach.role, [Event::new("audit.export", "group", &actor.group)]).await?;
    Ok(try_unfold((app.clone(), actor.group.clone(), 0), |(app, group, after)| async move {
        let mut tx = app.db.read().await?;
        let rows = audit::chained(&mut tx, &group, after, BATCH).await?;
        let Some(last) = rows.last().and_then(|row| row.seq) else { return Ok(None) };
        let mut text = String::new();
        for row in rows {
            text += &serde_json::to_string(&Line::of(row)?).map_err(|e| Error::Corrupt(e.to_string()))?;
            text.push('\n');
        }
        Ok(Some((text, (app, group, last))))
    }))
}
