//! What somebody had before her when her session ended: the form she sent is shown again with what she typed in it, and a page
//! that she wanted to see is where her log-in leads.
//!
//! A form that the gate turned away did nothing. It is sent again by her own hand, as whoever is logged in then; a form that makes
//! something bears a key, so that it is still done once ([`super::once`]).

use super::frame::{Refused, frame_of_visit};
use super::view;
use crate::config::Config;
use crate::lang::Words;
use crate::web::cookies;
use crate::web::extract::Form;
use crate::web::gate::SEAL_FIELD;
use askama::Template;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};

/// Addresses under which secrets are typed: nothing of those forms is shown again.
const SECRET: &[&str] = &["/connexion", "/deconnexion", "/mot-de-passe", "/lien", "/compte"];

/// Longest address that is gone back to, bytes.
const ADDRESS_MAX: usize = 500;

/// A form that was turned away.
#[derive(Debug)]
pub struct Kept {
    address: String,
    fields: Vec<(String, String)>,
    /// It came with files, which cannot be shown again.
    had_files: bool,
}

impl Kept {
    /// What a form held, unless it holds secrets.
    pub fn of(uri: &Uri, form: &Form) -> Option<Self> {
        let path = uri.path();
        if SECRET
            .iter()
            .any(|secret| path.strip_prefix(secret).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
        {
            return None;
        }
        let fields = form.pairs().filter(|(name, _)| *name != SEAL_FIELD);
        Some(Self {
            address: uri.path_and_query().map_or_else(|| path.to_owned(), ToString::to_string),
            fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            had_files: form.has_files(),
        })
    }

    /// The page that holds it. `seal` is that of the session she has by now; empty when she has none.
    ///
    /// # Errors
    /// When the template fails.
    pub fn shown(self, words: Words, seal: &str) -> Result<Response, Refused> {
        let signed_out = seal.is_empty();
        let page = view::KeptForm {
            frame: frame_of_visit(
                words,
                words.say(if signed_out { "kept-signed-out" } else { "kept-stale" }),
                seal,
                None,
            ),
            signed_out,
            address: self.address,
            fields: self.fields,
            had_files: self.had_files,
        };
        let status = if signed_out { StatusCode::UNAUTHORIZED } else { StatusCode::FORBIDDEN };
        Ok((status, Html(page.render()?)).into_response())
    }
}

/// The log-in, which leads back to the page that somebody wanted to see. What a script asked for is no page: its page is sent to
/// the log-in as a whole.
pub fn log_in_first(config: &Config, uri: &Uri, headers: &HeaderMap) -> Response {
    if headers.contains_key("hx-request") {
        return (StatusCode::UNAUTHORIZED, [("hx-redirect", "/connexion")]).into_response();
    }
    let wanted = uri.path_and_query().map(ToString::to_string).filter(|wanted| wanted != "/" && ours(wanted));
    let mut answer = Redirect::to("/connexion").into_response();
    if let Some(wanted) = wanted {
        answer.headers_mut().append(SET_COOKIE, cookies::set_wanted(config, &wanted));
    }
    answer
}

/// The page that she wanted to see before she logged in, and the browser's order to forget it.
pub fn wanted(config: &Config, headers: &HeaderMap) -> Option<Response> {
    let wanted = cookies::wanted(headers).filter(|wanted| ours(wanted))?;
    Some(([(SET_COOKIE, cookies::drop_wanted(config))], Redirect::to(&wanted)).into_response())
}

/// Whether an address is a path of this very service: no other host can be named by it.
fn ours(address: &str) -> bool {
    let mut bytes = address.bytes();
    bytes.next() == Some(b'/')
        && !matches!(bytes.next(), Some(b'/' | b'\\'))
        && address.len() <= ADDRESS_MAX
        && address.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_service_are_gone_back_to() {
        for good in ["/service/medecine?mois=2026-12", "/moi", "/x//y"] {
            assert!(ours(good), "{good}");
        }
        let long = format!("/{}", "a".repeat(ADDRESS_MAX));
        for bad in
            ["", "moi", "//evil.example", "/\\evil.example", "https://evil.example", "/a b", "/a\nb", "/é", &long]
        {
            assert!(!ours(bad), "{bad:?}");
        }
    }

    #[test]
    fn forms_with_secrets_are_not_kept() {
        let form = Form::parse(b"motif=oubli&sceau=x&password=y").expect("a form");
        for secret in ["/connexion", "/compte/mot-de-passe", "/lien/abc", "/connexion/code"] {
            assert!(Kept::of(&secret.parse().expect("an address"), &form).is_none(), "{secret}");
        }
        let kept = Kept::of(&"/comptes".parse().expect("an address"), &form).expect("it is kept");
        assert_eq!(kept.fields, [("motif".to_owned(), "oubli".to_owned()), ("password".to_owned(), "y".to_owned())]);
    }
}
