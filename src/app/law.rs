//! The rule packs of a group: those that ship with the program, and those that it has loaded since.
//!
//! Invariants: a refused pack changes nothing; an accepted one leaves the group's facts compilable; what ships with the program
//! is never replaced, so that a key means the same in every group. A pack that a later program refuses is passed over, with a
//! warning, as if it had never been loaded: whoever names it is told so when the facts are compiled.

use super::App;
use super::access::{Action, Actor};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use crate::store::rule_packs::Row;
use crate::store::{Tx, groups, rule_packs, snapshot};
use crate::text::sha256;
use releve_solver::compile_under;
use releve_solver::domain::scenario::Scenario;
use releve_solver::formats::{Issue, Said};
use releve_solver::law::Library;
use releve_solver::law::describe::{PackContents, PackView};
use releve_solver::law::load::read;
use schemars::JsonSchema;
use serde_json::json;

/// A pack in force for a group, and who brought it in when it did not ship with the program.
#[derive(Debug, Clone)]
pub struct Held<T> {
    /// The pack.
    pub pack: T,
    /// The row it came from; its text is left out.
    pub loaded: Option<Row>,
}

/// What loading a pack did.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The pack.
    pub pack: PackView,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a pack that was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "LoadOutcome")]
pub enum Outcome {
    /// A new key.
    Stored,
    /// In place of an earlier text of its key.
    Replaced,
    /// The very text was there: nothing is done, and nothing put on record.
    Unchanged,
}

/// The packs that ship with the program and those that a group has stored.
pub fn library(stored: &[Row]) -> Library {
    let builtin = Library::builtin();
    let mut library = builtin.clone();
    let mut left: Vec<&Row> = stored.iter().filter(|row| builtin.pack(&row.id, &row.version).is_none()).collect();
    // A pack may stand on another stored one, whatever the order of their keys.
    loop {
        let before = left.len();
        left.retain(|row| match library.with(&row.text) {
            Ok(with) => {
                library = with;
                false
            }
            Err(_) => true,
        });
        if left.is_empty() || left.len() == before {
            break;
        }
    }
    for row in left {
        tracing::warn!(pack = format!("{}@{}", row.id, row.version), "a stored rule pack is refused and passed over");
    }
    library
}

/// Everything in force for a group as this transaction sees it.
///
/// # Errors
/// When the database fails.
pub async fn current(tx: &mut Tx, group: &str) -> Result<Library> {
    let stored = rule_packs::all(tx, group).await?;
    Ok(library(&stored))
}

/// Stores a pack for the actor's group, in force from the next time its facts are compiled.
///
/// # Errors
/// `Forbidden` for another role, `Invalid` with every issue of the text or of the facts under it, `Conflict` when the pack
/// ships with the program.
pub async fn load(app: &App, actor: &Actor, text: &str) -> Result<Loaded> {
    let reach = actor.may(Action::LoadLaw)?;
    let group = actor.group.as_str();
    let mut work = Work::begin(app, actor, reach.role).await?;
    // A group may have its law before it has its facts.
    groups::touch(&mut work.tx, group).await?;
    let stored = rule_packs::all(&mut work.tx, group).await?;
    let facts = snapshot::load(&mut work.tx, group).await?.map(|snapshot| snapshot.scenario);
    let accepted = {
        let (text, stored) = (text.to_owned(), stored.clone());
        let judging = tokio::task::spawn_blocking(move || judge(&text, &stored, facts.as_ref()));
        judging.await.map_err(|e| Error::Corrupt(e.to_string()))??
    };
    let sha256 = sha256(text);
    let before = stored.iter().find(|row| row.id == accepted.id && row.version == accepted.version);
    if before.is_some_and(|row| row.sha256 == sha256) {
        return Ok(Loaded { pack: accepted, outcome: Outcome::Unchanged });
    }
    let row = Row {
        id: accepted.id.clone(),
        version: accepted.version.clone(),
        text: text.to_owned(),
        sha256,
        loaded_at: app.clock.now(),
        loaded_by: actor.user.0.clone(),
    };
    rule_packs::put(&mut work.tx, group, &row).await?;
    let replaces = before.map(|row| row.sha256.as_str());
    let detail = json!({ "sha256": row.sha256, "replaces_sha256": replaces, "rules": accepted.rules });
    work.record(Event::new("law.load", "rule-pack", &accepted.key).with(detail));
    work.commit().await?;
    let outcome = if before.is_some() { Outcome::Replaced } else { Outcome::Stored };
    Ok(Loaded { pack: accepted, outcome })
}

/// Reads a pack above what is in force, and the facts under the two together.
fn judge(text: &str, stored: &[Row], facts: Option<&Scenario>) -> Result<PackView> {
    let before = library(stored);
    let pack = read(text, &before).map_err(Error::Invalid)?;
    if Library::builtin().pack(&pack.id, &pack.version).is_some() {
        return Err(Conflict::BuiltInPack(pack.key()).into());
    }
    let after = before.with(text).map_err(Error::Invalid)?;
    if let Some(facts) = facts
        && let Err(issues) = compile_under(&after, facts)
        && compile_under(&before, facts).is_ok()
    {
        return Err(Error::Invalid(issues.into_iter().map(|issue| of_the_group(issue, &pack.key())).collect()));
    }
    Ok(PackView::of(&pack))
}

/// What the group's own facts need and the pack no longer has.
fn of_the_group(issue: Issue, key: &str) -> Issue {
    let found = Said::both(
        format!("{} (dans le groupement, sous {key})", issue.found.french()),
        format!("{} (in the group, under {key})", issue.found.english()),
    );
    Issue { found, ..issue }
}

/// Every pack in force for the actor's group.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Held<PackView>>> {
    actor.may(Action::ReadLaw)?;
    let mut tx = app.db.read().await?;
    let stored = rule_packs::all(&mut tx, &actor.group).await?;
    let library = library(&stored);
    let held = |pack: &_| {
        let pack = PackView::of(pack);
        Held { loaded: loaded(&stored, &pack), pack }
    };
    Ok(library.packs().iter().map(held).collect())
}

/// One pack with everything in it, by its key `id@version` or by its id alone.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn find(app: &App, actor: &Actor, key: &str) -> Result<Held<PackContents>> {
    actor.may(Action::ReadLaw)?;
    let mut tx = app.db.read().await?;
    let stored = rule_packs::all(&mut tx, &actor.group).await?;
    let library = library(&stored);
    let pack = library.find(key).ok_or_else(|| Error::not_found("rule-pack", key))?;
    let pack = PackContents::of(&library, pack);
    Ok(Held { loaded: loaded(&stored, &pack.pack), pack })
}

fn loaded(stored: &[Row], pack: &PackView) -> Option<Row> {
    if Library::builtin().pack(&pack.id, &pack.version).is_some() {
        return None;
    }
    stored.iter().find(|row| row.id == pack.id && row.version == pack.version).cloned()
}
