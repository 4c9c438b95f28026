//! The search for somebody who holds a shift: who is asked, in which order, and what an agency would cost.

use super::{Choice, Named, Post};
use crate::lang::reasons::Told;
use crate::web::pages::view::{Alert, Cited, Frame, Tag};
use askama::Template;

/// `/postes/{id}/recherche`.
#[expect(clippy::struct_excessive_bools, reason = "each shows a part of the page")]
#[derive(Debug, Template)]
#[template(path = "coordinator/search.html")]
pub struct Search {
    /// Frame.
    pub frame: Frame,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// Which shift.
    pub post: Post,
    /// Day and hours in full.
    pub heading: String,
    /// Priority.
    pub priority: Tag,
    /// Where the shift stands.
    pub state: Tag,
    /// What that means for whoever searches.
    pub state_note: String,
    /// May see who could hold it.
    pub may_see_candidates: bool,
    /// Who can be asked in a round, for whoever may.
    pub ask: Option<Ask>,
    /// Rounds, the newest first.
    pub rounds: Vec<Round>,
    /// May stop asking.
    pub may_withdraw: bool,
    /// The newest cascade.
    pub cascade: Option<Cascade>,
    /// May start a cascade now.
    pub may_start_cascade: bool,
    /// May hold, advance and stop it.
    pub may_run_cascade: bool,
    /// The steps that a new cascade would take.
    pub steps_to_come: Vec<String>,
    /// An agency can be booked.
    pub book: Option<Book>,
    /// Bookings, the newest first.
    pub bookings: Vec<Booking>,
    /// People who are called by hand, for whoever keeps the list.
    pub list: Option<CallList>,
    /// What was typed in a form that was refused.
    pub typed: Typed,
}

/// What was typed in a form that came to nothing.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Hours until a round closes.
    pub hours: String,
    /// How the round gives the shift.
    pub mode: String,
    /// Why asking stops.
    pub withdraw_reason: String,
    /// Why the cascade stops.
    pub stop_reason: String,
    /// Agency.
    pub agency: String,
    /// Price per hour.
    pub price: String,
    /// What the agency attests.
    pub attestation: String,
    /// Why the booking is called off.
    pub cancel_reason: String,
    /// Note of a call.
    pub note: String,
}

/// A round to open.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Who may hold the shift, in the published order.
    pub people: Vec<Candidate>,
    /// How many may be asked at once.
    pub most: String,
    /// Speed may decide: the shift is near enough.
    pub urgent: bool,
    /// What the first of them would cost.
    pub note: String,
}

/// Somebody who may hold the shift.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Agent.
    pub id: String,
    /// Place in the published order.
    pub rank: usize,
    /// Name.
    pub name: String,
    /// What places her there.
    pub why: String,
    /// Ticked in a form that was refused.
    pub ticked: bool,
}

/// A round.
#[derive(Debug, Clone)]
pub struct Round {
    /// Identifier.
    pub id: String,
    /// How it gives the shift, until when, from which plan.
    pub sentence: String,
    /// Where it stands.
    pub state: Tag,
    /// It can be withdrawn.
    pub open: bool,
    /// What it came to; may be empty.
    pub outcome: Named,
    /// Why it was withdrawn; may be empty.
    pub why: Told,
    /// How many were asked.
    pub people: String,
    /// Who was asked.
    pub asked: Vec<Asked>,
}

/// Somebody who was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Name.
    pub name: String,
    /// When she was asked.
    pub sent: String,
    /// When she answered; empty when she has not.
    pub answered: String,
    /// Where it stands.
    pub state: Tag,
}

/// A cascade.
#[derive(Debug, Clone)]
pub struct Cascade {
    /// Identifier.
    pub id: String,
    /// Where it stands.
    pub state: Tag,
    /// In a sentence.
    pub sentence: String,
    /// Why it ended or is held; may be empty.
    pub reason: String,
    /// Somebody typed it.
    pub typed: bool,
    /// It is under way: running or paused.
    pub live: bool,
    /// It is held.
    pub paused: bool,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// A step of a cascade.
#[derive(Debug, Clone)]
pub struct Step {
    /// From 1.
    pub number: usize,
    /// Whom it asks.
    pub audience: String,
    /// How long it takes at most.
    pub time: String,
    /// What it came to.
    pub came: String,
    /// It is the one under way.
    pub now: bool,
}

/// An agency to be booked.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// Identifier of the booking to be made: sent twice, it is one booking.
    pub key: String,
    /// The group's price, ceiling and what the shift would cost, a sentence each.
    pub notes: Vec<Cited>,
    /// The group's price per hour.
    pub price: String,
}

/// A booking of an agency.
#[derive(Debug, Clone)]
pub struct Booking {
    /// Identifier.
    pub id: String,
    /// Agency.
    pub agency: String,
    /// Where it stands.
    pub state: Tag,
    /// Price and cost, beside the pool and the ceiling, a sentence each.
    pub notes: Vec<String>,
    /// What was attested, or why it ended; may be empty.
    pub said: Told,
    /// It waits for the agency: it can be confirmed, and the pool may take the shift back.
    pub requested: bool,
    /// It can be called off.
    pub standing: bool,
}

/// People who are called by hand.
#[derive(Debug, Clone, Default)]
pub struct CallList {
    /// Those with a title that may do.
    pub people: Vec<Callable>,
    /// What a call may come to.
    pub outcomes: Vec<Choice>,
    /// The calls made.
    pub calls: Vec<Called>,
}

/// Somebody to call.
#[derive(Debug, Clone)]
pub struct Callable {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Title.
    pub qualification: String,
    /// Telephone number; may be empty.
    pub phone: String,
    /// What the coordination should know; may be empty.
    pub note: String,
    /// Chosen in a form that was refused.
    pub chosen: bool,
}

/// A call made.
#[derive(Debug, Clone)]
pub struct Called {
    /// Name; empty when she is off the list.
    pub name: String,
    /// When.
    pub when: String,
    /// What came of it.
    pub outcome: Tag,
    /// What else was said.
    pub note: String,
}
