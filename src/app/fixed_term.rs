//! People who are no agents of the group yet, whom the coordination calls by hand when the pool has nobody: the fixed-term list.
//!
//! Nobody is given a shift from here: whoever agrees is admitted as an agent first, so that every rule can be judged. Whoever is
//! taken off the list leaves no name and no number behind.

use super::access::{Action, Actor, Paging};
use super::audit::Event;
use super::contacts::is_phone;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use super::wrong::expected;
use super::{App, cascades, fields, shifts as shift};
use crate::ids::CallId;
use crate::notify::letter::is_address;
use crate::store::cascades::Why;
use crate::store::fixed_term::{self, Call, NewCall, Person};
use crate::store::{name_of, shifts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Longest name, characters.
const NAME_CHARS_MAX: usize = 200;
/// Longest note, characters.
const NOTE_CHARS_MAX: usize = 2_000;

/// Somebody to put on the list, or what is to be changed about her.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FixedTermPersonToKeep")]
pub struct New {
    /// Name.
    pub name: String,
    /// Title.
    pub qualification: String,
    /// Telephone number, `+` and digits.
    #[serde(default)]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// What the coordination should know.
    #[serde(default)]
    pub note: String,
    /// As read; 0 when she is new.
    #[serde(default)]
    pub version: i64,
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CallOutcome")]
pub enum Outcome {
    /// She comes, once she is admitted as an agent.
    Agreed,
    /// She does not.
    Declined,
    /// Nobody answered.
    NoAnswer,
    /// She says later.
    CallBack,
}

/// A call to put on record.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CallMade")]
pub struct Made {
    /// Whom.
    pub person: String,
    /// What came of it.
    pub outcome: Outcome,
    /// What else was said.
    #[serde(default)]
    pub note: String,
}

/// Puts somebody on the list, or changes what it says of her.
///
/// # Errors
/// `Forbidden`, `Invalid` for what cannot be, `Conflict` when she is there in another version.
pub async fn put(app: &App, actor: &Actor, id: &str, new: &New) -> Result<Person> {
    let reach = actor.may(Action::KeepFixedTermList)?;
    look_at(id, new)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let person = Person {
        id: id.to_owned(),
        name: new.name.trim().to_owned(),
        qualification: new.qualification.clone(),
        phone: new.phone.clone(),
        email: new.email.clone(),
        note: new.note.trim().to_owned(),
        added_at: work.now(),
        changed_at: work.now(),
        version: new.version,
    };
    if !fixed_term::put(&mut work.tx, &actor.group, &person).await? {
        let there = fixed_term::find(&mut work.tx, &actor.group, id).await?;
        return Err(Conflict::VersionMoved { current: there.map_or(0, |person| person.version) }.into());
    }
    let event = Event::new("fixed-term.put", "fixed-term-person", id).from_version(new.version);
    work.record(event.with(json!({ "qualification": new.qualification })));
    let missing = || Error::Corrupt(format!("person {id} is not there"));
    let person = fixed_term::find(&mut work.tx, &actor.group, id).await?.ok_or_else(missing)?;
    work.commit().await?;
    Ok(person)
}

fn look_at(id: &str, new: &New) -> Result<()> {
    fields::id("id", id)?;
    fields::filled("name", &new.name, NAME_CHARS_MAX)?;
    fields::title("qualification", &new.qualification)?;
    if let Some(phone) = new.phone.as_deref().filter(|phone| !is_phone(phone)) {
        return Err(Error::field("phone", phone, expected("field-phone")));
    }
    if let Some(email) = new.email.as_deref().filter(|email| !is_address(email)) {
        return Err(Error::field("email", email, expected("field-email")));
    }
    fields::short("note", &new.note, NOTE_CHARS_MAX)
}

/// Takes somebody off the list.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn remove(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let reach = actor.may(Action::KeepFixedTermList)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    if !fixed_term::remove(&mut work.tx, &actor.group, id).await? {
        return Err(Error::not_found("fixed-term-person", id));
    }
    work.record(Event::new("fixed-term.remove", "fixed-term-person", id));
    work.commit().await
}

/// A page of the list, by identifier; `paging.state` is a title.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Person>> {
    let reach = actor.may(Action::KeepFixedTermList)?;
    let mut tx = app.db.read().await?;
    Ok(fixed_term::list(&mut tx, &actor.group, &reach.page(paging)).await?)
}

/// Puts a call about a shift on record. When somebody has agreed, the shift's cascade is held, so that no agency is asked while
/// she is being admitted.
///
/// # Errors
/// `Forbidden`, `NotFound` for a shift or a person that is not there, `Invalid` for a long note.
pub async fn call(app: &App, actor: &Actor, shift: &str, made: &Made) -> Result<Vec<Call>> {
    let reach = actor.may(Action::KeepFixedTermList)?;
    fields::short("note", &made.note, NOTE_CHARS_MAX)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let stored = shift::row(&mut work, shift).await?;
    if !reach.sees_unit(&stored.shift.unit_id) {
        return Err(Error::not_found("shift", shift));
    }
    if fixed_term::find(&mut work.tx, &actor.group, &made.person).await?.is_none() {
        return Err(Error::not_found("fixed-term-person", &made.person));
    }
    let (id, outcome) = (CallId(app.clock.new_id()), name_of(&made.outcome)?);
    let call = NewCall {
        id: &id,
        shift,
        person: &made.person,
        outcome: &outcome,
        note: made.note.trim(),
        by: &actor.user.0,
        at: app.clock.now(),
    };
    fixed_term::insert_call(&mut work.tx, &actor.group, &call).await?;
    let detail = json!({ "shift": shift, "person": made.person, "outcome": made.outcome });
    work.record(Event::new("fixed-term.call", "shift", shift).with(detail));
    if made.outcome == Outcome::Agreed {
        cascades::hold(&mut work, shift, &Why::ToAdmit).await?;
    }
    let calls = fixed_term::calls(&mut work.tx, &actor.group, shift).await?;
    work.commit().await?;
    Ok(calls)
}

/// The calls about a shift.
///
/// # Errors
/// When the role does not allow it, or there is no such shift in the reach.
pub async fn calls(app: &App, actor: &Actor, shift: &str) -> Result<Vec<Call>> {
    let reach = actor.may(Action::KeepFixedTermList)?;
    let mut tx = app.db.read().await?;
    let stored = shifts::find(&mut tx, &actor.group, shift).await?;
    stored.filter(|row| reach.sees_unit(&row.shift.unit_id)).ok_or_else(|| Error::not_found("shift", shift))?;
    Ok(fixed_term::calls(&mut tx, &actor.group, shift).await?)
}
