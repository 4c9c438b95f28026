//! How a round ends: somebody gets the shift, or it is open again.

use super::{Mode, meant_for_her_no_longer, reopen};
use crate::app::access::{Actor, Role};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::work::Work;
use crate::app::{App, agency, agreements, burdens, facts, shifts as shift};
use crate::ids::{AssignmentId, RoundId};
use crate::lang::reasons::Reason;
use crate::store::outbox::Notice;
use crate::store::rounds::{self, End, Row};
use crate::store::{assignments, offers};
use releve_solver::check::check;
use releve_solver::domain::plan::Assignment;
use releve_solver::explain::{Candidate, Question, Verdict};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeSet;

/// The order that was published when a fair round closed: everybody who had said yes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "RoundOutcome")]
pub struct Outcome {
    /// Who got the shift.
    chosen: Option<String>,
    /// In the published order; whoever may no longer hold the shift comes last, with the reasons.
    order: Vec<Candidate>,
}

/// Closes a round whose time is over; false when it is over already.
///
/// # Errors
/// When the database fails, or the round is not due.
pub async fn close(app: &App, group: &str, id: &RoundId) -> Result<bool> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.touch().await?;
    let Some(round) = rounds::find(&mut work.tx, group, &id.0).await? else { return Ok(false) };
    if round.state != "open" || round.closes_at > work.now() {
        return Ok(false);
    }
    let made = offers::of_round(&mut work.tx, group, &round.id).await?;
    let willing: Vec<_> = made.iter().filter(|offer| offer.state == "accepted").cloned().collect();
    if Mode::of(&round.mode)? == Mode::Fair && !willing.is_empty() {
        allocate(&mut work, &round, &willing).await?;
    } else {
        end_empty(&mut work, &round, &made, None).await?;
    }
    work.commit().await?;
    Ok(true)
}

/// Ends a round in which nobody gets the shift: whoever has not answered hears that it is over, and so does who opened it.
pub(in crate::app) async fn end_empty(
    work: &mut Work<'_>,
    round: &Row,
    made: &[offers::Row],
    outcome: Option<&str>,
) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    if !rounds::end(&mut work.tx, round, End::Closed(outcome), now).await? {
        return Err(Conflict::RoundOver.into());
    }
    for offer in made.iter().filter(|offer| offer.state == "sent") {
        meant_for_her_no_longer(work, offer, &Reason::OfferUnanswered).await?;
        work.record(Event::new("offer.expire", "offer", &offer.id.0).from_version(offer.version));
        work.tell(Notice::to_agent("offer.closed", &offer.id.0, &offer.agent_id, offer.shift.facts()));
    }
    offers::end_all(&mut work.tx, group, &round.id, ("sent", "expired"), now).await?;
    offers::end_all(&mut work.tx, group, &round.id, ("accepted", "not_chosen"), now).await?;
    reopen(work, &round.shift_id).await?;
    agency::stands_again(work, &round.shift_id).await?;
    if let Some(offer) = made.first() {
        let payload = offer.shift.facts();
        work.tell(Notice::to_user("round.empty", &round.id.0, &round.opened_by, payload));
    }
    let detail = json!({ "shift": round.shift_id, "chosen": null, "people": made.len() });
    work.record(Event::new("round.close", "round", &round.id.0).from_version(round.version).with(detail));
    Ok(())
}

