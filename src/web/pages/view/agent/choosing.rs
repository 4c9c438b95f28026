//! What the pages print on which an agent chooses the days of a roster.

use super::super::Frame;
use crate::web::pages::view::Alert;
use askama::Template;

/// A roster in a list.
#[derive(Debug, Clone)]
pub struct OpenRoster {
    /// Where its days are chosen.
    pub href: String,
    /// Unit's name.
    pub unit: String,
    /// Establishment's name.
    pub site: String,
    /// First and last day.
    pub period: String,
    /// Where choosing stands.
    pub stage: String,
    /// She may choose now.
    pub open: bool,
}

/// `/moi/tableaux`.
#[derive(Debug, Template)]
#[template(path = "agent/rosters.html")]
pub struct AgentRosters {
    /// Frame.
    pub frame: Frame,
    /// The rosters.
    pub rosters: Vec<OpenRoster>,
}

/// A code that may be chosen on a day.
#[derive(Debug, Clone)]
pub struct CodeChoice {
    /// Code.
    pub code: String,
    /// What is lacking, or that it takes nobody else; may be empty.
    pub note: String,
    /// She has chosen it.
    pub chosen: bool,
    /// It takes nobody else.
    pub full: bool,
}

/// What stands on a day beside the roster.
#[derive(Debug, Clone)]
pub struct Mark {
    /// What it is.
    pub text: String,
    /// Code and unit; may be empty.
    pub name: String,
}

/// What stands on a day of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayStands {
    /// Nothing.
    Free,
    /// She has chosen it.
    Chosen {
        /// Code.
        code: String,
    },
    /// The unit has settled it.
    Settled {
        /// Codes; empty on a day of rest.
        codes: String,
    },
}

/// A day of a roster.
#[derive(Debug, Clone)]
pub struct ChoiceDay {
    /// Its field in the form.
    pub field: String,
    /// Its name.
    pub name: String,
    /// Of a week-end.
    pub off: bool,
    /// What else stands on it.
    pub marks: Vec<Mark>,
    /// What stands on it.
    pub standing: DayStands,
    /// What she may choose.
    pub codes: Vec<CodeChoice>,
}

impl ChoiceDay {
    /// Whether it is hers to choose.
    pub fn is_hers(&self) -> bool {
        !matches!(self.standing, DayStands::Settled { .. })
    }
}

/// Days of one week.
#[derive(Debug, Clone)]
pub struct ChoiceWeek {
    /// Title.
    pub title: String,
    /// Days.
    pub days: Vec<ChoiceDay>,
}

/// `/moi/tableaux/{id}`.
#[derive(Debug, Template)]
#[template(path = "agent/choice.html")]
pub struct AgentChoice {
    /// Frame.
    pub frame: Frame,
    /// Why the last form came to nothing, or to less than was asked.
    pub alert: Alert,
    /// Where the form is sent.
    pub address: String,
    /// Unit's name.
    pub unit: String,
    /// Establishment's name.
    pub site: String,
    /// First and last day.
    pub period: String,
    /// Where choosing stands.
    pub stage: String,
    /// She may choose now.
    pub open: bool,
    /// What the opening allows and asks for.
    pub limits: Vec<String>,
    /// Codes with hours and names.
    pub codes: Vec<(String, String, String)>,
    /// How many days she has chosen.
    pub chosen: String,
    /// What the form was made from.
    pub before: String,
    /// The days.
    pub weeks: Vec<ChoiceWeek>,
}
