//! Rounds: a shift is offered to one person who was chosen (`named`), to a fair set of people until a closing time (`fair`), or
//! under the group's urgency threshold to whoever says yes first (`first`).
//!
//! Invariants: at most one round asks for a shift; a burden is on somebody's account from the moment at which the shift is meant
//! for her, and off it when it no longer is; in a fair round speed counts for nothing: at its closing the published order decides
//! among those who said yes, judged anew on the facts of that moment, and until then everybody may take back what she said, yes or
//! no; saying no, or nothing, is written nowhere as a mark.

mod again;
mod asking;
mod closing;
mod making;

pub(super) use again::{Again, Before, ask_again, drop_unlawful};
pub(super) use asking::{Asked, Asking, Whom, ask, room_under_caps};
pub use closing::{Outcome, close};
pub(super) use closing::{end_empty, fill, hold};
pub(super) use making::{Opening, Person, offer, round};

use super::access::{Action, Actor, Paging, Reach};
use super::audit::Event;
use super::burdens::{self, Source};
use super::error::{Conflict, Error, Result};
use super::settings::{self, Settings};
use super::shifts as shift;
use super::work::Work;
use super::wrong::expected;
use super::{App, agency, facts, fields, requests};
use crate::lang::reasons::Reason;
use crate::store::outbox::Notice;
use crate::store::rounds::{self, End, Row};
use crate::store::shifts::Stored;
use crate::store::{Tx, is_taken, named, offers, shifts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a cap on solicitations counts over.
pub(super) const WEEK_SECONDS: i64 = 7 * 86_400;

/// How a round gives the shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// To the one person who was chosen, when she agrees.
    Named,
    /// At the closing time to the first of the published order among those who agreed.
    Fair,
    /// To whoever agrees first.
    First,
}

impl Mode {
    /// Reads the mode of a row.
    pub(super) fn of(text: &str) -> Result<Self> {
        Ok(named(text)?)
    }

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Fair => "fair",
            Self::First => "first",
        }
    }
}

/// A round to open.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RoundOrder")]
pub struct Order {
    /// `fair` or `first`; a named one comes from a plan.
    pub mode: Mode,
    /// Whom to ask; the first of the published order when left out.
    #[serde(default)]
    pub agents: Option<BTreeSet<String>>,
    /// Hours until it closes, at the latest when the shift begins; the server's setting when left out.
    #[serde(default)]
    pub hours: Option<u32>,
}

/// A round with its offers.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The round.
    pub round: Row,
    /// Its offers, in the order in which they were made.
    pub offers: Vec<offers::Row>,
}

/// Opens a round for one shift. Everybody who is asked may hold it lawfully now.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for an order that cannot be, `Unlawful` when somebody named may not hold the shift,
/// `Conflict` when it is not open, not urgent enough, has begun, or nobody may hold it.
pub async fn open(app: &App, actor: &Actor, shift: &str, order: &Order) -> Result<Whole> {
    let reach = actor.may(Action::OpenRound)?;
    if order.mode == Mode::Named {
        return Err(Error::field("mode", "named", expected("field-round-mode")));
    }
    if let Some(hours) = order.hours {
        fields::within("hours", hours, 1, 24 * 30)?;
    }
    let mut work = Work::begin(app, actor, reach.role).await?;
    let version = work.touch().await?;
    let found = shift::row(&mut work, shift).await?;
    if !reach.sees_unit(&found.shift.unit_id) {
        return Err(Error::not_found("shift", shift));
    }
    let was_open = found.state == "open";
    // The booking of an agency that is not confirmed yet may be taken back: for the judging the shift is open.
    let stored = agency::open_for_taking_back(&mut work, found).await?;
    shift::State::of(&stored)?.offer()?;
    let (now, agreed) = (work.now(), settings::read(&mut work.tx, &actor.group).await?);
    if stored.shift.starts_at <= now {
        return Err(Conflict::ShiftBegun.into());
    }
    if order.mode == Mode::First && !is_urgent(&agreed, now, stored.shift.starts_at) {
        return Err(Conflict::NotUrgent { hours: agreed.urgent_hours }.into());
    }
    let facts = if was_open {
        facts::before(&mut work, version).await?
    } else {
        Arc::new(facts::read(&mut work.tx, &actor.group).await?)
    };
    let asking = Asking {
        mode: order.mode,
        whom: order.agents.clone().map_or(Whom::Best, Whom::Named),
        closes_at: closing(now, stored.shift.starts_at, order.hours.map_or(app.config.offer_hours, i64::from)),
        latest: stored.shift.starts_at,
        agreed: &agreed,
    };
    let round = ask(&mut work, &stored, &facts, asking).await?.round.ok_or(Conflict::NobodyEligible)?;
    let whole = whole_in(&mut work.tx, &actor.group, &reach, &round.0).await?;
    work.commit().await?;
    Ok(whole)
}

/// Stores rounds and their offers.
pub(super) async fn insert(work: &mut Work<'_>, all: &[Row], made: &[offers::New]) -> Result<()> {
    let group = work.group();
    rounds::insert(&mut work.tx, group, all).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::LostRace.into(),
        e => Error::from(e),
    })?;
    Ok(offers::insert(&mut work.tx, group, made).await?)
}

/// What somebody who is asked is told.
pub(super) fn notice(stored: &Stored, offer: &offers::New, mode: Mode) -> Notice {
    let mut payload = stored.shift.facts();
    payload["offer"] = json!(offer.id);
    payload["closes_at"] = json!(offer.closes_at);
    payload["mode"] = json!(mode);
    Notice::to_agent("offer.sent", &offer.id.0, &offer.agent, payload)
}

