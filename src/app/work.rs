//! A deed: everything it changes, its ledger lines, its messages and its lines in the audit log, in one transaction.
//!
//! Invariants: what is posted, told and recorded is written when the deed is committed, and not at all when it is dropped; a
//! deed that posts also records, and its last line in the log seals the ledger lines it posted; the end of the audit chain is
//! locked last, so that deeds of one group queue there for one statement alone.

use super::access::{Actor, Role, SYSTEM_USER};
use super::audit::{Event, chain};
use super::error::{Error, Result};
use super::{App, audit, cascades};
use crate::ids::EntryId;
use crate::store::ledgers::{Compensation, Equity};
use crate::store::outbox::{self, Notice};
use crate::store::{self, Tx, agents, groups, ledgers};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// See the module. Dropped without [`Work::commit`] it leaves no trace.
#[derive(Debug)]
pub struct Work<'a> {
    /// Database, clock, settings.
    pub app: &'a App,
    /// Whose deed it is.
    pub actor: &'a Actor,
    /// The role in which it is done.
    pub role: Role,
    /// The open transaction.
    pub tx: Tx,
    events: Vec<Event>,
    equity: Vec<Equity>,
    compensation: Vec<Compensation>,
    notices: Vec<Notice>,
    opened: BTreeSet<String>,
}

impl<'a> Work<'a> {
    /// Opens the transaction.
    ///
    /// # Errors
    /// When the database fails, or what the client has read has changed since.
    pub async fn begin(app: &'a App, actor: &'a Actor, role: Role) -> Result<Self> {
        let mut tx = app.db.write().await?;
        actor.terms.look_at(&mut tx, &actor.group).await?;
        let (events, equity, compensation, notices) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Ok(Self { app, actor, role, tx, events, equity, compensation, notices, opened: BTreeSet::new() })
    }

