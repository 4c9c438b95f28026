//! The legs that somebody would propose, with what stands behind them.
//!
//! Need to know: where a colleague works, and whether she is absent, is hers and her employer's. So a duty of somebody else's is
//! there to be exchanged or it is not, and whoever asks reads no reason: no such duty, an absence, another member's roster, a
//! roster in the making, a duty that has begun and a law that stands against it on somebody else's side look alike
//! ([`Drafted::Nothing`], [`Draft::refused`]).

use super::duties::{self, Standing};
use super::judging::{Judged, Move};
use super::making::{New, NewLeg};
use super::seen::LegRefused;
use super::{Duty, Kind, PEOPLE_MAX, wishes};
use crate::app::access::Reach;
use crate::app::error::{Conflict, Error, Result};
use crate::app::fields;
use crate::app::wrong::{expected, found};
use crate::store::swaps::{Leg, Person};
use crate::store::{Tx, agents};
use releve_solver::domain::scenario::Scenario;
use std::collections::BTreeMap;

/// A swap that is not stored yet.
pub(super) struct Draft {
    pub kind: Kind,
    pub legs: Vec<Leg>,
    pub people: Vec<Person>,
    pub moves: Vec<Move>,
    /// Not every duty in it is her own.
    of_others: bool,
}

/// What the legs that somebody has in mind come to.
pub(super) enum Drafted {
    /// Every duty is there to be given.
    Whole(Draft),
    /// One that is not hers is not.
    Nothing {
        /// What it would have been.
        kind: Kind,
        /// How many legs it would have had.
        legs: usize,
    },
}

impl Draft {
    /// What forbids it, as far as whoever has it in mind may read it: where a duty of somebody else's is in it and somebody
    /// else's timeline stands against it, no more than that.
    pub fn refused(&self, judged: &Judged, reach: &Reach) -> Vec<LegRefused> {
        let all = LegRefused::all(judged, &self.legs, reach);
        let hers_alone = all.iter().all(|leg| !leg.refusals.is_empty());
        if hers_alone || !self.of_others { all } else { LegRefused::alike(self.legs.len()) }
    }
}

/// The legs with what stands behind them now.
///
/// # Errors
/// `Invalid` for legs that make no swap of hers; `NotFound` for an agent, a wish or a duty of her own that is not there;
/// `Conflict` when her own duty has begun, or a wish is over.
pub(super) async fn drafted(
    tx: &mut Tx,
    (group, scenario): (&str, &Scenario),
    (me, now): (&str, i64),
    new: &New,
) -> Result<Drafted> {
    let (wanted, of_wishes) = match (new.legs.is_empty(), new.wishes.is_empty()) {
        (false, true) => (new.legs.clone(), BTreeMap::new()),
        (true, false) => wishes::legs(tx, (group, scenario), &new.wishes).await?,
        _ => {
            let found = found("found-legs-and-wishes").with("legs", new.legs.len()).with("wishes", new.wishes.len());
            return Err(Error::field("legs", found, expected("field-legs-or-wishes")));
        }
    };
    let kind = shape(&wanted)?;
    if !wanted.iter().any(|leg| leg.giver == me || leg.taker == me) {
        return Err(Error::field("legs", found("found-others-alone"), expected("field-yourself")));
    }
    let mut faces = BTreeMap::new();
    for agent in wanted.iter().flat_map(|leg| [&leg.giver, &leg.taker]) {
        let face = agents::face(tx, group, agent).await?.ok_or_else(|| Error::not_found("agent", agent))?;
        faces.insert(agent.as_str(), face);
    }
    // Where a wish says that a duty is to be had, its employer does not matter.
    let is_near = |leg: &NewLeg| {
        let same_house = faces[leg.giver.as_str()].employer_id == faces[me].employer_id;
        same_house || !new.wishes.is_empty() || matches!(leg.duty, Duty::Assignment { .. })
    };
    let (mut legs, mut moves, mut there) = (Vec::with_capacity(wanted.len()), Vec::with_capacity(wanted.len()), true);
    for (leg, leg_no) in wanted.iter().zip(0..) {
        let standing = duties::standing(tx, (group, scenario), &leg.giver, &leg.duty).await?;
        let (hers, begun) = (leg.giver == me, standing.as_ref().is_some_and(|standing| standing.post.starts_at <= now));
        match standing {
            None if hers => return Err(Error::not_found("duty", &leg.duty.key(me))),
            Some(_) if hers && begun => return Err(Conflict::ShiftBegun.into()),
            Some(standing) if hers || (!begun && is_near(leg)) => {
                moves.push(Move::of_standing(&standing, &leg.taker)?);
                legs.push(leg_of(&new.id, leg_no, standing, [&faces[leg.giver.as_str()], &faces[leg.taker.as_str()]]));
            }
            _ => there = false,
        }
    }
    // After all of her own, about which she hears everything whatever the others are.
    if !there {
        return Ok(Drafted::Nothing { kind, legs: wanted.len() });
    }
    let people = faces.into_values().map(|face| Person {
        swap_id: new.id.clone(),
        wish_id: of_wishes.get(&face.id).cloned(),
        agent_id: face.id,
        agent_name: face.name,
        employer_id: face.employer_id,
        answer: None,
        answered_at: None,
        given_centipoints: 0,
        taken_centipoints: 0,
        before_centipoints: 0,
        after_centipoints: 0,
    });
    let of_others = wanted.iter().any(|leg| leg.giver != me);
    Ok(Drafted::Whole(Draft { kind, people: people.collect(), legs, moves, of_others }))
}

