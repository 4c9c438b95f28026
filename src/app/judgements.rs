//! Judgements: one agent's own, for a shift that she asks about: why it is not hers, or could not be.
//!
//! Need to know: she reads everything about herself, and of the others no more than how many stood before her in the published
//! order and what told her from whoever was chosen. She may ask about shifts for which she was asked, and, in the pool, about
//! those that are to be filled.

use super::App;
use super::access::{Actor, Only, Paging};
use super::agenda::herself;
use super::error::{Error, Result};
use super::facts::Facts;
use super::offers;
use crate::store::{Tx, offers as offer_rows, parsed, rounds, shifts};
use chrono::NaiveDate;
use releve_solver::compile_under;
use releve_solver::domain::problem::Problem;
use releve_solver::domain::scenario::{Admission, Suitability};
use releve_solver::explain::{Candidate, Eligible, Judgement, Question, Verdict};
use serde::Deserialize;
use std::sync::Arc;

/// A judgement of hers, with what became of the shift.
#[derive(Debug, Clone)]
pub struct Own {
    /// The shift, and where it stands.
    pub shift: shifts::Stored,
    /// The newest offer that she had for it.
    pub offer: Option<offer_rows::Row>,
    /// She, judged for it on the facts of now.
    pub judgement: Judgement,
    /// Where she stood when the round that asked her closed.
    pub place: Option<Place>,
}

/// Her place in the published order among those who had said yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// 1 is first.
    pub rank: usize,
    /// How many had said yes.
    pub of: usize,
    /// The shift became hers.
    pub chosen: bool,
    /// What told her from whoever was chosen.
    pub told_by: Option<Criterion>,
}

/// What decides in the published order, each before the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// She might no longer hold it lawfully at the closing.
    Law,
    /// The title, full before degraded.
    Title,
    /// The account that she would have after it.
    Equity,
    /// Whether the unit is known.
    Familiarity,
    /// The way.
    Distance,
}

/// A shift that is to be filled, and whether she might hold it.
#[derive(Debug, Clone)]
pub struct Open {
    /// The shift.
    pub shift: shifts::Row,
    /// Nothing stands against it.
    pub lawful: bool,
}

/// Judges the one who asks for one shift.
///
/// # Errors
/// `Forbidden` for whoever is no agent, `NotFound` for a shift about which she may not ask.
pub async fn of_shift(app: &App, actor: &Actor, id: &str) -> Result<Own> {
    let me = herself(actor)?;
    let missing = || Error::not_found("shift", id);
    let mut tx = app.db.read().await?;
    let shift = shifts::find(&mut tx, &actor.group, id).await?.ok_or_else(missing)?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    let date: NaiveDate = parsed(&shift.shift.date)?;
    let only = Only { agent: Some(me.to_owned()), from: Some(date), to: Some(date), ..Only::default() };
    let asked = offers::list(app, actor, &Paging { only, ..Paging::first(500) }).await?;
    let offer = asked.into_iter().find(|offer| offer.shift.id == id);
    let to_be_filled = matches!(shift.state.as_str(), "open" | "offered");
    if offer.is_none() && !(to_be_filled && in_pool(&facts, me)) {
        return Err(missing());
    }
    let place = match &offer {
        Some(offer) => place(&mut tx, &actor.group, (&offer.round_id.0, me)).await?,
        None => None,
    };
    drop(tx);
    let judgement = judge(facts, (me.to_owned(), shift.clone()), app.clock.now()).await?;
    Ok(Own { shift, offer, judgement, place })
}

/// The shifts of the group that are to be filled and ask for a title of hers, by start, each judged for her.
///
/// # Errors
/// `Forbidden` for whoever is no agent.
pub async fn open(app: &App, actor: &Actor) -> Result<Vec<Open>> {
    let me = herself(actor)?.to_owned();
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    if !in_pool(&facts, &me) {
        return Ok(Vec::new());
    }
    let mut rows = shifts::open(&mut tx, &actor.group).await?;
    drop(tx);
    let now = app.clock.now();
    rows.retain(|row| row.shift.starts_at > now);
    rows.sort_by(|a, b| (a.shift.starts_at, &a.shift.id).cmp(&(b.shift.starts_at, &b.shift.id)));
    let judging = tokio::task::spawn_blocking(move || {
        let problem = &facts.problem;
        let Some(worker) = worker_of(problem, &me) else { return Vec::new() };
        let judged = rows.into_iter().filter_map(|row| {
            let demand = facts.demand(&row.shift.id)?;
            if problem.suitability(worker, demand) == Suitability::No {
                return None;
            }
            let judged = Question::new(problem, demand, &[], Some(now.div_euclid(60))).judge(worker);
            Some(Open { shift: row.shift, lawful: matches!(judged.verdict, Verdict::Eligible(_)) })
        });
        judged.collect()
    });
    judging.await.map_err(|e| Error::Corrupt(e.to_string()))
}

fn in_pool(facts: &Facts, agent: &str) -> bool {
    let worker = facts.problem.workers.iter().find(|worker| worker.id.as_str() == agent);
    worker.is_some_and(|worker| worker.pool != Admission::Outside)
}

