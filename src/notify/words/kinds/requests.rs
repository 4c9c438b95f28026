//! Kinds of notices about requests, shifts, plans, cascades and agencies.

use super::Kind;

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind::new("shift.changed", "notice-shift-changed").urgent().asking(),
    Kind::new("message.new", "notice-message-new"),
    Kind::new("request.changed", "notice-request-changed"),
    Kind::new("request.filled", "notice-request-filled"),
    Kind::new("request.unfilled", "notice-request-unfilled").urgent(),
    Kind::new("duty.bare", "notice-duty-bare").urgent(),
    Kind::new("plan.proposed", "notice-plan-proposed"),
    Kind::new("shift.tomorrow", "notice-shift-tomorrow").urgent(),
    Kind::new("shift.bare", "notice-shift-bare").urgent(),
    Kind::new("cascade.by-hand", "notice-cascade-by-hand").urgent(),
    Kind::new("cascade.agency", "notice-cascade-agency").urgent(),
    Kind::new("cascade.exhausted", "notice-cascade-exhausted").urgent(),
    Kind::new("booking.requested", "notice-booking-requested"),
    Kind::new("booking.confirmed", "notice-booking-confirmed"),
    Kind::new("booking.taken-back", "notice-booking-taken-back").urgent(),
    Kind::new("booking.cancelled", "notice-booking-cancelled").urgent(),
];
