//! The rows of a round: itself, and an offer for each whom it asks.

use super::Mode;
use crate::app::burdens::Breakdown;
use crate::app::error::Result;
use crate::app::work::Work;
use crate::ids::{OfferId, PlanId, RoundId};
use crate::store::offers;
use crate::store::rounds::Row;

/// Somebody to ask.
pub(in crate::app) struct Person {
    /// Who.
    pub agent: String,
    /// What the shift would add to her account.
    pub burden: Breakdown,
    /// What she would cost, euro cents.
    pub cost_cents: i64,
}

/// How people are asked.
#[derive(Debug)]
pub(in crate::app) struct Opening {
    /// How the round gives the shift.
    pub mode: Mode,
    /// Plan it comes from.
    pub plan: Option<PlanId>,
    /// User.
    pub by: String,
    /// Unix seconds.
    pub closes_at: i64,
}

/// A round that opens now.
pub(in crate::app) fn round(work: &Work<'_>, shift: &str, opening: Opening) -> Row {
    Row {
        id: RoundId(work.app.clock.new_id()),
        shift_id: shift.to_owned(),
        mode: opening.mode.name().to_owned(),
        plan_id: opening.plan,
        state: "open".to_owned(),
        opened_by: opening.by,
        opened_at: work.now(),
        closes_at: opening.closes_at,
        closed_at: None,
        outcome: None,
        reason: None,
        version: 1,
    }
}

/// The offer that a round makes somebody.
pub(in crate::app) fn offer(work: &Work<'_>, round: &Row, person: Person) -> Result<offers::New> {
    Ok(offers::New {
        id: OfferId(work.app.clock.new_id()),
        round: round.id.clone(),
        shift: round.shift_id.clone(),
        agent: person.agent,
        burden_centipoints: person.burden.centipoints(),
        burdens: person.burden.text()?,
        cost_cents: person.cost_cents,
        sent_at: round.opened_at,
        closes_at: round.closes_at,
    })
}
