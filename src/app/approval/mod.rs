//! Approving a plan, or some of it.
//!
//! Facts move between the computing and the deciding: a request comes in, somebody falls ill, a shift is filled. Each item is
//! judged for itself ([`conflicts`]): what moved elsewhere does not keep it from being approved.
//!
//! Invariants, all in one transaction: every item is checked again, together with the others approved, on rows read in this
//! transaction; the plan is the version that the approver saw; each approved item makes exactly one offer, the equity lines of
//! its burden, one message; the shift is `offered`; older plans that wait for a decision are over. Whatever goes wrong, nothing
//! of it is stored.

pub mod conflicts;

mod limits;

pub use limits::HeldBack;

use super::App;
use super::access::{Action, Actor, Reach};
use super::agreements;
use super::audit::Event;
use super::burdens::{self, Burden};
use super::error::{Conflict, Error, Result};
use super::facts::{self, Facts};
use super::plans::{State, find_in};
use super::rounds::{self, Mode, Opening, Person};
use super::settings::{self, Settings};
use super::work::Work;
use super::wrong::{expected, found};
use crate::ids::{AgreementId, OfferId};
use crate::lang::reasons::{Post, Reason};
use crate::store::plans::{Decision, Item, Row};
use crate::store::rounds::{self as round_rows, End, Row as RoundRow};
use crate::store::shifts::Stored;
use crate::store::{Tx, offers, plans, shifts};
use conflicts::{ItemConflict, Judged, judge};
use limits::{Sorted, sort};
use releve_solver::domain::plan::Assignment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which items.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Items {
    /// Everything that is still proposed.
    All(All),
    /// These shifts.
    Shifts(BTreeSet<String>),
}

/// The word `all`.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum All {
    /// `"all"`.
    All,
}

impl Items {
    /// Every item still proposed.
    pub const fn all() -> Self {
        Self::All(All::All)
    }
}

/// What to do when some of the items can no longer be approved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnConflict {
    /// Approve nothing.
    #[default]
    Refuse,
    /// Approve the others.
    Skip,
}

/// What an approval made.
#[derive(Debug)]
pub struct Approved {
    /// The plan as it now stands.
    pub plan: Row,
    /// The offers made: sent, or answered beforehand by a standing agreement.
    pub offers: Vec<OfferId>,
    /// Items that were wanted and left out, each with its reason.
    pub conflicts: Vec<ItemConflict>,
    /// The items that wait, still proposed, because somebody has been asked as often as she wants to be.
    pub held_back: Vec<HeldBack>,
}

