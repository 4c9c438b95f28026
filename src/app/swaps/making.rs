//! Proposing a swap: the legs are named, or follow from wishes that were found to fit; the law is asked first, then people.

use super::duties::{self, Standing};
use super::judging::{self, Judged, Move};
use super::seen::{Effect, LegRefused, Seen};
use super::{Duty, Kind, PEOPLE_MAX, State, Whole, deciding, telling, weighing, whole_in, wishes};
use crate::app::App;
use crate::app::access::{Action, Actor, Reach};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::settings::{self, Settings};
use crate::app::work::Work;
use crate::store::snapshot::{self, Snapshot};
use crate::store::swaps::{self, Leg, Person, Row};
use crate::store::{Tx, agents, is_taken, name_of};
use releve_solver::domain::scenario::Scenario;
use releve_solver::formats::well_formed_id;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Most swaps of one proposer that wait for somebody: whoever asks everybody is answered by nobody.
const WAITING_MAX: i64 = 20;
/// Longest time to answer that can be asked for, hours.
const HOURS_MAX: u32 = 720;

/// A duty that goes from one agent to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewSwapLeg")]
pub struct NewLeg {
    /// Who gives it.
    pub giver: String,
    /// What she gives.
    pub duty: Duty,
    /// Who takes it.
    pub taker: String,
}

/// A swap to propose: by its legs, or by wishes that fit, each giving to the next and the last to the first.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewSwap")]
pub struct New {
    /// Chosen by the caller: the same swap sent twice is one swap. Not looked at when it is only to be judged.
    #[serde(default)]
    pub id: String,
    /// Who gives what to whom.
    #[serde(default)]
    pub legs: Vec<NewLeg>,
    /// Wishes, as the search found them.
    #[serde(default)]
    pub wishes: Vec<String>,
    /// Hours until it closes, at the latest when the first duty begins; the group's setting when left out.
    #[serde(default)]
    pub hours: Option<u32>,
}

/// What can be said of a swap before anybody is asked.
#[derive(Debug)]
pub struct Preview {
    /// What it is made of.
    pub kind: Kind,
    /// What forbids it, as far as the one who asks may read it; empty when nothing does.
    pub refused: Vec<LegRefused>,
    /// What it does to her own account.
    pub effect: Option<Effect>,
    /// Nobody would have to approve it.
    pub automatic: bool,
}

/// A swap that is not stored yet.
struct Draft {
    kind: Kind,
    legs: Vec<Leg>,
    people: Vec<Person>,
    moves: Vec<Move>,
}

/// Proposes a swap. Its people are asked when it is lawful as a whole. The id, chosen by the caller, makes it idempotent: the
/// same again gives the stored one and `false`.
///
/// # Errors
/// `Forbidden` for any role but the agent's; `Invalid` for legs that make no swap; `NotFound` for an agent or a duty that is
/// not there; `SwapUnlawful` with the reasons of each leg; `Conflict` when a duty has begun, a wish is over, the id is taken
/// by something else, or too many of hers wait.
pub async fn propose(app: &App, actor: &Actor, new: &New) -> Result<(Seen, bool)> {
    let reach = actor.may(Action::ProposeSwap)?;
    let me = actor.agent().ok_or(Error::Forbidden(Action::ProposeSwap))?;
    look_at(new)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    // In the queue first, so that the same swap sent twice at once is found the second time.
    work.queue().await?;
    if let Some(whole) = whole_in(&mut work.tx, &actor.group, &new.id).await? {
        let same = whole.swap.proposed_by == me && is_the_same(&whole, new)?;
        return if same { Ok((Seen::of(whole, &reach), false)) } else { Err(Conflict::IdTaken(new.id.clone()).into()) };
    }
    if swaps::count_waiting(&mut work.tx, &actor.group, me).await? >= WAITING_MAX {
        return Err(Conflict::TooManySwaps { most: WAITING_MAX }.into());
    }
    let (agreed, now) = (settings::read(&mut work.tx, &actor.group).await?, work.now());
    let facts = snapshot_of(&mut work.tx, &actor.group).await?;
    let mut draft = drafted(&mut work.tx, (&actor.group, &facts.scenario), (me, now), new).await?;
    let judged = judged_lawful(facts, &draft, &reach).await?;
    weigh(&mut work.tx, (&actor.group, &agreed), &judged, &mut draft.legs, &mut draft.people).await?;
    for person in &mut draft.people {
        if person.agent_id == me {
            (person.answer, person.answered_at) = (Some("agreed".to_owned()), Some(now));
        }
    }
    let hours = i64::from(new.hours.unwrap_or(agreed.swap_hours));
    let first = draft.legs.iter().map(|leg| leg.post.starts_at).min().unwrap_or(now);
    let state = State::Proposed { closes_at: first.min(now + hours * 3_600) };
    let row = row_of(&draft, (&new.id, me), (now, state))?;
    swaps::insert(&mut work.tx, &actor.group, &row, &draft.legs, &draft.people).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::IdTaken(new.id.clone()).into(),
        e => Error::from(e),
    })?;
    let whole = whole_in(&mut work.tx, &actor.group, &new.id).await?.ok_or(Conflict::LostRace)?;
    let detail = json!({ "kind": draft.kind, "legs": whole.legs.len(), "closes_at": row.closes_at });
    work.record(Event::new("swap.propose", "swap", &new.id).with(detail));
    telling::people(&mut work, &whole, "swap.proposed", Some(me));
    work.commit().await?;
    Ok((Seen::of(whole, &reach), true))
}

