//! Offers: an agent is asked, and she alone answers. Saying no needs no reason, costs nothing and is written nowhere as a mark
//! against her: her account goes back to what it was.

use super::access::{Action, Actor, Paging, Reach, Role};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use super::{App, requests as request};
use crate::ids::{AssignmentId, OfferId};
use crate::store::offers::{self, Row};
use crate::store::outbox::Notice;
use crate::store::{Tx, assignments, ledgers, requests};
use serde_json::json;

/// Where an offer stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The agent may answer until it closes.
    Sent {
        /// Unix seconds.
        closes_at: i64,
    },
    /// She agreed.
    Accepted,
    /// She did not.
    Declined,
    /// It closed without an answer.
    Expired,
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row holds none.
    pub fn of(row: &Row) -> Result<Self> {
        Ok(match row.state.as_str() {
            "sent" => Self::Sent { closes_at: row.closes_at },
            "accepted" => Self::Accepted,
            "declined" => Self::Declined,
            "expired" => Self::Expired,
            other => return Err(Error::Corrupt(format!("offer {} in state {other}", row.id))),
        })
    }

    /// The agent agrees.
    ///
    /// # Errors
    /// When it was answered or has closed.
    pub fn accept(self, now: i64) -> Result<Self> {
        self.answerable(now).map(|()| Self::Accepted)
    }

    /// The agent does not agree.
    ///
    /// # Errors
    /// When it was answered or has closed.
    pub fn decline(self, now: i64) -> Result<Self> {
        self.answerable(now).map(|()| Self::Declined)
    }

    /// Nobody answered in time.
    ///
    /// # Errors
    /// When it was answered or is still open.
    pub fn expire(self, now: i64) -> Result<Self> {
        match self {
            Self::Sent { closes_at } if closes_at <= now => Ok(Self::Expired),
            Self::Sent { .. } => Err(Conflict::OfferState("en attente de réponse").into()),
            other => Err(other.in_the_way()),
        }
    }

    /// As stored.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "sent",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Expired => "expired",
        }
    }

    fn answerable(self, now: i64) -> Result<()> {
        match self {
            Self::Sent { closes_at } if now < closes_at => Ok(()),
            Self::Sent { .. } => Err(Conflict::OfferClosed.into()),
            other => Err(other.in_the_way()),
        }
    }

    fn in_the_way(&self) -> Error {
        let state = match self {
            Self::Sent { .. } => "en attente de réponse",
            Self::Accepted => "acceptée",
            Self::Declined => "refusée",
            Self::Expired => "close",
        };
        Conflict::OfferState(state).into()
    }
}

/// The agent agrees: the shift is hers.
///
/// # Errors
/// `Forbidden` for any role but the agent's, `NotFound` for somebody else's offer, `Conflict` when answered or closed.
pub async fn accept(app: &App, actor: &Actor, id: &str) -> Result<AssignmentId> {
    let reach = actor.may(Action::AnswerOffer)?;
    let now = app.clock.now();
    let mut work = Work::begin(app, actor, reach.role).await?;
    let row = own(&mut work.tx, actor, &reach, id).await?;
    let state = State::of(&row)?.accept(now)?;
    let assignment = AssignmentId(app.clock.new_id());
    let asked = request_of(&mut work.tx, &actor.group, &row).await?;
    let filled = request::State::of(&asked)?.fill(&row.id, assignment.clone())?;
    store(&mut work.tx, &row, &state, now).await?;
    assignments::insert(&mut work.tx, &actor.group, &assignment, &row, now).await?;
    request::store(&mut work.tx, &actor.group, &asked, &filled).await?;
    let detail = json!({ "shift": row.shift.id, "assignment": assignment });
    work.record(Event::new("offer.accept", "offer", id).from_version(row.version).with(detail));
    let payload = row.shift.facts();
    work.tell(Notice::to_agent("assignment.confirmed", &assignment.0, &row.agent_id, payload));
    work.commit().await?;
    Ok(assignment)
}

/// The agent does not agree: the shift is open again, her account as before.
///
/// # Errors
/// `Forbidden` for any role but the agent's, `NotFound` for somebody else's offer, `Conflict` when answered or closed.
pub async fn decline(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let reach = actor.may(Action::AnswerOffer)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let row = own(&mut work.tx, actor, &reach, id).await?;
    let state = State::of(&row)?.decline(work.now())?;
    take_back(&mut work, &row, (&state, "Sollicitation refusée")).await?;
    work.record(Event::new("offer.decline", "offer", id).from_version(row.version));
    work.commit().await
}

/// Closes an offer that nobody answered in time; false when somebody just did.
///
/// # Errors
/// When the database fails.
pub async fn expire(app: &App, group: &str, id: &OfferId) -> Result<bool> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.touch().await?;
    let Some(row) = offers::find(&mut work.tx, group, &id.0).await? else { return Ok(false) };
    let Ok(state) = State::of(&row)?.expire(work.now()) else { return Ok(false) };
    take_back(&mut work, &row, (&state, "Sollicitation close sans réponse")).await?;
    work.record(Event::new("offer.expire", "offer", &id.0).from_version(row.version));
    work.tell(Notice::to_agent("offer.closed", &id.0, &row.agent_id, row.shift.facts()));
    work.commit().await?;
    Ok(true)
}

/// A page of offers, the newest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Row>> {
    let reach = actor.may(Action::ReadOffers)?;
    let mut tx = app.db.read().await?;
    Ok(offers::list(&mut tx, &actor.group, &reach.page(paging)).await?)
}

/// Ends an offer without an assignment: shift open, equity line reversed with reason and link.
async fn take_back(work: &mut Work<'_>, row: &Row, (state, reason): (&State, &str)) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    let asked = request_of(&mut work.tx, group, row).await?;
    let open = request::State::of(&asked)?.reopen(&row.id)?;
    store(&mut work.tx, row, state, now).await?;
    request::store(&mut work.tx, group, &asked, &open).await?;
    let line = ledgers::equity_of_offer(&mut work.tx, &row.id)
        .await?
        .ok_or_else(|| Error::Corrupt(format!("offer {} has no equity line", row.id)))?;
    work.reverse_equity(&line, reason);
    Ok(())
}

async fn own(tx: &mut Tx, actor: &Actor, reach: &Reach, id: &str) -> Result<Row> {
    let row = offers::find(tx, &actor.group, id).await?;
    row.filter(|row| reach.is_herself(&row.agent_id)).ok_or_else(|| Error::not_found("offer", id))
}

async fn request_of(tx: &mut Tx, group: &str, row: &Row) -> Result<requests::Row> {
    let request = requests::of_shift(tx, group, &row.shift.id).await?;
    request.ok_or_else(|| Error::Corrupt(format!("offer {} has no request", row.id)))
}

async fn store(tx: &mut Tx, row: &Row, state: &State, now: i64) -> Result<()> {
    if offers::set_state(tx, row, state.name(), now).await? { Ok(()) } else { Err(Conflict::LostRace.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_is_answered_once_and_in_time() {
        let sent = State::Sent { closes_at: 100 };
        assert_eq!(sent.clone().accept(99).expect("in time"), State::Accepted);
        assert!(matches!(sent.clone().accept(100), Err(Error::Conflict(Conflict::OfferClosed))));
        assert_eq!(sent.clone().expire(100).expect("late"), State::Expired);
        assert!(sent.expire(99).is_err());
        for done in [State::Accepted, State::Declined, State::Expired] {
            assert!(done.clone().accept(0).is_err() && done.clone().decline(0).is_err() && done.expire(999).is_err());
        }
    }
}
