//! Scenarios: the facts of a group, brought in as one file.
//!
//! Invariants: an import replaces everything or nothing, and never touches a group for which an offer was ever made. Opening
//! balances and promised rests become ledger lines; a second import reverses the lines of the first.

use super::access::{Action, Actor};
use super::audit::{self, Event};
use super::error::{Conflict, Error, Result};
use super::{App, law, requests};
use crate::ids::EntryId;
use crate::store::ledgers::{Compensation, Equity};
use crate::store::{Tx, agents, establishments, groups, ledgers, plans, rosters};
use releve_solver::domain::scenario::{Agent, PromisedRest, Scenario};
use releve_solver::law::Library;
use serde_json::json;

/// What an import brought in.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Imported {
    /// Group.
    pub group: String,
    /// Establishments.
    pub establishments: usize,
    /// Units.
    pub units: usize,
    /// Agents.
    pub agents: usize,
    /// Requests opened.
    pub requests: usize,
}

/// Creates a group from a scenario, or replaces its facts.
///
/// # Errors
/// `Forbidden` for another role, `NotFound` for another group, `Conflict` once something was approved, `Invalid` when the
/// scenario cannot be compiled.
pub async fn import(app: &App, actor: &Actor, scenario: Scenario) -> Result<Imported> {
    actor.may(Action::ImportScenario)?;
    let group = scenario.group.id.0.clone();
    if actor.group != group {
        return Err(Error::not_found("group", &group));
    }
    // What cannot be compiled is refused before anything is stored.
    let library = {
        let mut tx = app.db.read().await?;
        law::current(&mut tx, &group).await?
    };
    let scenario = compilable(scenario, library).await?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    groups::put(&mut tx, &scenario, now).await?;
    if plans::any_approved(&mut tx, &group).await? {
        return Err(Conflict::GroupHasApprovals.into());
    }
    clear(&mut tx, app, actor).await?;
    establishments::insert(&mut tx, &scenario).await?;
    agents::insert(&mut tx, &scenario).await?;
    rosters::insert(&mut tx, &scenario).await?;
    for agent in &scenario.agents {
        open_accounts(&mut tx, app, actor, agent).await?;
    }
    for shift in &scenario.shifts {
        requests::insert_open(&mut tx, app, actor, shift).await?;
    }
    let imported = Imported {
        establishments: scenario.establishments.len(),
        units: scenario.units.len(),
        agents: scenario.agents.len(),
        requests: scenario.shifts.len(),
        group,
    };
    let detail = json!({ "agents": imported.agents, "requests": imported.requests });
    let event = Event { action: "scenario.import", kind: "group", id: &imported.group, detail };
    audit::record(&mut tx, app, actor, event).await?;
    tx.commit().await?;
    Ok(imported)
}

/// Gives the scenario back when it compiles.
async fn compilable(scenario: Scenario, library: Library) -> Result<Scenario> {
    if let Some(held) = scenario.held.first() {
        return Err(Error::field(
            "held",
            held.shift.id.as_str(),
            "nothing: shifts are given by approving a plan",
            "leave `held` out of an imported scenario",
        ));
    }
    let compiled = tokio::task::spawn_blocking(move || match releve_solver::compile_under(&library, &scenario) {
        Ok(_) => Ok(scenario),
        Err(issues) => Err(Error::Invalid(issues)),
    });
    compiled.await.map_err(|e| Error::Corrupt(e.to_string()))?
}

/// Takes the facts of the import before away and reverses its ledger lines.
async fn clear(tx: &mut Tx, app: &App, actor: &Actor) -> Result<()> {
    let group = actor.group.as_str();
    plans::delete_all(tx, group).await?;
    crate::store::requests::delete_all(tx, group).await?;
    rosters::delete_all(tx, group).await?;
    agents::delete_all(tx, group).await?;
    establishments::delete_all(tx, group).await?;
    for line in ledgers::equity_openings(tx, group).await? {
        let reversing = Equity {
            id: EntryId(app.clock.new_id()),
            kind: "reversal".to_owned(),
            centipoints: -line.centipoints,
            reverses: Some(line.id.clone()),
            reason: "Solde d’ouverture remplacé par un nouvel import".to_owned(),
            posted_by: actor.user.0.clone(),
            posted_at: app.clock.now(),
            ..line
        };
        ledgers::post_equity(tx, group, &reversing).await?;
    }
    for line in ledgers::standing_promises(tx, group).await? {
        let reversing = Compensation {
            id: EntryId(app.clock.new_id()),
            kind: "reversal".to_owned(),
            quantity: -line.quantity,
            reverses: Some(line.id.clone()),
            reason: "Repos promis remplacé par un nouvel import".to_owned(),
            posted_by: actor.user.0.clone(),
            posted_at: app.clock.now(),
            ..line
        };
        ledgers::post_compensation(tx, group, &reversing).await?;
    }
    Ok(())
}

async fn open_accounts(tx: &mut Tx, app: &App, actor: &Actor, agent: &Agent) -> Result<()> {
    let centipoints = (agent.equity_balance * 100.0).round() as i64;
    if centipoints != 0 {
        let opening = Equity {
            id: EntryId(app.clock.new_id()),
            agent_id: agent.id.0.clone(),
            kind: "opening".to_owned(),
            centipoints,
            offer_id: None,
            reverses: None,
            reason: "Solde d’ouverture".to_owned(),
            posted_by: actor.user.0.clone(),
            posted_at: app.clock.now(),
        };
        ledgers::post_equity(tx, &actor.group, &opening).await?;
    }
    for rest in &agent.promised_rests {
        let line = promise(app, actor, agent, rest);
        ledgers::post_compensation(tx, &actor.group, &line).await?;
    }
    Ok(())
}

fn promise(app: &App, actor: &Actor, agent: &Agent, rest: &PromisedRest) -> Compensation {
    Compensation {
        id: EntryId(app.clock.new_id()),
        agent_id: agent.id.0.clone(),
        kind: "promised_rest".to_owned(),
        rule: String::new(),
        article: String::new(),
        label_fr: "Repos promis".to_owned(),
        quantity: (rest.to - rest.from).num_days() + 1,
        unit: "days".to_owned(),
        rate_permille: None,
        due_on: Some(rest.to.to_string()),
        rest_from: Some(rest.from.to_string()),
        rest_to: Some(rest.to.to_string()),
        assignment_id: None,
        reverses: None,
        reason: rest.reason.clone(),
        posted_by: actor.user.0.clone(),
        posted_at: app.clock.now(),
    }
}
