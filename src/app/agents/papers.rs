//! What is on file of an agent: documents with their validity, and her agreements to be lent (`law.md` VEH-PRET-2, VEH-MAD-1).
//!
//! Invariants: a paper is never taken out, it ends on a day; what she may no longer hold without it is given back in the same
//! deed.

use super::{employed, seen, store};
use crate::app::access::{Action, Actor};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::work::Work;
use crate::app::{App, assignments, facts, fields};
use crate::store::agents::Record;
use chrono::NaiveDate;
use releve_solver::domain::ids::EstablishmentId;
use releve_solver::domain::scenario::{AgentDocument, LendingAgreement};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

/// Most papers of a kind.
const PAPERS_MAX: usize = 200;

/// A document to put on file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewDocument")]
pub struct Paper {
    /// `outside-work-declaration`, `outside-work-authorisation`, or a name of the group's own.
    pub kind: String,
    /// Its reference.
    pub reference: String,
    /// First day.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
}

/// An agreement to be lent.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewLendingAgreement")]
pub struct Agreement {
    /// Reference of the signed document.
    pub document: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Establishments that it names; all members when empty.
    #[serde(default)]
    pub hosts: Vec<EstablishmentId>,
}

/// The end of a paper.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PaperEnding")]
pub struct Ending {
    /// Which: a reference.
    pub reference: String,
    /// Its last day.
    pub last_day: NaiveDate,
}

/// Puts a document on file.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid`, `Conflict` when the very document is on file or she has left.
pub async fn add_paper(app: &App, actor: &Actor, agent: &str, paper: &Paper) -> Result<Record> {
    let document = AgentDocument {
        kind: fields::line("kind", &paper.kind)?,
        reference: fields::line("reference", &paper.reference)?,
        valid_from: paper.valid_from,
        valid_to: paper.valid_to,
    };
    if let Some(from) = paper.valid_from {
        fields::in_order("valid_to", from, paper.valid_to)?;
    }
    let event = Event::new("agent.add-document", "agent", agent);
    let event = event.with(json!({ "kind": document.kind, "from": paper.valid_from, "to": paper.valid_to }));
    change(app, actor, agent, event, move |record| {
        let papers = &mut record.file.law.documents;
        if papers.iter().any(|known| known.kind == document.kind && known.reference == document.reference) {
            return Err(Conflict::DocumentKnown(document.reference).into());
        }
        papers.push(document);
        fields::count("documents", papers.len(), 0, PAPERS_MAX)
    })
    .await
}

/// Says on which day a document ends.
///
/// # Errors
/// `Forbidden`, `NotFound` for no such document, `Invalid` for a day before its first.
pub async fn end_paper(app: &App, actor: &Actor, agent: &str, ending: &Ending) -> Result<Record> {
    let (ending, event) = (ending.clone(), Event::new("agent.end-document", "agent", agent));
    change(app, actor, agent, event.with(json!({ "last_day": ending.last_day })), move |record| {
        let paper = record.file.law.documents.iter_mut().find(|known| known.reference == ending.reference);
        let paper = paper.ok_or_else(|| Error::not_found("document", &ending.reference))?;
        if let Some(from) = paper.valid_from {
            fields::in_order("last_day", from, Some(ending.last_day))?;
        }
        paper.valid_to = Some(ending.last_day);
        Ok(())
    })
    .await
}

/// Puts an agreement to be lent on file.
///
/// # Errors
/// As [`add_paper`].
pub async fn add_agreement(app: &App, actor: &Actor, agent: &str, agreement: &Agreement) -> Result<Record> {
    let new = LendingAgreement {
        document: fields::line("document", &agreement.document)?,
        valid_from: agreement.valid_from,
        valid_to: agreement.valid_to,
        hosts: agreement.hosts.clone(),
    };
    fields::in_order("valid_to", new.valid_from, new.valid_to)?;
    fields::count("hosts", new.hosts.len(), 0, 1_000)?;
    let event = Event::new("agent.add-agreement", "agent", agent);
    let event =
        event.with(json!({ "document": new.document, "from": new.valid_from, "to": new.valid_to, "hosts": new.hosts }));
    change(app, actor, agent, event, move |record| {
        let agreements = &mut record.file.law.lending_agreements;
        if agreements.iter().any(|known| known.document == new.document) {
            return Err(Conflict::DocumentKnown(new.document).into());
        }
        agreements.push(new);
        fields::count("agreements", agreements.len(), 0, PAPERS_MAX)
    })
    .await
}

/// Says on which day an agreement ends: she withdraws it, or it was for a time.
///
/// # Errors
/// As [`end_paper`].
pub async fn end_agreement(app: &App, actor: &Actor, agent: &str, ending: &Ending) -> Result<Record> {
    let (ending, event) = (ending.clone(), Event::new("agent.end-agreement", "agent", agent));
    let event = event.with(json!({ "document": ending.reference, "last_day": ending.last_day }));
    change(app, actor, agent, event, move |record| {
        let known = record.file.law.lending_agreements.iter_mut().find(|known| known.document == ending.reference);
        let known = known.ok_or_else(|| Error::not_found("document", &ending.reference))?;
        fields::in_order("last_day", known.valid_from, Some(ending.last_day))?;
        known.valid_to = Some(ending.last_day);
        Ok(())
    })
    .await
}

/// Changes her file, as far as it stays sound, and gives back what she may no longer hold.
async fn change(
    app: &App,
    actor: &Actor,
    agent: &str,
    event: Event,
    with: impl FnOnce(&mut Record) -> Result<()>,
) -> Result<Record> {
    let reach = actor.may(Action::ManageAgents)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let before = facts::issues(&mut work).await?;
    let mut record = seen(&mut work.tx, &actor.group, &reach, agent).await?;
    employed(&record)?;
    with(&mut record)?;
    store(&mut work, &record).await?;
    facts::sound(&mut work, &before).await?;
    work.record(event.from_version(record.version));
    assignments::free_unlawful_ahead(&mut work, agent).await?;
    let record = seen(&mut work.tx, &actor.group, &reach, agent).await?;
    work.commit().await?;
    Ok(record)
}
