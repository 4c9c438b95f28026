//! Kinds of notices about offers, rounds and assignments.

use super::Kind;

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind::new("offer.sent", "notice-offer-sent").asking(),
    Kind::new("offer.closed", "notice-offer-closed"),
    Kind::new("offer.not-chosen", "notice-offer-not-chosen"),
    Kind::new("offer.withdrawn", "notice-offer-withdrawn").urgent(),
    Kind::new("assignment.confirmed", "notice-assignment-confirmed"),
    Kind::new("assignment.cancelled", "notice-assignment-cancelled").urgent(),
    Kind::new("round.empty", "notice-round-empty").urgent(),
    Kind::new("offer.reminder", "notice-offer-reminder").urgent().asking(),
    Kind::new("offer.agreed", "notice-offer-agreed").asking(),
    Kind::new("assignment.agreed", "notice-assignment-agreed").urgent(),
    Kind::new("assignment.handed-back", "notice-assignment-handed-back").urgent(),
    Kind::new("offer.held-back", "notice-offer-held-back"),
];
