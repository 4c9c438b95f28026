//! What stands in the way of a deed, and the way out, in the reader's language.

use super::cited::Cited;
use super::problem::listed;
use crate::app::Conflict;
use crate::app::conflict::{Ahead, Bound, Late, Missed, Use};
use crate::app::swaps::LegRefused;
use crate::app::{agency, assignments, cascades, offers, plans, promises, requests, rosters, shifts, swaps};
use crate::lang::Words;
use crate::store::agents::Standing;

/// Most shifts and days that one sentence names.
const SHOWN_MAX: usize = 10;

/// The sentence.
#[expect(clippy::too_many_lines, reason = "a sentence for each")]
pub fn told(words: Words, conflict: &Conflict) -> String {
    let stands = |key: &str, state: &str| words.with(key, [("state", words.say(state))]);
    let named = |key: &str, name: &'static str, text: &str| words.with(key, [(name, text)]);
    let number = |key: &str, name: &'static str, number: i64| words.with(key, [(name, number)]);
    words.say(match conflict {
        Conflict::PlanState(state) => return stands("conflict-plan-state", plan(state)),
        Conflict::RequestState(state) => return stands("conflict-request-state", request(*state)),
        Conflict::ShiftState(state) => return stands("conflict-shift-state", shift(state)),
        Conflict::CascadeState(state) => return stands("conflict-cascade-state", cascade(*state)),
        Conflict::BookingState(state) => return stands("conflict-booking-state", booking(*state)),
        Conflict::OfferState(state) => return stands("conflict-offer-state", offer(state)),
        Conflict::AssignmentState(state) => return stands("conflict-assignment-state", assignment(*state)),
        Conflict::PromiseState(state) => return stands("conflict-promise-state", rest(*state)),
        Conflict::SwapState(state) => return stands("conflict-swap-state", swap(*state)),
        Conflict::RosterState(state) => return stands("conflict-roster-state", roster(state)),
        Conflict::AdmissionState(now) => return named("conflict-admission-state", "standing", &standing(words, *now)),
        Conflict::IdTaken(id) => return named("conflict-id-taken", "id", id),
        Conflict::ItemNotProposed(shift) => return named("conflict-item-not-proposed", "shift", shift),
        Conflict::AlikeRequested(shifts) => return named("conflict-alike-requested", "shifts", &shifts.join(", ")),
        Conflict::AskedOften(agent) => return named("conflict-asked-often", "agent", agent),
        Conflict::BuiltInPack(key) => return named("conflict-built-in-pack", "key", key),
        Conflict::DocumentKnown(reference) => return named("conflict-document-known", "reference", reference),
        Conflict::UnitClosed(on) => return named("conflict-unit-closed", "on", &words.date(*on)),
        Conflict::ConventionOverlaps(it) => return named("conflict-convention-overlaps", "document", it),
        Conflict::RosterOverlaps(id) => return named("conflict-roster-overlaps", "id", id),
        Conflict::PlacedElsewhere(cycle) => return named("conflict-placed-elsewhere", "cycle", cycle),
        Conflict::PublishedLate(by) => return named("conflict-published-late", "missed", &late(words, by).to_string()),
        Conflict::StillInUse(all) => return named("conflict-still-in-use", "uses", &uses(words, all)),
        Conflict::SaidYes { closes_at } => {
            return named("conflict-said-yes", "when", &crate::text::instant(*closes_at));
        }
        Conflict::VersionMoved { current } => return number("conflict-version-moved", "current", *current),
        Conflict::AbsenceOverlaps(absence) => return number("conflict-absence-overlaps", "number", *absence),
        Conflict::NotUrgent { hours } => return number("conflict-not-urgent", "hours", i64::from(*hours)),
        Conflict::AgencyHours { hours } => return number("conflict-agency-hours", "hours", i64::from(*hours)),
        Conflict::TooManyAgreements { most } => return number("conflict-too-many-agreements", "most", *most),
        Conflict::TooManySwaps { most } => return number("conflict-too-many-swaps", "most", *most),
        Conflict::TooManyJudged { most } => return number("conflict-too-many-judged", "most", *most),
        Conflict::TooManyWishes { most } => return number("conflict-too-many-wishes", "most", *most),
        Conflict::CodeFull(persons) => return number("conflict-code-full", "n", *persons),
        Conflict::ChosenMost(days) => return number("conflict-chosen-most", "n", *days),
        Conflict::AboveCap { price_cents, cap_cents } => {
            let article = agency::CAP_ARTICLE.to_owned();
            let values = [("price", words.euros(*price_cents)), ("cap", words.euros(*cap_cents)), ("article", article)];
            return words.with("conflict-above-cap", values);
        }
        Conflict::NotMember { establishment, on } => {
            let values = [("establishment", establishment.clone()), ("on", words.date(*on))];
            return words.with("conflict-not-member", values);
        }
        Conflict::DaySettled { date, code } => {
            let day = words.date(*date);
            let day = code.as_ref().map_or(day.clone(), |code| format!("{day} ({code})"));
            return named("conflict-day-settled", "day", &day);
        }
        Conflict::InsideNotice { missed: all, imperative } => {
            let told = listed(words, &all.iter().map(|one| missed(words, one)).collect::<Vec<_>>());
            let key = if *imperative { "conflict-inside-notice-imperative" } else { "conflict-inside-notice" };
            return named(key, "missed", &told);
        }
        Conflict::EntryBound(Bound::ToRest) => "conflict-entry-of-rest",
        Conflict::EntryBound(Bound::ToCorrection) => "conflict-entry-of-correction",
        Conflict::GroupHasApprovals => "conflict-group-has-approvals",
        Conflict::StalePlan => "conflict-stale-plan",
        Conflict::AlreadyFilled => "conflict-already-filled",
        Conflict::ShiftBegun => "conflict-shift-begun",
        Conflict::NobodyEligible => "conflict-nobody-eligible",
        Conflict::RoundOver => "conflict-round-over",
        Conflict::CascadeUnderWay => "conflict-cascade-under-way",
        Conflict::AgreementOver => "conflict-agreement-over",
        Conflict::HandBackOver => "conflict-hand-back-over",
        Conflict::NoStands => "conflict-no-stands",
        Conflict::OfferClosed => "conflict-offer-closed",
        Conflict::NotOverYet => "conflict-not-over-yet",
        Conflict::NotBegunYet => "conflict-not-begun-yet",
        Conflict::NothingAsked => "conflict-nothing-asked",
        Conflict::EntryReversed => "conflict-entry-reversed",
        Conflict::PeriodOpen => "conflict-period-open",
        Conflict::NothingToCancel => "conflict-nothing-to-cancel",
        Conflict::AlreadyComputing => "conflict-already-computing",
        Conflict::EmailTaken => "conflict-email-taken",
        Conflict::OwnGrant => "conflict-own-grant",
        Conflict::GrantOver => "conflict-grant-over",
        Conflict::LastAdministrator => "conflict-last-administrator",
        Conflict::LinkOver => "conflict-link-over",
        Conflict::SecondFactorState => "conflict-second-factor-state",
        Conflict::IdentityTaken => "conflict-identity-taken",
        Conflict::IdentityElsewhere => "conflict-identity-elsewhere",
        Conflict::LastWayIn => "conflict-last-way-in",
        Conflict::AbsenceOver => "conflict-absence-over",
        Conflict::AbsenceNotAnnounced => "conflict-absence-not-announced",
        Conflict::DayDecided => "conflict-day-decided",
        Conflict::AgentLeft => "conflict-agent-left",
        Conflict::ConventionOver => "conflict-convention-over",
        Conflict::SwapDecided => "conflict-swap-decided",
        Conflict::SwapClosed => "conflict-swap-closed",
        Conflict::SwapAnswered => "conflict-swap-answered",
        Conflict::DutyGone => "conflict-duty-gone",
        Conflict::OwnSwap => "conflict-own-swap",
        Conflict::WishOver => "conflict-wish-over",
        Conflict::SameKeyInFlight => "conflict-same-key-in-flight",
        Conflict::DayAsked => "conflict-day-asked",
        Conflict::DayBegun => "conflict-day-begun",
        Conflict::NotChoosing => "conflict-not-choosing",
        Conflict::QuestionOver => "conflict-question-over",
        Conflict::PlanKind => "conflict-plan-kind",
        Conflict::PlanSupposes => "conflict-plan-supposes",
        Conflict::LostRace => "conflict-lost-race",
    })
}

