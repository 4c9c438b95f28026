//! Proposing a swap: the legs are named, or follow from wishes that were found to fit; the law is asked first, then people.

use super::drafting::{self, Draft, Drafted, drafted};
use super::judging::{self, Judged};
use super::seen::{Effect, LegRefused, Seen};
use super::{Duty, Kind, State, Whole, deciding, telling, weighing, whole_in};
use crate::app::access::{Action, Actor, Reach};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::settings::{self, Settings};
use crate::app::terms::Terms;
use crate::app::work::Work;
use crate::app::{App, fields};
use crate::store::snapshot::{self, Snapshot};
use crate::store::swaps::{self, Leg, Person, Row};
use crate::store::{Tx, agents, audit, is_taken, name_of};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;

/// Most swaps of one proposer that wait for somebody: whoever asks everybody is answered by nobody.
const WAITING_MAX: i64 = 20;
/// Longest time to answer that can be asked for, hours.
const HOURS_MAX: i64 = 720;
/// Most agents whose duties somebody has judged in a day without proposing anything: enough to find a swap, not to find out
/// where everybody works.
const JUDGED_MAX: i64 = 60;
/// A day, seconds.
const DAY: i64 = 86_400;
/// What each of them leaves in the audit log.
const JUDGED: &str = "swap.judge";

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

/// Proposes a swap. Its people are asked when it is lawful as a whole. The id, chosen by the caller, makes it idempotent: the
/// same again gives the stored one and `false`.
///
/// # Errors
/// `Forbidden` for any role but the agent's; `Invalid` for legs that make no swap; `NotFound` for an agent or a duty of hers
/// that is not there; `SwapUnlawful` with the reasons of each leg, and without one where somebody else's duty is not there to
/// be had; `Conflict` when a duty of hers has begun, a wish is over, the id is taken by something else, too many of hers wait,
/// or she has asked about too many others today.
pub async fn propose(app: &App, actor: &Actor, new: &New) -> Result<(Seen, bool)> {
    let reach = actor.may(Action::ProposeSwap)?;
    let me = actor.agent().ok_or(Error::Forbidden(Action::ProposeSwap))?;
    let refused = match proposed(app, actor, (&reach, me), new).await {
        Err(error @ Error::SwapUnlawful(_)) => error,
        other => return other,
    };
    // Nobody was told, and she has read something of others: that is a question like any other. It is no deed under the key
    // that her proposal may have come with.
    let asking = Actor { terms: Terms::default(), ..actor.clone() };
    note(app, &asking, &reach, &givers_beside(new, me)).await?;
    Err(refused)
}

async fn proposed(app: &App, actor: &Actor, (reach, me): (&Reach, &str), new: &New) -> Result<(Seen, bool)> {
    look_at(new)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    // In the queue first, so that the same swap sent twice at once is found the second time.
    work.queue().await?;
    if let Some(whole) = whole_in(&mut work.tx, &actor.group, &new.id).await? {
        let same = whole.swap.proposed_by == me && is_the_same(&whole, new)?;
        return if same { Ok((Seen::of(whole, reach), false)) } else { Err(Conflict::IdTaken(new.id.clone()).into()) };
    }
    if swaps::count_waiting(&mut work.tx, &actor.group, me).await? >= WAITING_MAX {
        return Err(Conflict::TooManySwaps { most: WAITING_MAX }.into());
    }
    let (agreed, now) = (settings::read(&mut work.tx, &actor.group).await?, work.now());
    let facts = snapshot_of(&mut work.tx, &actor.group).await?;
    let mut draft = match drafted(&mut work.tx, (&actor.group, &facts.scenario), (me, now), new).await? {
        Drafted::Whole(draft) => draft,
        Drafted::Nothing { legs, .. } => return Err(Error::SwapUnlawful(LegRefused::alike(legs))),
    };
    let judged = judged_lawful(facts, &draft, reach).await?;
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
    Ok((Seen::of(whole, reach), true))
}

