//! What stands in the way of a deed: each with a stable name for machines. Its words, in each language, are the interface's.

use super::{agency, assignments, cascades, offers, plans, promises, requests, rosters, shifts, swaps};
use crate::store::agents::Standing;
use chrono::NaiveDate;

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// An import would pull the ground from under offers already made.
    GroupHasApprovals,
    /// The id is taken by another request.
    IdTaken(String),
    /// The plan has expired.
    StalePlan,
    /// The plan is in a state that does not allow it.
    PlanState(plans::State),
    /// The version given is not the current one.
    VersionMoved {
        /// The current one.
        current: i64,
    },
    /// The item was approved before, or is not one of the plan's proposals.
    ItemNotProposed(String),
    /// The request is in a state that does not allow it.
    RequestState(requests::State),
    /// Other requests ask for the same post: these shifts.
    AlikeRequested(Vec<String>),
    /// The shift is not to be filled any more.
    ShiftState(shifts::State),
    /// Somebody holds the shift by now.
    AlreadyFilled,
    /// The shift has begun.
    ShiftBegun,
    /// Speed decides under the group's urgency threshold alone.
    NotUrgent {
        /// The threshold.
        hours: u32,
    },
    /// Nobody may hold the shift.
    NobodyEligible,
    /// This agent has been asked as often this week as she wants to be.
    AskedOften(String),
    /// The round is over.
    RoundOver,
    /// A cascade of the shift is under way.
    CascadeUnderWay,
    /// The cascade is in a state that does not allow it.
    CascadeState(cascades::State),
    /// Somebody has said yes to the round of this step.
    SaidYes {
        /// When it is decided, unix seconds.
        closes_at: i64,
    },
    /// The booking is in a state that does not allow it.
    BookingState(agency::State),
    /// A public establishment pays no agency more than the ceiling.
    AboveCap {
        /// Asked for, euro cents per hour.
        price_cents: i64,
        /// Allowed, euro cents per hour.
        cap_cents: i64,
    },
    /// The group buys no more hours of this title.
    AgencyHours {
        /// Most hours over the horizon.
        hours: u32,
    },
    /// She has as many standing agreements as there may be.
    TooManyAgreements {
        /// How many.
        most: i64,
    },
    /// The standing agreement was revoked before.
    AgreementOver,
    /// No agreement gave the shift, or the time to hand it back is over.
    HandBackOver,
    /// The offer was answered, or is closed.
    OfferState(offers::State),
    /// Her no can be taken back no more, or never could.
    NoStands,
    /// The offer's closing time has passed.
    OfferClosed,
    /// The assignment is in a state that does not allow it.
    AssignmentState(assignments::State),
    /// The shift is not over yet.
    NotOverYet,
    /// The shift has not begun yet.
    NotBegunYet,
    /// The promise is in a state that does not allow it.
    PromiseState(promises::State),
    /// The other side has asked for nothing.
    NothingAsked,
    /// The line was taken back before.
    EntryReversed,
    /// The line belongs to something that has its own way of being changed.
    EntryBound(Bound),
    /// The period is not over, so that lines may still come.
    PeriodOpen,
    /// The plan's computation is over.
    NothingToCancel,
    /// A plan of the group is being computed.
    AlreadyComputing,
    /// The rule pack ships with the program.
    BuiltInPack(String),
    /// Somebody else has this e-mail address.
    EmailTaken,
    /// Nobody gives or ends anything of her own.
    OwnGrant,
    /// The grant was ended before.
    GrantOver,
    /// Nobody would be left to administer the group.
    LastAdministrator,
    /// The link was used, is too old, or was never one.
    LinkOver,
    /// The account has a second factor, or has none, contrary to what is asked.
    SecondFactorState,
    /// The identity at a provider opens another account.
    IdentityTaken,
    /// It opens another group to her too.
    IdentityElsewhere,
    /// Nothing would be left to log in with.
    LastWayIn,
    /// Another absence of hers lies in these days.
    AbsenceOverlaps(i64),
    /// The absence was taken back, or is over.
    AbsenceOver,
    /// Her employer entered the absence: the agent does not change it.
    AbsenceNotAnnounced,
    /// Her day is decided: over, or she holds a shift on it.
    DayDecided,
    /// The step does not follow from where she stands in the pool.
    AdmissionState(Standing),
    /// The agent has left.
    AgentLeft,
    /// A document of this reference is on file.
    DocumentKnown(String),
    /// The establishment does not belong to the group on that day.
    NotMember {
        /// Which.
        establishment: String,
        /// The day.
        on: NaiveDate,
    },
    /// The unit is closed from this day on.
    UnitClosed(NaiveDate),
    /// A convention holds on some of these days.
    ConventionOverlaps(String),
    /// The convention ends already.
    ConventionOver,
    /// People hold or are asked for shifts there, or it stands on rosters: these shifts and days.
    StillInUse(Vec<Use>),
    /// The swap is in a state that does not allow it.
    SwapState(swaps::State),
    /// She has said yes for her units before.
    SwapDecided,
    /// The swap's closing time has passed.
    SwapClosed,
    /// She has agreed to the swap before.
    SwapAnswered,
    /// A duty of the swap is no longer there to be given.
    DutyGone,
    /// Nobody allows a swap that she is in.
    OwnSwap,
    /// Too many swaps of one proposer wait for somebody.
    TooManySwaps {
        /// How many may.
        most: i64,
    },
    /// She has asked about the duties of too many others.
    TooManyJudged {
        /// How many she may in a day.
        most: i64,
    },
    /// A wish has ended, or does not fit any more.
    WishOver,
    /// Too many wishes of one agent.
    TooManyWishes {
        /// How many she may have.
        most: i64,
    },
    /// Another attempt under the same idempotency key is at it.
    SameKeyInFlight,
    /// The roster is in a state that does not allow it.
    RosterState(rosters::State),
    /// Another roster of the unit has some of the days.
    RosterOverlaps(String),
    /// The day is settled: another unit's roster, a cycle, a hand or somebody's choice has it.
    DaySettled {
        /// The day.
        date: NaiveDate,
        /// The code that it has already, where only that stands in the way.
        code: Option<String>,
    },
    /// Somebody is asked about the day.
    DayAsked,
    /// The day's duty has begun, or the day is over.
    DayBegun,
    /// Agents may not put themselves down now.
    NotChoosing,
    /// So many have the code on that day already.
    CodeFull(i64),
    /// So many days are the most that one agent may choose.
    ChosenMost(i64),
    /// Publishing inside somebody's notice needs a reason.
    PublishedLate(Late),
    /// A change inside the notice needs a ground that the rule allows.
    InsideNotice {
        /// Every notice that is missed.
        missed: Vec<Missed>,
        /// Whether an imperative need of the unit would do.
        imperative: bool,
    },
    /// The question was answered, or its time is over.
    QuestionOver,
    /// She is placed in a cycle on some of these days.
    PlacedElsewhere(String),
    /// The plan fills a roster, or another one.
    PlanKind,
    /// The plan counts on somebody made up.
    PlanSupposes,
    /// Somebody else was faster.
    LostRace,
}

