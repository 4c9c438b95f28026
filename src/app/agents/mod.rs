//! Agents: who is employed where, what she may work as, what is on file of her.
//!
//! Need to know: her file is read by herself, by those who reach her employer, and by those whose part is the group; every reading
//! by the latter is in the audit log. Another establishment reads what [`super::candidates`] tells of her, and no file.
//!
//! Invariants: a file that is changed leaves the group's facts as sound as they were; nobody is taken out of the book, she leaves
//! on a day; what she may no longer hold from then on is given back in the same deed.

mod admission;
mod diary;
pub mod importing;
mod papers;
pub mod table;

pub use admission::{Step, Verdict, decide, steps};
pub use diary::{Declaration, Mark, WishWanted, declare, diary_of, keep, keep_weeks, mark, wish};
pub use papers::{Agreement, Ending, Paper, add_agreement, add_paper, end_agreement, end_paper};

use super::access::{Action, Actor, Paging, Reach};
use super::audit::{self, Event};
use super::error::{Conflict, Error, Result};
use super::identity::today;
use super::work::Work;
use super::{App, assignments, facts, fields, requests, swaps};
use crate::store::agents::{self, File, Record, Standing};
use crate::store::{Tx, establishments, groups, is_taken};
use crate::text::folded;
use chrono::NaiveDate;
use releve_solver::domain::ids::UnitId;
use releve_solver::domain::scenario::{Exemption, HeldQualification, Place};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

/// What her employer says of an agent.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AgentForm")]
pub struct Form {
    /// Name shown to people.
    pub name: String,
    /// Establishment that employs her.
    pub employer: String,
    /// Percent of full time.
    pub share_percent: u32,
    /// Titles held, with their validity; at least one.
    pub qualifications: Vec<HeldQualification>,
    /// Where she starts from.
    pub home: Place,
    /// Farthest site she accepts, kilometres.
    pub mobility_km: u32,
    /// What an hour of hers costs, euro cents.
    pub cost_cents_per_hour: u32,
    /// Effects of restrictions, never their cause.
    #[serde(default)]
    pub exemptions: Vec<Exemption>,
    /// Units she has worked in.
    #[serde(default)]
    pub known_units: Vec<UnitId>,
}

/// Makes an agent. She is outside the pool until she is admitted.
///
/// # Errors
/// `Forbidden`, `NotFound` for an employer outside the reach, `Invalid` with every wrong field, `Conflict` for a taken id.
pub async fn create(app: &App, actor: &Actor, id: &str, form: &Form) -> Result<Record> {
    let reach = actor.may(Action::ManageAgents)?;
    let id = fields::id("id", id)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let before = facts::issues(&mut work).await?;
    employer(&mut work.tx, &actor.group, &reach, &form.employer).await?;
    let blank = Record {
        id: id.clone(),
        name: String::new(),
        employer: String::new(),
        share_percent: 0,
        home: form.home,
        mobility_km: 0,
        cost_cents_per_hour: 0,
        file: File::default(),
        standing: Standing::Outside,
        diary: None,
        left_on: None,
        leaving_reason: None,
        version: 1,
    };
    let record = filled_in(blank, form)?;
    agents::insert_one(&mut work.tx, &actor.group, &record).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::IdTaken(id.clone()).into(),
        e => Error::from(e),
    })?;
    facts::sound(&mut work, &before).await?;
    work.record(Event::new("agent.create", "agent", &id).with(json!({ "employer": form.employer })));
    let record = seen(&mut work.tx, &actor.group, &reach, &id).await?;
    work.commit().await?;
    Ok(record)
}

