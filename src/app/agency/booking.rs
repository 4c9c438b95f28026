//! Booking an agency: what it costs, what it may cost, and how many hours the group buys.

use super::{TEXT_CHARS_MAX, find_in, tell};
use crate::app::access::{Action, Actor};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::facts::{self, Facts};
use crate::app::work::Work;
use crate::app::wrong::{expected, nothing};
use crate::app::{App, fields, shifts as shift};
use crate::store::bookings::{self, Row};
use crate::store::is_taken;
use crate::store::shifts::Stored;
use releve_solver::domain::problem::DemandIx;
use releve_solver::domain::scenario::AgencyPrice;
use releve_solver::explain::{Question, Verdict};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// Dearest hour that is no slip of the pen, euro cents.
const PRICE_CENTS_MAX: i64 = 50_000;
/// The regime of public establishments: hospitals, and the public ones of social care (CASF L313-23-3).
const PUBLIC: &str = "fph";

/// A booking to make.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewBooking")]
pub struct New {
    /// Chosen by the caller: the same booking sent twice is one booking.
    pub id: String,
    /// Name of the agency.
    pub agency: String,
    /// Euro cents per hour of effective work, excluding VAT, all included; the group's price when left out.
    #[serde(default)]
    pub price_cents_per_hour: Option<i64>,
}

/// Asks an agency for an open shift. The same booking sent again gives the stored one and `false`.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for what cannot be, `Conflict` when the shift is not open or has begun, when a public
/// establishment would pay more than the ceiling, or the group would buy more hours than it has agreed on.
pub async fn book(app: &App, actor: &Actor, shift: &str, new: &New) -> Result<(Row, bool)> {
    let reach = actor.may(Action::BookAgency)?;
    fields::id("id", &new.id)?;
    let agency = fields::filled("agency", &new.agency, TEXT_CHARS_MAX)?;
    if let Some(price) = new.price_cents_per_hour {
        fields::within("price_cents_per_hour", price, 1, PRICE_CENTS_MAX)?;
    }
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let stored = shift::row(&mut work, shift).await?;
    if !reach.sees_unit(&stored.shift.unit_id) {
        return Err(Error::not_found("shift", shift));
    }
    if let Some(there) = bookings::find(&mut work.tx, &actor.group, &new.id).await? {
        let same_price = new.price_cents_per_hour.is_none_or(|price| price == there.price_cents_per_hour);
        if there.shift.id == shift && there.agency == agency && same_price {
            return Ok((there, false));
        }
        return Err(Conflict::IdTaken(new.id.clone()).into());
    }
    let booked = shift::State::of(&stored)?.book()?;
    if stored.shift.starts_at <= work.now() {
        return Err(Conflict::ShiftBegun.into());
    }
    let facts = Arc::new(facts::read(&mut work.tx, &actor.group).await?);
    let demand = facts.demand(shift).ok_or(Conflict::LostRace)?;
    let agreed = facts.scenario.agency.iter().find(|price| price.qualification.as_str() == stored.shift.qualification);
    let price_cents_per_hour = price(&facts, &stored, new, agreed)?;
    let work_minutes = facts.problem.demands[demand].duty.work_minutes;
    hours_left(&mut work, &facts, &stored, (agreed, work_minutes)).await?;
    let pool_cents = cheapest(&facts, demand, work.now()).await?;
    let made = bookings::New {
        id: &new.id,
        shift,
        agency: &agency,
        price_cents_per_hour,
        cap_cents_per_hour: agreed.and_then(|price| price.cap_cents_per_hour).map(i64::from),
        work_minutes,
        pool_cents,
        by: &actor.user.0,
        at: work.now(),
    };
    bookings::insert(&mut work.tx, &actor.group, &made).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::LostRace.into(),
        e => Error::from(e),
    })?;
    shift::store(&mut work, &stored, &booked).await?;
    let row = find_in(&mut work.tx, actor, &reach, &new.id).await?;
    let detail = json!({ "shift": shift, "price_cents_per_hour": price_cents_per_hour, "cost_cents": row.cost_cents(),
        "cap_cents_per_hour": row.cap_cents_per_hour, "pool_cents": pool_cents });
    work.record(Event::new("booking.request", "booking", &new.id).with(detail));
    tell(&mut work, "booking.requested", &row);
    work.commit().await?;
    Ok((row, true))
}

/// What an hour costs, within what may be paid.
fn price(facts: &Facts, stored: &Stored, new: &New, agreed: Option<&AgencyPrice>) -> Result<i64> {
    let usual = agreed.map(|price| i64::from(price.price_cents_per_hour));
    let price = new
        .price_cents_per_hour
        .or(usual)
        .ok_or_else(|| Error::field("price_cents_per_hour", nothing(), expected("field-price")))?;
    let site = facts.scenario.establishments.iter().find(|site| site.id.as_str() == stored.shift.establishment_id);
    let is_public = site.is_some_and(|site| site.regime == PUBLIC);
    match agreed.and_then(|agreed| agreed.cap_cents_per_hour).map(i64::from) {
        Some(cap_cents) if is_public && price > cap_cents => {
            Err(Conflict::AboveCap { price_cents: price, cap_cents }.into())
        }
        _ => Ok(price),
    }
}

/// That the group still buys so many hours of this title.
async fn hours_left(
    work: &mut Work<'_>,
    facts: &Facts,
    stored: &Stored,
    (agreed, work_minutes): (Option<&AgencyPrice>, i64),
) -> Result<()> {
    let Some(hours) = agreed.and_then(|agreed| agreed.hours_max) else { return Ok(()) };
    let (group, from) = (work.group(), facts.scenario.horizon.from.to_string());
    let booked = bookings::minutes_booked(&mut work.tx, group, &stored.shift.qualification, &from).await?;
    if booked + work_minutes > i64::from(hours) * 60 {
        return Err(Conflict::AgencyHours { hours }.into());
    }
    Ok(())
}

/// What the cheapest of those who may hold the shift would cost, if there is one.
async fn cheapest(facts: &Arc<Facts>, demand: DemandIx, now: i64) -> Result<Option<i64>> {
    let facts = Arc::clone(facts);
    let judging = tokio::task::spawn_blocking(move || {
        let all = Question::new(&facts.problem, demand, &[], Some(now.div_euclid(60))).candidates();
        let cost = |verdict: &Verdict| match verdict {
            Verdict::Eligible(eligible) => Some(eligible.cost_cents),
            Verdict::Refused { .. } => None,
        };
        all.iter().filter_map(|candidate| cost(&candidate.verdict)).min()
    });
    judging.await.map_err(|e| Error::Corrupt(e.to_string()))
}
