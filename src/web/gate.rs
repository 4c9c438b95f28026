//! The gate before every route: who is asking, may she come in, and does a change come from our own pages.
//!
//! Identity: a bearer token, or a cookie `releve_session` that holds the same token. A cookie travels by itself, so a change
//! that no bearer token vouches for must come from our own origin, on public routes too.

use super::pages::Refused;
use super::problem::Problem;
use super::routes::Access;
use crate::app::access::Actor;
use crate::app::{App, Error, identity};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Name of the session cookie.
pub const SESSION_COOKIE: &str = "releve_session";

/// What stands before one route.
#[derive(Debug, Clone)]
pub struct Gate {
    pub(super) app: App,
    pub(super) access: Access,
    pub(super) page: bool,
}

/// Lets a request in with its [`Actor`] among its extensions, or answers it with the refusal.
pub async fn gate(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    match gate.admit(&mut request).await {
        Ok(()) => next.run(request).await,
        Err(problem) if gate.page => Refused::from(problem).into_response(),
        Err(problem) => problem.into_response(),
    }
}

impl Gate {
    async fn admit(&self, request: &mut Request) -> Result<(), Problem> {
        let bearer = bearer(request.headers());
        if bearer.is_none() && changes(request.method()) && !same_origin(request.headers()) {
            // Without any token it is nobody's request: that is what a program that forgot its token must hear.
            let nobody = self.access != Access::Public && cookie(request.headers()).is_none();
            return Err(if nobody { Error::SignedOut.into() } else { Problem::cross_site() });
        }
        if self.access == Access::Public {
            return Ok(());
        }
        let token = bearer.or_else(|| cookie(request.headers())).ok_or(Error::SignedOut)?;
        let mut tx = self.app.db.read().await.map_err(Error::from)?;
        let actor = identity::recognise(&mut tx, &self.app, token).await?;
        drop(tx);
        if let Access::Needs(actions) = self.access
            && !actions.iter().any(|action| actor.can(*action))
        {
            return Err(Error::Forbidden(actions[0]).into());
        }
        request.extensions_mut().insert::<Actor>(actor);
        Ok(())
    }
}

/// The token that a program sends.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// The token that a browser sends.
fn cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == SESSION_COOKIE).map(|(_, token)| token)
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a browser says that the request comes from our own pages.
fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let host = text(HOST.as_str());
    let origin = text(ORIGIN.as_str()).and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    origin.is_some() && origin == host
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (k.parse().expect("a name"), HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn tokens_are_read_from_header_and_cookie() {
        let both = headers(&[("authorization", "Bearer abc"), ("cookie", "a=b; releve_session=xyz")]);
        assert_eq!((bearer(&both), cookie(&both)), (Some("abc"), Some("xyz")));
        assert_eq!(cookie(&headers(&[("cookie", "other=xyz")])), None);
        assert_eq!(bearer(&headers(&[("authorization", "Basic abc")])), None);
    }

    #[test]
    fn only_our_own_origin_changes_things_by_cookie() {
        assert!(same_origin(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!same_origin(&headers(&[("sec-fetch-site", "cross-site"), ("origin", "http://h"), ("host", "h")])));
        assert!(same_origin(&headers(&[("origin", "https://releve.example"), ("host", "releve.example")])));
        assert!(!same_origin(&headers(&[("origin", "https://evil.example"), ("host", "releve.example")])));
        assert!(!same_origin(&headers(&[("host", "releve.example")])));
    }
}