/// Approves items of a plan. `version` is the plan's, as the approver saw it. Whoever has been asked as often in seven days as she
/// wants to be is not asked: her items wait, unless `although_asked_often` says why not, where the group allows that. Whom a
/// standing agreement speaks for is given the shift at once.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` (plan over, moved version, item approved before, lost race), `PlanConflicts` when
/// an item can no longer be approved and the caller wants all or nothing, or none can. Nothing is stored then.
pub async fn approve(
    app: &App,
    actor: &Actor,
    id: &str,
    (items, on_conflict): (&Items, OnConflict),
    version: i64,
    although_asked_often: Option<&str>,
) -> Result<Approved> {
    let reach = actor.may(Action::DecidePlan)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let facts_version = work.touch().await?;
    let row = find_in(&mut work.tx, actor, id).await?;
    match row.kind.as_str() {
        "pool" => {}
        "what_if" => return Err(Conflict::PlanSupposes.into()),
        _ => return Err(Conflict::PlanKind.into()),
    }
    // A double approval hears that it is one, not that a number moved.
    let all = plans::items(&mut work.tx, &actor.group, &row.id).await?;
    let (wanted, proposed) = choose(&all, items, &reach)?;
    let state = State::of(&row)?;
    state.clone().approve(0)?;
    if row.version != version {
        return Err(Conflict::VersionMoved { current: row.version }.into());
    }
    let (facts, Judged { checked, conflicts }) = check_again(&mut work.tx, actor, &wanted, &reach).await?;
    let lawful = checked.assignments();
    if !conflicts.is_empty() && (on_conflict == OnConflict::Refuse || lawful.is_empty()) {
        return Err(Error::PlanConflicts(conflicts));
    }
    let settings = settings::read(&mut work.tx, &actor.group).await?;
    let open: BTreeMap<String, Stored> =
        shifts::open(&mut work.tx, &actor.group).await?.into_iter().map(|row| (row.shift.id.clone(), row)).collect();
    let weighing = Weighing { facts, settings, open };
    let standing: BTreeSet<&str> = lawful.iter().map(|assignment| assignment.shift.as_str()).collect();
    let standing = wanted.iter().filter(|item| standing.contains(item.shift_id.as_str())).collect();
    let (although, Sorted { wanted, agreed, held_back }) =
        sort(&mut work, &weighing, standing, although_asked_often).await?;
    // What is left of a lawful whole is lawful: every rule only sets limits.
    let sent: BTreeMap<&str, &Item> = wanted.into_iter().map(|item| (item.shift_id.as_str(), item)).collect();
    let approved: Vec<&Assignment> = lawful.iter().filter(|one| sent.contains_key(one.shift.as_str())).collect();
    let rest = proposed - approved.len();
    let state = state.approve(rest)?;
    let made = offer(&mut work, (&row, &weighing), (&sent, &agreed), &approved).await?;
    limits::tell_held_back(&mut work, &row, &held_back, &weighing.open);
    let decision = Decision { state: state.name(), reason: None, by: &actor.user.0, at: app.clock.now() };
    if !plans::decide(&mut work.tx, &row, &decision).await? {
        return Err(Conflict::LostRace.into());
    }
    let left_out: Vec<_> =
        conflicts.iter().map(|c| json!({ "shift": c.shift, "reason": c.reason, "articles": c.articles })).collect();
    let detail = json!({ "offers": made.len(), "left": rest, "facts_version": facts_version,
        "computed_on": row.facts_version, "conflicts": left_out, "by_agreement": agreed.len(),
        "held_back": held_back.len(), "although_asked_often": although });
    work.record(Event::new("plan.approve", "plan", id).from_version(row.version).with(detail));
    for older in plans::supersede(&mut work.tx, &actor.group, &row).await? {
        work.record(Event::new("plan.expire", "plan", &older.0).with(json!({ "reason": "superseded", "by": id })));
    }
    let plan = find_in(&mut work.tx, actor, id).await?;
    work.commit().await?;
    Ok(Approved { plan, offers: made, conflicts, held_back })
}

/// The items to approve, and how many are proposed in all.
pub(super) fn choose(all: &[Item], items: &Items, reach: &Reach) -> Result<(Vec<Item>, usize)> {
    let proposed: Vec<_> = all.iter().filter(|item| item.state == "proposed").collect();
    let wanted: Vec<_> = match items {
        Items::All(_) => proposed.clone(),
        Items::Shifts(shifts) if shifts.is_empty() => {
            return Err(Error::field("items", found("found-empty-list"), expected("field-approved")));
        }
        Items::Shifts(shifts) => {
            let known: BTreeSet<_> = proposed.iter().map(|item| item.shift_id.as_str()).collect();
            if let Some(other) = shifts.iter().find(|shift| !known.contains(shift.as_str())) {
                return Err(Conflict::ItemNotProposed(other.clone()).into());
            }
            proposed.iter().copied().filter(|item| shifts.contains(&item.shift_id)).collect()
        }
    };
    if let Some(item) = wanted.iter().find(|item| !reach.sees_unit(&item.unit_id)) {
        return Err(Error::not_found("shift", &item.shift_id));
    }
    Ok((wanted.into_iter().cloned().collect(), proposed.len()))
}

/// Judges the items on the rows as this transaction sees them.
async fn check_again(tx: &mut Tx, actor: &Actor, wanted: &[Item], reach: &Reach) -> Result<(Arc<Facts>, Judged)> {
    if wanted.iter().any(|item| item.agent_id.is_none()) {
        return Err(Error::Corrupt("a proposal for nobody".to_owned()));
    }
    let facts = Arc::new(facts::read(tx, &actor.group).await?);
    let (items, reach, judged) = (wanted.to_vec(), reach.clone(), Arc::clone(&facts));
    let judging = tokio::task::spawn_blocking(move || {
        let Judged { checked, conflicts } = judge(&judged, &items);
        Judged { checked, conflicts: conflicts::seen(conflicts, &judged, &reach, &items) }
    });
    Ok((facts, judging.await.map_err(|e| Error::Corrupt(e.to_string()))?))
}

/// What items are sorted and weighed by, as this transaction sees it.
struct Weighing {
    facts: Arc<Facts>,
    settings: Settings,
    /// The open shifts by identifier.
    open: BTreeMap<String, Stored>,
}

