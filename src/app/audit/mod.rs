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
use crate::store::{Tx, audit, groups, ledgers};
use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use releve_solver::domain::time::instant_of_local;
use serde_json::{Value, json};

/// Lines of one page of an export or a verification.
const BATCH: i64 = 1_000;
/// Most lines of an extract: what a spreadsheet takes without pain. The whole chain has an export of its own.
pub const EXTRACT_MOST: i64 = 20_000;

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

/// Which lines of the log are wanted; what is left out does not matter.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Identifier of a user, or a part of her name.
    pub who: Option<String>,
    /// Kind of the object: `plan`, `offer` …
    pub kind: Option<String>,
    /// Identifier of the object.
    pub object: Option<String>,
    /// First civil day, in the group's zone.
    pub from: Option<NaiveDate>,
    /// Last civil day.
    pub to: Option<NaiveDate>,
}

/// A page of the log, the newest first. `paging.state` is an action.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, wanted: &Wanted, paging: &Paging) -> Result<Vec<audit::Named>> {
    actor.may(Action::ReadAudit)?;
    let mut tx = app.db.read().await?;
    let search = search(&mut tx, &actor.group, wanted, paging).await?;
    Ok(audit::list(&mut tx, &actor.group, &search).await?)
}

/// Every line that is wanted, the newest first, [`EXTRACT_MOST`] at most, to be taken elsewhere. That it was is on record.
///
/// # Errors
/// When the role does not allow it.
pub async fn extract(app: &App, actor: &Actor, wanted: &Wanted, action: Option<&str>) -> Result<Vec<audit::Named>> {
    let reach = actor.may(Action::ReadAudit)?;
    let mut tx = app.db.read().await?;
    let paging = Paging { state: action.map(ToOwned::to_owned), ..Paging::default() };
    let search = audit::Search { limit: EXTRACT_MOST, ..search(&mut tx, &actor.group, wanted, &paging).await? };
    let lines = audit::list(&mut tx, &actor.group, &search).await?;
    drop(tx);
    let detail = json!({ "lines": lines.len(), "action": action, "from": wanted.from, "to": wanted.to });
    note(app, actor, reach.role, [Event::new("audit.export", "group", &actor.group).with(detail)]).await?;
    Ok(lines)
}

/// The kinds of objects that the log speaks of.
///
/// # Errors
/// When the role does not allow it.
pub async fn kinds(app: &App, actor: &Actor) -> Result<Vec<String>> {
    actor.may(Action::ReadAudit)?;
    let mut tx = app.db.read().await?;
    Ok(audit::kinds(&mut tx, &actor.group).await?)
}

async fn search(tx: &mut Tx, group: &str, wanted: &Wanted, paging: &Paging) -> Result<audit::Search> {
    let zone = groups::zone(tx, group).await?.unwrap_or(Tz::UTC);
    let midnight = |day: NaiveDate| instant_of_local(zone, day.and_time(NaiveTime::MIN)) * 60;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    Ok(audit::Search {
        action: text(&paging.state),
        who: text(&wanted.who),
        kind: text(&wanted.kind),
        object: text(&wanted.object),
        from: wanted.from.map_or(i64::MIN, midnight),
        until: wanted.to.and_then(|day| day.succ_opt()).map_or(i64::MAX, midnight),
        after: text(&paging.after),
        limit: paging.limit(),
    })
}
