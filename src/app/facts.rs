//! What a group knows, compiled: the input of every judgement and every solve.
//!
//! Invariant: facts read at version *n* never change, so they are kept in memory under (group, version) and one cheap query
//! tells whether they still hold. Every write that a plan depends on moves the version (`store::groups::touch`).

use super::error::{Error, Result};
use super::law;
use crate::store::{Tx, groups, snapshot};
use releve_solver::domain::problem::{DemandIx, Problem};
use releve_solver::domain::scenario::Scenario;
use releve_solver::law::Library;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A group's facts at one version.
#[derive(Debug)]
pub struct Facts {
    /// As data.
    pub scenario: Scenario,
    /// As the solver wants it.
    pub problem: Problem,
    /// Rule packs in force.
    pub library: Library,
    /// Version they were read at.
    pub facts_version: i64,
    demands: BTreeMap<String, DemandIx>,
    employers: BTreeMap<String, String>,
}

impl Facts {
    /// Compiles a snapshot.
    ///
    /// # Errors
    /// Everything that the compiler finds wrong with it.
    pub fn compile(snapshot: snapshot::Snapshot) -> Result<Self> {
        let library = law::library(&snapshot.rule_packs);
        let mut snapshot = snapshot;
        // Hours are spread where whole rosters are made; what the pool adds is weighed by its burdens, as the accounts hold it.
        snapshot.scenario.weights.hours = 0.0;
        let problem = releve_solver::compile_under(&library, &snapshot.scenario).map_err(Error::Invalid)?;
        let demands = problem.demands.iter().enumerate().map(|(ix, d)| (d.id.0.clone(), ix)).collect();
        let employers = snapshot.scenario.agents.iter().map(|a| (a.id.0.clone(), a.employer.0.clone())).collect();
        let snapshot::Snapshot { scenario, facts_version, .. } = snapshot;
        Ok(Self { scenario, problem, library, facts_version, demands, employers })
    }

    /// Where an open shift stands in the problem.
    pub fn demand(&self, shift: &str) -> Option<DemandIx> {
        self.demands.get(shift).copied()
    }

    /// Who employs an agent.
    pub fn employer(&self, agent: &str) -> Option<&str> {
        self.employers.get(agent).map(String::as_str)
    }
}

/// The newest facts of every group that was asked about.
#[derive(Debug, Default)]
pub struct Cache(Mutex<BTreeMap<String, Arc<Facts>>>);

impl Cache {
    fn get(&self, group: &str, version: i64) -> Option<Arc<Facts>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(group).filter(|facts| facts.facts_version == version).cloned()
    }

    fn put(&self, group: &str, facts: Arc<Facts>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(group.to_owned(), facts);
    }

    /// The current facts of a group: from memory when they still hold, else read and compiled.
    ///
    /// # Errors
    /// When there is no such group or the database fails.
    pub async fn current(&self, tx: &mut Tx, group: &str) -> Result<Arc<Facts>> {
        let version = groups::facts_version(tx, group).await?.ok_or_else(|| Error::not_found("group", group))?;
        if let Some(facts) = self.get(group, version) {
            return Ok(facts);
        }
        let facts = Arc::new(read(tx, group).await?);
        self.put(group, Arc::clone(&facts));
        Ok(facts)
    }
}

/// Reads and compiles the facts as this transaction sees them, whatever is in memory.
///
/// # Errors
/// When there is no such group or the database fails.
pub async fn read(tx: &mut Tx, group: &str) -> Result<Facts> {
    let snapshot = snapshot::load(tx, group).await?.ok_or_else(|| Error::not_found("group", group))?;
    compile(snapshot).await
}

/// Compiles away from the threads that serve requests.
///
/// # Errors
/// Everything that the compiler finds wrong.
pub async fn compile(snapshot: snapshot::Snapshot) -> Result<Facts> {
    tokio::task::spawn_blocking(move || Facts::compile(snapshot)).await.map_err(|e| Error::Corrupt(e.to_string()))?
}