fn worker_of(problem: &Problem, agent: &str) -> Option<usize> {
    problem.workers.iter().position(|worker| worker.id.as_str() == agent)
}

/// One agent for one shift, whatever its state: one that is no longer to be filled is judged as if it were.
async fn judge(facts: Arc<Facts>, (me, stored): (String, shifts::Stored), now: i64) -> Result<Judgement> {
    // What has begun is judged without the clock: nothing of it is to be asked any more.
    let asked_at = (stored.shift.starts_at > now).then(|| now.div_euclid(60));
    let missing = || Error::Corrupt(format!("agent {me} or shift {} is not in the facts", stored.shift.id));
    let shift = stored.shift()?;
    let (agent, id) = (me.clone(), stored.shift.id.clone());
    let judging = tokio::task::spawn_blocking(move || {
        let in_full = |problem: &Problem, demand: usize| {
            let worker = worker_of(problem, &agent)?;
            Some(Question::new(problem, demand, &[], asked_at).judge_in_full(worker))
        };
        if let Some(demand) = facts.demand(&id) {
            return Ok(in_full(&facts.problem, demand));
        }
        let mut scenario = facts.scenario.clone();
        scenario.held.retain(|held| held.shift.id.as_str() != id);
        scenario.shifts = vec![shift];
        let problem = compile_under(&facts.library, &scenario)?;
        Ok(in_full(&problem, 0))
    });
    let judged = judging.await.map_err(|e| Error::Corrupt(e.to_string()))?;
    judged.map_err(Error::Invalid)?.ok_or_else(missing)
}

/// What a round keeps of the order in which it was decided.
#[derive(Deserialize)]
struct Decided {
    chosen: Option<String>,
    order: Vec<Candidate>,
}

/// Her place when a round closed; none where no order was made, or it is no longer kept.
async fn place(tx: &mut Tx, group: &str, (round, me): (&str, &str)) -> Result<Option<Place>> {
    let round = rounds::find(tx, group, round).await?;
    let kept = round.and_then(|round| round.outcome).and_then(|text| serde_json::from_str::<Decided>(&text).ok());
    Ok(kept.and_then(|decided| place_in(&decided, me)))
}

fn place_in(decided: &Decided, me: &str) -> Option<Place> {
    let at = decided.order.iter().position(|candidate| candidate.agent.as_str() == me)?;
    let chosen = decided.order.iter().find(|candidate| decided.chosen.as_deref() == Some(candidate.agent.as_str()));
    let is_she = decided.chosen.as_deref() == Some(me);
    let told_by = match (&decided.order[at].verdict, chosen.map(|candidate| &candidate.verdict)) {
        _ if is_she => None,
        (Verdict::Refused { .. }, _) => Some(Criterion::Law),
        (Verdict::Eligible(hers), Some(Verdict::Eligible(theirs))) => told_apart(hers, theirs),
        _ => None,
    };
    Some(Place { rank: at + 1, of: decided.order.len(), chosen: is_she, told_by })
}

/// The first thing in which two differ; none when the order of their names decided.
fn told_apart(hers: &Eligible, theirs: &Eligible) -> Option<Criterion> {
    let metres = |eligible: &Eligible| (eligible.distance_km * 1_000.0) as i64;
    if hers.suitability != theirs.suitability {
        Some(Criterion::Title)
    } else if hers.balance_after_centipoints != theirs.balance_after_centipoints {
        Some(Criterion::Equity)
    } else if hers.knows_unit != theirs.knows_unit {
        Some(Criterion::Familiarity)
    } else if metres(hers) != metres(theirs) {
        Some(Criterion::Distance)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(agent: &str, balance: i64, knows_unit: bool) -> Candidate {
        let eligible = Eligible {
            rank: 0,
            suitability: Suitability::Full,
            balance_before_centipoints: 0,
            balance_after_centipoints: balance,
            knows_unit,
            distance_km: 3.0,
            cost_cents: 0,
            offer_only: Vec::new(),
        };
        Candidate { agent: agent.into(), name: String::new(), verdict: Verdict::Eligible(eligible) }
    }

    #[test]
    fn she_learns_her_place_and_what_decided() {
        let refused = Candidate { verdict: Verdict::Refused { refusals: Vec::new() }, ..candidate("late", 0, true) };
        let order =
            vec![candidate("light", 100, true), candidate("heavy", 900, true), candidate("new", 900, false), refused];
        let decided = Decided { chosen: Some("light".to_owned()), order };
        let of = |who: &str| place_in(&decided, who).map(|place| (place.rank, place.of, place.chosen, place.told_by));
        assert_eq!(of("light"), Some((1, 4, true, None)));
        assert_eq!(of("heavy"), Some((2, 4, false, Some(Criterion::Equity))));
        assert_eq!(of("late"), Some((4, 4, false, Some(Criterion::Law))));
        assert_eq!(of("nobody"), None);
        let decided = Decided { chosen: Some("heavy".to_owned()), ..decided };
        assert_eq!(place_in(&decided, "new").and_then(|place| place.told_by), Some(Criterion::Familiarity));
    }
}
