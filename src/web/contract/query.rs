//! The query of an address, held against what its route documents: a misspelt filter would otherwise silently give everything.

use super::super::describe::Doc;
use super::super::openapi::{Field, query_fields};
use super::super::problem::{Problem, Result};
use crate::lang::Words;
use serde_json::Value;

/// The parameters that one route takes.
#[derive(Debug)]
pub struct Allowed(Vec<Field>);

impl Allowed {
    /// As the route's description has them.
    pub fn by(doc: &Doc) -> Self {
        Self(doc.query.map(|shape| query_fields(shape, doc.states)).unwrap_or_default())
    }

    /// Looks at a query.
    ///
    /// # Errors
    /// 400 for a parameter that is unknown, comes twice, or is outside what is documented.
    pub fn look_at(&self, query: &str) -> Result<()> {
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let Some(field) = self.0.iter().find(|field| field.name == name) else {
                return Err(self.unknown(&name));
            };
            if seen.contains(&field.name) {
                return Err(Problem::bad_query(|words| words.with("detail-query-twice", [("name", &*name)])));
            }
            seen.push(field.name.clone());
            if let Some(wanted) = outside(field, &value) {
                return Err(Problem::bad_query(|words| wanted.told(words, &name)));
            }
        }
        Ok(())
    }

    fn unknown(&self, name: &str) -> Problem {
        let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
        let known: Vec<&str> = self.0.iter().map(|field| field.name.as_str()).collect();
        Problem::bad_query(|words| match known.as_slice() {
            [] => words.with("detail-query-takes-none", [("name", name.as_str())]),
            known => words.with("detail-query-unknown", [("name", name.clone()), ("known", known.join(", "))]),
        })
    }
}

/// What a value should be.
enum Wanted {
    /// One of these words.
    OneOf(String),
    /// At least, at most.
    Within(Option<i64>, Option<i64>),
}

impl Wanted {
    fn told(&self, words: Words, name: &str) -> String {
        // Figures as a program sends them, in no groups.
        let name = ("name", name.to_owned());
        match self {
            Self::OneOf(known) => words.with("detail-query-one-of", [name, ("known", known.clone())]),
            Self::Within(Some(least), Some(most)) => {
                words.with("detail-query-between", [name, ("least", least.to_string()), ("most", most.to_string())])
            }
            Self::Within(Some(least), None) => {
                words.with("detail-query-at-least", [name, ("least", least.to_string())])
            }
            Self::Within(None, most) => {
                words.with("detail-query-at-most", [name, ("most", most.unwrap_or_default().to_string())])
            }
        }
    }
}

/// The only words that a schema allows, where it is a list of words.
fn choices(schema: &Value) -> Vec<&str> {
    let all = schema["enum"].as_array().into_iter().flatten();
    let one_by_one = schema["oneOf"].as_array().into_iter().flatten().flat_map(|choice| match choice.get("const") {
        Some(word) => vec![word],
        None => choice["enum"].as_array().map(|words| words.iter().collect()).unwrap_or_default(),
    });
    all.chain(one_by_one).filter_map(Value::as_str).collect()
}

/// What a value should be, where it is not. What has a type (a date, a number) is read by the handler; here it is about what a
/// type does not say.
fn outside(field: &Field, value: &str) -> Option<Wanted> {
    let known = choices(&field.schema);
    if !known.is_empty() {
        return (!known.contains(&value)).then(|| Wanted::OneOf(known.join(", ")));
    }
    let (least, most) = (field.schema["minimum"].as_i64(), field.schema["maximum"].as_i64());
    let number = value.parse::<i64>().ok()?;
    let inside = least.is_none_or(|least| least <= number) && most.is_none_or(|most| number <= most);
    (!inside).then_some(Wanted::Within(least, most))
}