/// What a conflict rests on, with its articles; nothing where no law stands behind it.
pub fn grounds(words: Words, conflict: &Conflict) -> Vec<Cited> {
    match conflict {
        Conflict::PublishedLate(by) => vec![late(words, by)],
        Conflict::InsideNotice { missed: all, .. } => all.iter().map(|one| missed(words, one)).collect(),
        Conflict::AboveCap { cap_cents, .. } => vec![cap(words, *cap_cents)],
        _ => Vec::new(),
    }
}

/// What a public establishment pays an agency at most.
pub fn cap(words: Words, cap_cents: i64) -> Cited {
    let text = words.with("agency-cap", [("cap", words.euros(cap_cents))]);
    Cited::new(words, text, agency::CAP_ARTICLE)
}

/// By how much a publication is late.
fn late(words: Words, late: &Late) -> Cited {
    let values = [("ahead", late.ahead_days), ("least", late.least_days)];
    Cited::new(words, words.with("conflict-published-late-by", values), &late.article)
}

/// By how much a change misses its notice.
fn missed(words: Words, missed: &Missed) -> Cited {
    let text = match missed.time {
        Ahead::Hours { left, least } => words.with("conflict-notice-hours", [("ahead", left), ("least", least)]),
        Ahead::Days { left, least } => words.with("conflict-notice-days", [("ahead", left), ("least", least)]),
    };
    Cited::new(words, text, &missed.article)
}

