//! What an agent's page of swaps prints.

use super::super::{Alert, Cited, Frame};
use super::Choice;
use crate::web::pages::view::Tag;
use askama::Template;

/// A leg of a swap that is hers.
#[derive(Debug, Clone)]
pub struct SwapLeg {
    /// She gives it; else she takes it.
    pub given: bool,
    /// With whom.
    pub with: String,
    /// Day and hours.
    pub when: String,
    /// Shift code.
    pub code: String,
    /// Unit's name.
    pub unit: String,
    /// Establishment's name.
    pub site: String,
}

/// A swap.
#[derive(Debug, Clone)]
pub struct SwapCard {
    /// Identifier.
    pub id: String,
    /// Her legs.
    pub legs: Vec<SwapLeg>,
    /// How many people, and how many have agreed.
    pub people: String,
    /// What it does to her account.
    pub effect: String,
    /// Until when, or what became of it.
    pub closes: String,
    /// Where it stands.
    pub state: Tag,
    /// What a unit said for its refusal; may be empty.
    pub reason: String,
    /// She may agree or decline.
    pub waits: bool,
    /// She has agreed and may think better of it.
    pub may_leave: bool,
    /// She proposed it and may take it back.
    pub hers: bool,
}

/// A swap that was found.
#[derive(Debug, Clone)]
pub struct SwapFound {
    /// What it will be called: the same sent twice is one.
    pub id: String,
    /// What to propose it by.
    pub wishes: Vec<String>,
    /// Her legs.
    pub legs: Vec<SwapLeg>,
    /// How many people.
    pub people: String,
    /// What it does to her account.
    pub effect: String,
    /// Who would have to allow it.
    pub approval: String,
    /// Why it cannot be; empty when it can.
    pub refused: Vec<Cited>,
}

/// A wish of hers.
#[derive(Debug, Clone)]
pub struct SwapWish {
    /// Identifier.
    pub id: String,
    /// What she would give.
    pub gives: String,
    /// What she would take.
    pub takes: String,
    /// Its search is shown.
    pub here: bool,
}

/// `/moi/echanges`.
#[derive(Debug, Template)]
#[template(path = "agent/swaps.html")]
pub struct AgentSwaps {
    /// Frame.
    pub frame: Frame,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// What waits for her.
    pub waiting: Vec<SwapCard>,
    /// What waits for others.
    pub open: Vec<SwapCard>,
    /// What is over.
    pub over: Vec<SwapCard>,
    /// Where the page after starts; may be empty.
    pub next: String,
    /// Her wishes.
    pub wishes: Vec<SwapWish>,
    /// Swaps that would meet the wish shown; none when none is shown.
    pub found: Option<Vec<SwapFound>>,
    /// Not everything could be looked at.
    pub incomplete: bool,
    /// What a new wish will be called: the same sent twice is one.
    pub id: String,
    /// Duties that she may give.
    pub gives: Vec<Choice>,
    /// Whether she wants something for it.
    pub wants: Vec<Choice>,
    /// First and last day of what she would take.
    pub days: (String, String),
    /// Parts of the day.
    pub kinds: Vec<Choice>,
    /// Units.
    pub units: Vec<Choice>,
}
