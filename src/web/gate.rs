//! The gate before every route: who is asking, may she come in, and does a change come from our own pages.
//!
//! Identity: a program sends a bearer token, a browser the cookie of its session. A cookie travels by itself, so a change that
//! no bearer token vouches for must come from our own origin, on public routes too; and every form must bear the seal of the
//! session, or of the browser where nobody is logged in. Forms are read here and nowhere else: no page can leave it out.

use super::contract::Contract;
use super::cookies;
use super::extract::{Form, read_body};
use super::pages::{Kept, language, log_in_first, refusals_shown};
use super::problem::Problem;
use super::routes::Access;
use crate::app::access::Actor;
use crate::app::sessions::{self, Recognised};
use crate::app::{App, Error, identity};
use crate::config::Config;
use crate::lang::Words;
use crate::text::{bytes_of, hexadecimal};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Name of the field in which a form bears its seal.
pub const SEAL_FIELD: &str = "sceau";

/// What stands before one route.
#[derive(Debug, Clone)]
pub struct Gate {
    pub(super) app: App,
    pub(super) access: Access,
    pub(super) page: bool,
    /// What the route promises, where it is described.
    pub(super) contract: Option<Arc<Contract>>,
}

/// Lets a request in with its [`Actor`] among its extensions, or answers it with the refusal.
pub async fn gate(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let mut new_token = None;
    let words = gate.page.then(|| language(request.headers()));
    if let Some(words) = words {
        request.extensions_mut().insert(words);
    }
    let asked =
        words.map(|words| (words, (request.method().clone(), request.uri().clone(), request.headers().clone())));
    let mut turned_away = TurnedAway::default();
    let mut response = match gate.admit(request, &mut new_token, &mut turned_away).await {
        Ok(request) => match &gate.contract {
            Some(contract) => Arc::clone(contract).serve(gate.app.clone(), request, next).await,
            None => next.run(request).await,
        },
        Err(problem) => match &asked {
            Some((words, asked)) => turned_away.answer(problem, *words, (&gate.app.config, asked)),
            None => problem.into_response(),
        },
    };
    if let Some(words) = words {
        response = refusals_shown(response, words);
    }
    // The token was replaced whatever came of the request; what a handler says about the session comes after it.
    if let Some(token) = new_token
        && !response.headers().contains_key(SET_COOKIE)
    {
        response.headers_mut().append(SET_COOKIE, cookies::set_session(&gate.app.config, &token));
    }
    response
}

/// What is known of a request of a page that does not come in.
#[derive(Debug, Default)]
struct TurnedAway {
    form: Option<Kept>,
    /// That of the session, if there is one.
    seal: String,
}

impl TurnedAway {
    /// Nothing that somebody typed is lost because her session is over, and her log-in leads where she wanted to go.
    fn answer(self, problem: Problem, words: Words, (config, asked): (&Config, &(Method, Uri, HeaderMap))) -> Response {
        let (method, uri, headers) = asked;
        match (problem.code, self.form) {
            ("signed-out" | "form-expired", Some(kept)) => {
                kept.shown(words, &self.seal).unwrap_or_else(IntoResponse::into_response)
            }
            ("signed-out", None) if *method == Method::GET => log_in_first(config, uri, headers),
            _ => problem.into_response(),
        }
    }
}

impl Gate {
    async fn admit(
        &self,
        mut request: Request,
        new_token: &mut Option<String>,
        turned_away: &mut TurnedAway,
    ) -> Result<Request, Problem> {
        let (config, changing) = (&self.app.config, changes(request.method()));
        let by_program = bearer(request.headers()).is_some();
        if !by_program && changing && !same_origin(request.headers(), config) {
            // Without any token it is nobody's request: that is what a program that forgot its token must hear.
            let nobody = self.access != Access::Public && cookies::session(request.headers(), config).is_none();
            return Err(if nobody { Error::SignedOut.into() } else { Problem::cross_site() });
        }
        let mut form = None;
        if self.page && changing {
            let read;
            (request, read) = self.form(request).await?;
            turned_away.form = Kept::of(request.uri(), &read);
            form = Some(read);
        }
        let mut seal = None;
        if self.access == Access::Public {
            seal = cookies::visit_seal(request.headers(), config);
        } else if let Some(token) = bearer(request.headers()) {
            let mut tx = self.app.db.read().await.map_err(Error::from)?;
            let actor = identity::recognise(&mut tx, &self.app, token).await?;
            drop(tx);
            self.let_in(&actor)?;
            request.extensions_mut().insert::<Actor>(actor);
        } else {
            let token = cookies::session(request.headers(), config).ok_or(Error::SignedOut)?;
            let mut recognised = sessions::recognise(&self.app, token).await?;
            *new_token = recognised.new_token.take();
            if let (Some(step), true) = (recognised.missing, self.access != Access::Entering) {
                return Err(Error::Unfinished(step).into());
            }
            seal = Some(recognised.seat.seal.clone());
            turned_away.seal.clone_from(&recognised.seat.seal);
            if let Some(actor) = &recognised.actor {
                self.let_in(actor)?;
                request.extensions_mut().insert::<Actor>(actor.clone());
            }
            request.extensions_mut().insert::<Recognised>(recognised);
        }
        if let Some(form) = form {
            // What a program sends, no other site can have sent in its name.
            if !by_program && !seal.is_some_and(|seal| same(&seal, &unmasked(form.field(SEAL_FIELD)))) {
                return Err(Problem::form_expired());
            }
            request.extensions_mut().insert(form);
        }
        Ok(request)
    }

