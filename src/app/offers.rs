//! Offers: an agent is asked, and she alone answers. Saying no needs no reason, costs nothing and is written nowhere as a mark
//! against her: her account goes back to what it was.

use super::App;
use super::access::{Action, Actor, Paging, Reach};
use super::audit::Event;
use super::burdens;
use super::error::{Conflict, Error, Result};
use super::rounds::{self, Mode};
use super::work::Work;
use crate::ids::AssignmentId;
use crate::lang::reasons::Reason;
use crate::store::Tx;
use crate::store::agreements;
use crate::store::offers::{self, Row};
use crate::store::outbox::Notice;
use crate::store::rounds::{self as round_rows, End};
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
    Accepted {
        /// Unix seconds.
        closes_at: i64,
    },
    /// She did not.
    Declined {
        /// Until when she may think better of it, unix seconds; none where a no stands.
        until: Option<i64>,
    },
    /// It closed without an answer.
    Expired,
    /// Nobody is asked any more.
    Withdrawn,
    /// She agreed, or could have, and the shift went to somebody else.
    NotChosen,
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row holds none.
    pub fn of(row: &Row) -> Result<Self> {
        Ok(match row.state.as_str() {
            "sent" => Self::Sent { closes_at: row.closes_at },
            "accepted" => Self::Accepted { closes_at: row.closes_at },
            "declined" => {
                let open = Mode::of(&row.mode)? == Mode::Fair && row.round_state == "open";
                Self::Declined { until: open.then_some(row.closes_at) }
            }
            "expired" => Self::Expired,
            "withdrawn" => Self::Withdrawn,
            "not_chosen" => Self::NotChosen,
            other => return Err(Error::Corrupt(format!("offer {} in state {other}", row.id))),
        })
    }

    /// The agent agrees, at once or after a no of which she may think better.
    ///
    /// # Errors
    /// When it was answered, withdrawn or has closed.
    pub fn accept(self, now: i64) -> Result<Self> {
        match self {
            Self::Sent { closes_at } | Self::Declined { until: Some(closes_at) } if now < closes_at => {
                Ok(Self::Accepted { closes_at })
            }
            Self::Sent { .. } | Self::Declined { until: Some(_) } => Err(Conflict::OfferClosed.into()),
            other => Err(other.in_the_way()),
        }
    }

    /// The agent does not agree. In a fair round she may think better of a yes until the closing; elsewhere a yes binds.
    ///
    /// # Errors
    /// When it was answered, withdrawn or has closed.
    pub fn decline(self, mode: Mode, now: i64) -> Result<Self> {
        match self {
            Self::Sent { closes_at } | Self::Accepted { closes_at } if mode == Mode::Fair && now < closes_at => {
                Ok(Self::Declined { until: Some(closes_at) })
            }
            Self::Sent { closes_at } if now < closes_at => Ok(Self::Declined { until: None }),
            Self::Sent { .. } => Err(Conflict::OfferClosed.into()),
            other => Err(other.in_the_way()),
        }
    }

    /// The agent takes her no back and has not answered any more: in a fair round, until the closing.
    ///
    /// # Errors
    /// When the no stands, or there is none.
    pub fn reconsider(self, now: i64) -> Result<Self> {
        match self {
            Self::Declined { until: Some(closes_at) } if now < closes_at => Ok(Self::Sent { closes_at }),
            Self::Declined { .. } => Err(Conflict::NoStands.into()),
            other => Err(other.in_the_way()),
        }
    }

    /// As stored.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "sent",
            Self::Accepted { .. } => "accepted",
            Self::Declined { .. } => "declined",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::NotChosen => "not_chosen",
        }
    }

    fn in_the_way(&self) -> Error {
        match self {
            Self::NotChosen => Conflict::AlreadyFilled.into(),
            other => Conflict::OfferState(other.clone()).into(),
        }
    }
}

/// What a yes came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The shift is hers.
    pub assignment: Option<AssignmentId>,
    /// When it is decided whose it is (unix seconds), where that is later.
    pub decided_at: Option<i64>,
}

