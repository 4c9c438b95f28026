//! Scenarios: the facts of a group, brought in as one file.
//!
//! Invariants: an import replaces everything or nothing, and never touches a group for which an offer was ever made. Opening
//! balances and promised rests become ledger lines; a second import reverses the lines of the first.

use super::access::{Action, Actor};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use super::wrong::expected;
use super::{App, law, promises, requests};
use crate::lang::reasons::Reason;
use crate::store::ledgers::Equity;
use crate::store::promises as promise_rows;
use crate::store::{agents, bookings, cascades, establishments, fixed_term, groups, ledgers, plans, rosters, swaps};
use releve_solver::domain::scenario::{Agent, Scenario};
use releve_solver::law::Library;
use schemars::JsonSchema;
use serde_json::json;

/// What an import brought in.
#[derive(Debug, Clone, serde::Serialize, JsonSchema)]
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
    let reach = actor.may(Action::ImportScenario)?;
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
    let mut work = Work::begin(app, actor, reach.role).await?;
    groups::put(&mut work.tx, &scenario, now).await?;
    let decided = plans::any_approved(&mut work.tx, &group).await?
        || swaps::any_done(&mut work.tx, &group).await?
        || bookings::any(&mut work.tx, &group).await?
        || rosters::periods::any_published(&mut work.tx, &group).await?;
    if decided {
        return Err(Conflict::GroupHasApprovals.into());
    }
    clear(&mut work).await?;
    establishments::insert(&mut work.tx, &scenario).await?;
    agents::insert(&mut work.tx, &scenario).await?;
    rosters::insert(&mut work.tx, &scenario).await?;
    for agent in &scenario.agents {
        open_accounts(&mut work, agent).await?;
    }
    requests::import(&mut work, &scenario.shifts).await?;
    work.tx.analyse().await?;
    let imported = Imported {
        establishments: scenario.establishments.len(),
        units: scenario.units.len(),
        agents: scenario.agents.len(),
        requests: scenario.shifts.len(),
        group,
    };
    let detail = json!({ "agents": imported.agents, "requests": imported.requests });
    work.record(Event::new("scenario.import", "group", &imported.group).with(detail));
    work.commit().await?;
    Ok(imported)
}

/// Gives the scenario back when it compiles.
async fn compilable(scenario: Scenario, library: Library) -> Result<Scenario> {
    if let Some(held) = scenario.held.first() {
        return Err(Error::field("held", held.shift.id.as_str(), expected("field-nothing-held")));
    }
    let compiled = tokio::task::spawn_blocking(move || match releve_solver::compile_under(&library, &scenario) {
        Ok(_) => Ok(scenario),
        Err(issues) => Err(Error::Invalid(issues)),
    });
    compiled.await.map_err(|e| Error::Corrupt(e.to_string()))?
}

/// Takes the facts of the import before away and reverses its ledger lines.
async fn clear(work: &mut Work<'_>) -> Result<()> {
    let (group, tx) = (work.group(), &mut work.tx);
    swaps::delete_all(tx, group).await?;
    plans::delete_all(tx, group).await?;
    cascades::delete_all(tx, group).await?;
    fixed_term::delete_calls(tx, group).await?;
    crate::store::requests::delete_all(tx, group).await?;
    rosters::delete_all(tx, group).await?;
    agents::delete_all(tx, group).await?;
    establishments::delete_all(tx, group).await?;
    let (openings, promises) =
        (ledgers::equity_openings(tx, group).await?, ledgers::standing_promises(tx, group).await?);
    for line in openings {
        work.reverse_equity(&line, &Reason::OpeningReplaced.record());
    }
    for line in promises {
        work.reverse_compensation(&line, &Reason::RestReplaced.record());
    }
    let now = work.now();
    Ok(promise_rows::withdraw_all(&mut work.tx, group, now).await?)
}

async fn open_accounts(work: &mut Work<'_>, agent: &Agent) -> Result<()> {
    let centipoints = (agent.equity_balance * 100.0).round() as i64;
    if centipoints != 0 {
        work.post_equity(Equity {
            kind: "opening".to_owned(),
            centipoints,
            reason: Reason::Opening.record(),
            ..work.equity_line(agent.id.as_str())
        });
    }
    for rest in &agent.promised_rests {
        promises::import(work, agent.id.as_str(), (rest.from, rest.to), &rest.reason).await?;
    }
    Ok(())
}
