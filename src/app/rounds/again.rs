//! A shift has changed while people were asked for it, or held it: what they said was said of another shift, so they are asked
//! anew, in a round like the one before, as far as they may hold what the shift is now.

use super::asking::Person;
use super::{Mode, closing_seconds, insert, meant_for_her_no_longer, reopen};
use crate::app::audit::Event;
use crate::app::error::{Error, Result};
use crate::app::work::Work;
use crate::app::{burdens, facts, rounds, settings, shifts as shift};
use crate::ids::{OfferId, PlanId, RoundId};
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

/// Asks people again for a shift that is open, those who may hold it as it is now. Each hears what was (`was`, the shift's facts)
/// and what holds. Gives whom it asked; nobody is asked and no round opened when none of them may.
pub(in crate::app) async fn ask_again(
    work: &mut Work<'_>,
    shift: &str,
    before: &Before,
    people: &BTreeSet<String>,
    was: &Value,
) -> Result<BTreeSet<String>> {
    let stored = shift::row(work, shift).await?;
    let asked = eligible(work, &stored, people).await?;
    if asked.is_empty() {
        return Ok(BTreeSet::new());
    }
    let (app, now) = (work.app, work.now());
    let closes_at = closing_seconds(now, stored.shift.starts_at, before.seconds);
    let round = Row {
        id: RoundId(app.clock.new_id()),
        shift_id: shift.to_owned(),
        mode: before.mode.name().to_owned(),
        plan_id: before.plan.clone(),
        state: "open".to_owned(),
        opened_by: before.opened_by.clone(),
        opened_at: now,
        closes_at,
        closed_at: None,
        outcome: None,
        version: 1,
    };
    let offer = |asked: Person| {
        Ok(offers::New {
            id: OfferId(app.clock.new_id()),
            round: round.id.clone(),
            shift: shift.to_owned(),
            agent: asked.agent,
            burden_centipoints: asked.burden.centipoints(),
            burdens: asked.burden.text()?,
            cost_cents: asked.cost_cents,
            sent_at: now,
            closes_at,
        })
    };
    let made: Vec<_> = asked.into_iter().map(offer).collect::<Result<_>>()?;
    insert(work, std::slice::from_ref(&round), &made).await?;
    shift::store(work, &stored, &shift::State::of(&stored)?.offer()?).await?;
    for offer in &made {
        if before.mode == Mode::Named {
            // What she is asked for by name is on her account from the asking on.
            burdens::post_of_new_offer(work, (&offer.id, &offer.agent), &offer.burdens, &stored.shift.in_words())?;
        }
        let mut notice = rounds::notice(&stored, offer, before.mode);
        notice.payload["was"] = was.clone();
        work.tell(Notice::to_agent("shift.changed", &offer.id.0, &offer.agent, notice.payload));
    }
    let detail =
        json!({ "shift": shift, "mode": before.mode, "people": made.len(), "closes_at": closes_at, "again": true });
    work.record(Event::new("round.open", "round", &round.id.0).with(detail));
    Ok(made.into_iter().map(|offer| offer.agent).collect())
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
        return rounds::withdraw_in(work, round, "Le poste a changé").await;
    }
    for offer in live.iter().filter(|offer| !may.contains(&offer.agent_id)) {
        offers::set_state(&mut work.tx, offer, "withdrawn", now).await?;
        meant_for_her_no_longer(work, offer, "Sollicitation retirée").await?;
        work.tell(Notice::to_agent("offer.withdrawn", &offer.id.0, &offer.agent_id, offer.shift.facts()));
        work.record(Event::new("offer.withdraw", "offer", &offer.id.0).from_version(offer.version));
    }
    Ok(())
}
