//! What each area says of an obstacle, and of a field at fault.

use super::Area;
use crate::app::conflict::Conflict;
use crate::lang::Words;
use crate::web::conflicts;
use crate::web::problem::mended;
use releve_solver::domain::time::local_of_instant;
use releve_solver::formats::Issue;

/// What stands in the way: in words of the area where it has some, else in those of the API.
pub fn told(area: Area, words: Words, conflict: &Conflict) -> String {
    let own = match area {
        Area::Agent => of_agent(conflict),
        Area::Coordination(_) => of_coordination(conflict),
        Area::Unit => of_unit(conflict),
        Area::Entry | Area::Records => None,
    };
    match (own, area, conflict) {
        (Some(key), ..) => words.say(key),
        (None, Area::Coordination(_), Conflict::NotUrgent { hours }) => {
            words.with("board-refused-not-urgent", [("hours", *hours)])
        }
        (None, Area::Coordination(_), Conflict::AgencyHours { hours }) => {
            words.with("board-refused-agency-hours", [("hours", *hours)])
        }
        (None, Area::Coordination(_), Conflict::AboveCap { price_cents, .. }) => {
            words.with("board-refused-above-cap", [("price", words.euros(*price_cents))])
        }
        (None, Area::Coordination(zone), Conflict::SaidYes { closes_at }) => {
            let when = words.soon(local_of_instant(zone, closes_at.div_euclid(60)));
            words.with("board-refused-said-yes", [("when", when)])
        }
        (None, ..) => conflicts::told(words, conflict),
    }
}

/// Somebody else was there first.
pub fn moved(area: Area, words: Words) -> String {
    words.say(if area == Area::Agent { "me-no-moved" } else { "refused-moved" })
}

const fn of_agent(conflict: &Conflict) -> Option<&'static str> {
    Some(match conflict {
        Conflict::AlreadyFilled => "me-no-filled",
        Conflict::OfferClosed | Conflict::RoundOver => "me-no-closed",
        Conflict::OfferState(_) => "me-no-answered",
        Conflict::LostRace => "me-no-race",
        Conflict::VersionMoved { .. } => "me-no-moved",
        Conflict::ShiftState(_) | Conflict::AssignmentState(_) => "me-no-gone",
        Conflict::ShiftBegun | Conflict::DayBegun => "me-no-begun",
        Conflict::DayDecided => "me-no-decided",
        Conflict::TooManyAgreements { .. } => "me-no-more-agreements",
        Conflict::AgreementOver => "me-no-agreement-over",
        Conflict::HandBackOver => "me-no-hand-back",
        Conflict::SwapState(_) | Conflict::SwapDecided | Conflict::SwapClosed | Conflict::SwapAnswered => {
            "me-no-swap-over"
        }
        Conflict::DutyGone | Conflict::WishOver => "me-no-duty-gone",
        Conflict::TooManySwaps { .. } | Conflict::TooManyWishes { .. } => "me-no-more-swaps",
        Conflict::PromiseState(_) | Conflict::NothingAsked => "me-no-rest-over",
        Conflict::AbsenceOverlaps(_) => "me-no-absence-overlaps",
        Conflict::QuestionOver | Conflict::RosterState(_) => "me-no-question-over",
        Conflict::AgentLeft => "me-no-left",
        _ => return None,
    })
}

const fn of_coordination(conflict: &Conflict) -> Option<&'static str> {
    Some(match conflict {
        Conflict::StalePlan => "board-refused-stale-plan",
        Conflict::PlanState(_) => "board-refused-plan-state",
        Conflict::PlanKind => "board-refused-plan-kind",
        Conflict::PlanSupposes => "board-refused-plan-supposes",
        Conflict::VersionMoved { .. } | Conflict::LostRace => "refused-moved",
        Conflict::ItemNotProposed(_) => "board-refused-item",
        Conflict::AlreadyComputing => "board-refused-computing",
        Conflict::NothingToCancel => "board-refused-nothing-to-stop",
        Conflict::ShiftState(_) => "board-refused-shift-state",
        Conflict::AlreadyFilled => "board-refused-filled",
        Conflict::ShiftBegun => "refused-begun",
        Conflict::NobodyEligible => "board-refused-nobody",
        Conflict::AskedOften(_) => "board-refused-asked-often",
        Conflict::RoundOver => "board-refused-round-over",
        Conflict::CascadeUnderWay => "board-refused-cascade-under-way",
        Conflict::CascadeState(_) => "board-refused-cascade-state",
        Conflict::BookingState(_) => "board-refused-booking-state",
        Conflict::SwapState(_) | Conflict::SwapDecided => "board-refused-swap-state",
        Conflict::SwapClosed => "board-refused-swap-closed",
        Conflict::OwnSwap => "board-refused-own-swap",
        Conflict::DutyGone => "board-refused-duty-gone",
        Conflict::NothingAsked | Conflict::PromiseState(_) => "board-refused-rest",
        Conflict::AlikeRequested(_) => "board-refused-alike",
        Conflict::RequestState(_) => "board-refused-request-state",
        _ => return None,
    })
}

