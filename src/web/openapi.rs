//! The OpenAPI 3.1 document, made from the route table: each route's [`Doc`], and what its method, path and access say already.
//!
//! Invariant: what is documented is what the gate enforces; both read the same [`Doc`].

mod operation;
mod schemas;

pub use operation::{codes, statuses};
pub(super) use schemas::{Field, query_fields};

use super::describe::Doc;
use super::routes::{self, Access, Route};
use axum::http::header;
use axum::response::IntoResponse;
use schemas::Schemas;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// Where the document is read.
pub fn routes() -> Vec<Route> {
    let read = Doc::new("Reads this document").answers::<Map<String, Value>>(200, "OpenAPI 3.1");
    vec![Route::get("/api/v1/openapi.json", Access::Public, show).describe(read)]
}

/// `GET /openapi.json`: the same for everybody, made once.
async fn show() -> impl IntoResponse {
    static TEXT: LazyLock<String> = LazyLock::new(|| document().to_string());
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], TEXT.as_str())
}

/// Every route that has a description, as a document.
pub fn document() -> Value {
    let mut schemas = Schemas::new();
    let mut paths = Map::new();
    let mut nouns = Vec::new();
    let table = routes::table();
    for route in &table {
        let Some(doc) = &route.doc else { continue };
        let noun = noun(route);
        if !nouns.contains(&noun) {
            nouns.push(noun);
        }
        let methods = paths.entry(route.path).or_insert_with(|| json!({}));
        let operation = operation::operation(route, doc, &mut schemas);
        methods[route.method.as_str().to_lowercase()] = operation;
    }
    let mut paths = Value::Object(paths);
    let shapes = schemas.finish(&mut paths);
    let tags: Vec<Value> = nouns.into_iter().map(|noun| json!({ "name": noun })).collect();
    json!({
        "openapi": "3.1.1",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Relève",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Shared replacement pools in health and social care: lawful, fair and proven plans",
            "description": "Instants are RFC 3339 in UTC, dates are `YYYY-MM-DD`, amounts are integers whose unit is the last \
                word of the name. What lies outside the reach of whoever asks does not exist for her: 404. A refusal is an \
                `application/problem+json` with a stable `code`; each code has a page under `/problems/`. Sentences for \
                people are in French; a refusal is told in English to whoever asks for it by `Accept-Language`.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags,
        "security": [{ "bearer": [] }, { "session": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token made with `POST /api/v1/me/tokens` or at the machine with `releve user`.",
                },
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "releve_session",
                    "description": "The cookie of a browser that has logged in; a change must come from our own origin.",
                },
            },
            "schemas": shapes,
        },
    })
}

/// The noun that a route is about: `requests`.
fn noun(route: &Route) -> &'static str {
    let inside = route.path.strip_prefix("/api/v1/").unwrap_or("operations");
    inside.split(['/', '.']).next().unwrap_or(inside)
}