/// The agent agrees. In a fair round that is decided at its closing; else the shift is hers, if it is lawful on the facts of
/// this moment.
///
/// # Errors
/// `Forbidden` for any role but the agent's, `NotFound` for somebody else's offer, `Unlawful` when a hard rule forbids it by
/// now, `Conflict` when it was answered or closed, and `AlreadyFilled` when somebody was faster in a round where that counts.
pub async fn accept(app: &App, actor: &Actor, id: &str) -> Result<Accepted> {
    let reach = actor.may(Action::AnswerOffer)?;
    // Whoever is too late hears so without waiting in the queue of those who write.
    let mut tx = app.db.read().await?;
    let seen = own(&mut tx, actor, &reach, id).await?;
    drop(tx);
    State::of(&seen)?.accept(app.clock.now())?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let mode = Mode::of(&seen.mode)?;
    // A willingness is no fact, and a named offer is one since it was sent.
    if mode == Mode::First {
        work.touch().await?;
    } else {
        work.queue().await?;
    }
    let row = own(&mut work.tx, actor, &reach, id).await?;
    let (now, before) = (work.now(), State::of(&row)?);
    if matches!(before, State::Declined { .. }) {
        agreements::speak_no_more(&mut work.tx, &row.id).await?;
    }
    let state = before.accept(now)?;
    store(&mut work.tx, &row, &state, Some(now)).await?;
    let event = Event::new("offer.accept", "offer", id).from_version(row.version);
    if mode == Mode::Fair {
        work.record(event.with(json!({ "shift": row.shift.id, "decided_at": row.closes_at })));
        work.commit().await?;
        return Ok(Accepted { assignment: None, decided_at: Some(row.closes_at) });
    }
    // For the judging the shift is one to be filled like any other.
    rounds::reopen(&mut work, &row.shift.id).await?;
    let assignment = rounds::hold(&mut work, &row).await?;
    let round = round_of(&mut work.tx, &actor.group, &row).await?;
    if !round_rows::end(&mut work.tx, &round, End::Closed(None), now).await? {
        return Err(Conflict::LostRace.into());
    }
    if mode == Mode::First {
        burdens::post_of_offer(&mut work, &row)?;
        let others = offers::of_round(&mut work.tx, &actor.group, &round.id).await?;
        offers::end_all(&mut work.tx, &actor.group, &round.id, ("sent", "not_chosen"), now).await?;
        for other in others.iter().filter(|other| other.state == "sent") {
            work.tell(Notice::to_agent("offer.not-chosen", &other.id.0, &other.agent_id, other.shift.facts()));
        }
    }
    work.record(event.with(json!({ "shift": row.shift.id, "assignment": assignment })));
    work.commit().await?;
    Ok(Accepted { assignment: Some(assignment), decided_at: None })
}

/// The agent does not agree. Where nobody is left to answer, the shift is open again; her account is as before.
///
/// # Errors
/// `Forbidden` for any role but the agent's, `NotFound` for somebody else's offer, `Conflict` when answered or closed.
pub async fn decline(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let reach = actor.may(Action::AnswerOffer)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let row = own(&mut work.tx, actor, &reach, id).await?;
    let now = work.now();
    let state = State::of(&row)?.decline(Mode::of(&row.mode)?, now)?;
    store(&mut work.tx, &row, &state, Some(now)).await?;
    rounds::meant_for_her_no_longer(&mut work, &row, &Reason::OfferDeclined).await?;
    work.record(Event::new("offer.decline", "offer", id).from_version(row.version));
    let round = round_of(&mut work.tx, &actor.group, &row).await?;
    let made = offers::of_round(&mut work.tx, &actor.group, &round.id).await?;
    if !made.iter().any(|offer| matches!(offer.state.as_str(), "sent" | "accepted")) {
        rounds::end_empty(&mut work, &round, &made, None).await?;
    }
    work.commit().await
}