/// Whether so little time is left before a shift begins that the first yes may have it.
pub(super) fn is_urgent(agreed: &Settings, now: i64, starts_at: i64) -> bool {
    starts_at - now <= i64::from(agreed.urgent_hours) * 3_600
}

/// When a round closes: some hours from now, and at the latest when the shift starts. A shift that has started already (a
/// need put on record late) keeps the hours.
pub(super) fn closing(now: i64, starts_at: i64, hours: i64) -> i64 {
    closing_seconds(now, starts_at, hours * 3_600)
}

fn closing_seconds(now: i64, starts_at: i64, seconds: i64) -> i64 {
    let after = now + seconds;
    if starts_at > now { after.min(starts_at) } else { after }
}

/// Withdraws a round: nobody is asked any more, everybody who was is told, and the shift is open again.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason, `Conflict` when it is over.
pub async fn withdraw(app: &App, actor: &Actor, id: &str, why: &str) -> Result<Whole> {
    let reach = actor.may(Action::OpenRound)?;
    let why = requests::reason(why)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let Whole { round, .. } = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    withdraw_in(&mut work, &round, why).await?;
    let whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(whole)
}

/// The same inside a deed; the shift is open after.
pub(super) async fn withdraw_in(work: &mut Work<'_>, round: &Row, why: &str) -> Result<()> {
    for offer in stop(work, round, why).await? {
        work.tell(Notice::to_agent("offer.withdrawn", &offer.id.0, &offer.agent_id, offer.shift.facts()));
    }
    Ok(())
}

/// The same without a word: the offers that could still have come to something.
pub(super) async fn stop(work: &mut Work<'_>, round: &Row, why: &str) -> Result<Vec<offers::Row>> {
    let (group, now) = (work.group(), work.now());
    if round.state != "open" || !rounds::end(&mut work.tx, round, End::Withdrawn(why), now).await? {
        return Err(Conflict::RoundOver.into());
    }
    let mut live = offers::of_round(&mut work.tx, group, &round.id).await?;
    live.retain(|offer| matches!(offer.state.as_str(), "sent" | "accepted"));
    for offer in &live {
        meant_for_her_no_longer(work, offer, &Reason::OfferWithdrawn).await?;
    }
    for from in ["sent", "accepted"] {
        offers::end_all(&mut work.tx, group, &round.id, (from, "withdrawn"), now).await?;
    }
    reopen(work, &round.shift_id).await?;
    agency::stands_again(work, &round.shift_id).await?;
    let event = Event::new("round.withdraw", "round", &round.id.0).from_version(round.version);
    work.record(event.with(json!({ "shift": round.shift_id, "reason_given": true })));
    Ok(live)
}

/// The shift of a round that came to nothing is open again.
pub(super) async fn reopen(work: &mut Work<'_>, shift: &str) -> Result<()> {
    let stored = shift::row(work, shift).await?;
    let open = shift::State::of(&stored)?.reopen()?;
    shift::store(work, &stored, &open).await
}

/// Takes the burden of an offer off her account, where it was on it.
pub(super) async fn meant_for_her_no_longer(work: &mut Work<'_>, offer: &offers::Row, reason: &Reason) -> Result<()> {
    burdens::reverse(work, &Source::Offer(offer.id.clone()), reason).await
}

/// A page of rounds, the newest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Row>> {
    let reach = actor.may(Action::ReadRounds)?;
    let mut tx = app.db.read().await?;
    Ok(rounds::list(&mut tx, &actor.group, &reach.page(paging)).await?)
}

/// One round with its offers.
///
/// # Errors
/// When the role does not allow it, or there is none in the reach.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Whole> {
    let reach = actor.may(Action::ReadRounds)?;
    let mut tx = app.db.read().await?;
    whole_in(&mut tx, &actor.group, &reach, id).await
}

/// Every round of a shift with its offers, the newest first: who was asked for it, and when.
///
/// # Errors
/// When the role does not allow it, or there is no such shift in the reach.
pub async fn of_shift(app: &App, actor: &Actor, shift: &str) -> Result<Vec<Whole>> {
    let reach = actor.may(Action::ReadRounds)?;
    let mut tx = app.db.read().await?;
    let stored = shifts::find(&mut tx, &actor.group, shift).await?;
    stored.filter(|row| reach.sees_unit(&row.shift.unit_id)).ok_or_else(|| Error::not_found("shift", shift))?;
    let mut all = Vec::new();
    for round in rounds::of_shift(&mut tx, &actor.group, shift).await? {
        let offers = offers::of_round(&mut tx, &actor.group, &round.id).await?;
        all.push(Whole { round, offers });
    }
    Ok(all)
}

async fn whole_in(tx: &mut Tx, group: &str, reach: &Reach, id: &str) -> Result<Whole> {
    let missing = || Error::not_found("round", id);
    let round = rounds::find(tx, group, id).await?.ok_or_else(missing)?;
    let offers = offers::of_round(tx, group, &round.id).await?;
    let seen = offers.first().is_some_and(|offer| reach.sees_unit(&offer.shift.unit_id));
    if seen { Ok(Whole { round, offers }) } else { Err(missing()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_closes_when_the_shift_starts_at_the_latest() {
        assert_eq!(closing(0, 3600 * 48, 24), 3600 * 24);
        assert_eq!(closing(0, 3600 * 5, 24), 3600 * 5);
        assert_eq!(closing(3600 * 6, 3600 * 5, 24), 3600 * 30);
    }
}
