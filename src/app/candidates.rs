//! Candidates: everyone judged for one open shift, in the published order, each refusal with its reasons; one agent with what
//! would make her lawful; and where nobody is eligible, why, and what would fill the shift.
//!
//! Need to know: about somebody whom the asker's establishment does not employ, a refusal says only what another establishment
//! may read ([`Neutral`]); which rule, where else and how long stay with her employer and the group's coordinator. Other
//! hours at which she could hold this very shift say no more than that.

use super::App;
use super::access::{Action, Actor, Reach};
use super::audit::{self, Event};
use super::error::{Conflict, Error, Result};
use super::facts::Facts;
use super::shifts::State;
use crate::store::shifts;
use releve_solver::domain::problem::{DemandIx, Worker};
use releve_solver::domain::scenario::Suitability;
use releve_solver::domain::time::Minute;
use releve_solver::explain::{Candidate, Judgement, Neutral, Nobody, Note, Question, Remedy, Verdict};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;

/// One judged agent, as this asker may see her.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "SeenCandidate")]
pub enum Seen {
    /// Everything.
    Full(Candidate),
    /// Everything about the one agent who was asked for, with the smallest change of hours that would make her lawful.
    Judged(Judgement),
    /// What another establishment may read of somebody who may hold the shift: her place in the published order and what it
    /// costs, not her account.
    Published {
        /// Who.
        agent: String,
        /// Name shown to people.
        name: String,
        /// Always `eligible`.
        verdict: &'static str,
        /// 1 is first.
        rank: usize,
        /// Full before degraded.
        suitability: Suitability,
        /// She has worked in the unit.
        knows_unit: bool,
        /// Crow's flight from home, km.
        distance_km: f64,
        /// Pool cost with travel, euro cents: the unit pays it.
        cost_cents: i64,
        /// That she can only be asked, without why.
        offer_only: Vec<Note>,
    },
    /// What another establishment may read of a refusal.
    Neutral {
        /// Who.
        agent: String,
        /// Name shown to people.
        name: String,
        /// Always `refused`: an eligible candidate holds nothing to hide.
        verdict: &'static str,
        /// Sentences, in French and in English.
        #[serde(flatten)]
        neutral: Neutral,
        /// Other hours at which she could hold the shift, where she alone was asked for.
        #[serde(skip_serializing_if = "Option::is_none")]
        remedy: Option<Remedy>,
    },
}

/// Everyone judged, and where nobody is eligible what stands in the way.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Answer {
    /// In the published order.
    pub candidates: Vec<Seen>,
    /// Why nobody, and what would fill the shift.
    pub nobody: Option<Nobody>,
}

/// Everyone judged for one shift, now.
///
/// # Errors
/// When the role does not allow it, the shift is outside the scope, or it is not open.
pub async fn of_shift(app: &App, actor: &Actor, shift: &str) -> Result<Answer> {
    let Opened { facts, demand, reach } = open_shift(app, actor, shift).await?;
    let asked_at = now(app);
    let judged = Question::new(&facts.problem, demand, &[], Some(asked_at)).candidates();
    let filled = judged.iter().any(|candidate| matches!(candidate.verdict, Verdict::Eligible(_)));
    let nobody = if filled { None } else { Some(nobody(&facts, &reach, demand, asked_at, judged.clone()).await?) };
    let seen = |candidate| self::seen(&facts, &reach, Judgement { candidate, remedy: None });
    let candidates = judged.into_iter().map(|candidate| match seen(candidate) {
        Seen::Judged(judgement) => Seen::Full(judgement.candidate),
        other => other,
    });
    let answer = Answer { candidates: candidates.collect(), nobody };
    on_record(app, actor, (&facts, &reach), shift, &answer.candidates).await?;
    Ok(answer)
}

/// One agent judged for one shift, now, with what would make her lawful.
///
/// # Errors
/// As for [`of_shift`]; when there is no such agent.
pub async fn of_agent(app: &App, actor: &Actor, shift: &str, agent: &str) -> Result<Seen> {
    let Opened { facts, demand, reach } = open_shift(app, actor, shift).await?;
    let worker = facts.problem.workers.iter().position(|worker| worker.id.as_str() == agent);
    let worker = worker.ok_or_else(|| Error::not_found("agent", agent))?;
    let judgement = Question::new(&facts.problem, demand, &[], Some(now(app))).judge_in_full(worker);
    let seen = seen(&facts, &reach, judgement);
    on_record(app, actor, (&facts, &reach), shift, std::slice::from_ref(&seen)).await?;
    Ok(seen)
}

