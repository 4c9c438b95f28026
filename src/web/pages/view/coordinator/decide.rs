//! What waits for the coordination's yes or no.

use super::Post;
use crate::lang::reasons::Told;
use crate::web::pages::view::{Alert, Frame, Tag};
use askama::Template;

/// `/a-decider`.
#[derive(Debug, Template)]
#[template(path = "coordinator/decide.html")]
pub struct ToDecide {
    /// Frame.
    pub frame: Frame,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// The thing whose form was refused, and the reason that was typed in it.
    pub typed: (String, String),
    /// Requests that were handed in.
    pub requests: Vec<Request>,
    /// Swaps that everybody in them has agreed to.
    pub swaps: Vec<Swap>,
    /// Other dates that people ask for.
    pub rests: Vec<Rest>,
}

/// A request that was handed in.
#[derive(Debug, Clone)]
pub struct Request {
    /// Identifier.
    pub id: String,
    /// Unit.
    pub unit: String,
    /// Priority.
    pub priority: Tag,
    /// Why there is a need.
    pub motive: String,
    /// What its author wrote; may be empty.
    pub note: String,
    /// Its shifts.
    pub posts: Vec<Post>,
}

/// A swap.
#[derive(Debug, Clone)]
pub struct Swap {
    /// Identifier.
    pub id: String,
    /// What it is made of.
    pub kind: String,
    /// Until when it may be decided.
    pub until: String,
    /// Who takes which shift from whom.
    pub legs: Vec<Leg>,
    /// What it does to accounts.
    pub effects: Vec<Effect>,
    /// What units have said.
    pub units: Vec<(String, Tag)>,
}

/// A shift that goes from one to another.
#[derive(Debug, Clone)]
pub struct Leg {
    /// Who gives it.
    pub giver: String,
    /// Who takes it.
    pub taker: String,
    /// Which.
    pub post: Post,
}

/// What a swap does to an account.
#[derive(Debug, Clone)]
pub struct Effect {
    /// Whose.
    pub name: String,
    /// Points before.
    pub before: String,
    /// Points after.
    pub after: String,
}

/// Another date for a promised rest.
#[derive(Debug, Clone)]
pub struct Rest {
    /// Identifier.
    pub id: String,
    /// As read.
    pub version: i64,
    /// Whose.
    pub name: String,
    /// What for.
    pub reason: Told,
    /// When it is now.
    pub now: String,
    /// When she wants it.
    pub wanted: String,
    /// Until when it is due.
    pub due: String,
}
