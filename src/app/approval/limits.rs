//! What of an approval is asked, what is given by agreement, and what waits because somebody has been asked often enough.

use super::Weighing;
use crate::app::agreements::Fitting;
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::settings::Settings;
use crate::app::work::Work;
use crate::app::wrong::{expected, found};
use crate::app::{requests, rounds};
use crate::ids::AgreementId;
use crate::store::outbox::Notice;
use crate::store::plans::{Item, Row};
use crate::store::shifts::Stored;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// An item that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HeldBack {
    /// Shift.
    pub shift: String,
    /// Who is not asked.
    pub agent: String,
}

/// The items of an approval.
pub(super) struct Sorted<'i> {
    /// Those that become offers.
    pub wanted: Vec<&'i Item>,
    /// Of those: shift → the agreement that gives it at once.
    pub agreed: BTreeMap<String, AgreementId>,
    /// Those that wait.
    pub held_back: Vec<HeldBack>,
}

/// Sorts the items; gives with them why people may be asked beyond their cap, where that was said.
///
/// # Errors
/// `Invalid` for a reason that the group does not take, `Conflict` when nothing is left but what waits.
pub(super) async fn sort<'i, 'w>(
    work: &mut Work<'_>,
    weighing: &Weighing,
    wanted: Vec<&'i Item>,
    although_asked_often: Option<&'w str>,
) -> Result<(Option<&'w str>, Sorted<'i>)> {
    let although = override_of(&weighing.settings, although_asked_often)?;
    let mut agreed = by_agreement(work, weighing, &wanted).await?;
    let held_back = match although {
        None => over_their_cap(work, &wanted, &agreed).await?,
        Some(_) => Vec::new(),
    };
    let held: BTreeSet<&str> = held_back.iter().map(|held| held.shift.as_str()).collect();
    let wanted: Vec<&Item> = wanted.into_iter().filter(|item| !held.contains(item.shift_id.as_str())).collect();
    if let (true, Some(first)) = (wanted.is_empty(), held_back.first()) {
        return Err(Conflict::AskedOften(first.agent.clone()).into());
    }
    agreed.retain(|shift, _| !held.contains(shift.as_str()));
    Ok((although, Sorted { wanted, agreed, held_back }))
}

/// Why people may be asked beyond their cap, where the group allows that.
fn override_of<'r>(settings: &Settings, why: Option<&'r str>) -> Result<Option<&'r str>> {
    match why {
        None => Ok(None),
        Some(why) if settings.cap_may_be_overridden => requests::reason(why).map(Some),
        Some(_) => Err(Error::field("although_asked_often", found("found-reason"), expected("field-cap-stands"))),
    }
}

/// Shift → the agreement that gives it to whom the plan proposes.
async fn by_agreement(
    work: &mut Work<'_>,
    weighing: &Weighing,
    wanted: &[&Item],
) -> Result<BTreeMap<String, AgreementId>> {
    let (group, now) = (work.group(), work.now());
    let mut fitting = Fitting::read(&mut work.tx, group, &weighing.facts, &weighing.settings).await?;
    let mut agreed = BTreeMap::new();
    for item in wanted {
        let (Some(agent), Some(stored)) = (&item.agent_id, weighing.open.get(&item.shift_id)) else { continue };
        if let Some(agreement) = fitting.one(&stored.shift, agent, now) {
            fitting.take(&agreement, &stored.shift)?;
            agreed.insert(item.shift_id.clone(), agreement);
        }
    }
    Ok(agreed)
}

/// The items for which somebody would be asked more often than she wants to be. What her agreement gives her is no asking.
async fn over_their_cap(
    work: &mut Work<'_>,
    wanted: &[&Item],
    agreed: &BTreeMap<String, AgreementId>,
) -> Result<Vec<HeldBack>> {
    let (group, now) = (work.group(), work.now());
    let mut room = rounds::room_under_caps(&mut work.tx, group, now).await?;
    let mut held_back = Vec::new();
    for item in wanted.iter().filter(|item| !agreed.contains_key(&item.shift_id)) {
        let Some(agent) = &item.agent_id else { continue };
        let Some(left) = room.get_mut(agent) else { continue };
        if *left <= 0 {
            held_back.push(HeldBack { shift: item.shift_id.clone(), agent: agent.clone() });
        }
        *left -= 1;
    }
    Ok(held_back)
}

/// Whoever approves is told what waits, and it is on record.
pub(super) fn tell_held_back(work: &mut Work<'_>, plan: &Row, held_back: &[HeldBack], open: &BTreeMap<String, Stored>) {
    let by = work.actor.user.0.clone();
    for held in held_back {
        let Some(stored) = open.get(&held.shift) else { continue };
        let object = format!("{}.{}", plan.id, held.shift);
        work.tell(Notice::to_user("offer.held-back", &object, &by, stored.shift.facts()));
        let detail = json!({ "plan": plan.id, "agent": held.agent });
        work.record(Event::new("offer.hold-back", "shift", &held.shift).with(detail));
    }
}
