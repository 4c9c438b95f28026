//! What a group knows, compiled: the input of every judgement and every solve.
//!
//! Invariant: facts read at version *n* never change, so they are kept in memory under (group, version) and one cheap query
//! tells whether they still hold. Every write that a plan depends on moves the version (`store::groups::touch`).

use super::error::{Error, Result};
use super::law;
use super::work::Work;
use crate::store::{Tx, groups, snapshot};
use releve_solver::audit::{Finding, audit};
use releve_solver::domain::problem::{DemandIx, Problem, Worker};
use releve_solver::domain::scenario::{Establishment, HouseRules, Scenario};
use releve_solver::formats::Issue;
use releve_solver::formats::scenario::validate_kept;
use releve_solver::law::Library;
use releve_solver::law::compensation::Terms;
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

    /// Under what terms an agent is employed.
    ///
    /// # Errors
    /// When the facts hold no such agent, or not all of it.
    pub fn terms(&self, agent: &str) -> Result<Employed<'_>> {
        let missing = |what: &str| Error::Corrupt(format!("agent {agent} without {what} in the facts"));
        let worker = self.problem.workers.iter().find(|worker| worker.id.as_str() == agent);
        let worker = worker.ok_or_else(|| missing("her record"))?;
        let employer = self.employer(agent);
        let employer = self.scenario.establishments.iter().find(|site| Some(site.id.as_str()) == employer);
        let employer = employer.ok_or_else(|| missing("her employer"))?;
        let version = self.scenario.rule_packs.get(&employer.regime).ok_or_else(|| missing("a rule pack"))?;
        Ok(Employed {
            pack: format!("{}@{version}", employer.regime),
            employer,
            house: &self.scenario.house_rules,
            worker,
        })
    }

    /// Who employs an agent.
    pub fn employer(&self, agent: &str) -> Option<&str> {
        self.employers.get(agent).map(String::as_str)
    }
}

/// Somebody's employment, for [`Terms`].
#[derive(Debug)]
pub struct Employed<'f> {
    pack: String,
    /// Her employer.
    pub employer: &'f Establishment,
    house: &'f HouseRules,
    /// Her record.
    pub worker: &'f Worker,
}

impl Employed<'_> {
    /// As the law asks for them.
    pub fn terms(&self) -> Terms<'_> {
        Terms {
            pack: &self.pack,
            employer: self.employer,
            house: self.house,
            statuses: &self.worker.statuses,
            share_percent: self.worker.share_percent,
        }
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

/// The facts on which a deed decides that has said it will change them ([`Work::touch`] gave `version`) and has changed none yet:
/// those of the version before, from memory when somebody has just looked at them.
///
/// # Errors
/// When there is no such group or the database fails.
pub(super) async fn before(work: &mut Work<'_>, version: i64) -> Result<Arc<Facts>> {
    let group = work.group();
    match work.app.facts.get(group, version - 1) {
        Some(facts) => Ok(facts),
        None => Ok(Arc::new(read(&mut work.tx, group).await?)),
    }
}

/// Compiles away from the threads that serve requests.
///
/// # Errors
/// Everything that the compiler finds wrong.
pub async fn compile(snapshot: snapshot::Snapshot) -> Result<Facts> {
    tokio::task::spawn_blocking(move || Facts::compile(snapshot)).await.map_err(|e| Error::Corrupt(e.to_string()))?
}

/// What is wrong with the facts of the group of a deed, in form and under its law, as they stand in its transaction. Both are
/// looked at, whatever the other finds.
///
/// # Errors
/// When there is no such group or the database fails.
pub(super) async fn issues(work: &mut Work<'_>) -> Result<Vec<Issue>> {
    let group = work.group();
    let snapshot = snapshot::load(&mut work.tx, group).await?.ok_or_else(|| Error::not_found("group", group))?;
    let judging = tokio::task::spawn_blocking(move || {
        let mut found = validate_kept(&snapshot.scenario);
        match Facts::compile(snapshot) {
            Ok(_) => {}
            Err(Error::Invalid(issues)) => found.extend(issues),
            Err(other) => return Err(other),
        }
        Ok(found)
    });
    judging.await.map_err(|e| Error::Corrupt(e.to_string()))?
}

/// Refuses a deed that would bring something wrong into the facts. `before` is what was wrong with them already.
///
/// # Errors
/// `Invalid` with every new issue.
pub(super) async fn sound(work: &mut Work<'_>, before: &[Issue]) -> Result<()> {
    let known: Vec<_> = before.iter().map(without_positions).collect();
    let found = issues(work).await?.into_iter();
    let new: Vec<_> = found.filter(|issue| !known.contains(&without_positions(issue))).collect();
    if new.is_empty() { Ok(()) } else { Err(Error::Invalid(new)) }
}

/// Where an issue is and what was found there, without the places in lists: whoever is put in or taken out moves those behind.
fn without_positions(issue: &Issue) -> (String, String) {
    let without = |text: &str| {
        let mut parts = text.split('[');
        let mut plain = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            plain.push('[');
            plain.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
        }
        plain
    };
    (without(&issue.field), without(&issue.found))
}

/// What the law finds in everybody's timelines under the facts of a deed as they stand in its transaction, and who employs whom;
/// `None` where they do not compile.
///
/// # Errors
/// When there is no such group or the database fails.
pub(super) async fn findings(work: &mut Work<'_>) -> Result<Option<(Vec<Finding>, BTreeMap<String, String>)>> {
    let group = work.group();
    let facts = match read(&mut work.tx, group).await {
        Ok(facts) => facts,
        Err(Error::Invalid(_)) => return Ok(None),
        Err(other) => return Err(other),
    };
    let judging = tokio::task::spawn_blocking(move || (audit(&facts.problem), facts.employers));
    Ok(Some(judging.await.map_err(|e| Error::Corrupt(e.to_string()))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issue_is_the_same_wherever_its_line_has_moved() {
        let issue = |field: &str, found: &str| Issue {
            line: None,
            field: field.to_owned(),
            found: found.into(),
            expected: "".into(),
            help: "".into(),
        };
        let one = without_positions(&issue("agents[3 \"a\"].wishes[0].date", "J (rosters[12]) is not over"));
        assert_eq!(one, without_positions(&issue("agents[14 \"a\"].wishes[1].date", "J (rosters[13]) is not over")));
        assert_ne!(one, without_positions(&issue("agents[3 \"b\"].wishes[0].date", "J (rosters[12]) is not over")));
    }
}