const fn of_unit(conflict: &Conflict) -> Option<&'static str> {
    Some(match conflict {
        Conflict::AlikeRequested(_) => "form-alike",
        Conflict::IdTaken(_) => "form-taken",
        Conflict::VersionMoved { .. } | Conflict::LostRace => "refused-moved",
        Conflict::RequestState(_) => "form-request-state",
        Conflict::ShiftState(_) | Conflict::AlreadyFilled => "form-shift-state",
        Conflict::ShiftBegun => "refused-begun",
        Conflict::DayBegun => "form-day-begun",
        Conflict::DaySettled { .. } => "form-day-settled",
        Conflict::AbsenceOverlaps(_) => "form-absence-overlaps",
        Conflict::AbsenceOver => "form-absence-over",
        Conflict::AgentLeft => "form-agent-left",
        Conflict::NotMember { .. } => "form-not-member",
        Conflict::UnitClosed(_) => "form-unit-closed",
        Conflict::RosterState(_) | Conflict::DayAsked => "form-roster-state",
        Conflict::RosterOverlaps(_) => "form-roster-overlaps",
        Conflict::PublishedLate(_) => "form-published-late",
        Conflict::InsideNotice { .. } => "form-inside-notice",
        _ => return None,
    })
}

/// What stands above a form with fields at fault.
pub fn invalid(area: Area, words: Words, fields: &[(String, String)]) -> String {
    match (area, fields) {
        // These forms have no place beside each field.
        (Area::Coordination(_) | Area::Unit, [(_, first), ..]) => first.clone(),
        _ => words.count("refused-fields", fields.len()),
    }
}

/// The field in which forms of an area say a day or a time.
pub fn day_field(area: Area) -> &'static str {
    if area == Area::Unit { "jour" } else { "" }
}

/// The field of a form behind a field of a use case, and what is wrong with it.
pub fn field(area: Area, words: Words, issue: &Issue) -> (String, String) {
    let path = issue.field.as_str();
    let (name, key) = match area {
        Area::Coordination(_) => (path, in_coordination(path)),
        Area::Unit => in_unit(path.rsplit('.').next().unwrap_or_default()),
        Area::Entry | Area::Agent | Area::Records => return (path.to_owned(), mended(words, "refused-field", issue)),
    };
    (name.to_owned(), words.say(key))
}

fn in_coordination(field: &str) -> &'static str {
    match field {
        "reason" => "board-wrong-reason",
        "hours" => "board-wrong-hours",
        "agents" => "board-wrong-agents",
        "mode" => "board-wrong-mode",
        "agency" => "board-wrong-agency",
        "price_cents_per_hour" => "board-wrong-price",
        "attestation" => "board-wrong-attestation",
        "note" => "board-wrong-note",
        "seconds" => "board-wrong-seconds",
        "to" | "from" => "board-wrong-days",
        "share" => "board-wrong-share",
        "although_asked_often" => "board-wrong-although",
        _ => "board-wrong-something",
    }
}

fn in_unit(field: &str) -> (&'static str, &'static str) {
    match field {
        "date" | "from" => ("jour", "form-day"),
        "to" => ("au", "form-to"),
        "code" | "codes" => ("code", "form-code"),
        "qualification" => ("titre", "form-title"),
        "absent_agent" | "agent" => ("absent", "form-absent"),
        "note" => ("note", "form-note"),
        "reason" | "late_reason" => ("motif", "form-reason"),
        "text" => ("texte", "form-text"),
        "mentions" => ("mention", "form-mention"),
        "closes_at" => ("cloture", "form-closing"),
        _ => ("", "form-other"),
    }
}