/// Why a leg of a swap cannot be, as far as its reader may know.
pub fn of_leg(words: Words, leg: &LegRefused) -> Vec<Cited> {
    let hers = leg.refusals.iter().map(|ground| Cited::refusal(words, ground));
    let theirs = Cited::neutral(words, &leg.neutral);
    let mut all: Vec<Cited> = hers.chain(theirs).map(Cited::line).collect();
    all.dedup();
    all
}

fn uses(words: Words, all: &[Use]) -> String {
    let one = |used: &Use| match used {
        Use::Shift(shift) => shift.clone(),
        Use::Day { code, date } => {
            words.with("conflict-roster-day", [("code", code.clone()), ("day", words.date(*date))])
        }
    };
    let shown: Vec<String> = all.iter().take(SHOWN_MAX).map(one).collect();
    format!("{}{}", shown.join(", "), if all.len() > SHOWN_MAX { "…" } else { "" })
}

/// Where an agent stands in the pool.
pub fn standing(words: Words, standing: Standing) -> String {
    words.say(match standing {
        Standing::Outside => "standing-outside",
        Standing::Trainee => "standing-trainee",
        Standing::Evaluated => "standing-evaluated",
        Standing::Admitted => "standing-admitted",
        Standing::Suspended => "standing-suspended",
        Standing::Left => "standing-left",
    })
}

const fn plan(state: &plans::State) -> &'static str {
    match state {
        plans::State::Computing => "plan-is-computing",
        plans::State::Proposed { .. } | plans::State::PartlyApproved { .. } => "plan-is-to-decide",
        plans::State::Approved => "plan-is-approved",
        plans::State::Rejected { .. } => "plan-is-rejected",
        plans::State::Cancelled => "plan-is-cancelled",
        plans::State::Expired { .. } => "plan-is-expired",
        plans::State::Failed { .. } => "plan-is-failed",
    }
}

const fn request(state: requests::State) -> &'static str {
    match state {
        requests::State::Draft => "request-is-draft",
        requests::State::Submitted => "request-is-submitted",
        requests::State::Open => "request-is-open",
        requests::State::Closed => "request-is-closed",
        requests::State::Cancelled => "request-is-cancelled",
    }
}