/// What can be said of a swap before it is proposed; nothing is stored and nobody is asked. Whose duties she asks about is in
/// the audit log.
///
/// # Errors
/// As [`propose`], but what is unlawful is told and no error; `Conflict` as well when she has asked about too many others today.
pub async fn judge(app: &App, actor: &Actor, new: &New) -> Result<Preview> {
    let reach = actor.may(Action::ProposeSwap)?;
    let me = actor.agent().ok_or(Error::Forbidden(Action::ProposeSwap))?;
    if !new.legs.is_empty() {
        drafting::shape(&new.legs)?;
        note(app, actor, &reach, &givers_beside(new, me)).await?;
    }
    let mut tx = app.db.read().await?;
    let (agreed, now) = (settings::read(&mut tx, &actor.group).await?, app.clock.now());
    let facts = snapshot_of(&mut tx, &actor.group).await?;
    let mut draft = match drafted(&mut tx, (&actor.group, &facts.scenario), (me, now), new).await? {
        Drafted::Whole(draft) => draft,
        Drafted::Nothing { kind, legs } => return Ok(Preview::without_a_word(kind, LegRefused::alike(legs))),
    };
    let judged = judging::judge_on(facts, &draft.moves).await?.ok_or(Conflict::DutyGone)?;
    let refused = draft.refused(&judged, &reach);
    if refused == LegRefused::alike(draft.legs.len()) {
        return Ok(Preview::without_a_word(draft.kind, refused));
    }
    weigh(&mut tx, (&actor.group, &agreed), &judged, &mut draft.legs, &mut draft.people).await?;
    let own = draft.people.iter().find(|person| person.agent_id == me);
    Ok(Preview {
        kind: draft.kind,
        refused,
        effect: own.map(Effect::of),
        automatic: judged.is_lawful() && deciding::is_automatic(&agreed, &judged, &draft.people),
    })
}

/// Whose duties she names beside her own; those that a wish names are on offer.
fn givers_beside<'n>(new: &'n New, me: &str) -> BTreeSet<&'n str> {
    new.legs.iter().map(|leg| leg.giver.as_str()).filter(|giver| *giver != me).collect()
}

/// Puts on record whose duties she asks about, which nobody is told of, and bounds how many.
async fn note(app: &App, actor: &Actor, reach: &Reach, others: &BTreeSet<&str>) -> Result<()> {
    if others.is_empty() {
        return Ok(());
    }
    let mut work = Work::begin(app, actor, reach.role).await?;
    // In the queue, so that questions sent at once are counted one after the other.
    work.queue().await?;
    let since = work.now() - DAY;
    if audit::count(&mut work.tx, &actor.group, (&actor.user.0, JUDGED), since).await? >= JUDGED_MAX {
        return Err(Conflict::TooManyJudged { most: JUDGED_MAX }.into());
    }
    for giver in others {
        agents::face(&mut work.tx, &actor.group, giver).await?.ok_or_else(|| Error::not_found("agent", giver))?;
        work.record(Event::new(JUDGED, "agent", *giver));
    }
    work.commit().await
}

impl Preview {
    /// Of a swap that cannot be, on somebody else's side.
    const fn without_a_word(kind: Kind, refused: Vec<LegRefused>) -> Self {
        Self { kind, refused, effect: None, automatic: false }
    }
}

async fn snapshot_of(tx: &mut Tx, group: &str) -> Result<Snapshot> {
    snapshot::load(tx, group).await?.ok_or_else(|| Error::not_found("group", group))
}

async fn judged_lawful(facts: Snapshot, draft: &Draft, reach: &Reach) -> Result<Judged> {
    let judged = judging::judge_on(facts, &draft.moves).await?.ok_or(Conflict::DutyGone)?;
    if judged.is_lawful() {
        return Ok(judged);
    }
    Err(Error::SwapUnlawful(draft.refused(&judged, reach)))
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
    fields::id("id", &new.id)?;
    new.hours.map_or(Ok(()), |hours| fields::within("hours", hours, 1, HOURS_MAX))
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
