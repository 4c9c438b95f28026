//! What the pages about how somebody is told print.

use super::super::{Alert, Frame};
use super::Choice;
use askama::Template;

/// `/moi/reglages`.
#[derive(Debug, Template)]
#[template(path = "agent/settings.html")]
pub struct AgentSettings {
    /// Frame.
    pub frame: Frame,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// The quarterly pulse waits for her.
    pub pulse: bool,
    /// Languages of letters.
    pub locales: Vec<Choice>,
    /// E-mail address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
    /// Clock by which she lives.
    pub zone: String,
    /// Channels.
    pub channels: Vec<Choice>,
    /// Quiet from and to; empty for none.
    pub quiet: (String, String),
    /// When what can wait is sent.
    pub digests: Vec<Choice>,
    /// When the digest is sent.
    pub digest_at: String,
    /// Most offers a week; empty for no limit.
    pub weekly_cap: String,
    /// What is left of it; may be empty.
    pub left: String,
    /// Version that was read.
    pub version: i64,
    /// Farthest site, in words; empty for whoever is no agent.
    pub mobility: String,
    /// She is an agent, and may have a calendar.
    pub is_agent: bool,
    /// Since when there is a calendar; empty when there is none.
    pub calendar: String,
    /// The address just made, shown once.
    pub address: String,
    /// The same for a calendar that opens by itself.
    pub subscribe: String,
}

/// A notice.
#[derive(Debug, Clone)]
pub struct Message {
    /// When.
    pub when: String,
    /// A few words.
    pub title: String,
    /// A sentence or two.
    pub text: String,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    /// It is not read.
    pub new: bool,
    /// Where something can be done about it; may be empty.
    pub href: String,
    /// What the link says.
    pub call: String,
}

/// `/moi/messages`.
#[derive(Debug, Template)]
#[template(path = "agent/messages.html")]
pub struct AgentMessages {
    /// Frame.
    pub frame: Frame,
    /// How many are not read, in words.
    pub unread: String,
    /// The newest of the page: up to it everything is read; empty when nothing is new.
    pub newest: String,
    /// The notices.
    pub all: Vec<Message>,
    /// Where the page after is; may be empty.
    pub next: String,
}