    fn let_in(&self, actor: &Actor) -> Result<(), Problem> {
        match self.access {
            Access::Needs(actions) if !actions.iter().any(|action| actor.can(*action)) => {
                Err(Error::Forbidden(actions[0]).into())
            }
            _ => Ok(()),
        }
    }

    /// Reads the form of a request, which goes on without it.
    async fn form(&self, request: Request) -> Result<(Request, Form), Problem> {
        let (parts, body) = request.into_parts();
        let rest = Request::from_parts(parts.clone(), Body::empty());
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        // Whoever sends a file may send a large one.
        if let Ok(boundary) = multer::parse_boundary(kind) {
            let body = read_body(Request::from_parts(parts, body), self.app.config.import_limit_bytes).await?;
            return Ok((rest, Form::parse_parts(body, boundary).await?));
        }
        let body = read_body(Request::from_parts(parts, body), self.app.config.body_limit_bytes).await?;
        Ok((rest, Form::parse(&body)?))
    }
}

/// A seal as a page bears it: under a mask that is new each time, so that nobody who sees how well pages compress learns it bit
/// by bit (the attack called BREACH).
pub(super) fn masked(seal: &str) -> String {
    let Some(bytes) = bytes_of(seal) else { return String::new() };
    let mask: Vec<u8> = (0..bytes.len()).map(|_| rand::random()).collect();
    hexadecimal(&mask) + &hexadecimal(&under(&bytes, &mask))
}

/// The seal below its mask; empty when the text is none.
fn unmasked(text: &str) -> String {
    let bytes = bytes_of(text).unwrap_or_default();
    let (mask, covered) = bytes.split_at(bytes.len() / 2);
    hexadecimal(&under(covered, mask))
}

fn under(bytes: &[u8], mask: &[u8]) -> Vec<u8> {
    bytes.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect()
}

/// Compares without telling by its time where two texts differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// The token that a program sends.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// What a request comes with: the token of a program, or that of a browser's session.
pub(super) fn credential<'h>(headers: &'h HeaderMap, config: &Config) -> Option<&'h str> {
    bearer(headers).or_else(|| cookies::session(headers, config))
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a browser says that the request comes from our own pages.
fn same_origin(headers: &HeaderMap, config: &Config) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (site, origin) = (text("sec-fetch-site"), text(ORIGIN.as_str()));
    let ours = match (&config.accounts.public_url, origin) {
        (Some(url), Some(origin)) => Some(origin == url.origin()),
        (None, Some(origin)) => {
            Some(origin.split_once("://").is_some_and(|(_, host)| Some(host) == text(HOST.as_str())))
        }
        (_, None) => None,
    };
    match (site, ours) {
        // A proxy may change the host, so without a public address the browser's own judgement stands.
        (Some(site), ours) => site == "same-origin" && (config.accounts.public_url.is_none() || ours != Some(false)),
        (None, ours) => ours == Some(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Accounts;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (k.parse().expect("a name"), HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn tokens_of_programs_are_read_from_their_header_alone() {
        let both = headers(&[("authorization", "Bearer abc"), ("cookie", "a=b; releve_session=xyz")]);
        assert_eq!(bearer(&both), Some("abc"));
        assert_eq!(bearer(&headers(&[("authorization", "Basic abc")])), None);
        assert_eq!(bearer(&headers(&[("cookie", "releve_session=abc")])), None);
    }

    #[test]
    fn only_our_own_origin_changes_things_by_cookie() {
        let any = Config::default();
        let same_origin = |pairs: &[(&'static str, &'static str)]| same_origin(&headers(pairs), &any);
        assert!(same_origin(&[("sec-fetch-site", "same-origin")]));
        assert!(!same_origin(&[("sec-fetch-site", "cross-site"), ("origin", "http://h"), ("host", "h")]));
        assert!(same_origin(&[("origin", "https://releve.example"), ("host", "releve.example")]));
        assert!(!same_origin(&[("origin", "https://evil.example"), ("host", "releve.example")]));
        assert!(!same_origin(&[("origin", "null"), ("host", "null")]));
        assert!(!same_origin(&[("host", "releve.example")]));
    }

    #[test]
    fn a_public_address_is_the_one_origin() {
        let public_url = Some("https://releve.example".parse().expect("an address"));
        let config = Config { accounts: Accounts { public_url, ..Accounts::default() }, ..Config::default() };
        let same_origin = |pairs: &[(&'static str, &'static str)]| same_origin(&headers(pairs), &config);
        assert!(same_origin(&[("origin", "https://releve.example"), ("host", "10.0.0.7:8080")]));
        assert!(!same_origin(&[("origin", "http://10.0.0.7:8080"), ("host", "10.0.0.7:8080")]));
        assert!(!same_origin(&[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")]));
        assert!(!same_origin(&[("origin", "http://releve.example")]), "another scheme");
        assert!(same_origin(&[("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn seals_are_equal_or_not() {
        assert!(same("abc", "abc") && !same("abc", "abd") && !same("abc", "") && !same("abc", "abcd"));
    }

    #[test]
    fn a_seal_looks_different_each_time_and_is_the_same() {
        let seal = "5ea1".repeat(16);
        let (first, second) = (masked(&seal), masked(&seal));
        assert_ne!(first, second);
        assert_eq!((unmasked(&first), unmasked(&second)), (seal.clone(), seal.clone()));
        assert_ne!(unmasked(&seal), seal, "a seal without its mask is none");
        for nonsense in ["", "0", "zz", "abc", "é"] {
            assert_eq!(unmasked(nonsense), "", "{nonsense}");
        }
    }
}
