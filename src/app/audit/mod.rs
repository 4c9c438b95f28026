//! What was done, by whom, in which role, on what, from which version of it. Written in the transaction of the deed itself
//! ([`super::work`]), each line chained to the one before ([`chain`]).

pub mod chain;
mod export;
mod verify;

pub use export::{Line, export};
pub use verify::{Flaw, Verified, verify};

use super::App;
use super::access::{Action, Actor, Paging, Role};
use super::error::{Error, Result};
use super::work::Work;
use crate::store::{Tx, audit, ledgers};
use serde_json::{Value, json};

/// Lines of one page of an export or a verification.
const BATCH: i64 = 1_000;

/// A deed.
#[derive(Debug, Clone)]
pub struct Event {
    /// `plan.approve`, `offer.decline` …
    pub action: &'static str,
    /// `plan`, `offer` …
    pub kind: &'static str,
    /// Identifier of the object.
    pub id: String,
    /// Version of the object, or of the group's facts, that the deed started from.
    pub version: Option<i64>,
    /// JSON object: figures and reasons, never a name.
    pub detail: Value,
}

impl Event {
    /// A deed without a version or a detail.
    pub fn new(action: &'static str, kind: &'static str, id: impl Into<String>) -> Self {
        Self { action, kind, id: id.into(), version: None, detail: json!({}) }
    }

    /// The version it started from.
    #[must_use]
    pub fn from_version(self, version: i64) -> Self {
        Self { version: Some(version), ..self }
    }

    /// What else is to be known; a JSON object.
    #[must_use]
    pub fn with(self, detail: Value) -> Self {
        Self { detail, ..self }
    }
}

/// Records that something was read which the log must know of.
///
/// # Errors
/// When the database fails.
pub async fn note(app: &App, actor: &Actor, role: Role, events: impl IntoIterator<Item = Event>) -> Result<()> {
    let mut work = Work::begin(app, actor, role).await?;
    events.into_iter().for_each(|event| work.record(event));
    work.commit().await
}

/// Adds lines at the end of the group's chain.
///
/// # Errors
/// When the database fails.
pub(super) async fn append(tx: &mut Tx, app: &App, group: &str, mut rows: Vec<audit::Row>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut head = audit::lock_head(tx, group).await?;
    if head.seq == 0 {
        rows.insert(0, begin(tx, app, group).await?);
    }
    for row in &mut rows {
        head.seq += 1;
        row.seq = Some(head.seq);
        head.sha256 = chain::link(&head.sha256, group, row);
        row.sha256 = Some(head.sha256.clone());
    }
    audit::insert(tx, group, &rows).await?;
    audit::set_head(tx, group, &head).await?;
    Ok(())
}

/// The first line of a chain: what was there before it.
async fn begin(tx: &mut Tx, app: &App, group: &str) -> Result<audit::Row> {
    let before = before_the_chain(tx, group).await?;
    Ok(audit::Row {
        id: app.clock.new_id(),
        at: app.clock.now(),
        actor_id: super::access::SYSTEM_USER.to_owned(),
        actor_role: "system".to_owned(),
        action: chain::BEGIN.to_owned(),
        object_kind: "group".to_owned(),
        object_id: group.to_owned(),
        object_version: None,
        // Through a value, whose fields are in order: every detail reads the same once it has been read and written again.
        detail: serde_json::to_value(before).map_err(|e| Error::Corrupt(e.to_string()))?.to_string(),
        seq: None,
        sha256: None,
    })
}

/// Digest of everything that was there before lines were chained.
async fn before_the_chain(tx: &mut Tx, group: &str) -> Result<chain::Before> {
    let lines = audit::unchained(tx, group).await?;
    let (equity, compensation) = ledgers::of_no_deed(tx, group).await?;
    Ok(chain::Before {
        lines: lines.len(),
        lines_sha256: chain::digest(group, &lines),
        postings: chain::postings(&equity, &compensation),
    })
}

/// A page of the log, the newest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<audit::Row>> {
    let reach = actor.may(Action::ReadAudit)?;
    let mut tx = app.db.read().await?;
    Ok(audit::list(&mut tx, &actor.group, &reach.page(paging)).await?)
}
