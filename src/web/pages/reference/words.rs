//! Schemas in words, and examples of them.

use super::super::view::Wording;
use serde_json::{Map, Value, json};

/// How deep an example goes.
const DEPTH_MAX: usize = 5;

fn named(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// The type that a schema allows.
pub fn kind(schema: &Value) -> Wording {
    let plain = |text: String| Wording { before: text, ..Wording::default() };
    if let Some(reference) = schema["$ref"].as_str() {
        return Wording { shape: named(reference).to_owned(), ..Wording::default() };
    }
    if let Some(value) = schema.get("const") {
        return plain(value.to_string());
    }
    if let Some(words) = schema["enum"].as_array() {
        return plain(words.iter().map(Value::to_string).collect::<Vec<_>>().join(" | "));
    }
    for choices in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[choices].as_array() {
            return choice(choices);
        }
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ if schema.get("properties").is_some() => vec!["object"],
        _ => return plain("any value".to_owned()),
    };
    if kinds.contains(&"array") {
        let inner = kind(&schema["items"]);
        return Wording { before: format!("list of {}", inner.before), ..inner };
    }
    let mut text = kinds.join(" | ");
    if let Some(format) = schema["format"].as_str() {
        text.extend([" (", format, ")"]);
    }
    let bounds = [("minimum", "≥"), ("maximum", "≤"), ("minLength", "length ≥"), ("maxLength", "length ≤")];
    for (name, sign) in bounds {
        if let Some(value) = schema.get(name) {
            text.extend([", ", sign, " ", &value.to_string()]);
        }
    }
    plain(text)
}

fn choice(choices: &[Value]) -> Wording {
    let (nothing, real): (Vec<_>, Vec<_>) = choices.iter().partition(|choice| choice["type"] == "null");
    let mut words = match real.as_slice() {
        [only] => kind(only),
        many => {
            let all: Vec<String> = many.iter().map(|one| kind(one)).map(|w| w.before + &w.shape + &w.after).collect();
            Wording { before: all.join(" | "), ..Wording::default() }
        }
    };
    if !nothing.is_empty() {
        words.after += " | null";
    }
    words
}

/// Something that a schema allows.
pub fn example(schema: &Value, schemas: &Value, depth: usize) -> Value {
    if let Some(given) = schema["examples"].get(0).or_else(|| schema.get("default")).or_else(|| schema.get("const")) {
        return given.clone();
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let there = &schemas[named(reference)];
        return if depth < DEPTH_MAX { example(there, schemas, depth + 1) } else { json!("…") };
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    let mut fields = Map::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        merge(&mut fields, example(part, schemas, depth + 1));
    }
    let first = ["anyOf", "oneOf"].iter().find_map(|choices| schema[*choices].get(0));
    match first {
        Some(first) if schema.get("properties").is_none() => return example(first, schemas, depth + 1),
        Some(first) => merge(&mut fields, example(first, schemas, depth + 1)),
        None => {}
    }
    for (name, told) in schema["properties"].as_object().into_iter().flatten() {
        fields.insert(name.clone(), example(told, schemas, depth + 1));
    }
    if !fields.is_empty() {
        return Value::Object(fields);
    }
    match schema["type"].as_str().or_else(|| schema["type"][0].as_str()) {
        Some("string") => match schema["format"].as_str() {
            Some("date-time") => json!("2026-12-08T05:45:00Z"),
            Some("date") => json!("2026-12-08"),
            _ => json!("texte"),
        },
        Some("integer") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        Some("number") => json!(1.5),
        Some("boolean") => json!(true),
        Some("array") if depth < DEPTH_MAX => json!([example(&schema["items"], schemas, depth + 1)]),
        Some("array") => json!([]),
        Some("object") => json!({}),
        _ => Value::Null,
    }
}

fn merge(fields: &mut Map<String, Value>, more: Value) {
    if let Value::Object(more) = more {
        fields.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_in_words() {
        let told = |schema: Value| {
            let Wording { before, shape, after } = kind(&schema);
            before + &shape + &after
        };
        assert_eq!(told(json!({ "type": "string", "format": "date" })), "string (date)");
        assert_eq!(told(json!({ "type": ["integer", "null"], "minimum": 1 })), "integer | null, ≥ 1");
        assert_eq!(told(json!({ "type": "array", "items": { "$ref": "#/x/Shift" } })), "list of Shift");
        assert_eq!(told(json!({ "anyOf": [{ "$ref": "#/x/Shift" }, { "type": "null" }] })), "Shift | null");
        assert_eq!(told(json!({ "enum": ["a", "b"] })), "\"a\" | \"b\"");
        assert_eq!(told(json!(true)), "any value");
    }

    #[test]
    fn an_example_ends_although_a_shape_holds_itself() {
        let schemas =
            json!({ "Tree": { "properties": { "leaves": { "type": "array", "items": { "$ref": "#/x/Tree" } } } } });
        let made = example(&schemas["Tree"], &schemas, 0);
        assert!(made["leaves"].is_array() && made.to_string().len() < 200, "{made}");
    }
}
