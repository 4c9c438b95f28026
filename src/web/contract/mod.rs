//! What the API promises on every route, kept in one place around the handlers: parameters and formats that are documented and no
//! others ([`query`], [`accept`]), entity tags and preconditions ([`tags`]), idempotency keys ([`keys`]), the address of the next
//! page. A handler reads, does and answers; it knows of none of this.

mod accept;
mod keys;
mod query;
mod tags;

use super::AppState;
use super::describe::Shape;
use super::pages::language;
use super::problem::{Problem, Result};
use super::routes::{Access, Route};
use crate::app::App;
use crate::app::access::Actor;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use query::Allowed;
use schemars::generate::SchemaSettings;
use std::sync::Arc;
use tags::Things;

/// What one route promises.
#[expect(clippy::struct_excessive_bools, reason = "each is a promise of its own, read from the description once")]
#[derive(Debug)]
pub struct Contract {
    /// `POST /api/v1/plans/{id}/approve`
    name: String,
    allowed: Allowed,
    /// Media types of its body.
    sent: &'static [&'static str],
    /// Media types of its answers.
    kinds: Vec<&'static str>,
    changes: bool,
    /// It takes idempotency keys.
    keyed: bool,
    /// Its body may be as long as an import.
    large: bool,
    /// Its JSON answers are representations with a tag of their own.
    tagged: bool,
    /// The things that its preconditions are about.
    things: Things,
}

/// The JSON routes that read, without their gate: where a precondition is about what they show.
#[derive(Clone)]
pub struct Reads {
    router: Router,
    /// Patterns, and the schema of what each shows.
    shown: Arc<Vec<(&'static str, String)>>,
}

impl Reads {
    /// Those of a table.
    pub fn of(table: &[Route], state: &AppState) -> Self {
        let reads = |route: &&Route| route.method == Method::GET && route.access != Access::Public;
        let mut router = Router::new();
        let mut shown = Vec::new();
        for route in table.iter().filter(reads) {
            if let Some(shape) = route.doc.as_ref().and_then(|doc| doc.answers.first()).and_then(|answer| answer.shape)
            {
                router = router.route(route.path, route.handler.clone());
                shown.push((route.path, schema(shape)));
            }
        }
        Self { router: router.with_state(state.clone()), shown: Arc::new(shown) }
    }
}

/// A schema as text, to tell whether two answers are of one shape.
fn schema(shape: Shape) -> String {
    let mut schemas = SchemaSettings::draft2020_12().for_serialize().into_generator();
    shape(&mut schemas).to_value().to_string()
}

impl Contract {
    /// Of a route that is described.
    pub fn of(route: &Route, reads: &Reads) -> Option<Self> {
        let doc = route.doc.as_ref()?;
        let changes = route.method != Method::GET;
        // What a change answers has a tag when it is what a single thing's own address shows.
        let single = |shape: Shape| {
            let schema = schema(shape);
            reads.shown.iter().any(|(path, shown)| *shown == schema && (path.ends_with('}') || *path == route.path))
        };
        let shapes: Vec<Shape> = doc.answers.iter().filter_map(|answer| answer.shape).collect();
        let json =
            shapes.len() == doc.answers.iter().filter(|answer| answer.kind.is_some()).count() && !shapes.is_empty();
        Some(Self {
            name: format!("{} {}", route.method, route.path),
            allowed: Allowed::by(doc),
            sent: doc.body.as_ref().map_or(&[], |body| body.kinds),
            kinds: doc.answers.iter().filter_map(|answer| answer.kind).collect(),
            changes,
            keyed: route.takes_keys(),
            large: doc.body.as_ref().is_some_and(|body| body.large),
            tagged: json && (!changes || shapes.iter().all(|shape| single(*shape))),
            things: Things::of(route, reads),
        })
    }

    /// Serves a request that the gate has let in.
    pub async fn serve(self: Arc<Self>, app: App, request: Request, next: Next) -> Response {
        match self.look_at(&request) {
            Err(problem) => problem.into_response(),
            Ok(()) if self.keyed && request.headers().contains_key(keys::HEADER) => {
                keys::serve(self, app, request, next).await
            }
            Ok(()) => self.perform(request, next).await,
        }
    }

    fn look_at(&self, request: &Request) -> Result<()> {
        if let Some(query) = request.uri().query() {
            self.allowed.look_at(query)?;
        }
        accept::look_at_body(request.headers(), self.sent)?;
        accept::look_at(request.headers(), &self.kinds)
    }

    /// Holds the request to its preconditions, runs it and tags what it answers.
    async fn perform(&self, mut request: Request, next: Next) -> Response {
        let asked = tags::Asked::of(request.headers());
        let here = request.uri().clone();
        let head = request.method() == Method::HEAD;
        let words = language(request.headers());
        let reader = request.extensions().get::<Actor>().cloned().map(|actor| (actor, words));
        if self.changes
            && let Some(wanted) = &asked.if_match
            && let Some(reader) = reader.clone()
        {
            match self.things.held_to(wanted, &here, reader).await {
                Ok(terms) => {
                    if let Some(actor) = request.extensions_mut().get_mut::<Actor>() {
                        actor.terms = actor.terms.with_expected(terms);
                    }
                }
                Err(refusal) => return *refusal,
            }
        }
        let response = next.run(request).await;
        if response.status() == StatusCode::PRECONDITION_FAILED {
            // Somebody was faster by a hair: the client wants to know what it is now.
            return self.things.with_current_tag(response, &here, reader).await;
        }
        if !self.tagged || head || !response.status().is_success() {
            return response;
        }
        tags::tagged(response, &here, if self.changes { None } else { asked.if_none_match.as_ref() }).await
    }
}

/// Reads the whole of a body of our own.
async fn collected(body: Body) -> Result<axum::body::Bytes> {
    axum::body::to_bytes(body, usize::MAX).await.map_err(|error| {
        tracing::error!(%error, "an answer broke off");
        Problem::internal()
    })
}

fn is_json(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}
