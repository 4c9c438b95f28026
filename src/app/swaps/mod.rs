//! Swaps: agents give duties to each other, one of them to another (`give_away`), two to each other (`two_way`), or each to
//! the next of three to five (`cycle`).
//!
//! A swap is legs, each a duty with who gives and who takes it. It is judged before anybody is asked, again whenever somebody
//! agrees, and at the end inside the deed that carries it out: always all legs together, on the timelines as they would be
//! after. Then the work changes hands with everything that hangs on it, or nothing does.
//!
//! Invariants: nobody gives or takes what she has not agreed to; no reason is asked of whoever declines, and nothing is held
//! against her; a duty may be in several swaps that wait, and the first that is carried out ends the others; a swap in which a
//! duty is gone ends, and everybody in it is told; of legs that are not hers an agent reads nothing but their number, and of a
//! duty that she asks about no reason why it is not to be had.

mod answering;
mod carrying;
mod deciding;
mod drafting;
mod duties;
mod ending;
pub mod finder;
pub mod judging;
mod making;
mod search;
mod seen;
mod telling;
mod weighing;
mod wishes;

pub use answering::{agree, decline, withdraw};
pub use deciding::{approve, refuse};
pub use duties::{Duty, PartOfDay, Takes};
pub use ending::{duty_gone, end_wish_over, expire, home_days_changed};
pub use making::{New, NewLeg, Preview, judge, propose};
pub use search::{FoundLeg, FoundMatch, SearchAnswer, search};
pub use seen::{Effect, LegRefused, LegsRefused, Seen, SeenLeg, SeenUnit, cursor, find, list};
pub use wishes::{NewWish, Wish, change, end, find as find_wish, list as list_wishes, make, make_once};

use super::error::{Conflict, Error, Result};
use super::work::Work;
use crate::store::Tx;
use crate::store::swaps::{self, Leg, Person, Row, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Most people of a swap.
pub const PEOPLE_MAX: usize = 5;

/// What a swap is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SwapKind")]
pub enum Kind {
    /// One takes a duty and gives nothing back.
    GiveAway,
    /// Two give each other a duty.
    TwoWay,
    /// Each gives a duty to the next, and the last to the first.
    Cycle,
}

/// How a swap that everybody has agreed to is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// By the group's settings: lawful, the same titles, and nobody's account moves much.
    Automatic,
    /// By each unit concerned.
    Units,
}

/// Why a swap came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Somebody does not want it; it is not said who.
    Declined,
    /// A unit does not allow it.
    Unit,
    /// One of its duties is no longer there to be given.
    DutyGone,
}

/// Where a swap stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its people are asked.
    Proposed {
        /// Unix seconds.
        closes_at: i64,
    },
    /// Everybody has agreed; the units are asked.
    ToApprove {
        /// Unix seconds: when the first of its duties begins.
        closes_at: i64,
    },
    /// Carried out.
    Done(Approval),
    /// It will not be.
    Refused(Cause),
    /// Its time passed.
    Expired,
    /// Whoever proposed it thought better of it.
    Withdrawn,
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row contradicts itself.
    pub fn of(row: &Row) -> Result<Self> {
        let corrupt = || Error::Corrupt(format!("swap {} in state {}", row.id, row.state));
        let closes_at = row.closes_at;
        Ok(match (row.state.as_str(), row.approval.as_deref(), row.cause.as_deref()) {
            ("proposed", None, None) => Self::Proposed { closes_at },
            ("to_approve", Some(_), None) => Self::ToApprove { closes_at },
            ("done", Some(approval), None) => Self::Done(crate::store::named(approval)?),
            ("refused", _, Some(cause)) => Self::Refused(crate::store::named(cause)?),
            ("expired", _, None) => Self::Expired,
            ("withdrawn", _, None) => Self::Withdrawn,
            _ => return Err(corrupt()),
        })
    }

    /// Somebody may answer.
    ///
    /// # Errors
    /// When its people have all agreed, it is over, or its time has passed.
    pub fn answer(self, now: i64) -> Result<Self> {
        match self {
            Self::Proposed { closes_at } if now < closes_at => Ok(self),
            Self::Proposed { .. } => Err(Conflict::SwapClosed.into()),
            other => Err(other.in_the_way()),
        }
    }

    /// Everybody has agreed, and the units are asked until the first duty begins.
    ///
    /// # Errors
    /// Unless its people are asked.
    pub fn ask_units(self, first_start: i64) -> Result<Self> {
        match self {
            Self::Proposed { .. } => Ok(Self::ToApprove { closes_at: first_start }),
            other => Err(other.in_the_way()),
        }
    }

    /// A unit may decide.
    ///
    /// # Errors
    /// Unless the units are asked and there is time left.
    pub fn decide(self, now: i64) -> Result<Self> {
        match self {
            Self::ToApprove { closes_at } if now < closes_at => Ok(self),
            Self::ToApprove { .. } => Err(Conflict::SwapClosed.into()),
            other => Err(other.in_the_way()),
        }
    }

    /// It is carried out.
    ///
    /// # Errors
    /// When it is over.
    pub fn carry_out(self, approval: Approval) -> Result<Self> {
        match self {
            Self::Proposed { .. } | Self::ToApprove { .. } => Ok(Self::Done(approval)),
            other => Err(other.in_the_way()),
        }
    }

    /// It will not be.
    ///
    /// # Errors
    /// When it is over.
    pub fn refuse(self, cause: Cause) -> Result<Self> {
        match self {
            Self::Proposed { .. } | Self::ToApprove { .. } => Ok(Self::Refused(cause)),
            other => Err(other.in_the_way()),
        }
    }

    /// Whoever proposed it takes it back.
    ///
    /// # Errors
    /// When it is over.
    pub fn withdraw(self) -> Result<Self> {
        match self {
            Self::Proposed { .. } | Self::ToApprove { .. } => Ok(Self::Withdrawn),
            other => Err(other.in_the_way()),
        }
    }

    /// Its time has passed.
    ///
    /// # Errors
    /// When it is over, or there is time left.
    pub fn expire(self, now: i64) -> Result<Self> {
        match self {
            Self::Proposed { closes_at } | Self::ToApprove { closes_at } if now >= closes_at => Ok(Self::Expired),
            other => Err(other.in_the_way()),
        }
    }

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed { .. } => "proposed",
            Self::ToApprove { .. } => "to_approve",
            Self::Done(_) => "done",
            Self::Refused(_) => "refused",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn in_the_way(self) -> Error {
        Conflict::SwapState(self).into()
    }
}