/// The offer of an item. Its burden is weighed anew: on the same facts it is what the plan counted, and besides it depends on
/// when the agent is asked, which no plan knows. `again`: the same deed asks her for another shift of that day.
fn made_of(
    work: &Work<'_>,
    weighing: &Weighing,
    (item, stored): (&Item, &Stored),
    (round, agent, again): (&RoundRow, &str, bool),
) -> Result<offers::New> {
    let mut burden = burdens::breakdown(&weighing.facts, &weighing.settings, agent, &stored.shift, round.opened_at)?;
    if again {
        burden = burden.with(Burden::SplitDay, i64::from(weighing.settings.split_day_centipoints));
    }
    rounds::offer(work, round, Person { agent: agent.to_owned(), burden, cost_cents: item.cost_cents })
}

/// Makes the offers with all that belongs to them, in few statements however many they are.
async fn offer(
    work: &mut Work<'_>,
    (plan, weighing): (&Row, &Weighing),
    (items, agreed): (&BTreeMap<&str, &Item>, &BTreeMap<String, AgreementId>),
    checked: &[&Assignment],
) -> Result<Vec<OfferId>> {
    let (group, now, hours) = (work.group(), work.now(), work.app.config.offer_hours);
    let (mut rows, mut made) = (Vec::with_capacity(checked.len()), Vec::with_capacity(checked.len()));
    let mut asked_on = BTreeSet::new();
    for assignment in checked {
        let (shift, agent) = (assignment.shift.as_str(), assignment.agent.as_str());
        let unchecked = || Error::Corrupt(format!("{shift} was not to be checked"));
        let (item, stored) =
            (items.get(shift).ok_or_else(unchecked)?, weighing.open.get(shift).ok_or(Conflict::LostRace)?);
        let closes_at = rounds::closing(now, stored.shift.starts_at, hours);
        let (by, plan_id) = (work.actor.user.0.clone(), Some(plan.id.clone()));
        let round = rounds::round(work, shift, Opening { mode: Mode::Named, plan: plan_id, by, closes_at });
        let again = !asked_on.insert((agent, stored.shift.date.as_str()));
        let new = made_of(work, weighing, (item, stored), (&round, agent, again))?;
        burdens::post_of_new_offer(work, (&new.id, agent), &new.burdens, &Reason::Shift(Post::of(&stored.shift)?))?;
        let detail = json!({ "shift": shift, "agent": agent, "plan": plan.id });
        work.record(Event::new("offer.send", "offer", &new.id.0).from_version(plan.version).with(detail));
        if !agreed.contains_key(shift) {
            work.tell(rounds::notice(stored, &new, Mode::Named));
        }
        rows.push(round);
        made.push(new);
    }
    rounds::insert(work, &rows, &made).await?;
    let asked = made.len() as u64;
    if plans::approve_items(&mut work.tx, &plan.id).await? != asked
        || shifts::offer_all(&mut work.tx, group).await? != asked
    {
        return Err(Conflict::LostRace.into());
    }
    let given = made.iter().filter_map(|new| Some((new.id.clone(), agreed.get(&new.shift)?.clone())));
    give(work, &given.collect::<Vec<_>>()).await?;
    Ok(made.into_iter().map(|new| new.id).collect())
}

/// Gives at once what people have agreed to beforehand; all of it was found lawful together in this transaction.
async fn give(work: &mut Work<'_>, given: &[(OfferId, AgreementId)]) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    agreements::say_yes(work, given).await?;
    for (id, _) in given {
        let missing = || Error::Corrupt(format!("offer {id} is not there"));
        let row = offers::find(&mut work.tx, group, &id.0).await?.ok_or_else(missing)?;
        let round = round_rows::find(&mut work.tx, group, &row.round_id.0).await?.ok_or_else(missing)?;
        rounds::fill(work, &row).await?;
        if !round_rows::end(&mut work.tx, &round, End::Closed(None), now).await? {
            return Err(Conflict::LostRace.into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_all_or_a_list() {
        assert!(matches!(serde_json::from_str(r#""all""#), Ok(Items::All(All::All))));
        assert!(matches!(serde_json::from_str(r#"["a","b"]"#), Ok(Items::Shifts(s)) if s.len() == 2));
        assert!(serde_json::from_str::<Items>(r#""some""#).is_err());
    }
}