/// What can be said of a swap before it is proposed; nothing is stored and nobody is asked.
///
/// # Errors
/// As [`propose`], but what is unlawful is told and no error.
pub async fn judge(app: &App, actor: &Actor, new: &New) -> Result<Preview> {
    let reach = actor.may(Action::ProposeSwap)?;
    let me = actor.agent().ok_or(Error::Forbidden(Action::ProposeSwap))?;
    let mut tx = app.db.read().await?;
    let (agreed, now) = (settings::read(&mut tx, &actor.group).await?, app.clock.now());
    let facts = snapshot_of(&mut tx, &actor.group).await?;
    let mut draft = drafted(&mut tx, (&actor.group, &facts.scenario), (me, now), new).await?;
    let judged = judging::judge_on(facts, &draft.moves).await?.ok_or(Conflict::DutyGone)?;
    weigh(&mut tx, (&actor.group, &agreed), &judged, &mut draft.legs, &mut draft.people).await?;
    let own = draft.people.iter().find(|person| person.agent_id == me);
    Ok(Preview {
        kind: draft.kind,
        refused: LegRefused::all(&judged, &draft.legs, &reach),
        effect: own.map(Effect::of),
        automatic: judged.is_lawful() && deciding::is_automatic(&agreed, &judged, &draft.people),
    })
}

async fn snapshot_of(tx: &mut Tx, group: &str) -> Result<Snapshot> {
    snapshot::load(tx, group).await?.ok_or_else(|| Error::not_found("group", group))
}

async fn judged_lawful(facts: Snapshot, draft: &Draft, reach: &Reach) -> Result<Judged> {
    let judged = judging::judge_on(facts, &draft.moves).await?.ok_or(Conflict::DutyGone)?;
    if judged.is_lawful() {
        return Ok(judged);
    }
    Err(Error::SwapUnlawful(LegRefused::all(&judged, &draft.legs, reach)))
}

/// Puts on legs and people what each account would gain and lose.
pub(super) async fn weigh(
    tx: &mut Tx,
    (group, agreed): (&str, &Settings),
    judged: &Judged,
    legs: &mut [Leg],
    people: &mut [Person],
) -> Result<()> {
    for leg in legs.iter_mut() {
        let weight = weighing::weigh(tx, group, &judged.after, agreed, leg).await?;
        (leg.given_centipoints, leg.taken_centipoints) = (weight.given_centipoints, weight.taken.centipoints());
    }
    weighing::effects(judged, legs, people)
}

/// What can be told without looking at anything.
fn look_at(new: &New) -> Result<()> {
    if let Err(expected) = well_formed_id(&new.id) {
        return Err(Error::field("id", new.id.as_str(), &expected, "send a UUID made by the client"));
    }
    if let Some(hours) = new.hours.filter(|hours| !(1..=HOURS_MAX).contains(hours)) {
        let expected = format!("1 to {HOURS_MAX}");
        return Err(Error::field("hours", hours.to_string(), &expected, "choose how long the others may think"));
    }
    Ok(())
}

