//! The pages about the API: operations, shapes, kinds of refusals.

use super::Frame;
use crate::web::problems;
use askama::Template;

/// The API, noun by noun.
#[derive(Debug, Template)]
#[template(path = "reference.html")]
pub struct Reference {
    /// Frame.
    pub frame: Frame,
    /// Version of the document.
    pub version: String,
    /// Nouns.
    pub nouns: Vec<Noun>,
    /// Shapes.
    pub shapes: Vec<Shape>,
}

/// Operations of one noun.
#[derive(Debug)]
pub struct Noun {
    /// `requests`
    pub name: String,
    /// In the order of the table.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// `requests.show`, an anchor too.
    pub name: String,
    /// `GET`
    pub method: String,
    /// Pattern.
    pub path: String,
    /// One sentence.
    pub summary: String,
    /// More; may be empty.
    pub detail: String,
    /// Roles that may; empty says who in `access`.
    pub roles: String,
    /// Parameters, headers included.
    pub parameters: Vec<Line>,
    /// What is sent; empty without a body.
    pub body: Vec<Line>,
    /// What is answered.
    pub answers: Vec<Line>,
    /// Kinds of refusals.
    pub refusals: Vec<&'static problems::Kind>,
}

/// A line of a table.
#[derive(Debug, Default)]
pub struct Line {
    /// Name, or status.
    pub name: String,
    /// Where it stands, or its media type.
    pub place: String,
    /// Its type in words.
    pub kind: Wording,
    /// What it is.
    pub about: String,
}

/// A type in words, with the shape that it names.
#[derive(Debug, Default, Clone)]
pub struct Wording {
    /// `list of `
    pub before: String,
    /// Name of a shape; empty without one.
    pub shape: String,
    /// ` or nothing`
    pub after: String,
}

/// A shape with a name.
#[derive(Debug)]
pub struct Shape {
    /// Name, an anchor too.
    pub name: String,
    /// What it is.
    pub about: String,
    /// Its fields, or its choices.
    pub fields: Vec<Line>,
    /// Wording that it may be, for an enumeration.
    pub words: Vec<String>,
    /// An example, as JSON text.
    pub example: String,
}

/// Every kind of refusal.
#[derive(Debug, Template)]
#[template(path = "problems.html")]
pub struct Problems {
    /// Frame.
    pub frame: Frame,
    /// Kinds.
    pub kinds: Vec<Kind>,
}

/// One kind of refusal.
#[derive(Debug, Template)]
#[template(path = "problem_kind.html")]
pub struct ProblemKind {
    /// Frame.
    pub frame: Frame,
    /// Kind.
    pub kind: Kind,
}

/// A kind of refusal in words.
#[derive(Debug)]
pub struct Kind {
    /// Stable name.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// What happened.
    pub title: String,
    /// When it happens.
    pub when: String,
    /// What to do.
    pub way_out: String,
    /// Operations that may give it: method and path, name.
    pub operations: Vec<(String, String)>,
}
