//! Bookings of agencies, with what they cost beside the pool.

use super::requests::Why;
use super::{About, Listed, instant};
use crate::app::access::{Action, Actor, Paging};
use crate::app::agency::{self, New};
use crate::lang::Words;
use crate::store::bookings::Row;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json, Paged};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::post("/api/v1/shifts/{id}/bookings", Needs(&[A::BookAgency]), book).describe(
            Doc::new("Asks an agency for an open shift")
                .more("The same booking sent again gives the stored one. A public establishment pays no more than the ceiling \
                    of CSP R6146-27.")
                .body::<New>()
                .answers::<Booking>(201, "The booking")
                .answers::<Booking>(200, "It was there already")
                .refuses(&["id-taken", "shift-state", "already-filled", "shift-begun", "above-cap", "agency-hours"]),
        ),
        Route::get("/api/v1/bookings", Needs(&[A::ReadBookings]), list).describe(
            Doc::new("Lists bookings of agencies")
                .query::<Paging>()
                .states(&["requested", "confirmed", "worked", "cancelled", "taken_back"])
                .answers::<Listed<Booking>>(200, "A page of bookings, the newest first"),
        ),
        Route::get("/api/v1/bookings/{id}", Needs(&[A::ReadBookings]), show)
            .describe(Doc::new("Shows a booking, with what it costs beside the pool").answers::<Booking>(200, "The booking")),
        Route::post("/api/v1/bookings/{id}/confirm", Needs(&[A::BookAgency]), confirm).describe(
            Doc::new("Records that the agency sends somebody, with what it attests of her two years of practice")
                .body::<Confirm>()
                .answers::<Booking>(200, "The booking")
                .refuses(&["booking-state", "shift-begun", "round-over", "shift-state"]),
        ),
        Route::post("/api/v1/bookings/{id}/cancel", Needs(&[A::BookAgency]), cancel).describe(
            Doc::new("Calls a booking off")
                .body::<Why>()
                .answers::<Booking>(200, "The booking")
                .refuses(&["booking-state", "shift-state"]),
        ),
        Route::post("/api/v1/bookings/{id}/worked", Needs(&[A::RecordWork]), worked).describe(
            Doc::new("Records that somebody of the agency did the work")
                .answers::<Booking>(200, "The booking")
                .refuses(&["booking-state", "not-over-yet"]),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Booking {
    id: String,
    shift: String,
    #[serde(flatten)]
    about: About,
    agency: String,
    state: String,
    /// Excluding VAT, all included.
    price_cents_per_hour: i64,
    /// The ceiling as it was when it was made (CSP R6146-27).
    cap_cents_per_hour: Option<i64>,
    /// The price is above the ceiling, which binds public establishments alone.
    above_cap: bool,
    work_minutes: i64,
    cost_cents: i64,
    /// What the cheapest of those who could then hold the shift would have cost; none when nobody could.
    pool_cents: Option<i64>,
    /// What the agency costs more than that.
    difference_cents: Option<i64>,
    /// What the agency attested of its worker's two years of practice (CASF L313-23-4, R313-30-5).
    attestation: Option<String>,
    requested_by: String,
    requested_at: String,
    confirmed_at: Option<String>,
    ended_at: Option<String>,
    /// In the reader's language where it is the service's, as typed where it is a person's.
    reason: Option<String>,
    version: i64,
}

impl Booking {
    fn of(words: Words, row: Row) -> Self {
        let cost_cents = row.cost_cents();
        Self {
            id: row.id,
            shift: row.shift.id.clone(),
            about: row.shift.into(),
            agency: row.agency,
            state: row.state,
            price_cents_per_hour: row.price_cents_per_hour,
            cap_cents_per_hour: row.cap_cents_per_hour,
            above_cap: row.cap_cents_per_hour.is_some_and(|cap| row.price_cents_per_hour > cap),
            work_minutes: row.work_minutes,
            cost_cents,
            pool_cents: row.pool_cents,
            difference_cents: row.pool_cents.map(|pool| cost_cents - pool),
            attestation: row.attestation,
            requested_by: row.requested_by,
            requested_at: instant(row.requested_at),
            confirmed_at: row.confirmed_at.map(instant),
            ended_at: row.ended_at.map(instant),
            reason: row.reason.as_deref().map(|why| words.reason(why).to_string()),
            version: row.version,
        }
    }
}

/// `POST /shifts/{id}/bookings`: 201 when it is new, 200 when the same booking was there already.
pub(super) async fn book(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(shift): Id,
    Json(new): Json<New>,
) -> Result<(StatusCode, axum::Json<Booking>)> {
    let (row, is_new) = agency::book(&state.app, &actor, &shift, &new).await?;
    Ok((if is_new { StatusCode::CREATED } else { StatusCode::OK }, axum::Json(Booking::of(words, row))))
}

/// `GET /bookings?state=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    words: Words,
    Paged { actor, paging }: Paged,
) -> Result<axum::Json<Listed<Booking>>> {
    let rows = agency::list(&state.app, &actor, &paging).await?;
    Ok(axum::Json(Listed::of(rows, paging.limit(), |row| row.id.clone(), |row| Booking::of(words, row))))
}

/// `GET /bookings/{id}`
pub(super) async fn show(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
) -> Result<axum::Json<Booking>> {
    Ok(axum::Json(Booking::of(words, agency::find(&state.app, &actor, &id).await?)))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "BookingConfirmation")]
pub(super) struct Confirm {
    attestation: String,
}

/// `POST /bookings/{id}/confirm`
pub(super) async fn confirm(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
    Json(body): Json<Confirm>,
) -> Result<axum::Json<Booking>> {
    Ok(axum::Json(Booking::of(words, agency::confirm(&state.app, &actor, &id, &body.attestation).await?)))
}

/// `POST /bookings/{id}/cancel`
pub(super) async fn cancel(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
    Json(why): Json<Why>,
) -> Result<axum::Json<Booking>> {
    Ok(axum::Json(Booking::of(words, agency::cancel(&state.app, &actor, &id, &why.reason).await?)))
}

/// `POST /bookings/{id}/worked`
pub(super) async fn worked(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
) -> Result<axum::Json<Booking>> {
    Ok(axum::Json(Booking::of(words, agency::record_worked(&state.app, &actor, &id).await?)))
}
