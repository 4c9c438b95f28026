//! Schemas of what is answered and of what is sent. A type may differ between the two (a field that may be left out is always
//! answered), so each has a generator of its own, and where both have a name for something different, the sent one is
//! `…Sent`.

use crate::web::describe::Shape;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Where OpenAPI keeps shapes that have a name.
const ANSWERED: &str = "#/components/schemas/";
/// Where those that are sent stand until their names are known.
const SENT: &str = "#/components/sent/";

/// Both generators.
pub(super) struct Schemas {
    answered: SchemaGenerator,
    sent: SchemaGenerator,
}

fn settings(path: &'static str) -> SchemaSettings {
    SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = path.into();
        settings.meta_schema = None;
    })
}

impl Schemas {
    pub fn new() -> Self {
        Self {
            answered: settings("/components/schemas").for_serialize().into_generator(),
            sent: settings("/components/sent").for_deserialize().into_generator(),
        }
    }

    /// The schema of an answer.
    pub fn answered(&mut self, shape: Shape) -> Value {
        shape(&mut self.answered).to_value()
    }

    /// The schema of a body.
    pub fn sent(&mut self, shape: Shape) -> Value {
        shape(&mut self.sent).to_value()
    }

    /// Every shape with a name, and the document's references to them.
    pub fn finish(mut self, paths: &mut Value) -> Map<String, Value> {
        let mut all = self.answered.take_definitions(true);
        let sent = self.sent.take_definitions(true);
        let other = different(&all, &sent);
        let name = |name: &str| if other.contains(name) { format!("{name}Sent") } else { name.to_owned() };
        rename(paths, &name);
        for (key, mut schema) in sent {
            rename(&mut schema, &name);
            all.insert(name(&key), schema);
        }
        all.values_mut().for_each(formats);
        all
    }
}

/// The names of what is sent in another shape than it is answered, or holds something that is.
fn different(answered: &Map<String, Value>, sent: &Map<String, Value>) -> BTreeSet<String> {
    let mut other: BTreeSet<String> = BTreeSet::new();
    loop {
        let before = other.len();
        for (key, schema) in sent {
            let Some(twin) = answered.get(key) else { continue };
            let mut alike = schema.clone();
            rename(&mut alike, &|name: &str| {
                if other.contains(name) { format!("{name}Sent") } else { name.to_owned() }
            });
            if alike != *twin {
                other.insert(key.clone());
            }
        }
        if other.len() == before {
            return other;
        }
    }
}

/// Points references of what is sent at their final names.
fn rename(value: &mut Value, name: &dyn Fn(&str) -> String) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields.iter_mut() {
                match field {
                    Value::String(text) if key == "$ref" => {
                        if let Some(old) = text.strip_prefix(SENT) {
                            *text = format!("{ANSWERED}{}", name(old));
                        }
                    }
                    other => rename(other, name),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, name)),
        _ => {}
    }
}

/// The last word of a name says what a text is (see the module of the API): instants end with `_at`, dates with `_on` or are
/// the first or last day of something.
fn formats(value: &mut Value) {
    if let Value::Object(fields) = value {
        if let Some(Value::Object(properties)) = fields.get_mut("properties") {
            for (name, property) in properties {
                let format = match name.as_str() {
                    "date" | "valid_from" | "valid_to" | "rest_from" | "rest_to" => "date",
                    name if name.ends_with("_on") => "date",
                    name if name.ends_with("_at") || name == "at" => "date-time",
                    _ => continue,
                };
                let Value::Object(property) = property else { continue };
                if is_text(property.get("type"))
                    && !property.contains_key("format")
                    && !property.contains_key("pattern")
                {
                    property.insert("format".to_owned(), json!(format));
                }
            }
        }
        fields.values_mut().for_each(formats);
    } else if let Value::Array(items) = value {
        items.iter_mut().for_each(formats);
    }
}

fn is_text(kind: Option<&Value>) -> bool {
    match kind {
        Some(Value::String(kind)) => kind == "string",
        Some(Value::Array(kinds)) => kinds.contains(&json!("string")),
        _ => false,
    }
}

/// One parameter of a query.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    pub required: bool,
    pub about: String,
    pub schema: Value,
}

/// The parameters that the fields of a query make.
pub fn query_fields(shape: Shape, states: &[&str]) -> Vec<Field> {
    let mut schemas = SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true).into_generator();
    let schema = shape(&mut schemas).to_value();
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let properties = schema["properties"].as_object().cloned().unwrap_or_default();
    let field = |(name, mut schema): (String, Value)| {
        let about = schema["description"].as_str().unwrap_or_default().to_owned();
        if let Some(fields) = schema.as_object_mut() {
            fields.remove("description");
            fields.remove("default");
            // A parameter is there or not: none is `null`.
            if let Some(Value::Array(kinds)) = fields.get("type")
                && let Some(kind) = kinds.iter().find(|kind| **kind != "null").cloned()
            {
                fields.insert("type".to_owned(), kind);
            }
            if let Some(Value::Array(choices)) = fields.get_mut("anyOf") {
                choices.retain(|choice| choice["type"] != "null");
            }
            if let Some([only]) = fields.get("anyOf").and_then(Value::as_array).map(Vec::as_slice) {
                let only = only.clone();
                fields.remove("anyOf");
                fields.extend(only.as_object().cloned().unwrap_or_default());
            }
            if name == "state" && !states.is_empty() {
                fields.insert("enum".to_owned(), json!(states));
            }
        }
        Field { required: required.contains(&json!(name)), name, about, schema }
    };
    properties.into_iter().map(field).collect()
}