/// Puts what her employer says of her in place of what was said; `version` is the one that was read. What she may no longer
/// hold is given back.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid`, `Conflict` when somebody changed her file meanwhile or she has left.
pub async fn change(app: &App, actor: &Actor, id: &str, form: &Form, version: i64) -> Result<Record> {
    let reach = actor.may(Action::ManageAgents)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let before = facts::issues(&mut work).await?;
    let record = seen(&mut work.tx, &actor.group, &reach, id).await?;
    if record.version != version {
        return Err(Conflict::VersionMoved { current: record.version }.into());
    }
    employed(&record)?;
    employer(&mut work.tx, &actor.group, &reach, &form.employer).await?;
    let changed = filled_in(record.clone(), form)?;
    store(&mut work, &changed).await?;
    facts::sound(&mut work, &before).await?;
    let detail = json!({ "employer": form.employer, "share_percent": form.share_percent });
    work.record(Event::new("agent.change", "agent", id).from_version(version).with(detail));
    assignments::free_unlawful_ahead(&mut work, id).await?;
    let record = seen(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(record)
}

/// She leaves: `on` is the first day on which she is no longer employed. What she holds from then on is given back.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason or for a day that is over, `Conflict` when she has left.
pub async fn leave(app: &App, actor: &Actor, id: &str, on: NaiveDate, why: &str) -> Result<Record> {
    let reach = actor.may(Action::ManageAgents)?;
    let why = requests::reason(why)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let record = seen(&mut work.tx, &actor.group, &reach, id).await?;
    employed(&record)?;
    let day = today(work.now(), groups::zone(&mut work.tx, &actor.group).await?);
    fields::not_before("on", on, day)?;
    store(&mut work, &Record { left_on: Some(on), leaving_reason: Some(why.to_owned()), ..record.clone() }).await?;
    let detail = json!({ "on": on, "reason_given": true });
    work.record(Event::new("agent.leave", "agent", id).from_version(record.version).with(detail));
    assignments::free_unlawful_ahead(&mut work, id).await?;
    swaps::home_days_changed(&mut work, &[id]).await?;
    let record = seen(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(record)
}

/// A page of the agents whose files she may read, by id. `paging.state` is a standing in the pool.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Record>> {
    search(app, actor, "", paging).await
}

/// The same for those whose name or identifier holds a text, whatever its capitals and accents.
///
/// # Errors
/// When the role does not allow it.
pub async fn search(app: &App, actor: &Actor, text: &str, paging: &Paging) -> Result<Vec<Record>> {
    let reach = actor.may(Action::ReadAgents)?;
    let mut tx = app.db.read().await?;
    let mut all = agents::records(&mut tx, &actor.group).await?;
    drop(tx);
    let after = paging.after.clone().unwrap_or_default();
    let wanted = paging.state.clone().unwrap_or_default();
    let text = folded(text.trim());
    let found = |record: &Record| folded(&record.name).contains(&text) || folded(&record.id).contains(&text);
    all.retain(|record| {
        let standing = crate::store::name_of(&record.standing).unwrap_or_default();
        record.id > after
            && (wanted.is_empty() || wanted == standing)
            && reach.sees_agent(&record.id, &record.employer)
            && found(record)
    });
    all.truncate(paging.limit() as usize);
    let others = all.iter().filter(|record| !reach.is_herself(&record.id)).count();
    if reach.whole && others > 0 {
        let event = Event::new("agent.read", "group", &actor.group).with(json!({ "agents": others }));
        audit::note(app, actor, reach.role, [event]).await?;
    }
    Ok(all)
}

/// One agent's file.
///
/// # Errors
/// `Forbidden`, or `NotFound` when it is not hers to read.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Record> {
    let reach = actor.may(Action::ReadAgents)?;
    let mut tx = app.db.read().await?;
    let record = seen(&mut tx, &actor.group, &reach, id).await?;
    drop(tx);
    if reach.whole && !reach.is_herself(id) {
        audit::note(app, actor, reach.role, [Event::new("agent.read", "agent", id)]).await?;
    }
    Ok(record)
}

/// After her first shift there she knows a unit: written in the deed that records the work, and only when it is new.
pub(super) async fn knows_now(work: &mut Work<'_>, agent: &str, unit: &str) -> Result<()> {
    let group = work.group();
    let record = agents::record(&mut work.tx, group, agent).await?;
    let mut record = record.ok_or_else(|| Error::Corrupt(format!("work done by nobody: {agent}")))?;
    if record.file.known_units.iter().any(|known| known.as_str() == unit) {
        return Ok(());
    }
    work.touch().await?;
    record.file.known_units.push(unit.into());
    store(work, &record).await?;
    work.record(
        Event::new("agent.knows-unit", "agent", agent).from_version(record.version).with(json!({ "unit": unit })),
    );
    Ok(())
}

/// What a form says put into a record. Whether it makes sense is judged with the rest of the facts.
fn filled_in(record: Record, form: &Form) -> Result<Record> {
    let file = File {
        qualifications: form.qualifications.clone(),
        exemptions: form.exemptions.clone(),
        known_units: form.known_units.clone(),
        ..record.file
    };
    fields::within("mobility_km", i64::from(form.mobility_km), 0, 1_000)?;
    fields::within("cost_cents_per_hour", i64::from(form.cost_cents_per_hour), 0, 100_000)?;
    fields::within("share_percent", i64::from(form.share_percent), 1, 100)?;
    fields::count("qualifications", form.qualifications.len(), 1, 50)?;
    fields::count("known_units", form.known_units.len(), 0, 1_000)?;
    Ok(Record {
        name: fields::line("name", &form.name)?,
        employer: form.employer.clone(),
        share_percent: form.share_percent,
        home: form.home,
        mobility_km: form.mobility_km,
        cost_cents_per_hour: form.cost_cents_per_hour,
        file,
        ..record
    })
}

/// An employer must be one whose people are hers to keep.
async fn employer(tx: &mut Tx, group: &str, reach: &Reach, id: &str) -> Result<()> {
    let known = establishments::record(tx, group, id).await?.is_some();
    if known && reach.sees_establishment(id) { Ok(()) } else { Err(Error::not_found("establishment", id)) }
}

/// An agent whose file she may see.
async fn seen(tx: &mut Tx, group: &str, reach: &Reach, id: &str) -> Result<Record> {
    let record = agents::record(tx, group, id).await?;
    let seen = record.filter(|record| reach.sees_agent(&record.id, &record.employer));
    seen.ok_or_else(|| Error::not_found("agent", id))
}

/// Whoever has left, or said that she will, stays as she is.
fn employed(record: &Record) -> Result<()> {
    if record.left_on.is_some() { Err(Conflict::AgentLeft.into()) } else { Ok(()) }
}

/// Stores a record as it now is.
async fn store(work: &mut Work<'_>, record: &Record) -> Result<()> {
    let group = work.group();
    if agents::update(&mut work.tx, group, record).await? { Ok(()) } else { Err(Conflict::LostRace.into()) }
}
