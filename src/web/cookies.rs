//! Cookies: the session's, and the one that ties a form to a browser in which nobody is logged in yet. No script reads them,
//! no other site makes them travel with a change, and over https their names begin with `__Host-`: no other host can set them
//! (RFC 6265bis, 4.1.3.2).

use super::AppState;
use crate::app::sessions::{LIFE_SECONDS, seal};
use crate::config::Config;
use crate::lang::{Locale, Words};
use crate::store::named;
use crate::text::{bytes_of, hexadecimal};
use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;

/// Where the language is kept.
const LANGUAGE_NAME: &str = "releve_langue";

/// Where the page is kept that somebody wanted to see before she was logged in.
const WANTED_NAME: &str = "releve_vers";

/// How long it is kept, seconds.
const WANTED_SECONDS: i64 = 15 * 60;

/// Characters of a token.
const TOKEN_CHARS: usize = 64;

const fn session_name(secure: bool) -> &'static str {
    if secure { "__Host-releve" } else { "releve_session" }
}

const fn visit_name(secure: bool) -> &'static str {
    if secure { "__Host-releve-visit" } else { "releve_visit" }
}

/// The token of the session that a browser sends.
pub fn session<'h>(headers: &'h HeaderMap, config: &Config) -> Option<&'h str> {
    read(headers, session_name(config.secure_cookies()))
}

/// The seal of forms in a browser in which nobody is logged in.
pub fn visit_seal(headers: &HeaderMap, config: &Config) -> Option<String> {
    visit(headers, config).map(seal)
}

/// The token by which a browser is known before somebody is logged in, and while she is at an OpenID provider.
pub fn visit<'h>(headers: &'h HeaderMap, config: &Config) -> Option<&'h str> {
    read(headers, visit_name(config.secure_cookies()))
}

/// The language that was chosen in this browser.
pub fn language(headers: &HeaderMap) -> Option<Locale> {
    let (_, code) = pairs(headers).find(|(name, _)| *name == LANGUAGE_NAME)?;
    named(code).ok()
}

/// Remembers a language for a year. It is nobody's secret, so it needs no prefix.
pub fn set_language(config: &Config, locale: Locale) -> HeaderValue {
    written(LANGUAGE_NAME, Words::new(locale).code(), config.secure_cookies(), Some(365 * 24 * 3_600))
}

/// The page that somebody wanted to see before she was logged in.
pub fn wanted(headers: &HeaderMap) -> Option<String> {
    let (_, kept) = pairs(headers).find(|(name, _)| *name == WANTED_NAME)?;
    String::from_utf8(bytes_of(kept)?).ok()
}

/// Remembers it for as long as a log-in takes. Its letters are written as numbers: a cookie cannot hold all of them.
pub fn set_wanted(config: &Config, address: &str) -> HeaderValue {
    written(WANTED_NAME, &hexadecimal(address.as_bytes()), config.secure_cookies(), Some(WANTED_SECONDS))
}

/// Forgets it.
pub fn drop_wanted(config: &Config) -> HeaderValue {
    written(WANTED_NAME, "", config.secure_cookies(), Some(0))
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='))
}

fn read<'h>(headers: &'h HeaderMap, wanted: &str) -> Option<&'h str> {
    let token = pairs(headers).find(|(name, _)| *name == wanted).map(|(_, token)| token)?;
    (token.len() == TOKEN_CHARS).then_some(token)
}

fn written(name: &str, value: &str, secure: bool, age_seconds: Option<i64>) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let age = age_seconds.map_or_else(String::new, |age| format!("; Max-Age={age}"));
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    HeaderValue::from_str(&line).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Gives a browser the token of a session.
pub fn set_session(config: &Config, token: &str) -> HeaderValue {
    let secure = config.secure_cookies();
    written(session_name(secure), token, secure, Some(LIFE_SECONDS))
}

/// Takes it away.
pub fn drop_session(config: &Config) -> HeaderValue {
    let secure = config.secure_cookies();
    written(session_name(secure), "", secure, Some(0))
}

/// An answer that also gives the browser a session's token.
pub fn with_session(config: &Config, token: Option<&str>, answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    if let Some(token) = token {
        response.headers_mut().append(SET_COOKIE, set_session(config, token));
    }
    response
}

/// A browser in which nobody need be logged in: what its forms carry.
#[derive(Debug)]
pub struct Visit {
    /// See [`seal`].
    pub seal: String,
    /// See [`visit`].
    pub token: String,
    /// A cookie that it does not have yet.
    cookie: Option<HeaderValue>,
}

impl Visit {
    /// A page for this browser.
    pub fn show(self, page: impl IntoResponse) -> Response {
        let mut response = page.into_response();
        if let Some(cookie) = self.cookie {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let config = &state.app.config;
        if let Some(token) = visit(&parts.headers, config) {
            return Ok(Self { seal: seal(token), token: token.to_owned(), cookie: None });
        }
        let (token, secure) = (hexadecimal(&state.app.clock.random::<32>()), config.secure_cookies());
        let cookie = written(visit_name(secure), &token, secure, None);
        Ok(Self { seal: seal(&token), token, cookie: Some(cookie) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_cookie_is_read() {
        let headers = |line: &str| {
            let value = HeaderValue::from_str(line).expect("a header");
            HeaderMap::from_iter([(COOKIE, value)])
        };
        let (config, token) = (Config::default(), "a".repeat(64));
        assert_eq!(session(&headers(&format!("a=b; releve_session={token}")), &config), Some(token.as_str()));
        assert_eq!(session(&headers(&format!("__Host-releve={token}")), &config), None);
        assert_eq!(session(&headers("releve_session=short"), &config), None);
        let listen = "0.0.0.0:80".parse().expect("an address");
        let config = Config { listen, ..Config::default() };
        assert_eq!(
            session(&headers(&format!("releve_session={token}")), &config),
            None,
            "over https the name is another"
        );
        assert_eq!(session(&headers(&format!("__Host-releve={token}")), &config), Some(token.as_str()));
        let set = set_session(&config, &token);
        let flags = "; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=43200";
        assert_eq!(set.to_str().expect("text"), format!("__Host-releve={token}{flags}"));
    }
}
