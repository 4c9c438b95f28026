//! One operation of the document.

use super::noun;
use super::schemas::{Schemas, query_fields};
use crate::lang::{Locale, Words};
use crate::web::describe::{Answer, Doc, Sent};
use crate::web::problem::Document;
use crate::web::problems;
use crate::web::routes::{Access, Route};
use axum::http::Method;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Every code with which a route may refuse: those of its description, and those that its method, path and access bring.
pub fn codes(route: &Route) -> BTreeSet<&'static str> {
    let mut codes: BTreeSet<&str> = ["internal", "timeout", "bad-query", "not-acceptable"].into();
    let changes = route.method != Method::GET;
    if route.access != Access::Public {
        codes.extend(["signed-out", "log-in-unfinished"]);
        if changes {
            codes.extend(["cross-site", "lost-race", "precondition-failed"]);
        }
    }
    if route.takes_keys() {
        codes.extend([
            "bad-idempotency-key",
            "idempotency-in-flight",
            "idempotency-answer-lost",
            "idempotency-key-reused",
        ]);
    }
    if matches!(route.access, Access::Needs(_)) {
        codes.insert("forbidden");
    }
    if route.path.contains('{') {
        codes.extend(["not-found", "no-such-route"]);
    }
    if let Some(doc) = &route.doc {
        if doc.body.is_some() {
            codes.extend(["unreadable-body", "unsupported-media-type", "body-too-large", "invalid"]);
        }
        codes.extend(doc.refuses.iter().copied());
    }
    codes
}

/// Every status that a route may answer with.
pub fn statuses(route: &Route) -> BTreeSet<u16> {
    let refusals = codes(route).into_iter().filter_map(problems::find).map(|kind| kind.status);
    let answers = route.doc.iter().flat_map(|doc| doc.answers.iter().map(|answer| answer.status));
    refusals.chain(answers).chain(is_tagged(route).then_some(304)).collect()
}

/// Whether what it shows has an entity tag.
fn is_tagged(route: &Route) -> bool {
    route.method == Method::GET && route.doc.iter().flat_map(|doc| &doc.answers).any(|answer| answer.shape.is_some())
}

/// A route as an operation.
pub(super) fn operation(route: &Route, doc: &Doc, schemas: &mut Schemas) -> Value {
    let mut operation = json!({
        "operationId": route.name,
        "summary": doc.summary,
        "tags": [noun(route)],
        "responses": responses(route, doc, schemas),
    });
    let fields = operation.as_object_mut().expect("it was just made");
    if !doc.detail.is_empty() {
        fields.insert("description".to_owned(), json!(doc.detail));
    }
    let parameters = parameters(route, doc);
    if !parameters.is_empty() {
        fields.insert("parameters".to_owned(), json!(parameters));
    }
    if let Some(body) = &doc.body {
        fields.insert("requestBody".to_owned(), request_body(body, schemas));
    }
    match route.access {
        Access::Public => {
            fields.insert("security".to_owned(), json!([]));
        }
        Access::Needs(actions) => {
            let roles: BTreeSet<_> =
                actions.iter().flat_map(|action| action.roles()).filter(|r| r.is_a_persons()).collect();
            fields.insert("x-releve-actions".to_owned(), json!(actions));
            fields.insert("x-releve-roles".to_owned(), json!(roles));
        }
        Access::SignedIn | Access::Entering => {}
    }
    operation
}

fn parameters(route: &Route, doc: &Doc) -> Vec<Value> {
    let mut parameters = Vec::new();
    for part in route.path.split('/') {
        if let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            parameters.push(json!({
                "name": name, "in": "path", "required": true,
                "schema": { "type": "string", "minLength": 1 },
            }));
        }
    }
    for field in doc.query.iter().flat_map(|shape| query_fields(*shape, doc.states)) {
        let mut parameter =
            json!({ "name": field.name, "in": "query", "required": field.required, "schema": field.schema });
        if !field.about.is_empty() {
            parameter["description"] = json!(field.about);
        }
        parameters.push(parameter);
    }
    let mut header = |name: &str, about: &str, schema: Value| {
        parameters.push(json!({ "name": name, "in": "header", "description": about, "schema": schema }));
    };
    if is_tagged(route) {
        header(
            "If-None-Match",
            "Tags of what is at hand already: 304 when one of them is current.",
            json!({ "type": "string" }),
        );
    }
    if route.method != Method::GET && route.access != Access::Public {
        let about = "The `ETag` that was read at the address of the thing this is about: 412 when it has moved.";
        header("If-Match", about, json!({ "type": "string" }));
    }
    if route.takes_keys() {
        let about = "Chosen by the client, new for each action: sent again under the same key within 24 hours, it is done once.";
        header(
            "Idempotency-Key",
            about,
            json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" }),
        );
    }
    parameters
}

