//! Requests: the list, one of them, changing one.

use super::Choice;
use crate::lang::reasons::Told;
use crate::web::pages::view::{Alert, Frame, Tag};
use askama::Template;

/// `/demandes`.
#[derive(Debug, Template)]
#[template(path = "manager/requests.html")]
pub struct Requests {
    /// Frame.
    pub frame: Frame,
    /// May ask for a replacement.
    pub may_ask: bool,
    /// States with how many there are, and the address of each.
    pub states: Vec<StateTab>,
    /// The state chosen, as the form sends it.
    pub state: String,
    /// Units.
    pub units: Vec<Choice>,
    /// From this day on.
    pub from: String,
    /// Up to this day.
    pub to: String,
    /// The requests.
    pub rows: Vec<RequestRow>,
    /// Something is filtered.
    pub filtered: bool,
    /// Address of the next page; may be empty.
    pub next: String,
}

/// A state to choose.
#[derive(Debug, Clone)]
pub struct StateTab {
    /// Address.
    pub href: String,
    /// Its name.
    pub label: String,
    /// How many.
    pub count: String,
    /// It is chosen.
    pub chosen: bool,
}

/// A request of the list.
#[derive(Debug, Clone)]
pub struct RequestRow {
    /// Address.
    pub href: String,
    /// First shift, and how many more.
    pub when: String,
    /// Codes and titles.
    pub what: String,
    /// Unit.
    pub unit: String,
    /// How urgent.
    pub priority: Tag,
    /// Where it stands.
    pub state: Tag,
    /// How far it is filled.
    pub progress: String,
    /// Messages not read; may be empty.
    pub unread: String,
}

/// `/demandes/{id}`.
#[derive(Debug, Template)]
#[template(path = "manager/request.html")]
#[expect(clippy::struct_excessive_bools, reason = "each shows a part of the page")]
pub struct Request {
    /// Frame.
    pub frame: Frame,
    /// Identifier.
    pub id: String,
    /// Unit and establishment.
    pub place: String,
    /// State.
    pub state: Tag,
    /// Where it stands, in a sentence.
    pub standing: String,
    /// What the last form came to.
    pub alert: Alert,
    /// What it asks for, in pairs of words.
    pub facts: Vec<Fact>,
    /// Something to be known of whoever is replaced; may be empty.
    pub warning: String,
    /// Its shifts.
    pub shifts: Vec<ShiftRow>,
    /// The conversation.
    pub messages: Vec<Message>,
    /// May write.
    pub may_write: bool,
    /// Whom to mention.
    pub people: Vec<Choice>,
    /// The text typed.
    pub text: String,
    /// Where it is changed; may be empty.
    pub edit: String,
    /// It may be handed in.
    pub may_submit: bool,
    /// Another request asks for the same post: it may be handed in all the same.
    pub although: bool,
    /// It may be opened.
    pub may_open: bool,
    /// It may be called off, and what that means.
    pub cancel: Option<String>,
    /// The reason typed.
    pub reason: String,
    /// What was done by whom.
    pub deeds: Vec<String>,
}

/// A pair of words.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What.
    pub label: String,
    /// It.
    pub text: String,
    /// It is a name, or what somebody wrote.
    pub named: bool,
}

/// A shift of a request.
#[derive(Debug, Clone)]
pub struct ShiftRow {
    /// Day and hours.
    pub when: String,
    /// Code and title.
    pub what: String,
    /// State.
    pub state: Tag,
    /// Whoever holds it; may be empty.
    pub holder: String,
    /// What is under way, a sentence each.
    pub under_way: Vec<String>,
    /// Where its candidates are; may be empty.
    pub candidates: String,
}

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Who wrote it.
    pub author: String,
    /// When.
    pub when: String,
    /// Its paragraphs.
    pub text: Vec<Told>,
    /// Who is mentioned.
    pub mentions: String,
}

/// `/demandes/{id}/modifier`.
#[derive(Debug, Template)]
#[template(path = "manager/edit.html")]
pub struct Edit {
    /// Frame.
    pub frame: Frame,
    /// Where it leads back to.
    pub back: String,
    /// Where it goes.
    pub action: String,
    /// What the form was refused for.
    pub alert: Alert,
    /// Version that was read.
    pub version: i64,
    /// Motives.
    pub motives: Vec<Choice>,
    /// How urgent.
    pub priorities: Vec<Choice>,
    /// Whoever is replaced.
    pub people: Vec<Choice>,
    /// A word for the pool.
    pub note: String,
    /// A degraded substitution will do.
    pub degraded: bool,
    /// Its shifts that may change.
    pub shifts: Vec<EditRow>,
    /// A shift to add.
    pub added: EditRow,
    /// First day that may be asked for.
    pub first: String,
    /// Last day that may be asked for.
    pub last: String,
    /// Why shifts are not wanted any more.
    pub reason: String,
    /// People have been asked: what a change means for them.
    pub asked: bool,
    /// Another request asks for the same post: it may be changed all the same.
    pub although: bool,
}

/// A shift to change.
#[derive(Debug, Clone, Default)]
pub struct EditRow {
    /// Shift; empty for one to add.
    pub id: String,
    /// Day and hours as they stand.
    pub when: String,
    /// State.
    pub state: Tag,
    /// Day.
    pub date: String,
    /// Codes of the unit.
    pub codes: Vec<Choice>,
    /// Titles.
    pub titles: Vec<Choice>,
    /// Not wanted any more.
    pub removed: bool,
}
