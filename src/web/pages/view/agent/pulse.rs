//! The quarterly pulse, as she answers it.

use super::super::{Alert, Frame};
use super::Choice;
use askama::Template;

/// `/moi/avis`.
#[derive(Debug, Template)]
#[template(path = "agent/pulse.html")]
pub struct AgentPulse {
    /// Frame.
    pub frame: Frame,
    /// Why the form came to nothing.
    pub alert: Alert,
    /// Until when she may answer, in words.
    pub until: String,
    /// She has answered.
    pub answered: bool,
    /// What she is asked.
    pub questions: Vec<PulseQuestion>,
    /// What she typed beside.
    pub comment: String,
}

/// A question with its scores.
#[derive(Debug, Clone)]
pub struct PulseQuestion {
    /// Name of the field of the form.
    pub name: &'static str,
    /// The question.
    pub text: String,
    /// Why the score will not do; empty when it does.
    pub wrong: String,
    /// Scores to choose from.
    pub scores: Vec<Choice>,
}
