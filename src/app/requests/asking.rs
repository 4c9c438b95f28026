//! What a change of shifts does to the people concerned: whoever was asked for one, or held it, agreed to another day, other hours
//! or another title, so her yes lapses and she is asked anew.
//!
//! Whoever held a changed shift holds nothing until she answers: what she agreed to is not needed any more, and what is needed she
//! has not agreed to. But it is hers to take: a round to her alone asks for it, so that it goes to nobody else meanwhile and
//! counts in her hours. If she may not hold it as it is now, she is freed and told so.

use crate::app::assignments::{self, Cause};
use crate::app::error::Result;
use crate::app::rounds::{self, Again, Before, Mode};
use crate::app::shifts as shift;
use crate::app::work::Work;
use crate::app::{agency, cascades};
use crate::lang::reasons::Reason;
use crate::store::outbox::Notice;
use crate::store::shifts::Stored;
use crate::store::{assignments as assignment_rows, offers, rounds as round_rows};
use serde_json::Value;
use std::collections::BTreeSet;

/// A shift that nobody holds or is asked for any more, and who did or was.
pub(super) struct Released {
    shift: String,
    /// The shift as it was.
    was: Value,
    whose: Whose,
}

enum Whose {
    /// Nobody's.
    Nobody,
    /// These offers could still have come to something.
    Asked { round: Box<round_rows::Row>, live: Vec<offers::Row> },
    /// She held it; the notice in minutes.
    Held { assignment: Box<assignment_rows::Row>, notice_minutes: i64 },
}

/// Ends whatever binds people to a shift that is about to change, without a word yet; it is open after, or a draft as before.
pub(super) async fn release(work: &mut Work<'_>, stored: &Stored) -> Result<Released> {
    let (group, why) = (work.group(), Reason::ShiftChanged.record());
    let whose = match shift::State::of(stored)? {
        shift::State::Offered => match round_rows::open_of(&mut work.tx, group, &stored.shift.id).await? {
            Some(round) => Whose::Asked { live: rounds::stop(work, &round, &why).await?, round: Box::new(round) },
            None => Whose::Nobody,
        },
        shift::State::Filled(_) => {
            let (assignment, notice_minutes) = assignments::release(work, stored, &why).await?;
            Whose::Held { assignment: Box::new(assignment), notice_minutes }
        }
        _ => Whose::Nobody,
    };
    // What an agency was asked for is not what the shift is about to be.
    agency::call_off(work, &stored.shift.id, &why).await?;
    Ok(Released { shift: stored.shift.id.clone(), was: stored.shift.facts(), whose })
}

/// Asks again whoever was asked for the shift or held it, now that it has changed, and tells everybody else how it ended.
pub(super) async fn ask_again(work: &mut Work<'_>, released: Released) -> Result<()> {
    let Released { shift, was, whose } = released;
    match whose {
        Whose::Nobody => {}
        Whose::Held { assignment, notice_minutes } => {
            let before = Before {
                mode: Mode::Named,
                plan: None,
                opened_by: work.actor.user.0.clone(),
                seconds: work.app.config.offer_hours * 3_600,
            };
            let she = BTreeSet::from([assignment.agent_id.clone()]);
            if rounds::ask_again(work, &shift, &before, &she, &was).await?.people.is_empty() {
                assignments::tell_freed(work, &assignment, was, notice_minutes);
            }
        }
        Whose::Asked { round, live } => {
            let before = Before {
                mode: Mode::of(&round.mode)?,
                plan: round.plan_id.clone(),
                opened_by: round.opened_by.clone(),
                seconds: round.closes_at - round.opened_at,
            };
            let people: BTreeSet<String> = live.iter().map(|offer| offer.agent_id.clone()).collect();
            let Again { round: again, people: asked } = rounds::ask_again(work, &shift, &before, &people, &was).await?;
            if let Some((again, closes_at)) = again {
                cascades::asks_by(work, &round.id, (&again, closes_at)).await?;
            }
            for offer in live.iter().filter(|offer| !asked.contains(&offer.agent_id)) {
                work.tell(Notice::to_agent("offer.withdrawn", &offer.id.0, &offer.agent_id, was.clone()));
            }
            if asked.is_empty() {
                work.tell(Notice::to_user("round.empty", &round.id.0, &round.opened_by, was));
            }
        }
    }
    Ok(())
}

/// Lets go whoever may hold a shift no longer although the shift itself is as it was: its request accepts no degraded
/// substitution any more, or she is the one to be replaced.
pub(super) async fn let_go(work: &mut Work<'_>, stored: &Stored) -> Result<()> {
    let group = work.group();
    match shift::State::of(stored)? {
        shift::State::Offered => {
            if let Some(round) = round_rows::open_of(&mut work.tx, group, &stored.shift.id).await? {
                rounds::drop_unlawful(work, &round).await?;
            }
        }
        shift::State::Filled(_) => {
            if let Some(row) = assignment_rows::standing(&mut work.tx, group, &stored.shift.id).await? {
                assignments::free_unlawful(work, &row.agent_id, (&Reason::ShiftChanged, Cause::Service)).await?;
            }
        }
        _ => {}
    }
    Ok(())
}