/// A swap with its legs, its people, and the units that have to say yes.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The swap.
    pub swap: Row,
    /// In order.
    pub legs: Vec<Leg>,
    /// By identifier.
    pub people: Vec<Person>,
    /// Empty until people have to approve it.
    pub units: Vec<Unit>,
}

impl Whole {
    /// When the first of its duties begins, unix seconds.
    fn first_start(&self) -> i64 {
        self.legs.iter().map(|leg| leg.post.starts_at).min().unwrap_or(i64::MIN)
    }

    fn moves(&self) -> Result<Vec<judging::Move>> {
        self.legs.iter().map(judging::Move::of_leg).collect()
    }
}

async fn whole_in(tx: &mut Tx, group: &str, id: &str) -> Result<Option<Whole>> {
    let Some(swap) = swaps::find(tx, group, id).await? else { return Ok(None) };
    Ok(Some(Whole {
        legs: swaps::legs(tx, group, id).await?,
        people: swaps::people(tx, group, id).await?,
        units: swaps::units(tx, group, id).await?,
        swap,
    }))
}

/// Stores a swap as it now is.
async fn save(work: &mut Work<'_>, swap: &mut Row, state: State) -> Result<()> {
    let (group, now, by) = (work.group(), work.now(), work.actor.user.0.clone());
    state.name().clone_into(&mut swap.state);
    match state {
        State::ToApprove { closes_at } => {
            swap.closes_at = closes_at;
            swap.approval = Some(crate::store::name_of(&Approval::Units)?);
        }
        State::Done(approval) => swap.approval = Some(crate::store::name_of(&approval)?),
        State::Refused(cause) => swap.cause = Some(crate::store::name_of(&cause)?),
        State::Proposed { .. } | State::Expired | State::Withdrawn => {}
    }
    if !matches!(state, State::Proposed { .. } | State::ToApprove { .. }) {
        (swap.ended_at, swap.ended_by) = (Some(now), Some(by));
    }
    if !swaps::update(&mut work.tx, group, swap).await? {
        return Err(Conflict::LostRace.into());
    }
    swap.version += 1;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_is_answered_in_time_then_allowed_in_time() {
        let proposed = State::Proposed { closes_at: 100 };
        assert!(proposed.answer(99).is_ok());
        assert!(matches!(proposed.answer(100), Err(Error::Conflict(Conflict::SwapClosed))));
        assert!(proposed.decide(0).is_err(), "nobody allows what is not agreed on");
        let waiting = proposed.ask_units(200).expect("agreed");
        assert!(waiting.answer(0).is_err());
        assert!(waiting.decide(199).is_ok());
        assert!(matches!(waiting.decide(200), Err(Error::Conflict(Conflict::SwapClosed))));
        assert_eq!(waiting.carry_out(Approval::Units).expect("allowed"), State::Done(Approval::Units));
        assert!(proposed.expire(99).is_err());
        assert_eq!(proposed.expire(100).expect("over"), State::Expired);
    }

    #[test]
    fn what_is_over_stays_as_it_is() {
        let all = [State::Done(Approval::Automatic), State::Refused(Cause::Declined), State::Expired, State::Withdrawn];
        for over in all {
            assert!(over.answer(0).is_err() && over.decide(0).is_err() && over.ask_units(0).is_err());
            assert!(over.carry_out(Approval::Units).is_err() && over.refuse(Cause::Unit).is_err());
            assert!(over.withdraw().is_err() && over.expire(i64::MAX).is_err());
        }
    }
}
