//! Candidates: everyone judged for one open shift, in the published order, each refusal with its reasons.
//!
//! Need to know: about somebody whom the asker's establishment does not employ, a refusal says only what another establishment
//! may read (`neutral_fr`); which rule, where else and how long stay with her employer and the group's coordinator.

use super::App;
use super::access::{Action, Actor};
use super::error::{Conflict, Error, Result};
use super::requests::State;
use crate::store::requests;
use releve_solver::explain::{self, Candidate, Verdict};
use serde::Serialize;

/// One judged agent, as this asker may see her.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Seen {
    /// Everything.
    Full(Candidate),
    /// What another establishment may read.
    Neutral {
        /// Who.
        agent: String,
        /// Name shown to people.
        name: String,
        /// Always `refused`: an eligible candidate holds nothing to hide.
        verdict: &'static str,
        /// French sentences.
        neutral_fr: Vec<String>,
    },
}

/// Everyone judged for one shift.
///
/// # Errors
/// When the role does not allow it, the shift is outside the scope, or it is not open.
pub async fn of_shift(app: &App, actor: &Actor, shift: &str) -> Result<Vec<Seen>> {
    actor.may(Action::ReadCandidates)?;
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    let Some(demand) = facts.demand(shift) else {
        // Not open: say why, if she may know that it exists at all.
        let row = requests::of_shift(&mut tx, &actor.group, shift).await?.filter(|row| actor.sees_unit(&row.unit_id));
        let row = row.ok_or_else(|| Error::not_found("shift", shift))?;
        return Err(match State::of(&row)?.offer(crate::ids::OfferId(String::new())) {
            Err(refusal) => refusal,
            Ok(_) => Conflict::LostRace.into(),
        });
    };
    drop(tx);
    if !actor.sees_unit(facts.problem.demands[demand].unit.as_str()) {
        return Err(Error::not_found("shift", shift));
    }
    let judged = explain::candidates(&facts.problem, demand, &[]);
    Ok(judged.into_iter().map(|c| seen(actor, facts.employer(c.agent.as_str()), c)).collect())
}

fn seen(actor: &Actor, employer: Option<&str>, candidate: Candidate) -> Seen {
    let full = employer.is_some_and(|employer| actor.sees_agent(candidate.agent.as_str(), employer));
    match &candidate.verdict {
        Verdict::Refused { refusals } if !full => Seen::Neutral {
            neutral_fr: {
                let mut sentences: Vec<_> = refusals.iter().map(|r| r.neutral_fr.clone()).collect();
                sentences.dedup();
                sentences
            },
            agent: candidate.agent.0,
            name: candidate.name,
            verdict: "refused",
        },
        _ => Seen::Full(candidate),
    }
}
