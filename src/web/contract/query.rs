//! The query of an address, held against what its route documents: a misspelt filter would otherwise silently give everything.

use super::super::describe::Doc;
use super::super::openapi::{Field, query_fields};
use super::super::problem::{Problem, Result};
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
                return Err(Problem::bad_query(self.unknown(&name)));
            };
            if seen.contains(&field.name) {
                return Err(Problem::bad_query(format!("Le paramètre « {name} » est donné deux fois.")));
            }
            seen.push(field.name.clone());
            if let Some(wanted) = outside(field, &value) {
                return Err(Problem::bad_query(format!("Le paramètre « {name} » doit être {wanted}.")));
            }
        }
        Ok(())
    }

    fn unknown(&self, name: &str) -> String {
        let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
        let known: Vec<String> = self.0.iter().map(|field| format!("« {} »", field.name)).collect();
        match known.as_slice() {
            [] => format!("Le paramètre « {name} » est inconnu : cette opération n’en prend aucun."),
            known => format!("Le paramètre « {name} » est inconnu. Cette opération prend {}.", known.join(", ")),
        }
    }
}

/// The only words that a schema allows, where it is a list of words.
fn words(schema: &Value) -> Vec<&str> {
    let all = schema["enum"].as_array().into_iter().flatten();
    let one_by_one = schema["oneOf"].as_array().into_iter().flatten().flat_map(|choice| match choice.get("const") {
        Some(word) => vec![word],
        None => choice["enum"].as_array().map(|words| words.iter().collect()).unwrap_or_default(),
    });
    all.chain(one_by_one).filter_map(Value::as_str).collect()
}

/// What a value should be, where it is not. What has a type (a date, a number) is read by the handler; here it is about what a
/// type does not say.
fn outside(field: &Field, value: &str) -> Option<String> {
    let known = words(&field.schema);
    if !known.is_empty() {
        return (!known.contains(&value)).then(|| format!("l’un de {}", known.join(", ")));
    }
    let (least, most) = (field.schema["minimum"].as_i64(), field.schema["maximum"].as_i64());
    let number = value.parse::<i64>().ok()?;
    let inside = least.is_none_or(|least| least <= number) && most.is_none_or(|most| number <= most);
    (!inside).then(|| match (least, most) {
        (Some(least), Some(most)) => format!("compris entre {least} et {most}"),
        (Some(least), None) => format!("au moins {least}"),
        (_, most) => format!("au plus {}", most.unwrap_or_default()),
    })
}
