//! The route table: every address with who may come in. The router is made from it, so that no route can be without a gate.

use super::contract::{Contract, Reads};
use super::describe::Doc;
use super::gate::{Gate, gate};
use super::{AppState, api, openapi, operations, pages};
use crate::app::access::{Action, Role};
use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, on};
use std::fmt::Write;
use std::sync::Arc;

/// Who may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody: nothing of any group is behind it.
    Public,
    /// Whoever has begun to log in, though a code, a group or a second factor may still be missing: the pages where it is given.
    Entering,
    /// Whoever is recognised, whatever she may do.
    SignedIn,
    /// Whoever may do one of these.
    Needs(&'static [Action]),
}

/// One method of one address.
#[derive(Debug)]
pub struct Route {
    /// Method.
    pub method: Method,
    /// Pattern: `/api/v1/plans/{id}`.
    pub path: &'static str,
    /// Who may come in.
    pub access: Access,
    /// What it takes, answers and refuses; every route of the API has it.
    pub doc: Option<Doc>,
    /// `requests.show`: the module and the name of its handler.
    pub name: String,
    pub(super) handler: MethodRouter<AppState>,
}

impl Route {
    fn new<H, T>(method: Method, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let filter = method.clone().try_into().expect("the table has methods that axum routes");
        let full = std::any::type_name::<H>();
        let name = full.rsplit("::").take(2).collect::<Vec<_>>();
        let name = name.into_iter().rev().collect::<Vec<_>>().join(".");
        Self { method, path, access, doc: None, name, handler: on(filter, handler) }
    }

    /// Says what it takes, answers and refuses.
    #[must_use]
    pub fn describe(self, doc: Doc) -> Self {
        Self { doc: Some(doc), ..self }
    }

    /// A route that reads.
    pub fn get<H: Handler<T, AppState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self::new(Method::GET, path, access, handler)
    }

    /// A route that does something.
    pub fn post<H: Handler<T, AppState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self::new(Method::POST, path, access, handler)
    }

    /// A route that puts something in place of what is there.
    pub fn put<H: Handler<T, AppState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self::new(Method::PUT, path, access, handler)
    }

    /// A route that changes part of what is there.
    pub fn patch<H: Handler<T, AppState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self::new(Method::PATCH, path, access, handler)
    }

    /// A route that ends something.
    pub fn delete<H: Handler<T, AppState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Self {
        Self::new(Method::DELETE, path, access, handler)
    }

    /// Whether it answers people, in HTML.
    pub fn is_page(&self) -> bool {
        !self.path.starts_with("/api/")
    }

    /// Whether it takes idempotency keys: what is sent with `POST` may be done twice, all else comes to the same.
    pub fn takes_keys(&self) -> bool {
        self.method == Method::POST && self.access != Access::Public && self.doc.is_some()
    }

    /// Whether somebody in this role, and no other, may come in.
    pub fn admits(&self, role: Role) -> bool {
        match self.access {
            Access::Public | Access::Entering | Access::SignedIn => true,
            Access::Needs(actions) => actions.iter().any(|action| action.roles().contains(&role)),
        }
    }
}

/// The whole table.
pub fn table() -> Vec<Route> {
    let mut routes = api::routes();
    routes.extend(openapi::routes());
    routes.extend(pages::routes());
    routes.extend(operations::routes());
    routes
}

/// The router of the table, each route behind its gate.
pub(super) fn router(state: &AppState) -> Router<AppState> {
    let table = table();
    let reads = Reads::of(&table, state);
    table.into_iter().fold(Router::new(), |router, route| {
        let guard = Gate {
            app: state.app.clone(),
            access: route.access,
            page: route.is_page(),
            contract: Contract::of(&route, &reads).map(Arc::new),
        };
        router.route(route.path, route.handler.route_layer(from_fn_with_state(guard, gate)))
    })
}

/// The table as Markdown: route by role.
pub fn markdown() -> String {
    let heads = Role::ALL.map(|role| format!("{role:?}").to_lowercase());
    let mut text = format!("| route | {} |\n|---|{}\n", heads.join(" | "), ":-:|".repeat(heads.len()));
    for route in table() {
        let cells = Role::ALL.map(|role| match route.access {
            Access::Public => "public",
            _ if route.admits(role) => "●",
            _ => "",
        });
        let path = if route.path.starts_with("/assets/") { "/assets/…" } else { route.path };
        let _ = writeln!(text, "| `{} {path}` | {} |", route.method, cells.join(" | "));
    }
    text
}