    /// The group it concerns; nothing outside it is touched.
    pub fn group(&self) -> &'a str {
        &self.actor.group
    }

    /// Unix seconds.
    pub fn now(&self) -> i64 {
        self.app.clock.now()
    }

    /// Says that a fact which plans depend on is about to change: comes first. Gives the new version of the facts.
    ///
    /// # Errors
    /// When there is no such group.
    pub async fn touch(&mut self) -> Result<i64> {
        let group = self.group();
        groups::touch(&mut self.tx, group).await?.ok_or_else(|| Error::not_found("group", group))
    }

    /// Puts the group's deeds in a queue without saying that a fact changes: comes first. Gives the version of the facts.
    ///
    /// # Errors
    /// When there is no such group.
    pub async fn queue(&mut self) -> Result<i64> {
        let group = self.group();
        groups::lock(&mut self.tx, group).await?.ok_or_else(|| Error::not_found("group", group))
    }

    /// A line for the audit log; the last one of a deed speaks for its ledger lines.
    pub fn record(&mut self, event: Event) {
        self.events.push(event);
    }

    /// A message for somebody; the service itself needs none of what it asked for or began.
    pub fn tell(&mut self, notice: Notice) {
        if notice.person.strip_prefix("user:") != Some(SYSTEM_USER) {
            self.notices.push(notice);
        }
    }

    /// Says that a shift has become one to be filled. If it is that still when the deed is done, its cascade
    /// begins, where the group wants that.
    pub fn opens(&mut self, shift: &str) {
        self.opened.insert(shift.to_owned());
    }

    /// A line of an equity account with everything that all lines of this deed share.
    pub fn equity_line(&self, agent: &str) -> Equity {
        Equity {
            id: EntryId(self.app.clock.new_id()),
            agent_id: agent.to_owned(),
            kind: String::new(),
            centipoints: 0,
            offer_id: None,
            assignment_id: None,
            reverses: None,
            document: None,
            reason: String::new(),
            posted_by: self.actor.user.0.clone(),
            posted_at: self.now(),
        }
    }

    /// Posts a line of an equity account.
    pub fn post_equity(&mut self, line: Equity) {
        self.equity.push(line);
    }

    /// Takes a line of an equity account back.
    pub fn reverse_equity(&mut self, line: &Equity, reason: &str) {
        let line = self.reversed_equity(line, reason);
        self.equity.push(line);
    }

    /// The line that takes a line of an equity account back.
    pub fn reversed_equity(&self, line: &Equity, reason: &str) -> Equity {
        let blank = self.equity_line(&line.agent_id);
        Equity {
            kind: "reversal".to_owned(),
            centipoints: -line.centipoints,
            offer_id: line.offer_id.clone(),
            assignment_id: line.assignment_id.clone(),
            reverses: Some(line.id.clone()),
            reason: reason.to_owned(),
            ..blank
        }
    }

    /// A line of a compensation account with everything that all lines of this deed share.
    pub fn compensation_line(&self, agent: &str) -> Compensation {
        Compensation {
            id: EntryId(self.app.clock.new_id()),
            agent_id: agent.to_owned(),
            kind: String::new(),
            rule: String::new(),
            article: String::new(),
            label_fr: String::new(),
            quantity: 0,
            unit: String::new(),
            rate_permille: None,
            due_on: None,
            rest_from: None,
            rest_to: None,
            assignment_id: None,
            promise_id: None,
            occasion: None,
            employer_id: None,
            reverses: None,
            document: None,
            reason: String::new(),
            posted_by: self.actor.user.0.clone(),
            posted_at: self.now(),
        }
    }

    /// Posts a line of a compensation account.
    pub fn post_compensation(&mut self, line: Compensation) {
        self.compensation.push(line);
    }

    /// Takes a line of a compensation account back.
    pub fn reverse_compensation(&mut self, line: &Compensation, reason: &str) {
        let line = self.reversed_compensation(line, reason);
        self.compensation.push(line);
    }

    /// The line that takes a line of a compensation account back.
    pub fn reversed_compensation(&self, line: &Compensation, reason: &str) -> Compensation {
        let blank = self.compensation_line(&line.agent_id);
        Compensation {
            id: blank.id,
            kind: "reversal".to_owned(),
            quantity: -line.quantity,
            reverses: Some(line.id.clone()),
            document: None,
            reason: reason.to_owned(),
            posted_by: blank.posted_by,
            posted_at: blank.posted_at,
            ..line.clone()
        }
    }

    /// Writes what was posted, told and recorded, and makes the whole durable.
    ///
    /// # Errors
    /// When the database refuses; then nothing of it is stored.
    pub async fn commit(mut self) -> Result<()> {
        let opened = std::mem::take(&mut self.opened);
        cascades::when_open(&mut self, opened).await?;
        let (group, told) = (self.group(), !self.notices.is_empty());
        let mut rows = self.rows()?;
        let about = rows.first().map(|row| (row.object_kind.as_str(), row.object_id.as_str()));
        self.actor.terms.done(&mut self.tx, self.app.clock.now(), about).await?;
        if !self.equity.is_empty() || !self.compensation.is_empty() {
            employ(&mut self.tx, group, &mut self.compensation).await?;
            let last = rows.last_mut().ok_or_else(|| Error::Corrupt("a deed posts and records nothing".to_owned()))?;
            seal(last, &mut self.equity, &mut self.compensation)?;
            ledgers::post_equity(&mut self.tx, group, &last.id, &self.equity).await?;
            ledgers::post_compensation(&mut self.tx, group, &last.id, &self.compensation).await?;
        }
        let stamped: Vec<_> = self.notices.into_iter().map(|notice| (self.app.clock.new_id(), notice)).collect();
        outbox::insert(&mut self.tx, group, &stamped, self.app.clock.now()).await?;
        audit::append(&mut self.tx, self.app, group, rows).await?;
        self.tx.commit().await?;
        if told {
            self.app.told.notify_one();
        }
        Ok(())
    }

    fn rows(&mut self) -> Result<Vec<store::audit::Row>> {
        let (actor, at) = (self.actor.user.0.clone(), self.app.clock.now());
        let role = store::name_of(&self.role)?;
        let row = |event: Event| store::audit::Row {
            id: self.app.clock.new_id(),
            at,
            actor_id: actor.clone(),
            actor_role: role.clone(),
            action: event.action.to_owned(),
            object_kind: event.kind.to_owned(),
            object_id: event.id,
            object_version: event.version,
            detail: event.detail.to_string(),
            seq: None,
            sha256: None,
        };
        Ok(std::mem::take(&mut self.events).into_iter().map(row).collect())
    }
}

/// Puts on lines who employs whom they are for. One that takes another back is paid by whoever paid that.
async fn employ(tx: &mut Tx, group: &str, lines: &mut [Compensation]) -> Result<()> {
    let mut employers: BTreeMap<String, Option<String>> = BTreeMap::new();
    for line in lines.iter_mut().filter(|line| line.reverses.is_none()) {
        if !employers.contains_key(&line.agent_id) {
            let employer = agents::face(tx, group, &line.agent_id).await?.map(|face| face.employer_id);
            employers.insert(line.agent_id.clone(), employer);
        }
        line.employer_id.clone_from(&employers[&line.agent_id]);
    }
    Ok(())
}

/// Puts the digest of the ledger lines into the line of the log that speaks for them.
fn seal(row: &mut store::audit::Row, equity: &mut [Equity], compensation: &mut [Compensation]) -> Result<()> {
    equity.sort_by(|a, b| a.id.cmp(&b.id));
    compensation.sort_by(|a, b| a.id.cmp(&b.id));
    let mut detail: Value = store::from_json(&row.detail)?;
    let postings = chain::postings(equity, compensation);
    let object = detail.as_object_mut().ok_or_else(|| Error::Corrupt(format!("the detail of {}", row.action)))?;
    object
        .insert(chain::POSTINGS.to_owned(), serde_json::to_value(postings).map_err(|e| Error::Corrupt(e.to_string()))?);
    row.detail = detail.to_string();
    Ok(())
}
