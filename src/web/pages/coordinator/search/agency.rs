//! Agencies: what one would cost beside the pool and below the ceiling, and the bookings made.

use super::{Able, Ground, site};
use crate::app::access::Action;
use crate::app::agency;
use crate::store::bookings::Row;
use crate::web::cited::Cited;
use crate::web::conflicts;
use crate::web::pages::coordinator::local;
use crate::web::pages::frame::Result;
use crate::web::pages::view::Tag;
use crate::web::pages::view::coordinator::{Book, Booking};
use releve_solver::domain::scenario::AgencyPrice;

/// The form of a booking.
pub(super) fn form(ground: &Ground<'_>, able: Option<&[Able]>) -> Book {
    let (words, facts) = (ground.words, ground.facts);
    let title = ground.stored.shift.qualification.as_str();
    let agreed = facts.scenario.agency.iter().find(|price| price.qualification.as_str() == title);
    let mut notes = Vec::new();
    match agreed {
        Some(price) => notes.extend(prices(ground, price, able)),
        None => notes.push(Cited::plain(words.say("search-agency-no-price"))),
    }
    let key = if ground.draft.key.is_empty() { ground.app.clock.new_id() } else { ground.draft.key.clone() };
    let price = agreed.map(|price| words.hundredths(i64::from(price.price_cents_per_hour))).unwrap_or_default();
    Book { key, notes, price }
}

fn prices(ground: &Ground<'_>, price: &AgencyPrice, able: Option<&[Able]>) -> Vec<Cited> {
    let words = ground.words;
    let hourly = i64::from(price.price_cents_per_hour);
    let mut notes = vec![Cited::plain(words.with("search-agency-price", [("price", words.euros(hourly))]))];
    if let Some(cap) = price.cap_cents_per_hour.map(i64::from) {
        let regime = site(ground.facts, &ground.stored.shift.establishment_id).map(|site| site.regime.as_str());
        notes.push(match regime {
            Some("fph") => conflicts::cap(words, cap),
            _ => Cited::plain(words.with("search-agency-cap-shown", [("cap", words.euros(cap))])),
        });
    }
    let demand = ground.facts.demand(&ground.stored.shift.id).map(|demand| &ground.facts.problem.demands[demand]);
    let Some(minutes) = demand.map(|demand| demand.duty.work_minutes) else { return notes };
    let cost = hourly * minutes / 60;
    let cheapest = able.and_then(|able| able.iter().map(|one| one.cost_cents).min());
    notes.push(Cited::plain(match cheapest {
        Some(pool) => {
            let difference = words.euros(cost - pool);
            words.with(
                "search-agency-beside-pool",
                [("cost", words.euros(cost)), ("pool", words.euros(pool)), ("difference", difference)],
            )
        }
        None => words.with("search-agency-cost", [("cost", words.euros(cost))]),
    }));
    notes
}

/// Every booking of the shift, the newest first.
pub(super) async fn bookings(ground: &Ground<'_>) -> Result<Vec<Booking>> {
    if !ground.actor.can(Action::ReadBookings) {
        return Ok(Vec::new());
    }
    let rows = agency::of_shift(ground.app, ground.actor, &ground.stored.shift.id).await?;
    Ok(rows.iter().map(|row| booking(ground, row)).collect())
}

fn booking(ground: &Ground<'_>, row: &Row) -> Booking {
    let words = ground.words;
    let soon = |seconds: i64| words.soon(local(ground.zone, seconds));
    let cost = row.cost_cents();
    let mut notes = vec![words.with(
        "search-booking-price",
        [
            ("when", soon(row.requested_at)),
            ("price", words.euros(row.price_cents_per_hour)),
            ("cost", words.euros(cost)),
        ],
    )];
    if let Some(pool) = row.pool_cents {
        let values = [("pool", words.euros(pool)), ("difference", words.euros(cost - pool))];
        notes.push(words.with("search-booking-pool", values));
    }
    if row.cap_cents_per_hour.is_some_and(|cap| row.price_cents_per_hour > cap) {
        notes.push(words.say("search-booking-above-cap"));
    }
    Booking {
        id: row.id.clone(),
        agency: row.agency.clone(),
        state: match row.state.as_str() {
            "requested" => Tag::warn(&words.say("search-booking-requested")),
            "confirmed" => Tag::ok(&words.say("search-booking-confirmed")),
            "worked" => Tag::ok(&words.say("search-booking-worked")),
            "taken_back" => Tag::ok(&words.say("search-booking-taken-back")),
            _ => Tag::plain(&words.say("search-booking-cancelled")),
        },
        notes,
        said: words.reason(row.reason.as_deref().or(row.attestation.as_deref()).unwrap_or_default()),
        requested: row.state == "requested",
        standing: matches!(row.state.as_str(), "requested" | "confirmed"),
    }
}