/// Puts on record that the files of people whom other establishments employ than the shift's were read: how many; who they
/// are follows from the shift and the version of the facts.
async fn on_record(
    app: &App,
    actor: &Actor,
    (facts, reach): (&Facts, &Reach),
    shift: &str,
    seen: &[Seen],
) -> Result<()> {
    let host = facts.demand(shift).map(|demand| facts.problem.demands[demand].site);
    let host = host.map(|site| facts.problem.sites[site].id.as_str());
    let elsewhere = |agent: &str| facts.employer(agent) != host && !reach.is_herself(agent);
    let read = seen.iter().filter(|seen| match seen {
        Seen::Full(candidate) | Seen::Judged(Judgement { candidate, .. }) => elsewhere(candidate.agent.as_str()),
        Seen::Published { .. } | Seen::Neutral { .. } => false,
    });
    let agents = read.count();
    if agents == 0 {
        return Ok(());
    }
    let event = Event::new("candidates.read", "shift", shift).from_version(facts.facts_version);
    audit::note(app, actor, reach.role, [event.with(json!({ "agents_of_other_establishments": agents }))]).await
}

/// The current instant, in the solver's minutes.
fn now(app: &App) -> Minute {
    app.clock.now().div_euclid(60)
}

/// An open shift, and who asks about it.
struct Opened {
    facts: Arc<Facts>,
    demand: DemandIx,
    reach: Reach,
}

/// The facts and the shift, if she may read candidates and it is open and in her reach.
async fn open_shift(app: &App, actor: &Actor, shift: &str) -> Result<Opened> {
    let reach = actor.may(Action::ReadCandidates)?;
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    let Some(demand) = facts.demand(shift) else {
        // Not open: say why, if she may know that it exists at all.
        let row = shifts::find(&mut tx, &actor.group, shift).await?.filter(|row| reach.sees_unit(&row.shift.unit_id));
        let row = row.ok_or_else(|| Error::not_found("shift", shift))?;
        return Err(match State::of(&row)? {
            State::Open => Conflict::LostRace.into(),
            other => other.in_the_way(),
        });
    };
    if !reach.sees_unit(facts.problem.demands[demand].unit.as_str()) {
        return Err(Error::not_found("shift", shift));
    }
    Ok(Opened { facts, demand, reach })
}

/// Why nobody: thousands of judgements, away from the threads that serve requests.
async fn nobody(
    facts: &Arc<Facts>,
    reach: &Reach,
    demand: DemandIx,
    asked_at: Minute,
    judged: Vec<Candidate>,
) -> Result<Nobody> {
    let (facts, reach) = (Arc::clone(facts), reach.clone());
    let work = move || {
        let problem = &facts.problem;
        let sees = |worker: &Worker| reach.sees_agent(worker.id.as_str(), problem.sites[worker.employer].id.as_str());
        Question::new(problem, demand, &[], Some(asked_at)).nobody(&judged, &sees)
    };
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Corrupt(e.to_string()))
}

fn seen(facts: &Facts, reach: &Reach, judgement: Judgement) -> Seen {
    let agent = judgement.candidate.agent.as_str();
    if facts.employer(agent).is_some_and(|employer| reach.sees_agent(agent, employer)) {
        return Seen::Judged(judgement);
    }
    let Judgement { candidate, remedy } = judgement;
    let (agent, name) = (candidate.agent.0, candidate.name);
    match candidate.verdict {
        Verdict::Refused { refusals } => {
            Seen::Neutral { neutral: Neutral::of(&refusals), agent, name, verdict: "refused", remedy }
        }
        Verdict::Eligible(eligible) => Seen::Published {
            agent,
            name,
            verdict: "eligible",
            rank: eligible.rank,
            suitability: eligible.suitability,
            knows_unit: eligible.knows_unit,
            distance_km: eligible.distance_km,
            cost_cents: eligible.cost_cents,
            offer_only: if eligible.offer_only.is_empty() { Vec::new() } else { vec![Note::neutral()] },
        },
    }
}
