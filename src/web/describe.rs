//! What a route takes, answers and refuses, as data that hangs on the route: [`super::openapi`] makes the document from it, the
//! gate refuses what it does not name. Shapes come from the types that the handler itself reads and writes.
//!
//! What every route shares (who may come in, the identifier in the path, a body that cannot be read) is not repeated: the
//! document adds it by the route's method, path and access.

use schemars::{JsonSchema, Schema, SchemaGenerator};

/// Makes the schema of a type.
pub(super) type Shape = fn(&mut SchemaGenerator) -> Schema;

fn shape<T: JsonSchema>(schemas: &mut SchemaGenerator) -> Schema {
    schemas.subschema_for::<T>()
}

/// The description of a route.
#[derive(Debug, Clone)]
pub struct Doc {
    pub(super) summary: &'static str,
    pub(super) detail: &'static str,
    pub(super) query: Option<Shape>,
    pub(super) states: &'static [&'static str],
    pub(super) body: Option<Sent>,
    pub(super) answers: Vec<Answer>,
    pub(super) refuses: Vec<&'static str>,
}

/// A body that a route takes.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    /// Media types; the first is the usual one.
    pub kinds: &'static [&'static str],
    /// None for a text whose form the API document does not speak of.
    pub shape: Option<Shape>,
    /// It may be left out.
    pub optional: bool,
    /// Longest, bytes, where the route has a limit of its own.
    pub large: bool,
}

/// An answer that is no refusal.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub status: u16,
    pub when: &'static str,
    /// None without a body.
    pub kind: Option<&'static str>,
    /// None for what is no JSON.
    pub shape: Option<Shape>,
}

const JSON: &[&str] = &["application/json"];

impl Doc {
    /// A route in one sentence, without the full stop: `Lists replacement requests`.
    pub const fn new(summary: &'static str) -> Self {
        Self { summary, detail: "", query: None, states: &[], body: None, answers: Vec::new(), refuses: Vec::new() }
    }

    /// What the summary has no room for.
    #[must_use]
    pub const fn more(mut self, detail: &'static str) -> Self {
        self.detail = detail;
        self
    }

    /// The query: a struct whose fields are its parameters. Any other parameter is refused at the gate.
    #[must_use]
    pub fn query<T: JsonSchema>(mut self) -> Self {
        self.query = Some(shape::<T>);
        self
    }

    /// What the parameter `state` may be; any other is refused at the gate.
    #[must_use]
    pub const fn states(mut self, states: &'static [&'static str]) -> Self {
        self.states = states;
        self
    }

    /// A JSON body.
    #[must_use]
    pub fn body<T: JsonSchema>(mut self) -> Self {
        self.body = Some(Sent { kinds: JSON, shape: Some(shape::<T>), optional: false, large: false });
        self
    }

    /// A JSON body that may be left out.
    #[must_use]
    pub fn optional_body<T: JsonSchema>(mut self) -> Self {
        self.body = Some(Sent { kinds: JSON, shape: Some(shape::<T>), optional: true, large: false });
        self
    }

    /// A text, of these media types.
    #[must_use]
    pub fn text_body(mut self, kinds: &'static [&'static str]) -> Self {
        self.body = Some(Sent { kinds, shape: None, optional: false, large: false });
        self
    }

    /// The body may be as long as an import.
    #[must_use]
    pub fn large(mut self) -> Self {
        self.body = self.body.map(|body| Sent { large: true, ..body });
        self
    }

    /// A JSON answer, and when it is given.
    #[must_use]
    pub fn answers<T: JsonSchema>(mut self, status: u16, when: &'static str) -> Self {
        self.answers.push(Answer { status, when, kind: Some(JSON[0]), shape: Some(shape::<T>) });
        self
    }

    /// An answer without a body.
    #[must_use]
    pub fn answers_nothing(mut self, status: u16, when: &'static str) -> Self {
        self.answers.push(Answer { status, when, kind: None, shape: None });
        self
    }

    /// An answer that is no JSON: its media type without parameters.
    #[must_use]
    pub fn answers_text(mut self, status: u16, kind: &'static str, when: &'static str) -> Self {
        self.answers.push(Answer { status, when, kind: Some(kind), shape: None });
        self
    }

    /// Codes of refusals, beside those that every route of its kind has ([`super::openapi::codes`]). Each must stand in
    /// [`super::problems::ALL`].
    #[must_use]
    pub fn refuses(mut self, codes: &[&'static str]) -> Self {
        self.refuses.extend_from_slice(codes);
        self
    }
}