/// Whether a stored swap is the one that is sent again.
fn is_the_same(whole: &Whole, new: &New) -> Result<bool> {
    if !new.wishes.is_empty() {
        let stored: BTreeSet<&str> = whole.people.iter().filter_map(|person| person.wish_id.as_deref()).collect();
        return Ok(new.legs.is_empty() && stored == new.wishes.iter().map(String::as_str).collect());
    }
    let mut stored = BTreeSet::new();
    for leg in &whole.legs {
        let duty = Duty::of(leg.assignment_id.as_ref(), &leg.post)?;
        stored.insert(NewLeg { giver: leg.giver_id.clone(), duty, taker: leg.taker_id.clone() });
    }
    Ok(stored == new.legs.iter().cloned().collect())
}

/// The legs with what stands behind them now.
async fn drafted(
    tx: &mut Tx,
    (group, scenario): (&str, &Scenario),
    (me, now): (&str, i64),
    new: &New,
) -> Result<Draft> {
    let (wanted, of_wishes) = match (new.legs.is_empty(), new.wishes.is_empty()) {
        (false, true) => (new.legs.clone(), BTreeMap::new()),
        (true, false) => wishes::legs(tx, (group, scenario), &new.wishes).await?,
        _ => {
            let found = format!("{} and {} wishes", new.legs.len(), new.wishes.len());
            return Err(Error::field(
                "legs",
                found,
                "either legs or wishes",
                "name the legs, or send what a search found",
            ));
        }
    };
    let kind = shape(&wanted)?;
    if !wanted.iter().any(|leg| leg.giver == me || leg.taker == me) {
        return Err(Error::field("legs", "others alone", "yourself among them", "propose swaps of your own"));
    }
    let mut faces = BTreeMap::new();
    for agent in wanted.iter().flat_map(|leg| [&leg.giver, &leg.taker]) {
        let face = agents::face(tx, group, agent).await?.ok_or_else(|| Error::not_found("agent", agent))?;
        faces.insert(agent.as_str(), face);
    }
    let (mut legs, mut moves) = (Vec::with_capacity(wanted.len()), Vec::with_capacity(wanted.len()));
    for (leg, leg_no) in wanted.iter().zip(0..) {
        let standing = duties::standing(tx, (group, scenario), &leg.giver, &leg.duty).await?;
        let standing = standing.ok_or_else(|| Error::not_found("duty", &leg.duty.key(&leg.giver)))?;
        if standing.post.starts_at <= now {
            return Err(Conflict::ShiftBegun.into());
        }
        moves.push(Move::of_standing(&standing, &leg.taker)?);
        legs.push(leg_of(&new.id, leg_no, standing, [&faces[leg.giver.as_str()], &faces[leg.taker.as_str()]]));
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
    Ok(Draft { kind, people: people.collect(), legs, moves })
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

fn row_of(draft: &Draft, (id, me): (&str, &str), (now, state): (i64, State)) -> Result<Row> {
    let State::Proposed { closes_at } = state else {
        return Err(Error::Corrupt(format!("swap {id} begins elsewhere")));
    };
    Ok(Row {
        id: id.to_owned(),
        kind: name_of(&draft.kind)?,
        state: state.name().to_owned(),
        cause: None,
        reason: None,
        approval: None,
        proposed_by: me.to_owned(),
        proposed_at: now,
        agreed_at: None,
        closes_at,
        ended_at: None,
        ended_by: None,
        version: 1,
    })
}

/// What legs make together.
fn shape(legs: &[NewLeg]) -> Result<Kind> {
    let refused = |found: String, expected: &str| {
        Error::field("legs", found, expected, "one gives to another, two to each other, or each to the next in a ring")
    };
    if legs.is_empty() || legs.len() > PEOPLE_MAX {
        return Err(refused(format!("{} legs", legs.len()), &format!("1 to {PEOPLE_MAX} legs")));
    }
    if let Some(leg) = legs.iter().find(|leg| leg.giver == leg.taker) {
        return Err(refused(format!("{} to herself", leg.giver), "two people in each leg"));
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
        (false, _) => Err(refused("legs that make no ring".to_owned(), "everybody gives one duty and takes one")),
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
