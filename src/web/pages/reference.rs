//! The pages about the API, made from the document that programs read: nothing is said here that is not said there.

mod words;

use super::frame::frame_of_nobody;
use super::view::{self, Line, Noun, Operation, ProblemKind, Problems, Reference, Shape};
use crate::lang::{Locale, Words};
use crate::web::extract::Id;
use crate::web::openapi::document;
use crate::web::pages::Refused;
use crate::web::problem::Problem;
use crate::web::problems;
use crate::web::routes;
use askama::Template;
use axum::response::Html;
use serde_json::{Map, Value};
use std::sync::LazyLock;

type Page = Result<Html<String>, Refused>;

/// `GET /api/docs`: the same for everybody, made once.
pub async fn show() -> Page {
    static PAGE: LazyLock<Result<String, askama::Error>> = LazyLock::new(|| reference(&document()).render());
    match &*PAGE {
        Ok(page) => Ok(Html(page.clone())),
        Err(error) => {
            tracing::error!(%error, "the page about the API cannot be made");
            Err(Problem::internal().into())
        }
    }
}

/// `GET /problems`
pub async fn problems(words: Words) -> Page {
    let told = |kind| told(words, kind, Vec::new());
    let kinds = problems::ALL.iter().map(told).collect();
    Ok(Html(Problems { frame: frame_of_nobody(words, words.say("problems-title")), kinds }.render()?))
}

/// `GET /problems/{code}`: where the `type` of a problem document leads.
pub async fn problem(words: Words, Id(code): Id) -> Page {
    let kind =
        problems::find(&code).ok_or_else(|| Problem::of("not-found", |words| words.say("detail-no-such-problem")))?;
    let mut operations = Vec::new();
    for route in routes::table().iter().filter(|route| route.doc.is_some()) {
        if crate::web::openapi::codes(route).contains(kind.code) {
            operations.push((format!("{} {}", route.method, route.path), route.name.clone()));
        }
    }
    let frame = frame_of_nobody(words, kind.title(words));
    Ok(Html(ProblemKind { frame, kind: told(words, kind, operations) }.render()?))
}

/// A kind of refusal in words.
fn told(words: Words, kind: &problems::Kind, operations: Vec<(String, String)>) -> view::Kind {
    view::Kind {
        code: kind.code,
        status: kind.status,
        title: kind.title(words),
        when: kind.when(words),
        way_out: kind.way_out(words),
        operations,
    }
}

/// The whole document as a page.
fn reference(document: &Value) -> Reference {
    let empty = Map::new();
    let object = |value: &'_ Value| value.as_object().cloned().unwrap_or_default();
    let mut nouns: Vec<Noun> = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap_or(&empty) {
        for (method, told) in object(methods) {
            let operation = operation(path, &method, &told);
            let name = told["tags"][0].as_str().unwrap_or_default();
            match nouns.iter_mut().find(|noun| noun.name == name) {
                Some(noun) => noun.operations.push(operation),
                None => nouns.push(Noun { name: name.to_owned(), operations: vec![operation] }),
            }
        }
    }
    let schemas = &document["components"]["schemas"];
    let shapes = object(schemas).iter().map(|(name, schema)| shape(name, schema, schemas)).collect();
    let version = text(&document["info"]["version"]);
    Reference { frame: frame_of_nobody(Words::new(Locale::En), "API".to_owned()), version, nouns, shapes }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn operation(path: &str, method: &str, told: &Value) -> Operation {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let parameter = |one: &Value| Line {
        name: text(&one["name"]),
        place: text(&one["in"]),
        kind: words::kind(&one["schema"]),
        about: text(&one["description"]),
    };
    let roles: Vec<String> = list(&told["x-releve-roles"]).iter().map(text).collect();
    let body = content(&told["requestBody"]["content"], "", &text(&told["requestBody"]["description"]));
    let mut answers = Vec::new();
    let mut refusals = Vec::new();
    for (status, response) in told["responses"].as_object().into_iter().flatten() {
        let codes =
            &response["content"]["application/problem+json"]["schema"]["allOf"][1]["properties"]["code"]["enum"];
        if codes.is_array() {
            refusals.extend(list(codes).iter().filter_map(|code| problems::find(code.as_str()?)));
            continue;
        }
        let about = text(&response["description"]);
        let lines = content(&response["content"], status, &about);
        let bare = || vec![Line { name: status.clone(), about: about.clone(), ..Line::default() }];
        answers.extend(if lines.is_empty() { bare() } else { lines });
    }
    Operation {
        name: text(&told["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&told["summary"]),
        detail: text(&told["description"]),
        roles: roles.join(", "),
        parameters: list(&told["parameters"]).iter().map(parameter).collect(),
        body,
        answers,
        refusals,
    }
}

/// A line a media type.
fn content(content: &Value, name: &str, about: &str) -> Vec<Line> {
    let line = |(kind, told): (&String, &Value)| Line {
        name: name.to_owned(),
        place: kind.clone(),
        kind: words::kind(&told["schema"]),
        about: about.to_owned(),
    };
    content.as_object().into_iter().flatten().map(line).collect()
}

fn shape(name: &str, schema: &Value, schemas: &Value) -> Shape {
    let required = |field: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == field));
    let properties = schema["properties"].as_object().into_iter().flatten();
    let field = |(field, told): (&String, &Value)| Line {
        name: field.clone(),
        place: if required(field) { String::new() } else { "facultatif".to_owned() },
        kind: words::kind(told),
        about: text(&told["description"]),
    };
    let mut fields: Vec<Line> = properties.map(field).collect();
    for choices in ["oneOf", "anyOf", "allOf"] {
        for choice in schema[choices].as_array().into_iter().flatten() {
            fields.push(Line { kind: words::kind(choice), about: text(&choice["description"]), ..Line::default() });
        }
    }
    let mut example = String::new();
    if fields.iter().any(|line| !line.name.is_empty()) {
        example = serde_json::to_string_pretty(&words::example(schema, schemas, 0)).unwrap_or_default();
    }
    let words = schema["enum"].as_array().into_iter().flatten().map(text).collect();
    Shape { name: name.to_owned(), about: text(&schema["description"]), fields, words, example }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_in_the_document_is_on_the_page() {
        let document = document();
        let page = reference(&document).render().expect("a page");
        for (path, methods) in document["paths"].as_object().expect("paths") {
            assert!(page.contains(path), "{path}");
            for operation in methods.as_object().expect("methods").values() {
                let name = operation["operationId"].as_str().expect("a name");
                assert!(page.contains(&format!("id=\"{name}\"")), "{name}");
            }
        }
        for name in document["components"]["schemas"].as_object().expect("schemas").keys() {
            assert!(page.contains(&format!("id=\"{name}\"")), "{name}");
        }
        assert!(!page.contains("<script") && !page.contains(" style=") && !page.contains("=\"http"));
    }
}
