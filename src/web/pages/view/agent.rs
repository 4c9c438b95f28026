//! What an agent's own pages print.

mod account;
mod availability;
mod choosing;
mod pulse;
mod settings;
mod swaps;

pub use account::*;
pub use availability::*;
pub use choosing::*;
pub use pulse::*;
pub use settings::*;
pub use swaps::*;

use super::{Alert, Frame, Tag};
use crate::lang::reasons::Told;
use askama::Template;

/// A part of an area with pages of its own.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its address.
    pub href: &'static str,
    /// Its name.
    pub label: String,
    /// It is this page.
    pub here: bool,
}

/// A choice in a form.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Value.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// It is chosen.
    pub chosen: bool,
}

/// A duty ahead.
#[derive(Debug, Clone, Default)]
pub struct Post {
    /// Its own page; empty for a duty of the home roster.
    pub href: String,
    /// `aujourd’hui`, `demain`, or how many days ahead.
    pub soon: String,
    /// Day.
    pub day: String,
    /// Local hours.
    pub hours: String,
    /// Shift code.
    pub code: String,
    /// Unit's name.
    pub unit: String,
    /// Establishment and commune.
    pub site: String,
    /// How far it is.
    pub way: String,
    /// Where to see it on a map.
    pub map: String,
    /// Whom to ask for; names, may be empty.
    pub ask: String,
    /// What a first shift in the unit asks for; may be empty.
    pub first: String,
    /// Where it comes from: pool, roster, not published yet.
    pub from: Tag,
    /// Where it is offered in a swap.
    pub swap: String,
}

/// What she is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Offer.
    pub id: String,
    /// The shift's place and time.
    pub post: Post,
    /// Title asked for.
    pub qualification: String,
    /// Until when an answer counts, or when it is decided.
    pub closes: String,
    /// How it is decided.
    pub decided: String,
    /// Hours of her week before and after.
    pub week: String,
    /// Rest before and after.
    pub rest: String,
    /// Her account before and after.
    pub account: String,
    /// What weighs, by kind; may be empty.
    pub kinds: String,
    /// What she has said.
    pub said: Said,
}

/// What an agent has said to an offer that waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Said {
    /// Nothing yet.
    #[default]
    Nothing,
    /// Yes, and it is not decided yet.
    Yes,
    /// No, of which she may think better.
    No,
}

/// What became of an offer.
#[derive(Debug, Clone)]
pub struct Past {
    /// Day and hours.
    pub when: String,
    /// Unit's name.
    pub unit: String,
    /// Establishment's name.
    pub site: String,
    /// What became of it.
    pub state: Tag,
    /// Where the reason stands; empty where there is none to give.
    pub why: String,
}

/// A change of her roster that she is asked to agree to.
#[derive(Debug, Clone)]
pub struct Question {
    /// Identifier.
    pub id: String,
    /// Day.
    pub day: String,
    /// What the day would hold.
    pub becomes: String,
    /// Why, as it was written.
    pub reason: String,
    /// Until when an answer counts.
    pub closes: String,
}

/// A promised rest in one line.
#[derive(Debug, Clone)]
pub struct Rest {
    /// Days, or that there is no date yet.
    pub when: String,
    /// What it repays.
    pub reason: Told,
    /// Where it stands.
    pub state: Tag,
}

/// `/moi`.
#[derive(Debug, Template)]
#[template(path = "agent/home.html")]
pub struct AgentHome {
    /// Frame.
    pub frame: Frame,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// Greeting.
    pub hello: String,
    /// How many notices are not read, in words; empty when none.
    pub unread: String,
    /// How many swaps wait for her, in words; empty when none.
    pub swaps: String,
    /// The next duty.
    pub next: Option<Post>,
    /// Those after it.
    pub posts: Vec<Post>,
    /// Rosters on which she may choose days, now or soon.
    pub choosing: Vec<OpenRoster>,
    /// What waits for her answer.
    pub asked: Vec<Asked>,
    /// Changes of her roster that wait for her answer.
    pub questions: Vec<Question>,
    /// What became of other offers.
    pub past: Vec<Past>,
    /// Rests to come.
    pub rests: Vec<Rest>,
    /// Her equity account.
    pub balance: String,
    /// The quarterly pulse waits for her.
    pub pulse: bool,
    /// The script that makes the page stand without a network.
    pub script_url: String,
}

/// A line of a list of facts.
#[derive(Debug, Clone)]
pub struct Detail {
    /// What.
    pub label: String,
    /// How much, or which.
    pub value: String,
    /// It is a name, which nobody translates.
    pub is_name: bool,
}

/// `/moi/postes/{id}`.
#[derive(Debug, Template)]
#[template(path = "agent/post.html")]
pub struct AgentPost {
    /// Frame.
    pub frame: Frame,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// Assignment.
    pub id: String,
    /// The shift.
    pub post: Post,
    /// Where it stands.
    pub state: Tag,
    /// Everything else.
    pub details: Vec<Detail>,
    /// Until when it may be handed back; empty when it may not.
    pub hand_back: String,
    /// It is still ahead and hers.
    pub ahead: bool,
    /// First and last day of an absence to announce.
    pub absence: (String, String),
}

/// A reason for which she may not hold a shift.
#[derive(Debug, Clone)]
pub struct Ground {
    /// What forbids it, with its figures.
    pub sentence: String,
    /// Article; may be empty.
    pub article: String,
    /// Figure found and figure allowed; may be empty.
    pub figures: String,
    /// From when it would be lawful; may be empty.
    pub from: String,
}

/// `/moi/pourquoi/{shift}`.
#[derive(Debug, Template)]
#[template(path = "agent/why.html")]
pub struct AgentWhy {
    /// Frame.
    pub frame: Frame,
    /// The shift.
    pub post: Post,
    /// What became of it for her, in a sentence.
    pub outcome: String,
    /// How the order decided; may be empty.
    pub order: String,
    /// She may hold it, on the facts of now.
    pub lawful: bool,
    /// Why she may not.
    pub grounds: Vec<Ground>,
    /// The earliest lawful alternative; may be empty.
    pub alternative: String,
    /// What places her in the order, where she may hold it.
    pub details: Vec<Detail>,
}

/// A shift that is to be filled.
#[derive(Debug, Clone)]
pub struct ToFill {
    /// Where its judgement stands.
    pub href: String,
    /// Day.
    pub day: String,
    /// Local hours.
    pub hours: String,
    /// Shift code.
    pub code: String,
    /// Unit's name.
    pub unit: String,
    /// Establishment's name.
    pub site: String,
    /// Whether she may hold it.
    pub state: Tag,
}

/// `/moi/pourquoi`.
#[derive(Debug, Template)]
#[template(path = "agent/open.html")]
pub struct AgentOpen {
    /// Frame.
    pub frame: Frame,
    /// What became of offers.
    pub past: Vec<Past>,
    /// What is to be filled.
    pub open: Vec<ToFill>,
}

/// Without a network.
#[derive(Debug, Template)]
#[template(path = "agent/offline.html")]
pub struct Offline {
    /// Frame.
    pub frame: Frame,
}
