//! The list of people who are called by hand.

use super::Choice;
use crate::web::pages::view::{Alert, Frame};
use askama::Template;

/// `/remplacants`.
#[derive(Debug, Template)]
#[template(path = "coordinator/people.html")]
pub struct People {
    /// Frame.
    pub frame: Frame,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// Those on the list, by name.
    pub people: Vec<Person>,
    /// Whom to put on it, or what to change.
    pub form: PersonForm,
    /// Titles that the group knows.
    pub titles: Vec<Choice>,
}

/// Somebody on the list.
#[derive(Debug, Clone)]
pub struct Person {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Title.
    pub qualification: String,
    /// Telephone number; may be empty.
    pub phone: String,
    /// Address; may be empty.
    pub email: String,
    /// What the coordination should know; may be empty.
    pub note: String,
}

/// What is typed about somebody.
#[derive(Debug, Clone, Default)]
pub struct PersonForm {
    /// Chosen before she is stored, so that a form sent twice makes one person.
    pub id: String,
    /// As read; 0 when she is new.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Telephone number.
    pub phone: String,
    /// Address.
    pub email: String,
    /// What the coordination should know.
    pub note: String,
}
