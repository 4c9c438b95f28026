//! Standing agreements: an agent says beforehand in which windows shifts may be given to her without asking each time.
//!
//! Invariants: what an agreement gives may be handed back until an instant that is told with it, without a reason and without a
//! mark; where no such time is left, she is asked like everybody else; revoking one takes back every yes on which nothing is
//! decided yet, and never a shift that is hers.

mod fitting;

pub(super) use fitting::Fitting;
pub use fitting::Window;

use super::App;
use super::access::{Action, Actor, Paging};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use super::wrong::expected;
use super::{assignments as held, fields, settings, shifts as shift};
use crate::ids::{AgreementId, OfferId};
use crate::lang::reasons::Reason;
use crate::store::agreements::{self, Row};
use crate::store::outbox::Notice;
use crate::store::{assignments, establishments, is_taken, offers, requests, to_json};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;

/// Most agreements that somebody has at a time.
const STANDING_MAX: i64 = 10;
/// Most windows of one.
const WINDOWS_MAX: usize = 20;
/// Whatever the settings and the clock of the server say, she has this long to hand back.
const HAND_BACK_SECONDS_MIN: i64 = 3_600;

/// An agreement to make.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewAgreement")]
pub struct New {
    /// When and where.
    pub windows: Vec<Window>,
    /// Most shifts a civil week, 1 to 7.
    pub per_week_max: i64,
    /// Rest days of her roster may be taken too.
    #[serde(default)]
    pub rest_days: bool,
    /// First civil day on which a shift may begin.
    pub valid_from: NaiveDate,
    /// Last civil day; until it is revoked when left out.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
}

/// An agent agrees beforehand, for herself alone.
///
/// # Errors
/// `Forbidden` for any role but the agent's, `Invalid` for what cannot be, `Conflict` when she has as many as there may be.
pub async fn make(app: &App, actor: &Actor, new: &New) -> Result<Row> {
    make_once(app, actor, new, &app.clock.new_id()).await
}

/// The same under an identifier of the caller's: sent twice it is one agreement.
///
/// # Errors
/// As [`make`]; `Conflict` when the identifier is somebody else's.
pub async fn make_once(app: &App, actor: &Actor, new: &New, id: &str) -> Result<Row> {
    let reach = actor.may(Action::AgreeBeforehand)?;
    let id = fields::id("id", id)?;
    let agent = actor.agent().ok_or(Error::Forbidden(Action::AgreeBeforehand))?;
    look_at(new)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    if let Some(row) = agreements::find(&mut work.tx, &actor.group, &id).await? {
        return if row.agent_id == agent { Ok(row) } else { Err(Conflict::IdTaken(id).into()) };
    }
    places(&mut work, new).await?;
    if agreements::count_of(&mut work.tx, &actor.group, agent).await? >= STANDING_MAX {
        return Err(Conflict::TooManyAgreements { most: STANDING_MAX }.into());
    }
    let row = Row {
        id: AgreementId(id),
        agent_id: agent.to_owned(),
        windows: to_json(&new.windows)?,
        per_week_max: new.per_week_max,
        rest_days: new.rest_days,
        valid_from: new.valid_from.to_string(),
        valid_to: new.valid_to.map(|day| day.to_string()),
        made_at: work.now(),
        revoked_at: None,
        version: 1,
    };
    agreements::insert(&mut work.tx, &actor.group, &row).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::IdTaken(row.id.0.clone()).into(),
        e => Error::from(e),
    })?;
    let detail = json!({ "windows": new.windows.len(), "per_week_max": new.per_week_max, "rest_days": new.rest_days,
        "valid_from": new.valid_from, "valid_to": new.valid_to });
    work.record(Event::new("agreement.make", "agreement", &row.id.0).with(detail));
    work.commit().await?;
    Ok(row)
}

/// What can be told without looking at anything.
fn look_at(new: &New) -> Result<()> {
    fields::count("windows", new.windows.len(), 1, WINDOWS_MAX)?;
    fields::within("per_week_max", new.per_week_max, 1, 7)?;
    fields::in_order("valid_to", new.valid_from, new.valid_to)?;
    for (at, window) in new.windows.iter().enumerate() {
        let field = |name: &str| format!("windows[{at}].{name}");
        if window.weekdays.is_empty() || !window.weekdays.iter().all(|day| (1..=7).contains(day)) {
            let found = format!("{:?}", window.weekdays);
            return Err(Error::field(&field("weekdays"), found, expected("field-weekdays")));
        }
        for (name, text) in [("from", &window.from), ("to", &window.to)] {
            if fitting::time(text).is_none() {
                return Err(Error::field(&field(name), text.as_str(), expected("field-time")));
            }
        }
    }
    Ok(())
}

/// That the places it names are there.
async fn places(work: &mut Work<'_>, new: &New) -> Result<()> {
    let group = work.group();
    let homes = establishments::homes_of_units(&mut work.tx, group).await?;
    let units: BTreeSet<&str> = homes.iter().map(|(unit, _)| unit.as_str()).collect();
    let sites: BTreeSet<&str> = homes.iter().map(|(_, site)| site.as_str()).collect();
    for (at, window) in new.windows.iter().enumerate() {
        let lists = [("units", &window.units, &units), ("establishments", &window.establishments, &sites)];
        for (name, wanted, known) in lists {
            if let Some(other) = wanted.iter().find(|id| !known.contains(id.as_str())) {
                let field = format!("windows[{at}].{name}");
                return Err(Error::field(&field, other.as_str(), expected("field-of-group")));
            }
        }
    }
    Ok(())
}