/// The agent takes her no back: the offer waits for her answer again, as if she had given none.
///
/// # Errors
/// `Forbidden` for any role but the agent's, `NotFound` for somebody else's offer, `Conflict` when there is no such answer, or it
/// stands: outside a fair round, and once that is over.
pub async fn reconsider(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let reach = actor.may(Action::AnswerOffer)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    // A willingness is no fact; the round cannot end meanwhile.
    work.queue().await?;
    let row = own(&mut work.tx, actor, &reach, id).await?;
    let state = State::of(&row)?.reconsider(work.now())?;
    store(&mut work.tx, &row, &state, None).await?;
    agreements::speak_no_more(&mut work.tx, &row.id).await?;
    work.record(Event::new("offer.reconsider", "offer", id).from_version(row.version));
    work.commit().await
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

/// One offer.
///
/// # Errors
/// When the role does not allow it, or there is none in the reach.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Row> {
    let reach = actor.may(Action::ReadOffers)?;
    let mut tx = app.db.read().await?;
    let row = offers::find(&mut tx, &actor.group, id).await?;
    let seen = |row: &Row| reach.sees_unit(&row.shift.unit_id) || reach.is_herself(&row.agent_id);
    row.filter(seen).ok_or_else(|| Error::not_found("offer", id))
}

async fn own(tx: &mut Tx, actor: &Actor, reach: &Reach, id: &str) -> Result<Row> {
    let row = offers::find(tx, &actor.group, id).await?;
    row.filter(|row| reach.is_herself(&row.agent_id)).ok_or_else(|| Error::not_found("offer", id))
}

async fn round_of(tx: &mut Tx, group: &str, row: &Row) -> Result<round_rows::Row> {
    let round = round_rows::find(tx, group, &row.round_id.0).await?;
    round.ok_or_else(|| Error::Corrupt(format!("offer {} has no round", row.id)))
}

async fn store(tx: &mut Tx, row: &Row, state: &State, answered_at: Option<i64>) -> Result<()> {
    if offers::set_state(tx, row, state.name(), answered_at).await? { Ok(()) } else { Err(Conflict::LostRace.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_is_answered_once_and_in_time() {
        let sent = State::Sent { closes_at: 100 };
        let accepted = sent.clone().accept(99).expect("in time");
        assert!(matches!(sent.clone().accept(100), Err(Error::Conflict(Conflict::OfferClosed))));
        assert!(matches!(sent.decline(Mode::Named, 100), Err(Error::Conflict(Conflict::OfferClosed))));
        assert!(accepted.clone().accept(50).is_err());
        for over in [State::Declined { until: None }, State::Expired, State::Withdrawn, State::NotChosen] {
            assert!(over.clone().accept(0).is_err() && over.decline(Mode::Fair, 0).is_err());
        }
        assert!(matches!(State::NotChosen.accept(0), Err(Error::Conflict(Conflict::AlreadyFilled))));
    }

    #[test]
    fn a_yes_binds_but_in_a_fair_round_until_its_closing() {
        let accepted = State::Accepted { closes_at: 100 };
        assert_eq!(
            accepted.clone().decline(Mode::Fair, 99).expect("before the closing"),
            State::Declined { until: Some(100) }
        );
        assert!(accepted.clone().decline(Mode::Fair, 100).is_err());
        assert!(accepted.clone().decline(Mode::Named, 0).is_err() && accepted.decline(Mode::First, 0).is_err());
    }

    #[test]
    fn a_no_stands_but_in_a_fair_round_until_its_closing() {
        let declined = State::Sent { closes_at: 100 }.decline(Mode::Fair, 10).expect("in time");
        assert_eq!(declined.clone().reconsider(99).expect("before the closing"), State::Sent { closes_at: 100 });
        assert_eq!(declined.clone().accept(99).expect("straight to a yes"), State::Accepted { closes_at: 100 });
        assert!(matches!(declined.clone().reconsider(100), Err(Error::Conflict(Conflict::NoStands))));
        assert!(matches!(declined.accept(100), Err(Error::Conflict(Conflict::OfferClosed))));
        for mode in [Mode::Named, Mode::First] {
            let stands = State::Sent { closes_at: 100 }.decline(mode, 10).expect("in time");
            assert!(matches!(stands.clone().reconsider(11), Err(Error::Conflict(Conflict::NoStands))));
            assert!(matches!(stands.accept(11), Err(Error::Conflict(Conflict::OfferState(_)))));
        }
        for other in [State::Sent { closes_at: 100 }, State::Accepted { closes_at: 100 }, State::Expired] {
            assert!(matches!(other.reconsider(0), Err(Error::Conflict(Conflict::OfferState(_)))));
        }
    }
}
