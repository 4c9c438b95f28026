//! A shift has changed while people were asked for it, or held it: what they said was said of another shift, so they are asked
//! anew, in a round like the one before, as far as they may hold what the shift is now.

use super::asking::closing_for;
use super::{Mode, Opening, Person, closing_seconds, insert, is_urgent, meant_for_her_no_longer, offer, reopen, round};
use crate::app::audit::Event;
use crate::app::error::{Error, Result};
use crate::app::work::Work;
use crate::app::{burdens, facts, rounds, settings, shifts as shift};
use crate::ids::{PlanId, RoundId};
use crate::lang::reasons::{Post, Reason};
use crate::store::offers;
use crate::store::outbox::Notice;
use crate::store::rounds::Row;
use crate::store::shifts::Stored;
use releve_solver::explain::{Question, Verdict};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// How people were asked before.
#[derive(Debug, Clone)]
pub(in crate::app) struct Before {
    /// How the round gives the shift.
    pub mode: Mode,
    /// Plan it comes from.
    pub plan: Option<PlanId>,
    /// User.
    pub opened_by: String,
    /// How long there was to answer; there is as much again.
    pub seconds: i64,
}

/// Whom a round asks again.
#[derive(Debug)]
pub(in crate::app) struct Again {
    /// The round, and when it closes, unix seconds; none when none of them may hold the shift as it is now.
    pub round: Option<(RoundId, i64)>,
    /// The people.
    pub people: BTreeSet<String>,
}

/// Asks people again for a shift that is open, those who may hold it as it is now. Each hears what was (`was`, the shift's facts)
/// and what holds. Where the first yes would have had the shift and there is time by now, it is asked in a fair round.
pub(in crate::app) async fn ask_again(
    work: &mut Work<'_>,
    shift: &str,
    before: &Before,
    people: &BTreeSet<String>,
    was: &Value,
) -> Result<Again> {
    let stored = shift::row(work, shift).await?;
    let asked = eligible(work, &stored, people).await?;
    if asked.is_empty() {
        return Ok(Again { round: None, people: BTreeSet::new() });
    }
    let (group, now, starts_at) = (work.group(), work.now(), stored.shift.starts_at);
    let agreed = settings::read(&mut work.tx, group).await?;
    let mode = match before.mode {
        Mode::First if !is_urgent(&agreed, now, starts_at) => Mode::Fair,
        mode => mode,
    };
    let answer = asked.iter().map(|person| person.agent.as_str()).collect();
    let bounds = (closing_seconds(now, starts_at, before.seconds), starts_at);
    let closes_at = closing_for(work, (mode, &agreed), bounds, &answer).await?;
    let (plan, by) = (before.plan.clone(), before.opened_by.clone());
    let round = round(work, shift, Opening { mode, plan, by, closes_at });
    let made = asked.into_iter().map(|person| offer(work, &round, person)).collect::<Result<Vec<_>>>()?;
    insert(work, std::slice::from_ref(&round), &made).await?;
    shift::store(work, &stored, &shift::State::of(&stored)?.offer()?).await?;
    for offer in &made {
        if mode == Mode::Named {
            // What she is asked for by name is on her account from the asking on.
            burdens::post_of_new_offer(
                work,
                (&offer.id, &offer.agent),
                &offer.burdens,
                &Reason::Shift(Post::of(&stored.shift)?),
            )?;
        }
        let mut notice = rounds::notice(&stored, offer, mode);
        notice.payload["was"] = was.clone();
        work.tell(Notice::to_agent("shift.changed", &offer.id.0, &offer.agent, notice.payload));
    }
    let detail = json!({ "shift": shift, "mode": mode, "people": made.len(), "closes_at": closes_at, "again": true });
    work.record(Event::new("round.open", "round", &round.id.0).with(detail));
    let people = made.into_iter().map(|offer| offer.agent).collect();
    Ok(Again { round: Some((round.id, closes_at)), people })
}

/// Those of some people who may hold a shift that is to be filled, in the published order.
async fn eligible(work: &mut Work<'_>, stored: &Stored, people: &BTreeSet<String>) -> Result<Vec<Person>> {
    let (group, now, people) = (work.group(), work.now(), people.clone());
    let facts = facts::read(&mut work.tx, group).await?;
    let shift = &stored.shift.id;
    let demand = facts.demand(shift).ok_or_else(|| Error::Corrupt(format!("shift {shift} is not in the facts")))?;
    let (agreed, shift) = (settings::read(&mut work.tx, group).await?, stored.shift.clone());
    let judging = tokio::task::spawn_blocking(move || {
        let judged = Question::new(&facts.problem, demand, &[], Some(now.div_euclid(60))).candidates();
        let mut asked = Vec::new();
        for candidate in judged.into_iter().filter(|candidate| people.contains(candidate.agent.as_str())) {
            if let Verdict::Eligible(eligible) = candidate.verdict {
                let burden = burdens::breakdown(&facts, &agreed, candidate.agent.as_str(), &shift, now)?;
                asked.push(Person { burden, agent: candidate.agent.0, cost_cents: eligible.cost_cents });
            }
        }
        Ok(asked)
    });
    judging.await.map_err(|e| Error::Corrupt(e.to_string()))?
}

/// Withdraws the offers of a round to those who may hold its shift no longer; the round is over when nobody is left to answer.
pub(in crate::app) async fn drop_unlawful(work: &mut Work<'_>, round: &Row) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    let mut live = offers::of_round(&mut work.tx, group, &round.id).await?;
    live.retain(|offer| matches!(offer.state.as_str(), "sent" | "accepted"));
    let people: BTreeSet<String> = live.iter().map(|offer| offer.agent_id.clone()).collect();
    // For the judging the shift is one to be filled like any other.
    reopen(work, &round.shift_id).await?;
    let stored = shift::row(work, &round.shift_id).await?;
    let may: BTreeSet<String> = eligible(work, &stored, &people).await?.into_iter().map(|asked| asked.agent).collect();
    shift::store(work, &stored, &shift::State::of(&stored)?.offer()?).await?;
    if may.is_empty() {
        return rounds::withdraw_in(work, round, &Reason::ShiftHasChanged.record()).await;
    }
    for offer in live.iter().filter(|offer| !may.contains(&offer.agent_id)) {
        offers::set_state(&mut work.tx, offer, "withdrawn", Some(now)).await?;
        meant_for_her_no_longer(work, offer, &Reason::OfferWithdrawn).await?;
        work.tell(Notice::to_agent("offer.withdrawn", &offer.id.0, &offer.agent_id, offer.shift.facts()));
        work.record(Event::new("offer.withdraw", "offer", &offer.id.0).from_version(offer.version));
    }
    Ok(())
}