/// What keeps a ledger line from being taken back by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// It follows a promised rest.
    ToRest,
    /// It puts another line right.
    ToCorrection,
}

/// What uses a unit, or the hours of a shift code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// A shift that somebody holds or is sought for.
    Shift(String),
    /// A day of a roster that is not over.
    Day {
        /// Shift code.
        code: String,
        /// Which day.
        date: NaiveDate,
    },
}

/// The notice of publication that is missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// Civil days left before the first day.
    pub ahead_days: i64,
    /// Civil days owed.
    pub least_days: i64,
    /// Where they are owed.
    pub article: String,
}

/// The notice of a change that is missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Left before the shift, and owed.
    pub time: Ahead,
    /// Where it is owed.
    pub article: String,
}

/// The time before a shift, as its rule counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ahead {
    /// In whole hours.
    Hours {
        /// Left.
        left: i64,
        /// Owed.
        least: i64,
    },
    /// In civil days.
    Days {
        /// Left.
        left: i64,
        /// Owed.
        least: i64,
    },
}

impl Conflict {
    /// Stable name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::GroupHasApprovals => "group-has-approvals",
            Self::IdTaken(_) => "id-taken",
            Self::StalePlan => "stale-plan",
            Self::PlanState(_) => "plan-state",
            Self::VersionMoved { .. } => "version-moved",
            Self::ItemNotProposed(_) => "item-not-proposed",
            Self::RequestState(_) => "request-state",
            Self::AlikeRequested(_) => "alike-requested",
            Self::ShiftState(_) => "shift-state",
            Self::AlreadyFilled => "already-filled",
            Self::ShiftBegun => "shift-begun",
            Self::NotUrgent { .. } => "not-urgent",
            Self::NobodyEligible => "nobody-eligible",
            Self::AskedOften(_) => "asked-often",
            Self::RoundOver => "round-over",
            Self::CascadeUnderWay => "cascade-under-way",
            Self::CascadeState(_) => "cascade-state",
            Self::SaidYes { .. } => "said-yes",
            Self::BookingState(_) => "booking-state",
            Self::AboveCap { .. } => "above-cap",
            Self::AgencyHours { .. } => "agency-hours",
            Self::TooManyAgreements { .. } => "too-many-agreements",
            Self::AgreementOver => "agreement-over",
            Self::HandBackOver => "hand-back-over",
            Self::OfferState(_) | Self::NoStands => "offer-state",
            Self::OfferClosed => "offer-closed",
            Self::AssignmentState(_) => "assignment-state",
            Self::NotOverYet => "not-over-yet",
            Self::NotBegunYet => "not-begun-yet",
            Self::PromiseState(_) => "promise-state",
            Self::NothingAsked => "nothing-asked",
            Self::EntryReversed => "entry-reversed",
            Self::EntryBound(_) => "entry-bound",
            Self::PeriodOpen => "period-open",
            Self::NothingToCancel => "nothing-to-cancel",
            Self::AlreadyComputing => "already-computing",
            Self::BuiltInPack(_) => "built-in-pack",
            Self::EmailTaken => "email-taken",
            Self::OwnGrant => "own-grant",
            Self::GrantOver => "grant-over",
            Self::LastAdministrator => "last-administrator",
            Self::LinkOver => "link-over",
            Self::SecondFactorState => "second-factor-state",
            Self::IdentityTaken => "identity-taken",
            Self::IdentityElsewhere => "identity-elsewhere",
            Self::LastWayIn => "last-way-in",
            Self::AbsenceOverlaps(_) => "absence-overlaps",
            Self::AbsenceOver => "absence-over",
            Self::AbsenceNotAnnounced => "absence-not-announced",
            Self::DayDecided => "day-decided",
            Self::AdmissionState(_) => "admission-state",
            Self::AgentLeft => "agent-left",
            Self::DocumentKnown(_) => "document-known",
            Self::NotMember { .. } => "not-member",
            Self::UnitClosed(_) => "unit-closed",
            Self::ConventionOverlaps(_) => "convention-overlaps",
            Self::ConventionOver => "convention-over",
            Self::StillInUse(_) => "still-in-use",
            Self::SwapState(_) | Self::SwapDecided => "swap-state",
            Self::SwapClosed => "swap-closed",
            Self::SwapAnswered => "swap-answered",
            Self::DutyGone => "duty-gone",
            Self::OwnSwap => "own-swap",
            Self::TooManySwaps { .. } => "too-many-swaps",
            Self::TooManyJudged { .. } => "too-many-judged",
            Self::WishOver => "wish-over",
            Self::TooManyWishes { .. } => "too-many-wishes",
            Self::SameKeyInFlight => "idempotency-in-flight",
            Self::RosterState(_) | Self::DayAsked => "roster-state",
            Self::RosterOverlaps(_) => "roster-overlaps",
            Self::DaySettled { .. } => "day-settled",
            Self::DayBegun => "day-begun",
            Self::NotChoosing => "not-choosing",
            Self::CodeFull(_) => "code-full",
            Self::ChosenMost(_) => "chosen-most",
            Self::PublishedLate(_) => "published-late",
            Self::InsideNotice { .. } => "inside-notice",
            Self::QuestionOver => "question-over",
            Self::PlacedElsewhere(_) => "placed-elsewhere",
            Self::PlanKind | Self::PlanSupposes => "plan-kind",
            Self::LostRace => "lost-race",
        }
    }
}