fn request_body(body: &Sent, schemas: &mut Schemas) -> Value {
    let schema = body.shape.map_or_else(|| json!({ "type": "string" }), |shape| schemas.sent(shape));
    let content: Map<String, Value> =
        body.kinds.iter().map(|kind| ((*kind).to_owned(), json!({ "schema": schema }))).collect();
    let mut request = json!({ "required": !body.optional, "content": content });
    if body.large {
        request["description"] = json!("May be as long as an import (`RELEVE_IMPORT_LIMIT_BYTES`).");
    }
    request
}

fn responses(route: &Route, doc: &Doc, schemas: &mut Schemas) -> Value {
    let mut responses = Map::new();
    let lists = doc.query.is_some_and(|shape| query_fields(shape, &[]).iter().any(|field| field.name == "after"));
    for answer in &doc.answers {
        let mut response = success(answer, schemas);
        // The same answer in another form.
        if let Some(before) = responses.get(&answer.status.to_string())
            && let (Some(forms), Some(other)) = (response["content"].as_object_mut(), before["content"].as_object())
        {
            forms.extend(other.clone());
        }
        let headers = headers(route, answer, lists);
        if !headers.is_empty() {
            response["headers"] = Value::Object(headers);
        }
        responses.insert(answer.status.to_string(), response);
    }
    if is_tagged(route) {
        let tag = json!({ "ETag": { "schema": { "type": "string" } } });
        responses.insert("304".to_owned(), json!({ "description": "What the client has is current", "headers": tag }));
    }
    let mut refusals: BTreeMap<u16, Vec<&problems::Kind>> = BTreeMap::new();
    for code in codes(route) {
        if let Some(kind) = problems::find(code) {
            refusals.entry(kind.status).or_default().push(kind);
        }
    }
    for (status, kinds) in refusals {
        responses.insert(status.to_string(), refusal(status, &kinds, schemas));
    }
    Value::Object(responses)
}

fn headers(route: &Route, answer: &Answer, lists: bool) -> Map<String, Value> {
    let text = |about: &str| json!({ "description": about, "schema": { "type": "string" } });
    let mut headers = Map::new();
    if is_tagged(route) {
        headers.insert("ETag".to_owned(), text("Moves when anything that is shown moves"));
    }
    if lists {
        headers.insert("Link".to_owned(), text("The address of the next page, `rel=\"next\"`, where there is one"));
    }
    if answer.status == 202 && answer.kind.is_some() {
        headers.insert("Location".to_owned(), text("Where to follow it"));
    }
    if route.takes_keys() {
        headers
            .insert("Idempotency-Replayed".to_owned(), text("`true` when this was answered before under the same key"));
    }
    headers
}

fn success(answer: &Answer, schemas: &mut Schemas) -> Value {
    let mut response = json!({ "description": answer.when });
    if let Some(kind) = answer.kind {
        let schema = answer.shape.map_or_else(|| json!({ "type": "string" }), |shape| schemas.answered(shape));
        response["content"] = json!({ kind: { "schema": schema } });
    }
    response
}

fn refusal(status: u16, kinds: &[&problems::Kind], schemas: &mut Schemas) -> Value {
    let shape = schemas.answered(schemars::SchemaGenerator::subschema_for::<Document>);
    let codes: Vec<&str> = kinds.iter().map(|kind| kind.code).collect();
    let english = Words::new(Locale::En);
    let told: Vec<String> = kinds.iter().map(|kind| format!("- `{}`: {}", kind.code, kind.title(english))).collect();
    let mut response = json!({
        "description": told.join("\n"),
        "content": { "application/problem+json": {
            "schema": { "allOf": [shape, { "properties": { "code": { "enum": codes } } }] },
        } },
    });
    match status {
        401 => response["headers"] = json!({ "WWW-Authenticate": { "schema": { "type": "string" } } }),
        412 => response["headers"] = json!({ "ETag": { "schema": { "type": "string" } } }),
        429 => response["headers"] = json!({ "Retry-After": { "schema": { "type": "integer" } } }),
        _ => {}
    }
    response
}