/// Gives the shift of a fair round to the first of the published order among those who said yes, judged on the facts of now.
async fn allocate(work: &mut Work<'_>, round: &Row, willing: &[offers::Row]) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    // For the judging the shift is one to be filled like any other.
    reopen(work, &round.shift_id).await?;
    let order = judged(work, &round.shift_id, willing).await?;
    let may_hold = |candidate: &&Candidate| matches!(candidate.verdict, Verdict::Eligible(_));
    let chosen = order.iter().find(may_hold).map(|candidate| candidate.agent.0.clone());
    let outcome = Outcome { chosen: chosen.clone(), order };
    let outcome = serde_json::to_string(&outcome).map_err(|e| Error::Corrupt(e.to_string()))?;
    if !rounds::end(&mut work.tx, round, End::Closed(Some(&outcome)), now).await? {
        return Err(Conflict::RoundOver.into());
    }
    let winner = willing.iter().find(|offer| Some(&offer.agent_id) == chosen.as_ref());
    if let Some(offer) = winner {
        // The shift is meant for her from now on.
        burdens::post_of_offer(work, offer)?;
        let assignment = hold(work, offer).await?;
        work.record(Event::new("offer.chosen", "offer", &offer.id.0).with(json!({ "assignment": assignment })));
    }
    for offer in willing.iter().filter(|offer| Some(&offer.agent_id) != chosen.as_ref()) {
        offers::set_state(&mut work.tx, offer, "not_chosen", Some(now)).await?;
        work.tell(Notice::to_agent("offer.not-chosen", &offer.id.0, &offer.agent_id, offer.shift.facts()));
    }
    let silent = offers::of_round(&mut work.tx, group, &round.id).await?;
    for offer in silent.iter().filter(|offer| offer.state == "sent") {
        work.record(Event::new("offer.expire", "offer", &offer.id.0).from_version(offer.version));
        work.tell(Notice::to_agent("offer.closed", &offer.id.0, &offer.agent_id, offer.shift.facts()));
    }
    offers::end_all(&mut work.tx, group, &round.id, ("sent", "expired"), now).await?;
    if winner.is_none()
        && let Some(offer) = willing.first()
    {
        agency::stands_again(work, &round.shift_id).await?;
        work.tell(Notice::to_user("round.empty", &round.id.0, &round.opened_by, offer.shift.facts()));
    }
    let detail = json!({ "shift": round.shift_id, "chosen": chosen, "willing": willing.len() });
    work.record(Event::new("round.close", "round", &round.id.0).from_version(round.version).with(detail));
    Ok(())
}

/// Those who said yes, in the published order.
async fn judged(work: &mut Work<'_>, shift: &str, willing: &[offers::Row]) -> Result<Vec<Candidate>> {
    let (group, now) = (work.group(), work.now());
    let facts = facts::read(&mut work.tx, group).await?;
    let demand = facts.demand(shift).ok_or_else(|| Error::Corrupt(format!("shift {shift} is not in the facts")))?;
    let willing: BTreeSet<String> = willing.iter().map(|offer| offer.agent_id.clone()).collect();
    let judging = tokio::task::spawn_blocking(move || {
        let mut all = Question::new(&facts.problem, demand, &[], Some(now.div_euclid(60))).candidates();
        all.retain(|candidate| willing.contains(candidate.agent.as_str()));
        all
    });
    judging.await.map_err(|e| Error::Corrupt(e.to_string()))
}

/// Gives the shift, which is to be filled, to whom an offer was made: lawful on the rows as this transaction sees them, or not
/// at all.
pub(in crate::app) async fn hold(work: &mut Work<'_>, offer: &offers::Row) -> Result<AssignmentId> {
    let facts = facts::read(&mut work.tx, work.actor.group.as_str()).await?;
    let asked = [Assignment { shift: offer.shift.id.as_str().into(), agent: offer.agent_id.as_str().into() }];
    let checking = tokio::task::spawn_blocking(move || check(&facts.problem, &asked).map(|_| ()));
    checking.await.map_err(|e| Error::Corrupt(e.to_string()))?.map_err(Error::Unlawful)?;
    fill(work, offer).await
}

/// The same for somebody who has been found lawful in this transaction.
pub(in crate::app) async fn fill(work: &mut Work<'_>, offer: &offers::Row) -> Result<AssignmentId> {
    let (group, now) = (work.group(), work.now());
    let stored = shift::row(work, &offer.shift.id).await?;
    let id = AssignmentId(work.app.clock.new_id());
    let filled = shift::State::of(&stored)?.fill(id.clone())?;
    let inserted = assignments::insert(&mut work.tx, group, &id, offer, now).await;
    inserted.map_err(|error| match error {
        e if crate::store::is_taken(&e) => Conflict::AlreadyFilled.into(),
        e => Error::from(e),
    })?;
    shift::store(work, &stored, &filled).await?;
    agency::take_back(work, &stored).await?;
    match agreements::given(work, offer).await? {
        Some(hand_back_until) => {
            let mut payload = offer.shift.facts();
            payload["hand_back_until"] = json!(hand_back_until);
            work.tell(Notice::to_agent("assignment.agreed", &id.0, &offer.agent_id, payload));
        }
        None => work.tell(Notice::to_agent("assignment.confirmed", &id.0, &offer.agent_id, offer.shift.facts())),
    }
    Ok(id)
}
