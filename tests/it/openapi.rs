//! The API document: whole, consistent, and what the service really does. [`is_documented`] looks at every answer that any test
//! of this binary gets through the JSON helpers.

use crate::both;
use crate::world::answer;
use releve::web::openapi::{codes, document, statuses};
use releve::web::problems;
use releve::web::routes::{Access, Route, table};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static TABLE: LazyLock<Vec<Route>> = LazyLock::new(table);

fn matches(pattern: &str, path: &str) -> bool {
    let (wanted, found): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
    wanted.len() == found.len() && wanted.iter().zip(found).all(|(w, f)| w.starts_with('{') || *w == f)
}

/// Fails when an answer has a status, or a refusal a code, that the route's description does not know.
pub fn is_documented(method: &Method, path: &str, status: StatusCode, body: &Value) {
    let found = TABLE.iter().find(|route| route.method == *method && matches(route.path, path));
    let Some(route) = found.filter(|route| route.doc.is_some()) else { return };
    assert!(statuses(route).contains(&status.as_u16()), "{method} {}: {status} is not documented: {body}", route.path);
    if status.is_client_error() || status.is_server_error() {
        let code = body["code"].as_str().expect("a code");
        assert!(codes(route).contains(code), "{method} {}: `{code}` is not documented", route.path);
    }
}

#[test]
fn every_route_of_the_api_is_described() {
    for route in TABLE.iter().filter(|route| route.path.starts_with("/api/v1")) {
        let doc = format!("{} {} needs `.describe(Doc::new(…))`", route.method, route.path);
        assert!(route.doc.is_some(), "{doc}");
        let known = codes(route);
        let unknown: Vec<_> = known.iter().filter(|code| problems::find(code).is_none()).collect();
        assert!(unknown.is_empty(), "{} {}: {unknown:?} stand in no table", route.method, route.path);
        assert!(
            statuses(route).iter().any(|status| *status < 300),
            "{} {}: what when it is well?",
            route.method,
            route.path
        );
    }
}

/// Every reference of a document.
fn references<'d>(value: &'d Value, found: &mut BTreeSet<&'d str>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                found.insert(reference);
            }
            fields.values().for_each(|field| references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn the_document_holds_together() {
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 40, "{found:?}");
    for reference in &found {
        let pointer = reference.strip_prefix('#').expect("inside the document");
        assert!(document.pointer(pointer).is_some(), "{reference} points at nothing");
    }
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    for name in schemas.keys() {
        assert!(found.contains(format!("#/components/schemas/{name}").as_str()), "nothing is a {name}");
        let twin = name.ends_with(|c: char| c.is_ascii_digit());
        assert!(!twin, "{name}: two types have this name; give one `#[schemars(rename = \"…\")]`");
    }
    let mut names = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            assert!(names.insert(operation["operationId"].as_str().expect("a name")), "{method} {path}: twice");
            assert!(operation["summary"].as_str().is_some_and(|text| text.len() > 8 && !text.ends_with('.')), "{path}");
        }
    }
    assert_eq!(names.len(), TABLE.iter().filter(|route| route.doc.is_some()).count());
}

both! {
    async fn the_document_is_served_to_everybody(world) {
        let (status, served) = answer(world.request(Method::GET, "/api/v1/openapi.json")).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(served, document());
        assert_eq!(served["paths"]["/api/v1/plans/{id}/approve"]["post"]["x-releve-actions"], serde_json::json!(["decide_plan"]));
    }

    async fn a_misspelt_parameter_is_refused_and_named(world) {
        for (path, named) in [
            ("/api/v1/requests?stat=open", "«\u{a0}stat\u{a0}»"),
            ("/api/v1/requests?state=opened", "submitted"),
            ("/api/v1/requests?limit=0", "compris entre 1 et 500"),
            ("/api/v1/requests?limit=501", "compris entre 1 et 500"),
            ("/api/v1/requests?limit=5&limit=6", "deux fois"),
            ("/api/v1/me?x", "aucun"),
            ("/api/v1/shifts/none?agent=alix", "aucun"),
        ] {
            let (status, problem) = world.get("coordinator", path).await;
            assert_eq!((status, problem["code"].as_str()), (StatusCode::BAD_REQUEST, Some("bad-query")), "{path}: {problem}");
            assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(named)), "{path}: {problem}");
        }
        let (status, problem) = answer(world.request(Method::GET, "/api/v1/requests?stat=open")).await;
        assert_eq!((status, problem["code"].as_str()), (StatusCode::UNAUTHORIZED, Some("signed-out")), "who asks comes first");
    }
}

#[test]
fn every_route_that_needs_a_right_says_so() {
    let document = document();
    for route in TABLE.iter().filter(|route| route.doc.is_some()) {
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        match route.access {
            Access::Public => assert_eq!(operation["security"], serde_json::json!([])),
            Access::Needs(actions) => {
                assert_eq!(operation["x-releve-actions"].as_array().map(Vec::len), Some(actions.len()));
                assert!(operation["responses"]["403"].is_object() && operation["responses"]["401"].is_object());
            }
            Access::SignedIn | Access::Entering => assert!(operation["responses"]["401"].is_object()),
        }
    }
}