const fn shift(state: &shifts::State) -> &'static str {
    match state {
        shifts::State::Draft => "shift-is-draft",
        shifts::State::Open => "shift-is-open",
        shifts::State::Offered => "shift-is-offered",
        shifts::State::Filled(_) => "shift-is-filled",
        shifts::State::Booked => "shift-is-booked",
        shifts::State::Unfilled => "shift-is-unfilled",
        shifts::State::Cancelled => "shift-is-cancelled",
    }
}

const fn cascade(state: cascades::State) -> &'static str {
    match state {
        cascades::State::Running => "cascade-is-running",
        cascades::State::Paused => "cascade-is-paused",
        cascades::State::Over(cascades::End::Filled) => "cascade-is-filled",
        cascades::State::Over(cascades::End::Booked) => "cascade-is-booked",
        cascades::State::Over(cascades::End::Stopped) => "cascade-is-stopped",
        cascades::State::Over(cascades::End::Exhausted) => "cascade-is-exhausted",
    }
}

const fn booking(state: agency::State) -> &'static str {
    match state {
        agency::State::Requested => "booking-is-requested",
        agency::State::Confirmed { .. } => "booking-is-confirmed",
        agency::State::Worked => "booking-is-worked",
        agency::State::Cancelled => "booking-is-cancelled",
        agency::State::TakenBack => "booking-is-taken-back",
    }
}

const fn offer(state: &offers::State) -> &'static str {
    match state {
        offers::State::Sent { .. } => "offer-is-sent",
        offers::State::Accepted { .. } => "offer-is-accepted",
        offers::State::Declined { .. } => "offer-is-declined",
        offers::State::Expired => "offer-is-expired",
        offers::State::Withdrawn => "offer-is-withdrawn",
        offers::State::NotChosen => "offer-is-not-chosen",
    }
}

const fn assignment(state: assignments::State) -> &'static str {
    match state {
        assignments::State::Confirmed { .. } => "assignment-is-confirmed",
        assignments::State::Started { .. } => "assignment-is-started",
        assignments::State::Worked => "assignment-is-worked",
        assignments::State::Validated => "assignment-is-validated",
        assignments::State::Cancelled => "assignment-is-cancelled",
    }
}

const fn rest(state: promises::State) -> &'static str {
    match state {
        promises::State::Undated => "rest-is-undated",
        promises::State::Dated { .. } => "rest-is-dated",
        promises::State::Taken => "rest-is-taken",
        promises::State::Withdrawn => "rest-is-withdrawn",
    }
}

const fn swap(state: swaps::State) -> &'static str {
    match state {
        swaps::State::Proposed { .. } => "swap-is-proposed",
        swaps::State::ToApprove { .. } => "swap-is-to-approve",
        swaps::State::Done(_) => "swap-is-done",
        swaps::State::Refused(_) => "swap-is-refused",
        swaps::State::Expired => "swap-is-expired",
        swaps::State::Withdrawn => "swap-is-withdrawn",
    }
}

const fn roster(state: &rosters::State) -> &'static str {
    match state {
        rosters::State::Draft => "roster-is-draft",
        rosters::State::Open(_) => "roster-is-open",
        rosters::State::Closed => "roster-is-closed",
        rosters::State::Published { .. } => "roster-is-published",
    }
}

#[cfg(test)]
mod tests {
    use crate::lang::{Locale, Words};

    /// The source is read because an enum whose variants carry data cannot be listed.
    #[test]
    fn every_sentence_is_there() {
        let source = include_str!("conflicts.rs");
        let asked = source.split('"').filter(|text| text.starts_with("conflict-") || text.contains("-is-"));
        let asked: Vec<&str> = asked.filter(|text| text.bytes().all(|b| b == b'-' || b.is_ascii_lowercase())).collect();
        assert!(asked.len() > 120, "{}", asked.len());
        for key in asked.into_iter().filter(|key| !key.ends_with('-') && !key.starts_with('-')) {
            for locale in [Locale::Fr, Locale::En] {
                assert!(Words::new(locale).knows(key), "{key} in {locale:?}");
            }
        }
    }
}