fn leg_of(swap: &str, leg_no: i64, standing: Standing, [giver, taker]: [&agents::Face; 2]) -> Leg {
    Leg {
        swap_id: swap.to_owned(),
        leg_no,
        giver_id: giver.id.clone(),
        giver_name: giver.name.clone(),
        giver_employer: giver.employer_id.clone(),
        taker_id: taker.id.clone(),
        taker_name: taker.name.clone(),
        taker_employer: taker.employer_id.clone(),
        duty_key: standing.duty.key(&giver.id),
        assignment_id: match standing.duty {
            Duty::Assignment { id } => Some(id),
            Duty::Home { .. } => None,
        },
        post: standing.post,
        given_centipoints: 0,
        taken_centipoints: 0,
        made_assignment_id: None,
    }
}

/// What legs make together.
pub(super) fn shape(legs: &[NewLeg]) -> Result<Kind> {
    fields::count("legs", legs.len(), 1, PEOPLE_MAX)?;
    if let Some(leg) = legs.iter().find(|leg| leg.giver == leg.taker) {
        return Err(Error::field("legs", format!("{0} → {0}", leg.giver), expected("field-two-people")));
    }
    if legs.len() == 1 {
        return Ok(Kind::GiveAway);
    }
    let next: BTreeMap<&str, &str> = legs.iter().map(|leg| (leg.giver.as_str(), leg.taker.as_str())).collect();
    let start = legs[0].giver.as_str();
    let (mut at, mut steps) = (start, 0);
    while let Some(taker) = next.get(at).filter(|_| steps < legs.len()) {
        (at, steps) = (taker, steps + 1);
        if at == start {
            break;
        }
    }
    match (next.len() == legs.len() && at == start && steps == legs.len(), legs.len()) {
        (true, 2) => Ok(Kind::TwoWay),
        (true, _) => Ok(Kind::Cycle),
        (false, _) => Err(Error::field("legs", found("found-no-ring"), expected("field-ring"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::AssignmentId;

    fn legs(pairs: &[(&str, &str)]) -> Vec<NewLeg> {
        let duty = |n: usize| Duty::Assignment { id: AssignmentId(format!("a{n}")) };
        let leg = |(n, (giver, taker)): (usize, &(&str, &str))| NewLeg {
            giver: (*giver).to_owned(),
            duty: duty(n),
            taker: (*taker).to_owned(),
        };
        pairs.iter().enumerate().map(leg).collect()
    }

    #[test]
    fn legs_make_a_gift_an_exchange_or_a_ring() {
        let kind = |pairs: &[(&str, &str)]| shape(&legs(pairs)).ok();
        assert_eq!(kind(&[("a", "b")]), Some(Kind::GiveAway));
        assert_eq!(kind(&[("a", "b"), ("b", "a")]), Some(Kind::TwoWay));
        assert_eq!(kind(&[("a", "b"), ("c", "a"), ("b", "c")]), Some(Kind::Cycle));
        assert_eq!(kind(&[("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "a")]), Some(Kind::Cycle));
    }

    #[test]
    fn what_makes_no_ring_is_no_swap() {
        let refused = |pairs: &[(&str, &str)]| shape(&legs(pairs)).is_err();
        assert!(refused(&[]) && refused(&[("a", "a")]));
        assert!(refused(&[("a", "b"), ("b", "c")]), "a chain");
        assert!(refused(&[("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")]), "two exchanges");
        assert!(refused(&[("a", "b"), ("a", "c"), ("b", "a")]), "somebody gives twice");
        assert!(refused(&[("a", "b"), ("c", "b"), ("b", "a")]), "somebody takes twice");
        assert!(refused(&[("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "f"), ("f", "a")]), "six people");
    }
}