/// Ends an agreement, with effect for what is not given yet: where she stands in a round by it, she is asked after all.
///
/// # Errors
/// `Forbidden`, `NotFound` for somebody else's, `Conflict` when it was revoked before.
pub async fn revoke(app: &App, actor: &Actor, id: &str) -> Result<Row> {
    let reach = actor.may(Action::AgreeBeforehand)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let missing = || Error::not_found("agreement", id);
    let find = agreements::find(&mut work.tx, &actor.group, id).await?;
    let row = find.filter(|row| reach.is_herself(&row.agent_id)).ok_or_else(missing)?;
    let now = work.now();
    if row.revoked_at.is_some() || !agreements::revoke(&mut work.tx, &row, now).await? {
        return Err(Conflict::AgreementOver.into());
    }
    let undecided = agreements::undecided(&mut work.tx, &actor.group, &row.id).await?;
    for offer in &undecided {
        agreements::ask_after_all(&mut work.tx, offer).await?;
        if let Some(offer) = offers::find(&mut work.tx, &actor.group, &offer.0).await? {
            let mut payload = offer.shift.facts();
            payload["offer"] = json!(offer.id);
            payload["closes_at"] = json!(offer.closes_at);
            payload["mode"] = json!(offer.mode);
            work.tell(Notice::to_agent("offer.sent", &offer.id.0, &offer.agent_id, payload));
        }
    }
    let event = Event::new("agreement.revoke", "agreement", id).from_version(row.version);
    work.record(event.with(json!({ "undecided": undecided.len() })));
    work.commit().await?;
    Ok(Row { revoked_at: Some(now), version: row.version + 1, ..row })
}

/// A page of agreements, the newest first: an agent's own, or for the coordination everybody's.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Row>> {
    let reach = actor.may(Action::ReadAgreements)?;
    let mut tx = app.db.read().await?;
    Ok(agreements::list(&mut tx, &actor.group, &reach.page(paging)).await?)
}

/// Says yes to offers for those who have agreed beforehand.
pub(super) async fn say_yes(work: &mut Work<'_>, agreed: &[(OfferId, AgreementId)]) -> Result<()> {
    if agreed.is_empty() {
        return Ok(());
    }
    let (group, now) = (work.group(), work.now());
    agreements::insert_offers(&mut work.tx, group, agreed).await?;
    agreements::accept_offers(&mut work.tx, group, now).await?;
    for (offer, agreement) in agreed {
        work.record(Event::new("offer.agree", "offer", &offer.0).with(json!({ "agreement": agreement })));
    }
    Ok(())
}

/// Until when she may hand back the shift that is hers by this offer, where an agreement gave it to her: some hours from now or
/// before its start, whichever is earlier.
pub(super) async fn given(work: &mut Work<'_>, offer: &offers::Row) -> Result<Option<i64>> {
    if agreements::of_offer(&mut work.tx, &offer.id).await?.is_none() {
        return Ok(None);
    }
    let (group, now) = (work.group(), work.now());
    let agreed = settings::read(&mut work.tx, group).await?;
    let before = offer.shift.starts_at - i64::from(agreed.hand_back_hours_before) * 3_600;
    let until = (now + i64::from(agreed.hand_back_hours_after) * 3_600).min(before).max(now + HAND_BACK_SECONDS_MIN);
    agreements::set_hand_back(&mut work.tx, &offer.id, until).await?;
    Ok(Some(until))
}

/// She hands a shift back that an agreement gave her: it is open again, her account is as before, and nothing is held against
/// her.
///
/// # Errors
/// `Forbidden`, `NotFound` for somebody else's, `Conflict` when no agreement gave it, or the time to hand it back is over.
pub async fn hand_back(app: &App, actor: &Actor, id: &str) -> Result<assignments::Row> {
    let reach = actor.may(Action::AgreeBeforehand)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let group = &actor.group;
    let missing = || Error::not_found("assignment", id);
    let find = assignments::find(&mut work.tx, group, id).await?;
    let row = find.filter(|row| reach.is_herself(&row.agent_id)).ok_or_else(missing)?;
    held::State::of(&row)?.cancel()?;
    let until = match &row.offer_id {
        Some(offer) => agreements::hand_back_until(&mut work.tx, offer).await?,
        None => None,
    };
    if until.is_none_or(|until| work.now() >= until) {
        return Err(Conflict::HandBackOver.into());
    }
    let stored = shift::row(&mut work, &row.shift.id).await?;
    held::free(&mut work, &stored, &Reason::HandedBack.record()).await?;
    work.record(Event::new("assignment.hand-back", "assignment", id).from_version(row.version));
    if let Some(request) = requests::find(&mut work.tx, group, &stored.request_id).await? {
        let told = Notice::to_user("assignment.handed-back", id, &request.requested_by, row.shift.facts());
        work.tell(told);
    }
    let row = assignments::find(&mut work.tx, group, id).await?.ok_or_else(missing)?;
    work.commit().await?;
    Ok(row)
}
