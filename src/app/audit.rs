//! What was done, by whom, in which role, on what. Written in the transaction of the deed itself.

use super::App;
use super::access::{Action, Actor};
use super::error::Result;
use crate::store::{Page, Tx, audit};
use serde_json::Value;

/// A deed.
#[derive(Debug)]
pub struct Event<'a> {
    /// `plan.approve`, `offer.decline` …
    pub action: &'a str,
    /// `plan`, `offer` …
    pub kind: &'a str,
    /// Identifier of the object.
    pub id: &'a str,
    /// JSON object: figures and reasons, never a name.
    pub detail: Value,
}

/// Adds the deed to the log.
///
/// # Errors
/// When the database fails.
pub async fn record(tx: &mut Tx, app: &App, actor: &Actor, event: Event<'_>) -> Result<()> {
    let row = audit::Row {
        id: app.clock.new_id(),
        at: app.clock.now(),
        actor_id: actor.user.0.clone(),
        actor_role: crate::store::name_of(&actor.role)?,
        action: event.action.to_owned(),
        object_kind: event.kind.to_owned(),
        object_id: event.id.to_owned(),
        detail: event.detail.to_string(),
    };
    audit::insert(tx, &actor.group, &row).await?;
    Ok(())
}

/// A page of the log, the newest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, page: &Page) -> Result<Vec<audit::Row>> {
    actor.may(Action::ReadAudit)?;
    let mut tx = app.db.read().await?;
    Ok(audit::list(&mut tx, &actor.group, page).await?)
}
